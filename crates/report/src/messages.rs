//! Every word of the reports that does not come from data.

/// A phrase of the reports.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {}
