//! Orders with ties: the Davidson-Luce model.

use befund_stats::order;

use super::choices::Choices;
use super::linear::dot;
use super::newton::{Likelihood, Penalty, Slope, maximise};
use super::symmetric::Elementary;
use crate::Error;

/// Most products of one evaluation of the likelihood, about a second.
const MOST_WORK: f64 = 1e9;

/// Ballots as sequences of choices of one or several items.
///
/// ln P of a choice C from a set S is Σ θᵢ / |C| over C + ln δ_|C| − ln N(S), where N(S) = Σₖ δₖ eₖ(α^(1/k)): the elementary symmetric polynomials
/// eₖ sum the products over all sets of k items without naming them.
pub(super) struct Tied {
    items: usize,
    /// How many items are chosen together somewhere, besides one.
    orders: Vec<usize>,
    /// Every choice in turn.
    choices: Vec<Choice>,
    /// Where the choices of a ballot start, and where the last end.
    start: Vec<usize>,
    /// The items of every set to choose from; a choice takes the first ones of its own.
    sets: Vec<Vec<u16>>,
    /// Different sets, as the choice that has it.
    different: Vec<usize>,
}

struct Choice {
    /// Which of the different sets.
    set: usize,
    /// How many items are chosen.
    chosen: usize,
}

/// Values of the different sets.
struct Normaliser {
    /// ln N.
    value: f64,
    /// The expected sufficient statistics.
    mean: Vec<f64>,
}

impl Tied {
    /// No ballots yet.
    pub(super) fn new(items: usize) -> Self {
        Self {
            items,
            orders: Vec::new(),
            choices: Vec::new(),
            start: vec![0],
            sets: Vec::new(),
            different: Vec::new(),
        }
    }

    /// Adds a ballot: items in their order, how many share each place, then those below all of them.
    pub(super) fn push(&mut self, ranked: &[u16], sizes: &[u16], below: &[u16]) {
        let mut from = 0;
        for &size in sizes {
            let chosen = usize::from(size);
            let mut set = ranked[from..].to_vec();
            set.extend_from_slice(below);
            from += chosen;
            // a choice from one item is none
            if set.len() > 1 {
                self.choices.push(Choice { set: 0, chosen });
                self.sets.push(set);
            }
        }
        self.start.push(self.choices.len());
    }

    /// Finds the orders of ties and the different sets, O(choices × items × log choices).
    pub(super) fn finish(mut self) -> Result<Self, Error> {
        let mut seen = vec![false; self.items + 1];
        for choice in &self.choices {
            seen[choice.chosen] = true;
        }
        self.orders = (2..=self.items).filter(|&order| seen[order]).collect();
        // sets as memberships, so that equal ones are neighbours after sorting
        let words = self.items.div_ceil(64);
        let mut members = vec![0u64; words * self.sets.len()];
        for (set, items) in self.sets.iter().enumerate() {
            for &item in items {
                members[set * words + usize::from(item) / 64] |= 1 << (item % 64);
            }
        }
        let set = |index: usize| &members[index * words..][..words];
        let order = order::indices(self.sets.len(), &|a, b| set(a).cmp(set(b)));
        for (place, &index) in order.iter().enumerate() {
            if place == 0 || set(order[place - 1]) != set(index) {
                self.different.push(index);
            }
            self.choices[index].set = self.different.len() - 1;
        }
        let work: f64 = self
            .different
            .iter()
            .map(|&set| {
                let size = self.sets[set].len();
                let orders = self.orders.iter().filter(|&&order| order <= size);
                (size * size * orders.sum::<usize>()) as f64
            })
            .sum();
        if work > MOST_WORK {
            return Err(Error::TiesTooLarge {
                largest: self.orders.last().copied().unwrap_or(1),
            });
        }
        Ok(self)
    }

    /// α^(1/k) of every item, relative to the largest, for k = 1 and the orders of ties, and ln of the largest α.
    fn roots(&self, at: &[f64]) -> (Vec<Vec<f64>>, f64) {
        let most = at[..self.items]
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        let roots = [1].iter().chain(&self.orders).map(|&order| {
            let root = |worth: &f64| libm::exp((worth - most) / order as f64);
            at[..self.items].iter().map(root).collect()
        });
        (roots.collect(), most)
    }

