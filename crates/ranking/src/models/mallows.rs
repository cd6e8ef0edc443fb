//! The Mallows model: rankings scattered around a consensus.

use crate::{Ballots, Error, Pairwise, UNRANKED, Unranked};

/// A Mallows model under Kendall's distance.
#[derive(Debug, Clone, PartialEq)]
pub struct Mallows {
    /// The consensus, best first.
    pub consensus: Vec<usize>,
    /// Dispersion: 0 for no agreement at all; `None` where all ballots agree with the consensus and it is infinite.
    pub theta: Option<f64>,
    /// e^−θ: 0 where all agree with the consensus, 1 where all orders are equally likely.
    pub phi: f64,
    /// Standard error of θ, the consensus taken as known.
    pub std_error: Option<f64>,
    /// Weighted sum over the ballots of the pairs that they order against the consensus.
    pub distance: f64,
    /// The same per ballot.
    pub mean_distance: f64,
    /// Expected distance of a complete ranking from the consensus.
    pub expected_distance: f64,
    /// Σ w ln P(ballot).
    pub log_likelihood: f64,
}

/// The Mallows model around a consensus by maximum likelihood, O(ballots × items + items²).
///
/// P(π) = e^(−θ d(π, π₀)) / Z(θ), d the number of pairs in the other order, Z = Π (1 − e^(−jθ)) / (1 − e^(−θ)) over j = 1 to n. A ballot with ties or
/// unranked items is a ranking of which the order within each tie is not told: its probability is the sum over all orders of the
/// tied, e^(−θ d) Π Z of each tie / Z of all, where d counts strict pairs only. [`Unranked::Bottom`]: unranked items are such a tie at the
/// end, which for top-k ballots is the model of Fligner and Verducci. [`Unranked::Ignored`]: a ballot is a ranking of the items that it ranks.
///
/// In all these cases the consensus of maximum likelihood is the one with the fewest strict disagreements, that of Kemeny; another one is taken as it is
/// given. θ solves distance = expected distance; its error is 1 / √information. Weights are frequencies.
/// Mallows (1957); Fligner and Verducci (1986); Lebanon and Mao (2008). R: `PerMallows::lmm` for complete rankings.
///
/// # Errors
/// [`Error::TooFewItems`], [`Error::NoBallots`], [`Error::AllTied`], [`Error::WrongLength`] where the consensus does not order all
/// items, [`Error::AgainstConsensus`] where ballots agree with its reverse as much as they can.
pub fn mallows(
    ballots: &Ballots,
    unranked: Unranked,
    consensus: &[usize],
) -> Result<Mallows, Error> {
    let items = ballots.items();
    if items < 2 {
        return Err(Error::TooFewItems { items, needed: 2 });
    }
    let mut seen = vec![false; items];
    let named = consensus
        .iter()
        .filter(|&&item| item < items && !std::mem::replace(&mut seen[item], true));
    let named = named.count();
    if named != items || consensus.len() != items {
        return Err(Error::WrongLength {
            expected: items,
            found: named,
        });
    }
    let total = ballots.total_weight();
    if total <= 0.0 {
        return Err(Error::NoBallots);
    }
    let pairwise = Pairwise::new(ballots, unranked);
    let mut distance = 0.0;
    for (place, &first) in consensus.iter().enumerate() {
        for &second in &consensus[place + 1..] {
            distance += pairwise.unit_wins(second, first);
        }
    }
    distance /= pairwise.unit();
    let stages = Stages::new(ballots, unranked);
    let most = stages.most();
    if most <= 0.0 {
        return Err(Error::AllTied);
    }
    let theta = if distance <= 0.0 {
        None
    } else if distance >= most {
        return Err(Error::AgainstConsensus);
    } else {
        Some(stages.theta(distance))
    };
    let complete = (2..=items).map(|j| theta.map_or(0.0, |theta| expected(j, theta)));
    Ok(Mallows {
        consensus: consensus.to_vec(),
        theta,
        phi: theta.map_or(0.0, |theta| libm::exp(-theta)),
        std_error: theta.map(|theta| 1.0 / stages.sum(|j| variance(j, theta)).sqrt()),
        distance,
        mean_distance: distance / total,
        expected_distance: complete.sum(),
        log_likelihood: theta.map_or(0.0, |theta| {
            -theta * distance - stages.sum(|j| log_factor(j, theta))
        }),
    })
}

