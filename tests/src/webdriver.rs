//! A small blocking client of the WebDriver protocol <https://www.w3.org/TR/webdriver2/>, as far as the tests need it.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// A browser without a window, and the driver that steers it; both end with this value.
pub struct Browser {
    driver: Child,
    agent: ureq::Agent,
    session: String,
    chromium: bool,
}

/// An element of the page.
pub struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

/// The name under which the protocol sends references to elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Chromium asks nobody but the page: no updates, no sync, no first-run questions.
const CHROMIUM: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

impl Browser {
    /// Starts the driver and browser that `cargo xtask test` names, else those on PATH, with a language of the user.
    pub fn start(language: &str) -> Result<Self> {
        let path =
            env::var_os("BEFUND_WEBDRIVER").map_or_else(|| "chromedriver".into(), PathBuf::from);
        let chromium = !path.to_string_lossy().contains("gecko");
        let mut driver = Command::new(&path)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| {
                format!(
                    "starting {}: run `cargo xtask test`, it installs one",
                    path.display()
                )
            })?;
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(300)))
            .http_status_as_error(false)
            .build()
            .into();
        let session = port(&mut driver).map(|port| format!("http://127.0.0.1:{port}/session"));
        // From here on the driver ends with the browser, also when the session fails.
        let mut browser = Self {
            driver,
            agent,
            session: String::new(),
            chromium,
        };
        let sessions = session?;
        let answer = browser.send(&sessions, Some(&capabilities(chromium, language)))?;
        let id = answer["sessionId"]
            .as_str()
            .context("a session without a name")?;
        browser.session = format!("{sessions}/{id}");
        Ok(browser)
    }

    /// Whether it is Chrome or Chromium, which alone tell about the network and can pretend to be a phone.
    pub fn is_chromium(&self) -> bool {
        self.chromium
    }

    /// Opens an address and waits until it has loaded.
    pub fn navigate(&self, address: &str) -> Result<()> {
        self.post("url", &json!({ "url": address })).map(drop)
    }

    /// The first element that fits a CSS selector.
    pub fn find(&self, selector: &str) -> Result<Element<'_>> {
        let query = json!({ "using": "css selector", "value": selector });
        let found = self.post("element", &query)?;
        self.element(&found)
            .with_context(|| format!("no element fits {selector}"))
    }

    /// Every element that fits a CSS selector.
    pub fn find_all(&self, selector: &str) -> Result<Vec<Element<'_>>> {
        let query = json!({ "using": "css selector", "value": selector });
        let found = self.post("elements", &query)?;
        let elements = found.as_array().map(Vec::as_slice).unwrap_or_default();
        elements
            .iter()
            .map(|element| self.element(element))
            .collect()
    }

    /// The element that has the keyboard.
    pub fn focused(&self) -> Result<Element<'_>> {
        let found = self.get("element/active")?;
        self.element(&found)
    }

    /// Runs the body of a function in the page and gives what it returns; a promise is awaited.
    pub fn execute(&self, body: &str, arguments: &[Value]) -> Result<Value> {
        self.post(
            "execute/sync",
            &json!({ "script": body, "args": arguments }),
        )
    }

    /// Presses and releases keys one after the other, wherever the keyboard is.
    pub fn press(&self, keys: &str) -> Result<()> {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
            })
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.post("actions", &json!({ "actions": [keyboard] }))
            .map(drop)
    }

    /// Asks until there is an answer, and fails with what was waited for when there is none in time.
    pub fn wait<T>(
        &self,
        what: &str,
        limit: Duration,
        mut ask: impl FnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let start = Instant::now();
        loop {
            let last = ask();
            if let Ok(Some(answer)) = last {
                return Ok(answer);
            }
            if start.elapsed() > limit {
                let text = self
                    .find("body")
                    .and_then(|body| body.text())
                    .unwrap_or_default();
                let text: String = text.chars().take(600).collect();
                last?;
                bail!("{what}: not within {limit:?}; the page says: {text}");
            }
            thread::sleep(Duration::from_millis(25));
        }
    }

    /// The picture of the window as PNG.
    pub fn screenshot(&self) -> Result<Vec<u8>> {
        picture(&self.get("screenshot")?)
    }

    /// The picture of a part of the page as PNG, in CSS pixels, whether it is in the window or not. Chromium only.
    pub fn picture_of(&self, width: u32, top: u32, height: u32) -> Result<Vec<u8>> {
        let clip = json!({ "x": 0, "y": top, "width": width, "height": height, "scale": 1 });
        let wish = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        picture(&self.devtools("Page.captureScreenshot", &wish)?["data"])
    }

    /// A command of Chrome's own protocol <https://chromedevtools.github.io/devtools-protocol/>.
    pub fn devtools(&self, command: &str, parameters: &Value) -> Result<Value> {
        self.post(
            "goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        )
    }

    /// What Chrome noted since the last call: events of its own protocol, oldest first.
    pub fn performance_log(&self) -> Result<Vec<Value>> {
        let log = self.post("se/log", &json!({ "type": "performance" }))?;
        let entries = log.as_array().map(Vec::as_slice).unwrap_or_default();
        entries
            .iter()
            .map(|entry| {
                let message = entry["message"]
                    .as_str()
                    .context("a log entry without a message")?;
                let message: Value = serde_json::from_str(message)?;
                Ok(message["message"].clone())
            })
            .collect()
    }

    fn element(&self, found: &Value) -> Result<Element<'_>> {
        let id = found[ELEMENT]
            .as_str()
            .context("no reference to an element")?;
        Ok(Element {
            browser: self,
            id: id.to_owned(),
        })
    }

    fn get(&self, command: &str) -> Result<Value> {
        self.send(&format!("{}/{command}", self.session), None)
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value> {
        self.send(&format!("{}/{command}", self.session), Some(body))
    }

    fn send(&self, address: &str, body: Option<&Value>) -> Result<Value> {
        let mut answer = match body {
            Some(body) => self.agent.post(address).send_json(body),
            None => self.agent.get(address).call(),
        }?;
        let status = answer.status();
        let mut answer: Value = answer.body_mut().with_config().limit(1 << 28).read_json()?;
        let value = answer["value"].take();
        if !status.is_success() {
            let message = value["message"].as_str().unwrap_or_default();
            bail!(
                "{}: {}",
                value["error"],
                message.lines().next().unwrap_or_default()
            );
        }
        Ok(value)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // Closes the browser; when that fails the driver takes it along.
            let _ = self.agent.delete(&self.session).call();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Element<'_> {
    /// Clicks into its middle.
    pub fn click(&self) -> Result<()> {
        self.post("click", &json!({})).map(drop)
    }

    /// Its text as a reader sees it; empty for what is not shown.
    pub fn text(&self) -> Result<String> {
        let text = self.get("text")?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// All text in it, shown or not, as inside charts.
    pub fn text_content(&self) -> Result<String> {
        let text = self.get("property/textContent")?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Result<Option<String>> {
        let value = self.get(&format!("attribute/{name}"))?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// Types text; for a file input, the path of a file to choose.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.post("value", &json!({ "text": text })).map(drop)
    }

    /// Chooses a file in a file input.
    pub fn choose(&self, files: &[&Path]) -> Result<()> {
        let mut paths = Vec::new();
        for file in files {
            let path = file
                .canonicalize()
                .with_context(|| format!("looking for {}", file.display()))?;
            paths.push(path.to_string_lossy().into_owned());
        }
        // a driver takes several paths line by line
        self.type_text(&paths.join("\n"))
    }

    /// Stands for this element among the arguments of a script.
    pub fn reference(&self) -> Value {
        json!({ ELEMENT: self.id })
    }

    fn get(&self, command: &str) -> Result<Value> {
        self.browser.get(&format!("element/{}/{command}", self.id))
    }

    fn post(&self, command: &str, body: &Value) -> Result<Value> {
        self.browser
            .post(&format!("element/{}/{command}", self.id), body)
    }
}

/// The port that the driver chose, from what it prints; the rest of that is read and dropped, so that it never waits.
fn port(driver: &mut Child) -> Result<u16> {
    let output = driver.stdout.take().context("a driver without output")?;
    let mut lines = BufReader::new(output).lines();
    for line in lines.by_ref() {
        if let Some(port) = announced_port(&line?) {
            thread::spawn(move || lines.for_each(drop));
            return Ok(port);
        }
    }
    bail!("the driver ended before it could be reached")
}

/// `ChromeDriver was started successfully on port 35311.` or `1700000000 geckodriver INFO Listening on 127.0.0.1:35311`
fn announced_port(line: &str) -> Option<u16> {
    let (_, rest) = line
        .split_once("successfully on port ")
        .or_else(|| line.split_once("Listening on 127.0.0.1:"))?;
    rest.trim_end().trim_end_matches('.').parse().ok()
}

fn capabilities(chromium: bool, language: &str) -> Value {
    let binary = env::var("BEFUND_BROWSER").ok();
    let mut wishes = if chromium {
        let mut arguments: Vec<String> = CHROMIUM.map(str::to_owned).to_vec();
        arguments.push(format!("--lang={language}"));
        json!({
            "goog:chromeOptions": { "args": arguments, "prefs": { "intl.accept_languages": language } },
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
        })
    } else {
        json!({ "moz:firefoxOptions": { "args": ["-headless"], "prefs": { "intl.accept_languages": language } } })
    };
    if let Some(binary) = binary {
        let options = if chromium {
            "goog:chromeOptions"
        } else {
            "moz:firefoxOptions"
        };
        wishes[options]["binary"] = json!(binary);
    }
    json!({ "capabilities": { "alwaysMatch": wishes } })
}

fn picture(data: &Value) -> Result<Vec<u8>> {
    let text = data.as_str().context("a picture without data")?;
    Ok(BASE64_STANDARD.decode(text)?)
}

/// Keys without a character of their own, as the protocol names them.
pub mod key {
    /// The tabulator.
    pub const TAB: &str = "\u{E004}";
    /// The enter key.
    pub const ENTER: &str = "\u{E007}";
    /// The key that takes a character back.
    pub const BACKSPACE: &str = "\u{E003}";
    /// The arrow that points down.
    pub const DOWN: &str = "\u{E015}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_drivers_announce_their_port() {
        let chrome = "ChromeDriver was started successfully on port 35311.";
        let gecko = "1700000000000\tgeckodriver\tINFO\tListening on 127.0.0.1:4444";
        assert_eq!(announced_port(chrome), Some(35311));
        assert_eq!(announced_port(gecko), Some(4444));
        assert_eq!(announced_port("Only local connections are allowed."), None);
    }
}
