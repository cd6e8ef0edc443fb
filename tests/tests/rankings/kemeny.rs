//! The order that disagrees least.

use befund_ranking::{Pairwise, condorcet, kemeny};
use serde_json::json;

use crate::instance::{Instance, MEANINGS, indices};
use crate::judge::Judge;

/// Elementary steps that suffice for every instance.
pub const EFFORT: u64 = 20_000_000_000;

pub fn compare(instance: &Instance, judge: &mut Judge) {
    for (name, unranked) in MEANINGS {
        let pointer = format!("/kemeny/{name}/strict");
        if judge.truth(&format!("{pointer}/score")).is_some() {
            strict(instance.pairwise(unranked), &pointer, judge);
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
    judge.equal(&format!("{pointer}/unique"), &json!(result.unique));
    // above 24 items the files do not count
    let counted = judge.truth(&format!("{pointer}/n_optimal"));
    if counted.is_some_and(|count| !count.is_null()) {
        let optima = result.optima.map(|optima| optima as u64);
        judge.equal(&format!("{pointer}/n_optimal"), &json!(optima));
    }
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
