//! Moments in double-double arithmetic, in two passes: the plain way.

use super::Moments;
use crate::dd::{Dd, ExactSum};

/// Values beyond 2 to plus or minus this exponent are scaled, so that fourth powers of deviations stay representable.
const COMFORTABLE: i32 = 64;

/// x̄ = Σwx / Σw from an exact sum, then Σw(x − x̄)ᵏ for k = 2, 3, 4, in units that keep the powers within range.
pub(super) fn moments(observations: &[(Dd, u64, f64)]) -> Moments {
    let counted = || observations.iter().filter(|(_, _, weight)| *weight > 0.0);
    let Some(&(first, _, _)) = counted().next() else {
        return Moments::default();
    };
    let n = counted().map(|(_, n, _)| n).sum();
    let weight: Dd = counted().map(|(_, _, weight)| *weight).sum();
    let (mut largest, mut constant) = (0.0_f64, true);
    for (value, _, each) in counted() {
        if !value.value().is_finite() || !each.is_finite() {
            let mean = Dd::from(f64::NAN);
            return Moments {
                n,
                weight,
                mean,
                ..Moments::default()
            };
        }
        largest = largest.max(value.value().abs());
        constant = constant && *value == first;
    }
    let exponent = match largest {
        0.0 => 0,
        largest => libm::ilogb(largest),
    };
    let exponent = if exponent.abs() > COMFORTABLE {
        exponent
    } else {
        0
    };
    let mut found = Moments {
        n,
        weight,
        exponent,
        mean: first.scaled(-exponent),
        ..Moments::default()
    };
    if constant {
        return found;
    }
    let mut sum = ExactSum::default();
    for (value, _, weight) in counted() {
        let value = value.scaled(-exponent);
        for part in [value.value(), value.rest()] {
            let product = Dd::product(part, *weight);
            sum.add(product.value());
            sum.add(product.rest());
        }
    }
    found.mean = sum.total() / weight;
    for (value, _, weight) in counted() {
        let deviation = value.scaled(-exponent) - found.mean;
        let square = deviation.square();
        let weighted = square * *weight;
        found.squares += weighted;
        found.cubes += weighted * deviation;
        found.fourths += weighted * square;
    }
    found
}
