//! What stands below a table.

/// A row of which only the first cell is filled, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ThinRow {
    /// The first cell.
    pub(super) text: String,
    /// Its bytes in the file.
    pub(super) bytes: Vec<u8>,
    /// Line of the file, from 1.
    pub(super) line: u64,
    /// Cells it has.
    pub(super) cells: usize,
}

/// Rows that are kept to see whether the table ends before them.
pub(super) const MOST_FOOTNOTES: usize = 200;
/// How notes below a table begin.
const BEGINNINGS: [&str; 24] = [
    "©",
    "(c)",
    "copyright",
    "quelle",
    "source",
    "stand:",
    "stand ",
    "note:",
    "notes:",
    "note ",
    "anmerkung",
    "hinweis",
    "fußnote",
    "legende",
    "legend",
    "erläuterung",
    "zeichenerklärung",
    "* ",
    "*)",
    "1)",
    "¹",
    "http",
    "erstellt am",
    "exported",
];

/// How many of these rows, with which a file ends, still belong to the table.
pub(super) fn rows_of_table(thin: &[ThinRow], width: usize) -> usize {
    let is_note = |row: &ThinRow| {
        let text = row.text.trim().to_lowercase();
        let rule = text.len() >= 3
            && text
                .chars()
                .all(|sign| matches!(sign, '_' | '-' | '=' | '*'));
        let sentence = width > 2
            && row.cells == 1
            && text.contains(' ')
            && text.chars().any(char::is_alphabetic);
        rule || sentence
            || BEGINNINGS
                .iter()
                .any(|beginning| text.starts_with(beginning))
    };
    let Some(first) = thin.iter().position(is_note) else {
        return thin.len();
    };
    let blank = thin[..first]
        .iter()
        .rev()
        .take_while(|row| row.text.trim().is_empty());
    first - blank.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[&str], cells: usize) -> Vec<ThinRow> {
        let row = |text: &&str| ThinRow {
            text: (*text).to_owned(),
            bytes: text.as_bytes().to_vec(),
            line: 1,
            cells,
        };
        texts.iter().map(row).collect()
    }

    #[test]
    fn notes_are_told_from_rows_without_answers() {
        assert_eq!(rows_of_table(&rows(&["17", "18"], 5), 5), 2);
        assert_eq!(
            rows_of_table(&rows(&["17", "", "Quelle: eigene Erhebung"], 5), 5),
            1
        );
        assert_eq!(
            rows_of_table(&rows(&["__________", "Stand: 2024"], 1), 5),
            0
        );
        assert_eq!(rows_of_table(&rows(&["Alle Angaben ohne Gewähr"], 1), 5), 0);
        assert_eq!(rows_of_table(&rows(&["Rafael Halperin"], 1), 2), 1);
    }
}
