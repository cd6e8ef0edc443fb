//! What a reader must know about how a Stata file was read.

use befund_survey::Text;
use serde::{Deserialize, Serialize};

use super::fault::Part;
use crate::note::short;

/// Something about a Stata file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Which layout it has.
    Layout {
        /// Release of the format.
        release: u16,
        /// MSF where the most significant byte of a number comes first, LSF where the least significant one does.
        order: String,
        /// Name of the encoding.
        encoding: String,
    },
    /// Weeks, months, quarters or halves became their first day.
    Periods(Vec<String>),
    /// Business days and moments that no calendar has stay numbers.
    PlainMoments(Vec<String>),
    /// Variables of other frames are not in the file.
    Aliases(Vec<String>),
    /// Bytes that are no text cannot be shown.
    Binary {
        /// The variable.
        column: String,
        /// Rows with such bytes.
        rows: u64,
        /// Bytes of the first.
        bytes: u64,
    },
    /// Long texts that are not where their rows say.
    LostTexts {
        /// The variable.
        column: String,
        /// Rows without their text.
        rows: u64,
        /// The first of them, from 1.
        first: u64,
    },
    /// Texts are not in the encoding that their release has.
    Strays(u64),
    /// Behind the rows the file is cut or damaged.
    Damaged {
        /// Where.
        part: Part,
        /// Offset in the file.
        offset: u64,
    },
    /// Tables of value labels that variables name but the file does not have.
    NoLabels(Vec<String>),
    /// More value labels than can be held.
    TooManyLabels(Vec<String>),
}

impl Note {
    pub(crate) fn is_warning(&self) -> bool {
        match self {
            Self::Layout { .. } | Self::Periods(_) | Self::NoLabels(_) => false,
            Self::PlainMoments(_)
            | Self::Aliases(_)
            | Self::Binary { .. }
            | Self::LostTexts { .. }
            | Self::Strays(_)
            | Self::Damaged { .. }
            | Self::TooManyLabels(_) => true,
        }
    }

    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Layout {
                release,
                order,
                encoding,
            } => Text::both(
                format!("Stata-Datei, Format {release} ({order}), Zeichensatz: {encoding}"),
                format!("Stata file, format {release} ({order}), encoding: {encoding}"),
            ),
            Self::Periods(columns) => Text::both(
                format!(
                    "Wochen, Monate, Quartale oder Halbjahre stehen als ihr erster Tag da: {}",
                    short(columns)
                ),
                format!(
                    "Weeks, months, quarters or halves of years stand as their first day: {}",
                    short(columns)
                ),
            ),
            Self::PlainMoments(columns) => Text::both(
                format!(
                    "Diese Zeitangaben bleiben Zahlen, weil der Geschäftskalender nicht in der Datei steht oder kein Kalender sie kennt: {}",
                    short(columns)
                ),
                format!(
                    "These dates stay numbers, because their business calendar is not in the file or no calendar has them: {}",
                    short(columns)
                ),
            ),
            Self::Aliases(columns) => Text::both(
                format!(
                    "Nicht gelesen, weil ihre Werte in einem anderen Frame stehen: {}. Bitte in Stata mit „generate“ als eigene Variablen speichern.",
                    short(columns)
                ),
                format!(
                    "Not read, because their values are in another frame: {}. Save them as variables of their own in Stata, with `generate`.",
                    short(columns)
                ),
            ),
            Self::Binary {
                column,
                rows,
                bytes,
            } => Text::both(
                format!(
                    "{column}, Datenzeilen mit anderen Daten als Text, etwa einem Bild: {rows} (die erste mit {bytes} Bytes). Sie zählen als keine Angabe."
                ),
                format!(
                    "{column}, rows that hold no text but other data such as a picture: {rows} (the first with {bytes} bytes). They count as no answer."
                ),
            ),
            Self::LostTexts {
                column,
                rows,
                first,
            } => Text::both(
                format!(
                    "{column}, Datenzeilen, deren Text in der Datei fehlt: {rows}, zuerst Datenzeile {first}. Sie zählen als keine Angabe. Die Datei ist beschädigt."
                ),
                format!(
                    "{column}, rows whose text is missing from the file: {rows}, the first is row {first}. They count as no answer. The file is damaged."
                ),
            ),
            Self::Strays(texts) => Text::both(
                format!(
                    "Texte, die nicht in UTF-8 kodiert sind, wie es dieses Format verlangt: {texts}. Sie wurden als Windows-1252 gelesen. Bitte Umlaute und Sonderzeichen prüfen."
                ),
                format!(
                    "Texts that are not UTF-8 as this format demands: {texts}. They were read as Windows-1252. Please check umlauts and special characters."
                ),
            ),
            Self::Damaged { part, offset } => Text::both(
                format!(
                    "Die Datei ist abgeschnitten oder beschädigt {} (Byte {offset}): Alle Datenzeilen sind gelesen, aber Wertelabels fehlen. Bitte noch einmal kopieren oder herunterladen.",
                    part.german()
                ),
                format!(
                    "The file is truncated or damaged in {} (byte {offset}): all rows were read, but value labels are missing. Copy or download it again.",
                    part.english()
                ),
            ),
            Self::NoLabels(columns) => Text::both(
                format!(
                    "Ihre Wertelabels stehen nicht in der Datei: {}",
                    short(columns)
                ),
                format!("Their value labels are not in the file: {}", short(columns)),
            ),
            Self::TooManyLabels(columns) => Text::both(
                format!(
                    "Ohne Wertelabels gelesen, weil es zu viele sind: {}",
                    short(columns)
                ),
                format!(
                    "Read without value labels, because there are too many: {}",
                    short(columns)
                ),
            ),
        }
    }
}
