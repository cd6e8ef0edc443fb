//! What rank tests need to know of groups.

use crate::Error;
use crate::groups::Groups;
use crate::order::sort_by;

/// Ranks of groups: sizes, rank sums and ties, from a table of counts or from answers.
///
/// Ties have the mean of their ranks. Ranks are held as deviations from their mean, doubled: whole numbers, exact up to
/// ninety million cases, and no difference of large sums is ever taken.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRanks {
    /// nᵢ.
    pub(crate) sizes: Vec<f64>,
    /// Σ over the cases of a group of 2(rank − (N + 1)/2).
    pub(crate) deviations: Vec<f64>,
    /// Σ over all cases of (2(rank − (N + 1)/2))².
    pub(crate) squares: f64,
    /// Cases with each distinct value, in ascending order.
    pub(crate) ties: Vec<f64>,
    /// N.
    pub(crate) n: f64,
}

impl GroupRanks {
    /// From a table of counts: one row per group, one column per category in ascending order, O(cells). Rows without cases
    /// are groups without cases.
    ///
    /// # Errors
    /// [`Error::LengthsDiffer`] where rows are not of one length, [`Error::InvalidCount`] where a count is negative or not
    /// finite.
    pub fn of_table(table: &[Vec<f64>]) -> Result<Self, Error> {
        let categories = table.first().map_or(0, Vec::len);
        let mut totals = vec![0.0; categories];
        for (row, counts) in table.iter().enumerate() {
            if counts.len() != categories {
                return Err(Error::LengthsDiffer {
                    first: categories,
                    second: counts.len(),
                });
            }
            for (column, &count) in counts.iter().enumerate() {
                if !(count.is_finite() && count >= 0.0) {
                    return Err(Error::InvalidCount { row, column, count });
                }
                totals[column] += count;
            }
        }
        let n: f64 = totals.iter().sum();
        let (mut before, mut squares) = (0.0, 0.0);
        let doubled: Vec<f64> = totals
            .iter()
            .map(|total| {
                let deviation = 2.0 * before + total - n;
                squares += total * deviation * deviation;
                before += total;
                deviation
            })
            .collect();
        let mut sizes = Vec::with_capacity(table.len());
        let mut deviations = Vec::with_capacity(table.len());
        for counts in table {
            let (mut size, mut deviation) = (0.0, 0.0);
            for (count, doubled) in counts.iter().zip(&doubled) {
                size += count;
                deviation += count * doubled;
            }
            sizes.push(size);
            deviations.push(deviation);
        }
        totals.retain(|total| *total > 0.0);
        Ok(Self {
            sizes,
            deviations,
            squares,
            ties: totals,
            n,
        })
    }

    /// From answers, O(n log n).
    pub fn of(groups: &Groups) -> Self {
        let cases = merged(groups);
        let n: f64 = cases.iter().map(|(_, _, count)| count).sum();
        let mut ranks = Self {
            sizes: vec![0.0; groups.len()],
            deviations: vec![0.0; groups.len()],
            squares: 0.0,
            ties: Vec::new(),
            n,
        };
        let mut before = 0.0;
        for tied in cases.chunk_by(|a, b| a.0 == b.0) {
            let total: f64 = tied.iter().map(|(_, _, count)| count).sum();
            let deviation = 2.0 * before + total - n;
            for (_, group, count) in tied {
                ranks.sizes[*group] += count;
                ranks.deviations[*group] += count * deviation;
            }
            ranks.squares += total * deviation * deviation;
            ranks.ties.push(total);
            before += total;
        }
        ranks
    }

    /// How many groups.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there are no groups.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// Mean rank of a group, from 1; `None` without cases.
    pub fn mean_rank(&self, group: usize) -> Option<f64> {
        let size = self.sizes[group];
        (size > 0.0).then(|| (self.deviations[group] / size + (self.n + 1.0)) / 2.0)
    }

    /// Sum of the ranks of a group.
    pub fn rank_sum(&self, group: usize) -> f64 {
        (self.deviations[group] + self.sizes[group] * (self.n + 1.0)) / 2.0
    }

    /// Two groups with cases, and values that are not all the same.
    pub(crate) fn comparable(&self) -> Result<(), Error> {
        let groups = self.sizes.iter().filter(|size| **size > 0.0).count();
        if groups < 2 {
            return Err(Error::TooFewGroups { groups, needed: 2 });
        }
        if self.squares == 0.0 {
            return Err(Error::NoSpread);
        }
        Ok(())
    }
}

/// Value, group and count of all cases, by value.
pub(crate) fn merged(groups: &Groups) -> Vec<(f64, usize, f64)> {
    let mut cases: Vec<(f64, usize, f64)> = Vec::new();
    for (group, sample) in groups.samples.iter().enumerate() {
        cases.extend(
            sample
                .frequencies()
                .map(|(value, count)| (value, group, count)),
        );
    }
    sort_by(&mut cases, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    cases
}
