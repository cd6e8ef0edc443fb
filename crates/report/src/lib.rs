//! Findings to charts, tables, sentences and pages.
