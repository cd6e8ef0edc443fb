//! One pass over the rows fills a table; everything else works on the table.

use std::ops::Range;

use befund_columns::{count_pairs, pick, weigh_pairs, weigh_pairs_of};

use crate::coded::Coded;
use crate::rows::{RowWeights, Rows};

/// Rows that are counted in one go.
const PART: usize = 1 << 16;

/// Counts and sums of weights over the categories of one or more variables, missing included (slot 0).
///
/// Tables over the same variables are *mergeable*: two parts of a file give the same table as the whole.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tabulation {
    shape: Vec<usize>,
    n: Vec<u64>,
    weight: Vec<f64>,
}

impl Tabulation {
    /// An empty table; `shape` counts the slots of each variable, missing included.
    pub(crate) fn new(shape: Vec<usize>) -> Self {
        let cells = shape.iter().product();
        Self {
            shape,
            n: vec![0; cells],
            weight: vec![0.0; cells],
        }
    }

    /// Counts the rows over the variables, part by part.
    pub(crate) fn of(rows: &Rows<'_>, variables: &[&Coded<'_>]) -> Self {
        let mut whole = Self::new(
            variables
                .iter()
                .map(|variable| variable.categories.len() + 1)
                .collect(),
        );
        let mut start = 0;
        while start < rows.len() {
            let end = rows.len().min(start + PART);
            whole.merge(&Self::of_part(rows, start..end, variables));
            start = end;
        }
        whole
    }

    fn of_part(rows: &Rows<'_>, part: Range<usize>, variables: &[&Coded<'_>]) -> Self {
        let mut table = Self::new(
            variables
                .iter()
                .map(|variable| variable.categories.len() + 1)
                .collect(),
        );
        if let [first, second] = variables
            && table.count_bytes(rows, &part, first, second)
        {
            return table;
        }
        for (row, weight) in rows.within(part) {
            let mut cell = 0;
            for (variable, slots) in variables.iter().zip(&table.shape) {
                cell = cell * slots + variable.slot(row);
            }
            table.n[cell] += rows.cases(row);
            table.weight[cell] += weight;
        }
        table
    }

    /// Counts two variables whose codes are single bytes; whether they are.
    fn count_bytes(
        &mut self,
        rows: &Rows<'_>,
        part: &Range<usize>,
        first: &Coded<'_>,
        second: &Coded<'_>,
    ) -> bool {
        let (Some((a, a_slots)), Some((b, b_slots))) = (first.bytes(), second.bytes()) else {
            return false;
        };
        if rows.has_frequencies() {
            return false;
        }
        let (a_codes, b_codes) = (a_slots.len(), b_slots.len());
        let slots = second.categories.len() + 1;
        let places = rows.places(part.clone());
        let chosen = rows.chosen().map(|rows| &rows[places.clone()]);
        match rows.weights() {
            None => {
                let counts = match chosen {
                    Some(rows) => count_pairs(&pick(a, rows), &pick(b, rows), a_codes, b_codes),
                    None => count_pairs(&a[places.clone()], &b[places], a_codes, b_codes),
                };
                for (code, counts) in counts.chunks(b_codes).enumerate() {
                    for (slot, n) in b_slots.iter().zip(counts) {
                        self.n[a_slots[code] * slots + slot] += u64::from(*n);
                    }
                }
                // a part is so short that its counts are whole as doubles
                for (weight, n) in self.weight.iter_mut().zip(&self.n) {
                    *weight = *n as f64;
                }
            }
            Some(weights) => {
                let cells = match (weights, chosen) {
                    (RowWeights::OfAll(weights), Some(rows)) => {
                        weigh_pairs_of(rows, a, b, weights, a_codes, b_codes)
                    }
                    (RowWeights::OfChosen(weights), Some(rows)) => {
                        let (a, b) = (pick(a, rows), pick(b, rows));
                        weigh_pairs(&a, &b, &weights[places], a_codes, b_codes)
                    }
                    (weights, None) => {
                        let (a, b) = (&a[places.clone()], &b[places.clone()]);
                        weigh_pairs(a, b, &weights.of_places()[places], a_codes, b_codes)
                    }
                };
                for (code, cells) in cells.chunks(b_codes).enumerate() {
                    for (slot, weighed) in b_slots.iter().zip(cells) {
                        let cell = a_slots[code] * slots + slot;
                        self.n[cell] += weighed.rows;
                        self.weight[cell] += weighed.weight;
                    }
                }
            }
        }
        true
    }

    /// Adds the table of another part of the rows over the same variables.
    pub(crate) fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.shape, other.shape, "tables over the same variables");
        for (cell, other) in self.n.iter_mut().zip(&other.n) {
            *cell += other;
        }
        for (cell, other) in self.weight.iter_mut().zip(&other.weight) {
            *cell += other;
        }
    }

    fn cell(&self, slots: &[usize]) -> usize {
        slots
            .iter()
            .zip(&self.shape)
            .fold(0, |cell, (slot, size)| cell * size + slot)
    }

    /// Rows in a cell.
    pub(crate) fn n(&self, slots: &[usize]) -> u64 {
        self.n[self.cell(slots)]
    }

    /// Sum of weights in a cell.
    pub(crate) fn weight(&self, slots: &[usize]) -> f64 {
        self.weight[self.cell(slots)]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::{Analysis, AnalysisSpec, Frequencies};
    use crate::codebook::Codebook;
    use crate::dataset::{CodeStore, Codes, Column, Dataset};
    use crate::{Value, infer};

    proptest! {
        #[test]
        fn parts_merged_are_the_whole(codes in prop::collection::vec((0u8..4, 0u8..3), 1..200), cut in 0usize..200) {
            let cut = cut.min(codes.len());
            let column = |codes: Vec<u8>, values: u8| {
                Column::Codes(Codes::new(CodeStore::U8(codes), (1..=values).map(|value| Value::Number(f64::from(value))).collect()))
            };
            let columns = vec![
                column(codes.iter().map(|pair| pair.0).collect(), 3),
                column(codes.iter().map(|pair| pair.1).collect(), 2),
            ];
            let codebook = Codebook { variables: vec![infer("a", &columns[0]), infer("b", &columns[1])], ..Codebook::default() };
            let data = Dataset::new("d".into(), "d".into(), codebook, columns).unwrap();
            let spec = AnalysisSpec::from(Analysis::Frequencies(Frequencies::of("a")));
            let rows = Rows::new(&spec, &data).unwrap();
            let coded: Vec<Coded<'_>> = ["a", "b"].iter().map(|name| {
                let (variable, column) = data.variable(name).unwrap();
                Coded::new(variable, column).unwrap()
            }).collect();
            let variables: Vec<&Coded<'_>> = coded.iter().collect();
            let mut merged = Tabulation::of_part(&rows, 0..cut, &variables);
            merged.merge(&Tabulation::of_part(&rows, cut..codes.len(), &variables));
            prop_assert_eq!(&merged, &Tabulation::of(&rows, &variables));
            // and the obvious count of one cell
            let obvious = codes.iter().filter(|pair| **pair == (2, 1)).count() as u64;
            prop_assert_eq!(merged.n(&[2, 1]), obvious);
        }
    }
}
