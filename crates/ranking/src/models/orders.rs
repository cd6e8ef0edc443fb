//! Orders without ties, choice by choice.

use super::choices::Choices;
use super::newton::Slope;

/// Ballots as sequences of choices: the best of all items, the best of the rest, ...
pub(super) struct Orders {
    items: usize,
    /// The items of every ballot, best first, then those that were never chosen.
    order: Vec<u16>,
    /// Where a ballot starts in `order`, and where the last ends.
    start: Vec<usize>,
    /// How many choices a ballot makes.
    stages: Vec<u16>,
}

impl Orders {
    /// No ballots yet.
    pub(super) fn new(items: usize) -> Self {
        Self {
            items,
            order: Vec::new(),
            start: vec![0],
            stages: Vec::new(),
        }
    }

    /// Adds a ballot: items in their order, then those below all of them.
    pub(super) fn push(&mut self, ranked: &[u16], below: &[u16]) {
        self.order.extend_from_slice(ranked);
        self.order.extend_from_slice(below);
        self.start.push(self.order.len());
        // a choice from one item is none
        let stages = ranked.len() - usize::from(below.is_empty() && !ranked.is_empty());
        self.stages.push(stages as u16);
    }

    /// The worths relative to the largest.
    fn worths(&self, at: &[f64]) -> Vec<f64> {
        let most = at.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        at.iter().map(|worth| libm::exp(worth - most)).collect()
    }

    /// ln P of a ballot, with what is chosen from at every stage left in `totals`.
    fn ballot(&self, ballot: usize, worths: &[f64], totals: &mut Vec<f64>) -> f64 {
        let order = &self.order[self.start[ballot]..self.start[ballot + 1]];
        let stages = usize::from(self.stages[ballot]);
        let mut total: f64 = 0.0;
        for &item in &order[stages..] {
            total += worths[usize::from(item)];
        }
        totals.clear();
        totals.resize(stages, 0.0);
        // one logarithm for many factors
        let (mut value, mut product) = (0.0, 1.0);
        for stage in (0..stages).rev() {
            let worth = worths[usize::from(order[stage])];
            total += worth;
            totals[stage] = total;
            product *= worth / total;
            if product < 1e-200 {
                value += libm::log(product);
                product = 1.0;
            }
        }
        value + libm::log(product)
    }
}

impl Choices for Orders {
    fn items(&self) -> usize {
        self.items
    }

    fn parameters(&self) -> usize {
        self.items
    }

    fn len(&self) -> usize {
        self.stages.len()
    }

    fn start(&self, _: &[f64]) -> Vec<f64> {
        vec![0.0; self.items]
    }

    /// O(ballots × items²): the choice sets of a ballot lie in one another, so that the products pᵢpⱼ of all of them are summed by one
    /// number for every pair of items.
    fn evaluate(&self, weights: &[f64], at: &[f64], slope: &mut Slope) -> f64 {
        let items = self.items;
        let worths = self.worths(at);
        let mut value = 0.0;
        // Σ w / N over the choices from sets with the item; Σ w / N² over those with both
        let mut chances = vec![0.0; items];
        let mut totals = Vec::new();
        let bent = !slope.information.is_empty();
        for (ballot, &weight) in weights.iter().enumerate() {
            if weight == 0.0 {
                continue;
            }
            value += weight * self.ballot(ballot, &worths, &mut totals);
            let order = &self.order[self.start[ballot]..self.start[ballot + 1]];
            let (mut first, mut second) = (0.0, 0.0);
            for (stage, &item) in order.iter().enumerate() {
                let item = usize::from(item);
                if let Some(total) = totals.get(stage) {
                    let share = 1.0 / total;
                    first += weight * share;
                    second += weight * share * share;
                    slope.gradient[item] += weight;
                }
                chances[item] += first;
                if !bent {
                    continue;
                }
                let row = &mut slope.information[item * items..][..items];
                row[item] += second;
                for &other in &order[stage + 1..] {
                    row[usize::from(other)] += second;
                }
            }
        }
        for i in 0..items {
            let chance = worths[i] * chances[i];
            slope.gradient[i] -= chance;
            if !bent {
                continue;
            }
            for j in 0..i {
                let both = slope.information[i * items + j] + slope.information[j * items + i];
                let product = -both * worths[i] * worths[j];
                slope.information[i * items + j] = product;
                slope.information[j * items + i] = product;
            }
            let square = slope.information[i * items + i] * worths[i] * worths[i];
            slope.information[i * items + i] = chance - square;
        }
        value
    }

    fn equal_worths(&self, weights: &[f64]) -> f64 {
        // ballots of the same length and number of choices have the same chances: ln (size)! / (size - stages)!
        let mut logs = vec![0.0; self.items + 1];
        for size in 1..=self.items {
            logs[size] = logs[size - 1] + libm::log(size as f64);
        }
        let mut value = 0.0;
        for (ballot, weight) in weights.iter().enumerate() {
            let size = self.start[ballot + 1] - self.start[ballot];
            value += weight * (logs[size - usize::from(self.stages[ballot])] - logs[size]);
        }
        value
    }

    fn each_ballot(&self, at: &[f64], visit: &mut dyn FnMut(usize, f64, &[f64])) {
        let worths = self.worths(at);
        let mut totals = Vec::new();
        let mut score = vec![0.0; self.items];
        for ballot in 0..self.len() {
            let value = self.ballot(ballot, &worths, &mut totals);
            let order = &self.order[self.start[ballot]..self.start[ballot + 1]];
            score.fill(0.0);
            let mut chances = 0.0;
            for (stage, &item) in order.iter().enumerate() {
                let item = usize::from(item);
                if let Some(total) = totals.get(stage) {
                    chances += 1.0 / total;
                    score[item] = 1.0;
                }
                score[item] -= worths[item] * chances;
            }
            visit(ballot, value, &score);
        }
    }
}
