//! The consensus that may itself tie items: the weak order nearest to all ballots, exact and proven.
//!
//! Costs of pairs in whole numbers ([`costs`]), sets of items that stand apart ([`separation`]), a good consensus by moving
//! items ([`local`]), and the proof: a table over subsets where few items hang together ([`subsets`]), branch and bound
//! ([`branch`]) over the relations of pairs ([`relations`]) under the prices of a Lagrangian dual ([`dual`]) where many do.

mod branch;
mod costs;
mod dual;
mod local;
mod relations;
mod separation;
mod subsets;

use crate::{Error, Pairwise};
use branch::Branch;
use costs::{Costs, Penalty};
use subsets::Subsets;

/// The weak order nearest to all ballots.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakKemeny {
    /// The items, best bucket first; those of one bucket are tied.
    pub buckets: Vec<Vec<usize>>,
    /// Its generalised Kendall distance from all ballots, by weight.
    pub score: f64,
    /// No weak order has a smaller distance.
    pub lower_bound: f64,
    /// Whether the score is the smallest there is: it is its own lower bound.
    pub proven: bool,
    /// Whether no other weak order is as near; `None` where that is not known.
    pub unique: Option<bool>,
    /// How many weak orders are as near; `None` where that is not known.
    pub optima: Option<u128>,
    /// Emond's and Mason's rank correlation τₓ with the ballots, averaged by weight over the pairs that they compare; only
    /// for p = ½, which maximises it, and where some ballot compares something.
    pub tau_x: Option<f64>,
    /// Sets of items, the best first, that every nearest weak order puts wholly one before the other.
    pub components: Vec<Vec<usize>>,
}

/// The weak order that minimises the generalised Kendall distance K^(p) from all ballots, as far as `effort` elementary
/// steps go.
///
/// Two items in opposite order cost 1, two that only one of ballot and consensus ties cost `p`, 0 < p ≤ 1; unranked items
/// count as `pairwise` was counted. At p = ½ the optimum also maximises the mean τₓ of Emond and Mason. Complexity:
/// O(items²) to separate the items into sets; at most 3ᵏ for every set of k ≤ 14 items that hangs together, whose optima are
/// also counted; some k² to k³ for every step of the branch and bound up to 300 items, which needs few where the bound of the
/// linear program is tight, as it almost always is for p ≥ ½. Larger sets get a consensus without proof.
///
/// Exact in whole numbers where weights have at most six decimals; otherwise the weights of pairs are rounded first, so that
/// what is best, proven and unique is so up to 2⁻⁴² of the sum of all costs for every pair. A p that is no fraction with a denominator up to
/// 1000 is taken to the nearest 2⁻²⁰.
///
/// Fagin, Kumar, Mahdian, Sivakumar and Vee (2006), Comparing partial rankings; Emond and Mason (2002). R:
/// `ConsRank::consrank(x, full = FALSE)`.
///
/// # Errors
/// [`Error::InvalidPenalty`].
pub fn weak_kemeny(pairwise: &Pairwise, p: f64, effort: u64) -> Result<WeakKemeny, Error> {
    let mut search = WeakSearch::new(pairwise, p)?;
    search.step(effort);
    Ok(search.result())
}

/// The search for [`weak_kemeny`] in steps, for progress and to stop it; memory stays below 64 MiB.
#[derive(Debug, Clone)]
pub struct WeakSearch {
    pairwise: Pairwise,
    penalty: Penalty,
    scale: f64,
    /// Whether τₓ belongs to the penalty.
    correlated: bool,
    parts: Vec<Part>,
    /// The part in work; all before are done.
    next: usize,
}

/// Items that hang together.
#[derive(Debug, Clone)]
struct Part {
    items: Vec<usize>,
    costs: Costs,
    /// The number of the bucket of every item.
    bucket: Vec<u32>,
    /// What that costs.
    cost: i64,
    /// No weak order costs less.
    bound: i64,
    unique: Option<bool>,
    optima: Option<u128>,
    stage: Stage,
}

