//! Variables made from others.
//!
//! What can be said as a formula becomes one ([`formula`]) and is evaluated as [`crate::expression`]; the other kinds have a file
//! each. All of them work on the few values of a coded variable before they look at rows. The order in which a study lists its
//! derived variables does not matter: each is made once what it needs is there.

mod bands;
mod coding;
mod column;
mod formula;
mod interaction;
mod read;
mod recode;
mod spec;
mod split;
mod weight;

pub use spec::*;

use crate::codebook::{Level, Origin, Set, ValueLabel, Variable};
use crate::dataset::{Column, Dataset};
use crate::expression::{Expression, Fault, Kind, resolve};
use crate::finding::RakedWeight;
use crate::{Error, Text, Value};

/// What a derivation gives: usually one variable.
struct Made {
    variables: Vec<MadeVariable>,
    sets: Vec<Set>,
    /// How weights were raked, where it is a weight.
    raked: Option<RakedWeight>,
    /// What does not fit, where the rest could be made.
    faults: Vec<Error>,
}

struct MadeVariable {
    variable: Variable,
    column: Column,
}

/// Makes the variables, in place of those that were made before, and says of each that could not be made why.
pub fn derive(specs: &[DerivedSpec], data: &mut Dataset) -> Vec<Error> {
    data.forget_derived();
    let mut errors = Vec::new();
    let mut waiting: Vec<&DerivedSpec> = Vec::new();
    for (index, spec) in specs.iter().enumerate() {
        let taken = data.variable(&spec.name).is_some()
            || specs[..index].iter().any(|other| other.name == spec.name);
        if taken || spec.name.trim().is_empty() {
            let variable = spec.name.clone();
            errors.push(within(spec, Error::NameTaken { variable }));
        } else {
            waiting.push(spec);
        }
    }
    let mut failed: Vec<&DerivedSpec> = Vec::new();
    while !waiting.is_empty() {
        let comes = |name: &String| waiting.iter().any(|spec| spec.makes(name));
        let ready = waiting
            .iter()
            .position(|spec| !spec.needs().iter().any(comes));
        let Some(at) = ready else {
            let names = cycle(&waiting);
            for spec in waiting {
                let names = names.clone();
                errors.push(within(spec, Error::Cycle { names }));
            }
            break;
        };
        let spec = waiting.remove(at);
        let is_unmade = |name: &String| failed.iter().any(|other| other.makes(name));
        let unmade = spec.needs().into_iter().find(is_unmade);
        let made = match unmade {
            Some(variable) => Err(Error::Unmade { variable }),
            None => spec.make(data),
        };
        match made.and_then(|made| add(made, data)) {
            Ok(faults) => {
                if let Derivation::Coding(_) = spec.derivation {
                    data.codings.push(spec.clone());
                }
                errors.extend(faults.into_iter().map(|fault| within(spec, fault)));
            }
            Err(error) => {
                failed.push(spec);
                errors.push(within(spec, error));
            }
        }
    }
    errors
}

/// Adds what was made; what of it does not fit.
fn add(made: Made, data: &mut Dataset) -> Result<Vec<Error>, Error> {
    if let Some(taken) = made
        .variables
        .iter()
        .find(|made| data.variable(&made.variable.name).is_some())
    {
        let variable = taken.variable.name.clone();
        return Err(Error::NameTaken { variable });
    }
    for made in made.variables {
        data.push_derived(made.variable, made.column);
    }
    data.codebook.sets.extend(made.sets);
    data.raked.extend(made.raked);
    Ok(made.faults)
}

fn within(spec: &DerivedSpec, error: Error) -> Error {
    Error::Derived {
        name: spec.name.clone(),
        error: Box::new(error),
    }
}

/// Names that need one another in a circle; every one of the waiting needs another one.
fn cycle(waiting: &[&DerivedSpec]) -> Vec<String> {
    let mut path: Vec<usize> = Vec::new();
    let mut at = 0;
    while !path.contains(&at) {
        path.push(at);
        let needs = waiting[at].needs();
        let next = waiting
            .iter()
            .position(|spec| needs.iter().any(|name| spec.makes(name)));
        at = next.unwrap_or(0);
    }
    let start = path.iter().position(|place| *place == at).unwrap_or(0);
    path[start..]
        .iter()
        .map(|place| waiting[*place].name.clone())
        .collect()
}

