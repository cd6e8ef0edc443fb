//! Exact distributions of rank sums, with whatever ties there are.

use crate::{Error, Probability};

/// An exact two-sided p-value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExactP {
    /// P(|R − E R| ≥ |r − E R|): as far from the middle as observed, or farther, on either side.
    pub p_value: Probability,
    /// Twice the smaller one-sided p-value, at most 1. Differs where the distribution is not symmetric.
    pub doubled: Probability,
}

/// Steps an exact distribution may take without anyone noticing, about a tenth of a second.
pub const USUAL_STEPS: f64 = 5e7;

/// Steps after which an exact distribution is refused.
pub const MOST_STEPS: f64 = 2e9;

/// A distribution on equidistant points, as probabilities of x = `first` + i `step`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lattice {
    pub(crate) first: f64,
    pub(crate) step: f64,
    pub(crate) probabilities: Vec<f64>,
}

impl Lattice {
    /// P(X ≤ x).
    pub(crate) fn at_most(&self, x: f64) -> f64 {
        let points = self.points().take_while(|(point, _)| *point <= x);
        points.map(|(_, p)| p).sum()
    }

    /// P(X ≥ x).
    pub(crate) fn at_least(&self, x: f64) -> f64 {
        // the small ones first
        let points = self.points().rev().take_while(|(point, _)| *point >= x);
        points.map(|(_, p)| p).sum()
    }

    fn points(&self) -> impl DoubleEndedIterator<Item = (f64, f64)> {
        let points = self.probabilities.iter().enumerate();
        points.map(|(index, p)| (self.first + self.step * index as f64, *p))
    }

    /// Both two-sided p-values of x, for a distribution whose mean is `mean`.
    pub(crate) fn two_sided(&self, x: f64, mean: f64) -> ExactP {
        let far = (x - mean).abs();
        let p = if far == 0.0 {
            1.0
        } else {
            self.at_most(mean - far) + self.at_least(mean + far)
        };
        let one_sided = self.at_most(x).min(self.at_least(x));
        ExactP {
            p_value: Probability::new(p.min(1.0)),
            doubled: Probability::new((2.0 * one_sided).min(1.0)),
        }
    }
}

/// Greatest common divisor of whole numbers.
fn common_divisor(a: f64, b: f64) -> f64 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b > 0.0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The distribution of the sum of scores of `m` cases drawn without replacement: `ties` gives how many cases have each of the
/// whole-number `scores`, in ascending order.
///
/// Dynamic programming over the distinct scores: the chance that c of t tied cases are drawn is hypergeometric given how many
/// are left to draw, so all terms are positive and nothing overflows. Mehta and Patel's network algorithm for one margin of two.
///
/// # Errors
/// [`Error::ExactTooLarge`] beyond `limit` steps.
pub(crate) fn drawn_sum(
    scores: &[f64],
    ties: &[f64],
    m: f64,
    limit: f64,
) -> Result<Lattice, Error> {
    let n: f64 = ties.iter().sum();
    let lowest = scores.first().copied().unwrap_or(0.0);
    let step = scores
        .iter()
        .fold(0.0, |divisor, score| {
            common_divisor(divisor, score - lowest)
        })
        .max(1.0);
    // the smallest and largest sum of m
    let reach = |order: &mut dyn Iterator<Item = (f64, f64)>| {
        let (mut left, mut sum) = (m, 0.0);
        for (score, tied) in order {
            let drawn = tied.min(left);
            sum += drawn * ((score - lowest) / step);
            left -= drawn;
        }
        sum
    };
    let pairs = || scores.iter().copied().zip(ties.iter().copied());
    let least = reach(&mut pairs());
    let most = reach(&mut pairs().rev());
    let width = most + 1.0;
    let cost = ties
        .iter()
        .map(|tied| (tied.min(m) + 1.0) * (m + 1.0) * width)
        .sum::<f64>();
    if cost > limit {
        return Err(Error::ExactTooLarge { cost, limit });
    }
    let (width, drawn) = (width as usize, m as usize);
    // state[c][s]: probability that c cases with the sum s have been drawn so far
    let mut state = vec![0.0_f64; (drawn + 1) * width];
    state[0] = 1.0;
    let (mut left, mut reached, mut highest) = (n, 0_usize, 0_usize);
    for (score, tied) in pairs() {
        let distance = ((score - lowest) / step) as usize;
        let mut next = vec![0.0_f64; (drawn + 1) * width];
        let can = (tied as usize).min(drawn);
        for c in 0..=reached {
            let wanted = m - c as f64;
            // chance of 0 of the tied among the wanted from those left, then by recurrence
            for (taken, chance) in hypergeometric(tied, left, wanted, can)
                .into_iter()
                .enumerate()
            {
                if chance == 0.0 || c + taken > drawn {
                    continue;
                }
                let shift = taken * distance;
                let from = &state[c * width..c * width + highest.min(width - 1) + 1];
                let start = (c + taken) * width + shift;
                let room = width.saturating_sub(shift).min(from.len());
                for (target, p) in next[start..start + room].iter_mut().zip(from) {
                    *target += p * chance;
                }
            }
        }
        reached = (reached + can).min(drawn);
        highest = (highest + can * distance).min(width - 1);
        left -= tied;
        state = next;
    }
    let probabilities = state[drawn * width + least as usize..].to_vec();
    Ok(Lattice {
        first: m * lowest + step * least,
        step,
        probabilities,
    })
}

