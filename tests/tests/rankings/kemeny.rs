//! The order that disagrees least, and the one with ties.

use befund_ranking::{Pairwise, condorcet, kemeny, weak_kemeny};
use serde_json::json;

use crate::instance::{Instance, MEANINGS, indices};
use crate::judge::{Judge, Tolerance};

/// Elementary steps that suffice for every instance.
pub const EFFORT: u64 = 20_000_000_000;

pub fn compare(instance: &Instance, judge: &mut Judge) {
    for (name, unranked) in MEANINGS {
        let pointer = format!("/kemeny/{name}/strict");
        if judge.truth(&format!("{pointer}/score")).is_some() {
            let pairwise = instance.pairwise(unranked);
            strict(pairwise, &pointer, judge);
            for (field, p) in [("buckets_p0.5", 0.5), ("buckets_p1", 1.0)] {
                buckets(pairwise, p, &format!("/kemeny/{name}/{field}"), judge);
            }
            let nearest = weak_kemeny(pairwise, 0.5, EFFORT).unwrap();
            let pointer = format!("/kemeny/{name}/tau_x_optimum_avg");
            judge.near(&pointer, &json!(nearest.tau_x), Tolerance::Absolute(1e-14));
        }
    }
}

/// Weight of the disagreements with an order.
pub fn disagreements(pairwise: &Pairwise, order: &[usize]) -> f64 {
    let later = |before: usize| order[before + 1..].iter().map(move |&j| (order[before], j));
    let pairs = (0..order.len()).flat_map(later);
    pairs.map(|(i, j)| pairwise.unit_wins(j, i)).sum::<f64>() / pairwise.unit()
}

fn strict(pairwise: &Pairwise, pointer: &str, judge: &mut Judge) {
    let result = kemeny(pairwise, EFFORT);
    judge.equal(&format!("{pointer}/score"), &json!(result.score));
    judge.equal(&format!("{pointer}/score"), &json!(result.lower_bound));
    judge.equal(
        &format!("{pointer}/score"),
        &json!(disagreements(pairwise, &result.order)),
    );
    judge.holds(pointer, "proven", result.proven);
    how_many(result.unique, result.optima, pointer, judge);
    if let Some(order) = judge.truth(&format!("{pointer}/optimal_order")) {
        let order = indices(order);
        let score = disagreements(pairwise, &order);
        judge.equal(&format!("{pointer}/score"), &json!(score));
        if result.unique == Some(true) {
            judge.equal(&format!("{pointer}/optimal_order"), &json!(result.order));
        }
    }
    if let Some(second) = judge.truth(&format!("{pointer}/second_best_score")) {
        let second = second.as_f64().unwrap();
        let unique = result.unique == Some(true);
        judge.holds(
            pointer,
            "the second best is worse only where the best is unique",
            (second > result.score) == unique,
        );
        for before in 1..result.order.len() {
            let mut order = result.order.clone();
            order.swap(before - 1, before);
            let score = disagreements(pairwise, &order);
            judge.holds(
                pointer,
                "no order that differs in one pair is better than the second best",
                score >= second,
            );
        }
    }
    let largest = condorcet(pairwise).components.iter().map(Vec::len).max();
    judge.equal(&format!("{pointer}/largest_scc"), &json!(largest));
}

/// Generalised Kendall distance of a weak order from the ballots.
fn distance(pairwise: &Pairwise, buckets: &[Vec<usize>], p: f64) -> f64 {
    let mut sum = 0.0;
    for (place, bucket) in buckets.iter().enumerate() {
        for &i in bucket {
            for &j in buckets[place + 1..].iter().flatten() {
                sum += pairwise.wins(j, i) + p * pairwise.ties(i, j);
            }
            for &j in bucket {
                // either item of a pair meets the other
                sum += p * pairwise.wins(i, j) * f64::from(u8::from(i != j));
            }
        }
    }
    sum
}

fn buckets(pairwise: &Pairwise, p: f64, pointer: &str, judge: &mut Judge) {
    let result = weak_kemeny(pairwise, p, EFFORT).unwrap();
    judge.holds(
        pointer,
        "its own score",
        distance(pairwise, &result.buckets, p) == result.score,
    );
    let score = format!("{pointer}/score");
    judge.holds(pointer, "proven", result.proven);
    judge.equal(&score, &json!(result.score));
    judge.equal(&score, &json!(result.lower_bound));
    how_many(result.unique, result.optima, pointer, judge);
    let theirs = judge.truth(&format!("{pointer}/optimal_buckets")).unwrap();
    let theirs: Vec<Vec<usize>> = theirs.as_array().unwrap().iter().map(indices).collect();
    judge.equal(&score, &json!(distance(pairwise, &theirs, p)));
    let count = format!("{pointer}/n_buckets");
    judge.truth(&count);
    if result.unique == Some(true) {
        judge.holds(pointer, "the only optimum", result.buckets == theirs);
        judge.equal(&count, &json!(result.buckets.len()));
    }
}

/// Null where the files do not know: they count orders of up to 24 items, of up to 12 with ties.
fn how_many(unique: Option<bool>, optima: Option<u128>, pointer: &str, judge: &mut Judge) {
    for (field, ours) in [
        ("unique", json!(unique)),
        ("n_optimal", json!(optima.map(|optima| optima as f64))),
    ] {
        let pointer = format!("{pointer}/{field}");
        if judge.truth(&pointer).is_some_and(|known| !known.is_null()) {
            judge.equal(&pointer, &ours);
        }
    }
}
