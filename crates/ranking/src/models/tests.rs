//! Models against values from elsewhere, and derivatives against differences.

use proptest::prelude::*;

use super::choices::{Choices, read};
use super::newton::Slope;
use super::*;
use crate::{Ballots, Error, Pairwise, Unranked};

/// Ballots from items best first, with ties as lists.
fn ballots(items: usize, orders: &[(&[&[usize]], f64)]) -> Ballots {
    let mut ballots = Ballots::new(items);
    for (order, weight) in orders {
        let mut ranks = vec![None; items];
        for (place, bucket) in order.iter().enumerate() {
            for &item in *bucket {
                ranks[item] = Some(place as u32);
            }
        }
        ballots.push(&ranks, *weight).unwrap();
    }
    ballots
}

#[track_caller]
fn close(found: &[f64], wanted: &[f64], tolerance: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(
            (found - wanted).abs() <= tolerance * wanted.abs().max(0.01),
            "{found} instead of {wanted}"
        );
    }
}

/// The capital of Tennessee: 42 : 26 : 15 : 17.
fn tennessee() -> Ballots {
    ballots(
        4,
        &[
            (&[&[0], &[1], &[2], &[3]], 42.0),
            (&[&[1], &[2], &[3], &[0]], 26.0),
            (&[&[2], &[3], &[1], &[0]], 15.0),
            (&[&[3], &[2], &[1], &[0]], 17.0),
        ],
    )
}

#[test]
fn tennessee_has_the_worths_of_forty_digits() {
    // mpmath, 40 digits: Newton on the log-likelihood; R's PlackettLuce and qvcalc agree to their tolerance
    let model = plackett_luce(
        &tennessee(),
        Unranked::Bottom,
        PlackettLuceOptions::default(),
    )
    .unwrap();
    assert!(model.exists);
    close(
        &model.log_worth,
        &[
            -0.59246239545912563046,
            0.587396224391195218,
            0.41925449423110281286,
            -0.41418832316317240039,
        ],
        1e-13,
    );
    close(
        &model.std_error,
        &[
            0.13421936542348852827,
            0.10999646764295418247,
            0.10733184152654325573,
            0.11873653712812236685,
        ],
        1e-13,
    );
    close(
        &model.quasi_variance.unwrap().variance,
        &[
            0.026940136292652425146,
            0.015093991027173010974,
            0.01311364794373740418,
            0.019114593136737115104,
        ],
        1e-12,
    );
    close(&[model.log_likelihood], &[-288.32028455256982779], 1e-14);
    // without differences every ballot has the chance 1/24
    let test = model.equal_worths.unwrap();
    close(
        &[test.null_log_likelihood],
        &[-100.0 * 24.0_f64.ln()],
        1e-14,
    );
    assert_eq!(test.df, 3.0);
}

#[test]
fn unranked_items_stay_in_every_choice_set_or_in_none() {
    // two groups that are never compared unless unranked items are below
    let ballots = ballots(
        6,
        &[
            (&[&[0], &[1], &[2]], 1.0),
            (&[&[2], &[1], &[0]], 1.0),
            (&[&[3], &[4], &[5]], 1.0),
            (&[&[5], &[4], &[3]], 1.0),
            (&[&[1], &[0], &[2]], 1.0),
        ],
    );
    let options = PlackettLuceOptions::default();
    let apart = plackett_luce(&ballots, Unranked::Ignored, options).unwrap();
    assert!(!apart.exists && apart.equal_worths.is_none());
    assert_eq!(apart.components, [vec![0, 1, 2], vec![3, 4, 5]]);
    assert!(
        apart
            .log_worth
            .iter()
            .chain(&apart.std_error)
            .all(|value| value.is_finite())
    );
    let together = plackett_luce(&ballots, Unranked::Bottom, options).unwrap();
    assert!(together.exists);
    // mpmath, 40 digits: Newton on the log-likelihood
    close(
        &together.log_worth,
        &[
            0.27996647034372871496,
            0.41533995861402820149,
            0.15133748976911205267,
            -0.28586555391178465127,
            -0.27491281090329966657,
            -0.28586555391178465127,
        ],
        1e-13,
    );
    close(
        &together.std_error,
        &[
            0.56210486458680503049,
            0.57112228530814889076,
            0.55413617094588307893,
            0.64472810823297558726,
            0.64461259346965948035,
            0.64472810823297558726,
        ],
        1e-13,
    );
    close(
        &together.quasi_variance.unwrap().variance,
        &[
            0.36222789579228850738,
            0.37450319301973172471,
            0.35164816590616197624,
            0.51545901240872461152,
            0.5159543383791673398,
            0.51545901240872461152,
        ],
        1e-12,
    );
}

