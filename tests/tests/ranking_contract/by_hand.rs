//! What counting ballots one by one gives.

use std::cmp::Ordering;

use serde_json::Value as Json;

use crate::instance::{Ballot, Instance};

/// Figures of ballots, slowly and obviously.
pub struct Expected {
    names: Vec<String>,
    pub pairwise: Vec<Vec<f64>>,
    tied: Vec<Vec<f64>>,
    mean_rank: Vec<Option<f64>>,
    /// Share of the ballots that put it among the first k, by k.
    top_shares: Vec<Vec<f64>>,
    times_ranked: Vec<usize>,
}

impl Expected {
    pub fn of(instance: &Instance, unranked: &str) -> Self {
        let n = instance.items;
        let mut expected = Self {
            names: instance.names(),
            pairwise: vec![vec![0.0; n]; n],
            tied: vec![vec![0.0; n]; n],
            mean_rank: vec![None; n],
            top_shares: vec![vec![0.0; n]; n],
            times_ranked: vec![0; n],
        };
        let total: f64 = instance.ballots.iter().map(|ballot| ballot.weight).sum();
        let (mut sums, mut weights) = (vec![0.0; n], vec![0.0; n]);
        for ballot in &instance.ballots {
            let place = |item: usize| position(ballot, item);
            for i in 0..n {
                for j in (0..n).filter(|&j| j != i) {
                    let (Some(a), Some(b)) = (
                        place(i).or((unranked == "bottom").then_some(usize::MAX)),
                        place(j).or((unranked == "bottom").then_some(usize::MAX)),
                    ) else {
                        continue;
                    };
                    if a < b {
                        expected.pairwise[i][j] += ballot.weight;
                    } else if a == b {
                        expected.tied[i][j] += ballot.weight;
                    }
                }
                if let Some(own) = place(i) {
                    expected.times_ranked[i] += 1;
                    let above: usize = ballot.buckets[..own].iter().map(Vec::len).sum();
                    for k in above..n {
                        expected.top_shares[i][k] += ballot.weight / total;
                    }
                }
                if let Some(midrank) = midrank(ballot, i, n, unranked) {
                    sums[i] += ballot.weight * midrank;
                    weights[i] += ballot.weight;
                }
            }
        }
        for i in 0..n {
            expected.mean_rank[i] = (weights[i] > 0.0).then(|| sums[i] / weights[i]);
        }
        expected
    }

    pub fn judge(&self, results: &Json, of: &str) {
        let n = self.names.len();
        for (i, name) in self.names.iter().enumerate() {
            close(
                &results["mean_rank"][name],
                self.mean_rank[i],
                &format!("{of}: mean rank of {name}"),
            );
            for k in 0..n {
                close(
                    &results["top_shares"][name][k],
                    Some(self.top_shares[i][k]),
                    &format!("{of}: top {} share of {name}", k + 1),
                );
            }
            let k = results["k"].as_u64().unwrap() as usize;
            close(
                &results["top_k"][name],
                Some(self.top_shares[i][k - 1]),
                &format!("{of}: top k of {name}"),
            );
            let item = results["items"]
                .as_array()
                .unwrap()
                .iter()
                .find(|item| item["name"] == **name);
            assert_eq!(item.unwrap()["n"], self.times_ranked[i], "{of}: {name}");
            for (j, other) in self.names.iter().enumerate() {
                assert_eq!(
                    results["pairwise"][name][other], self.pairwise[i][j],
                    "{of}: {name} before {other}"
                );
            }
        }
        self.judge_methods(results, of);
        self.judge_kemeny(&results["kemeny"], of);
    }

    fn judge_methods(&self, results: &Json, of: &str) {
        let n = self.names.len();
        for (i, name) in self.names.iter().enumerate() {
            let others = || (0..n).filter(|&j| j != i);
            let points: f64 = others()
                .map(|j| self.pairwise[i][j] + self.tied[i][j] / 2.0)
                .sum();
            assert_eq!(results["borda"][name], points, "{of}: points of {name}");
            let duels: f64 = others()
                .map(
                    |j| match self.pairwise[i][j].total_cmp(&self.pairwise[j][i]) {
                        Ordering::Greater => 1.0,
                        Ordering::Equal => 0.5,
                        Ordering::Less => 0.0,
                    },
                )
                .sum();
            assert_eq!(results["copeland"][name], duels, "{of}: duels of {name}");
        }
    }

