//! What a file says about its variables, before the rows.

use super::fault::{Damage, Fault, Part};
use super::release::Release;
use super::source::{ByteOrder, Source, until_zero};
use super::storage::Storage;

/// Everything before the rows. Texts are bytes, because the encoding is not known yet.
pub(super) struct Dictionary<'a> {
    pub(super) release: Release,
    /// Label of the data.
    pub(super) title: &'a [u8],
    /// Rows that the header announces.
    pub(super) rows: u64,
    pub(super) variables: Vec<Record<'a>>,
    pub(super) characteristics: Vec<Characteristic<'a>>,
}

/// A variable.
pub(super) struct Record<'a> {
    pub(super) storage: Storage,
    pub(super) name: &'a [u8],
    /// How Stata shows its values: `%9.0g`, `%td`.
    pub(super) format: &'a [u8],
    /// Name of its table of value labels.
    pub(super) labels: &'a [u8],
    pub(super) label: &'a [u8],
}

/// A setting that is kept with a variable, or with the data (`_dta`).
pub(super) struct Characteristic<'a> {
    pub(super) owner: &'a [u8],
    pub(super) name: &'a [u8],
    pub(super) contents: &'a [u8],
}

/// The start of files with tags.
pub(super) const TAGGED: &[u8] = b"<stata_dta>";
/// Bytes of the table of offsets, which is not needed: the parts follow one another.
const MAP: usize = 14 * 8;

impl<'a> Dictionary<'a> {
    /// Reads up to the first row, and sets the byte order.
    pub(super) fn read(source: &mut Source<'a>) -> Result<Self, Damage> {
        if source.rest().starts_with(TAGGED) {
            tagged(source)
        } else {
            fixed(source)
        }
    }

    /// Bytes of a row.
    pub(super) fn row_width(&self) -> usize {
        // widths are below 2,046 and each variable has bytes of its own in the file
        let widths = self.variables.iter().map(|record| record.storage.width());
        widths.sum()
    }
}

/// The layout of releases 102 to 115: fields of fixed width, one after the other.
fn fixed<'a>(source: &mut Source<'a>) -> Result<Dictionary<'a>, Damage> {
    let start = source.take(4)?;
    let release = Release::fixed(start[0]).ok_or(Damage {
        offset: 0,
        fault: Fault::Release(start[0].to_string()),
    })?;
    source.order = match start[1] {
        1 => ByteOrder::Big,
        2 => ByteOrder::Little,
        0 if release.number() == 102 => ByteOrder::Little,
        _ => {
            return Err(Damage {
                offset: 1,
                fault: Fault::ByteOrder,
            });
        }
    };
    let variables = source.length(2)?;
    let rows = source.number(release.rows_width())?;
    let title = until_zero(source.take(release.label_width())?);
    if release.has_time_stamp() {
        source.take(18)?;
    }
    source.part = Part::Variables;
    let types = source.take(variables)?;
    let types = types
        .iter()
        .map(|byte| (u16::from(*byte), Storage::fixed(*byte, release)));
    let types = storages(source, types)?;
    let names = source.take(variables * release.name_width())?;
    source.take(2 * (variables + 1))?;
    let formats = source.take(variables * release.format_width())?;
    let labels = source.take(variables * release.name_width())?;
    let texts = source.take(variables * release.label_width())?;
    let variables = records(release, types, [names, formats, labels, texts]);
    source.part = Part::Characteristics;
    let mut characteristics = Vec::new();
    if let Some(width) = release.expansion_width() {
        loop {
            let kind = source.number(1)?;
            let length = source.length(width)?;
            if kind == 0 && length == 0 {
                break;
            }
            let contents = source.take(length)?;
            if kind == 1 {
                characteristics.extend(characteristic(contents, release));
            }
        }
    }
    Ok(Dictionary {
        release,
        title,
        rows,
        variables,
        characteristics,
    })
}