#[test]
fn an_item_that_always_loses_gets_a_finite_worth_by_a_ghost() {
    let ballots = ballots(
        4,
        &[
            (&[&[0], &[1], &[2], &[3]], 1.0),
            (&[&[1], &[2], &[0], &[3]], 1.0),
            (&[&[2], &[0], &[1], &[3]], 1.0),
            (&[&[1], &[0], &[2], &[3]], 1.0),
        ],
    );
    let model = plackett_luce(&ballots, Unranked::Bottom, PlackettLuceOptions::default()).unwrap();
    assert!(!model.exists);
    assert_eq!(model.pseudo_wins, 0.5);
    assert_eq!(model.components, [vec![0, 1, 2], vec![3]]);
    // mpmath, 40 digits: half a win and half a loss of every item against an item of log worth 0
    close(
        &model.log_worth,
        &[
            0.76639070719435896292,
            0.99617793563576294222,
            0.40996339879556700613,
            -2.1725320416256889113,
        ],
        1e-13,
    );
    close(
        &model.std_error,
        &[
            0.62407333951898308755,
            0.65389261931080966312,
            0.62137658382900461492,
            1.1016739113948254475,
        ],
        1e-13,
    );
    close(&[model.log_likelihood], &[-7.3310503782804411695], 1e-13);
    // a stronger ghost draws worths together
    let options = PlackettLuceOptions {
        pseudo_wins: 5.0,
        ..PlackettLuceOptions::default()
    };
    let stronger = plackett_luce(&ballots, Unranked::Bottom, options).unwrap();
    assert!(stronger.log_worth[3] > model.log_worth[3] + 1.0);
    let none = PlackettLuceOptions {
        pseudo_wins: 0.0,
        ..options
    };
    assert_eq!(
        plackett_luce(&ballots, Unranked::Bottom, none),
        Err(Error::PseudoWins { pseudo_wins: 0.0 })
    );
}

#[test]
fn ties_and_fractional_weights() {
    let ballots = ballots(
        4,
        &[
            (&[&[2], &[0, 1], &[3]], 1.0),
            (&[&[1], &[2], &[3, 0]], 1.5),
            (&[&[3], &[1, 2]], 0.75),
            (&[&[0], &[3], &[1], &[2]], 1.0),
            (&[&[0, 1, 2, 3]], 0.5),
        ],
    );
    let model = plackett_luce(&ballots, Unranked::Ignored, PlackettLuceOptions::default()).unwrap();
    assert!(model.exists);
    assert_eq!(
        model.ties.iter().map(|tie| tie.items).collect::<Vec<_>>(),
        [2, 4]
    );
    let slow = Enumerated::new(&ballots);
    let mut at = model.log_worth.clone();
    at.extend(model.ties.iter().map(|tie| tie.log_delta));
    close(&[model.log_likelihood], &[slow.value(&at)], 1e-13);
    // equal worths: the highest point over both ties, by halving intervals
    let highest = |value: &dyn Fn(f64) -> f64| {
        let (mut low, mut high) = (-8.0, 4.0);
        for _ in 0..80 {
            let third = (high - low) / 3.0;
            if value(low + third) < value(high - third) {
                low += third;
            } else {
                high -= third;
            }
        }
        value(low)
    };
    let null = highest(&|two| highest(&|four| slow.value(&[0.0, 0.0, 0.0, 0.0, two, four])));
    let test = model.equal_worths.unwrap();
    close(&[test.null_log_likelihood], &[null], 1e-12);
    assert_eq!(test.df, 3.0);
    // no direction leads up from there
    for index in 0..at.len() {
        for step in [1e-4, -1e-4] {
            let mut other = at.clone();
            other[index] += step;
            assert!(slow.value(&other) < slow.value(&at));
        }
    }
}

