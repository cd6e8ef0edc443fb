//! Which outcomes differ between groups clearly enough to be looked at.

use befund_stats::groups::chi_squared_share;
use befund_stats::multiplicity::adjust;
use befund_stats::ranks::{GroupRanks, kruskal_wallis};
use befund_stats::{CountTable, Interval, Level as Confidence, Probability, chi_square, cramers_v};
use ndarray::Array2;

use super::groups::{Groups, MAX_GROUPS, describes};
use super::outline::{has_task, is_key, outline, spec};
use super::several::{Several, holds_answers};
use super::{Compared, Effect, EffectMeasure, Proposal, Proposed, Why, head};
use crate::analysis::{
    Analysis, Crosstab, Descriptives, Multiple, Profile, Progress, QuartileRule, RecordsOf, Stage,
};
use crate::codebook::{Level, Set, SetKind, Variable};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::finding::Item;
use crate::order;

/// More categories of an outcome without an order are no outcome.
const MAX_OUTCOMES: usize = 15;
/// A group needs so many cases, or it is left out of the comparison.
const LEAST_IN_GROUP: f64 = 10.0;
/// What thirds of a case may lack of a whole one.
const ROUNDING: f64 = 1e-6;
/// Clear is what has a corrected p-value below this ...
const ALPHA: f64 = 0.05;
/// ... and an interval above a small effect: V of 0.1, ε² of 0.1². Cohen (1988), chapter 7.
const SMALL: f64 = 0.1;
/// Cards of differences.
const MAX_SHOWN: usize = 8;

/// The screening of a dataset, one outcome at a time: begun with what it will compare, ended with a [`Proposal`].
///
/// An outcome with an order is compared by Kruskal and Wallis's test and ε², one without by Pearson's chi-square and Cramér's V;
/// both from counts, without weights. Of a question with several answers each is an outcome of its own: given or not. Where rows are records of cases, each counts as its part of the case, so that all p-values are
/// those of at most as many independent answers as there are cases. p-values are corrected for all comparisons made (Holm).
pub struct Screening {
    by: Vec<Place>,
    outcomes: Vec<Place>,
    /// The sets whose variables hold the answers.
    several: Vec<usize>,
    next: usize,
    found: Vec<Difference>,
    compared: Compared,
    /// The part of its case that each row makes; nothing where rows are cases.
    parts: Option<Vec<f64>>,
}

/// Where a variable stands in the codebook, and in which set.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) variable: usize,
    pub(super) set: Option<usize>,
}

/// A comparison that was made.
struct Difference {
    outcome: Place,
    /// The answer of the set that is given or not, where the outcome is no variable.
    answer: Option<Item>,
    by: Place,
    measure: EffectMeasure,
    estimate: f64,
    interval: Interval,
    p_value: Probability,
    n: u64,
}

/// What a comparison came to.
enum Outcome {
    Compared(Difference),
    TooSmall,
    Nested,
    /// Nothing to compare: all answers are the same, or there are too many different ones.
    None,
}

impl Screening {
    /// Decides what to compare.
    pub fn new(data: &Dataset) -> Self {
        let places = (0..data.codebook.variables.len()).map(|variable| Place {
            variable,
            set: set_of(data, variable),
        });
        let places: Vec<Place> = places.collect();
        let Groups { by, said_twice } = Groups::of(data, &places);
        let outcomes = places.into_iter().filter(|place| is_outcome(data, *place));
        let outcomes: Vec<Place> = outcomes.collect();
        let item = |place: &Place| item(data, *place);
        let (cases, parts) = match RecordsOf::of(data) {
            Some(records) => (records.names, Some(records.parts)),
            None => (Vec::new(), None),
        };
        let cases = cases.iter().filter_map(|name| data.codebook.variable(name));
        Self {
            compared: Compared {
                by: by.iter().map(item).collect(),
                cases: cases.map(Item::of).collect(),
                nested: said_twice,
                ..Compared::default()
            },
            parts,
            outcomes,
            several: several(data),
            by,
            next: 0,
            found: Vec::new(),
        }
    }

    /// Compares the next outcome between all groups, O(rows × groups).
    pub fn step(&mut self, data: &Dataset) -> Stage {
        let at = self.next;
        self.next += 1;
        match self.outcomes.get(at) {
            Some(outcome) => self.compare(data, *outcome),
            None => match self.several.get(at - self.outcomes.len()) {
                Some(set) => self.compare_answers(data, *set),
                None => self.next = at,
            },
        }
        if self.next < self.outcomes.len() + self.several.len() {
            Stage::Working
        } else {
            Stage::Done
        }
    }

