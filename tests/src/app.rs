//! The built app in a real browser, with the words of a user: open the demo, drop a file, switch the language.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;
use xtask::server::{Port, Server};
use xtask::workspace::dist;

use crate::webdriver::Browser;

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The app, opened in a browser of its own and served by a server of its own.
pub struct App {
    /// The browser.
    pub browser: Browser,
    server: Serving,
}

impl App {
    /// Serves dist/, opens it and waits until it can be used.
    pub fn open(language: &str) -> Result<Self> {
        if !dist().join("index.html").is_file() {
            bail!(
                "dist/ holds no app: `cargo xtask build` makes it, `cargo xtask test` does it all"
            );
        }
        let app = Self::open_folder(dist(), language)?;
        app.wait_for(&test_id("open-demo"))?;
        Ok(app)
    }

    /// Serves and opens a folder that looks like dist/, and waits for nothing.
    pub fn open_folder(folder: PathBuf, language: &str) -> Result<Self> {
        let app = Self {
            server: Serving::start(folder, |_| {})?,
            browser: Browser::start(language)?,
        };
        app.browser.navigate(app.address())?;
        Ok(app)
    }

    /// Serves and opens dist/, but takes its time over a file whose name holds `slow`.
    pub fn open_slowly(slow: &'static str, time: Duration, language: &str) -> Result<Self> {
        let app = Self {
            server: Serving::start(dist(), move |request| {
                if request.contains(slow) {
                    thread::sleep(time);
                }
            })?,
            browser: Browser::start(language)?,
        };
        app.browser.navigate(app.address())?;
        app.wait_for(&test_id("open-demo"))?;
        Ok(app)
    }

    /// Waits until the page has said that it will ask the network for nothing more.
    pub fn wait_until_loaded(&self) -> Result<()> {
        self.wait_for("body[data-loaded]")
    }

    /// Leaves the page alone: nobody answers its requests any more.
    pub fn stop_serving(&self) {
        self.server.server.stop();
    }

    /// The address of the page.
    pub fn address(&self) -> &str {
        &self.server.address
    }

    /// What the server was asked for since the last call.
    pub fn served(&self) -> Vec<String> {
        let mut log = self
            .server
            .log
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        std::mem::take(&mut log)
    }

    /// Waits until an element is there.
    pub fn wait_for(&self, selector: &str) -> Result<()> {
        self.browser.wait(selector, PATIENCE, || {
            Ok((!self.browser.find_all(selector)?.is_empty()).then_some(()))
        })
    }

    /// Clicks the element with this test name.
    pub fn click(&self, name: &str) -> Result<()> {
        let clicked = self
            .browser
            .find(&test_id(name))
            .and_then(|element| element.click());
        clicked.with_context(|| format!("clicking {name}"))
    }

    /// Unfolds the fold with this test name.
    pub fn fold_out(&self, name: &str) -> Result<()> {
        self.wait_for(&test_id(name))?;
        let body = "document.querySelector(arguments[0]).open = true";
        self.browser
            .execute(body, &[json!(test_id(name))])
            .map(drop)
    }

    /// Chooses an answer of the choice with this test name, with the keyboard on it.
    pub fn choose(&self, name: &str, value: &str) -> Result<()> {
        let body = "const choice = document.querySelector(arguments[0]);
            choice.focus(); choice.value = arguments[1];
            choice.dispatchEvent(new Event('change', { bubbles: true }));";
        self.browser
            .execute(body, &[json!(test_id(name)), json!(value)])
            .map(drop)
    }

    /// Text of the first element with this test name.
    pub fn text(&self, name: &str) -> Result<String> {
        self.browser.find(&test_id(name))?.text()
    }

    /// Texts of all elements that fit, shown or not, in one question to the browser.
    pub fn texts(&self, selector: &str) -> Result<Vec<String>> {
        let body = "return Array.from(document.querySelectorAll(arguments[0]), e => e.textContent)";
        let found = self.browser.execute(body, &[json!(selector)])?;
        Ok(serde_json::from_value(found)?)
    }

