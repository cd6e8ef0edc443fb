//! How the rows came into the sample.

use super::calibration::Calibration;
use crate::Error;
use crate::order::sort_by;

/// What is known of the sample, row by row. All slices have one entry per row.
#[derive(Debug, Clone, Default)]
pub struct Sample<'a> {
    /// Sampling weight of each row: finite and not negative. A row of weight 0 belongs to the design and to no estimate.
    pub weights: Vec<f64>,
    /// Stratum of each row, from 0; one stratum where it is absent.
    pub strata: Option<&'a [usize]>,
    /// Cluster (primary sampling unit) of each row, any numbers; clusters are nested in strata, the same number in two
    /// strata means two clusters. Every case is a unit of its own where it is absent.
    pub clusters: Option<&'a [usize]>,
    /// How many equal cases each row stands for; one where it is absent.
    pub cases: Option<&'a [u64]>,
    /// How many units of the first stage there are to draw from.
    pub population: Population<'a>,
    /// What a stratum with a single unit contributes.
    pub lonely: LonelyPsu,
}

/// How many units of the first stage there are to draw from.
#[derive(Debug, Clone, Copy, Default)]
pub enum Population<'a> {
    /// So many that it makes no difference, or drawn with replacement.
    #[default]
    Infinite,
    /// So many units in the only stratum.
    Size(f64),
    /// So many units in the stratum of each row.
    Sizes(&'a [f64]),
    /// This part of the units in the stratum of each row was drawn.
    Fractions(&'a [f64]),
}

/// What a stratum with a single sampled unit contributes to the variance, where more units could have been drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LonelyPsu {
    /// Nothing can be said of its variance: an error that names the stratum. R: `survey.lonely.psu = "fail"`.
    #[default]
    Error,
    /// Nothing: the unit was certain to be drawn. R: `"certainty"`, `"remove"`.
    Certainty,
    /// The squared distance of its total from the mean total of all units. R: `"adjust"`, Stata: `singleunit(centered)`.
    Centred,
}

/// How a sample was drawn, checked.
#[derive(Debug, Clone)]
pub struct SurveyDesign {
    /// Weight of a case of each row, divided by `scale`.
    pub(super) weights: Vec<f64>,
    /// The power of two that keeps squares of weights in range.
    pub(super) scale: f64,
    /// Cases of each row.
    pub(super) cases: Vec<u64>,
    /// Rows in the order of their units.
    pub(super) order: Vec<usize>,
    /// The units in the order of their strata.
    pub(super) units: Vec<Unit>,
    pub(super) strata: Vec<Stratum>,
    pub(super) lonely: LonelyPsu,
    pub(super) clustered: bool,
    pub(super) calibration: Option<Calibration>,
}

/// Primary sampling units that are equal: one cluster, or the cases of one row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) stratum: usize,
    /// Where its rows begin and end in `order`.
    pub(super) first: usize,
    pub(super) end: usize,
    /// How many equal units it stands for.
    pub(super) count: f64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Stratum {
    /// Its number in the input.
    pub(super) number: usize,
    /// Sampled units.
    pub(super) units: f64,
    /// 1 − n / N.
    pub(super) correction: f64,
}

impl SurveyDesign {
    /// Checks a sample. O(n log n) with strata or clusters, O(n) without.
    ///
    /// # Errors
    /// [`Error::InvalidWeight`], [`Error::NoWeight`] where no row has one, [`Error::InvalidPopulation`] where a size or
    /// fraction differs within a stratum or is smaller than the sample, [`Error::LonelyUnit`] where a stratum has a single
    /// unit and [`LonelyPsu::Error`] is asked, [`Error::LengthsDiffer`].
    pub fn new(sample: Sample<'_>) -> Result<Self, Error> {
        let rows = sample.weights.len();
        for length in [
            sample.strata.map(<[usize]>::len),
            sample.clusters.map(<[usize]>::len),
            sample.cases.map(<[u64]>::len),
            match sample.population {
                Population::Sizes(given) | Population::Fractions(given) => Some(given.len()),
                Population::Infinite | Population::Size(_) => None,
            },
        ]
        .into_iter()
        .flatten()
        {
            if length != rows {
                return Err(Error::LengthsDiffer {
                    first: rows,
                    second: length,
                });
            }
        }
        let cases = sample.cases.map_or_else(|| vec![1; rows], <[u64]>::to_vec);
        let (weights, scale) = scaled(sample.weights, &cases)?;
        let stratum = |row: usize| sample.strata.map_or(0, |strata| strata[row]);
        let cluster = |row: usize| sample.clusters.map_or(row, |clusters| clusters[row]);
        let mut order: Vec<usize> = (0..rows).filter(|row| cases[*row] > 0).collect();
        if sample.strata.is_some() || sample.clusters.is_some() {
            sort_by(&mut order, |a, b| {
                let by_stratum = stratum(*a).cmp(&stratum(*b));
                by_stratum.then_with(|| cluster(*a).cmp(&cluster(*b)))
            });
        }
        let mut design = Self {
            weights,
            scale,
            cases,
            units: Vec::new(),
            strata: Vec::new(),
            lonely: sample.lonely,
            clustered: sample.clusters.is_some(),
            calibration: None,
            order: Vec::new(),
        };
        let mut before = None;
        for (at, &row) in order.iter().enumerate() {
            let here = (stratum(row), cluster(row));
            if before.is_none_or(|(stratum, _)| stratum != here.0) {
                design.strata.push(Stratum {
                    number: here.0,
                    units: 0.0,
                    correction: 1.0,
                });
            }
            let index = design.strata.len() - 1;
            if before != Some(here) {
                let count = if design.clustered {
                    1.0
                } else {
                    design.cases[row] as f64
                };
                design.units.push(Unit {
                    stratum: index,
                    first: at,
                    end: at,
                    count,
                });
                design.strata[index].units += count;
            }
            if let Some(unit) = design.units.last_mut() {
                unit.end = at + 1;
            }
            before = Some(here);
        }
        design.order = order;
        design.correct(sample.population)?;
        if design.lonely == LonelyPsu::Error {
            let alone = |stratum: &&Stratum| stratum.units == 1.0 && stratum.correction > 0.0;
            if let Some(stratum) = design.strata.iter().find(alone) {
                return Err(Error::LonelyUnit {
                    stratum: stratum.number,
                });
            }
        }
        Ok(design)
    }