    /// All orders one after the other.
    fn judge_kemeny(&self, kemeny: &Json, of: &str) {
        let disagreements = |order: &[usize]| -> f64 {
            let pairs = (0..order.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
            pairs.map(|(a, b)| self.pairwise[order[b]][order[a]]).sum()
        };
        let (mut least, mut optimal) = (f64::INFINITY, 0.0);
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        every_order(&mut order, 0, &mut |order| {
            let score = disagreements(order);
            if score < least {
                (least, optimal) = (score, 0.0);
            }
            optimal += f64::from(u8::from(score == least));
        });
        assert_eq!(kemeny["score"], least, "{of}");
        assert_eq!(kemeny["lower_bound"], least, "{of}");
        assert_eq!(kemeny["proven"], true, "{of}");
        assert_eq!(kemeny["n_optimal"], optimal, "{of}");
        assert_eq!(kemeny["unique"], optimal == 1.0, "{of}");
        assert_eq!(disagreements(&self.order(&kemeny["order"])), least, "{of}");
        if optimal > 1.0 && optimal <= 100.0 {
            let listed = kemeny["optimal_orders"].as_array().unwrap();
            assert_eq!(listed.len() as f64, optimal, "{of}");
            for order in listed {
                assert_eq!(disagreements(&self.order(order)), least, "{of}");
            }
        }
    }

    /// Names as items, each exactly once.
    fn order(&self, names: &Json) -> Vec<usize> {
        order(names, &self.names)
    }
}

/// Names as items, each exactly once.
pub fn order(found: &Json, names: &[String]) -> Vec<usize> {
    let found = found.as_array().unwrap().iter();
    let order: Vec<usize> = found
        .map(|found| names.iter().position(|name| found == name).unwrap())
        .collect();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert!(sorted.into_iter().eq(0..names.len()), "{order:?}");
    order
}

/// Calls with every order of the items from `fixed` on.
fn every_order(order: &mut Vec<usize>, fixed: usize, look: &mut impl FnMut(&[usize])) {
    if fixed == order.len() {
        return look(order);
    }
    for next in fixed..order.len() {
        order.swap(fixed, next);
        every_order(order, fixed + 1, look);
        order.swap(fixed, next);
    }
}

/// The place of an item among the buckets of a ballot.
pub fn position(ballot: &Ballot, item: usize) -> Option<usize> {
    ballot
        .buckets
        .iter()
        .position(|bucket| bucket.contains(&item))
}

/// The mean of the positions that the items of equal rank share.
fn midrank(ballot: &Ballot, item: usize, items: usize, unranked: &str) -> Option<f64> {
    let ranked: usize = ballot.buckets.iter().map(Vec::len).sum();
    match position(ballot, item) {
        Some(place) => {
            let above: usize = ballot.buckets[..place].iter().map(Vec::len).sum();
            Some(above as f64 + (ballot.buckets[place].len() + 1) as f64 / 2.0)
        }
        None if unranked == "bottom" => Some((ranked + 1 + items) as f64 / 2.0),
        None => None,
    }
}

/// Equal but for rounding; both absent, or neither.
#[track_caller]
pub fn close(found: &Json, expected: Option<f64>, of: &str) {
    within(found, expected, 1e-12, of);
}

/// Equal up to a relative error (an absolute one below 1); both absent, or neither.
#[track_caller]
pub fn within(found: &Json, expected: Option<f64>, tolerance: f64, of: &str) {
    match (found.as_f64(), expected) {
        (Some(found), Some(expected)) => assert!(
            (found - expected).abs() <= tolerance * expected.abs().max(1.0),
            "{of}: {found} instead of {expected}"
        ),
        (None, None) => assert!(found.is_null(), "{of}: {found}"),
        _ => panic!("{of}: {found} instead of {expected:?}"),
    }
}
