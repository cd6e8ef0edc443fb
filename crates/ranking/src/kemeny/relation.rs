//! Who is known to come before whom.

/// A strict partial order, closed under transitivity.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    n: usize,
    words: usize,
    /// For every item the set of those that come behind it.
    after: Vec<u64>,
    /// For every item the set of those that come before it.
    before: Vec<u64>,
    /// How many pairs are not decided.
    open: usize,
}

impl Relation {
    /// Nothing is known.
    pub(super) fn new(n: usize) -> Self {
        let words = n.div_ceil(64);
        Self {
            n,
            words,
            after: vec![0; n * words],
            before: vec![0; n * words],
            open: n * n.saturating_sub(1) / 2,
        }
    }

    /// How many pairs are not decided.
    pub(super) fn open(&self) -> usize {
        self.open
    }

    /// Whether `i` is known to come before `j`.
    pub(super) fn precedes(&self, i: usize, j: usize) -> bool {
        self.after[i * self.words + j / 64] >> (j % 64) & 1 == 1
    }

    /// 1 where `i` is known to come before `j`, −1 where it comes behind, 0 where nothing is known.
    pub(super) fn sign(&self, i: usize, j: usize) -> i8 {
        i8::from(self.precedes(i, j)) - i8::from(self.precedes(j, i))
    }

    /// Puts `a` before `b` with all that follows, and tells every pair that is decided by it. False where it contradicts what is known.
    pub(super) fn decide(&mut self, a: usize, b: usize, news: &mut Vec<(u32, u32)>) -> bool {
        if self.precedes(b, a) {
            return false;
        }
        if self.precedes(a, b) {
            return true;
        }
        let words = self.words;
        let with = |sets: &[u64], item: usize| {
            let mut set = sets[item * words..(item + 1) * words].to_vec();
            set[item / 64] |= 1 << (item % 64);
            set
        };
        let firsts = with(&self.before, a);
        let seconds = with(&self.after, b);
        for first in members(&firsts) {
            for word in 0..words {
                let mut new = seconds[word] & !self.after[first * words + word];
                self.after[first * words + word] |= new;
                while new != 0 {
                    let second = word * 64 + new.trailing_zeros() as usize;
                    new &= new - 1;
                    self.before[second * words + first / 64] |= 1 << (first % 64);
                    self.open -= 1;
                    news.push((first as u32, second as u32));
                }
            }
        }
        true
    }

    /// The items, best first, where every pair is decided.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order = vec![0; self.n];
        for item in 0..self.n {
            let place: u32 = self.before[item * self.words..(item + 1) * self.words]
                .iter()
                .map(|word| word.count_ones())
                .sum();
            order[place as usize] = item;
        }
        order
    }
}

fn members(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(word, &bits)| {
        let mut bits = bits;
        std::iter::from_fn(move || {
            (bits != 0).then(|| {
                let bit = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                word * 64 + bit
            })
        })
    })
}
