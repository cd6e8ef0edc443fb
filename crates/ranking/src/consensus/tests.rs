//! Ballots to try methods on, and what all methods have in common.

use proptest::prelude::*;

use super::{LinkStrength, copeland, footrule, ranked_pairs, schulze};
use crate::{
    Ballots, Error, Method, MethodSettings, Pairwise, UNRANKED, Unranked, condorcet, kemeny,
};

/// Ballots over that many items: partial, tied, weighted by quarters, some without weight.
pub(crate) fn any_ballots(items: usize) -> impl Strategy<Value = Ballots> {
    let ballot = prop::collection::vec(prop::option::weighted(0.8, 1u32..8), items);
    prop::collection::vec((ballot, 0u32..6), 0..9).prop_map(move |rows| {
        let mut ballots = Ballots::new(items);
        for (ranks, weight) in rows {
            ballots.push(&ranks, f64::from(weight) / 4.0).unwrap();
        }
        ballots
    })
}

pub(crate) fn meaning() -> impl Strategy<Value = Unranked> {
    prop_oneof![Just(Unranked::Bottom), Just(Unranked::Ignored)]
}

/// Four cities, 100 voters: Memphis, Nashville, Chattanooga, Knoxville. Nashville beats all, then Chattanooga, Knoxville, Memphis.
pub(crate) fn tennessee() -> Pairwise {
    let mut ballots = Ballots::new(4);
    for (weight, ranks) in [
        (42.0, [1, 2, 3, 4]),
        (26.0, [4, 1, 2, 3]),
        (15.0, [4, 3, 1, 2]),
        (17.0, [4, 3, 2, 1]),
    ] {
        ballots.push(&ranks.map(Some), weight).unwrap();
    }
    Pairwise::new(&ballots, Unranked::Bottom)
}

/// The same ballots with item i under another number.
fn renamed(ballots: &Ballots, new: &[usize]) -> Ballots {
    let mut renamed = Ballots::new(ballots.items());
    for (ballot, &weight) in ballots.weights().iter().enumerate() {
        let mut ranks = vec![None; ballots.items()];
        for (item, place) in ballots.ballot(ballot).enumerate() {
            ranks[new[item]] = (place != UNRANKED).then_some(place as u32);
        }
        renamed.push(&ranks, weight).unwrap();
    }
    renamed
}

/// Enough for a handful of items.
const EFFORT: u64 = 10_000_000;

fn settings(unranked: Unranked) -> MethodSettings {
    MethodSettings {
        unranked,
        k: 2,
        effort: EFFORT,
    }
}

/// Ranks; a model that has nothing to go by leaves all items level.
fn ranks(method: Method, ballots: &Ballots, unranked: Unranked) -> Vec<f64> {
    let pairwise = Pairwise::new(ballots, unranked);
    match method.ranks(ballots, &pairwise, &settings(unranked)) {
        Ok(ranks) => ranks,
        Err(error) => {
            let model = matches!(method, Method::PlackettLuce | Method::BradleyTerry);
            let empty = matches!(error, Error::NoBallots | Error::TooFewItems { .. });
            assert!(model && empty, "{method:?}: {error}");
            vec![(ballots.items() + 1) as f64 / 2.0; ballots.items()]
        }
    }
}

/// Whether the method gives one of several orders.
fn ambiguous(method: Method, ballots: &Ballots, unranked: Unranked) -> bool {
    match method {
        Method::RankedPairs => !ranked_pairs(&Pairwise::new(ballots, unranked)).unique,
        Method::Footrule => !footrule(ballots, unranked).unique,
        Method::Kemeny => kemeny(&Pairwise::new(ballots, unranked), EFFORT).unique != Some(true),
        _ => false,
    }
}

/// Consensus ranks that hang on the duels: what beats all others is first.
const CONDORCET: [Method; 5] = [
    Method::Copeland,
    Method::Schulze,
    Method::RankedPairs,
    Method::Mc4,
    Method::Kemeny,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn names_of_items_do_not_matter(ballots in any_ballots(5), unranked in meaning(), new in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
        let other = renamed(&ballots, &new);
        for method in Method::ALL {
            if ambiguous(method, &ballots, unranked) {
                prop_assert!(ambiguous(method, &other, unranked), "{method:?}");
                continue;
            }
            let (before, after) = (ranks(method, &ballots, unranked), ranks(method, &other, unranked));
            for item in 0..5 {
                prop_assert_eq!(before[item], after[new[item]], "{:?}", method);
            }
        }
    }

    #[test]
    fn ranks_are_the_numbers_from_one_or_means_of_them(ballots in any_ballots(6), unranked in meaning()) {
        for method in Method::ALL {
            let ranks = ranks(method, &ballots, unranked);
            prop_assert_eq!(ranks.iter().sum::<f64>(), 21.0, "{:?}", method);
            prop_assert!(ranks.iter().all(|rank| (1.0..=6.0).contains(rank)), "{:?}", method);
        }
    }

    #[test]
    fn who_wins_all_duels_is_first(ballots in any_ballots(5), unranked in meaning()) {
        let majorities = condorcet(&Pairwise::new(&ballots, unranked));
        for method in CONDORCET {
            let ranks = ranks(method, &ballots, unranked);
            if let Some(winner) = majorities.winner {
                prop_assert_eq!(ranks[winner], 1.0, "{:?}", method);
            }
            if let Some(loser) = majorities.loser && method != Method::Mc4 {
                prop_assert_eq!(ranks[loser], 5.0, "{:?}", method);
            }
        }
    }

    #[test]
    fn the_smith_set_comes_first_and_so_on(ballots in any_ballots(6), unranked in meaning()) {
        let majorities = condorcet(&Pairwise::new(&ballots, unranked));
        for method in [Method::Copeland, Method::Schulze, Method::RankedPairs, Method::Kemeny] {
            let ranks = ranks(method, &ballots, unranked);
            for (earlier, component) in majorities.components.iter().enumerate() {
                for later in &majorities.components[earlier + 1..] {
                    for (&i, &j) in component.iter().flat_map(|i| later.iter().map(move |j| (i, j))) {
                        prop_assert!(ranks[i] < ranks[j], "{:?}", method);
                    }
                }
            }
        }
    }
}

