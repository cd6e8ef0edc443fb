//! Branch and bound over the relations of pairs, where too many items hang together for a table.

use super::costs::Costs;
use super::dual::Dual;
use super::local;
use super::relations::{BEFORE, BEHIND, Relations, TIED};
use super::separation::separate;

/// Most items: sets of priced triples of 4 MiB.
pub(super) const MOST: usize = 300;

/// Steps of the dual between two looks at what they brought.
const LOOK: u32 = 10;

/// Prices of a branch aim past the largest cost of interest by this part of it.
const PAST: i64 = 100;

/// Most bytes for the branches that are still to be looked at.
const OPEN: usize = 8 << 20;

/// A depth-first search.
///
/// At every node the prices of the [`Dual`] are improved, relations of pairs that cost too much are ruled out, and with them
/// what follows by transitivity; then a pair that is still open is split.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    costs: Costs,
    dual: Dual,
    /// Every cost is a multiple of it.
    grain: i64,
    /// Sets of items, the first first, that some best weak order puts wholly one before the other.
    sets: Vec<Vec<usize>>,
    node: Node,
    open: Vec<Node>,
    /// The best weak order so far.
    pub bucket: Vec<u32>,
    /// What it costs.
    pub cost: i64,
    /// Whether another one costs the same.
    pub another: bool,
    state: State,
}

/// How far the search is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Searching,
    Finished,
    /// No memory is left for further branches.
    Full,
}

/// A part of the weak orders.
#[derive(Debug, Clone)]
struct Node {
    relations: Relations,
    /// None of them costs less, in units of the dual.
    bound: f64,
    /// The best bound of the prices here, and that at the last look.
    reached: f64,
    last: f64,
    steps: u32,
    /// The share of Polyak's step.
    share: f64,
}

impl Branch {
    /// Starts from a weak order; at most [`MOST`] items.
    pub fn new(costs: Costs, bucket: Vec<u32>) -> Self {
        let mut grain = 0;
        for i in 0..costs.items {
            for j in 0..costs.items {
                grain = divisor(costs.before(i, j), grain);
                grain = divisor(costs.tied(i, j), grain);
            }
        }
        let another = local::level(&costs, &bucket);
        let mut search = Self {
            dual: Dual::new(&costs),
            sets: separate(costs.items, &|i, j| costs.free(i, j)),
            // without any costs all are multiples of 1
            grain: grain.max(1),
            node: Node::new(Relations::new(costs.items), 0.0),
            open: Vec::new(),
            cost: costs.of(&bucket),
            costs,
            bucket,
            another,
            state: State::Searching,
        };
        search.separate();
        search
    }

    /// No weak order costs less.
    pub fn bound(&self) -> i64 {
        if self.state == State::Finished {
            return self.cost;
        }
        let mut least = self.node.bound;
        for node in &self.open {
            least = least.min(node.bound);
        }
        // exact: whole numbers and a power of two
        let unit = self.dual.unit as i64 * self.grain;
        let whole = (least as i64 + unit - 1) / unit * self.grain;
        whole.min(self.cost)
    }

    /// Whether all is known: the best is proven, and whether there is another.
    pub fn unique(&self) -> Option<bool> {
        if self.another {
            Some(false)
        } else {
            (self.state == State::Finished).then_some(true)
        }
    }

    /// Goes on until `effort` is used up; whether that was the end.
    pub fn step(&mut self, effort: &mut u64) -> bool {
        while *effort > 0 && self.state == State::Searching {
            *effort = effort.saturating_sub(self.dual.steps());
            if self.open.len() * self.costs.items.pow(2) > OPEN {
                self.state = State::Full;
            } else if self.advance() {
                continue;
            } else if let Some(node) = self.open.pop() {
                self.node = node;
                self.separate();
            } else {
                self.state = State::Finished;
            }
        }
        self.state != State::Searching
    }

    /// The largest cost that is still of interest, in units.
    fn limit(&self) -> f64 {
        let cost = if self.another {
            self.cost - self.grain
        } else {
            self.cost
        };
        cost as f64 * self.dual.unit
    }

