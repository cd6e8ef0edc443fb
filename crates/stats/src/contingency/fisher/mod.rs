//! Fisher's exact test of larger tables (Freeman and Halton).
//!
//! The columns are divided in two halves. A half table is known by how much of every row it takes; rows are interchangeable,
//! so only the sorted amounts count. For every such half all its tables are listed by log probability, equal ones merged, and
//! each list of one half meets the fitting list of the other: tables in their millions are counted by the square root of
//! their number. Where a bound shows that all tables of a division are in the tail, their sum is known in closed form and
//! none is listed. Probabilities are compared as sums of whole numbers (log factorials in fixed point with a step below
//! 10^-15), so that equal ones are equal whatever the order of addition.

mod bound;
mod halves;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::factorials::{exp, ln_factorials};
use crate::dd::Dd;
use crate::order::sort;
use crate::{Error, Probability};
use bound::Bound;
use halves::{Caps, Half, Hash, List, Lists, Memory};

/// Fisher's exact test of an r x c table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FreemanHalton {
    /// The sum of the probabilities of all tables with these margins that are at most as probable as the observed one.
    pub p_value: Probability,
    /// Probability of the observed table.
    pub point_probability: Probability,
}

/// Fisher's exact test of an r x c table of whole counts, rows of equal length, within `limit` steps (10⁸ steps take about a
/// second).
///
/// P(table) = Π nᵢ.! Π n.ⱼ! / (n! Π nᵢⱼ!); the p-value sums all tables with P at most that of the observed one. Empty rows and columns
/// change nothing. Fisher (1935); Freeman and Halton (1951); the task of Mehta and Patel (1983). R: `fisher.test`.
///
/// # Errors
/// [`Error::BeyondReach`] where the tables are too many.
pub fn fisher_exact(counts: &[Vec<u64>], limit: u64) -> Result<FreemanHalton, Error> {
    let beyond = Error::BeyondReach { limit };
    let upright = Layout::new(counts);
    let turned = Layout::new(&transposed(counts));
    let n: u64 = counts.iter().flatten().sum();
    if upright.stages.len() < 2 || turned.stages.len() < 2 {
        return Ok(FreemanHalton {
            p_value: Probability::ONE,
            point_probability: Probability::ONE,
        });
    }
    if n > 20_000 {
        return Err(beyond);
    }
    let ln = ln_factorials(n as usize);
    let point = upright.ln_probability(&ln);
    let layout = if turned.plan().0 < upright.plan().0 {
        turned
    } else {
        upright
    };
    let (work, first) = layout.plan();
    if work > limit as f64 {
        return Err(beyond);
    }
    let ratio = layout.tail(&first, &ln, limit)?;
    Ok(FreemanHalton {
        p_value: Probability::from_tail((exp(point) * ratio).min(1.0), || {
            (point + Dd::from(libm::log(ratio))).value()
        }),
        point_probability: Probability::from_tail(exp(point), || point.value()),
    })
}

fn transposed(counts: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let columns = counts.first().map_or(0, Vec::len);
    (0..columns)
        .map(|column| counts.iter().map(|row| row[column]).collect())
        .collect()
}

/// A table as row sums and columns that take from them.
struct Layout {
    /// Sums of the rows, ascending, without empty ones.
    rows: Vec<usize>,
    /// The counts of each column, without empty ones.
    stages: Vec<Vec<u64>>,
}

impl Layout {
    fn new(counts: &[Vec<u64>]) -> Self {
        let stages = transposed(counts)
            .into_iter()
            .filter(|column| column.iter().any(|count| *count > 0))
            .collect();
        let mut rows: Vec<usize> = counts
            .iter()
            .map(|row| row.iter().sum::<u64>() as usize)
            .filter(|sum| *sum > 0)
            .collect();
        sort(&mut rows, Ord::cmp);
        Self { rows, stages }
    }

    fn sum(&self, stage: usize) -> usize {
        self.stages[stage].iter().sum::<u64>() as usize
    }

    /// ln P of the observed table.
    fn ln_probability(&self, ln: &[Dd]) -> Dd {
        let margins: Dd = self.rows.iter().map(|row| ln[*row]).sum();
        let n: usize = self.rows.iter().sum();
        margins + self.columns(ln) - ln[n] - self.cells(ln)
    }

