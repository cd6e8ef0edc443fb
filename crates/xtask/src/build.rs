//! Builds the app into dist/, and only what has changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::Outcome;
use crate::tools::Toolbox;
use crate::workspace::{self, dist, notebook, root, run};
use crate::{likeness, pack};

/// Everything the app is made of, and how.
const SOURCES: [&str; 18] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "crates/columns",
    "crates/engine",
    "crates/formats",
    "crates/ranking",
    "crates/report",
    "crates/stats",
    "crates/survey",
    "crates/transfer",
    "crates/xtask/src/build.rs",
    "crates/xtask/src/likeness.rs",
    "crates/xtask/src/pack",
    "rust-toolchain.toml",
    "web",
];

/// `cargo xtask build`
pub fn run_task() -> Result<Outcome> {
    build()?;
    Ok(Outcome::Done)
}

/// Builds dist/ unless it is what the sources and the tools would give.
pub fn build() -> Result<()> {
    let start = Instant::now();
    let toolbox = Toolbox::ready()?;
    let stamp = stamp(&toolbox)?;
    let remembered = notebook().join("dist.stamp");
    let current = fs::read_to_string(&remembered).is_ok_and(|known| known == stamp);
    if current && dist().join("index.html").is_file() {
        println!("dist/ is up to date");
        return Ok(());
    }
    fs::create_dir_all(notebook())?;
    println!("building the app (the first time takes some minutes)");
    run(toolbox.trunk()?.args([
        "build",
        "--release",
        "--cargo-profile",
        "web",
        "--locked",
        "--skip-version-check",
    ]))?;
    for module in ["befund-web", "befund-worker"] {
        shorten_names(module)?;
    }
    append(&dist().join(WORKER_GLUE), &dist().join("worker.js"))?;
    for file in files_below(&dist())? {
        let is = |wanted: &str| {
            file.extension()
                .is_some_and(|extension| extension == wanted)
        };
        if is("js") {
            fs::write(&file, pack::script::shortened(&fs::read_to_string(&file)?))?;
        }
        if is("wasm") {
            if let Some(wasm_opt) = &toolbox.wasm_opt {
                shrink(&file, wasm_opt)?;
            }
            pack::replace(&file)?;
        }
    }
    fs::write(remembered, stamp)?;
    println!("built dist/ in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Gives a module and its script short names for each other.
fn shorten_names(module: &str) -> Result<()> {
    let wasm = dist().join(format!("{module}_bg.wasm"));
    let script = dist().join(format!("{module}.js"));
    let bound = pack::names::Bound {
        module: fs::read(&wasm)?,
        script: fs::read_to_string(&script)?,
    };
    let short = bound
        .shortened()
        .with_context(|| format!("short names for {}", wasm.display()))?;
    fs::write(wasm, short.module)?;
    fs::write(script, short.script)?;
    Ok(())
}

/// What wasm-bindgen makes of the module that workers run.
const WORKER_GLUE: &str = "befund-worker.js";

/// Puts a script behind another: a worker started from a text has no address from which it could import one.
fn append(script: &Path, other: &Path) -> Result<()> {
    let mut text = fs::read_to_string(script)?;
    text.push_str(&fs::read_to_string(other)?);
    fs::write(script, text)?;
    fs::remove_file(other)?;
    Ok(())
}

/// Stands for the contents of the sources and the versions of the tools.
fn stamp(toolbox: &Toolbox) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    toolbox.wasm_opt.hash(&mut hasher);
    workspace::printed_by(Command::new("rustc").arg("-V").current_dir(root())).hash(&mut hasher);
    for source in SOURCES {
        for file in files_below(&root().join(source))? {
            file.hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Makes a wasm file smaller in place. The last result is kept, because it takes longer than all the rest.
fn shrink(file: &Path, wasm_opt: &Path) -> Result<()> {
    let before = fs::read(file)?;
    let mut hasher = DefaultHasher::new();
    (SHRINKING, ORDERING, FEATURES, &before).hash(&mut hasher);
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let kind = format!("shrunk-{stem}-");
    let kept = notebook().join(format!("{kind}{:016x}.wasm", hasher.finish()));
    if !kept.is_file() {
        for old in files_below(&notebook())? {
            let name = old.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(&kind) {
                fs::remove_file(&old)?;
            }
        }
        let unfinished = kept.with_extension("unfinished");
        let opt = |arguments: &[&str], from: &Path| {
            let mut command = Command::new(wasm_opt);
            command.args(arguments).args(FEATURES).arg(from);
            run(command.arg("-o").arg(&unfinished))
        };
        opt(&SHRINKING, file)?;
        let named = likeness::named(&fs::read(&unfinished)?).context("wasm-opt gave no wasm")?;
        fs::write(file, named)?;
        opt(&ORDERING, file)?;
        fs::rename(&unfinished, &kept)?;
    }
    fs::copy(&kept, file).with_context(|| format!("writing {}", file.display()))?;
    let kilobytes = |bytes: u64| bytes as f64 / 1000.0;
    println!(
        "wasm-opt: {stem}: {:.0} kB before, {:.0} kB after",
        kilobytes(before.len() as u64),
        kilobytes(fs::metadata(file)?.len())
    );
    Ok(())
}

/// How: for size after packing, which `-Oz` makes larger. Rust puts nothing at the first addresses, so that small offsets can
/// be part of a load.
pub const SHRINKING: [&str; 5] = [
    "-Os",
    "--merge-similar-functions",
    "-Os",
    "--low-memory-unused",
    "--debuginfo",
];

/// How functions are put into the order of the names that [`likeness`] gave them.
const ORDERING: [&str; 3] = [
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
];

/// What the compiler uses beyond the first version of wasm, and every browser of the last years knows.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Every file at or below a path, sorted; none where it does not exist.
pub fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            files.extend(files_below(&entry?.path())?);
        }
    }
    files.sort();
    Ok(files)
}
