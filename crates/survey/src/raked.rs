//! How weights came about that were raked to known margins.

use serde::{Deserialize, Serialize};

use crate::{Language, Text};

/// Weights that were raked to known margins: whether that worked, and what it costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RakedWeight {
    /// Name of the variable that holds them.
    pub weight: String,
    /// Variables of the margins.
    pub margins: Vec<String>,
    /// Cases with a weight.
    pub n: u64,
    /// Sum of the weights.
    pub sum: f64,
    /// Rounds over all margins until they were met.
    pub rounds: u64,
    /// Largest distance of a category from its target, relative to it.
    pub deviation: f64,
    /// Smallest weight.
    pub minimum: f64,
    /// Largest weight.
    pub maximum: f64,
    /// Rows whose weight was trimmed to a bound.
    pub trimmed: u64,
    /// Kish's design effect of the weights: n Σw² / (Σw)².
    pub design_effect: Option<f64>,
    /// Cases of an unweighted sample that would be as precise.
    pub effective_n: Option<f64>,
}

impl RakedWeight {
    /// How the variable was made.
    pub(crate) fn how(&self) -> Text {
        let margins = self.margins.join(", ");
        Text::both(
            format!("Gewichte nach den Randverteilungen von {margins}"),
            format!("weights raked to the margins of {margins}"),
        )
    }

    /// The report in both languages.
    pub fn text(&self) -> Text {
        Text::both(self.words(Language::De), self.words(Language::En))
    }

    fn words(&self, language: Language) -> String {
        let german = language == Language::De;
        let pick = |de: &'static str, en: &'static str| if german { de } else { en };
        let number = |number: f64, places: usize| {
            let text = format!("{number:.places$}");
            if german { text.replace('.', ",") } else { text }
        };
        let deviation = format!("{:.1e}", self.deviation);
        let deviation = if german {
            deviation.replace('.', ",")
        } else {
            deviation
        };
        let margins = self.margins.join(", ");
        let (weight, rounds) = (&self.weight, self.rounds);
        let mut words = if german {
            format!(
                "Gewicht „{weight}“: nach den Randverteilungen von {margins} angepasst ({rounds} {}, größte Abweichung {deviation}), Gewichte von {} bis {}",
                if rounds == 1 {
                    "Durchlauf"
                } else {
                    "Durchläufe"
                },
                number(self.minimum, 3),
                number(self.maximum, 3),
            )
        } else {
            format!(
                "Weight “{weight}”: raked to the margins of {margins} ({rounds} {}, largest deviation {deviation}), weights from {} to {}",
                if rounds == 1 { "round" } else { "rounds" },
                number(self.minimum, 3),
                number(self.maximum, 3),
            )
        };
        if self.trimmed > 0 {
            let trimmed = self.trimmed;
            words += &if german {
                format!(", davon {trimmed} an eine Grenze gestutzt")
            } else {
                format!(", {trimmed} of them trimmed to a bound")
            };
        }
        if let (Some(effect), Some(effective)) = (self.design_effect, self.effective_n) {
            words += pick(
                "; Designeffekt der Gewichtung ",
                "; design effect of the weights ",
            );
            words += &number(effect, 2);
            words += pick(", effektive Fallzahl ", ", effective sample size ");
            words += &number(effective, 1);
            words += pick(" von ", " of ");
            words += &self.n.to_string();
        }
        words + "."
    }
}
