//! Tables of value labels.

use super::fault::{Damage, Part};
use super::release::Release;
use super::source::{Source, until_zero};
use super::storage::{Cell, long_cell};

/// A table: which words stand for which numbers.
pub(super) struct Table<'a> {
    pub(super) name: &'a [u8],
    pub(super) entries: Vec<Entry<'a>>,
}

/// A value and its words.
pub(super) struct Entry<'a> {
    pub(super) value: Cell,
    pub(super) label: &'a [u8],
}

/// All tables up to the end of the file or of their part; what is read before damage is kept.
pub(super) fn tables<'a>(
    source: &mut Source<'a>,
    release: Release,
    tagged: Tagged,
    tables: &mut Vec<Table<'a>>,
) -> Result<(), Damage> {
    source.part = Part::ValueLabels;
    match tagged {
        Tagged::Yes => {
            source.tag("<value_labels>")?;
            while source.skip(b"<lbl>") {
                tables.push(table(source, release)?);
                source.tag("</lbl>")?;
            }
            source.tag("</value_labels>")
        }
        Tagged::No => {
            // some programs pad the end of the file with zeros
            while source.rest().iter().any(|byte| *byte != 0) {
                tables.push(if release.has_short_labels() {
                    short_table(source, release)?
                } else {
                    table(source, release)?
                });
            }
            Ok(())
        }
    }
}

/// Whether parts stand between tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tagged {
    Yes,
    No,
}

/// Length, name, number of entries, length of the text, offsets, values, text.
fn table<'a>(source: &mut Source<'a>, release: Release) -> Result<Table<'a>, Damage> {
    source.take(4)?;
    let name = until_zero(source.take(release.name_width())?);
    source.take(3)?;
    let count = source.length(4)?;
    let text = source.length(4)?;
    let offsets = source.take(count.saturating_mul(4))?;
    let values = source.take(count.saturating_mul(4))?;
    let text = source.take(text)?;
    let order = source.order;
    let entry = |(offset, value): (&[u8], &[u8])| {
        let offset = order.unsigned(offset) as usize;
        Some(Entry {
            value: long_cell(order.long(value), release),
            label: until_zero(text.get(offset..)?),
        })
    };
    let entries = offsets.chunks_exact(4).zip(values.chunks_exact(4));
    Ok(Table {
        name,
        entries: entries.filter_map(entry).collect(),
    })
}

/// The tables of releases up to 105: labels of eight bytes.
fn short_table<'a>(source: &mut Source<'a>, release: Release) -> Result<Table<'a>, Damage> {
    let count = source.length(2)?;
    let name = until_zero(source.take(release.name_width())?);
    source.take(1)?;
    let values = source.take(2 * count)?;
    let labels = source.take(8 * count)?;
    let order = source.order;
    let entry = |(value, label): (&[u8], &'a [u8])| Entry {
        // two bytes
        value: Cell::Number(f64::from(order.unsigned(value) as u16 as i16)),
        label: until_zero(label),
    };
    let entries = values.chunks_exact(2).zip(labels.chunks_exact(8));
    Ok(Table {
        name,
        entries: entries.map(entry).collect(),
    })
}
