//! Both tails of a distribution at one point, the small one computed, as logarithm and number.

use crate::dd::Dd;

/// exp(ln) · factor: a number that may lie below the range of doubles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scaled {
    pub(super) ln: Dd,
    pub(super) factor: f64,
}

impl Scaled {
    pub(super) fn value(self) -> f64 {
        // in two steps where eˡⁿ alone would lose digits to underflow
        let shrink = if self.ln.value() < -600.0 {
            libm::exp(-200.0)
        } else {
            1.0
        };
        let shift = if shrink < 1.0 { 200.0 } else { 0.0 };
        let power = libm::exp(self.ln.value() + shift) * self.factor;
        (power + power * self.ln.rest()) * shrink
    }

    pub(super) fn ln(self) -> f64 {
        (self.ln.value() + libm::log(self.factor)) + self.ln.rest()
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self {
            ln: self.ln,
            factor: self.factor * factor,
        }
    }
}

/// Which tail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Side {
    Lower,
    Upper,
}

impl Side {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Lower => Self::Upper,
            Self::Upper => Self::Lower,
        }
    }
}

/// P(X ≤ x) and P(X ≥ x) of a continuous distribution: one computed, usually the smaller; the other is its complement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    pub(super) small: Scaled,
    pub(super) side: Side,
}

impl Tails {
    /// No probability on one side.
    pub(super) fn nothing(side: Side) -> Self {
        Self {
            small: Scaled {
                ln: Dd::from(f64::NEG_INFINITY),
                factor: 1.0,
            },
            side,
        }
    }

    pub(super) fn probability(self, side: Side) -> f64 {
        let small = self.small.value().min(1.0);
        if side == self.side {
            small
        } else {
            1.0 - small
        }
    }

    pub(super) fn ln(self, side: Side) -> f64 {
        if side == self.side {
            self.small.ln().min(0.0)
        } else {
            libm::log1p(-self.small.value().min(1.0))
        }
    }
}
