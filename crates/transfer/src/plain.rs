//! Values as bytes and back.
//!
//! Numbers stand in little-endian order, a text or a list has its length before it, what may be absent has a mark before
//! it. The page so needs no reader of JSON.

use befund_survey::analysis::Progress;
use befund_survey::codebook::{
    Codebook, DateOrder, Level, MissingRange, Origin, Reason, Role, RoleKind, Set, SetKind,
    Temporal, UserMissing, ValueLabel, Variable,
};
use befund_survey::describe::{DatasetOverview, Description, VariableDescription};
use befund_survey::finding::{Category, CategoryCount};
use befund_survey::study::VariableSpec;
use befund_survey::{HowRead, Language, ReadOptions, Remark, Text, Value};

/// A value that crosses as bytes.
pub trait Plain: Sized {
    /// Writes the value behind what was written.
    fn put(&self, to: &mut Vec<u8>);
    /// Reads a value off the front; nothing where the bytes are no such value.
    fn take(from: &mut &[u8]) -> Option<Self>;
}

/// The bytes of a value.
pub fn bytes(value: &impl Plain) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.put(&mut bytes);
    bytes
}

/// The value of these bytes, all of them.
pub fn value<T: Plain>(mut bytes: &[u8]) -> Option<T> {
    let value = T::take(&mut bytes)?;
    bytes.is_empty().then_some(value)
}

/// A struct crosses field by field.
#[macro_export]
macro_rules! plain_struct {
    ($type:ty { $($field:ident),* $(,)? }) => {
        impl $crate::Plain for $type {
            fn put(&self, to: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($crate::Plain::put($field, to);)*
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::Plain::take(from)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}

/// A choice crosses as a number of its own and then field by field: `0 Nothing 1 Some { field } 2 Other(content)`.
#[macro_export]
macro_rules! plain_enum {
    ($type:ty { $($code:literal $name:ident $({ $($field:ident),* })? $(($content:ident))?)* }) => {
        impl $crate::Plain for $type {
            fn put(&self, to: &mut Vec<u8>) {
                match self {
                    $(Self::$name $({ $($field),* })? $(($content))? => {
                        to.push($code);
                        $($($crate::Plain::put($field, to);)*)?
                        $($crate::Plain::put($content, to);)?
                    })*
                }
            }
            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(match <u8 as $crate::Plain>::take(from)? {
                    $($code => {
                        $($(let $field = $crate::Plain::take(from)?;)*)?
                        $(let $content = $crate::Plain::take(from)?;)?
                        Self::$name $({ $($field),* })? $(($content))?
                    })*
                    _ => return None,
                })
            }
        }
    };
}

/// So many bytes off the front.
fn cut<'a>(from: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (head, rest) = from.split_at_checked(length)?;
    *from = rest;
    Some(head)
}

impl Plain for u8 {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(*self);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(cut(from, 1)?[0])
    }
}

impl Plain for u64 {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.to_le_bytes());
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(Self::from_le_bytes(cut(from, 8)?.try_into().ok()?))
    }
}

impl Plain for u32 {
    fn put(&self, to: &mut Vec<u8>) {
        u64::from(*self).put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        u64::take(from)?.try_into().ok()
    }
}

impl Plain for usize {
    fn put(&self, to: &mut Vec<u8>) {
        (*self as u64).put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        u64::take(from)?.try_into().ok()
    }
}

impl Plain for f64 {
    fn put(&self, to: &mut Vec<u8>) {
        self.to_bits().put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        u64::take(from).map(Self::from_bits)
    }
}

impl Plain for char {
    fn put(&self, to: &mut Vec<u8>) {
        u32::from(*self).put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Self::from_u32(u32::take(from)?)
    }
}

impl Plain for bool {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(u8::take(from)? != 0)
    }
}

impl Plain for String {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        to.extend_from_slice(self.as_bytes());
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let length = usize::take(from)?;
        Self::from_utf8(cut(from, length)?.to_vec()).ok()
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.len().put(to);
        for value in self {
            value.put(to);
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        let length = usize::take(from)?;
        let mut values = Self::new();
        for _ in 0..length {
            values.push(T::take(from)?);
        }
        Some(values)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn put(&self, to: &mut Vec<u8>) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match bool::take(from)? {
            true => Some(T::take(from)?),
            false => None,
        })
    }
}

impl<A: Plain, B: Plain> Plain for (A, B) {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}

