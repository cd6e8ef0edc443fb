//! A sentence on a linear regression.

use befund_survey::finding::Statistics;
use befund_survey::{Figure, Sheet};

use crate::number::{p_value, significant};
use crate::sentence::Writer;
use crate::words::item_label;

impl Writer<'_> {
    /// How much the predictors tell together, with the F test, and which tells most.
    pub(super) fn regression(&self, statistics: &Statistics) -> Option<String> {
        let part = statistics.parts.first()?;
        let figures = &part.figures;
        let explained = self.figures.percent(figures.number(&["fit", "r_squared"])?);
        let outcome = self.quoted(item_label(part.variables.first()?, self.language));
        let test = self.regression_test(figures).unwrap_or_default();
        let several = part.variables.len() > 2;
        let mut text = if several {
            self.pick(
                format!("Die Erklärenden geben zusammen {explained} der Varianz von {outcome} wieder{test}."),
                format!("Together the predictors account for {explained} of the variance of {outcome}{test}."),
            )
        } else {
            let predictor = self.quoted(item_label(part.variables.get(1)?, self.language));
            self.pick(
                format!("{predictor} gibt {explained} der Varianz von {outcome} wieder{test}."),
                format!("{predictor} accounts for {explained} of the variance of {outcome}{test}."),
            )
        }?;
        if several && let Some((name, size)) = self.strongest(figures) {
            text.push_str(&self.pick(
                format!(" Am stärksten hängt es mit {name} zusammen (standardisierter Koeffizient {size})."),
                format!(" The strongest of them is {name} (standardised coefficient {size})."),
            )?);
        }
        Some(text)
    }

    fn regression_test(&self, figures: &Sheet) -> Option<String> {
        let of = |term| figures.number(&["f_test", term]);
        let plain = |number: f64| significant(number, self.language);
        let p = p_value(of("p_value")?, self.language);
        let (df1, df2) = (plain(of("df_model")?), plain(of("df_residual")?));
        Some(format!(
            " (F({df1}; {df2}) = {}; {p})",
            plain(of("statistic")?)
        ))
    }

    /// The predictor with the largest standardised coefficient, and that.
    fn strongest(&self, figures: &Sheet) -> Option<(String, String)> {
        let Some(Figure::Table(records)) = figures.get(&["coefficients"]) else {
            return None;
        };
        let size = |record: &Sheet| record.number(&["standardised"]).unwrap_or(0.0);
        let mut strongest = records.first()?;
        for record in records {
            if size(record).abs() > size(strongest).abs() {
                strongest = record;
            }
        }
        let Some(Figure::Label(label)) = strongest.get(&["predictor"]) else {
            return None;
        };
        let name = match label.label.get(self.language).trim() {
            "" => label.value.to_string(),
            words => words.to_owned(),
        };
        Some((
            self.quoted(&name),
            significant(size(strongest), self.language),
        ))
    }
}
