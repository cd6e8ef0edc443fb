//! Sentences on estimates under a sampling design and on weights.

use befund_survey::finding::{Part, Statistics};
use befund_survey::{Figure, Sheet};

use crate::number::significant;
use crate::sentence::Writer;
use crate::words::item_label;

impl Writer<'_> {
    /// The mean or the largest share of the first variable with its interval; the largest difference between groups, where
    /// one is clear.
    pub(super) fn estimate(&self, statistics: &Statistics) -> Option<String> {
        let part = statistics.parts.first()?;
        let name = self.quoted(item_label(part.variables.first()?, self.language));
        if part.figures.get(&["mean"]).is_some() {
            self.estimated_mean(part, &name)
        } else {
            self.estimated_share(part, &name)
        }
    }

    fn estimated_mean(&self, part: &Part, name: &str) -> Option<String> {
        let mean = significant(part.figures.number(&["mean", "estimate"])?, self.language);
        let range = self.range(
            part.figures.get(&["mean", "confidence_interval"]),
            |value| significant(value, self.language),
        );
        let mut text = match range {
            Some((level, lower, upper)) => self.pick(
                format!("Der Mittelwert von {name} liegt in der Grundgesamtheit bei {mean} ({level}-Konfidenzintervall {lower} bis {upper})."),
                format!("The population mean of {name} is estimated at {mean} ({level} confidence interval {lower} to {upper})."),
            ),
            None => self.pick(
                format!("Der Mittelwert von {name} liegt in der Grundgesamtheit bei {mean}; wie sicher das ist, lässt sich nicht angeben."),
                format!("The population mean of {name} is estimated at {mean}; how sure that is cannot be said."),
            ),
        }?;
        if let Some(difference) = self.clear_difference(&part.figures) {
            text.push(' ');
            text.push_str(&difference);
        }
        Some(text)
    }

    fn estimated_share(&self, part: &Part, name: &str) -> Option<String> {
        let Figure::Table(shares) = part.figures.get(&["shares"])? else {
            return None;
        };
        let mut largest: Option<(f64, &Sheet)> = None;
        for record in shares {
            if let Some(share) = record.number(&["estimate"])
                && largest.is_none_or(|(most, _)| share > most)
            {
                largest = Some((share, record));
            }
        }
        let (share, record) = largest?;
        let category = self.label(record.get(&["category"])?)?;
        let share = self.figures.percent(share);
        let range = self.range(record.get(&["confidence_interval"]), |value| {
            self.figures.percent(value)
        });
        match range {
            Some((level, lower, upper)) => self.pick(
                format!("Bei {name} entfallen in der Grundgesamtheit geschätzt {share} auf {category} ({level}-Konfidenzintervall {lower} bis {upper})."),
                format!("For {name}, an estimated {share} of the population chose {category} ({level} confidence interval {lower} to {upper})."),
            ),
            None => self.pick(
                format!("Bei {name} entfallen in der Grundgesamtheit geschätzt {share} auf {category}."),
                format!("For {name}, an estimated {share} of the population chose {category}."),
            ),
        }
    }

    /// The difference with the smallest corrected p-value, where it is below 5 %.
    fn clear_difference(&self, figures: &Sheet) -> Option<String> {
        let Figure::Table(differences) = figures.get(&["differences"])? else {
            return None;
        };
        let mut clearest: Option<(f64, &Sheet)> = None;
        for record in differences {
            let p = record
                .number(&["adjusted_p_value"])
                .or(record.number(&["p_value"]));
            if let Some(p) = p
                && p < 0.05
                && clearest.is_none_or(|(least, _)| p < least)
            {
                clearest = Some((p, record));
            }
        }
        let (_, record) = clearest?;
        let (first, second) = (
            self.label(record.get(&["first"])?)?,
            self.label(record.get(&["second"])?)?,
        );
        let difference = record.number(&["difference"])?;
        let size = significant(difference.abs(), self.language);
        let more = difference > 0.0;
        self.pick(
            format!(
                "Am deutlichsten unterscheiden sich {first} und {second}: {first} liegt um {size} {}.",
                if more { "höher" } else { "niedriger" }
            ),
            format!(
                "The clearest difference is that between {first} and {second}: {first} is {} by {size}.",
                if more { "higher" } else { "lower" }
            ),
        )
    }

    /// Whether the margins are met, and what the weights cost.
    pub(super) fn weighting(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let effective = figures.number(&["effective_sample_size"])?;
        let effective = self.figures.count(effective.round() as u64);
        let n = self.figures.count(figures.number(&["n"])? as u64);
        let shown = |term: &str| {
            let value = figures.number(&[term])? / figures.number(&["mean"])?;
            Some(significant(value, self.language))
        };
        let (least, most) = (shown("minimum")?, shown("maximum")?);
        match figures.get(&["converged"])? {
            Figure::Word(word) if word == "yes" => self.pick(
                format!("Die Gewichte treffen die vorgegebenen Randverteilungen und reichen vom {least}- bis zum {most}-Fachen ihres Mittels; {n} Fälle zählen so viel wie {effective} ungewichtete."),
                format!("The weights meet the given margins and range from {least} to {most} times their mean; {n} cases count as much as {effective} unweighted ones."),
            ),
            _ => self.pick(
                format!("Die Gewichte treffen die vorgegebenen Randverteilungen nicht ganz; {n} Fälle zählen so viel wie {effective} ungewichtete."),
                format!("The weights do not quite meet the given margins; {n} cases count as much as {effective} unweighted ones."),
            ),
        }
    }

    /// Level and ends of an interval in words.
    fn range(
        &self,
        figure: Option<&Figure>,
        words: impl Fn(f64) -> String,
    ) -> Option<(String, String, String)> {
        let Some(Figure::Interval(interval)) = figure else {
            return None;
        };
        let level = match self.language {
            befund_survey::Language::De => {
                crate::number::plain(interval.level * 100.0, 2, self.language) + "-%"
            }
            befund_survey::Language::En => {
                crate::number::plain(interval.level * 100.0, 2, self.language) + "%"
            }
        };
        Some((level, words(interval.lower), words(interval.upper)))
    }

    /// A category in quotation marks.
    fn label(&self, figure: &Figure) -> Option<String> {
        let Figure::Label(label) = figure else {
            return None;
        };
        let words = label.label.get(self.language);
        Some(if words.trim().is_empty() {
            self.quoted(&label.to_string())
        } else {
            self.quoted(words)
        })
    }
}
