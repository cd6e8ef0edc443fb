//! The order that disagrees least with the ballots (Kemeny 1959), with proof.
//!
//! A problem falls into the strongly connected components of its majority relation (Truchon 1998). Small ones are solved by
//! dynamic programming over sets ([`subsets`]). For the others local search gives an order, the linear relaxation over
//! triangles a bound ([`dual`]); where they do not meet, a search over pairs, pruned by what the bound leaves to be spent,
//! decides excess by excess whether a better order exists ([`tree`]).

mod dual;
mod local_search;
mod margins;
mod relation;
mod subsets;
mod tree;

#[cfg(test)]
mod tests;

use dual::{Bound, Dual, Triangles};
use margins::Margins;
use relation::Relation;
use subsets::{Counted, LISTED, Optima, Subsets};
use tree::{Answer, Tree};

use crate::Pairwise;

/// A consensus order with its certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct Kemeny {
    /// The best order found, the best item first: an optimal one where [`Self::proven`].
    pub order: Vec<usize>,
    /// Weight of the disagreements: Σ over pairs of the ballots that rank them strictly the other way.
    pub score: f64,
    /// No order has less.
    pub lower_bound: f64,
    /// Whether the bound is the score.
    pub proven: bool,
    /// Whether there is only one optimal order; absent where that was not found out.
    pub unique: Option<bool>,
    /// How many optimal orders there are; absent where that was not found out.
    pub optima: Option<u128>,
    /// All optimal orders where they are known and at most 100, otherwise empty.
    pub orders: Vec<Vec<usize>>,
    /// First and last rank (from 1) of every item among the optimal orders; empty where that was not found out.
    pub ranks: Vec<[usize; 2]>,
    /// The components of the majority relation, the best first: every optimal order has them one after the other.
    pub components: Vec<Vec<usize>>,
}

/// Up to so many items a component is solved by dynamic programming alone.
const SMALL: usize = 10;
/// Above so many items a component is not searched exhaustively.
const LARGE: usize = 300;
/// Iterations of the relaxation between looks at it.
const EPOCH: usize = 100;
/// Steps of the tree at a node before the relaxation is solved there.
const PATIENCE: u64 = 100_000;

/// The search for an optimal order, in parts of any size.
#[derive(Debug)]
pub struct KemenySearch {
    pairwise: Pairwise,
    divisor: f64,
    parts: Vec<Part>,
    current: usize,
    steps: u64,
}

/// The consensus of least disagreement after at most about `effort` elementary steps, some hundred million of them a second.
///
/// Ballots that tie two items, or leave both unranked, agree with either order of them. Where the effort does not suffice, the
/// order is the best found and the bound says how far it may be from the optimum. No item or no ballot gives score 0.
///
/// Kemeny (1959); the same as the median order of the Kendall distance. R: `ConsRank`, `rankaggreg`; Python: `corankco`.
pub fn kemeny(pairwise: &Pairwise, effort: u64) -> Kemeny {
    let mut search = KemenySearch::new(pairwise);
    search.step(effort);
    search.result()
}

/// An optimal order alone, without how many there are: for replicates, of which there are many.
pub fn kemeny_order(pairwise: &Pairwise, effort: u64) -> Vec<usize> {
    let mut search = KemenySearch::with_aim(pairwise, Aim::Order);
    search.step(effort);
    search.result().order
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// One optimal order.
    Order,
    /// All of them.
    Optima,
}

impl KemenySearch {
    /// Nothing is done yet but the division into components.
    pub fn new(pairwise: &Pairwise) -> Self {
        Self::with_aim(pairwise, Aim::Optima)
    }

    fn with_aim(pairwise: &Pairwise, aim: Aim) -> Self {
        let margins = Margins::new(pairwise);
        let parts = margins
            .components()
            .into_iter()
            .map(|items| Part::new(margins.of(&items), items, aim))
            .collect();
        Self {
            pairwise: pairwise.clone(),
            divisor: margins.divisor(),
            parts,
            current: 0,
            steps: 0,
        }
    }