/// The distance as a sum of independent numbers from 0 to below j: how much weight has each j from 2 on. Ties take theirs away.
struct Stages(Vec<f64>);

impl Stages {
    fn new(ballots: &Ballots, unranked: Unranked) -> Self {
        let items = ballots.items();
        // weight of groups of every size, of all ranked items and of ties
        let mut sizes = vec![0.0; items + 1];
        let mut counts = vec![0; items + 1];
        for (ballot, &weight) in ballots.weights().iter().enumerate() {
            counts.fill(0);
            for place in ballots.ballot(ballot) {
                counts[if place == UNRANKED {
                    items
                } else {
                    place as usize
                }] += 1;
            }
            if unranked == Unranked::Ignored {
                counts[items] = 0;
            }
            sizes[counts.iter().sum::<usize>()] += weight;
            for &count in &counts {
                sizes[count] -= weight;
            }
        }
        // a group of s has a number for every j up to s
        for size in (2..items).rev() {
            sizes[size] += sizes[size + 1];
        }
        Self(sizes)
    }

    fn sum(&self, term: impl Fn(usize) -> f64) -> f64 {
        let weighted = self.0.iter().enumerate().skip(2);
        weighted
            .filter(|(_, weight)| **weight != 0.0)
            .map(|(j, weight)| weight * term(j))
            .sum()
    }

    /// The largest distance.
    fn most(&self) -> f64 {
        self.sum(|j| (j - 1) as f64)
    }

    /// θ with that expected distance, which falls in θ: Newton's method kept between bounds.
    fn theta(&self, distance: f64) -> f64 {
        let excess = |theta: f64| self.sum(|j| expected(j, theta)) - distance;
        let (mut low, mut high) = (0.0, 0.0);
        let direction = if excess(0.0) >= 0.0 { 1.0 } else { -1.0 };
        let mut reach = direction;
        while excess(reach) * direction > 0.0 && reach.abs() < 1e3 {
            reach *= 2.0;
        }
        if direction > 0.0 {
            high = reach;
        } else {
            low = reach;
        }
        let mut theta = 0.0;
        for _ in 0..200 {
            let excess = excess(theta);
            if excess >= 0.0 {
                low = theta;
            } else {
                high = theta;
            }
            let step = excess / self.sum(|j| variance(j, theta));
            let next = theta + step;
            let next = if next > low && next < high {
                next
            } else {
                (low + high) / 2.0
            };
            let done = (next - theta).abs() <= 1e-16 * theta.abs() || next == theta;
            theta = next;
            if done {
                break;
            }
        }
        theta
    }
}

/// Below this jθ a power series replaces differences of nearly equal numbers.
const SERIES: f64 = 0.5;

/// B₂ₖ / (2k)!: 1 / (eˣ − 1) − 1 / x + 1 / 2 = Σ of these times x^(2k − 1).
const BERNOULLI: [f64; 8] = [
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30_240.0,
    -1.0 / 1_209_600.0,
    1.0 / 47_900_160.0,
    -691.0 / 1_307_674_368_000.0,
    1.0 / 74_724_249_600.0,
    -3617.0 / 10_670_622_842_880_000.0,
];

