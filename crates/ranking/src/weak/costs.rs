//! What every relation of two items costs, in whole numbers.

use crate::Pairwise;

/// The generalised Kendall distance of a consensus from all ballots, pair by pair, as whole numbers.
///
/// For two items the consensus has three choices; the cheapest of them is taken off and kept in [`Self::floor`], so that
/// every cost left is the price of doing worse than the cheapest.
#[derive(Debug, Clone)]
pub(super) struct Costs {
    pub items: usize,
    /// `items * i + j`: what it costs beyond the cheapest to have `i` strictly before `j`.
    before: Vec<i64>,
    /// What it costs beyond the cheapest to tie the two.
    tied: Vec<i64>,
    /// Sum of the cheapest choices of all pairs.
    pub floor: i64,
    /// Weight of the ballots that compare two items, summed over all pairs.
    pub compared: f64,
    /// A cost of 1 in the weight of ballots is this many here.
    pub scale: f64,
}

/// Largest denominator of a penalty that is taken as it is.
const DENOMINATORS: u32 = 1000;

/// All costs together stay below: sums are exact even as floating-point numbers.
const LARGEST: f64 = (1u64 << 52) as f64;

impl Costs {
    /// With `p` for a pair that only one of ballot and consensus ties; O(items²).
    ///
    /// Costs are exact where the sums of weights are and `p` is a fraction with a denominator up to 1000. All others are
    /// rounded to multiples of a power of two, so fine that all pairs together make 2⁵² of them.
    pub fn new(pairwise: &Pairwise, p: f64) -> Self {
        let items = pairwise.items();
        let denominator = (1..=DENOMINATORS)
            .map(f64::from)
            .find(|denominator| (p * denominator).round() / denominator == p);
        let (strict, half) = match denominator {
            Some(denominator) => (denominator, (p * denominator).round()),
            None => (1.0, p),
        };
        // strictly before, the other way round, tied
        let costs = |i: usize, j: usize| {
            let (wins, losses) = (pairwise.unit_wins(i, j), pairwise.unit_wins(j, i));
            let ties = half * pairwise.unit_ties(i, j);
            [
                strict * losses + ties,
                strict * wins + ties,
                half * (wins + losses),
            ]
        };
        let (mut total, mut compared) = (0.0, 0.0);
        for i in 0..items {
            for j in 0..i {
                let [before, behind, tied] = costs(i, j);
                total += before.max(behind).max(tied);
                compared +=
                    pairwise.unit_wins(i, j) + pairwise.unit_wins(j, i) + pairwise.unit_ties(i, j);
            }
        }
        let mut fine = 1.0;
        if total >= LARGEST || !pairwise.exact() || denominator.is_none() {
            while total * fine < LARGEST / 2.0 && total > 0.0 {
                fine *= 2.0;
            }
            while total * fine >= LARGEST {
                fine /= 2.0;
            }
        }
        let mut result = Self {
            items,
            before: vec![0; items * items],
            tied: vec![0; items * items],
            floor: 0,
            compared: compared / pairwise.unit(),
            scale: pairwise.unit() * strict * fine,
        };
        for i in 0..items {
            for j in 0..i {
                let [before, behind, tied] = costs(i, j).map(|cost| (cost * fine).round() as i64);
                let least = before.min(behind).min(tied);
                result.floor += least;
                result.before[i * items + j] = before - least;
                result.before[j * items + i] = behind - least;
                result.tied[i * items + j] = tied - least;
                result.tied[j * items + i] = tied - least;
            }
        }
        result
    }

    /// The costs among some of the items only, in that order, with a floor of 0.
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
            floor: 0,
            compared: 0.0,
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

    /// Whether both other choices cost more than `i` strictly before `j`.
    pub fn cheapest(&self, i: usize, j: usize) -> bool {
        self.before(i, j) == 0 && self.before(j, i) > 0 && self.tied(i, j) > 0
    }

    /// What a consensus costs beyond the floor: the number of the bucket of every item, smaller ones first. O(items²).
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
