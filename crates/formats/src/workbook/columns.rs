//! From the table on a sheet to a dataset.

use befund_survey::codebook::{
    Codebook, Level, Origin, Reason, Temporal, UserMissing, ValueLabel, Variable,
};
use befund_survey::dataset::{Column, Dataset};
use befund_survey::{Text, Value, infer, order};

use super::codebook::Written;
use super::kinds::{Kind, Seen, written};
use super::moment::iso;
use super::sheet::{Cell, Content, Places, Sheet};
use super::table::Table;
use crate::column::ColumnBuilder;
use crate::csv::{is_missing_word, missing_texts, names, parse, stem};
use crate::layout::Storage;
use crate::{Error, Reading, ReadingNote};

const SECONDS_OF_DAY: f64 = 86_400.0;

/// The table as a dataset, with what there is to say about it.
pub(super) fn reading(
    file: &str,
    sheet: &Sheet,
    table: Table,
    others: Vec<String>,
    codebook: Option<Written>,
) -> Result<Reading, Error> {
    let mut notes = vec![ReadingNote::Sheet {
        sheet: sheet.name.clone(),
        others,
    }];
    around(&table, &mut notes);
    let names = names(&table.names, &mut notes);
    let cells = cells_of(sheet, &table);
    let seen = look(sheet, &table, cells);
    let mut words: Vec<String> = Vec::new();
    let stored = |name: &String| {
        codebook
            .as_ref()
            .and_then(|codebook| codebook.storage(name))
    };
    let kinds: Vec<Kind> = names
        .iter()
        .zip(&seen)
        .map(|(name, seen)| stored(name).map_or_else(|| seen.kind(), Kind::Stored))
        .collect();
    let built = build(sheet, &table, cells, &kinds, &mut words);
    let mut guessed = Codebook::default();
    let mut columns = Vec::with_capacity(names.len());
    let all = names.iter().zip(seen.iter().zip(built));
    for (place, (name, (seen, column))) in all.enumerate() {
        let kind = kinds[place];
        let mut variable = describe(name, kind, &column);
        let (original, question) = (&table.names[place], &table.labels[place]);
        if !question.is_empty() {
            variable.label = Text::Plain(question.clone());
        } else if original != name && !original.trim().is_empty() {
            variable.label = Text::Plain(original.clone());
        }
        if kind == Kind::Texts {
            variable.missing = missing_words(&column);
            words.extend(
                variable
                    .missing
                    .iter()
                    .map(|missing| missing.value.to_string()),
            );
            notes.extend(stray(name, seen, &table));
        }
        guessed.variables.push(variable);
        columns.push(column);
    }
    errors(sheet, cells, &mut notes);
    for (places, note) in [
        (
            sheet.uncomputed,
            ReadingNote::uncomputed as fn(u64, String) -> ReadingNote,
        ),
        (sheet.impossible, ReadingNote::impossible),
    ] {
        let Places { cells, .. } = places;
        if cells > 0 {
            notes.push(note(cells, places.address()));
        }
    }
    order::sort(&mut words, String::cmp);
    words.dedup();
    if !words.is_empty() {
        notes.push(ReadingNote::MissingWords { words });
    }
    let empty = || Error::Empty {
        file: file.to_owned(),
    };
    let mut dataset =
        Dataset::new(stem(file), file.to_owned(), guessed, columns).ok_or_else(empty)?;
    if let Some(codebook) = codebook {
        codebook.describe(&mut dataset);
    }
    Ok(Reading { dataset, notes })
}

/// What stands around the table and is not read.
fn around(table: &Table, notes: &mut Vec<ReadingNote>) {
    if table.above.rows > 0 {
        notes.push(ReadingNote::Titles {
            lines: table.above.rows,
            text: table.above.text.clone(),
        });
    }
    if table.below.rows > 0 {
        notes.push(ReadingNote::RowsBelow {
            rows: table.below.rows,
            text: table.below.text.clone(),
        });
    }
    if table.found_no_names {
        notes.push(ReadingNote::NoHeader);
    }
    if table.rows.is_empty() {
        notes.push(ReadingNote::NoRows);
    }
    if let Some(first) = table.first_empty {
        notes.push(ReadingNote::EmptyRows {
            rows: table.empty,
            first: u64::from(first - table.rows.start) + 1,
            line: u64::from(first) + 1,
        });
    }
}

