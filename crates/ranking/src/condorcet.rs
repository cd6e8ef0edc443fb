//! What the majorities say.

use befund_stats::order;

use crate::Pairwise;
use crate::consensus::copeland;
use crate::relation::Relation;

/// What the duels of all items with all others say, before any method decides.
///
/// An item beats another where a strict majority of the weight that tells them apart prefers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Condorcet {
    /// The item that beats every other.
    pub winner: Option<usize>,
    /// The item that every other beats; none where there is one item.
    pub loser: Option<usize>,
    /// Items that no other beats, in ascending order.
    pub weak_winners: Vec<usize>,
    /// Items that beat no other, in ascending order; none where there is one item.
    pub weak_losers: Vec<usize>,
    /// The smallest set of items each of which beats every item outside, in ascending order (Smith 1973, Good 1971).
    pub smith_set: Vec<usize>,
    /// All items in sets of which every item beats every item of the later sets, each as small as can be: the strongly
    /// connected components of "beats or is level with". The first is the Smith set.
    pub components: Vec<Vec<usize>>,
    /// Triples of items that beat one another in a circle.
    pub cycles: u64,
    /// The first such triple in the order of the items: a beats b, b beats c, c beats a.
    pub cycle: Option<[usize; 3]>,
    /// Whether no chain of items, of any length, beats one another in a circle.
    pub acyclic: bool,
    /// Whether an item beats whatever is beaten by those that it beats. Acyclic, then; the reverse fails where duels are level.
    pub transitive: bool,
}

/// Condorcet winner and loser, the Smith set, cycles, O(items³ / 64).
///
/// Condorcet (1785), Essai sur l'application de l'analyse; Smith (1973), Aggregation of preferences with variable electorate,
/// Econometrica 41.
pub fn condorcet(pairwise: &Pairwise) -> Condorcet {
    let items = pairwise.items();
    let duels = copeland(pairwise);
    let beats = Relation::majority(pairwise);
    let others = items.saturating_sub(1) as u32;
    let with = |which: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..items).filter(|&item| which(item)).collect()
    };
    let some_other = items > 1;
    let cycles = cycles(&beats, items);
    let closure = beats.closure();
    let components = components(&duels.scores);
    Condorcet {
        winner: with(&|item| duels.wins[item] == others).first().copied(),
        loser: with(&|item| some_other && duels.losses[item] == others)
            .first()
            .copied(),
        weak_winners: with(&|item| duels.losses[item] == 0),
        weak_losers: with(&|item| some_other && duels.wins[item] == 0),
        smith_set: components.first().cloned().unwrap_or_default(),
        components,
        cycles: cycles.count,
        cycle: cycles.first,
        acyclic: (0..items).all(|item| !closure.contains(item, item)),
        transitive: closure == beats,
    }
}

/// Splits the items, the best by Copeland's score first, wherever the first k win all duels with the rest: exactly there
/// their scores sum to k(k − 1)/2 among themselves + k(n − k) against the rest.
fn components(scores: &[f64]) -> Vec<Vec<usize>> {
    let items = scores.len();
    let best_first = order::indices(items, &|a, b| scores[b].total_cmp(&scores[a]));
    let (mut components, mut current) = (Vec::new(), Vec::new());
    let mut sum = 0.0;
    for (before, &item) in best_first.iter().enumerate() {
        current.push(item);
        sum += scores[item];
        let k = before + 1;
        if sum == (k * before) as f64 / 2.0 + (k * (items - k)) as f64 {
            let mut component = std::mem::take(&mut current);
            order::sort_by(&mut component, Ord::cmp);
            components.push(component);
        }
    }
    components
}

struct Cycles {
    count: u64,
    first: Option<[usize; 3]>,
}

