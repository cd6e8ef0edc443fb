//! Fleiss' kappa and Gwet's AC1 of several raters.

use super::Ratings;
use super::jackknife::jackknife;
use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Interval, Level, Probability};

/// An agreement beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChanceCorrected {
    /// The coefficient.
    pub estimate: f64,
    /// Observed agreement: the share of agreeing pairs of ratings.
    pub observed: f64,
    /// Agreement expected by chance.
    pub expected: f64,
    /// Standard error by the jackknife over units; none below three units or where there are very many different ones.
    pub standard_error: Option<f64>,
    /// The estimate ± t s, within −1 and 1.
    pub interval: Option<Interval>,
}

/// Fleiss' kappa with its test and the kappas of the categories.
#[derive(Debug, Clone, PartialEq)]
pub struct FleissKappa {
    /// κ.
    pub kappa: ChanceCorrected,
    /// Standard error where there is no agreement beyond chance (Fleiss, Nee and Landis 1979).
    pub null_standard_error: f64,
    /// z = κ / null standard error.
    pub z: f64,
    /// Two-sided p-value of z.
    pub p_value: Probability,
    /// κ of each category against all others; none where nobody or everybody chose it.
    pub categories: Vec<Option<KappaCategory>>,
    /// Units.
    pub n: u64,
    /// Raters per unit.
    pub raters: u64,
}

/// Kappa of one category against all others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KappaCategory {
    /// κ.
    pub kappa: f64,
    /// z = κ / √(2 / (N m (m − 1))).
    pub z: f64,
    /// Two-sided p-value of z.
    pub p_value: Probability,
}

/// The sums of Fleiss' kappa in double-double precision.
struct Sums {
    /// Share of agreeing pairs.
    observed: Dd,
    /// Shares of the categories.
    shares: Vec<Dd>,
    /// Σ p².
    expected: Dd,
}

fn sums(ratings: &Ratings, raters: u64) -> Sums {
    let (n, m) = (ratings.n() as f64, raters as f64);
    let mut agreeing = Dd::ZERO;
    for unit in &ratings.units {
        for (_, count) in &unit.ratings {
            let count = *count as f64;
            agreeing += Dd::product(count, count - 1.0) * unit.cases as f64;
        }
    }
    let all = Dd::product(n, m);
    let shares: Vec<Dd> = ratings
        .totals()
        .iter()
        .map(|total| Dd::from(*total as f64) / all)
        .collect();
    Sums {
        observed: agreeing / (all * (m - 1.0)),
        expected: shares.iter().map(|share| share.square()).sum(),
        shares,
    }
}

/// (pₒ − pₑ) / (1 − pₑ); none where chance alone agrees always.
fn beyond_chance(observed: Dd, expected: Dd) -> Option<f64> {
    let room = Dd::ONE - expected;
    (room.value() > 1e-25).then(|| ((observed - expected) / room).value())
}

/// Fleiss' kappa of equally many ratings per unit, not necessarily by the same raters.
///
/// κ = (P̄ − P̄ₑ) / (1 − P̄ₑ) with P̄ₑ = Σp². The test takes s₀ = √(2 / (N m (m − 1))) √((Σpq)² − Σpq(q − p)) / Σpq;
/// Fleiss (1971), Fleiss, Nee and Landis (1979), *Psychological Bulletin* 76, 86. The interval, for which s₀ would be wrong,
/// comes from the jackknife over units. R: `irr::kappam.fleiss(x, detail = TRUE)`.
///
/// # Errors
/// [`Error::UnequalRatings`], [`Error::NoVariance`] where all ratings are one category.
pub fn fleiss_kappa(ratings: &Ratings, level: Level) -> Result<FleissKappa, Error> {
    let raters = ratings.raters()?;
    let found = sums(ratings, raters);
    let kappa = beyond_chance(found.observed, found.expected).ok_or(Error::NoVariance)?;
    let (n, m) = (ratings.n() as f64, raters as f64);
    let pairs = Dd::product(n, m) * (m - 1.0);
    let (mut pq, mut skew) = (Dd::ZERO, Dd::ZERO);
    for p in &found.shares {
        let q = Dd::ONE - *p;
        pq += *p * q;
        skew += *p * q * (q - *p);
    }
    let null = ((Dd::from(2.0) / pairs * (pq.square() - skew)).sqrt() / pq).value();
    let unit_error = (Dd::from(2.0) / pairs).sqrt().value();
    let categories = (0..found.shares.len())
        .map(|category| {
            let p = found.shares[category];
            let room = p * (Dd::ONE - p);
            if room.value() <= 0.0 {
                return None;
            }
            let mixed: Dd = ratings
                .units
                .iter()
                .map(|unit| {
                    let chosen = unit.ratings.iter().find(|(chosen, _)| *chosen == category);
                    let count = chosen.map_or(0, |(_, count)| *count);
                    Dd::product(count as f64, (raters - count) as f64) * unit.cases as f64
                })
                .sum();
            let kappa = (Dd::ONE - mixed / (pairs * room)).value();
            let z = kappa / unit_error;
            Some(KappaCategory {
                kappa,
                z,
                p_value: normal::two_sided(z),
            })
        })
        .collect();
    let error = jackknife(ratings, kappa, level, ratings.units.len(), |left| {
        let found = sums(left, raters);
        beyond_chance(found.observed, found.expected)
    });
    let z = kappa / null;
    Ok(FleissKappa {
        kappa: ChanceCorrected {
            estimate: kappa,
            observed: found.observed.value(),
            expected: found.expected.value(),
            standard_error: error.map(|error| error.standard_error),
            interval: error.map(|error| error.interval),
        },
        null_standard_error: null,
        z,
        p_value: normal::two_sided(z),
        categories,
        n: ratings.n(),
        raters,
    })
}

/// Gwet's AC1 of equally many ratings per unit: chance agreement is Σp(1 − p) / (q − 1) for q categories.
///
/// Stays high where nearly all ratings are one category, which kappa does not. Gwet (2008), *British Journal of
/// Mathematical and Statistical Psychology* 61. Interval by the jackknife over units. R: `irrCAC::gwet.ac1.raw(x)`.
///
/// # Errors
/// [`Error::UnequalRatings`], [`Error::NoVariance`] where there is only one category.
pub fn gwet_ac1(ratings: &Ratings, level: Level) -> Result<ChanceCorrected, Error> {
    let raters = ratings.raters()?;
    if ratings.categories < 2 {
        return Err(Error::NoVariance);
    }
    let chance = |found: &Sums| (Dd::ONE - found.expected) / (ratings.categories as f64 - 1.0);
    let found = sums(ratings, raters);
    let expected = chance(&found);
    let estimate = beyond_chance(found.observed, expected).ok_or(Error::NoVariance)?;
    let error = jackknife(ratings, estimate, level, ratings.units.len(), |left| {
        let found = sums(left, raters);
        beyond_chance(found.observed, chance(&found))
    });
    Ok(ChanceCorrected {
        estimate,
        observed: found.observed.value(),
        expected: expected.value(),
        standard_error: error.map(|error| error.standard_error),
        interval: error.map(|error| error.interval),
    })
}
