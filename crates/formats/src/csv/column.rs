//! One column while the file is read, and what it becomes.

use std::collections::HashMap;

use befund_survey::codebook::UserMissing;
use befund_survey::dataset::{CodeStore, Codes, Column, Texts};
use befund_survey::{Text, Value};

/// Beyond so many different numbers a column is stored as numbers, not as codes.
const MAX_CODED_NUMBERS: usize = 1000;
/// Codes are two bytes wide at most.
const MAX_CODES: usize = u16::MAX as usize;
/// Numbers with more digits lose some as a double: they are names.
const MAX_DIGITS: usize = 15;
/// Words that stand for "no answer" where a number is expected, and in texts where they are unmistakable.
const MISSING_IN_NUMBERS: [&str; 9] = ["NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", ".", "-"];
const MISSING_IN_TEXTS: [&str; 4] = ["NA", "N/A", "#N/A", "NULL"];

/// The cells of one column as they come.
pub(super) struct ColumnBuilder {
    cells: Cells,
}

enum Cells {
    /// Few different texts: a code per row, 0 for an empty cell.
    Few {
        known: HashMap<Box<str>, u16>,
        texts: Vec<Box<str>>,
        codes: Vec<u16>,
    },
    /// Many different texts.
    Many(Texts),
}

/// What a finished column is.
pub(super) struct Finished {
    pub(super) column: Column,
    /// Words in a text column that count as missing.
    pub(super) missing: Vec<UserMissing>,
    /// Words in a number column that were read as no answer.
    pub(super) words: Vec<String>,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberStyle {
    /// `1234.5`
    Point,
    /// `1234,5` or `1.234,5`
    Comma,
    /// `1,234` with the mark `,`
    CommaThousands,
    /// `1.234` with the mark `.`, in a file whose decimal mark is the comma
    PointThousands,
}

impl ColumnBuilder {
    pub(super) fn new() -> Self {
        Self {
            cells: Cells::Few {
                known: HashMap::new(),
                texts: Vec::new(),
                codes: Vec::new(),
            },
        }
    }

    /// Adds the cell of the next row.
    pub(super) fn push(&mut self, cell: &str) {
        match &mut self.cells {
            Cells::Few {
                known,
                texts,
                codes,
            } => {
                if cell.is_empty() {
                    codes.push(0);
                } else if let Some(code) = known.get(cell) {
                    codes.push(*code);
                } else if texts.len() < MAX_CODES {
                    texts.push(cell.into());
                    // at most MAX_CODES texts, so their number fits
                    let code = texts.len() as u16;
                    known.insert(cell.into(), code);
                    codes.push(code);
                } else {
                    let mut many = Texts::default();
                    for code in codes.iter() {
                        many.push(if *code == 0 {
                            ""
                        } else {
                            &texts[usize::from(*code) - 1]
                        });
                    }
                    many.push(cell);
                    self.cells = Cells::Many(many);
                }
            }
            Cells::Many(texts) => texts.push(cell),
        }
    }

    /// How the numbers of the column are written; `None` where a cell is no number, or there are none.
    pub(super) fn number_style(&self, separator: char) -> Option<NumberStyle> {
        let mut any = false;
        let (mut point, mut comma, mut thousands) = (true, true, true);
        self.each_text(|text| {
            let text = text.trim();
            if text.is_empty()
                || !(point || comma || thousands)
                || MISSING_IN_NUMBERS.contains(&text)
            {
                return;
            }
            any = true;
            point = point && parse(text, NumberStyle::Point).is_some();
            comma = comma && parse(text, NumberStyle::Comma).is_some();
            thousands = thousands && parse(text, NumberStyle::CommaThousands).is_some();
        });
        match (any, point, thousands, comma) {
            (false, ..) => None,
            (_, true, _, _) => Some(NumberStyle::Point),
            (_, _, true, _) if separator == ',' => Some(NumberStyle::CommaThousands),
            (_, _, _, true) => Some(NumberStyle::Comma),
            (_, _, true, _) => Some(NumberStyle::CommaThousands),
            _ => None,
        }
    }

    /// Whether every number looks like `1.234`.
    pub(super) fn has_point_thousands(&self) -> bool {
        let (mut all, mut any) = (true, false);
        self.each_text(|text| {
            let text = text.trim();
            if all && !text.is_empty() && !MISSING_IN_NUMBERS.contains(&text) {
                any = true;
                all &= text.contains('.') && parse(text, NumberStyle::PointThousands).is_some();
            }
        });
        any && all
    }

