//! Ballots, invented or read.

use serde_json::Value as Json;

use crate::ask::Layout;

/// Ballots over items 0 to n - 1.
#[derive(Debug, Clone)]
pub struct Instance {
    pub items: usize,
    pub ballots: Vec<Ballot>,
    /// The group of every ballot, where there are groups.
    pub groups: Vec<u64>,
}

/// Items of equal rank together, the best first, and how much they count.
#[derive(Debug, Clone)]
pub struct Ballot {
    pub weight: f64,
    pub buckets: Vec<Vec<usize>>,
}

/// Numbers that look random, from whole numbers alone.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    fn order(&mut self, items: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..items).collect();
        for at in (1..items).rev() {
            order.swap(at, self.below(at + 1));
        }
        order
    }
}

impl Instance {
    /// Up to 6 items and 12 ballots; with and without ties, unranked items, weights by the seed.
    pub fn invented(seed: u64) -> Self {
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(7));
        let items = 1 + chance.below(6);
        let (ties, partial, weights) = (seed % 2 == 1, seed / 2 % 2 == 1, seed / 4 % 3);
        let count = 1 + chance.below(12);
        let ballots = (0..count).map(|_| {
            let order = chance.order(items);
            let ranked = if partial {
                1 + chance.below(items)
            } else {
                items
            };
            let mut buckets: Vec<Vec<usize>> = Vec::new();
            for item in &order[..ranked] {
                match buckets.last_mut() {
                    Some(bucket) if ties && chance.below(3) == 0 => bucket.push(*item),
                    _ => buckets.push(vec![*item]),
                }
            }
            let weight = match weights {
                0 => 1.0,
                1 => (1 + chance.below(4)) as f64,
                _ => (1 + chance.below(11)) as f64 / 4.0,
            };
            Ballot { weight, buckets }
        });
        Self {
            items,
            ballots: ballots.collect(),
            groups: Vec::new(),
        }
    }

    pub fn read(json: &Json) -> Self {
        let whole = |json: &Json| json.as_u64().unwrap() as usize;
        let ballots = json["ballots"].as_array().unwrap().iter().map(|ballot| {
            let buckets = ballot["r"].as_array().unwrap().iter();
            Ballot {
                weight: ballot["w"].as_f64().unwrap(),
                buckets: buckets
                    .map(|bucket| bucket.as_array().unwrap().iter().map(whole).collect())
                    .collect(),
            }
        });
        Self {
            items: whole(&json["n"]),
            ballots: ballots.collect(),
            groups: json["groups"].as_array().map_or_else(Vec::new, |groups| {
                groups.iter().map(|group| group.as_u64().unwrap()).collect()
            }),
        }
    }

    pub fn names(&self) -> Vec<String> {
        (0..self.items).map(|item| format!("item{item}")).collect()
    }

    /// Whether every ballot stands for a whole number of them.
    pub fn whole(&self) -> bool {
        self.ballots
            .iter()
            .all(|ballot| ballot.weight.fract() == 0.0)
    }

    pub fn weighted(&self) -> bool {
        self.ballots.iter().any(|ballot| ballot.weight != 1.0)
    }

    /// Every ballot as often as it counts, the last first.
    pub fn repeated(&self) -> Self {
        let ballots = self.ballots.iter().rev().flat_map(|ballot| {
            let one = Ballot {
                weight: 1.0,
                buckets: ballot.buckets.clone(),
            };
            std::iter::repeat_n(one, ballot.weight as usize)
        });
        Self {
            items: self.items,
            ballots: ballots.collect(),
            groups: Vec::new(),
        }
    }

    /// The layouts that can hold these ballots: one column per rank has no ties.
    pub fn layouts(&self) -> Vec<Layout> {
        let tied = self.ballots.iter().flat_map(|ballot| &ballot.buckets);
        // an item that nobody ranks has no name there
        let ranked = |item: usize| {
            let mut ranked = self.ballots.iter().flat_map(|ballot| &ballot.buckets);
            ranked.any(|bucket| bucket.contains(&item))
        };
        if tied.clone().any(|bucket| bucket.len() > 1) || !(0..self.items).all(ranked) {
            vec![Layout::ByItem]
        } else {
            vec![Layout::ByItem, Layout::ByRank]
        }
    }
}