/// Circles of three: for every i that beats j, those that j beats and that beat i.
fn cycles(beats: &Relation, items: usize) -> Cycles {
    let beaten_by = beats.reversed();
    let mut cycles = Cycles {
        count: 0,
        first: None,
    };
    for i in 0..items {
        for j in 0..items {
            if !beats.contains(i, j) {
                continue;
            }
            for (word, (a, b)) in beats.row(j).iter().zip(beaten_by.row(i)).enumerate() {
                let both = a & b;
                cycles.count += u64::from(both.count_ones());
                if both != 0 && cycles.first.is_none() {
                    cycles.first = Some([i, j, word * 64 + both.trailing_zeros() as usize]);
                }
            }
        }
    }
    // each was met from its three sides
    cycles.count /= 3;
    cycles
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::consensus::tests::{any_ballots, meaning};
    use crate::{Ballots, Unranked};

    fn pairs(orders: &[&[u32]]) -> Pairwise {
        let mut ballots = Ballots::new(orders[0].len());
        for order in orders {
            let ranks: Vec<_> = order.iter().copied().map(Some).collect();
            ballots.push(&ranks, 1.0).unwrap();
        }
        Pairwise::new(&ballots, Unranked::Bottom)
    }

    #[test]
    fn a_circle_has_no_winner() {
        // 0 beats 1 beats 2 beats 0, all beat 3
        let majorities = condorcet(&pairs(&[&[1, 2, 3, 4], &[3, 1, 2, 4], &[2, 3, 1, 4]]));
        assert_eq!((majorities.winner, majorities.loser), (None, Some(3)));
        assert_eq!(majorities.components, [vec![0, 1, 2], vec![3]]);
        assert_eq!((majorities.cycles, majorities.cycle), (1, Some([0, 1, 2])));
        assert!(!majorities.acyclic && !majorities.transitive);
        assert_eq!(majorities.weak_losers, [3]);
        assert!(majorities.weak_winners.is_empty());
    }

    #[test]
    fn two_opposite_orders_are_level() {
        let majorities = condorcet(&pairs(&[&[1, 2, 3], &[3, 2, 1]]));
        assert_eq!((majorities.winner, majorities.loser), (None, None));
        assert_eq!(majorities.weak_winners, [0, 1, 2]);
        assert_eq!(majorities.weak_losers, [0, 1, 2]);
        assert_eq!(majorities.smith_set, [0, 1, 2]);
        assert!(majorities.acyclic && majorities.transitive);
    }

    #[test]
    fn one_item_wins_and_does_not_lose() {
        let majorities = condorcet(&pairs(&[&[1]]));
        assert_eq!((majorities.winner, majorities.loser), (Some(0), None));
        assert_eq!(majorities.smith_set, [0]);
        let none = condorcet(&Pairwise::new(&Ballots::new(0), Unranked::Bottom));
        assert!(none.winner.is_none() && none.smith_set.is_empty() && none.components.is_empty());
    }

    proptest! {
        #[test]
        fn sets_and_cycles_are_what_their_definitions_say(ballots in any_ballots(6), unranked in meaning()) {
            let pairwise = Pairwise::new(&ballots, unranked);
            let beats = |i: usize, j: usize| pairwise.margin(i, j) > 0.0;
            let majorities = condorcet(&pairwise);
            // the smallest of all sets that beat the rest
            let dominant = (1usize..1 << 6).filter(|set| {
                (0..6).all(|i| set >> i & 1 == 0 || (0..6).all(|j| set >> j & 1 == 1 || beats(i, j)))
            });
            let smallest = dominant.min_by_key(|set| set.count_ones()).unwrap();
            prop_assert_eq!(&majorities.smith_set, &(0..6).filter(|i| smallest >> i & 1 == 1).collect::<Vec<_>>());
            let triples = (0..6).flat_map(|i| (0..6).flat_map(move |j| (0..6).map(move |k| [i, j, k])));
            let circles: Vec<_> = triples.clone().filter(|&[i, j, k]| beats(i, j) && beats(j, k) && beats(k, i)).collect();
            prop_assert_eq!(majorities.cycles as usize * 3, circles.len());
            prop_assert_eq!(majorities.cycle, circles.first().copied());
            let mut triples = triples;
            prop_assert_eq!(majorities.transitive, triples.all(|[i, j, k]| !(beats(i, j) && beats(j, k)) || beats(i, k)));
            prop_assert!(majorities.acyclic || !majorities.transitive);
            prop_assert!(majorities.acyclic == (0..6).all(|start| !returns(&beats, start, start, &mut [false; 6])));
            let mut all: Vec<usize> = majorities.components.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..6).collect::<Vec<_>>());
        }
    }

    /// Whether a walk from `at` comes to `start`.
    fn returns(
        beats: &impl Fn(usize, usize) -> bool,
        start: usize,
        at: usize,
        seen: &mut [bool; 6],
    ) -> bool {
        (0..6).any(|next| {
            beats(at, next)
                && (next == start
                    || !std::mem::replace(&mut seen[next], true)
                        && returns(beats, start, next, seen))
        })
    }
}
