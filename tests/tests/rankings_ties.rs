//! The consensus with ties on shared instances with proven answers.

use befund_ranking::{Ballots, Pairwise, Unranked, WeakKemeny, weak_kemeny};
use befund_tests::shared;
use serde_json::Value as Json;

/// Far more than the hardest instance here needs.
const EFFORT: u64 = 10_000_000_000;

fn ballots(instance: &Json) -> Ballots {
    let items = instance["n"].as_u64().unwrap() as usize;
    let mut ballots = Ballots::new(items);
    for ballot in instance["ballots"].as_array().unwrap() {
        let mut ranks = vec![None; items];
        for (rank, bucket) in (1..).zip(ballot["r"].as_array().unwrap()) {
            for item in bucket.as_array().unwrap() {
                ranks[item.as_u64().unwrap() as usize] = Some(rank);
            }
        }
        ballots.push(&ranks, ballot["w"].as_f64().unwrap()).unwrap();
    }
    ballots
}

/// By the definition, ballot by ballot.
fn distance(ballots: &Ballots, unranked: Unranked, p: f64, found: &WeakKemeny) -> f64 {
    let mut place = vec![usize::MAX; ballots.items()];
    for (number, bucket) in found.buckets.iter().enumerate() {
        for &item in bucket {
            place[item] = number;
        }
    }
    assert!(!place.contains(&usize::MAX), "every item has a bucket");
    let mut sum = 0.0;
    for (number, weight) in ballots.weights().iter().enumerate() {
        let ballot: Vec<i16> = ballots.ballot(number).collect();
        for i in 0..ballot.len() {
            for j in 0..i {
                let skipped = [ballot[i], ballot[j]].contains(&befund_ranking::UNRANKED);
                if skipped && unranked == Unranked::Ignored {
                    continue;
                }
                let (here, there) = (ballot[i].cmp(&ballot[j]), place[i].cmp(&place[j]));
                if here != there {
                    sum += weight
                        * if here.is_eq() || there.is_eq() {
                            p
                        } else {
                            1.0
                        };
                }
            }
        }
    }
    sum
}

#[test]
fn every_shared_instance_is_solved_and_proven() {
    let Some(path) = shared::path("rankings/instances.json") else {
        println!("skipped: no shared folder, 106 optima are not compared");
        return;
    };
    let json: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut compared = 0;
    for instance in json["instances"].as_array().unwrap() {
        let ballots = ballots(instance);
        for (convention, kemeny) in instance["kemeny"].as_object().unwrap() {
            let unranked = match convention.as_str() {
                "bottom" => Unranked::Bottom,
                _ => Unranked::Ignored,
            };
            let pairwise = Pairwise::new(&ballots, unranked);
            for (key, p) in [("buckets_p0.5", 0.5), ("buckets_p1", 1.0)] {
                let expected = &kemeny[key];
                let found = weak_kemeny(&pairwise, p, EFFORT).unwrap();
                let name = format!("{} {convention} {key}", instance["id"]);
                assert_eq!(Some(found.score), expected["score"].as_f64(), "{name}");
                assert!(found.proven && found.lower_bound == found.score, "{name}");
                let defined = distance(&ballots, unranked, p, &found);
                assert!((defined - found.score).abs() < 1e-9, "{name}: {defined}");
                if let Some(optima) = expected["n_optimal"].as_u64() {
                    assert_eq!(found.optima, Some(u128::from(optima)), "{name}");
                }
                if let Some(unique) = expected["unique"].as_bool() {
                    assert_eq!(found.unique, Some(unique), "{name}");
                }
                if let Some(tau_x) = kemeny["tau_x_optimum_avg"].as_f64().filter(|_| p == 0.5) {
                    assert!((found.tau_x.unwrap() - tau_x).abs() < 1e-14, "{name}");
                }
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 106);
}

/// Why a strict consensus is the default: what nobody ranks among the first five is tied everywhere.
#[test]
fn the_first_five_collapse_into_few_buckets() {
    let Some(path) = shared::path("rankings/instances.json") else {
        println!("skipped: no shared folder, 1 instance is not looked at");
        return;
    };
    let json: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let instances = json["instances"].as_array().unwrap();
    let named = |instance: &&Json| instance["id"] == "partial_top5_n22_m94";
    let instance = instances.iter().find(named).unwrap();
    let pairwise = Pairwise::new(&ballots(instance), Unranked::Bottom);
    let found = weak_kemeny(&pairwise, 0.5, EFFORT).unwrap();
    assert_eq!(found.buckets.len(), 1);
    assert_eq!(found.unique, Some(true));
}
