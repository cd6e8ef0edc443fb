//! Logarithms of factorials, precise enough to recognise tables of equal probability.

use crate::dd::Dd;

/// ln 0!, ln 1!, ..., ln n! to about 30 digits.
pub(super) fn ln_factorials(n: usize) -> Vec<Dd> {
    let mut table = vec![Dd::ZERO; n + 1];
    let mut ln = Dd::ZERO;
    for k in 2..=n {
        // ln k = ln(k − 1) + 2 artanh(1 / (2k − 1))
        let inverse = Dd::quotient(1.0, (2 * k - 1) as f64);
        let square = inverse.square();
        let (mut power, mut odd) = (inverse, 1.0);
        let mut sum = Dd::ZERO;
        while power.value() > 1e-33 {
            sum += power / odd;
            power = power * square;
            odd += 2.0;
        }
        ln += sum * 2.0;
        table[k] = table[k - 1] + ln;
    }
    table
}

/// eˣ of a sum of two doubles.
pub(super) fn exp(x: Dd) -> f64 {
    let whole = libm::exp(x.value());
    whole + whole * x.rest()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_products_of_factorials_have_equal_logarithms() {
        let ln = ln_factorials(1000);
        // 6! 7! = 10!; mpmath, 50 digits: ln 1000!
        assert!((ln[6] + ln[7] - ln[10]).value().abs() < 1e-29);
        let rest = ln[1000] - 5_912.128_178_488_163;
        assert!(
            (rest.value() - 3.187_538_614_608_506_5e-13).abs() < 1e-26,
            "{:e}",
            rest.value()
        );
    }
}
