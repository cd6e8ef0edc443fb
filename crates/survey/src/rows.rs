//! Which rows count, and with what weight.

use std::ops::Range;

use befund_columns::{Weights, look_up_numbers, pick, unusable, weights};
use befund_stats::dd::Dd;

use crate::analysis::AnalysisSpec;
use crate::codebook::MissingRange;
use crate::coded::Coded;
use crate::dataset::{Column, Dataset, Numbers, Written};
use crate::{Error, Value};

/// More cases than one row can stand for: beyond 2^53 whole numbers have gaps.
const MOST_CASES: f64 = 9_007_199_254_740_992.0;

/// Weights above 0 of the rows that count.
pub(crate) enum RowWeights<'a> {
    /// One for each of them, in their order.
    OfChosen(Vec<f64>),
    /// One for every row of the dataset, as they are stored.
    OfAll(&'a [f64]),
}

impl RowWeights<'_> {
    /// The weights in their order, where every row counts.
    pub(crate) fn of_places(&self) -> &[f64] {
        match self {
            Self::OfChosen(weights) => weights,
            Self::OfAll(weights) => weights,
        }
    }
}

/// The rows of an analysis with their weights.
pub(crate) struct Rows<'a> {
    /// The rows that count, in their order. Nothing where every row of the dataset does.
    chosen: Option<Vec<usize>>,
    /// Nothing where every one counts as one.
    weights: Option<RowWeights<'a>>,
    /// Rows of the dataset, whether they count or not.
    length: usize,
    /// Cases each row of the dataset stands for, where it is not one.
    frequencies: Option<Vec<u64>>,
    /// Cases of the whole dataset.
    pub(crate) all: u64,
    /// Cases that fulfil the filter and have a usable weight.
    pub(crate) selected: u64,
    /// Cases whose filter is undecided.
    pub(crate) undecided: u64,
    /// Rows that fulfil the filter but have no usable weight or frequency.
    pub(crate) unusable: u64,
    /// Whether there is a weight variable.
    pub(crate) weighted: bool,
}

impl<'a> Rows<'a> {
    /// Applies the filter and the weight of an analysis.
    pub(crate) fn new(spec: &AnalysisSpec, data: &'a Dataset) -> Result<Self, Error> {
        let mut rows = Self {
            chosen: None,
            weights: None,
            length: data.rows(),
            frequencies: None,
            all: data.rows() as u64,
            selected: 0,
            undecided: 0,
            unusable: 0,
            weighted: spec.weight.is_some(),
        };
        if let Some(filter) = &spec.filter {
            let chosen = filter.choose(data)?;
            rows.undecided = chosen.undecided;
            rows.chosen = (chosen.rows.len() < rows.length).then_some(chosen.rows);
        }
        if let Some(name) = &spec.weight {
            let answers = Answers::new(data, name)?;
            let chosen = rows.chosen.as_deref();
            let are_usable = |numbers: &&[f64]| unusable(chosen, numbers) == 0;
            if let Some(numbers) = answers.stored().filter(are_usable) {
                rows.weights = Some(RowWeights::OfAll(numbers));
            } else {
                let given = answers.as_weights(chosen, rows.length);
                rows.unusable = given.unusable;
                rows.weights = Some(RowWeights::OfChosen(given.numbers));
            }
            if rows.unusable > 0 {
                rows.keep(|weight| weight > 0.0 && weight < f64::INFINITY);
            }
        }
        if let Some(name) = &spec.frequency {
            rows.count(name, data)?;
        }
        rows.selected = if rows.has_frequencies() {
            rows.iter().map(|(row, _)| rows.cases(row)).sum()
        } else {
            rows.places(0..rows.length).len() as u64
        };
        if rows.selected == 0 {
            return Err(Error::NoRows {
                data: data.id.clone(),
                rows: data.rows() as u64,
            });
        }
        Ok(rows)
    }

    /// Takes the cases each row stands for from a variable: they multiply its weight.
    fn count(&mut self, name: &str, data: &Dataset) -> Result<(), Error> {
        let given = numbers(data, name)?;
        let mut frequencies = Vec::with_capacity(given.len());
        for (row, given) in given.iter().enumerate() {
            let cases = given.unwrap_or(0.0);
            if !(0.0..=MOST_CASES).contains(&cases) || cases.fract() != 0.0 {
                return Err(Error::NotACount {
                    variable: name.to_owned(),
                    row: row as u64 + 1,
                    value: cases,
                });
            }
            // a whole number between 0 and 2^53
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            frequencies.push(cases as u64);
        }
        let mut weights = Vec::with_capacity(self.places(0..self.length).len());
        for (row, weight) in self.iter() {
            weights.push(weight * frequencies[row] as f64);
        }
        let without = self.iter().filter(|(row, _)| given[*row].is_none());
        self.unusable += without.count() as u64;
        self.weights = Some(RowWeights::OfChosen(weights));
        self.keep(|weight| weight > 0.0);
        self.all = frequencies.iter().sum();
        self.frequencies = Some(frequencies);
        Ok(())
    }

