//! Columns of texts that are read as something else: days, or numbers with a unit.

use super::dates::{self, Dates};
use super::numerals::numerals;
use crate::codebook::{DateOrder, Level, Origin, Reason, Temporal, Variable};
use crate::dataset::{Codes, Column, Dataset, Numbers, Written};
use crate::{Error, Value, calendar};

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Turns texts that are days or moments into numbers that count them, wherever that can be told.
pub(super) fn find_dates(data: &mut Dataset) {
    for at in 0..data.columns().len() {
        let variable = &data.codebook.variables[at];
        let unread = variable.level == Level::Date
            && variable.origin.is_guessed()
            && variable.temporal.is_none();
        if !unread {
            continue;
        }
        if let Some((column, temporal, order)) = read_dates(variable, &data.columns()[at], None) {
            data.replace(at, column);
            let variable = &mut data.codebook.variables[at];
            variable.temporal = Some(temporal);
            variable.dates = Some(order);
            variable.origin = Origin::Guessed(Reason::DatesWritten { order });
        }
    }
}

impl Dataset {
    /// Reads the texts of a variable as days in this order, and days that were read in another order anew. Columns that count days of
    /// themselves stay as they are.
    ///
    /// # Errors
    /// [`Error::UnknownVariable`], [`Error::NotDates`] where a text is no day in that order; nothing is changed then.
    pub(crate) fn read_dates(&mut self, name: &str, order: DateOrder) -> Result<(), Error> {
        let at = self.place(name)?;
        let variable = &self.codebook.variables[at];
        let not = |value: String| Error::NotDates {
            variable: name.to_owned(),
            value,
            order,
        };
        let (column, temporal) = match (variable.temporal, variable.dates) {
            (Some(temporal), Some(before)) => {
                if before == order {
                    return Ok(());
                }
                let swapped = swapped(&self.columns()[at], temporal, before, order);
                (swapped.map_err(not)?, temporal)
            }
            (Some(_), None) => return Ok(()),
            (None, _) => {
                let column = &self.columns()[at];
                if matches!(column, Column::Numbers(_)) {
                    return Ok(());
                }
                let read = read_dates(variable, column, Some(order));
                let (column, temporal, _) = read.ok_or_else(|| {
                    let is_day = |text: &str| dates::dates([text].into_iter(), Some(order));
                    let texts = answers(variable, column);
                    not(texts
                        .into_iter()
                        .find(|text| is_day(text).is_none())
                        .unwrap_or_default())
                })?;
                (column, temporal)
            }
        };
        self.replace(at, column);
        let variable = &mut self.codebook.variables[at];
        variable.temporal = Some(temporal);
        variable.dates = Some(order);
        variable.level = Level::Date;
        Ok(())
    }

    /// Reads the texts of a variable as numbers, apart from those that count as missing. Columns without texts stay as they are.
    ///
    /// # Errors
    /// [`Error::UnknownVariable`], [`Error::NotNumbers`] where a text is no number; nothing is changed then.
    pub(crate) fn read_numbers(&mut self, name: &str) -> Result<(), Error> {
        let at = self.place(name)?;
        let (variable, column) = (&self.codebook.variables[at], &self.columns()[at]);
        if !crate::expression::is_text(variable, column) {
            return Ok(());
        }
        let mut exact = Written::Binary;
        let mut wrong = None;
        let read = reread(variable, column, &mut |texts| match numerals(texts) {
            Ok(found) => {
                exact = found.written;
                Some(found.values)
            }
            Err(at) => {
                wrong = Some(texts[at].to_owned());
                None
            }
        });
        let Some(column) = read else {
            return Err(Error::NotNumbers {
                variable: name.to_owned(),
                value: wrong.unwrap_or_default(),
            });
        };
        let column = match column {
            Column::Numbers(numbers) => {
                Column::Numbers(Numbers::new(numbers.values().to_vec(), exact))
            }
            Column::Codes(codes) => Column::Codes(codes.with_written(exact)),
            other => other,
        };
        self.replace(at, column);
        Ok(())
    }

    fn place(&self, name: &str) -> Result<usize, Error> {
        self.find(name)?;
        let mut variables = self.codebook.variables.iter();
        Ok(variables
            .position(|variable| variable.name == name)
            .unwrap_or_default())
    }
}

fn read_dates(
    variable: &Variable,
    column: &Column,
    order: Option<DateOrder>,
) -> Option<(Column, Temporal, DateOrder)> {
    let mut how = None;
    let column = reread(variable, column, &mut |texts| {
        let Dates {
            temporal,
            order,
            numbers,
        } = dates::dates(texts.iter().copied(), order)?;
        how = Some((temporal, order));
        Some(numbers)
    })?;
    let (temporal, order) = how?;
    Some((column, temporal, order))
}