/// The cells of the rows of the table.
fn cells_of<'s>(sheet: &'s Sheet, table: &Table) -> &'s [Cell] {
    let at = |row: u32| sheet.cells.partition_point(|cell| cell.row < row);
    &sheet.cells[at(table.rows.start)..at(table.rows.end)]
}

/// Where a cell is among the columns of the table.
fn place(cell: &Cell, table: &Table) -> Option<usize> {
    let place = cell.column.checked_sub(table.columns.start)?;
    table
        .columns
        .contains(&cell.column)
        .then_some(place as usize)
}

fn look(sheet: &Sheet, table: &Table, cells: &[Cell]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = table.columns.clone().map(|_| Seen::default()).collect();
    for cell in cells {
        if let Some(place) = place(cell, table) {
            seen[place].look(sheet, cell.content, cell.row);
        }
    }
    seen
}

fn build(
    sheet: &Sheet,
    table: &Table,
    cells: &[Cell],
    kinds: &[Kind],
    words: &mut Vec<String>,
) -> Vec<Column> {
    let mut builders: Vec<ColumnBuilder> = kinds.iter().map(|_| ColumnBuilder::new()).collect();
    let mut rest = cells;
    for row in table.rows.clone() {
        let count = rest.iter().take_while(|cell| cell.row == row).count();
        let (here, after) = rest.split_at(count);
        rest = after;
        let mut next = 0;
        for cell in here {
            let Some(place) = place(cell, table) else {
                continue;
            };
            builders[next..place]
                .iter_mut()
                .for_each(ColumnBuilder::push_missing);
            next = place + 1;
            push(
                &mut builders[place],
                kinds[place],
                sheet,
                cell.content,
                words,
            );
        }
        builders[next..]
            .iter_mut()
            .for_each(ColumnBuilder::push_missing);
    }
    let finish = |(builder, kind): (ColumnBuilder, &Kind)| match kind {
        Kind::Numbers(_) | Kind::Stored(Storage::Numbers) => builder.finish_decimal(),
        Kind::Booleans | Kind::Moments(_) | Kind::Texts | Kind::Stored(_) => builder.finish(),
    };
    builders.into_iter().zip(kinds).map(finish).collect()
}

/// Adds a cell as its column has it.
fn push(
    builder: &mut ColumnBuilder,
    kind: Kind,
    sheet: &Sheet,
    content: Content,
    words: &mut Vec<String>,
) {
    match (kind, content) {
        (_, Content::Error(_)) => builder.push_missing(),
        (Kind::Stored(Storage::Texts), content) => builder.push_text(&written(sheet, content)),
        (Kind::Stored(storage), Content::Text(id)) => stored(builder, storage, sheet.text(id)),
        (Kind::Texts, Content::Text(id)) => {
            let text = sheet.text(id);
            builder.push_text(if text.trim().is_empty() { "" } else { text });
        }
        (Kind::Texts, content) => builder.push_text(&written(sheet, content)),
        (Kind::Numbers(style), Content::Text(id)) => {
            let text = sheet.text(id).trim();
            match style.and_then(|style| parse(text, style)) {
                Some(number) => builder.push_number(number),
                None => missing(builder, text, words),
            }
        }
        (_, Content::Text(id)) => missing(builder, sheet.text(id).trim(), words),
        (_, Content::Boolean(value)) => builder.push_number(f64::from(u8::from(value))),
        (
            Kind::Moments(Temporal::DateTime) | Kind::Stored(Storage::Moments(Temporal::DateTime)),
            Content::Date(day),
        ) => {
            builder.push_number(day * SECONDS_OF_DAY);
        }
        (
            Kind::Moments(Temporal::Date) | Kind::Stored(Storage::Moments(Temporal::Date)),
            Content::DateTime(seconds),
        ) => {
            builder.push_number(seconds / SECONDS_OF_DAY);
        }
        (
            _,
            Content::Number(number)
            | Content::Date(number)
            | Content::DateTime(number)
            | Content::Time(number),
        ) => builder.push_number(number),
    }
}

