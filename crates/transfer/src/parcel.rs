//! A file that was read, cut up for travel: a head of bytes, then the answers column by column in buffers of their own, each
//! of one kind of number. A browser hands buffers from thread to thread as they are, so that answers are copied out of the
//! memory of one module and into that of another, and nowhere else.

use befund_survey::codebook::Codebook;
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset, Numbers, Texts, Written};
use befund_survey::packed::Packed;
use befund_survey::{FileRead, HowRead, Remark, Text, Value};

use crate::plain::{bytes, value};
use crate::{plain_enum, plain_struct};

/// Answers that leave, in the memory of their dataset.
#[derive(Debug, Clone, PartialEq)]
pub enum Part<'a> {
    /// Codes up to 255, texts, reasons.
    Bytes(&'a [u8]),
    /// Codes up to 65,535.
    Shorts(&'a [u16]),
    /// Where texts end.
    Ends(&'a [usize]),
    /// Numbers.
    Doubles(&'a [f64]),
}

/// Answers that arrive.
#[derive(Debug, Clone, PartialEq)]
pub enum Buffer {
    /// Codes up to 255, texts, reasons.
    Bytes(Vec<u8>),
    /// Codes up to 65,535.
    Shorts(Vec<u16>),
    /// Where texts end.
    Ends(Vec<usize>),
    /// Numbers.
    Doubles(Vec<f64>),
}

/// Everything but the answers.
struct Head {
    id: String,
    file: String,
    title: Text,
    unit: Text,
    frequency: Option<String>,
    codebook: Codebook,
    columns: Vec<ColumnHead>,
    remarks: Vec<Remark>,
    how: HowRead,
}

/// What a column is, besides its buffers.
enum ColumnHead {
    /// One buffer of bytes or shorts; `packed` into bytes where memory is scarce.
    Codes {
        dictionary: Vec<Value>,
        exactly: Exactly,
        rests: Vec<f64>,
        packed: bool,
    },
    /// One buffer of doubles, one of their rests where there are any, one of reasons where there are any.
    Numbers { exactly: Exactly, reasons: bool },
    /// One buffer of bytes, one of ends.
    Texts {},
}

/// What numbers are exactly, without their rests.
enum Exactly {
    Binary {},
    Decimals { places: u8 },
    Rests {},
}

plain_struct!(Head {
    id,
    file,
    title,
    unit,
    frequency,
    codebook,
    columns,
    remarks,
    how
});
plain_enum!(ColumnHead {
    0 Codes { dictionary, exactly, rests, packed }
    1 Numbers { exactly, reasons }
    2 Texts {}
});
plain_enum!(Exactly {
    0 Binary {}
    1 Decimals { places }
    2 Rests {}
});

impl Exactly {
    fn of(written: &Written) -> (Self, &[f64]) {
        match written {
            Written::Binary => (Self::Binary {}, &[]),
            Written::Decimals(places) => (Self::Decimals { places: *places }, &[]),
            Written::Rests(rests) => (Self::Rests {}, rests),
        }
    }

    fn with(self, rests: impl FnOnce() -> Option<Vec<f64>>) -> Option<Written> {
        Some(match self {
            Self::Binary {} => Written::Binary,
            Self::Decimals { places } => Written::Decimals(places),
            Self::Rests {} => Written::Rests(rests()?),
        })
    }
}

/// The head of a dataset with what is to be said about how it was read.
pub fn head(data: &Dataset, remarks: &[Remark], how: &HowRead) -> Vec<u8> {
    let column = |column: &Column| match column {
        Column::Codes(codes) => {
            let (exactly, rests) = Exactly::of(codes.written());
            ColumnHead::Codes {
                dictionary: codes.dictionary().to_vec(),
                exactly,
                rests: rests.to_vec(),
                packed: codes.as_packed().is_some(),
            }
        }
        Column::Numbers(numbers) => ColumnHead::Numbers {
            exactly: Exactly::of(numbers.written()).0,
            reasons: !numbers.reasons().is_empty(),
        },
        Column::Texts(_) => ColumnHead::Texts {},
    };
    bytes(&Head {
        id: data.id.clone(),
        file: data.file.clone(),
        title: data.title.clone(),
        unit: data.unit.clone(),
        frequency: data.frequency.clone(),
        codebook: data.codebook.clone(),
        columns: data.columns().iter().map(column).collect(),
        remarks: remarks.to_vec(),
        how: how.clone(),
    })
}

/// Sends the answers, one buffer after the other.
pub fn send(data: &Dataset, to: &mut dyn FnMut(Part<'_>)) {
    for column in data.columns() {
        match column {
            Column::Codes(codes) => match codes.as_packed() {
                Some(packed) => to(Part::Bytes(&packed.to_bytes())),
                None => to(match &*codes.store() {
                    CodeStore::U8(codes) => Part::Bytes(codes),
                    CodeStore::U16(codes) => Part::Shorts(codes),
                }),
            },
            Column::Numbers(numbers) => {
                to(Part::Doubles(numbers.values()));
                if let Written::Rests(rests) = numbers.written() {
                    to(Part::Doubles(rests));
                }
                if !numbers.reasons().is_empty() {
                    to(Part::Bytes(numbers.reasons()));
                }
            }
            Column::Texts(texts) => {
                to(Part::Bytes(texts.buffer().as_bytes()));
                to(Part::Ends(texts.ends()));
            }
        }
    }
}

/// What was read, from its head and the buffers that follow; `None` where they do not belong together. Buffers are asked for
/// one at a time, so that each can be let go where it came from before the next one comes.
pub fn receive(head: &[u8], next: &mut dyn FnMut() -> Option<Buffer>) -> Option<FileRead> {
    let head: Head = value(head)?;
    let mut columns = Vec::new();
    for column in head.columns {
        columns.push(match column {
            ColumnHead::Codes {
                dictionary,
                exactly,
                rests,
                packed,
            } => {
                let codes = match next()? {
                    Buffer::Bytes(codes) if packed => {
                        Codes::packed(Packed::from_bytes(&codes)?, dictionary)
                    }
                    Buffer::Bytes(codes) => Codes::new(CodeStore::U8(codes), dictionary),
                    Buffer::Shorts(codes) => Codes::new(CodeStore::U16(codes), dictionary),
                    Buffer::Ends(_) | Buffer::Doubles(_) => return None,
                };
                let written = exactly.with(|| Some(rests))?;
                Column::Codes(codes.with_written(written))
            }
            ColumnHead::Numbers { exactly, reasons } => {
                let values = doubles(next()?)?;
                let written = exactly.with(|| doubles(next()?))?;
                let numbers = Numbers::new(values, written);
                Column::Numbers(if reasons {
                    numbers.with_reasons(single(next()?)?)
                } else {
                    numbers
                })
            }
            ColumnHead::Texts {} => {
                let buffer = String::from_utf8(single(next()?)?).ok()?;
                let Buffer::Ends(ends) = next()? else {
                    return None;
                };
                Column::Texts(Texts::new(buffer, ends)?)
            }
        });
    }
    let mut dataset = Dataset::new(head.id, head.file, head.codebook, columns)?;
    dataset.title = head.title;
    dataset.unit = head.unit;
    dataset.frequency = head.frequency;
    Some(FileRead {
        dataset,
        remarks: head.remarks,
        how: head.how,
    })
}

fn doubles(buffer: Buffer) -> Option<Vec<f64>> {
    match buffer {
        Buffer::Doubles(doubles) => Some(doubles),
        _ => None,
    }
}

fn single(buffer: Buffer) -> Option<Vec<u8>> {
    match buffer {
        Buffer::Bytes(bytes) => Some(bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_survey::ReadOptions;
    use befund_survey::codebook::{Level, Origin, Role, RoleKind, Variable};
    use befund_survey::packed::Last;

    fn arrived(part: Part<'_>) -> Buffer {
        match part {
            Part::Bytes(bytes) => Buffer::Bytes(bytes.to_vec()),
            Part::Shorts(shorts) => Buffer::Shorts(shorts.to_vec()),
            Part::Ends(ends) => Buffer::Ends(ends.to_vec()),
            Part::Doubles(doubles) => Buffer::Doubles(doubles.to_vec()),
        }
    }

    fn read() -> FileRead {
        let names = ["small", "wide", "plain", "long", "lettered", "open"];
        let variables = names.map(|name| Variable::new(name, Level::Scale, Origin::Given));
        let mut texts = Texts::default();
        for text in ["grün", "", "\u{1F600}"] {
            texts.push(text);
        }
        let columns = vec![
            Column::Codes(
                Codes::new(CodeStore::U8(vec![1, 0, 2]), vec!["a".into(), 0.1.into()])
                    .with_written(Written::Rests(vec![0.0, 1e-20])),
            ),
            Column::Codes(Codes::new(CodeStore::U16(vec![1, 1, 0]), vec!["b".into()])),
            Column::Numbers(Numbers::new(vec![0.5, 1.25, 3.0], Written::Decimals(2))),
            Column::Numbers(Numbers::new(
                vec![0.5, 1.25, 3.0],
                Written::Rests(vec![0.0, 1e-18, 0.0]),
            )),
            Column::Numbers(
                Numbers::from(vec![1.0, f64::INFINITY, 2.0]).with_reasons(vec![0, 0, 0]),
            ),
            Column::Texts(texts),
        ];
        let codebook = Codebook {
            variables: variables.to_vec(),
            sets: Vec::new(),
            roles: vec![Role {
                kind: RoleKind::Weight,
                variable: "plain".to_owned(),
                origin: Origin::Overruled,
            }],
        };
        let mut dataset =
            Dataset::new("d".to_owned(), "d.csv".to_owned(), codebook, columns).expect("it fits");
        dataset.unit = Text::both("Ämter", "offices");
        dataset.frequency = Some("small".to_owned());
        FileRead {
            dataset,
            remarks: vec![Remark {
                text: "odd".into(),
                is_warning: true,
            }],
            how: HowRead {
                options: ReadOptions {
                    separator: Some(';'),
                    skip: Some(2),
                    ..ReadOptions::default()
                },
                sheets: vec!["Daten".to_owned()],
                members: vec!["a/b.csv".to_owned()],
            },
        }
    }

    #[test]
    fn a_dataset_arrives_as_it_left() {
        let read = read();
        let mut buffers = Vec::new();
        send(&read.dataset, &mut |part| buffers.push(arrived(part)));
        let mut arriving = buffers.clone().into_iter();
        let head = head(&read.dataset, &read.remarks, &read.how);
        assert_eq!(receive(&head, &mut || arriving.next()), Some(read));
        assert_eq!(arriving.next(), None);

        // a buffer too few, or one in another's place
        let mut arriving = buffers[..buffers.len() - 1].iter().cloned();
        assert_eq!(receive(&head, &mut || arriving.next()), None);
        let mut arriving = buffers.iter().rev().cloned();
        assert_eq!(receive(&head, &mut || arriving.next()), None);
        for end in 0..head.len() {
            let mut arriving = buffers.iter().cloned();
            assert_eq!(receive(&head[..end], &mut || arriving.next()), None);
        }
    }

    #[test]
    fn packed_codes_arrive_as_plain_ones() {
        let mut read = read();
        let dataset = |codes| {
            let variable = Variable::new("x", Level::Scale, Origin::Given);
            let codebook = Codebook {
                variables: vec![variable],
                ..Codebook::default()
            };
            let columns = vec![Column::Codes(codes)];
            Dataset::new("d".to_owned(), "d.csv".to_owned(), codebook, columns).expect("it fits")
        };
        let codes = vec![1u8, 0, 2, 2, 1];
        let mut packed = Packed::default();
        packed.push(&codes, Last::Yes);
        let words = || vec!["a".into(), "b".into()];
        read.dataset = dataset(Codes::packed(packed, words()));
        let mut buffers = Vec::new();
        send(&read.dataset, &mut |part| buffers.push(arrived(part)));
        let head = head(&read.dataset, &read.remarks, &read.how);
        let mut arriving = buffers.into_iter();
        let arrived = receive(&head, &mut || arriving.next()).expect("it arrives");
        assert_eq!(
            arrived.dataset,
            dataset(Codes::new(CodeStore::U8(codes), words()))
        );
        let Column::Codes(codes) = &arrived.dataset.columns()[0] else {
            panic!("no codes")
        };
        assert!(codes.as_packed().is_some());
    }

    #[test]
    fn lettered_reasons_arrive() {
        let mut read = read();
        let numbers = Numbers::from(vec![1.0, f64::NAN, f64::NAN]).with_reasons(vec![0, b'a', 0]);
        let variable = Variable::new("x", Level::Scale, Origin::Given);
        let codebook = Codebook {
            variables: vec![variable],
            ..Codebook::default()
        };
        let columns = vec![Column::Numbers(numbers)];
        read.dataset =
            Dataset::new("d".to_owned(), "d".to_owned(), codebook, columns).expect("it fits");
        let mut buffers = Vec::new();
        send(&read.dataset, &mut |part| buffers.push(arrived(part)));
        let mut arriving = buffers.into_iter();
        let head = head(&read.dataset, &read.remarks, &read.how);
        let arrived = receive(&head, &mut || arriving.next()).expect("it arrives");
        assert_eq!(arrived.dataset.columns()[0].value(1), Some(".a".into()));
        assert_eq!(arrived.dataset.columns()[0].value(2), None);
    }
}
