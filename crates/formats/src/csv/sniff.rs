//! How cells are told apart, found out from the first text of a file.

use befund_survey::order;

use super::Separator;
use super::dialect::{Escape, Form, LineEnds};
use super::number::is_number;
use super::records::{Record, Records};

/// Candidates in the order in which they win a tie.
const CANDIDATES: [u8; 6] = *b",;\t|: ";
/// Records that are looked at.
const SAMPLE: usize = 200;
/// Lines before and after a table that may have a single cell: titles and footnotes.
const MOST_TITLES: usize = 20;
/// At least this share of the records must have the same number of cells to be consistent.
const CONSISTENT: f64 = 0.9;
/// Where lines stand above the table, at least this share.
const CONSISTENT_BELOW_TITLES: f64 = 0.8;

/// What the reader was told about the form.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    pub(super) separator: Option<Separator>,
    pub(super) quote: Option<Quote>,
    pub(super) comment: Option<Comment>,
}

/// The quote that is used, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote(pub(super) Option<u8>);

/// The sign before comments, if there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment(pub(super) Option<u8>);

/// A first line like `sep=;`, as Excel writes and reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NamedSeparator {
    pub(super) separator: Separator,
    /// Bytes of the line with its end.
    pub(super) length: usize,
}

/// The separator that the first line names.
pub(super) fn named_separator(text: &str) -> Option<NamedSeparator> {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..end].trim_end_matches([',', ';']);
    // `sep=;` itself ends with what exported rows are padded with
    let line = if line.len() == 4 {
        text[..end].get(..5)?
    } else {
        line
    };
    let line = line.trim_matches('"');
    let name = line.get(..4)?;
    let mut characters = line.get(4..)?.chars();
    let separator = characters.next()?;
    if !name.eq_ignore_ascii_case("sep=") || characters.next().is_some() {
        return None;
    }
    let line_end = if text[end..].starts_with("\r\n") {
        2
    } else {
        1
    };
    Some(NamedSeparator {
        separator: Separator::new(separator)?,
        length: (end + line_end).min(text.len()),
    })
}

/// The form of a text that cuts it most evenly, but for what is told.
pub(super) fn form(text: &str, whole: bool, told: &Told) -> Form {
    let comment = match told.comment {
        Some(Comment(comment)) => comment,
        None => Some(b'#')
            .filter(|_| text.starts_with('#') || text.contains("\n#") || text.contains("\r#")),
    };
    let quote = told.quote.map_or(Some(b'"'), |Quote(quote)| quote);
    let bare_cr = |at: usize| match text.as_bytes().get(at + 1) {
        Some(next) => *next != b'\n',
        None => whole,
    };
    let basis = Form {
        quote,
        comment,
        line_ends: if text.match_indices('\r').any(|(at, _)| bare_cr(at)) {
            LineEnds::Cr
        } else {
            LineEnds::Usual
        },
        ..Form::of(Separator(b','))
    };
    let mut best = best_separator(text, whole, basis, told.separator);
    for other in others(text, best.form, told) {
        let other = best_separator(text, whole, other, told.separator);
        if other.better(&best) {
            best = other;
        }
    }
    let mut form = best.form;
    if told.comment.is_none() && comment.is_some() && !has_comments(text, whole, form) {
        form.comment = None;
    }
    form
}

/// Other quotes and escapes for which the text has signs.
fn others(text: &str, form: Form, told: &Told) -> Vec<Form> {
    let mut others = Vec::new();
    if text.contains('\\') && form.quote.is_some() {
        others.push(Form {
            escape: Escape::Backslash,
            ..form
        });
    }
    if told.quote.is_none() {
        if text.contains('\'') {
            others.push(Form {
                quote: Some(b'\''),
                ..form
            });
        }
        if text.contains('"') {
            others.push(Form {
                quote: None,
                ..form
            });
        }
    }
    others
}

/// Whether lines that begin with `#` are comments: they have one cell at most, or the others are blank.
fn has_comments(text: &str, whole: bool, form: Form) -> bool {
    let form = Form {
        comment: None,
        ..form
    };
    let (mut comments, mut rows) = (0, 0);
    let mut others = 0;
    for record in Records::new(text, 0, 1, form, whole).take(SAMPLE) {
        if record.cell(0).starts_with('#') {
            let alone = record.filled().count() == 1;
            *(if alone { &mut comments } else { &mut rows }) += 1;
        } else {
            others += 1;
        }
    }
    // words after # in a column of their own are answers
    comments > 0 && rows * 2 <= comments && others > 0 && comments <= 2 * others + MOST_TITLES
}

