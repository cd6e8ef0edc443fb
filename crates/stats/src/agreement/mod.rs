//! Agreement of raters: kappas, Krippendorff's alpha, intraclass correlations.
//!
//! [`cohen_kappa`] takes the table of two raters, [`icc`] rows of numbers; the others start from [`Ratings`], which only
//! knows how many raters put a unit where.

mod cohen;
mod fleiss;
mod icc;
mod jackknife;
mod krippendorff;
mod sets;

pub use cohen::{CohenKappa, RatingWeights, cohen_kappa};
pub use fleiss::{ChanceCorrected, FleissKappa, KappaCategory, fleiss_kappa, gwet_ac1};
pub use icc::{Icc, IccForm, icc};
pub use krippendorff::{Krippendorff, MeasurementLevel, krippendorff_alpha};
pub use sets::{SetDistance, krippendorff_alpha_of_sets};

use crate::Error;
use crate::order::{sort, sort_by};

/// Ratings of units by categories: how many raters put each unit where.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    /// Distinct units in a fixed order.
    units: Vec<Unit>,
    categories: usize,
}

/// How a unit was rated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// Category and how many raters chose it, in ascending order, no category twice.
    ratings: Vec<(usize, u64)>,
    /// How many units were rated like this.
    cases: u64,
}

impl Ratings {
    /// From units, each a list of (category, how many raters) and how many units are rated so; categories from 0.
    /// Units with fewer than two ratings say nothing about agreement and are left out.
    ///
    /// # Errors
    /// [`Error::TooFewCases`] where no unit with two ratings is left.
    pub fn new(
        units: impl IntoIterator<Item = (Vec<(usize, u64)>, u64)>,
        categories: usize,
    ) -> Result<Self, Error> {
        let mut kept: Vec<Unit> = Vec::new();
        for (mut given, cases) in units {
            sort_by(&mut given, Ord::cmp);
            let mut ratings: Vec<(usize, u64)> = Vec::new();
            for (category, count) in given.into_iter().filter(|(_, count)| *count > 0) {
                match ratings.last_mut() {
                    Some(last) if last.0 == category => last.1 += count,
                    _ => ratings.push((category, count)),
                }
            }
            let unit = Unit { ratings, cases };
            if cases > 0 && unit.raters() >= 2 {
                kept.push(unit);
            }
        }
        sort(&mut kept, Ord::cmp);
        let mut units: Vec<Unit> = Vec::new();
        for unit in kept {
            match units.last_mut() {
                Some(last) if last.ratings == unit.ratings => last.cases += unit.cases,
                _ => units.push(unit),
            }
        }
        if units.is_empty() {
            return Err(Error::TooFewCases { n: 0, needed: 1 });
        }
        Ok(Self { units, categories })
    }

    /// Units with at least two ratings.
    pub fn n(&self) -> u64 {
        self.units.iter().map(|unit| unit.cases).sum()
    }

    /// Ratings of each category.
    fn totals(&self) -> Vec<u64> {
        let mut totals = vec![0; self.categories];
        for unit in &self.units {
            for (category, count) in &unit.ratings {
                totals[*category] += count * unit.cases;
            }
        }
        totals
    }

    /// How many raters rated every unit.
    ///
    /// # Errors
    /// [`Error::UnequalRatings`] where it is not the same number.
    fn raters(&self) -> Result<u64, Error> {
        let raters = || self.units.iter().map(Unit::raters);
        let (least, most) = (raters().min().unwrap_or(0), raters().max().unwrap_or(0));
        if least < most {
            return Err(Error::UnequalRatings { least, most });
        }
        Ok(least)
    }
}

impl Unit {
    fn raters(&self) -> u64 {
        self.ratings.iter().map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests;