    /// Drops the rows whose weight does not count.
    fn keep(&mut self, counts: fn(f64) -> bool) {
        let kept = self.iter().filter(|(_, weight)| counts(*weight));
        let (chosen, weights) = kept.unzip();
        self.chosen = Some(chosen);
        self.weights = Some(RowWeights::OfChosen(weights));
    }

    /// How many cases a row stands for.
    pub(crate) fn cases(&self, row: usize) -> u64 {
        self.frequencies
            .as_ref()
            .map_or(1, |frequencies| frequencies[row])
    }

    /// Every row that counts, with its weight.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, f64)> {
        self.within(0..self.length)
    }

    /// The rows of a part that count, with their weights.
    pub(crate) fn within(&self, part: Range<usize>) -> impl Iterator<Item = (usize, f64)> {
        let (chosen, weights) = (self.chosen.as_deref(), self.weights.as_ref());
        self.places(part).map(move |place| {
            let row = chosen.map_or(place, |rows| rows[place]);
            let weight = weights.map_or(1.0, |weights| match weights {
                RowWeights::OfChosen(weights) => weights[place],
                RowWeights::OfAll(weights) => weights[row],
            });
            (row, weight)
        })
    }

    /// Where the rows of a part stand among those that count.
    pub(crate) fn places(&self, part: Range<usize>) -> Range<usize> {
        match &self.chosen {
            Some(rows) => {
                let before = |bound| rows.partition_point(|row| *row < bound);
                before(part.start)..before(part.end)
            }
            None => part,
        }
    }

    /// The rows that count, in their order; nothing where every row of the dataset does.
    pub(crate) fn chosen(&self) -> Option<&[usize]> {
        self.chosen.as_deref()
    }

    /// The weights of the rows that count; nothing where every one counts as one.
    pub(crate) fn weights(&self) -> Option<&RowWeights<'a>> {
        self.weights.as_ref()
    }

    /// Whether rows stand for several cases.
    pub(crate) fn has_frequencies(&self) -> bool {
        self.frequencies.is_some()
    }

    /// Rows of the dataset, whether they count or not.
    pub(crate) fn len(&self) -> usize {
        self.length
    }
}

/// The valid answers of a variable as numbers.
///
/// # Errors
/// [`Error::NotNumeric`] where an answer that counts as valid is a text.
pub(crate) fn numbers(data: &Dataset, name: &str) -> Result<Vec<Option<f64>>, Error> {
    let answers = Answers::new(data, name)?;
    Ok((0..data.rows()).map(|row| answers.get(row)).collect())
}

/// The valid answers of a variable as the numbers they are exactly.
///
/// # Errors
/// As [`numbers`].
pub(crate) fn exact_numbers(data: &Dataset, name: &str) -> Result<Vec<Option<Dd>>, Error> {
    let answers = Answers::new(data, name)?;
    Ok((0..data.rows()).map(|row| answers.exact(row)).collect())
}

/// The valid answers of a variable above its smallest one, and that one; above 0 where this would lose digits.
///
/// For statistics that a shift leaves alone: 10⁹ + 0.1 is no double, but 0.1 above 10⁹ is one.
///
/// # Errors
/// As [`numbers`].
pub(crate) fn shifted_numbers(
    data: &Dataset,
    name: &str,
) -> Result<(Vec<Option<f64>>, f64), Error> {
    let answers = Answers::new(data, name)?;
    let given = || (0..data.rows()).filter_map(|row| answers.get(row));
    let (low, high) = given().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    // so close together that every difference is exact (Sterbenz)
    let near = high <= 2.0 * low || low >= 2.0 * high;
    let origin = if near && low < high { low } else { 0.0 };
    let shifted = |row| Some((answers.exact(row)? - origin).value());
    let shifted = (0..data.rows()).map(shifted).collect();
    Ok((shifted, origin))
}