    /// One step of the dual at the node; `false` when the node is done with.
    fn advance(&mut self) -> bool {
        let limit = self.limit();
        let bound = self.dual.bound(&self.node.relations);
        self.node.reached = self.node.reached.max(bound);
        self.node.bound = self.node.bound.max(bound);
        if self.node.bound > limit {
            return false;
        }
        self.dual.restrict(&mut self.node.relations, bound, limit);
        if self.node.relations.restricted() && !self.node.relations.consistent() {
            return false;
        }
        if let Some(bucket) = self.node.relations.order() {
            self.meet(bucket);
            return false;
        }
        self.node.steps += 1;
        if self.node.steps.is_multiple_of(LOOK) {
            self.round();
            let gained = self.node.reached - self.node.last;
            self.node.last = self.node.reached;
            let missing = self.limit() - self.node.reached;
            if gained <= 0.1 * missing {
                self.node.share *= 0.5;
                if self.node.share < 0.2 {
                    return self.split();
                }
            }
        }
        let target = if self.open.is_empty() {
            self.cost as f64 * self.dual.unit
        } else {
            // past the limit, otherwise steps vanish just below it
            limit + self.grain.max(self.cost / PAST) as f64 * self.dual.unit
        };
        self.dual.step(bound, target, self.node.share);
        true
    }

    /// Keeps the sets apart, where it is known that another weak order is as good: one of the best is enough then.
    fn separate(&mut self) {
        if self.another {
            for (number, set) in self.sets.iter().enumerate() {
                for (&i, &j) in set.iter().flat_map(|i| {
                    let later = self.sets[number + 1..].iter().flatten();
                    later.map(move |j| (i, j))
                }) {
                    self.node.relations.restrict(i, j, BEFORE);
                }
            }
        }
    }

    /// Splits the pair that is least decided; `false` when nothing is left of the node.
    fn split(&mut self) -> bool {
        let items = self.costs.items;
        let (mut pair, mut most) = (None, -1.0);
        for i in 0..items {
            for j in 0..i {
                if self.node.relations.of(i, j).is_power_of_two() {
                    continue;
                }
                let (there, back) = (self.dual.mean[i * items + j], self.dual.mean[j * items + i]);
                let open = there.min(1.0 - there).max(back.min(1.0 - back));
                if open > most {
                    (pair, most) = (Some((i, j)), open);
                }
            }
        }
        // an open pair: otherwise the node was an order
        let Some((i, j)) = pair else { return false };
        let may = self.node.relations.of(i, j);
        let now = match self.bucket[i].cmp(&self.bucket[j]) {
            std::cmp::Ordering::Less => BEFORE,
            std::cmp::Ordering::Equal => TIED,
            std::cmp::Ordering::Greater => BEHIND,
        };
        let one = if may & now != 0 {
            now
        } else {
            may & may.wrapping_neg()
        };
        let mut other = Node::new(self.node.relations.clone(), self.node.bound);
        other.relations.restrict(i, j, one);
        self.node.relations.restrict(i, j, !one);
        self.node = Node::new(self.node.relations.clone(), self.node.bound);
        let consistent = self.node.relations.consistent();
        if other.relations.consistent() {
            self.open.push(other);
        }
        consistent
    }

    /// Looks for a better weak order near what the dual prefers on average.
    fn round(&mut self) {
        let items = self.costs.items;
        let mean = &self.dual.mean;
        let behind: Vec<f64> = (0..items)
            .map(|i| {
                (0..items)
                    .map(|j| mean[j * items + i] - mean[i * items + j])
                    .sum()
            })
            .collect();
        let mut bucket = local::ascending(&behind);
        local::descend(&self.costs, &mut bucket);
        self.meet(bucket);
    }

    /// Takes note of a weak order.
    fn meet(&mut self, mut bucket: Vec<u32>) {
        local::close_gaps(&mut bucket);
        let cost = self.costs.of(&bucket);
        if cost < self.cost {
            self.another = local::level(&self.costs, &bucket);
            (self.cost, self.bucket) = (cost, bucket);
            self.separate();
        } else if cost == self.cost && bucket != self.bucket {
            self.another = true;
            self.separate();
        }
    }
}

impl Node {
    fn new(relations: Relations, bound: f64) -> Self {
        Self {
            relations,
            bound,
            reached: f64::NEG_INFINITY,
            last: f64::NEG_INFINITY,
            steps: 0,
            share: 1.0,
        }
    }
}

/// The greatest common divisor.
fn divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
