//! Ranked pairs.

use befund_stats::order;

use crate::Pairwise;
use crate::relation::Relation;

/// The order that the strongest majorities lay down.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedPairs {
    /// The items from the best to the last.
    pub order: Vec<usize>,
    /// Whether the order is the same however majorities of equal margin are taken one before the other.
    pub unique: bool,
}

/// Two items, the preferred one first.
#[derive(Clone, Copy)]
struct Pair {
    above: usize,
    below: usize,
    margin: f64,
}

/// Tideman's ranked pairs, O(items² log items + items⁴ / 64), in practice O(items³ / 64).
///
/// Majorities are taken from the largest margin to the smallest; each is locked in unless those locked before put its items
/// the other way round. Level pairs come last, in both directions.
///
/// Majorities of equal margin are taken in the order of the items as given, the preferred item first. Where that matters is
/// known: as long as all majorities of one margin fit together with what was locked before, whatever is taken first gives the
/// same; the first that is refused because of one of its equals would have come in, and changed the order, had it been taken first.
/// Tideman (1987), Independence of clones as a criterion for voting rules, Social Choice and Welfare 4; that all ways of breaking
/// ties need not agree: Brill, Fischer (2012), The price of neutrality for the ranked pairs method, AAAI.
pub fn ranked_pairs(pairwise: &Pairwise) -> RankedPairs {
    let items = pairwise.items();
    let pairs = pairs(pairwise);
    // who is above whom so far, and by whom each is surpassed
    let (mut above, mut below) = (Relation::new(items), Relation::new(items));
    let mut unique = true;
    for equals in pairs.chunk_by(|a, b| a.margin == b.margin) {
        let open: Vec<&Pair> = equals
            .iter()
            .filter(|pair| !above.contains(pair.below, pair.above))
            .collect();
        for pair in open {
            if above.contains(pair.below, pair.above) {
                unique = false;
            } else if !above.contains(pair.above, pair.below) {
                lock(&mut above, &mut below, items, pair);
            }
        }
    }
    // every two items are decided by now: the more are surpassed, the better
    let surpassed: Vec<u32> = (0..items)
        .map(|item| above.row(item).iter().map(|word| word.count_ones()).sum())
        .collect();
    RankedPairs {
        order: order::indices(items, &|a, b| surpassed[b].cmp(&surpassed[a])),
        unique,
    }
}

/// Every majority and, in both directions, every level pair, from the largest margin to the smallest.
fn pairs(pairwise: &Pairwise) -> Vec<Pair> {
    let items = pairwise.items();
    let mut pairs = Vec::new();
    for above in 0..items {
        for below in (0..items).filter(|&below| below != above) {
            let margin = pairwise.unit_wins(above, below) - pairwise.unit_wins(below, above);
            if margin >= 0.0 {
                pairs.push(Pair {
                    above,
                    below,
                    margin,
                });
            }
        }
    }
    order::sort_by(&mut pairs, |a, b| b.margin.total_cmp(&a.margin));
    pairs
}

/// Puts one item above another, and with it all that follows.
fn lock(above: &mut Relation, below: &mut Relation, items: usize, pair: &Pair) {
    let over: Vec<usize> = (0..items)
        .filter(|&item| item == pair.above || below.contains(pair.above, item))
        .collect();
    let under: Vec<usize> = (0..items)
        .filter(|&item| item == pair.below || above.contains(pair.below, item))
        .collect();
    for &item in &over {
        above.inherit(item, pair.below);
        above.insert(item, pair.below);
    }
    for &item in &under {
        below.inherit(item, pair.above);
        below.insert(item, pair.above);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::consensus::tests::{any_ballots, meaning};

    /// Every order that some way to take equals one before the other leads to.
    fn all_orders(
        rest: &[Pair],
        locked: &mut Vec<(usize, usize)>,
        items: usize,
        orders: &mut BTreeSet<Vec<usize>>,
    ) {
        let reaches = |locked: &[(usize, usize)], from: usize, to: usize| {
            let mut reached = vec![from];
            let mut at = 0;
            while at < reached.len() {
                for &(a, b) in locked {
                    if a == reached[at] && !reached.contains(&b) {
                        reached.push(b);
                    }
                }
                at += 1;
            }
            reached.contains(&to)
        };
        if rest.is_empty() {
            let mut order: Vec<usize> = (0..items).collect();
            order.sort_by_key(|&item| (0..items).filter(|&j| reaches(locked, j, item)).count());
            orders.insert(order);
            return;
        }
        let equals = rest
            .iter()
            .take_while(|pair| pair.margin == rest[0].margin)
            .count();
        for first in 0..equals {
            let mut rest = rest.to_vec();
            let pair = rest.remove(first);
            let fits = !reaches(locked, pair.below, pair.above);
            if fits {
                locked.push((pair.above, pair.below));
            }
            all_orders(&rest, locked, items, orders);
            if fits {
                locked.pop();
            }
        }
    }

    proptest! {
        #[test]
        fn an_order_is_unique_where_every_way_to_break_ties_leads_to_it(three in any_ballots(3), four in any_ballots(4), unranked in meaning()) {
            for ballots in [three, four] {
                let pairwise = Pairwise::new(&ballots, unranked);
                let pairs = pairs(&pairwise);
                // so many ways that they are too many to try
                if pairs.chunk_by(|a, b| a.margin == b.margin).any(|equals| equals.len() > 6) {
                    continue;
                }
                let mut orders = BTreeSet::new();
                all_orders(&pairs, &mut Vec::new(), ballots.items(), &mut orders);
                let result = ranked_pairs(&pairwise);
                prop_assert!(orders.contains(&result.order));
                prop_assert_eq!(result.unique, orders.len() == 1);
            }
        }
    }
}
