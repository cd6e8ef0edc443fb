//! Tails and quantiles.

use befund_stats::Probability;
use befund_stats::distribution::{
    beta, binomial, chi_squared, f, gamma, hypergeometric, noncentral_chi_squared, noncentral_f,
    noncentral_t, normal, poisson, student_t, studentized_range,
};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Error, Sheet, Value};

/// A distribution; its parameters stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DistributionName {
    /// Standard normal: no parameters.
    Normal,
    /// `df`.
    StudentT,
    /// `df`.
    ChiSquared,
    /// `df1`, `df2`.
    F,
    /// `shape`; scale 1.
    Gamma,
    /// `shape1`, `shape2`.
    Beta,
    /// `trials`, `probability`.
    Binomial,
    /// `population`, `successes`, `draws`.
    Hypergeometric,
    /// `mean`.
    Poisson,
    /// `means`, `df`.
    StudentizedRange,
    /// `df`, `noncentrality`.
    NoncentralT,
    /// `df`, `noncentrality`.
    NoncentralChiSquared,
    /// `df1`, `df2`, `noncentrality`.
    NoncentralF,
}

impl DistributionName {
    fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Normal => &[],
            Self::StudentT | Self::ChiSquared => &["df"],
            Self::F => &["df1", "df2"],
            Self::Gamma => &["shape"],
            Self::Beta => &["shape1", "shape2"],
            Self::Binomial => &["trials", "probability"],
            Self::Hypergeometric => &["population", "successes", "draws"],
            Self::Poisson => &["mean"],
            Self::StudentizedRange => &["means", "df"],
            Self::NoncentralT | Self::NoncentralChiSquared => &["df", "noncentrality"],
            Self::NoncentralF => &["df1", "df2", "noncentrality"],
        }
    }
}

/// A distribution with its parameters, and one question about it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "the fields are the parameters by their textbook names"
)]
pub struct DistributionQuestion {
    /// The distribution.
    pub distribution: DistributionName,
    #[serde(default, deserialize_with = "or_infinite")]
    pub df: Option<f64>,
    #[serde(default, deserialize_with = "or_infinite")]
    pub df1: Option<f64>,
    #[serde(default, deserialize_with = "or_infinite")]
    pub df2: Option<f64>,
    pub shape: Option<f64>,
    pub shape1: Option<f64>,
    pub shape2: Option<f64>,
    pub trials: Option<f64>,
    pub probability: Option<f64>,
    pub population: Option<f64>,
    pub successes: Option<f64>,
    pub draws: Option<f64>,
    pub mean: Option<f64>,
    pub means: Option<f64>,
    pub noncentrality: Option<f64>,
    /// P(X ≤ x).
    pub lower_tail: Option<f64>,
    /// P(X ≥ x).
    pub upper_tail: Option<f64>,
    /// P(|X| ≥ |x|), of the normal and the t distribution.
    pub two_sided: Option<f64>,
    /// P(X = k), of a discrete distribution.
    pub mass: Option<f64>,
    /// x with P(X ≤ x) = p.
    pub quantile: Option<f64>,
    /// x with P(X ≥ x) = p.
    pub upper_quantile: Option<f64>,
}

/// A number, or the word "Infinity", which JSON has no number for.
fn or_infinite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Number(number) => Ok(Some(number)),
        Value::Text(word) if word == "Infinity" => Ok(Some(f64::INFINITY)),
        Value::Text(word) => Err(D::Error::custom(format!(
            "`{word}` is no number and not `Infinity`"
        ))),
    }
}

/// One question with its argument.
#[derive(Clone, Copy)]
enum Asked {
    Lower(f64),
    Upper(f64),
    TwoSided(f64),
    Mass(f64),
    Quantile(f64),
    UpperQuantile(f64),
}

/// A figure of a distribution.
enum Found {
    Probability(Probability),
    Quantile(f64),
}

impl DistributionQuestion {
    pub(super) fn answer(&self) -> Result<Sheet, Error> {
        let parameters = self.parameters()?;
        let asked = self.asked()?;
        let found = figure(self.distribution, &parameters, asked).ok_or(Error::Calculation {
            reason: "this distribution has no such figure here".to_owned(),
        })?;
        let invalid = || Error::Calculation {
            reason: "these parameters make no distribution, or the argument is outside its range"
                .to_owned(),
        };
        let mut sheet = Sheet::new();
        match found {
            Found::Probability(p) if p.value().is_nan() => return Err(invalid()),
            Found::Probability(p) => {
                sheet.put("probability", p).put("log10", p.log10());
            }
            Found::Quantile(x) if x.is_nan() => return Err(invalid()),
            Found::Quantile(x) => {
                sheet.put("quantile", x);
            }
        }
        Ok(sheet)
    }

