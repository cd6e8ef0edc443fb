//! Reasons out of JSON. Reading them field by field instead of by a derived reader of tagged choices saves the browser 30 KB.

use serde::de::{Deserialize, Deserializer, Error};

use crate::codebook::{DateOrder, Reason};

/// The fields of all reasons.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    because: String,
    distinct: Option<usize>,
    labels: Option<usize>,
    words: Option<usize>,
    answers: Option<usize>,
    rows: Option<u64>,
    cases: Option<u64>,
    order: Option<DateOrder>,
    separator: Option<char>,
    mean: Option<f64>,
    least: Option<String>,
    most: Option<String>,
    stem: Option<String>,
    word: Option<String>,
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        let because = fields.because.clone();
        fields.reason().ok_or_else(|| {
            D::Error::custom(format_args!("no reason `{because}` with these fields"))
        })
    }
}

impl Fields {
    fn reason(self) -> Option<Reason> {
        Some(match self.because.as_str() {
            "few_texts" => Reason::FewTexts {
                distinct: self.distinct?,
            },
            "few_whole_numbers" => Reason::FewWholeNumbers {
                distinct: self.distinct?,
            },
            "two_values" => Reason::TwoValues,
            "many_numbers" => Reason::ManyNumbers {
                distinct: self.distinct?,
            },
            "many_texts" => Reason::ManyTexts {
                distinct: self.distinct?,
            },
            "all_different" => Reason::AllDifferent,
            "dates" => Reason::Dates,
            "empty" => Reason::Empty,
            "answer_scale" => Reason::AnswerScale {
                least: self.least?,
                most: self.most?,
            },
            "number_ranges" => Reason::NumberRanges,
            "coded_texts" => Reason::CodedTexts,
            "labelled_codes" => Reason::LabelledCodes {
                labels: self.labels?,
            },
            "labelled_scale" => Reason::LabelledScale {
                labels: self.labels?,
            },
            "open_answers" => Reason::OpenAnswers { words: self.words? },
            "dates_written" => Reason::DatesWritten { order: self.order? },
            "no_answer_words" => Reason::NoAnswerWords,
            "beyond_scale" => Reason::BeyondScale,
            "common_scale" => Reason::CommonScale {
                stem: self.stem?,
                least: self.least?,
                most: self.most?,
            },
            "common_answers" => Reason::CommonAnswers {
                stem: self.stem?,
                answers: self.answers?,
            },
            "ticked" => Reason::Ticked { stem: self.stem? },
            "ranks_once" => Reason::RanksOnce { rows: self.rows? },
            "several_answers" => Reason::SeveralAnswers { rows: self.rows? },
            "separated" => Reason::Separated {
                separator: self.separator?,
                answers: self.answers?,
            },
            "name_says" => Reason::NameSays { word: self.word? },
            "names_records" => Reason::NamesRecords {
                word: self.word?,
                cases: self.cases?,
                rows: self.rows?,
            },
            "weight_of_mean" => Reason::WeightOfMean { mean: self.mean? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_comes_back_as_it_was_written() {
        let text = || "x".to_owned();
        let reasons = [
            Reason::FewTexts { distinct: 1 },
            Reason::FewWholeNumbers { distinct: 2 },
            Reason::TwoValues,
            Reason::ManyNumbers { distinct: 3 },
            Reason::ManyTexts { distinct: 4 },
            Reason::AllDifferent,
            Reason::Dates,
            Reason::Empty,
            Reason::AnswerScale {
                least: text(),
                most: text(),
            },
            Reason::NumberRanges,
            Reason::CodedTexts,
            Reason::LabelledCodes { labels: 5 },
            Reason::LabelledScale { labels: 5 },
            Reason::OpenAnswers { words: 6 },
            Reason::DatesWritten {
                order: DateOrder::DayMonthYear,
            },
            Reason::NoAnswerWords,
            Reason::BeyondScale,
            Reason::CommonScale {
                stem: text(),
                least: text(),
                most: text(),
            },
            Reason::CommonAnswers {
                stem: text(),
                answers: 7,
            },
            Reason::Ticked { stem: text() },
            Reason::RanksOnce { rows: 8 },
            Reason::SeveralAnswers { rows: 9 },
            Reason::Separated {
                separator: ';',
                answers: 10,
            },
            Reason::NameSays { word: text() },
            Reason::NamesRecords {
                word: text(),
                cases: 11,
                rows: 12,
            },
            Reason::WeightOfMean { mean: 0.1 },
        ];
        for reason in reasons {
            let json = serde_json::to_string(&reason).expect("it is written");
            let back: Reason = serde_json::from_str(&json).expect(&json);
            assert_eq!(back, reason);
        }
        for wrong in [
            r#"{"because": "few_texts"}"#,
            r#"{"because": "whim"}"#,
            r#"{"because": "dates", "moon": 1}"#,
        ] {
            assert!(serde_json::from_str::<Reason>(wrong).is_err(), "{wrong}");
        }
    }
}