#[test]
fn what_is_always_tied_has_no_maximum() {
    let ballots = ballots(5, &[(&[&[2], &[0, 3], &[1, 4]], 1.0)]);
    let model = plackett_luce(&ballots, Unranked::Ignored, PlackettLuceOptions::default()).unwrap();
    assert!(!model.exists);
    assert_eq!(model.components, [vec![2], vec![0, 3], vec![1, 4]]);
    assert!(model.log_worth[2] > model.log_worth[0] && model.log_worth[0] > model.log_worth[1]);
    let all = self::ballots(3, &[(&[&[0, 1, 2]], 2.0)]);
    let model = plackett_luce(&all, Unranked::Ignored, PlackettLuceOptions::default()).unwrap();
    assert!(!model.exists, "only ties: ln δ grows without end");
    close(&model.log_worth, &[0.0; 3], 1e-12);
    assert!(
        model
            .std_error
            .iter()
            .all(|error| error.is_finite() && *error > 0.0)
    );
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let options = PlackettLuceOptions::default();
    let one = ballots(1, &[(&[&[0]], 1.0)]);
    assert_eq!(
        plackett_luce(&one, Unranked::Bottom, options),
        Err(Error::TooFewItems {
            items: 1,
            needed: 2
        })
    );
    let none = ballots(3, &[(&[&[0], &[1], &[2]], 0.0)]);
    assert_eq!(
        plackett_luce(&none, Unranked::Bottom, options),
        Err(Error::NoBallots)
    );
    let nothing = ballots(3, &[(&[&[0]], 1.0)]);
    let model = plackett_luce(&nothing, Unranked::Ignored, options).unwrap();
    assert!(!model.exists && model.components.len() == 3);
    close(&model.log_worth, &[0.0; 3], 1e-15);
}

#[test]
fn a_sandwich_sums_squares_of_ballots() {
    let pairs = ballots(2, &[(&[&[0], &[1]], 2.0), (&[&[1], &[0]], 1.0)]);
    let options = PlackettLuceOptions {
        variance: Variance::Sandwich,
        ..PlackettLuceOptions::default()
    };
    let model = plackett_luce(&pairs, Unranked::Bottom, options).unwrap();
    // of the difference: scores 1/3 and -2/3, information 3 * 2/9: variance 2/1 (4/9 + 4/9) / (2/3)^2 = 4
    close(&model.std_error, &[1.0, 1.0], 1e-14);
    assert!(model.equal_worths.is_none());
    // one ballot has no spread: the information instead
    let one = ballots(2, &[(&[&[0], &[1]], 3.0)]);
    let model = plackett_luce(&one, Unranked::Bottom, options).unwrap();
    assert!(model.std_error[0].is_finite());
}

#[test]
fn two_items_are_a_binomial() {
    // logit of 2/3 and its error: √(1/2 + 1/1) / 2
    let pairs = ballots(2, &[(&[&[0], &[1]], 2.0), (&[&[1], &[0]], 1.0)]);
    let model = plackett_luce(&pairs, Unranked::Bottom, PlackettLuceOptions::default()).unwrap();
    close(
        &model.log_worth,
        &[0.5 * 2.0_f64.ln(), -0.5 * 2.0_f64.ln()],
        1e-15,
    );
    close(&model.std_error, &[1.5_f64.sqrt() / 2.0; 2], 1e-15);
    assert!(model.quasi_variance.is_none());
    let comparisons = bradley_terry(&Pairwise::new(&pairs, Unranked::Bottom), 0.5).unwrap();
    close(&comparisons.log_worth, &model.log_worth, 1e-15);
    close(&comparisons.std_error, &model.std_error, 1e-15);
}