/// P(c of `tied` among `wanted` drawn from `left`), c from 0 to `most`.
fn hypergeometric(tied: f64, left: f64, wanted: f64, most: usize) -> Vec<f64> {
    // from the likeliest outward, so that nothing underflows that matters
    let lowest = (wanted - (left - tied)).max(0.0);
    let highest = tied.min(wanted);
    let mut chances = vec![0.0; most + 1];
    if lowest > highest {
        return chances;
    }
    let mode = ((tied + 1.0) * (wanted + 1.0) / (left + 2.0))
        .floor()
        .clamp(lowest, highest);
    let up = |c: f64| (tied - c) * (wanted - c) / ((c + 1.0) * (left - tied - wanted + c + 1.0));
    let mut total = 1.0;
    chances[mode as usize] = 1.0;
    let (mut c, mut chance) = (mode, 1.0);
    while c < highest {
        chance *= up(c);
        c += 1.0;
        chances[c as usize] = chance;
        total += chance;
    }
    (c, chance) = (mode, 1.0);
    while c > lowest {
        c -= 1.0;
        chance /= up(c);
        chances[c as usize] = chance;
        total += chance;
    }
    chances.iter_mut().for_each(|chance| *chance /= total);
    chances
}

/// The distribution of the sum of the whole-number `scores` with positive signs, each sign with probability ½.
///
/// # Errors
/// [`Error::ExactTooLarge`] beyond `limit` steps.
pub(crate) fn signed_rank_null(scores: &[(f64, f64)], limit: f64) -> Result<Lattice, Error> {
    let step = scores
        .iter()
        .fold(0.0, |divisor, (score, _)| common_divisor(divisor, *score))
        .max(1.0);
    let width = scores
        .iter()
        .map(|(score, count)| count * (score / step))
        .sum::<f64>()
        + 1.0;
    let n: f64 = scores.iter().map(|(_, count)| count).sum();
    if n * width > limit {
        return Err(Error::ExactTooLarge {
            cost: n * width,
            limit,
        });
    }
    let mut probabilities = vec![0.0_f64; width as usize];
    probabilities[0] = 1.0;
    let mut highest = 0;
    for (score, count) in scores {
        let distance = (score / step) as usize;
        for _ in 0..*count as u64 {
            highest += distance;
            for sum in (0..=highest).rev() {
                let with = if sum >= distance {
                    probabilities[sum - distance]
                } else {
                    0.0
                };
                probabilities[sum] = 0.5 * (probabilities[sum] + with);
            }
        }
    }
    Ok(Lattice {
        first: 0.0,
        step,
        probabilities,
    })
}
