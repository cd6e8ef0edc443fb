//! What can be wrong with a workbook.

use serde::{Deserialize, Serialize};

use crate::archive::{self, listed};

/// Why a workbook cannot be read, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The container is broken.
    Archive(archive::Fault),
    /// Protected with a password.
    Encrypted,
    /// A file of the old binary format ends before its content does.
    Truncated {
        /// Where something should be that is not there.
        offset: u64,
    },
    /// A part of the container is missing.
    NoPart {
        /// The part.
        part: String,
    },
    /// A part is no XML.
    Xml {
        /// The part.
        part: String,
        /// Where it goes wrong.
        offset: u64,
    },
    /// A cell refers to a text that is not among those of the workbook.
    NoText {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: String,
    },
    /// Another document in the same kind of container.
    OtherDocument {
        /// What it is.
        kind: Kind,
    },
    /// The sheet that was asked for is not there.
    NoSheet {
        /// Name or number that was asked for.
        wanted: String,
        /// The sheets there are.
        sheets: Vec<String>,
    },
    /// No sheet has a cell.
    NoCells {
        /// The sheets there are.
        sheets: Vec<String>,
    },
    /// More than can be held.
    TooLarge {
        /// The sheet.
        sheet: String,
    },
    /// More rows are skipped or wanted for the header than there are.
    NoRows {
        /// The sheet.
        sheet: String,
        /// Rows it has.
        rows: u32,
    },
}

/// Documents that stand in the same containers as workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Word, Writer and the like.
    Text,
    /// PowerPoint, Impress and the like.
    Slides,
    /// Excel's binary workbook.
    Xlsb,
    /// Excel before version 5.
    OldExcel,
    /// A container of the old Office without a workbook.
    OldOffice,
}

impl Fault {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Archive(fault) => fault.english(),
            Self::Encrypted => "the workbook is encrypted (password protected): open it in Excel or LibreOffice with its password and save it without one".to_owned(),
            Self::Truncated { offset } => format!(
                "the workbook is truncated or damaged: what should stand at byte {offset} is not there. Copy or download it again"
            ),
            Self::NoPart { part } => format!(
                "the workbook is damaged: its part `{part}` is missing. Open it in Excel or LibreOffice and save it again"
            ),
            Self::Xml { part, offset } => format!(
                "the workbook is damaged: `{part}` is no XML from byte {offset} on. Open it in Excel or LibreOffice and save it again"
            ),
            Self::NoText { sheet, cell } => format!(
                "the workbook is damaged: the text of cell {cell} on sheet `{sheet}` is missing. Open it in Excel or LibreOffice, check that cell and save it again"
            ),
            Self::OtherDocument { kind } => match kind {
                Kind::Text => "this is a text document, not a workbook: copy its table into a workbook".to_owned(),
                Kind::Slides => "this is a presentation, not a workbook: copy its table into a workbook".to_owned(),
                Kind::Xlsb => "this is a binary workbook (XLSB): open it in Excel and save it as XLSX".to_owned(),
                Kind::OldExcel => "this is a workbook of Excel 4 or older: open it in Excel or LibreOffice and save it as XLSX".to_owned(),
                Kind::OldOffice => "this is a document of the old Office, but no workbook: open it in its program and save the table as XLSX or CSV".to_owned(),
            },
            Self::NoSheet { wanted, sheets } => format!(
                "there is no sheet `{wanted}`; the sheets are: {}",
                listed(sheets)
            ),
            Self::NoCells { sheets } => format!(
                "no sheet has a cell with content (sheets: {}): export the data again",
                listed(sheets)
            ),
            Self::TooLarge { sheet } => format!(
                "sheet `{sheet}`: declares more cells than fit into memory, or cells beyond the limits of a sheet: delete what is empty around the table, or save it as CSV"
            ),
            Self::NoRows { sheet, rows: 0 } => {
                format!("sheet `{sheet}` is empty: choose another one")
            }
            Self::NoRows { sheet, rows } => format!(
                "sheet `{sheet}` has {rows} rows; no more is left when those of the options `skip` and `header_rows` are taken off: give smaller numbers"
            ),
        }
    }

    pub(crate) fn german(&self) -> String {
        match self {
            Self::Archive(fault) => fault.german(),
            Self::Encrypted => "Die Arbeitsmappe ist verschlüsselt (mit einem Passwort geschützt). Bitte in Excel oder LibreOffice mit dem Passwort öffnen und ohne speichern".to_owned(),
            Self::Truncated { offset } => format!(
                "Die Arbeitsmappe ist abgeschnitten oder beschädigt: Was bei Byte {offset} stehen soll, fehlt. Bitte noch einmal kopieren oder herunterladen"
            ),
            Self::NoPart { part } => format!(
                "Die Arbeitsmappe ist beschädigt: Ihr Teil „{part}“ fehlt. Bitte in Excel oder LibreOffice öffnen und neu speichern"
            ),
            Self::Xml { part, offset } => format!(
                "Die Arbeitsmappe ist beschädigt: „{part}“ ist ab Byte {offset} kein XML. Bitte in Excel oder LibreOffice öffnen und neu speichern"
            ),
            Self::NoText { sheet, cell } => format!(
                "Die Arbeitsmappe ist beschädigt: Der Text der Zelle {cell} auf dem Tabellenblatt „{sheet}“ fehlt. Bitte in Excel oder LibreOffice öffnen, die Zelle prüfen und neu speichern"
            ),
            Self::OtherDocument { kind } => match kind {
                Kind::Text => "Das ist ein Textdokument, keine Arbeitsmappe. Bitte die Tabelle daraus in eine Arbeitsmappe kopieren".to_owned(),
                Kind::Slides => "Das ist eine Präsentation, keine Arbeitsmappe. Bitte die Tabelle daraus in eine Arbeitsmappe kopieren".to_owned(),
                Kind::Xlsb => "Das ist eine binäre Arbeitsmappe (XLSB). Bitte in Excel öffnen und als XLSX speichern".to_owned(),
                Kind::OldExcel => "Das ist eine Arbeitsmappe von Excel 4 oder älter. Bitte in Excel oder LibreOffice öffnen und als XLSX speichern".to_owned(),
                Kind::OldOffice => "Das ist ein Dokument des alten Office, aber keine Arbeitsmappe. Bitte im zugehörigen Programm öffnen und die Tabelle als XLSX oder CSV speichern".to_owned(),
            },
            Self::NoSheet { wanted, sheets } => format!(
                "Das Tabellenblatt „{wanted}“ gibt es nicht; die Blätter heißen: {}",
                listed(sheets)
            ),
            Self::NoCells { sheets } => format!(
                "Kein Tabellenblatt enthält eine Zelle mit Inhalt (Blätter: {}). Bitte die Daten noch einmal exportieren",
                listed(sheets)
            ),
            Self::TooLarge { sheet } => format!(
                "Das Tabellenblatt „{sheet}“ kündigt mehr Zellen an, als in den Speicher passen, oder Zellen außerhalb der Grenzen eines Blatts. Bitte Leeres um die Tabelle löschen oder als CSV speichern"
            ),
            Self::NoRows { sheet, rows: 0 } => {
                format!("Das Tabellenblatt „{sheet}“ ist leer. Bitte ein anderes wählen")
            }
            Self::NoRows { sheet, rows } => format!(
                "Das Tabellenblatt „{sheet}“ hat {rows} Zeilen; ohne die der Optionen „skip“ und „header_rows“ bleibt keine. Bitte kleinere Zahlen angeben"
            ),
        }
    }
}