impl DerivedSpec {
    /// The variables it is made from.
    pub fn needs(&self) -> Vec<String> {
        match &self.derivation {
            Derivation::Expression(spec) => match Expression::parse(&spec.formula) {
                Ok(formula) => formula.variables().into_iter().map(str::to_owned).collect(),
                // said when it is made
                Err(_) => Vec::new(),
            },
            Derivation::Recode(spec) => vec![spec.of.clone()],
            Derivation::Bands(spec) => vec![spec.of.clone()],
            Derivation::Top(spec) => vec![spec.of.clone()],
            Derivation::Index(spec) => spec.items.clone(),
            Derivation::Interaction(spec) => spec.of.clone(),
            Derivation::Split(spec) => vec![spec.of.clone()],
            Derivation::Change(spec) => vec![spec.from.clone(), spec.to.clone()],
            Derivation::Weight(spec) => {
                let margins = spec.margins.iter().map(|margin| margin.variable.clone());
                margins.chain(spec.base.clone()).collect()
            }
            Derivation::Coding(spec) => vec![spec.of.clone()],
        }
    }

    /// Whether it makes a variable of that name.
    fn makes(&self, name: &str) -> bool {
        let ending = || name.strip_prefix(&self.name)?.strip_prefix('_');
        match &self.derivation {
            Derivation::Split(_) => ending().is_some_and(|end| end.parse::<u32>().is_ok()),
            Derivation::Coding(spec) => ending().is_some_and(|end| {
                let codes = spec.flat();
                codes.iter().any(|(code, _)| code.code == end)
            }),
            _ => self.name == name,
        }
    }

    fn make(&self, data: &Dataset) -> Result<Made, Error> {
        match &self.derivation {
            Derivation::Expression(spec) => formula::expression(self, spec, data),
            Derivation::Top(spec) => formula::top(self, spec, data),
            Derivation::Index(spec) => formula::index(self, spec, data),
            Derivation::Change(spec) => formula::change(self, spec, data),
            Derivation::Recode(spec) => recode::recode(self, spec, data),
            Derivation::Bands(spec) => bands::bands(self, spec, data),
            Derivation::Interaction(spec) => interaction::interaction(self, spec, data),
            Derivation::Split(spec) => split::split(self, spec, data),
            Derivation::Weight(spec) => weight::weight(self, spec, data),
            Derivation::Coding(spec) => coding::coding(self, spec, data),
        }
    }

    /// One variable with what the study says of it, and what follows from its kind where the study says nothing.
    fn variable(&self, column: Column, level: Level, follows: Follows) -> Made {
        let mut variable = Variable::new(
            &self.name,
            self.level.unwrap_or(level),
            Origin::Derived(follows.how),
        );
        variable.label = if self.label.is_empty() {
            follows.label
        } else {
            self.label.clone()
        };
        variable.values = self.values.clone();
        for known in &mut variable.values {
            known.value = column.as_stored(&known.value);
        }
        for value in follows.values {
            let stated = variable
                .values
                .iter()
                .any(|known| known.value == value.value);
            if !stated {
                variable.values.push(value);
            }
        }
        Made {
            variables: vec![MadeVariable { variable, column }],
            sets: Vec::new(),
            raked: None,
            faults: Vec::new(),
        }
    }
}

/// What follows from how a variable is made.
struct Follows {
    /// What it is.
    label: Text,
    /// What its values stand for.
    values: Vec<ValueLabel>,
    /// How it was made.
    how: Text,
}

/// The stored values that are meant, by code or by label.
fn stored(variable: &Variable, column: &Column, given: &[Value]) -> Result<Vec<Value>, Error> {
    let value = |given| resolve(variable, column, given).map_err(|fault| Error::Value { fault });
    given.iter().map(value).collect()
}

/// An error that a variable is no number.
fn no_number(name: &str) -> Error {
    let fault = Fault::Kind {
        part: name.to_owned(),
        found: Kind::Text,
        needed: Kind::Number,
    };
    Error::Value { fault }
}

/// An error about a field, in words.
fn wrong(german: &str, english: &str) -> Error {
    Error::Derivation {
        reason: Text::both(german, english),
    }
}

/// A title with more words, in both languages.
fn told(text: &Text, words: impl Fn(&str) -> String) -> Text {
    match text {
        Text::Plain(text) => Text::Plain(words(text)),
        Text::Both { de, en } => Text::both(words(de), words(en)),
    }
}

fn labelled(value: impl Into<Value>, label: Text) -> ValueLabel {
    ValueLabel {
        value: value.into(),
        label,
    }
}

/// The labels of 0 and 1 where an answer was given or not.
fn mentioned_or_not() -> Vec<ValueLabel> {
    vec![
        labelled(0, Text::both("nicht genannt", "not mentioned")),
        labelled(1, Text::both("genannt", "mentioned")),
    ]
}
