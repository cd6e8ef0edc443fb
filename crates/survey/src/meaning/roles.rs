//! What variables are for besides being analysed: weights, keys, waves, groups, strata, clusters. A name must say so and the answers must
//! fit; only a key may go by its answers alone.

use super::answers::Answers;
use super::words::{name_words, plain, tokens};
use crate::Language;
use crate::codebook::{Level, Origin, Reason, Role, RoleKind};
use crate::dataset::{Column, Dataset};
use crate::order;

const WEIGHT: &[&str] = &[
    "weight",
    "weights",
    "gewicht",
    "gewichte",
    "wgt",
    "wt",
    "pweight",
    "gew",
    "gewichtung",
    "weighting",
    "designgewicht",
    "kalibrierungsgewicht",
    "anpassungsgewicht",
    "w",
];
const FREQUENCY: &[&str] = &[
    "freq",
    "frequency",
    "haeufigkeit",
    "fallzahl",
    "counts",
    "fweight",
];
const STRATA: &[&str] = &[
    "stratum",
    "strata",
    "strat",
    "schicht",
    "schichten",
    "stratid",
];
const CLUSTERS: &[&str] = &[
    "cluster",
    "clusters",
    "psu",
    "klumpen",
    "gemeinde",
    "municipality",
    "kommune",
];
const CASE: &[&str] = &[
    "id",
    "respondent",
    "respondentid",
    "responseid",
    "respid",
    "caseid",
    "case",
    "fallnummer",
    "fall",
    "lfdn",
    "lfdnr",
    "idnr",
    "token",
    "serial",
    "key",
    "kennung",
    "pid",
    "uuid",
    "participant",
    "proband",
    "fragebogen",
    "index",
    "nr",
    "hid",
    "hhid",
    "hhnr",
    "famid",
    "personid",
    "persnr",
    "panelid",
    "patid",
    "subjid",
    "studentid",
    "householdid",
    "haushaltsnr",
    "haushaltsnummer",
    "fallnr",
    "idno",
    "idnum",
];
/// How the label of a case ends.
const CASE_LABEL: &[&str] = &["id", "identifier", "kennung", "identifikationsnummer"];
/// So many cases, and so many rows of a case on average, make rows records of cases: fewer rows are doubled by mistake.
const LEAST_CASES: u64 = 10;
const LEAST_RECORDS: f64 = 1.2;
/// Rows that are looked at before all are.
const HEAD: usize = 10_000;
const WAVE: &[&str] = &[
    "wave",
    "welle",
    "year",
    "jahr",
    "erhebungsjahr",
    "round",
    "erhebung",
    "runde",
    "befragungsjahr",
];
/// Names of what divides an organisation.
pub(crate) const GROUP: &[&str] = &[
    "office",
    "amt",
    "department",
    "abteilung",
    "dienststelle",
    "fachbereich",
    "bereich",
    "referat",
    "team",
    "group",
    "gruppe",
    "unit",
    "organisation",
    "organization",
    "standort",
    "division",
    "einheit",
    "dezernat",
    "fakultaet",
    "faculty",
];

/// The roles of the variables of a dataset apart from those it has; at most one of each kind.
pub(super) fn roles(data: &Dataset, answers: &[Answers<'_>]) -> Vec<Role> {
    let search = Search { data, answers };
    let kinds = [
        RoleKind::Weight,
        RoleKind::Frequency,
        RoleKind::Strata,
        RoleKind::Clusters,
        RoleKind::Case,
        RoleKind::Group,
        RoleKind::Wave,
    ];
    let known = |kind: RoleKind| {
        data.codebook.role(kind).is_some()
            || kind == RoleKind::Frequency && data.frequency.is_some()
    };
    let items = data.codebook.sets.iter().flat_map(|set| &set.items);
    let mut items: Vec<&str> = items.map(String::as_str).collect();
    order::sort(&mut items, |a, b| a.cmp(b));
    let in_set = |name: &str| items.binary_search(&name).is_ok();
    let mut roles: Vec<Role> = data.codebook.roles.clone();
    for kind in kinds.into_iter().filter(|kind| !known(*kind)) {
        let found = (0..answers.len())
            .filter(|at| {
                let name = &data.codebook.variables[*at].name;
                !in_set(name) && !roles.iter().any(|role| role.variable == *name)
            })
            .find_map(|at| Some((at, search.reason(kind, at, &roles)?)));
        if let Some((at, reason)) = found {
            roles.push(Role {
                kind,
                variable: data.codebook.variables[at].name.clone(),
                origin: Origin::Guessed(reason),
            });
        }
    }
    roles
        .into_iter()
        .filter(|role| role.origin.is_guessed())
        .collect()
}

struct Search<'a> {
    data: &'a Dataset,
    answers: &'a [Answers<'a>],
}

