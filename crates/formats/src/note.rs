//! How a file was read.

use befund_survey::meaning::Fit;
use befund_survey::{HowRead, Text};
use serde::{Deserialize, Serialize};

use crate::codebook::words;
use crate::{Family, ReadOption, parquet, stata};

/// Something a reader must know about how the file was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum ReadingNote {
    /// The character encoding and the separator.
    Dialect {
        /// Name of the encoding.
        encoding: String,
        /// The separator.
        separator: char,
        /// Whether it was found out rather than told.
        sniffed: bool,
    },
    /// A codebook of its own was laid over the data.
    Codebook {
        /// Its file.
        file: String,
        /// How it fitted.
        fit: Fit,
    },
    /// Numbers have a decimal comma.
    DecimalComma,
    /// Numbers have a mark between thousands.
    Thousands {
        /// The mark.
        mark: char,
        /// Columns that have it.
        columns: Vec<String>,
    },
    /// Numbers stood beside the sign of what they count, which was left out.
    Amounts {
        /// The sign.
        unit: String,
        /// Columns that have it.
        columns: Vec<String>,
    },
    /// The first line holds numbers like those below, so it is a row and the columns have made names.
    NoHeader,
    /// The first line could be a row rather than names.
    DoubtfulHeader {
        /// The name that looks like a value.
        text: String,
    },
    /// Lines above the header were left out.
    Titles {
        /// How many.
        lines: u64,
        /// The first of them.
        text: String,
    },
    /// Lines below the table were left out.
    Footnotes {
        /// How many.
        lines: u64,
        /// Line of the first in the file.
        line: u64,
        /// The first of them.
        text: String,
    },
    /// Lines that are comments were left out.
    Comments {
        /// How many.
        lines: u64,
        /// Line of the first in the file.
        line: u64,
        /// The first of them.
        text: String,
    },
    /// The header has several rows.
    HeaderRows {
        /// How many.
        rows: u64,
    },
    /// Another quote than the usual one, or none.
    Quote {
        /// The quote.
        quote: Option<char>,
    },
    /// Quotes and separators in texts stand behind a backslash.
    Backslashes,
    /// Rows in which every cell is empty.
    EmptyRows {
        /// How many.
        rows: u64,
        /// The first such row of data, from 1.
        first: u64,
        /// Its line in the file.
        line: u64,
    },
    /// Columns without a name got one.
    NamelessColumns {
        /// The names they got.
        columns: Vec<String>,
    },
    /// Column names that came again got a number.
    RepeatedNames {
        /// The name that came again, and what it became.
        columns: Vec<(String, String)>,
    },
    /// Rows with fewer cells than the header; the missing cells are missing answers.
    ShortRows {
        /// How many.
        rows: u64,
        /// The first such row of data, from 1.
        first: u64,
        /// Its line in the file.
        line: u64,
    },
    /// Words that mean "no answer" were taken as such.
    MissingWords {
        /// The words.
        words: Vec<String>,
    },
    /// A quoted text never ends, so that rows may have been swallowed.
    UnclosedQuote {
        /// Line where its row begins.
        line: u64,
    },
    /// A number that may stand for no answer, although the file does not say so.
    LikelyMissing {
        /// The number.
        value: f64,
        /// The variables in which it stands.
        columns: Vec<String>,
    },
    /// Columns would hold numbers but for a word.
    StrayWord {
        /// The columns.
        columns: Vec<String>,
        /// The first such word.
        word: String,
        /// Its first row of data, from 1.
        row: u64,
    },
    /// Texts of columns that differ only by blanks at their ends count as different answers.
    LooseBlanks {
        /// The columns.
        columns: Vec<String>,
    },
    /// What a file of orders says it is.
    Orders {
        /// soc, soi, toc or toi.
        data_type: String,
        /// Name of the encoding.
        encoding: String,
    },
    /// The header of a file of orders announces another number than there is.
    Miscounted {
        /// Of what.
        counted: Counted,
        /// What the header says.
        announced: u64,
        /// What there is.
        found: u64,
    },
    /// What wrote a file of SPSS, and the encoding of its texts.
    SystemFile {
        /// The program, as it calls itself.
        program: String,
        /// Name of the encoding.
        encoding: String,
        /// Whether the encoding was found out rather than told.
        sniffed: bool,
    },
    /// The file ends before all of its rows.
    CutOff {
        /// Rows that could be read.
        rows: u64,
        /// Rows that the file announces.
        announced: Option<u64>,
    },
    /// Cells with a number that is none, or infinite.
    NotFinite {
        /// How many.
        cells: u64,
    },
    /// Texts of columns with bytes that the encoding does not have.
    UndecodedTexts {
        /// The columns.
        columns: Vec<String>,
        /// How many different texts.
        texts: usize,
        /// The encoding.
        encoding: String,
    },
    /// Parts of the dictionary of an SPSS file that could not be read.
    SkippedRecords {
        /// Types of the records: 3 for value labels, otherwise the subtype.
        records: Vec<i32>,
    },
    /// Notes that the file holds about itself.
    Documents {
        /// Line by line.
        lines: Vec<String>,
    },
    /// Zeros, which texts do not have, were left out.
    Zeros {
        /// How many.
        bytes: u64,
        /// Line of the first.
        line: u64,
    },
    /// Some bytes are in another encoding than the rest.
    MixedEncoding {
        /// How many bytes.
        bytes: u64,
        /// Line of the first.
        line: u64,
    },
    /// Which sheet of a workbook was read.
    Sheet {
        /// Its name.
        sheet: String,
        /// The names of the others.
        others: Vec<String>,
    },
    /// Which file in an archive was read.
    Member {
        /// Its name.
        member: String,
        /// The names of the others.
        others: Vec<String>,
    },
    /// Rows below the table that were not read.
    RowsBelow {
        /// How many.
        rows: u64,
        /// What stands there first.
        text: String,
    },
    /// There is a header but no row below it.
    NoRows,
    /// Cells of formulas that failed; they are missing answers.
    ErrorCells {
        /// The sheet.
        sheet: String,
        /// How many.
        cells: u64,
        /// The first.
        first: String,
        /// What it shows.
        error: String,
    },
    /// Formulas whose result is not in the file, because the program that wrote it does not calculate.
    Uncomputed {
        /// How many.
        cells: u64,
        /// The first.
        first: String,
    },
    /// Cells that show 29 February 1900, which was no day; they were read as the day before.
    ImpossibleDay {
        /// How many.
        cells: u64,
        /// The first.
        first: String,
    },
    /// Columns of a workbook that hold numbers and dates, so that they are text.
    MixedCells {
        /// The columns.
        columns: Vec<String>,
    },
    /// Columns would hold dates or times but for a word.
    StrayAmongDates {
        /// The columns.
        columns: Vec<String>,
        /// The first such word.
        word: String,
        /// Its first row of data, from 1.
        row: u64,
    },
    /// Options of reading that mean nothing to the format of the file.
    IgnoredOptions {
        /// The options.
        options: Vec<ReadOption>,
        /// What the file is.
        format: Family,
    },
    /// A packed file ends too early, or its checksum is wrong.
    DamagedArchive {
        /// Bytes that could be unpacked.
        unpacked: u64,
    },
    /// Something about a Parquet file.
    Parquet {
        /// What.
        detail: parquet::Note,
    },
    /// Something about a Stata file.
    Stata {
        /// What.
        detail: stata::Note,
    },
}

