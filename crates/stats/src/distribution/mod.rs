//! Tails and quantiles. Tails are computed as tails, never as 1 − cdf.

pub mod chi_squared;
mod gamma;
pub mod normal;
