//! Which case a row belongs to, where rows are records of cases: measures of an office, persons of a household.
//!
//! Counts by record count rows. Counts by case count the cases with at least one such row, over the cases with at least one row
//! that has a valid answer, so that shares of cases may add up to more than 1. A row of which a part of the case's name is missing
//! belongs to a case that nobody knows: it counts as a record and among no cases.

use std::collections::HashMap;

use super::{Analysis, AnalysisSpec};
use crate::Error;
use crate::codebook::{Codebook, Origin, Reason, RoleKind, Variable};
use crate::coded::{Key, encode};
use crate::dataset::{Column, Dataset};
use crate::finding::RecordsOfCases;
use crate::rows::Rows;

/// The word by which an analysis declines the cases of its dataset.
const NO_CASES: &str = "none";

/// Weights of one case that differ by less are equal: they were computed row by row.
const EQUAL_WEIGHTS: f64 = 1e-9;

/// The cases of a dataset.
pub(super) struct Cases {
    /// The variables that name a case.
    pub(super) names: Vec<String>,
    /// Case of each row, from 1; 0 where it is not known.
    of: Vec<usize>,
    /// How many cases there are.
    count: usize,
    /// Whether a case has several of the records that count, so that those are not independent.
    pub(super) repeat: bool,
}

/// What was counted by case.
pub(super) struct Counted {
    /// The cases and their records.
    pub(super) records: RecordsOfCases,
    /// Sum of the weights of the cases with a record in each cell; nothing where cases have no weight.
    pub(super) cells: Option<Vec<f64>>,
    /// Cases whose records have different weights.
    pub(super) uneven: u64,
}

impl Cases {
    /// The cases an analysis names; else those that the dataset names by a role that was not guessed, where one of them has several
    /// of the rows that count.
    ///
    /// # Errors
    /// [`Error::UnknownVariable`].
    pub(super) fn of(
        spec: &AnalysisSpec,
        data: &Dataset,
        rows: &Rows<'_>,
    ) -> Result<Option<Self>, Error> {
        let asked = match &spec.analysis {
            Analysis::Frequencies(spec) => &spec.cases,
            Analysis::Crosstab(spec) => &spec.cases,
            _ => return Ok(None),
        };
        if let [only] = asked.as_slice()
            && only == NO_CASES
            && data.variable(only).is_none()
        {
            return Ok(None);
        }
        let names = match asked.as_slice() {
            [] => stated(&data.codebook),
            asked => asked.to_vec(),
        };
        let Some(of) = named_together(data, &names)? else {
            return Ok(None);
        };
        let count = of.iter().copied().max().unwrap_or(0);
        let mut records = vec![0_u64; count + 1];
        for (row, _) in rows.iter() {
            records[of[row]] += rows.cases(row);
        }
        let repeat = records[1..].iter().any(|records| *records > 1);
        let cases = Self {
            names,
            of,
            count,
            repeat,
        };
        Ok((repeat || !asked.is_empty()).then_some(cases))
    }

    /// How many cases the rows that count belong to; each record without a case is one.
    pub(super) fn selected(&self, rows: &Rows<'_>) -> u64 {
        let mut known = vec![false; self.count + 1];
        let mut alone = 0;
        for (row, _) in rows.iter() {
            known[self.of[row]] = true;
            alone += if self.of[row] == 0 {
                rows.cases(row)
            } else {
                0
            };
        }
        alone + known[1..].iter().filter(|known| **known).count() as u64
    }

    /// The cases as clusters of a sample: a record without a case is one by itself.
    pub(super) fn clusters(&self) -> Vec<usize> {
        let rows = self.of.iter().enumerate();
        rows.map(|(row, case)| match case {
            0 => self.count + 1 + row,
            case => *case,
        })
        .collect()
    }

    /// Counts the cases with a record in each of so many cells, O(rows); `cells_of` adds the cells of a row, none where it has no
    /// valid answer.
    ///
    /// A case has the weight that all its records share. Where they do not, it has none, and nothing is counted.
    pub(super) fn count(
        &self,
        rows: &Rows<'_>,
        cells: usize,
        cells_of: &dyn Fn(usize, &mut Vec<usize>),
    ) -> Counted {
        let by_case = self.rows_by_case(rows);
        let mut counts = vec![0.0; cells];
        // the last case that was seen in a cell, from 1
        let mut seen = vec![0; cells];
        let mut found = Vec::new();
        let (mut n, mut weighted_n) = (0, 0.0);
        let (mut records, mut most, mut without, mut uneven) = (0, 0, 0, 0);
        for case in 0..=self.count {
            let rows_of_case = &by_case.rows[by_case.ends[case]..by_case.ends[case + 1]];
            let (mut valid, mut first, mut differ) = (0, None, false);
            for &(row, weight) in rows_of_case {
                let weight = weight / rows.cases(row) as f64;
                let of_case = *first.get_or_insert(weight);
                differ |= (weight - of_case).abs() > EQUAL_WEIGHTS * of_case;
                found.clear();
                cells_of(row, &mut found);
                if found.is_empty() {
                    continue;
                }
                valid += rows.cases(row);
                if case > 0 {
                    for &cell in &found {
                        if seen[cell] != case {
                            seen[cell] = case;
                            counts[cell] += of_case;
                        }
                    }
                }
            }
            if case == 0 {
                without = valid;
            } else if valid > 0 {
                n += 1;
                weighted_n += first.unwrap_or(0.0);
                records += valid;
                most = most.max(valid);
                uneven += u64::from(differ);
            }
        }
        Counted {
            records: RecordsOfCases {
                variables: Vec::new(),
                n,
                weighted_n,
                records,
                most_records: most,
                without_case: without,
            },
            cells: (uneven == 0).then_some(counts),
            uneven,
        }
    }

