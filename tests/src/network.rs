//! What a page asked the network for.

use anyhow::Result;

use crate::webdriver::Browser;

/// Addresses requested since the last call, without those that never leave the page. Empty for browsers that do not tell.
pub fn requests(browser: &Browser) -> Result<Vec<String>> {
    if !browser.is_chromium() {
        return Ok(Vec::new());
    }
    let events = browser.performance_log()?;
    Ok(events
        .iter()
        .filter_map(|event| match event["method"].as_str()? {
            "Network.requestWillBeSent" => event["params"]["request"]["url"].as_str(),
            "Network.webSocketCreated" | "Network.webTransportCreated" => {
                event["params"]["url"].as_str()
            }
            _ => None,
        })
        .filter(|url| {
            !["data:", "blob:"]
                .iter()
                .any(|scheme| url.starts_with(scheme))
        })
        .map(str::to_owned)
        .collect())
}
