//! A variable seen as categories: every row has a category or is missing.

use std::collections::HashMap;
use std::ops::Range;

use crate::codebook::Variable;
use crate::dataset::{CodeStore, Codes, Column};
use crate::finding::Category;
use crate::meaning::is_not_ticked;
use crate::order;
use crate::{Error, Value};

/// More categories than anyone can read: a variable with more is not used as one.
pub(crate) const MAX_CATEGORIES: usize = 1000;

/// A variable seen as categories in the order of the codebook. Values without a label stand where their size puts them among
/// labelled numbers that ascend or descend (a scale of which only the ends have labels), else after them by size.
pub(crate) struct Coded<'a> {
    pub(crate) categories: Vec<Category>,
    codes: CodesOf<'a>,
    /// Slot of each code: 0 for missing, `i` for `categories[i - 1]`.
    slots: Vec<usize>,
}

/// Where every slot of every variable stands among categories of all of them.
pub(crate) fn places(coded: &[Coded<'_>], categories: &[Category]) -> Vec<Vec<Option<usize>>> {
    let own = |coded: &Coded<'_>| {
        let own = coded.categories.iter().map(|category| {
            let same = |known: &Category| known.value.same(&category.value);
            categories.iter().position(same)
        });
        std::iter::once(None).chain(own).collect()
    };
    coded.iter().map(own).collect()
}

enum CodesOf<'a> {
    Stored(&'a Codes),
    /// Those of a packed column.
    Unpacked(CodeStore),
    Made(Vec<u32>),
}

impl<'a> CodesOf<'a> {
    fn stored(codes: &'a Codes) -> Self {
        match codes.as_packed() {
            Some(_) => Self::Unpacked(codes.store().into_owned()),
            None => Self::Stored(codes),
        }
    }
}

impl<'a> Coded<'a> {
    /// Reads a variable as categories, up to [`MAX_CATEGORIES`].
    pub(crate) fn new(variable: &Variable, column: &'a Column) -> Result<Self, Error> {
        Self::up_to(variable, column, MAX_CATEGORIES)
    }

    /// Reads a variable as categories, however many (to count different municipalities, say).
    pub(crate) fn unlimited(variable: &Variable, column: &'a Column) -> Result<Self, Error> {
        Self::up_to(variable, column, usize::MAX)
    }

    /// Reads a variable as categories, up to `limit`.
    pub(crate) fn up_to(
        variable: &Variable,
        column: &'a Column,
        limit: usize,
    ) -> Result<Self, Error> {
        let (codes, dictionary) = match column {
            Column::Codes(codes) => (CodesOf::stored(codes), codes.dictionary().to_vec()),
            Column::Numbers(_) | Column::Texts(_) => {
                let Some((codes, dictionary)) = encode(column, limit) else {
                    return Err(Error::TooManyCategories {
                        variable: variable.name.clone(),
                        categories: limit.saturating_add(1),
                        limit,
                    });
                };
                (CodesOf::Made(codes), dictionary)
            }
        };
        let labelled = variable
            .values
            .iter()
            .map(|known| &known.value)
            .filter(|value| !variable.is_missing(value));
        let mut categories: Vec<Category> = labelled
            .map(|value| Category {
                value: value.clone(),
                label: variable.value_label(value),
            })
            .collect();
        let mut rest: Vec<&Value> = dictionary
            .iter()
            .filter(|value| {
                !variable.is_missing(value)
                    && !categories.iter().any(|category| category.value == **value)
            })
            .collect();
        if categories.len() + rest.len() > limit {
            return Err(Error::TooManyCategories {
                variable: variable.name.clone(),
                categories: categories.len() + rest.len(),
                limit,
            });
        }
        order::sort(&mut rest, |a, b| a.order(b));
        let numbers: Vec<f64> = categories
            .iter()
            .filter_map(|category| category.value.number())
            .collect();
        let are_numbers = !numbers.is_empty() && numbers.len() == categories.len();
        let ascend = numbers.is_sorted();
        let among =
            !rest.is_empty() && are_numbers && (ascend || numbers.is_sorted_by(|a, b| a >= b));
        categories.extend(rest.into_iter().map(|value| Category {
            value: value.clone(),
            label: variable.value_label(value),
        }));
        if among {
            order::sort(&mut categories, |a, b| match (&a.value, &b.value) {
                (Value::Number(a), Value::Number(b)) if !ascend => b.total_cmp(a),
                (a, b) => a.order(b),
            });
        }
        let position: HashMap<Key<'_>, usize> = categories
            .iter()
            .enumerate()
            .map(|(index, category)| (Key::of(&category.value), index + 1))
            .collect();
        let slots = std::iter::once(0)
            .chain(dictionary.iter().map(|value| {
                if variable.is_missing(value) {
                    0
                } else {
                    position.get(&Key::of(value)).copied().unwrap_or(0)
                }
            }))
            .collect();
        Ok(Self {
            codes,
            slots,
            categories,
        })
    }

    /// The slot that means "mentioned": that of the given value, or of the only text there is besides "not selected" (a ticked box that was exported
    /// as its own label).
    pub(crate) fn mentioned(&self, value: &Value) -> Option<usize> {
        let given = self
            .categories
            .iter()
            .position(|category| category.value.same(value));
        let mut ticked = self.categories.iter().enumerate().filter(
            |(_, category)| matches!(&category.value, Value::Text(text) if !is_not_ticked(text)),
        );
        let only = match (ticked.next(), ticked.next()) {
            (Some((at, _)), None) if self.categories.len() <= 2 => Some(at),
            _ => None,
        };
        given.or(only).map(|index| index + 1)
    }

