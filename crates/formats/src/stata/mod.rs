//! Stata datasets (DTA), releases 102 (Stata 1) to 121 (Stata 18), in both byte orders.
//!
//! Up to release 115 a file is a header, descriptions of the variables in fields of fixed width, the rows, the value labels. From
//! 117 on the same parts stand between tags, with texts of any length behind the rows. See Stata's `help dta`, `help dta_115`
//! and so on back to `help dta_103`.
//!
//! Days and moments become those of the codebook, missing values with a letter become the texts ".a" to ".z", listed as
//! missing with their labels.

mod codepage;
mod dictionary;
mod display;
mod fault;
mod labels;
mod long_texts;
mod note;
mod release;
mod source;
mod storage;
mod variable;

pub use fault::{Fault, Part};
pub use note::Note;

use befund_survey::codebook::{Codebook, Origin, Role, RoleKind};
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, Text};

use crate::csv::{names, stem};
use crate::{Error, Reading, ReadingNote};
use codepage::{Decoder, Evidence};
use dictionary::{Characteristic, Dictionary};
use encoding_rs::Encoding;
use fault::Damage;
use labels::{Table, Tagged};
use long_texts::LongTexts;
use source::{ByteOrder, Source};
use storage::Storage;
use variable::{Rows, Variables};

/// Whether a file begins as Stata's do.
pub(crate) fn is_dta(head: &[u8]) -> bool {
    head.starts_with(dictionary::TAGGED)
        || matches!(head, [0x66, 0..=2, 1, ..] | [0x67..=0x73, 1 | 2, 1, ..])
}

/// Reads a whole file.
pub(crate) fn read(file: &str, bytes: &[u8], options: &ReadOptions) -> Result<Reading, Error> {
    Contents::read(bytes, options)
        .and_then(|contents| contents.reading(file))
        .map_err(|damage| Error::Stata {
            file: file.to_owned(),
            offset: damage.offset as u64,
            fault: damage.fault,
        })
}

/// The parts of a file.
struct Contents<'a> {
    dictionary: Dictionary<'a>,
    rows: Rows<'a>,
    texts: LongTexts<'a>,
    tables: Vec<Table<'a>>,
    decoder: Decoder,
    order: ByteOrder,
    notes: Vec<Note>,
}

impl<'a> Contents<'a> {
    fn read(bytes: &'a [u8], options: &ReadOptions) -> Result<Self, Damage> {
        let mut source = Source::new(bytes);
        let codepage = options.encoding.as_deref().map(|name| {
            Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| Damage {
                offset: 0,
                fault: Fault::Encoding(name.to_owned()),
            })
        });
        let codepage = codepage.transpose()?;
        let dictionary = Dictionary::read(&mut source)?;
        let tagged = if bytes.starts_with(dictionary::TAGGED) {
            Tagged::Yes
        } else {
            Tagged::No
        };
        let rows = rows(&mut source, &dictionary)?;
        let mut texts = LongTexts::default();
        if tagged == Tagged::Yes {
            source.tag("</data>")?;
            texts = LongTexts::read(&mut source, dictionary.release)?;
        }
        let (mut tables, mut notes) = (Vec::new(), Vec::new());
        let damage = labels::tables(&mut source, dictionary.release, tagged, &mut tables);
        if let Err(damage) = damage {
            notes.push(Note::Damaged {
                part: source.part,
                offset: damage.offset as u64,
            });
        }
        let codepage = codepage.unwrap_or_else(|| {
            let mut evidence = Evidence::default();
            look(&dictionary, &rows, &texts, &tables, &mut evidence);
            evidence.codepage(dictionary.release.is_unicode())
        });
        Ok(Self {
            dictionary,
            rows,
            texts,
            tables,
            decoder: Decoder::new(codepage),
            order: source.order,
            notes,
        })
    }

    fn reading(mut self, file: &str) -> Result<Reading, Damage> {
        let mut notes = Vec::new();
        let header: Vec<String> = self
            .dictionary
            .variables
            .iter()
            .map(|record| self.decoder.text(record.name).into_owned())
            .collect();
        let names = names(&header, &mut notes);
        let found = Variables::of(&self, &names)?;
        let title = Text::from(self.decoder.text(self.dictionary.title).trim());
        let codebook = Codebook {
            roles: roles(&self.dictionary.characteristics, &self.decoder, &names),
            variables: found.variables,
            sets: Vec::new(),
        };
        let layout = Note::Layout {
            release: self.dictionary.release.number(),
            order: match self.order {
                ByteOrder::Big => "MSF",
                ByteOrder::Little => "LSF",
            }
            .to_owned(),
            encoding: self.decoder.codepage.name().to_owned(),
        };
        if self.decoder.strays() > 0 {
            self.notes.push(Note::Strays(self.decoder.strays()));
        }
        let own = std::iter::once(layout).chain(self.notes).chain(found.notes);
        notes.splice(0..0, own.map(|note| ReadingNote::Stata { detail: note }));
        let dataset = Dataset::new(stem(file), file.to_owned(), codebook, found.columns);
        // all columns have the rows of the file; without columns there are no variables
        let mut dataset = dataset.ok_or(Damage {
            offset: 0,
            fault: Fault::NoVariables,
        })?;
        dataset.title = title;
        Ok(Reading { dataset, notes })
    }
}