/// What the header of a file of orders counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Who gave an order.
    Voters,
    /// Different orders.
    Orders,
    /// What is ranked.
    Alternatives,
    /// Rows of data.
    Cases,
}

impl ReadingNote {
    /// Whether the reader should check something, rather than just know it.
    pub fn is_warning(&self) -> bool {
        match self {
            Self::Parquet { detail } => detail.is_warning(),
            Self::Stata { detail } => detail.is_warning(),
            Self::Codebook { fit, .. } => words::misfits(fit),
            Self::Dialect { .. }
            | Self::Orders { .. }
            | Self::SystemFile { .. }
            | Self::Documents { .. }
            | Self::DecimalComma
            | Self::NamelessColumns { .. }
            | Self::Sheet { .. }
            | Self::Member { .. }
            | Self::Titles { .. }
            | Self::Footnotes { .. }
            | Self::Comments { .. }
            | Self::HeaderRows { .. }
            | Self::Quote { .. }
            | Self::Backslashes
            | Self::Amounts { .. }
            | Self::MissingWords { .. } => false,
            Self::Thousands { mark, .. } => matches!(mark, '.' | ','),
            Self::NoHeader
            | Self::DoubtfulHeader { .. }
            | Self::EmptyRows { .. }
            | Self::LikelyMissing { .. }
            | Self::StrayWord { .. }
            | Self::LooseBlanks { .. }
            | Self::RepeatedNames { .. }
            | Self::ShortRows { .. }
            | Self::UnclosedQuote { .. }
            | Self::Miscounted { .. }
            | Self::RowsBelow { .. }
            | Self::NoRows
            | Self::Uncomputed { .. }
            | Self::ImpossibleDay { .. }
            | Self::MixedCells { .. }
            | Self::StrayAmongDates { .. }
            | Self::IgnoredOptions { .. }
            | Self::DamagedArchive { .. }
            | Self::CutOff { .. }
            | Self::NotFinite { .. }
            | Self::UndecodedTexts { .. }
            | Self::SkippedRecords { .. }
            | Self::Zeros { .. }
            | Self::MixedEncoding { .. } => true,
            // somebody wrote that there is nothing
            Self::ErrorCells { error, .. } => error != "#N/A",
        }
    }