/// What is being done about a part.
#[derive(Debug, Clone)]
enum Stage {
    Begin,
    Subsets(Subsets),
    Branch(Branch),
    Done,
}

impl WeakSearch {
    /// Nothing done yet but O(items²) to lay out the costs and separate the items.
    ///
    /// # Errors
    /// [`Error::InvalidPenalty`].
    pub fn new(pairwise: &Pairwise, p: f64) -> Result<Self, Error> {
        if !(p > 0.0 && p <= 1.0) {
            return Err(Error::InvalidPenalty { p });
        }
        let penalty = Penalty::new(p);
        let costs = Costs::new(pairwise, penalty);
        let sets = separation::separate(costs.items, &|i, j| costs.cheapest(i, j));
        Ok(Self {
            pairwise: pairwise.clone(),
            penalty,
            scale: costs.scale,
            correlated: p == 0.5,
            parts: sets
                .into_iter()
                .map(|items| Part::new(costs.among(&items), items))
                .collect(),
            next: 0,
        })
    }

    /// Goes on for some `effort` elementary steps; whether nothing is left to do.
    pub fn step(&mut self, mut effort: u64) -> bool {
        while let Some(part) = self.parts.get_mut(self.next) {
            if !part.step(&mut effort) {
                return false;
            }
            self.next += 1;
        }
        true
    }

    /// The nearest weak order so far, and what is known about it.
    pub fn result(&self) -> WeakKemeny {
        let (mut cost, mut bound) = (0, 0);
        let mut unique = Some(true);
        let mut optima = Some(1u128);
        let mut buckets: Vec<Vec<usize>> = Vec::new();
        for part in &self.parts {
            cost += part.cost;
            bound += part.bound;
            unique = match (unique, part.unique) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            optima = optima
                .zip(part.optima)
                .and_then(|(all, here)| all.checked_mul(here));
            let first = buckets.len();
            for (&item, &at) in part.items.iter().zip(&part.bucket) {
                let at = first + at as usize;
                if buckets.len() <= at {
                    buckets.resize_with(at + 1, Vec::new);
                }
                buckets[at].push(item);
            }
        }
        buckets.retain(|bucket| !bucket.is_empty());
        let mut place = vec![0; self.pairwise.items()];
        for (at, bucket) in (0..).zip(&buckets) {
            for &item in bucket {
                place[item] = at;
            }
        }
        let score = self.penalty.score(&self.pairwise, &place);
        WeakKemeny {
            buckets,
            score,
            // the score itself where proven
            lower_bound: score - (cost - bound) as f64 / self.scale,
            proven: cost == bound,
            unique,
            optima,
            tau_x: self.correlated.then(|| self.mean_tau_x(score)).flatten(),
            components: self.parts.iter().map(|part| part.items.clone()).collect(),
        }
    }
}

impl WeakSearch {
    /// The mean τₓ over compared pairs; `None` where no ballot compares anything.
    fn mean_tau_x(&self, score: f64) -> Option<f64> {
        let mut compared = 0.0;
        for i in 0..self.pairwise.items() {
            for j in 0..i {
                compared +=
                    self.pairwise.wins(i, j) + self.pairwise.wins(j, i) + self.pairwise.ties(i, j);
            }
        }
        (compared > 0.0).then_some(1.0 - 2.0 * score / compared)
    }
}

impl Part {
    fn new(costs: Costs, items: Vec<usize>) -> Self {
        let bucket = vec![0; items.len()];
        let single = items.len() == 1;
        Self {
            cost: costs.of(&bucket),
            costs,
            items,
            bucket,
            bound: 0,
            unique: single.then_some(true),
            optima: single.then_some(1),
            stage: if single { Stage::Done } else { Stage::Begin },
        }
    }

