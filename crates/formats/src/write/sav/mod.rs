//! SPSS system files: UTF-8, little-endian, compressed by bytecode.

mod data;
mod missing;
mod names;
mod records;
mod variable;

use std::collections::HashMap;

use befund_survey::Language;
use befund_survey::codebook::{Level, RoleKind, SetKind};
use befund_survey::dataset::Dataset;

use self::data::Compressor;
use self::names::Names;
use self::records::Records;
use self::variable::{Stored, stored};
use super::{Export, WritingNote};
use crate::Error;

/// What a label of the file can hold in bytes.
const TITLE: usize = 64;

/// Writes a dataset as an SPSS system file, with labels in this language.
///
/// # Errors
/// A dataset without columns, or with more rows than the format counts.
pub fn sav(dataset: &Dataset, language: Language) -> Result<Export, Error> {
    let variables = &dataset.codebook.variables;
    if variables.is_empty() {
        return Err(Error::Empty {
            file: dataset.file.clone(),
        });
    }
    let Ok(rows) = i32::try_from(dataset.rows()) else {
        return Err(Error::TooManyRows {
            file: dataset.file.clone(),
            limit: i32::MAX as u64,
        });
    };
    let mut notes = Vec::new();
    let mut names = Names::default();
    let mut written: Vec<Stored<'_>> = Vec::new();
    for (variable, column) in variables.iter().zip(dataset.columns()) {
        let name = names.long(&variable.name);
        if name != variable.name {
            notes.push(WritingNote::Renamed {
                name: variable.name.clone(),
                written: name.clone(),
            });
        }
        written.push(stored(variable, column, name, language, &mut notes));
    }
    let shorts: Vec<Vec<String>> = written
        .iter()
        .map(|stored| names.short(&stored.name, stored.segments()))
        .collect();
    let by_name: HashMap<&str, usize> = variables
        .iter()
        .enumerate()
        .map(|(at, variable)| (variable.name.as_str(), at))
        .collect();
    let role = |kind| {
        dataset
            .codebook
            .role(kind)
            .and_then(|name| by_name.get(name))
    };
    let frequency = dataset.frequency.as_deref();
    let weight = role(RoleKind::Weight)
        .or_else(|| role(RoleKind::Frequency))
        .or_else(|| frequency.and_then(|name| by_name.get(name)))
        .filter(|at| written[**at].width == 0);
    let slot = |at: usize| written[..at].iter().map(Stored::slots).sum::<usize>() + 1;

    let mut title = dataset.title.get(language).to_owned();
    if cut(&mut title, TITLE) {
        notes.push(WritingNote::CutTexts {
            variable: None,
            limit: TITLE,
        });
    }
    let mut records = Records::header(
        written.iter().map(Stored::slots).sum(),
        weight.map_or(0, |at| slot(*at)),
        rows,
        &title,
    );
    for (stored, shorts) in written.iter().zip(&shorts) {
        records.variable(stored, shorts);
    }
    for (at, stored) in written.iter().enumerate() {
        records.labels(stored, slot(at));
    }
    records.machine();
    let (batteries, responses): (Vec<_>, Vec<_>) = dataset
        .codebook
        .sets
        .iter()
        .partition(|set| set.kind == SetKind::Battery);
    let mut text = String::new();
    for set in batteries {
        let items = set
            .items
            .iter()
            .filter_map(|item| by_name.get(item.as_str()));
        let items: Vec<&str> = items.map(|at| written[*at].name.as_str()).collect();
        text += &format!(
            "{}= {}\n",
            set.name.replace(['=', '\n'], " "),
            items.join(" ")
        );
    }
    records.text(5, &text);
    let mut text = String::new();
    for set in responses {
        let items = set
            .items
            .iter()
            .filter_map(|item| by_name.get(item.as_str()));
        let items: Vec<String> = items.map(|at| shorts[*at][0].to_lowercase()).collect();
        let kind = match set.kind {
            SetKind::Multiple => {
                let counted = set
                    .counted
                    .as_ref()
                    .map_or("1".to_owned(), ToString::to_string);
                format!("D{} {counted} ", counted.len())
            }
            SetKind::Categories => "C ".to_owned(),
            SetKind::Battery | SetKind::Ranking | SetKind::Separated { .. } => {
                notes.push(WritingNote::SetDropped {
                    set: set.name.clone(),
                });
                continue;
            }
        };
        let label = set.label.get(language);
        let name = names.set(&set.name);
        text += &format!(
            "${name}={kind}{} {label} {}\n",
            label.len(),
            items.join(" ")
        );
    }
    records.text(7, &text);
    let levels = variables
        .iter()
        .zip(&written)
        .flat_map(|(variable, stored)| {
            let level = match variable.level {
                Level::Nominal => 1,
                Level::Ordinal => 2,
                Level::Scale | Level::Date => 3,
                // programs find these out from the answers
                Level::Text | Level::Identifier => 0,
            };
            let align = i32::from(stored.width == 0);
            let column = i32::from(stored.format[1]).clamp(8, 40);
            std::iter::repeat_n([level, column, align], stored.segments())
        });
    records.display(levels);
    let pairs: Vec<String> = written
        .iter()
        .zip(&shorts)
        .map(|(stored, shorts)| format!("{}={}", shorts[0], stored.name))
        .collect();
    records.text(13, &pairs.join("\t"));
    let very_long = written
        .iter()
        .zip(&shorts)
        .filter(|(stored, _)| stored.segments() > 1);
    let very_long: String = very_long
        .map(|(stored, shorts)| format!("{}={:05}\0\t", shorts[0], stored.width))
        .collect();
    records.text(14, &very_long);
    let group = role(RoleKind::Group).map(|at| format!("{}:$@Role('5'\n)", written[*at].name));
    records.text(18, &group.unwrap_or_default());
    records.text(20, "UTF-8");
    records.long_labels(&written);
    records.long_missing(&written);
    let mut compressor = Compressor::new(records.end());
    for row in 0..dataset.rows() {
        for stored in &written {
            stored.cell(row, &mut compressor);
        }
    }
    Ok(Export {
        bytes: compressor.finish(),
        notes,
    })
}

/// Cuts a text to so many bytes at the end of a character, and says whether it had to.
fn cut(text: &mut String, limit: usize) -> bool {
    if text.len() <= limit {
        return false;
    }
    text.truncate(boundary(text, limit));
    true
}

/// The end of the last character that ends within so many bytes.
fn boundary(text: &str, limit: usize) -> usize {
    let ends = (0..=limit.min(text.len())).rev();
    let mut ends = ends.filter(|end| text.is_char_boundary(*end));
    ends.next().unwrap_or(0)
}