/// The layout of releases from 117 on: the parts stand between tags.
fn tagged<'a>(source: &mut Source<'a>) -> Result<Dictionary<'a>, Damage> {
    source.tag("<stata_dta><header><release>")?;
    let digits = source.take(3)?;
    let release = Release::tagged(digits).ok_or_else(|| Damage {
        offset: source.at - 3,
        fault: Fault::Release(String::from_utf8_lossy(digits).into_owned()),
    })?;
    source.tag("</release><byteorder>")?;
    source.order = match source.take(3)? {
        b"MSF" => ByteOrder::Big,
        b"LSF" => ByteOrder::Little,
        _ => {
            return Err(Damage {
                offset: source.at - 3,
                fault: Fault::ByteOrder,
            });
        }
    };
    source.tag("</byteorder><K>")?;
    let count_width = if release.is_wide() { 4 } else { 2 };
    let variables = source.length(count_width)?;
    source.tag("</K><N>")?;
    let rows = source.number(release.rows_width())?;
    source.tag("</N><label>")?;
    let title = source.length(if release.is_unicode() { 2 } else { 1 })?;
    let title = until_zero(source.take(title)?);
    source.tag("</label><timestamp>")?;
    let stamp = source.length(1)?;
    source.take(stamp)?;
    source.tag("</timestamp></header><map>")?;
    source.take(MAP)?;
    source.part = Part::Variables;
    source.tag("</map><variable_types>")?;
    // so many bytes for each variable; what is beyond all memory is not there
    let wide = |width: usize| variables.saturating_mul(width);
    let types = source.take(wide(2))?;
    let order = source.order;
    let types = types.chunks_exact(2).map(|bytes| {
        // two bytes
        let code = order.unsigned(bytes) as u16;
        (code, Storage::tagged(code))
    });
    let types = storages(source, types)?;
    source.tag("</variable_types><varnames>")?;
    let names = source.take(wide(release.name_width()))?;
    source.tag("</varnames><sortlist>")?;
    source.take(variables.saturating_add(1).saturating_mul(count_width))?;
    source.tag("</sortlist><formats>")?;
    let formats = source.take(wide(release.format_width()))?;
    source.tag("</formats><value_label_names>")?;
    let labels = source.take(wide(release.name_width()))?;
    source.tag("</value_label_names><variable_labels>")?;
    let texts = source.take(wide(release.label_width()))?;
    source.tag("</variable_labels>")?;
    let variables = records(release, types, [names, formats, labels, texts]);
    source.part = Part::Characteristics;
    source.tag("<characteristics>")?;
    let mut characteristics = Vec::new();
    while source.skip(b"<ch>") {
        let length = source.length(4)?;
        characteristics.extend(characteristic(source.take(length)?, release));
        source.tag("</ch>")?;
    }
    source.tag("</characteristics>")?;
    source.part = Part::Data;
    source.tag("<data>")?;
    Ok(Dictionary {
        release,
        title,
        rows,
        variables,
        characteristics,
    })
}

/// The types of all variables, from codes and what they mean.
fn storages(
    source: &Source<'_>,
    types: impl Iterator<Item = (u16, Option<Storage>)>,
) -> Result<Vec<Storage>, Damage> {
    let storage = |(index, (code, storage)): (usize, (u16, Option<Storage>))| {
        storage.ok_or_else(|| {
            source.damage(Fault::Type {
                variable: index + 1,
                code,
            })
        })
    };
    let types: Vec<Storage> = types.enumerate().map(storage).collect::<Result<_, _>>()?;
    if types.is_empty() {
        return Err(source.damage(Fault::NoVariables));
    }
    Ok(types)
}

/// The variables from the arrays of their fields: names, formats, names of value labels, labels.
fn records<'a>(release: Release, types: Vec<Storage>, fields: [&'a [u8]; 4]) -> Vec<Record<'a>> {
    let [names, formats, labels, texts] = fields;
    let mut names = names.chunks_exact(release.name_width()).map(until_zero);
    let mut formats = formats.chunks_exact(release.format_width()).map(until_zero);
    let mut labels = labels.chunks_exact(release.name_width()).map(until_zero);
    let mut texts = texts.chunks_exact(release.label_width()).map(until_zero);
    let record = |storage| Record {
        storage,
        name: names.next().unwrap_or_default(),
        format: formats.next().unwrap_or_default(),
        labels: labels.next().unwrap_or_default(),
        label: texts.next().unwrap_or_default(),
    };
    types.into_iter().map(record).collect()
}

fn characteristic(field: &[u8], release: Release) -> Option<Characteristic<'_>> {
    let (owner, rest) = field.split_at_checked(release.name_width())?;
    let (name, contents) = rest.split_at_checked(release.name_width())?;
    Some(Characteristic {
        owner: until_zero(owner),
        name: until_zero(name),
        contents: until_zero(contents),
    })
}
