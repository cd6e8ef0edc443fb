//! Cronbach's alpha and Guttman's lambdas, with item analysis.

use crate::correlation::cross_products::inverse;
use crate::dd::Dd;
use crate::distribution::f;
use crate::{CrossProducts, Error, Interval, Level};

/// Internal consistency of the sum of several items.
#[derive(Debug, Clone, PartialEq)]
pub struct Alpha {
    /// Cronbach's α.
    pub alpha: f64,
    /// Feldt's interval.
    pub interval: Option<Interval>,
    /// α of the standardised items (Spearman-Brown of the mean correlation); none with a constant item.
    pub standardised: Result<f64, Error>,
    /// Mean correlation of two items; none with a constant item.
    pub mean_correlation: Result<f64, Error>,
    /// Guttman's λ₂.
    pub lambda_2: f64,
    /// λ₂ of the standardised items.
    pub lambda_2_standardised: Result<f64, Error>,
    /// Guttman's λ₆, from what the other items leave unexplained of each.
    pub lambda_6: Result<f64, Error>,
    /// λ₆ of the standardised items, as psych reports it.
    pub lambda_6_standardised: Result<f64, Error>,
    /// Cases.
    pub n: u64,
    /// Mean of the sum of the items.
    pub scale_mean: f64,
    /// Standard deviation of the sum of the items.
    pub scale_standard_deviation: f64,
    /// Figures of each item, in order.
    pub items: Vec<ItemStatistics>,
}

/// An item within its scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemStatistics {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub standard_deviation: f64,
    /// Correlation with the sum of the other items (corrected item-total correlation).
    pub item_rest: Result<f64, Error>,
    /// α of the other items; none where only one is left.
    pub alpha_if_deleted: Result<f64, Error>,
}

/// Cronbach's alpha of complete answers to k items, with Guttman's lambdas and what each item adds.
///
/// α = k/(k − 1) (1 − Σs²ᵢ/s²) with the variance s² of the sum; λ₂ = (C + √(k/(k − 1) Σ_{i≠j} c²ᵢⱼ)) / s² with the sum C of
/// the covariances cᵢⱼ; λ₆ = 1 − Σe²ᵢ/s² with e² = 1/(S⁻¹)ᵢᵢ. Interval: 1 − (1 − α) F at 1 − a/2 and a/2 with n − 1 and
/// (n − 1)(k − 1) degrees of freedom. Cronbach (1951), Guttman (1945), Feldt (1965), all *Psychometrika*.
/// R: `psych::alpha(x)`. Constant items count in α; what divides by their deviation is undefined.
///
/// # Errors
/// [`Error::TooFewItems`] below two items, [`Error::NoVariance`] where the sum does not vary.
pub fn alpha(products: &CrossProducts, level: Level) -> Result<Alpha, Error> {
    let covariances = &products.common_products();
    let k = covariances.len();
    let total = sum(covariances);
    let alpha = coefficient(covariances)?;
    let correlations = correlations(&products.products);
    let n = products.n as f64;
    let (df1, df2) = (n - 1.0, (n - 1.0) * (k as f64 - 1.0));
    let tail = (1.0 - level.get()) / 2.0;
    // 1 − α without cancellation
    let rest = (Dd::ONE - alpha).value();
    let interval = (n > 2.0).then(|| Interval {
        lower: 1.0 - rest * f::upper_quantile(tail, df1, df2),
        upper: 1.0 - rest * f::quantile(tail, df1, df2),
    });
    let size = |value: Dd, exponent: i32| libm::scalbn(value.value(), exponent);
    let deviation = |square: Dd, exponent| size((square / (n - 1.0)).sqrt(), exponent);
    let common = products.common_exponent();
    let of_correlations = |statistic: fn(&[Vec<Dd>]) -> Result<Dd, Error>| match &correlations {
        Ok(correlations) => statistic(correlations).map(Dd::value),
        Err(error) => Err(error.clone()),
    };
    let items = (0..k)
        .map(|item| {
            let own = covariances[item][item];
            let with_all: Dd = covariances[item].iter().copied().sum();
            // covariance with the rest over both deviations
            let rest = total - with_all * 2.0 + own;
            let item_rest = if own.value() <= 0.0 {
                Err(Error::ConstantVariable { index: item })
            } else if rest.value() <= total.value() * 1e-28 {
                Err(Error::NoVariance)
            } else {
                let r = (with_all - own) / (own * rest).sqrt();
                Ok(r.value().clamp(-1.0, 1.0))
            };
            ItemStatistics {
                mean: size(products.means[item], products.exponents[item]),
                standard_deviation: deviation(
                    products.products[item][item],
                    products.exponents[item],
                ),
                item_rest,
                alpha_if_deleted: coefficient(&without(covariances, item)).map(Dd::value),
            }
        })
        .collect();
    Ok(Alpha {
        alpha: alpha.value(),
        interval,
        standardised: of_correlations(coefficient),
        mean_correlation: of_correlations(|correlations| {
            let k = correlations.len() as f64;
            Ok((sum(correlations) - trace(correlations)) / (k * (k - 1.0)))
        }),
        lambda_2: lambda_2(covariances)?.value(),
        lambda_2_standardised: of_correlations(lambda_2),
        lambda_6: lambda_6(covariances).map(Dd::value),
        lambda_6_standardised: of_correlations(lambda_6),
        n: products.n,
        scale_mean: size(products.common_means().into_iter().sum(), common),
        scale_standard_deviation: deviation(total, common),
        items,
    })
}

