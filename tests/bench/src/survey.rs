//! The file of the benchmark as codes.

use std::cell::OnceCell;

use befund_formats::CsvReader;
use befund_survey::ReadOptions;
use befund_survey::Value;
use befund_survey::dataset::{Column, Dataset};

/// How many items the questionnaire has.
pub const ITEMS: usize = 22;
/// Slots of a code: 0 for no answer, 1 to 7.
pub const SLOTS: usize = 8;

/// The columns the tasks need, one byte per answer.
pub struct Survey {
    /// Names of the offices, in their order.
    pub offices: Vec<String>,
    /// Index of the office of each row, times [`SLOTS`].
    pub office: Vec<u8>,
    /// The answers to each item, 0 for none.
    pub items: Vec<Vec<u8>>,
    /// The wave of each row.
    pub wave: Vec<u8>,
    /// The weight of each row.
    pub weight: Vec<f64>,
    /// Means of the items by office, once they are asked for.
    pub means: OnceCell<Vec<Vec<f64>>>,
}

impl Survey {
    /// Reads the file with Befund's reader.
    ///
    /// # Errors
    /// What the reader says, or which column is missing.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut reader = CsvReader::new("survey.csv", ReadOptions::default());
        reader.feed(bytes).map_err(|error| error.to_string())?;
        let reading = reader.finish().map_err(|error| error.to_string())?;
        Self::of(&reading.dataset)
    }

    fn of(data: &Dataset) -> Result<Self, String> {
        let office = column(data, "office")?;
        let mut offices: Vec<String> = match office {
            Column::Codes(codes) => codes.dictionary().iter().map(Value::to_string).collect(),
            _ => return Err("`office` has too many values".to_owned()),
        };
        let place = ordered(&offices);
        offices.sort_unstable();
        let items = (1..=ITEMS)
            .map(|item| small(column(data, &format!("l{item:02}"))?))
            .collect::<Result<_, _>>()?;
        let weight = match column(data, "weight")? {
            Column::Numbers(numbers) => numbers.values().to_vec(),
            other => (0..data.rows())
                .map(|row| other.value(row).and_then(|value| value.number()))
                .map(|number| number.unwrap_or(0.0))
                .collect(),
        };
        Ok(Self {
            office: coded(office, &place),
            offices,
            items,
            wave: small(column(data, "wave")?)?,
            weight,
            means: OnceCell::new(),
        })
    }

    /// Counts of the answers 1 to 4 to an item by office, for the rows with an answer.
    pub fn table(&self, item: usize) -> Vec<Vec<f64>> {
        let mut counts = [[0_u32; 64]; 4];
        let (offices, answers) = (&self.office, &self.items[item]);
        let mut pairs = offices.chunks_exact(4).zip(answers.chunks_exact(4));
        // four tables, so that equal neighbours need not wait for each other
        for (office, answer) in &mut pairs {
            for k in 0..4 {
                counts[k][usize::from((office[k] | answer[k]) & 63)] += 1;
            }
        }
        let done = offices.len() / 4 * 4;
        for (office, answer) in offices[done..].iter().zip(&answers[done..]) {
            counts[0][usize::from((office | answer) & 63)] += 1;
        }
        (0..self.offices.len())
            .map(|office| {
                let cell = |answer: usize| office * SLOTS + answer;
                (1..=4)
                    .map(|answer| {
                        counts
                            .iter()
                            .map(|part| f64::from(part[cell(answer)]))
                            .sum()
                    })
                    .collect()
            })
            .collect()
    }
}

fn column<'a>(data: &'a Dataset, name: &str) -> Result<&'a Column, String> {
    let found = data.variable(name).map(|(_, column)| column);
    found.ok_or_else(|| format!("no column `{name}`"))
}

/// The place of each name in the sorted list, times [`SLOTS`].
fn ordered(names: &[String]) -> Vec<u8> {
    names
        .iter()
        .map(|name| (names.iter().filter(|other| *other < name).count() * SLOTS) as u8)
        .collect()
}

/// The byte of each row by its code; 0 for no answer.
fn coded(column: &Column, bytes: &[u8]) -> Vec<u8> {
    match column {
        Column::Codes(codes) => (0..codes.len())
            .map(|row| {
                let code = codes.code(row);
                code.checked_sub(1).map_or(0, |code| bytes[code])
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// A column of small whole numbers.
fn small(column: &Column) -> Result<Vec<u8>, String> {
    let Column::Codes(codes) = column else {
        return Err("an item has too many values".to_owned());
    };
    let bytes: Option<Vec<u8>> = codes
        .dictionary()
        .iter()
        .map(|value| {
            let number = value.number()?;
            (0.0..SLOTS as f64)
                .contains(&number)
                .then_some(number as u8)
        })
        .collect();
    Ok(coded(column, &bytes.ok_or("an item is no small number")?))
}
