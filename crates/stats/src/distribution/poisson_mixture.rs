//! Noncentral tails as Poisson mixtures of central ones: Σⱼ e^−m mʲ / j! · tailⱼ.
//!
//! Benton and Krishnamoorthy (2003), but each tail is built up in the direction in which it grows, so that only positive terms are added.

use super::incomplete_gamma;
use super::tails::{Scaled, Side, Tails};
use crate::dd::Dd;

/// Central distributions of a family in which the shape grows by one.
pub(super) struct Family<'a> {
    /// The shape for j = 0.
    pub(super) shape: f64,
    /// Both tails for a shape.
    pub(super) tails: &'a dyn Fn(f64) -> Tails,
    /// What the lower tail loses and the upper gains when the shape grows from `a` to `a + 1`.
    pub(super) gap: &'a dyn Fn(f64) -> Scaled,
    /// gap(a + 1) / gap(a).
    pub(super) ratio: &'a dyn Fn(f64) -> f64,
}

/// A tail of the mixture with Poisson mean m.
pub(super) fn mixture(family: &Family, side: Side, m: f64) -> Scaled {
    // the tail of weights beyond is below 10⁻²⁰ of what follows, as the tails only grow
    let spread = 10.0 * m.sqrt() + 40.0;
    let upwards = side == Side::Upper;
    let start = if upwards {
        (m - spread).max(0.0).floor()
    } else {
        (m + spread).ceil()
    };
    let shape = family.shape + start;
    let central = (family.tails)(shape);
    let first_gap = (family.gap)(if upwards { shape } else { shape - 1.0 });
    // counted in a unit in which neither a far tail nor its gap vanishes
    let (mut ln_unit, mut tail, mut gap) = if central.side == side {
        let unit = first_gap.ln;
        let tail = libm::exp((central.small.ln - unit).value()) * central.small.factor;
        (unit, tail, first_gap.factor)
    } else {
        (Dd::ZERO, central.probability(side), first_gap.value())
    };
    let mut weight = weight(start, m);
    let (mut sum, mut j) = (0.0, start);
    loop {
        let term = weight * tail;
        sum += term;
        let beyond = if upwards { j > m } else { j < m };
        let negligible = term.is_nan() || term < sum * (f64::EPSILON / 64.0);
        if beyond && negligible || !upwards && j == 0.0 {
            break;
        }
        tail += gap;
        let shape = family.shape + j;
        if upwards {
            gap *= (family.ratio)(shape);
            j += 1.0;
            weight *= m / j;
        } else {
            weight *= j / m;
            j -= 1.0;
            // the next gap is that between j − 1 and j
            if j > 0.0 {
                gap /= (family.ratio)(shape - 2.0);
            }
        }
        // a far tail outgrows the range of doubles while the weights fall below it
        if tail > 1e200 {
            (tail, gap, sum) = (tail * 1e-200, gap * 1e-200, sum * 1e-200);
            ln_unit += 200.0 * std::f64::consts::LN_10;
        }
        if weight < 1e-200 {
            (weight, sum) = (weight * 1e200, sum * 1e200);
            ln_unit += -200.0 * std::f64::consts::LN_10;
        }
    }
    Scaled {
        ln: ln_unit,
        factor: sum,
    }
}

/// e^−m mʲ / j!
fn weight(j: f64, m: f64) -> f64 {
    if j == 0.0 {
        libm::exp(-m)
    } else {
        incomplete_gamma::kernel(j, Dd::from(m))
            .times(1.0 / j)
            .value()
    }
}
