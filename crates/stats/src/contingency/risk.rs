//! The 2 x 2 table: odds ratio, risk ratio, risk difference.

use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Interval, Level};

/// A figure with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WithInterval {
    /// The figure.
    pub value: f64,
    /// Its confidence interval; nothing where a count of zero makes it infinite.
    pub interval: Option<Interval>,
}

/// How the risk of the first column differs between two rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RiskComparison {
    /// Odds ratio ad / bc with Woolf's logit interval; nothing where it is 0/0.
    pub odds_ratio: Option<WithInterval>,
    /// Risk ratio (a / (a + b)) / (c / (c + d)) with Katz's log interval; nothing where it is 0/0.
    pub risk_ratio: Option<WithInterval>,
    /// Risk difference a / (a + b) − c / (c + d) with Wald's interval.
    pub risk_difference: WithInterval,
    /// Yule's Q = (ad − bc) / (ad + bc); nothing where it is 0/0.
    pub yules_q: Option<f64>,
}

/// Odds ratio, risk ratio and risk difference of the rows (a, b) and (c, d); the first column is the event.
///
/// Woolf (1955); Katz et al. (1978); Agresti (2013), §3.1. R: `epitools::oddsratio.wald`, `riskratio.wald`.
///
/// # Errors
/// [`Error::InvalidProportion`] where a row is empty or a count no number from 0 on.
pub fn risk_comparison(counts: [f64; 4], level: Level) -> Result<RiskComparison, Error> {
    let [a, b, c, d] = counts;
    for (event, other) in [(a, b), (c, d)] {
        let (successes, trials) = (event, event + other);
        if !(trials.is_finite() && event >= 0.0 && other >= 0.0 && trials > 0.0) {
            return Err(Error::InvalidProportion { successes, trials });
        }
    }
    let z = normal::upper_quantile((1.0 - level.get()) / 2.0);
    let around = |value: f64, error: f64| {
        // beyond e^±700 there is no interval a double could hold
        let interval = (value > 0.0 && value.is_finite() && error.is_finite()).then(|| Interval {
            lower: value * libm::exp(-z * error),
            upper: value * libm::exp(z * error),
        });
        WithInterval { value, interval }
    };
    let (first, second) = (Dd::sum(a, b), Dd::sum(c, d));
    let (with, against) = (Dd::product(a, d), Dd::product(b, c));
    let defined = with.value() > 0.0 || against.value() > 0.0;
    let odds = (with / against).value();
    let odds = if against.value() == 0.0 {
        f64::INFINITY
    } else {
        odds
    };
    let risks = (Dd::from(a) * second, Dd::from(c) * first);
    let ratio = if c == 0.0 {
        f64::INFINITY
    } else {
        (risks.0 / risks.1).value()
    };
    // 1/a − 1/(a + b) = b / (a (a + b))
    let spread = |event: f64, other: f64, all: Dd| (Dd::from(other) / (all * event)).value();
    let (p, q) = (Dd::from(a) / first, Dd::from(c) / second);
    let difference = (risks.0 - risks.1) / first / second;
    let variance = |p: Dd, all: Dd| p * (Dd::ONE - p) / all;
    let error = (variance(p, first) + variance(q, second)).sqrt().value();
    Ok(RiskComparison {
        odds_ratio: defined.then(|| around(odds, (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d).sqrt())),
        risk_ratio: (a > 0.0 || c > 0.0)
            .then(|| around(ratio, (spread(a, b, first) + spread(c, d, second)).sqrt())),
        risk_difference: WithInterval {
            value: difference.value(),
            interval: Some(Interval {
                lower: (difference - z * error).value().max(-1.0),
                upper: (difference + z * error).value().min(1.0),
            }),
        },
        yules_q: defined.then(|| ((with - against) / (with + against)).value()),
    })
}