/// The valid answers of a variable as numbers, row by row.
pub(crate) enum Answers<'a> {
    /// Stored as numbers.
    Numbers {
        /// Doubles; NaN where there is none.
        numbers: &'a Numbers,
        /// Ranges of numbers that stand for no answer.
        missing: Vec<MissingRange>,
    },
    /// Stored as codes.
    Coded {
        /// The categories; each is a number, or does not occur.
        coded: Coded<'a>,
        /// The number of each slot; none for slot 0.
        numbers: Vec<Option<f64>>,
        /// What they are exactly.
        exact: Vec<Dd>,
        /// As it is stored.
        written: &'a Written,
    },
}

impl<'a> Answers<'a> {
    /// # Errors
    /// [`Error::NotNumeric`] where an answer that counts as valid is a text.
    pub(crate) fn new(data: &'a Dataset, name: &str) -> Result<Self, Error> {
        let (variable, column) = data.find(name)?;
        if let Column::Numbers(numbers) = column {
            return Ok(Self::Numbers {
                numbers,
                missing: variable.missing_numbers(),
            });
        }
        let coded = Coded::unlimited(variable, column)?;
        let categories = || coded.categories.iter().map(|category| &category.value);
        let numbers: Vec<Option<f64>> = std::iter::once(None)
            .chain(categories().map(Value::number))
            .collect();
        if numbers[1..].contains(&None) {
            let is_text = |slot: &usize| *slot > 0 && numbers[*slot].is_none();
            if let Some(slot) = (0..data.rows()).map(|row| coded.slot(row)).find(is_text) {
                return Err(Error::NotNumeric {
                    variable: name.to_owned(),
                    value: coded.categories[slot - 1].value.clone(),
                });
            }
        }
        let (written, dictionary) = match column {
            Column::Codes(codes) => (codes.written(), codes.dictionary()),
            Column::Numbers(_) | Column::Texts(_) => (&Written::Binary, [].as_slice()),
        };
        let exact = |value: &Value| {
            let number = value.number().unwrap_or(f64::NAN);
            let place = dictionary.iter().position(|stored| stored == value);
            place.map_or(Dd::from(number), |place| written.exact(place, number))
        };
        let exact = std::iter::once(Dd::ZERO).chain(categories().map(exact));
        Ok(Self::Coded {
            exact: exact.collect(),
            numbers,
            coded,
            written,
        })
    }

    /// The numbers of all rows, where they are stored as such and none of them stands for no answer.
    fn stored(&self) -> Option<&'a [f64]> {
        match self {
            Self::Numbers { numbers, missing } if missing.is_empty() => Some(numbers.values()),
            _ => None,
        }
    }

    /// The numbers of some rows, or of all of them, as weights.
    fn as_weights(&self, rows: Option<&[usize]>, length: usize) -> Weights {
        if let Self::Coded { coded, numbers, .. } = self
            && let Some((codes, slots)) = coded.bytes()
        {
            let mut table = [f64::NAN; 256];
            for (slot, number) in slots.iter().zip(&mut table) {
                *number = numbers[*slot].unwrap_or(f64::NAN);
            }
            return weights(match rows {
                Some(rows) => look_up_numbers(&pick(codes, rows), &table),
                None => look_up_numbers(codes, &table),
            });
        }
        let number = |row| self.get(row).unwrap_or(f64::NAN);
        weights(match rows {
            Some(rows) => rows.iter().map(|row| number(*row)).collect(),
            None => (0..length).map(number).collect(),
        })
    }

    /// The number of a row.
    pub(crate) fn get(&self, row: usize) -> Option<f64> {
        match self {
            Self::Numbers { numbers, missing } => {
                let number = numbers.values()[row];
                let valid = !number.is_nan() && !missing.iter().any(|range| range.contains(number));
                valid.then_some(number)
            }
            Self::Coded { coded, numbers, .. } => numbers[coded.slot(row)],
        }
    }

    /// The number of a row exactly.
    pub(crate) fn exact(&self, row: usize) -> Option<Dd> {
        let number = self.get(row)?;
        Some(match self {
            Self::Numbers { numbers, .. } => numbers.written().exact(row, number),
            Self::Coded { coded, exact, .. } => exact[coded.slot(row)],
        })
    }
}

