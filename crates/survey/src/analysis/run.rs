//! What every analysis shares: its rows, its variables, and how a finding is put together.

use befund_stats::Level;
use befund_stats::proportion::{IntervalMethod, finite_interval, proportion_interval};

use super::cases::{Cases, Counted};
use super::rounding::sums_differ;
use super::{Analysis, AnalysisSpec};
use crate::Error;
use crate::codebook::{Set, SetKind, Variable};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::finding::{Base, Finding, Interval, Item, Note, Results, Share};
use crate::rows::{Answers, Rows};

/// An analysis under way.
pub(super) struct Run<'a> {
    pub(super) spec: &'a AnalysisSpec,
    pub(super) data: &'a Dataset,
    pub(super) datasets: &'a [Dataset],
    pub(super) rows: Rows<'a>,
    pub(super) notes: Vec<Note>,
    /// The cases the rows are records of, where they are named.
    pub(super) cases: Option<Cases>,
    /// Cases with a valid record.
    cases_counted: Option<u64>,
    /// The set whose question the finding answers.
    asked: Option<&'a Set>,
}

/// Who gave a valid answer.
pub(super) struct Answered {
    /// Rows with at least one valid answer.
    pub(super) n: u64,
    /// Their weights.
    pub(super) weighted_n: f64,
    /// Smallest base of an item.
    pub(super) smallest: u64,
    /// Largest base of an item.
    pub(super) largest: u64,
}

impl<'a> Run<'a> {
    /// Finds the dataset and applies filter and weight.
    pub(super) fn new(spec: &'a AnalysisSpec, datasets: &'a [Dataset]) -> Result<Self, Error> {
        level(spec)?;
        let data = find(datasets, &spec.data)?;
        let rows = Rows::new(spec, data)?;
        let cases = Cases::of(spec, data, &rows)?;
        // where cases are drawn, the population is one of cases
        let drawn = match &cases {
            Some(cases) if cases.repeat => cases.selected(&rows),
            _ => rows.selected,
        };
        super::sampling::fits(spec, data, drawn)?;
        let mut notes = Vec::new();
        if let Some(weight) = super::defaults::unused_weight(spec, data) {
            notes.push(Note::Unweighted { weight });
        }
        let used = spec.weight.as_ref();
        let raked = data.raked.iter().find(|raked| Some(&raked.weight) == used);
        if let Some(raked) = raked {
            notes.push(Note::RakedWeight {
                raked: raked.clone(),
            });
        }
        if rows.undecided > 0 {
            notes.push(Note::UndecidedFilter {
                rows: rows.undecided,
            });
        }
        if rows.unusable > 0 {
            notes.push(Note::UnusableWeight {
                rows: rows.unusable,
            });
        }
        Ok(Self {
            spec,
            asked: asked(data, &spec.analysis.variables()),
            data,
            datasets,
            rows,
            notes,
            cases,
            cases_counted: None,
        })
    }

    /// The cases as clusters, where a case has several records and the design states no clusters.
    pub(super) fn case_clusters(&self) -> Option<&Cases> {
        let stated = self.spec.design.as_ref();
        let clusters = stated.and_then(|design| design.clusters.as_ref());
        let cases = self.cases.as_ref().filter(|cases| cases.repeat)?;
        clusters.is_none().then_some(cases)
    }

    /// Counts by case, where cases are named and have a weight; `cells_of` adds the cells of a row. The notes say what was counted.
    pub(super) fn count_by_case(
        &mut self,
        cells: usize,
        cells_of: &dyn Fn(usize, &mut Vec<usize>),
    ) -> Result<Option<Counted>, Error> {
        let Some(cases) = &self.cases else {
            return Ok(None);
        };
        let mut counted = cases.count(&self.rows, cells, cells_of);
        let items = cases.names.iter().map(|name| self.item(name));
        counted.records.variables = items.collect::<Result<_, _>>()?;
        let records = &counted.records;
        self.cases_counted = Some(records.n);
        if counted.cells.is_some() && records.n > 0 {
            self.notes.push(Note::SharesOfCases { cases: records.n });
        }
        if let (true, Some(weight)) = (counted.uneven > 0, &self.spec.weight) {
            self.notes.push(Note::UnevenCaseWeights {
                cases: counted.uneven,
                weight: weight.clone(),
            });
        }
        if records.most_records > 1 {
            self.notes.push(Note::DependentRecords {
                records: records.records,
                cases: records.n,
                most: records.most_records,
            });
        }
        if records.without_case > 0 {
            self.notes.push(Note::WithoutCase {
                records: records.without_case,
            });
        }
        Ok(Some(counted))
    }