impl Plain for Language {
    fn put(&self, to: &mut Vec<u8>) {
        (*self == Self::En).put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::take(from)? {
            Self::En
        } else {
            Self::De
        })
    }
}

impl Plain for Text {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Plain(words) => {
                to.push(0);
                words.put(to);
            }
            Self::Both { de, en } => {
                to.push(1);
                de.put(to);
                en.put(to);
            }
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match bool::take(from)? {
            false => Self::Plain(String::take(from)?),
            true => Self::Both {
                de: String::take(from)?,
                en: String::take(from)?,
            },
        })
    }
}

impl Plain for Value {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Number(number) => {
                to.push(0);
                number.put(to);
            }
            Self::Text(text) => {
                to.push(1);
                text.put(to);
            }
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match bool::take(from)? {
            false => Self::Number(f64::take(from)?),
            true => Self::Text(String::take(from)?),
        })
    }
}

impl Plain for Origin {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Given => to.push(0),
            Self::Overruled => to.push(1),
            Self::Guessed(reason) => {
                to.push(2);
                reason.put(to);
            }
            Self::Derived(how) => {
                to.push(3);
                how.put(to);
            }
        }
    }
    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Self::Given,
            1 => Self::Overruled,
            2 => Self::Guessed(Reason::take(from)?),
            3 => Self::Derived(Text::take(from)?),
            _ => return None,
        })
    }
}

