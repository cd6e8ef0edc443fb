//! Sentences on what has changed between waves.

use befund_survey::finding::Statistics;
use befund_survey::{Figure, Sheet};

use super::Writer;
use crate::words::item_label;

/// A corrected p-value below it is a clear change.
const CLEAR: f64 = 0.05;

impl Writer<'_> {
    pub(super) fn change(&self, statistics: &Statistics) -> Option<String> {
        let mut clear: Vec<&str> = Vec::new();
        let mut comparisons = 0.0;
        for part in &statistics.parts {
            let records = match part.figures.get(&["wave_changes"]) {
                Some(Figure::Table(records)) => records.as_slice(),
                _ => &[],
            };
            comparisons = part.figures.number(&["comparisons"]).unwrap_or(comparisons);
            let is_clear = |record: &Sheet| {
                record
                    .number(&["adjusted_p_value"])
                    .is_some_and(|p| p < CLEAR)
            };
            let item = part.variables.first()?;
            if records.iter().any(is_clear) {
                clear.push(item_label(item, self.language));
            }
        }
        if comparisons == 0.0 {
            return None;
        }
        let of = statistics.parts.len();
        let listed = clear.join(", ");
        match clear.len() {
            0 => self.pick(
                format!("Zwischen den Wellen ist keine klare Veränderung zu erkennen ({comparisons} Vergleiche, p korrigiert)."),
                format!("No clear change between the waves ({comparisons} comparisons, p corrected)."),
            ),
            n => self.pick(
                format!("Klar verändert zwischen den Wellen (p < 0,05, korrigiert für {comparisons} Vergleiche): {n} von {of} – {listed}."),
                format!("Clearly changed between the waves (p < 0.05, corrected for {comparisons} comparisons): {n} of {of} – {listed}."),
            ),
        }
    }
}
