//! The generator xoshiro256++, seeded by SplitMix64.

use crate::distribution::normal;

/// A generator of uniform random numbers: xoshiro256++ of Blackman and Vigna (2021), period 2²⁵⁶ − 1.
///
/// Its state is filled by SplitMix64 (Steele, Lea and Flood 2014) from one seed. [`Random::split`] gives independent
/// streams by number, so that the work can be divided without changing the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: [u64; 4],
}

/// SplitMix64's output function: a bijection of the 64-bit words that leaves no pattern.
fn mixed(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

impl Random {
    /// The generator of that seed.
    pub fn new(seed: u64) -> Self {
        let mut seeder = seed;
        let state = std::array::from_fn(|_| {
            seeder = seeder.wrapping_add(0x9e37_79b9_7f4a_7c15);
            mixed(seeder)
        });
        Self { state }
    }

    /// The stream of that number: depends on where this generator stands and on the number, and does not move it.
    ///
    /// Different numbers give different seeds, because the mixing is a bijection.
    #[must_use]
    pub fn split(&self, stream: u64) -> Self {
        let base = self.state[0].rotate_left(23) ^ self.state[2].rotate_left(41) ^ self.state[3];
        Self::new(mixed(mixed(stream) ^ base))
    }

    /// The next 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// A number from 0 to below 1, a multiple of 2⁻⁵³.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A number strictly between 0 and 1, an odd multiple of 2⁻⁵³.
    #[inline]
    pub fn open_uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    /// A whole number from 0 to below `n`, each equally likely; 0 for n = 0.
    ///
    /// Lemire (2019), *Fast Random Integer Generation in an Interval*: a product instead of a division, and a rejection that
    /// takes away the bias.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        if let Ok(small) = u32::try_from(n) {
            return u64::from(self.below_u32(small));
        }
        let mut product = u128::from(self.bits()) * u128::from(n);
        if (product as u64) < n {
            let least = n.wrapping_neg() % n;
            while (product as u64) < least {
                product = u128::from(self.bits()) * u128::from(n);
            }
        }
        (product >> 64) as u64
    }

    /// [`Random::below`] without a product of 128 bits, which WebAssembly does not have.
    #[inline]
    fn below_u32(&mut self, n: u32) -> u32 {
        let mut product = (self.bits() >> 32) * u64::from(n);
        if (product as u32) < n {
            let least = n.wrapping_neg() % n.max(1);
            while (product as u32) < least {
                product = (self.bits() >> 32) * u64::from(n);
            }
        }
        (product >> 32) as u32
    }

    /// An index from 0 to below `n`; 0 for n = 0.
    #[inline]
    pub fn index(&mut self, n: usize) -> usize {
        self.below(n as u64) as usize
    }

    /// A standard normal number, by inversion of one uniform.
    pub fn normal(&mut self) -> f64 {
        normal::quantile(self.open_uniform())
    }

    /// Puts the values into random order, all orders equally likely. Fisher and Yates; Durstenfeld (1964).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.index(last + 1));
        }
    }

    /// The whole numbers below `n` in random order.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        self.shuffle(&mut order);
        order
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn is_the_published_generator() {
        // the test vector of the authors' C code for the state 1, 2, 3, 4
        let mut random = Random {
            state: [1, 2, 3, 4],
        };
        let wanted: [u64; 10] = [
            41943041,
            58720359,
            3588806011781223,
            3591011842654386,
            9228616714210784205,
            9973669472204895162,
            14011001112246962877,
            12406186145184390807,
            15849039046786891736,
            10450023813501588000,
        ];
        assert_eq!(wanted.map(|_| random.bits()), wanted);
        // both algorithms written anew in Python
        let mut random = Random::new(42);
        assert_eq!(random.bits(), 15021278609987233951);
        assert_eq!(random.bits(), 5881210131331364753);
    }

    #[test]
    fn streams_differ_and_do_not_move_their_parent() {
        let parent = Random::new(7);
        let firsts: Vec<u64> = (0..100).map(|k| parent.split(k).bits()).collect();
        let mut unique = firsts.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), 100);
        assert_eq!(parent.split(3).bits(), firsts[3]);
        assert_eq!(parent, Random::new(7));
    }

    #[test]
    fn whole_numbers_are_equally_likely() {
        let mut random = Random::new(1);
        for n in [1_u64, 2, 3, 7, 1000] {
            let mut counts = vec![0_u32; n as usize];
            let draws = 20_000 * n.min(10);
            for _ in 0..draws {
                counts[random.below(n) as usize] += 1;
            }
            let expected = draws as f64 / n as f64;
            let statistic: f64 = counts
                .iter()
                .map(|count| (f64::from(*count) - expected).powi(2) / expected)
                .sum();
            // chi-square with n - 1 degrees of freedom: mean n - 1, standard deviation sqrt(2 (n - 1))
            let df = (n - 1) as f64;
            assert!(
                statistic <= df + 5.0 * (2.0 * df).sqrt() + 1e-9,
                "{n}: {statistic}"
            );
        }
        // three quarters of 2^64: a plain remainder would give the lower third twice as often
        let n = 3 << 62;
        let low = (0..60_000).filter(|_| random.below(n) < 1 << 62).count();
        assert!((low as f64 - 20_000.0).abs() < 5.0 * (60_000.0_f64 * 2.0 / 9.0).sqrt());
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn every_order_is_equally_likely() {
        let mut random = Random::new(3);
        let mut counts: HashMap<Vec<usize>, u32> = HashMap::new();
        for _ in 0..24_000 {
            *counts.entry(random.permutation(4)).or_default() += 1;
        }
        assert_eq!(counts.len(), 24);
        // 5 standard deviations around 1000
        assert!(counts.values().all(|count| (840..1160).contains(count)));
    }

    #[test]
    fn normal_numbers_have_the_moments_of_the_normal() {
        let mut random = Random::new(5);
        let n = 100_000;
        let (mut sum, mut squares, mut fourth) = (0.0, 0.0, 0.0);
        for _ in 0..n {
            let z = random.normal();
            sum += z;
            squares += z * z;
            fourth += z * z * z * z;
        }
        let n = f64::from(n);
        // five standard errors: 1, sqrt(2), sqrt(96)
        assert!((sum / n).abs() < 5.0 / n.sqrt());
        assert!((squares / n - 1.0).abs() < 5.0 * 2.0_f64.sqrt() / n.sqrt());
        assert!((fourth / n - 3.0).abs() < 5.0 * 96.0_f64.sqrt() / n.sqrt());
    }
}
