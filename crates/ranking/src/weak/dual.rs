//! A lower bound on what any weak order costs, from prices on broken transitivity.

use super::costs::Costs;
use super::relations::{BEFORE, BEHIND, Relations, TIED};

/// Most prices that are kept: 32 MiB.
const MOST_PRICES: usize = 1 << 20;

/// A price that falls to 0 with less of a direction up than this is dropped.
const FADED: f64 = 1e-3;

/// Sums below are exact.
const EXACT: f64 = (1u64 << 50) as f64;

/// Added and taken off again, it leaves the nearest whole number.
const WHOLE: f64 = 1.5 * (1u64 << 52) as f64;

/// Added and taken off again, it leaves a multiple of 2⁻⁴⁰: no number fades away so slowly that it becomes subnormal.
const FINE: f64 = 1.5 * (1u64 << 12) as f64;

/// How much of the last direction is kept.
const KEPT: f64 = 0.85;

/// The Lagrangian dual of the integer program of weak orders.
///
/// y(i, j) = 1 if `i` is before or tied with `j`; y(i, j) + y(j, i) ≥ 1 and y(i, j) + y(j, k) − y(i, k) ≤ 1. The last, with a
/// price λ(i, j, k) ≥ 0 on every triple, go into the cost: what is left falls apart into pairs, and the cheapest relation of
/// each adds up to a lower bound. All prices are whole multiples of a small unit, so that the bound is exact. Prices go up
/// the subgradient, a mean of the last ones, by steps towards a cost to be reached (Polyak 1969; Camerini, Fratta and
/// Maffioli 1975). Only triples that were broken have a price, a few thousand of 30 items: a step is as long, and
/// O(items³/64) to find the broken ones.
#[derive(Debug, Clone)]
pub(super) struct Dual {
    items: usize,
    /// Of every pair, in units: before, tied.
    before: Vec<f64>,
    tied: Vec<f64>,
    prices: Vec<Price>,
    sum: f64,
    /// Of every i and j the set of k with a price.
    priced: Vec<u64>,
    /// What the prices add to y(i, j).
    added: Vec<f64>,
    /// y(i, j) of the cheapest relations, their mean where several are.
    y: Vec<f64>,
    /// Of every i the sets of j with y(i, j) > 0 and y(i, j) < 1.
    some: Vec<u64>,
    short: Vec<u64>,
    /// The mean of y over the last steps.
    pub mean: Vec<f64>,
    /// Units in a cost of 1, a power of two.
    pub unit: f64,
}

/// λ(i, j, k).
#[derive(Debug, Clone, Copy)]
struct Price {
    /// Where the pairs i j, j k and i k stand.
    pairs: [u32; 3],
    price: f64,
    direction: f64,
}

impl Dual {
    /// All prices 0.
    pub fn new(costs: &Costs) -> Self {
        let items = costs.items;
        let words = items.div_ceil(64);
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
            prices: Vec::new(),
            sum: 0.0,
            priced: vec![0; items * items * words],
            some: vec![0; items * words],
            short: vec![0; items * words],
            added: vec![0.0; items * items],
            y: vec![1.0; items * items],
            mean: vec![0.5; items * items],
            unit,
        }
    }

    /// What a step takes.
    pub fn steps(&self) -> u64 {
        (self.prices.len() + 4 * self.y.len() + self.priced.len()) as u64
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
        for (mean, y) in self.mean.iter_mut().zip(&self.y) {
            *mean = (*mean + (1.0 - KEPT) * (y - *mean) + FINE) - FINE;
        }
        self.price_broken();
        let mut norm = 0.0;
        for Price {
            pairs,
            price,
            direction,
        } in &mut self.prices
        {
            let [first, second, direct] = pairs.map(|pair| self.y[pair as usize]);
            let new = (first + second - direct - 1.0 + KEPT * *direction + FINE) - FINE;
            // no price falls below 0
            *direction = if *price > 0.0 { new } else { new.max(0.0) };
            norm += *direction * *direction;
        }
        if norm == 0.0 {
            return;
        }
        let length = share * (target - bound) / norm;
        let mut kept = 0;
        for index in 0..self.prices.len() {
            let mut price = self.prices[index];
            let moved = price.price + length * price.direction;
            let new = (moved.max(0.0) + WHOLE) - WHOLE;
            let more = new - price.price;
            let [first, second, direct] = price.pairs.map(|pair| pair as usize);
            self.added[first] += more;
            self.added[second] += more;
            self.added[direct] -= more;
            self.sum += more;
            price.price = new;
            if new > 0.0 || price.direction > FADED {
                self.prices[kept] = price;
                kept += 1;
            } else {
                let (i, j, k) = (first / self.items, first % self.items, second % self.items);
                let words = self.items.div_ceil(64);
                self.priced[(i * self.items + j) * words + k / 64] &= !(1 << (k % 64));
            }
        }
        self.prices.truncate(kept);
        if self.sum >= EXACT {
            // beyond what is exact: begin again
            self.prices.clear();
            self.priced.fill(0);
            self.added.fill(0.0);
            self.sum = 0.0;
        }
    }

    /// Gives a price, still 0, to every triple that the cheapest relations break.
    fn price_broken(&mut self) {
        let (items, words) = (self.items, self.items.div_ceil(64));
        self.some.fill(0);
        self.short.fill(0);
        for i in 0..items {
            for j in 0..items {
                let (word, bit) = (i * words + j / 64, 1 << (j % 64));
                let y = self.y[i * items + j];
                if y > 0.0 {
                    self.some[word] |= bit;
                }
                if y < 1.0 {
                    self.short[word] |= bit;
                }
            }
        }
        for i in 0..items {
            for j in 0..items {
                let first = self.y[i * items + j] - 1.0;
                if first == -1.0 {
                    continue;
                }
                for word in 0..words {
                    let place = (i * items + j) * words + word;
                    let mut set = self.some[j * words + word]
                        & self.short[i * words + word]
                        & !self.priced[place];
                    while set != 0 {
                        let k = 64 * word + set.trailing_zeros() as usize;
                        let bit = set & set.wrapping_neg();
                        set ^= bit;
                        let broken = first + self.y[j * items + k] - self.y[i * items + k];
                        if broken > 0.0 && self.prices.len() < MOST_PRICES {
                            self.priced[place] |= bit;
                            self.prices.push(Price {
                                pairs: [i * items + j, j * items + k, i * items + k]
                                    .map(|pair| pair as u32),
                                price: 0.0,
                                direction: 0.0,
                            });
                        }
                    }
                }
            }
        }
    }
}