/// A form and how well it cuts a text.
struct Candidate {
    form: Form,
    /// Most common number of cells.
    cells: usize,
    /// Share of the records with that number, lines above and below the table left out.
    share: f64,
    rank: f64,
    /// Cells in quotes, and cells that begin or end with a quote that is none.
    quoted: usize,
    loose: usize,
    /// Whether a quote was still open at the end.
    unclosed: bool,
}

impl Candidate {
    /// Whether a rarer form is clearly the better one.
    fn better(&self, usual: &Self) -> bool {
        match (self.form.escape, self.form.quote) {
            (Escape::Backslash, _) => {
                self.rank >= usual.rank && (self.share > usual.share || self.loose < usual.loose)
            }
            (_, None) => {
                self.share > usual.share
                    && (usual.unclosed || usual.share < CONSISTENT)
                    && self.loose > usual.quoted / 2
            }
            (_, Some(b'\'')) => {
                // the usual quotes may stand at the start of what is cut wrongly
                let cut_wrongly =
                    usual.unclosed || self.rank > usual.rank || self.share > usual.share;
                (usual.quoted == 0 || cut_wrongly)
                    && self.quoted > usual.quoted
                    && self.loose == 0
                    && !self.unclosed
                    && (self.rank >= usual.rank || usual.unclosed)
            }
            _ => false,
        }
    }
}

/// The separator that cuts most records into the same number of cells, at least two; none, or a comma that does not occur,
/// where there is a single column.
fn best_separator(text: &str, whole: bool, form: Form, told: Option<Separator>) -> Candidate {
    if let Some(separator) = told {
        return candidate(text, whole, Form { separator, ..form });
    }
    let candidates = CANDIDATES.map(|byte| {
        let separator = Separator(byte);
        candidate(text, whole, Form { separator, ..form })
    });
    let mut best: Option<Candidate> = None;
    for candidate in candidates {
        let better = |best: &Candidate| candidate.rank > best.rank;
        if candidate.cells >= 2 && candidate.rank > 0.0 && best.as_ref().is_none_or(better) {
            best = Some(candidate);
        }
    }
    best.unwrap_or_else(|| {
        let comma = text.contains(',');
        let separator = if comma {
            Separator::NONE
        } else {
            form.separator
        };
        candidate(text, whole, Form { separator, ..form })
    })
}

fn candidate(text: &str, whole: bool, form: Form) -> Candidate {
    let mut records: Vec<Record> = Records::new(text, 0, 1, form, whole).take(SAMPLE).collect();
    if records.is_empty() {
        // an unfinished record says nothing unless it is the only one
        records.extend(Records::new(text, 0, 1, form, true).take(1));
    }
    let (mut quoted, mut loose) = (0, 0);
    for (at, record) in records.iter().enumerate() {
        // single quotes around names alone belong to the names
        let names_alone = at == 0 && form.quote == Some(b'\'');
        quoted += if names_alone { 0 } else { record.quoted };
        loose += record
            .cells
            .iter()
            .filter(|cell| is_loose(cell, form))
            .count();
    }
    let unclosed = records.iter().any(|record| record.unclosed);
    records.retain(|record| !record.is_comment && record.filled().next().is_some());
    let titles = records.iter().take(MOST_TITLES);
    let titles = titles.take_while(|record| record.cells.len() == 1).count();
    let table = &records[titles..];
    let footnotes = table.iter().rev().take(MOST_TITLES);
    let footnotes = footnotes
        .take_while(|record| record.cells.len() == 1)
        .count();
    let table = &table[..table.len() - footnotes];
    let (cells, share) = mode(table);
    let mut rank = if titles + footnotes > 0 && table.len() < 2 {
        // a comma in one of several lines
        0.0
    } else if share >= CONSISTENT {
        1.0
    } else if titles > 0 && share < CONSISTENT_BELOW_TITLES {
        0.0
    } else {
        share * share
    };
    // the more lines stand around the table, the less it is one
    rank *= 1.0 - 0.7 * (titles + footnotes) as f64 / records.len().max(1) as f64;
    if rank > 0.0 {
        rank += (cells.min(100) as f64) / 1000.0;
    }
    let numbers = |record: &Record| record.filled().all(|(_, cell)| is_number(cell));
    if titles > 0 && table.first().is_some_and(numbers) {
        // what stands above was the header, and the comma a decimal mark
        rank = match form.separator.byte() {
            b',' => 0.0,
            _ => rank - 0.5,
        };
    }
    if form.separator.byte() == b' ' {
        // blanks are in all texts: they separate cells where nothing else does
        rank = match is_aligned(table, cells, share) {
            true => 0.6 * rank,
            false => 0.0,
        };
    }
    Candidate {
        form,
        cells,
        share,
        rank,
        quoted,
        loose,
        unclosed,
    }
}

