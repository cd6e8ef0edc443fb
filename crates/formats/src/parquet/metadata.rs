//! What the footer of a file and the headers of its pages say.
//!
//! Structures and field numbers are those of `parquet.thrift` in <https://github.com/apache/parquet-format>.

use super::thrift::{Field, Known, Malformed, Thrift};

/// The footer.
#[derive(Debug, Default)]
pub(super) struct Footer<'a> {
    pub(super) schema: Vec<Element<'a>>,
    pub(super) rows: i64,
    pub(super) groups: Vec<Group<'a>>,
}

/// A node of the schema, in the order of a walk from the root.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    /// Physical type; absent in groups of fields.
    pub(super) physical: Option<i64>,
    pub(super) length: i64,
    /// 0 required, 1 optional, 2 repeated.
    pub(super) repetition: i64,
    pub(super) name: &'a [u8],
    pub(super) children: i64,
    pub(super) converted: Option<i64>,
    pub(super) scale: i64,
    pub(super) logical: Logical,
}

/// The logical type of a column, as far as it matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Logical {
    #[default]
    None,
    Text,
    Decimal {
        scale: i64,
    },
    Date,
    Time {
        unit: Fraction,
    },
    Timestamp {
        unit: Fraction,
    },
    Integer {
        signed: bool,
    },
    Uuid,
    Half,
    List,
    Map,
    /// Something else that is no text and no number.
    Other,
}

/// What a count of time is a fraction of a second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fraction {
    #[default]
    Millisecond,
    Microsecond,
    Nanosecond,
}

/// Rows that stand together.
#[derive(Debug, Default)]
pub(super) struct Group<'a> {
    pub(super) chunks: Vec<Chunk<'a>>,
    pub(super) rows: i64,
}

/// The pages of a column in a group.
#[derive(Debug, Default)]
pub(super) struct Chunk<'a> {
    /// Another file that holds the data.
    pub(super) path: &'a [u8],
    pub(super) encrypted: bool,
    pub(super) codec: i64,
    pub(super) values: i64,
    pub(super) length: i64,
    pub(super) data: i64,
    pub(super) dictionary: Option<i64>,
}

/// The header of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// 0 data, 2 dictionary, 3 data of version 2.
    pub(super) kind: i64,
    pub(super) unpacked: i64,
    pub(super) packed: i64,
    pub(super) checksum: Option<i64>,
    pub(super) values: i64,
    pub(super) encoding: i64,
    /// How definition and repetition levels are encoded (version 1), 3 where there are none.
    pub(super) level_encodings: LevelEncodings,
    /// Bytes of definition and repetition levels (version 2).
    pub(super) definition_length: i64,
    pub(super) repetition_length: i64,
    pub(super) is_packed: bool,
}

/// Encodings of the levels of a page of version 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct LevelEncodings {
    pub(super) definition: i64,
    pub(super) repetition: i64,
}

/// Run lengths, as all files of today have them.
pub(super) const RUNS: i64 = 3;

impl Default for LevelEncodings {
    fn default() -> Self {
        Self {
            definition: RUNS,
            repetition: RUNS,
        }
    }
}

impl<'a> Footer<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut footer = Self::default();
        Thrift::new(bytes).structure(|input, field| match field.number {
            2 => input.list(field, |input| {
                footer.schema.push(Element::read(input)?);
                Ok(())
            }),
            3 => input.whole(field, &mut footer.rows),
            4 => input.list(field, |input| {
                footer.groups.push(Group::read(input)?);
                Ok(())
            }),
            _ => Ok(Known::No),
        })?;
        Ok(footer)
    }
}

impl<'a> Element<'a> {
    fn read(input: &mut Thrift<'a>) -> Result<Self, Malformed> {
        let mut element = Self::default();
        input.structure(|input, field| match field.number {
            1 => input.whole(field, element.physical.insert(0)),
            2 => input.whole(field, &mut element.length),
            3 => input.whole(field, &mut element.repetition),
            4 => input.binary(field, &mut element.name),
            5 => input.whole(field, &mut element.children),
            6 => input.whole(field, element.converted.insert(0)),
            7 => input.whole(field, &mut element.scale),
            10 => {
                input.structure(|input, field| {
                    element.logical.read(input, field)?;
                    Ok(Known::Yes)
                })?;
                Ok(Known::Yes)
            }
            _ => Ok(Known::No),
        })?;
        Ok(element)
    }
}

