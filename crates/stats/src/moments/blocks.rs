//! Moments of long columns: plain doubles within a block, double-double between blocks.

use std::ops::{Add, Mul, Sub};

use super::Moments;
use super::exact;
use crate::dd::Dd;

/// Values in a block: few enough that rounding within it stays below the last digits of a double.
pub(super) const LENGTH: usize = 1024;
/// Sums of fourth powers outside this range might have lost something to overflow or underflow.
pub(super) const RANGE: std::ops::Range<f64> = 1e-150..1e150;

/// Independent sums side by side, which a processor adds at once and which stay short.
#[derive(Clone, Copy)]
pub(super) struct Lanes(pub(super) [f64; 4]);

impl Lanes {
    pub(super) const ZERO: Self = Self([0.0; 4]);

    #[inline(always)]
    fn each(self, other: Self, of: impl Fn(f64, f64) -> f64) -> Self {
        let mut result = self;
        for (lane, other) in result.0.iter_mut().zip(other.0) {
            *lane = of(*lane, other);
        }
        result
    }

    fn total(self) -> Dd {
        self.0.into_iter().sum()
    }
}

impl Add for Lanes {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.each(other, |a, b| a + b)
    }
}

impl Sub for Lanes {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.each(other, |a, b| a - b)
    }
}

impl Mul for Lanes {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.each(other, |a, b| a * b)
    }
}

/// The sum, exact up to the error of the errors (Neumaier 1974).
#[inline(never)]
pub(super) fn sum(lanes: &[[f64; 4]]) -> Dd {
    let (mut sum, mut errors) = (Lanes::ZERO, Lanes::ZERO);
    for lane in lanes {
        // Knuth's two-sum
        let added = sum + Lanes(*lane);
        let part = added - sum;
        errors = errors + ((sum - (added - part)) + (Lanes(*lane) - part));
        sum = added;
    }
    sum.total() + errors.total()
}

/// Sums of the second to fourth powers of the deviations from a centre.
#[inline(never)]
fn powers(lanes: &[[f64; 4]], centre: f64) -> [Dd; 3] {
    let (mut squares, mut cubes, mut fourths) = (Lanes::ZERO, Lanes::ZERO, Lanes::ZERO);
    for lane in lanes {
        let deviation = Lanes(*lane) - Lanes([centre; 4]);
        let square = deviation * deviation;
        squares = squares + square;
        cubes = cubes + square * deviation;
        fourths = fourths + square * square;
    }
    [squares.total(), cubes.total(), fourths.total()]
}

/// The moments of at most [`LENGTH`] doubles.
///
/// Deviations are taken from the double next to the mean of the block, which makes them exact where values lie close
/// together, and moved to the mean itself at the end.
pub(super) fn moments(values: &[f64]) -> Moments {
    let (lanes, rest) = values.as_chunks();
    let n = values.len() as f64;
    let sum = sum(lanes) + rest.iter().copied().sum::<Dd>();
    let centre = sum.value() / n;
    let [mut squares, mut cubes, mut fourths] = powers(lanes, centre);
    for value in rest {
        let deviation = value - centre;
        let square = deviation * deviation;
        squares += square;
        cubes += square * deviation;
        fourths += square * square;
    }
    // not finite, overflowing, underflowing or constant
    if !RANGE.contains(&fourths.value()) {
        let seen = values.iter().map(|value| (Dd::from(*value), 1, 1.0));
        return exact::moments(&seen.collect::<Vec<_>>());
    }
    moved(
        values.len(),
        Dd::from(centre),
        sum / n - centre,
        [squares, cubes, fourths],
    )
}

/// The moments of n values whose mean lies `off` from the centre around which the sums of the second to fourth powers were
/// taken.
pub(super) fn moved(n: usize, centre: Dd, off: Dd, [squares, cubes, fourths]: [Dd; 3]) -> Moments {
    let weight = n as f64;
    let square = off.square();
    Moments {
        n: n as u64,
        weight: Dd::from(weight),
        exponent: 0,
        mean: centre + off,
        squares: squares - square * weight,
        cubes: cubes - off * squares * 3.0 + square * off * (2.0 * weight),
        fourths: fourths - off * cubes * 4.0 + square * squares * 6.0
            - square * square * (3.0 * weight),
    }
}
