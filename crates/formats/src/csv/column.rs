//! One column while the file is read, and what it becomes.

use befund_survey::codebook::{UserMissing, Variable};
use befund_survey::dataset::{CodeStore, Codes, Column, Numbers, Texts, Written};
use befund_survey::decimal::{Decimals, rest};
use befund_survey::packed::{Last, Packed};
use befund_survey::{Text, Value, infer, infer_numbers, order};

use super::cells::{Cells, Code, Coded};
use super::charset::Charset;
use super::dictionary::Dictionary;
use super::missing::{is_missing_word, missing_texts};
use super::number::{NumberStyle, Writing, parse, plain};
use super::unit::Amounts;

/// Beyond so many different numbers a column is stored as numbers, not as codes.
const MAX_CODED_NUMBERS: usize = 1000;
/// A column with more different words, or fewer different numbers, is no column of numbers with a stray word.
const MAX_STRAY_WORDS: usize = 3;
const LEAST_NUMBERS: usize = 3;

/// A column whose cells are all there.
pub(super) struct ColumnBuilder {
    cells: Read,
}

/// The cells of a column as text.
enum Read {
    /// A code per row, 0 for an empty cell, into different texts.
    Few(Few),
    /// Many different texts.
    Many(Texts),
}

struct Few {
    texts: Texts,
    codes: Kept,
    /// The codes in the order in which their texts came.
    came: Vec<usize>,
}

/// The codes of the rows.
enum Kept {
    Plain(CodeStore),
    Packed(Packed),
}

impl Kept {
    fn of<C: Code>(codes: Coded<C>, plain: impl FnOnce(Vec<C>) -> CodeStore) -> Self {
        let Coded { mut packed, rest } = codes;
        if packed.is_empty() {
            return Self::Plain(plain(rest));
        }
        packed.push(&rest, Last::Yes);
        Self::Packed(packed)
    }

    fn len(&self) -> usize {
        match self {
            Self::Plain(CodeStore::U8(codes)) => codes.len(),
            Self::Plain(CodeStore::U16(codes)) => codes.len(),
            Self::Packed(codes) => codes.len(),
        }
    }

    fn each(&self, to: &mut dyn FnMut(usize)) {
        match self {
            Self::Plain(codes) => codes.iter().for_each(to),
            Self::Packed(codes) => codes.each(to),
        }
    }
}

/// What a finished column is.
pub(super) struct Finished {
    pub(super) column: Column,
    /// Words in a text column that count as missing.
    pub(super) missing: Vec<UserMissing>,
    /// Words in a number column that were read as no answer.
    pub(super) words: Vec<String>,
    /// The different numbers of a column whose texts were coded, in ascending order.
    different: Option<Vec<f64>>,
}

impl Finished {
    /// What the column probably is.
    pub(super) fn infer(&self, name: &str) -> Variable {
        match (&self.different, &self.column) {
            (Some(different), Column::Numbers(numbers)) => {
                let values = numbers.values().iter();
                infer_numbers(
                    name,
                    different,
                    values.filter(|number| !number.is_nan()).count(),
                )
            }
            _ => infer(name, &self.column),
        }
    }
}

impl ColumnBuilder {
    /// What was read, as text.
    pub(super) fn new(cells: Cells, charset: &Charset) -> Self {
        let few = |dictionary: Dictionary, codes| {
            let mut texts = Texts::default();
            let decoded = dictionary.texts().map(|text| charset.text(text));
            decoded.for_each(|text| texts.push(&text));
            Read::Few(Few {
                texts,
                codes,
                came: dictionary.came(),
            })
        };
        Self {
            cells: match cells {
                Cells::Few(dictionary, codes) => few(dictionary, Kept::of(codes, CodeStore::U8)),
                Cells::Several(dictionary, codes) => {
                    few(dictionary, Kept::of(codes, CodeStore::U16))
                }
                Cells::Many(texts) => Read::Many(texts),
            },
        }
    }

    /// How the cells of the column could be read as numbers.
    pub(super) fn writing(&self) -> Writing {
        let (Read::Few(Few { texts, .. }) | Read::Many(texts)) = &self.cells;
        let mut writing = Writing::default();
        for text in each(texts).map(str::trim) {
            let is_digit = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
            if is_digit || (!text.is_empty() && !is_missing_word(text)) {
                writing.look(text);
            }
            if writing.is_text() {
                break;
            }
        }
        writing
    }

