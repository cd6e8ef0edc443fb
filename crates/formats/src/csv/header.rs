//! What stands above the rows: titles, one or more rows of a header, and the names and labels in them.

use std::collections::HashMap;

use befund_survey::Text;

use super::dialect::Heading;
use super::missing::is_missing_mark;
use super::names::names as differing;
use super::number::is_number;
use super::records::Record;
use crate::ReadingNote;

/// Rows below a header that are compared with it.
const SAMPLE: usize = 50;
/// A header has no more rows, unless the reader says so.
const MOST_ROWS: usize = 4;
/// A name put together of a question and an answer is not longer.
const LONGEST_JOINED: usize = 64;
/// Second rows of SurveyMonkey above a question with one answer.
const ANSWER: [&str; 8] = [
    "response",
    "responses",
    "open-ended response",
    "antwort",
    "antworten",
    "offene antwort",
    "antworten mit offenem ende",
    "beantwortung mit offenem ende",
];

/// The header among the first records of a file, and what it says.
#[derive(Debug)]
pub(super) struct Header {
    /// Records above it.
    pub(super) titles: usize,
    /// Records it takes, with blank ones below it.
    pub(super) rows: usize,
    pub(super) columns: Vec<Heading>,
    pub(super) notes: Vec<ReadingNote>,
}

/// Finds the header; `from_first` where nothing stands above it, `rows` where its rows are known.
pub(super) fn header(records: &[Record], titles: Titles, rows: Option<usize>) -> Header {
    let width = common_width(records);
    let titles = match titles {
        Titles::None => 0,
        Titles::Any if width < 2 || rows == Some(0) => 0,
        Titles::Any => {
            let is_title = |record: &&Record| record.filled().all(|(at, _)| at == 0);
            let titles = records.iter().take_while(is_title).count();
            match &records[titles..] {
                // a single name above numbers is no title, but a header that is too short
                [] => 0,
                table if titles == 1 && is_row(table) => 0,
                _ => titles,
            }
        }
    };
    let mut notes = Vec::new();
    let table = &records[titles..];
    let found = rows.unwrap_or_else(|| rows_of_header(table, &mut notes));
    let head = &table[..found.min(table.len())];
    // a blank row below one row of names is a case without answers; below several it closes the header
    let blank = match head.len() {
        0 | 1 => 0,
        rows => {
            let below = table[rows..].iter();
            below
                .take_while(|record| record.filled().next().is_none())
                .count()
        }
    };
    let width = width_of(head, &table[head.len()..]);
    let (names, labels) = words(head, width);
    let columns = differing(&names, &mut notes)
        .into_iter()
        .zip(names.iter().zip(labels))
        .map(|(name, (original, label))| heading(name, original, label))
        .collect();
    if head.len() > 1 {
        notes.push(ReadingNote::HeaderRows {
            rows: head.len() as u64,
        });
    }
    Header {
        titles,
        rows: head.len()
            + if blank == table.len() - head.len() {
                0
            } else {
                blank
            },
        columns,
        notes,
    }
}

/// What may stand above the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Titles {
    /// Nothing: the reader was told where the header begins.
    None,
    /// Lines with a single cell.
    Any,
}

/// The most common number of cells.
fn common_width(records: &[Record]) -> usize {
    let mut widths: Vec<usize> = records.iter().map(|record| record.cells.len()).collect();
    befund_survey::order::sort(&mut widths, usize::cmp);
    let runs = widths.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| (run.len(), run[0]))
        .map_or(1, |run| run[0])
}

/// Cells of a row: as many as the header has names or most rows have cells, whichever is more; without a header as many as the
/// longest row.
fn width_of(head: &[Record], rows: &[Record]) -> usize {
    let named = head
        .iter()
        .filter_map(|record| record.filled().last())
        .map(|(at, _)| at + 1)
        .max();
    let Some(named) = named else {
        return rows
            .iter()
            .map(|record| record.cells.len())
            .max()
            .unwrap_or(1);
    };
    let cells = head
        .iter()
        .map(|record| record.cells.len())
        .max()
        .unwrap_or(0);
    let common = if rows.is_empty() {
        cells
    } else {
        common_width(rows).min(cells)
    };
    named.max(common)
}

