//! Every optimal order at once: dynamic programming over the sets of items that may come first.
//!
//! A set of first items is reached by many orders; only the least excess among its items and over the rest matters, and how
//! many orders have it. Sets that already pay more than the bound leaves for an optimal order are dropped, so that far fewer
//! than 2ⁿ remain. Held and Karp (1962); for rankings Ali and Meilă (2012, *Mathematical Social Sciences* 64).

use super::dual::{Bound, pair};

/// Most sets of one size that are kept: all that 22 items have.
const WIDEST: usize = 710_000;
/// Most sets that are kept for walking back.
const KEPT: usize = 300_000;
/// Most optimal orders that are listed.
pub(super) const LISTED: usize = 100;

#[derive(Debug, Clone, Copy)]
struct State {
    set: u64,
    cost: i64,
    count: u128,
}

/// What is known about all optimal orders.
#[derive(Debug, Clone)]
pub(super) struct Optima {
    /// How many there are.
    pub(super) count: u128,
    /// One of them; absent where too many sets were needed.
    pub(super) order: Option<Vec<usize>>,
    /// All of them, where they are at most [`LISTED`].
    pub(super) orders: Vec<Vec<usize>>,
    /// First and last place of every item among them; empty where too many sets were needed.
    pub(super) places: Vec<[usize; 2]>,
}

/// What the programme came to.
pub(super) enum Counted {
    /// All optimal orders.
    Optima(Optima),
    /// There are steps left.
    Open,
    /// It takes more room than is given.
    TooMany,
}

/// Dynamic programming under way.
#[derive(Debug)]
pub(super) struct Subsets {
    n: usize,
    budget: i64,
    /// What `i` before `j` pays, row by row.
    price: Vec<i64>,
    /// For every item the triangles it is in: the two others, what they pay if the first of them has come before, if the second has.
    triangles: Vec<Vec<(u8, u8, i64, i64)>>,
    layers: Vec<Vec<State>>,
    next: Vec<State>,
    slots: Vec<u32>,
    /// How many sets of the last layer are done.
    done: usize,
    /// How many sets there may be in all.
    most: usize,
    total: usize,
    forgotten: bool,
    pub(super) steps: u64,
}

impl Subsets {
    /// All orders of at most that excess; at most 64 items.
    pub(super) fn new(bound: &Bound, excess: i64, n: usize, most: usize) -> Self {
        let mut price = vec![0; n * n];
        let mut items = Vec::new();
        for i in 0..n {
            for j in i + 1..n {
                let reduced = bound.reduced[pair(n, i, j)];
                price[i * n + j] = (-reduced).max(0);
                price[j * n + i] = reduced.max(0);
                items.push([i, j]);
            }
        }
        let mut triangles = vec![Vec::new(); n];
        for (triangle, &multiplier) in bound.triangles.iter().zip(&bound.multipliers) {
            let [i, j] = items[triangle[0] as usize];
            let k = items[triangle[1] as usize][1];
            // ijk, jki, kij turn one way, the others the other way
            let (forward, back) = ((-multiplier).max(0), multiplier.max(0));
            // the item that comes second decides: behind which of the others, before the third
            for (item, first, second) in [(i, j, k), (j, k, i), (k, i, j)] {
                // item after `second` and before `first`: second, item, first is a turn forward
                triangles[item].push((first as u8, second as u8, back, forward));
            }
        }
        Self {
            n,
            budget: bound.budget(excess),
            price,
            triangles,
            layers: vec![vec![State {
                set: 0,
                cost: 0,
                count: 1,
            }]],
            next: Vec::new(),
            slots: vec![0; 64],
            done: 0,
            most,
            total: 1,
            forgotten: false,
            steps: 0,
        }
    }

