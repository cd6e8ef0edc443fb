use proptest::prelude::*;

use super::*;
use crate::{Ballots, Unranked};

/// Disagreements of the best order of 40 uniform items.
const FORTY: f64 = 10_192.0;

/// Every order of the items with its disagreements.
fn brute_force(pairwise: &Pairwise) -> (f64, Vec<Vec<usize>>) {
    fn extend(
        pairwise: &Pairwise,
        order: &mut Vec<usize>,
        score: f64,
        best: &mut (f64, Vec<Vec<usize>>),
    ) {
        let n = pairwise.items();
        if order.len() == n {
            if score < best.0 {
                *best = (score, Vec::new());
            }
            if score == best.0 {
                best.1.push(order.clone());
            }
            return;
        }
        for item in 0..n {
            if !order.contains(&item) {
                let more: f64 = order
                    .iter()
                    .map(|&before| pairwise.unit_wins(item, before))
                    .sum();
                order.push(item);
                extend(pairwise, order, score + more, best);
                order.pop();
            }
        }
    }
    let mut best = (f64::INFINITY, Vec::new());
    extend(pairwise, &mut Vec::new(), 0.0, &mut best);
    best.0 /= pairwise.unit();
    best
}

fn uniform(items: usize, ballots: usize, ranked: usize, seed: u64) -> Ballots {
    let mut random = befund_stats::random::Random::new(seed);
    let mut all = Ballots::new(items);
    for _ in 0..ballots {
        let mut ranks = vec![None; items];
        for (place, item) in random
            .permutation(items)
            .into_iter()
            .take(ranked)
            .enumerate()
        {
            ranks[item] = Some(place as u32 + 1);
        }
        all.push(&ranks, 1.0).unwrap();
    }
    all
}

fn ballots(most: usize) -> impl Strategy<Value = Ballots> {
    (1..=most).prop_flat_map(|items| {
        let ballot = prop::collection::vec(prop::option::weighted(0.85, 1u32..9), items);
        prop::collection::vec((ballot, 0u32..5), 0..12).prop_map(move |rows| {
            let mut all = Ballots::new(items);
            for (ranks, weight) in rows {
                all.push(&ranks, f64::from(weight) / 4.0).unwrap();
            }
            all
        })
    })
}

/// The same search without the shortcut for small components.
fn by_bound(pairwise: &Pairwise) -> Kemeny {
    let mut search = KemenySearch::new(pairwise);
    for part in &mut search.parts {
        if part.items.len() > 2 {
            part.stage = Stage::Bound(
                Box::new(Dual::new(&part.margins, Triangles::Violated)),
                f64::NEG_INFINITY,
                0,
            );
        }
    }
    assert!(search.step(u64::MAX));
    search.result()
}

