//! What a build for the browser needs beyond cargo: finds out what is missing, says so, installs it.
//!
//! Installed tools live in a cache of the user outside `target`, one folder per version, so that every checkout and every
//! later run shares them.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::{self, WASM, cargo, executable, on_path, printed_by, run, succeeds};

/// Builds index.html, wasm and assets into dist/.
const TRUNK: &str = "0.21.14";
/// The npm package that brings `wasm-opt`.
const BINARYEN: &str = "132.0.0";

/// The tools, ready to use.
pub struct Toolbox {
    /// Their folders, before those of the user.
    path: OsString,
    /// Shrinks wasm; absent where it cannot be had.
    pub wasm_opt: Option<PathBuf>,
}

impl Toolbox {
    /// Finds every tool, installing what is missing.
    pub fn ready() -> Result<Self> {
        wasm_target()?;
        let wasm_bindgen = workspace::locked_version("wasm-bindgen")?;
        let folders = [
            installed("trunk", "trunk", TRUNK)?,
            installed("wasm-bindgen", "wasm-bindgen-cli", &wasm_bindgen)?,
        ];
        let before = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(folders.into_iter().chain(env::split_paths(&before)))
            .context("a folder of the tools cannot stand in PATH")?;
        Ok(Self {
            path,
            wasm_opt: wasm_opt()?,
        })
    }

    /// Trunk, with the other tools on its PATH.
    pub fn trunk(&self) -> Result<Command> {
        let program = cache()?
            .join(format!("trunk-{TRUNK}/bin"))
            .join(executable("trunk"));
        let mut command = Command::new(program);
        command
            .current_dir(workspace::root())
            .env("PATH", &self.path)
            .env("RUST_BACKTRACE", "0");
        Ok(command)
    }
}

/// The target of the browser, installed by rustup where it is missing.
pub fn wasm_target() -> Result<()> {
    let library =
        printed_by(Command::new(rustc()).args(["--print", "target-libdir", "--target", WASM]));
    if library.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    println!("Rust target {WASM}: missing, installing");
    run(rustup().args(["target", "add", WASM])).with_context(|| {
        format!(
            "the Rust target {WASM} is needed: install it (with rustup: `rustup target add {WASM}`)"
        )
    })
}

/// rustfmt and clippy, installed by rustup where they are missing.
pub fn components() -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !succeeds(cargo().args([subcommand, "--version"])) {
            println!("Rust component {component}: missing, installing");
            run(rustup().args(["component", "add", component]))
                .with_context(|| format!("the Rust component {component} is needed"))?;
        }
    }
    Ok(())
}

fn rustc() -> OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// rustup for the toolchain of the project, whatever the current folder.
fn rustup() -> Command {
    let mut command = Command::new("rustup");
    command.current_dir(workspace::root());
    command
}

/// The `bin` folder of a tool of exactly this version, built by cargo where it is missing.
fn installed(tool: &str, package: &str, version: &str) -> Result<PathBuf> {
    let folder = cache()?.join(format!("{tool}-{version}"));
    let bin = folder.join("bin");
    let program = bin.join(executable(tool));
    if succeeds(Command::new(&program).arg("--version")) {
        return Ok(bin);
    }
    println!(
        "{package} {version}: missing, installing into {}",
        folder.display()
    );
    println!("  (built from source, once; this takes some minutes)");
    run(cargo()
        .args([
            "install",
            "--locked",
            "--force",
            package,
            "--version",
            version,
            "--root",
        ])
        .arg(&folder))?;
    if !program.is_file() {
        bail!(
            "{package} {version} was installed, but {} is not there",
            program.display()
        );
    }
    Ok(bin)
}

/// `wasm-opt` from PATH or from the cache, installed by npm where that is possible.
pub fn wasm_opt() -> Result<Option<PathBuf>> {
    if let Some(program) = on_path(&["wasm-opt"]) {
        return Ok(Some(program));
    }
    let folder = cache()?.join(format!("binaryen-{BINARYEN}"));
    let name = if cfg!(windows) {
        "wasm-opt.cmd"
    } else {
        "wasm-opt"
    };
    let program = folder.join("node_modules/.bin").join(name);
    if program.is_file() {
        return Ok(Some(program));
    }
    let Some(npm) = on_path(&[if cfg!(windows) { "npm.cmd" } else { "npm" }, "npm"]) else {
        println!(
            "wasm-opt: missing, and no npm to install it with; the app works, but is larger to download"
        );
        return Ok(None);
    };
    println!(
        "wasm-opt: missing, installing binaryen {BINARYEN} into {}",
        folder.display()
    );
    let done = run(Command::new(npm)
        .args([
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
        ])
        .arg(&folder)
        .arg(format!("binaryen@{BINARYEN}")));
    match done {
        Ok(()) if program.is_file() => Ok(Some(program)),
        Ok(()) => {
            println!("wasm-opt: binaryen brought none; the app works, but is larger to download");
            Ok(None)
        }
        Err(error) => {
            println!("wasm-opt: {error:#}; the app works, but is larger to download");
            Ok(None)
        }
    }
}

/// The user's cache of installed tools.
fn cache() -> Result<PathBuf> {
    cache_from(|name| env::var_os(name).filter(|value| !value.is_empty()))
        .context("no folder to install tools into: set BEFUND_CACHE")
}

fn cache_from(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let below = |name: &str, rest: &str| variable(name).map(|base| Path::new(&base).join(rest));
    variable("BEFUND_CACHE")
        .map(PathBuf::from)
        .or_else(|| below("XDG_CACHE_HOME", "befund"))
        .or_else(|| below("LOCALAPPDATA", "befund"))
        .or_else(|| below("HOME", ".cache/befund"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache_with(variables: &[(&str, &str)]) -> Option<PathBuf> {
        cache_from(|name| {
            let (_, value) = variables.iter().find(|(known, _)| *known == name)?;
            Some(OsString::from(value))
        })
    }

    #[test]
    fn the_nearest_wish_decides_where_tools_go() {
        let home = ("HOME", "/home/ada");
        assert_eq!(cache_with(&[home]), Some("/home/ada/.cache/befund".into()));
        let xdg = ("XDG_CACHE_HOME", "/caches");
        assert_eq!(cache_with(&[home, xdg]), Some("/caches/befund".into()));
        let own = ("BEFUND_CACHE", "/tools");
        assert_eq!(cache_with(&[home, xdg, own]), Some("/tools".into()));
        assert_eq!(cache_with(&[]), None);
    }
}
