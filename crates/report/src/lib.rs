//! Findings to charts, tables, sentences and pages, in German and English.
//!
//! One finding, five renderings: [`drawings`], [`table`], [`sentence`], [`json`], and a whole [`page`] of them. A chart
//! goes three steps: [`charts`] says what is shown, [`layout`] where it stands, [`svg`] how it is drawn; the last step
//! makes no decision and sees no data.
//!
//! Invariants: looks only at findings and codebooks and never recomputes a statistic; pure and the same bytes on every target; every
//! word that comes from a file or a study is escaped; every other word stands in [`messages`].

pub mod chart;
mod codebook;
mod coding;
mod consensus;
mod json;
pub mod layout;
pub mod messages;
pub mod metrics;
pub mod number;
pub mod page;
mod proposal;
mod reliability;
pub mod scene;
mod sentence;
mod svg;
pub mod table;
mod terms;
pub mod theme;
mod title;
mod words;

use befund_survey::Language;
use befund_survey::finding::Finding;

pub use chart::{Chart, Plot, chart, charts};
pub use codebook::{
    codebook_json, codebook_table, codebook_title, label_words, missing_words, value_words,
};
pub use coding::{answers_table, finest, summary};
pub use json::json;
pub use layout::layout;
pub use messages::Message;
pub use page::{PageItem, page, text_report};
pub use proposal::{card_heading, compared, proposal_table, proposal_text, why};
pub use scene::Scene;
pub use sentence::sentence;
pub use svg::{escape, svg};
pub use table::{Table, table};
pub use terms::has_words;
pub use theme::{SCREEN_CSS, Theme};
pub use title::title;
pub use words::{
    base_line, derived, kind_name, level_name, note, reason, role_name, set_kind_name,
};

/// A chart as SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// What stands above it; empty above the main chart of a finding.
    pub heading: String,
    /// The picture.
    pub svg: String,
}

/// The charts of a finding as SVG, `width` CSS pixels wide, the main one first; none where the finding shows no chart.
pub fn drawings(finding: &Finding, language: Language, width: f64, theme: Theme) -> Vec<Drawing> {
    let charts = charts(finding, language).into_iter();
    let draw = |chart: Chart| Drawing {
        svg: svg(&layout(&chart, width), theme),
        heading: chart.heading,
    };
    charts.map(draw).collect()
}