    /// Writes down what it says about how the file was read, as far as that can be overruled.
    pub(crate) fn tell(self, how: &mut HowRead) {
        match self {
            Self::Dialect {
                encoding,
                separator,
                ..
            } => {
                how.options.encoding = Some(encoding);
                how.options.separator = Some(separator);
            }
            Self::Orders { encoding, .. } => how.options.encoding = Some(encoding),
            Self::DecimalComma => how.options.decimal = Some(','),
            Self::NoHeader => how.options.header_rows = Some(0),
            Self::HeaderRows { rows } => how.options.header_rows = u32::try_from(rows).ok(),
            Self::SystemFile { encoding, .. } => how.options.encoding = Some(encoding),
            Self::Sheet { sheet, others } => {
                how.options.sheet = Some(sheet.clone());
                how.sheets = std::iter::once(sheet).chain(others).collect();
            }
            Self::Member { member, others } => {
                how.options.member = Some(member.clone());
                how.members = std::iter::once(member).chain(others).collect();
            }
            _ => {}
        }
    }

    pub(crate) fn uncomputed(cells: u64, first: String) -> Self {
        Self::Uncomputed { cells, first }
    }

    pub(crate) fn impossible(cells: u64, first: String) -> Self {
        Self::ImpossibleDay { cells, first }
    }

