//! Whole reports: a standalone HTML page and text for a terminal.

use std::fmt::Write as _;

use befund_survey::finding::Finding;
use befund_survey::{Language, Text};

use crate::messages::Message;
use crate::svg::escape;
use crate::table::{Table, clean, wrap};
use crate::theme::{SCREEN_CSS, Theme};
use crate::title::title;
use crate::words::{base_line, note};
use crate::{drawings, sentence, table};

/// Widths of the charts of a page with the class that shows each: one for wide windows and paper, one for phones.
const CHARTS: [(f64, &str); 2] = [(800.0, "wide"), (340.0, "narrow")];
/// Width of running text in a terminal.
const TEXT_WIDTH: usize = 100;

/// One part of a report.
#[derive(Debug, Clone, Copy)]
pub enum PageItem<'a> {
    /// A finding.
    Finding(&'a Finding),
    /// A table by itself, such as a codebook.
    Table(&'a Table),
    /// An analysis that could not be run.
    Failed {
        /// Its title.
        title: &'a Text,
        /// Why, and what to do.
        message: &'a Text,
    },
}

/// The parts that follow each other under one heading; a part that failed stays with the part before it.
struct Section<'a> {
    heading: String,
    items: Vec<(usize, PageItem<'a>)>,
}

fn sections<'a>(items: &[PageItem<'a>], language: Language) -> Vec<Section<'a>> {
    let mut sections: Vec<Section<'a>> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let heading = match item {
            PageItem::Finding(finding) => Some(finding.section.get(language).trim()),
            PageItem::Table(_) | PageItem::Failed { .. } => None,
        };
        let open = sections
            .last()
            .is_some_and(|last| heading.is_none_or(|heading| last.heading == heading));
        if !open {
            let heading = heading.unwrap_or_default().to_owned();
            sections.push(Section {
                heading,
                items: Vec::new(),
            });
        }
        if let Some(section) = sections.last_mut() {
            section.items.push((index + 1, *item));
        }
    }
    sections
}

fn item_title(item: &PageItem<'_>, language: Language) -> String {
    match item {
        PageItem::Finding(finding) => title(finding, language),
        PageItem::Table(table) => table.caption.clone(),
        PageItem::Failed { title, .. } if title.is_empty() => {
            Message::NotComputed.text(language).to_owned()
        }
        PageItem::Failed { title, .. } => title.get(language).trim().to_owned(),
    }
}

/// A standalone HTML page: inline style, no script, nothing loaded; the charts follow light and dark and print on white.
pub fn page(title: &Text, notice: &Text, items: &[PageItem<'_>], language: Language) -> String {
    let sections = sections(items, language);
    let code = match language {
        Language::De => "de",
        Language::En => "en",
    };
    let heading = match title.get(language).trim() {
        "" => Message::Findings.text(language),
        words => words,
    };
    let heading = escape(heading);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{heading}</title>\n<style>\n{SCREEN_CSS}{PAGE_CSS}</style>\n</head>\n<body>\n<header><h1>{heading}</h1>\n"
    );
    if !notice.is_empty() {
        let _ = writeln!(
            out,
            "<p class=\"notice\">{}</p>",
            escape(notice.get(language))
        );
    }
    out.push_str("</header>\n");
    contents(&mut out, &sections, language);
    out.push_str("<main>\n");
    for section in &sections {
        out.push_str("<section>\n");
        if !section.heading.is_empty() {
            let _ = writeln!(out, "<h2>{}</h2>", escape(&section.heading));
        }
        for (number, item) in &section.items {
            card(&mut out, *number, item, language);
        }
        out.push_str("</section>\n");
    }
    let _ = write!(
        out,
        "</main>\n<footer><p>{}</p></footer>\n</body>\n</html>\n",
        escape(Message::MadeWith.text(language))
    );
    out
}

