//! Pure statistics: numbers in, typed results out.
//!
//! Invariants: no I/O, no clock, no hidden randomness, no user-interface text, no notion of a survey; transcendental
//! functions come from `libm`, so that native code and WebAssembly give the same bits.
//!
//! | question | start at |
//! |---|---|
//! | how large, how spread, what shape | [`Moments`]; [`Distribution`] for quantiles, box plot, median, trimmed mean |
//! | which share, how sure | [`proportion`]: [`wilson_interval`], exact intervals, differences, finite populations |
//! | do two answers hang together | [`contingency`]: [`chi_square`], [`cramers_v`], Fisher's exact test, ordinal measures, paired answers |
//! | do two numbers or ranks hang together | [`correlation`]: [`pearson`], [`spearman`], [`kendall`], [`polychoric`], [`partial_correlations`], all from [`Pairs`] |
//! | do items measure one thing | [`reliability`]: [`alpha`], [`omega`], from [`CrossProducts`] |
//! | do raters agree | [`agreement`]: [`cohen_kappa`], [`fleiss_kappa`], [`gwet_ac1`], [`krippendorff_alpha`], [`krippendorff_alpha_of_sets`], [`icc`] |
//! | how large, how spread | [`Moments`], [`Distribution`] (quantiles, box plot) |
//! | which share, how sure | [`proportion`], [`wilson_interval`] |
//! | do two answers hang together | [`contingency`]: [`chi_square`], [`cramers_v`], Fisher's exact test, ordinal measures, paired answers |
//! | which line fits best | [`linear_regression`] |
//! | which share, how sure | [`wilson_interval`] |
//! | do two answers hang together | [`chi_square`], [`cramers_v`] |
//! | how similar are two profiles | [`pearson_correlation`] |
//! | groups of similar objects | [`cluster`] |
//! | several variables at once: components, correspondence, scaling | [`multivariate`] |
//! | what a complex sample says of its population | [`design`] |
//! | do groups differ in means and spreads | [`groups`] |
//! | do groups differ by ranks, from answers or their table | [`ranks`] |
//! | do the same cases change | [`paired`] |
//! | which line fits best | [`linear_regression`] |
//! | which of several tests hold together | [`multiplicity`] |
//! | what a complex sample says of its population | [`design`] |
//! | groups of similar objects | [`cluster`] |
//! | several variables at once: components, correspondence, scaling | [`multivariate`] |
//! | how sure without a formula | [`resampling`] |
//! | chance with a seed | [`random`] |
//! | tails and quantiles | [`distribution`], [`bivariate_normal_cdf`]; a p-value below the range of doubles: [`Probability`] |
//! | sums without loss | [`dd`] |
//!
//! How to add a statistic: see `CONTRIBUTING.md`.

pub mod agreement;
pub mod cluster;
pub mod contingency;
pub mod correlation;
pub mod dd;
pub mod design;
pub mod distribution;
mod empirical;
mod error;
pub mod groups;
mod moments;
pub mod multiplicity;
pub mod multivariate;
pub mod order;
pub mod paired;
mod probability;
pub mod proportion;
pub mod random;
pub mod ranks;
mod regression;
pub mod reliability;
pub mod resampling;

pub use agreement::{
    ChanceCorrected, CohenKappa, FleissKappa, Icc, IccForm, KappaCategory, Krippendorff,
    MeasurementLevel, RatingWeights, Ratings, SetDistance, Unit, cohen_kappa, fleiss_kappa,
    gwet_ac1, icc, krippendorff_alpha, krippendorff_alpha_of_sets,
};
pub use contingency::{ChiSquare, CountTable, chi_square, cramers_v};
pub use correlation::{
    CorrelationTest, CrossProducts, Enumeration, Kendall, Pairs, PartialCorrelation, Pearson,
    Polychoric, Spearman, bivariate_normal_cdf, kendall, partial_correlations, pearson,
    pearson_correlation, polychoric, spearman,
};
pub use empirical::{BoxPlot, Distribution, MedianInterval, Observation, QuantileRule, Trim};
pub use error::{Axis, Error};
pub use moments::{Moments, ShapeRule, lag_one_autocorrelation};
pub use probability::Probability;
pub use proportion::{Interval, Level, wilson_interval};
pub use regression::{Coefficient, Constant, LinearRegression, RegressionTest, linear_regression};
pub use reliability::{Alpha, ItemStatistics, Omega, alpha, omega};
