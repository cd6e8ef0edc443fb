//! Counts of answers by group, and what follows from these counts alone.
//!
//! The quick way to a single figure, by the tables of which the [analyses](crate::analysis) make whole findings.

use befund_stats::ranks::{GroupRanks, KruskalWallis, kruskal_wallis};
use befund_stats::{CountTable, Moments, chi_square, cramers_v};
use ndarray::Array2;

use crate::analysis::{Analysis, AnalysisSpec, Frequencies};
use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::filter::Filter;
use crate::finding::Category;
use crate::rows::Rows;
use crate::tabulate::Tabulation;
use crate::{Error, Value};

/// The rows of a dataset in groups.
pub struct Groups<'a> {
    data: &'a Dataset,
    rows: Rows<'a>,
    by: Coded<'a>,
}

/// One variable by group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupTable {
    /// The answers, in the order of the codebook.
    pub values: Vec<Category>,
    /// For each group how often each answer was given, weighted if the rows are.
    pub counts: Vec<Vec<f64>>,
    /// The same in rows.
    pub rows: Vec<Vec<u64>>,
}

/// Pearson's test of independence with its measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Independence {
    /// X².
    pub statistic: f64,
    /// (r − 1)(c − 1).
    pub df: f64,
    /// P(X² or more).
    pub p_value: f64,
    /// Cramér's V.
    pub cramers_v: f64,
}

/// A multiple response by group.
#[derive(Debug, Clone, PartialEq)]
pub struct Mentions {
    /// For each group how often each item was mentioned.
    pub counts: Vec<Vec<u64>>,
    /// Rows of each group that mention at least one item.
    pub cases: Vec<u64>,
}

/// What rows prefer to what.
#[derive(Debug, Clone, PartialEq)]
pub struct Preferences {
    /// Rows that rank the first item before the second; an item without a rank is behind every item with one.
    pub pairs: Vec<Vec<u64>>,
    /// Mean of the ranks that were given to each item; nothing where there are none.
    pub mean_ranks: Vec<Option<f64>>,
}

impl<'a> Groups<'a> {
    /// The rows that fulfil a filter, by the answers to a variable.
    ///
    /// # Errors
    /// Names that do not exist, a group variable of too many answers, weights that are no numbers, no rows.
    pub fn new(
        data: &'a Dataset,
        by: &str,
        filter: Option<Filter>,
        weight: Option<&str>,
    ) -> Result<Self, Error> {
        let spec = AnalysisSpec {
            filter,
            weight: weight.map(str::to_owned),
            ..AnalysisSpec::from(Analysis::Frequencies(Frequencies::of(by)))
        };
        let rows = Rows::new(&spec, data)?;
        let (variable, column) = data.find(by)?;
        let by = Coded::new(variable, column)?;
        Ok(Self { data, rows, by })
    }

    /// The groups, in the order of the codebook.
    pub fn categories(&self) -> &[Category] {
        &self.by.categories
    }

    /// The answers to a variable by group.
    ///
    /// # Errors
    /// A name that does not exist, too many different answers.
    pub fn table(&self, name: &str) -> Result<GroupTable, Error> {
        let (variable, column) = self.data.find(name)?;
        let item = Coded::new(variable, column)?;
        let table = Tabulation::of(&self.rows, &[&self.by, &item]);
        let groups = 1..=self.by.categories.len();
        let slots = || 1..=item.categories.len();
        Ok(GroupTable {
            counts: groups
                .clone()
                .map(|group| slots().map(|slot| table.weight(&[group, slot])).collect())
                .collect(),
            rows: groups
                .map(|group| slots().map(|slot| table.n(&[group, slot])).collect())
                .collect(),
            values: item.categories,
        })
    }

    /// How often each of several items was mentioned, by group.
    ///
    /// # Errors
    /// A name that does not exist, too many different answers.
    pub fn mentions(&self, items: &[String], mentioned: &Value) -> Result<Mentions, Error> {
        let groups = self.by.categories.len();
        let mut counts = vec![vec![0; items.len()]; groups];
        let mut asked = Vec::with_capacity(items.len());
        for (at, name) in items.iter().enumerate() {
            let (variable, column) = self.data.find(name)?;
            let item = Coded::new(variable, column)?;
            let Some(slot) = item.mentioned(mentioned) else {
                continue;
            };
            let table = Tabulation::of(&self.rows, &[&self.by, &item]);
            for (group, counts) in counts.iter_mut().enumerate() {
                counts[at] = table.n(&[group + 1, slot]);
            }
            asked.push((item, slot));
        }
        let mut cases = vec![0; groups + 1];
        let every = self.rows.chosen().is_none() && !self.rows.has_frequencies();
        for start in (0..self.rows.len()).step_by(MENTIONS) {
            let block = start..self.rows.len().min(start + MENTIONS);
            let mut any = vec![0; block.len()];
            for (item, slot) in &asked {
                item.mark(*slot, block.clone(), &mut any);
            }
            if let Some((codes, slots)) = self.by.bytes().filter(|_| every) {
                // pairs of a code and whether the row mentions an item
                let counts = befund_columns::count_pairs(&codes[block], &any, slots.len(), 2);
                for (slot, counts) in slots.iter().zip(counts.as_chunks::<2>().0) {
                    cases[*slot] += u64::from(counts[1]);
                }
            } else {
                for (row, _) in self
                    .rows
                    .within(block)
                    .filter(|(row, _)| any[row - start] > 0)
                {
                    cases[self.by.slot(row)] += self.rows.cases(row);
                }
            }
        }
        cases.remove(0);
        Ok(Mentions { counts, cases })
    }
}

