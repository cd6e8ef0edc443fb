//! Is there an order of at most a given excess? Search over pairs, with all that a bound and transitivity imply.

use super::dual::{Bound, pair};
use super::relation::Relation;

/// A partial order, and what it pays beyond the bound.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    pub(super) relation: Relation,
    spent: i64,
    /// Triangles that were paid for.
    paid: Vec<u64>,
}

/// What the search came to.
pub(super) enum Answer {
    /// An order within the budget.
    Found(Vec<usize>),
    /// There is none (more).
    None,
    /// The steps were used up.
    Open,
}

/// The rules of a search: what a bound makes pairs and triangles cost, and what may be spent.
#[derive(Debug)]
pub(super) struct Tree {
    n: usize,
    bound: Bound,
    budget: i64,
    items: Vec<[u16; 2]>,
    /// The triangles of every pair, one list after the other, and where the lists end.
    triangles_of: Vec<u32>,
    ends: Vec<u32>,
    /// Pairs that were decided before the bound, which has them at their price.
    settled: Vec<bool>,
    stack: Vec<Branch>,
    /// Pairs in the order in which they are tried: the least certain first.
    doubt: Vec<u32>,
    news: Vec<(u32, u32)>,
    pub(super) steps: u64,
}

impl Tree {
    /// A search below `root` for orders of at most `excess`. `order` is the fractional order of the bound.
    pub(super) fn new(bound: Bound, excess: i64, root: &Relation, order: &[f64], n: usize) -> Self {
        let pairs = n * (n - 1) / 2;
        let mut items = Vec::with_capacity(pairs);
        for i in 0..n {
            for j in i + 1..n {
                items.push([i as u16, j as u16]);
            }
        }
        let mut ends = vec![0u32; pairs];
        for triangle in &bound.triangles {
            for &pair in triangle {
                ends[pair as usize] += 1;
            }
        }
        let mut total = 0;
        for end in &mut ends {
            let count = *end;
            *end = total;
            total += count;
        }
        let mut triangles_of = vec![0u32; total as usize];
        for (index, triangle) in bound.triangles.iter().enumerate() {
            for &pair in triangle {
                let end = &mut ends[pair as usize];
                triangles_of[*end as usize] = index as u32;
                *end += 1;
            }
        }
        let settled: Vec<bool> = items
            .iter()
            .map(|&[i, j]| root.sign(i as usize, j as usize) != 0)
            .collect();
        let mut doubt: Vec<u32> = (0..pairs as u32)
            .filter(|&pair| !settled[pair as usize])
            .collect();
        befund_stats::order::sort(&mut doubt, |&a, &b| {
            order[a as usize].abs().total_cmp(&order[b as usize].abs())
        });
        let budget = bound.budget(excess);
        let words = bound.triangles.len().div_ceil(64);
        let mut tree = Self {
            n,
            bound,
            budget,
            items,
            triangles_of,
            ends,
            settled,
            stack: Vec::new(),
            doubt,
            news: Vec::new(),
            steps: 0,
        };
        let mut root = Branch {
            relation: root.clone(),
            spent: 0,
            paid: vec![0; words],
        };
        if budget >= 0 && tree.charge_all(&mut root) && tree.settle(&mut root) {
            tree.stack.push(root);
        }
        tree
    }

    /// What is left to be searched, the next last.
    pub(super) fn into_open(self) -> Vec<Relation> {
        self.stack
            .into_iter()
            .map(|branch| branch.relation)
            .collect()
    }

    /// How the triangle stands: its sides with and against the sign of its multiplier.
    fn sides(&self, branch: &Branch, triangle: usize) -> [i8; 3] {
        let sign = self.bound.multipliers[triangle].signum() as i8;
        let [ij, jk, ik] = self.bound.triangles[triangle].map(|pair| {
            let [i, j] = self.items[pair as usize];
            branch.relation.sign(i as usize, j as usize)
        });
        [sign * ij, sign * jk, -sign * ik]
    }

    /// Pays for a triangle that has turned wrong; forces one that must not. False where the budget does not allow it.
    fn check(&mut self, branch: &mut Branch, triangle: usize, queue: &mut Vec<(u32, u32)>) -> bool {
        let (word, bit) = (triangle / 64, 1u64 << (triangle % 64));
        if branch.paid[word] & bit != 0 {
            return true;
        }
        let sides = self.sides(branch, triangle);
        let against = sides.iter().filter(|&&side| side < 0).count();
        let price = self.bound.multipliers[triangle].abs();
        if against >= 2 {
            branch.paid[word] |= bit;
            branch.spent += price;
            return branch.spent <= self.budget;
        }
        if against == 1 && branch.spent + price > self.budget {
            let sign = self.bound.multipliers[triangle].signum() as i8;
            for (position, side) in sides.iter().enumerate() {
                if *side == 0 {
                    let [i, j] = self.items[self.bound.triangles[triangle][position] as usize];
                    let forward = (sign > 0) != (position == 2);
                    queue.push(if forward {
                        (u32::from(i), u32::from(j))
                    } else {
                        (u32::from(j), u32::from(i))
                    });
                }
            }
        }
        true
    }