#[test]
fn citations_of_journals() {
    // Stigler (1994), citations among Biometrika, Comm. Statist., JASA and JRSS-B; R's BradleyTerry2, example(citations):
    // CommStat -2.94907, JASA -0.47957, JRSS-B 0.26895 relative to Biometrika, errors 0.10255, 0.06059, 0.07083
    let cited: [[f64; 4]; 4] = [
        [0.0, 730.0, 498.0, 221.0],
        [33.0, 0.0, 68.0, 17.0],
        [320.0, 813.0, 0.0, 142.0],
        [284.0, 276.0, 325.0, 0.0],
    ];
    let mut ballots = Ballots::new(4);
    for i in 0..4 {
        for j in 0..4 {
            let mut ranks = [None; 4];
            ranks[i] = Some(1);
            ranks[j] = Some(2);
            if i != j {
                ballots.push(&ranks, cited[i][j]).unwrap();
            }
        }
    }
    let model = bradley_terry(&Pairwise::new(&ballots, Unranked::Ignored), 0.5).unwrap();
    assert!(model.exists);
    let relative: Vec<f64> = (1..4)
        .map(|i| model.log_worth[i] - model.log_worth[0])
        .collect();
    close(&relative, &[-2.94907, -0.47957, 0.26895], 3e-5);
    let errors: Vec<f64> = (1..4)
        .map(|i| {
            let v = |i: usize, j: usize| model.covariance[i * 4 + j];
            (v(i, i) + v(0, 0) - 2.0 * v(0, i)).sqrt()
        })
        .collect();
    close(&errors, &[0.10255, 0.06059, 0.07083], 1e-4);
    // rankings of two are the same model
    let rankings =
        plackett_luce(&ballots, Unranked::Ignored, PlackettLuceOptions::default()).unwrap();
    close(&rankings.log_worth, &model.log_worth, 1e-13);
    close(&rankings.covariance, &model.covariance, 1e-13);
    close(&[rankings.log_likelihood], &[model.log_likelihood], 1e-13);
}

#[test]
fn a_quasi_variance_can_be_negative() {
    // three items are solved exactly: q = (v12 + v13 - v23) / 2
    let (v12, v13, v23) = (1.0, 1.0, 3.0);
    let covariance = [
        0.0,
        0.0,
        0.0,
        0.0,
        v12,
        (v12 + v13 - v23) / 2.0,
        0.0,
        (v12 + v13 - v23) / 2.0,
        v13,
    ];
    let quasi = quasi_variances(&covariance, 3).unwrap();
    close(&quasi.variance, &[-0.5, 1.5, 1.5], 1e-14);
    assert_eq!(quasi.standard_errors()[0], None);
    assert!(quasi.largest_error < 1e-14);
    assert!(quasi_variances(&[1.0, 0.0, 0.0, 1.0], 2).is_none());
    assert!(quasi_variances(&[0.0; 9], 3).is_none());
}

/// The Davidson-Luce likelihood with every subset written out.
struct Enumerated {
    items: usize,
    orders: Vec<usize>,
    /// Weight, the set to choose from, the chosen items.
    choices: Vec<(f64, Vec<usize>, Vec<usize>)>,
}

impl Enumerated {
    fn new(ballots: &Ballots) -> Self {
        let mut choices = Vec::new();
        for ballot in 0..ballots.len() {
            let mut buckets = ballots.buckets(ballot);
            while !buckets.is_empty() {
                let set: Vec<usize> = buckets.iter().flatten().copied().collect();
                choices.push((ballots.weights()[ballot], set, buckets.remove(0)));
            }
        }
        choices.retain(|(weight, set, _)| *weight > 0.0 && set.len() > 1);
        let orders = (2..=ballots.items())
            .filter(|&order| choices.iter().any(|(_, _, chosen)| chosen.len() == order))
            .collect();
        Self {
            items: ballots.items(),
            orders,
            choices,
        }
    }

    fn weight(&self, chosen: &[usize], at: &[f64]) -> f64 {
        let mean = chosen.iter().map(|&item| at[item]).sum::<f64>() / chosen.len() as f64;
        if chosen.len() == 1 {
            return mean.exp();
        }
        match self.orders.iter().position(|&order| order == chosen.len()) {
            Some(order) => (mean + at[self.items + order]).exp(),
            None => 0.0,
        }
    }

    fn value(&self, at: &[f64]) -> f64 {
        let mut value = 0.0;
        for (weight, set, chosen) in &self.choices {
            let mut total = 0.0;
            for subset in 1usize..1 << set.len() {
                let subset: Vec<usize> = (0..set.len())
                    .filter(|bit| subset >> bit & 1 == 1)
                    .map(|bit| set[bit])
                    .collect();
                total += self.weight(&subset, at);
            }
            value += weight * (self.weight(chosen, at) / total).ln();
        }
        value
    }
}