    /// The note in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::Parquet { detail } => detail.text(),
            Self::Stata { detail } => detail.text(),
            Self::Codebook { file, fit } => {
                Text::both(words::german(file, fit), words::english(file, fit))
            }
            Self::Dialect {
                encoding,
                separator,
                sniffed,
            } => {
                let (name_de, name_en) = match separator {
                    ',' => ("Komma", "comma"),
                    ';' => ("Semikolon", "semicolon"),
                    '\t' => ("Tabulator", "tab"),
                    '|' => ("senkrechter Strich", "vertical bar"),
                    ':' => ("Doppelpunkt", "colon"),
                    ' ' => ("Leerzeichen", "blanks"),
                    '\u{1f}' => ("keines, nur eine Spalte", "none, a single column"),
                    _ => ("vorgegeben", "as given"),
                };
                let (how_de, how_en) = if *sniffed {
                    (" (erkannt)", " (detected)")
                } else {
                    ("", "")
                };
                Text::both(
                    format!("Trennzeichen: {name_de}{how_de}, Zeichensatz: {encoding}"),
                    format!("Separator: {name_en}{how_en}, encoding: {encoding}"),
                )
            }
            Self::DecimalComma => Text::both("Dezimalzeichen: Komma", "Decimal mark: comma"),
            Self::Thousands { mark, columns } if !matches!(mark, '.' | ',') => {
                let (german, english) = match mark {
                    '\'' | '’' => ("Apostroph", "apostrophe"),
                    _ => ("Leerzeichen", "blank"),
                };
                Text::both(
                    format!("Tausendertrennzeichen: {german} in {}", short(columns)),
                    format!("Mark between thousands: {english} in {}", short(columns)),
                )
            }
            Self::Thousands { mark, columns } => Text::both(
                format!(
                    "Als Tausendertrennzeichen gelesen: „{mark}“ in {}. Bitte prüfen, ob es kein Dezimalzeichen ist.",
                    short(columns)
                ),
                format!(
                    "Read as a mark between thousands: `{mark}` in {}. Please check that it is no decimal mark.",
                    short(columns)
                ),
            ),
            Self::Amounts { unit, columns } => Text::both(
                format!(
                    "Als Zahlen ohne ihr Zeichen gelesen: „{unit}“ in {} (aus „12 {unit}“ wird 12)",
                    short(columns)
                ),
                format!(
                    "Read as numbers without their sign: `{unit}` in {} (`12 {unit}` is 12)",
                    short(columns)
                ),
            ),
            Self::NoHeader => Text::both(
                "Die erste Zeile enthält Zahlen wie die folgenden und zählt als Datenzeile; die Spalten heißen V1, V2, ...",
                "The first line holds numbers like those that follow and counts as a row; the columns are called V1, V2, ...",
            ),
            Self::DoubtfulHeader { text } => Text::both(
                format!(
                    "Die erste Zeile gilt als Kopfzeile, könnte aber mit „{text}“ schon Daten enthalten. Bitte prüfen, und die Zahl der Kopfzeilen auf 0 setzen, wenn die Datei keine hat."
                ),
                format!(
                    "The first line counts as the header, but with `{text}` it may hold data. Please check, and set the rows of the header to 0 if the file has none."
                ),
            ),
            Self::Titles { lines, text } => Text::both(
                format!(
                    "Nicht zu den Daten gezählt: was über der Kopfzeile steht (Zeilen: {lines}), „{text}“"
                ),
                format!(
                    "Not counted as data: what stands above the header (lines: {lines}), `{text}`"
                ),
            ),
            Self::Footnotes { lines, line, text } => Text::both(
                format!(
                    "Nicht zu den Daten gezählt: was ab Zeile {line} unter der Tabelle steht (Zeilen: {lines}), „{text}“"
                ),
                format!(
                    "Not counted as data: what stands below the table from line {line} on (lines: {lines}), `{text}`"
                ),
            ),
            Self::Comments { lines, line, text } => Text::both(
                format!("Kommentarzeilen übergangen: {lines}, zuerst in Zeile {line}: „{text}“"),
                format!("Comment lines passed over: {lines}, the first is line {line}: `{text}`"),
            ),
            Self::HeaderRows { rows } => Text::both(
                format!("Die Kopfzeile besteht aus {rows} Zeilen"),
                format!("The header has {rows} rows"),
            ),
            Self::Quote { quote } => match quote {
                Some(quote) => Text::both(
                    format!("Texte stehen zwischen {quote}"),
                    format!("Texts stand between {quote}"),
                ),
                None => Text::both(
                    "Anführungszeichen gehören zu den Texten",
                    "Quotes are part of the texts",
                ),
            },
            Self::Backslashes => Text::both(
                "Vor Anführungs- und Trennzeichen in Texten steht ein Backslash",
                "Quotes and separators in texts stand behind a backslash",
            ),
            Self::EmptyRows { rows, first, line } => Text::both(
                format!(
                    "Ganz leere Datenzeilen: {rows}, zuerst Datenzeile {first} (Zeile {line} der Datei). Sie zählen als Fälle ohne Angaben."
                ),
                format!(
                    "Entirely empty rows: {rows}, the first is row {first} (line {line}). They count as cases without answers."
                ),
            ),
            Self::NamelessColumns { columns } => Text::both(
                format!("Spalten ohne Namen heißen jetzt: {}", short(columns)),
                format!("Columns without a name are now called: {}", short(columns)),
            ),
            Self::RepeatedNames { columns } => {
                let pairs: Vec<String> = columns
                    .iter()
                    .map(|(name, now)| format!("{name} → {now}"))
                    .collect();
                Text::both(
                    format!(
                        "Spaltennamen kommen mehrfach vor; umbenannt: {}",
                        short(&pairs)
                    ),
                    format!("Column names are repeated; renamed: {}", short(&pairs)),
                )
            }
            Self::ShortRows { rows, first, line } => Text::both(
                format!(
                    "Datenzeilen mit weniger Zellen als die Kopfzeile: {rows}, zuerst Datenzeile {first} (Zeile {line} der Datei). Was fehlt, zählt als keine Angabe; bitte prüfen, ob nichts verrutscht ist."
                ),
                format!(
                    "Rows with fewer cells than the header: {rows}, the first is row {first} (line {line}). What is missing counts as no answer; please check that nothing has shifted."
                ),
            ),
            Self::MissingWords { words } => Text::both(
                format!("Als keine Angabe gelesen: {}", short(words)),
                format!("Read as no answer: {}", short(words)),
            ),
            Self::UnclosedQuote { line } => Text::both(
                format!(
                    "Ein Text in Anführungszeichen, der in oder nach Zeile {line} beginnt, wird nicht geschlossen: Er kann ganze Zeilen verschluckt haben."
                ),
                format!(
                    "A quoted text that begins in or after line {line} is never closed: it may have swallowed whole rows."
                ),
            ),
            Self::LikelyMissing { value, columns } => Text::both(
                format!(
                    "{value} steht in {} Variablen weit neben allen anderen Zahlen und zählt mit, weil die Datei es nicht als fehlend angibt: {}. Heißt es „keine Angabe“, bitte unter „Daten“ oder in einer Studie so angeben.",
                    columns.len(),
                    short(columns)
                ),
                format!(
                    "{value} stands far from all other numbers in {} variables and is counted, because the file does not call it missing: {}. If it means “no answer”, please say so under “Data” or in a study.",
                    columns.len(),
                    short(columns)
                ),
            ),
            Self::StrayWord { columns, word, row } if has_leading_zero(word) => Text::both(
                format!(
                    "{}: fast nur Zahlen, aber auch „{word}“ (Datenzeile {row}) mit einer führenden Null, wie sie Kennziffern und Postleitzahlen haben; gelesen als Text. Sollen es Zahlen sein, bitte die führenden Nullen aus der Datei nehmen.",
                    short(columns)
                ),
                format!(
                    "{}: nearly all numbers, but also `{word}` (row {row}) with a leading zero, as codes and postcodes have it; read as text. If they should be numbers, remove leading zeros from the file.",
                    short(columns)
                ),
            ),
            Self::StrayWord { columns, word, row } => Text::both(
                format!(
                    "{}: fast nur Zahlen, aber auch „{word}“ (Datenzeile {row}); gelesen als Text. Sollen es Zahlen sein, bitte „{word}“ in der Datei durch eine Zahl oder eine leere Zelle ersetzen.",
                    short(columns)
                ),
                format!(
                    "{}: nearly all numbers, but also `{word}` (row {row}); read as text. If they should be numbers, replace `{word}` in the file by a number or an empty cell.",
                    short(columns)
                ),
            ),
            Self::LooseBlanks { columns } => Text::both(
                format!(
                    "{}: Manche Texte unterscheiden sich nur durch Leerzeichen am Rand und zählen als verschiedene Antworten.",
                    short(columns)
                ),
                format!(
                    "{}: some texts differ only by blanks at their ends and count as different answers.",
                    short(columns)
                ),
            ),
            Self::Orders {
                data_type,
                encoding,
            } => Text::both(
                format!(
                    "PrefLib-Datei mit Rangfolgen ({data_type}), Zeichensatz: {encoding}; jede Spalte enthält den Rang einer Alternative, die letzte, wie viele Stimmzettel die Rangfolge haben"
                ),
                format!(
                    "PrefLib file of orders ({data_type}), encoding: {encoding}; each column holds the rank of an alternative, the last one how many ballots have the order"
                ),
            ),
            Self::Miscounted {
                counted,
                announced,
                found,
            } => {
                let (german, english) = match counted {
                    Counted::Voters => ("Stimmzettel", "ballots"),
                    Counted::Orders => ("verschiedene Rangfolgen", "different orders"),
                    Counted::Cases => ("Fälle", "cases"),
                    Counted::Alternatives => ("Alternativen", "alternatives"),
                };
                Text::both(
                    format!(
                        "Die Datei kündigt {announced} {german} an, es sind aber {found}; gerechnet wird mit dem, was da ist."
                    ),
                    format!(
                        "The file announces {announced} {english}, but there are {found}; what is there counts."
                    ),
                )
            }
            Self::SystemFile {
                program,
                encoding,
                sniffed,
            } => {
                let (how_de, how_en) = if *sniffed {
                    (" (erkannt)", " (detected)")
                } else {
                    ("", "")
                };
                Text::both(
                    format!(
                        "SPSS-Datei, geschrieben von: {program}, Zeichensatz: {encoding}{how_de}"
                    ),
                    format!("SPSS file, written by: {program}, encoding: {encoding}{how_en}"),
                )
            }
            Self::CutOff {
                rows,
                announced: Some(announced),
            } => Text::both(
                format!(
                    "Die Datei ist abgeschnitten: Von {announced} angekündigten Fällen konnten nur {rows} gelesen werden. Bitte noch einmal kopieren oder exportieren."
                ),
                format!(
                    "The file is truncated: of {announced} cases announced only {rows} could be read. Copy or export it again."
                ),
            ),
            Self::CutOff {
                rows,
                announced: None,
            } => Text::both(
                format!(
                    "Die Datei ist abgeschnitten: Es konnten {rows} vollständige Fälle gelesen werden; wie viele fehlen, sagt die Datei nicht. Bitte noch einmal kopieren oder exportieren."
                ),
                format!(
                    "The file is truncated: {rows} complete cases could be read; how many are missing, the file does not say. Copy or export it again."
                ),
            ),
            Self::NotFinite { cells } => Text::both(
                format!("Zellen ohne endliche Zahl: {cells}. Sie zählen als keine Angabe."),
                format!("Cells without a finite number: {cells}. They count as no answer."),
            ),
            Self::UndecodedTexts {
                columns,
                texts,
                encoding,
            } => Text::both(
                format!(
                    "{}: Zeichen, die es im Zeichensatz {encoding} nicht gibt, sind durch � ersetzt (verschiedene Texte damit: {texts}). Vielleicht ist ein anderer Zeichensatz der richtige.",
                    short(columns)
                ),
                format!(
                    "{}: characters that the encoding {encoding} does not have are replaced by � (different texts with them: {texts}). Another encoding may be the right one.",
                    short(columns)
                ),
            ),
            Self::SkippedRecords { records } => {
                let named = |german: bool| -> Vec<String> {
                    records
                        .iter()
                        .map(|record| skipped(*record, german))
                        .collect()
                };
                Text::both(
                    format!(
                        "Teile des Wörterbuchs der Datei sind unlesbar und fehlen: {}",
                        short(&named(true))
                    ),
                    format!(
                        "Parts of the dictionary of the file cannot be read and are missing: {}",
                        short(&named(false))
                    ),
                )
            }
            Self::Documents { lines } => {
                let lines = lines.join(" ");
                Text::both(
                    format!("Anmerkungen in der Datei: {lines}"),
                    format!("Notes in the file: {lines}"),
                )
            }
            Self::Zeros { bytes, line } => Text::both(
                format!(
                    "Nullbytes übergangen: {bytes}, zuerst in Zeile {line}. Die Datei ist womöglich beschädigt oder abgeschnitten; bitte mit dem Original vergleichen."
                ),
                format!(
                    "Zero bytes passed over: {bytes}, the first in line {line}. The file may be damaged or cut off; please compare with the original."
                ),
            ),
            Self::MixedEncoding { bytes, line } => Text::both(
                format!(
                    "Bytes, die nicht wie der Rest in UTF-8 kodiert sind: {bytes}, zuerst in Zeile {line}. Sie wurden als Windows-1252 gelesen."
                ),
                format!(
                    "Bytes that are not UTF-8 like the rest: {bytes}, the first in line {line}. They were read as Windows-1252."
                ),
            ),
            Self::Sheet { sheet, others } if others.is_empty() => {
                Text::both(format!("Tabellenblatt: {sheet}"), format!("Sheet: {sheet}"))
            }
            Self::Sheet { sheet, others } => Text::both(
                format!(
                    "Tabellenblatt: {sheet}; weitere in der Datei: {}",
                    short(others)
                ),
                format!("Sheet: {sheet}; others in the file: {}", short(others)),
            ),
            Self::Member { member, others } => Text::both(
                format!(
                    "Datei im Archiv: {member}; weitere darin: {}",
                    short(others)
                ),
                format!(
                    "File in the archive: {member}; others in it: {}",
                    short(others)
                ),
            ),
            Self::RowsBelow { rows, text } => Text::both(
                format!(
                    "Zeilen unter der Tabelle, die nicht als Daten gelesen wurden: {rows} („{text}“ ...). Bitte prüfen, ob es nur Anmerkungen sind."
                ),
                format!(
                    "Rows below the table that were not read as data: {rows} (`{text}` ...). Please check that they are only remarks."
                ),
            ),
            Self::NoRows => Text::both(
                "Unter der Kopfzeile steht nichts: Das Tabellenblatt hat keine Datenzeilen.",
                "There is nothing below the header: the sheet has no rows of data.",
            ),
            Self::ErrorCells {
                sheet,
                cells,
                first,
                error,
            } => Text::both(
                format!(
                    "Tabellenblatt {sheet}, Zellen mit einem Fehlerwert: {cells}, zuerst {first} mit {error}. Sie zählen als keine Angabe."
                ),
                format!(
                    "Sheet {sheet}, cells with an error: {cells}, the first is {first} with {error}. They count as no answer."
                ),
            ),
            Self::Uncomputed { cells, first } => Text::both(
                format!(
                    "Formeln ohne Ergebnis in der Datei: {cells}, zuerst in {first}. Sie zählen als keine Angabe. Bitte die Datei in Excel oder LibreOffice öffnen und neu speichern."
                ),
                format!(
                    "Formulas without a result in the file: {cells}, the first in {first}. They count as no answer. Please open the file in Excel or LibreOffice and save it again."
                ),
            ),
            Self::ImpossibleDay { cells, first } => Text::both(
                format!(
                    "Zellen mit dem 29. Februar 1900, den es nie gab: {cells}, zuerst {first}. Gelesen als Tag davor."
                ),
                format!(
                    "Cells with 29 February 1900, which never was: {cells}, the first is {first}. Read as the day before."
                ),
            ),
            Self::MixedCells { columns } => Text::both(
                format!(
                    "{}: Zahlen und Datumsangaben gemischt, gelesen als Text. Bitte in der Datei einheitlich formatieren.",
                    short(columns)
                ),
                format!(
                    "{}: numbers and dates are mixed, read as text. Please give the cells one format.",
                    short(columns)
                ),
            ),
            Self::StrayAmongDates { columns, word, row } => Text::both(
                format!(
                    "{}: fast nur Datumsangaben, aber auch „{word}“ (Datenzeile {row}); gelesen als Text. Sollen es Datumsangaben sein, bitte „{word}“ in der Datei durch ein Datum oder eine leere Zelle ersetzen.",
                    short(columns)
                ),
                format!(
                    "{}: nearly all dates, but also `{word}` (row {row}); read as text. If they should be dates, replace `{word}` in the file by a date or an empty cell.",
                    short(columns)
                ),
            ),
            Self::IgnoredOptions { options, format } => {
                let german: Vec<&str> = options.iter().map(|option| option.german()).collect();
                let english: Vec<&str> = options.iter().map(|option| option.english()).collect();
                Text::both(
                    format!(
                        "Ohne Bedeutung für {} und deshalb nicht beachtet: {}",
                        format.german(),
                        german.join(", ")
                    ),
                    format!(
                        "Without meaning for {} and therefore ignored: {}",
                        format.english(),
                        english.join(", ")
                    ),
                )
            }
            Self::DamagedArchive { unpacked } => Text::both(
                format!(
                    "Die gepackte Datei ist beschädigt oder abgeschnitten: Gelesen wurde, was sich entpacken ließ ({unpacked} Bytes); der Rest fehlt, und was da ist, kann falsch sein."
                ),
                format!(
                    "The packed file is damaged or truncated: what could be unpacked was read ({unpacked} bytes); the rest is missing, and what is there may be wrong."
                ),
            ),
        }
    }
}

