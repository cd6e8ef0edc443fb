//! Survey data and its meaning: codebook, dataset, tabulation, analyses, findings.
//!
//! One way through: a [`Dataset`](dataset::Dataset) and its [`Codebook`](codebook::Codebook) go in, an
//! [`AnalysisSpec`](analysis::AnalysisSpec) says what to compute, a [`Finding`](finding::Finding) comes out.
//!
//! Invariants: missing is never a magic number; categories are counted in one pass into a mergeable table and what
//! follows works on the table (means and quartiles of numbers sort the answers); a finding is a plain value and rendering it never recomputes.

pub mod analysis;
pub mod calculate;
pub mod calendar;
pub mod codebook;
mod coded;
pub mod coding;
pub mod combine;
pub mod dataset;
pub mod decimal;
pub mod derive;
pub mod describe;
mod error;
pub mod expression;
pub mod filter;
pub mod finding;
mod json;
pub mod meaning;
pub mod packed;
pub mod propose;
mod raked;
mod reading;
mod reason;
mod rows;
mod sheet;
pub mod study;
pub mod tables;
mod tabulate;
mod text;
mod value;

pub use befund_stats::order;
pub use error::Error;
pub use meaning::{infer, infer_numbers};
pub use reading::{FileRead, HowRead, ReadOptions, Remark};
pub use sheet::{Figure, Label, Matrix, Sheet};
pub use text::{Language, Text};
pub use value::Value;