impl GroupTable {
    /// Pearson's test over the groups and answers; nothing where fewer than two of either occur.
    pub fn independence(&self) -> Option<Independence> {
        let shape = (self.counts.len(), self.values.len());
        let cells = self.counts.iter().flatten().copied().collect();
        let table = CountTable::new(Array2::from_shape_vec(shape, cells).ok()?).ok()?;
        let test = chi_square(&table);
        Some(Independence {
            statistic: test.statistic,
            df: test.df,
            p_value: test.p_value.value(),
            cramers_v: cramers_v(&table),
        })
    }

    /// Mean and spread of the answers of each group, as far as they are numbers.
    pub fn moments(&self) -> Vec<Moments> {
        let rows = self.rows.iter().zip(&self.counts);
        let group = |(rows, counts): (&Vec<u64>, &Vec<f64>)| {
            let numbered = self.values.iter().zip(rows).zip(counts);
            let frequencies: Vec<(f64, u64, f64)> = numbered
                .filter_map(|((value, n), weight)| Some((value.value.number()?, *n, *weight)))
                .collect();
            Moments::of_frequencies(&frequencies)
        };
        rows.map(group).collect()
    }

    /// The test of Kruskal and Wallis, corrected for ties, whose answers are in ascending order.
    ///
    /// # Errors
    /// Fewer than two groups, or answers that are all the same.
    pub fn kruskal_wallis(&self) -> Result<KruskalWallis, befund_stats::Error> {
        kruskal_wallis(&GroupRanks::of_table(&self.counts)?)
    }
}

/// Rows of a block whose ranks are compared while they are at hand.
const BLOCK: usize = 1 << 10;
/// Rows of a block whose mentions are put together.
const MENTIONS: usize = 1 << 14;

/// Compares every two of several ranks.
///
/// # Errors
/// A name that does not exist, answers that are no numbers.
pub fn preferences(data: &Dataset, items: &[String]) -> Result<Preferences, Error> {
    let mut ranks = Vec::with_capacity(items.len());
    let mut mean_ranks = Vec::with_capacity(items.len());
    for name in items {
        let (variable, column) = data.find(name)?;
        let item = Coded::up_to(variable, column, usize::from(u8::MAX) - 1)?;
        let mut values = Vec::with_capacity(item.categories.len());
        for category in &item.categories {
            values.push(category.value.number().ok_or_else(|| Error::NotNumeric {
                variable: name.clone(),
                value: category.value.clone(),
            })?);
        }
        ranks.push((item, values));
    }
    // ranks are compared as places among all of them, and no rank is behind every place
    let mut places: Vec<f64> = ranks
        .iter()
        .flat_map(|(_, values)| values)
        .copied()
        .collect();
    crate::order::sort_numbers(&mut places);
    places.dedup();
    let mut columns = Vec::with_capacity(ranks.len());
    for (item, values) in &ranks {
        // at most 254 ranks of 65,535 items, or fewer of more: a survey has neither
        let place = |value: &f64| places.partition_point(|place| place < value) as u16;
        let of_slot: Vec<u16> = std::iter::once(u16::MAX)
            .chain(values.iter().map(place))
            .collect();
        let counts = item.counts(data.rows());
        let given = values.iter().zip(&counts[1..]);
        let frequencies: Vec<(f64, u64, f64)> =
            given.map(|(value, n)| (*value, *n, *n as f64)).collect();
        mean_ranks.push(Moments::of_frequencies(&frequencies).mean());
        columns.push(of_slot);
    }
    let items = ranks.iter().map(|(item, _)| item).zip(&columns);
    let pairs = if places.len() < usize::from(u8::MAX) {
        // no rank stays behind all others
        let narrow = |place: &u16| u8::try_from(*place).unwrap_or(u8::MAX);
        let places = items.map(|(item, of_slot)| {
            let of_slot: Vec<u8> = of_slot.iter().map(narrow).collect();
            item.each_byte(data.rows(), &of_slot)
        });
        compare(places.collect(), befund_columns::count_before)
    } else {
        let places = items.map(|(item, of_slot)| item.each(data.rows(), of_slot));
        compare(places.collect(), before)
    };
    Ok(Preferences { pairs, mean_ranks })
}

