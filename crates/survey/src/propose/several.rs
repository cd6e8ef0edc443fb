//! Questions with several answers whose variables hold what was answered: which groups give which answer.

use crate::analysis::SeveralAnswers;
use crate::codebook::{Set, SetKind};
use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::finding::Item;

/// Of questions with more answers than these nobody asks who gives each.
const MOST_ANSWERS: usize = 50;

/// Whether the answers of a set stand in its variables, not as variables of their own.
pub(super) fn holds_answers(set: &Set) -> bool {
    matches!(set.kind, SetKind::Categories | SetKind::Separated { .. })
}

/// The answers of a set.
pub(super) struct Several<'a> {
    answers: SeveralAnswers<'a>,
    set: &'a Set,
    rows: usize,
}

impl<'a> Several<'a> {
    /// Nothing where the set holds no answers, or too many different ones.
    pub(super) fn of(data: &'a Dataset, set: &'a Set) -> Option<Self> {
        let answers = SeveralAnswers::of_set(data, set)?;
        (answers.len() <= MOST_ANSWERS).then(|| Self {
            answers,
            set,
            rows: data.rows(),
        })
    }

    /// How findings name the answer at a place.
    pub(super) fn item(&self, place: usize) -> Option<Item> {
        Some(Item {
            name: self.set.name.clone(),
            label: self.answers.answer(place)?.label,
            placeholder: false,
        })
    }

    /// For each answer, who does not give it and who does by group: rows for slots of groups, columns for no answer at all, another
    /// answer, and this one. Each row counts as one, or as its part of a case.
    pub(super) fn tables(&self, groups: &Coded<'_>, parts: Option<&[f64]>) -> Vec<Vec<f64>> {
        let slots = groups.categories.len() + 1;
        let mut tables = vec![vec![0.0; slots * 3]; self.answers.len()];
        let mut answered = vec![0.0; slots];
        let mut given = Vec::new();
        for row in 0..self.rows {
            if !self.answers.is_answered(row) {
                continue;
            }
            let group = groups.slot(row);
            let part = parts.map_or(1.0, |parts| parts[row]);
            answered[group] += part;
            self.answers.given(row, &mut given);
            for (at, place) in given.iter().enumerate() {
                // an answer that is given twice is given
                if !given[..at].contains(place) {
                    tables[*place][group * 3 + 2] += part;
                }
            }
        }
        for table in &mut tables {
            for (group, answered) in answered.iter().enumerate() {
                // sums of the same parts: a difference below 0 would be of rounding
                table[group * 3 + 1] = (answered - table[group * 3 + 2]).max(0.0);
            }
        }
        tables
    }
}
