//! Whether neighbours are alike.

use super::Moments;
use crate::dd::Dd;

/// The autocorrelation of lag 1: r₁ = Σ(xᵢ − x̄)(xᵢ₊₁ − x̄) / Σ(xᵢ − x̄)².
///
/// `values` are in their order, `None` for a missing one, which has no neighbours; `moments` are those of the values, each of
/// weight 1. `None` for a constant. Box, Jenkins and Reinsel (2008), §2.1.5. R: `acf(x, lag.max = 1)$acf[2]`.
pub fn lag_one_autocorrelation(
    values: impl IntoIterator<Item = Option<Dd>>,
    moments: &Moments,
) -> Option<f64> {
    if !(moments.is_finite() && moments.squares.value() > 0.0) {
        return None;
    }
    let deviation = |value: Dd| (value.scaled(-moments.exponent) - moments.mean).value();
    let (mut sum, mut last) = (Dd::ZERO, None);
    for value in values {
        let here = value.map(deviation);
        if let (Some(before), Some(here)) = (last, here) {
            sum += Dd::product(before, here);
        }
        last = here;
    }
    Some((sum / moments.squares).value())
}
