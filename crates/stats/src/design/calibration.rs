//! Variance after weights were calibrated to known margins.

use super::raking::{Margin, RakedWeights};
use super::sample::{Sample, SurveyDesign};
use crate::Error;
use crate::dd::Dd;

/// What the regression of linearised values on the categories of the margins needs.
#[derive(Debug, Clone)]
pub(super) struct Calibration {
    /// Column of each row in each margin, margin after margin.
    columns: Vec<u32>,
    margins: usize,
    /// Weight of a case of each row before calibration, in any scale.
    before: Vec<f64>,
    /// L of XᵀWX = L D Lᵀ, unit lower triangular, row by row; columns the others add up to have D = 0.
    lower: Vec<Dd>,
    diagonal: Vec<Dd>,
}

impl SurveyDesign {
    /// The design with weights that were calibrated to margins: post-stratified or raked.
    ///
    /// A linearised value then counts by its residual of a regression on the categories of all margins, weighted by the
    /// weights before: what the margins explain has no sampling error. Deville and Särndal (1992), *JASA* 87; for one
    /// margin this is the variance of post-stratification. R: `calibrate(design, ~a + b, calfun = "raking")`.
    ///
    /// # Errors
    /// [`Error::LengthsDiffer`]; those of [`SurveyDesign::new`] for the new weights.
    pub fn calibrated(self, margins: &[Margin<'_>], raked: &RakedWeights) -> Result<Self, Error> {
        let rows = self.rows();
        for length in margins
            .iter()
            .map(|margin| margin.categories.len())
            .chain([raked.weights.len()])
        {
            if length != rows {
                return Err(Error::LengthsDiffer {
                    first: rows,
                    second: length,
                });
            }
        }
        let calibration = Calibration::new(margins, &self.weights, &self.cases);
        // the checks of weights and their scale are those of any sample
        let Self { weights, scale, .. } = Self::new(Sample {
            weights: raked.weights.clone(),
            cases: Some(&self.cases),
            lonely: super::LonelyPsu::Certainty,
            ..Sample::default()
        })?;
        Ok(Self {
            weights,
            scale,
            calibration: Some(calibration),
            ..self
        })
    }
}

impl Calibration {
    fn new(margins: &[Margin<'_>], weights: &[f64], cases: &[u64]) -> Self {
        let mut columns = Vec::with_capacity(margins.len() * weights.len());
        let mut size = 0;
        for margin in margins {
            columns.extend(margin.categories.iter().map(|at| (size + at) as u32));
            size += margin.targets.len();
        }
        let mut calibration = Self {
            columns,
            margins: margins.len(),
            before: weights.to_vec(),
            lower: vec![Dd::ZERO; size * size],
            diagonal: vec![Dd::ZERO; size],
        };
        for (row, weight) in weights.iter().enumerate() {
            let weight = weight * cases[row] as f64;
            if weight > 0.0 {
                for margin in 0..margins.len() {
                    let one = calibration.column(margin, row);
                    for other in 0..=margin {
                        let other = calibration.column(other, row);
                        calibration.lower[one * size + other] += weight;
                    }
                }
            }
        }
        calibration.factor();
        calibration
    }

    fn column(&self, margin: usize, row: usize) -> usize {
        self.columns[margin * self.before.len() + row] as usize
    }

    /// L D Lᵀ in place; pivots that rounding leaves of dependent columns are 0.
    fn factor(&mut self) {
        let size = self.diagonal.len();
        for row in 0..size {
            let whole = self.lower[row * size + row];
            for column in 0..=row {
                let mut sum = self.lower[row * size + column];
                for before in 0..column {
                    sum += -(self.lower[row * size + before]
                        * self.lower[column * size + before]
                        * self.diagonal[before]);
                }
                if column == row {
                    let kept = sum.value() > 1e-20 * whole.value();
                    self.diagonal[row] = if kept { sum } else { Dd::ZERO };
                    self.lower[row * size + row] = Dd::ONE;
                } else {
                    let pivot = self.diagonal[column];
                    self.lower[row * size + column] = if pivot.value() > 0.0 {
                        sum / pivot
                    } else {
                        Dd::ZERO
                    };
                }
            }
        }
    }

    /// Slopes of `count` variables on the columns, variable after variable.
    pub(super) fn slopes(
        &self,
        cases: &[u64],
        count: usize,
        values: &mut dyn FnMut(usize, &mut [Dd]),
    ) -> Vec<Dd> {
        let size = self.diagonal.len();
        let mut slopes = vec![Dd::ZERO; size * count];
        let mut u = vec![Dd::ZERO; count];
        for (row, weight) in self.before.iter().enumerate() {
            let weight = weight * cases[row] as f64;
            if weight == 0.0 {
                continue;
            }
            u.fill(Dd::ZERO);
            values(row, &mut u);
            for margin in 0..self.margins {
                let column = self.column(margin, row);
                for (variable, u) in u.iter().enumerate() {
                    slopes[variable * size + column] += *u * weight;
                }
            }
        }
        for slopes in slopes.chunks_exact_mut(size.max(1)) {
            for row in 0..size {
                for column in 0..row {
                    let step = self.lower[row * size + column] * slopes[column];
                    slopes[row] += -step;
                }
            }
            for row in (0..size).rev() {
                let pivot = self.diagonal[row];
                slopes[row] = if pivot.value() > 0.0 {
                    slopes[row] / pivot
                } else {
                    Dd::ZERO
                };
                for below in row + 1..size {
                    let step = self.lower[below * size + row] * slopes[below];
                    slopes[row] += -step;
                }
                if pivot.value() == 0.0 {
                    slopes[row] = Dd::ZERO;
                }
            }
        }
        slopes
    }

    /// Replaces the values of a row by their residuals.
    pub(super) fn take_off(&self, row: usize, slopes: &[Dd], u: &mut [Dd]) {
        let size = self.diagonal.len();
        for margin in 0..self.margins {
            let column = self.column(margin, row);
            for (variable, u) in u.iter_mut().enumerate() {
                *u += -slopes[variable * size + column];
            }
        }
    }
}
