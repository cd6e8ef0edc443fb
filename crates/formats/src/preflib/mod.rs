//! Orders of preference in the files of PrefLib: soc, soi, toc, toi (strict or with ties, complete or incomplete).
//!
//! Today's layout has a header of `# KEY: value` lines, then orders such as `12: 1,{2,3}`: how many gave the order, then the
//! numbers of the alternatives from the best on, ties in braces. The layout before it has the number of alternatives, a line
//! `number,name` for each, a line `voters,sum,orders`, then orders such as `12,1,{2,3}`. See <https://preflib.github.io/PrefLib-Jekyll/format>.
//!
//! Read becomes one column per alternative that holds its rank (tied ones share a rank: 1, 2, 2, 4), and a last column with
//! the counts.

mod fault;
mod orders;

pub use fault::Fault;

use befund_survey::Text;
use befund_survey::codebook::{Codebook, Level, Origin, Set, SetKind, Variable};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};

use crate::csv::{TextDecoder, names, stem};
use crate::format::Format;
use crate::note::Counted;
use crate::{Error, Reading, ReadingNote};
use orders::Orders;

/// No file of orders is larger, in megabytes.
const MAX_MB: usize = 64;
/// What stands in a header and nowhere else.
const KEYS: [&str; 3] = [
    "\n# NUMBER ALTERNATIVES",
    "\n# ALTERNATIVE NAME",
    "\n# DATA TYPE",
];

/// What a file says about its orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DataType {
    Soc,
    Soi,
    Toc,
    Toi,
}

impl DataType {
    const ALL: [Self; 4] = [Self::Soc, Self::Soi, Self::Toc, Self::Toi];

    fn word(self) -> &'static str {
        match self {
            Self::Soc => "soc",
            Self::Soi => "soi",
            Self::Toc => "toc",
            Self::Toi => "toi",
        }
    }

    fn of(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|known| known.word().eq_ignore_ascii_case(word))
    }

    /// By the extension of a file.
    fn of_file(file: &str) -> Option<Self> {
        Self::of(file.rsplit_once('.')?.1)
    }

    fn is_complete(self) -> bool {
        matches!(self, Self::Soc | Self::Toc)
    }

    fn is_strict(self) -> bool {
        matches!(self, Self::Soc | Self::Soi)
    }
}

/// Whether a file holds orders, by its name and its first bytes.
pub(crate) fn is_orders(file: &str, head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let header = format!("\n{}", head.trim_start_matches('\u{feff}'));
    DataType::of_file(file).is_some()
        || header.starts_with("\n#") && KEYS.iter().any(|key| header.contains(key))
}

/// Collects the bytes of a file of orders and reads them at the end: the files are small.
pub(crate) struct OrdersReader {
    file: String,
    bytes: Vec<u8>,
}

impl OrdersReader {
    pub(crate) fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            bytes: Vec::new(),
        }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() > MAX_MB << 20 {
            return Err(self.fault(0, &format!("> {MAX_MB} MB"), Fault::TooLarge));
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Reading, Error> {
        if self.bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Error::Empty { file: self.file });
        }
        if let Some(format) = Format::of(&self.bytes) {
            return Err(Error::OtherFormat {
                file: self.file,
                format,
            });
        }
        let mut text = String::new();
        let mut decoder = TextDecoder::new(&self.bytes, true);
        decoder.decode(&self.bytes, true, &mut text);
        drop(std::mem::take(&mut self.bytes));
        let orders = Orders::read(&text, DataType::of_file(&self.file))
            .map_err(|at| self.fault(at.line, &at.text, at.fault))?;
        if orders.counts.is_empty() {
            return Err(Error::HeaderOnly {
                file: self.file,
                columns: orders.names.len(),
            });
        }
        let mut notes = vec![ReadingNote::Orders {
            data_type: orders.data_type.word().to_owned(),
            encoding: decoder.name().to_owned(),
        }];
        notes.extend(decoder.mixed());
        dataset(self.file, orders, notes)
    }

    fn fault(&self, line: u64, text: &str, fault: Fault) -> Error {
        Error::Orders {
            file: self.file.clone(),
            line,
            text: text.to_owned(),
            fault,
        }
    }
}

fn dataset(file: String, orders: Orders, mut notes: Vec<ReadingNote>) -> Result<Reading, Error> {
    let sum: f64 = orders.counts.iter().sum();
    for (counted, announced, found) in [
        (Counted::Voters, orders.voters, sum),
        (Counted::Orders, orders.unique, orders.counts.len() as f64),
        (
            Counted::Alternatives,
            orders.announced,
            orders.names.len() as f64,
        ),
    ] {
        if let Some(announced) = announced.filter(|announced| *announced as f64 != found) {
            notes.push(ReadingNote::Miscounted {
                counted,
                announced,
                found: found as u64,
            });
        }
    }
    let mut header = orders.names;
    header.push("count".to_owned());
    let names = names(&header, &mut notes);
    let variable = |name: &String, label: Text, level| Variable {
        label,
        ..Variable::new(name, level, Origin::Given)
    };
    let (mut columns, mut variables) = (Vec::new(), Vec::new());
    for ((ranks, name), original) in orders.ranks.iter().zip(&names).zip(&header) {
        let label = if name == original { "" } else { original };
        variables.push(variable(name, Text::from(label), Level::Ordinal));
        columns.push(Column::Codes(codes(ranks)));
    }
    let items = names[..columns.len()].to_vec();
    let count = names[columns.len()].clone();
    let label = Text::both(
        "Stimmzettel mit dieser Rangfolge",
        "Ballots with this order",
    );
    variables.push(variable(&count, label, Level::Scale));
    columns.push(Column::Numbers(orders.counts.into()));
    let set = Set {
        name: "orders".to_owned(),
        kind: SetKind::Ranking,
        label: Text::default(),
        items,
        counted: None,
        origin: Origin::Given,
    };
    let codebook = Codebook {
        variables,
        sets: vec![set],
        roles: Vec::new(),
    };
    let id = stem(&file);
    let mut dataset =
        Dataset::new(id, file.clone(), codebook, columns).ok_or(Error::Empty { file })?;
    dataset.title = Text::from(orders.title.as_str());
    dataset.unit = Text::both("Stimmzettel", "ballots");
    dataset.frequency = Some(count);
    Ok(Reading { dataset, notes })
}

/// Ranks as codes, the ranks that occur in the dictionary; rank 0 is no rank.
fn codes(ranks: &[u16]) -> Codes {
    let most = ranks.iter().copied().max().unwrap_or(0);
    let mut code_of = vec![0; usize::from(most) + 1];
    for rank in ranks {
        code_of[usize::from(*rank)] = 1;
    }
    let mut dictionary = Vec::new();
    for (rank, code) in code_of.iter_mut().enumerate().skip(1) {
        if *code > 0 {
            dictionary.push((rank as f64).into());
            *code = dictionary.len() as u16;
        }
    }
    code_of[0] = 0;
    let codes = ranks.iter().map(|rank| code_of[usize::from(*rank)]);
    let store = if dictionary.len() <= usize::from(u8::MAX) {
        // codes are at most the length of the dictionary
        #[allow(clippy::cast_possible_truncation)]
        CodeStore::U8(codes.map(|code| code as u8).collect())
    } else {
        CodeStore::U16(codes.collect())
    };
    Codes::new(store, dictionary)
}
