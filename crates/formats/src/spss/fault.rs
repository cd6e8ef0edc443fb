//! What can be wrong with a file of SPSS.

use serde::{Deserialize, Serialize};

/// Why a file of SPSS cannot be read, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The file ends before its data begin.
    Cut,
    /// The number that tells the order of bytes is neither of the two it can be.
    ByteOrder,
    /// A record of a type that does not exist.
    Record(i32),
    /// A record of type 7 of this subtype whose lengths contradict each other.
    Extension(i32),
    /// A variable whose width, missing values or continuation contradict each other.
    Variable(String),
    /// Value labels that do not follow their own rules.
    Labels,
    /// A compression that does not exist.
    Compression(i32),
    /// Numbers as old mainframes wrote them.
    Floats,
    /// Characters as old mainframes wrote them.
    Ebcdic,
    /// A dictionary without variables.
    NoVariables,
    /// A dictionary larger than any.
    TooLarge {
        /// Megabytes.
        limit: usize,
    },
    /// More variables than any survey has.
    TooManyVariables {
        /// How many are possible.
        limit: usize,
    },
    /// A block of compressed data that cannot be unpacked, or whose checksum is wrong.
    Block {
        /// Which, from 1.
        number: usize,
    },
    /// Compressed data that would fill the memory.
    Expands,
    /// The encoding asked for is unknown.
    Encoding(String),
    /// A portable file without its tag.
    Tag,
    /// A number of a portable file that is none.
    Number(String),
    /// A record of a portable file that does not exist here.
    Section(String),
}

