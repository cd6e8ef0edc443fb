//! Kendall's rank correlation.

use super::permutation::{Enumeration, Margins, enumerate};
use super::{Coefficient, CorrelationTest, Margin, Pairs};
use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Interval, Level, Probability};

/// Kendall's τ-b with tests and interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Kendall {
    /// τ-b.
    pub tau_b: f64,
    /// Pairs.
    pub n: u64,
    /// S: concordant less discordant pairs of pairs.
    pub s: f64,
    /// z = S / σ with the variance of S under ties, without correction for continuity.
    pub test: Option<CorrelationTest>,
    /// Exact two-sided p-value: twice the smaller tail over all orders of the answers.
    pub exact: Result<Probability, Error>,
    /// Fieller's interval; none below five pairs.
    pub interval: Option<Interval>,
}

/// Most pairs without ties with an exact p-value: the smallest is 2 / n!, which a double still holds.
const MOST: u64 = 170;

/// Kendall's rank correlation τ-b, O(n log n).
///
/// τ-b = S / √((n₀ − n₁)(n₀ − n₂)) with n₀ = n(n − 1)/2 and n₁, n₂ the pairs tied in x and y; Knight (1966) counts the
/// discordant ones. σ² = (v₀ − vₓ − v_y)/18 + Σt(t − 1) Σu(u − 1) / 2n(n − 1) + Σt(t − 1)(t − 2) Σu(u − 1)(u − 2) /
/// 9n(n − 1)(n − 2); Kendall (1970), *Rank Correlation Methods*, ch. 4. The exact p-value is 2 min(P(S ≤ s), P(S ≥ s)),
/// at most 1, given the ties. Interval: tanh(atanh τ ± z √(0.437 / (n − 4))), Fieller, Hartley and Pearson (1957).
/// R: `cor.test(x, y, method = "kendall")` (exact there up to n = 49 and without ties only).
///
/// # Errors
/// [`Error::TooFewCases`] below two pairs, [`Error::ConstantVariable`] where one side does not vary.
pub fn kendall(pairs: &Pairs, level: Level, effort: Enumeration) -> Result<Kendall, Error> {
    pairs.check(2)?;
    let (n, s) = (pairs.n as f64, score(pairs));
    let all = falling(n, 2);
    let (x, y) = (ties(&pairs.x), ties(&pairs.y));
    // twice the pairs that are not tied in x and in y
    let (xx, yy) = (all - x.twos, all - y.twos);
    let found = Coefficient::new(xx, yy, s * 2.0).ok_or(Error::ConstantVariable { index: 0 })?;
    let fives = |twos: Dd, threes: Dd| threes * 2.0 + twos * 9.0;
    let mut variance =
        (fives(all, falling(n, 3)) - fives(x.twos, x.threes) - fives(y.twos, y.threes)) / 18.0
            + x.twos * y.twos / (all * 2.0);
    if pairs.n > 2 {
        variance += x.threes * y.threes / (falling(n, 3) * 9.0);
    }
    let z = s.value() / variance.value().sqrt();
    Ok(Kendall {
        tau_b: found.r,
        n: pairs.n,
        s: s.value(),
        test: (variance.value() > 0.0).then(|| CorrelationTest {
            statistic: z,
            df: None,
            p_value: normal::two_sided(z),
        }),
        exact: exact(pairs, s, effort),
        interval: found.interval(0.437 / (n - 4.0), level),
    })
}

/// n (n − 1) ... of so many factors.
fn falling(n: f64, factors: u32) -> Dd {
    (0..factors).fold(Dd::ONE, |product, i| product * (n - f64::from(i)))
}

/// Σt(t − 1) and Σt(t − 1)(t − 2) over groups of equal values.
struct Ties {
    twos: Dd,
    threes: Dd,
}

fn ties(margin: &Margin) -> Ties {
    let sum = |factors| {
        let counts = margin.counts.iter();
        counts.map(|count| falling(*count as f64, factors)).sum()
    };
    Ties {
        twos: sum(2),
        threes: sum(3),
    }
}

/// S = concordant − discordant pairs, exact up to 2^106.
///
/// A Fenwick tree over the y counts, for each x in ascending order, those with smaller x and smaller or larger y.
fn score(pairs: &Pairs) -> Dd {
    let mut tree = vec![0_u64; pairs.y.values.len() + 1];
    let up_to = |tree: &[u64], mut index: usize| {
        let mut sum = 0;
        while index > 0 {
            sum += tree[index];
            index &= index - 1;
        }
        sum
    };
    let (mut s, mut before, mut first) = (Dd::ZERO, 0, 0);
    while first < pairs.cells.len() {
        let x = pairs.cells[first].x;
        let group = pairs.cells[first..].iter().take_while(|cell| cell.x == x);
        for cell in group.clone() {
            let (below, not_above) = (up_to(&tree, cell.y), up_to(&tree, cell.y + 1));
            let surplus = Dd::difference(below as f64, (before - not_above) as f64);
            s += surplus * cell.count as f64;
        }
        for cell in group {
            let mut index = cell.y + 1;
            while index < tree.len() {
                tree[index] += cell.count;
                index += index & index.wrapping_neg();
            }
            first += 1;
        }
        before += pairs.x.counts[x];
    }
    s
}

fn exact(pairs: &Pairs, s: Dd, effort: Enumeration) -> Result<Probability, Error> {
    let untied = |margin: &Margin| margin.counts.iter().all(|count| *count == 1);
    if untied(&pairs.x) && untied(&pairs.y) && pairs.n <= MOST && effort != Enumeration::NEVER {
        return Ok(inversions(pairs.n, s.value()));
    }
    let [x, y] = pairs.fewer_states_last();
    let margins = Margins::new(x, y, effort)?;
    // concordant − discordant + before is never negative; its sum is S plus the pairs of different x
    let different = (falling(pairs.n as f64, 2) - ties(x).twos) / 2.0;
    // few pairs: a small whole number that is not negative
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let observed = (s + different).value() as usize;
    enumerate(&margins, effort, observed, &|step| {
        step.taken * (step.before + step.concordant - step.discordant)
    })
}

/// P of S at least as far from 0, from the distribution of the number of inversions of n different values.
///
/// One value more adds 0 to n − 1 inversions with equal chances: sums over windows, from the running sums of blocks before
/// and behind, so that nothing is subtracted and the far tail has all its digits.
fn inversions(n: u64, s: f64) -> Probability {
    let all = n * (n - 1) / 2;
    // discordant pairs of the nearer tail; whole and small
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let at_most = ((all as f64 - s.abs()) / 2.0) as usize;
    let mut probabilities = vec![0.0; at_most + 1];
    probabilities[0] = 1.0;
    let mut behind = probabilities.clone();
    for size in 2..=n as usize {
        let mut running = 0.0;
        for k in (0..=at_most).rev() {
            running = if (k + 1).is_multiple_of(size) {
                0.0
            } else {
                running
            } + probabilities[k];
            behind[k] = running;
        }
        for k in 0..=at_most {
            running = if k.is_multiple_of(size) { 0.0 } else { running } + probabilities[k];
            let window = match (k + 1).checked_sub(size) {
                // the window is a block
                Some(first) if first.is_multiple_of(size) => running,
                Some(first) => behind[first] + running,
                None => running,
            };
            probabilities[k] = window / size as f64;
        }
    }
    let tail: f64 = probabilities.iter().rev().sum();
    Probability::new((2.0 * tail).min(1.0))
}
