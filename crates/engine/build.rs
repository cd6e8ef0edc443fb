//! Packs the tables of the demo study, so that the browser loads a third of them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

#[path = "src/demo/coder.rs"]
mod coder;
#[path = "src/demo/table.rs"]
mod table;

use coder::{Range, Seen};
use table::{Coding, Column, counts, foreteller, unpack};

/// How many columns back a foretelling one is sought.
const REACH: usize = 8;

fn main() {
    println!("cargo::rerun-if-changed=demo");
    println!("cargo::rerun-if-changed=src/demo");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the folder"));
    for file in fs::read_dir("demo").expect("the demo study lies beside this script") {
        let path = file.expect("a file of the demo study").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let text = fs::read_to_string(&path).expect("the demo study");
            let name = path.file_name().expect("a file has a name");
            fs::write(out.join(name), compact(&text)).expect("writing the study");
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a table of the demo study");
        let packed = pack(&text);
        assert_eq!(unpack(&packed).as_deref(), Some(&*text), "{path:?}");
        let name = path.file_name().expect("a file has a name");
        fs::write(out.join(name).with_extension("packed"), packed).expect("writing a table");
    }
}

/// JSON without the spaces that its readers like.
fn compact(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    json.chars()
        .filter(|&letter| {
            let kept = quoted || !letter.is_whitespace();
            quoted ^= letter == '"' && !escaped;
            escaped = quoted && letter == '\\' && !escaped;
            kept
        })
        .collect()
}

/// The table of a text: without quotes, semicolons between the cells.
fn pack(text: &str) -> Vec<u8> {
    let mut lines = text.lines().map(|line| line.split(';').collect::<Vec<_>>());
    let names = lines.next().expect("a header");
    let rows: Vec<Vec<&str>> = lines.collect();
    let cells = |at: usize| rows.iter().map(move |row| row[at]);

    let mut encoder = Encoder::new();
    let mut head = format!("{}\n", rows.len());
    let mut places: Vec<Vec<usize>> = Vec::new();
    let mut sizes: Vec<usize> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let joined = |one: usize, other: usize| {
            one != at
                && other != at
                && rows
                    .iter()
                    .all(|row| row[at] == format!("{}-{}", row[one], row[other]))
        };
        let all = 0..names.len();
        let pair = all
            .clone()
            .flat_map(|one| all.clone().map(move |other| (one, other)))
            .find(|(one, other)| joined(*one, *other));
        let mut column = Column {
            name,
            values: Vec::new(),
            coding: Coding::Alone,
        };
        let mut own = Vec::new();
        if let Some((one, other)) = pair {
            column.coding = Coding::Joined(one, other);
            own.resize(rows.len(), 0);
        } else {
            for cell in cells(at) {
                let known = column.values.iter().position(|value| *value == cell);
                own.push(known.unwrap_or(column.values.len()));
                if known.is_none() {
                    column.values.push(cell);
                }
            }
            let beside = (1..=at.min(REACH)).map(Coding::Beside);
            let codings = [Coding::Alone, Coding::Above].into_iter().chain(beside);
            column.coding = codings
                .min_by_key(|coding| {
                    let mut trial = encoder.clone();
                    trial.column(&column, *coding, &places, &sizes, &own);
                    trial.bytes.len()
                })
                .expect("there are codings");
            encoder.column(&column, column.coding, &places, &sizes, &own);
        }
        let coding = match column.coding {
            Coding::Alone => "a".to_owned(),
            Coding::Above => "u".to_owned(),
            Coding::Beside(before) => format!("l{before}"),
            Coding::Joined(one, other) => format!("j{one},{other}"),
        };
        write!(head, "{name};{coding}").expect("writing to a text");
        for value in &column.values {
            write!(head, ";{value}").expect("writing to a text");
        }
        head.push('\n');
        sizes.push(column.values.len());
        places.push(own);
    }
    let length = u32::try_from(head.len()).expect("a head is short");
    let mut packed = length.to_le_bytes().to_vec();
    packed.extend(head.bytes());
    packed.extend(encoder.finish());
    packed
}

/// Writes what [`coder::Decoder`] reads.
#[derive(Clone)]
struct Encoder {
    range: Range,
    bytes: Vec<u8>,
}

impl Encoder {
    fn new() -> Self {
        Self {
            range: Range::ALL,
            bytes: Vec::new(),
        }
    }

    fn column(
        &mut self,
        column: &Column<'_>,
        coding: Coding,
        places: &[Vec<usize>],
        sizes: &[usize],
        own: &[usize],
    ) {
        let bits = column.bits();
        let foretelling = match coding {
            Coding::Above => column.values.len(),
            Coding::Beside(before) => sizes[sizes.len() - before],
            Coding::Alone | Coding::Joined(..) => 1,
        };
        let mut counts = counts(bits, foretelling);
        for (row, place) in own.iter().enumerate() {
            let context = foreteller(coding, places, row, own) << bits;
            let mut beginning = 1;
            for bit in (0..bits).rev().map(|bit| place >> bit & 1 == 1) {
                self.bit(bit, &mut counts[context + beginning]);
                beginning = 2 * beginning + usize::from(bit);
            }
        }
    }

    fn bit(&mut self, bit: bool, seen: &mut Seen) {
        let middle = self.range.middle(seen.zero());
        self.range.take(middle, bit);
        loop {
            let [first, ..] = self.range.low.to_be_bytes();
            if !self.range.settled() {
                break;
            }
            self.bytes.push(first);
        }
        seen.add(bit);
    }

    fn finish(mut self) -> Vec<u8> {
        self.bytes.extend(self.range.low.to_be_bytes());
        self.bytes
    }
}
