//! Variables that belong to one question: batteries, several answers, rankings.
//!
//! Three things must agree: the variables are neighbours, their names or labels are of one kind, and so are their answers. Where the
//! answers alone are proof enough (the same answer scale in words, boxes that hold their own labels), names may differ.

use std::ops::Range;

use super::answers::Answers;
use super::names::{Family, Kinship, families};
use super::ranks;
use super::scale;
use super::shape::{Label, Shape, Span, is_word_scale};
use super::words::plain;
use crate::codebook::{Origin, Reason, Set, SetKind, ValueLabel, Variable};
use crate::dataset::Dataset;
use crate::{Language, Text};

/// Fewer items with a scale of their own are no battery.
const LEAST_ITEMS: usize = 3;

/// A set that was found, with the scale its items share where that was put together from all of them.
pub(super) struct Found {
    pub(super) set: Set,
    pub(super) range: Range<usize>,
    pub(super) shared_values: Vec<ValueLabel>,
}

/// Fewer rows prove nothing.
const LEAST_ROWS: usize = 8;

/// The sets of a dataset apart from those it has.
pub(super) fn sets(data: &Dataset, answers: &[Answers<'_>]) -> Vec<Found> {
    if data.rows() < LEAST_ROWS {
        return Vec::new();
    }
    let variables = &data.codebook.variables;
    let shapes: Vec<Shape> = variables
        .iter()
        .zip(answers)
        .map(|(variable, answers)| Shape::of(variable, answers))
        .collect();
    let mut search = Search {
        variables,
        answers,
        shapes,
        taken: variables
            .iter()
            .map(|variable| {
                let mut sets = data.codebook.sets.iter();
                sets.any(|set| set.items.contains(&variable.name))
            })
            .collect(),
        found: Vec::new(),
    };
    for family in families(variables, Kinship::Letters) {
        search.one_question(&family);
    }
    for kinship in [Kinship::Numbered, Kinship::Question, Kinship::Prefix] {
        for family in families(variables, kinship) {
            search.family(&family, kinship);
        }
    }
    search.neighbours();
    let mut found = search.found;
    crate::order::sort(&mut found, |a, b| a.range.start.cmp(&b.range.start));
    name(&mut found, data);
    found
}

struct Search<'a> {
    variables: &'a [Variable],
    answers: &'a [Answers<'a>],
    shapes: Vec<Shape>,
    taken: Vec<bool>,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Boxes of one question whose numbers have two levels: they share letters and are missing in the same rows.
    fn one_question(&mut self, family: &Family) {
        for range in self.segments(family.range.clone(), |a, b| a == b) {
            let Shape::Mention(counted) = &self.shapes[range.start] else {
                continue;
            };
            let some_missing = self.answers[range.start].answered(&self.variables[range.start])
                < self.answers[range.start].rows();
            let counted = counted.clone();
            if range.len() >= LEAST_ITEMS && some_missing && self.missing_together(&range) {
                let reason = Reason::Ticked {
                    stem: family.stem.clone(),
                };
                self.add(range, SetKind::Multiple, family, reason);
                if let Some(last) = self.found.last_mut() {
                    last.set.counted =
                        Some(counted).filter(|counted| *counted != crate::Value::Number(1.0));
                }
            }
        }
    }

    fn missing_together(&self, range: &Range<usize>) -> bool {
        let valid: Vec<Vec<bool>> = range
            .clone()
            .map(|at| ranks::valid_codes(&self.variables[at], &self.answers[at]))
            .collect();
        let codes: Vec<_> = range
            .clone()
            .filter_map(|at| self.answers[at].codes())
            .collect();
        let answered = |item: usize, row: usize| valid[item][codes[item].code(row)];
        let rows = codes.first().map_or(0, |codes| codes.len());
        codes.len() == range.len()
            && (0..rows).all(|row| {
                let first = answered(0, row);
                (1..codes.len()).all(|item| answered(item, row) == first)
            })
    }

    fn family(&mut self, family: &Family, kinship: Kinship) {
        for free in self.free(family.range.clone()) {
            if let Some(rows) = self.ranks(&free) {
                self.add(free, SetKind::Ranking, family, Reason::RanksOnce { rows });
                continue;
            }
            let numbered = matches!(kinship, Kinship::Numbered | Kinship::Question);
            let names = self.segments(free.clone(), |a, b| {
                matches!((a, b), (Shape::Names(_), Shape::Names(_)))
                    || matches!((a, b), (Shape::Labelled(a), Shape::Labelled(b)) if a == b && a.len() >= 4)
            });
            for range in names
                .into_iter()
                .filter(|range| numbered && range.len() >= 2)
            {
                let items: Vec<(&Variable, &Answers<'_>)> = range
                    .clone()
                    .map(|at| (&self.variables[at], &self.answers[at]))
                    .collect();
                if let Some(rows) = ranks::one_list(&items) {
                    self.add(
                        range,
                        SetKind::Categories,
                        family,
                        Reason::SeveralAnswers { rows },
                    );
                }
            }
            self.ticked(&free, family);
            self.batteries(&free, family, kinship);
            if numbered {
                self.listed(&free, family);
            }
        }
    }

    /// Items that share a list of answers without a known order.
    fn listed(&mut self, free: &Range<usize>, family: &Family) {
        let list = |shape: &Shape| match shape {
            Shape::Names(texts) | Shape::Scale(texts) if !texts.is_empty() => {
                let mut texts = texts.clone();
                crate::order::sort(&mut texts, String::cmp);
                Some(texts)
            }
            _ => None,
        };
        let same = |a: &Shape, b: &Shape| list(a).is_some_and(|a| list(b) == Some(a));
        for range in self.segments(free.clone(), same) {
            let Some(texts) =
                list(&self.shapes[range.start]).filter(|_| range.len() >= LEAST_ITEMS)
            else {
                continue;
            };
            let reason = Reason::CommonAnswers {
                stem: stem(family),
                answers: texts.len(),
            };
            self.add(range, SetKind::Battery, family, reason);
        }
    }

    /// The ranks of the items, and in how many rows, where they are a ranking.
    fn ranks(&self, range: &Range<usize>) -> Option<u64> {
        let items: Vec<(&Variable, &Answers<'_>)> = range
            .clone()
            .map(|at| (&self.variables[at], &self.answers[at]))
            .collect();
        ranks::once(&items)
    }

    fn ticked(&mut self, free: &Range<usize>, family: &Family) {
        let alike = |a: &Shape, b: &Shape| match (a, b) {
            (Shape::Mention(a), Shape::Mention(b)) => a == b,
            (Shape::OwnLabel(_) | Shape::Empty, Shape::OwnLabel(_) | Shape::Empty) => true,
            // a box that nobody ticked
            (Shape::Mention(a), Shape::Empty) | (Shape::Empty, Shape::Mention(a)) => {
                a.number().is_none()
            }
            _ => false,
        };
        for range in self.segments(free.clone(), alike) {
            let shapes = &self.shapes[range.clone()];
            let Some(counted) = shapes.iter().find_map(|shape| match shape {
                Shape::Mention(counted) => Some(Some(counted.clone())),
                Shape::OwnLabel(_) => Some(None),
                _ => None,
            }) else {
                continue;
            };
            let used = shapes
                .iter()
                .filter(|shape| **shape != Shape::Empty)
                .count();
            let own = shapes
                .iter()
                .all(|shape| matches!(shape, Shape::OwnLabel(_) | Shape::Empty));
            if used < LEAST_ITEMS || own && !different_labels(shapes) {
                continue;
            }
            let range = if own { self.widened(range) } else { range };
            let reason = Reason::Ticked { stem: stem(family) };
            self.add(range, SetKind::Multiple, family, reason);
            if let Some(last) = self.found.last_mut() {
                last.set.counted = counted.filter(|counted| *counted != crate::Value::Number(1.0));
            }
        }
    }

    /// With the column before it, where that holds another label of its own and is no part of another question: the first column of
    /// a question may have another name.
    fn widened(&self, range: Range<usize>) -> Range<usize> {
        let Some(first) = range.start.checked_sub(1) else {
            return range;
        };
        let wider = first..range.end;
        let before = &self.variables[first.saturating_sub(1)..wider.end];
        let alone = families(before, Kinship::Numbered)
            .iter()
            .all(|family| !family.range.contains(&(first - first.saturating_sub(1))));
        let joins = !self.taken[first]
            && matches!(self.shapes[first], Shape::OwnLabel(_))
            && different_labels(&self.shapes[wider.clone()]);
        if alone && joins { wider } else { range }
    }

    fn batteries(&mut self, free: &Range<usize>, family: &Family, kinship: Kinship) {
        let ratings = self.segments(free.clone(), |a, b| {
            matches!((a, b), (Shape::Rating(_), Shape::Rating(_)))
        });
        for range in ratings {
            for (range, span) in self.spans(range, kinship) {
                let end = |number: f64| number.to_string();
                let reason = Reason::CommonScale {
                    stem: stem(family),
                    least: end(span.least),
                    most: end(span.most),
                };
                self.add(range, SetKind::Battery, family, reason);
            }
        }
        self.worded(free, Some(family));
    }

    /// Neighbours with the same scale in words or the same labels.
    fn worded(&mut self, free: &Range<usize>, family: Option<&Family>) {
        let labelled = self.segments(
            free.clone(),
            |a, b| matches!((a, b), (Shape::Labelled(a), Shape::Labelled(b)) if a == b),
        );
        let none = Family {
            range: free.clone(),
            stem: String::new(),
            question: String::new(),
        };
        for range in labelled {
            let Shape::Labelled(labels) = &self.shapes[range.start] else {
                continue;
            };
            let words: Vec<String> = labels.iter().map(|label| label.words.clone()).collect();
            // without a common name the labels themselves must be an answer scale
            let enough = family.is_some() && labels.len() >= 3 || scale::places(&words).is_some();
            if range.len() < LEAST_ITEMS || !enough {
                continue;
            }
            let end =
                |label: Option<&Label>| label.map_or(String::new(), |label| label.words.clone());
            let reason = Reason::CommonScale {
                stem: family.map(stem).unwrap_or_default(),
                least: end(labels.first()),
                most: end(labels.last()),
            };
            self.add(range, SetKind::Battery, family.unwrap_or(&none), reason);
        }
        let mut start = free.start;
        while start < free.end {
            let Some((end, values)) = self.same_words(start, free.end, family.is_some()) else {
                start += 1;
                continue;
            };
            let text = |at: Option<&ValueLabel>| {
                at.map_or(String::new(), |known| {
                    known.label.get(Language::De).to_owned()
                })
            };
            let reason = Reason::CommonScale {
                stem: family.map(stem).unwrap_or_default(),
                least: text(values.first()),
                most: text(values.last()),
            };
            self.add(
                start..end,
                SetKind::Battery,
                family.unwrap_or(&none),
                reason,
            );
            if let Some(last) = self.found.last_mut() {
                last.shared_values = values;
            }
            start = end;
        }
    }

    /// The end of the neighbours whose answers are one scale in words, and that scale.
    fn same_words(
        &self,
        start: usize,
        end: usize,
        named: bool,
    ) -> Option<(usize, Vec<ValueLabel>)> {
        let texts = |at: usize| match &self.shapes[at] {
            Shape::Scale(texts) if !self.taken[at] => Some(texts),
            _ => None,
        };
        let begins = is_word_scale(&self.variables[start]) || named;
        let mut all: Vec<String> = texts(start).filter(|_| begins)?.clone();
        let mut scale = None;
        let mut at = start + 1;
        while at < end {
            let Some(next) = texts(at) else { break };
            let shared = next.iter().filter(|text| all.contains(text)).count();
            if 2 * shared < next.len().min(all.len()) || shared == 0 {
                break;
            }
            let mut union = all.clone();
            union.extend(next.iter().filter(|text| !all.contains(text)).cloned());
            let words: Vec<String> = union.iter().map(|text| plain(text)).collect();
            let Some(places) = scale::places(&words) else {
                break;
            };
            let value = |place: &usize| ValueLabel {
                value: union[*place].as_str().into(),
                label: Text::from(union[*place].trim()),
            };
            scale = Some(places.iter().map(value).collect());
            all = union;
            at += 1;
        }
        scale
            .filter(|_| at - start >= LEAST_ITEMS)
            .map(|scale| (at, scale))
    }

    /// What names do not tell: the same answer scale in words, or different labels of ticked boxes, side by side.
    fn neighbours(&mut self) {
        for free in self.free(0..self.variables.len()) {
            self.worded(&free, None);
        }
        for free in self.free(0..self.variables.len()) {
            let boxes = self.segments(free, |a, b| {
                matches!((a, b), (Shape::OwnLabel(_), Shape::OwnLabel(_)))
            });
            for range in boxes {
                let none = Family {
                    range: range.clone(),
                    stem: String::new(),
                    question: String::new(),
                };
                if range.len() >= LEAST_ITEMS && different_labels(&self.shapes[range.clone()]) {
                    self.add(
                        range,
                        SetKind::Multiple,
                        &none,
                        Reason::Ticked {
                            stem: String::new(),
                        },
                    );
                }
            }
        }
    }

    /// The parts of a run of ratings that have one span: all of it where few items stop short of the ends.
    fn spans(&self, range: Range<usize>, kinship: Kinship) -> Vec<(Range<usize>, Span)> {
        let span = |at: usize| match self.shapes[at] {
            Shape::Rating(span) => span,
            _ => Span {
                least: f64::NAN,
                most: f64::NAN,
            },
        };
        let fits = |span: Span| {
            span.most - span.least >= 2.0 && (kinship != Kinship::Prefix || span.least >= 0.0)
        };
        let spans: Vec<Span> = range.clone().map(span).collect();
        let all = Span {
            least: spans
                .iter()
                .map(|span| span.least)
                .fold(f64::INFINITY, f64::min),
            most: spans
                .iter()
                .map(|span| span.most)
                .fold(f64::NEG_INFINITY, f64::max),
        };
        let short: Vec<bool> = spans.iter().map(|span| *span != all).collect();
        let longest = short
            .split(|short| !short)
            .map(<[bool]>::len)
            .max()
            .unwrap_or(0);
        let few = short.iter().filter(|short| **short).count() * 3 <= spans.len();
        let rows = self.answers[range.start].rows();
        let near = spans
            .iter()
            .all(|span| span.least - all.least <= 1.0 && all.most - span.most <= 1.0);
        // a few rows do not reach both ends of every item
        if range.len() >= LEAST_ITEMS && fits(all) && (few && longest <= 2 || near && rows < 200) {
            return vec![(range, all)];
        }
        let mut parts = Vec::new();
        let mut start = 0;
        for end in 1..=spans.len() {
            if end == spans.len() || spans[end] != spans[start] {
                if end - start >= LEAST_ITEMS && fits(spans[start]) {
                    parts.push((range.start + start..range.start + end, spans[start]));
                }
                start = end;
            }
        }
        parts
    }

    /// The parts of a range that are in no set yet.
    fn free(&self, range: Range<usize>) -> Vec<Range<usize>> {
        self.split(range, |_, _| true)
    }

    /// The longest parts of a range whose neighbours are alike and in no set yet.
    fn segments(
        &self,
        range: Range<usize>,
        alike: impl Fn(&Shape, &Shape) -> bool,
    ) -> Vec<Range<usize>> {
        self.split(range, |a, b| alike(&self.shapes[a], &self.shapes[b]))
    }

    fn split(
        &self,
        range: Range<usize>,
        together: impl Fn(usize, usize) -> bool,
    ) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for at in range.filter(|at| !self.taken[*at]) {
            match parts.last_mut() {
                Some(part) if part.end == at && together(at - 1, at) => part.end = at + 1,
                _ => parts.push(at..at + 1),
            }
        }
        parts
    }

    fn add(&mut self, range: Range<usize>, kind: SetKind, family: &Family, reason: Reason) {
        let items: Vec<String> = range
            .clone()
            .map(|at| self.variables[at].name.clone())
            .collect();
        self.taken[range.clone()].fill(true);
        let set = Set {
            name: family.stem.clone(),
            kind,
            label: Text::from(family.question.as_str()),
            items,
            counted: None,
            origin: Origin::Guessed(reason),
        };
        self.found.push(Found {
            set,
            range,
            shared_values: Vec::new(),
        });
    }
}