    /// Clicks the demo study and waits for the whole report.
    pub fn open_demo(&self) -> Result<()> {
        self.click("open-demo")?;
        self.wait_for(&test_id("finding"))?;
        self.settle()
    }

    /// Waits until the engine is idle and the page has stopped changing.
    pub fn settle(&self) -> Result<()> {
        let body = "const busy = () => document.querySelector(arguments[0]) !== null;
            return new Promise(resolve => {
                let timer;
                const wait = () => { clearTimeout(timer); timer = setTimeout(() => busy() ? wait() : resolve(true), 400); };
                const watch = new MutationObserver(wait);
                watch.observe(document.body, { childList: true, subtree: true, characterData: true });
                wait();
            });";
        self.browser
            .execute(body, &[json!(test_id("busy"))])
            .map(drop)
    }

    /// Waits until the data view shows this file.
    pub fn wait_for_file(&self, name: &str) -> Result<()> {
        self.browser
            .wait(&format!("{name} in the data view"), PATIENCE, || {
                self.turn_to_data()?;
                let shown = self.texts(&format!("{} .fact-file dd", test_id("data-view")))?;
                Ok(shown.iter().any(|shown| shown == name).then_some(()))
            })?;
        self.turn_to_data()?;
        self.wait_for(&test_id("variable-row"))
    }

    /// What was opened shows its findings first.
    fn turn_to_data(&self) -> Result<()> {
        if !self.browser.find_all(&test_id("findings"))?.is_empty() {
            self.click("nav-data")?;
        }
        Ok(())
    }

    /// What the page says about a file it could not open, or could not open as one might expect.
    pub fn message_about(&self, name: &str) -> Result<String> {
        let limit = 5 * PATIENCE;
        self.browser
            .wait(&format!("a message about {name}"), limit, || {
                self.turn_to_data()?;
                let mut said = self.texts(&test_id("error"))?;
                if self
                    .texts(".fact-file dd")?
                    .iter()
                    .any(|shown| shown == name)
                {
                    said.extend(self.texts(".reading li, .warnings li")?);
                }
                Ok((!said.is_empty()).then(|| said.join(" ")))
            })
    }

    /// The whole number that an element shows, whatever the language.
    pub fn number(&self, name: &str) -> Result<u64> {
        let shown = self
            .browser
            .find(&test_id(name))?
            .attribute("data-number")?;
        Ok(shown.context("no number")?.parse()?)
    }

    /// Overrules the level of a variable in the data view.
    pub fn choose_level(&self, variable: &str, level: &str) -> Result<()> {
        let body = "const rows = Array.from(document.querySelectorAll(arguments[0]));
            const choice = rows.find(row => row.dataset.name === arguments[1])?.querySelector('select');
            if (choice && choice.value !== arguments[2]) {
                choice.value = arguments[2];
                choice.dispatchEvent(new Event('change', { bubbles: true }));
            }
            return choice !== undefined;";
        let arguments = [
            json!(test_id("variable-row")),
            json!(variable),
            json!(level),
        ];
        if self.browser.execute(body, &arguments)? != true {
            bail!("no variable {variable}, only {:?}", self.names()?);
        }
        self.settle()
    }

    /// Unfolds the details of a variable in the data view.
    pub fn unfold(&self, variable: &str) -> Result<()> {
        let body = "const rows = Array.from(document.querySelectorAll(arguments[0]));
            const row = rows.find(row => row.dataset.name === arguments[1]);
            row?.querySelector('button[aria-expanded=\"false\"]')?.click();
            return row !== undefined;";
        let arguments = [json!(test_id("variable-row")), json!(variable)];
        // the list is made anew when more is known of the file
        self.browser
            .wait(&format!("variable {variable}"), PATIENCE, || {
                self.turn_to_data()?;
                let found = self.browser.execute(body, &arguments)?;
                Ok((found == true).then_some(()))
            })
    }