    /// Goes on until `effort` is used up; whether that was the end.
    fn step(&mut self, effort: &mut u64) -> bool {
        loop {
            self.stage = match &mut self.stage {
                Stage::Done => return true,
                Stage::Begin => {
                    if *effort == 0 {
                        return false;
                    }
                    self.improve(effort);
                    if self.items.len() <= subsets::MOST {
                        Stage::Subsets(Subsets::new(self.costs.clone(), self.cost))
                    } else if self.items.len() <= branch::MOST {
                        Stage::Branch(Branch::new(self.costs.clone(), self.bucket.clone()))
                    } else {
                        Stage::Done
                    }
                }
                Stage::Subsets(subsets) => {
                    if !subsets.step(effort) {
                        return false;
                    }
                    self.bucket = subsets.consensus();
                    self.cost = self.costs.of(&self.bucket);
                    self.bound = self.cost;
                    self.optima = Some(u128::from(subsets.optima()));
                    self.unique = Some(subsets.optima() == 1);
                    Stage::Done
                }
                Stage::Branch(branch) => {
                    let finished = branch.step(effort);
                    if branch.cost < self.cost {
                        (self.cost, self.bucket) = (branch.cost, branch.bucket.clone());
                    }
                    self.bound = self.bound.max(branch.bound());
                    self.unique = branch.unique();
                    self.optima = (self.unique == Some(true)).then_some(1);
                    if !finished {
                        return false;
                    }
                    Stage::Done
                }
            };
        }
    }

