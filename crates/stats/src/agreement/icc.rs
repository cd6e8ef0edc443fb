//! Intraclass correlations.

use crate::dd::Dd;
use crate::distribution::f;
use crate::{Error, Interval, Level, Probability};

/// The forms of Shrout and Fleiss (1979).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IccForm {
    /// ICC(1,1): every unit by other raters, one rating.
    OneWaySingle,
    /// ICC(2,1): a sample of raters, absolute agreement, one rating.
    RandomSingle,
    /// ICC(3,1): these raters, consistency, one rating.
    FixedSingle,
    /// ICC(1,k): every unit by other raters, mean rating.
    OneWayMean,
    /// ICC(2,k): a sample of raters, absolute agreement, mean rating.
    RandomMean,
    /// ICC(3,k): these raters, consistency, mean rating.
    FixedMean,
}

/// An intraclass correlation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Icc {
    /// Which.
    pub form: IccForm,
    /// The estimate; below 0 where units differ less than chance would have it, −∞ for means that do not differ at all.
    pub icc: f64,
    /// F of the units; infinite where nothing but the units varies.
    pub f: f64,
    /// Its degrees of freedom.
    pub df1: f64,
    /// Those of the error.
    pub df2: f64,
    /// P(F ≥ f).
    pub p_value: Probability,
    /// Confidence interval.
    pub interval: Interval,
}

/// All six intraclass correlations of complete ratings: rows with a value per rater and how many units they stand for.
///
/// From the mean squares of units, raters and rest. Shrout and Fleiss (1979), *Psychological Bulletin* 86; intervals
/// McGraw and Wong (1996), *Psychological Methods* 1. R: `psych::ICC(x, lmer = FALSE)`, `irr::icc`.
///
/// # Errors
/// [`Error::TooFewCases`] below two units, [`Error::TooFewItems`] below two raters, [`Error::InvalidObservation`],
/// [`Error::NoVariance`] where all ratings are equal.
pub fn icc(rows: &[(Vec<f64>, u64)], level: Level) -> Result<[Icc; 6], Error> {
    let squares = MeanSquares::new(rows)?;
    let (n, k) = (squares.n, squares.k);
    let MeanSquares {
        units,
        raters,
        rest,
        within,
        ..
    } = squares;
    let tail = (1.0 - level.get()) / 2.0;
    let share = |top: Dd, bottom: Dd| {
        if bottom.value() == 0.0 {
            f64::NEG_INFINITY
        } else {
            (top / bottom).value()
        }
    };
    let one_way = share(units - within, units + within * (k - 1.0));
    let random = share(
        units - rest,
        units + rest * (k - 1.0) + (raters - rest) * k / n,
    );
    let fixed = share(units - rest, units + rest * (k - 1.0));
    let ratio = |error: Dd| {
        if error.value() > 0.0 {
            (units / error).value()
        } else {
            f64::INFINITY
        }
    };
    // interval of a single rating from F: (F/q − 1) / (F/q + k − 1)
    let from_f = |f: f64, df2: f64| {
        let single = |f: f64| {
            if f.is_infinite() {
                1.0
            } else {
                (f - 1.0) / (f + k - 1.0)
            }
        };
        Interval {
            lower: single(f / f::upper_quantile(tail, n - 1.0, df2)),
            upper: single(f * f::upper_quantile(tail, df2, n - 1.0)),
        }
    };
    let (f1, df1) = (ratio(within), n * (k - 1.0));
    let (f3, df3) = (ratio(rest), (n - 1.0) * (k - 1.0));
    let spearman_brown = |single: f64| {
        let bottom = 1.0 + single * (k - 1.0);
        if bottom > 1e-15 {
            single * k / bottom
        } else {
            f64::NEG_INFINITY
        }
    };
    let of_means = |single: Interval| Interval {
        lower: spearman_brown(single.lower),
        upper: spearman_brown(single.upper),
    };
    let random_interval = {
        // Satterthwaite's degrees of freedom of a MSC + b MSE
        let a = k * random * raters.value();
        let b = (n * (1.0 + (k - 1.0) * random) - k * random) * rest.value();
        let df = (a + b) * (a + b) / (a * a / (k - 1.0) + b * b / df3);
        let (units, raters, rest) = (units.value(), raters.value(), rest.value());
        let chance = k * raters + (k * n - k - n) * rest;
        if df.is_finite() && df > 0.0 {
            let low = f::upper_quantile(tail, n - 1.0, df);
            let high = f::upper_quantile(tail, df, n - 1.0);
            Interval {
                lower: n * (units - low * rest) / (low * chance + n * units),
                upper: n * (high * units - rest) / (chance + n * high * units),
            }
        } else {
            // raters that agree in everything
            Interval {
                lower: random,
                upper: random,
            }
        }
    };
    let form = |form, icc: f64, f: f64, df2: f64, interval| Icc {
        form,
        icc,
        f,
        df1: n - 1.0,
        df2,
        p_value: if f.is_infinite() {
            Probability::ZERO
        } else {
            f::tail(f, n - 1.0, df2)
        },
        interval,
    };
    let (first, third) = (from_f(f1, df1), from_f(f3, df3));
    Ok([
        form(IccForm::OneWaySingle, one_way, f1, df1, first),
        form(IccForm::RandomSingle, random, f3, df3, random_interval),
        form(IccForm::FixedSingle, fixed, f3, df3, third),
        form(
            IccForm::OneWayMean,
            share(units - within, units),
            f1,
            df1,
            of_means(first),
        ),
        form(
            IccForm::RandomMean,
            share(units - rest, units + (raters - rest) / n),
            f3,
            df3,
            of_means(random_interval),
        ),
        form(
            IccForm::FixedMean,
            share(units - rest, units),
            f3,
            df3,
            of_means(third),
        ),
    ])
}

