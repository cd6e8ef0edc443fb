//! Where a monotone function vanishes.

use super::normal;

/// How the unknown moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Motion {
    /// x + step, x real.
    Sum,
    /// x eˢᵗᵉᵖ, x positive.
    Product,
}

impl Motion {
    fn moved(self, x: f64, step: f64) -> f64 {
        match self {
            Self::Sum => x + step,
            Self::Product => (x * libm::exp(step)).clamp(f64::MIN_POSITIVE, f64::MAX),
        }
    }

    fn distance(self, from: f64, to: f64) -> f64 {
        match self {
            Self::Sum => to - from,
            Self::Product if (to - from).abs() < 0.5 * from => libm::log1p((to - from) / from),
            Self::Product => libm::log(to) - libm::log(from),
        }
    }
}

/// The zero of a rising function, to the last digits that the function can tell apart.
///
/// Secants inside the interval known to hold the zero; halving where they leave it or shrink it too slowly. A zero beyond the
/// range of positive doubles is 0 or ∞.
pub(super) fn root(
    motion: Motion,
    start: f64,
    first_step: f64,
    f: &mut dyn FnMut(f64) -> f64,
) -> f64 {
    let (mut low, mut high) = (None, None);
    let (mut x, mut value) = (start, f(start));
    let (mut best, mut smallest) = (x, value.abs());
    let mut step = if value < 0.0 { first_step } else { -first_step };
    let (mut slow, mut stalled) = (0, 0);
    for _ in 0..400 {
        if value < 0.0 {
            low = Some(x);
        } else if value > 0.0 {
            high = Some(x);
        } else {
            return x;
        }
        let mut next = motion.moved(x, step);
        if let (Some(low), Some(high)) = (low, high)
            && (slow > 3 || !(low < next && next < high))
        {
            next = motion.moved(low, 0.5 * motion.distance(low, high));
            slow = 0;
            if !(low < next && next < high) {
                break;
            }
        }
        let moved = motion.distance(x, next);
        let scale = match motion {
            Motion::Sum => next.abs() + first_step,
            Motion::Product => 1.0,
        };
        if moved == 0.0 {
            break;
        }
        let next_value = f(next);
        stalled = if next_value.abs() < smallest {
            0
        } else {
            stalled + 1
        };
        if next_value.abs() <= smallest {
            (best, smallest) = (next, next_value.abs());
        }
        // below 10⁻⁹ only rounding errors keep secants from improving
        if moved.abs() <= 2.0 * f64::EPSILON * scale || stalled > 2 && smallest < 1e-9 {
            break;
        }
        slow = if next_value.abs() > 0.5 * value.abs() {
            slow + 1
        } else {
            0
        };
        let secant = -next_value * moved / (next_value - value);
        // while one side is unknown, a step is at most eight times the last and never turns back
        step = if low.is_some() && high.is_some() || (next_value < 0.0) != (value < 0.0) {
            secant
        } else if secant * moved > 0.0 {
            secant.abs().min(8.0 * moved.abs()).copysign(moved)
        } else {
            2.0 * moved
        };
        (x, value) = (next, next_value);
    }
    match motion {
        Motion::Product if best == f64::MAX => f64::INFINITY,
        Motion::Product if best == f64::MIN_POSITIVE => 0.0,
        _ => best,
    }
}

/// ln(ln(tail) / ln p): nearly linear in ln x for tails that fall like a power as for tails that fall exponentially,
/// and exact to the last digit near its zero. Rises where the tail falls.
pub(super) fn excess(tail: f64, ln_tail: f64, p: f64) -> f64 {
    let ln_p = libm::log(p);
    let ratio = if tail > 0.5 * p && tail < 2.0 * p {
        libm::log1p((tail - p) / p)
    } else {
        ln_tail - ln_p
    };
    // a tail of 1 is infinitely far: −∞ would end the secants
    libm::log1p((ratio / ln_p).max(-1.0 + 1e-17)).max(-40.0)
}

/// z with P(Z ≤ z) = lower, from both tails so that neither loses its digits; within ±40.
pub(super) fn normal_score(lower: f64, upper: f64) -> f64 {
    let z = if lower < upper {
        normal::quantile(lower)
    } else {
        normal::upper_quantile(upper)
    };
    z.clamp(-40.0, 40.0)
}

/// λ ≥ 0 at which the lower tail is p, 0 where it is below p from the beginning.
///
/// On the scale of normal scores the tails are nearly straight in √λ.
pub(super) fn noncentrality(guess: f64, p: f64, tails: &dyn Fn(f64) -> (f64, f64)) -> f64 {
    if !(p > 0.0 && p < 1.0) {
        return f64::NAN;
    }
    let wanted = normal_score(p, 1.0 - p);
    let mut f = |lambda: f64| {
        let (lower, upper) = tails(lambda);
        wanted - normal_score(lower, upper)
    };
    let central = f(0.0);
    if central.is_nan() {
        return f64::NAN;
    }
    if central >= 0.0 {
        return 0.0;
    }
    root(Motion::Product, guess.max(1.0), 0.5, &mut f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_of_any_size() {
        for exponent in [-300, -20, 0, 3, 250] {
            let zero = libm::exp10(f64::from(exponent)) * 1.234_567_890_123_456_7;
            let found = root(Motion::Product, 1.0, 0.5, &mut |x| libm::log(x / zero));
            assert!((found / zero - 1.0).abs() < 1e-15, "{found:e}");
        }
        for zero in [-1e6, -3.3, 0.0, 1e-9, 77.0] {
            let found = root(Motion::Sum, 1.0, 1.0, &mut |x| libm::tanh((x - zero) / 1e3));
            assert!(
                (found - zero).abs() < 4e-16 * (1.0 + zero.abs()),
                "{found:e}"
            );
        }
    }

    #[test]
    fn a_zero_beyond_the_range_is_its_end() {
        assert_eq!(
            root(Motion::Product, 1.0, 0.5, &mut |_| -1.0),
            f64::INFINITY
        );
        assert_eq!(root(Motion::Product, 1.0, 0.5, &mut |_| 1.0), 0.0);
    }

    #[test]
    fn few_evaluations_for_power_and_exponential_tails() {
        for p in [0.3_f64, 1e-10, 1e-250] {
            for exponential in [0.0, 1.0] {
                let mut evaluations = 0;
                let mut f = |x: f64| {
                    evaluations += 1;
                    let ln = -libm::log1p(x) - exponential * x;
                    excess(libm::exp(ln), ln, p)
                };
                let x = root(Motion::Product, 1.0, 0.5, &mut f);
                let ln = -libm::log1p(x) - exponential * x;
                assert!((ln / libm::log(p) - 1.0).abs() < 1e-14, "{p:e} {x:e}");
                assert!(evaluations < 25, "{evaluations}");
            }
        }
    }
}
