//! Expectations over S = √(χ²/df), the standard deviation of a sample from a normal distribution with variance 1.

use std::f64::consts::PI;

use crate::dd::Dd;

use super::deviance::{expm1_minus, stirling_error};
use super::quadrature::gauss;
use super::tails::Scaled;

/// From here on S is 1 to the last digit.
pub(super) const KNOWN: f64 = 1e20;

/// E g(S) for a positive g, given as g(eᵘ) = factor · eˡⁿ, and a bound of ln g(eᵘ) that has one peak together with the density.
///
/// The density of u = ln S is proportional to exp(−(df / 2) (e²ᵘ − 1 − 2u)). Gauss-Legendre panels between the points where
/// the bounded integrand is e⁻⁴⁴ of its peak, wider the farther from the peak.
/// `panel` is the first one as a part of the way down the steeper side.
pub(super) fn expectation(
    df: f64,
    panel: f64,
    bound: &dyn Fn(f64) -> f64,
    g: &dyn Fn(f64) -> (f64, f64),
) -> Scaled {
    let density = |u: f64| -0.5 * df * expm1_minus(2.0 * u);
    let height = |u: f64| density(u) + bound(u);
    let peak = summit(&height);
    let top = height(peak);
    let step = (1.0 / (1.0 + 2.0 * df)).sqrt();
    let (left, right) = (
        descent(&height, peak, top, -step),
        descent(&height, peak, top, step),
    );
    let f = |u: f64| {
        let (ln, factor) = g(u);
        libm::exp(density(u) + ln - top) * factor
    };
    // the steeper side tells how fine the details at the peak are
    let width = panel * (right - peak).min(peak - left);
    let mut sum = 0.0;
    for (end, direction) in [(left, -1.0), (right, 1.0)] {
        let (mut from, mut width) = (0.0, width);
        let length = direction * (end - peak);
        while from < length {
            let to = (from + width).min(length);
            sum += direction * gauss(peak + direction * from, peak + direction * to, &f);
            from = to;
            width *= 2.0;
        }
    }
    Scaled {
        ln: Dd::from(top) - stirling_error(0.5 * df),
        factor: sum * (df / PI).sqrt(),
    }
}

/// Where a function with one peak is highest, by the golden section.
fn summit(height: &dyn Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let (mut low, mut high) = (-750.0, 20.0);
    let mut inner = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
    let mut heights = inner.map(height);
    for _ in 0..60 {
        if heights[0] > heights[1] {
            high = inner[1];
            inner = [high - GOLDEN * (high - low), inner[0]];
            heights = [height(inner[0]), heights[0]];
        } else {
            low = inner[0];
            inner = [inner[1], low + GOLDEN * (high - low)];
            heights = [heights[1], height(inner[1])];
        }
    }
    0.5 * (low + high)
}

/// Where the function has fallen by 44 to 55 in the direction of the step.
fn descent(height: &dyn Fn(f64) -> f64, peak: f64, top: f64, step: f64) -> f64 {
    let (mut near, mut far, mut at) = (0.0, f64::INFINITY, 8.0);
    for _ in 0..100 {
        let fall = top - height(peak + at * step);
        if fall < 44.0 {
            near = at;
        } else if fall > 55.0 {
            far = at;
        } else {
            break;
        }
        at = if far.is_finite() {
            0.5 * (near + far)
        } else {
            2.0 * at
        };
    }
    peak + at * step
}