impl Dataset {
    /// A variable with its answers.
    ///
    /// # Errors
    /// [`Error::UnknownVariable`] with the nearest name there is.
    pub fn find(&self, name: &str) -> Result<(&crate::codebook::Variable, &Column), Error> {
        self.variable(name).ok_or_else(|| Error::UnknownVariable {
            data: self.id.clone(),
            variable: name.to_owned(),
            nearest: crate::error::nearest(
                name,
                self.codebook
                    .variables
                    .iter()
                    .map(|variable| variable.name.as_str()),
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::{Analysis, Frequencies};
    use crate::codebook::Codebook;
    use crate::dataset::{CodeStore, Codes};
    use crate::filter::Filter;
    use crate::infer;

    /// Answers 1 to 3 or none, a weight as a number and as a code, and a frequency.
    type Row = (u8, u8, u8);

    /// Weights of the codes 1 to 5; 0 is no answer.
    const WEIGHTS: [f64; 6] = [f64::NAN, 0.5, 2.25, 0.0, -1.0, 3.0];

    fn data(rows: &[Row]) -> Dataset {
        let codes = |of: fn(&Row) -> u8, values: &[f64]| {
            let dictionary = values.iter().map(|value| Value::Number(*value));
            let codes = CodeStore::U8(rows.iter().map(of).collect());
            Column::Codes(Codes::new(codes, dictionary.collect()))
        };
        let weights = rows.iter().map(|row| WEIGHTS[usize::from(row.1)]);
        let columns = vec![
            codes(|row| row.0, &[1.0, 2.0, 3.0]),
            Column::Numbers(weights.collect::<Vec<f64>>().into()),
            codes(|row| row.1, &WEIGHTS[1..]),
            codes(|row| row.2, &[0.0, 1.0, 2.0]),
        ];
        let named = columns.iter().enumerate();
        let variables = named.map(|(at, column)| infer(&format!("v{at}"), column));
        let codebook = Codebook {
            variables: variables.collect(),
            ..Codebook::default()
        };
        Dataset::new("d".into(), "d".into(), codebook, columns).unwrap()
    }

    proptest! {
        #[test]
        fn rows_that_count_are_those_of_a_look_at_every_row(
            rows in prop::collection::vec((0u8..4, 0u8..6, 0u8..4), 1..400),
            filter in prop::sample::select(vec![None, Some("v0 = 2"), Some("not (v0 = 1)"), Some("v0 = 3 or v1 > 1"), Some("v0 >= 1")]),
            weight in prop::sample::select(vec![None, Some("v1"), Some("v2")]),
            counted: bool,
            cut in 0usize..400,
        ) {
            let data = data(&rows);
            let mut spec = AnalysisSpec::from(Analysis::Frequencies(Frequencies::of("v0")));
            spec.filter = filter.map(|text| Filter::Written(text.into()));
            spec.weight = weight.map(str::to_owned);
            spec.frequency = counted.then(|| "v3".to_owned());
            let (mut expected, mut undecided, mut unusable) = (Vec::new(), 0, 0);
            for (at, (answer, code, cases)) in rows.iter().enumerate() {
                let number = WEIGHTS[usize::from(*code)];
                let holds = match (filter, answer) {
                    (None, _) => Some(true),
                    (Some("v0 = 3 or v1 > 1"), 3) => Some(true),
                    (Some("v0 = 3 or v1 > 1"), _) if number > 1.0 => Some(true),
                    (Some("v0 = 3 or v1 > 1"), _) if number.is_nan() => None,
                    (Some(_), 0) => None,
                    (Some("v0 = 2"), answer) => Some(*answer == 2),
                    (Some("not (v0 = 1)"), answer) => Some(*answer != 1),
                    (Some("v0 >= 1"), _) => Some(true),
                    _ => Some(false),
                };
                undecided += u64::from(holds.is_none());
                if holds != Some(true) {
                    continue;
                }
                let weight = if weight.is_some() { number } else { 1.0 };
                let times = match cases {
                    _ if !counted => Some(1.0),
                    0 => None,
                    cases => Some(f64::from(*cases) - 1.0),
                };
                match times {
                    Some(times) if weight > 0.0 => {
                        if times > 0.0 {
                            expected.push((at, weight * times));
                        }
                    }
                    _ => unusable += 1,
                }
            }
            match Rows::new(&spec, &data) {
                Ok(found) => {
                    prop_assert_eq!(&found.iter().collect::<Vec<_>>(), &expected);
                    prop_assert_eq!((found.undecided, found.unusable), (undecided, unusable));
                    let cases: u64 = expected.iter().map(|(row, _)| found.cases(*row)).sum();
                    prop_assert_eq!(found.selected, cases);
                    let cut = cut.min(rows.len());
                    let parts = found.within(0..cut).chain(found.within(cut..rows.len()));
                    prop_assert_eq!(parts.collect::<Vec<_>>(), expected);
                }
                Err(error) => prop_assert!(expected.is_empty(), "{}", error),
            }
        }
    }
}