/// The mean of a number from 0 to below j with chances proportional to e^(−θ v): 1 / (e^θ − 1) − j / (e^(jθ) − 1).
fn expected(j: usize, theta: f64) -> f64 {
    let n = j as f64;
    if theta < 0.0 {
        return (n - 1.0) - expected(j, -theta);
    }
    if n * theta >= SERIES {
        return 1.0 / libm::expm1(theta) - n / libm::expm1(n * theta);
    }
    let (small, large) = (theta * theta, n * n * theta * theta);
    let (mut power, mut other, mut sum) = (theta, n * n * theta, 0.0);
    for coefficient in BERNOULLI {
        sum += coefficient * (power - other);
        power *= small;
        other *= large;
    }
    (n - 1.0) / 2.0 + sum
}

/// The variance of that number: ¼ / sinh²(θ / 2) − ¼ j² / sinh²(jθ / 2).
fn variance(j: usize, theta: f64) -> f64 {
    let n = j as f64;
    let theta = theta.abs();
    if n * theta >= SERIES {
        // 1 / (4 sinh²(x / 2)) = e^−x / (1 − e^−x)²
        let square = |x: f64| {
            let missing = -libm::expm1(-x);
            libm::exp(-x) / (missing * missing)
        };
        return square(theta) - n * n * square(n * theta);
    }
    let (small, large) = (theta * theta, n * n * theta * theta);
    let (mut power, mut other, mut sum) = (1.0, n * n, 0.0);
    for (k, coefficient) in BERNOULLI.iter().enumerate() {
        sum += coefficient * (2 * k + 1) as f64 * (other - power);
        power *= small;
        other *= large;
    }
    sum
}