impl Search<'_> {
    fn reason(&self, kind: RoleKind, at: usize, roles: &[Role]) -> Option<Reason> {
        match kind {
            RoleKind::Weight => self.weight(at),
            RoleKind::Frequency => self.named(at, FREQUENCY).filter(|_| self.counts(at)),
            RoleKind::Strata => self.named(at, STRATA).filter(|_| self.repeats(at, 2)),
            RoleKind::Clusters => self.named(at, CLUSTERS).filter(|_| self.repeats(at, 1)),
            RoleKind::Case => self.case(at),
            RoleKind::Group => self
                .named(at, GROUP)
                .filter(|_| self.ends_in(at, GROUP) && self.divides(at)),
            RoleKind::Wave => self.named(at, WAVE).filter(|reason| {
                self.is_wave(at) && (!is_year(reason) || self.cases_repeat(roles))
            }),
            RoleKind::Population => None,
        }
    }

    fn name(&self, at: usize) -> &str {
        &self.data.codebook.variables[at].name
    }

    /// The word of a short name that is on the list.
    fn named(&self, at: usize, list: &[&str]) -> Option<Reason> {
        let words = name_words(self.name(at));
        if words.len() > 3 {
            return None;
        }
        let word = words
            .into_iter()
            .find(|word| list.contains(&word.as_str()))?;
        Some(Reason::NameSays { word })
    }

    /// Whether the last word is on the list: "office", "my office", not "office size".
    fn ends_in(&self, at: usize, list: &[&str]) -> bool {
        let words = name_words(self.name(at));
        words
            .last()
            .is_some_and(|word| list.contains(&word.as_str()))
    }

    fn weight(&self, at: usize) -> Option<Reason> {
        let words = name_words(self.name(at));
        let named = words.iter().any(|word| WEIGHT.contains(&word.as_str()));
        // "w" alone, or a word with a number: w1 is an item
        let alone = words.first().is_some_and(|word| word != "w") || words.len() == 1;
        if !named || !alone || words.len() > 3 {
            return None;
        }
        let mut sums = Sums::default();
        match &self.data.columns()[at] {
            Column::Numbers(numbers) => {
                numbers
                    .values()
                    .iter()
                    .filter(|number| !number.is_nan())
                    .for_each(|number| sums.add(*number, 1));
            }
            Column::Codes(_) => {
                for counted in self.answers[at].valid(&self.data.codebook.variables[at]) {
                    sums.add(counted.value.number()?, counted.count);
                }
            }
            Column::Texts(_) => return None,
        }
        let mean = sums.sum / sums.rows.max(1) as f64;
        let fits =
            sums.rows > 0 && sums.least >= 0.0 && sums.broken && (0.8..=1.25).contains(&mean);
        fits.then_some(Reason::WeightOfMean { mean })
    }

    /// Whole numbers, not negative, some above 1.
    fn counts(&self, at: usize) -> bool {
        let numbers = self.answers[at].numbers(&self.data.codebook.variables[at]);
        numbers.is_some_and(|numbers| {
            numbers
                .iter()
                .all(|number| *number >= 0.0 && number.fract() == 0.0)
                && numbers.last().is_some_and(|most| *most > 1.0)
        })
    }

    /// Whether values come again: on average `times` times more than once.
    fn repeats(&self, at: usize, times: u64) -> bool {
        let valid = self.answers[at].valid(&self.data.codebook.variables[at]);
        let rows: u64 = valid.iter().map(|counted| counted.count).sum();
        let different = valid.len() as u64;
        different >= 2
            && rows >= different * times
            && rows > different
            && rows * 10 >= self.answers[at].rows() * 9
    }

    fn divides(&self, at: usize) -> bool {
        let variable = &self.data.codebook.variables[at];
        let different = self.answers[at].valid(variable).len();
        variable.level == Level::Nominal && (2..=60).contains(&different) && self.repeats(at, 2)
    }

    fn is_wave(&self, at: usize) -> bool {
        let Some(numbers) = self.answers[at].numbers(&self.data.codebook.variables[at]) else {
            return false;
        };
        let whole = numbers.iter().all(|number| number.fract() == 0.0);
        let few = (2..=30).contains(&numbers.len());
        let plausible = numbers.iter().all(|number| (1.0..=50.0).contains(number))
            || numbers
                .iter()
                .all(|number| (1900.0..=2100.0).contains(number));
        whole && few && plausible && self.repeats(at, 2)
    }

    /// Whether rows of one case follow each other, as in a panel: a year may as well be when something was built or born.
    fn cases_repeat(&self, roles: &[Role]) -> bool {
        let case = roles.iter().find(|role| role.kind == RoleKind::Case);
        let place = case.and_then(|case| {
            let mut variables = self.data.codebook.variables.iter();
            variables.position(|variable| variable.name == case.variable)
        });
        place.is_some_and(|at| !all_different(self.data, self.answers, at))
    }

    /// The word at the end of a short label that says that it names a case: "Scrambled student ID".
    fn labelled_case(&self, at: usize) -> Option<Reason> {
        let label = &self.data.codebook.variables[at].label;
        let word = [Language::De, Language::En]
            .into_iter()
            .find_map(|language| {
                let label = plain(label.get(language));
                let words = tokens(&label);
                let last = words.last().filter(|_| words.len() <= 4)?;
                CASE_LABEL.contains(last).then(|| (*last).to_owned())
            })?;
        Some(Reason::NameSays { word })
    }

    /// The reason of a key, where it says that rows are records of cases.
    fn of_records(&self, named: Reason, cases: u64, rows: u64) -> Reason {
        let several = cases >= LEAST_CASES && rows as f64 >= LEAST_RECORDS * cases as f64;
        let filled = rows * 10 >= self.data.rows() as u64 * 9;
        match named {
            Reason::NameSays { word } if several && filled => {
                Reason::NamesRecords { word, cases, rows }
            }
            named => named,
        }
    }

    /// How many different values a key that is not coded has; nothing where none comes again among the first rows.
    fn distinct(&self, at: usize) -> Option<Distinct> {
        let column = &self.data.columns()[at];
        if distinct_within(column, HEAD).is_some_and(|head| head.cases == head.rows) {
            return None;
        }
        distinct_within(column, usize::MAX)
    }

    /// All different, or a key that comes again because several files or waves share it.
    fn case(&self, at: usize) -> Option<Reason> {
        let named = self.named(at, CASE).or_else(|| self.labelled_case(at));
        let variable = &self.data.codebook.variables[at];
        if named.is_some() {
            let different = match &self.data.columns()[at] {
                Column::Codes(_) => {
                    let valid = self.answers[at].valid(variable);
                    let (different, rows) = (valid.len() as u64, self.answers[at].rows());
                    let fits = different * 5 > rows && different > 1;
                    let valid = valid.iter().map(|counted| counted.count).sum();
                    let named = named.filter(|_| fits)?;
                    return Some(self.of_records(named, different, valid));
                }
                Column::Numbers(numbers) => {
                    let mut values: Vec<f64> = numbers
                        .values()
                        .iter()
                        .take(HEAD)
                        .copied()
                        .filter(|number| !number.is_nan())
                        .collect();
                    if values.iter().any(|number| number.fract() != 0.0) {
                        return None;
                    }
                    let rows = values.len();
                    order::sort_numbers(&mut values);
                    values.dedup();
                    values.len() * 5 > rows
                }
                Column::Texts(_) => true,
            };
            let named = named.filter(|_| different)?;
            return Some(match self.distinct(at) {
                Some(found) => self.of_records(named, found.cases, found.rows),
                None => named,
            });
        }
        // the first column may be a key without a name
        (at == 0 && variable.level == Level::Identifier).then_some(Reason::AllDifferent)
    }
}

