//! A relation between items.

use std::cmp::Ordering;

use crate::Pairwise;

/// Which items stand in a relation to which, a bit for every two.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Relation {
    items: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Relation {
    pub fn new(items: usize) -> Self {
        let words = items.div_ceil(64);
        Self {
            items,
            words,
            bits: vec![0; items * words],
        }
    }

    /// Who is preferred to whom by a strict majority, O(items²).
    pub fn majority(pairwise: &Pairwise) -> Self {
        let items = pairwise.items();
        let mut relation = Self::new(items);
        for i in 0..items {
            for j in 0..items {
                if pairwise.majority(i, j) == Ordering::Greater {
                    relation.insert(i, j);
                }
            }
        }
        relation
    }

    pub fn insert(&mut self, i: usize, j: usize) {
        self.bits[i * self.words + j / 64] |= 1 << (j % 64);
    }

    pub fn contains(&self, i: usize, j: usize) -> bool {
        self.bits[i * self.words + j / 64] >> (j % 64) & 1 == 1
    }

    /// Whom an item stands in the relation to, a bit for each.
    pub fn row(&self, i: usize) -> &[u64] {
        &self.bits[i * self.words..(i + 1) * self.words]
    }

    /// Gives `i` all that `j` has.
    pub fn inherit(&mut self, i: usize, j: usize) {
        for word in 0..self.words {
            self.bits[i * self.words + word] |= self.bits[j * self.words + word];
        }
    }

    /// The relation read the other way.
    pub fn reversed(&self) -> Self {
        let mut reversed = Self::new(self.items);
        for i in 0..self.items {
            for j in 0..self.items {
                if self.contains(i, j) {
                    reversed.insert(j, i);
                }
            }
        }
        reversed
    }

    /// Who reaches whom over any number of steps, O(items³ / 64). Warshall (1962), Journal of the ACM 9.
    pub fn closure(&self) -> Self {
        let mut closure = self.clone();
        for over in 0..self.items {
            for i in 0..self.items {
                if i != over && closure.contains(i, over) {
                    closure.inherit(i, over);
                }
            }
        }
        closure
    }
}
