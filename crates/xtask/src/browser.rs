//! A browser and the driver that steers it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::{on_path, run, succeeds};

/// A driver speaks WebDriver and starts the browser.
#[derive(Debug, Clone)]
pub struct Browser {
    /// `chromedriver` or `geckodriver`.
    pub driver: PathBuf,
    /// Chrome, Chromium or Firefox.
    pub browser: PathBuf,
}

const CHROME: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];

/// Where systems other than Linux put browsers.
const APPLICATIONS: [(&str, &str); 6] = [
    (
        "chromedriver",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    (
        "chromedriver",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    (
        "chromedriver",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ),
    (
        "chromedriver",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    ),
    (
        "geckodriver",
        "/Applications/Firefox.app/Contents/MacOS/firefox",
    ),
    (
        "geckodriver",
        r"C:\Program Files\Mozilla Firefox\firefox.exe",
    ),
];

impl Browser {
    /// An installed browser with its driver; Chromium is installed with apt where that is allowed.
    pub fn ready() -> Result<Self> {
        if let Some(found) = chosen().or_else(chrome) {
            return Ok(found);
        }
        if let Some(mut apt) = apt() {
            println!("Chromium and chromedriver: missing, installing with apt");
            // A failure falls through to what else is installed: some systems call the packages differently.
            let _ = run(apt.args(["update", "-q"]));
            if let Some(mut apt) = self::apt() {
                let _ = run(apt.args([
                    "install",
                    "-q",
                    "-y",
                    "--no-install-recommends",
                    "chromium",
                    "chromium-driver",
                ]));
            }
        }
        if let Some(found) = chrome().or_else(firefox) {
            return Ok(found);
        }
        bail!(
            "no browser to test with: install Chromium or Chrome with chromedriver, or Firefox with geckodriver \
             (Debian: apt install chromium chromium-driver), or leave out the browser with --fast"
        )
    }

    /// Tells the tests which browser to use.
    pub fn announce(&self, command: &mut Command) {
        command
            .env("BEFUND_WEBDRIVER", &self.driver)
            .env("BEFUND_BROWSER", &self.browser);
    }
}

/// What the environment asks for.
fn chosen() -> Option<Browser> {
    Some(Browser {
        driver: env::var_os("BEFUND_WEBDRIVER")?.into(),
        browser: env::var_os("BEFUND_BROWSER")?.into(),
    })
}

/// Chrome or Chromium alone, for a page that needs no driver.
pub fn chromium() -> Option<PathBuf> {
    on_path(&CHROME).or_else(|| application("chromedriver"))
}

fn chrome() -> Option<Browser> {
    pair("chromedriver", &CHROME)
}

fn firefox() -> Option<Browser> {
    pair("geckodriver", &["firefox", "firefox-esr"])
}

fn pair(driver: &str, browsers: &[&str]) -> Option<Browser> {
    Some(Browser {
        driver: on_path(&[driver])?,
        browser: on_path(browsers).or_else(|| application(driver))?,
    })
}

/// The browser of a driver where systems other than Linux put it.
fn application(driver: &str) -> Option<PathBuf> {
    APPLICATIONS
        .iter()
        .filter(|(of, _)| *of == driver)
        .map(|(_, path)| Path::new(path).to_path_buf())
        .find(|path| path.is_file())
}

/// apt-get, if we may use it without being asked for a password.
fn apt() -> Option<Command> {
    let apt = on_path(&["apt-get"])?;
    let mut command = if succeeds(Command::new("sh").args(["-c", "test \"$(id -u)\" = 0"])) {
        Command::new(apt)
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        let mut command = Command::new("sudo");
        command
            .args(["-n", "DEBIAN_FRONTEND=noninteractive"])
            .arg(apt);
        command
    } else {
        return None;
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Some(command)
}
