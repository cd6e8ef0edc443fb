//! Names of columns that differ.

use std::collections::{HashMap, HashSet};

use crate::ReadingNote;

/// Names that differ: without line breaks, made where there is none, numbered where one comes again.
pub(crate) fn names(header: &[String], notes: &mut Vec<ReadingNote>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let (mut nameless, mut repeated) = (Vec::new(), Vec::new());
    let wanted: Vec<String> = header
        .iter()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let given: HashSet<&String> = wanted.iter().collect();
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut names = Vec::with_capacity(header.len());
    for (index, wanted) in wanted.iter().enumerate() {
        let base = if wanted.is_empty() {
            format!("V{}", index + 1)
        } else {
            wanted.clone()
        };
        let mut name = base.clone();
        let number = next.entry(base.clone()).or_insert(2);
        while taken.contains(&name) || (name != *wanted && given.contains(&name)) {
            name = format!("{base}_{number}");
            *number += 1;
        }
        if wanted.is_empty() {
            nameless.push(name.clone());
        } else if name != *wanted {
            repeated.push((wanted.clone(), name.clone()));
        }
        taken.insert(name.clone());
        names.push(name);
    }
    let no_header = nameless.len() == header.len();
    if !nameless.is_empty() && !no_header {
        notes.push(ReadingNote::NamelessColumns { columns: nameless });
    }
    if !repeated.is_empty() {
        notes.push(ReadingNote::RepeatedNames { columns: repeated });
    }
    names
}

/// The file name without folder and extension.
pub(crate) fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}