/// How many of these records are the header.
fn rows_of_header(table: &[Record], notes: &mut Vec<ReadingNote>) -> usize {
    let Some(first) = table.first() else {
        return 0;
    };
    if is_row(table) {
        notes.push(ReadingNote::NoHeader);
        return 0;
    }
    let import_ids = |record: &Record| {
        let ids = record
            .filled()
            .filter(|(_, cell)| cell.starts_with('{') && cell.contains("\"ImportId\""));
        ids.count() * 2 > record.filled().count()
    };
    if let Some(at) = table.iter().take(4).position(import_ids) {
        return at + 1;
    }
    let refined =
        |rows: &usize| table.len() > *rows && (1..*rows).all(|at| refines(table, at, *rows));
    let rows = (2..=MOST_ROWS).rev().find(refined).unwrap_or(1);
    if rows == 1
        && let Some((_, name)) = doubtful(first, &table[1..])
    {
        notes.push(ReadingNote::DoubtfulHeader { text: name });
    }
    rows
}

/// Whether the first record is a row of data: it holds numbers only, or a number just like all those below it.
fn is_row(table: &[Record]) -> bool {
    let first = &table[0];
    if first.filled().next().is_none() || counts(first) {
        return false;
    }
    if first.filled().all(|(_, cell)| is_number(cell)) {
        return true;
    }
    let year = |cell: &str| cell.len() == 4 && (cell.starts_with("19") || cell.starts_with("20"));
    let rows = &table[1..table.len().min(SAMPLE)];
    let like_those_below = |(at, cell): (usize, &str)| {
        let below: Vec<&str> = rows
            .iter()
            .map(|row| row.cell(at))
            .filter(|cell| !cell.is_empty())
            .collect();
        let whole = |cell: &&str| cell.bytes().all(|byte| byte.is_ascii_digit());
        whole(&cell)
            && below.len() >= 3
            && below
                .iter()
                .all(|other| whole(other) && other.len() == cell.len())
            && (!year(cell) || below.iter().all(|other| year(other)))
    };
    // a text above numbers is a name
    let names_numbers = first.filled().any(|(at, cell)| {
        let mut below = rows
            .iter()
            .map(|row| row.cell(at))
            .filter(|cell| !cell.is_empty())
            .peekable();
        !is_number(cell) && below.peek().is_some() && below.all(is_number)
    });
    !names_numbers && first.filled().any(like_those_below)
}

/// Whether the names are 0, 1, 2, ... as programs write above columns that have none, or years, or 1, 2, 3, ... up to many.
fn counts(record: &Record) -> bool {
    let Some(numbers): Option<Vec<i64>> =
        record.filled().map(|(_, cell)| cell.parse().ok()).collect()
    else {
        return false;
    };
    let in_a_row = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    in_a_row
        && match numbers[..] {
            [0, ..] => numbers.len() > 2,
            [1, ..] => numbers.len() > 4,
            [1900..2100, ..] => numbers.len() > 1,
            _ => false,
        }
}

/// A name that could be a value: a number above numbers, or a text that comes again below.
fn doubtful(first: &Record, rows: &[Record]) -> Option<(usize, String)> {
    let rows = &rows[..rows.len().min(SAMPLE)];
    let numbers: Vec<(usize, &str)> = first.filled().filter(|(_, cell)| is_number(cell)).collect();
    let names = numbers
        .windows(2)
        .all(|pair| pair[0].1.len() == pair[1].1.len())
        && numbers.len() > 1;
    let found = first.filled().find(|(at, cell)| {
        let mut below = rows
            .iter()
            .map(|row| row.cell(*at))
            .filter(|cell| !cell.is_empty())
            .peekable();
        if is_number(cell) {
            !names && !counts(first) && below.peek().is_some() && below.all(is_number)
        } else {
            below.any(|other| other == *cell)
        }
    });
    found.map(|(at, cell)| (at, cell.to_owned()))
}