/// Different values of a key, and rows that have one.
struct Distinct {
    cases: u64,
    rows: u64,
}

/// Whether no answer of a variable comes again.
pub(super) fn all_different(data: &Dataset, answers: &[Answers<'_>], at: usize) -> bool {
    let column = &data.columns()[at];
    if let Column::Codes(_) = column {
        let valid = answers[at].valid(&data.codebook.variables[at]);
        return valid.iter().all(|counted| counted.count <= 1);
    }
    // keys mostly ascend, and what is none shows it soon: hardly ever are all rows put in order
    let differ = |found: Distinct| found.cases == found.rows;
    let is_key = |most| distinct_within(column, most).is_some_and(differ);
    ascends(column) || (is_key(HEAD) && is_key(usize::MAX))
}

/// Whether every number is greater than the one before it.
fn ascends(column: &Column) -> bool {
    match column {
        Column::Numbers(numbers) => numbers.values().is_sorted_by(|a, b| a < b),
        Column::Codes(_) | Column::Texts(_) => false,
    }
}

/// Different values among the first rows of a column that is not coded.
fn distinct_within(column: &Column, most: usize) -> Option<Distinct> {
    let (rows, cases) = match column {
        Column::Codes(_) => return None,
        Column::Numbers(numbers) => {
            let values = numbers.values().iter().copied().take(most);
            let mut values: Vec<f64> = values.filter(|number| !number.is_nan()).collect();
            let rows = values.len();
            order::sort_numbers(&mut values);
            values.dedup();
            (rows, values.len())
        }
        Column::Texts(texts) => {
            let rows = texts.len().min(most);
            let mut values: Vec<&str> = (0..rows).filter_map(|row| texts.get(row)).collect();
            let rows = values.len();
            order::sort(&mut values, |a, b| a.cmp(b));
            values.dedup();
            (rows, values.len())
        }
    };
    Some(Distinct {
        cases: cases as u64,
        rows: rows as u64,
    })
}

/// Whether nothing but the word for a year speaks for a wave.
fn is_year(reason: &Reason) -> bool {
    matches!(reason, Reason::NameSays { word } if word == "year" || word == "jahr")
}

#[derive(Debug)]
struct Sums {
    sum: f64,
    rows: u64,
    least: f64,
    broken: bool,
}

impl Default for Sums {
    fn default() -> Self {
        Self {
            sum: 0.0,
            rows: 0,
            least: f64::INFINITY,
            broken: false,
        }
    }
}

impl Sums {
    fn add(&mut self, number: f64, rows: u64) {
        self.sum += number * rows as f64;
        self.rows += rows;
        self.least = self.least.min(number);
        self.broken |= number.fract() != 0.0;
    }
}