/// The two-way analysis of variance without replication.
struct MeanSquares {
    n: f64,
    k: f64,
    units: Dd,
    raters: Dd,
    /// Interaction and error.
    rest: Dd,
    /// Everything within units.
    within: Dd,
}

impl MeanSquares {
    fn new(rows: &[(Vec<f64>, u64)]) -> Result<Self, Error> {
        let raters = rows.first().map_or(0, |(values, _)| values.len());
        if raters < 2 {
            return Err(Error::TooFewItems {
                items: raters,
                needed: 2,
            });
        }
        let cases = rows.iter().map(|(_, cases)| cases).sum();
        if cases < 2 {
            return Err(Error::TooFewCases {
                n: cases,
                needed: 2,
            });
        }
        let mut largest = 0.0_f64;
        for (values, cases) in rows {
            for &value in values {
                if !value.is_finite() {
                    let weight = *cases as f64;
                    return Err(Error::InvalidObservation { value, weight });
                }
                largest = largest.max(value.abs());
            }
        }
        let (_, exponent) = libm::frexp(largest);
        let scaled = |value: f64| libm::scalbn(value, -exponent);
        let (n, k) = (cases as f64, raters as f64);
        let mut by_rater = vec![Dd::ZERO; raters];
        let mut by_unit = Vec::with_capacity(rows.len());
        for (values, cases) in rows {
            let mut sum = Dd::ZERO;
            for (total, value) in by_rater.iter_mut().zip(values) {
                *total += Dd::product(scaled(*value), *cases as f64);
                sum += scaled(*value);
            }
            by_unit.push(sum / k);
        }
        for mean in &mut by_rater {
            *mean = *mean / n;
        }
        let mean = by_rater.iter().copied().sum::<Dd>() / k;
        let raters: Dd = by_rater.iter().map(|rater| (*rater - mean).square()).sum();
        let (mut units, mut rest) = (Dd::ZERO, Dd::ZERO);
        for ((values, cases), unit) in rows.iter().zip(&by_unit) {
            let own = *unit - mean;
            units += own.square() * *cases as f64;
            for (value, rater) in values.iter().zip(&by_rater) {
                rest += (own + *rater - scaled(*value)).square() * *cases as f64;
            }
        }
        let (mut raters, mut units) = (raters * n, units * k);
        // what double-double sums leave of nothing is nothing
        let noise = 1e-30 * (raters + units + rest).value();
        let spread = 1e-58 * n * k * mean.square().value();
        for sum in [&mut raters, &mut units, &mut rest] {
            if sum.value() <= noise.max(spread) {
                *sum = Dd::ZERO;
            }
        }
        if (raters + units + rest).value() <= 0.0 {
            return Err(Error::NoVariance);
        }
        Ok(Self {
            n,
            k,
            units: units / (n - 1.0),
            raters: raters / (k - 1.0),
            rest: rest / ((n - 1.0) * (k - 1.0)),
            within: (raters + rest) / (n * (k - 1.0)),
        })
    }
}
