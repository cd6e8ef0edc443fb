//! Tables of half the columns, listed by what they take of every row.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use super::{Column, divide};
use crate::Error;
use crate::dd::Dd;

/// The columns of one half.
pub(super) struct Half<'a> {
    pub(super) columns: Vec<Column>,
    pub(super) rows: usize,
    pub(super) fixed: &'a [i64],
    pub(super) bits: u32,
    pub(super) tie: i64,
    /// Whole halves by sorted amounts: the least value, and all tables in no order.
    pub(super) tables: HashMap<u128, Unordered, Hash>,
    pub(super) memory: Memory,
    pub(super) steps: u64,
    pub(super) limit: u64,
}

/// Lists by number of columns done and sorted amounts left.
pub(super) type Memory = HashMap<(usize, u128), Rc<List>, Hash>;
/// The least value, and all tables in no order.
pub(super) type Unordered = (i64, Vec<(i64, f64)>);
pub(super) type Lists = HashMap<u128, List, Hash>;
pub(super) type Caps = HashMap<u128, i64, Hash>;

/// Tables of a half by log probability, ascending, with weights.
pub(super) struct List {
    values: Vec<i64>,
    weights: Vec<f64>,
    /// Sum of this and all later weights; at the end the sum of the tables above the cap.
    tails: Vec<f64>,
}

impl List {
    /// Puts tables below the cap in order and merges equal ones.
    pub(super) fn new(tables: &[(i64, f64)], cap: i64, tie: i64) -> Self {
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
    pub(super) fn meet(&self, other: &Self, threshold: i64) -> Dd {
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
    pub(super) fn key(&self, amounts: &[usize]) -> u128 {
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
    pub(super) fn least(&mut self, key: u128) -> Result<i64, Error> {
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
pub(super) type Hash = BuildHasherDefault<Mix>;

#[derive(Default)]
pub(super) struct Mix(u64);

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
