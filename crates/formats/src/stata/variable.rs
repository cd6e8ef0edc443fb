//! From a record and its cells to a variable and its column.

use std::collections::HashMap;

use befund_survey::codebook::{Level, Origin, Temporal, UserMissing, ValueLabel, Variable};
use befund_survey::dataset::Column;
use befund_survey::{Text, Value, infer};

use super::Contents;
use super::dictionary::Record;
use super::display::{Display, Unit};
use super::fault::{Damage, Fault};
use super::labels::Entry;
use super::long_texts::{LongText, Place};
use super::note::Note;
use super::source::until_zero;
use super::storage::{Cell, Storage};
use crate::column::ColumnBuilder;
use crate::number_column::{NumberColumn, reason};

/// Value labels of all variables together: so many, and so many bytes.
const MAX_LABELS: usize = 2_000_000;
const MAX_LABEL_BYTES: usize = 64 << 20;
/// Long texts may repeat; all rows together hold so many bytes at most.
const MAX_TEXT_BYTES: usize = 512 << 20;
const MILLISECONDS_OF_DAY: f64 = 86_400_000.0;

/// The cells of all rows, one row behind the other.
pub(super) struct Rows<'a> {
    pub(super) cells: &'a [u8],
    /// Bytes of a row, at least 1.
    pub(super) width: usize,
}

impl<'a> Rows<'a> {
    /// The cells of a variable that stands at an offset of each row.
    pub(super) fn cells(
        &self,
        offset: usize,
        width: usize,
    ) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let rows = self.cells.chunks_exact(self.width);
        rows.map(move |row| &row[offset..offset + width])
    }
}

/// All variables with their columns, and what was noticed.
#[derive(Default)]
pub(super) struct Variables {
    pub(super) variables: Vec<Variable>,
    pub(super) columns: Vec<Column>,
    pub(super) notes: Vec<Note>,
    periods: Vec<String>,
    plain: Vec<String>,
    aliases: Vec<String>,
    unlabelled: Vec<String>,
    crowded: Vec<String>,
    labels: usize,
    label_bytes: usize,
    text_bytes: usize,
}