/// The rows, all of which have to be there.
fn rows<'a>(source: &mut Source<'a>, dictionary: &Dictionary<'a>) -> Result<Rows<'a>, Damage> {
    source.part = Part::Data;
    let width = dictionary.row_width();
    if width == 0 {
        return Err(source.damage(Fault::NoVariables));
    }
    let found = (source.rest().len() / width) as u64;
    let announced = dictionary.rows;
    if found < announced {
        return Err(Damage {
            offset: source.at + source.rest().len(),
            fault: Fault::Rows { announced, found },
        });
    }
    // no more than there are bytes
    let cells = source.take(announced as usize * width)?;
    Ok(Rows { cells, width })
}

/// Shows all texts of a file to whoever finds out their encoding.
fn look(
    dictionary: &Dictionary<'_>,
    rows: &Rows<'_>,
    texts: &LongTexts<'_>,
    tables: &[Table<'_>],
    evidence: &mut Evidence,
) {
    evidence.look(dictionary.title);
    let mut offset = 0;
    for record in &dictionary.variables {
        evidence.look(record.name);
        evidence.look(record.label);
        if let Storage::Text(width) = record.storage {
            rows.cells(offset, width)
                .for_each(|cell| evidence.look(source::until_zero(cell)));
        }
        offset += record.storage.width();
    }
    texts.texts().for_each(|text| evidence.look(text));
    for table in tables {
        table
            .entries
            .iter()
            .for_each(|entry| evidence.look(entry.label));
    }
}

/// What variables are for, as `svyset` and `xtset` keep it with the data.
fn roles(characteristics: &[Characteristic<'_>], decoder: &Decoder, names: &[String]) -> Vec<Role> {
    let kinds: [(&[u8], RoleKind); 6] = [
        (b"_svy_wvar", RoleKind::Weight),
        (b"_svy_strata1", RoleKind::Strata),
        (b"_svy_su1", RoleKind::Clusters),
        (b"iis", RoleKind::Case),
        (b"_TSpanel", RoleKind::Case),
        (b"_TStvar", RoleKind::Wave),
    ];
    let mut roles: Vec<Role> = Vec::new();
    for (key, kind) in kinds {
        let of_data = |found: &&Characteristic<'_>| found.owner == b"_dta" && found.name == key;
        let Some(found) = characteristics.iter().find(of_data) else {
            continue;
        };
        let variable = decoder.text(found.contents).into_owned();
        if names.contains(&variable) && !roles.iter().any(|role| role.kind == kind) {
            roles.push(Role {
                kind,
                variable,
                origin: Origin::Given,
            });
        }
    }
    roles
}