fn stem(family: &Family) -> String {
    if family.question.is_empty() {
        family.stem.clone()
    } else {
        family.question.clone()
    }
}

fn different_labels(shapes: &[Shape]) -> bool {
    let labels: Vec<&String> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::OwnLabel(label) => Some(label),
            _ => None,
        })
        .collect();
    labels.len() >= 2
        && labels
            .iter()
            .enumerate()
            .all(|(at, label)| !labels[..at].contains(label))
}

/// As many of the words as stay short.
fn first_words(text: &str) -> String {
    let cut: String = text.chars().take(24).collect();
    match cut.rsplit_once(' ') {
        Some((words, _)) if cut.len() < text.len() => words.to_owned(),
        _ => cut,
    }
}

/// Names that differ from each other, from the sets there are and from the variables.
fn name(found: &mut [Found], data: &Dataset) {
    let mut taken: Vec<String> = data
        .codebook
        .sets
        .iter()
        .map(|set| set.name.clone())
        .collect();
    for found in found {
        let set = &mut found.set;
        let base = match set.name.as_str() {
            "" => set
                .items
                .first()
                .map(|item| first_words(item))
                .unwrap_or_default(),
            stem => stem.to_owned(),
        };
        let mut name = base.clone();
        let mut number = 2;
        while taken.contains(&name) {
            name = format!("{base}_{number}");
            number += 1;
        }
        taken.push(name.clone());
        set.name = name;
    }
}
