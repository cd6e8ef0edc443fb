//! Portable files: lines of 80 characters, numbers to base 30, in an alphabet that the file brings along.

mod base30;
mod characters;

use std::collections::HashMap;

use befund_survey::codebook::{Codebook, MissingRange, Role, RoleKind};
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, Text, Value};

use self::base30::Base30;
use self::characters::{Characters, LINE};
use super::charset::Charset;
use super::codebook::{Declared, Finished, Labels};
use super::columns::{NumberColumn, TextColumn};
use super::format::Format;
use super::{Fault, Flaw, MAX_LABELS};
use crate::csv::{names, stem};
use crate::{Error, Reading, ReadingNote};

/// Some programs count formats from here.
const SHIFTED_FORMATS: u8 = 82;
/// Ranges of missing values, as [`ReadingNote::SkippedRecords`] counts them: system files have them in records of this type.
const RANGES: i32 = 2;
/// Bytes from which this format is told.
const HEAD: usize = 600;

/// Whether a file begins like a portable file, in whatever alphabet.
pub(crate) fn is_portable(head: &[u8]) -> bool {
    let mut characters = Characters::new(&head[..head.len().min(HEAD)]);
    characters.learn().is_ok()
}

/// Reads a portable file.
pub(crate) fn read(file: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Reading, Error> {
    Portable::read(&bytes)
        .and_then(|portable| portable.reading(file, options))
        .map_err(|flaw| flaw.in_file(file))
}

/// Why reading an element ends.
enum Stop {
    /// The file does.
    Cut,
    Flaw(Flaw),
}

/// A portable file taken apart; texts are still bytes.
struct Portable<'a> {
    characters: Characters<'a>,
    product: Vec<u8>,
    weight: Option<Vec<u8>>,
    variables: Vec<RawVariable>,
    labels: Vec<RawLabels>,
    documents: Vec<Vec<u8>>,
    columns: Vec<Answers>,
    rows: u64,
    not_finite: u64,
    /// Ranges of missing values with an end that is no number.
    unread_ranges: u64,
    is_cut: bool,
}

struct RawVariable {
    name: Vec<u8>,
    width: usize,
    label: Vec<u8>,
    format: Format,
    missing: Vec<Raw>,
    range: Option<MissingRange>,
}

struct RawLabels {
    variables: Vec<usize>,
    labels: Vec<(Raw, Vec<u8>)>,
}

#[derive(Debug, Clone, PartialEq)]
enum Raw {
    Number(f64),
    Text(Vec<u8>),
}

enum Answers {
    Numbers(NumberColumn),
    Texts(TextColumn),
}