plain_enum!(Reason {
    0 FewTexts { distinct }
    1 FewWholeNumbers { distinct }
    2 TwoValues {}
    3 ManyNumbers { distinct }
    4 ManyTexts { distinct }
    5 AllDifferent {}
    6 Dates {}
    7 Empty {}
    8 AnswerScale { least, most }
    9 NumberRanges {}
    10 CodedTexts {}
    11 LabelledCodes { labels }
    12 OpenAnswers { words }
    13 DatesWritten { order }
    14 NoAnswerWords {}
    15 BeyondScale {}
    16 CommonScale { stem, least, most }
    17 CommonAnswers { stem, answers }
    18 Ticked { stem }
    19 RanksOnce { rows }
    20 SeveralAnswers { rows }
    21 Separated { separator, answers }
    22 NameSays { word }
    23 WeightOfMean { mean }
    24 LabelledScale { labels }
    25 NamesRecords { word, cases, rows }
});
plain_enum!(DateOrder {
    0 YearMonthDay {}
    1 DayMonthYear {}
    2 MonthDayYear {}
});
plain_enum!(Level {
    0 Nominal {}
    1 Ordinal {}
    2 Scale {}
    3 Date {}
    4 Text {}
    5 Identifier {}
});
plain_enum!(RoleKind {
    0 Weight {}
    1 Frequency {}
    2 Strata {}
    3 Clusters {}
    4 Population {}
    5 Case {}
    6 Group {}
    7 Wave {}
});
plain_enum!(SetKind {
    0 Battery {}
    1 Multiple {}
    2 Categories {}
    3 Ranking {}
    4 Separated { separator }
});
plain_enum!(Temporal {
    0 Date {}
    1 DateTime {}
    2 Time {}
});
plain_struct!(MissingRange { from, to });
plain_struct!(Progress { done, total });
plain_struct!(ValueLabel { value, label });
plain_struct!(UserMissing { value, label });
plain_struct!(Variable {
    name,
    label,
    level,
    values,
    missing,
    missing_ranges,
    temporal,
    dates,
    decimals,
    origin,
    values_origin,
    missing_origin,
    placeholder
});
plain_struct!(VariableSpec {
    name,
    label,
    level,
    dates,
    scale,
    values,
    missing,
    missing_ranges,
    placeholder
});
plain_struct!(Category { value, label });
plain_struct!(CategoryCount { category, count });
plain_struct!(VariableDescription {
    variable,
    valid,
    system_missing,
    user_missing,
    distinct,
    counts,
    minimum,
    maximum
});
plain_struct!(Set {
    name,
    kind,
    label,
    items,
    counted,
    origin
});
plain_struct!(Role {
    kind,
    variable,
    origin
});
plain_struct!(Codebook {
    variables,
    sets,
    roles
});
plain_struct!(ReadOptions {
    sheet,
    member,
    encoding,
    separator,
    quote,
    comment,
    decimal,
    thousands,
    skip,
    header_rows
});
plain_struct!(HowRead {
    options,
    sheets,
    members
});
plain_struct!(DatasetOverview {
    id,
    file,
    title,
    unit,
    rows,
    columns,
    how
});
plain_struct!(Remark { text, is_warning });
plain_struct!(Description {
    id,
    file,
    title,
    unit,
    rows,
    columns,
    sets,
    roles
});

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Debug;

    fn crosses<T: Plain + PartialEq + Debug>(sent: T) {
        let bytes = bytes(&sent);
        assert_eq!(value(&bytes), Some(sent));
        for end in 0..bytes.len() {
            assert_eq!(value::<T>(&bytes[..end]), None, "cut at {end}");
        }
    }

    fn variable(origin: Origin, level: Level) -> VariableDescription {
        let category = Category {
            value: Value::Number(-0.1),
            label: Text::both("nie", "never"),
        };
        VariableDescription {
            variable: Variable {
                name: "q1 \u{1F600}".to_owned(),
                label: "".into(),
                level,
                values: vec![ValueLabel {
                    value: "a".into(),
                    label: "b".into(),
                }],
                missing: vec![UserMissing {
                    value: Value::Number(f64::MIN_POSITIVE),
                    label: "c".into(),
                }],
                missing_ranges: vec![MissingRange {
                    from: None,
                    to: Some(-1.0),
                }],
                temporal: Some(Temporal::DateTime),
                dates: Some(DateOrder::DayMonthYear),
                decimals: Some(2),
                origin,
                values_origin: Origin::Guessed(Reason::DatesWritten {
                    order: DateOrder::MonthDayYear,
                }),
                missing_origin: Origin::Overruled,
                placeholder: true,
            },
            valid: u64::MAX,
            system_missing: 1,
            user_missing: 2,
            distinct: 3,
            counts: vec![CategoryCount {
                category,
                count: 1e308,
            }],
            minimum: Some("x".into()),
            maximum: None,
        }
    }

    #[test]
    fn a_description_crosses_unchanged_and_never_in_part() {
        let origins = [
            Origin::Given,
            Origin::Overruled,
            Origin::Derived("a + b".into()),
            Origin::Guessed(Reason::FewTexts { distinct: 3 }),
            Origin::Guessed(Reason::FewWholeNumbers { distinct: 4 }),
            Origin::Guessed(Reason::TwoValues),
            Origin::Guessed(Reason::ManyNumbers { distinct: 5 }),
            Origin::Guessed(Reason::ManyTexts { distinct: 6 }),
            Origin::Guessed(Reason::AllDifferent),
            Origin::Guessed(Reason::Dates),
            Origin::Guessed(Reason::Empty),
            Origin::Guessed(Reason::CommonScale {
                stem: "q".to_owned(),
                least: "nie".to_owned(),
                most: "immer".to_owned(),
            }),
            Origin::Guessed(Reason::Separated {
                separator: ';',
                answers: 7,
            }),
            Origin::Guessed(Reason::WeightOfMean { mean: 0.99 }),
        ];
        let levels = [
            Level::Nominal,
            Level::Ordinal,
            Level::Scale,
            Level::Date,
            Level::Text,
            Level::Identifier,
        ]
        .into_iter()
        .cycle();
        crosses(Description {
            id: "wave1".to_owned(),
            file: "wave1.csv".to_owned(),
            title: Text::both("Welle", "wave"),
            unit: Text::default(),
            rows: 7,
            columns: origins
                .into_iter()
                .zip(levels)
                .map(|(origin, level)| variable(origin, level))
                .collect(),
            sets: vec![Set {
                name: "b".to_owned(),
                kind: SetKind::Ranking,
                label: "l".into(),
                items: vec!["q1".to_owned(), String::new()],
                counted: Some("x".into()),
                origin: Origin::Guessed(Reason::TwoValues),
            }],
            roles: vec![Role {
                kind: RoleKind::Wave,
                variable: "q1".to_owned(),
                origin: Origin::Overruled,
            }],
        });
    }

    #[test]
    fn bytes_of_something_else_are_refused() {
        assert_eq!(value::<Origin>(&[3]), None);
        assert_eq!(value::<Text>(&[0, 1, 0, 0, 0, 0, 0, 0, 0, 0xff]), None);
        assert_eq!(value::<Vec<u64>>(&u64::MAX.to_le_bytes()), None);
        assert_eq!(value::<u8>(&[1, 2]), None, "something is left over");
    }
}
