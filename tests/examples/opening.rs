//! How long the app takes to open a file and how much memory its tab has at most while it does: `opening FILE`. The peak is
//! that of the tab's process, as Linux counts it; elsewhere only the time is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use befund_tests::app::App;

fn main() -> Result<()> {
    let file = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .context("usage: opening FILE")?;
    let name = file
        .file_name()
        .context("a file has a name")?
        .to_string_lossy()
        .into_owned();
    let app = App::open("en")?;
    app.wait_until_loaded()?;
    println!("{name}: {} MB", fs::metadata(&file)?.len() / 1_000_000);
    if let Some(before) = peak() {
        println!("before: {before} MB at most");
    }
    let start = Instant::now();
    app.drop_file(&file)?;
    let shown = app.message_about(&name)?;
    println!("{:.2} s until it is shown", start.elapsed().as_secs_f64());
    if let Some(after) = peak() {
        println!("after: {after} MB at most");
    }
    println!("{shown}");
    Ok(())
}

/// The most memory that a tab started by this process has had, in MB.
fn peak() -> Option<u64> {
    let mut parents = BTreeMap::new();
    let mut peaks = BTreeMap::new();
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        let Ok(process) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let Ok(status) = fs::read_to_string(entry.path().join("status")) else {
            continue;
        };
        let field = |name: &str| -> Option<u64> {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        parents.insert(process, u32::try_from(field("PPid:")?).ok()?);
        let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        if String::from_utf8_lossy(&command).contains("--type=renderer") {
            peaks.insert(process, field("VmHWM:").unwrap_or_default() / 1000);
        }
    }
    let own = std::process::id();
    let ours = |process: u32| {
        let mut at = process;
        while let Some(parent) = parents.get(&at) {
            if *parent == own {
                return true;
            }
            at = *parent;
        }
        false
    };
    let ours = peaks.iter().filter(|(process, _)| ours(**process));
    ours.map(|(_, peak)| *peak).max()
}
