//! From answers to ballots: one variable per object with its rank, or one variable per rank with its object.

use befund_ranking::{Ballots, UNRANKED};

use crate::analysis::Ranking;
use crate::analysis::points::between;
use crate::analysis::run::{Answered, Run};
use crate::codebook::Variable;
use crate::coded::{Coded, MAX_CATEGORIES, places};
use crate::dataset::Column;
use crate::decimal;
use crate::finding::{Category, Item};
use crate::order;
use crate::{Error, Text, Value};

/// Ballots with what the data call their objects.
pub(super) struct Rankings {
    /// The objects, in the order of the specification or of the codebook.
    pub(super) items: Vec<Item>,
    /// What each respondent sorted; who ranked nothing has no ballot.
    pub(super) ballots: Ballots,
    /// The row of each ballot, from 0.
    pub(super) rows: Vec<usize>,
    /// How many cases each ballot stands for.
    pub(super) cases: Vec<u64>,
    /// Cases that ranked every object.
    pub(super) complete: u64,
}

impl Rankings {
    /// Reads the answers of all rows that count.
    ///
    /// # Errors
    /// [`Error::EitherOr`], [`Error::InvalidRank`], [`Error::RankedTwice`], [`Error::NamedTwice`], [`Error::NoAnswers`] where
    /// nobody ranked anything, [`Error::OutOfRange`] where there are more objects than anyone can read, and those of reading
    /// variables.
    pub(super) fn read(spec: &Ranking, run: &Run<'_>) -> Result<Self, Error> {
        if spec.items.is_empty() == spec.ranks.is_empty() {
            return Err(Error::EitherOr {
                kind: run.spec.analysis.kind().to_owned(),
                first: "items".to_owned(),
                second: "ranks".to_owned(),
            });
        }
        let variables = spec.variables();
        run.once(variables)?;
        between("items", variables.len(), 1, MAX_CATEGORIES)?;
        if spec.ranks.is_empty() {
            by_item(variables, run)
        } else {
            by_rank(variables, run)
        }
        .and_then(|rankings| {
            if rankings.ballots.is_empty() {
                return Err(Error::NoAnswers {
                    variables: variables.to_vec(),
                });
            }
            Ok(rankings)
        })
    }

    fn of(items: Vec<Item>) -> Self {
        Self {
            ballots: Ballots::new(items.len()),
            items,
            rows: Vec::new(),
            cases: Vec::new(),
            complete: 0,
        }
    }

    /// Adds the ballot of a row, where it ranks something.
    fn push(&mut self, ranks: &[Option<u32>], row: usize, weight: f64, run: &Run<'_>) {
        if ranks.iter().all(Option::is_none) {
            return;
        }
        // lengths are equal and weights of selected rows positive and finite: every ballot is accepted
        let accepted = self.ballots.push(ranks, weight);
        debug_assert!(accepted.is_ok());
        let cases = run.rows.cases(row);
        self.rows.push(row);
        self.cases.push(cases);
        self.complete += cases * u64::from(ranks.iter().all(Option::is_some));
    }

    /// What the objects are called.
    pub(super) fn names(&self) -> Vec<String> {
        self.items.iter().map(|item| item.name.clone()).collect()
    }

    /// Cases with a ballot.
    pub(super) fn n(&self) -> u64 {
        self.cases.iter().sum()
    }

    /// Cases that rank an object.
    pub(super) fn ranked(&self, item: usize) -> u64 {
        let places = self.ballots.places(item).iter().zip(&self.cases);
        places
            .filter(|(place, _)| **place != UNRANKED)
            .map(|(_, cases)| cases)
            .sum()
    }

    /// Who answered, for the base of the finding.
    pub(super) fn answered(&self) -> Answered {
        let n = self.n();
        Answered {
            n,
            weighted_n: self.ballots.total_weight(),
            smallest: n,
            largest: n,
        }
    }
}