    /// Σ ln n.ⱼ!
    fn columns(&self, ln: &[Dd]) -> Dd {
        (0..self.stages.len())
            .map(|stage| ln[self.sum(stage)])
            .sum()
    }

    /// Σ ln nᵢⱼ! of the observed table.
    fn cells(&self, ln: &[Dd]) -> Dd {
        let counts = self.stages.iter().flatten();
        counts.map(|count| ln[*count as usize]).sum()
    }

    /// The columns of the first half that makes the fewest half tables, and an upper bound of their number.
    fn plan(&self) -> (f64, Vec<usize>) {
        let columns = self.stages.len();
        let ways: Vec<f64> = (0..columns)
            .map(|stage| compositions(self.sum(stage), &self.rows))
            .collect();
        if columns > 16 {
            return (f64::INFINITY, Vec::new());
        }
        let (mut best, mut choice) = (f64::INFINITY, 1);
        for half in 1_usize..(1 << columns) - 1 {
            let (mut one, mut other) = (1.0, 1.0);
            for (stage, ways) in ways.iter().enumerate() {
                if half >> stage & 1 == 1 {
                    one *= ways;
                } else {
                    other *= ways;
                }
            }
            // tables of fewer steps first: of equal plans the first one stays
            if one + other < best {
                (best, choice) = (one + other, half);
            }
        }
        let first = (0..columns).filter(|stage| choice >> stage & 1 == 1);
        (best, first.collect())
    }

    /// Σ P(table) / P(observed) over all tables at most as probable.
    fn tail(&self, first: &[usize], ln: &[Dd], limit: u64) -> Result<f64, Error> {
        // the largest column last: what is left goes there
        let half = |inside: bool| {
            let mut stages: Vec<usize> = (0..self.stages.len())
                .filter(|stage| first.contains(stage) == inside)
                .collect();
            sort(&mut stages, |a, b| self.sum(*a).cmp(&self.sum(*b)));
            stages
        };
        let n: usize = self.rows.iter().sum();
        let whole = ln[n].value();
        // the step of the fixed point: the largest sum of log factorials takes 62 bits
        let scale = (62.0 - libm::ceil(libm::log2(whole + 2.0))).min(54.0);
        let scale = libm::exp2(scale);
        let largest = self.rows.last().copied().unwrap_or(0);
        let fixed: Vec<i64> = ln[..=largest]
            .iter()
            .map(|ln| to_fixed(*ln, scale))
            .collect();
        let cells = (self.rows.len() * self.stages.len()) as i64;
        let observed: i64 = self
            .stages
            .iter()
            .flatten()
            .map(|count| fixed[*count as usize])
            .sum();
        let observed_ln = self.cells(ln);
        let columns_ln = self.columns(ln);
        let bits = usize::BITS - largest.leading_zeros();
        if bits as usize * self.rows.len() > 128 {
            return Err(Error::BeyondReach { limit });
        }
        let side = |inside: bool| Half {
            columns: half(inside)
                .into_iter()
                .map(|stage| Column::new(&self.stages[stage], self.rows.len(), largest, ln))
                .collect(),
            rows: self.rows.len(),
            fixed: &fixed,
            bits,
            // rounding of each cell, once in a list and once in the observed table
            tie: 2 * cells,
            tables: HashMap::default(),
            memory: Memory::default(),
            steps: 0,
            limit,
        };
        let (mut one, mut other) = (side(true), side(false));
        let taken: usize = one.columns.iter().map(|column| column.sum).sum();
        let mut pairs: HashMap<(u128, u128), f64, Hash> = HashMap::default();
        let mut order = Vec::new();
        // a table of one half above this value is in the tail with every partner: such tables need no order
        let threshold = observed - 2 * cells * (self.stages.len() as i64 + 1);
        let bounds = [first, &half(false)].map(|stages| Bound::new(self, stages));
        // the rounding of some hundred terms is far below this
        let certain = observed_ln.value() + 1e-9 * (whole + 1.0);
        // Σ Π 1/nᵢⱼ! of a half is its total! / (Π amounts! Π column sums!)
        let closed = observed_ln + ln[taken] + ln[n - taken] - columns_ln;
        let mut sum = Dd::ZERO;
        let mut amounts = vec![0; self.rows.len()];
        let mut rest = vec![0; self.rows.len()];
        divide(&self.rows, taken, &mut amounts, 0, &mut |amounts| {
            for ((rest, row), amount) in rest.iter_mut().zip(&self.rows).zip(amounts) {
                *rest = row - amount;
            }
            if bounds[0].least(amounts, ln) + bounds[1].least(&rest, ln) > certain {
                let shared: Dd = amounts.iter().chain(&rest).map(|amount| ln[*amount]).sum();
                sum += exp(closed - shared);
                return;
            }
            let pair = (one.key(amounts), other.key(&rest));
            *pairs.entry(pair).or_insert_with(|| {
                order.push(pair);
                0.0
            }) += 1.0;
        });
        let (mut caps, mut other_caps) = (Caps::default(), Caps::default());
        for (left, right) in &order {
            let (least, other_least) = (one.least(*left)?, other.least(*right)?);
            let cap = caps.entry(*left).or_insert(i64::MIN);
            *cap = (*cap).max(threshold - other_least);
            let cap = other_caps.entry(*right).or_insert(i64::MIN);
            *cap = (*cap).max(threshold - least);
        }
        let (mut left, mut right) = (Lists::default(), Lists::default());
        for (key, other_key) in order {
            let pair = (key, other_key);
            let left = left
                .entry(key)
                .or_insert_with(|| List::new(&one.tables[&key].1, caps[&key], one.tie));
            let right = right.entry(other_key).or_insert_with(|| {
                List::new(
                    &other.tables[&other_key].1,
                    other_caps[&other_key],
                    other.tie,
                )
            });
            sum += right.meet(left, threshold) * pairs[&pair];
        }
        Ok(sum.value())
    }
}