    /// What it costs to put an item right behind a set.
    fn cost(&self, set: u64, item: usize) -> i64 {
        let rest = !set & !(1 << item) & full(self.n);
        let mut cost = 0;
        let row = &self.price[item * self.n..(item + 1) * self.n];
        let mut left = rest;
        while left != 0 {
            cost += row[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        for &(first, second, after_first, after_second) in &self.triangles[item] {
            let (has_first, has_second) = (set >> first & 1 == 1, set >> second & 1 == 1);
            if has_first && !has_second {
                cost += after_first;
            } else if has_second && !has_first {
                cost += after_second;
            }
        }
        cost
    }

    /// Goes on for about so many steps.
    pub(super) fn run(&mut self, steps: u64) -> Counted {
        let end = self.steps + steps;
        loop {
            let Some(layer) = self.layers.last() else {
                return Counted::TooMany;
            };
            if self.layers.len() > self.n && !self.forgotten
                || layer.first().is_some_and(|state| state.set == full(self.n))
            {
                return self.optima();
            }
            while self.done < self.layers[self.layers.len() - 1].len() {
                if self.steps >= end {
                    return Counted::Open;
                }
                let state = self.layers[self.layers.len() - 1][self.done];
                self.done += 1;
                for item in 0..self.n {
                    if state.set >> item & 1 == 1 {
                        continue;
                    }
                    self.steps += (self.n + self.triangles[item].len()) as u64 / 2;
                    let cost = state.cost + self.cost(state.set, item);
                    if cost <= self.budget {
                        self.reach(State {
                            set: state.set | 1 << item,
                            cost,
                            count: state.count,
                        });
                    }
                }
                if self.next.len() > WIDEST || self.total + self.next.len() > self.most {
                    return Counted::TooMany;
                }
            }
            self.total += self.next.len();
            let next = std::mem::take(&mut self.next);
            if next.is_empty() {
                return Counted::TooMany;
            }
            self.forgotten |= self.total > KEPT;
            if self.forgotten {
                self.layers.clear();
            }
            self.layers.push(next);
            self.slots.fill(0);
            self.done = 0;
        }
    }

    fn reach(&mut self, state: State) {
        if self.next.len() * 2 >= self.slots.len() {
            self.slots = vec![0; self.slots.len() * 4];
            for (index, state) in self.next.iter().enumerate() {
                let slot = free(&self.slots, &self.next, state.set);
                self.slots[slot] = index as u32 + 1;
            }
        }
        let slot = free(&self.slots, &self.next, state.set);
        match self.slots[slot] {
            0 => {
                self.next.push(state);
                self.slots[slot] = self.next.len() as u32;
            }
            index => {
                let known = &mut self.next[index as usize - 1];
                if state.cost < known.cost {
                    *known = state;
                } else if state.cost == known.cost {
                    known.count = known.count.saturating_add(state.count);
                }
            }
        }
    }

    fn optima(&mut self) -> Counted {
        let Some(last) = self.layers.last().and_then(|layer| layer.first()).copied() else {
            return Counted::TooMany;
        };
        let mut optima = Optima {
            count: last.count,
            order: None,
            orders: Vec::new(),
            places: Vec::new(),
        };
        if !self.forgotten {
            self.walk_back(&mut optima, last);
        }
        Counted::Optima(optima)
    }

    /// From the full set back along what is optimal: places of every item, and the orders themselves.
    fn walk_back(&mut self, optima: &mut Optima, last: State) {
        let n = self.n;
        for layer in &mut self.layers {
            befund_stats::order::sort(layer, |a, b| a.set.cmp(&b.set));
        }
        optima.places = vec![[n, 0]; n];
        let listed = last.count <= LISTED as u128;
        let mut paths: Vec<(State, Vec<usize>)> = vec![(last, Vec::new())];
        let mut on_path = vec![last.set];
        let (mut order, mut rest) = (vec![0; n], last.set);
        for size in (0..n).rev() {
            let mut before: Vec<u64> = Vec::new();
            for &set in &on_path {
                for (item, state) in self.parents(size, set) {
                    let place = &mut optima.places[item];
                    *place = [place[0].min(size), place[1].max(size)];
                    before.push(state.set);
                }
            }
            // of those that may come last, the one that Borda puts last
            if let Some((item, state)) = self.parents(size, rest).pop() {
                order[size] = item;
                rest = state.set;
            }
            befund_stats::order::sort(&mut before, Ord::cmp);
            before.dedup();
            on_path = before;
            if listed {
                let mut longer = Vec::new();
                for (state, path) in &paths {
                    for (item, parent) in self.parents(size, state.set) {
                        let mut path = path.clone();
                        path.push(item);
                        longer.push((parent, path));
                    }
                }
                paths = longer;
            }
        }
        optima.order = Some(order);
        if listed {
            optima.orders = paths
                .into_iter()
                .map(|(_, mut path)| {
                    path.reverse();
                    path
                })
                .collect();
            befund_stats::order::sort(&mut optima.orders, Ord::cmp);
        }
    }

    /// The sets of that size from which a set is reached optimally, each with the item that is added.
    fn parents(&self, size: usize, set: u64) -> Vec<(usize, State)> {
        let find = |layer: &[State], set: u64| {
            layer
                .binary_search_by(|state| state.set.cmp(&set))
                .ok()
                .map(|index| layer[index])
        };
        let Some(state) = find(&self.layers[size + 1], set) else {
            return Vec::new();
        };
        (0..self.n)
            .filter(|&item| set >> item & 1 == 1)
            .filter_map(|item| {
                let parent = find(&self.layers[size], set & !(1 << item))?;
                (parent.cost + self.cost(parent.set, item) == state.cost).then_some((item, parent))
            })
            .collect()
    }
}

fn full(n: usize) -> u64 {
    if n >= 64 { u64::MAX } else { (1 << n) - 1 }
}

/// The slot of a set, or the free one where it belongs.
fn free(slots: &[u32], states: &[State], set: u64) -> usize {
    let mask = slots.len() - 1;
    let mut slot = (set.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) as usize & mask;
    while slots[slot] != 0 && states[slots[slot] as usize - 1].set != set {
        slot = (slot + 1) & mask;
    }
    slot
}
