//! Which relations of every two items are still possible.

/// The first comes strictly before the second.
pub(super) const BEFORE: u8 = 1;
/// The two are tied.
pub(super) const TIED: u8 = 2;
/// The first comes strictly behind the second.
pub(super) const BEHIND: u8 = 4;
const ANY: u8 = 7;

/// What two relations in a row leave possible, for every two sets of relations.
const COMPOSED: [[u8; 8]; 8] = {
    let mut table = [[0; 8]; 8];
    let mut first = 0;
    while first < 8 {
        let mut second = 0;
        while second < 8 {
            let (a, b) = (first as u8, second as u8);
            let mut may = 0;
            if (a & BEFORE != 0 && b & BEHIND != 0) || (a & BEHIND != 0 && b & BEFORE != 0) {
                may = ANY;
            }
            if a & TIED != 0 {
                may |= b;
            }
            if b & TIED != 0 {
                may |= a;
            }
            table[first][second] = may | (a & b & (BEFORE | BEHIND));
            second += 1;
        }
        first += 1;
    }
    table
};

/// The relations that every two items can still have; what follows from them by transitivity is drawn.
#[derive(Debug, Clone)]
pub(super) struct Relations {
    items: usize,
    sets: Vec<u8>,
    /// Pairs whose consequences are not drawn yet.
    changed: Vec<(u16, u16)>,
}

impl Relations {
    /// Everything is possible.
    pub fn new(items: usize) -> Self {
        let mut sets = vec![ANY; items * items];
        for item in 0..items {
            sets[item * items + item] = TIED;
        }
        Self {
            items,
            sets,
            changed: Vec::new(),
        }
    }

    /// What `i` can be to `j`.
    pub fn of(&self, i: usize, j: usize) -> u8 {
        self.sets[i * self.items + j]
    }

    /// Leaves only these possible for the two; draw the consequences with [`Self::consistent`].
    pub fn restrict(&mut self, i: usize, j: usize, to: u8) {
        let old = self.of(i, j);
        let new = old & to;
        if new != old {
            self.sets[i * self.items + j] = new;
            self.sets[j * self.items + i] =
                (new & TIED) | ((new & BEFORE) * BEHIND) | ((new & BEHIND) / BEHIND);
            self.changed.push((i as u16, j as u16));
        }
    }

    /// Whether something was restricted since the consequences were last drawn.
    pub fn restricted(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Draws all consequences (path consistency, which is enough for points on a line: Vilain and Kautz 1986); whether some
    /// weak order is still possible. O(items) for every pair that changes.
    pub fn consistent(&mut self) -> bool {
        while let Some((i, j)) = self.changed.pop() {
            let (i, j) = (usize::from(i), usize::from(j));
            let here = usize::from(self.of(i, j));
            if here == 0 {
                return false;
            }
            for k in 0..self.items {
                self.restrict(i, k, COMPOSED[here][usize::from(self.of(j, k))]);
                self.restrict(k, j, COMPOSED[usize::from(self.of(k, i))][here]);
            }
        }
        true
    }

    /// The number of the bucket of every item, if nothing is open any more.
    pub fn order(&self) -> Option<Vec<u32>> {
        if self.sets.iter().any(|set| !set.is_power_of_two()) {
            return None;
        }
        let before = |item: usize| (0..self.items).filter(move |&j| self.of(item, j) == BEHIND);
        Some(
            (0..self.items)
                .map(|item| before(item).count() as u32)
                .collect(),
        )
    }
}