fn to_fixed(ln: Dd, scale: f64) -> i64 {
    let (hi, lo) = (ln.value() * scale, ln.rest() * scale);
    hi as i64 + libm::round((hi - libm::trunc(hi)) + lo) as i64
}

/// In how many ways a sum can be divided among rows of these sizes.
fn compositions(sum: usize, rows: &[usize]) -> f64 {
    let mut ways = vec![0.0; sum + 1];
    ways[0] = 1.0;
    for row in rows {
        let mut window = 0.0;
        let mut next = vec![0.0; sum + 1];
        for total in 0..=sum {
            window += ways[total];
            if total > *row {
                window -= ways[total - row - 1];
            }
            next[total] = window;
        }
        ways = next;
    }
    ways[sum]
}

/// Calls `each` with every way to take `sum` from rows of these sizes.
fn divide(
    rows: &[usize],
    sum: usize,
    taken: &mut [usize],
    at: usize,
    each: &mut dyn FnMut(&[usize]),
) {
    let rest: usize = rows[at + 1..].iter().sum();
    if at + 1 == rows.len() {
        taken[at] = sum;
        each(taken);
        return;
    }
    for here in sum.saturating_sub(rest)..=sum.min(rows[at]) {
        taken[at] = here;
        divide(rows, sum - here, taken, at + 1, each);
    }
}

/// One column: what it takes in all, and the weight of a cell that takes k.
struct Column {
    sum: usize,
    /// e^κ λ^k / k! with constants that cancel over the table: the observed column has the weight 1, other cells stay in
    /// the range of doubles.
    weights: Vec<f64>,
}

impl Column {
    fn new(counts: &[u64], rows: usize, largest: usize, ln: &[Dd]) -> Self {
        let sum = counts.iter().sum::<u64>() as usize;
        let slope = libm::log(sum as f64 / rows as f64 + 0.5);
        let cells: Dd = counts.iter().map(|count| ln[*count as usize]).sum();
        let level = (cells - Dd::product(slope, sum as f64)) / rows as f64;
        Self {
            sum,
            weights: (0..=sum.min(largest))
                .map(|k| exp(level + Dd::product(slope, k as f64) - ln[k]))
                .collect(),
        }
    }
}