/// ln of (1 − e^(−jθ)) / (1 − e^(−θ)), the sum of the chances before they are divided.
fn log_factor(j: usize, theta: f64) -> f64 {
    let n = j as f64;
    if theta == 0.0 {
        libm::log(n)
    } else if theta < 1.0 {
        libm::log(libm::expm1(-n * theta) / libm::expm1(-theta))
    } else {
        libm::log1p(-libm::exp(-n * theta)) - libm::log1p(-libm::exp(-theta))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn close(found: f64, wanted: f64, tolerance: f64) {
        assert!(
            (found - wanted).abs() <= tolerance * wanted.abs(),
            "{found} instead of {wanted}"
        );
    }

    #[test]
    fn stages_keep_their_digits_at_every_theta() {
        // sums over the numbers themselves
        for j in [2, 3, 7, 22, 60] {
            for theta in [
                -0.3, 1e-9, 1e-4, 0.008, 0.0227, 0.05, 0.3, 0.9999, 1.0, 3.0, 30.0,
            ] {
                let chances: Vec<f64> = (0..j).map(|v| (-theta * v as f64).exp()).collect();
                let total: f64 = chances.iter().sum();
                let mean: f64 = chances
                    .iter()
                    .enumerate()
                    .map(|(v, p)| v as f64 * p / total)
                    .sum();
                let spread: f64 = chances
                    .iter()
                    .enumerate()
                    .map(|(v, p)| (v as f64 - mean).powi(2) * p / total)
                    .sum();
                close(expected(j, theta), mean, 1e-13);
                close(variance(j, theta), spread, 1e-12);
                assert!(
                    (log_factor(j, theta) - total.ln()).abs() < 1e-13 * total.ln().abs().max(1e-3)
                );
            }
        }
    }

    /// All orders of some items.
    fn orders(items: usize) -> Vec<Vec<usize>> {
        if items == 0 {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        for order in orders(items - 1) {
            for place in 0..items {
                let mut longer = order.clone();
                longer.insert(place, items - 1);
                all.push(longer);
            }
        }
        all
    }

    /// Whether an order does not contradict the ballot.
    fn extends(order: &[usize], places: &[i16]) -> bool {
        order
            .windows(2)
            .all(|pair| places[pair[0]] <= places[pair[1]])
    }

    proptest! {
        #[test]
        fn a_tie_sums_over_its_orders(rows in prop::collection::vec(prop::collection::vec(prop::option::of(1u32..4), 4), 1..6)) {
            let mut ballots = Ballots::new(4);
            for row in &rows {
                ballots.push(row, 1.5).unwrap();
            }
            let consensus = [2, 0, 3, 1];
            let Ok(model) = mallows(&ballots, Unranked::Bottom, &consensus) else { return Ok(()) };
            let all = orders(4);
            let distance = |order: &[usize]| {
                let place = |item| order.iter().position(|&other| other == item).unwrap();
                let mut against = 0;
                for i in 0..4 {
                    for j in i + 1..4 {
                        against += u32::from(place(consensus[i]) > place(consensus[j]));
                    }
                }
                f64::from(against)
            };
            let likelihood = |theta: f64| {
                let total: f64 = all.iter().map(|order| (-theta * distance(order)).exp()).sum();
                (0..rows.len())
                    .map(|ballot| {
                        let places: Vec<i16> = ballots.ballot(ballot).collect();
                        let sum: f64 = all
                            .iter()
                            .filter(|order| extends(order, &places))
                            .map(|order| (-theta * distance(order)).exp())
                            .sum();
                        1.5 * (sum / total).ln()
                    })
                    .sum::<f64>()
            };
            let Some(theta) = model.theta else {
                prop_assert_eq!(model.distance, 0.0);
                prop_assert!(likelihood(40.0).abs() < 1e-12);
                return Ok(());
            };
            prop_assert!((likelihood(theta) - model.log_likelihood).abs() < 1e-11);
            prop_assert!(likelihood(theta + 1e-3) < likelihood(theta));
            prop_assert!(likelihood(theta - 1e-3) < likelihood(theta));
            let step = 1e-3;
            let bend = (2.0 * likelihood(theta) - likelihood(theta + step) - likelihood(theta - step)) / (step * step);
            let error = model.std_error.unwrap();
            prop_assert!((bend * error * error - 1.0).abs() < 1e-3, "{bend} {error}");
        }
    }

    #[test]
    fn agreement_without_end_and_none() {
        let mut ballots = Ballots::new(3);
        ballots.push(&[Some(1), Some(2), Some(3)], 2.0).unwrap();
        let model = mallows(&ballots, Unranked::Bottom, &[0, 1, 2]).unwrap();
        assert_eq!(
            (model.theta, model.phi, model.log_likelihood),
            (None, 0.0, 0.0)
        );
        assert_eq!(
            mallows(&ballots, Unranked::Bottom, &[2, 1, 0]),
            Err(Error::AgainstConsensus)
        );
        assert_eq!(
            mallows(&ballots, Unranked::Bottom, &[2, 1, 1]),
            Err(Error::WrongLength {
                expected: 3,
                found: 2
            })
        );
        ballots.push(&[Some(3), Some(2), Some(1)], 2.0).unwrap();
        let model = mallows(&ballots, Unranked::Bottom, &[0, 1, 2]).unwrap();
        assert!(model.theta.unwrap().abs() < 1e-15);
        close(model.log_likelihood, -4.0 * 6.0_f64.ln(), 1e-14);
        let mut tied = Ballots::new(3);
        tied.push(&[Some(1); 3], 1.0).unwrap();
        assert_eq!(
            mallows(&tied, Unranked::Bottom, &[0, 1, 2]),
            Err(Error::AllTied)
        );
    }

    #[test]
    fn two_items_are_a_binomial() {
        // θ = ln(3 / 1), error √(1/3 + 1)
        let mut ballots = Ballots::new(2);
        ballots.push(&[Some(1), Some(2)], 3.0).unwrap();
        ballots.push(&[Some(2), Some(1)], 1.0).unwrap();
        let model = mallows(&ballots, Unranked::Bottom, &[0, 1]).unwrap();
        close(model.theta.unwrap(), 3.0_f64.ln(), 1e-15);
        close(model.std_error.unwrap(), (4.0_f64 / 3.0).sqrt(), 1e-14);
        close(model.expected_distance, 0.25, 1e-15);
    }
}
