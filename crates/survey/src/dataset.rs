//! The answers: one column per variable, stored by what it is.

use befund_stats::dd::Dd;

use std::borrow::Cow;

use crate::Value;
use crate::codebook::{Codebook, Role, Set, Variable};
use crate::decimal;
use crate::derive::DerivedSpec;
use crate::packed::Packed;

/// Rows of answers with their meaning. Column `i` holds the answers to `codebook.variables[i]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Identifier by which analyses refer to it.
    pub id: String,
    /// Name of the file it came from.
    pub file: String,
    /// What the file is.
    pub title: crate::Text,
    /// What one case is, in the plural; empty where unknown.
    pub unit: crate::Text,
    /// Variable that says how many cases a row stands for, where the file is a table of counts. Analyses count by it unless
    /// they say otherwise.
    pub frequency: Option<String>,
    /// What the variables mean.
    pub codebook: Codebook,
    /// How weights were raked that were made from others.
    pub raked: Vec<crate::finding::RakedWeight>,
    columns: Vec<Column>,
    rows: usize,
    /// How many columns at the end were made from others.
    derived: usize,
    /// How open answers were coded, to compare coders.
    pub(crate) codings: Vec<DerivedSpec>,
}

/// The answers to one variable, in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Few different values: a code per row into a dictionary.
    Codes(Codes),
    /// Many different numbers; NaN where there is none.
    Numbers(Numbers),
    /// Many different texts.
    Texts(Texts),
}

/// Numbers, one per row; NaN where there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    values: Vec<f64>,
    written: Written,
    /// Why there is none: a letter per row, 0 for no reason; empty where no row has one.
    reasons: Vec<u8>,
}

/// What the numbers of a column are exactly. Texts are decimal, doubles are not: 0.1 is the name of a number that no double
/// is, and sums over many of them show it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Written {
    /// The doubles themselves.
    #[default]
    Binary,
    /// Decimal numbers with at most so many places (22 at most), of which the doubles are the nearest. The largest of them is
    /// at most 10¹⁵ / 10^places, so that every one can be recovered.
    Decimals(u8),
    /// Numbers with more digits than a double holds: the sum of each double and its rest here.
    Rests(Vec<f64>),
}

/// Codes into a dictionary of values.
#[derive(Debug, Clone)]
pub struct Codes {
    codes: Kept,
    dictionary: Vec<Value>,
    written: Written,
}

/// How codes are kept.
#[derive(Debug, Clone)]
enum Kept {
    Plain(CodeStore),
    /// In little memory.
    Packed(Packed),
}

/// Codes as wide as the dictionary needs. Code 0 is "no answer", code `i` is `dictionary[i - 1]`.
#[derive(Debug, Clone, PartialEq)]
pub enum CodeStore {
    /// Up to 255 values.
    U8(Vec<u8>),
    /// Up to 65,535 values.
    U16(Vec<u16>),
}

/// Texts take room for a part more of what they have, at least for so many.
const GROWTH: usize = 4;
const LEAST_ROOM: usize = 16;

/// Texts in one buffer; an empty text is no answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Texts {
    buffer: String,
    /// `ends[row]` is where the text of the row ends.
    ends: Vec<usize>,
}

impl Numbers {
    /// Doubles and what they stand for; rests without their values are dropped.
    pub fn new(values: Vec<f64>, written: Written) -> Self {
        let written = written.of(values.len());
        Self {
            values,
            written,
            reasons: Vec::new(),
        }
    }

    /// The same where some rows have no number for a reason: the letter of a lettered missing value (`.a` to `.z` as Stata and SAS
    /// have them), 0 for all other rows. Such a row stores the text ".a", which the codebook lists as missing. Reasons of another
    /// number of rows, or of rows with a number, are dropped.
    pub fn with_reasons(mut self, mut reasons: Vec<u8>) -> Self {
        if reasons.len() == self.values.len() {
            for (reason, value) in reasons.iter_mut().zip(&self.values) {
                if !value.is_nan() || !reason.is_ascii_lowercase() {
                    *reason = 0;
                }
            }
            self.reasons = reasons;
        }
        self
    }

    /// What a row stores: a number, the text of its reason, or nothing.
    pub fn value(&self, row: usize) -> Option<Value> {
        let number = self.values[row];
        if !number.is_nan() {
            return Some(Value::Number(number));
        }
        let reason = self
            .reasons
            .get(row)
            .copied()
            .filter(|reason| *reason > 0)?;
        Some(Value::Text(format!(".{}", char::from(reason))))
    }

    /// Why there is no number: a letter per row, 0 for no reason; empty where no row has one.
    pub fn reasons(&self) -> &[u8] {
        &self.reasons
    }

