//! What every relation of two items costs, in whole numbers.

use crate::Pairwise;

/// The penalty of a pair that only one of ballot and consensus ties, as a fraction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Penalty {
    numerator: f64,
    denominator: f64,
}

/// Largest denominator of a penalty that is taken as it is.
const DENOMINATORS: u32 = 1000;

impl Penalty {
    /// The fraction with a denominator up to 1000 that `p` is, otherwise the nearest with 2²⁰.
    pub fn new(p: f64) -> Self {
        let denominator = (1..=DENOMINATORS)
            .map(f64::from)
            .find(|denominator| (p * denominator).round() / denominator == p)
            .unwrap_or(f64::from(1 << 20));
        Self {
            numerator: (p * denominator).round().max(1.0),
            denominator,
        }
    }

    /// Σ over all pairs in the weight of ballots; the number of the bucket of every item. Exact before the one division where the
    /// weights are. O(items²).
    pub fn score(&self, pairwise: &Pairwise, bucket: &[u32]) -> f64 {
        let (mut opposite, mut half) = (0.0, 0.0);
        for i in 0..bucket.len() {
            for j in 0..i {
                if bucket[i] == bucket[j] {
                    half += pairwise.unit_wins(i, j) + pairwise.unit_wins(j, i);
                } else {
                    let (first, second) = if bucket[i] < bucket[j] {
                        (i, j)
                    } else {
                        (j, i)
                    };
                    opposite += pairwise.unit_wins(second, first);
                    half += pairwise.unit_ties(i, j);
                }
            }
        }
        (self.denominator * opposite + self.numerator * half) / (self.denominator * pairwise.unit())
    }
}

/// The generalised Kendall distance of a consensus from all ballots, pair by pair, as whole numbers.
///
/// For two items the consensus has three choices; the cheapest of them is taken off, so that every cost left is the price of
/// doing worse than the cheapest.
#[derive(Debug, Clone)]
pub(super) struct Costs {
    pub items: usize,
    /// `items * i + j`: what it costs beyond the cheapest to have `i` strictly before `j`.
    before: Vec<i64>,
    /// What it costs beyond the cheapest to tie the two.
    tied: Vec<i64>,
    /// A cost of 1 in the weight of ballots is this many here.
    pub scale: f64,
}

/// All costs together stay below, so that a bound on their sum is exact.
const LARGEST: f64 = (1u64 << 47) as f64;

impl Costs {
    /// O(items²). Exact where the sums of weights are and all costs together stay below 2⁴⁷; otherwise these sums are rounded first.
    pub fn new(pairwise: &Pairwise, penalty: Penalty) -> Self {
        let items = pairwise.items();
        let Penalty {
            numerator,
            denominator,
        } = penalty;
        // strictly before, the other way round, tied
        let costs = |i: usize, j: usize, fine: f64| {
            let (wins, losses, ties) = (
                (pairwise.unit_wins(i, j) * fine).round(),
                (pairwise.unit_wins(j, i) * fine).round(),
                numerator * (pairwise.unit_ties(i, j) * fine).round(),
            );
            [
                denominator * losses + ties,
                denominator * wins + ties,
                numerator * (wins + losses),
            ]
        };
        let mut total = 0.0;
        for i in 0..items {
            for j in 0..i {
                total += costs(i, j, 1.0).into_iter().fold(0.0, f64::max);
            }
        }
        let mut fine = 1.0;
        while total * fine >= LARGEST {
            fine /= 2.0;
        }
        let mut result = Self {
            items,
            before: vec![0; items * items],
            tied: vec![0; items * items],
            scale: pairwise.unit() * denominator * fine,
        };
        for i in 0..items {
            for j in 0..i {
                let [before, behind, tied] = costs(i, j, fine).map(|cost| cost as i64);
                let least = before.min(behind).min(tied);
                result.before[i * items + j] = before - least;
                result.before[j * items + i] = behind - least;
                result.tied[i * items + j] = tied - least;
                result.tied[j * items + i] = tied - least;
            }
        }
        result
    }

    /// The costs among some of the items only, in that order.
    pub fn among(&self, items: &[usize]) -> Self {
        let pick = |costs: &[i64]| {
            items
                .iter()
                .flat_map(|&i| items.iter().map(move |&j| costs[i * self.items + j]))
                .collect()
        };
        Self {
            items: items.len(),
            before: pick(&self.before),
            tied: pick(&self.tied),
            scale: self.scale,
        }
    }

    /// What it costs beyond the cheapest to have `i` strictly before `j`.
    pub fn before(&self, i: usize, j: usize) -> i64 {
        self.before[i * self.items + j]
    }

    /// What it costs beyond the cheapest to tie the two.
    pub fn tied(&self, i: usize, j: usize) -> i64 {
        self.tied[i * self.items + j]
    }

    /// Whether no choice costs less than `i` strictly before `j`.
    pub fn free(&self, i: usize, j: usize) -> bool {
        self.before(i, j) == 0
    }

    /// Whether both other choices cost more than `i` strictly before `j`.
    pub fn cheapest(&self, i: usize, j: usize) -> bool {
        self.before(i, j) == 0 && self.before(j, i) > 0 && self.tied(i, j) > 0
    }

    /// What a consensus costs: the number of the bucket of every item, smaller ones first. O(items²).
    pub fn of(&self, bucket: &[u32]) -> i64 {
        let mut sum = 0;
        for i in 0..self.items {
            for j in 0..i {
                sum += match bucket[i].cmp(&bucket[j]) {
                    std::cmp::Ordering::Less => self.before(i, j),
                    std::cmp::Ordering::Equal => self.tied(i, j),
                    std::cmp::Ordering::Greater => self.before(j, i),
                };
            }
        }
        sum
    }
}
