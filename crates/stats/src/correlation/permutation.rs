//! Exact permutation distributions of statistics that are sums over the cells of a table with fixed margins.

use super::{Margin, Pairs};
use crate::{Error, Probability};

/// How much an exact p-value may cost, in additions of probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Enumeration(pub u64);

impl Enumeration {
    /// What takes no noticeable time: about 12 pairs without ties, more with.
    pub const QUICK: Self = Self(10_000_000);
    /// Up to some seconds: about 15 pairs without ties, more with.
    pub const THOROUGH: Self = Self(2_000_000_000);
    /// None.
    pub const NEVER: Self = Self(0);

    fn limit(self) -> f64 {
        self.0 as f64
    }
}

/// States and probabilities that may be held at a time.
const HELD: f64 = 3e7;

/// More pairs than binomial coefficients in doubles can count.
const MOST: u64 = 500;

impl Pairs {
    /// Both sides, the one with fewer states last.
    pub(super) fn fewer_states_last(&self) -> [&Margin; 2] {
        if states(&self.x) < states(&self.y) {
            [&self.y, &self.x]
        } else {
            [&self.x, &self.y]
        }
    }
}

/// How many ways there are to have used some of each value.
fn states(margin: &Margin) -> f64 {
    let counts = margin.counts.iter();
    counts.fold(1.0, |states, count| states * (*count as f64 + 1.0))
}

/// How often each value occurs on either side.
pub(super) struct Margins {
    x: Vec<usize>,
    y: Vec<usize>,
    n: usize,
    /// How many ways there are to have used some of each y.
    states: usize,
}

impl Margins {
    /// # Errors
    /// [`Error::ExactOutOfReach`] where there are too many pairs.
    pub(super) fn new(x: &Margin, y: &Margin, effort: Enumeration) -> Result<Self, Error> {
        let n = y.counts.iter().sum();
        let states = states(y);
        if n > MOST || states > HELD.min(effort.limit() / 100.0) {
            return Err(Error::ExactOutOfReach { n });
        }
        // at most 500 pairs and some million states
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Ok(Self {
            x: x.counts.iter().map(|count| *count as usize).collect(),
            y: y.counts.iter().map(|count| *count as usize).collect(),
            n: n as usize,
            states: states as usize,
        })
    }
}

/// Pairs that are filled in at once: `taken` of the `y` go to the `x`.
pub(super) struct Step {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) taken: usize,
    /// Of those with a smaller x: how many have a smaller y.
    pub(super) concordant: usize,
    /// Of those with a smaller x: how many have a larger y.
    pub(super) discordant: usize,
    /// How many have a smaller x.
    pub(super) before: usize,
}

/// Two-sided p-value 2 min(P(T ≤ t), P(T ≥ t)), at most 1, of a statistic T ≥ 0 over all tables with the margins.
///
/// T is the sum of `score` over the cells. The x are filled one after the other: a state says how many of each y are used,
/// and carries the distribution of T so far. Every term is positive, so both tails have all digits.
///
/// # Errors
/// [`Error::ExactOutOfReach`] where it takes more than the effort allows.
pub(super) fn enumerate(
    margins: &Margins,
    effort: Enumeration,
    observed: usize,
    score: &dyn Fn(&Step) -> usize,
) -> Result<Probability, Error> {
    let n = margins.n;
    let mut strides = Vec::with_capacity(margins.y.len());
    let mut stride = 1;
    for count in &margins.y {
        strides.push(stride);
        stride *= count + 1;
    }
    let used = |state: usize, y: usize| state / strides[y] % (margins.y[y] + 1);
    let total: Vec<usize> = (0..margins.states)
        .map(|state| (0..margins.y.len()).map(|y| used(state, y)).sum())
        .collect();
    let mut distributions: Vec<Vec<f64>> = vec![Vec::new(); margins.states];
    distributions[0] = vec![1.0];
    let (mut before, mut held, mut work) = (0, 0.0, 0.0);
    for (x, size) in margins.x.iter().enumerate() {
        let after = before + size;
        for y in 0..margins.y.len() {
            // downwards, so that a state is passed on before it receives
            work += margins.states as f64;
            for state in (0..margins.states).rev() {
                if distributions[state].is_empty() {
                    continue;
                }
                let free = margins.y[y] - used(state, y);
                // those of this x stand below y, so all above are of a smaller x
                let above: usize = (y + 1..margins.y.len()).map(|y| used(state, y)).sum();
                let below = total[state] - above - used(state, y) - (total[state] - before);
                for taken in 1..=free.min(after - total[state]) {
                    let shift = score(&Step {
                        x,
                        y,
                        taken,
                        concordant: below,
                        discordant: above,
                        before,
                    });
                    let (lower, upper) = distributions.split_at_mut(state + 1);
                    let target = &mut upper[taken * strides[y] - 1];
                    let needed = lower[state].len() + shift;
                    if target.len() < needed {
                        held += (needed - target.len()) as f64;
                        target.resize(needed, 0.0);
                    }
                    work += lower[state].len() as f64;
                    if held > HELD || work > effort.limit() {
                        return Err(Error::ExactOutOfReach { n: n as u64 });
                    }
                    let ways = choose(free, taken);
                    for (sum, part) in target[shift..].iter_mut().zip(&lower[state]) {
                        *sum += part * ways;
                    }
                }
            }
        }
        let ways = choose(n - before, *size);
        for (distribution, total) in distributions.iter_mut().zip(&total) {
            if *total == after {
                distribution.iter_mut().for_each(|part| *part /= ways);
            } else {
                held -= distribution.len() as f64;
                *distribution = Vec::new();
            }
        }
        before = after;
    }
    let distribution = &distributions[margins.states - 1];
    let lower: f64 = distribution.iter().take(observed + 1).sum();
    let upper: f64 = distribution.iter().skip(observed).rev().sum();
    Ok(Probability::new((2.0 * lower.min(upper)).min(1.0)))
}

/// Binomial coefficient n! / (k! (n − k)!); exact below 2^53.
fn choose(n: usize, k: usize) -> f64 {
    let k = k.min(n - k);
    let mut ways = 1.0;
    for i in 0..k {
        // a product of i + 1 consecutive numbers is a multiple of (i + 1)!
        ways = ways * (n - i) as f64 / (i + 1) as f64;
    }
    ways
}
