//! Which character separates the cells.

use befund_survey::order;
use csv_core::{ReadRecordResult, ReaderBuilder};

use super::Separator;

/// Candidates in the order in which they win a tie.
const CANDIDATES: [u8; 5] = *b",;\t|:";
/// Records that are looked at.
const SAMPLE: usize = 200;
/// At least this share of the records must have the same number of cells.
const CONSISTENT: f64 = 0.9;

/// The separator a first line like `sep=;` names, as Excel writes it.
pub(super) fn named_separator(head: &str) -> Option<Separator> {
    let line = head.trim_start_matches('\u{feff}').lines().next()?;
    let mut characters = line
        .strip_prefix("sep=")
        .or(line.strip_prefix("SEP="))?
        .chars();
    let separator = characters.next()?;
    characters
        .next()
        .is_none()
        .then(|| Separator::new(separator))
        .flatten()
}

/// The separator that cuts most records of the first text into the same number of cells, at least two; a comma where none does.
pub(super) fn separator(head: &str, whole: bool) -> Separator {
    let mut best = (Separator(b','), 0.0);
    for candidate in CANDIDATES {
        let cells = cells_per_record(head, candidate, whole);
        let Some((cells, share)) = mode(&cells) else {
            continue;
        };
        if cells < 2 {
            continue;
        }
        // agreement counts first, then how finely the text is cut
        let score =
            if share >= CONSISTENT { 10.0 } else { share } + (cells.min(100) as f64) / 1000.0;
        if score > best.1 {
            best = (Separator(candidate), score);
        }
    }
    best.0
}

/// The most common number of cells and the share of records that have it.
fn mode(cells: &[usize]) -> Option<(usize, f64)> {
    let mut sorted = cells.to_vec();
    order::sort(&mut sorted, usize::cmp);
    let runs = sorted.chunk_by(|a, b| a == b);
    let longest = runs.max_by_key(|run| (run.len(), run[0]))?;
    Some((longest[0], longest.len() as f64 / cells.len() as f64))
}

fn cells_per_record(head: &str, separator: u8, whole: bool) -> Vec<usize> {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let mut output = vec![0; 4096];
    let mut ends = vec![0; 512];
    let mut input = head.as_bytes();
    let mut cells = Vec::new();
    let mut current = 0;
    while cells.len() < SAMPLE {
        let (result, read, _, ended) = reader.read_record(input, &mut output, &mut ends);
        input = &input[read..];
        current += ended;
        match result {
            ReadRecordResult::InputEmpty if input.is_empty() && !(whole && read > 0) => {
                // an unfinished record says nothing unless it is the only one
                if cells.is_empty() && current > 0 {
                    cells.push(current);
                }
                break;
            }
            ReadRecordResult::InputEmpty
            | ReadRecordResult::OutputFull
            | ReadRecordResult::OutputEndsFull => {}
            ReadRecordResult::Record => {
                cells.push(current);
                current = 0;
            }
            ReadRecordResult::End => break,
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_separator_people_use() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n4,5,6\n", ','),
            ("a;b\n1,5;2,5\n1,5;3,5\n", ';'),
            ("name\tplace\nMüller, A.\tBonn; Köln\n", '\t'),
            ("a|b|c\n1|2|3\n", '|'),
            ("city:region\nBonn:NRW\n", ':'),
            ("\"a;b\",c\n\"1;2\",3\n", ','),
            ("only\n1\n2\n", ','),
            ("a;b;c", ';'),
        ] {
            assert_eq!(separator(text, true).get(), expected, "{text:?}");
        }
    }
}
