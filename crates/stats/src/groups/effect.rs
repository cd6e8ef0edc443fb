//! Effect sizes of means with confidence intervals from noncentral distributions.

use super::Groups;
use super::two_sample::{Variances, two_sample_t};
use crate::distribution::{noncentral_chi_squared, noncentral_f, noncentral_t};
use crate::{Error, Interval, Level};

/// An estimate with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub estimate: f64,
    /// Its interval.
    pub interval: Interval,
}

/// Differences of two means in standard deviations, the first minus the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardizedDifference {
    /// Cohen's d, in pooled standard deviations.
    pub cohens_d: Effect,
    /// Hedges' g: d without its bias, by the exact correction J = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)).
    pub hedges_g: Effect,
    /// Hedges' g by the approximation J ≈ 1 − 3 / (4ν − 1).
    pub hedges_g_approximate: f64,
}

/// Cohen's d and Hedges' g of two of the groups.
///
/// The interval of d holds every δ for which t, noncentral with δ √(n₁n₂/(n₁ + n₂)), is not in a tail; that of g is J times it.
/// Hedges (1981); Steiger and Fouladi (1997). R: `effectsize::cohens_d(x, y)`, `hedges_g(x, y)`.
///
/// # Errors
/// [`Error::GroupTooSmall`] where both groups have one case, [`Error::NoSpread`] where neither varies.
pub fn standardized_difference(
    groups: &Groups,
    first: usize,
    second: usize,
    level: Level,
) -> Result<StandardizedDifference, Error> {
    let (a, b) = (&groups.spreads[first], &groups.spreads[second]);
    let test = two_sample_t(groups, first, second, Variances::Equal, level)?;
    let pooled = ((a.squares + b.squares) / test.df).sqrt();
    if pooled.value() == 0.0 {
        return Err(Error::NoSpread);
    }
    let d = ((a.mean - b.mean) / pooled).value();
    let root = (1.0 / a.n + 1.0 / b.n).sqrt();
    let interval = standardized_interval(test.statistic, test.df, root, level);
    let j = small_sample_correction(test.df);
    Ok(StandardizedDifference {
        cohens_d: Effect {
            estimate: d,
            interval,
        },
        hedges_g: Effect {
            estimate: d * j,
            interval: Interval {
                lower: interval.lower * j,
                upper: interval.upper * j,
            },
        },
        hedges_g_approximate: d * (1.0 - 3.0 / (4.0 * test.df - 1.0)),
    })
}

/// Glass's Δ: the difference of two means in standard deviations of the second group.
///
/// The interval takes Δ / √(1/n₂ + s₁²/(n₁s₂²)) as noncentral t with n₂ − 1 degrees of freedom. Glass (1976).
/// R: `effectsize::glass_delta(x, y)`.
///
/// # Errors
/// [`Error::GroupTooSmall`] where the second group has one case, [`Error::ConstantGroup`] where it does not vary.
pub fn glass_delta(
    groups: &Groups,
    first: usize,
    second: usize,
    level: Level,
) -> Result<Effect, Error> {
    let (a, b) = (&groups.spreads[first], &groups.spreads[second]);
    if b.n < 2.0 {
        return Err(Error::GroupTooSmall {
            group: second,
            n: b.n,
            needed: 2.0,
        });
    }
    if b.squares.value() == 0.0 {
        return Err(Error::ConstantGroup { group: second });
    }
    let estimate = ((a.mean - b.mean) / b.variance().sqrt()).value();
    let ratio = if a.n > 1.0 {
        (a.variance() / b.variance()).value()
    } else {
        1.0
    };
    let root = (1.0 / b.n + ratio / a.n).sqrt();
    Ok(Effect {
        estimate,
        interval: standardized_interval(estimate / root, b.n - 1.0, root, level),
    })
}

/// The interval of δ where t is noncentral with δ / `root`; unlimited where t is.
pub(crate) fn standardized_interval(t: f64, df: f64, root: f64, level: Level) -> Interval {
    let tail = (1.0 - level.get()) / 2.0;
    let bound = |p: f64, unlimited: f64| {
        let delta = noncentral_t::noncentrality_at(t, df, p);
        if delta.is_nan() {
            unlimited
        } else {
            delta * root
        }
    };
    Interval {
        lower: bound(1.0 - tail, f64::NEG_INFINITY),
        upper: bound(tail, f64::INFINITY),
    }
}

/// The interval of the share λ / (λ + N) of the variance between groups that F speaks for, λ its noncentrality; 1 where F is ∞.
///
/// η², ω² and ε² estimate this share, Cohen's f = √(λ/N) is a function of it. Steiger (2004), *Psychological Methods* 9, 164-182;
/// Smithson (2001). R: `MBESS::ci.pvaf(F, df1, df2, N)`.
pub fn explained_share(f: f64, df_between: f64, df_within: f64, n: f64, level: Level) -> Interval {
    if f == f64::INFINITY {
        return Interval {
            lower: 1.0,
            upper: 1.0,
        };
    }
    let tail = (1.0 - level.get()) / 2.0;
    let bound = |p: f64| {
        let lambda = noncentral_f::noncentrality_at(f, df_between, df_within, p);
        lambda / (lambda + n)
    };
    Interval {
        lower: bound(1.0 - tail),
        upper: bound(tail),
    }
}

/// The same of a χ² statistic: λ / `largest`, at most 1, for effect sizes that are χ² over its largest value, such as Kruskal and Wallis's
/// ε² = H / (N − 1) and Kendall's W = χ² / (n(k − 1)).
///
/// An approximation as good as that of the statistic by a noncentral χ² distribution, which is close for small effects and cautious
/// for large ones.
pub fn chi_squared_share(statistic: f64, df: f64, largest: f64, level: Level) -> Interval {
    let tail = (1.0 - level.get()) / 2.0;
    let bound = |p: f64| {
        (noncentral_chi_squared::noncentrality_at(statistic, df, p) / largest).clamp(0.0, 1.0)
    };
    Interval {
        lower: bound(1.0 - tail),
        upper: bound(tail),
    }
}

/// Hedges' correction J(ν) = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)), for ν > 1; 0 for ν = 1.
///
/// Γ(x + ½)/Γ(x) = √w (1 + 1/64w² − 19/8192w⁴ + ...) with w = x − ¼ from x = 16 on, by recurrence below.
pub fn small_sample_correction(df: f64) -> f64 {
    let mut x = (df - 1.0) / 2.0;
    let mut ratio = 1.0 / (df / 2.0).sqrt();
    while x < 16.0 {
        // Γ(x + ½)/Γ(x) = x / (x + ½) · Γ(x + 3/2)/Γ(x + 1)
        ratio *= x / (x + 0.5);
        x += 1.0;
    }
    let w = x - 0.25;
    let inverse = 1.0 / (w * w);
    let series = [
        1.0,
        1.0 / 64.0,
        -19.0 / 8192.0,
        631.0 / 524_288.0,
        -174_317.0 / 134_217_728.0,
        0.002_385_557_552_712_772,
    ];
    let sum = series
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * inverse + coefficient);
    ratio * w.sqrt() * sum
}