/// Days that were read in one order as they are in another: day and month change places.
fn swapped(
    column: &Column,
    temporal: Temporal,
    before: DateOrder,
    after: DateOrder,
) -> Result<Column, String> {
    let swap = |number: f64| {
        let days = match temporal {
            Temporal::DateTime => (number / DAY).floor(),
            Temporal::Date | Temporal::Time => number,
        };
        // days of a calendar are far below 2^53
        #[allow(clippy::cast_possible_truncation)]
        let civil = calendar::civil(days as i64);
        let parts = (before != DateOrder::YearMonthDay && after != DateOrder::YearMonthDay)
            .then_some(civil)?;
        let (year, month) = (
            i32::try_from(parts.year).ok()?,
            u32::try_from(parts.day).ok()?,
        );
        let day = calendar::day(year, month, u32::try_from(parts.month).ok()?)? as f64;
        Some(match temporal {
            Temporal::DateTime => number + (day - days) * DAY,
            Temporal::Date | Temporal::Time => day,
        })
    };
    let written = |number: f64| temporal.write(number).unwrap_or_default();
    let each = |number: f64| match number.is_nan() {
        true => Ok(number),
        false => swap(number).ok_or_else(|| written(number)),
    };
    Ok(match column {
        Column::Numbers(numbers) => {
            let values = numbers.values().iter().map(|number| each(*number));
            Column::Numbers(Numbers::from(values.collect::<Result<Vec<f64>, _>>()?))
        }
        Column::Codes(codes) => {
            let mut dictionary = codes.dictionary().to_vec();
            for value in &mut dictionary {
                if let Value::Number(number) = value {
                    *number = each(*number)?;
                }
            }
            Column::Codes(codes.with_dictionary(dictionary))
        }
        Column::Texts(texts) => Column::Texts(texts.clone()),
    })
}

/// The different answers of a column as texts, in the order of the column, apart from those that count as missing; of texts that are no
/// codes, one for each row.
fn answers(variable: &Variable, column: &Column) -> Vec<String> {
    match column {
        Column::Numbers(_) => Vec::new(),
        Column::Codes(codes) => codes
            .dictionary()
            .iter()
            .filter(|value| !variable.is_missing(value))
            .map(ToString::to_string)
            .collect(),
        Column::Texts(texts) => (0..texts.len())
            .filter_map(|row| texts.get(row))
            .filter(|text| !variable.is_missing(&Value::from(*text)))
            .map(str::to_owned)
            .collect(),
    }
}

/// The column with numbers in place of its texts, where `read` can read all of them; texts that count as missing stay where a column
/// can hold both.
fn reread(
    variable: &Variable,
    column: &Column,
    read: &mut dyn FnMut(&[&str]) -> Option<Vec<f64>>,
) -> Option<Column> {
    match column {
        Column::Numbers(_) => None,
        Column::Codes(codes) => {
            let answers = answers(variable, column);
            let texts: Vec<&str> = answers.iter().map(String::as_str).collect();
            let numbers = read(&texts)?;
            // two writings of one number would be two codes for one value
            let mut different = numbers.clone();
            crate::order::sort_numbers(&mut different);
            different.dedup();
            let distinct = different.len() == numbers.len();
            let mut numbers = numbers.into_iter();
            let dictionary: Vec<Value> = codes
                .dictionary()
                .iter()
                .map(|value| {
                    let number = (!variable.is_missing(value)).then(|| numbers.next());
                    number.flatten().map_or(value.clone(), Value::Number)
                })
                .collect();
            Some(if distinct {
                Column::Codes(codes.with_dictionary(dictionary))
            } else {
                spread(codes, &dictionary)
            })
        }
        Column::Texts(texts) => {
            let answer = |row: usize| {
                let text = texts.get(row)?;
                (!variable.is_missing(&Value::from(text))).then_some(text)
            };
            let answers: Vec<&str> = (0..texts.len()).filter_map(answer).collect();
            let mut numbers = read(&answers)?.into_iter();
            let values = (0..texts.len())
                .map(|row| answer(row).and_then(|_| numbers.next()).unwrap_or(f64::NAN))
                .collect::<Vec<f64>>();
            Some(Column::Numbers(Numbers::from(values)))
        }
    }
}

/// A number per row; rows with other values have none.
fn spread(codes: &Codes, dictionary: &[Value]) -> Column {
    let number = |row: usize| {
        let value = codes.code(row).checked_sub(1).map(|at| &dictionary[at]);
        value.and_then(Value::number).unwrap_or(f64::NAN)
    };
    Column::Numbers(Numbers::from(
        (0..codes.len()).map(number).collect::<Vec<f64>>(),
    ))
}
