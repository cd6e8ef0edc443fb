//! Pure statistics: numbers in, typed results out.
//!
//! Invariants: no I/O, no clock, no hidden randomness, no user-interface text, no notion of a survey; transcendental
//! functions come from `libm`, so that native code and WebAssembly give the same bits.
//!
//! | question | start at |
//! |---|---|
//! | how large, how spread | [`Moments`], [`Distribution`] (quantiles, box plot) |
//! | which line fits best | [`linear_regression`] |
//! | which share, how sure | [`wilson_interval`] |
//! | do two answers hang together | [`chi_square`], [`cramers_v`] |
//! | how similar are two profiles | [`pearson_correlation`] |
//! | what a complex sample says of its population | [`design`] |
//! | which of several tests hold together | [`multiplicity`] |
//! | tails and quantiles | [`distribution`]; a p-value below the range of doubles: [`Probability`] |
//! | chance with a seed | [`random`] |
//! | how sure without a formula | [`resampling`] |
//! | chance with a seed | [`random`] |
//! | tails and quantiles | [`distribution`]; a p-value below the range of doubles: [`Probability`] |
//!
//! How to add a statistic: see `CONTRIBUTING.md`.

mod contingency;
mod correlation;
pub mod dd;
pub mod design;
pub mod distribution;
mod empirical;
mod error;
mod moments;
pub mod multiplicity;
mod probability;
mod proportion;
pub mod random;
mod regression;
pub mod resampling;

pub use contingency::{ChiSquare, CountTable, chi_square, cramers_v};
pub use correlation::pearson_correlation;
pub use empirical::{BoxPlot, Distribution, MedianInterval, Observation, QuantileRule, Trim};
pub use error::{Axis, Error};
pub use moments::{Moments, ShapeRule};
pub use probability::Probability;
pub use proportion::{Interval, Level, wilson_interval};
pub use regression::{Coefficient, Constant, LinearRegression, RegressionTest, linear_regression};
