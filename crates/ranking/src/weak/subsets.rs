//! All weak orders of a few items at once, by the set of items that is already placed.

use super::costs::Costs;

/// Most items for a table over all subsets: 3¹⁴ = 4.8 million steps, half a megabyte.
pub(super) const MOST: usize = 14;

/// Dynamic programme over subsets, adding a bucket at a time.
///
/// f(S ∪ B) = min f(S) + tied(B) + Σ before(b, r) over b in B and the items r that are still left, O(3ⁿ) steps and
/// O(2ⁿ) memory. Sets that cost more than a consensus that is known are passed over.
#[derive(Debug, Clone)]
pub(super) struct Subsets {
    costs: Costs,
    /// Of every set: what its pairs cost tied, less what they cost strictly ordered, both ways together.
    bucket: Vec<i64>,
    /// What the best weak order of every set costs, all others behind it.
    best: Vec<i64>,
    /// Its last bucket.
    last: Vec<u16>,
    /// How many weak orders are that good, of the 2.3 · 10¹⁴ that 14 items have at most.
    count: Vec<u64>,
    /// Σ of the row of each item over the items that are left, of the bucket in work.
    rows: Vec<i64>,
    /// The set in work.
    next: usize,
}

impl Subsets {
    /// Nothing costs more than `limit`, the cost of some consensus. At most [`MOST`] items.
    pub fn new(costs: Costs, limit: i64) -> Self {
        let sets = 1 << costs.items;
        let mut bucket = vec![0; sets];
        for set in 1..sets {
            let first = set.trailing_zeros() as usize;
            let rest = set & (set - 1);
            bucket[set] = bucket[rest]
                + members(rest)
                    .map(|other| {
                        costs.tied(first, other)
                            - costs.before(first, other)
                            - costs.before(other, first)
                    })
                    .sum::<i64>();
        }
        let mut best = vec![limit.saturating_add(1); sets];
        let mut count = vec![0; sets];
        (best[0], count[0]) = (0, 1);
        Self {
            costs,
            bucket,
            best,
            last: vec![0; sets],
            count,
            rows: vec![0; sets],
            next: 0,
        }
    }

    /// Goes on until `effort` is used up; whether that was the end.
    pub fn step(&mut self, effort: &mut u64) -> bool {
        let all = self.best.len() - 1;
        while self.next < all && *effort > 0 {
            let (placed, left) = (self.next, all & !self.next);
            self.next += 1;
            let cost = self.best[placed];
            if self.count[placed] == 0 || cost > self.best[all] {
                *effort -= 1;
                continue;
            }
            *effort = effort.saturating_sub(1 << left.count_ones());
            let mut row = [0; MOST];
            for item in members(left) {
                row[item] = members(left)
                    .filter(|&other| other != item)
                    .map(|other| self.costs.before(item, other))
                    .sum();
            }
            let mut new = 0;
            loop {
                new = (new | placed).wrapping_add(1) & left;
                if new == 0 {
                    break;
                }
                let rest = new & (new - 1);
                let rows = self.rows[rest] + row[new.trailing_zeros() as usize];
                self.rows[new] = rows;
                let (total, set) = (cost + rows + self.bucket[new], placed | new);
                if total < self.best[set] {
                    self.best[set] = total;
                    self.last[set] = new as u16;
                    self.count[set] = self.count[placed];
                } else if total == self.best[set] {
                    self.count[set] += self.count[placed];
                }
            }
        }
        self.next >= all
    }

    /// The number of the bucket of every item in one of the best weak orders; once all is done.
    pub fn consensus(&self) -> Vec<u32> {
        let mut bucket = vec![0; self.costs.items];
        let mut set = self.best.len() - 1;
        let mut number = self.costs.items as u32;
        while set > 0 && self.last[set] > 0 {
            number -= 1;
            for item in members(usize::from(self.last[set])) {
                bucket[item] = number;
            }
            set &= !usize::from(self.last[set]);
        }
        bucket
    }

    /// How many weak orders are best. Once all is done.
    pub fn optima(&self) -> u64 {
        self.count[self.best.len() - 1]
    }
}

/// The members of a set.
fn members(mut set: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = (set > 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        first
    })
}