fn sum(matrix: &[Vec<Dd>]) -> Dd {
    matrix.iter().flatten().copied().sum()
}

fn trace(matrix: &[Vec<Dd>]) -> Dd {
    (0..matrix.len()).map(|item| matrix[item][item]).sum()
}

/// The variance of the sum, where it is one.
fn variation(matrix: &[Vec<Dd>]) -> Result<Dd, Error> {
    if matrix.len() < 2 {
        return Err(Error::TooFewItems {
            items: matrix.len(),
            needed: 2,
        });
    }
    let total = sum(matrix);
    // items that cancel each other leave rounding
    if total.value() <= trace(matrix).value() * 1e-28 {
        return Err(Error::NoVariance);
    }
    Ok(total)
}

/// k/(k − 1) (1 − trace / sum): α of covariances or correlations.
fn coefficient(matrix: &[Vec<Dd>]) -> Result<Dd, Error> {
    let total = variation(matrix)?;
    let k = matrix.len() as f64;
    Ok((total - trace(matrix)) / total * k / (k - 1.0))
}

fn lambda_2(matrix: &[Vec<Dd>]) -> Result<Dd, Error> {
    let total = variation(matrix)?;
    let squares: Dd = matrix.iter().flatten().map(|value| value.square()).sum();
    let own: Dd = (0..matrix.len())
        .map(|item| matrix[item][item].square())
        .sum();
    let k = matrix.len() as f64;
    Ok((total - trace(matrix) + ((squares - own) * k / (k - 1.0)).sqrt()) / total)
}

fn lambda_6(matrix: &[Vec<Dd>]) -> Result<Dd, Error> {
    let total = variation(matrix)?;
    let inverse = inverse(matrix)?;
    let errors: Dd = (0..matrix.len())
        .map(|item| Dd::ONE / inverse[item][item])
        .sum();
    Ok((total - errors) / total)
}

/// The matrix without one row and column.
fn without(matrix: &[Vec<Dd>], item: usize) -> Vec<Vec<Dd>> {
    let others = |length| (0..length).filter(move |other| *other != item);
    others(matrix.len())
        .map(|row| {
            others(matrix.len())
                .map(|column| matrix[row][column])
                .collect()
        })
        .collect()
}

/// Correlations from covariances.
///
/// # Errors
/// [`Error::ConstantVariable`] with the first item that does not vary.
pub(super) fn correlations(covariances: &[Vec<Dd>]) -> Result<Vec<Vec<Dd>>, Error> {
    let k = covariances.len();
    if let Some(index) = (0..k).find(|item| covariances[*item][*item].value() <= 0.0) {
        return Err(Error::ConstantVariable { index });
    }
    let deviations: Vec<Dd> = (0..k).map(|item| covariances[item][item].sqrt()).collect();
    let mut correlations = covariances.to_vec();
    for row in 0..k {
        for column in 0..k {
            correlations[row][column] = if row == column {
                Dd::ONE
            } else {
                covariances[row][column] / (deviations[row] * deviations[column])
            };
        }
    }
    Ok(correlations)
}
