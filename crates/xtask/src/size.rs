//! `cargo xtask size`: what a browser downloads before the page can be used, and what comes after it to read files.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Outcome;
use crate::build::files_below;
use crate::workspace::dist;

/// Bytes that may be downloaded before the page can be used.
const FIRST_LOAD: usize = 700_000;
/// Bytes that may be downloaded after it, in the background: the module that reads files, data and study documents. Nobody waits
/// for it who does not open a file within a moment, but it comes with every visit. 33 KB of it make readers fast (`opt-level = 3`).
const FILES: usize = 700_000;
/// What belongs to that module.
const OF_FILES: [&str; 3] = ["befund-files.js", "befund-files_bg.wasm.lzma", "load.js"];

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
        OF_FILES.contains(&&*name)
    });
    let parts = [
        ("before the page can be used", first, FIRST_LOAD),
        ("for reading files, in the background", later, FILES),
    ];
    let mut outcome = Outcome::Done;
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
        if total > limit {
            println!("{} bytes too many", total - limit);
            outcome = Outcome::Failed;
        }
    }
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
