//! `cargo xtask screenshots`: every view as a picture, to look at.

use std::path::PathBuf;

use anyhow::Result;

use crate::Outcome;
use crate::browser::Browser;
use crate::build::build;
use crate::workspace::{cargo, run as finish, target};

/// Options of `cargo xtask screenshots`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder for the pictures [default: target/screenshots]
    out: Option<PathBuf>,
    /// Photograph dist/ as it is.
    #[arg(long)]
    no_build: bool,
}

/// Builds and photographs.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    if !arguments.no_build {
        build()?;
    }
    let browser = Browser::ready()?;
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| target().join("screenshots"));
    let out = std::path::absolute(out)?;
    let mut command = cargo();
    command.args([
        "run",
        "--quiet",
        "--package",
        "befund-tests",
        "--example",
        "screenshots",
        "--",
    ]);
    browser.announce(command.arg(&out));
    finish(&mut command)?;
    println!("pictures in {}", out.display());
    Ok(Outcome::Done)
}