    /// The rows that count with their weights, case by case.
    fn rows_by_case(&self, rows: &Rows<'_>) -> RowsByCase {
        // first how many rows come before each case, then, row by row, where the next one goes
        let mut ends = vec![0; self.count + 2];
        for (row, _) in rows.iter() {
            ends[self.of[row] + 1] += 1;
        }
        for case in 0..=self.count {
            ends[case + 1] += ends[case];
        }
        let mut next = ends.clone();
        let mut sorted = vec![(0, 0.0); ends[self.count + 1]];
        for (row, weight) in rows.iter() {
            let place = &mut next[self.of[row]];
            sorted[*place] = (row, weight);
            *place += 1;
        }
        RowsByCase { rows: sorted, ends }
    }
}

struct RowsByCase {
    rows: Vec<(usize, f64)>,
    /// Where the rows of each case begin, and at the end where those of the last end.
    ends: Vec<usize>,
}

/// What rows are records of, for analyses and comparisons that nobody has asked for yet.
pub(crate) struct RecordsOf {
    /// The variables that name a case.
    pub(crate) names: Vec<String>,
    /// The part of its case that each row makes: one of so many, so that every case counts as one.
    pub(crate) parts: Vec<f64>,
}

impl RecordsOf {
    /// The cases of a dataset, stated or guessed, where one of them has several rows.
    pub(crate) fn of(data: &Dataset) -> Option<Self> {
        let mut names = stated(&data.codebook);
        if names.is_empty() {
            names = guessed(&data.codebook);
        }
        let of = named_together(data, &names).ok()??;
        let mut records = vec![0_u64; of.iter().copied().max().unwrap_or(0) + 1];
        for case in &of {
            records[*case] += 1;
        }
        // rows without a case stand alone
        records[0] = 1;
        let several = records.iter().any(|records| *records > 1);
        let parts = of.iter().map(|case| 1.0 / records[*case] as f64);
        several.then(|| Self {
            names,
            parts: parts.collect(),
        })
    }
}

/// The analysis with counts by case, where it can have them and the codebook guesses that rows are records of cases; where that is
/// stated they are counted anyway.
pub(crate) fn with_cases(codebook: &Codebook, mut analysis: Analysis) -> Analysis {
    match &mut analysis {
        Analysis::Frequencies(spec) if spec.cases.is_empty() => spec.cases = guessed(codebook),
        Analysis::Crosstab(spec) if spec.cases.is_empty() => spec.cases = guessed(codebook),
        _ => {}
    }
    analysis
}

/// The variable of which was guessed that rows are records of the cases it names; none where rows are waves, or where cases are
/// stated.
fn guessed(codebook: &Codebook) -> Vec<String> {
    if codebook.role(RoleKind::Wave).is_some() || !stated(codebook).is_empty() {
        return Vec::new();
    }
    let of_records =
        |origin: &Origin| matches!(origin, Origin::Guessed(Reason::NamesRecords { .. }));
    let roles = codebook.roles.iter();
    let role = roles.filter(|role| role.kind == RoleKind::Case && of_records(&role.origin));
    role.map(|role| role.variable.clone()).collect()
}

/// The variables that name a case by a role that was not guessed.
fn stated(codebook: &Codebook) -> Vec<String> {
    let roles = codebook.roles.iter().filter(|role| {
        role.kind == RoleKind::Case
            && !role.origin.is_guessed()
            && codebook.variable(&role.variable).is_some()
    });
    roles.map(|role| role.variable.clone()).collect()
}

/// Numbers the cases from 1, 0 where a part of the name is missing; nothing where no variable names them.
fn named_together(data: &Dataset, names: &[String]) -> Result<Option<Vec<usize>>, Error> {
    let Some((first, rest)) = names.split_first() else {
        return Ok(None);
    };
    let mut of = named(data, first)?;
    for name in rest {
        of = together(&of, &named(data, name)?);
    }
    Ok(Some(of))
}

/// Numbers the values of a variable from 1, texts without blanks around them; 0 where there is none.
fn named(data: &Dataset, name: &str) -> Result<Vec<usize>, Error> {
    let (variable, column) = data.find(name)?;
    Ok(numbered(variable, column))
}

fn numbered(variable: &Variable, column: &Column) -> Vec<usize> {
    // without a limit there is nothing that could be too much
    let (codes, dictionary) = encode(column, usize::MAX).unwrap_or_default();
    let mut known = HashMap::new();
    let mut numbers = vec![0];
    for value in &dictionary {
        let key = match Key::of(value) {
            Key::Text(text) => Key::Text(text.trim()),
            key => key,
        };
        numbers.push(if variable.is_missing(value) || key == Key::Text("") {
            0
        } else {
            let next = known.len() + 1;
            *known.entry(key).or_insert(next)
        });
    }
    codes.iter().map(|code| numbers[*code as usize]).collect()
}

/// Numbers the pairs that occur from 1; 0 where either is not known.
fn together(first: &[usize], second: &[usize]) -> Vec<usize> {
    let mut known = HashMap::new();
    let rows = first.iter().zip(second);
    rows.map(|(one, other)| {
        if *one == 0 || *other == 0 {
            return 0;
        }
        let next = known.len() + 1;
        *known.entry((*one, *other)).or_insert(next)
    })
    .collect()
}
