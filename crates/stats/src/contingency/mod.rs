//! Two-way tables of counts.
//!
//! | question | start at |
//! |---|---|
//! | are two variables independent | [`chi_square`], [`likelihood_ratio`], [`yates`], [`cell_tests`] |
//! | the same, exactly | [`fisher_exact`], estimated by [`fisher_monte_carlo`]; 2 x 2: [`fisher_fourfold`], [`conditional_odds_ratio`] |
//! | how strongly do nominal variables hang together | [`nominal_association`] |
//! | what does one say about the other | [`lambda`], [`goodman_kruskal_tau`], [`uncertainty_coefficient`] |
//! | do ordered variables rise together | [`ordinal_association`], [`linear_by_linear`] |
//! | a 2 x 2 table | [`risk_comparison`]; by stratum [`mantel_haenszel`] |
//! | which columns differ in a row | [`column_proportions`] |
//! | the same question asked twice or more | [`mcnemar`], [`bowker`], [`marginal_homogeneity`] |
//! | do counts follow given shares | [`goodness_of_fit`] |

mod chi_square;
mod columns;
mod factorials;
mod fisher;
mod fisher_fourfold;
mod goodness_of_fit;
mod monte_carlo;
mod nominal;
mod ordinal;
mod prediction;
mod risk;
mod strata;
mod symmetry;
mod table;

pub use chi_square::{ChiSquare, ChiSquareTest, cell_tests, chi_square, likelihood_ratio, yates};
pub(crate) use columns::pooled_z;
pub use columns::{ColumnComparison, column_proportions};
pub use fisher::{FreemanHalton, fisher_exact};
pub use fisher_fourfold::{FisherFourfold, conditional_odds_ratio, fisher_fourfold};
pub use goodness_of_fit::{GoodnessOfFit, goodness_of_fit};
pub use monte_carlo::{MonteCarlo, fisher_monte_carlo};
pub use nominal::{NominalAssociation, cramers_v, nominal_association};
pub use ordinal::{
    LinearByLinear, OrdinalAssociation, OrdinalMeasure, linear_by_linear, ordinal_association,
};
pub use prediction::{Directed, Estimate, goodman_kruskal_tau, lambda, uncertainty_coefficient};
pub use risk::{RiskComparison, WithInterval, risk_comparison};
pub use strata::{MantelHaenszel, mantel_haenszel};
pub use symmetry::{Bowker, MarginalHomogeneity, McNemar, bowker, marginal_homogeneity, mcnemar};
pub use table::CountTable;
