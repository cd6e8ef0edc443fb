//! Borda, Copeland, Schulze.

use befund_ranking::{BordaConvention, LinkStrength, borda, copeland, schulze};
use serde_json::json;

use crate::instance::{Instance, MEANINGS};
use crate::judge::Judge;

pub fn compare(instance: &Instance, judge: &mut Judge) {
    for (name, unranked) in MEANINGS {
        let points = borda(&instance.ballots, unranked, BordaConvention::Average);
        judge.equal(&format!("/borda/{name}"), &json!(points));
        let duels = copeland(instance.pairwise(unranked));
        for (field, values) in [
            ("wins", json!(duels.wins)),
            ("ties", json!(duels.ties)),
            ("losses", json!(duels.losses)),
            ("score", json!(duels.scores)),
        ] {
            judge.equal(&format!("/copeland/{name}/{field}"), &values);
        }
        for (field, strength) in [
            ("winning_votes", LinkStrength::WinningVotes),
            ("margins", LinkStrength::Margins),
        ] {
            let pointer = format!("/schulze/{name}/{field}");
            compare_schulze(
                instance.items,
                &schulze(instance.pairwise(unranked), strength),
                &pointer,
                judge,
            );
        }
    }
}

fn compare_schulze(
    items: usize,
    result: &befund_ranking::Schulze,
    pointer: &str,
    judge: &mut Judge,
) {
    let pairs = || (0..items).flat_map(|i| (0..items).map(move |j| (i, j)));
    let strengths: Vec<Vec<f64>> = (0..items)
        .map(|i| (0..items).map(|j| result.path_strength(i, j)).collect())
        .collect();
    let beats: Vec<[usize; 2]> = pairs()
        .filter(|&(i, j)| result.beats(i, j))
        .map(|(i, j)| [i, j])
        .collect();
    for (field, values) in [
        ("winners", json!(result.winners)),
        ("n_beaten", json!(result.n_beaten)),
        ("n_beaten_by", json!(result.n_beaten_by)),
        ("is_strict_total_order", json!(result.order.is_some())),
        ("order", json!(result.order)),
        ("path_strength", json!(strengths)),
        ("beats", json!(beats)),
    ] {
        judge.equal(&format!("{pointer}/{field}"), &values);
    }
}
