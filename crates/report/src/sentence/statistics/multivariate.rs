//! Sentences on dimensions, components, scaling and distances between groups.

use befund_survey::finding::Statistics;
use befund_survey::{Figure, Sheet};

use crate::messages::number_word;
use crate::number::{p_value, significant};
use crate::sentence::Writer;

/// Below it a difference is called one.
const SIGNIFICANT: f64 = 0.05;

impl Writer<'_> {
    /// The share of the first record of a table, and of the first two together.
    fn first_two(&self, table: Option<&Figure>) -> Option<(String, Option<String>)> {
        let Some(Figure::Table(records)) = table else {
            return None;
        };
        let share =
            |record: &Sheet| Some(self.figures.percent(record.number(&["cumulative_share"])?));
        Some((share(records.first()?)?, records.get(1).and_then(share)))
    }

    pub(super) fn correspondence(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let adjusted = figures.get(&["adjusted_dimensions"]);
        let table = adjusted.or(figures.get(&["dimensions"]));
        match self.first_two(table)? {
            (first, Some(both)) => self.pick(
                format!(
                    "Die erste Dimension gibt {first} der Zusammenhänge wieder, die ersten beiden zusammen {both} (Anteile der Inertia)."
                ),
                format!(
                    "The first dimension shows {first} of the associations, the first two together {both} (shares of inertia)."
                ),
            ),
            (first, None) => self.pick(
                format!("Die einzige Dimension gibt {first} der Zusammenhänge wieder."),
                format!("The only dimension shows {first} of the associations."),
            ),
        }
    }

    pub(super) fn components(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let (first, both) = self.first_two(figures.get(&["components"]))?;
        let both = both?;
        let mut text = self.pick(
            format!(
                "Die erste Komponente trägt {first} der Varianz, die ersten beiden zusammen tragen {both}."
            ),
            format!(
                "The first component carries {first} of the variance, the first two together {both}."
            ),
        )?;
        if let Some(above) = figures.number(&["eigenvalues_above_one"]) {
            let word = number_word(above as usize, self.language);
            text.push_str(&self.pick(
                format!(" Zahl der Komponenten mit einem Eigenwert über 1: {word}."),
                format!(" Number of components with an eigenvalue above 1: {word}."),
            )?);
        }
        Some(text)
    }

    pub(super) fn scaling(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let fit = self.figures.percent(figures.number(&["goodness_of_fit"])?);
        let dimensions = figures.number(&["dimensions"])?;
        if dimensions == 1.0 {
            return self.pick(
                format!("Eine Dimension gibt {fit} der Unterschiede wieder."),
                format!("One dimension shows {fit} of the differences."),
            );
        }
        let word = number_word(dimensions as usize, self.language);
        self.pick(
            format!("Die ersten {word} Dimensionen geben {fit} der Unterschiede wieder."),
            format!("The first {word} dimensions show {fit} of the differences."),
        )
    }

    pub(super) fn permanova(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let p = figures.number(&["p_value"])?;
        let share = self.figures.percent(figures.number(&["r_squared"])?);
        let ratio = match figures.number(&["pseudo_f"])? {
            f if f.is_finite() => significant(f, self.language),
            _ => "∞".to_owned(),
        };
        let test = format!("Pseudo-F = {ratio}; {}", p_value(p, self.language));
        if p < SIGNIFICANT {
            self.pick(
                format!(
                    "Die Gruppen unterscheiden sich in allen Variablen zusammen ({test}); sie erklären {share} der Unterschiede."
                ),
                format!(
                    "The groups differ in all variables together ({test}); they explain {share} of the differences."
                ),
            )
        } else {
            self.pick(
                format!(
                    "Ein Unterschied der Gruppen in allen Variablen zusammen ist nicht nachweisbar ({test})."
                ),
                format!(
                    "There is no evidence that the groups differ in all variables together ({test})."
                ),
            )
        }
    }
}