    fn charge_all(&mut self, branch: &mut Branch) -> bool {
        let mut queue = Vec::new();
        for triangle in 0..self.bound.triangles.len() {
            if !self.check(branch, triangle, &mut queue) {
                return false;
            }
        }
        queue.into_iter().all(|(a, b)| self.decide(branch, a, b))
    }

    /// Decides a pair with all that follows at once.
    fn decide(&mut self, branch: &mut Branch, a: u32, b: u32) -> bool {
        let mut queue = vec![(a, b)];
        while let Some((a, b)) = queue.pop() {
            let mut news = std::mem::take(&mut self.news);
            news.clear();
            let mut possible = branch.relation.decide(a as usize, b as usize, &mut news);
            for &(first, second) in &news {
                if !possible {
                    break;
                }
                self.steps += 1;
                let (i, j) = (first.min(second) as usize, first.max(second) as usize);
                let pair = pair(self.n, i, j);
                let reduced = self.bound.reduced[pair];
                let with = if first < second { reduced } else { -reduced };
                if with < 0 && !self.settled[pair] {
                    branch.spent -= with;
                    possible = branch.spent <= self.budget;
                }
                let start = if pair == 0 { 0 } else { self.ends[pair - 1] };
                for position in start..self.ends[pair] {
                    let triangle = self.triangles_of[position as usize] as usize;
                    self.steps += 1;
                    possible = possible && self.check(branch, triangle, &mut queue);
                }
            }
            self.news = news;
            if !possible {
                return false;
            }
        }
        true
    }

    /// Decides all that the rest of the budget forces.
    fn settle(&mut self, branch: &mut Branch) -> bool {
        loop {
            let (spent, open) = (branch.spent, branch.relation.open());
            let left = self.budget - spent;
            for index in 0..self.doubt.len() {
                let pair = self.doubt[index] as usize;
                let reduced = self.bound.reduced[pair];
                let [i, j] = self.items[pair].map(u32::from);
                if reduced.abs() > left && branch.relation.sign(i as usize, j as usize) == 0 {
                    let (a, b) = if reduced > 0 { (i, j) } else { (j, i) };
                    if !self.decide(branch, a, b) {
                        return false;
                    }
                }
            }
            self.steps += self.doubt.len() as u64 / 4;
            let mut queue = Vec::new();
            for triangle in 0..self.bound.triangles.len() {
                if self.bound.multipliers[triangle].abs() > left
                    && !self.check(branch, triangle, &mut queue)
                {
                    return false;
                }
            }
            self.steps += self.bound.triangles.len() as u64;
            for (a, b) in queue {
                if !self.decide(branch, a, b) {
                    return false;
                }
            }
            if branch.spent == spent && branch.relation.open() == open {
                return true;
            }
        }
    }

    /// Goes on for about so many steps.
    pub(super) fn run(&mut self, steps: u64) -> Answer {
        let end = self.steps + steps;
        while let Some(branch) = self.stack.pop() {
            if branch.relation.open() == 0 {
                return Answer::Found(branch.relation.order());
            }
            if self.steps >= end {
                self.stack.push(branch);
                return Answer::Open;
            }
            self.divide(branch);
        }
        Answer::None
    }

    /// Pairs that are looked at before one is chosen.
    const LOOKED_AT: usize = 8;

    /// Both answers to the pair that decides most whichever way it goes.
    fn divide(&mut self, branch: Branch) {
        let mut branch = branch;
        let mut best: Option<(usize, [Branch; 2])> = None;
        let mut looked = 0;
        for index in 0..self.doubt.len() {
            let pair = self.doubt[index] as usize;
            let [i, j] = self.items[pair].map(u32::from);
            if branch.relation.sign(i as usize, j as usize) != 0 {
                continue;
            }
            let open = branch.relation.open();
            let [mut with, mut against] = [branch.clone(), branch.clone()];
            let possible = [
                self.decide(&mut with, i, j) && self.settle(&mut with),
                self.decide(&mut against, j, i) && self.settle(&mut against),
            ];
            match possible {
                [false, false] => return,
                [true, false] => branch = with,
                [false, true] => branch = against,
                [true, true] => {
                    let decided = [&with, &against].map(|side| open - side.relation.open());
                    let score = decided[0].min(decided[1]) * 4 + decided[0].max(decided[1]);
                    looked += 1;
                    if best.as_ref().is_none_or(|(other, _)| score > *other) {
                        best = Some((score, [with, against]));
                    }
                    if looked >= Self::LOOKED_AT {
                        break;
                    }
                    continue;
                }
            }
            // one answer was impossible: what was seen before is out of date
            best = None;
            looked = 0;
            if branch.relation.open() == 0 {
                break;
            }
        }
        match best {
            Some((_, [with, against])) => {
                // the cheaper answer is looked into first
                let (later, next) = if with.spent <= against.spent {
                    (against, with)
                } else {
                    (with, against)
                };
                self.stack.push(later);
                self.stack.push(next);
            }
            None => self.stack.push(branch),
        }
    }
}