    /// Where every text is an amount of one kind, such as `5 €`, leaves out its sign, which is returned.
    pub(super) fn leave_out_unit(&mut self) -> Option<&'static str> {
        let (Read::Few(Few { texts, .. }) | Read::Many(texts)) = &mut self.cells;
        let amounts = Amounts::of(texts)?;
        *texts = amounts.texts;
        Some(amounts.unit)
    }

    /// The first word that keeps a column of numbers from being one, with its row from 1; nothing where words are common.
    pub(super) fn stray_word(&self) -> Option<(String, u64)> {
        let Read::Few(Few { texts, codes, .. }) = &self.cells else {
            return None;
        };
        let mut words = 0;
        let mut numeric = Vec::with_capacity(texts.len());
        for text in each(texts).map(str::trim) {
            let is_numeric = text.is_empty()
                || is_missing_word(text)
                || parse(text, NumberStyle::Point)
                    .or(parse(text, NumberStyle::Comma))
                    .is_some();
            words += usize::from(!is_numeric);
            if words > MAX_STRAY_WORDS {
                return None;
            }
            numeric.push(is_numeric);
        }
        if numeric.len() < words + LEAST_NUMBERS {
            return None;
        }
        let is_word = |code: usize| code > 0 && !numeric[code - 1];
        let (mut stray, mut answers, mut first) = (0, 0, None);
        let mut row = 0;
        codes.each(&mut |code| {
            answers += usize::from(code > 0);
            if is_word(code) {
                stray += 1;
                first.get_or_insert((row, code));
            }
            row += 1;
        });
        let (row, code) = first.filter(|_| 3 * stray <= answers)?;
        Some((texts.get(code - 1)?.trim().to_owned(), row as u64 + 1))
    }

    /// Whether two texts differ only by blanks at their ends.
    pub(super) fn has_loose_blanks(&self) -> bool {
        let Read::Few(Few { texts, .. }) = &self.cells else {
            return false;
        };
        if each(texts).all(|text| text.trim().len() == text.len()) {
            return false;
        }
        let mut trimmed: Vec<&str> = each(texts)
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .collect();
        let all = trimmed.len();
        order::sort(&mut trimmed, |a, b| a.cmp(b));
        trimmed.dedup();
        trimmed.len() < all
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
        let mut decimals = Decimals::default();
        let mut number = |text: &str| match plain(text.trim(), style) {
            Some((number, text)) => {
                decimals.look(number, &text);
                Some(number)
            }
            None => {
                let word = text.trim();
                if !word.is_empty() && !words.iter().any(|known| known == word) {
                    words.push(word.to_owned());
                }
                None
            }
        };
        let rest = |text: &str| {
            plain(text.trim(), style).map_or(0.0, |(number, text)| rest(number, &text))
        };
        let mut different = None;
        let column = match self.cells {
            Read::Many(texts) => {
                let read = |row| texts.get(row).and_then(&mut number).unwrap_or(f64::NAN);
                let values = (0..texts.len()).map(read).collect();
                let written = decimals.written().unwrap_or_else(|| {
                    rests(
                        (0..texts.len())
                            .map(|row| texts.get(row).map_or(0.0, rest))
                            .collect(),
                    )
                });
                Column::Numbers(Numbers::new(values, written))
            }
            Read::Few(Few { texts, codes, .. }) => {
                let read: Vec<Option<f64>> = each(&texts).map(number).collect();
                let written = decimals
                    .written()
                    .unwrap_or_else(|| rests(each(&texts).map(rest).collect()));
                let numbers = read.iter().flatten().map(|number| number + 0.0);
                let mut numbers: Vec<f64> = numbers.collect();
                order::sort_numbers(&mut numbers);
                numbers.dedup();
                let column = if numbers.len() > MAX_CODED_NUMBERS {
                    many_numbers(&codes, &read, written)
                } else {
                    few_numbers(codes, &read, written)
                };
                different = Some(numbers);
                column
            }
        };
        Finished {
            column,
            missing: Vec::new(),
            words,
            different,
        }
    }

    fn finish_texts(self) -> Finished {
        let mut missing = Vec::new();
        let column = match self.cells {
            Read::Many(texts) => {
                missing.extend(missing_texts(each(&texts)).into_iter().map(missing_word));
                Column::Texts(texts)
            }
            Read::Few(Few { texts, codes, came }) => {
                missing.extend(missing_texts(each(&texts)).into_iter().map(missing_word));
                let mut recode = vec![0; came.len() + 1];
                let mut dictionary = Vec::new();
                for code in came {
                    let text = texts.get(code - 1).filter(|text| !text.trim().is_empty());
                    if let Some(text) = text {
                        dictionary.push(Value::Text(text.to_owned()));
                        recode[code] = dictionary.len();
                    }
                }
                Column::Codes(coded(codes, &recode, dictionary))
            }
        };
        Finished {
            column,
            missing,
            words: Vec::new(),
            different: None,
        }
    }
}