    /// Compares a variable between all groups.
    fn compare(&mut self, data: &Dataset, outcome: Place) {
        let limit = match level(data, outcome) {
            Level::Nominal => MAX_OUTCOMES,
            _ => usize::MAX,
        };
        let answers = coded(data, outcome, limit);
        for (place, by) in self.by.iter().enumerate() {
            // two variables that both make groups are compared once
            let before = &self.by[..place + 1];
            let Some(answers) = &answers else { break };
            let twice = self
                .by
                .iter()
                .any(|known| known.variable == outcome.variable)
                && before
                    .iter()
                    .any(|known| known.variable == outcome.variable);
            // who answered is no finding: age by education, income by region
            if twice || describes(data, outcome) && describes(data, *by) {
                continue;
            }
            let Some(groups) = coded(data, *by, MAX_GROUPS) else {
                continue;
            };
            let parts = self.parts.as_deref();
            let found = compare(data, parts, (outcome, answers), (*by, &groups));
            tell(found, &mut self.compared, &mut self.found);
        }
    }

    /// Compares each answer of a set, given or not, between all groups.
    fn compare_answers(&mut self, data: &Dataset, set: usize) {
        let stated = &data.codebook.sets[set];
        let mut variables = data.codebook.variables.iter();
        let variable = variables.position(|variable| stated.items.contains(&variable.name));
        let Some((answers, variable)) = Several::of(data, stated).zip(variable) else {
            return;
        };
        let outcome = Place {
            variable,
            set: Some(set),
        };
        for by in &self.by {
            let Some(groups) = coded(data, *by, MAX_GROUPS) else {
                continue;
            };
            for (place, counts) in answers
                .tables(&groups, self.parts.as_deref())
                .iter()
                .enumerate()
            {
                let found = match judge(counts, 3, Level::Nominal, (outcome, *by)) {
                    Outcome::Compared(difference) => Outcome::Compared(Difference {
                        answer: answers.item(place),
                        ..difference
                    }),
                    other => other,
                };
                tell(found, &mut self.compared, &mut self.found);
            }
        }
    }

    /// How many outcomes were compared.
    pub fn progress(&self) -> Progress {
        Progress {
            done: self.next as u64,
            total: (self.outcomes.len() + self.several.len()) as u64,
        }
    }

    /// The draft: the outline, and the clearest differences after it.
    pub fn finish(mut self, data: &Dataset) -> Proposal {
        let p: Vec<Probability> = self.found.iter().map(|found| found.p_value).collect();
        let adjusted = adjust(&p, befund_stats::multiplicity::Adjustment::Holm);
        let mut clear: Vec<(Difference, f64)> = self
            .found
            .drain(..)
            .zip(adjusted.into_iter().map(Probability::value))
            .filter(|(found, p)| *p < ALPHA && found.strength(found.interval.lower) > SMALL)
            .collect();
        order::sort(&mut clear, |(a, _), (b, _)| {
            let strength = |found: &Difference| found.strength(found.interval.lower);
            strength(b).total_cmp(&strength(a))
        });
        self.compared.clear = clear.len() as u64;
        let mut cards: Vec<Card> = Vec::new();
        for (found, p) in clear {
            let effect = found.effect(data, p);
            let (outcome, by) = (found.outcome, found.by);
            if let Some(card) = cards.iter_mut().find(|card| card.takes(data, outcome, by)) {
                card.outcomes.push(outcome);
                card.effects.push(effect);
            } else if cards.len() < MAX_SHOWN {
                cards.push(Card {
                    outcomes: vec![outcome],
                    by,
                    effects: vec![effect],
                });
            }
        }
        self.compared.shown = cards.iter().map(|card| card.effects.len() as u64).sum();
        let mut analyses = outline(data);
        analyses.extend(cards.into_iter().map(|card| {
            let analysis = spec(data, card.analysis(data));
            Proposed::new(data, analysis, Why::Differs(card.effects))
        }));
        head(&mut analyses);
        Proposal {
            data: data.id.clone(),
            analyses,
            compared: self.compared,
        }
    }
}

impl Difference {
    /// The effect on the scale of a correlation.
    fn strength(&self, value: f64) -> f64 {
        match self.measure {
            EffectMeasure::CramersV => value,
            EffectMeasure::RankEpsilonSquared => value.sqrt(),
        }
    }

    fn effect(&self, data: &Dataset, adjusted_p_value: f64) -> Effect {
        Effect {
            outcome: (self.answer.clone()).unwrap_or_else(|| item(data, self.outcome)),
            by: item(data, self.by),
            measure: self.measure,
            estimate: self.estimate,
            lower: self.interval.lower,
            upper: self.interval.upper,
            adjusted_p_value,
            n: self.n,
        }
    }
}

