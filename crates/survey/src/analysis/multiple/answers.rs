//! The possible answers of a question that takes several, and which of them a row gives, however variables hold them.

use super::super::run::{Run, find_set};
use super::super::{Multiple, MultipleLayout};
use crate::codebook::{Set, SetKind, Variable};
use crate::coded::{Coded, MAX_CATEGORIES};
use crate::dataset::Dataset;
use crate::finding::{Answer, Category, Item};
use crate::{Error, Value, order};

/// The possible answers and where they stand.
pub(crate) enum Answers<'a> {
    /// A variable for each of them.
    Dichotomies(Vec<Dichotomy<'a>>),
    /// Variables whose cells hold them.
    Cells {
        /// The answers in the order of the codebook, unlabelled ones after them by size.
        answers: Vec<Category>,
        /// The variables.
        cells: Vec<Cells<'a>>,
    },
}

/// A possible answer with a variable of its own.
pub(crate) struct Dichotomy<'a> {
    answer: Answer,
    coded: Coded<'a>,
    /// The slot that says "mentioned", where one does.
    mentioned: Option<usize>,
}

/// A variable whose cells hold answers.
pub(crate) struct Cells<'a> {
    coded: Coded<'a>,
    /// The answers of each slot, by their place; none of slot 0.
    of_slot: Vec<Vec<usize>>,
}

/// How the variables hold the answers, settled.
enum Layout {
    Dichotomies(Value),
    Categories,
    Separated(String),
}

impl Layout {
    /// As the analysis has it, else as a set of the codebook that holds all the variables, else as their values look.
    fn of(spec: &Multiple, run: &Run<'_>) -> Result<Self, Error> {
        let exclude = |first: &str, second: &str| {
            Err(Error::NotTogether {
                kind: "multiple".to_owned(),
                first: first.to_owned(),
                second: second.to_owned(),
            })
        };
        if let Some(separator) = &spec.separator {
            if spec.layout == Some(MultipleLayout::Dichotomies) {
                return exclude("layout: dichotomies", "separator");
            }
            if spec.mentioned.is_some() {
                return exclude("mentioned", "separator");
            }
            // nothing between answers is nothing to part them by
            if separator.is_empty() {
                return Ok(Self::Categories);
            }
            return Ok(Self::Separated(separator.clone()));
        }
        let set = find_set(run.data, &spec.items, |kind| {
            !matches!(kind, SetKind::Battery | SetKind::Ranking)
        });
        let said = match (spec.layout, set.map(|set| set.kind)) {
            (None, _) if spec.mentioned.is_some() => MultipleLayout::Dichotomies,
            (None, Some(SetKind::Separated { separator })) => {
                return Ok(Self::Separated(separator.to_string()));
            }
            (None, Some(SetKind::Categories)) => MultipleLayout::Categories,
            (None, None) if hold_codes(spec, run)? => MultipleLayout::Categories,
            (layout, _) => layout.unwrap_or(MultipleLayout::Dichotomies),
        };
        match said {
            MultipleLayout::Categories if spec.mentioned.is_some() => {
                exclude("layout: categories", "mentioned")
            }
            MultipleLayout::Categories => Ok(Self::Categories),
            MultipleLayout::Dichotomies => {
                let counted = set.and_then(|set| set.counted.clone());
                let one = || Value::Number(1.0);
                let mentioned = spec.mentioned.clone().or(counted);
                Ok(Self::Dichotomies(mentioned.unwrap_or_else(one)))
            }
        }
    }
}

/// Whether two variables or more hold more than two different answers: what was mentioned, not whether.
fn hold_codes(spec: &Multiple, run: &Run<'_>) -> Result<bool, Error> {
    let mut several = 0;
    for name in &spec.items {
        let coded = run.coded(name)?;
        let counts = coded.counts(run.data.rows());
        several += usize::from(counts[1..].iter().filter(|count| **count > 0).count() > 2);
    }
    Ok(several > 1)
}

