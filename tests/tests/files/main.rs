//! Real files that nobody here wrote, against what independent readers found in them.
//!
//! They stand in `../shared/files` beside the project with a `manifest.json`. One file here for each family of formats.

mod csv;
mod orders;
mod parquet;
mod spss;
mod stata;
mod workbook;

use std::fs;
use std::path::{Path, PathBuf};

use befund_engine::Engine;
use befund_engine::message::{Reply, Request};
use befund_survey::describe::Description;
use befund_survey::{Language, ReadOptions};
use serde_json::Value as Json;

/// An entry of the manifest.
struct Entry {
    /// Name of the file.
    name: String,
    path: PathBuf,
    /// What independent readers found.
    expected: Json,
}

/// The entries of these formats; nothing, and a word about it, where the files are missing.
fn entries(formats: &[&str]) -> Vec<Entry> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/files");
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else {
        eprintln!("skipped: all real files of {formats:?}, because ../shared/files is not there");
        return Vec::new();
    };
    let manifest: Vec<Json> = serde_json::from_str(&manifest).unwrap();
    manifest
        .into_iter()
        .filter(|entry| formats.contains(&entry["format"].as_str().unwrap()))
        .map(|mut entry| {
            let name = entry["file"].as_str().unwrap().to_owned();
            Entry {
                path: folder.join(&name),
                name,
                expected: entry["expect"].take(),
            }
        })
        .collect()
}

/// An engine with the file, or why it cannot be opened.
fn open(path: &Path, options: ReadOptions) -> Result<Engine, String> {
    let mut engine = Engine::new();
    let opened = engine.handle(
        Request::Open {
            name: path.to_string_lossy().into_owned(),
            bytes: fs::read(path).unwrap(),
            options,
        },
        &mut |_| {},
    );
    match opened {
        Reply::Failed(problem) => Err(problem.message.get(Language::En).to_owned()),
        _ => Ok(engine),
    }
}

/// What `befund describe` says about the file.
fn describe(path: &Path, options: ReadOptions) -> Result<Description, String> {
    let mut engine = open(path, options)?;
    match engine.handle(
        Request::Describe {
            data: String::new(),
        },
        &mut |_| {},
    ) {
        Reply::Described(description) => Ok(description),
        reply => panic!("{reply:?}"),
    }
}
