//! A lower bound on what any weak order costs, from prices on broken transitivity.

use super::costs::Costs;
use super::relations::{BEFORE, BEHIND, Relations, TIED};

/// Most items for prices on all triples: 32 MiB.
pub(super) const MOST: usize = 128;

/// Sums below are exact.
const EXACT: f64 = (1u64 << 50) as f64;

/// Added and taken off again, it leaves the nearest whole number.
const WHOLE: f64 = 1.5 * (1u64 << 52) as f64;

/// How much of the last direction is kept.
const KEPT: f64 = 0.85;

/// The Lagrangian dual of the integer program of weak orders.
///
/// y(i, j) = 1 if `i` is before or tied with `j`; y(i, j) + y(j, i) ≥ 1 and y(i, j) + y(j, k) − y(i, k) ≤ 1. The last, with a
/// price λ(i, j, k) ≥ 0 on every triple, go into the cost: what is left falls apart into pairs, and the cheapest relation of
/// each adds up to a lower bound. All prices are whole multiples of a small unit, so that the bound is exact. Prices go up
/// the subgradient, a mean of the last ones, by steps towards a cost to be reached (Polyak 1969; Camerini, Fratta and
/// Maffioli 1975), O(items³) each.
#[derive(Debug, Clone)]
pub(super) struct Dual {
    items: usize,
    /// Of every pair, in units: before, tied.
    before: Vec<f64>,
    tied: Vec<f64>,
    /// λ(i, j, k).
    prices: Vec<f64>,
    sum: f64,
    direction: Vec<f64>,
    /// What the prices add to y(i, j).
    added: Vec<f64>,
    /// y(i, j) of the cheapest relations, their mean where several are.
    y: Vec<f64>,
    /// The mean of y over the last steps.
    pub mean: Vec<f64>,
    /// Units in a cost of 1, a power of two.
    pub unit: f64,
}

impl Dual {
    /// All prices 0. At most [`MOST`] items.
    pub fn new(costs: &Costs) -> Self {
        let items = costs.items;
        let mut total = 1.0;
        for i in 0..items {
            for j in 0..items {
                total += costs.before(i, j) as f64 + costs.tied(i, j) as f64;
            }
        }
        let mut unit = 1.0;
        while 2.0 * total * unit < EXACT && unit < 1e6 {
            unit *= 2.0;
        }
        let scaled = |cost: &dyn Fn(usize, usize) -> i64| -> Vec<f64> {
            (0..items * items)
                .map(|pair| cost(pair / items, pair % items) as f64 * unit)
                .collect()
        };
        Self {
            items,
            before: scaled(&|i, j| costs.before(i, j)),
            tied: scaled(&|i, j| costs.tied(i, j)),
            prices: vec![0.0; items * items * items],
            sum: 0.0,
            direction: vec![0.0; items * items * items],
            added: vec![0.0; items * items],
            y: vec![1.0; items * items],
            mean: vec![0.5; items * items],
            unit,
        }
    }

    /// What the three relations of two items cost with the prices: before, tied, behind; what is impossible is infinite.
    fn relations(&self, relations: &Relations, i: usize, j: usize) -> [f64; 3] {
        let (there, back) = (i * self.items + j, j * self.items + i);
        let may = relations.of(i, j);
        let price = |relation: u8, cost: f64| {
            if may & relation == 0 {
                f64::INFINITY
            } else {
                cost
            }
        };
        [
            price(BEFORE, self.before[there] + self.added[there]),
            price(
                TIED,
                self.tied[there] + self.added[there] + self.added[back],
            ),
            price(BEHIND, self.before[back] + self.added[back]),
        ]
    }

    /// The lower bound on all weak orders that are possible, in units.
    pub fn bound(&mut self, relations: &Relations) -> f64 {
        let mut bound = -self.sum;
        for i in 0..self.items {
            for j in 0..i {
                let [before, tied, behind] = self.relations(relations, i, j);
                let least = before.min(tied).min(behind);
                bound += least;
                let share = |cost: f64| f64::from(u8::from(cost == least));
                let (before, tied, behind) = (share(before), share(tied), share(behind));
                let all = before + tied + behind;
                self.y[i * self.items + j] = (before + tied) / all;
                self.y[j * self.items + i] = (behind + tied) / all;
            }
        }
        bound
    }

    /// Rules out the relations with which no weak order stays within `limit`, given the bound in units.
    pub fn restrict(&self, relations: &mut Relations, bound: f64, limit: f64) {
        for i in 0..self.items {
            for j in 0..i {
                if relations.of(i, j).is_power_of_two() {
                    continue;
                }
                let costs = self.relations(relations, i, j);
                let least = costs[0].min(costs[1]).min(costs[2]);
                let mut may = 0;
                for (relation, cost) in [BEFORE, TIED, BEHIND].into_iter().zip(costs) {
                    if bound + (cost - least) <= limit {
                        may |= relation;
                    }
                }
                relations.restrict(i, j, may);
            }
        }
    }

    /// One step up, `share` of the way on which the bound would reach `target`, both in units.
    pub fn step(&mut self, bound: f64, target: f64, share: f64) {
        let items = self.items;
        for (mean, y) in self.mean.iter_mut().zip(&self.y) {
            *mean += (1.0 - KEPT) * (y - *mean);
        }
        let mut norm = 0.0;
        for i in 0..items {
            let from = &self.y[i * items..][..items];
            for j in 0..items {
                let over = &self.y[j * items..][..items];
                let first = from[j] - 1.0;
                let row = (i * items + j) * items;
                let rows = self.direction[row..][..items]
                    .iter_mut()
                    .zip(&self.prices[row..][..items]);
                for ((direction, &price), (second, direct)) in rows.zip(over.iter().zip(from)) {
                    let broken = first + second - direct;
                    let new = broken + KEPT * *direction;
                    // no price falls below 0
                    let new = if price > 0.0 { new } else { new.max(0.0) };
                    *direction = new;
                    norm += new * new;
                }
            }
        }
        if norm == 0.0 {
            return;
        }
        let length = share * (target - bound) / norm;
        self.added.fill(0.0);
        self.sum = 0.0;
        for i in 0..items {
            for j in (0..items).filter(|&j| j != i) {
                let row = (i * items + j) * items;
                let mut sum = 0.0;
                for k in 0..items {
                    let moved = self.prices[row + k] + length * self.direction[row + k];
                    let price = (moved.max(0.0) + WHOLE) - WHOLE;
                    self.prices[row + k] = price;
                    sum += price;
                    self.added[j * items + k] += price;
                    self.added[i * items + k] -= price;
                }
                self.added[i * items + j] += sum;
                self.sum += sum;
            }
        }
        if self.sum >= EXACT {
            self.prices.fill(0.0);
            self.added.fill(0.0);
            self.direction.fill(0.0);
            self.sum = 0.0;
        }
    }
}
