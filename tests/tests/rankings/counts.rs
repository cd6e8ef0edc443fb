//! What is counted: ballots, pairs, ranks.

use befund_ranking::{Unranked, item_ranks};
use serde_json::json;

use crate::instance::{Instance, MEANINGS};
use crate::judge::{Judge, Tolerance};

pub fn compare(instance: &Instance, judge: &mut Judge) {
    let Instance { items, ballots, .. } = instance;
    judge.equal("/n", &json!(items));
    if let Some(given) = judge.truth("/ballots") {
        let all = given.as_array().unwrap().len();
        judge.holds("/ballots", "how many there are", ballots.len() == all);
    }
    judge.equal("/has_unranked", &json!(ballots.partial()));
    judge.equal("/has_ties", &json!(ballots.tied()));
    judge.equal("/total_weight", &json!(ballots.total_weight()));
    for (name, unranked) in MEANINGS {
        let pairwise = instance.pairwise(unranked);
        let wins: Vec<Vec<f64>> = (0..*items)
            .map(|i| {
                (0..*items)
                    .map(|j| if i == j { 0.0 } else { pairwise.wins(i, j) })
                    .collect()
            })
            .collect();
        judge.equal(&format!("/pairwise/{name}"), &json!(wins));
    }
    let observed = item_ranks(ballots, Unranked::Ignored);
    let bottom = item_ranks(ballots, Unranked::Bottom);
    let times: Vec<f64> = observed.iter().map(|ranks| ranks.times_ranked).collect();
    judge.equal("/times_ranked", &json!(times));
    // the files round to the nearest double of a quotient, as a division does
    let means = |ranks: &[befund_ranking::ItemRanks]| -> Vec<Option<f64>> {
        ranks.iter().map(|ranks| ranks.mean_rank).collect()
    };
    judge.near(
        "/mean_rank_observed",
        &json!(means(&observed)),
        Tolerance::Relative(1e-15),
    );
    judge.near(
        "/mean_rank_bottom",
        &json!(means(&bottom)),
        Tolerance::Relative(1e-15),
    );
}