/// What a record of the dictionary of an SPSS file is about.
fn skipped(record: i32, german: bool) -> String {
    let (de, en) = match record {
        2 => ("Bereiche fehlender Werte", "ranges of missing values"),
        3 | 21 => ("Wertelabels", "value labels"),
        4 => ("fehlende Zahlen", "missing numbers"),
        7 => ("Mehrfachantwortsets", "multiple response sets"),
        11 => ("Messniveaus", "levels of measurement"),
        14 => ("Längen langer Texte", "widths of long strings"),
        16 => ("Anzahl der Fälle", "number of cases"),
        22 => (
            "fehlende Werte langer Texte",
            "missing values of long strings",
        ),
        _ => ("Satz", "record"),
    };
    format!("{} ({record})", if german { de } else { en })
}

/// Whether it would be a number but for a zero in front of it, which makes it the name of something.
fn has_leading_zero(word: &str) -> bool {
    let digits = word.strip_prefix(['-', '+']).unwrap_or(word);
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let marks = digits.bytes().filter(|byte| !byte.is_ascii_digit());
    digits.starts_with('0')
        && digits.as_bytes().get(1).is_some_and(is_digit)
        && digits
            .bytes()
            .all(|byte| is_digit(&byte) || matches!(byte, b'.' | b','))
        && marks.count() <= 1
}

/// The first few of a list.
pub(crate) fn short(items: &[String]) -> String {
    const SHOWN: usize = 8;
    let mut text = items
        .iter()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if items.len() > SHOWN {
        text += &format!(", ... (+{})", items.len() - SHOWN);
    }
    text
}
