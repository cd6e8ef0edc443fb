//! From what a file declares of a variable to the codebook.

use std::collections::HashMap;

use befund_survey::codebook::{
    Level, MissingRange, Origin, Temporal, UserMissing, ValueLabel, Variable,
};
use befund_survey::dataset::Column;
use befund_survey::{Text, Value, infer};

use super::columns::NumberColumn;
use super::format::{Format, SECONDS_OF_DAY, SECONDS_TO_1970, Shift};

/// What a file declares of a variable, its words decoded and its numbers as they are stored.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) format: Format,
    pub(super) labels: Vec<ValueLabel>,
    pub(super) missing: Vec<Value>,
    pub(super) ranges: Vec<MissingRange>,
    pub(super) level: Option<Level>,
}

/// A variable with its answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Finished {
    pub(super) variable: Variable,
    pub(super) column: Column,
}

impl Declared {
    /// A variable of numbers.
    pub(super) fn numbers(mut self, numbers: NumberColumn) -> Finished {
        let is_midnight = |number: f64| (number - SECONDS_TO_1970) % SECONDS_OF_DAY == 0.0;
        let (temporal, shift) = match self.format.temporal() {
            Some(Temporal::Date) if numbers.all(is_midnight) => (Some(Temporal::Date), Shift::Days),
            // a day that is shown without its time has one all the same
            Some(Temporal::Date | Temporal::DateTime) => (Some(Temporal::DateTime), Shift::Seconds),
            Some(Temporal::Time) => (Some(Temporal::Time), Shift::None),
            None => (None, Shift::None),
        };
        let number = |value: &mut Value| {
            if let Value::Number(number) = value {
                *number = shift.apply(*number);
            }
        };
        self.labels
            .iter_mut()
            .for_each(|known| number(&mut known.value));
        self.missing.iter_mut().for_each(number);
        for range in &mut self.ranges {
            range.from = range.from.map(|from| shift.apply(from));
            range.to = range.to.map(|to| shift.apply(to));
        }
        let decimals = match temporal {
            None => self.format.places(),
            Some(_) => Some(self.format.decimals).filter(|places| *places > 0),
        };
        let level = match temporal {
            Some(Temporal::Date | Temporal::DateTime) => Some(Level::Date),
            Some(Temporal::Time) => Some(Level::Scale),
            None => self.level,
        };
        let column = numbers.finish(|number| shift.apply(number));
        let mut variable = self.variable(&column, level);
        variable.temporal = temporal;
        variable.decimals = decimals;
        Finished { variable, column }
    }

    /// A variable of texts.
    pub(super) fn texts(self, column: Column) -> Finished {
        let level = if self.labels.is_empty() {
            // every program calls texts nominal, open answers as well
            self.level.filter(|level| *level == Level::Ordinal)
        } else {
            self.level
                .filter(|level| *level != Level::Scale)
                .or(Some(Level::Nominal))
        };
        let variable = self.variable(&column, level);
        Finished { variable, column }
    }

    fn variable(self, column: &Column, level: Option<Level>) -> Variable {
        let mut variable = match level {
            Some(level) => Variable::new(&self.name, level, Origin::Given),
            None => infer(&self.name, column),
        };
        variable.label = Text::Plain(self.label);
        variable.missing = self
            .missing
            .into_iter()
            .map(|value| UserMissing {
                label: label(&self.labels, &value),
                value,
            })
            .collect();
        variable.values = self.labels;
        variable.missing_ranges = self.ranges;
        variable
    }
}

/// The label of a value, empty where it has none.
fn label(labels: &[ValueLabel], value: &Value) -> Text {
    let mut known = labels.iter().filter(|known| known.value == *value);
    known
        .next()
        .map(|known| known.label.clone())
        .unwrap_or_default()
}

/// Labels of the values of one variable in the order of the file; of two for one value the last counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    all: Vec<ValueLabel>,
    /// Where the label of a value stands, by its bits or its text.
    places: HashMap<Key, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Number(u64),
    Text(String),
}

impl Labels {
    pub(super) fn add(&mut self, value: Value, label: String) {
        let (key, value) = match value {
            // −0 is 0
            Value::Number(number) if number.is_finite() => (
                Key::Number((number + 0.0).to_bits()),
                Value::Number(number + 0.0),
            ),
            Value::Text(text) if !text.is_empty() => (Key::Text(text.clone()), Value::Text(text)),
            // no answer has no label
            _ => return,
        };
        let label = Text::Plain(label);
        match self.places.get(&key) {
            Some(at) => self.all[*at].label = label,
            None => {
                self.places.insert(key, self.all.len());
                self.all.push(ValueLabel { value, label });
            }
        }
    }

    pub(super) fn into_values(self) -> Vec<ValueLabel> {
        self.all
    }
}