/// The ballots with a twin of the last item beside it: tied with it, before it or behind it, ballot by ballot.
fn with_twin(ballots: &Ballots, sides: &[u32]) -> Ballots {
    let items = ballots.items();
    let mut twins = Ballots::new(items + 1);
    for (ballot, &weight) in ballots.weights().iter().enumerate() {
        let side = sides[ballot % sides.len()];
        let mut ranks: Vec<Option<u32>> = ballots
            .ballot(ballot)
            .map(|place| (place != UNRANKED).then_some(3 * place as u32 + 1))
            .collect();
        let original = ranks[items - 1];
        // apart from each other only where nothing else is tied with them
        let alone = ranks[..items - 1].iter().all(|other| *other != original);
        ranks.push(original.map(|rank| match side {
            1 if alone => rank - 1,
            2 if alone => rank + 1,
            _ => rank,
        }));
        twins.push(&ranks, weight).unwrap();
    }
    twins
}

proptest! {
    #[test]
    fn a_twin_changes_nothing_for_the_others(ballots in any_ballots(4), unranked in meaning(), sides in prop::collection::vec(0u32..3, 9)) {
        let twins = with_twin(&ballots, &sides);
        let (one, two) = (Pairwise::new(&ballots, unranked), Pairwise::new(&twins, unranked));
        for strength in [LinkStrength::WinningVotes, LinkStrength::Margins] {
            let (one, two) = (schulze(&one, strength), schulze(&two, strength));
            for i in 0..3 {
                for j in 0..3 {
                    prop_assert_eq!(one.beats(i, j), two.beats(i, j));
                }
                for twin in 3..5 {
                    prop_assert_eq!(one.beats(i, 3), two.beats(i, twin));
                    prop_assert_eq!(one.beats(3, i), two.beats(twin, i));
                }
            }
        }
        let (one, two) = (ranked_pairs(&one), ranked_pairs(&two));
        if one.unique && two.unique {
            let mut others = two.order.clone();
            others.retain(|&item| item != 4);
            prop_assert_eq!(one.order, others);
        }
    }

    #[test]
    fn the_other_way_round_is_the_other_way_round(ballots in prop::collection::vec(prop::collection::vec(1u32..6, 5), 0..8)) {
        let (mut forward, mut back) = (Ballots::new(5), Ballots::new(5));
        for ranks in &ballots {
            forward.push(&ranks.iter().map(|&rank| Some(rank)).collect::<Vec<_>>(), 1.0).unwrap();
            back.push(&ranks.iter().map(|&rank| Some(6 - rank)).collect::<Vec<_>>(), 1.0).unwrap();
        }
        for method in [
            Method::MeanRank,
            Method::Borda,
            Method::Copeland,
            Method::Schulze,
            Method::RankedPairs,
            Method::Footrule,
            Method::Kemeny,
            Method::BradleyTerry,
        ] {
            if ambiguous(method, &forward, Unranked::Bottom) {
                prop_assert!(ambiguous(method, &back, Unranked::Bottom), "{method:?}");
                continue;
            }
            let forward = ranks(method, &forward, Unranked::Bottom);
            let back = ranks(method, &back, Unranked::Bottom);
            prop_assert!(forward.iter().zip(&back).all(|(a, b)| a + b == 6.0), "{method:?} {forward:?} {back:?}");
        }
    }
}

#[test]
fn what_majorities_agree_on_is_the_order_of_all() {
    let pairwise = tennessee();
    assert_eq!(ranked_pairs(&pairwise).order, [1, 2, 3, 0]);
    assert!(ranked_pairs(&pairwise).unique);
    for strength in [LinkStrength::WinningVotes, LinkStrength::Margins] {
        assert_eq!(
            schulze(&pairwise, strength).order.as_deref(),
            Some(&[1, 2, 3, 0][..])
        );
    }
    let copeland = copeland(&pairwise);
    assert_eq!(copeland.scores, [0.0, 3.0, 2.0, 1.0]);
    let majorities = condorcet(&pairwise);
    assert_eq!((majorities.winner, majorities.loser), (Some(1), Some(0)));
    assert!(majorities.acyclic && majorities.transitive && majorities.cycles == 0);
}

#[test]
fn few_items_and_no_ballots() {
    for items in 0..3 {
        for unranked in [Unranked::Bottom, Unranked::Ignored] {
            let ballots = Ballots::new(items);
            for method in Method::ALL {
                let ranks = ranks(method, &ballots, unranked);
                if ambiguous(method, &ballots, unranked) {
                    assert_eq!((items, ranks.len()), (2, 2), "{method:?}");
                } else {
                    let mid = (items + 1) as f64 / 2.0;
                    assert_eq!(ranks, vec![mid; items], "{method:?}");
                }
            }
        }
    }
}
