//! Plackett-Luce, alone, with ties and by groups.

use befund_ranking::{
    Ballots, Error, PlackettLuce, PlackettLuceOptions, UNRANKED, Unranked, plackett_luce,
};
use befund_stats::distribution::chi_squared;
use serde_json::{Value as Json, json};

use crate::instance::{Instance, indices};
use crate::judge::{Judge, Tolerance};

const WORTHS: Tolerance = Tolerance::Absolute(1e-10);
/// The files' own iteration ends some 3e-9 from the minimum (mpmath finds ours with 40 digits).
const QUASI_VARIANCES: Tolerance = Tolerance::Absolute(1e-8);
const LIKELIHOODS: Tolerance = Tolerance::Relative(1e-12);

pub fn compare(instance: &Instance, judge: &mut Judge) {
    for (pointer, unranked) in [
        ("/plackett_luce/subset", Unranked::Ignored),
        ("/plackett_luce/topk", Unranked::Bottom),
        ("/davidson_luce_subset", Unranked::Ignored),
    ] {
        let Some(exists) = judge.truth(&format!("{pointer}/exists")) else {
            continue;
        };
        let fit = fit(&instance.ballots, unranked);
        match (exists.as_bool(), fit) {
            (Some(exists), Ok(fit)) => {
                judge.holds(pointer, "whether a maximum exists", fit.exists == exists);
                if exists {
                    maximum(&fit, pointer, judge);
                } else {
                    components(&fit, pointer, judge);
                }
            }
            // one item has no worth to compare
            (None, fit) => {
                let few = Err(Error::TooFewItems {
                    items: 1,
                    needed: 2,
                });
                judge.holds(pointer, "nothing to estimate", fit == few);
            }
            (_, Err(error)) => judge.holds(pointer, &error.to_string(), false),
        }
    }
    if let Some(groups) = judge.truth("/groups") {
        by_groups(instance, &indices(groups), judge);
    }
}

fn fit(ballots: &Ballots, unranked: Unranked) -> Result<PlackettLuce, Error> {
    plackett_luce(ballots, unranked, PlackettLuceOptions::default())
}

fn maximum(fit: &PlackettLuce, pointer: &str, judge: &mut Judge) {
    judge.near(
        &format!("{pointer}/log_worth"),
        &json!(fit.log_worth),
        WORTHS,
    );
    judge.near(
        &format!("{pointer}/loglik"),
        &json!(fit.log_likelihood),
        LIKELIHOODS,
    );
    judge.near(
        &format!("{pointer}/se_sum_zero"),
        &json!(fit.std_error),
        WORTHS,
    );
    let rows: Vec<&[f64]> = fit.covariance.chunks(fit.log_worth.len()).collect();
    judge.near(&format!("{pointer}/vcov_sum_zero"), &json!(rows), WORTHS);
    let quasi = fit.quasi_variance.as_ref().map(|quasi| &quasi.variance);
    judge.near(
        &format!("{pointer}/quasi_variance"),
        &json!(quasi),
        QUASI_VARIANCES,
    );
    for ties in &fit.ties {
        let pointer = format!("{pointer}/log_tie/{}", ties.items);
        judge.near(&pointer, &json!(ties.log_delta), WORTHS);
    }
}

fn components(fit: &PlackettLuce, pointer: &str, judge: &mut Judge) {
    let pointer = format!("{pointer}/strong_components");
    if let Some(theirs) = judge.truth(&pointer) {
        let theirs = theirs.as_array().unwrap().iter().map(indices);
        let sorted = |sets: &mut dyn Iterator<Item = Vec<usize>>| {
            let mut sets: Vec<Vec<usize>> = sets
                .map(|mut set| {
                    set.sort_unstable();
                    set
                })
                .collect();
            sets.sort_unstable();
            sets
        };
        let same = sorted(&mut theirs.into_iter()) == sorted(&mut fit.components.iter().cloned());
        judge.holds(&pointer, "the groups without a win over the others", same);
    }
}

/// The likelihood-ratio test of whether groups of ballots have worths of their own.
fn by_groups(instance: &Instance, groups: &[usize], judge: &mut Judge) {
    let count = groups.iter().max().unwrap() + 1;
    let mut parts = vec![Ballots::new(instance.items); count];
    for (ballot, &group) in groups.iter().enumerate() {
        let ranks: Vec<_> = instance
            .ballots
            .ballot(ballot)
            .map(|place| (place != UNRANKED).then_some(place as u32))
            .collect();
        let weight = instance.ballots.weights()[ballot];
        parts[group].push(&ranks, weight).unwrap();
    }
    let pooled = fit(&instance.ballots, Unranked::Ignored).unwrap();
    let fits: Vec<PlackettLuce> = parts
        .iter()
        .map(|part| fit(part, Unranked::Ignored).unwrap())
        .collect();
    let worths: Vec<Json> = fits.iter().map(|fit| json!(fit.log_worth)).collect();
    judge.near("/group_lr/group_log_worth", &json!(worths), WORTHS);
    let likelihoods: Vec<f64> = fits.iter().map(|fit| fit.log_likelihood).collect();
    judge.near("/group_lr/group_loglik", &json!(likelihoods), LIKELIHOODS);
    let statistic = 2.0 * (likelihoods.iter().sum::<f64>() - pooled.log_likelihood);
    let df = ((count - 1) * (instance.items - 1)) as f64;
    judge.near(
        "/group_lr/stat",
        &json!(statistic),
        Tolerance::Relative(1e-11),
    );
    judge.equal("/group_lr/df", &json!(df));
    let p = chi_squared::tail(statistic, df).value();
    judge.near("/group_lr/p", &json!(p), Tolerance::Relative(1e-11));
}