pub(super) fn variable(data: &Dataset, place: Place) -> (&Variable, &Column) {
    (
        &data.codebook.variables[place.variable],
        &data.columns()[place.variable],
    )
}

fn level(data: &Dataset, place: Place) -> Level {
    variable(data, place).0.level
}

fn item(data: &Dataset, place: Place) -> Item {
    let variable = variable(data, place).0;
    let label = set(data, place).map_or(variable.title(), |set| set.wording(variable));
    Item {
        label,
        ..Item::of(variable)
    }
}

pub(super) fn coded(data: &Dataset, place: Place, limit: usize) -> Option<Coded<'_>> {
    let (variable, column) = variable(data, place);
    Coded::up_to(variable, column, limit).ok()
}

fn set_of(data: &Dataset, place: usize) -> Option<usize> {
    let name = &data.codebook.variables[place].name;
    let mut sets = data.codebook.sets.iter();
    sets.position(|set| set.items.contains(name))
}

fn set(data: &Dataset, place: Place) -> Option<&Set> {
    place.set.map(|set| &data.codebook.sets[set])
}

fn is_outcome(data: &Dataset, place: Place) -> bool {
    let (variable, column) = variable(data, place);
    let counts = match set(data, place).map(|set| set.kind) {
        None | Some(SetKind::Battery | SetKind::Multiple) => true,
        // what groups rank has analyses of its own, and of several answers each is compared by itself
        Some(SetKind::Ranking | SetKind::Categories | SetKind::Separated { .. }) => false,
    };
    counts
        && matches!(
            variable.level,
            Level::Nominal | Level::Ordinal | Level::Scale
        )
        && !has_task(data, variable)
        && !is_key(data, variable, column)
}

/// The sets whose variables hold what was answered.
fn several(data: &Dataset) -> Vec<usize> {
    let has_no_task = |name: &String| {
        let variable = data.codebook.variable(name);
        variable.is_some_and(|variable| !has_task(data, variable))
    };
    let sets = data.codebook.sets.iter().enumerate();
    sets.filter(|(_, set)| holds_answers(set) && set.items.iter().all(has_no_task))
        .map(|(at, _)| at)
        .collect()
}

/// Counts what a comparison came to, and keeps it.
fn tell(found: Outcome, compared: &mut Compared, differences: &mut Vec<Difference>) {
    match found {
        Outcome::Compared(difference) => {
            compared.comparisons += 1;
            differences.push(difference);
        }
        Outcome::TooSmall => compared.too_small += 1,
        Outcome::Nested => compared.nested += 1,
        Outcome::None => {}
    }
}