    /// The codes of all rows and the slot of each code, where codes are single bytes.
    pub(crate) fn bytes(&self) -> Option<(&[u8], &[usize])> {
        let codes = match &self.codes {
            CodesOf::Stored(codes) => codes.plain()?,
            CodesOf::Unpacked(codes) => codes,
            CodesOf::Made(_) => return None,
        };
        match codes {
            CodeStore::U8(codes) => Some((codes, &self.slots)),
            CodeStore::U16(_) => None,
        }
    }

    /// Rows in each slot.
    pub(crate) fn counts(&self, rows: usize) -> Vec<u64> {
        let mut counts = vec![0; self.categories.len() + 1];
        if let Some((codes, slots)) = self.bytes() {
            for (slot, count) in slots.iter().zip(befund_columns::count(codes)) {
                counts[*slot] += count;
            }
        } else {
            (0..rows).for_each(|row| counts[self.slot(row)] += 1);
        }
        counts
    }

    /// For every row the byte that stands for its slot.
    pub(crate) fn each_byte(&self, rows: usize, of_slot: &[u8]) -> Vec<u8> {
        match self.bytes() {
            Some((codes, slots)) => befund_columns::look_up(codes, &of_codes(slots, of_slot)),
            None => self.each(rows, of_slot),
        }
    }

    /// Marks with 1 those of some rows that are in a slot.
    pub(crate) fn mark(&self, slot: usize, rows: Range<usize>, marked: &mut [u8]) {
        match self.bytes() {
            Some((codes, slots)) => {
                let is_slot = |at: usize| u8::from(at == slot);
                let of_slot: Vec<u8> = (0..=self.categories.len()).map(is_slot).collect();
                befund_columns::mark(marked, &codes[rows], &of_codes(slots, &of_slot));
            }
            None => {
                for (row, mark) in rows.zip(marked) {
                    *mark |= u8::from(self.slot(row) == slot);
                }
            }
        }
    }

    /// For every code, "no answer" first, what stands for its slot.
    pub(crate) fn of_each_code<T: Copy>(&self, of_slot: &[T]) -> Vec<T> {
        self.slots.iter().map(|slot| of_slot[*slot]).collect()
    }

    /// For every row what stands for its slot.
    pub(crate) fn each<T: Copy>(&self, rows: usize, of_slot: &[T]) -> Vec<T> {
        match self.bytes() {
            Some((codes, _)) => {
                let of_code = self.of_each_code(of_slot);
                codes
                    .iter()
                    .map(|code| of_code[usize::from(*code)])
                    .collect()
            }
            None => (0..rows).map(|row| of_slot[self.slot(row)]).collect(),
        }
    }

    /// The category of a row: 0 for missing, `i` for `categories[i - 1]`.
    pub(crate) fn slot(&self, row: usize) -> usize {
        match &self.codes {
            CodesOf::Stored(codes) => self.slots[codes.code(row)],
            CodesOf::Unpacked(CodeStore::U8(codes)) => self.slots[usize::from(codes[row])],
            CodesOf::Unpacked(CodeStore::U16(codes)) => self.slots[usize::from(codes[row])],
            CodesOf::Made(codes) => self.slots[codes[row] as usize],
        }
    }
}

/// For every code what stands for its slot.
fn of_codes(slots: &[usize], of_slot: &[u8]) -> [u8; 256] {
    let mut table = [0; 256];
    for (slot, place) in slots.iter().zip(&mut table) {
        *place = of_slot[*slot];
    }
    table
}

/// A value as the key of a map.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Key<'a> {
    Number(u64),
    Text(&'a str),
}

impl<'a> Key<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Number(number) => Self::Number((number + 0.0).to_bits()),
            Value::Text(text) => Self::Text(text),
        }
    }
}

/// Codes in the order of first appearance, 0 for no answer; nothing where there are more than `limit` different values.
pub(crate) fn encode(column: &Column, limit: usize) -> Option<(Vec<u32>, Vec<Value>)> {
    let mut dictionary = Vec::new();
    let mut codes = Vec::with_capacity(column.len());
    match column {
        Column::Texts(texts) => {
            let mut known: HashMap<&str, u32> = HashMap::new();
            for row in 0..texts.len() {
                codes.push(texts.get(row).map_or(0, |text| {
                    *known.entry(text).or_insert_with(|| {
                        dictionary.push(Value::Text(text.to_owned()));
                        dictionary.len() as u32
                    })
                }));
                if dictionary.len() > limit {
                    return None;
                }
            }
        }
        Column::Numbers(numbers) => {
            let mut known: HashMap<u64, u32> = HashMap::new();
            for number in numbers.values() {
                codes.push(if number.is_nan() {
                    0
                } else {
                    *known.entry((number + 0.0).to_bits()).or_insert_with(|| {
                        dictionary.push(Value::Number(*number));
                        dictionary.len() as u32
                    })
                });
                if dictionary.len() > limit {
                    return None;
                }
            }
        }
        Column::Codes(stored) => {
            codes.extend((0..stored.len()).map(|row| stored.code(row) as u32));
            dictionary.extend_from_slice(stored.dictionary());
        }
    }
    Some((codes, dictionary))
}
