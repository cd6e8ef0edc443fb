//! A variable as it stands in the file.

use befund_survey::codebook::{MissingRange, Temporal, Variable};
use befund_survey::dataset::{Column, Numbers, Texts, Written};
use befund_survey::{Language, Value};

use super::data::Compressor;
use super::{WritingNote, boundary, cut, missing};
use crate::spss::{SECONDS_OF_DAY, SECONDS_TO_1970};

/// Bytes of a label of a variable, of a label of a value, and of a text.
const LABEL: usize = 256;
const VALUE_LABEL: usize = 120;
const TEXT: usize = 32_767;
/// Bytes of a missing value that is a text.
const MISSING_TEXT: usize = 8;
/// Bytes of a segment that hold text, and how many it is counted as.
const SEGMENT: usize = 255;
const COUNTED: usize = 252;

/// A variable as it stands in the file.
#[derive(Debug)]
pub(super) struct Stored<'a> {
    pub(super) name: String,
    pub(super) label: String,
    /// Bytes of a text, 0 for a number.
    pub(super) width: usize,
    /// Kind, width and decimals of the print format.
    pub(super) format: [u8; 3],
    pub(super) labels: Vec<StoredLabel>,
    pub(super) missing: StoredMissing,
    cells: Cells<'a>,
    temporal: Option<Temporal>,
    /// Numbers written as no answer.
    dropped: Vec<MissingRange>,
    /// Texts written as no answer.
    dropped_texts: Vec<String>,
}

#[derive(Debug)]
pub(super) struct StoredLabel {
    pub(super) value: StoredValue,
    pub(super) label: String,
}

#[derive(Debug, Clone)]
pub(super) enum StoredValue {
    Number(f64),
    Text(String),
}

#[derive(Debug, Default)]
pub(super) struct StoredMissing {
    pub(super) range: Option<[f64; 2]>,
    pub(super) single: Vec<StoredValue>,
}

