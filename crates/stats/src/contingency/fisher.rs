//! Fisher's exact test of larger tables (Freeman and Halton).
//!
//! The columns are divided in two halves. A half table is known by how much of every row it takes; rows are interchangeable,
//! so only the sorted amounts count. For every such half all its tables are listed by log probability, equal ones merged, and
//! each list of one half meets the fitting list of the other: tables in their millions are counted by the square root of
//! their number. Probabilities are compared as sums of whole numbers (log factorials in fixed point with a step below
//! 10^-15), so that equal ones are equal whatever the order of addition.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use super::factorials::{exp, ln_factorials};
use crate::dd::Dd;
use crate::order::sort;
use crate::{Error, Probability};

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
    if !(work <= limit as f64) {
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
        let columns: Dd = (0..self.stages.len())
            .map(|stage| ln[self.sum(stage)])
            .sum();
        let cells: Dd = self
            .stages
            .iter()
            .flatten()
            .map(|count| ln[*count as usize])
            .sum();
        let n: usize = self.rows.iter().sum();
        margins + columns - ln[n] - cells
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
        let whole = ln[self.rows.iter().sum::<usize>()].value();
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
        let mut amounts = vec![0; self.rows.len()];
        divide(&self.rows, taken, &mut amounts, 0, &mut |amounts| {
            let rest: Vec<usize> = self.rows.iter().zip(amounts).map(|(r, a)| r - a).collect();
            let pair = (one.key(amounts), other.key(&rest));
            *pairs.entry(pair).or_insert_with(|| {
                order.push(pair);
                0.0
            }) += 1.0;
        });
        // a table of one half above this value is in the tail with every partner: such tables need no order
        let threshold = observed - 2 * cells * (self.stages.len() as i64 + 1);
        let (mut caps, mut other_caps) = (Caps::default(), Caps::default());
        for (left, right) in &order {
            let (least, other_least) = (one.least(*left)?, other.least(*right)?);
            let cap = caps.entry(*left).or_insert(i64::MIN);
            *cap = (*cap).max(threshold - other_least);
            let cap = other_caps.entry(*right).or_insert(i64::MIN);
            *cap = (*cap).max(threshold - least);
        }
        let (mut left, mut right) = (Lists::default(), Lists::default());
        let mut sum = Dd::ZERO;
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

/// The columns of one half.
struct Half<'a> {
    columns: Vec<Column>,
    rows: usize,
    fixed: &'a [i64],
    bits: u32,
    tie: i64,
    /// Whole halves by sorted amounts: the least value, and all tables in no order.
    tables: HashMap<u128, (i64, Vec<(i64, f64)>), Hash>,
    memory: Memory,
    steps: u64,
    limit: u64,
}

/// Lists by number of columns done and sorted amounts left.
type Memory = HashMap<(usize, u128), Rc<List>, Hash>;
type Lists = HashMap<u128, List, Hash>;
type Caps = HashMap<u128, i64, Hash>;

/// Tables of a half by log probability, ascending, with weights.
struct List {
    values: Vec<i64>,
    weights: Vec<f64>,
    /// Sum of this and all later weights; at the end the sum of the tables above the cap.
    tails: Vec<f64>,
}

impl List {
    /// Puts tables below the cap in order and merges equal ones.
    fn new(tables: &[(i64, f64)], cap: i64, tie: i64) -> Self {
        let below = |table: &&(i64, f64)| table.0 < cap;
        let entries: Vec<(i64, f64)> = tables.iter().filter(below).copied().collect();
        let beyond: f64 = tables
            .iter()
            .filter(|table| !below(table))
            .map(|table| table.1)
            .sum();
        let mut values: Vec<i64> = Vec::with_capacity(entries.len());
        let mut weights: Vec<f64> = Vec::with_capacity(entries.len());
        for (value, weight) in sorted(&entries) {
            match (values.last(), weights.last_mut()) {
                (Some(last), Some(sum)) if value - last <= tie => *sum += weight,
                _ => {
                    values.push(value);
                    weights.push(weight);
                }
            }
        }
        let mut tails = vec![beyond; values.len() + 1];
        for at in (0..values.len()).rev() {
            tails[at] = tails[at + 1] + weights[at];
        }
        Self {
            values,
            weights,
            tails,
        }
    }