    /// The doubles, one per row; NaN where there is no number.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// What they are exactly.
    pub fn written(&self) -> &Written {
        &self.written
    }
}

impl From<Vec<f64>> for Numbers {
    fn from(values: Vec<f64>) -> Self {
        Self::new(values, Written::Binary)
    }
}

impl Written {
    fn of(self, values: usize) -> Self {
        match self {
            Self::Rests(rests) if rests.len() != values => Self::Binary,
            other => other,
        }
    }

    /// The number at a place of the column exactly, given its double.
    pub fn exact(&self, index: usize, value: f64) -> Dd {
        match self {
            Self::Binary => Dd::from(value),
            Self::Decimals(places) => Dd::decimal(value, *places),
            Self::Rests(rests) => Dd::sum(value, rests[index]),
        }
    }
}

impl CodeStore {
    /// The codes, one per row.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let (narrow, wide): (&[u8], &[u16]) = match self {
            Self::U8(codes) => (codes, &[]),
            Self::U16(codes) => (&[], codes),
        };
        let narrow = narrow.iter().map(|code| usize::from(*code));
        narrow.chain(wide.iter().map(|code| usize::from(*code)))
    }
}

impl Codes {
    /// Codes with their dictionary; a code beyond the dictionary counts as "no answer".
    pub fn new(mut codes: CodeStore, dictionary: Vec<Value>) -> Self {
        match &mut codes {
            CodeStore::U8(codes) => {
                let most = u8::try_from(dictionary.len()).unwrap_or(u8::MAX);
                if befund_columns::is_any_above(codes, most) {
                    keep_up_to(codes, dictionary.len());
                }
            }
            CodeStore::U16(codes) => {
                if usize::from(befund_columns::greatest_wide(codes)) > dictionary.len() {
                    keep_up_to(codes, dictionary.len());
                }
            }
        }
        Self {
            codes: Kept::Plain(codes),
            dictionary,
            written: Written::Binary,
        }
    }

    /// Codes of a large dataset, in little memory; a code beyond the dictionary counts as "no answer".
    pub fn packed(mut codes: Packed, dictionary: Vec<Value>) -> Self {
        let greatest = usize::from(codes.greatest());
        if greatest > dictionary.len() {
            let known = |code: usize| if code > dictionary.len() { 0 } else { code };
            codes.recode(&(0..=greatest).map(known).collect::<Vec<usize>>());
        }
        Self {
            codes: Kept::Packed(codes),
            dictionary,
            written: Written::Binary,
        }
    }

    /// The same where the numbers of the dictionary stand for others exactly.
    pub fn with_written(mut self, written: Written) -> Self {
        self.written = written.of(self.dictionary.len());
        self
    }

    /// What the numbers of the dictionary are exactly.
    pub fn written(&self) -> &Written {
        &self.written
    }

    /// The values the codes stand for; code `i` is the value at `i - 1`.
    pub fn dictionary(&self) -> &[Value] {
        &self.dictionary
    }

