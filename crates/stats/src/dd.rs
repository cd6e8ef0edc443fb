//! Double-double arithmetic: numbers as unevaluated sums of two doubles, about 32 decimal digits.
//!
//! Dekker (1971), Knuth (TAOCP 2, §4.2.2), Hida, Li and Bailey (2001). No fused multiply-add, because WebAssembly has
//! none and the bits must be the same everywhere. Products are exact up to about 1e300: scale larger values first.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// An unevaluated sum `hi + lo` with |lo| at most half a unit in the last place of `hi`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Dd {
    hi: f64,
    lo: f64,
}

/// a + b without loss. Knuth's branch-free two-sum.
pub(crate) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

/// a + b without loss where |a| >= |b| or a = 0.
fn quick_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// The upper and lower half of the digits of a.
fn split(a: f64) -> (f64, f64) {
    const SPLITTER: f64 = 134_217_729.0; // 2^27 + 1
    let scaled = SPLITTER * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

/// a b without loss. Dekker's product.
fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    let (a_high, a_low) = split(a);
    let (b_high, b_low) = split(b);
    let error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, error)
}

impl Dd {
    /// 0.
    pub const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    /// 1.
    pub const ONE: Self = Self { hi: 1.0, lo: 0.0 };

    /// a + b without loss.
    pub fn sum(a: f64, b: f64) -> Self {
        let (hi, lo) = two_sum(a, b);
        Self { hi, lo }
    }

    /// a − b without loss.
    pub fn difference(a: f64, b: f64) -> Self {
        Self::sum(a, -b)
    }

    /// a b without loss.
    pub fn product(a: f64, b: f64) -> Self {
        let (hi, lo) = two_product(a, b);
        Self { hi, lo }
    }

    /// a / b to double-double precision.
    pub fn quotient(a: f64, b: f64) -> Self {
        Self::from(a) / Self::from(b)
    }

    /// The nearest double.
    pub fn value(self) -> f64 {
        self.hi
    }

    /// What the nearest double leaves over.
    pub fn rest(self) -> f64 {
        self.lo
    }

    /// The decimal number that `value` is nearest to, with that many places after the point: round(value 10^places) /
    /// 10^places. Exact up to 10¹⁵ / 10^places, which is as far as doubles tell decimals apart; 22 places at most.
    pub fn decimal(value: f64, places: u8) -> Self {
        let scale = power_of_ten(places);
        Self::quotient(nearest_whole(value * scale), scale)
    }

    /// Self times 2^exponent, exact as long as nothing overflows or becomes subnormal.
    pub fn scaled(self, exponent: i32) -> Self {
        Self {
            hi: libm::scalbn(self.hi, exponent),
            lo: libm::scalbn(self.lo, exponent),
        }
    }

    /// Self to a whole power, by squaring.
    pub fn powi(self, exponent: u32) -> Self {
        let (mut power, mut base, mut rest) = (Self::ONE, self, exponent);
        while rest > 0 {
            if rest % 2 == 1 {
                power = power * base;
            }
            base = base * base;
            rest /= 2;
        }
        power
    }

    /// Self times self.
    pub fn square(self) -> Self {
        self * self
    }

    /// |self|.
    pub fn abs(self) -> Self {
        if self.hi < 0.0 { -self } else { self }
    }

    /// √self; 0 for what is not above 0. One step of Newton's method from the double root.
    pub fn sqrt(self) -> Self {
        if self.hi <= 0.0 {
            return Self::ZERO;
        }
        let root = self.hi.sqrt();
        let rest = (self - Self::product(root, root)).hi;
        let (hi, lo) = quick_two_sum(root, rest / (2.0 * root));
        Self { hi, lo }
    }
}

/// 10^places for up to 22 places, beyond which powers of ten are no doubles.
pub(crate) fn power_of_ten(places: u8) -> f64 {
    (0..places.min(22)).fold(1.0, |power, _| power * 10.0)
}

/// The nearest whole number, even in ties, of a number below 2^51.
pub(crate) fn nearest_whole(value: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0; // 1.5 times 2^52, where doubles are whole numbers
    (value + SHIFT) - SHIFT
}

/// A sum of doubles without any rounding, as a list of parts that do not overlap: Shewchuk (1997), *Discrete &
/// Computational Geometry* 18, 305-363. Python: `math.fsum`.
#[derive(Debug, Clone, Default)]
pub struct ExactSum {
    /// From the smallest to the largest.
    parts: Vec<f64>,
}