impl<'a> Answers<'a> {
    /// The answers an analysis is about.
    pub(super) fn of(spec: &Multiple, run: &Run<'a>) -> Result<Self, Error> {
        match Layout::of(spec, run)? {
            Layout::Dichotomies(mentioned) => dichotomies(spec, run, &mentioned),
            Layout::Categories => cells(&spec.items, run.data, None),
            Layout::Separated(separator) => cells(&spec.items, run.data, Some(&separator)),
        }
    }

    /// The answers of a set whose variables hold them; nothing of other sets, and of those with too many answers.
    pub(crate) fn of_set(data: &'a Dataset, set: &Set) -> Option<Self> {
        let found = match set.kind {
            SetKind::Categories => cells(&set.items, data, None),
            SetKind::Separated { separator } => {
                cells(&set.items, data, Some(&separator.to_string()))
            }
            SetKind::Battery | SetKind::Multiple | SetKind::Ranking => return None,
        };
        found.ok()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Dichotomies(all) => all.len(),
            Self::Cells { answers, .. } => answers.len(),
        }
    }

    /// The answer at a place.
    pub(crate) fn answer(&self, place: usize) -> Option<Answer> {
        match self {
            Self::Dichotomies(all) => all.get(place).map(|dichotomy| dichotomy.answer.clone()),
            Self::Cells { answers, .. } => answers.get(place).map(|category| Answer {
                name: None,
                value: Some(category.value.clone()),
                label: category.label.clone(),
                placeholder: false,
            }),
        }
    }

    /// The variables whose cells hold the answers; none where every answer has its own.
    pub(super) fn variables(&self, spec: &Multiple, run: &Run<'_>) -> Result<Vec<Item>, Error> {
        match self {
            Self::Dichotomies(_) => Ok(Vec::new()),
            Self::Cells { .. } => spec.items.iter().map(|name| run.item(name)).collect(),
        }
    }

    /// The place of the answer of that name: of its variable, or the answer itself.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        match self {
            Self::Dichotomies(all) => all
                .iter()
                .position(|dichotomy| dichotomy.answer.name.as_deref() == Some(name)),
            Self::Cells { answers, .. } => answers
                .iter()
                .position(|category| category.value.to_string() == name),
        }
    }

    /// Whether a row answered the question at all, be it that it mentioned nothing.
    pub(crate) fn is_answered(&self, row: usize) -> bool {
        match self {
            Self::Dichotomies(all) => all.iter().any(|dichotomy| dichotomy.coded.slot(row) > 0),
            Self::Cells { cells, .. } => cells.iter().any(|cells| !cells.of(row).is_empty()),
        }
    }

    /// The answers of a row in place of what `given` held; one that was given twice stands there twice.
    pub(crate) fn given(&self, row: usize, given: &mut Vec<usize>) {
        given.clear();
        match self {
            Self::Dichotomies(all) => {
                for (place, dichotomy) in all.iter().enumerate() {
                    if dichotomy.mentioned == Some(dichotomy.coded.slot(row)) {
                        given.push(place);
                    }
                }
            }
            Self::Cells { cells, .. } => {
                for cells in cells {
                    given.extend_from_slice(cells.of(row));
                }
            }
        }
    }
}

impl Cells<'_> {
    fn of(&self, row: usize) -> &[usize] {
        &self.of_slot[self.coded.slot(row)]
    }
}

fn dichotomies<'a>(
    spec: &Multiple,
    run: &Run<'a>,
    mentioned: &Value,
) -> Result<Answers<'a>, Error> {
    let mut all = Vec::with_capacity(spec.items.len());
    for name in &spec.items {
        let coded = run.coded(name)?;
        let (variable, _) = run.find(name)?;
        let slot = coded.mentioned(mentioned);
        let item = run.item(name)?;
        // a ticked box without a label says itself what it stands for
        let itself = slot
            .map(|slot| &coded.categories[slot - 1])
            .filter(|category| {
                variable.label.is_empty() && matches!(category.value, Value::Text(_))
            });
        all.push(Dichotomy {
            answer: Answer {
                name: Some(item.name),
                value: None,
                label: itself.map_or(item.label, |category| category.label.clone()),
                placeholder: item.placeholder,
            },
            mentioned: slot,
            coded,
        });
    }
    if all.iter().all(|dichotomy| dichotomy.mentioned.is_none()) {
        let first = all.first().map(|dichotomy| &dichotomy.coded.categories);
        return Err(Error::UnknownValue {
            variable: spec.items.join(", "),
            value: mentioned.clone(),
            known: first
                .into_iter()
                .flatten()
                .map(|category| category.value.clone())
                .collect(),
        });
    }
    Ok(Answers::Dichotomies(all))
}