/// The bound alone, then the tree for every excess below the optimum: none may have an order.
fn tree_agrees(pairwise: &Pairwise, best: &Kemeny) -> Result<(), TestCaseError> {
    let margins = Margins::new(pairwise);
    let n = margins.len();
    if n < 3 {
        return Ok(());
    }
    let free = vec![0; n * (n - 1) / 2];
    let dual = Dual::new(&margins, Triangles::Violated);
    let optimum = margins.excess(&best.order);
    for excess in 0..=optimum {
        let bound = dual.bound(&margins, &free);
        let mut tree = Tree::new(bound, excess, &Relation::new(n), &dual.order, n);
        let mut found = 0u128;
        while let Answer::Found(order) = tree.run(u64::MAX / 2) {
            prop_assert!(margins.excess(&order) <= excess);
            found += 1;
        }
        if excess < optimum {
            prop_assert_eq!(found, 0);
        } else {
            prop_assert_eq!(Some(found), best.optima);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn exact_kemeny_is_brute_force(ballots in ballots(7), ignored in any::<bool>()) {
        let pairwise = Pairwise::new(&ballots, if ignored { Unranked::Ignored } else { Unranked::Bottom });
        let (score, orders) = brute_force(&pairwise);
        for found in [kemeny(&pairwise, u64::MAX), by_bound(&pairwise)] {
            prop_assert!(found.proven);
            prop_assert_eq!(found.score, score);
            prop_assert_eq!(found.lower_bound, score);
            prop_assert!(orders.contains(&found.order));
            prop_assert_eq!(found.optima, Some(orders.len() as u128));
            prop_assert_eq!(found.unique, Some(orders.len() == 1));
            if orders.len() <= LISTED {
                let mut listed = found.orders.clone();
                listed.sort();
                let mut expected = orders.clone();
                expected.sort();
                prop_assert_eq!(listed, expected);
            }
            for item in 0..ballots.items() {
                let places: Vec<usize> = orders
                    .iter()
                    .map(|order| 1 + order.iter().position(|&other| other == item).unwrap())
                    .collect();
                prop_assert_eq!(found.ranks[item], [*places.iter().min().unwrap(), *places.iter().max().unwrap()]);
            }
        }
    }

    #[test]
    fn the_tree_finds_all_and_nothing_else(ballots in ballots(6)) {
        let pairwise = Pairwise::new(&ballots, Unranked::Bottom);
        let best = kemeny(&pairwise, u64::MAX);
        tree_agrees(&pairwise, &best)?;
    }
}

#[test]
fn small_components_and_the_bound_agree_on_more_items() {
    for seed in 0..12 {
        let pairwise = Pairwise::new(&uniform(11, 7, 11, seed), Unranked::Bottom);
        let bounded = kemeny(&pairwise, u64::MAX);
        let mut all = KemenySearch::new(&pairwise);
        for part in &mut all.parts {
            let n = part.items.len();
            if n > 1 {
                // nothing but sets, nothing dropped
                let dual = Dual::new(&part.margins, Triangles::None);
                let bound = dual.bound(&part.margins, &vec![0; n * (n - 1) / 2]);
                part.stage = Stage::Count(
                    Box::new(Subsets::new(&bound, part.excess, n, usize::MAX)),
                    None,
                );
            }
        }
        all.step(u64::MAX);
        let sets = all.result();
        assert_eq!(bounded.score, sets.score);
        assert_eq!(bounded.optima, sets.optima);
        assert_eq!(bounded.ranks, sets.ranks);
    }
}

#[test]
fn forty_near_uniform_items_are_proven() {
    // HiGHS 1.12, integer programme with lazily added 3-cycles
    let pairwise = Pairwise::new(&uniform(40, 30, 40, 5), Unranked::Bottom);
    let found = kemeny(&pairwise, u64::MAX);
    assert!(found.proven);
    assert_eq!(found.score, FORTY);
    assert_eq!(found.unique, found.optima.map(|count| count == 1));
}

#[test]
fn little_effort_gives_an_order_with_its_gap() {
    let pairwise = Pairwise::new(&uniform(40, 30, 40, 5), Unranked::Bottom);
    let mut search = KemenySearch::new(&pairwise);
    let (mut gap, mut steps) = (f64::INFINITY, 0);
    while !search.step(20_000) {
        let found = search.result();
        assert!(found.lower_bound <= FORTY && FORTY <= found.score);
        assert!(found.score - found.lower_bound <= gap);
        gap = found.score - found.lower_bound;
        assert_eq!(found.proven, gap == 0.0);
        assert!(search.steps() > steps);
        steps = search.steps();
    }
    assert_eq!(search.result(), kemeny(&pairwise, u64::MAX));
}

#[test]
fn nothing_and_one_item_have_an_order() {
    for items in 0..2 {
        let found = kemeny(&Pairwise::new(&Ballots::new(items), Unranked::Bottom), 1000);
        assert_eq!(found.order.len(), items);
        assert!(found.proven);
        assert_eq!(found.score, 0.0);
        assert_eq!(found.unique, Some(true));
    }
}

/// Two ballots leave hundreds of optimal orders of ten items, and local search does not find one of them each time.
#[test]
fn the_order_is_optimal_where_optima_are_too_many_to_list() {
    let mut many = 0;
    for seed in 0..200 {
        let ballots = uniform(9, 4, 5, seed);
        let pairwise = Pairwise::new(&ballots, Unranked::Ignored);
        let found = kemeny(&pairwise, u64::MAX);
        let score = |order: &[usize]| -> f64 {
            let pairs = |place: usize, i: usize| -> f64 {
                order[place + 1..]
                    .iter()
                    .map(|&j| pairwise.wins(j, i))
                    .sum()
            };
            order
                .iter()
                .enumerate()
                .map(|(place, &i)| pairs(place, i))
                .sum()
        };
        let bounded = by_bound(&pairwise);
        assert!(found.proven && bounded.proven);
        assert_eq!(found.score, bounded.score);
        assert_eq!(score(&found.order), bounded.score);
        assert_eq!(score(&kemeny_order(&pairwise, u64::MAX)), bounded.score);
        assert_eq!(found.optima, bounded.optima);
        many += usize::from(found.orders.is_empty());
    }
    assert!(many > 20, "{many}");
}

#[test]
fn without_preferences_every_order_is_optimal() {
    let mut ballots = Ballots::new(22);
    let forth: Vec<Option<u32>> = (1..=22).map(Some).collect();
    let back: Vec<Option<u32>> = (1..=22).rev().map(Some).collect();
    ballots.push(&forth, 1.0).unwrap();
    ballots.push(&back, 1.0).unwrap();
    let found = kemeny(&Pairwise::new(&ballots, Unranked::Bottom), u64::MAX);
    assert_eq!(found.score, 231.0);
    // 22!
    assert_eq!(found.optima, Some(1_124_000_727_777_607_680_000));
}

#[test]
fn weights_that_are_no_decimals_are_taken() {
    let mut ballots = uniform(6, 5, 6, 3);
    let weights = [1.0 / 3.0, 2.0 / 7.0, 0.1, 1e-9, 5.5];
    ballots = ballots.with_weights(&weights).unwrap();
    let pairwise = Pairwise::new(&ballots, Unranked::Bottom);
    let found = kemeny(&pairwise, u64::MAX);
    assert!((found.score - brute_force(&pairwise).0).abs() < 1e-12);
    assert!((found.lower_bound - found.score).abs() < 1e-9);
}
