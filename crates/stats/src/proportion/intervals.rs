//! Confidence intervals of one proportion.

use super::{Interval, Level, checked};
use crate::Error;
use crate::distribution::beta;

/// How the interval of a proportion is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IntervalMethod {
    /// Wilson's score interval.
    #[default]
    Wilson,
    /// Wilson's score interval with continuity correction.
    WilsonCorrected,
    /// Clopper and Pearson's exact interval.
    ClopperPearson,
    /// Agresti and Coull's interval.
    AgrestiCoull,
    /// Jeffreys' interval.
    Jeffreys,
    /// Wald's interval.
    Wald,
}

/// The interval of a proportion by the method asked for.
///
/// # Errors
/// [`Error::InvalidProportion`] unless 0 ≤ successes ≤ trials, trials > 0, both finite.
pub fn proportion_interval(
    successes: f64,
    trials: f64,
    level: Level,
    method: IntervalMethod,
) -> Result<Interval, Error> {
    match method {
        IntervalMethod::Wilson => wilson_interval(successes, trials, level),
        IntervalMethod::WilsonCorrected => wilson_corrected(successes, trials, level),
        IntervalMethod::ClopperPearson => clopper_pearson(successes, trials, level),
        IntervalMethod::AgrestiCoull => agresti_coull(successes, trials, level),
        IntervalMethod::Jeffreys => jeffreys(successes, trials, level),
        IntervalMethod::Wald => wald(successes, trials, level),
    }
}

/// Wilson's score interval for a proportion.
///
/// (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n). Wilson (1927); Agresti (2013), §1.4.2.
/// R: `prop.test(successes, trials, correct = FALSE)$conf.int`.
///
/// # Errors
/// [`Error::InvalidProportion`] unless 0 ≤ successes ≤ trials, trials > 0, both finite.
pub fn wilson_interval(successes: f64, trials: f64, level: Level) -> Result<Interval, Error> {
    checked(successes, trials)?;
    let z = level.z();
    let upper = (successes + z * z / 2.0 + wilson_root(successes, trials, z)) / (trials + z * z);
    Ok(Interval {
        lower: wilson_lower(successes, trials, z),
        upper: if successes < trials { upper } else { 1.0 },
    })
}

/// z √(x (n − x)/n + z²/4).
fn wilson_root(successes: f64, trials: f64, z: f64) -> f64 {
    z * (successes * ((trials - successes) / trials) + z * z / 4.0).sqrt()
}

/// The lower end as x² / n (x + z²/2 + z √(x (n − x)/n + z²/4)), in which nothing cancels.
pub(super) fn wilson_lower(successes: f64, trials: f64, z: f64) -> f64 {
    let root = wilson_root(successes, trials, z);
    let product = successes / trials * successes;
    product / (successes + z * z / 2.0 + root)
}

/// Newcombe's form of Wilson's interval with continuity correction:
/// (2np̂ + z² ∓ 1 ∓ z √(z² ∓ 2 − 1/n + 4p̂(n(1 − p̂) ± 1))) / 2(n + z²), within [0, 1].
///
/// Newcombe (1998a), method 4. R: `prop.test(successes, trials)$conf.int`.
fn wilson_corrected(successes: f64, trials: f64, level: Level) -> Result<Interval, Error> {
    checked(successes, trials)?;
    let z = level.z();
    let p = successes / trials;
    // the root and the sum with the correction towards `side`: −1 for the lower end, 1 for the upper one
    let end = |side: f64| {
        let under = z * z + side * 2.0 - 1.0 / trials + 4.0 * p * (trials - successes - side);
        let sum = 2.0 * successes + z * z + side + side * z * under.max(0.0).sqrt();
        sum / (2.0 * (trials + z * z))
    };
    Ok(Interval {
        lower: if successes > 0.0 {
            end(-1.0).max(0.0)
        } else {
            0.0
        },
        upper: if successes < trials {
            end(1.0).min(1.0)
        } else {
            1.0
        },
    })
}