    /// The parameters of the distribution, and none of another.
    fn parameters(&self) -> Result<Vec<f64>, Error> {
        let given = [
            ("df", self.df),
            ("df1", self.df1),
            ("df2", self.df2),
            ("shape", self.shape),
            ("shape1", self.shape1),
            ("shape2", self.shape2),
            ("trials", self.trials),
            ("probability", self.probability),
            ("population", self.population),
            ("successes", self.successes),
            ("draws", self.draws),
            ("mean", self.mean),
            ("means", self.means),
            ("noncentrality", self.noncentrality),
        ];
        let wanted = self.distribution.parameters();
        let list = || {
            if wanted.is_empty() {
                "no parameters".to_owned()
            } else {
                wanted.join(", ")
            }
        };
        let foreign = given
            .iter()
            .find(|(name, value)| value.is_some() && !wanted.contains(name));
        if let Some((name, _)) = foreign {
            return Err(Error::Calculation {
                reason: format!("this distribution has no `{name}`, it takes {}", list()),
            });
        }
        let values = wanted.iter().map(|wanted| {
            let value = given.iter().find(|(name, _)| name == wanted);
            value
                .and_then(|(_, value)| *value)
                .ok_or_else(|| Error::Calculation {
                    reason: format!("`{wanted}` is missing: this distribution takes {}", list()),
                })
        });
        values.collect()
    }

    fn asked(&self) -> Result<Asked, Error> {
        let all = [
            self.lower_tail.map(Asked::Lower),
            self.upper_tail.map(Asked::Upper),
            self.two_sided.map(Asked::TwoSided),
            self.mass.map(Asked::Mass),
            self.quantile.map(Asked::Quantile),
            self.upper_quantile.map(Asked::UpperQuantile),
        ];
        let mut asked = all.into_iter().flatten();
        match (asked.next(), asked.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(Error::Calculation {
                reason: "ask for exactly one of lower_tail, upper_tail, two_sided, mass, quantile, upper_quantile"
                    .to_owned(),
            }),
        }
    }
}

