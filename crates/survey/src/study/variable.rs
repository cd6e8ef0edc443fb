//! What a study says about one variable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codebook::{DateOrder, Level, MissingRange, Origin, UserMissing, ValueLabel};
use crate::dataset::Dataset;
use crate::{Error, Text};

/// What a study says about one variable; what it does not say stays as it was given or guessed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VariableSpec {
    /// Name of the column.
    pub name: String,
    /// The question or a short description.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// Level of measurement; inferred where it is not given. `scale` reads texts such as "12 %" as numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// In which order texts write year, month and day, where that does not show ("01/02/2026") or shows wrongly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// Name of a shared scale in [`Study::scales`](super::Study::scales).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<String>,
    /// Value labels of this variable alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueLabel>,
    /// Stored values that are no valid answers; `[]` says that there are none, whatever was guessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<UserMissing>>,
    /// Ranges of numbers that are no valid answers; `[]` says that there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_ranges: Option<Vec<MissingRange>>,
    /// The wording is invented because the original is lost.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub placeholder: bool,
}

impl VariableSpec {
    /// Changes what is stated here about a variable of a dataset and leaves the rest. A value written as a text where the
    /// file has numbers, or the other way round, means the value the file has. `origin` is where the statement comes from.
    ///
    /// # Errors
    /// [`Error::UnknownVariable`]; [`Error::UnknownScale`] where the scale is not among `scales`; [`Error::NotNumbers`] and
    /// [`Error::NotDates`] where a text is not what it should be. Level and order of dates are then as they were, the rest holds.
    pub fn apply(
        &self,
        scales: &BTreeMap<String, Vec<ValueLabel>>,
        origin: Origin,
        data: &mut Dataset,
    ) -> Result<(), Error> {
        data.find(&self.name)?;
        let mut values = match &self.scale {
            Some(name) => scales
                .get(name)
                .ok_or_else(|| Error::UnknownScale {
                    variable: self.name.clone(),
                    scale: name.clone(),
                })?
                .clone(),
            None => Vec::new(),
        };
        if !self.values.is_empty() {
            values.clone_from(&self.values);
        }
        // what is missing is no text that would have to be a number
        self.apply_missing(&origin, data)?;
        let read = self.read_texts(data);
        let level = self.level.filter(|_| read.is_ok());
        if read.is_ok() && level == Some(Level::Scale) {
            // texts that count as missing may be written as numbers now
            self.apply_missing(&origin, data)?;
        }
        let (_, column) = data.find(&self.name)?;
        for known in &mut values {
            known.value = column.as_stored(&known.value);
        }
        let variables = data.codebook.variables.iter_mut();
        for variable in variables.filter(|variable| variable.name == self.name) {
            if !values.is_empty() {
                variable.values.clone_from(&values);
                variable.values_origin = origin.clone();
            }
            if !self.label.is_empty() {
                variable.label = self.label.clone();
            }
            match level {
                Some(level) => variable.level = level,
                // in a short file every category may occur once, like a key
                None if !values.is_empty()
                    && matches!(variable.level, Level::Identifier | Level::Text) =>
                {
                    variable.level = Level::Nominal;
                }
                None => {}
            }
            if level.is_some() || self.dates.is_some() && read.is_ok() {
                variable.origin = origin.clone();
            }
            variable.placeholder |= self.placeholder;
        }
        read
    }

    fn apply_missing(&self, origin: &Origin, data: &mut Dataset) -> Result<(), Error> {
        let (_, column) = data.find(&self.name)?;
        let mut missing = self.missing.clone();
        for known in missing.iter_mut().flatten() {
            known.value = column.as_stored(&known.value);
        }
        let variables = data.codebook.variables.iter_mut();
        for variable in variables.filter(|variable| variable.name == self.name) {
            if let Some(missing) = &missing {
                variable.missing.clone_from(missing);
            }
            if let Some(ranges) = &self.missing_ranges {
                variable.missing_ranges.clone_from(ranges);
            }
            if missing.is_some() || self.missing_ranges.is_some() {
                variable.missing_origin = origin.clone();
            }
        }
        Ok(())
    }

    /// Reads texts as the days or numbers they are stated to be.
    fn read_texts(&self, data: &mut Dataset) -> Result<(), Error> {
        match (self.dates, self.level) {
            (Some(order), _) => data.read_dates(&self.name, order),
            (None, Some(Level::Scale)) => data.read_numbers(&self.name),
            _ => Ok(()),
        }
    }
}