/// Clopper and Pearson's exact interval: B(α/2; x, n − x + 1) and B(1 − α/2; x + 1, n − x).
///
/// Clopper and Pearson (1934). R: `binom.test(successes, trials)$conf.int`.
fn clopper_pearson(successes: f64, trials: f64, level: Level) -> Result<Interval, Error> {
    checked(successes, trials)?;
    let (alpha, failures) = (level.tail(), trials - successes);
    Ok(Interval {
        lower: if successes > 0.0 {
            beta::quantile(alpha, successes, failures + 1.0)
        } else {
            0.0
        },
        upper: if failures > 0.0 {
            beta::upper_quantile(alpha, successes + 1.0, failures)
        } else {
            1.0
        },
    })
}

/// Agresti and Coull's interval: Wald's around (x + z²/2) / (n + z²), within [0, 1].
///
/// Agresti and Coull (1998). R: `binom::binom.agresti.coull`.
fn agresti_coull(successes: f64, trials: f64, level: Level) -> Result<Interval, Error> {
    checked(successes, trials)?;
    let z2 = level.z() * level.z();
    around(successes + z2 / 2.0, trials + z2, level)
}

/// Wald's interval p̂ ± z √(p̂(1 − p̂)/n), within [0, 1]: too narrow for small n and near 0 and 1.
///
/// R: `binom::binom.asymp`.
fn wald(successes: f64, trials: f64, level: Level) -> Result<Interval, Error> {
    checked(successes, trials)?;
    around(successes, trials, level)
}

fn around(successes: f64, trials: f64, level: Level) -> Result<Interval, Error> {
    let p = successes / trials;
    let reach = level.z() * (p * ((trials - successes) / trials) / trials).sqrt();
    Ok(Interval {
        lower: (p - reach).max(0.0),
        upper: (p + reach).min(1.0),
    })
}

/// Jeffreys' interval: quantiles of Beta(x + ½, n − x + ½), 0 and 1 at the ends.
///
/// Brown, Cai and DasGupta (2001). R: `DescTools::BinomCI(method = "jeffreys")`.
fn jeffreys(successes: f64, trials: f64, level: Level) -> Result<Interval, Error> {
    checked(successes, trials)?;
    let (alpha, failures) = (level.tail(), trials - successes);
    Ok(Interval {
        lower: if successes > 0.0 {
            beta::quantile(alpha, successes + 0.5, failures + 0.5)
        } else {
            0.0
        },
        upper: if failures > 0.0 {
            beta::upper_quantile(alpha, successes + 0.5, failures + 0.5)
        } else {
            1.0
        },
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_method_on_sixty_of_ninety_five() {
        // mpmath, 40 digits, from the definitions
        for (method, lower, upper) in CASES {
            let found = proportion_interval(60.0, 95.0, Level::P95, method).unwrap();
            assert!(
                (found.lower / lower - 1.0).abs() < 1e-13,
                "{method:?} {}",
                found.lower
            );
            assert!(
                (found.upper / upper - 1.0).abs() < 1e-13,
                "{method:?} {}",
                found.upper
            );
        }
    }

    const CASES: [(IntervalMethod, f64, f64); 5] = [
        (
            IntervalMethod::WilsonCorrected,
            0.5259068120764921,
            0.72648019018710097,
        ),
        (
            IntervalMethod::ClopperPearson,
            0.52642926504960674,
            0.7282852183876166,
        ),
        (
            IntervalMethod::AgrestiCoull,
            0.53109937659056571,
            0.72183092510957298,
        ),
        (
            IntervalMethod::Jeffreys,
            0.5318098352553688,
            0.72346669207912687,
        ),
        (
            IntervalMethod::Wald,
            0.53457881420938424,
            0.72857908052745786,
        ),
    ];

    proptest! {
        #[test]
        fn intervals_hold_the_share(trials in 1u32..5000, part in 0.0..=1.0f64) {
            let trials = f64::from(trials);
            let successes = (part * trials).floor();
            for method in [IntervalMethod::WilsonCorrected, IntervalMethod::ClopperPearson, IntervalMethod::Wald] {
                let found = proportion_interval(successes, trials, Level::P95, method).unwrap();
                let p = successes / trials;
                prop_assert!(0.0 <= found.lower && found.lower <= p && p <= found.upper && found.upper <= 1.0);
                let mirrored = proportion_interval(trials - successes, trials, Level::P95, method).unwrap();
                prop_assert!((mirrored.upper - (1.0 - found.lower)).abs() < 1e-12);
            }
        }
    }
}