/// Rests where there are any.
fn rests(rests: Vec<f64>) -> Written {
    if rests.iter().all(|rest| *rest == 0.0) {
        Written::Binary
    } else {
        Written::Rests(rests)
    }
}

/// The numbers of all rows.
fn many_numbers(codes: &Kept, numbers: &[Option<f64>], written: Written) -> Column {
    let read = |number: &Option<f64>| number.unwrap_or(f64::NAN);
    let known: Vec<f64> = std::iter::once(f64::NAN)
        .chain(numbers.iter().map(read))
        .collect();
    let mut values = Vec::with_capacity(codes.len());
    codes.each(&mut |code| values.push(known[code]));
    let written = match written {
        Written::Rests(rests) => {
            let mut all = Vec::with_capacity(codes.len());
            codes.each(&mut |code| all.push(code.checked_sub(1).map_or(0.0, |at| rests[at])));
            Written::Rests(all)
        }
        other => other,
    };
    Column::Numbers(Numbers::new(values, written))
}

/// The column of codes into numbers, several of which may be the same: 1 and 1.0.
fn few_numbers(codes: Kept, numbers: &[Option<f64>], written: Written) -> Column {
    let rest_at = |at: usize| match &written {
        Written::Rests(rests) => rests[at],
        Written::Binary | Written::Decimals(_) => 0.0,
    };
    let mut values: Vec<(f64, f64)> = numbers
        .iter()
        .enumerate()
        .filter_map(|(at, number)| Some(((*number)? + 0.0, rest_at(at))))
        .collect();
    order::sort(&mut values, |a, b| {
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    values.dedup();
    // a dictionary tells its values apart as doubles
    let told_apart = values.windows(2).all(|pair| pair[0].0 < pair[1].0);
    if !told_apart {
        return many_numbers(&codes, numbers, written);
    }
    let code = |number: &Option<f64>| {
        number
            .and_then(|number| {
                values
                    .binary_search_by(|value| value.0.total_cmp(&(number + 0.0)))
                    .ok()
            })
            .map_or(0, |at| at + 1)
    };
    let recode: Vec<usize> = std::iter::once(0).chain(numbers.iter().map(code)).collect();
    let written = match written {
        Written::Rests(_) => Written::Rests(values.iter().map(|value| value.1).collect()),
        other => other,
    };
    let dictionary = values.into_iter().map(|value| Value::Number(value.0));
    Column::Codes(coded(codes, &recode, dictionary.collect()).with_written(written))
}

/// The texts that are not empty.
fn each(texts: &Texts) -> impl Iterator<Item = &str> {
    (0..texts.len()).filter_map(|at| texts.get(at))
}

fn missing_word(word: &str) -> UserMissing {
    UserMissing {
        value: Value::from(word),
        label: Text::default(),
    }
}

/// Codes as narrow as the dictionary allows.
fn coded(codes: Kept, recode: &[usize], dictionary: Vec<Value>) -> Codes {
    // codes index `recode`, and no code it gives is above the length of the dictionary
    let unchanged = recode.iter().enumerate().all(|(code, new)| code == *new);
    let codes = match codes {
        Kept::Plain(codes) => codes,
        Kept::Packed(mut codes) => {
            if !unchanged {
                codes.recode(recode);
            }
            return Codes::packed(codes, dictionary);
        }
    };
    let store = match codes {
        codes @ CodeStore::U8(_) if unchanged => codes,
        CodeStore::U8(mut codes) => {
            let mut new = [0; 256];
            for (new, recode) in new.iter_mut().zip(recode) {
                *new = *recode as u8;
            }
            for code in &mut codes {
                *code = new[usize::from(*code)];
            }
            CodeStore::U8(codes)
        }
        CodeStore::U16(codes) if dictionary.len() <= usize::from(u8::MAX) => CodeStore::U8(
            codes
                .iter()
                .map(|code| recode[usize::from(*code)] as u8)
                .collect(),
        ),
        CodeStore::U16(mut codes) => {
            for code in &mut codes {
                *code = recode[usize::from(*code)] as u16;
            }
            CodeStore::U16(codes)
        }
    };
    Codes::new(store, dictionary)
}

#[cfg(test)]
mod tests {
    use befund_survey::ReadOptions;

    use super::super::CsvReader;
    use super::super::encoding::Encoding;
    use super::super::number::{Marks, styles};
    use super::*;

    fn builder<T: AsRef<str>>(cells: &[T]) -> ColumnBuilder {
        let mut charset = Charset::new(Encoding::Utf8);
        let mut read = Cells::new();
        for cell in cells {
            read.push_one(cell.as_ref(), &mut charset);
        }
        ColumnBuilder::new(read, &charset)
    }

    fn column(cells: &[&str], separator: char) -> Finished {
        let builder = builder(cells);
        let style = styles(&[builder.writing()], separator, Marks::default())[0];
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
    fn a_packed_column_is_the_same() {
        // codes by size and as they came, wide ones, more numbers than codes are for, texts that turn out to be too many, a late word
        let row = |row: u32| {
            let late = if row > 69_000 { "x" } else { "7" };
            let (digit, word) = (row * 7 % 10, ["ja", "nein", " ", ""][row as usize % 4]);
            let (wide, many) = (row * 31 % 700, row * 17 % 2000);
            format!("{digit},{word},w{wide},{many},t{row},{late}\n")
        };
        let text = format!("a,b,c,d,e,f\n{}", (0..70_000).map(row).collect::<String>());
        let read = |packed_beyond| {
            let mut reader = CsvReader::new("t.csv", ReadOptions::default());
            reader.sharing.threads = 1;
            reader.enough = 1000;
            let (head, rest) = text.as_bytes().split_at(2000);
            reader.feed(head).unwrap();
            reader.body.as_mut().unwrap().table.packed_beyond = packed_beyond;
            reader.feed(rest).unwrap();
            reader.finish().unwrap()
        };
        let packed = read(40_000);
        let is_packed = |column: &Column| match column {
            Column::Codes(codes) => codes.as_packed().is_some(),
            Column::Numbers(_) | Column::Texts(_) => false,
        };
        let columns = packed.dataset.columns();
        let found: Vec<bool> = columns.iter().map(is_packed).collect();
        assert_eq!(found, [true, true, true, false, false, true]);
        assert!(packed == read(u64::MAX));
    }

    #[test]
    fn the_decimal_that_a_text_writes_is_kept() {
        let written = |cells: &[&str], separator| match column(cells, separator).column {
            Column::Codes(codes) => codes.written().clone(),
            Column::Numbers(numbers) => numbers.written().clone(),
            Column::Texts(_) => Written::Binary,
        };
        assert_eq!(
            written(&["1000000000000.4", "2", ""], ','),
            Written::Decimals(1)
        );
        assert_eq!(written(&["1,25", "2"], ';'), Written::Decimals(2));
        assert_eq!(
            written(&["9007199254740991", "9007199254740992"], ','),
            Written::Binary
        );
        // sorted as the dictionary is: 0.5 has no rest, fractions.Fraction("0.1000000000000000055") - Fraction(0.1) = -5.1e-20
        let Written::Rests(rests) = written(&["0.5", "0.1000000000000000055"], ',') else {
            panic!("no rests");
        };
        assert!(
            (rests[0] + 5.1e-20).abs() < 1e-21 && rests[1] == 0.0,
            "{rests:?}"
        );
        // two numbers that are one double
        let close = column(&["0.1000000000000000055", "0.1000000000000000054"], ',');
        assert!(matches!(close.column, Column::Numbers(_)));
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
        let cells: Vec<String> = (0..70_000).map(|row| format!("t{row}")).collect();
        let finished = builder(&cells).finish(None);
        assert_eq!(finished.column.value(69_999), Some("t69999".into()));
        assert_eq!(finished.column.value(3), Some("t3".into()));
    }
}
