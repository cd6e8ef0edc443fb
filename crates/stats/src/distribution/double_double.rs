//! Sums of two doubles: exponents of tail probabilities need more than 53 bits, because an error of 10⁻¹⁴ in an
//! exponent of −690 is one of 10⁻¹⁴ in the probability.

use super::deviance::atanh_series;

/// hi + lo with |lo| at most half a unit in the last place of hi, about 106 bits. Dekker (1971), Knuth (1998), §4.2.2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dd {
    pub(super) hi: f64,
    pub(super) lo: f64,
}

/// ln 2
const LN_2: Dd = Dd {
    hi: std::f64::consts::LN_2,
    lo: 2.319_046_813_846_299_6e-17,
};

impl Dd {
    pub(super) const fn new(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }

    /// a + b, exactly.
    pub(super) fn sum(a: f64, b: f64) -> Self {
        let hi = a + b;
        let part = hi - a;
        Self {
            hi,
            lo: (a - (hi - part)) + (b - part),
        }
    }

    /// ab, exactly, for |a|, |b| < 10³⁰⁰ and a product that is not subnormal.
    pub(super) fn product(a: f64, b: f64) -> Self {
        let hi = a * b;
        let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
        Self {
            hi,
            lo: ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2,
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let sum = Self::sum(self.hi, other.hi);
        let low = Self::sum(self.lo, other.lo);
        let sum = Self::normal(sum.hi, sum.lo + low.hi);
        Self::normal(sum.hi, sum.lo + low.lo)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    pub(super) fn negated(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }

    pub(super) fn times(self, other: Self) -> Self {
        let product = Self::product(self.hi, other.hi);
        Self::normal(
            product.hi,
            product.lo + (self.hi * other.lo + self.lo * other.hi),
        )
    }

    pub(super) fn over(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let rest = self.minus(other.times(Self::new(first)));
        let second = rest.hi / other.hi;
        let rest = rest.minus(other.times(Self::new(second)));
        Self::normal(first, second).plus(Self::new(rest.hi / other.hi))
    }

    /// Natural logarithm of a positive number, to about 10⁻¹⁸ of its value.
    ///
    /// ln(m 2ᵉ) = e ln 2 + 2 artanh((m − 1) / (m + 1)), m between √½ and √2.
    pub(super) fn ln(self) -> Self {
        let (mut mantissa, mut exponent) = libm::frexp(self.hi);
        if mantissa < std::f64::consts::FRAC_1_SQRT_2 {
            mantissa *= 2.0;
            exponent -= 1;
        }
        let m = Self {
            hi: mantissa,
            lo: libm::scalbn(self.lo, -exponent),
        };
        let one = Self::new(1.0);
        let s = m.minus(one).over(m.plus(one));
        let tail = s.hi * s.hi * s.hi * atanh_series(s.hi * s.hi);
        let artanh = s.plus(Self::new(tail));
        LN_2.times(Self::new(f64::from(exponent)))
            .plus(artanh.plus(artanh))
    }

    pub(super) fn value(self) -> f64 {
        self.hi + self.lo
    }

    /// The sum of two numbers of which the first is the larger.
    fn normal(large: f64, small: f64) -> Self {
        let hi = large + small;
        Self {
            hi,
            lo: small - (hi - large),
        }
    }
}

/// The upper and the lower 26 bits.
fn halves(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}
