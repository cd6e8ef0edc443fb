//! Orders with ties: the Davidson-Luce model.

use super::choices::Choices;
use super::linear::dot;
use super::newton::{Likelihood, Penalty, Slope, maximise};
use crate::Error;

/// Most products of one evaluation of the likelihood, about a second.
const MOST_WORK: f64 = 1e9;

/// Ballots as sequences of choices of one or several items.
///
/// ln P of a choice C from a set S is Σ θᵢ / |C| over C + ln δ_|C| − ln N(S), where N(S) = Σₖ δₖ eₖ(α^(1/k)): the elementary symmetric polynomials
/// eₖ sum the products over all sets of k items without naming them. They are coefficients of Π (1 + xᵢ z), and the sets of a ballot lie in
/// one another: a run from its last item to its first gives N of all its sets, and a run back, which carries what each coefficient
/// adds to the result, gives the derivatives of all of them at once. Nothing is ever subtracted.
pub(super) struct Tied {
    items: usize,
    /// How many items are chosen together somewhere, besides one.
    orders: Vec<usize>,
    /// The items of every ballot, best first, then those that were never chosen.
    places: Vec<u16>,
    /// Where the items of a ballot start, and where those of the last end.
    start: Vec<usize>,
    choices: Vec<Choice>,
    /// Where the choices of a ballot start, and where those of the last end.
    choices_start: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Choice {
    /// Place of the first item that can be chosen; all after it can.
    from: usize,
    /// How many are chosen, the first ones.
    chosen: usize,
}

/// What is known of one ballot at some parameters.
#[derive(Default)]
struct Ballot {
    /// α^(1/k) by place, for k = 1 and the orders of ties.
    roots: Vec<Vec<f64>>,
    /// For each of these Π (1 + x z) over the places from each one on, up to zᵏ, one after the other.
    products: Vec<Vec<f64>>,
    /// N of the set of every choice.
    totals: Vec<f64>,
    /// δₖ eₖ / N of every choice, summed over the choices, for each order.
    orders: Vec<f64>,
    /// The chance of each place to be chosen, over its number of items, summed over the choices, for each order.
    chances: Vec<Vec<f64>>,
}

/// What is the same for all ballots.
struct Parameters<'a> {
    at: &'a [f64],
    /// 1 and the orders of ties.
    orders: Vec<usize>,
    /// δ of each.
    deltas: Vec<f64>,
    /// α^(1/k) of every item relative to the largest, for each.
    roots: Vec<Vec<f64>>,
    /// ln of the largest α.
    most: f64,
}

impl Tied {
    /// No ballots yet.
    pub(super) fn new(items: usize) -> Self {
        Self {
            items,
            orders: Vec::new(),
            places: Vec::new(),
            start: vec![0],
            choices: Vec::new(),
            choices_start: vec![0],
        }
    }

    /// Adds a ballot: items in their order, how many share each place, then those below all of them.
    pub(super) fn push(&mut self, ranked: &[u16], sizes: &[u16], below: &[u16]) {
        let length = ranked.len() + below.len();
        self.places.extend_from_slice(ranked);
        self.places.extend_from_slice(below);
        self.start.push(self.places.len());
        let mut from = 0;
        for &size in sizes {
            let chosen = usize::from(size);
            // a choice from one item is none
            if length - from > 1 {
                self.choices.push(Choice { from, chosen });
            }
            from += chosen;
        }
        self.choices_start.push(self.choices.len());
    }

    /// Finds the orders of ties.
    pub(super) fn finish(mut self) -> Result<Self, Error> {
        let mut seen = vec![false; self.items + 1];
        for choice in &self.choices {
            seen[choice.chosen] = true;
        }
        self.orders = (2..=self.items).filter(|&order| seen[order]).collect();
        let degrees = 1 + self.orders.iter().sum::<usize>();
        let mut work = 0.0;
        for ballot in 0..self.len() {
            let length = self.order(ballot).len();
            let left = self.sets(ballot).iter().map(|choice| length - choice.from);
            work += (degrees * (length * length + left.sum::<usize>())) as f64;
        }
        if work > MOST_WORK {
            return Err(Error::TiesTooLarge {
                largest: self.orders.last().copied().unwrap_or(1),
            });
        }
        Ok(self)
    }