    /// 1 − n / N of every stratum.
    fn correct(&mut self, population: Population<'_>) -> Result<(), Error> {
        let (given, fraction) = match population {
            Population::Infinite => return Ok(()),
            Population::Size(size) => {
                let [stratum] = self.strata.as_mut_slice() else {
                    return Err(Error::OneSizeForStrata {
                        strata: self.strata.len(),
                    });
                };
                return stratum.draw(size, false);
            }
            Population::Sizes(sizes) => (sizes, false),
            Population::Fractions(fractions) => (fractions, true),
        };
        let mut known: Option<(usize, f64)> = None;
        for unit in &self.units {
            for row in &self.order[unit.first..unit.end] {
                let here = (unit.stratum, given[*row]);
                match known {
                    Some((stratum, value)) if stratum == here.0 => {
                        if value != here.1 {
                            return Err(Error::InvalidPopulation {
                                stratum: self.strata[stratum].number,
                                sampled: self.strata[stratum].units,
                                population: here.1,
                            });
                        }
                    }
                    _ => {
                        self.strata[here.0].draw(here.1, fraction)?;
                        known = Some(here);
                    }
                }
            }
        }
        Ok(())
    }

    /// Rows of the design.
    pub fn rows(&self) -> usize {
        self.weights.len()
    }

    /// Primary sampling units.
    pub fn units(&self) -> f64 {
        self.strata.iter().map(|stratum| stratum.units).sum()
    }

    /// Strata.
    pub fn strata(&self) -> usize {
        self.strata.len()
    }

    /// Weight of a case of a row.
    pub fn weight(&self, row: usize) -> f64 {
        self.weights[row] * self.scale
    }

    /// Cases a row stands for; 0 where it is not in the sample.
    pub fn cases(&self, row: usize) -> u64 {
        self.cases[row]
    }

    /// Degrees of freedom: units less strata. R: `degf(design)`.
    pub fn df(&self) -> f64 {
        self.units() - self.strata.len() as f64
    }

    /// The same over the units and strata with a row in the subpopulation. R: `degf(subset(design, ...))`.
    pub fn df_within(&self, inside: &dyn Fn(usize) -> bool) -> f64 {
        let (mut units, mut strata, mut last) = (0.0, 0.0, None);
        for unit in &self.units {
            let rows = &self.order[unit.first..unit.end];
            if rows
                .iter()
                .any(|row| self.weights[*row] > 0.0 && inside(*row))
            {
                units += unit.count;
                if last != Some(unit.stratum) {
                    strata += 1.0;
                    last = Some(unit.stratum);
                }
            }
        }
        units - strata
    }
}

impl Stratum {
    fn draw(&mut self, population: f64, fraction: bool) -> Result<(), Error> {
        let sampled = if fraction {
            population
        } else {
            self.units / population
        };
        if sampled > 0.0 && sampled <= 1.0 {
            self.correction = if fraction {
                1.0 - population
            } else {
                (population - self.units) / population
            };
            Ok(())
        } else if !fraction && population == f64::INFINITY {
            Ok(())
        } else {
            Err(Error::InvalidPopulation {
                stratum: self.number,
                sampled: self.units,
                population,
            })
        }
    }
}

/// Weights divided by a power of two near the largest.
fn scaled(mut weights: Vec<f64>, cases: &[u64]) -> Result<(Vec<f64>, f64), Error> {
    let mut largest = 0.0_f64;
    for (row, weight) in weights.iter().enumerate() {
        if !(weight.is_finite() && *weight >= 0.0) {
            return Err(Error::InvalidWeight {
                row,
                weight: *weight,
            });
        }
        if cases[row] > 0 {
            largest = largest.max(*weight);
        }
    }
    if largest == 0.0 {
        return Err(Error::NoWeight);
    }
    let (_, exponent) = libm::frexp(largest);
    let scale = libm::ldexp(1.0, exponent - 1);
    if scale != 1.0 {
        for weight in &mut weights {
            *weight /= scale;
        }
    }
    Ok((weights, scale))
}
