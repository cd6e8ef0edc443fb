//! What replicates of an order add up to.

use befund_stats::{Interval, Level};

/// How one item fares over all replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemUncertainty {
    /// Its rank in the sample itself, 1 for the best; ties share the mean of their positions.
    pub rank: f64,
    /// Percentile interval of its rank: the outer order statistics, because ranks do not interpolate. `None` without replicates.
    pub rank_interval: Option<Interval>,
    /// Median of its rank.
    pub median_rank: Option<f64>,
    /// Mean of its rank.
    pub mean_rank: Option<f64>,
    /// Share of the replicates at position 1, 2, ..., n; t items that tie over t positions have 1/t of each.
    pub rank_shares: Vec<f64>,
    /// Its score in the sample itself, where the method has scores.
    pub score: Option<f64>,
    /// Percentile interval of its score; `None` where it has none in some replicate.
    pub score_interval: Option<Interval>,
}

impl ItemUncertainty {
    /// Probability of being among the first k: the share of the replicates at positions 1 to k. Items that tie around position k
    /// share the places that are left.
    pub fn top_k(&self, k: usize) -> f64 {
        self.rank_shares.iter().take(k).sum::<f64>().min(1.0)
    }
}

/// How sure the order of a method is.
#[derive(Debug, Clone, PartialEq)]
pub struct RankUncertainty {
    /// Every item.
    pub items: Vec<ItemUncertainty>,
    /// Replicates in which the method had a result.
    pub replicates: usize,
    /// Replicates in which it had none; they say nothing and are left out.
    pub undefined: usize,
    /// Row by row: share of the replicates that rank one item strictly before another.
    pub before: Vec<Vec<f64>>,
}

/// The ranks and scores of all replicates so far, item by item.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    items: usize,
    most: usize,
    defined: usize,
    undefined: usize,
    /// Twice the ranks: for every item one after the other.
    ranks: Vec<u16>,
    /// Likewise; empty where the method has no scores.
    scores: Vec<f64>,
    /// Item by item, replicates at every position.
    positions: Vec<f64>,
    /// The order of the replicate before, which is near that of the next.
    order: Vec<u16>,
    /// The keys in that order.
    sorted: Vec<f64>,
    rank: Vec<u16>,
    score: Vec<f64>,
}

/// Beyond that many items, insertion takes longer than merging.
const FEW: usize = 48;

impl Tally {
    pub fn new(items: usize, replicates: usize, scored: bool) -> Self {
        Self {
            items,
            most: replicates,
            defined: 0,
            undefined: 0,
            ranks: vec![0; items * replicates],
            scores: vec![0.0; if scored { items * replicates } else { 0 }],
            positions: vec![0.0; items * items],
            order: (0..items as u16).collect(),
            sorted: vec![0.0; items],
            rank: vec![0; items],
            score: Vec::new(),
        }
    }

    /// Keeps what the sample itself has.
    pub fn estimate(&mut self, keys: &[f64], scores: &[f64]) {
        self.sort(keys);
        let mut first = 0;
        while first < self.items {
            let tied = tied(&self.sorted[first..]);
            for &item in &self.order[first..first + tied] {
                self.rank[usize::from(item)] = (2 * first + tied + 1) as u16;
            }
            first += tied;
        }
        self.score = scores.to_vec();
    }

    /// A replicate without a result.
    pub fn skip(&mut self) {
        self.undefined += 1;
    }

    /// A replicate: the smallest key is the best, equal keys tie.
    pub fn record(&mut self, keys: &[f64], scores: &[f64]) {
        if self.defined == self.most {
            return;
        }
        self.sort(keys);
        let (items, most, at) = (self.items, self.most, self.defined);
        // slices, because what is compiled for size calls a function for every element of a `Vec`
        let (order, sorted) = (&self.order[..], &self.sorted[..]);
        let (ranks, positions) = (&mut self.ranks[..], &mut self.positions[..]);
        let mut first = 0;
        while first < items {
            let tied = tied(&sorted[first..]);
            let share = 1.0 / tied as f64;
            let end = first + tied;
            let doubled = (first + end + 1) as u16;
            for &item in &order[first..end] {
                let item = item as usize;
                ranks[item * most + at] = doubled;
                let mut position = first;
                while position < end {
                    positions[item * items + position] += share;
                    position += 1;
                }
            }
            first = end;
        }
        if !self.scores.is_empty() {
            let kept = &mut self.scores[..];
            let mut item = 0;
            while item < items {
                kept[item * most + at] = scores[item];
                item += 1;
            }
        }
        self.defined += 1;
    }

    /// Sorts the keys, from the order they had before.
    fn sort(&mut self, keys: &[f64]) {
        let (order, sorted) = (&mut self.order[..], &mut self.sorted[..]);
        if self.items > FEW {
            let key = |item: &u16| keys[usize::from(*item)];
            befund_stats::order::sort_by(order, |a, b| key(a).total_cmp(&key(b)));
        }
        let mut next = 0;
        while next < self.items {
            let item = order[next];
            let key = keys[item as usize];
            let mut place = next;
            while place > 0 && sorted[place - 1] > key {
                sorted[place] = sorted[place - 1];
                order[place] = order[place - 1];
                place -= 1;
            }
            sorted[place] = key;
            order[place] = item;
            next += 1;
        }
    }

