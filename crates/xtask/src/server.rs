//! A static file server for the built app, on this machine only.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, StatusCode};

/// Where to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// Any free port.
    Any,
    /// This one or the next free one; 0 means any.
    From(u16),
}

/// Serves one folder on 127.0.0.1, read only.
#[derive(Clone)]
pub struct Server {
    listener: Arc<tiny_http::Server>,
    folder: PathBuf,
    policy: Option<Header>,
}

impl Server {
    /// Starts to listen.
    ///
    /// The content security policy in the `meta` element of the index page is also sent as a header, because only a
    /// header binds the worker too.
    pub fn bind(folder: PathBuf, port: Port) -> Result<Self> {
        let ports = match port {
            Port::Any | Port::From(0) => 0..=0,
            Port::From(first) => first..=first.saturating_add(99),
        };
        let mut refused = None;
        for port in ports {
            match tiny_http::Server::http(("127.0.0.1", port)) {
                Ok(listener) => {
                    let index = std::fs::read_to_string(folder.join("index.html"));
                    return Ok(Self {
                        listener: Arc::new(listener),
                        policy: index.ok().as_deref().and_then(policy),
                        folder,
                    });
                }
                Err(error) => refused = Some(error),
            }
        }
        Err(anyhow!(
            "no free port: {}",
            refused.map(|error| error.to_string()).unwrap_or_default()
        ))
    }

    /// The address of the index page.
    pub fn address(&self) -> String {
        match self.listener.server_addr().to_ip() {
            Some(address) => format!("http://{address}/"),
            None => String::new(), // only for Unix sockets, which are never bound here
        }
    }

    /// Answers requests until [`Self::stop`], telling of each: `GET /befund.css`.
    pub fn run(&self, mut tell: impl FnMut(&str)) {
        for request in self.listener.incoming_requests() {
            tell(&format!("{} {}", request.method(), request.url()));
            // A client that has gone away is no concern of the others.
            let _ = self.answer(request);
        }
    }

    /// Ends [`Self::run`].
    pub fn stop(&self) {
        self.listener.unblock();
    }

    fn answer(&self, request: Request) -> std::io::Result<()> {
        if !matches!(request.method(), Method::Get | Method::Head) {
            return request.respond(Response::empty(405).with_header(header("Allow", "GET, HEAD")));
        }
        let file = relative(request.url())
            .map(|path| self.folder.join(path))
            .filter(|path| path.is_file());
        let Some((path, file)) =
            file.and_then(|path| File::open(&path).ok().map(|file| (path, file)))
        else {
            return request
                .respond(Response::from_string("not found").with_status_code(StatusCode(404)));
        };
        let mut response = Response::from_file(file)
            .with_header(header("Content-Type", media_type(&path)))
            .with_header(header("Cache-Control", "no-cache"))
            .with_header(header("X-Content-Type-Options", "nosniff"));
        if let Some(policy) = &self.policy {
            response.add_header(policy.clone());
        }
        request.respond(response)
    }
}

/// The file a URL asks for; none where it leaves the folder or asks for hidden files.
fn relative(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = if path.is_empty() { "index.html" } else { path };
    let harmless = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && !segment.contains(['\\', '%', ':', '\0'])
    };
    path.split('/').all(harmless).then(|| PathBuf::from(path))
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        // the packed wasm too
        _ => "application/octet-stream",
    }
}

/// The content security policy that a page gives itself, as a header.
fn policy(page: &str) -> Option<Header> {
    let (_, rest) = page.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, rest) = rest.split_once("content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    Header::from_bytes("Content-Security-Policy", policy).ok()
}

/// Name and value are constants of ours.
fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("constants in ASCII make a header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_can_be_asked_for() {
        assert_eq!(relative("/"), Some("index.html".into()));
        assert_eq!(relative("/fonts/a.woff2?v=1"), Some("fonts/a.woff2".into()));
        for bad in [
            "/../Cargo.toml",
            "/a/../../b",
            "//etc/passwd",
            "/%2e%2e/x",
            "/..\\x",
            "/.git/config",
            "x",
        ] {
            assert_eq!(relative(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_policy_is_read_from_the_page() {
        let page = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"#;
        let header = policy(page).map(|header| header.value.to_string());
        assert_eq!(header.as_deref(), Some("default-src 'none'"));
        assert!(policy("<html>").is_none());
    }
}