/// Variables whose cells hold one answer each, or several with a separator between them.
fn cells<'a>(
    items: &[String],
    data: &'a Dataset,
    separator: Option<&str>,
) -> Result<Answers<'a>, Error> {
    let mut known = Known::default();
    for name in items {
        let (variable, _) = data.find(name)?;
        let values = variable.values.iter().map(|labelled| &labelled.value);
        for value in values.filter(|value| !variable.is_missing(value)) {
            known.place(variable, value);
        }
    }
    let labelled = known.answers.len();
    let mut all = Vec::with_capacity(items.len());
    for name in items {
        let (variable, column) = data.find(name)?;
        let coded = match separator {
            Some(_) => Coded::unlimited(variable, column)?,
            None => Coded::new(variable, column)?,
        };
        let mut of_slot = vec![Vec::new()];
        for category in &coded.categories {
            let values = match separator {
                Some(separator) => parted(variable, &category.value, separator),
                None => vec![category.value.clone()],
            };
            of_slot.push(
                values
                    .iter()
                    .map(|value| known.place(variable, value))
                    .collect(),
            );
            if known.answers.len() > MAX_CATEGORIES {
                return Err(Error::TooManyCategories {
                    variable: items.join(", "),
                    categories: known.answers.len(),
                    limit: MAX_CATEGORIES,
                });
            }
        }
        all.push(Cells { coded, of_slot });
    }
    // labelled answers stand in the order of the codebook, all others by size
    let found = &known.answers;
    let rest = order::indices(found.len() - labelled, &|a, b| {
        let value = |at: usize| &found[labelled + at].value;
        value(a).order(value(b))
    });
    let mut place: Vec<usize> = (0..found.len()).collect();
    for (to, from) in rest.iter().enumerate() {
        place[labelled + from] = labelled + to;
    }
    for places in all.iter_mut().flat_map(|cells| &mut cells.of_slot) {
        for at in places {
            *at = place[*at];
        }
    }
    let mut answers = found[..labelled].to_vec();
    answers.extend(rest.iter().map(|at| found[labelled + at].clone()));
    Ok(Answers::Cells {
        answers,
        cells: all,
    })
}

/// The answers found so far.
#[derive(Default)]
struct Known {
    answers: Vec<Category>,
    /// Each as a text, with its place: by the alphabet, so that an answer is soon found.
    places: Vec<(String, usize)>,
}

impl Known {
    /// The place of an answer, a new one where it was not known.
    fn place(&mut self, variable: &Variable, value: &Value) -> usize {
        let text = value.to_string();
        let found = self.places.binary_search_by(|known| known.0.cmp(&text));
        match found {
            Ok(at) => self.places[at].1,
            Err(at) => {
                let place = self.answers.len();
                self.answers.push(Category {
                    value: value.clone(),
                    label: variable.value_label(value),
                });
                self.places.insert(at, (text, place));
                place
            }
        }
    }
}

/// The answers of a cell: what stands between separators. A code of the codebook is that code, so that it has its label and may
/// count as missing.
fn parted(variable: &Variable, cell: &Value, separator: &str) -> Vec<Value> {
    let cell = cell.to_string();
    let pieces = cell.split(separator).map(str::trim);
    let value = |piece: &str| {
        let text = Value::from(piece);
        let coded = variable.values.iter().map(|known| &known.value);
        let mut coded = coded.chain(variable.missing.iter().map(|missing| &missing.value));
        coded
            .find(|known| known.same(&text) || known.to_string() == piece)
            .cloned()
            .unwrap_or(text)
    };
    pieces
        .filter(|piece| !piece.is_empty())
        .map(value)
        .filter(|value| !variable.is_missing(value))
        .collect()
}