    /// Goes on for about `effort` elementary steps; true when there is nothing left to do.
    pub fn step(&mut self, effort: u64) -> bool {
        let end = self.steps.saturating_add(effort);
        while let Some(part) = self.parts.get_mut(self.current) {
            if self.steps >= end {
                return false;
            }
            self.steps += 1 + part.step(end - self.steps);
            if matches!(part.stage, Stage::Done) {
                self.current += 1;
            }
        }
        true
    }

    /// Elementary steps so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// What is known so far.
    pub fn result(&self) -> Kemeny {
        let mut order = Vec::new();
        let (mut gap, mut optima) = (0, Some(1u128));
        let mut unique = Some(true);
        let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
        let mut ranks = vec![[0; 2]; self.pairwise.items()];
        let mut ranks_known = true;
        for part in &self.parts {
            let begin = order.len();
            order.extend(part.order.iter().map(|&item| part.items[item]));
            gap += part.excess - part.least;
            optima = match (optima, part.count) {
                (Some(so_far), Some(count)) => Some(so_far.saturating_mul(count)),
                _ => None,
            };
            unique = match (unique, part.unique) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
            match &part.optima {
                Some(found) => {
                    for (item, place) in part.items.iter().zip(&found.places) {
                        ranks[*item] = place.map(|place| begin + place + 1);
                    }
                    ranks_known &= found.places.len() == part.items.len();
                    let count = orders.len() * found.orders.len();
                    orders = if (1..=LISTED).contains(&count) {
                        orders
                            .iter()
                            .flat_map(|first| {
                                found.orders.iter().map(move |then| {
                                    let items = then.iter().map(|&item| part.items[item]);
                                    first.iter().copied().chain(items).collect()
                                })
                            })
                            .collect()
                    } else {
                        Vec::new()
                    };
                }
                None => {
                    ranks_known = false;
                    orders.clear();
                }
            }
        }
        let mut disagreements = 0.0;
        let scale = self.pairwise.unit();
        for (place, &i) in order.iter().enumerate() {
            for &j in &order[place + 1..] {
                disagreements += self.pairwise.unit_wins(j, i);
            }
        }
        let unit_gap = gap as f64 * self.divisor * scale;
        Kemeny {
            score: disagreements / scale,
            lower_bound: (disagreements - unit_gap) / scale,
            proven: gap == 0,
            unique: if gap == 0 { unique } else { None },
            optima: if gap == 0 { optima } else { None },
            orders: if gap == 0 { orders } else { Vec::new() },
            ranks: if gap == 0 && ranks_known {
                ranks
            } else {
                Vec::new()
            },
            components: self.parts.iter().map(|part| part.items.clone()).collect(),
            order,
        }
    }
}

/// One component.
#[derive(Debug)]
struct Part {
    aim: Aim,
    margins: Margins,
    /// Its items, in Borda's order.
    items: Vec<usize>,
    /// The best order so far, in places of `items`.
    order: Vec<usize>,
    excess: i64,
    /// No order has less.
    least: i64,
    unique: Option<bool>,
    count: Option<u128>,
    optima: Option<Optima>,
    stage: Stage,
}

/// What is done next.
#[derive(Debug)]
enum Stage {
    /// Dynamic programming for small components, local search for others.
    Start,
    /// Improving the bound; the bound before.
    Bound(Box<Dual>, f64, u32),
    /// Looking for an order of excess `least`.
    Prove(Box<Proof>),
    /// Counting what is optimal.
    Count(Box<Subsets>, Option<Box<Dual>>),
    /// Looking for a second optimal order; how many were found.
    Second(Box<Tree>, u64),
    /// Nothing is left.
    Done,
}

/// The search for an order of a given excess: relations still to be looked into, the next last.
#[derive(Debug)]
struct Proof {
    root: Dual,
    dual: Dual,
    nodes: Vec<Relation>,
    tree: Option<Tree>,
    steps: u64,
    patience: u64,
}

impl Part {
    fn new(margins: Margins, items: Vec<usize>, aim: Aim) -> Self {
        let order: Vec<usize> = (0..items.len()).collect();
        Self {
            aim,
            excess: margins.excess(&order),
            margins,
            items,
            order,
            least: 0,
            unique: None,
            count: None,
            optima: None,
            stage: Stage::Start,
        }
    }