fn compare(
    data: &Dataset,
    parts: Option<&[f64]>,
    outcome: (Place, &Coded<'_>),
    by: (Place, &Coded<'_>),
) -> Outcome {
    let ((place, answers), (by, groups)) = (outcome, by);
    let (rows, columns) = (groups.categories.len() + 1, answers.categories.len() + 1);
    let mut counts = vec![0.0; rows * columns];
    for row in 0..data.rows() {
        counts[groups.slot(row) * columns + answers.slot(row)] +=
            parts.map_or(1.0, |parts| parts[row]);
    }
    let level = match level(data, place) {
        level if answers_have_order(answers) => level,
        _ => Level::Nominal,
    };
    judge(&counts, columns, level, (place, by))
}

/// Compares the groups of a table of counts: a row for each slot of the groups, `columns` for those of the answers, which have this
/// level.
fn judge(counts: &[f64], columns: usize, level: Level, (place, by): (Place, Place)) -> Outcome {
    let with_missing: Vec<&[f64]> = counts
        .chunks(columns)
        .skip(1)
        .map(|row| &row[1..])
        .collect();
    let size = |row: &[f64]| row.iter().sum::<f64>();
    let large: Vec<&[f64]> = with_missing
        .into_iter()
        .filter(|row| size(row) > LEAST_IN_GROUP - ROUNDING)
        .collect();
    if large.len() < 2 {
        return Outcome::TooSmall;
    }
    let kept: Vec<usize> = (0..columns - 1)
        .filter(|answer| large.iter().any(|row| row[*answer] > 0.0))
        .collect();
    if kept.len() < 2 {
        return Outcome::None;
    }
    let in_groups = |answer: &usize| large.iter().filter(|row| row[*answer] > 0.0).count();
    let in_answers = |row: &&[f64]| row.iter().filter(|count| **count > 0.0).count();
    // of amounts hardly any comes twice: that says nothing of the group
    let are_amounts = level == Level::Scale && kept.len() > MAX_GROUPS;
    if !are_amounts && kept.iter().all(|answer| in_groups(answer) == 1)
        || large.iter().all(|row| in_answers(row) == 1)
    {
        return Outcome::Nested;
    }
    let table: Vec<Vec<f64>> = large
        .iter()
        .map(|row| kept.iter().map(|answer| row[*answer]).collect())
        .collect();
    let n: f64 = large.iter().map(|row| size(row)).sum();
    // parts of cases, or rows: a whole number but for rounding, not negative
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let n = n.round() as u64;
    let confidence = Confidence::P95;
    if level != Level::Nominal {
        let Some(test) = GroupRanks::of_table(&table)
            .and_then(|ranks| kruskal_wallis(&ranks))
            .ok()
        else {
            return Outcome::None;
        };
        Outcome::Compared(Difference {
            outcome: place,
            answer: None,
            by,
            measure: EffectMeasure::RankEpsilonSquared,
            estimate: test.epsilon_squared,
            interval: chi_squared_share(test.statistic, test.df, test.n - 1.0, confidence),
            p_value: test.p_value,
            n,
        })
    } else {
        let (groups, answers) = (table.len(), kept.len());
        let cells: Vec<f64> = table.into_iter().flatten().collect();
        let Some(table) = Array2::from_shape_vec((groups, answers), cells)
            .ok()
            .and_then(|cells| CountTable::new(cells).ok())
        else {
            return Outcome::None;
        };
        let test = chi_square(&table);
        let largest = table.total() * (groups.min(answers) - 1) as f64;
        let share = chi_squared_share(test.statistic, test.df, largest, confidence);
        Outcome::Compared(Difference {
            outcome: place,
            answer: None,
            by,
            measure: EffectMeasure::CramersV,
            estimate: cramers_v(&table),
            interval: Interval {
                lower: share.lower.sqrt(),
                upper: share.upper.sqrt(),
            },
            p_value: test.p_value,
            n,
        })
    }
}

fn are_numbers(data: &Dataset, place: Place) -> bool {
    let coded = coded(data, place, usize::MAX);
    coded.is_none_or(|coded| {
        let mut values = coded.categories.iter();
        values.all(|category| category.value.number().is_some())
    })
}

/// Labelled answers stand in the order of the codebook, others by size; texts without labels only by the alphabet.
fn answers_have_order(answers: &Coded<'_>) -> bool {
    let numbers = answers
        .categories
        .iter()
        .all(|category| category.value.number().is_some());
    let labelled =
        |category: &crate::finding::Category| category.label != category.value.to_string().into();
    numbers || answers.categories.iter().all(labelled)
}

/// Outcomes that differ between the same groups and are shown together.
struct Card {
    outcomes: Vec<Place>,
    by: Place,
    effects: Vec<Effect>,
}

impl Card {
    /// Whether another outcome belongs here: one of the same set, or a number beside numbers.
    fn takes(&self, data: &Dataset, outcome: Place, by: Place) -> bool {
        let Some(&first) = self.outcomes.first() else {
            return false;
        };
        let numbers = || level(data, first) == Level::Scale && level(data, outcome) == Level::Scale;
        // words have no means: each item has a table of its own
        let battery = |set: &Set| set.kind == SetKind::Battery;
        let words = set(data, outcome).is_some_and(battery) && !are_numbers(data, outcome);
        let together = first.set == outcome.set && !words && (outcome.set.is_some() || numbers());
        self.by.variable == by.variable && together
    }

    /// The analysis that shows the differences.
    fn analysis(&self, data: &Dataset) -> Analysis {
        let name = |place: &Place| variable(data, *place).0.name.clone();
        let group = Some(name(&self.by));
        let first = self.outcomes[0];
        let set = set(data, first);
        if let Some(multiple) = set.and_then(Multiple::of_set) {
            return Analysis::Multiple(Multiple {
                by: group,
                ..multiple
            });
        }
        match set {
            Some(set) if set.kind == SetKind::Battery && are_numbers(data, first) => {
                Analysis::Profile(Profile {
                    items: set.items.clone(),
                    by: group,
                    item_groups: Vec::new(),
                })
            }
            _ if level(data, first) == Level::Scale => Analysis::Descriptives(Descriptives {
                variables: self.outcomes.iter().map(name).collect(),
                by: group,
                quartiles: QuartileRule::default(),
                quantiles: Vec::new(),
                levels: Vec::new(),
                bootstrap: None,
                seed: 0,
            }),
            _ => Analysis::Crosstab(Crosstab::of(name(&self.by), name(&first))),
        }
    }
}