/// Whether the record at this place is one more row of a header of so many rows.
fn refines(table: &[Record], at: usize, rows_of_header: usize) -> bool {
    let (above, record) = (&table[at - 1], &table[at]);
    let first = &table[0];
    let rows = &table[rows_of_header..table.len().min(rows_of_header + SAMPLE)];
    if is_legacy_qualtrics(first, record) && at == 1 {
        return true;
    }
    let answers = record
        .filled()
        .filter(|(_, cell)| ANSWER.contains(&cell.to_lowercase().as_str()));
    let fills_blank = |(column, _): (usize, &str)| above.cell(column).is_empty();
    let fills = record.filled().any(fills_blank);
    if at == 1 && record.cell(0).is_empty() && !first.cell(0).is_empty() && answers.count() > 0 {
        // SurveyMonkey
        return true;
    }
    let (mut names, mut columns) = (0, 0);
    for (column, cell) in record.filled() {
        columns += 1;
        let mut below = rows
            .iter()
            .map(|row| row.cell(column))
            .filter(|cell| !cell.is_empty())
            .peekable();
        let is_name =
            cell.chars().any(char::is_alphabetic) && !is_value(cell) && !is_missing_mark(cell);
        if !is_name
            || below.clone().any(|other| other == cell)
                && below.clone().all(|other| !is_value(other))
        {
            // a word that comes again below is an answer
            return false;
        }
        if below.peek().is_some() && below.all(|other| is_value(other) || is_missing_mark(other)) {
            names += 1;
        }
    }
    names >= 2 && names * 4 > columns || (names >= 1 && fills)
}

/// A number, or a date or time: begins with a digit and hardly has letters.
fn is_value(cell: &str) -> bool {
    let letters = cell
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    is_number(cell) || (letters <= 2 && cell.starts_with(|first: char| first.is_ascii_digit()))
}

/// Exports of Qualtrics before 2017: V1, V2, ... and below them what they are.
fn is_legacy_qualtrics(first: &Record, second: &Record) -> bool {
    let id = |cell: &str| {
        matches!(
            cell.to_lowercase().replace(' ', "").as_str(),
            "responseid" | "startdate" | "startdatum"
        )
    };
    id(second.cell(0)) && (first.cell(0) == "V1" || id(first.cell(0)))
}

/// The words for names and for labels.
fn words(head: &[Record], width: usize) -> (Vec<String>, Vec<String>) {
    let cells = |record: &Record| -> Vec<String> {
        (0..width)
            .map(|at| record.cells.get(at).cloned().unwrap_or_default())
            .collect()
    };
    let tidy_cells =
        |record: &Record| -> Vec<String> { cells(record).iter().map(|cell| tidy(cell)).collect() };
    let Some((first, others)) = head.split_first() else {
        return (vec![String::new(); width], vec![String::new(); width]);
    };
    if others.is_empty() {
        return coded(cells(first));
    }
    let names = tidy_cells(first);
    let others: Vec<Vec<String>> = others
        .iter()
        .map(|record| {
            let cells = tidy_cells(record);
            // what Qualtrics writes for itself
            cells
                .into_iter()
                .map(|cell| {
                    if cell.starts_with("{\"ImportId\"") {
                        String::new()
                    } else {
                        cell
                    }
                })
                .collect()
        })
        .collect();
    grouped(names, &others)
}