fn contents(out: &mut String, sections: &[Section<'_>], language: Language) {
    let items: usize = sections.iter().map(|section| section.items.len()).sum();
    if items < 2 {
        return;
    }
    let _ = writeln!(
        out,
        "<nav aria-labelledby=\"contents\"><h2 id=\"contents\">{}</h2>",
        Message::Contents.text(language)
    );
    for section in sections {
        if !section.heading.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", escape(&section.heading));
        }
        out.push_str("<ol>\n");
        for (number, item) in &section.items {
            let _ = writeln!(
                out,
                "<li><a href=\"#finding-{number}\">{}</a></li>",
                escape(&item_title(item, language))
            );
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</nav>\n");
}

fn table_box(out: &mut String, table: &Table, language: Language) {
    let _ = writeln!(
        out,
        "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div>",
        Message::TableWord.text(language),
        table.html()
    );
}

fn card(out: &mut String, number: usize, item: &PageItem<'_>, language: Language) {
    let _ = writeln!(
        out,
        "<article id=\"finding-{number}\">\n<h3>{}</h3>",
        escape(&item_title(item, language))
    );
    match item {
        PageItem::Failed { message, .. } => {
            let _ = writeln!(
                out,
                "<p class=\"failed\">{}</p>",
                escape(message.get(language))
            );
        }
        PageItem::Table(table) => table_box(out, table, language),
        PageItem::Finding(finding) => {
            let question = finding.question.get(language).trim();
            if !question.is_empty() && question != item_title(item, language) {
                let _ = writeln!(out, "<p class=\"question\">{}</p>", escape(question));
            }
            if let Some(sentence) = sentence(finding, language) {
                let _ = writeln!(out, "<p class=\"sentence\">{}</p>", escape(&sentence));
            }
            for (width, class) in CHARTS {
                for drawing in drawings(finding, language, width, Theme::Screen) {
                    let _ = write!(out, "<figure class=\"{class}\">");
                    if !drawing.heading.is_empty() {
                        let _ =
                            write!(out, "<figcaption>{}</figcaption>", escape(&drawing.heading));
                    }
                    let _ = writeln!(out, "{}</figure>", drawing.svg);
                }
            }
            let _ = writeln!(
                out,
                "<p class=\"base\">{}</p>",
                escape(&base_line(finding, language))
            );
            table_box(out, &table(finding, language), language);
            if !finding.notes.is_empty() {
                let _ = write!(
                    out,
                    "<ul class=\"notes\" aria-label=\"{}\">",
                    Message::Notes.text(language)
                );
                for caveat in &finding.notes {
                    let _ = write!(out, "<li>{}</li>", escape(&note(caveat, language)));
                }
                out.push_str("</ul>\n");
            }
        }
    }
    out.push_str("</article>\n");
}

/// The look of a standalone page.
const PAGE_CSS: &str = "\
:root { color-scheme: light dark; --page: #f5f7f8; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #101417; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 3rem 1.25rem; background: var(--page); color: var(--chart-text);
  font: 1.0625rem/1.5 'Source Sans 3', 'Segoe UI', Helvetica, Arial, sans-serif; hyphens: auto; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; text-wrap: balance; font-weight: 600; }
h1 { font-size: 2rem; margin: 0 0 1rem; }
h2 { font-size: 1.375rem; margin: 3rem 0 1rem; }
h3 { font-size: 1.1875rem; margin: 0 0 .5rem; }
.notice { border-left: 4px solid var(--chart-accent); padding: .25rem 0 .25rem 1rem; color: var(--chart-muted); }
nav { border-top: 1px solid var(--chart-grid); border-bottom: 1px solid var(--chart-grid); padding: 1rem 0; margin: 2rem 0; }
nav h2 { font-size: 1.0625rem; margin: 0 0 .5rem; }
nav p { margin: .75rem 0 .125rem; color: var(--chart-muted); }
nav ol { margin: 0; padding: 0; list-style: none; }
nav a { color: var(--chart-text); text-decoration-color: var(--chart-axis); text-underline-offset: .15em; }
article { background: var(--chart-surface); border: 1px solid var(--chart-grid); border-radius: 8px; padding: 1.5rem; margin: 0 0 1.5rem; }
.question { color: var(--chart-muted); font-style: italic; margin: 0 0 .75rem; }
.sentence { margin: 0 0 1.25rem; }
.base { color: var(--chart-muted); font-size: .9375rem; margin: .75rem 0 1rem; }
.failed { border-left: 4px solid var(--chart-axis); padding-left: 1rem; }
figure { margin: 0; }
figcaption { font-weight: 600; margin: 2.5rem 0 .75rem; text-wrap: balance; }
figure svg { overflow: visible; }
figure svg { display: block; max-width: 100%; height: auto; }
.narrow { display: none; }
@media screen and (max-width: 40rem) {
  body { padding: 1.5rem .75rem; }
  article { padding: 1rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .narrow svg { width: 100%; max-width: 30rem; }
  tbody th { min-width: 8rem; }
}
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9375rem; line-height: 1.35; font-variant-numeric: tabular-nums; min-width: 60%; }
table:first-of-type caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
table + table { margin-top: 1.6rem; }
table + table caption { padding-bottom: 0.5rem; text-align: left; font-weight: 600; }
th, td { padding: .3rem .75rem .3rem 0; text-align: left; font-weight: 400; vertical-align: top; hyphens: manual; }
tbody th { min-width: 11rem; }
thead th { color: var(--chart-muted); border-bottom: 1px solid var(--chart-axis); vertical-align: bottom; }
.number { text-align: right; padding: .3rem 0 .3rem .75rem; }
td.number { white-space: nowrap; }
.number + td:not(.number), .number + th:not(.number) { padding-left: 1.25rem; }
.span { padding-left: .75rem; padding-right: 0; }
tbody tr + tr > * { border-top: 1px solid var(--chart-grid); }
tr.total > * { font-weight: 600; border-top: 1px solid var(--chart-axis); }
tr.group > * { font-weight: 600; padding-top: .9rem; }
tfoot td { color: var(--chart-muted); border-top: 1px solid var(--chart-axis); padding-top: .5rem; }
.notes { color: var(--chart-muted); font-size: .9375rem; margin: 1rem 0 0; padding-left: 1.1rem; }
footer { color: var(--chart-muted); font-size: .9375rem; margin-top: 3rem; }
@media print {
  body { background: none; max-width: none; padding: 0; font-size: 10.5pt; }
  nav, footer { break-after: avoid; }
  article { border: 0; padding: 0; margin: 0 0 2rem; }
  h2, h3, .sentence { break-after: avoid; }
  figure, tr, .notes { break-inside: avoid; }
  .table { overflow: visible; }
  table { font-size: 8.5pt; }
}
";

/// The same report as text for a terminal.
pub fn text_report(
    title: &Text,
    notice: &Text,
    items: &[PageItem<'_>],
    language: Language,
) -> String {
    let mut out = String::new();
    let heading = clean(title.get(language));
    if !heading.is_empty() {
        underlined(&mut out, &heading, '═');
    }
    if !notice.is_empty() {
        paragraph(&mut out, notice.get(language));
    }
    for section in sections(items, language) {
        let heading = clean(&section.heading);
        if !heading.is_empty() {
            out.push('\n');
            underlined(&mut out, &heading, '═');
        }
        for (_, item) in &section.items {
            out.push('\n');
            match item {
                PageItem::Failed { message, .. } => {
                    underlined(&mut out, &clean(&item_title(item, language)), '─');
                    paragraph(&mut out, message.get(language));
                }
                PageItem::Table(table) => out.push_str(&table.text()),
                PageItem::Finding(finding) => text_finding(&mut out, finding, language),
            }
        }
    }
    out
}

fn text_finding(out: &mut String, finding: &Finding, language: Language) {
    out.push_str(&table(finding, language).text());
    paragraph(out, &base_line(finding, language));
    if let Some(sentence) = sentence(finding, language) {
        paragraph(out, &sentence);
    }
    for caveat in &finding.notes {
        for (index, line) in wrap(&note(caveat, language), TEXT_WIDTH - 2)
            .iter()
            .enumerate()
        {
            let lead = if index == 0 { "* " } else { "  " };
            let _ = writeln!(out, "{lead}{line}");
        }
    }
}

fn underlined(out: &mut String, heading: &str, line: char) {
    let width = heading.chars().count().min(TEXT_WIDTH);
    let _ = writeln!(out, "{heading}\n{}", line.to_string().repeat(width));
}

fn paragraph(out: &mut String, words: &str) {
    for line in wrap(words, TEXT_WIDTH) {
        let _ = writeln!(out, "{line}");
    }
}
