//! Sizes of the population from another dataset, such as a contact frame: `inhabitants@frame` is the sum of that variable over the rows
//! of a stratum there, `@frame` counts its rows.

use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::finding::Category;
use crate::rows::numbers;
use crate::{Error, Value};

/// A dataset with the population, and what counts it.
pub(super) struct Frame<'a> {
    data: &'a Dataset,
    /// The variable that counts; every row is one where it is absent.
    count: Option<&'a str>,
}

impl<'a> Frame<'a> {
    /// The frame that a population names; nothing where it names a variable of the dataset itself.
    ///
    /// # Errors
    /// [`Error::UnknownDataset`].
    pub(super) fn named(
        name: &'a str,
        data: &Dataset,
        datasets: &'a [Dataset],
    ) -> Result<Option<Self>, Error> {
        let Some((count, id)) = name.rsplit_once('@') else {
            return Ok(None);
        };
        if data.variable(name).is_some() {
            return Ok(None);
        }
        Ok(Some(Self {
            data: super::run::find(datasets, id)?,
            count: (!count.is_empty()).then_some(count),
        }))
    }

    /// How many each row of the frame stands for.
    fn counts(&self) -> Result<Vec<f64>, Error> {
        let Some(name) = self.count else {
            return Ok(vec![1.0; self.data.rows()]);
        };
        let counts = numbers(self.data, name)?.into_iter().enumerate();
        counts
            .map(|(row, count)| {
                count.ok_or_else(|| Error::DesignMissing {
                    variable: format!("{name}@{}", self.data.id),
                    row: row as u64 + 1,
                })
            })
            .collect()
    }

    /// The whole population.
    ///
    /// # Errors
    /// [`Error::UnknownVariable`], [`Error::NotNumeric`], [`Error::DesignMissing`] where a row has no count.
    pub(super) fn total(&self) -> Result<f64, Error> {
        Ok(self.counts()?.iter().sum())
    }

    /// The population of each category of the strata; nothing for one that the frame does not have.
    ///
    /// # Errors
    /// As [`Frame::total`].
    pub(super) fn by_stratum(
        &self,
        strata: &str,
        categories: &[Category],
    ) -> Result<Vec<Option<f64>>, Error> {
        let counts = self.counts()?;
        let (variable, column) = self.data.find(strata)?;
        let coded = Coded::unlimited(variable, column)?;
        let mut sums = vec![0.0; coded.categories.len() + 1];
        for (row, count) in counts.iter().enumerate() {
            sums[coded.slot(row)] += count;
        }
        let size = |category: &Category| {
            let mut known = coded.categories.iter();
            let slot = known.position(|known| known.value.same(&category.value))?;
            (sums[slot + 1] > 0.0).then_some(sums[slot + 1])
        };
        Ok(categories.iter().map(size).collect())
    }

    /// The frame has nobody in this stratum.
    pub(super) fn lacks(&self, variable: &str, stratum: &Value) -> Error {
        Error::NotInFrame {
            frame: self.data.id.clone(),
            variable: variable.to_owned(),
            stratum: stratum.clone(),
        }
    }
}
