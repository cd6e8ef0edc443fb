//! Two-way tables of counts.

mod chi_square;

pub use chi_square::{ChiSquare, CountTable, chi_square, cramers_v};