    /// The codes, one per row.
    pub fn store(&self) -> Cow<'_, CodeStore> {
        match &self.codes {
            Kept::Plain(codes) => Cow::Borrowed(codes),
            Kept::Packed(packed) => Cow::Owned(packed.unpacked(self.dictionary.len())),
        }
    }

    /// The codes as they are counted, where they are kept so.
    pub(crate) fn plain(&self) -> Option<&CodeStore> {
        match &self.codes {
            Kept::Plain(codes) => Some(codes),
            Kept::Packed(_) => None,
        }
    }

    /// The codes in little memory, where they are kept so.
    pub fn as_packed(&self) -> Option<&Packed> {
        match &self.codes {
            Kept::Plain(_) => None,
            Kept::Packed(packed) => Some(packed),
        }
    }

    /// The code of a row, 0 for no answer.
    pub fn code(&self, row: usize) -> usize {
        match &self.codes {
            Kept::Plain(CodeStore::U8(codes)) => usize::from(codes[row]),
            Kept::Plain(CodeStore::U16(codes)) => usize::from(codes[row]),
            Kept::Packed(packed) => packed.code(row),
        }
    }

    /// How often each value of the dictionary occurs.
    pub(crate) fn counts(&self) -> Vec<u64> {
        let slots = self.dictionary.len() + 1;
        let mut counts = match &self.codes {
            Kept::Plain(CodeStore::U8(codes)) => {
                let mut counts = befund_columns::count(codes).to_vec();
                counts.resize(slots, 0);
                counts
            }
            Kept::Plain(CodeStore::U16(codes)) => {
                let mut counts = vec![0; slots];
                befund_columns::count_wide(codes, &mut counts);
                counts
            }
            Kept::Packed(packed) => packed.counts(slots),
        };
        counts.remove(0);
        counts
    }

    /// The same codes into a dictionary of other values, one for each.
    pub(crate) fn with_dictionary(&self, dictionary: Vec<Value>) -> Self {
        match &self.codes {
            Kept::Plain(codes) => Self::new(codes.clone(), dictionary),
            Kept::Packed(codes) => Self::packed(codes.clone(), dictionary),
        }
    }

    /// Writes the codes from a row on as single bytes; whether they are so narrow.
    pub(crate) fn write_bytes(&self, from: usize, bytes: &mut [u8]) -> bool {
        if self.dictionary.len() > usize::from(u8::MAX) {
            return false;
        }
        match &self.codes {
            Kept::Plain(CodeStore::U8(codes)) => {
                bytes.copy_from_slice(&codes[from..from + bytes.len()]);
            }
            // no code is above the length of the dictionary
            Kept::Plain(CodeStore::U16(codes)) => {
                for (byte, code) in bytes.iter_mut().zip(&codes[from..]) {
                    *byte = *code as u8;
                }
            }
            Kept::Packed(packed) => packed.write_bytes(from, bytes),
        }
        true
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.codes {
            Kept::Plain(CodeStore::U8(codes)) => codes.len(),
            Kept::Plain(CodeStore::U16(codes)) => codes.len(),
            Kept::Packed(packed) => packed.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The same codes into the same dictionary, however they are kept.
impl PartialEq for Codes {
    fn eq(&self, other: &Self) -> bool {
        self.dictionary == other.dictionary
            && self.written == other.written
            && self.store() == other.store()
    }
}

/// Codes beyond a dictionary become 0.
fn keep_up_to<C: Copy + Default + Into<usize>>(codes: &mut [C], length: usize) {
    for code in codes.iter_mut().filter(|code| (**code).into() > length) {
        *code = C::default();
    }
}

/// Whether texts can end at these places of a buffer: between two characters, the last one where the buffer ends.
fn are_ends(ends: &[usize], buffer: &str) -> bool {
    let mut start = 0;
    for end in ends {
        if *end < start || !buffer.is_char_boundary(*end) {
            return false;
        }
        start = *end;
    }
    start == buffer.len()
}

impl Texts {
    /// Texts that follow one another in a buffer, each up to its end; `None` where an end is no place between two characters, or
    /// the last one is not the end of the buffer.
    pub fn new(buffer: String, ends: Vec<usize>) -> Option<Self> {
        are_ends(&ends, &buffer).then_some(Self { buffer, ends })
    }

    /// Adds texts that follow one another in a buffer, each up to its end, as in [`new`](Self::new); whether they are texts.
    pub fn extend(&mut self, buffer: &str, ends: &[usize]) -> bool {
        let are_texts = are_ends(ends, buffer);
        if are_texts {
            self.add(buffer, ends);
        }
        are_texts
    }

    fn add(&mut self, buffer: &str, ends: &[usize]) {
        self.reserve(buffer.len(), ends.len());
        let before = self.buffer.len();
        self.buffer.push_str(buffer);
        self.ends.extend(ends.iter().map(|end| before + end));
    }

    /// All texts, one after the other.
    pub fn buffer(&self) -> &str {
        &self.buffer
    }

    /// Where the text of each row ends in the buffer.
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// Adds the text of the next row; an empty one is no answer.
    pub fn push(&mut self, text: &str) {
        self.reserve(text.len(), 1);
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
    }

    /// Room for texts of so many bytes: for a fourth more at a time, where a vector would take twice as much.
    fn reserve(&mut self, bytes: usize, rows: usize) {
        if self.buffer.capacity() - self.buffer.len() < bytes {
            let room = bytes.max(self.buffer.len() / GROWTH).max(LEAST_ROOM);
            self.buffer.reserve_exact(room);
        }
        if self.ends.capacity() - self.ends.len() < rows {
            let room = rows.max(self.ends.len() / GROWTH).max(LEAST_ROOM);
            self.ends.reserve_exact(room);
        }
    }

    /// Takes all rows out; the memory stays for others.
    pub fn clear(&mut self) {
        self.buffer.clear();
        self.ends.clear();
    }

    /// Adds the texts of further rows.
    pub fn append(&mut self, rows: &Self) {
        self.add(&rows.buffer, &rows.ends);
    }

    /// The text of a row, `None` where there is none.
    pub fn get(&self, row: usize) -> Option<&str> {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        let text = &self.buffer[start..self.ends[row]];
        (!text.is_empty()).then_some(text)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl Column {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Self::Codes(codes) => codes.len(),
            Self::Numbers(numbers) => numbers.values.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value this column stores for one that is written as a number or as a text.
    pub(crate) fn as_stored(&self, value: &Value) -> Value {
        let number = || match value {
            Value::Text(text) => decimal::number(text.trim()).map(Value::Number),
            Value::Number(_) => None,
        };
        match self {
            Self::Numbers(_) => number().unwrap_or_else(|| value.clone()),
            Self::Texts(_) => Value::Text(value.to_string()),
            Self::Codes(codes) => {
                let stored = codes.dictionary.iter();
                let numeric = codes
                    .dictionary
                    .iter()
                    .all(|stored| stored.number().is_some());
                match stored
                    .clone()
                    .find(|stored| *stored == value)
                    .or(stored.clone().find(|stored| stored.same(value)))
                {
                    Some(stored) => stored.clone(),
                    None if numeric => number().unwrap_or_else(|| value.clone()),
                    None => value.clone(),
                }
            }
        }
    }

    /// The stored value of a row, `None` where there is none.
    pub fn value(&self, row: usize) -> Option<Value> {
        match self {
            Self::Codes(codes) => codes
                .code(row)
                .checked_sub(1)
                .map(|index| codes.dictionary[index].clone()),
            Self::Numbers(numbers) => numbers.value(row),
            Self::Texts(texts) => texts.get(row).map(|text| Value::Text(text.to_owned())),
        }
    }
}

impl Dataset {
    /// A dataset from columns of equal length with their codebook; `None` where lengths differ or a column has no variable.
    pub fn new(id: String, file: String, codebook: Codebook, columns: Vec<Column>) -> Option<Self> {
        let rows = columns.first().map_or(0, Column::len);
        let fits = columns.len() == codebook.variables.len()
            && columns.iter().all(|column| column.len() == rows);
        fits.then(|| Self {
            id,
            file,
            title: crate::Text::default(),
            unit: crate::Text::default(),
            frequency: None,
            codebook,
            raked: Vec::new(),
            columns,
            rows,
            derived: 0,
            codings: Vec::new(),
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// What one row is, in the plural; empty where unknown, and where a row stands for several of the unit.
    pub fn unit_of_rows(&self) -> crate::Text {
        if self.frequency.is_some() {
            crate::Text::default()
        } else {
            self.unit.clone()
        }
    }

    /// Adds a variable that was made from others; nothing where its column is of another length.
    pub(crate) fn push_derived(&mut self, variable: Variable, column: Column) {
        if column.len() == self.rows {
            self.codebook.variables.push(variable);
            self.columns.push(column);
            self.derived += 1;
        }
    }

    /// Whether a variable was made from others.
    pub fn is_derived(&self, name: &str) -> bool {
        let given = self.columns.len() - self.derived;
        let mut derived = self.codebook.variables.iter().skip(given);
        derived.any(|variable| variable.name == name)
    }

    /// Drops every variable that was made from others, and the sets of them.
    pub(crate) fn forget_derived(&mut self) {
        let given = self.columns.len() - self.derived;
        self.columns.truncate(given);
        self.codebook.variables.truncate(given);
        self.derived = 0;
        self.codings.clear();
        self.raked.clear();
        let variables = &self.codebook.variables;
        let known = |name: &String| variables.iter().any(|variable| variable.name == *name);
        self.codebook.sets.retain(|set| set.items.iter().any(known));
    }

    /// The columns in the order of the codebook.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Puts what is known about a variable in the place of what was.
    ///
    /// # Errors
    /// [`crate::Error::UnknownVariable`] where there is none of that name.
    pub fn define(&mut self, variable: Variable) -> Result<(), crate::Error> {
        self.find(&variable.name)?;
        for known in &mut self.codebook.variables {
            if known.name == variable.name {
                known.clone_from(&variable);
            }
        }
        Ok(())
    }

    /// Puts which variables belong together, and what they are for, in the place of what was known.
    ///
    /// # Errors
    /// [`crate::Error::UnknownVariable`] where one of them is not there.
    pub fn arrange(&mut self, sets: Vec<Set>, roles: Vec<Role>) -> Result<(), crate::Error> {
        let named = sets.iter().flat_map(|set| &set.items);
        for name in named.chain(roles.iter().map(|role| &role.variable)) {
            self.find(name)?;
        }
        self.codebook.sets = sets;
        self.codebook.roles = roles;
        Ok(())
    }

    /// Puts other answers of the same rows in the place of a column.
    pub(crate) fn replace(&mut self, index: usize, column: Column) {
        if let Some(place) = self.columns.get_mut(index)
            && column.len() == self.rows
        {
            *place = column;
        }
    }

    /// A variable with its answers.
    pub fn variable(&self, name: &str) -> Option<(&Variable, &Column)> {
        let index = self
            .codebook
            .variables
            .iter()
            .position(|variable| variable.name == name)?;
        Some((&self.codebook.variables[index], &self.columns[index]))
    }
}
