//! McDonald's omega.

use super::alpha::correlations;
use crate::correlation::cross_products::inverse;
use crate::dd::Dd;
use crate::{CrossProducts, Error};

/// Reliability of the sum of items that measure one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Omega {
    /// ω: the share of the variance of the sum that the factor brings.
    pub omega: f64,
    /// ω of the standardised items.
    pub standardised: f64,
    /// Loadings of the standardised items; the sum of the loadings is not negative.
    pub loadings: Vec<f64>,
    /// Their unique variances.
    pub uniquenesses: Vec<f64>,
}

/// McDonald's ω total of one factor, fitted by maximum likelihood.
///
/// ω = (Σλ)² / ((Σλ)² + Σψ) with loadings λ and unique variances ψ of the items, R = λλᵀ + Ψ by Fisher scoring on the
/// correlations; the raw ω has λ and ψ on the scale of the items. McDonald (1999), *Test Theory*, ch. 6.
/// R: `factanal(x, 1)`, `lavaan::cfa` with one factor.
///
/// # Errors
/// [`Error::TooFewItems`] below three items, which do not identify a factor; [`Error::ConstantVariable`];
/// [`Error::Collinear`]; [`Error::Heywood`] where a unique variance falls below 1e-6 of the item's; [`Error::NoConvergence`].
pub fn omega(products: &CrossProducts) -> Result<Omega, Error> {
    let k = products.products.len();
    if k < 3 {
        return Err(Error::TooFewItems {
            items: k,
            needed: 3,
        });
    }
    let correlations = correlations(&products.products)?;
    let (mut loadings, uniquenesses) = one_factor(&correlations)?;
    if loadings.iter().sum::<f64>() < 0.0 {
        loadings.iter_mut().for_each(|loading| *loading = -*loading);
    }
    let covariances = products.common_products();
    let deviations: Vec<f64> = (0..k)
        .map(|item| covariances[item][item].sqrt().value())
        .collect();
    let share = |deviations: &[f64]| {
        let (mut common, mut unique) = (0.0, 0.0);
        for (item, deviation) in deviations.iter().enumerate() {
            common += deviation * loadings[item];
            unique += deviation * deviation * uniquenesses[item];
        }
        common * common / (common * common + unique)
    };
    Ok(Omega {
        omega: share(&deviations),
        standardised: share(&vec![1.0; k]),
        loadings,
        uniquenesses,
    })
}

/// A unique variance on its way below 0.
const HEYWOOD: f64 = 1e-6;

/// Most steps of the iteration.
const STEPS: usize = 500;