#[derive(Debug)]
enum Cells<'a> {
    /// A code per row into numbers or texts.
    Numbers(&'a Column, Vec<f64>),
    Texts(&'a Column, Vec<String>),
    Many(&'a Numbers),
    ManyTexts(&'a Texts),
}

/// What stands in the file for this variable.
pub(super) fn stored<'a>(
    variable: &Variable,
    column: &'a Column,
    name: String,
    language: Language,
    notes: &mut Vec<WritingNote>,
) -> Stored<'a> {
    let cells = match column {
        Column::Codes(codes) => {
            let numbers: Option<Vec<f64>> = codes.dictionary().iter().map(Value::number).collect();
            match numbers {
                // what no row answers is a number, unless its labels are texts
                Some(numbers) if !numbers.is_empty() || !has_texts(variable) => {
                    Cells::Numbers(column, numbers)
                }
                _ => {
                    let texts = codes.dictionary().iter().map(ToString::to_string);
                    Cells::Texts(column, texts.collect())
                }
            }
        }
        Column::Numbers(numbers) => Cells::Many(numbers),
        Column::Texts(texts) => Cells::ManyTexts(texts),
    };
    let mut is_cut = None;
    let mut shorten = |text: &mut String, limit: usize| {
        if cut(text, limit) {
            is_cut = Some(limit);
        }
    };
    let mut label = variable.label.get(language).to_owned();
    shorten(&mut label, LABEL);
    let mut stored = Stored {
        name,
        label,
        width: 0,
        format: [0; 3],
        labels: Vec::new(),
        missing: StoredMissing::default(),
        cells,
        temporal: variable.temporal,
        dropped: Vec::new(),
        dropped_texts: Vec::new(),
    };
    let known = variable
        .values
        .iter()
        .map(|known| (&known.value, &known.label));
    let reasons = variable
        .missing
        .iter()
        .filter(|missing| !missing.label.is_empty());
    let reasons = reasons.map(|missing| (&missing.value, &missing.label));
    let is_text = stored.is_text();
    for (value, label) in known.chain(reasons) {
        let value = match (value, is_text) {
            (Value::Number(number), false) => StoredValue::Number(stored.number(*number)),
            // a lettered reason, which the file cannot hold
            (Value::Text(_), false) => continue,
            (value, true) => StoredValue::Text(value.to_string()),
        };
        let mut label = label.get(language).to_owned();
        shorten(&mut label, VALUE_LABEL);
        if !stored.labels.iter().any(|known| known.value.is(&value)) {
            stored.labels.push(StoredLabel { value, label });
        }
    }
    if is_text {
        stored.width = stored.longest().clamp(1, TEXT);
        if stored.longest() > TEXT {
            is_cut = Some(TEXT);
        }
        // the format counts one byte; what is longer stands in a record of its own
        stored.format = [1, u8::try_from(stored.width).unwrap_or(u8::MAX), 0];
        stored.miss_texts(variable, notes);
    } else {
        stored.format = format(variable, column, language);
        stored.miss_numbers(variable, column, notes);
    }
    if let Some(limit) = is_cut {
        notes.push(WritingNote::CutTexts {
            variable: Some(stored.name.clone()),
            limit,
        });
    }
    stored
}

fn has_texts(variable: &Variable) -> bool {
    let labelled = variable.values.iter().map(|known| &known.value);
    let mut all = labelled.chain(variable.missing.iter().map(|missing| &missing.value));
    all.any(|value| matches!(value, Value::Text(_)))
}

impl Stored<'_> {
    /// Variable records: more than one for texts of more than 255 bytes.
    pub(super) fn segments(&self) -> usize {
        if self.width > SEGMENT {
            self.width.div_ceil(COUNTED)
        } else {
            1
        }
    }

    /// Width of a segment.
    pub(super) fn segment(&self, at: usize) -> usize {
        match self.segments() {
            1 => self.width,
            many if at + 1 < many => SEGMENT,
            many => self.width - (many - 1) * COUNTED,
        }
    }

    /// Pieces of eight bytes of a case.
    pub(super) fn slots(&self) -> usize {
        let segments = 0..self.segments();
        segments.map(|at| self.segment(at).div_ceil(8).max(1)).sum()
    }

    fn is_text(&self) -> bool {
        matches!(self.cells, Cells::Texts(..) | Cells::ManyTexts(_))
    }

    /// Bytes of the longest text.
    fn longest(&self) -> usize {
        let cells = match &self.cells {
            Cells::Texts(_, texts) => texts.iter().map(String::len).max(),
            Cells::ManyTexts(texts) => (0..texts.len())
                .filter_map(|row| texts.get(row))
                .map(str::len)
                .max(),
            Cells::Numbers(..) | Cells::Many(_) => None,
        };
        let labels = self.labels.iter().map(|known| match &known.value {
            StoredValue::Text(text) => text.len(),
            StoredValue::Number(_) => 0,
        });
        labels.chain(cells).max().unwrap_or(0)
    }

    /// A number as the file counts it.
    fn number(&self, number: f64) -> f64 {
        match self.temporal {
            Some(Temporal::Date) => number * SECONDS_OF_DAY + SECONDS_TO_1970,
            Some(Temporal::DateTime) => number + SECONDS_TO_1970,
            Some(Temporal::Time) | None => number,
        }
    }

    fn miss_numbers(&mut self, variable: &Variable, column: &Column, notes: &mut Vec<WritingNote>) {
        let has_reasons = variable
            .missing
            .iter()
            .any(|missing| matches!(missing.value, Value::Text(_)));
        if has_reasons {
            notes.push(WritingNote::ReasonsDropped {
                variable: self.name.clone(),
            });
        }
        let missing = missing::numbers(variable, column);
        if missing.is_merged {
            notes.push(WritingNote::MissingAsRange {
                variable: self.name.clone(),
            });
        }
        if !missing.dropped.is_empty() {
            let end = |end: Option<f64>| end.map_or("…".to_owned(), |end| end.to_string());
            let values = missing.dropped.iter().map(|range| {
                if range.from == range.to {
                    end(range.from)
                } else {
                    format!("{} – {}", end(range.from), end(range.to))
                }
            });
            notes.push(WritingNote::MissingDropped {
                variable: self.name.clone(),
                values: values.collect(),
            });
        }
        self.dropped = missing.dropped;
        self.missing = StoredMissing {
            range: missing.range.map(|range| {
                [
                    range
                        .from
                        .map_or((-f64::MAX).next_up(), |from| self.number(from)),
                    range.to.map_or(f64::MAX, |to| self.number(to)),
                ]
            }),
            single: missing
                .single
                .iter()
                .map(|number| StoredValue::Number(self.number(*number)))
                .collect(),
        };
    }

    fn miss_texts(&mut self, variable: &Variable, notes: &mut Vec<WritingNote>) {
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        for missing in &variable.missing {
            let text = missing.value.to_string();
            if kept.len() < 3 && text.len() <= MISSING_TEXT.min(self.width) {
                kept.push(StoredValue::Text(text));
            } else if text.len() <= self.width {
                dropped.push(text);
            }
        }
        if !dropped.is_empty() {
            notes.push(WritingNote::MissingDropped {
                variable: self.name.clone(),
                values: dropped.clone(),
            });
        }
        self.missing.single = kept;
        self.dropped_texts = dropped;
    }

    /// Writes the cell of a row.
    pub(super) fn cell(&self, row: usize, compressor: &mut Compressor) {
        let code = |column: &Column| match column {
            Column::Codes(codes) => codes.code(row).checked_sub(1),
            Column::Numbers(_) | Column::Texts(_) => None,
        };
        let number = match &self.cells {
            Cells::Numbers(column, numbers) => code(column).map_or(f64::NAN, |at| numbers[at]),
            Cells::Many(numbers) => numbers.values()[row],
            Cells::Texts(column, texts) => {
                let text = code(column).map_or("", |at| texts[at].as_str());
                return self.text(text, compressor);
            }
            Cells::ManyTexts(texts) => {
                return self.text(texts.get(row).unwrap_or_default(), compressor);
            }
        };
        if self.dropped.iter().any(|range| range.contains(number)) {
            compressor.number(f64::NAN);
        } else {
            compressor.number(self.number(number));
        }
    }

    fn text(&self, text: &str, compressor: &mut Compressor) {
        let end = boundary(text, self.width);
        let mut text = &text.as_bytes()[..end];
        if self
            .dropped_texts
            .iter()
            .any(|dropped| dropped.as_bytes() == text)
        {
            text = &[];
        }
        for at in 0..self.segments() {
            let width = self.segment(at);
            let (piece, rest) = text.split_at(text.len().min(SEGMENT));
            // the last segment is narrower, but then nothing is left for it
            compressor.text(piece, width);
            text = rest;
        }
    }
}