    /// The values of a variable with their counts, from its details in the data view.
    pub fn category_counts(&self, variable: &str) -> Result<Vec<(f64, f64)>> {
        self.unfold(variable)?;
        let body = "const rows = Array.from(document.querySelectorAll(arguments[0]));
            const row = rows.find(row => row.dataset.name === arguments[1]);
            return Array.from(row.querySelectorAll('tr[data-value]'), tr => [tr.dataset.value, tr.dataset.count]);";
        let arguments = [json!(test_id("variable-row")), json!(variable)];
        let pairs = self
            .browser
            .wait(&format!("the values of {variable}"), PATIENCE, || {
                let found = self.browser.execute(body, &arguments)?;
                let pairs: Vec<(String, String)> = serde_json::from_value(found)?;
                Ok((!pairs.is_empty()).then_some(pairs))
            })?;
        pairs
            .into_iter()
            .map(|(value, count)| Ok((value.parse()?, count.parse()?)))
            .collect()
    }

    /// The language the page says it is in.
    pub fn language(&self) -> Result<String> {
        let language = self
            .browser
            .execute("return document.documentElement.lang", &[])?;
        Ok(serde_json::from_value(language)?)
    }

    /// Gives the page another window: width and height in CSS pixels, and device pixels per CSS pixel.
    pub fn pretend(&self, width: u32, height: u32, scale: f64) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.browser
            .devtools("Emulation.setDeviceMetricsOverride", &metrics)
            .map(drop)
    }

    /// Names of the variables in the data view.
    pub fn names(&self) -> Result<Vec<String>> {
        let body =
            "return Array.from(document.querySelectorAll(arguments[0]), row => row.dataset.name)";
        let found = self
            .browser
            .execute(body, &[json!(test_id("variable-row"))])?;
        Ok(serde_json::from_value(found)?)
    }

    /// Drops a file on the page as a user would. A driver cannot drag from the desktop, so the file enters the page
    /// through an input of ours and then travels in the real events of a drop.
    pub fn drop_file(&self, file: &Path) -> Result<()> {
        self.drop_files(&[file])
    }

    /// Drops several files at once, in this order.
    pub fn drop_files(&self, files: &[&Path]) -> Result<()> {
        let body = "const input = document.createElement('input'); input.type = 'file'; input.hidden = false; input.multiple = true;
            input.id = 'befund-test-file'; document.body.append(input);";
        self.browser.execute(body, &[])?;
        self.browser.find("#befund-test-file")?.choose(files)?;
        let body = "const input = document.getElementById('befund-test-file');
            const zone = document.querySelector(arguments[0]) ?? document.body;
            const dataTransfer = new DataTransfer();
            for (const file of input.files) dataTransfer.items.add(file);
            input.remove();
            for (const name of ['dragenter', 'dragover', 'drop'])
                zone.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer }));";
        self.browser.execute(body, &[json!(test_id("drop-zone"))])?;
        Ok(())
    }
}

/// The selector of elements with this test name.
pub fn test_id(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// A server in a thread, with a log of its requests.
struct Serving {
    server: Server,
    address: String,
    log: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Serving {
    fn start(folder: PathBuf, before: impl Fn(&str) + Send + 'static) -> Result<Self> {
        let server = Server::bind(folder, Port::Any)?;
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let thread = thread::spawn({
            let (server, log) = (server.clone(), Arc::clone(&log));
            move || {
                server.run(|request| {
                    let mut log = log.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                    log.push(request.to_owned());
                    drop(log);
                    before(request);
                });
            }
        });
        Ok(Self {
            address: server.address(),
            server,
            log,
            thread: Some(thread),
        })
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.server.stop();
        if let Some(thread) = self.thread.take() {
            // A server that panicked has already said so.
            let _ = thread.join();
        }
    }
}
