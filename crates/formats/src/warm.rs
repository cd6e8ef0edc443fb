//! Work whose result nobody needs.

use std::fmt::Write;

use befund_survey::ReadOptions;

use crate::{Error, FileReader, Reading};

/// How often an invented file is read, and its rows: what is done once for each column has to be done often as well.
const TIMES: u32 = 4;
const ROWS: u32 = 6_000;
/// Columns of codes in it.
const CODES: u32 = 40;

/// Reads an invented file of codes, amounts and texts.
///
/// A browser translates a module at first in haste and anew, with more care, where it has been busy for a while. Another instance of the
/// same module, that has time, can be busy before anyone waits: every file is read at full speed then.
pub fn warm_up() {
    for _ in 0..TIMES {
        // the file is sound; if it were not, nothing would be lost
        let _ = read();
    }
}

fn read() -> Result<Reading, Error> {
    let mut reader = FileReader::new("invented.csv", ReadOptions::default());
    let mut text = String::from("id,office,weight,note");
    for column in 1..=CODES {
        // writing to a text cannot fail
        let _ = write!(text, ",l{column:02}");
    }
    for row in 0..ROWS {
        let office = ["Bauamt", "Ordnungsamt", "Jugendamt"][row as usize % 3];
        let weight = 0.5 + f64::from(row * 7919 % 2003) / 1e4;
        let _ = write!(text, "\n{row},{office},{weight:.4},");
        if row % 2 == 0 {
            let _ = write!(text, "\"it takes time, says {row}\"");
        }
        for column in 0..CODES {
            let code = (row ^ (row >> (column % 5 + 2))) % 5;
            text.push(',');
            if code > 0 {
                let _ = write!(text, "{code}");
            }
        }
        if text.len() > 1 << 17 {
            reader.feed(text.as_bytes())?;
            text.clear();
        }
    }
    reader.feed(text.as_bytes())?;
    reader.finish()
}

#[cfg(test)]
mod tests {
    use befund_survey::dataset::Column;

    use super::*;

    #[test]
    fn the_invented_file_has_columns_of_every_kind() {
        let data = read().unwrap().dataset;
        assert_eq!(data.rows(), ROWS as usize);
        assert!(matches!(
            data.columns()[..5],
            [
                Column::Numbers(_),
                Column::Codes(_),
                Column::Numbers(_),
                Column::Texts(_),
                Column::Codes(_)
            ]
        ));
    }
}
