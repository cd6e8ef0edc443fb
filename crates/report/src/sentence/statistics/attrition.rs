//! Sentences on who stays in a panel.

use befund_survey::finding::Statistics;
use befund_survey::{Figure, Sheet};

use super::Writer;

impl Writer<'_> {
    pub(super) fn attrition(&self, statistics: &Statistics) -> Option<String> {
        let figures = &statistics.parts.first()?.figures;
        let Figure::Table(passages) = figures.get(&["passages"])? else {
            return None;
        };
        // from the first wave to the last, where there are more than two
        let whole = passages.last()?;
        let rate = self.figures.percent(whole.number(&["retention_rate"])?);
        let (n, stayed) = (whole.number(&["n"])?, whole.number(&["stayed"])?);
        let (from, to) = (self.wave(whole, "from_wave")?, self.wave(whole, "to_wave")?);
        self.pick(
            format!("Von {n} Fällen aus {from} nahmen {stayed} ({rate}) auch an {to} teil."),
            format!("Of {n} cases of {from}, {stayed} ({rate}) took part in {to} as well."),
        )
    }

    fn wave(&self, passage: &Sheet, term: &str) -> Option<String> {
        match passage.get(&[term])? {
            Figure::Label(label) => Some(label.label.get(self.language).to_owned()),
            _ => None,
        }
    }
}
