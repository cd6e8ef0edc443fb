//! Classes are found again.

use super::*;

/// Rankings drawn from Plackett-Luce models in turn: exponential waiting times with worths as rates.
fn drawn(worths: &[&[f64]], n: usize, ranked: usize, seed: u64) -> Ballots {
    let items = worths[0].len();
    let mut random = Random::new(seed);
    let mut ballots = Ballots::new(items);
    for ballot in 0..n {
        let class = worths[ballot % worths.len()];
        let times: Vec<f64> = class
            .iter()
            .map(|worth| -random.open_uniform().ln() / worth.exp())
            .collect();
        let ranks: Vec<Option<u32>> = times
            .iter()
            .map(|time| times.iter().filter(|other| *other < time).count())
            .map(|place| (place < ranked).then_some(place as u32))
            .collect();
        ballots.push(&ranks, 1.0).unwrap();
    }
    ballots
}

const FIRST: &[f64] = &[2.0, 1.5, 1.0, 0.0, -0.5, -1.0, -1.5, -1.5];
const SECOND: &[f64] = &[-1.5, -1.0, -1.0, 0.0, 0.0, 0.5, 1.0, 2.0];

#[test]
fn two_classes_are_found_again() {
    let ballots = drawn(&[FIRST, SECOND, FIRST], 240, 8, 5);
    let options = ClassOptions {
        most: 3,
        starts: 5,
        ..ClassOptions::default()
    };
    let found = plackett_luce_classes(&ballots, Unranked::Bottom, options).unwrap();
    assert_eq!((found.best, found.models.len()), (2, 3));
    let model = found.best_model().unwrap();
    assert!(model.converged && model.found >= 2);
    assert_eq!(model.parameters, 2 * 7 + 1);
    assert!(
        (model.classes[0].share - 2.0 / 3.0).abs() < 0.06,
        "{}",
        model.classes[0].share
    );
    for (class, wanted) in model.classes.iter().zip([FIRST, SECOND]) {
        for (found, wanted) in class.log_worth.iter().zip(wanted) {
            assert!((found - wanted).abs() < 0.6, "{found} {wanted}");
        }
    }
    let right = (0..240).filter(|ballot| (model.membership[*ballot][0] > 0.5) == (ballot % 3 != 1));
    assert!(right.count() > 230);
    // more classes never fit worse, and one class is the plain model but for the ghost
    assert!(
        found
            .models
            .windows(2)
            .all(|pair| pair[1].log_likelihood > pair[0].log_likelihood)
    );
    let plain = crate::plackett_luce(&ballots, Unranked::Bottom, Default::default()).unwrap();
    let one = &found.models[0];
    assert!(
        one.log_likelihood <= plain.log_likelihood
            && one.log_likelihood > plain.log_likelihood - 0.1
    );
    assert!((one.bic - (7.0 * 240.0_f64.ln() - 2.0 * one.log_likelihood)).abs() < 1e-9);
}

#[test]
fn one_class_is_enough_for_one_kind_of_ballot() {
    let ballots = drawn(&[FIRST], 120, 4, 6);
    let options = ClassOptions {
        most: 2,
        starts: 4,
        ..ClassOptions::default()
    };
    for unranked in [Unranked::Bottom, Unranked::Ignored] {
        let found = plackett_luce_classes(&ballots, unranked, options).unwrap();
        assert_eq!(found.best, 1);
    }
}

#[test]
fn the_likelihood_never_falls_and_steps_give_the_same() {
    let ballots = drawn(&[FIRST, SECOND], 60, 5, 7);
    let data = read(&ballots, Unranked::Bottom).unwrap();
    let mut run = Run::start(&data, 2, Random::new(3), 0.5);
    for _ in 0..60 {
        let before = run.objective;
        run.step(&data, 0.5);
        assert!(
            run.objective >= before - 1e-9,
            "{} after {before}",
            run.objective
        );
    }
    let options = ClassOptions {
        most: 2,
        starts: 2,
        ..ClassOptions::default()
    };
    let whole = plackett_luce_classes(&ballots, Unranked::Bottom, options).unwrap();
    let mut search = ClassSearch::new(&ballots, Unranked::Bottom, options).unwrap();
    let mut progress = 0.0;
    while !search.step() {
        assert!(search.progress() >= progress && search.progress() <= 1.0);
        progress = search.progress();
    }
    assert!(search.step(), "stays finished");
    assert_eq!(search.result(), whole);
    let share: f64 = whole.models[1]
        .classes
        .iter()
        .map(|class| class.share)
        .sum();
    assert!((share - 1.0).abs() < 1e-12);
}

#[test]
fn classes_with_ties_and_ballots_without_weight() {
    let mut ballots = Ballots::new(3);
    for _ in 0..6 {
        ballots.push(&[Some(1), Some(1), Some(2)], 1.0).unwrap();
        ballots.push(&[Some(3), Some(2), Some(1)], 1.0).unwrap();
    }
    ballots.push(&[Some(1), Some(2), Some(3)], 0.0).unwrap();
    let options = ClassOptions {
        most: 9,
        starts: 3,
        ..ClassOptions::default()
    };
    let found = plackett_luce_classes(&ballots, Unranked::Bottom, options).unwrap();
    assert_eq!(found.models.len(), 9);
    assert!(found.best >= 2);
    let model = &found.models[1];
    assert_eq!(model.tie_orders, [2]);
    assert_eq!(model.membership.len(), 13);
    assert_eq!(model.membership[12][0], model.classes[0].share);
    for model in &found.models {
        assert!(
            model
                .classes
                .iter()
                .flat_map(|class| &class.log_worth)
                .all(|worth| worth.is_finite())
        );
    }
}