/// A line of words: without line breaks and more than one blank between two.
fn tidy(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One row: names, or codes with their questions as LimeSurvey writes them ("G01Q02[SQ001]. How often ...?").
fn coded(names: Vec<String>) -> (Vec<String>, Vec<String>) {
    let split = |name: &String| {
        let (code, question) = name.split_once(". ")?;
        let letters = code.starts_with(|first: char| first.is_ascii_alphabetic());
        let sign =
            |character: char| character.is_ascii_alphanumeric() || "_[]-".contains(character);
        (letters && code.chars().all(sign) && !question.trim().is_empty())
            .then(|| (code.to_owned(), question.trim().to_owned()))
    };
    let codes = names.iter().filter(|name| split(name).is_some()).count();
    if codes < 2 || codes * 2 < names.len() {
        let none = vec![String::new(); names.len()];
        return (names, none);
    }
    names
        .into_iter()
        .map(|name| split(&name).unwrap_or((name, String::new())))
        .unzip()
}

/// Several rows: names with labels below them, or questions with answers below them, over as many blank cells as follow.
fn grouped(given: Vec<String>, others: &[Vec<String>]) -> (Vec<String>, Vec<String>) {
    let width = given.len();
    let below = |at: usize| -> Vec<&str> {
        let cells = others.iter().map(|cells| cells[at].as_str());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    let times = count(given.iter());
    let repeated: Vec<bool> = given.iter().map(|name| times[name] > 1).collect();
    let in_group = |at: usize| (given[at].is_empty() || repeated[at]) && !below(at).is_empty();
    let filled = filled(&given, others);
    let words: Vec<&String> = others
        .iter()
        .flatten()
        .filter(|cell| !cell.is_empty())
        .collect();
    let times = count(words.iter().copied());
    let differ = words.iter().filter(|word| times[**word] == 1);
    if !(0..width).any(in_group) && differ.count() * 2 > words.len() {
        // names, and below them what they mean
        let labels = (0..width).map(|at| below(at).join(": ")).collect();
        return (given, labels);
    }
    let mut names = given.clone();
    let mut labels = Vec::with_capacity(width);
    for at in 0..width {
        let parts: Vec<&str> = filled
            .iter()
            .map(|level| level[at].as_str())
            .filter(|part| !part.is_empty())
            .collect();
        let continues =
            given.get(at + 1).is_some_and(String::is_empty) && !below(at + 1).is_empty();
        let alone = !given[at].is_empty() && !continues && !repeated[at];
        let answer = |part: &str| ANSWER.contains(&part.to_lowercase().as_str());
        if alone && below(at).into_iter().all(answer) {
            labels.push(String::new());
            continue;
        }
        let stems: Vec<&str> = parts
            .iter()
            .map(|part| part.trim_end_matches([':', ' ']))
            .collect();
        labels.push(stems.join(": "));
        let joined = parts.join(" ");
        if !alone && parts.len() > 1 && joined.chars().count() <= LONGEST_JOINED
            || given[at].is_empty() && parts.len() == 1
        {
            names[at] = joined;
        }
    }
    (names, labels)
}

/// How often each text occurs.
fn count<'a>(texts: impl Iterator<Item = &'a String>) -> HashMap<&'a String, usize> {
    let mut times = HashMap::new();
    for text in texts {
        *times.entry(text).or_insert(0) += 1;
    }
    times
}

/// The rows of a header with each question repeated over the blank cells that belong to it.
fn filled(first: &[String], others: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut levels: Vec<Vec<String>> = std::iter::once(first.to_vec())
        .chain(others.iter().cloned())
        .collect();
    for level in 0..levels.len() - 1 {
        for at in 1..first.len() {
            let refined = levels[level + 1..]
                .iter()
                .any(|below| !below[at].is_empty());
            let same_above = levels[..level]
                .iter()
                .all(|above| above[at] == above[at - 1]);
            if levels[level][at].is_empty() && refined && same_above {
                levels[level][at] = levels[level][at - 1].clone();
            }
        }
    }
    levels
}

/// A column's name and label; quotes of programs that put them around names are no part of the label.
fn heading(name: String, original: &str, label: String) -> Heading {
    let unquoted = name
        .strip_prefix('\'')
        .and_then(|name| name.strip_suffix('\''));
    let label = if !label.is_empty() {
        label
    } else if let Some(unquoted) = unquoted.filter(|name| !name.is_empty()) {
        unquoted.to_owned()
    } else {
        original.to_owned()
    };
    let label = if label == name || label.trim().is_empty() {
        Text::default()
    } else {
        Text::Plain(label)
    };
    Heading { name, label }
}