impl<'a> Portable<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Flaw> {
        let mut characters = Characters::new(bytes);
        characters.learn()?;
        let mut portable = Self {
            characters,
            product: Vec::new(),
            weight: None,
            variables: Vec::new(),
            labels: Vec::new(),
            documents: Vec::new(),
            columns: Vec::new(),
            rows: 0,
            not_finite: 0,
            unread_ranges: 0,
            is_cut: false,
        };
        match portable.dictionary() {
            Ok(()) => {}
            Err(Stop::Cut) => return Err(portable.characters.flaw(Fault::Cut)),
            Err(Stop::Flaw(flaw)) => return Err(flaw),
        }
        if portable.variables.is_empty() {
            return Err(portable.characters.flaw(Fault::NoVariables));
        }
        portable.data()?;
        Ok(portable)
    }

    fn character(&mut self) -> Result<u8, Stop> {
        self.characters.next().ok_or(Stop::Cut)
    }

    fn dictionary(&mut self) -> Result<(), Stop> {
        let _version = self.character()?;
        let _date = self.string()?;
        let _time = self.string()?;
        loop {
            let tag = self.character()?;
            let bad = |this: &Self| {
                let tag = char::from(tag).to_string();
                Stop::Flaw(this.characters.flaw(Fault::Section(tag)))
            };
            match (tag, self.variables.len()) {
                (b'1', _) => self.product = self.string()?,
                (b'2' | b'3', _) => {
                    self.string()?;
                }
                (b'4' | b'5', _) => {
                    self.number()?;
                }
                (b'6', _) => self.weight = Some(self.string()?),
                (b'7', _) => self.variable()?,
                (b'8' | b'9' | b'A' | b'B', 1..) => self.missing(tag)?,
                (b'C', 1..) => {
                    let label = self.string()?;
                    if let Some(variable) = self.variables.last_mut() {
                        variable.label = label;
                    }
                }
                (b'D', 1..) => {
                    if !self.value_labels()? {
                        return Err(bad(self));
                    }
                }
                (b'E', _) => {
                    for _ in 0..self.count()? {
                        let line = self.string()?;
                        self.documents.push(line);
                    }
                }
                (b'F', _) => return Ok(()),
                _ => return Err(bad(self)),
            }
        }
    }

    fn variable(&mut self) -> Result<(), Stop> {
        const MOST: usize = 50_000;
        let width = self.count()?;
        let name = self.string()?;
        let bad = |this: &Self, name: &[u8]| {
            let name = String::from_utf8_lossy(name).into_owned();
            Stop::Flaw(this.characters.flaw(Fault::Variable(name)))
        };
        if width > 255 || self.variables.len() == MOST {
            return Err(bad(self, &name));
        }
        let mut format = [0; 6];
        for part in &mut format {
            *part = u8::try_from(self.count()?).unwrap_or(0);
        }
        let [kind, columns, decimals, ..] = format;
        let kind = match kind {
            // from DATE on
            102.. => kind - SHIFTED_FORMATS,
            _ => kind,
        };
        self.variables.push(RawVariable {
            name,
            width,
            label: Vec::new(),
            format: Format {
                kind,
                width: columns,
                decimals,
            },
            missing: Vec::new(),
            range: None,
        });
        Ok(())
    }

    /// Missing values of the latest variable.
    fn missing(&mut self, tag: u8) -> Result<(), Stop> {
        let is_text = self
            .variables
            .last()
            .is_some_and(|variable| variable.width > 0);
        let first = self.value(is_text)?;
        let second = match tag {
            b'B' => Some(self.value(is_text)?),
            _ => None,
        };
        let Some(variable) = self.variables.last_mut() else {
            return Ok(());
        };
        let number = |value: &Raw| match value {
            Raw::Number(number) => Some(*number),
            Raw::Text(_) => None,
        };
        let range = match tag {
            b'8' => None,
            b'9' => Some((None, number(&first))),
            b'A' => Some((number(&first), None)),
            _ => Some((number(&first), second.as_ref().and_then(number))),
        };
        match range {
            Some((from, to)) if !is_text => {
                let ends = [from, to];
                // an end that is no number would open the range, and all answers would be missing
                if ends.iter().flatten().any(|end| !end.is_finite()) {
                    self.unread_ranges += 1;
                } else {
                    variable.range = Some(MissingRange { from, to });
                }
            }
            // texts have no ranges
            Some(_) => {}
            None => variable.missing.push(first),
        }
        Ok(())
    }

    /// Labels of values, and whether all of their variables exist.
    fn value_labels(&mut self) -> Result<bool, Stop> {
        let by_name: HashMap<Vec<u8>, usize> = self
            .variables
            .iter()
            .enumerate()
            .map(|(at, variable)| (variable.name.clone(), at))
            .collect();
        let mut variables = Vec::new();
        for _ in 0..self.count()? {
            match by_name.get(&self.string()?) {
                Some(at) => variables.push(*at),
                None => return Ok(false),
            }
        }
        let is_text = variables
            .first()
            .is_some_and(|at| self.variables[*at].width > 0);
        let mut labels = Vec::new();
        for _ in 0..self.count()? {
            labels.push((self.value(is_text)?, self.string()?));
        }
        self.labels.push(RawLabels { variables, labels });
        Ok(true)
    }

    fn value(&mut self, is_text: bool) -> Result<Raw, Stop> {
        Ok(if is_text {
            Raw::Text(self.string()?)
        } else {
            Raw::Number(self.number()?)
        })
    }

    /// A count: a whole number that is not negative.
    fn count(&mut self) -> Result<usize, Stop> {
        let number = self.number()?;
        if number >= 0.0 && number.fract() == 0.0 && number < 1e9 {
            // below a thousand million
            Ok(number as usize)
        } else {
            let text = number.to_string();
            Err(Stop::Flaw(self.characters.flaw(Fault::Number(text))))
        }
    }

    /// Length and so many characters, without blanks at the end.
    fn string(&mut self) -> Result<Vec<u8>, Stop> {
        let length = self.count()?;
        let mut text = Vec::new();
        for _ in 0..length {
            text.push(self.character()?);
        }
        text.truncate(super::bytes::trimmed(&text).len());
        Ok(text)
    }

    /// A number; NaN where it is missing.
    fn number(&mut self) -> Result<f64, Stop> {
        let mut text = String::new();
        let mut next = self.character()?;
        while next == b' ' {
            next = self.character()?;
        }
        if next == b'*' {
            self.character()?;
            return Ok(f64::NAN);
        }
        let mut number = Base30::default();
        loop {
            if next == b'/' && number.is_whole() {
                return Ok(number.value());
            }
            text.push(char::from(next));
            if !number.push(next) || text.len() > LINE {
                return Err(Stop::Flaw(self.characters.flaw(Fault::Number(text))));
            }
            next = self.character()?;
        }
    }

    fn data(&mut self) -> Result<(), Flaw> {
        self.columns = self
            .variables
            .iter()
            .map(|variable| match variable.width {
                0 => Answers::Numbers(NumberColumn::new()),
                _ => Answers::Texts(TextColumn::new()),
            })
            .collect();
        let mut case: Vec<Raw> = Vec::with_capacity(self.variables.len());
        loop {
            // a line that was not filled up may leave blanks
            let mut ahead = self.characters.clone();
            let mut next = ahead.next();
            while next == Some(b' ') {
                next = ahead.next();
            }
            if next == Some(b'Z') {
                return Ok(());
            }
            case.clear();
            for at in 0..self.variables.len() {
                match self.value(self.variables[at].width > 0) {
                    Ok(value) => case.push(value),
                    Err(Stop::Cut) => {
                        self.is_cut = true;
                        return Ok(());
                    }
                    Err(Stop::Flaw(flaw)) => return Err(flaw),
                }
            }
            for (value, column) in case.iter().zip(&mut self.columns) {
                match (value, column) {
                    (Raw::Number(number), Answers::Numbers(column)) => {
                        if number.is_infinite() {
                            self.not_finite += 1;
                            column.push(f64::NAN);
                        } else {
                            column.push(*number);
                        }
                    }
                    (Raw::Text(text), Answers::Texts(column)) => column.push(text),
                    // values are read as their column wants them
                    _ => {}
                }
            }
            self.rows += 1;
        }
    }

    fn reading(self, file: &str, options: &ReadOptions) -> Result<Reading, Flaw> {
        let (charset, sniffed) = self.charset(options)?;
        let mut notes = vec![ReadingNote::SystemFile {
            program: charset.words(&self.product).trim().to_owned(),
            encoding: charset.name().to_owned(),
            sniffed,
        }];
        if self.is_cut {
            notes.push(ReadingNote::CutOff {
                rows: self.rows,
                announced: None,
            });
        }
        if self.not_finite > 0 {
            notes.push(ReadingNote::NotFinite {
                cells: self.not_finite,
            });
        }
        if self.unread_ranges > 0 {
            notes.push(ReadingNote::SkippedRecords {
                records: vec![RANGES],
            });
        }
        let written: Vec<String> = self
            .variables
            .iter()
            .map(|variable| charset.words(&variable.name))
            .collect();
        let names = names(&written, &mut notes);
        let weight = self.weight.as_ref().and_then(|weight| {
            let mut variables = self.variables.iter();
            variables.position(|variable| variable.name == *weight)
        });
        let value = |raw: &Raw| match raw {
            Raw::Number(number) => number.is_finite().then_some(Value::Number(*number)),
            Raw::Text(text) => {
                let text = charset.decode(text).text;
                (!text.is_empty()).then(|| Value::Text(text.into_owned()))
            }
        };
        let mut labels = vec![Labels::default(); self.variables.len()];
        let mut room = MAX_LABELS;
        for set in &self.labels {
            for at in &set.variables {
                room = room
                    .checked_sub(set.labels.len())
                    .ok_or_else(|| self.characters.flaw(Fault::Labels))?;
                for (raw, label) in &set.labels {
                    if let Some(value) = value(raw) {
                        labels[*at].add(value, charset.words(label));
                    }
                }
            }
        }
        let mut codebook = Codebook::default();
        let mut columns = Vec::new();
        let parts = self.variables.iter().zip(names).zip(labels);
        for (((variable, name), labels), answers) in parts.zip(self.columns) {
            let declared = Declared {
                name,
                label: charset.words(&variable.label),
                format: variable.format,
                labels: labels.into_values(),
                missing: variable.missing.iter().filter_map(value).collect(),
                ranges: variable.range.iter().cloned().collect(),
                level: None,
            };
            let Finished { variable, column } = match answers {
                Answers::Numbers(numbers) => declared.numbers(numbers),
                Answers::Texts(texts) => {
                    let finished = texts.finish(charset);
                    if finished.broken > 0 {
                        notes.push(ReadingNote::UndecodedTexts {
                            columns: vec![declared.name.clone()],
                            texts: finished.broken,
                            encoding: charset.name().to_owned(),
                        });
                    }
                    declared.texts(finished.column)
                }
            };
            codebook.variables.push(variable);
            columns.push(column);
        }
        codebook.roles.extend(weight.map(|at| Role {
            kind: RoleKind::Weight,
            variable: codebook.variables[at].name.clone(),
            origin: Default::default(),
        }));
        if !self.documents.is_empty() {
            notes.push(ReadingNote::Documents {
                lines: self
                    .documents
                    .iter()
                    .map(|line| charset.words(line))
                    .collect(),
            });
        }
        // every column has the rows that were read and a variable
        let dataset = Dataset::new(stem(file), file.to_owned(), codebook, columns);
        let mut dataset = dataset.ok_or_else(|| self.characters.flaw(Fault::NoVariables))?;
        dataset.title = Text::default();
        Ok(Reading { dataset, notes })
    }

    fn charset(&self, options: &ReadOptions) -> Result<(Charset, bool), Flaw> {
        if let Some(label) = &options.encoding {
            let unknown = || self.characters.flaw(Fault::Encoding(label.clone()));
            return Ok((Charset::named(label).ok_or_else(unknown)?, false));
        }
        let words = self.variables.iter().map(|variable| &variable.label[..]);
        let labels = self.labels.iter().flat_map(|set| &set.labels);
        let texts = self.columns.iter().filter_map(|column| match column {
            Answers::Texts(texts) => Some(texts.texts()),
            Answers::Numbers(_) => None,
        });
        let all = words
            .chain(labels.map(|(_, label)| &label[..]))
            .chain(texts.flatten());
        Ok((Charset::guess(all), true))
    }
}
