//! Writes every kind of chart, table and sentence to a folder, to be looked at.
//!
//! `cargo run -p befund-report --example gallery -- FOLDER [FONT.woff2]`

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::path::PathBuf;

use befund_report::{PageItem, SCREEN_CSS, Theme, drawings, page, text_report};
use befund_survey::{Language, Text};

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "gallery".into()));
    let font = arguments.next().map_or_else(String::new, |font| {
        format!(
            "@font-face {{ font-family: 'Source Sans 3'; font-weight: 200 900; src: url('{}'); }}",
            font.to_string_lossy()
        )
    });
    std::fs::create_dir_all(&folder)?;
    let findings = sample::all();
    for (language, code) in [(Language::De, "de"), (Language::En, "en")] {
        for width in [340.0, 720.0, 1100.0] {
            for (theme, name) in [(Theme::Screen, "screen"), (Theme::Print, "print")] {
                let mut html = format!(
                    "<!DOCTYPE html><meta charset=utf-8><style>{font}{SCREEN_CSS}\
                     body{{margin:20px;background:var(--chart-surface);color:var(--chart-text);\
                     font:16px 'Source Sans 3',sans-serif;width:{width}px}}\
                     h2{{font-size:18px;margin:36px 0 10px}}svg{{display:block}}</style>"
                );
                for finding in &findings {
                    for drawing in drawings(finding, language, width, theme) {
                        let (heading, svg) = (drawing.heading, drawing.svg);
                        html.push_str(&format!("<h2>{} {heading}</h2>{svg}", finding.id));
                    }
                }
                std::fs::write(
                    folder.join(format!("charts-{code}-{width}-{name}.html")),
                    html,
                )?;
            }
        }
        let items: Vec<PageItem<'_>> = findings.iter().map(PageItem::Finding).collect();
        let title = Text::both("Alle Darstellungen", "Every rendering");
        let notice = Text::both(
            "Beispielwerte; sie zeigen nur, wie Befunde aussehen.",
            "Sample values; they only show what findings look like.",
        );
        let html = page(&title, &notice, &items, language)
            .replace("</style>", &format!("{font}</style>"))
            .replace(
                "style-src 'unsafe-inline'",
                "style-src 'unsafe-inline'; font-src file: data:",
            );
        std::fs::write(folder.join(format!("page-{code}.html")), html)?;
        std::fs::write(
            folder.join(format!("report-{code}.txt")),
            text_report(&title, &notice, &items, language),
        )?;
    }
    Ok(())
}
