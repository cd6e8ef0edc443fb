//! The covariance of estimated totals under a design.

use super::sample::{LonelyPsu, Stratum, SurveyDesign};
use crate::dd::Dd;

/// Products of every two of `size` totals, row by row.
pub(super) type Products = Vec<Dd>;

impl SurveyDesign {
    /// Covariances of the totals Σ w uₖ, k = 1 ... `size`, where `values(row, u)` adds the values of a case of the row to
    /// the zeros in `u`. Weights are those divided by the scale of the design.
    ///
    /// Σₕ (1 − nₕ/Nₕ) nₕ/(nₕ − 1) Σᵢ (zₕᵢ − z̄ₕ)(zₕᵢ − z̄ₕ)ᵀ with zₕᵢ the weighted total of unit i of stratum h (the *ultimate
    /// cluster*): later stages of drawing are inside zₕᵢ. Sums are taken over the differences from the first unit of a
    /// stratum in double-double arithmetic, so that equal units give exactly 0. Särndal et al. (1992), §5.5. After a
    /// calibration the values are the residuals of their regression on the margins: Deville and Särndal (1992).
    /// R: `survey:::svyrecvar`.
    pub(super) fn covariance(
        &self,
        size: usize,
        values: &mut dyn FnMut(usize, &mut [Dd]),
    ) -> Products {
        let Some(calibration) = &self.calibration else {
            return self.covariance_of(size, values);
        };
        let slopes = calibration.slopes(&self.cases, size, values);
        self.covariance_of(size, &mut |row, u| {
            values(row, u);
            calibration.take_off(row, &slopes, u);
        })
    }

    fn covariance_of(&self, size: usize, values: &mut dyn FnMut(usize, &mut [Dd])) -> Products {
        let mut sum = Sums::new(size);
        let mut u = vec![Dd::ZERO; size];
        let (mut z, mut first) = (u.clone(), u.clone());
        let mut at = None;
        // totals of single units, to be compared with the mean of all
        let mut alone: Vec<(f64, Vec<Dd>)> = Vec::new();
        let mut everything = u.clone();
        for unit in &self.units {
            let stratum = &self.strata[unit.stratum];
            z.fill(Dd::ZERO);
            for &row in &self.order[unit.first..unit.end] {
                let mut weight = self.weights[row];
                if weight == 0.0 {
                    continue;
                }
                if self.clustered {
                    weight *= self.cases[row] as f64;
                }
                u.fill(Dd::ZERO);
                values(row, &mut u);
                for (z, u) in z.iter_mut().zip(&u) {
                    if u.value() != 0.0 {
                        *z += *u * weight;
                    }
                }
            }
            if stratum.units == 1.0 {
                if self.lonely == LonelyPsu::Centred && stratum.correction > 0.0 {
                    alone.push((stratum.correction, z.clone()));
                }
            } else if at == Some(unit.stratum) {
                sum.add(&z, &first, unit.count);
            } else {
                sum.close(at.map(|at: usize| &self.strata[at]));
                at = Some(unit.stratum);
                first.copy_from_slice(&z);
            }
            if self.lonely == LonelyPsu::Centred {
                for (everything, z) in everything.iter_mut().zip(&z) {
                    *everything += *z * unit.count;
                }
            }
        }
        sum.close(at.map(|at| &self.strata[at]));
        for everything in &mut everything {
            *everything = *everything / self.units();
        }
        for (correction, z) in alone {
            sum.add(&z, &everything, 1.0);
            sum.add_products(correction);
        }
        sum.total
    }

    /// The variance of one total Σ w u.
    pub(super) fn variance(&self, value: &dyn Fn(usize) -> Option<Dd>) -> Dd {
        self.covariance(1, &mut |row, u| {
            if let Some(value) = value(row) {
                u[0] = value;
            }
        })[0]
    }
}

/// Sums and sums of products of the differences within a stratum, and the covariance of the strata before it.
struct Sums {
    sums: Vec<Dd>,
    products: Products,
    differences: Vec<(usize, Dd)>,
    total: Products,
}

impl Sums {
    fn new(size: usize) -> Self {
        Self {
            sums: vec![Dd::ZERO; size],
            products: vec![Dd::ZERO; size * size],
            differences: Vec::with_capacity(size),
            total: vec![Dd::ZERO; size * size],
        }
    }

    /// Adds a unit that stands for `count`; most differences of a table of cells are 0.
    fn add(&mut self, z: &[Dd], origin: &[Dd], count: f64) {
        let size = self.sums.len();
        self.differences.clear();
        for (at, (z, origin)) in z.iter().zip(origin).enumerate() {
            let difference = *z - *origin;
            if difference.value() != 0.0 {
                self.differences.push((at, difference));
            }
        }
        for &(row, one) in &self.differences {
            self.sums[row] += one * count;
            for &(column, other) in &self.differences {
                if column >= row {
                    self.products[row * size + column] += one * other * count;
                }
            }
        }
    }

    /// Ends a stratum.
    fn close(&mut self, stratum: Option<&Stratum>) {
        let Some(stratum) = stratum else {
            return;
        };
        let size = self.sums.len();
        for row in 0..size {
            for column in row..size {
                let product = self.sums[row] * self.sums[column] / stratum.units;
                self.products[row * size + column] += -product;
            }
        }
        // n / (n − 1) without rounding twice
        let factor = Dd::quotient(stratum.units, stratum.units - 1.0) * stratum.correction;
        self.add_products_by(factor);
    }

    fn add_products(&mut self, factor: f64) {
        self.add_products_by(Dd::from(factor));
    }

    /// Adds the products to the total, both halves, and forgets them.
    fn add_products_by(&mut self, factor: Dd) {
        let size = self.sums.len();
        for row in 0..size {
            for column in row..size {
                let product = self.products[row * size + column] * factor;
                self.total[row * size + column] += product;
                if column > row {
                    self.total[column * size + row] += product;
                }
            }
        }
        self.sums.fill(Dd::ZERO);
        self.products.fill(Dd::ZERO);
    }
}
