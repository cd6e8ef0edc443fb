//! `cargo xtask serve`: the app on this machine.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::Outcome;
use crate::build::build;
use crate::server::{Port, Server};
use crate::workspace::dist;

/// Options of `cargo xtask serve`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Open the browser.
    #[arg(long)]
    open: bool,
    /// First port to try; 0 for any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Serve dist/ as it is.
    #[arg(long)]
    no_build: bool,
    /// Print one line per request.
    #[arg(long)]
    log_requests: bool,
}

/// Builds, serves until it is stopped.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    if !arguments.no_build {
        build()?;
    }
    if !dist().join("index.html").is_file() {
        bail!("dist/ holds no app: leave out --no-build");
    }
    let server = Server::bind(dist(), Port::From(arguments.port))?;
    let address = server.address();
    println!("Befund: {address}  (Ctrl+C stops)");
    if arguments.open && open(&address).is_err() {
        println!("no browser could be started: open the address yourself");
    }
    let log = arguments.log_requests;
    server.run(|request| {
        if log {
            println!("{request}");
        }
    });
    Ok(Outcome::Done)
}

/// Hands an address to the user's browser.
fn open(address: &str) -> std::io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
}
