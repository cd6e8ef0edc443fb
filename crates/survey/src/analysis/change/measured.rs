//! A variable with its answers in every wave.

use befund_stats::Level;
use befund_stats::groups::{Groups, Sample};
use befund_stats::proportion::wilson_interval;

use super::super::comparison::interval;
use super::waves::{Wave, Waves};
use crate::codebook::Level as Scale;
use crate::coded::Coded;
use crate::finding::Category;
use crate::rows::numbers;
use crate::{Error, Label, Sheet};

/// More categories than shares are compared of.
const MOST_CATEGORIES: usize = 30;

/// What of a variable is compared.
pub(super) enum By {
    Means,
    Ranks,
    /// The shares of these categories; answers are their places.
    Shares(Vec<Category>),
}

/// A variable with its answers, wave by wave and row by row of the dataset.
pub(super) struct Measured {
    pub(super) by: By,
    answers: Vec<Vec<Option<f64>>>,
    rows: Vec<Vec<usize>>,
}

impl Measured {
    pub(super) fn of(name: &str, waves: &Waves<'_>) -> Result<Self, Error> {
        let (variable, _) = waves.all[0].data.find(name)?;
        let rows = waves.all.iter().map(|wave| wave.rows.clone()).collect();
        let as_numbers = || {
            let answers = waves.all.iter().map(|wave| numbers(wave.data, name));
            answers.collect::<Result<Vec<_>, _>>()
        };
        let (by, answers) = match variable.level {
            Scale::Scale => (By::Means, as_numbers()?),
            Scale::Ordinal => match as_numbers() {
                // ordered words are ranked by their place in the codebook
                Err(Error::NotNumeric { .. }) => (By::Ranks, categories(name, waves)?.answers),
                answers => (By::Ranks, answers?),
            },
            _ => {
                let Categories { all, answers } = categories(name, waves)?;
                (By::Shares(all), answers)
            }
        };
        Ok(Self { by, answers, rows })
    }

    /// Valid answers in all waves together.
    pub(super) fn answered(&self) -> u64 {
        (0..self.rows.len())
            .map(|wave| self.given(wave).len() as u64)
            .sum()
    }

    /// The valid answers of a wave.
    pub(super) fn given(&self, wave: usize) -> Vec<f64> {
        let rows = self.rows[wave].iter();
        rows.filter_map(|row| self.answers[wave][*row]).collect()
    }

    /// The answers of cases that gave one in both waves, the earlier first.
    pub(super) fn both(&self, waves: &Waves<'_>, (from, to): (usize, usize)) -> Vec<(f64, f64)> {
        let (before, after): (&Wave<'_>, &Wave<'_>) = (&waves.all[from], &waves.all[to]);
        let cases = before.row_of_case.iter().zip(&after.row_of_case);
        cases
            .filter_map(|(before, after)| {
                Some((
                    self.answers[from][(*before)?]?,
                    self.answers[to][(*after)?]?,
                ))
            })
            .collect()
    }

    /// The answers of cases that gave one in every wave, case by case, in the order of the waves.
    pub(super) fn in_all(&self, waves: &Waves<'_>) -> Vec<f64> {
        let cases = waves.all.iter().map(|wave| wave.row_of_case.len()).min();
        let answer = |wave: usize, case: usize| {
            let row: Option<usize> = waves.all[wave].row_of_case[case];
            self.answers[wave][row?]
        };
        let mut all = Vec::new();
        for case in 0..cases.unwrap_or(0) {
            let before = all.len();
            all.extend((0..waves.all.len()).map_while(|wave| answer(wave, case)));
            if all.len() - before < waves.all.len() {
                all.truncate(before);
            }
        }
        all
    }

    /// Every wave by itself.
    pub(super) fn describe(&self, waves: &Waves<'_>, level: Level, figures: &mut Sheet) {
        let mut records = Vec::new();
        let mut shares: Vec<Vec<Sheet>> = Vec::new();
        for (at, wave) in waves.all.iter().enumerate() {
            let given = self.given(at);
            let mut record = Sheet::new();
            record.put("wave", wave.label.clone()).put("n", given.len());
            match &self.by {
                By::Shares(all) => {
                    let counts = counts(&given, all.len());
                    shares.resize(all.len(), Vec::new());
                    for ((category, count), shares) in all.iter().zip(counts).zip(&mut shares) {
                        shares.push(share(category, &wave.label, count, given.len(), level));
                    }
                }
                By::Means | By::Ranks => {
                    let group = Sample::of(&given).and_then(|sample| Groups::new(vec![sample]));
                    match group {
                        Ok(group) => record
                            .put("mean", group.mean(0))
                            .put(
                                "confidence_interval",
                                group
                                    .mean_interval(0, level)
                                    .map(|found| interval(found, level)),
                            )
                            .put("standard_deviation", group.standard_deviation(0))
                            .put("median", group.median(0)),
                        Err(error) => record.put("mean", error),
                    };
                }
            }
            records.push(record);
        }
        figures.put("waves", crate::Figure::Table(records));
        if !shares.is_empty() {
            // what became of a category stands together
            figures.put("shares", crate::Figure::Table(shares.concat()));
        }
    }
}

/// How many of a wave gave an answer.
fn share(category: &Category, wave: &Label, count: f64, n: usize, level: Level) -> Sheet {
    let mut record = Sheet::new();
    record
        .put("category", Label::from(category))
        .put("wave", wave.clone())
        .put("count", count);
    match wilson_interval(count, n as f64, level) {
        Ok(found) => record
            .put("share", count / n as f64)
            .put("confidence_interval", interval(found, level)),
        Err(error) => record.put("share", error),
    };
    record
}

/// A variable as categories that all waves share.
struct Categories {
    all: Vec<Category>,
    /// The place of every answer, wave by wave.
    answers: Vec<Vec<Option<f64>>>,
}

/// A variable as categories that all waves share, and the place of every answer.
fn categories(name: &str, waves: &Waves<'_>) -> Result<Categories, Error> {
    let coded: Vec<Coded<'_>> = waves
        .all
        .iter()
        .map(|wave| {
            let (variable, column) = wave.data.find(name)?;
            Coded::new(variable, column)
        })
        .collect::<Result<_, _>>()?;
    let mut all: Vec<Category> = Vec::new();
    for category in coded.iter().flat_map(|coded| &coded.categories) {
        if !all.iter().any(|known| known.value.same(&category.value)) {
            all.push(category.clone());
        }
    }
    if all.len() > MOST_CATEGORIES {
        return Err(Error::TooManyCategories {
            variable: name.to_owned(),
            categories: all.len(),
            limit: MOST_CATEGORIES,
        });
    }
    let places = crate::coded::places(&coded, &all);
    let answers = waves.all.iter().zip(&coded).zip(&places);
    let answers = answers.map(|((wave, coded), places)| {
        let place = |row| places[coded.slot(row)].map(|place: usize| place as f64);
        (0..wave.data.rows()).map(place).collect()
    });
    let answers = answers.collect();
    Ok(Categories { all, answers })
}

pub(super) fn counts(given: &[f64], categories: usize) -> Vec<f64> {
    let mut counts = vec![0.0; categories];
    for place in given {
        // places of categories
        counts[*place as usize] += 1.0;
    }
    counts
}