    /// Σ w over all pairs of this and the other list whose values sum to the threshold at least.
    fn meet(&self, other: &Self, threshold: i64) -> Dd {
        let (Some(least), Some(most)) = (self.values.first(), self.values.last()) else {
            return Dd::product(self.tails[0], other.tails[0]);
        };
        // below `none` no partner is large enough, from `all` on every one is
        let none = if self.tails[self.values.len()] > 0.0 {
            0
        } else {
            other
                .values
                .partition_point(|value| *value < threshold - most)
        };
        let all = other
            .values
            .partition_point(|value| *value < threshold - least);
        let mut sum = Dd::product(other.tails[all], self.tails[0]);
        let mut at = self.values.len();
        for (value, weight) in other.values[none..all]
            .iter()
            .zip(&other.weights[none..all])
        {
            while at > 0 && self.values[at - 1] >= threshold - value {
                at -= 1;
            }
            sum += self.tails[at] * weight;
        }
        sum
    }
}

/// Sorted by value: into as many buckets as there are entries, then by insertion.
fn sorted(entries: &[(i64, f64)]) -> Vec<(i64, f64)> {
    let least = entries.iter().map(|entry| entry.0).min().unwrap_or(0);
    let most = entries.iter().map(|entry| entry.0).max().unwrap_or(0);
    let scale = entries.len() as f64 / ((most - least) as f64 * (1.0 + 1e-9) + 1.0);
    let bucket = |value: i64| ((value - least) as f64 * scale) as usize;
    let mut ends = vec![0_u32; entries.len() + 2];
    for (value, _) in entries {
        ends[bucket(*value) + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut sorted = vec![(0, 0.0); entries.len()];
    for entry in entries {
        let place = &mut ends[bucket(entry.0)];
        sorted[*place as usize] = *entry;
        *place += 1;
    }
    for at in 1..sorted.len() {
        let entry = sorted[at];
        let mut place = at;
        while place > 0 && sorted[place - 1].0 > entry.0 {
            sorted[place] = sorted[place - 1];
            place -= 1;
        }
        sorted[place] = entry;
    }
    sorted
}

impl Half<'_> {
    /// The amounts, sorted, as one number.
    fn key(&self, amounts: &[usize]) -> u128 {
        let mut sorted = [0; 128];
        let sorted = &mut sorted[..amounts.len()];
        for (at, amount) in amounts.iter().enumerate() {
            let mut place = at;
            while place > 0 && sorted[place - 1] > *amount {
                sorted[place] = sorted[place - 1];
                place -= 1;
            }
            sorted[place] = *amount;
        }
        sorted
            .iter()
            .fold(0, |key, amount| key << self.bits | *amount as u128)
    }

    /// The least value of the tables of this half that take these amounts.
    fn least(&mut self, key: u128) -> Result<i64, Error> {
        if let Some(known) = self.tables.get(&key) {
            return Ok(known.0);
        }
        let tables = self.all(key, 0)?;
        let least = tables.iter().map(|table| table.0).min().unwrap_or(0);
        self.tables.insert(key, (least, tables));
        Ok(least)
    }

    /// All tables of the columns from `stage` on that take these amounts, in order.
    fn list(&mut self, key: u128, stage: usize) -> Result<Rc<List>, Error> {
        if let Some(known) = self.memory.get(&(stage, key)) {
            return Ok(known.clone());
        }
        let tables = self.all(key, stage)?;
        let list = Rc::new(List::new(&tables, i64::MAX, self.tie));
        self.memory.insert((stage, key), list.clone());
        Ok(list)
    }

    /// All tables of the columns from `stage` on that take these amounts, in no order.
    fn all(&mut self, key: u128, stage: usize) -> Result<Vec<(i64, f64)>, Error> {
        // the largest last: what is left goes there
        let mut amounts = vec![0; self.rows];
        let mut rest = key;
        for amount in amounts.iter_mut().rev() {
            *amount = (rest & ((1 << self.bits) - 1)) as usize;
            rest >>= self.bits;
        }
        let mut entries = Vec::new();
        match self.columns.len() - stage {
            1 => {
                let column = &self.columns[stage];
                entries.push(amounts.iter().fold((0, 1.0), |(value, weight), amount| {
                    (
                        value + self.fixed[*amount],
                        weight * column.weights[*amount],
                    )
                }));
            }
            2 => self.pair(&amounts, stage, &mut entries),
            _ => {
                let mut ways = Vec::new();
                let mut taken = vec![0; amounts.len()];
                let column = &self.columns[stage];
                divide(&amounts, column.sum, &mut taken, 0, &mut |taken| {
                    let rest: Vec<usize> = amounts.iter().zip(taken).map(|(a, t)| a - t).collect();
                    let (value, weight) = taken.iter().fold((0, 1.0), |(value, weight), k| {
                        (value + self.fixed[*k], weight * column.weights[*k])
                    });
                    ways.push((self.key(&rest), value, weight));
                });
                for (key, value, weight) in ways {
                    let list = self.list(key, stage + 1)?;
                    let shifted = list.values.iter().zip(&list.weights);
                    entries.extend(shifted.map(|(v, w)| (value + v, weight * w)));
                    self.count(list.values.len())?;
                }
            }
        }
        self.count(entries.len())?;
        Ok(entries)
    }

    /// Counts steps up to the limit.
    fn count(&mut self, steps: usize) -> Result<(), Error> {
        self.steps += steps as u64;
        if self.steps > self.limit {
            return Err(Error::BeyondReach { limit: self.limit });
        }
        Ok(())
    }

    /// All ways to fill the last two columns.
    fn pair(&self, amounts: &[usize], stage: usize, entries: &mut Vec<(i64, f64)>) {
        let filling = Filling {
            fixed: self.fixed,
            first: &self.columns[stage].weights,
            second: &self.columns[stage + 1].weights,
        };
        filling.fill(
            amounts,
            self.columns[stage].sum,
            amounts.iter().sum(),
            (0, 1.0),
            entries,
        );
    }
}

/// Two columns that share out what rows have left.
struct Filling<'a> {
    fixed: &'a [i64],
    first: &'a [f64],
    second: &'a [f64],
}

