//! The columns of a file, from the tree of its schema.

use befund_survey::codebook::Temporal;

use super::fault::{Fault, Structure};
use super::metadata::{Element, Fraction, Logical};
use super::values::Physical;

const DAMAGED: Fault = Fault::Damaged(Structure::Schema);
/// Groups of fields within groups go no deeper in any real file.
const MAX_DEPTH: usize = 64;
const OPTIONAL: i64 = 1;
const REPEATED: i64 = 2;

/// A column: a leaf of the tree.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Names from the root down, with dots between them.
    pub(super) name: String,
    pub(super) physical: Physical,
    pub(super) kind: Kind,
    /// The definition level of a value; smaller ones say what is missing.
    pub(super) definition: u32,
    /// How many lists it is in.
    pub(super) repetition: u32,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Numbers as they are stored, and truth values as 0 and 1.
    Number,
    Unsigned32,
    Unsigned64,
    /// Floating point in two bytes.
    Half,
    /// Whole numbers of so many decimal places.
    Decimal(u32),
    Date,
    Moment(Fraction),
    /// Nanoseconds of the day and a Julian day.
    Moment96,
    TimeOfDay(Fraction),
    Text,
    Uuid,
    /// Bytes that may be a text.
    Bytes,
}

impl Kind {
    /// What the codebook says about its numbers.
    pub(super) fn temporal(self) -> Option<Temporal> {
        match self {
            Self::Date => Some(Temporal::Date),
            Self::Moment(_) | Self::Moment96 => Some(Temporal::DateTime),
            Self::TimeOfDay(_) => Some(Temporal::Time),
            _ => None,
        }
    }

    fn of(element: &Element<'_>, physical: Physical) -> Self {
        let decimal = |scale: i64| Self::Decimal(u32::try_from(scale).unwrap_or(0));
        match (element.logical, element.converted, physical) {
            (Logical::Half, _, Physical::Fixed(2)) => Self::Half,
            (Logical::Uuid, _, Physical::Fixed(16)) => Self::Uuid,
            (_, _, Physical::Int96) => Self::Moment96,
            (Logical::Decimal { scale }, _, _) => decimal(scale),
            (_, Some(5), _) => decimal(element.scale),
            (Logical::Date, _, Physical::Int32) | (_, Some(6), Physical::Int32) => Self::Date,
            (Logical::Time { unit }, _, Physical::Int32 | Physical::Int64) => Self::TimeOfDay(unit),
            (Logical::Timestamp { unit }, _, Physical::Int64) => Self::Moment(unit),
            (_, Some(7), Physical::Int32) => Self::TimeOfDay(Fraction::Millisecond),
            (_, Some(8), Physical::Int64) => Self::TimeOfDay(Fraction::Microsecond),
            (_, Some(9), Physical::Int64) => Self::Moment(Fraction::Millisecond),
            (_, Some(10), Physical::Int64) => Self::Moment(Fraction::Microsecond),
            (Logical::Integer { signed: false }, _, Physical::Int32)
            | (_, Some(11..=13), Physical::Int32) => Self::Unsigned32,
            (Logical::Integer { signed: false }, _, Physical::Int64)
            | (_, Some(14), Physical::Int64) => Self::Unsigned64,
            (Logical::Text, _, Physical::Bytes) | (_, Some(0 | 4 | 19), Physical::Bytes) => {
                Self::Text
            }
            (_, _, Physical::Bytes | Physical::Fixed(_)) => Self::Bytes,
            _ => Self::Number,
        }
    }
}

/// The columns in the order of the file.
pub(super) fn leaves(schema: &[Element<'_>]) -> Result<Vec<Leaf>, Fault> {
    let Some((root, elements)) = schema.split_first() else {
        return Err(DAMAGED);
    };
    let mut walk = Walk {
        elements,
        leaves: Vec::new(),
    };
    let top = Above {
        name: String::new(),
        list: false,
        definition: 0,
        repetition: 0,
        depth: 0,
    };
    for _ in 0..root.children {
        walk.node(&top)?;
    }
    if walk.leaves.is_empty() {
        return Err(Fault::NoColumns);
    }
    Ok(walk.leaves)
}

struct Walk<'a, 'b> {
    /// What was not visited yet.
    elements: &'b [Element<'a>],
    leaves: Vec<Leaf>,
}

/// What is known above a node.
struct Above {
    name: String,
    /// Names below a list say no more than that it is one.
    list: bool,
    definition: u32,
    repetition: u32,
    depth: usize,
}

impl Walk<'_, '_> {
    fn node(&mut self, above: &Above) -> Result<(), Fault> {
        let (element, rest) = self.elements.split_first().ok_or(DAMAGED)?;
        self.elements = rest;
        if above.depth == MAX_DEPTH {
            return Err(DAMAGED);
        }
        let own = String::from_utf8_lossy(element.name);
        let name = if above.list {
            above.name.clone()
        } else if above.name.is_empty() {
            own.into_owned()
        } else {
            format!("{}.{own}", above.name)
        };
        let definition =
            above.definition + u32::from(matches!(element.repetition, OPTIONAL | REPEATED));
        let repetition = above.repetition + u32::from(element.repetition == REPEATED);
        let Some(physical) = element.physical else {
            // in `answers.list.element` only the first name is one
            let of_list = element.logical == Logical::List || element.converted == Some(3);
            let of_map =
                element.logical == Logical::Map || matches!(element.converted, Some(1 | 2));
            let middle = element.repetition == REPEATED && above.list;
            let below = Above {
                name,
                list: of_list || of_map || middle && element.children == 1,
                definition,
                repetition,
                depth: above.depth + 1,
            };
            for _ in 0..element.children {
                self.node(&below)?;
            }
            return Ok(());
        };
        let physical = Physical::of(physical, element.length).ok_or(DAMAGED)?;
        self.leaves.push(Leaf {
            name,
            physical,
            kind: Kind::of(element, physical),
            definition,
            repetition,
        });
        Ok(())
    }
}
