//! Partial correlation.

use super::cross_products::sweep;
use super::{Coefficient, CorrelationTest, CrossProducts};
use crate::{Error, Interval, Level};

/// Correlation of two variables given others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartialCorrelation {
    /// Which variable, from 0.
    pub first: usize,
    /// Which other.
    pub second: usize,
    /// r.
    pub r: f64,
    /// Student's t with n − 2 − q degrees of freedom for q controls.
    pub test: Option<CorrelationTest>,
    /// tanh(atanh r ± z / √(n − 3 − q)).
    pub interval: Option<Interval>,
}

/// Partial correlations of every two variables given the last `controls` of them.
///
/// Pearson's correlation of what a linear regression on the controls leaves over. Fisher (1924). R: `ppcor::pcor.test`.
///
/// # Errors
/// [`Error::Collinear`] where the controls before it determine a control, [`Error::ConstantVariable`] where they leave
/// nothing of a variable.
pub fn partial_correlations(
    products: &CrossProducts,
    controls: usize,
    level: Level,
) -> Result<Vec<PartialCorrelation>, Error> {
    let mut rest = products.products.clone();
    let variables = rest.len() - controls;
    for control in variables..rest.len() {
        sweep(&mut rest, control, products.products[control][control])?;
    }
    for index in 0..variables {
        if rest[index][index].value() <= products.products[index][index].value() * 1e-24 {
            return Err(Error::ConstantVariable { index });
        }
    }
    let free = products.n as f64 - controls as f64;
    let mut found = Vec::new();
    for second in 1..variables {
        for first in 0..second {
            let coefficient = Coefficient::new(
                rest[first][first],
                rest[second][second],
                rest[first][second],
            )
            .ok_or(Error::ConstantVariable { index: first })?;
            found.push(PartialCorrelation {
                first,
                second,
                r: coefficient.r,
                test: coefficient.t_test(free - 2.0),
                interval: coefficient.interval(1.0 / (free - 3.0), level),
            });
        }
    }
    Ok(found)
}