/// For every two columns the rows in which the first is before the second.
fn compare<P>(columns: Vec<Vec<P>>, before: fn(&[P], &[P]) -> u64) -> Vec<Vec<u64>> {
    let rows = columns.first().map_or(0, Vec::len);
    let mut pairs = vec![vec![0; columns.len()]; columns.len()];
    for start in (0..rows).step_by(BLOCK) {
        let block = start..rows.min(start + BLOCK);
        for (a, first) in columns.iter().enumerate() {
            for (b, second) in columns.iter().enumerate().skip(a + 1) {
                let (first, second) = (&first[block.clone()], &second[block.clone()]);
                pairs[a][b] += before(first, second);
                pairs[b][a] += before(second, first);
            }
        }
    }
    pairs
}

/// Rows in which the first place is before the second.
fn before(first: &[u16], second: &[u16]) -> u64 {
    let rows = first.iter().zip(second);
    rows.map(|(a, b)| u64::from(a < b)).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codebook::Codebook;
    use crate::dataset::{CodeStore, Codes, Column};
    use crate::infer;

    /// Columns of the whole numbers from 1 on; 0 is no answer.
    fn data(columns: &[Vec<u8>]) -> Dataset {
        let columns: Vec<Column> = columns
            .iter()
            .map(|codes| {
                let most = codes.iter().copied().max().unwrap_or(0);
                let values = (1..=most).map(|value| Value::Number(f64::from(value)));
                Column::Codes(Codes::new(CodeStore::U8(codes.clone()), values.collect()))
            })
            .collect();
        let named = columns.iter().enumerate();
        let variables = named.map(|(at, column)| infer(&format!("v{at}"), column));
        let codebook = Codebook {
            variables: variables.collect(),
            ..Codebook::default()
        };
        Dataset::new("d".into(), "d".into(), codebook, columns).unwrap()
    }

    proptest! {
        #[test]
        fn figures_are_those_of_a_look_at_every_row(
            rows in prop::collection::vec((1u8..4, 0u8..4, 0u8..4, 1u8..3), 30..300),
        ) {
            let column = |of: fn(&(u8, u8, u8, u8)) -> u8| rows.iter().map(of).collect::<Vec<u8>>();
            let data = data(&[column(|row| row.0), column(|row| row.1), column(|row| row.2), column(|row| row.3)]);
            let first = Filter::Is { variable: "v3".into(), is: vec![1.into()] };
            if rows.iter().any(|row| row.3 == 1) {
                let groups = Groups::new(&data, "v0", Some(first), Some("v1")).unwrap_or_else(|_| Groups::new(&data, "v0", None, None).unwrap());
                let table = groups.table("v2").unwrap();
                let weighted = groups.rows.weighted;
                for (group, category) in groups.categories().iter().enumerate() {
                    for (at, value) in table.values.iter().enumerate() {
                        let obvious: f64 = rows.iter()
                            .filter(|row| category.value == f64::from(row.0).into() && value.value == f64::from(row.2).into())
                            .filter(|row| !weighted || row.3 == 1)
                            .map(|row| if weighted { f64::from(row.1) } else { 1.0 })
                            .sum();
                        prop_assert_eq!(table.counts[group][at], obvious);
                    }
                }
            }
            let items = ["v1".to_owned(), "v2".to_owned()];
            let groups = Groups::new(&data, "v0", None, None).unwrap();
            let mentions = groups.mentions(&items, &1.into()).unwrap();
            for (group, category) in groups.categories().iter().enumerate() {
                let of_group = rows.iter().filter(|row| category.value == f64::from(row.0).into());
                prop_assert_eq!(mentions.counts[group][0], of_group.clone().filter(|row| row.1 == 1).count() as u64);
                prop_assert_eq!(mentions.cases[group], of_group.filter(|row| row.1 == 1 || row.2 == 1).count() as u64);
            }
            let found = preferences(&data, &items).unwrap();
            let behind = |rank: u8| if rank == 0 { 9 } else { rank };
            prop_assert_eq!(found.pairs[0][1], rows.iter().filter(|row| behind(row.1) < behind(row.2)).count() as u64);
            prop_assert_eq!(found.pairs[1][0], rows.iter().filter(|row| behind(row.2) < behind(row.1)).count() as u64);
            let given: Vec<f64> = rows.iter().filter(|row| row.1 > 0).map(|row| f64::from(row.1)).collect();
            let mean = (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64);
            prop_assert!((found.mean_ranks[0].unwrap_or(0.0) - mean.unwrap_or(0.0)).abs() < 1e-12);
        }
    }
}
