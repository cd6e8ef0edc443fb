//! Tails and quantiles. Tails are computed as tails, never as 1 − cdf.
//!
//! Every function is total. Outside the support it gives the limit (0 or 1, for a quantile the end of the support); where
//! the parameters make no distribution, or an argument is NaN, it gives NaN. `cdf` is P(X ≤ x), `sf` P(X ≥ x), the same as P(X > x) for a
//! continuous distribution; the discrete ones call it `at_least` and count k in. `ln_sf` and its kin go on where the probability
//! itself is below the range of doubles; [`Probability`](crate::Probability) holds both.
//!
//! | distribution | parameters |
//! |---|---|
//! | [`normal`] | standard |
//! | [`student_t`] | df, ∞ for the normal distribution |
//! | [`chi_squared`], [`gamma`] | df; shape |
//! | [`f`], [`beta`] | two df, ∞ allowed; two shapes |
//! | [`binomial`], [`hypergeometric`], [`poisson`] | whole counts |
//! | [`studentized_range`] | number of means, df, ∞ allowed |
//! | [`noncentral_t`], [`noncentral_chi_squared`], [`noncentral_f`] | df and noncentrality |
//!
//! How: a tail is the density at its end, whose exponent is a sum of two doubles, times a Mills ratio from a power series, a continued
//! fraction or Gauss-Legendre quadrature.

pub mod beta;
pub mod binomial;
pub mod chi_squared;
mod deviance;
pub mod f;
pub mod gamma;
pub mod hypergeometric;
mod incomplete_beta;
mod incomplete_gamma;
pub mod noncentral_chi_squared;
pub mod noncentral_f;
pub mod noncentral_t;
pub mod normal;
pub mod poisson;
mod poisson_mixture;
mod quadrature;
#[cfg(test)]
mod reference;
mod root;
mod scale_mixture;
pub mod student_t;
pub mod studentized_range;
mod tails;

pub use deviance::ln_gamma;
