//! A trend over ordered groups.

use super::exact::{ExactP, Lattice, drawn_sum};
use super::group_ranks::merged;
use crate::dd::Dd;
use crate::distribution::normal;
use crate::groups::Groups;
use crate::{Error, Probability};

/// Jonckheere and Terpstra's test of ordered alternatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jonckheere {
    /// J: over all pairs of groups, in how many pairs of cases the later group is larger, ties half.
    pub statistic: f64,
    /// E J = (N² − Σnᵢ²) / 4.
    pub expected: f64,
    /// z with the tie-corrected variance; positive for a rising trend.
    pub z: f64,
    /// P(|Z| ≥ |z|).
    pub p_value: Probability,
    /// Exact, without ties and where it takes few steps.
    pub exact: Option<ExactP>,
}

/// Jonckheere and Terpstra's test of groups in their order, O(n log n + values · groups).
///
/// The variance with ties is that of Hollander, Wolfe and Chicken (2014), §6.2, in double-double. The exact distribution is the
/// convolution of those of each group against all before it. Jonckheere (1954), *Biometrika* 41, 133-145.
/// R: `clinfun::jonckheere.test(y, g)`, `DescTools::JonckheereTerpstraTest(y, g)`.
///
/// # Errors
/// [`Error::TooFewGroups`] below two groups, [`Error::NoSpread`] where all values are equal.
pub fn jonckheere_terpstra(groups: &Groups, limit: f64) -> Result<Jonckheere, Error> {
    let sizes = groups.sizes();
    if sizes.len() < 2 {
        return Err(Error::TooFewGroups {
            groups: sizes.len(),
            needed: 2,
        });
    }
    let n: f64 = sizes.iter().sum();
    let cases = merged(groups);
    // cases below the value at hand, by group
    let mut below = vec![0.0; sizes.len()];
    let mut doubled = 0.0;
    let mut ties = Vec::new();
    for tied in cases.chunk_by(|a, b| a.0 == b.0) {
        let (mut before, mut equal, mut last) = (0.0, 0.0, 0);
        for (_, group, count) in tied {
            before += below[last..*group].iter().sum::<f64>();
            last = *group;
            doubled += count * (2.0 * before + equal);
            equal += count;
        }
        tied.iter()
            .for_each(|(_, group, count)| below[*group] += count);
        ties.push(equal);
    }
    if ties.len() < 2 {
        return Err(Error::NoSpread);
    }
    let pairs: f64 = sizes
        .iter()
        .scan(0.0, |before, size| {
            let pairs = size * *before;
            *before += size;
            Some(pairs)
        })
        .sum();
    let deviation = doubled - pairs;
    let z = deviation / 2.0 / variance(n, &sizes, &ties).sqrt();
    let exact = (ties.len() as f64 == n)
        .then(|| null(&sizes, limit))
        .flatten()
        .map(|null| null.two_sided(deviation, 0.0));
    Ok(Jonckheere {
        statistic: doubled / 2.0,
        expected: pairs / 2.0,
        z,
        p_value: normal::two_sided(z),
        exact,
    })
}

/// The variance of J given the ties.
fn variance(n: f64, sizes: &[f64], ties: &[f64]) -> f64 {
    let two = |t: f64| Dd::product(t, t - 1.0);
    let three = |t: f64| two(t) * (t - 2.0);
    let five = |t: f64| two(t) * (2.0 * t + 5.0);
    let sum = |of: &[f64], term: &dyn Fn(f64) -> Dd| of.iter().map(|t| term(*t)).sum::<Dd>();
    let mut variance = (five(n) - sum(sizes, &five) - sum(ties, &five)) / 72.0;
    if n > 2.0 {
        variance += sum(sizes, &three) * sum(ties, &three) / (three(n) * 36.0);
    }
    variance += sum(sizes, &two) * sum(ties, &two) / (two(n) * 8.0);
    variance.value()
}

/// The distribution of 2J − 2 E J without ties.
fn null(sizes: &[f64], limit: f64) -> Option<Lattice> {
    let mut sum = Lattice {
        first: 0.0,
        step: 2.0,
        probabilities: vec![1.0],
    };
    let mut before = sizes[0];
    for size in &sizes[1..] {
        let n = before + size;
        if n * n > limit {
            return None;
        }
        let scores: Vec<f64> = (0..n as u64)
            .map(|rank| 2.0 * rank as f64 + 1.0 - n)
            .collect();
        let next = drawn_sum(&scores, &vec![1.0; scores.len()], *size, limit).ok()?;
        let (a, b) = (&sum.probabilities, &next.probabilities);
        if (a.len() * b.len()) as f64 > limit {
            return None;
        }
        let mut probabilities = vec![0.0; a.len() + b.len() - 1];
        for (i, p) in a.iter().enumerate() {
            for (slot, q) in probabilities[i..].iter_mut().zip(b) {
                *slot += p * q;
            }
        }
        sum = Lattice {
            first: sum.first + next.first,
            step: 2.0,
            probabilities,
        };
        before = n;
    }
    Some(sum)
}
