//! What can be wrong with an archive.

use serde::{Deserialize, Serialize};

/// Why an archive cannot be opened, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The list of its files, which stands at the end, is not there.
    Truncated,
    /// Bytes of a part are not what they were when it was packed.
    Damaged {
        /// The part.
        part: String,
    },
    /// A part is encrypted.
    Encrypted {
        /// The part.
        part: String,
    },
    /// A part is packed by a rare method.
    Method {
        /// The part.
        part: String,
        /// Its number.
        method: u16,
    },
    /// Unpacked it would be many times as large as any data.
    Bomb {
        /// The part.
        part: String,
    },
    /// Archives in archives in archives.
    Nested,
    /// There are several files in it.
    Several {
        /// Their names.
        members: Vec<String>,
    },
    /// The file that was asked for is not in it.
    NoMember {
        /// The name that was asked for.
        wanted: String,
        /// The names of those in it.
        members: Vec<String>,
    },
    /// There is no file in it.
    Nothing,
}

impl Fault {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Truncated => "the ZIP archive (or the XLSX or ODS workbook, which is one) is incomplete: its end with the list of contents is missing, the file was truncated. Copy or download it again".to_owned(),
            Self::Damaged { part } => format!(
                "`{part}` in it is damaged (its checksum is wrong, or it ends too early). Copy or download the file again"
            ),
            Self::Encrypted { part } => format!(
                "`{part}` is encrypted with a password. Unpack or save it without a password"
            ),
            Self::Method { part, method } => format!(
                "`{part}` is packed by a rare method (number {method}). Unpack it, or pack it as an ordinary ZIP archive"
            ),
            Self::Bomb { part } => format!(
                "`{part}` would be many times as large as data ever is when it is unpacked, beyond the limit. Unpack it and look what it is"
            ),
            Self::Nested => {
                "there are archives in archives in archives. Unpack them".to_owned()
            }
            Self::Several { members } => format!(
                "the archive holds {} files; say which one is to be read (--member): {}",
                members.len(),
                listed(members)
            ),
            Self::NoMember { wanted, members } => format!(
                "there is no `{wanted}` in the archive; it holds: {}",
                listed(members)
            ),
            Self::Nothing => "the archive holds no file. Export the data again".to_owned(),
        }
    }

    pub(crate) fn german(&self) -> String {
        match self {
            Self::Truncated => "Das ZIP-Archiv (oder die XLSX- oder ODS-Arbeitsmappe, die eines ist) ist unvollständig: Das Ende mit dem Inhaltsverzeichnis fehlt, die Datei wurde abgeschnitten. Bitte noch einmal kopieren oder herunterladen".to_owned(),
            Self::Damaged { part } => format!(
                "„{part}“ darin ist beschädigt (falsche Prüfsumme oder zu kurz). Bitte die Datei noch einmal kopieren oder herunterladen"
            ),
            Self::Encrypted { part } => format!(
                "„{part}“ ist mit einem Passwort verschlüsselt. Bitte ohne Passwort entpacken oder speichern"
            ),
            Self::Method { part, method } => format!(
                "„{part}“ ist mit einem seltenen Verfahren gepackt (Nummer {method}). Bitte entpacken oder als gewöhnliches ZIP-Archiv packen"
            ),
            Self::Bomb { part } => format!(
                "„{part}“ wäre entpackt um ein Vielfaches größer, als Daten es je sind, und überschreitet die Grenze. Bitte entpacken und ansehen, was es ist"
            ),
            Self::Nested => {
                "Archive stecken in Archiven in Archiven. Bitte entpacken".to_owned()
            }
            Self::Several { members } => format!(
                "Das Archiv enthält {} Dateien. Bitte angeben, welche gelesen werden soll (--member): {}",
                members.len(),
                listed(members)
            ),
            Self::NoMember { wanted, members } => format!(
                "„{wanted}“ gibt es im Archiv nicht; darin sind: {}",
                listed(members)
            ),
            Self::Nothing => {
                "Das Archiv enthält keine Datei. Bitte die Daten noch einmal exportieren".to_owned()
            }
        }
    }
}

/// The first of many names.
pub(crate) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let mut text = names
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        text += &format!(", ... (+{})", names.len() - SHOWN);
    }
    text
}