impl Fault {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Cut => {
                "the file is truncated: it ends inside the dictionary, before the data begin; copy or export it again".into()
            }
            Self::ByteOrder => {
                "this begins like an SPSS system file, but the number that tells the order of its bytes is damaged; copy or export it again".into()
            }
            Self::Record(kind) => format!(
                "damaged SPSS system file: invalid record type {kind} in the dictionary; copy or export it again"
            ),
            Self::Extension(subtype) => format!(
                "damaged SPSS system file: invalid record type 7, subtype {subtype}, in the dictionary: its lengths contradict each other; copy or export it again"
            ),
            Self::Variable(name) => format!(
                "damaged SPSS system file: invalid record of the variable `{name}`; copy or export it again"
            ),
            Self::Labels => {
                "damaged SPSS system file: invalid record of value labels; copy or export it again".into()
            }
            Self::Compression(kind) => format!(
                "the data are compressed in a way that is not known ({kind}): the file is damaged, or newer than this program; save it as SAV without compression"
            ),
            Self::Floats => {
                "the numbers are not in IEEE 754 but in an old mainframe format (IBM 370 or VAX): open the file with SPSS or PSPP and save it again".into()
            }
            Self::Ebcdic => {
                "the texts are in EBCDIC, a character encoding of old mainframes: open the file with SPSS or PSPP and save it again".into()
            }
            Self::NoVariables => "the dictionary holds no variables: export the data again".into(),
            Self::TooLarge { limit } => format!(
                "the dictionary is larger than {limit} MB: the file is damaged; copy or export it again"
            ),
            Self::TooManyVariables { limit } => format!(
                "more than {limit} variables: the file is damaged, or rows and columns are swapped"
            ),
            Self::Block { number } => format!(
                "the compressed data are damaged: block {number} cannot be unpacked, or its checksum is wrong; copy or export the file again"
            ),
            Self::Expands => {
                "the compressed data expand to more than any survey: the file is damaged or a trap; save it as SAV without compression".into()
            }
            Self::Encoding(label) => format!(
                "the encoding `{label}` is not known; name one as on the web, such as utf-8 or windows-1252"
            ),
            Self::Tag => {
                "this begins like an SPSS portable file, but its tag SPSSPORT is missing: the file is damaged; export it again".into()
            }
            Self::Number(text) => format!(
                "damaged SPSS portable file: `{text}` is no number to base 30 ending in `/`; copy the file as it is, without changing line ends, or export it again"
            ),
            Self::Section(tag) => format!(
                "damaged SPSS portable file: no section begins with `{tag}` here; export it again"
            ),
        }
    }

    pub(crate) fn german(&self) -> String {
        match self {
            Self::Cut => {
                "Die Datei ist abgeschnitten: Sie endet mitten im Wörterbuch, noch vor den Daten. Bitte noch einmal kopieren oder exportieren".into()
            }
            Self::ByteOrder => {
                "Die Datei beginnt wie eine SPSS-Datei, aber die Zahl, die die Reihenfolge ihrer Bytes angibt, ist beschädigt. Bitte noch einmal kopieren oder exportieren".into()
            }
            Self::Record(kind) => format!(
                "Beschädigte SPSS-Datei: ungültiger Satz der Art {kind} im Wörterbuch. Bitte noch einmal kopieren oder exportieren"
            ),
            Self::Extension(subtype) => format!(
                "Beschädigte SPSS-Datei: ungültiger Satz der Art 7, Unterart {subtype}, im Wörterbuch: Seine Längen widersprechen sich. Bitte noch einmal kopieren oder exportieren"
            ),
            Self::Variable(name) => format!(
                "Beschädigte SPSS-Datei: ungültiger Satz der Variable „{name}“. Bitte noch einmal kopieren oder exportieren"
            ),
            Self::Labels => {
                "Beschädigte SPSS-Datei: ungültiger Satz mit Wertelabels. Bitte noch einmal kopieren oder exportieren".into()
            }
            Self::Compression(kind) => format!(
                "Die Daten sind auf unbekannte Weise komprimiert ({kind}): Die Datei ist beschädigt oder neuer als dieses Programm. Bitte als SAV ohne Komprimierung speichern"
            ),
            Self::Floats => {
                "Die Zahlen sind nicht nach IEEE 754, sondern in einem alten Großrechnerformat (IBM 370 oder VAX) gespeichert. Bitte die Datei mit SPSS oder PSPP öffnen und neu speichern".into()
            }
            Self::Ebcdic => {
                "Die Texte sind in EBCDIC kodiert, einem Zeichensatz alter Großrechner. Bitte die Datei mit SPSS oder PSPP öffnen und neu speichern".into()
            }
            Self::NoVariables => {
                "Das Wörterbuch enthält keine Variablen. Bitte die Daten noch einmal exportieren".into()
            }
            Self::TooLarge { limit } => format!(
                "Das Wörterbuch ist größer als {limit} MB: Die Datei ist beschädigt. Bitte noch einmal kopieren oder exportieren"
            ),
            Self::TooManyVariables { limit } => format!(
                "Mehr als {limit} Variablen: Die Datei ist beschädigt, oder Zeilen und Spalten sind vertauscht"
            ),
            Self::Block { number } => format!(
                "Die komprimierten Daten sind beschädigt: Block {number} lässt sich nicht entpacken, oder seine Prüfsumme stimmt nicht. Bitte noch einmal kopieren oder exportieren"
            ),
            Self::Expands => {
                "Die komprimierten Daten werden entpackt größer als jede Umfrage: Die Datei ist beschädigt oder eine Falle. Bitte als SAV ohne Komprimierung speichern".into()
            }
            Self::Encoding(label) => format!(
                "Der Zeichensatz „{label}“ ist unbekannt. Bitte wie im Web benennen, etwa utf-8 oder windows-1252"
            ),
            Self::Tag => {
                "Die Datei beginnt wie eine portable SPSS-Datei, aber ihre Kennung SPSSPORT fehlt: Sie ist beschädigt. Bitte noch einmal exportieren".into()
            }
            Self::Number(text) => format!(
                "Beschädigte portable SPSS-Datei: „{text}“ ist keine Zahl zur Basis 30, die mit „/“ endet. Bitte die Datei unverändert kopieren (auch die Zeilenenden) oder noch einmal exportieren"
            ),
            Self::Section(tag) => format!(
                "Beschädigte portable SPSS-Datei: Hier kann kein Abschnitt mit „{tag}“ beginnen. Bitte noch einmal exportieren"
            ),
        }
    }
}
