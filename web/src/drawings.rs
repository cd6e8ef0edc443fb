//! The charts that the worker has drawn, until they should look otherwise. No browser here.

use std::sync::Arc;

use befund_conversation::message::{Entry, Look};

/// Charts by finding.
#[derive(Default)]
pub(crate) struct Drawings(Vec<Drawing>);

struct Drawing {
    entry: Entry,
    look: Look,
    svg: Arc<str>,
}

impl Drawings {
    /// The chart of a finding, be it as it looked before.
    pub(crate) fn get(&self, entry: Entry) -> Option<Arc<str>> {
        let drawing = self.0.iter().find(|drawing| drawing.entry == entry)?;
        Some(Arc::clone(&drawing.svg))
    }

    /// Those of these findings whose chart does not look like this, at most so many.
    pub(crate) fn missing(&self, mut entries: Vec<Entry>, look: Look, most: usize) -> Vec<Entry> {
        let fits = |drawing: &Drawing, entry| drawing.entry == entry && drawing.look == look;
        entries.retain(|entry| !self.0.iter().any(|drawing| fits(drawing, *entry)));
        entries.truncate(most);
        entries
    }

    /// Takes charts in, in place of those that looked otherwise.
    pub(crate) fn take(&mut self, look: Look, charts: Vec<(Entry, String)>) {
        for (entry, svg) in charts {
            self.0.retain(|drawing| drawing.entry != entry);
            let svg = svg.into();
            self.0.push(Drawing { entry, look, svg });
        }
    }

    /// Drops the charts of all other findings.
    pub(crate) fn keep(&mut self, entries: &[Entry]) {
        self.0.retain(|drawing| entries.contains(&drawing.entry));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_survey::Language;

    fn look(width: f64) -> Look {
        Look {
            language: Language::De,
            width,
        }
    }

    #[test]
    fn a_chart_stays_until_another_takes_its_place() {
        let mut drawings = Drawings::default();
        drawings.take(look(300.0), vec![(1, "narrow".to_owned())]);
        assert_eq!(drawings.missing(vec![1, 2], look(300.0), 9), [2]);
        assert_eq!(drawings.missing(vec![1, 2], look(700.0), 9), [1, 2]);
        assert_eq!(drawings.missing(vec![1, 2], look(700.0), 1), [1]);
        assert_eq!(drawings.get(1).as_deref(), Some("narrow"));
        drawings.take(look(700.0), vec![(1, "wide".to_owned())]);
        assert_eq!(drawings.get(1).as_deref(), Some("wide"));
        drawings.keep(&[2]);
        assert_eq!(drawings.get(1), None);
    }
}