impl Variables {
    /// Makes variables of all records, under these names.
    pub(super) fn of(contents: &Contents<'_>, names: &[String]) -> Result<Self, Damage> {
        let mut found = Self::default();
        let tables: HashMap<&[u8], &[Entry<'_>]> = contents
            .tables
            .iter()
            .map(|table| (table.name, table.entries.as_slice()))
            .collect();
        let mut offset = 0;
        for (record, name) in contents.dictionary.variables.iter().zip(names) {
            match record.storage {
                Storage::Alias => found.aliases.push(name.clone()),
                Storage::Text(width) => found.text(contents, record, name, (offset, width)),
                Storage::LongText => found.long_text(contents, record, name, offset)?,
                _ => {
                    let entries = tables.get(record.labels).copied();
                    if entries.is_none() && !record.labels.is_empty() {
                        found.unlabelled.push(name.clone());
                    }
                    found.number(contents, record, name, offset, entries.unwrap_or_default());
                }
            }
            offset += record.storage.width();
        }
        found.note();
        Ok(found)
    }

    fn push(
        &mut self,
        contents: &Contents<'_>,
        record: &Record<'_>,
        mut variable: Variable,
        column: Column,
    ) {
        variable.label = Text::from(&*contents.decoder.text(record.label));
        self.variables.push(variable);
        self.columns.push(column);
    }

    fn text(
        &mut self,
        contents: &Contents<'_>,
        record: &Record<'_>,
        name: &str,
        (offset, width): (usize, usize),
    ) {
        let mut builder = ColumnBuilder::new();
        for cell in contents.rows.cells(offset, width) {
            builder.push_text(&contents.decoder.text(until_zero(cell)));
        }
        let column = builder.finish();
        self.push(contents, record, infer(name, &column), column);
    }

    fn long_text(
        &mut self,
        contents: &Contents<'_>,
        record: &Record<'_>,
        name: &str,
        offset: usize,
    ) -> Result<(), Damage> {
        let mut builder = ColumnBuilder::new();
        let (mut binary, mut lost) = (Vec::new(), Vec::new());
        let width = record.storage.width();
        for (row, cell) in contents.rows.cells(offset, width).enumerate() {
            let place = Place::of(cell, contents.order, contents.dictionary.release);
            match place.map(|place| contents.texts.get(place)) {
                None => builder.push_missing(),
                Some(Some(LongText::Text(text))) => {
                    self.text_bytes += text.len();
                    if self.text_bytes > MAX_TEXT_BYTES {
                        return Err(Damage {
                            offset: 0,
                            fault: Fault::TooLarge,
                        });
                    }
                    builder.push_text(&contents.decoder.text(text));
                }
                Some(Some(LongText::Binary(bytes))) => {
                    binary.push(bytes.len() as u64);
                    builder.push_missing();
                }
                Some(None) => {
                    lost.push(row as u64 + 1);
                    builder.push_missing();
                }
            }
        }
        self.notes.extend(binary.first().map(|bytes| Note::Binary {
            column: name.to_owned(),
            rows: binary.len() as u64,
            bytes: *bytes,
        }));
        self.notes.extend(lost.first().map(|first| Note::LostTexts {
            column: name.to_owned(),
            rows: lost.len() as u64,
            first: *first,
        }));
        let column = builder.finish();
        self.push(contents, record, infer(name, &column), column);
        Ok(())
    }

    fn number(
        &mut self,
        contents: &Contents<'_>,
        record: &Record<'_>,
        name: &str,
        offset: usize,
        entries: &[Entry<'_>],
    ) {
        let release = contents.dictionary.release;
        let cells = || {
            let cells = contents.rows.cells(offset, record.storage.width());
            cells.map(|cell| record.storage.cell(cell, contents.order, release))
        };
        let meaning = Meaning::of(Display::of(record.format), cells());
        let mut column = NumberColumn::default();
        for cell in cells() {
            match cell {
                Cell::Number(number) => column.push(meaning.number(number)),
                Cell::Missing(letter) => column.push_missing(letter),
            }
        }
        let finished = column.finish(name);
        let mut variable = finished.variable;
        variable.decimals = meaning.display.decimals;
        variable.temporal = meaning.temporal;
        if meaning.temporal.is_some() {
            variable.level = Level::Date;
            variable.origin = Origin::Given;
        }
        match meaning.display.unit {
            Unit::Period(_) if meaning.temporal.is_some() => self.periods.push(name.to_owned()),
            Unit::Plain => {}
            _ if meaning.temporal.is_none() => self.plain.push(name.to_owned()),
            _ => {}
        }
        let missing = |letter: u8| UserMissing {
            value: reason(letter),
            label: Text::default(),
        };
        variable.missing = finished.letters.into_iter().map(missing).collect();
        if self.has_room(entries) {
            label(&mut variable, contents, entries, &meaning);
        } else {
            self.crowded.push(name.to_owned());
        }
        self.push(contents, record, variable, finished.column);
    }

    /// Whether so many labels more can be held; takes them off if so.
    fn has_room(&mut self, entries: &[Entry<'_>]) -> bool {
        let bytes: usize = entries.iter().map(|entry| entry.label.len()).sum();
        let (labels, label_bytes) = (self.labels + entries.len(), self.label_bytes + bytes);
        let room = labels <= MAX_LABELS && label_bytes <= MAX_LABEL_BYTES;
        if room {
            (self.labels, self.label_bytes) = (labels, label_bytes);
        }
        room
    }

    /// Notes about several variables at once.
    fn note(&mut self) {
        type About = fn(Vec<String>) -> Note;
        let about: [(&mut Vec<String>, About); 5] = [
            (&mut self.periods, Note::Periods),
            (&mut self.plain, Note::PlainMoments),
            (&mut self.aliases, Note::Aliases),
            (&mut self.unlabelled, Note::NoLabels),
            (&mut self.crowded, Note::TooManyLabels),
        ];
        for (columns, note) in about {
            if !columns.is_empty() {
                self.notes.push(note(std::mem::take(columns)));
            }
        }
    }
}

/// What the numbers of a variable are, by its display format and its cells.
struct Meaning {
    display: Display,
    temporal: Option<Temporal>,
}

impl Meaning {
    fn of(display: Display, cells: impl Iterator<Item = Cell>) -> Self {
        let (mut within_day, mut moments) = (display.time_only, true);
        if display.temporal().is_some() {
            for cell in cells {
                if let Cell::Number(number) = cell {
                    within_day &= (0.0..MILLISECONDS_OF_DAY).contains(&number);
                    moments &= display.unit.convert(number).is_some();
                }
            }
        }
        let temporal = match display.temporal() {
            Some(_) if within_day => Some(Temporal::Time),
            temporal => temporal.filter(|_| moments),
        };
        Self { display, temporal }
    }

    /// The number as the codebook counts.
    fn number(&self, number: f64) -> f64 {
        match self.temporal {
            None => number,
            Some(Temporal::Time) => number / 1000.0,
            Some(_) => self.display.unit.convert(number).unwrap_or(number),
        }
    }
}

/// Value labels of numbers, and of missing values with a letter.
fn label(
    variable: &mut Variable,
    contents: &Contents<'_>,
    entries: &[Entry<'_>],
    meaning: &Meaning,
) {
    for entry in entries {
        let words = Text::from(&*contents.decoder.text(entry.label));
        match entry.value {
            Cell::Number(number) => variable.values.push(ValueLabel {
                value: Value::Number(meaning.number(number)),
                label: words,
            }),
            Cell::Missing(0) => {}
            Cell::Missing(letter) => {
                let value = reason(letter);
                variable.values.push(ValueLabel {
                    value: value.clone(),
                    label: words.clone(),
                });
                let mut missing = variable.missing.iter_mut();
                match missing.find(|missing| missing.value == value) {
                    Some(missing) => missing.label = words,
                    None => variable.missing.push(UserMissing {
                        value,
                        label: words,
                    }),
                }
            }
        }
    }
    befund_survey::order::sort(&mut variable.values, |a, b| a.value.order(&b.value));
    befund_survey::order::sort(&mut variable.missing, |a, b| a.value.order(&b.value));
}