/// The figure; nothing where the distribution does not have it.
fn figure(name: DistributionName, parameters: &[f64], asked: Asked) -> Option<Found> {
    use Asked::{Lower, Mass, Quantile, TwoSided, Upper, UpperQuantile};
    use DistributionName as Name;

    let p = |value: f64, ln: &dyn Fn() -> f64| {
        Some(Found::Probability(Probability::from_tail(value, ln)))
    };
    let plain = |value: f64| Some(Found::Probability(Probability::new(value)));
    let tail = |tail: Probability| Some(Found::Probability(tail));
    let x = |value: f64| Some(Found::Quantile(value));
    match (name, parameters, asked) {
        (Name::Normal, _, Lower(z)) => p(normal::cdf(z), &|| normal::ln_sf(-z)),
        (Name::Normal, _, Upper(z)) => p(normal::sf(z), &|| normal::ln_sf(z)),
        (Name::Normal, _, TwoSided(z)) => tail(normal::two_sided(z)),
        (Name::Normal, _, Quantile(q)) => x(normal::quantile(q)),
        (Name::Normal, _, UpperQuantile(q)) => x(normal::upper_quantile(q)),
        (Name::StudentT, [df], Lower(t)) => {
            p(student_t::cdf(t, *df), &|| student_t::ln_sf(-t, *df))
        }
        (Name::StudentT, [df], Upper(t)) => p(student_t::sf(t, *df), &|| student_t::ln_sf(t, *df)),
        (Name::StudentT, [df], TwoSided(t)) => tail(student_t::two_sided(t, *df)),
        (Name::StudentT, [df], Quantile(q)) => x(student_t::quantile(q, *df)),
        (Name::StudentT, [df], UpperQuantile(q)) => x(student_t::upper_quantile(q, *df)),
        // a chi-square variable is twice a gamma variable of half the shape
        (Name::ChiSquared, [df], Lower(v)) => p(chi_squared::cdf(v, *df), &|| {
            gamma::ln_cdf(v / 2.0, df / 2.0)
        }),
        (Name::ChiSquared, [df], Upper(v)) => tail(chi_squared::tail(v, *df)),
        (Name::ChiSquared, [df], Quantile(q)) => x(chi_squared::quantile(q, *df)),
        (Name::ChiSquared, [df], UpperQuantile(q)) => x(chi_squared::upper_quantile(q, *df)),
        // 1/F has the degrees of freedom exchanged
        (Name::F, [one, other], Lower(v)) => {
            p(f::cdf(v, *one, *other), &|| f::ln_sf(1.0 / v, *other, *one))
        }
        (Name::F, [one, other], Upper(v)) => tail(f::tail(v, *one, *other)),
        (Name::F, [one, other], Quantile(q)) => x(f::quantile(q, *one, *other)),
        (Name::F, [one, other], UpperQuantile(q)) => x(f::upper_quantile(q, *one, *other)),
        (Name::Gamma, [shape], Lower(v)) => p(gamma::cdf(v, *shape), &|| gamma::ln_cdf(v, *shape)),
        (Name::Gamma, [shape], Upper(v)) => p(gamma::sf(v, *shape), &|| gamma::ln_sf(v, *shape)),
        (Name::Gamma, [shape], Quantile(q)) => x(gamma::quantile(q, *shape)),
        (Name::Gamma, [shape], UpperQuantile(q)) => x(gamma::upper_quantile(q, *shape)),
        (Name::Beta, [a, b], Lower(v)) => p(beta::cdf(v, *a, *b), &|| beta::ln_cdf(v, *a, *b)),
        (Name::Beta, [a, b], Upper(v)) => p(beta::sf(v, *a, *b), &|| beta::ln_sf(v, *a, *b)),
        (Name::Beta, [a, b], Quantile(q)) => x(beta::quantile(q, *a, *b)),
        (Name::Beta, [a, b], UpperQuantile(q)) => x(beta::upper_quantile(q, *a, *b)),
        (Name::Binomial, [n, share], Lower(k)) => p(binomial::cdf(k, *n, *share), &|| {
            binomial::ln_cdf(k, *n, *share)
        }),
        (Name::Binomial, [n, share], Upper(k)) => p(binomial::at_least(k, *n, *share), &|| {
            binomial::ln_at_least(k, *n, *share)
        }),
        (Name::Binomial, [n, share], Mass(k)) => p(binomial::pmf(k, *n, *share), &|| {
            binomial::ln_pmf(k, *n, *share)
        }),
        (Name::Hypergeometric, [n, good, draws], Lower(k)) => {
            p(hypergeometric::cdf(k, *n, *good, *draws), &|| {
                hypergeometric::ln_cdf(k, *n, *good, *draws)
            })
        }
        (Name::Hypergeometric, [n, good, draws], Upper(k)) => {
            p(hypergeometric::at_least(k, *n, *good, *draws), &|| {
                hypergeometric::ln_at_least(k, *n, *good, *draws)
            })
        }
        (Name::Hypergeometric, [n, good, draws], Mass(k)) => {
            p(hypergeometric::pmf(k, *n, *good, *draws), &|| {
                hypergeometric::ln_pmf(k, *n, *good, *draws)
            })
        }
        (Name::Poisson, [mean], Lower(k)) => plain(poisson::cdf(k, *mean)),
        (Name::Poisson, [mean], Upper(k)) => plain(poisson::at_least(k, *mean)),
        (Name::Poisson, [mean], Mass(k)) => plain(poisson::pmf(k, *mean)),
        (Name::StudentizedRange, [means, df], Lower(q)) => {
            plain(studentized_range::cdf(q, *means, *df))
        }
        (Name::StudentizedRange, [means, df], Upper(q)) => {
            tail(studentized_range::tail(q, *means, *df))
        }
        (Name::StudentizedRange, [means, df], UpperQuantile(q)) => {
            x(studentized_range::upper_quantile(q, *means, *df))
        }
        (Name::NoncentralT, [df, delta], Lower(t)) => plain(noncentral_t::cdf(t, *df, *delta)),
        (Name::NoncentralT, [df, delta], Upper(t)) => plain(noncentral_t::sf(t, *df, *delta)),
        (Name::NoncentralChiSquared, [df, lambda], Lower(v)) => {
            plain(noncentral_chi_squared::cdf(v, *df, *lambda))
        }
        (Name::NoncentralChiSquared, [df, lambda], Upper(v)) => {
            plain(noncentral_chi_squared::sf(v, *df, *lambda))
        }
        (Name::NoncentralF, [one, other, lambda], Lower(v)) => {
            plain(noncentral_f::cdf(v, *one, *other, *lambda))
        }
        (Name::NoncentralF, [one, other, lambda], Upper(v)) => {
            plain(noncentral_f::sf(v, *one, *other, *lambda))
        }
        _ => None,
    }
}