    /// What the replicates say, O(items² × replicates).
    pub fn result(&self, level: Level) -> RankUncertainty {
        let of = |item: usize| &self.ranks[item * self.most..][..self.defined];
        let share = |count: f64| {
            if self.defined > 0 {
                count / self.defined as f64
            } else {
                0.0
            }
        };
        let mut before = vec![vec![0.0; self.items]; self.items];
        for first in 0..self.items {
            for second in 0..self.items {
                if first != second {
                    before[first][second] = share(f64::from(smaller(of(first), of(second))));
                }
            }
        }
        let mut counts = vec![0_usize; 2 * self.items + 1];
        let mut values = Vec::with_capacity(self.defined);
        let items = (0..self.items).map(|item| {
            counts.fill(0);
            of(item)
                .iter()
                .for_each(|rank| counts[usize::from(*rank)] += 1);
            let total: usize = counts
                .iter()
                .enumerate()
                .map(|(rank, count)| rank * count)
                .sum();
            let score_interval = if self.scores.is_empty() {
                None
            } else {
                values.clear();
                values.extend_from_slice(&self.scores[item * self.most..][..self.defined]);
                percentile_interval(&mut values, level)
            };
            let shares = &self.positions[item * self.items..][..self.items];
            ItemUncertainty {
                rank: f64::from(self.rank[item]) / 2.0,
                rank_interval: rank_interval(&counts, self.defined, level),
                median_rank: (self.defined > 0).then(|| {
                    let (low, high) = ((self.defined - 1) / 2, self.defined / 2);
                    (nth(&counts, low) + nth(&counts, high)) as f64 / 4.0
                }),
                mean_rank: (self.defined > 0).then(|| total as f64 / self.defined as f64 / 2.0),
                rank_shares: shares.iter().map(|count| share(*count)).collect(),
                score: self
                    .score
                    .get(item)
                    .copied()
                    .filter(|score| score.is_finite()),
                score_interval,
            }
        });
        RankUncertainty {
            items: items.collect(),
            replicates: self.defined,
            undefined: self.undefined,
            before,
        }
    }
}

/// How many of the first are smaller than their partner.
fn smaller(first: &[u16], second: &[u16]) -> u32 {
    // counted in the width of the ranks, as many side by side as fit
    const BLOCK: usize = 32_768;
    let blocks = first.chunks(BLOCK).zip(second.chunks(BLOCK));
    blocks
        .map(|(first, second)| {
            let pairs = first.iter().zip(second);
            u32::from(pairs.map(|(a, b)| u16::from(a < b)).sum::<u16>())
        })
        .sum()
}

/// How many of the first sorted keys are equal.
fn tied(sorted: &[f64]) -> usize {
    let mut tied = 1;
    while tied < sorted.len() && sorted[tied] == sorted[0] {
        tied += 1;
    }
    tied
}

/// The value at a place, from 0, of the sorted values that were counted.
fn nth(counts: &[usize], place: usize) -> usize {
    let mut up_to = 0;
    let found = counts.iter().position(|count| {
        up_to += count;
        up_to > place
    });
    found.unwrap_or(0)
}

/// Order statistics ⌊(B + 1) α/2⌋ from both ends, the first at least.
fn rank_interval(counts: &[usize], replicates: usize, level: Level) -> Option<Interval> {
    let last = replicates.checked_sub(1)?;
    let place = ((replicates + 1) as f64 * level.tail()).floor().max(1.0) as usize - 1;
    let place = place.min(last);
    Some(Interval {
        lower: nth(counts, place) as f64 / 2.0,
        upper: nth(counts, last - place) as f64 / 2.0,
    })
}

/// Order statistics (B + 1) α/2 from both ends, between two of them linearly. R: `quantile(t, p, type = 6)`.
fn percentile_interval(values: &mut [f64], level: Level) -> Option<Interval> {
    let last = values.len().checked_sub(1)?;
    if !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let place = ((last + 2) as f64 * level.tail() - 1.0).clamp(0.0, last as f64);
    let (below, part) = (place.floor() as usize, place - place.floor());
    let mut between = |near: usize, far: usize| {
        let (near, far) = (select(values, near), select(values, far));
        if near == far {
            near
        } else {
            near + part * (far - near)
        }
    };
    let far = (below + 1).min(last);
    Some(Interval {
        lower: between(below, far),
        upper: between(last - below, last - far),
    })
}

/// The value at a place, from 0, of the sorted values; puts it there with no larger ones before and no smaller ones behind. Hoare's
/// FIND (1961), O(n) on average; the pivots do not depend on chance.
fn select(values: &mut [f64], place: usize) -> f64 {
    let (mut low, mut high) = (0, values.len() - 1);
    while low < high {
        let pivot = values[low + (high - low) / 2];
        // up to `left` nothing is above the pivot, from `right` on nothing below
        let (mut left, mut right) = (low, high + 1);
        while left < right {
            while values[left] < pivot {
                left += 1;
            }
            while values[right - 1] > pivot {
                right -= 1;
            }
            if left < right {
                values.swap(left, right - 1);
                left += 1;
                right -= 1;
            }
        }
        if place < right {
            high = right - 1;
        } else if place >= left {
            low = left;
        } else {
            break;
        }
    }
    values[place]
}
