//! `cargo xtask size`: what a browser downloads before the app can be used.

use std::fs;
use std::io::Write;

use anyhow::{Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Outcome;
use crate::build::files_below;
use crate::workspace::dist;

/// Bytes that all files together may have as they are downloaded.
const LIMIT: usize = 700_000;

/// Prints the sizes.
pub fn run() -> Result<Outcome> {
    let files = files_below(&dist())?;
    if files.is_empty() {
        bail!("dist/ is empty: run `cargo xtask build` first");
    }
    let mut total = 0;
    println!("{:>10}  {:>10}  file", "bytes", "download");
    for file in files {
        let bytes = fs::read(&file)?;
        // the licence of the font lies beside it; no page asks for it
        if file.extension().is_some_and(|extension| extension == "txt") {
            continue;
        }
        let packed = file
            .extension()
            .is_some_and(|extension| extension == "lzma");
        // a server compresses what is not packed yet
        let download = if packed {
            bytes.len()
        } else {
            gzipped(&bytes)?
        };
        total += download;
        let name = file.strip_prefix(dist()).unwrap_or(&file).display();
        println!("{:>10}  {download:>10}  {name}", bytes.len());
    }
    println!("{:>10}  {total:>10}  in all, limit {LIMIT}", "");
    if total > LIMIT {
        println!("the app is {} bytes too large", total - LIMIT);
        return Ok(Outcome::Failed);
    }
    Ok(Outcome::Done)
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