impl StoredValue {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            _ => false,
        }
    }
}

/// A print format in which every number can be read.
fn format(variable: &Variable, column: &Column, language: Language) -> [u8; 3] {
    let decimals = variable.decimals.unwrap_or(0).min(16);
    let behind = |width: u8| match decimals {
        0 => width,
        places => width + 1 + places,
    };
    match (variable.temporal, language) {
        // EDATE: 22.11.2026, and DATE: 22-NOV-2026
        (Some(Temporal::Date), Language::De) => return [38, 10, 0],
        (Some(Temporal::Date), Language::En) => return [20, 11, 0],
        (Some(Temporal::DateTime), _) => return [22, behind(20), decimals],
        (Some(Temporal::Time), _) => return [21, behind(8), decimals],
        (None, _) => {}
    }
    let written = match column {
        Column::Codes(codes) => codes.written(),
        Column::Numbers(numbers) => numbers.written(),
        Column::Texts(_) => &Written::Binary,
    };
    let decimals = variable.decimals.unwrap_or(match written {
        Written::Decimals(places) => *places,
        Written::Binary | Written::Rests(_) => 2,
    });
    let largest = |numbers: &mut dyn Iterator<Item = f64>| {
        numbers
            .filter(|number| !number.is_nan())
            .fold(0.0_f64, |largest, number| largest.max(number.abs()))
    };
    let largest = match column {
        Column::Codes(codes) => largest(&mut codes.dictionary().iter().filter_map(Value::number)),
        Column::Numbers(numbers) => largest(&mut numbers.values().iter().copied()),
        Column::Texts(_) => 0.0,
    };
    let mut whole = 1;
    let mut power = 10.0;
    while power <= largest && whole < 20 {
        whole += 1;
        power *= 10.0;
    }
    let decimals = decimals.min(16);
    // sign and point
    [5, (whole + decimals + 2).clamp(8, 40), decimals]
}
