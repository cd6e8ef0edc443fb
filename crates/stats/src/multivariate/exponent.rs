//! Powers of two that bring numbers near 1, so that squares neither overflow nor vanish and nothing is rounded.

/// e with the largest size of the values below 2^(e + 1); 0 where all are 0 or one is not finite.
pub(crate) fn exponent(values: impl Iterator<Item = f64>) -> i32 {
    let largest = values.map(f64::abs).fold(0.0, f64::max);
    if largest > 0.0 && largest.is_finite() {
        libm::ilogb(largest)
    } else {
        0
    }
}

/// value · 2^e.
pub(crate) fn scaled(value: f64, e: i32) -> f64 {
    if e == 0 { value } else { libm::ldexp(value, e) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for value in [1e-310, 3e-200, 1.0, 2.5, 1e300] {
            let e = exponent([0.0, value, -value / 2.0].into_iter());
            let near = scaled(value, -e);
            assert!((1.0..2.0).contains(&near), "{value} {near}");
            assert_eq!(scaled(near, e), value);
        }
        assert_eq!(exponent([0.0, f64::INFINITY].into_iter()), 0);
        assert_eq!(exponent(std::iter::empty()), 0);
    }
}