    fn order(&self, ballot: usize) -> &[u16] {
        &self.places[self.start[ballot]..self.start[ballot + 1]]
    }

    fn sets(&self, ballot: usize) -> &[Choice] {
        &self.choices[self.choices_start[ballot]..self.choices_start[ballot + 1]]
    }

    fn prepare<'a>(&self, at: &'a [f64]) -> Parameters<'a> {
        let (worths, log_deltas) = at.split_at(self.items);
        let most = worths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut orders = vec![1];
        orders.extend_from_slice(&self.orders);
        let mut deltas = vec![1.0];
        deltas.extend(log_deltas.iter().map(|&delta| libm::exp(delta)));
        let roots = orders.iter().map(|&order| {
            let root = |worth: &f64| libm::exp((worth - most) / order as f64);
            worths.iter().map(root).collect()
        });
        Parameters {
            at,
            roots: roots.collect(),
            orders,
            deltas,
            most,
        }
    }

    /// ln P of a ballot; adds its derivatives to `score` and leaves the parts of them in `known`. O(items × Σ orders).
    fn score(
        &self,
        ballot: usize,
        parameters: &Parameters,
        known: &mut Ballot,
        score: &mut [f64],
    ) -> f64 {
        let (order, sets) = (self.order(ballot), self.sets(ballot));
        let kinds = parameters.orders.len();
        known.roots.resize_with(kinds, Vec::new);
        known.products.resize_with(kinds, Vec::new);
        known.chances.resize_with(kinds, Vec::new);
        known.totals.clear();
        known.totals.resize(sets.len(), 0.0);
        for (kind, &degree) in parameters.orders.iter().enumerate() {
            let x = &mut known.roots[kind];
            x.clear();
            x.extend(
                order
                    .iter()
                    .map(|&item| parameters.roots[kind][usize::from(item)]),
            );
            suffixes(x, degree, &mut known.products[kind]);
            for (total, set) in known.totals.iter_mut().zip(sets) {
                *total += parameters.deltas[kind]
                    * known.products[kind][set.from * (degree + 1) + degree];
            }
        }
        let mut value = 0.0;
        for (total, set) in known.totals.iter().zip(sets) {
            value -= libm::log(*total) + parameters.most;
            let share = 1.0 / set.chosen as f64;
            for &item in &order[set.from..set.from + set.chosen] {
                value += share * parameters.at[usize::from(item)];
                score[usize::from(item)] += share;
            }
            if let Ok(tie) = self.orders.binary_search(&set.chosen) {
                value += parameters.at[self.items + tie];
                score[self.items + tie] += 1.0;
            }
        }
        known.orders.clear();
        for kind in 0..kinds {
            let delta = parameters.deltas[kind];
            let expected = known.chances(kind, parameters.orders[kind], delta, sets, 0);
            known.orders.push(expected);
            if kind > 0 {
                score[self.items + kind - 1] -= expected;
            }
            for (&item, chance) in order.iter().zip(&known.chances[kind]) {
                score[usize::from(item)] -= chance;
            }
        }
        value
    }

    /// Adds a multiple of the information of a ballot to the upper triangle by places, O(items² × Σ orders).
    fn information(
        &self,
        ballot: usize,
        parameters: &Parameters,
        known: &mut Ballot,
        weight: f64,
        information: &mut [f64],
    ) {
        let (items, size) = (self.items, parameters.at.len());
        let (order, sets) = (self.order(ballot), self.sets(ballot));
        // expected products of the sufficient statistics, all choices at once
        let mut functional = Vec::new();
        let mut onwards = Vec::new();
        for (kind, &degree) in parameters.orders.iter().enumerate() {
            let share = 1.0 / degree as f64;
            let width = degree + 1;
            let (x, products) = (&known.roots[kind], &known.products[kind]);
            if kind > 0 {
                let row = (items + kind - 1) * (size + 1);
                information[row] += weight * known.orders[kind];
            }
            functional.clear();
            functional.resize(width, 0.0);
            let mut set = 0;
            for (place, &item) in order.iter().enumerate() {
                let item = usize::from(item);
                let chance = known.chances[kind][place];
                information[item * (size + 1)] += weight * share * chance;
                if kind > 0 {
                    information[item * size + items + kind - 1] += weight * chance;
                }
                while set < sets.len() && sets[set].from <= place {
                    functional[degree] += parameters.deltas[kind] / known.totals[set];
                    set += 1;
                }
                if degree > 1 {
                    // what a coefficient of the later places adds through this one
                    onwards.clear();
                    onwards.extend_from_slice(&functional[1..]);
                    let multiple = weight * share * share * x[place];
                    for other in place + 1..order.len() {
                        let after = &products[(other + 1) * width..][..degree - 1];
                        let both = dot(&onwards[1..], after);
                        let column = usize::from(order[other]);
                        information[item * size + column] += multiple * x[other] * both;
                        carry(&mut onwards, x[other]);
                    }
                }
                carry(&mut functional, x[place]);
            }
        }
        // less the products of the expected ones, choice by choice
        let mut mean = vec![0.0; size];
        for set in 0..sets.len() {
            mean.fill(0.0);
            let one = &sets[set..=set];
            for (kind, &degree) in parameters.orders.iter().enumerate() {
                let expected = known.chances(kind, degree, parameters.deltas[kind], one, set);
                if kind > 0 {
                    mean[items + kind - 1] = expected;
                }
                for place in one[0].from..order.len() {
                    mean[usize::from(order[place])] += known.chances[kind][place];
                }
            }
            let ties = items..size;
            let present = order[one[0].from..]
                .iter()
                .map(|&item| usize::from(item))
                .chain(ties);
            for (index, i) in present.clone().enumerate() {
                let multiple = weight * mean[i];
                for j in present.clone().skip(index) {
                    information[i * size + j] -= multiple * mean[j];
                }
            }
        }
    }
}