impl Logical {
    /// A field of the union of logical types, which says by its number which one it is.
    fn read(&mut self, input: &mut Thrift<'_>, field: Field) -> Result<(), Malformed> {
        let (mut scale, mut signed, mut unit) = (0, true, Fraction::default());
        input.structure(|input, inner| match (field.number, inner.number) {
            (5, 1) => input.whole(inner, &mut scale),
            (10, 2) => input.truth(inner, &mut signed),
            (7 | 8, 2) => {
                input.structure(|_, choice| {
                    unit = match choice.number {
                        2 => Fraction::Microsecond,
                        3 => Fraction::Nanosecond,
                        _ => Fraction::Millisecond,
                    };
                    Ok(Known::No)
                })?;
                Ok(Known::Yes)
            }
            _ => Ok(Known::No),
        })?;
        *self = match field.number {
            1 | 4 | 12 => Self::Text,
            2 => Self::Map,
            3 => Self::List,
            5 => Self::Decimal { scale },
            6 => Self::Date,
            7 => Self::Time { unit },
            8 => Self::Timestamp { unit },
            10 => Self::Integer { signed },
            14 => Self::Uuid,
            15 => Self::Half,
            _ => Self::Other,
        };
        Ok(())
    }
}

impl<'a> Group<'a> {
    fn read(input: &mut Thrift<'a>) -> Result<Self, Malformed> {
        let mut group = Self::default();
        input.structure(|input, field| match field.number {
            1 => input.list(field, |input| {
                group.chunks.push(Chunk::read(input)?);
                Ok(())
            }),
            3 => input.whole(field, &mut group.rows),
            _ => Ok(Known::No),
        })?;
        Ok(group)
    }
}

impl<'a> Chunk<'a> {
    fn read(input: &mut Thrift<'a>) -> Result<Self, Malformed> {
        let mut chunk = Self::default();
        let mut described = false;
        input.structure(|input, field| match field.number {
            1 => input.binary(field, &mut chunk.path),
            3 => {
                described = true;
                chunk.describe(input)?;
                Ok(Known::Yes)
            }
            8 | 9 => {
                chunk.encrypted = true;
                Ok(Known::No)
            }
            _ => Ok(Known::No),
        })?;
        if described || chunk.encrypted {
            Ok(chunk)
        } else {
            Err(Malformed)
        }
    }

    fn describe(&mut self, input: &mut Thrift<'a>) -> Result<(), Malformed> {
        input.structure(|input, field| match field.number {
            4 => input.whole(field, &mut self.codec),
            5 => input.whole(field, &mut self.values),
            7 => input.whole(field, &mut self.length),
            9 => input.whole(field, &mut self.data),
            11 => input.whole(field, self.dictionary.insert(0)),
            _ => Ok(Known::No),
        })
    }
}

impl Page {
    /// Reads the header at the start of the bytes.
    pub(super) fn read(input: &mut Thrift<'_>) -> Result<Self, Malformed> {
        let mut page = Self {
            is_packed: true,
            ..Self::default()
        };
        input.structure(|input, field| match field.number {
            1 => input.whole(field, &mut page.kind),
            2 => input.whole(field, &mut page.unpacked),
            3 => input.whole(field, &mut page.packed),
            4 => input.whole(field, page.checksum.insert(0)),
            5 | 7 | 8 => {
                input.structure(|input, inner| match (field.number, inner.number) {
                    (_, 1) => input.whole(inner, &mut page.values),
                    (5 | 7, 2) | (8, 4) => input.whole(inner, &mut page.encoding),
                    (5, 3) => input.whole(inner, &mut page.level_encodings.definition),
                    (5, 4) => input.whole(inner, &mut page.level_encodings.repetition),
                    (8, 5) => input.whole(inner, &mut page.definition_length),
                    (8, 6) => input.whole(inner, &mut page.repetition_length),
                    (8, 7) => input.truth(inner, &mut page.is_packed),
                    _ => Ok(Known::No),
                })?;
                Ok(Known::Yes)
            }
            _ => Ok(Known::No),
        })?;
        Ok(page)
    }
}
