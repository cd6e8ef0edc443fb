//! `cargo xtask size`: what a browser downloads before the page shows itself, and what its workers run, which comes right after it.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Outcome;
use crate::build::files_below;
use crate::workspace::dist;

/// Bytes that may be downloaded before the page shows itself.
const PAGE: usize = 300_000;
/// Bytes that may be downloaded after it: the engine with its readers and writers of files and the demo study. It comes while the
/// reader looks at the page and chooses a file, and with every visit. 33 KB of it make readers fast (`opt-level = 3`).
const WORKER: usize = 1_250_000;
/// What belongs to that module.
const OF_WORKER: [&str; 3] = ["befund-worker.js", "befund-worker_bg.wasm.lzma", "load.js"];

/// Prints the sizes.
pub fn run() -> Result<Outcome> {
    let files = files_below(&dist())?;
    if files.is_empty() {
        bail!("dist/ is empty: run `cargo xtask build` first");
    }
    // the licence of the font lies beside it; no page asks for it
    let asked = files
        .into_iter()
        .filter(|file| file.extension().is_none_or(|extension| extension != "txt"));
    let (later, first): (Vec<_>, Vec<_>) = asked.partition(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        OF_WORKER.contains(&&*name)
    });
    let parts = [
        ("before the page shows itself", first, PAGE),
        ("for its workers, right after it", later, WORKER),
    ];
    let (mut outcome, mut both) = (Outcome::Done, 0);
    for (part, files, limit) in parts {
        println!("{part}\n{:>10}  {:>10}  file", "bytes", "download");
        let mut total = 0;
        for file in files {
            let (bytes, download) = sizes(&file)?;
            total += download;
            let name = file.strip_prefix(dist()).unwrap_or(&file).display();
            println!("{bytes:>10}  {download:>10}  {name}");
        }
        println!("{:>10}  {total:>10}  in all, limit {limit}", "");
        both += total;
        if total > limit {
            println!("{} bytes too many", total - limit);
            outcome = Outcome::Failed;
        }
    }
    println!("both: {both}");
    Ok(outcome)
}

/// Bytes of a file, and those of its download.
fn sizes(file: &Path) -> Result<(usize, usize)> {
    let bytes = fs::read(file)?;
    let packed = file
        .extension()
        .is_some_and(|extension| extension == "lzma");
    // a server compresses what is not packed yet
    let download = if packed {
        bytes.len()
    } else {
        gzipped(&bytes)?
    };
    Ok((bytes.len(), download))
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
