//! Tables as HTML.

use std::fmt::Write as _;

use super::{Cell, RowKind, Table};
use crate::svg::escape;

impl Table {
    /// As an HTML `<table>` with `<caption>` and scopes; numeric cells have the class `number`, heads of several columns
    /// `span`, total rows `total`, rows that head others `group`.
    pub fn html(&self) -> String {
        let mut out = String::from("<table>");
        // Writing to a string cannot fail.
        let _ = write!(out, "<caption>{}</caption><thead>", escape(&self.caption));
        let figures = self.figures();
        // Tables with heads in two rows hold figures in every column but the first.
        let numeric = |level: usize, place: usize| {
            self.heads.len() > 1 && level + place > 0 || figures.get(place) == Some(&true)
        };
        for (level, heads) in self.heads.iter().enumerate() {
            out.push_str("<tr>");
            for (place, head) in heads.iter().enumerate() {
                out.push_str(match (numeric(level, place), head.columns) {
                    (false, _) => "<th",
                    (true, 1) => "<th class=\"number\"",
                    (true, _) => "<th class=\"span\"",
                });
                if head.columns > 1 {
                    let _ = write!(out, " colspan=\"{}\" scope=\"colgroup\"", head.columns);
                } else {
                    out.push_str(" scope=\"col\"");
                }
                if head.rows > 1 {
                    let _ = write!(out, " rowspan=\"{}\"", head.rows);
                }
                let _ = write!(out, ">{}</th>", escape(&head.text));
            }
            out.push_str("</tr>");
        }
        out.push_str("</thead><tbody>");
        let columns = self.columns();
        for row in &self.rows {
            match row.kind {
                RowKind::Body => out.push_str("<tr>"),
                RowKind::Total => out.push_str("<tr class=\"total\">"),
                RowKind::Group => out.push_str("<tr class=\"group\">"),
            }
            for (place, cell) in row.cells.iter().enumerate() {
                let shown = escape(cell.shown());
                let _ = match (place, row.kind, cell) {
                    (0, RowKind::Group, _) => {
                        write!(
                            out,
                            "<th colspan=\"{columns}\" scope=\"colgroup\">{shown}</th>"
                        )
                    }
                    (0, ..) => write!(out, "<th scope=\"row\">{shown}</th>"),
                    (_, _, Cell::Empty) => write!(out, "<td></td>"),
                    _ if figures.get(place) != Some(&true) => write!(out, "<td>{shown}</td>"),
                    _ => write!(out, "<td class=\"number\">{shown}</td>"),
                };
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody>");
        if !self.footers.is_empty() {
            out.push_str("<tfoot>");
            for footer in &self.footers {
                let _ = write!(
                    out,
                    "<tr><td colspan=\"{columns}\">{}</td></tr>",
                    escape(footer)
                );
            }
            out.push_str("</tfoot>");
        }
        out.push_str("</table>");
        for table in &self.more {
            out.push_str(&table.html());
        }
        out
    }
}