/// Adds a text among numbers or dates as we write them: a lettered missing value, or a moment that Excel does not have.
fn stored(builder: &mut ColumnBuilder, storage: Storage, text: &str) {
    match (text.as_bytes(), storage, iso(text)) {
        ([b'.', letter @ b'a'..=b'z'], ..) => builder.push_letter(*letter),
        (_, Storage::Moments(Temporal::Date), Some(Content::Date(number)))
        | (_, Storage::Moments(Temporal::DateTime), Some(Content::DateTime(number)))
        | (_, Storage::Moments(Temporal::Time), Some(Content::Time(number))) => {
            builder.push_number(number);
        }
        _ => builder.push_text(text),
    }
}

/// Adds a word that stands for no answer.
fn missing(builder: &mut ColumnBuilder, text: &str, words: &mut Vec<String>) {
    builder.push_missing();
    let listed = is_missing_word(text);
    if listed && !words.iter().any(|known| known == text) {
        words.push(text.to_owned());
    }
}

/// The variable of a column.
fn describe(name: &str, kind: Kind, column: &Column) -> Variable {
    let mut variable = infer(name, column);
    match kind {
        Kind::Moments(temporal) | Kind::Stored(Storage::Moments(temporal)) => {
            variable.temporal = Some(temporal);
            if temporal != Temporal::Time {
                variable.level = Level::Date;
                variable.origin = Origin::Guessed(Reason::Dates);
            }
        }
        Kind::Booleans => {
            let label = |value: i32, german: &str, english: &str| ValueLabel {
                value: value.into(),
                label: Text::both(german, english),
            };
            variable.level = Level::Nominal;
            variable.values = vec![label(0, "falsch", "false"), label(1, "wahr", "true")];
        }
        Kind::Numbers(_) | Kind::Texts | Kind::Stored(_) => {}
    }
    variable
}

/// Texts of a column that say that there is no answer.
fn missing_words(column: &Column) -> Vec<UserMissing> {
    let words = match column {
        Column::Codes(codes) => {
            missing_texts(codes.dictionary().iter().filter_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                Value::Number(_) => None,
            }))
        }
        Column::Texts(texts) => missing_texts((0..texts.len()).filter_map(|row| texts.get(row))),
        Column::Numbers(_) => Vec::new(),
    };
    words
        .into_iter()
        .map(|word| UserMissing {
            value: word.into(),
            label: Text::default(),
        })
        .collect()
}

/// What keeps a column from being numbers or dates.
fn stray(name: &str, seen: &Seen, table: &Table) -> Option<ReadingNote> {
    if seen.is_mixed() {
        return Some(ReadingNote::MixedCells {
            columns: vec![name.to_owned()],
        });
    }
    let (word, row) = seen.stray_word()?;
    let (columns, word) = (vec![name.to_owned()], word.clone());
    Some(if seen.is_temporal() {
        ReadingNote::StrayAmongDates {
            columns,
            word,
            row: u64::from(row - table.rows.start) + 1,
        }
    } else {
        ReadingNote::StrayWord {
            columns,
            word,
            row: u64::from(row - table.rows.start) + 1,
        }
    })
}

/// Formulas that failed.
fn errors(sheet: &Sheet, cells: &[Cell], notes: &mut Vec<ReadingNote>) {
    let mut places = Places::default();
    let mut first = None;
    for cell in cells {
        if let Content::Error(error) = cell.content {
            first.get_or_insert(error);
            places.add(cell.row, cell.column);
        }
    }
    if let Some(error) = first {
        notes.push(ReadingNote::ErrorCells {
            sheet: sheet.name.clone(),
            cells: places.cells,
            first: places.address(),
            error: error.as_str().to_owned(),
        });
    }
}