/// One variable per object, holding its rank.
fn by_item(variables: &[String], run: &Run<'_>) -> Result<Rankings, Error> {
    let items = variables
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let columns = variables
        .iter()
        .map(|name| run.find(name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut rankings = Rankings::of(items);
    let mut ranks = vec![None; columns.len()];
    for (row, weight) in run.rows.iter() {
        for (rank, (variable, column)) in ranks.iter_mut().zip(&columns) {
            *rank = rank_of(variable, column, row)?;
        }
        rankings.push(&ranks, row, weight, run);
    }
    Ok(rankings)
}

/// The rank in a cell: a whole number from 1 on.
fn rank_of(variable: &Variable, column: &Column, row: usize) -> Result<Option<u32>, Error> {
    let Some(value) = column
        .value(row)
        .filter(|value| !variable.is_missing(value))
    else {
        return Ok(None);
    };
    let number = match &value {
        Value::Number(number) => *number,
        // numbers stand as texts in a column that also holds words
        Value::Text(text) => decimal::number(text.trim()).unwrap_or(f64::NAN),
    };
    if number >= 1.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0 {
        // checked above
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        return Ok(Some(number as u32));
    }
    Err(Error::InvalidRank {
        variable: variable.name.clone(),
        row: row as u64 + 1,
        value,
    })
}

/// One variable per rank, holding the object.
fn by_rank(variables: &[String], run: &Run<'_>) -> Result<Rankings, Error> {
    let coded = variables
        .iter()
        .map(|name| run.coded(name))
        .collect::<Result<Vec<_>, _>>()?;
    let categories = objects(variables, &coded, run)?;
    between("ranks", categories.len(), 0, MAX_CATEGORIES)?;
    let places = places(&coded, &categories);
    let placeholder = variables
        .iter()
        .filter_map(|name| run.data.codebook.variable(name))
        .any(|variable| variable.placeholder);
    let items = categories.iter().map(|category| Item {
        name: category.value.to_string(),
        label: category.label.clone(),
        placeholder,
    });
    let mut rankings = Rankings::of(items.collect());
    let mut ranks = vec![None; categories.len()];
    for (row, weight) in run.rows.iter() {
        ranks.fill(None);
        for (rank, (coded, places)) in (1u32..).zip(coded.iter().zip(&places)) {
            let Some(item) = places[coded.slot(row)] else {
                continue;
            };
            if let Some(before) = ranks[item].replace(rank) {
                return Err(Error::RankedTwice {
                    row: row as u64 + 1,
                    item: categories[item].value.clone(),
                    first: variables[before as usize - 1].clone(),
                    second: variables[rank as usize - 1].clone(),
                });
            }
        }
        rankings.push(&ranks, row, weight, run);
    }
    Ok(rankings)
}

/// The categories of all variables together: labelled ones in the order of the codebook, whether somebody named them or not,
/// then the others by their values.
fn objects(
    variables: &[String],
    coded: &[Coded<'_>],
    run: &Run<'_>,
) -> Result<Vec<Category>, Error> {
    let (mut labelled, mut others): (Vec<Category>, Vec<Category>) = (Vec::new(), Vec::new());
    for (name, coded) in variables.iter().zip(coded) {
        let (variable, _) = run.find(name)?;
        for category in &coded.categories {
            let known = |known: &Category| known.value.same(&category.value);
            if labelled.iter().any(known) {
                continue;
            }
            let has_label = variable
                .values
                .iter()
                .any(|value| value.value == category.value);
            if has_label {
                others.retain(|other| !known(other));
                labelled.push(category.clone());
            } else if !others.iter().any(known) {
                others.push(category.clone());
            }
        }
    }
    order::sort(&mut others, |a, b| a.value.order(&b.value));
    labelled.append(&mut others);
    for category in &mut labelled {
        if category.label.is_empty() {
            category.label = Text::Plain(category.value.to_string());
        }
    }
    Ok(labelled)
}
