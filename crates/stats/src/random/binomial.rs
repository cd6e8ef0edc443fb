//! Random numbers of the binomial distribution.

use super::Random;

impl Random {
    /// How many of `n` independent trials succeed, each with probability `p`. Exact in law.
    ///
    /// Inversion below a mean of 10, transformed rejection above (BTRS of Hörmann 1993, *The Generation of Binomial Random
    /// Variates*): about one and a half pairs of uniforms whatever n is. p is taken as the nearest of 0 and 1 outside them,
    /// 0 where it is no number. R: `rbinom(1, n, p)`.
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        if n == 0 || p.is_nan() || p <= 0.0 {
            return 0;
        }
        if p >= 1.0 {
            return n;
        }
        // the tail that is at most one half
        if p > 0.5 {
            n - self.rarer(n, 1.0 - p)
        } else {
            self.rarer(n, p)
        }
    }

    fn rarer(&mut self, n: u64, p: f64) -> u64 {
        if n as f64 * p < 10.0 {
            self.by_inversion(n, p)
        } else {
            self.by_rejection(n, p)
        }
    }

    /// Sums probabilities from 0 on until they exceed a uniform.
    fn by_inversion(&mut self, n: u64, p: f64) -> u64 {
        let odds = p / (1.0 - p);
        let none = libm::exp(n as f64 * libm::log1p(-p));
        loop {
            let mut left = self.uniform();
            let mut probability = none;
            let mut k = 0_u64;
            loop {
                if left < probability {
                    return k;
                }
                left -= probability;
                k += 1;
                if k > n || probability == 0.0 {
                    // the sum fell short of 1 by rounding
                    break;
                }
                probability *= odds * ((n - k + 1) as f64 / k as f64);
            }
        }
    }

    fn by_rejection(&mut self, n: u64, p: f64) -> u64 {
        let trials = n as f64;
        let spread = (trials * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let centre = trials * p + 0.5;
        let squeeze = 0.92 - 4.2 / b;
        loop {
            let u = self.uniform() - 0.5;
            let v = self.open_uniform();
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + centre).floor();
            if us >= 0.07 && v <= squeeze {
                return (k as u64).min(n);
            }
            if !(0.0..=trials).contains(&k) {
                continue;
            }
            let alpha = (2.83 + 5.1 / b) * spread;
            let odds = p / (1.0 - p);
            let mode = ((trials + 1.0) * p).floor();
            let density = (mode + 0.5) * libm::log((mode + 1.0) / (odds * (trials - mode + 1.0)))
                + (trials + 1.0) * libm::log((trials - mode + 1.0) / (trials - k + 1.0))
                + (k + 0.5) * libm::log(odds * (trials - k + 1.0) / (k + 1.0))
                + stirling(mode)
                + stirling(trials - mode)
                - stirling(k)
                - stirling(trials - k);
            if libm::log(v * alpha / (a / (us * us) + b)) <= density {
                return (k as u64).min(n);
            }
        }
    }
}

/// ln k! − ln(√2π) − (k + ½) ln(k + 1) + (k + 1).
fn stirling(k: f64) -> f64 {
    // mpmath, 30 digits, for 0 to 9
    const SMALL: [f64; 10] = [
        0.081_061_466_795_327_258,
        0.041_340_695_955_409_294,
        0.027_677_925_684_998_339,
        0.020_790_672_103_765_093,
        0.016_644_691_189_821_193,
        0.013_876_128_823_070_748,
        0.011_896_709_945_891_770,
        0.010_411_265_261_972_096,
        0.009_255_462_182_712_732_9,
        0.008_330_563_433_362_871_3,
    ];
    if k < 10.0 {
        return SMALL[k as usize];
    }
    let n = k + 1.0;
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / 1680.0 / square) / square) / square) / n
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pearson's statistic of draws against exact probabilities, cells below 5 expected joined with their neighbour.
    fn misfit(draws: &[u64], n: u64, p: f64) -> (f64, f64) {
        let mut probability = libm::exp(n as f64 * libm::log1p(-p));
        let mut observed = vec![0.0; n as usize + 1];
        for draw in draws {
            observed[*draw as usize] += 1.0;
        }
        let (mut statistic, mut cells) = (0.0, 0.0);
        let (mut seen, mut expected) = (0.0, 0.0);
        for (k, count) in observed.iter().enumerate() {
            seen += count;
            expected += probability * draws.len() as f64;
            if expected >= 5.0 {
                statistic += (seen - expected) * (seen - expected) / expected;
                cells += 1.0;
                (seen, expected) = (0.0, 0.0);
            }
            probability *= (n as f64 - k as f64) / (k as f64 + 1.0) * (p / (1.0 - p));
        }
        (statistic, cells - 1.0)
    }

    #[test]
    fn follows_the_exact_probabilities() {
        let mut random = Random::new(11);
        for (n, p) in [
            (1, 0.3),
            (20, 0.5),
            (20, 0.499),
            (40, 0.27),
            (100, 0.03),
            (100, 0.9),
            (300, 0.4),
            (1000, 0.25),
        ] {
            let draws: Vec<u64> = (0..100_000).map(|_| random.binomial(n, p)).collect();
            assert!(draws.iter().all(|draw| *draw <= n));
            let (statistic, df) = misfit(&draws, n, p);
            // mean df, standard deviation sqrt(2 df)
            assert!(
                statistic < df + 5.0 * (2.0 * df).sqrt() + 1.0,
                "{n} {p}: {statistic} on {df}"
            );
        }
    }

    #[test]
    fn huge_numbers_of_trials_keep_mean_and_variance() {
        let mut random = Random::new(12);
        let (n, p) = (1_u64 << 50, 0.3);
        let (mean, spread) = (n as f64 * p, (n as f64 * p * 0.7).sqrt());
        let draws = 20_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..draws {
            let z = (random.binomial(n, p) as f64 - mean) / spread;
            sum += z;
            squares += z * z;
        }
        let draws = f64::from(draws);
        assert!((sum / draws).abs() < 5.0 / draws.sqrt());
        assert!((squares / draws - 1.0).abs() < 5.0 * 2.0_f64.sqrt() / draws.sqrt());
    }

    #[test]
    fn limits() {
        let mut random = Random::new(13);
        assert_eq!(random.binomial(0, 0.5), 0);
        assert_eq!(random.binomial(9, 0.0), 0);
        assert_eq!(random.binomial(9, -1.0), 0);
        assert_eq!(random.binomial(9, 1.0), 9);
        assert_eq!(random.binomial(9, f64::NAN), 0);
        assert_eq!(random.binomial(u64::MAX, 1e-300), 0);
    }
}