impl ExactSum {
    /// Adds a term; terms and sums must be finite.
    pub fn add(&mut self, term: f64) {
        let mut sum = term;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let (high, low) = two_sum(sum, self.parts[index]);
            if low != 0.0 {
                self.parts[kept] = low;
                kept += 1;
            }
            sum = high;
        }
        self.parts.truncate(kept);
        self.parts.push(sum);
    }

    /// The sum so far, rounded once.
    pub fn total(&self) -> Dd {
        self.parts.iter().copied().sum()
    }
}

impl From<f64> for Dd {
    fn from(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }
}

impl Neg for Dd {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }
}

impl Add for Dd {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (sum, error) = two_sum(self.hi, other.hi);
        let (low, low_error) = two_sum(self.lo, other.lo);
        let (sum, error) = quick_two_sum(sum, error + low);
        let (hi, lo) = quick_two_sum(sum, error + low_error);
        Self { hi, lo }
    }
}

impl AddAssign for Dd {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Add<f64> for Dd {
    type Output = Self;

    fn add(self, other: f64) -> Self {
        let (sum, error) = two_sum(self.hi, other);
        let (hi, lo) = quick_two_sum(sum, error + self.lo);
        Self { hi, lo }
    }
}

impl AddAssign<f64> for Dd {
    fn add_assign(&mut self, other: f64) {
        *self = *self + other;
    }
}

impl Sub for Dd {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Sub<f64> for Dd {
    type Output = Self;

    fn sub(self, other: f64) -> Self {
        self + -other
    }
}

impl Mul for Dd {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let (product, error) = two_product(self.hi, other.hi);
        let (hi, lo) = quick_two_sum(product, error + (self.hi * other.lo + self.lo * other.hi));
        Self { hi, lo }
    }
}

impl Mul<f64> for Dd {
    type Output = Self;

    fn mul(self, other: f64) -> Self {
        let (product, error) = two_product(self.hi, other);
        let (hi, lo) = quick_two_sum(product, error + self.lo * other);
        Self { hi, lo }
    }
}

impl Div for Dd {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let rest = self - other * first;
        let second = rest.hi / other.hi;
        let rest = rest - other * second;
        let third = rest.hi / other.hi;
        let (hi, lo) = quick_two_sum(first, second);
        Self { hi, lo } + third
    }
}

impl Div<f64> for Dd {
    type Output = Self;

    fn div(self, other: f64) -> Self {
        self / Self::from(other)
    }
}

impl std::iter::Sum for Dd {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::ZERO, |sum, value| sum + value)
    }
}

impl std::iter::Sum<f64> for Dd {
    fn sum<I: Iterator<Item = f64>>(values: I) -> Self {
        values.fold(Self::ZERO, |sum, value| sum + value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_double_loses_is_kept() {
        let sum = Dd::sum(1e16, 1.0) + 1e-10;
        assert_eq!((sum - 1e16).value(), 1.0 + 1e-10);
        // 1/3 to 32 digits: three thirds miss 1 by less than 1e-31
        let third = Dd::quotient(1.0, 3.0);
        assert!((third * 3.0 - 1.0).abs().value() < 1e-31);
        // sqrt(2), mpmath 50 digits: 1.4142135623730950488016887242096980785...
        let root = Dd::from(2.0).sqrt();
        assert_eq!(root.value(), std::f64::consts::SQRT_2);
        assert!((root.square() - 2.0).abs().value() < 1e-31);
    }

    #[test]
    fn sums_lose_nothing() {
        let mut sum = ExactSum::default();
        [1e100, 1.0, -1e100, 1e-30, 1e50, -1e50]
            .into_iter()
            .for_each(|term| sum.add(term));
        assert_eq!(sum.total(), Dd::sum(1.0, 1e-30));
    }

    #[test]
    fn decimals_are_meant_exactly() {
        // the double 1000000000000.4 lies 2.4e-5 off, its decimal does not
        let difference = Dd::decimal(1_000_000_000_000.4, 1) - 1e12;
        assert!((difference - Dd::quotient(4.0, 10.0)).abs().value() < 1e-19);
        assert_eq!(Dd::decimal(-2.5, 1), Dd::from(-2.5));
        assert_eq!(Dd::from(3.0).powi(5), Dd::from(243.0));
    }

    proptest! {
        #[test]
        fn whole_numbers_are_exact(a in -1_000_000_000_000_i64..1_000_000_000_000, b in -1_000_000_000_000_i64..1_000_000_000_000) {
            let product = Dd::product(a as f64, b as f64);
            let exact = i128::from(a) * i128::from(b);
            prop_assert_eq!(product.value() as i128 + product.rest() as i128, exact);
        }
    }
}