    fn step(&mut self, effort: u64) -> u64 {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Start => self.start(),
            Stage::Bound(dual, before, round) => self.improve_bound(dual, before, round),
            Stage::Prove(proof) => self.prove(proof, effort),
            Stage::Count(subsets, dual) => self.count(subsets, dual, effort),
            Stage::Second(tree, found) => self.second(tree, found, effort),
            Stage::Done => 1,
        }
    }

    fn take(&mut self, order: Vec<usize>) {
        let excess = self.margins.excess(&order);
        if excess < self.excess {
            (self.excess, self.order) = (excess, order);
        }
    }

    fn start(&mut self) -> u64 {
        let n = self.items.len();
        if n <= 1 {
            self.count = Some(1);
            self.unique = Some(true);
            self.optima = Some(Optima {
                count: 1,
                order: Some(self.order.clone()),
                orders: vec![self.order.clone()],
                places: vec![[0, 0]; n],
            });
            return 1;
        }
        let mut order = self.order.clone();
        let mut steps = local_search::improve(&self.margins, &mut order);
        if n > SMALL {
            steps += local_search::shake(&self.margins, &mut order, 4, 1);
        }
        self.take(order);
        let dual = Dual::new(
            &self.margins,
            if n > SMALL {
                Triangles::Violated
            } else {
                Triangles::None
            },
        );
        if n <= SMALL {
            let bound = dual.bound(&self.margins, &vec![0; n * (n - 1) / 2]);
            let subsets = Subsets::new(&bound, self.excess, n, usize::MAX);
            self.stage = Stage::Count(Box::new(subsets), None);
        } else if n <= LARGE {
            self.stage = Stage::Bound(Box::new(dual), f64::NEG_INFINITY, 0);
        }
        steps + (n * n * n) as u64 / 6
    }

    fn improve_bound(&mut self, mut dual: Box<Dual>, before: f64, round: u32) -> u64 {
        let n = self.items.len();
        let free = vec![0; n * (n - 1) / 2];
        dual.improve(EPOCH, &free);
        let mut steps = dual.steps() * EPOCH as u64;
        let added = dual.separate(0.02);
        let about = dual.about(&free);
        let mut order = dual.rounded();
        steps += local_search::improve(&self.margins, &mut order) + (n * n * n) as u64 / 6;
        self.take(order);
        let bound = dual.bound(&self.margins, &free);
        self.least = self.least.max(bound.least()).min(self.excess);
        let stalled = added == 0 && round > 2 && about - before < 0.01;
        self.stage = if self.least == self.excess || stalled {
            self.after_bound(dual, &bound)
        } else {
            Stage::Bound(dual, about, round + 1)
        };
        steps
    }

    fn after_bound(&mut self, dual: Box<Dual>, bound: &Bound) -> Stage {
        let n = self.items.len();
        if self.least < self.excess {
            return Stage::Prove(Box::new(Proof {
                root: (*dual).clone(),
                dual: *dual,
                nodes: vec![Relation::new(n)],
                tree: None,
                steps: 0,
                patience: PATIENCE,
            }));
        }
        self.counting(bound, Some(dual))
    }

    fn counting(&mut self, bound: &Bound, dual: Option<Box<Dual>>) -> Stage {
        let n = self.items.len();
        if self.aim == Aim::Order {
            return Stage::Done;
        }
        if local_search::level(&self.margins, &self.order) {
            self.unique = Some(false);
        }
        let most = if n <= 24 { usize::MAX } else { 100_000 };
        if n <= 64 {
            let subsets = Subsets::new(bound, self.excess, n, most);
            return Stage::Count(Box::new(subsets), dual);
        }
        self.second_stage(bound.clone(), dual)
    }

    fn second_stage(&self, bound: Bound, dual: Option<Box<Dual>>) -> Stage {
        let n = self.items.len();
        match dual {
            Some(dual) => Stage::Second(
                Box::new(Tree::new(
                    bound,
                    self.excess,
                    &Relation::new(n),
                    &dual.order,
                    n,
                )),
                0,
            ),
            None => Stage::Done,
        }
    }

    fn prove(&mut self, mut proof: Box<Proof>, effort: u64) -> u64 {
        let n = self.items.len();
        let mut steps = 1;
        if let Some(tree) = &mut proof.tree {
            let before = tree.steps;
            let allowed = proof.patience.saturating_sub(proof.steps).min(effort);
            let answer = tree.run(allowed.max(1));
            let done = tree.steps - before;
            proof.steps += done;
            steps += done;
            match answer {
                Answer::Found(order) => {
                    self.take(order);
                    let free = vec![0; n * (n - 1) / 2];
                    let bound = proof.root.bound(&self.margins, &free);
                    self.stage = self.counting(&bound, Some(Box::new(proof.root)));
                    return steps;
                }
                Answer::None => proof.tree = None,
                Answer::Open if proof.steps >= proof.patience => {
                    if let Some(tree) = proof.tree.take() {
                        proof.nodes.extend(tree.into_open());
                    }
                }
                Answer::Open => {}
            }
            self.stage = Stage::Prove(proof);
            return steps;
        }
        let Some(relation) = proof.nodes.pop() else {
            // no order of that excess
            self.least += 1;
            if self.least < self.excess {
                proof.nodes.push(Relation::new(n));
                proof.dual = proof.root.clone();
                self.stage = Stage::Prove(proof);
            } else {
                let free = vec![0; n * (n - 1) / 2];
                let bound = proof.root.bound(&self.margins, &free);
                self.stage = self.counting(&bound, Some(Box::new(proof.root)));
            }
            return steps;
        };
        // the relaxation where some pairs are decided
        let mut fixed = Vec::with_capacity(n * (n - 1) / 2);
        for i in 0..n {
            for j in i + 1..n {
                fixed.push(relation.sign(i, j));
            }
        }
        if fixed.iter().any(|&sign| sign != 0) {
            for _ in 0..5 {
                proof.dual.improve(EPOCH, &fixed);
                steps += proof.dual.steps() * EPOCH as u64;
                proof.dual.separate(0.02);
                if proof.dual.bound(&self.margins, &fixed).least() > self.least {
                    break;
                }
            }
        }
        let bound = proof.dual.bound(&self.margins, &fixed);
        proof.tree = Some(Tree::new(
            bound,
            self.least,
            &relation,
            &proof.dual.order,
            n,
        ));
        proof.steps = 0;
        self.stage = Stage::Prove(proof);
        steps
    }

    fn count(&mut self, mut subsets: Box<Subsets>, dual: Option<Box<Dual>>, effort: u64) -> u64 {
        let before = subsets.steps;
        let counted = subsets.run(effort);
        let steps = subsets.steps - before;
        match counted {
            Counted::Optima(optima) => {
                // found by now where sets were forgotten: only many items have so many
                if let Some(order) = &optima.order {
                    self.order.clone_from(order);
                    self.excess = self.margins.excess(order);
                }
                self.least = self.excess;
                self.count = Some(optima.count);
                self.unique = Some(optima.count == 1);
                self.optima = Some(optima);
            }
            Counted::Open => self.stage = Stage::Count(subsets, dual),
            Counted::TooMany => {
                let n = self.items.len();
                if let Some(dual) = dual {
                    let bound = dual.bound(&self.margins, &vec![0; n * (n - 1) / 2]);
                    self.stage = self.second_stage(bound, Some(dual));
                }
            }
        }
        steps
    }

    /// Most optimal orders that are counted one by one.
    const COUNTED: u64 = 1000;
    /// Most steps for that.
    const WORTH: u64 = 200_000_000;

    fn second(&mut self, mut tree: Box<Tree>, found: u64, effort: u64) -> u64 {
        let before = tree.steps;
        let answer = tree.run(effort);
        let steps = tree.steps - before;
        match answer {
            Answer::Found(_) if found + 1 >= Self::COUNTED => self.unique = Some(false),
            Answer::Found(_) => {
                if found >= 1 {
                    self.unique = Some(false);
                }
                self.stage = Stage::Second(tree, found + 1);
            }
            Answer::None => {
                self.unique = Some(found == 1);
                self.count = Some(u128::from(found));
            }
            Answer::Open if tree.steps < Self::WORTH => self.stage = Stage::Second(tree, found),
            Answer::Open => {}
        }
        steps
    }
}