impl Filling<'_> {
    fn cell(&self, amount: usize, taken: usize, (value, weight): (i64, f64)) -> (i64, f64) {
        let rest = amount - taken;
        (
            value + self.fixed[taken] + self.fixed[rest],
            weight * (self.first[taken] * self.second[rest]),
        )
    }

    fn fill(
        &self,
        amounts: &[usize],
        sum: usize,
        whole: usize,
        so_far: (i64, f64),
        entries: &mut Vec<(i64, f64)>,
    ) {
        let Some((amount, others)) = amounts.split_first() else {
            return;
        };
        let rest = whole - amount;
        if let [last] = others {
            let range = sum.saturating_sub(rest)..=sum.min(*amount);
            entries.extend(range.map(|taken| {
                let so_far = self.cell(*amount, taken, so_far);
                self.cell(*last, sum - taken, so_far)
            }));
            return;
        }
        for taken in sum.saturating_sub(rest)..=sum.min(*amount) {
            let so_far = self.cell(*amount, taken, so_far);
            self.fill(others, sum - taken, rest, so_far, entries);
        }
    }
}

/// Keys are mixed well enough by one multiplication; nothing depends on the order of the maps.
type Hash = BuildHasherDefault<Mix>;

#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(26);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_u128(&mut self, value: u128) {
        self.write_u64(value as u64);
        self.write_u64((value >> 64) as u64);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fisher_fourfold::fisher_fourfold;
    use super::*;

    const LIMIT: u64 = 100_000_000;

    /// Every table, one after the other, with exact products of factorials.
    fn brute_force(counts: &[Vec<u64>]) -> f64 {
        fn visit(
            rows: &[u64],
            columns: &mut [u64],
            weight: f64,
            ln: f64,
            each: &mut dyn FnMut(f64, f64),
        ) {
            let Some((row, others)) = rows.split_first() else {
                each(weight, ln);
                return;
            };
            fn cells(
                row: u64,
                others: &[u64],
                columns: &mut [u64],
                at: usize,
                weight: f64,
                ln: f64,
                each: &mut dyn FnMut(f64, f64),
            ) {
                if at == columns.len() {
                    if row == 0 {
                        visit(others, columns, weight, ln, each);
                    }
                    return;
                }
                for k in 0..=row.min(columns[at]) {
                    columns[at] -= k;
                    let factorial: f64 = (1..=k).map(|i| i as f64).product();
                    cells(
                        row - k,
                        others,
                        columns,
                        at + 1,
                        weight / factorial,
                        ln + factorial.ln(),
                        each,
                    );
                    columns[at] += k;
                }
            }
            cells(*row, others, columns, 0, weight, ln, each);
        }
        let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
        let mut columns: Vec<u64> = transposed(counts)
            .iter()
            .map(|column| column.iter().sum())
            .collect();
        let observed: f64 = counts
            .iter()
            .flatten()
            .map(|n| (1..=*n).map(|i| (i as f64).ln()).sum::<f64>())
            .sum();
        let (mut tail, mut all) = (0.0, 0.0);
        visit(&rows, &mut columns, 1.0, 0.0, &mut |weight, ln| {
            all += weight;
            if ln >= observed - 1e-9 {
                tail += weight;
            }
        });
        tail / all
    }

    #[test]
    fn job_satisfaction() {
        // Agresti (2002), p. 57; exact integer arithmetic over all tables
        let counts = [
            vec![1, 2, 1, 0],
            vec![3, 3, 6, 1],
            vec![10, 10, 14, 9],
            vec![6, 7, 12, 11],
        ];
        let test = fisher_exact(&counts, LIMIT).unwrap();
        let p = test.p_value.value();
        assert!((p / 0.782_684_938_966_394_8 - 1.0).abs() < 1e-13, "{p}");
    }

    #[test]
    fn beyond_reach_is_said() {
        let counts = vec![vec![20; 8]; 8];
        assert_eq!(
            fisher_exact(&counts, 1000),
            Err(Error::BeyondReach { limit: 1000 })
        );
    }

    #[test]
    fn tails_below_the_range_of_doubles() {
        let counts = [vec![800, 0], vec![0, 800]];
        let test = fisher_exact(&counts, LIMIT).unwrap();
        // 2 / C(1600, 800); mpmath, 50 digits
        assert!(
            (test.p_value.log10() + 479.646_775_278_354_5).abs() < 1e-11,
            "{}",
            test.p_value.log10()
        );
        let counts = [vec![20, 0, 0], vec![0, 20, 0], vec![0, 0, 20]];
        let test = fisher_exact(&counts, LIMIT).unwrap();
        // six tables (the permutations) share the least probability
        let ratio = test.p_value.value() / test.point_probability.value();
        assert!((ratio - 6.0).abs() < 1e-13, "{ratio}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn halves_that_meet_are_all_tables(counts in prop::collection::vec(prop::collection::vec(0u64..5, 3), 3)) {
            let test = fisher_exact(&counts, LIMIT).unwrap();
            let truth = brute_force(&counts);
            prop_assert!((test.p_value.value() / truth - 1.0).abs() < 1e-12, "{} {truth}", test.p_value.value());
        }

        #[test]
        fn four_columns_and_any_order(counts in prop::collection::vec(prop::collection::vec(0u64..4, 4), 3)) {
            let p = fisher_exact(&counts, LIMIT).unwrap().p_value.value();
            let truth = brute_force(&counts);
            prop_assert!((p / truth - 1.0).abs() < 1e-12, "{p} {truth}");
            let mut mixed = transposed(&counts);
            mixed.rotate_left(1);
            let other = fisher_exact(&mixed, LIMIT).unwrap().p_value.value();
            prop_assert!((p / other - 1.0).abs() < 1e-13);
        }

        #[test]
        fn two_by_two_is_the_hypergeometric_test(counts in prop::collection::vec(0u64..60, 4)) {
            let large = fisher_exact(&[counts[..2].to_vec(), counts[2..].to_vec()], LIMIT).unwrap();
            let small = fisher_fourfold([counts[0] as f64, counts[1] as f64, counts[2] as f64, counts[3] as f64]).unwrap();
            prop_assert!((large.p_value.value() / small.two_sided.value() - 1.0).abs() < 1e-12);
        }
    }
}