impl Ballot {
    /// Chances of the places for the choices `sets`, of which the first is choice number `first`, and what is returned, the expected number of
    /// choices of that order.
    fn chances(
        &mut self,
        kind: usize,
        degree: usize,
        delta: f64,
        sets: &[Choice],
        first: usize,
    ) -> f64 {
        let (x, products) = (&self.roots[kind], &self.products[kind]);
        let width = degree + 1;
        let chances = &mut self.chances[kind];
        chances.resize(x.len(), 0.0);
        let mut functional = vec![0.0; width];
        let mut expected = 0.0;
        let mut set = 0;
        let from = sets.first().map_or(x.len(), |set| set.from);
        for place in from..x.len() {
            while set < sets.len() && sets[set].from <= place {
                let share = delta / self.totals[first + set];
                expected += share * products[sets[set].from * width + degree];
                functional[degree] += share;
                set += 1;
            }
            let after = &products[(place + 1) * width..][..degree];
            chances[place] = dot(&functional[1..], after) * x[place] / degree as f64;
            carry(&mut functional, x[place]);
        }
        chances[..from].fill(0.0);
        expected
    }
}

/// Π (1 + xⱼ z) over j ≥ i up to a degree, for every i from 0 to the number of x, one after the other.
fn suffixes(x: &[f64], degree: usize, products: &mut Vec<f64>) {
    let width = degree + 1;
    products.clear();
    products.resize((x.len() + 1) * width, 0.0);
    products[x.len() * width] = 1.0;
    for index in (0..x.len()).rev() {
        let (before, after) = products.split_at_mut((index + 1) * width);
        let (current, after) = (&mut before[index * width..], &after[..width]);
        current[0] = after[0];
        for degree in 1..width {
            current[degree] = after[degree] + x[index] * after[degree - 1];
        }
    }
}

/// From what the coefficients of a product add to a result to what those of the product without 1 + x z do.
fn carry(functional: &mut [f64], x: f64) {
    for degree in 1..functional.len() {
        functional[degree - 1] += x * functional[degree];
    }
}

/// ln L of the ties where all worths are equal: N of a set of s items is s + Σₖ δₖ (s over k).
struct EqualWorths<'a> {
    tied: &'a Tied,
    /// Weight of the choices from sets of every size.
    sizes: Vec<f64>,
    /// Weight of the choices of every order of ties.
    chosen: Vec<f64>,
}