/// Whether a quote stands where it should not be left over.
fn is_loose(cell: &str, form: Form) -> bool {
    match form.quote {
        Some(quote) => {
            let quote = char::from(quote);
            let at_end = cell.starts_with(quote) != cell.ends_with(quote);
            let behind = cell
                .match_indices(quote)
                .any(|(at, _)| cell[..at].ends_with('\\'));
            (at_end && quote == '\'') || behind
        }
        None => cell.starts_with('"') != cell.ends_with('"'),
    }
}

/// Columns that are aligned by blanks hold mostly numbers; sentences are no tables.
fn is_aligned(table: &[Record], cells: usize, share: f64) -> bool {
    let filled: Vec<&str> = table
        .iter()
        .skip(1)
        .flat_map(|record| record.filled())
        .map(|(_, cell)| cell)
        .collect();
    let numbers = filled.iter().filter(|cell| is_number(cell)).count();
    table.len() >= 3 && cells >= 2 && share >= CONSISTENT && numbers * 2 >= filled.len()
}

/// The most common number of cells and the share of records that have it.
fn mode(records: &[Record]) -> (usize, f64) {
    let mut sorted: Vec<usize> = records.iter().map(|record| record.cells.len()).collect();
    order::sort(&mut sorted, usize::cmp);
    let runs = sorted.chunk_by(|a, b| a == b);
    let longest = runs.max_by_key(|run| (run.len(), run[0]));
    longest.map_or((0, 0.0), |run| {
        (run[0], run.len() as f64 / sorted.len() as f64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Form {
        form(text, true, &Told::default())
    }

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
            ("time,n\n12:30:15,1\n13:45:00,2\n", ','),
            ("  id   age\n   1    34\n   2    51\n", ' '),
            ("comment\nit is good\nso so la\n", ','),
            ("comment\nslow, loud\nnice\nold, dark, small\n", '\u{1f}'),
            ("grade\n1,3\n2,7\n", '\u{1f}'),
            ("Title, with a comma\n\nid;n\n1;2,5\n2;3,5\n3;4,5\n", ';'),
            ("when;n\n2024-01-01 10:00;1\n2024-01-02 11:00;2\n", ';'),
        ] {
            assert_eq!(found(text).separator.get(), expected, "{text:?}");
        }
    }

    #[test]
    fn finds_quotes_escapes_and_comments() {
        let backslash = found("\"\\\"H\\\" J\";1987\n\"a\";2\n");
        assert_eq!(backslash.escape, Escape::Backslash);
        assert_eq!(found("a,b\nx\\, y,1\nz,2\n").escape, Escape::Backslash);
        assert_eq!(
            found("a;b\n\"C:\\x\\\";1\n\"C:\\y\\\";2\n").escape,
            Escape::Doubled
        );
        assert_eq!(
            found("'a','b'\n'1,5','x'\n'2,5','it''s'\n").quote,
            Some(b'\'')
        );
        assert_eq!(found("a,b\nit's,'s-Hertogenbosch\n").quote, Some(b'"'));
        assert_eq!(found("'a'\t'b'\n1\t2\n").quote, Some(b'"'));
        assert_eq!(found("a,b\n# said later\n1,2\n").comment, Some(b'#'));
        assert_eq!(found("#,b\n1,2\n2,3\n").comment, None);
        assert_eq!(found("tag;n\n#eins;1\n#zwei;2\n").comment, None);
        assert_eq!(found("a;b\r1;2\r").line_ends, LineEnds::Cr);
    }

    #[test]
    fn a_first_line_names_the_separator() {
        for (line, expected) in [
            ("sep=;\r\n", ';'),
            ("SEP=,\n", ','),
            ("\"sep=;\"\n", ';'),
            ("sep=\t\n", '\t'),
            ("sep=|;;;\n", '|'),
        ] {
            let named = named_separator(&format!("{line}a")).unwrap();
            assert_eq!(
                (named.separator.get(), named.length),
                (expected, line.len()),
                "{line:?}"
            );
        }
        assert_eq!(named_separator("separate;b\n"), None);
        assert_eq!(named_separator("é"), None);
    }
}