/// Loadings and unique variances of one factor: Fisher scoring of ln|Σ| + tr(RΣ⁻¹).
///
/// With W = Σ⁻¹ and A = W(Σ − R)W the gradient is 2Aλ and diag A; the information has the blocks
/// W λᵀWλ + WλλᵀW, W∘(Wλ) and W∘W/2. Lawley and Maxwell (1971), ch. 4.
fn one_factor(correlations: &[Vec<Dd>]) -> Result<(Vec<f64>, Vec<f64>), Error> {
    let k = correlations.len();
    let r: Vec<Vec<f64>> = correlations
        .iter()
        .map(|row| row.iter().map(|value| value.value()).collect())
        .collect();
    // singular correlations have no likelihood
    inverse(correlations)?;
    let mut parameters = start(&r);
    let mut misfit = discrepancy(&r, &parameters)?;
    for _ in 0..STEPS {
        let w = inverse_model(&parameters)?;
        let lambda = &parameters[..k];
        let times = |matrix: &[Vec<f64>], vector: &[f64]| -> Vec<f64> {
            let product = |row: &Vec<f64>| row.iter().zip(vector).map(|(a, b)| a * b).sum();
            matrix.iter().map(product).collect()
        };
        let w_lambda = times(&w, lambda);
        let norm: f64 = lambda.iter().zip(&w_lambda).map(|(a, b)| a * b).sum();
        // WRW, row by row
        let wr: Vec<Vec<f64>> = w.iter().map(|row| times(&r, row)).collect();
        let wrw: Vec<Vec<f64>> = wr.iter().map(|row| times(&w, row)).collect();
        let wrw_lambda = times(&wrw, lambda);
        let mut gradient = vec![0.0; 2 * k];
        let mut information = vec![vec![Dd::ZERO; 2 * k]; 2 * k];
        for i in 0..k {
            gradient[i] = w_lambda[i] - wrw_lambda[i];
            gradient[k + i] = 0.5 * (w[i][i] - wrw[i][i]);
            for j in 0..k {
                information[i][j] = Dd::from(w[i][j] * norm + w_lambda[i] * w_lambda[j]);
                information[i][k + j] = Dd::from(w[i][j] * w_lambda[j]);
                information[k + j][i] = information[i][k + j];
                information[k + i][k + j] = Dd::from(0.5 * w[i][j] * w[i][j]);
            }
        }
        let step: Vec<f64> = inverse(&information)
            .map_err(|_| Error::NoConvergence)?
            .iter()
            .map(|row| {
                row.iter()
                    .zip(&gradient)
                    .map(|(a, b)| *a * *b)
                    .sum::<Dd>()
                    .value()
            })
            .collect();
        let largest = step.iter().fold(0.0_f64, |most, step| most.max(step.abs()));
        let mut part = 1.0;
        loop {
            let next: Vec<f64> = parameters
                .iter()
                .zip(&step)
                .map(|(value, step)| value - part * step)
                .collect();
            if let Ok(found) = discrepancy(&r, &next)
                && found <= misfit + 1e-13 * misfit.abs().max(1.0)
            {
                (parameters, misfit) = (next, found);
                break;
            }
            part *= 0.5;
            if part < 1e-9 {
                return Err(Error::NoConvergence);
            }
        }
        if let Some(index) = parameters[k..].iter().position(|psi| *psi < HEYWOOD) {
            return Err(Error::Heywood { index });
        }
        if largest < 1e-12 {
            let uniquenesses = parameters.split_off(k);
            return Ok((parameters, uniquenesses));
        }
    }
    Err(Error::NoConvergence)
}

/// Loadings from the first column of sums of correlations, unique variances to match.
fn start(r: &[Vec<f64>]) -> Vec<f64> {
    let total: f64 = r.iter().flatten().map(|value| value.abs()).sum();
    let mut parameters: Vec<f64> = r
        .iter()
        .map(|row| {
            let signed: f64 = row.iter().sum();
            let size: f64 = row.iter().map(|value| value.abs()).sum();
            (0.9 * size / total.sqrt()).min(0.95).copysign(signed)
        })
        .collect();
    for item in 0..r.len() {
        parameters.push(1.0 - parameters[item] * parameters[item]);
    }
    parameters
}

/// (λλᵀ + Ψ)⁻¹ = Ψ⁻¹ − Ψ⁻¹λλᵀΨ⁻¹ / (1 + λᵀΨ⁻¹λ).
fn inverse_model(parameters: &[f64]) -> Result<Vec<Vec<f64>>, Error> {
    let (lambda, psi) = parameters.split_at(parameters.len() / 2);
    if psi.iter().any(|psi| *psi <= 0.0) {
        return Err(Error::NoConvergence);
    }
    let scaled: Vec<f64> = lambda.iter().zip(psi).map(|(a, b)| a / b).collect();
    let norm: f64 = 1.0 + lambda.iter().zip(&scaled).map(|(a, b)| a * b).sum::<f64>();
    let entry = |i: usize, j: usize| {
        let own = if i == j { 1.0 / psi[i] } else { 0.0 };
        own - scaled[i] * scaled[j] / norm
    };
    let k = psi.len();
    Ok((0..k)
        .map(|i| (0..k).map(|j| entry(i, j)).collect())
        .collect())
}

/// ln|Σ| + tr(RΣ⁻¹).
fn discrepancy(r: &[Vec<f64>], parameters: &[f64]) -> Result<f64, Error> {
    let w = inverse_model(parameters)?;
    let (lambda, psi) = parameters.split_at(r.len());
    let norm: f64 = lambda.iter().zip(psi).map(|(a, b)| a * a / b).sum();
    let determinant = psi.iter().map(|psi| libm::log(*psi)).sum::<f64>() + libm::log1p(norm);
    let cells = r.iter().flatten().zip(w.iter().flatten());
    Ok(determinant + cells.map(|(a, b)| a * b).sum::<f64>())
}