    /// Takes the better of two descents.
    fn improve(&mut self, effort: &mut u64) {
        for mut bucket in [self.bucket.clone(), local::by_cost(&self.costs)] {
            let steps = local::descend(&self.costs, &mut bucket);
            *effort = effort.saturating_sub(steps);
            let cost = self.costs.of(&bucket);
            if cost < self.cost {
                (self.cost, self.bucket) = (cost, bucket);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Ballots, Unranked};

    const ENOUGH: u64 = 1 << 40;

    /// The distance by its definition, ballot by ballot.
    fn distance(ballots: &Ballots, unranked: Unranked, p: f64, buckets: &[Vec<usize>]) -> f64 {
        let mut place = vec![0; ballots.items()];
        for (number, bucket) in buckets.iter().enumerate() {
            for &item in bucket {
                place[item] = number;
            }
        }
        let mut sum = 0.0;
        for (number, weight) in ballots.weights().iter().enumerate() {
            let ballot: Vec<i16> = ballots.ballot(number).collect();
            for i in 0..ballot.len() {
                for j in 0..i {
                    if unranked == Unranked::Ignored
                        && (ballot[i] == crate::UNRANKED || ballot[j] == crate::UNRANKED)
                    {
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

    /// All weak orders of the items from `item` on, put into `buckets`.
    fn all(
        item: usize,
        items: usize,
        buckets: &mut Vec<Vec<usize>>,
        seen: &mut dyn FnMut(&[Vec<usize>]),
    ) {
        if item == items {
            return seen(buckets);
        }
        for at in 0..buckets.len() {
            buckets[at].push(item);
            all(item + 1, items, buckets, seen);
            buckets[at].pop();
        }
        for at in 0..=buckets.len() {
            buckets.insert(at, vec![item]);
            all(item + 1, items, buckets, seen);
            buckets.remove(at);
        }
    }

    fn ballots(items: usize, rows: &[(Vec<Option<u32>>, u32)], unit: f64) -> Ballots {
        let mut ballots = Ballots::new(items);
        for (ranks, weight) in rows {
            ballots.push(ranks, f64::from(*weight) / unit).unwrap();
        }
        ballots
    }

    fn rows(items: usize, most: usize) -> impl Strategy<Value = Vec<(Vec<Option<u32>>, u32)>> {
        let ballot = prop::collection::vec(prop::option::weighted(0.8, 1u32..6), items);
        prop::collection::vec((ballot, 0u32..5), 0..most)
    }

    proptest! {
        #[test]
        fn is_the_best_of_all_weak_orders(
            (items, rows) in (1usize..=6).prop_flat_map(|items| (Just(items), rows(items, 8))),
            p in prop::sample::select(vec![0.5, 1.0, 0.25, 0.3, 1.0 / 3.0, 0.7, 0.001]),
            unit in prop::sample::select(vec![1.0, 4.0]),
            ignored in any::<bool>(),
        ) {
            let unranked = if ignored { Unranked::Ignored } else { Unranked::Bottom };
            let ballots = ballots(items, &rows, unit);
            let found = weak_kemeny(&Pairwise::new(&ballots, unranked), p, ENOUGH).unwrap();
            let (mut best, mut optima) = (f64::INFINITY, 0);
            all(0, items, &mut Vec::new(), &mut |buckets| {
                let score = distance(&ballots, unranked, p, buckets);
                if score < best - 1e-9 {
                    (best, optima) = (score, 0);
                }
                optima += u128::from(score < best + 1e-9);
            });
            prop_assert!((found.score - best).abs() < 1e-9, "{} {}", found.score, best);
            prop_assert!((distance(&ballots, unranked, p, &found.buckets) - best).abs() < 1e-9);
            prop_assert_eq!(found.optima, Some(optima));
            prop_assert_eq!(found.unique, Some(optima == 1));
            prop_assert!(found.proven && found.lower_bound == found.score);
        }

        #[test]
        fn small_steps_lead_to_the_same(rows in rows(9, 9), effort in 1u64..5000) {
            let pairwise = Pairwise::new(&ballots(9, &rows, 1.0), Unranked::Bottom);
            let at_once = weak_kemeny(&pairwise, 0.5, ENOUGH).unwrap();
            let mut search = WeakSearch::new(&pairwise, 0.5).unwrap();
            let mut last = search.result();
            while !search.step(effort) {
                let now = search.result();
                prop_assert!(now.score <= last.score && now.lower_bound >= last.lower_bound);
                prop_assert!(now.lower_bound <= at_once.score && now.score >= at_once.score);
                last = now;
            }
            prop_assert_eq!(search.result(), at_once);
        }
    }

    /// Both searches on the same costs, the one by pairs in steps.
    fn by_pairs_and_by_subsets(costs: &Costs, mut effort: u64) -> (Branch, Subsets) {
        let mut bucket = vec![0; costs.items];
        let mut subsets = Subsets::new(costs.clone(), costs.of(&bucket));
        assert!(subsets.step(&mut u64::MAX.clone()));
        local::descend(costs, &mut bucket);
        let mut branch = Branch::new(costs.clone(), bucket);
        while !branch.step(&mut effort.clone()) {
            assert!(branch.bound() <= costs.of(&subsets.consensus()));
            effort += 1;
        }
        (branch, subsets)
    }

    proptest! {
        #[test]
        fn pairs_and_subsets_lead_to_the_same(
            (items, rows) in (2usize..=10).prop_flat_map(|items| (Just(items), rows(items, 12))),
            p in prop::sample::select(vec![0.5, 1.0, 0.3, 0.01]),
            ignored in any::<bool>(),
            effort in 1u64..5000,
        ) {
            let unranked = if ignored { Unranked::Ignored } else { Unranked::Bottom };
            let costs = Costs::new(&Pairwise::new(&ballots(items, &rows, 1.0), unranked), Penalty::new(p));
            let (branch, subsets) = by_pairs_and_by_subsets(&costs, effort);
            prop_assert_eq!(branch.cost, costs.of(&subsets.consensus()));
            prop_assert_eq!(branch.bound(), branch.cost);
            prop_assert_eq!(branch.cost, costs.of(&branch.bucket));
            prop_assert_eq!(branch.unique(), Some(subsets.optima() == 1));
        }
    }

    #[test]
    fn a_penalty_is_a_share() {
        let pairwise = Pairwise::new(&Ballots::new(3), Unranked::Bottom);
        for p in [0.0, -1.0, 1.5, f64::NAN] {
            assert!(matches!(
                weak_kemeny(&pairwise, p, ENOUGH),
                Err(Error::InvalidPenalty { .. })
            ));
        }
        // no ballots: nothing costs anything, and all 13 weak orders are as good
        let nothing = weak_kemeny(&pairwise, 0.5, ENOUGH).unwrap();
        assert_eq!((nothing.optima, nothing.tau_x), (Some(13), None));
    }
}
