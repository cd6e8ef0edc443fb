//! What the cells of a column are, all together.

use befund_survey::codebook::Temporal;

use super::sheet::{Content, Sheet};
use crate::csv::{Marks, NumberStyle, Writing, is_missing_word, parse, styles};
use crate::layout::Storage;

/// A column with more different words, or fewer numbers, is no column of numbers with a stray word.
const MAX_STRAY_WORDS: usize = 3;
const LEAST_NUMBERS: u64 = 3;
const SECONDS_OF_DAY: f64 = 86_400.0;

/// What a column is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Numbers; texts among them are numbers written like this.
    Numbers(Option<NumberStyle>),
    /// TRUE and FALSE alone.
    Booleans,
    /// Days or times alone.
    Moments(Temporal),
    /// Texts, and what is written as one.
    Texts,
    /// What the codebook beside it says.
    Stored(Storage),
}

/// What has been seen of a column.
#[derive(Debug, Default)]
pub(super) struct Seen {
    numbers: u64,
    booleans: u64,
    days: u64,
    seconds: u64,
    /// Moments that are not midnight.
    clocks: u64,
    times: u64,
    texts: u64,
    writing: Writing,
    /// Texts that are no numbers, each with the row where it first stands.
    words: Vec<(String, u32)>,
    word_cells: u64,
}

impl Seen {
    /// Looks at a cell.
    pub(super) fn look(&mut self, sheet: &Sheet, content: Content, row: u32) {
        match content {
            Content::Number(_) => self.numbers += 1,
            Content::Boolean(_) => self.booleans += 1,
            Content::Date(_) => self.days += 1,
            Content::DateTime(seconds) => {
                self.seconds += 1;
                self.clocks += u64::from(seconds % SECONDS_OF_DAY != 0.0);
            }
            Content::Time(_) => self.times += 1,
            Content::Error(_) => {}
            Content::Text(id) => {
                let text = sheet.text(id).trim();
                if text.is_empty() || is_missing_word(text) {
                    return;
                }
                self.texts += 1;
                self.writing.look(text);
                let is_number = |style| parse(text, style).is_some();
                if !is_number(NumberStyle::Point) && !is_number(NumberStyle::Comma) {
                    self.word_cells += 1;
                    let known = self.words.iter().any(|(word, _)| word == text);
                    if !known && self.words.len() <= MAX_STRAY_WORDS {
                        self.words.push((text.to_owned(), row));
                    }
                }
            }
        }
    }

    /// What the column is.
    pub(super) fn kind(&self) -> Kind {
        let moments = self.days + self.seconds + self.times;
        if self.texts > 0 {
            if moments + self.booleans > 0 {
                return Kind::Texts;
            }
            // cells that are texts are written by hand, so that both decimal marks occur: the semicolon excludes neither
            let style = styles(&[self.writing], ';', Marks::default())[0];
            return style.map_or(Kind::Texts, |style| Kind::Numbers(Some(style)));
        }
        match (self.numbers, self.booleans, moments) {
            (0, 0, 0) => Kind::Texts,
            (_, 0, 0) => Kind::Numbers(None),
            (0, _, 0) => Kind::Booleans,
            (0, 0, all) if self.times == all => Kind::Moments(Temporal::Time),
            (0, 0, _) if self.times == 0 && self.clocks == 0 => Kind::Moments(Temporal::Date),
            (0, 0, _) if self.times == 0 => Kind::Moments(Temporal::DateTime),
            (_, _, 0) => Kind::Numbers(None),
            _ => Kind::Texts,
        }
    }

    /// The first word that keeps a column of numbers or dates from being one, with its row; nothing where words are common.
    pub(super) fn stray_word(&self) -> Option<&(String, u32)> {
        let moments = self.days + self.seconds + self.times;
        let others = self.numbers + moments + self.texts - self.word_cells;
        let stray = self.words.len() <= MAX_STRAY_WORDS
            && others >= LEAST_NUMBERS
            && 2 * self.word_cells <= others;
        self.words.first().filter(|_| stray)
    }

    /// Whether the column is days or times for the most part.
    pub(super) fn is_temporal(&self) -> bool {
        self.days + self.seconds + self.times > self.numbers
    }

    /// Whether numbers stand among days or times.
    pub(super) fn is_mixed(&self) -> bool {
        let moments = self.days + self.seconds + self.times;
        let kinds = [
            self.numbers > 0,
            moments > self.times,
            self.times > 0,
            self.booleans > 0,
        ];
        self.texts == 0
            && self.kind() == Kind::Texts
            && kinds.iter().filter(|kind| **kind).count() > 1
    }
}

/// What stands in a cell as a text.
pub(super) fn written(sheet: &Sheet, content: Content) -> String {
    match content {
        Content::Number(number) => number.to_string(),
        Content::Date(day) => Temporal::Date.write(day).unwrap_or_default(),
        Content::DateTime(seconds) => Temporal::DateTime.write(seconds).unwrap_or_default(),
        Content::Time(seconds) => Temporal::Time.write(seconds).unwrap_or_default(),
        Content::Text(id) => sheet.text(id).to_owned(),
        Content::Boolean(true) => "TRUE".to_owned(),
        Content::Boolean(false) => "FALSE".to_owned(),
        Content::Error(error) => error.as_str().to_owned(),
    }
}