    fn each_text(&self, mut look: impl FnMut(&str)) {
        match &self.cells {
            Cells::Few { texts, .. } => texts.iter().for_each(|text| look(text)),
            Cells::Many(texts) => (0..texts.len())
                .filter_map(|row| texts.get(row))
                .for_each(look),
        }
    }

    /// The column as what it is: numbers in the given style, or texts.
    pub(super) fn finish(self, style: Option<NumberStyle>) -> Finished {
        match style {
            Some(style) => self.finish_numbers(style),
            None => self.finish_texts(),
        }
    }

    fn finish_numbers(self, style: NumberStyle) -> Finished {
        let mut words: Vec<String> = Vec::new();
        let mut number = |text: &str| {
            let parsed = parse(text.trim(), style);
            if parsed.is_none()
                && !text.trim().is_empty()
                && !words.iter().any(|word| word == text.trim())
            {
                words.push(text.trim().to_owned());
            }
            parsed
        };
        let column = match self.cells {
            Cells::Many(texts) => {
                let read = |row| texts.get(row).and_then(&mut number).unwrap_or(f64::NAN);
                Column::Numbers((0..texts.len()).map(read).collect())
            }
            Cells::Few { texts, codes, .. } => {
                let numbers: Vec<Option<f64>> = texts.iter().map(|text| number(text)).collect();
                let mut values: Vec<f64> = numbers
                    .iter()
                    .flatten()
                    .map(|number| number + 0.0)
                    .collect();
                values.sort_by(f64::total_cmp);
                values.dedup();
                if values.len() > MAX_CODED_NUMBERS {
                    let read = |code: &u16| {
                        code.checked_sub(1)
                            .and_then(|at| numbers[usize::from(at)])
                            .unwrap_or(f64::NAN)
                    };
                    Column::Numbers(codes.iter().map(read).collect())
                } else {
                    // different texts may be the same number: 1 and 1.0
                    let code = |number: &Option<f64>| {
                        number
                            .and_then(|number| {
                                values
                                    .binary_search_by(|value| value.total_cmp(&(number + 0.0)))
                                    .ok()
                            })
                            .map_or(0, |at| at + 1)
                    };
                    let recode: Vec<usize> =
                        std::iter::once(0).chain(numbers.iter().map(code)).collect();
                    coded(
                        &codes,
                        &recode,
                        values.into_iter().map(Value::Number).collect(),
                    )
                }
            }
        };
        Finished {
            column,
            missing: Vec::new(),
            words,
        }
    }