/// Random ballots of five items with ties where `places` are few, and some items unranked.
fn random_ballots(places: u32) -> impl Strategy<Value = Ballots> {
    let ballot = prop::collection::vec(prop::option::weighted(0.8, 1..=places), 5);
    prop::collection::vec((ballot, 0u32..4), 1..12).prop_map(move |rows| {
        let mut ballots = Ballots::new(5);
        for (ranks, weight) in rows {
            let mut ranks = ranks;
            if places > 5 {
                // no ties: later items go below
                let mut taken = Vec::new();
                for rank in ranks.iter_mut().flatten() {
                    while taken.contains(rank) {
                        *rank += 1;
                    }
                    taken.push(*rank);
                }
            }
            ballots.push(&ranks, f64::from(weight) / 2.0).unwrap();
        }
        ballots
    })
}

/// Value, gradient and information at some parameters.
fn evaluate(choices: &dyn Choices, weights: &[f64], at: &[f64]) -> (f64, Slope) {
    let size = at.len();
    let mut slope = Slope {
        gradient: vec![0.0; size],
        information: vec![0.0; size * size],
    };
    let value = choices.evaluate(weights, at, &mut slope);
    (value, slope)
}

proptest! {
    #[test]
    fn derivatives_are_limits_of_differences(
        strict in random_ballots(40),
        tied in random_ballots(3),
        worths in prop::collection::vec(-2.0..2.0f64, 10),
        bottom in any::<bool>(),
    ) {
        let unranked = if bottom { Unranked::Bottom } else { Unranked::Ignored };
        for ballots in [strict, tied] {
            let Ok(read) = read(&ballots, unranked) else { continue };
            let choices = &*read.choices;
            let at = &worths[..choices.parameters()];
            let (value, slope) = evaluate(choices, &read.weights, at);
            let step = 1e-5;
            for i in 0..at.len() {
                let moved = |step: f64| {
                    let mut moved = at.to_vec();
                    moved[i] += step;
                    evaluate(choices, &read.weights, &moved)
                };
                let (up, down) = (moved(step), moved(-step));
                let first = (up.0 - down.0) / (2.0 * step);
                prop_assert!((first - slope.gradient[i]).abs() < 1e-7, "{first} {}", slope.gradient[i]);
                for j in 0..at.len() {
                    let second = (up.1.gradient[j] - down.1.gradient[j]) / (2.0 * step);
                    let information = slope.information[i * at.len() + j];
                    prop_assert!((second + information).abs() < 1e-7, "{second} {information}");
                }
            }
            // ballot by ballot it is the same
            let (mut sum, mut gradient) = (0.0, vec![0.0; at.len()]);
            choices.each_ballot(at, &mut |ballot, value, score| {
                sum += read.weights[ballot] * value;
                for (gradient, score) in gradient.iter_mut().zip(score) {
                    *gradient += read.weights[ballot] * score;
                }
            });
            prop_assert!((sum - value).abs() < 1e-11 * (1.0 + value.abs()));
            for (sum, gradient) in gradient.iter().zip(&slope.gradient) {
                prop_assert!((sum - gradient).abs() < 1e-11);
            }
        }
    }

    #[test]
    fn polynomials_are_sums_over_subsets(ballots in random_ballots(3), worths in prop::collection::vec(-2.0..2.0f64, 10)) {
        if let Ok(read) = read(&ballots, Unranked::Ignored) {
            let at = &worths[..read.choices.parameters()];
            let slow = Enumerated::new(&ballots);
            let value = evaluate(&*read.choices, &read.weights, at).0;
            prop_assert!((value - slow.value(at)).abs() < 1e-11 * (1.0 + value.abs()));
        }
    }

    #[test]
    fn at_the_maximum_nothing_pulls(ballots in random_ballots(40), bottom in any::<bool>()) {
        let unranked = if bottom { Unranked::Bottom } else { Unranked::Ignored };
        if let Ok(model) = plackett_luce(&ballots, unranked, PlackettLuceOptions::default()) {
            prop_assert_eq!(model.exists, model.components.len() == 1);
            prop_assert!(model.log_worth.iter().chain(&model.std_error).chain(&model.covariance).all(|value| value.is_finite()));
            prop_assert!(model.log_worth.iter().sum::<f64>().abs() < 1e-12);
            if model.exists {
                let read = read(&ballots, unranked).unwrap();
                let (value, slope) = evaluate(&*read.choices, &read.weights, &model.log_worth);
                prop_assert!(slope.gradient.iter().all(|pull| pull.abs() < 1e-11));
                prop_assert!((value - model.log_likelihood).abs() < 1e-11 * (1.0 + value.abs()));
            }
        }
    }
}
