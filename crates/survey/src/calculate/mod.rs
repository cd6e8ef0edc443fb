//! Figures that need no data file: tails and quantiles of distributions, one proportion, two proportions, sample sizes.
//!
//! A question is a JSON object, the answer a [`Sheet`]. No analysis needs this; it is a calculator beside them.

mod distributions;
mod proportions;

use serde_json::{Map, Value as Json};

pub use distributions::{DistributionName, DistributionQuestion};
pub use proportions::{ProportionQuestion, SampleSizeQuestion, TwoProportions};

use crate::{Error, Sheet};

/// A question to the calculator.
#[derive(Debug, Clone, PartialEq)]
pub enum Calculation {
    /// `{"distribution": "student_t", "df": 5, "upper_tail": 3.2}`
    Distribution(DistributionQuestion),
    /// `{"proportion": {"successes": 60, "trials": 95}}`
    Proportion(ProportionQuestion),
    /// `{"two_proportions": {"first": {"successes": 45, "trials": 100}, "second": {...}}}`
    TwoProportions(TwoProportions),
    /// `{"sample_size": {"margin": 0.03}}`
    SampleSize(SampleSizeQuestion),
}

impl Calculation {
    /// Reads a question.
    ///
    /// # Errors
    /// [`Error::Calculation`] with what is not understood.
    pub fn read(json: &str) -> Result<Self, Error> {
        let wrong = |error: serde_json::Error| Error::Calculation {
            reason: error.to_string(),
        };
        let mut fields: Map<String, Json> = serde_json::from_str(json).map_err(wrong)?;
        if fields.contains_key("distribution") {
            let question = serde_json::from_value(Json::Object(fields));
            return Ok(Self::Distribution(question.map_err(wrong)?));
        }
        let only = fields.keys().next().cloned().unwrap_or_default();
        if fields.len() != 1 {
            return Err(Error::Calculation {
                reason: "a question has one field: distribution (with its parameters), proportion, two_proportions or sample_size"
                    .to_owned(),
            });
        }
        let inner = fields.remove(&only).unwrap_or_default();
        match only.as_str() {
            "proportion" => Ok(Self::Proportion(
                serde_json::from_value(inner).map_err(wrong)?,
            )),
            "two_proportions" => Ok(Self::TwoProportions(
                serde_json::from_value(inner).map_err(wrong)?,
            )),
            "sample_size" => Ok(Self::SampleSize(
                serde_json::from_value(inner).map_err(wrong)?,
            )),
            other => Err(Error::Calculation {
                reason: format!(
                    "`{other}` is no question: ask for distribution, proportion, two_proportions or sample_size"
                ),
            }),
        }
    }

    /// The answer.
    ///
    /// # Errors
    /// [`Error::Calculation`] where the question makes no sense; a single figure that is not defined says why itself.
    pub fn answer(&self) -> Result<Sheet, Error> {
        match self {
            Self::Distribution(question) => question.answer(),
            Self::Proportion(question) => question.answer(),
            Self::TwoProportions(question) => question.answer(),
            Self::SampleSize(question) => question.answer(),
        }
    }
}

impl From<befund_stats::Error> for Error {
    fn from(error: befund_stats::Error) -> Self {
        Self::Calculation {
            reason: error.to_string(),
        }
    }
}

/// The confidence level asked for, 95 % where none is.
fn level(confidence: Option<f64>) -> Result<befund_stats::Level, Error> {
    Ok(confidence.map_or(Ok(befund_stats::Level::P95), befund_stats::Level::new)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(json: &str) -> Json {
        Calculation::read(json).unwrap().answer().unwrap().json()
    }

    #[test]
    fn questions_get_answers() {
        // R 4.2: 2 * pt(-3.2, 5), qtukey(.95, 3, 10), pbinom(8, 10, .5, lower.tail = FALSE)
        let p = answer(r#"{"distribution": "student_t", "df": 5, "two_sided": 3.2}"#);
        assert!(
            (p["probability"].as_f64().unwrap() - 0.023_995_176_803_300_49).abs() < 1e-15,
            "{p}"
        );
        let q = answer(
            r#"{"distribution": "studentized_range", "means": 3, "df": 10, "upper_quantile": 0.05}"#,
        );
        assert!(
            (q["quantile"].as_f64().unwrap() - 3.876_776_749).abs() < 1e-8,
            "{q}"
        );
        let p = answer(
            r#"{"distribution": "binomial", "trials": 10, "probability": 0.5, "upper_tail": 9}"#,
        );
        assert!(
            (p["probability"].as_f64().unwrap() - 0.010_742_187_5).abs() < 1e-14,
            "{p}"
        );
        let p = answer(r#"{"distribution": "normal", "two_sided": 100}"#);
        assert!(
            (p["log10"].as_f64().unwrap() + 2_173.570_512_873_370_4).abs() < 1e-9,
            "{p}"
        );
    }

    #[test]
    fn what_is_no_question_says_why() {
        for json in [
            "{}",
            r#"{"proportion": {"successes": 3, "trials": 2}}"#,
            r#"{"distribution": "student_t", "upper_tail": 3}"#,
            r#"{"distribution": "student_t", "df": 3, "upper_tail": 3, "quantile": 0.5}"#,
            r#"{"distribution": "student_t", "df": 3, "upper": 3}"#,
            r#"{"distribution": "normal", "df": 3, "upper_tail": 3}"#,
            r#"{"anything": 1}"#,
        ] {
            let failed = Calculation::read(json).and_then(|question| question.answer());
            assert!(failed.is_err(), "{json}");
        }
    }
}