    fn finish_texts(self) -> Finished {
        let mut missing = Vec::new();
        let column = match self.cells {
            Cells::Many(texts) => Column::Texts(texts),
            Cells::Few { texts, codes, .. } => {
                for word in MISSING_IN_TEXTS
                    .iter()
                    .filter(|word| texts.iter().any(|text| **text == ***word))
                {
                    missing.push(UserMissing {
                        value: Value::from(*word),
                        label: Text::default(),
                    });
                }
                let blank = |text: &str| text.trim().is_empty();
                let recode: Vec<usize> = {
                    let mut next = 0;
                    std::iter::once(0)
                        .chain(texts.iter().map(|text| {
                            if blank(text) {
                                return 0;
                            }
                            next += 1;
                            next
                        }))
                        .collect()
                };
                let dictionary = texts
                    .iter()
                    .filter(|text| !blank(text))
                    .map(|text| Value::Text(text.to_string()))
                    .collect();
                coded(&codes, &recode, dictionary)
            }
        };
        Finished {
            column,
            missing,
            words: Vec::new(),
        }
    }
}

/// Codes as narrow as the dictionary allows.
fn coded(codes: &[u16], recode: &[usize], dictionary: Vec<Value>) -> Column {
    // codes index `recode`, and no code it gives is above the length of the dictionary
    let store = if dictionary.len() <= usize::from(u8::MAX) {
        CodeStore::U8(
            codes
                .iter()
                .map(|code| recode[usize::from(*code)] as u8)
                .collect(),
        )
    } else {
        CodeStore::U16(
            codes
                .iter()
                .map(|code| recode[usize::from(*code)] as u16)
                .collect(),
        )
    };
    Column::Codes(Codes::new(store, dictionary))
}

/// A number as people write it. Leading zeros and long strings of digits are names (postal codes, account numbers).
fn parse(text: &str, style: NumberStyle) -> Option<f64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        return None;
    }
    let whole = unsigned
        .split(['.', ',', 'e', 'E'])
        .next()
        .unwrap_or_default();
    let digits = unsigned.bytes().filter(u8::is_ascii_digit).count();
    if (whole.len() > 1 && whole.starts_with('0'))
        || (digits > MAX_DIGITS && digits == unsigned.len())
    {
        return None;
    }
    let number: f64 = match style {
        NumberStyle::Point => text.parse().ok()?,
        NumberStyle::Comma => {
            let (whole, fraction) = unsigned.split_once(',').unwrap_or((unsigned, "0"));
            let grouped = whole.contains('.');
            if (grouped && !is_grouped(whole, '.'))
                || !fraction.bytes().all(|byte| byte.is_ascii_digit())
            {
                return None;
            }
            text.replace('.', "").replace(',', ".").parse().ok()?
        }
        NumberStyle::CommaThousands | NumberStyle::PointThousands => {
            let (mark, decimal) = if style == NumberStyle::CommaThousands {
                (',', '.')
            } else {
                ('.', ',')
            };
            let (whole, fraction) = unsigned.split_once(decimal).unwrap_or((unsigned, "0"));
            let short = whole.len() <= 3 && whole.bytes().all(|byte| byte.is_ascii_digit());
            if !(short || is_grouped(whole, mark))
                || !fraction.bytes().all(|byte| byte.is_ascii_digit())
            {
                return None;
            }
            text.replace(mark, "").replace(',', ".").parse().ok()?
        }
    };
    number.is_finite().then_some(number)
}

/// `1.234.567`: one to three digits, then groups of three.
fn is_grouped(whole: &str, mark: char) -> bool {
    let mut groups = whole.split(mark);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()) && digits(first))
        && whole.contains(mark)
        && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str], separator: char) -> Finished {
        let mut builder = ColumnBuilder::new();
        cells.iter().for_each(|cell| builder.push(cell));
        let style = builder.number_style(separator);
        builder.finish(style)
    }

    fn values(finished: &Finished) -> Vec<Option<Value>> {
        (0..finished.column.len())
            .map(|row| finished.column.value(row))
            .collect()
    }

    #[test]
    fn numbers_in_both_notations() {
        let german = column(&["1,5", "2", "", "1.234,25"], ';');
        assert_eq!(
            values(&german),
            [Some(1.5.into()), Some(2.into()), None, Some(1234.25.into())]
        );
        let english = column(&["1,234", "56", "7,890,123"], ',');
        assert_eq!(
            values(&english),
            [Some(1234.into()), Some(56.into()), Some(7890123.into())]
        );
        assert_eq!(
            values(&column(&["1", "1.0", "-2e3"], ','))[..],
            [Some(1.into()), Some(1.into()), Some((-2000).into())]
        );
    }

    #[test]
    fn what_looks_like_a_number_but_names_something_stays_text() {
        assert_eq!(
            values(&column(&["01067", "10115"], ','))[0],
            Some("01067".into())
        );
        assert_eq!(
            values(&column(&["1234567890123456789"], ','))[0],
            Some("1234567890123456789".into())
        );
        assert_eq!(values(&column(&["inf", "1"], ','))[0], Some("inf".into()));
    }

    #[test]
    fn words_for_no_answer() {
        let numbers = column(&["1", "NA", "2"], ',');
        assert_eq!(values(&numbers)[1], None);
        assert_eq!(numbers.words, ["NA"]);
        let texts = column(&["yes", "NA", "no"], ',');
        assert_eq!(values(&texts)[1], Some("NA".into()));
        assert_eq!(texts.missing[0].value, "NA".into());
    }

    #[test]
    fn a_column_of_many_texts_keeps_them_all() {
        let mut builder = ColumnBuilder::new();
        for row in 0..70_000 {
            builder.push(&format!("t{row}"));
        }
        let finished = builder.finish(None);
        assert_eq!(finished.column.value(69_999), Some("t69999".into()));
        assert_eq!(finished.column.value(3), Some("t3".into()));
    }
}