impl Likelihood for EqualWorths<'_> {
    fn items(&self) -> usize {
        0
    }

    fn evaluate(&self, at: &[f64], slope: &mut Slope) -> f64 {
        let orders = &self.tied.orders;
        let mut value = dot(&self.chosen, at);
        for (gradient, chosen) in slope.gradient.iter_mut().zip(&self.chosen) {
            *gradient += chosen;
        }
        for (size, &weight) in self.sizes.iter().enumerate() {
            if weight == 0.0 {
                continue;
            }
            // δₖ (s over k)
            let mut terms = Vec::with_capacity(orders.len());
            let (mut log_sets, mut k) = (libm::log(size as f64), 1);
            for (&order, log_delta) in orders.iter().zip(at) {
                while k < order.min(size) {
                    log_sets += libm::log((size - k) as f64 / (k + 1) as f64);
                    k += 1;
                }
                let possible = order <= size;
                terms.push(if possible {
                    libm::exp(log_delta + log_sets)
                } else {
                    0.0
                });
            }
            let total = size as f64 + terms.iter().sum::<f64>();
            value -= weight * libm::log(total);
            for i in 0..terms.len() {
                let share = terms[i] / total;
                slope.gradient[i] -= weight * share;
                slope.information[i * terms.len() + i] += weight * share;
                for j in 0..terms.len() {
                    slope.information[i * terms.len() + j] -= weight * share * terms[j] / total;
                }
            }
        }
        value
    }
}

impl Choices for Tied {
    fn items(&self) -> usize {
        self.items
    }

    fn parameters(&self) -> usize {
        self.items + self.orders.len()
    }

    fn len(&self) -> usize {
        self.start.len() - 1
    }

    fn tie_orders(&self) -> &[usize] {
        &self.orders
    }

    /// δₖ as if every set were as large as the whole: (choices of k items + ½) / (choices of one + ½) × n / (n over k).
    fn start(&self, weights: &[f64]) -> Vec<f64> {
        let mut counts = vec![0.5; self.items + 1];
        for (ballot, weight) in weights.iter().enumerate() {
            for choice in self.sets(ballot) {
                counts[choice.chosen] += weight;
            }
        }
        let mut start = vec![0.0; self.items];
        let mut log_sets = 0.0;
        for k in 2..=self.items {
            log_sets += libm::log((self.items - k + 1) as f64 / k as f64);
            if self.orders.contains(&k) {
                start.push(libm::log(counts[k] / counts[1]) - log_sets);
            }
        }
        start
    }

    /// O(ballots × items² × Σ orders of ties).
    fn evaluate(&self, weights: &[f64], at: &[f64], slope: &mut Slope) -> f64 {
        let parameters = self.prepare(at);
        let size = at.len();
        let mut known = Ballot::default();
        let mut score = vec![0.0; size];
        let mut value = 0.0;
        let information = &mut slope.information;
        for (ballot, &weight) in weights.iter().enumerate() {
            if weight == 0.0 {
                continue;
            }
            score.fill(0.0);
            value += weight * self.score(ballot, &parameters, &mut known, &mut score);
            for (gradient, score) in slope.gradient.iter_mut().zip(&score) {
                *gradient += weight * score;
            }
            if !information.is_empty() {
                self.information(ballot, &parameters, &mut known, weight, information);
            }
        }
        if information.is_empty() {
            return value;
        }
        // each pair stands where the first of the two was ranked first
        for i in 0..size {
            for j in 0..i {
                let both = information[i * size + j] + information[j * size + i];
                information[i * size + j] = both;
                information[j * size + i] = both;
            }
        }
        value
    }

    fn equal_worths(&self, weights: &[f64]) -> f64 {
        let mut null = EqualWorths {
            tied: self,
            sizes: vec![0.0; self.items + 1],
            chosen: vec![0.0; self.orders.len()],
        };
        for (ballot, &weight) in weights.iter().enumerate() {
            let length = self.order(ballot).len();
            for choice in self.sets(ballot) {
                null.sizes[length - choice.from] += weight;
                if let Ok(order) = self.orders.binary_search(&choice.chosen) {
                    null.chosen[order] += weight;
                }
            }
        }
        let start = self.start(weights).split_off(self.items);
        maximise(&null, start, Penalty::None).value
    }

    fn each_ballot(&self, at: &[f64], visit: &mut dyn FnMut(usize, f64, &[f64])) {
        let parameters = self.prepare(at);
        let mut known = Ballot::default();
        let mut score = vec![0.0; at.len()];
        for ballot in 0..self.len() {
            score.fill(0.0);
            let value = self.score(ballot, &parameters, &mut known, &mut score);
            visit(ballot, value, &score);
        }
    }
}
