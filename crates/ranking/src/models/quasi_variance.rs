//! Quasi-variances: one number per item that gives the error of every comparison.

use super::linear::{Cholesky, dot};

/// Quasi-variances of estimates of which only differences have a meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct QuasiVariances {
    /// One per item; qᵢ + qⱼ is about the variance of the difference of two estimates. One of them may be negative, the sum of two
    /// never is.
    pub variance: Vec<f64>,
    /// The largest relative error of the standard error of a difference, |√((qᵢ + qⱼ) / vᵢⱼ) − 1|.
    pub largest_error: f64,
}

impl QuasiVariances {
    /// √q of every item: the half width of comparison intervals in standard errors; `None` where q is negative.
    pub fn standard_errors(&self) -> Vec<Option<f64>> {
        self.variance
            .iter()
            .map(|&q| (q >= 0.0).then(|| q.sqrt()))
            .collect()
    }
}

/// Quasi-variances of Firth and de Menezes (2004) from a covariance matrix given row by row, O(n³) per step.
///
/// They minimise Σ (ln(qᵢ + qⱼ) − ln vᵢⱼ)² over the pairs i < j with vᵢⱼ = Vᵢᵢ + Vⱼⱼ − 2Vᵢⱼ, by Newton's method. `None` for fewer than three
/// items, where they are not determined, or where a difference has no positive variance. R: `qvcalc::qvcalc`; three items are
/// exact.
pub fn quasi_variances(covariance: &[f64], items: usize) -> Option<QuasiVariances> {
    if items < 3 || covariance.len() != items * items {
        return None;
    }
    let mut wanted = Vec::with_capacity(items * (items - 1) / 2);
    let mut sums = vec![0.0; items];
    for i in 0..items {
        for j in 0..i {
            let variance = covariance[i * items + i] + covariance[j * items + j]
                - covariance[i * items + j]
                - covariance[j * items + i];
            if !(variance > 0.0 && variance.is_finite()) {
                return None;
            }
            wanted.push(variance);
            sums[i] += variance;
            sums[j] += variance;
        }
    }
    // qᵢ + qⱼ = vᵢⱼ by least squares; where that makes a sum negative, equal shares
    let total: f64 = sums.iter().sum::<f64>() / (2 * (items - 1)) as f64;
    let mut q: Vec<f64> = sums
        .iter()
        .map(|sum| (sum - total) / (items - 2) as f64)
        .collect();
    if squares(&q, &wanted).is_infinite() {
        q.fill(total / items as f64);
    }
    let mut value = squares(&q, &wanted);
    let mut last = f64::INFINITY;
    for _ in 0..100 {
        let (mut gradient, mut curvature) = (vec![0.0; items], vec![0.0; items * items]);
        let mut pair = wanted.iter();
        for i in 0..items {
            for j in 0..i {
                let Some(wanted) = pair.next() else { break };
                let sum = q[i] + q[j];
                let residual = libm::log(sum / wanted);
                let slope = -residual / sum;
                // the full second derivative while it is positive, else that of Gauss and Newton
                let bend = if residual < 0.5 { 1.0 - residual } else { 1.0 };
                let bend = bend / (sum * sum);
                gradient[i] += slope;
                gradient[j] += slope;
                curvature[i * items + i] += bend;
                curvature[j * items + j] += bend;
                curvature[i * items + j] += bend;
                curvature[j * items + i] += bend;
            }
        }
        let factor = Cholesky::new(&curvature, items)?;
        let mut step = gradient.clone();
        factor.solve(&mut step);
        let rise = dot(&step, &gradient);
        let size = q.iter().fold(0.0_f64, |most, q| most.max(q.abs()));
        let longest = step.iter().fold(0.0_f64, |most, step| most.max(step.abs())) / size;
        let mut share = 1.0;
        let mut next: Vec<f64>;
        loop {
            next = q
                .iter()
                .zip(&step)
                .map(|(q, step)| q + share * step)
                .collect();
            let reached = squares(&next, &wanted);
            if reached <= value - 1e-4 * share * rise || (longest < 1e-6 && reached.is_finite()) {
                value = reached;
                break;
            }
            share /= 2.0;
            if share < 1e-12 {
                break;
            }
        }
        if share < 1e-12 {
            break;
        }
        q = next;
        if longest < 1e-15 || (last < 1e-7 && longest > last / 8.0) {
            break;
        }
        last = longest;
    }
    let mut largest_error: f64 = 0.0;
    let mut pair = wanted.iter();
    for i in 0..items {
        for j in 0..i {
            let Some(wanted) = pair.next() else { break };
            largest_error = largest_error.max((((q[i] + q[j]) / wanted).sqrt() - 1.0).abs());
        }
    }
    Some(QuasiVariances {
        variance: q,
        largest_error,
    })
}

/// Half the sum of squares to be minimised; infinite where a sum is not positive.
fn squares(q: &[f64], wanted: &[f64]) -> f64 {
    let mut pair = wanted.iter();
    let mut value = 0.0;
    for i in 0..q.len() {
        for j in 0..i {
            let Some(wanted) = pair.next() else { break };
            let sum = q[i] + q[j];
            if sum.is_nan() || sum <= 0.0 {
                return f64::INFINITY;
            }
            let residual = libm::log(sum / wanted);
            value += residual * residual;
        }
    }
    value / 2.0
}