    /// A variable with its answers.
    pub(super) fn find(&self, name: &str) -> Result<(&'a Variable, &'a Column), Error> {
        self.data.find(name)
    }

    /// A variable as categories.
    pub(super) fn coded(&self, name: &str) -> Result<Coded<'a>, Error> {
        let (variable, column) = self.find(name)?;
        Coded::new(variable, column)
    }

    /// How a finding names a variable.
    pub(super) fn item(&self, name: &str) -> Result<Item, Error> {
        let (variable, _) = self.find(name)?;
        let mut item = Item::of(variable);
        // the question stands above the finding, but not above a crosstab, whose title are two items
        let crosstab = matches!(self.spec.analysis, Analysis::Crosstab(_));
        let holds = |set: &&Set| !crosstab && set.items.contains(&item.name);
        if let Some(set) = self.asked.filter(holds) {
            item.label = set.wording(variable);
        }
        Ok(item)
    }

    /// The level of the confidence intervals.
    pub(super) fn level(&self) -> Result<Level, Error> {
        level(self.spec)
    }

    /// At least so many variables, or an error that says so.
    pub(super) fn need(&self, field: &str, found: usize, needed: usize) -> Result<(), Error> {
        if found >= needed {
            return Ok(());
        }
        Err(Error::TooFew {
            kind: self.spec.analysis.kind().to_owned(),
            field: field.to_owned(),
            needed,
        })
    }

    /// No variable twice, or an error that says which.
    pub(super) fn once<'n>(
        &self,
        names: impl IntoIterator<Item = &'n String>,
    ) -> Result<(), Error> {
        let mut seen: Vec<&String> = Vec::new();
        for name in names {
            if seen.contains(&name) {
                return Err(Error::NamedTwice {
                    variable: name.clone(),
                });
            }
            seen.push(name);
        }
        Ok(())
    }

    /// Wilson's interval of a share.
    pub(super) fn interval(&self, share: Share, base: f64) -> Option<Interval> {
        self.interval_by(share, base, IntervalMethod::Wilson)
    }

    /// The interval of a share, narrowed where the sample is part of a finite population; none under weights or a design with
    /// strata or clusters, where it would promise too much.
    pub(super) fn interval_by(
        &self,
        share: Share,
        base: f64,
        method: IntervalMethod,
    ) -> Option<Interval> {
        if self.rows.weighted || self.case_clusters().is_some() {
            return None;
        }
        let level = self.level().ok()?;
        let interval = match self.population(base) {
            Some(population) => finite_interval(share.count, base, population, |x, n| {
                proportion_interval(x, n, level, method)
            }),
            None => proportion_interval(share.count, base, level, method),
        };
        let interval = interval.ok()?;
        Some(Interval {
            lower: interval.lower,
            upper: interval.upper,
            level: level.get(),
        })
    }

    /// The size of the whole population that `base` answers stand for, where the design says its size and nothing else.
    ///
    /// Who gave no answer is a part of the population as large as it is of the sample.
    pub(super) fn population(&self, base: f64) -> Option<f64> {
        if self.case_clusters().is_some() {
            return None;
        }
        let size = super::sampling::plain_population(self.spec.design.as_ref()?)?;
        let fraction = if size <= 1.0 {
            size
        } else {
            self.rows.selected as f64 / size
        };
        Some((base / fraction).max(base))
    }

    /// Who answered at least one of the items, where `answered(item, row)` says whether a row answered an item.
    pub(super) fn answered(
        &self,
        items: usize,
        answered: impl Fn(usize, usize) -> bool,
    ) -> Answered {
        let mut bases = vec![0; items];
        let (mut n, mut weighted_n) = (0, 0.0);
        for (row, weight) in self.rows.iter() {
            let mut any = false;
            for (item, base) in bases.iter_mut().enumerate() {
                if answered(item, row) {
                    *base += self.rows.cases(row);
                    any = true;
                }
            }
            if any {
                n += self.rows.cases(row);
                weighted_n += weight;
            }
        }
        Answered {
            n,
            weighted_n,
            smallest: bases.iter().copied().min().unwrap_or(0),
            largest: bases.iter().copied().max().unwrap_or(0),
        }
    }

    /// Who gave a number to at least one of the items and belongs to a group, where there are groups.
    pub(super) fn answered_numbers(
        &self,
        items: &[String],
        by: Option<&Coded<'_>>,
    ) -> Result<Answered, Error> {
        let answers = items
            .iter()
            .map(|name| Answers::new(self.data, name))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(self.answered(items.len(), |item, row| {
            answers[item].get(row).is_some() && by.is_none_or(|by| by.slot(row) > 0)
        }))
    }

    /// Puts the finding together; `variables` are the names of all it used.
    ///
    /// # Errors
    /// [`Error::NoAnswers`] where nobody answered.
    pub(super) fn finding(
        mut self,
        results: Results,
        answered: Answered,
        variables: &[&str],
    ) -> Result<Finding, Error> {
        if answered.n == 0 {
            return Err(Error::NoAnswers {
                variables: variables.iter().map(|name| (*name).to_owned()).collect(),
            });
        }
        if sums_differ(&results, self.spec.display.decimals) {
            self.notes.push(Note::RoundedSum);
        }
        let placeholders = variables
            .iter()
            .filter(|name| {
                self.data
                    .codebook
                    .variable(name)
                    .is_some_and(|variable| variable.placeholder)
            })
            .count();
        if placeholders > 0 {
            self.notes.push(Note::Placeholder {
                variables: placeholders as u64,
                of: variables.len() as u64,
            });
        }
        if !self.spec.note.is_empty() {
            self.notes.push(Note::Author {
                text: self.spec.note.clone(),
            });
        }
        Ok(Finding {
            id: self.spec.id.clone(),
            section: self.spec.section.clone(),
            title: self.spec.title.clone(),
            question: self.asked.map(|set| set.label.clone()).unwrap_or_default(),
            base: Base {
                data: self.data.id.clone(),
                unit: self.data.unit.clone(),
                rows: self.rows.all,
                selected: self.rows.selected,
                filter: self
                    .spec
                    .filter
                    .as_ref()
                    .map(|filter| filter.describe(self.data)),
                n: answered.n,
                smallest_n: answered.smallest,
                largest_n: answered.largest,
                cases: self.cases_counted,
                weight: self.spec.weight.clone(),
                weighted_n: answered.weighted_n,
            },
            results,
            notes: self.notes,
            display: self.spec.display.clone(),
        })
    }
}

