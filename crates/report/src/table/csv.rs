//! Tables as CSV after RFC 4180, in the reader's convention.

use befund_survey::Language;
use befund_survey::decimal;

use super::{Cell, Table};

impl Table {
    /// As CSV: semicolon and decimal comma in German, comma and decimal point in English.
    ///
    /// Figures have every digit, per cent without the sign; a label a spreadsheet would take for a formula gets an
    /// apostrophe in front.
    pub fn csv(&self, language: Language) -> String {
        let separator = match language {
            Language::De => ';',
            Language::En => ',',
        };
        self.delimited(separator, language)
    }

    /// The same with tabs, as a spreadsheet takes it from the clipboard.
    pub fn tsv(&self, language: Language) -> String {
        self.delimited('\t', language)
    }

    fn delimited(&self, separator: char, language: Language) -> String {
        let mut out = String::new();
        let mut line = |cells: Vec<String>| {
            let cells: Vec<String> = cells
                .into_iter()
                .map(|cell| quote(&cell, separator))
                .collect();
            out.push_str(&cells.join(&separator.to_string()));
            out.push_str("\r\n");
        };
        let names = self.column_names();
        line(
            names
                .iter()
                .map(|names| guard(&names.join(" – ")))
                .collect(),
        );
        for row in &self.rows {
            let mut cells: Vec<String> = row
                .cells
                .iter()
                .map(|cell| match cell {
                    Cell::Text(text) => guard(text),
                    number => number.exact(language).unwrap_or_default(),
                })
                .collect();
            cells.resize(names.len().max(cells.len()), String::new());
            line(cells);
        }
        for table in &self.more {
            out.push_str("\r\n");
            out.push_str(&quote(&guard(&table.caption), separator));
            out.push_str("\r\n");
            out.push_str(&table.delimited(separator, language));
        }
        out
    }
}

/// Words that a spreadsheet cannot take for a formula.
fn guard(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|character| match character {
            '\u{A0}' | '\u{202F}' => ' ',
            other => other,
        })
        .filter(|character| !character.is_control() || *character == '\n')
        .collect();
    let risky = text.trim_start().starts_with(['=', '+', '-', '@']);
    if risky && decimal::number(&text.trim().replace(',', ".")).is_none() {
        format!("'{text}")
    } else {
        text
    }
}

fn quote(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_becomes_a_formula() {
        assert_eq!(guard("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guard(" @cmd"), "' @cmd");
        assert_eq!(guard("-5"), "-5");
        assert_eq!(guard("+49 30"), "'+49 30");
        assert_eq!(guard("oft"), "oft");
    }

    #[test]
    fn separators_and_quotes_are_quoted() {
        assert_eq!(quote("a;b", ';'), "\"a;b\"");
        assert_eq!(quote("a;b", ','), "a;b");
        assert_eq!(quote("say \"x\"", ','), "\"say \"\"x\"\"\"");
    }
}
