//! What the dictionary says of the variables, its words decoded.

use std::collections::{HashMap, HashSet};

use befund_survey::codebook::{Level, MissingRange, Role, RoleKind, Set, SetKind};
use befund_survey::{Text, Value};

use super::bytes::trimmed;
use super::charset::Charset;
use super::codebook::{Declared, Labels};
use super::dictionary::{Dictionary, RawVariable};
use super::extension::Extensions;
use super::layout::Place;
use super::{Fault, Flaw, MAX_LABELS, sets};
use crate::ReadingNote;
use crate::csv::names;

/// A scale of a battery has at most so many points.
const MAX_SCALE: usize = 100;

/// What the dictionary says of the variables.
pub(super) struct Meaning<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) extensions: &'a Extensions,
    pub(super) places: &'a [Place],
    pub(super) charset: Charset,
    /// Subtypes of records of which something could not be read; 3 for value labels.
    pub(super) damaged: Vec<i32>,
}

impl Meaning<'_> {
    fn record(&self, place: &Place) -> &RawVariable {
        &self.dictionary.variables[place.record]
    }

    /// The variables without their answers, in the order of the file.
    pub(super) fn declared(&mut self, notes: &mut Vec<ReadingNote>) -> Result<Vec<Declared>, Flaw> {
        let long: HashMap<Vec<u8>, &[u8]> = self
            .extensions
            .long_names
            .iter()
            .map(|pair| (pair.key.to_ascii_uppercase(), pair.value.as_slice()))
            .collect();
        let written: Vec<String> = self
            .places
            .iter()
            .map(|place| {
                let short = &self.record(place).name;
                let name = long.get(&short.to_ascii_uppercase()).copied();
                self.charset.words(name.unwrap_or(short))
            })
            .collect();
        let names = names(&written, notes);
        let by_name: HashMap<&str, usize> = names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.as_str(), at))
            .collect();
        let mut labels = self.labels(&by_name)?;
        let mut missing = self.missing(&by_name);
        let levels = self.levels();
        let declared = self.places.iter().zip(names.iter().cloned()).enumerate();
        let declared = declared.map(|(at, (place, name))| {
            let variable = self.record(place);
            Declared {
                name,
                label: self.charset.words(&variable.label),
                format: variable.format,
                labels: std::mem::take(&mut labels[at]).into_values(),
                missing: std::mem::take(&mut missing[at]),
                ranges: self.range(variable.range).into_iter().collect(),
                level: levels.get(at).copied().flatten(),
            }
        });
        Ok(declared.collect())
    }

    /// A stored value of eight bytes of this variable.
    fn value(&self, variable: &RawVariable, bytes: [u8; 8]) -> Option<Value> {
        if variable.width == 0 {
            let number = self.dictionary.order.double(bytes);
            let is_answer = number.is_finite() && number != self.extensions.system_missing;
            return is_answer.then_some(Value::Number(number));
        }
        self.text(&bytes[..variable.width.min(8)])
    }

    fn text(&self, bytes: &[u8]) -> Option<Value> {
        let text = self.charset.decode(trimmed(bytes)).text;
        (!text.is_empty()).then(|| Value::Text(text.into_owned()))
    }

    /// Labels of the values of each variable.
    fn labels(&mut self, by_name: &HashMap<&str, usize>) -> Result<Vec<Labels>, Flaw> {
        let slots: HashMap<usize, usize> = self
            .places
            .iter()
            .enumerate()
            .map(|(at, place)| (place.offset / 8, at))
            .collect();
        let mut room = MAX_LABELS;
        let mut take = |count: usize| {
            room = room.checked_sub(count).ok_or(Flaw {
                offset: self.dictionary.end as u64,
                fault: Fault::Labels,
            })?;
            Ok(())
        };
        let mut all = vec![Labels::default(); self.places.len()];
        let mut damaged = Vec::new();
        for set in &self.dictionary.labels {
            for slot in &set.slots {
                let slot = usize::try_from(*slot)
                    .ok()
                    .and_then(|slot| slot.checked_sub(1));
                let Some(at) = slot.and_then(|slot| slots.get(&slot).copied()) else {
                    damaged.push(3);
                    continue;
                };
                take(set.labels.len())?;
                let variable = self.record(&self.places[at]);
                for label in &set.labels {
                    if let Some(value) = self.value(variable, label.value) {
                        all[at].add(value, self.charset.words(&label.label));
                    }
                }
            }
        }
        for set in &self.extensions.long_labels {
            let name = self.charset.words(&set.name);
            let Some(at) = by_name.get(name.as_str()) else {
                damaged.push(21);
                continue;
            };
            take(set.labels.len())?;
            for pair in &set.labels {
                if let Some(value) = self.text(&pair.key) {
                    all[*at].add(value, self.charset.words(&pair.value));
                }
            }
        }
        self.damaged.extend(damaged);
        Ok(all)
    }

    /// Single missing values of each variable.
    fn missing(&mut self, by_name: &HashMap<&str, usize>) -> Vec<Vec<Value>> {
        let single = |place: &Place| {
            let variable = self.record(place);
            let values = variable.missing.iter();
            values
                .filter_map(|value| self.value(variable, *value))
                .collect()
        };
        let mut all: Vec<Vec<Value>> = self.places.iter().map(single).collect();
        let mut damaged = Vec::new();
        for missing in &self.extensions.long_missing {
            let name = self.charset.words(&missing.name);
            match by_name.get(name.as_str()) {
                Some(at) => {
                    let values = missing.values.iter();
                    all[*at].extend(values.filter_map(|value| self.text(value)));
                }
                None => damaged.push(22),
            }
        }
        self.damaged.extend(damaged);
        all
    }

    /// The range of numbers that count as missing. One with an end that is no number would leave no answer, and is left out.
    fn range(&mut self, range: Option<[f64; 2]>) -> Option<MissingRange> {
        let [from, to] = range?;
        if from.is_nan() || to.is_nan() || from == f64::INFINITY || to == f64::NEG_INFINITY {
            self.damaged.push(2);
            return None;
        }
        let lowest = self.extensions.lowest.max((-f64::MAX).next_up());
        let highest = self.extensions.highest.min(f64::MAX);
        Some(MissingRange {
            from: (from > lowest).then_some(from),
            to: (to < highest).then_some(to),
        })
    }

    /// The level of each variable that has one.
    fn levels(&mut self) -> Vec<Option<Level>> {
        let (display, variables) = (&self.extensions.display, self.dictionary.variables.len());
        let each = match display.len() {
            0 => return Vec::new(),
            // of older files with the segments of very long strings, or without
            length if length == 3 * variables || length == 3 * self.places.len() => 3,
            length if length == 2 * variables || length == 2 * self.places.len() => 2,
            _ => {
                self.damaged.push(11);
                return Vec::new();
            }
        };
        let is_by_record = display.len() == each * variables;
        let level = |(at, place): (usize, &Place)| {
            let at = if is_by_record { place.record } else { at };
            match display.get(at * each) {
                Some(1) => Some(Level::Nominal),
                Some(2) => Some(Level::Ordinal),
                Some(3) => Some(Level::Scale),
                _ => None,
            }
        };
        self.places.iter().enumerate().map(level).collect()
    }

    /// Where a variable is, by its short name and by its name, in lower case.
    pub(super) fn by_short_name(&self, declared: &[Declared]) -> HashMap<String, usize> {
        let names = declared.iter().enumerate();
        let names = names.map(|(at, declared)| (declared.name.to_lowercase(), at));
        let shorts = self.places.iter().enumerate().map(|(at, place)| {
            let short = self.charset.words(&self.record(place).name);
            (short.to_lowercase(), at)
        });
        // the short one counts where both exist
        names.chain(shorts).collect()
    }

    pub(super) fn response_sets(
        &mut self,
        declared: &[Declared],
        shorts: &HashMap<String, usize>,
    ) -> Vec<Set> {
        let mut found: Vec<Set> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        for text in &self.extensions.response_sets {
            let (raw, is_damaged) = sets::response_sets(text);
            if is_damaged {
                self.damaged.push(7);
            }
            for raw in raw {
                let items: Vec<usize> = raw
                    .items
                    .iter()
                    .filter_map(|item| shorts.get(&self.charset.words(item).to_lowercase()))
                    .copied()
                    .collect();
                if items.len() < raw.items.len() {
                    self.damaged.push(7);
                }
                let name = self.charset.words(&raw.name);
                let Some(first) = items.first() else {
                    continue;
                };
                let counted = raw.counted.as_deref().and_then(|value| {
                    let text = self.text(value)?;
                    if self.places[*first].width > 0 {
                        return Some(text);
                    }
                    text.to_string().trim().parse().ok().map(Value::Number)
                });
                // a set of the older record comes again in the newer one
                if !known.insert(name.clone()) {
                    continue;
                }
                found.push(Set {
                    name,
                    kind: if raw.counted.is_some() {
                        SetKind::Multiple
                    } else {
                        SetKind::Categories
                    },
                    label: Text::Plain(self.charset.words(&raw.label)),
                    items: items.iter().map(|at| declared[*at].name.clone()).collect(),
                    counted,
                    origin: Default::default(),
                });
            }
        }
        found
    }

    /// Variable sets whose variables are answered on one scale. The others only arrange the lists of a program.
    pub(super) fn batteries(&self, declared: &[Declared], known: &[Set]) -> Vec<Set> {
        let by_name: HashMap<String, usize> = declared
            .iter()
            .enumerate()
            .map(|(at, declared)| (declared.name.to_lowercase(), at))
            .collect();
        let texts = self.extensions.variable_sets.iter();
        let raw = texts.flat_map(|text| sets::variable_sets(text));
        let mut found: Vec<Set> = Vec::new();
        let mut known: HashSet<String> = known.iter().map(|set| set.name.clone()).collect();
        for raw in raw {
            let find = |item: &Vec<u8>| by_name.get(&self.charset.words(item).to_lowercase());
            let items: Option<Vec<&Declared>> = raw
                .items
                .iter()
                .map(|item| find(item).map(|at| &declared[*at]))
                .collect();
            let Some([first, rest @ ..]) = items.as_deref() else {
                continue;
            };
            let is_scale = (3..=MAX_SCALE).contains(&first.labels.len())
                && !rest.is_empty()
                && rest.iter().all(|item| item.labels == first.labels);
            let name = self.charset.words(&raw.name);
            if is_scale && known.insert(name.clone()) {
                let items = items.iter().flatten();
                found.push(Set {
                    label: Text::Plain(name.clone()),
                    name,
                    kind: SetKind::Battery,
                    items: items.map(|item| item.name.clone()).collect(),
                    counted: None,
                    origin: Default::default(),
                });
            }
        }
        found
    }

    /// The weight, and the variable that splits the file into groups.
    pub(super) fn roles(&self, declared: &[Declared]) -> Vec<Role> {
        let mut roles = Vec::new();
        let slot = usize::try_from(self.dictionary.header.weight).unwrap_or(0);
        let mut weights = self.places.iter().zip(declared);
        if let Some((_, weight)) = weights.find(|(place, _)| place.offset / 8 + 1 == slot) {
            roles.push(Role {
                kind: RoleKind::Weight,
                variable: weight.name.clone(),
                origin: Default::default(),
            });
        }
        let attributes = self.extensions.attributes.iter();
        let mut given = attributes.flat_map(|text| sets::attribute(text, b"$@Role"));
        if let Some(split) = given.find(|pair| pair.value == b"5") {
            let name = self.charset.words(&split.key);
            let mut names = declared.iter().map(|declared| &declared.name);
            if let Some(variable) = names.find(|known| known.eq_ignore_ascii_case(&name)) {
                roles.push(Role {
                    kind: RoleKind::Group,
                    variable: variable.clone(),
                    origin: Default::default(),
                });
            }
        }
        roles
    }
}