/// The set that holds most of the variables, where one holds at least two of them: its question is asked.
fn asked<'a>(data: &'a Dataset, variables: &[&str]) -> Option<&'a Set> {
    let held = |set: &Set| {
        let held = variables
            .iter()
            .filter(|name| set.items.iter().any(|item| item == **name));
        held.count()
    };
    let sets = data.codebook.sets.iter().map(|set| (held(set), set));
    let most = sets
        .filter(|(count, _)| *count >= 2)
        .max_by_key(|(count, _)| *count);
    most.map(|(_, set)| set)
}

/// The level of the confidence intervals.
fn level(spec: &AnalysisSpec) -> Result<Level, Error> {
    let level = spec.confidence.unwrap_or(Level::P95.get());
    Level::new(level).map_err(|error| Error::Statistics {
        variables: vec!["confidence".to_owned()],
        reason: error.to_string(),
    })
}

/// The dataset of that identifier; the only one where it is empty.
pub(super) fn find<'a>(datasets: &'a [Dataset], id: &str) -> Result<&'a Dataset, Error> {
    let found = match datasets {
        [only] if id.is_empty() => Some(only),
        _ => datasets.iter().find(|data| data.id == id),
    };
    found.ok_or_else(|| Error::UnknownDataset {
        data: id.to_owned(),
        known: datasets.iter().map(|data| data.id.clone()).collect(),
    })
}

/// The first set of such a kind that holds all the variables.
pub(super) fn find_set<'a>(
    data: &'a Dataset,
    names: &[String],
    fits: impl Fn(SetKind) -> bool,
) -> Option<&'a Set> {
    let mut sets = data.codebook.sets.iter();
    sets.find(|set| fits(set.kind) && names.iter().all(|name| set.items.contains(name)))
}

/// A count and its share of a base.
pub(super) fn share(count: f64, base: f64) -> Share {
    Share {
        count,
        share: (base > 0.0).then(|| count / base),
    }
}

/// Shares of a base; empty where the base is.
pub(super) fn shares(counts: &[f64], base: f64) -> Vec<f64> {
    if base > 0.0 {
        counts.iter().map(|count| count / base).collect()
    } else {
        Vec::new()
    }
}