    /// ln N and the expected statistics of a set; adds `weight` times their covariance to the information, where there is one.
    fn normaliser(
        &self,
        set: &[u16],
        at: &[f64],
        roots: &[Vec<f64>],
        curvature: Option<Curvature>,
    ) -> Normaliser {
        let (items, size, parameters) = (self.items, set.len(), self.parameters());
        let mut total = 0.0;
        let mut mean = vec![0.0; parameters];
        // δₖ times products, before they are divided by N
        let mut second = match curvature {
            Some(_) => vec![0.0; size * size],
            None => Vec::new(),
        };
        // of order k with an item, Σ over the sets of k items that hold it
        let mut with_order = vec![0.0; size * roots.len()];
        for (index, roots) in roots.iter().enumerate() {
            let order = if index == 0 {
                1
            } else {
                self.orders[index - 1]
            };
            if order > size {
                break;
            }
            let delta = if index == 0 {
                1.0
            } else {
                libm::exp(at[items + index - 1])
            };
            let x: Vec<f64> = set.iter().map(|&item| roots[usize::from(item)]).collect();
            let elementary = Elementary::new(&x, order);
            let all = delta * elementary.all();
            total += all;
            if index > 0 {
                mean[items + index - 1] = all;
            }
            let share = 1.0 / order as f64;
            for place in 0..size {
                let with = delta * share * elementary.with(place);
                with_order[index * size + place] = with;
                if curvature.is_some() {
                    second[place * size + place] += with * share;
                }
            }
            if curvature.is_some() {
                elementary.add_pairs(delta * share * share, &mut second);
            }
        }
        for (place, &item) in set.iter().enumerate() {
            let chances = with_order[place..].iter().step_by(size);
            mean[usize::from(item)] = chances.sum::<f64>();
        }
        mean.iter_mut().for_each(|mean| *mean /= total);
        if let Some(Curvature {
            information,
            weight,
        }) = curvature
        {
            let mut add = |i: usize, j: usize, expected: f64| {
                let covariance = weight * (expected / total - mean[i] * mean[j]);
                information[i * parameters + j] += covariance;
                if i != j {
                    information[j * parameters + i] += covariance;
                }
            };
            for (place, &item) in set.iter().enumerate() {
                let item = usize::from(item);
                for (other, &second_item) in set.iter().enumerate().skip(place) {
                    add(item, usize::from(second_item), second[place * size + other]);
                }
                for index in 1..roots.len() {
                    add(item, items + index - 1, with_order[index * size + place]);
                }
            }
            for index in 1..roots.len() {
                for other in index..roots.len() {
                    let expected = if index == other {
                        mean[items + index - 1] * total
                    } else {
                        0.0
                    };
                    add(items + index - 1, items + other - 1, expected);
                }
            }
        }
        Normaliser {
            value: libm::log(total),
            mean,
        }
    }

    /// The sufficient statistics of a choice times a weight.
    fn add_statistics(&self, choice: usize, weight: f64, to: &mut [f64]) {
        let chosen = self.choices[choice].chosen;
        for &item in &self.sets[choice][..chosen] {
            to[usize::from(item)] += weight / chosen as f64;
        }
        if let Ok(order) = self.orders.binary_search(&chosen) {
            to[self.items + order] += weight;
        }
    }
}

/// Where second derivatives go.
struct Curvature<'a> {
    information: &'a mut [f64],
    weight: f64,
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
            for choice in &self.choices[self.start[ballot]..self.start[ballot + 1]] {
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

    /// O(different sets × orders of ties × items²); the more where many worths are nearly equal, times half the order.
    fn evaluate(&self, weights: &[f64], at: &[f64], slope: &mut Slope) -> f64 {
        let mut set_weights = vec![0.0; self.different.len()];
        let mut observed = vec![0.0; self.parameters()];
        for (ballot, &weight) in weights.iter().enumerate() {
            for choice in self.start[ballot]..self.start[ballot + 1] {
                set_weights[self.choices[choice].set] += weight;
                self.add_statistics(choice, weight, &mut observed);
            }
        }
        let (roots, most) = self.roots(at);
        let mut value: f64 = observed.iter().zip(at).map(|(seen, at)| seen * at).sum();
        for (&set, &weight) in self.different.iter().zip(&set_weights) {
            if weight == 0.0 {
                continue;
            }
            let curvature = Curvature {
                information: &mut slope.information,
                weight,
            };
            let normaliser = self.normaliser(&self.sets[set], at, &roots, Some(curvature));
            value -= weight * (normaliser.value + most);
            for (gradient, mean) in slope.gradient.iter_mut().zip(&normaliser.mean) {
                *gradient -= weight * mean;
            }
        }
        for (gradient, seen) in slope.gradient.iter_mut().zip(&observed) {
            *gradient += seen;
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
            for choice in self.start[ballot]..self.start[ballot + 1] {
                null.sizes[self.sets[choice].len()] += weight;
                if let Ok(order) = self.orders.binary_search(&self.choices[choice].chosen) {
                    null.chosen[order] += weight;
                }
            }
        }
        let start = self.start(weights).split_off(self.items);
        maximise(&null, start, Penalty::None).value
    }

    fn each_ballot(&self, at: &[f64], visit: &mut dyn FnMut(usize, f64, &[f64])) {
        let (roots, most) = self.roots(at);
        let normalisers: Vec<Normaliser> = self
            .different
            .iter()
            .map(|&set| self.normaliser(&self.sets[set], at, &roots, None))
            .collect();
        let mut score = vec![0.0; self.parameters()];
        for ballot in 0..self.len() {
            score.fill(0.0);
            let mut value = 0.0;
            let choices = self.start[ballot]..self.start[ballot + 1];
            for choice in choices.clone() {
                self.add_statistics(choice, 1.0, &mut score);
            }
            for (score, at) in score.iter().zip(at) {
                value += score * at;
            }
            for choice in choices {
                let normaliser = &normalisers[self.choices[choice].set];
                value -= normaliser.value + most;
                for (score, mean) in score.iter_mut().zip(&normaliser.mean) {
                    *score -= mean;
                }
            }
            visit(ballot, value, &score);
        }
    }
}
