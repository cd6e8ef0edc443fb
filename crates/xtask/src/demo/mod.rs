//! The demo study: synthetic microdata that give the published figures of the survey, and the study document.
//!
//! The planted counts stand in the tables beside each wave; randomness only decides which office gave which answer. Same
//! source, same bytes.

mod actors;
mod analyses;
mod codebook;
mod distribute;
mod frame;
mod importance;
mod item;
mod json;
mod offices;
mod panel;
mod random;
mod study;
mod table;
mod themes;
mod wave1;
mod wave2;
mod wave3;

use std::error::Error;
use std::fs;
use std::path::Path;

use offices::Unit;
use panel::Panel;
use random::Random;

/// Where the files belong, seen from the top of the project.
pub const FOLDER: &str = "crates/engine/demo";

/// Writes the demo study below the top of the project and returns a line for each file.
pub fn write(project: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let folder = project.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let mut lines = Vec::new();
    for (name, bytes) in files()? {
        lines.push(format!("{FOLDER}/{name}: {} bytes", bytes.len()));
        fs::write(folder.join(name), bytes)?;
    }
    Ok(lines)
}

/// A file: its name and its bytes.
type File = (&'static str, Vec<u8>);

/// Every file.
fn files() -> Result<Vec<File>, Box<dyn Error>> {
    let panel = Panel::new();
    let [first, second, third] = &panel.participants;
    let tables = [
        ("wave1.csv", wave1::offices(first)),
        ("measures.csv", wave1::measures(first)),
        ("wave2.csv", wave2::offices(second)),
        ("wave3.csv", wave3::offices(third, &panel.partial)),
        ("frame.csv", frame::contacts(&panel)),
    ];
    let mut files = Vec::new();
    for (name, table) in &tables {
        files.push((*name, table.csv()?));
    }
    files.push(("study.json", json::document(&study::study()).into_bytes()));
    Ok(files)
}

/// How inclined each office is to cooperate: the same in every wave it took part in.
fn traits(units: &[Unit]) -> Vec<f64> {
    units
        .iter()
        .map(|unit| Random::stream(&unit.id()).noise())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_demo_is_what_the_source_gives() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(FOLDER);
        for (name, bytes) in files().expect("the demo can be made") {
            let committed = fs::read(folder.join(name)).unwrap_or_default();
            assert!(
                committed == bytes,
                "{FOLDER}/{name} is not what the source gives: run `cargo xtask demo` and commit the result"
            );
        }
    }

    #[test]
    fn the_demo_stays_lean_enough_to_be_embedded() {
        let files = files().expect("the demo can be made");
        let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(size < 250_000, "{size} bytes");
    }
}
