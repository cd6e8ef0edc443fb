//! How far two orders are from each other.
//!
//! An order is given by the rank of every item: any numbers, smaller is better, equal ones tie. What is no number is not ranked and
//! not compared. Both orders have the same length; items beyond the shorter one are left out.

use std::cmp::Ordering;

/// How two orders compare the pairs of items that both rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PairCounts {
    /// Both put the same item first.
    pub concordant: u64,
    /// They put different items first.
    pub discordant: u64,
    /// Only the first order ties them.
    pub tied_in_first: u64,
    /// Only the second order ties them.
    pub tied_in_second: u64,
    /// Both tie them.
    pub tied_in_both: u64,
}

impl PairCounts {
    /// All pairs.
    pub fn pairs(&self) -> u64 {
        self.concordant
            + self.discordant
            + self.tied_in_first
            + self.tied_in_second
            + self.tied_in_both
    }

    /// Kendall's distance with penalty p: discordant pairs, and p for every pair that only one order ties.
    ///
    /// K⁽ᵖ⁾ of Fagin, Kumar, Mahdian, Sivakumar and Vee (2006), *SIAM J. Discrete Math.* 20, 628-648; a metric for p from ½ to 1, which
    /// Kemeny and Snell's distance is half of for p = ½.
    pub fn kendall_distance(&self, p: f64) -> f64 {
        self.discordant as f64 + p * (self.tied_in_first + self.tied_in_second) as f64
    }

    /// Kendall's τ-a, (C − D) / pairs; `None` without pairs.
    pub fn tau_a(&self) -> Option<f64> {
        ratio(self.surplus(), self.pairs() as f64)
    }

    /// Kendall's τ-b, (C − D) / √(pairs not tied in the first × pairs not tied in the second); `None` where one order ties all.
    /// R: `cor(x, y, method = "kendall")`.
    pub fn tau_b(&self) -> Option<f64> {
        let untied = self.concordant + self.discordant;
        // the product of two whole numbers may be more than 64 bits hold
        let product = (untied + self.tied_in_second) as f64 * (untied + self.tied_in_first) as f64;
        ratio(self.surplus(), product.sqrt())
    }

    /// Emond and Mason's τ_x, (C − D + ties in both) / pairs: pairs that both tie are agreement; `None` without pairs. Its distance
    /// (1 − τ_x) × pairs / 2 is Kendall's with p = ½. Emond and Mason (2002), *J. Multi-Crit. Decis. Anal.* 11, 17-28.
    /// R: `ConsRank::tau_x(x, y)`.
    pub fn tau_x(&self) -> Option<f64> {
        ratio(
            self.surplus() + self.tied_in_both as f64,
            self.pairs() as f64,
        )
    }

    /// Goodman and Kruskal's γ, (C − D) / (C + D); `None` where no pair is untied in both.
    pub fn gamma(&self) -> Option<f64> {
        ratio(self.surplus(), (self.concordant + self.discordant) as f64)
    }

    fn surplus(&self) -> f64 {
        self.concordant as f64 - self.discordant as f64
    }
}

fn ratio(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator > 0.0).then(|| numerator / denominator)
}

/// Compares all pairs of items in two orders, O(items²).
pub fn pair_counts(first: &[f64], second: &[f64]) -> PairCounts {
    let mut counts = PairCounts::default();
    let items = first.len().min(second.len());
    for i in 0..items {
        for j in i + 1..items {
            let (Some(a), Some(b)) = (
                first[i].partial_cmp(&first[j]),
                second[i].partial_cmp(&second[j]),
            ) else {
                continue;
            };
            let kind = match (a, b) {
                (Ordering::Equal, Ordering::Equal) => &mut counts.tied_in_both,
                (Ordering::Equal, _) => &mut counts.tied_in_first,
                (_, Ordering::Equal) => &mut counts.tied_in_second,
                _ if a == b => &mut counts.concordant,
                _ => &mut counts.discordant,
            };
            *kind += 1;
        }
    }
    counts
}

/// Kendall's distance with penalty p for pairs tied in one order only, O(items²). See [`PairCounts::kendall_distance`].
pub fn kendall_distance(first: &[f64], second: &[f64], p: f64) -> f64 {
    pair_counts(first, second).kendall_distance(p)
}

/// Kendall's τ-b. See [`PairCounts::tau_b`].
pub fn tau_b(first: &[f64], second: &[f64]) -> Option<f64> {
    pair_counts(first, second).tau_b()
}

/// Emond and Mason's τ_x. See [`PairCounts::tau_x`].
pub fn tau_x(first: &[f64], second: &[f64]) -> Option<f64> {
    pair_counts(first, second).tau_x()
}

/// Spearman's footrule: Σ|rank in the first − rank in the second|, O(items). Diaconis and Graham (1977).
///
/// The ranks are taken as they are: give midranks.
pub fn spearman_footrule(first: &[f64], second: &[f64]) -> f64 {
    differences(first, second).map(f64::abs).sum()
}

/// Spearman's distance: Σ(rank in the first − rank in the second)², O(items). Diaconis (1988), ch. 6.
///
/// The ranks are taken as they are: give midranks.
pub fn spearman_distance(first: &[f64], second: &[f64]) -> f64 {
    differences(first, second).map(|d| d * d).sum()
}

fn differences(first: &[f64], second: &[f64]) -> impl Iterator<Item = f64> {
    let both = first
        .iter()
        .zip(second)
        .filter(|(a, b)| !a.is_nan() && !b.is_nan());
    both.map(|(a, b)| a - b)
}

/// Spearman's ρ of midranks, O(items); `None` where one order ties all. R: `cor(x, y, method = "spearman")`.
///
/// For orders of the same items, so that both have the mean (n + 1) / 2.
pub fn spearman_rho(first: &[f64], second: &[f64]) -> Option<f64> {
    let both = first
        .iter()
        .zip(second)
        .filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let (mut n, mut sums) = (0.0, [0.0; 2]);
    for (a, b) in both.clone() {
        n += 1.0;
        sums[0] += a;
        sums[1] += b;
    }
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in both {
        // n times the deviations: whole numbers of quarters
        let (a, b) = (n * a - sums[0], n * b - sums[1]);
        aa += a * a;
        bb += b * b;
        ab += a * b;
    }
    ratio(ab, aa.sqrt() * bb.sqrt())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equals_scipy() {
        // scipy.stats.kendalltau, spearmanr; τ_x and K by counting in Python
        let (a, b) = (
            [1.0, 2.5, 2.5, 4.0, 5.5, 5.5],
            [2.0, 1.0, 4.0, 4.0, 4.0, 6.0],
        );
        let counts = pair_counts(&a, &b);
        assert_eq!(counts.pairs(), 15);
        assert_eq!((counts.concordant, counts.discordant), (9, 1));
        assert_eq!(
            (
                counts.tied_in_first,
                counts.tied_in_second,
                counts.tied_in_both
            ),
            (2, 3, 0)
        );
        assert!((tau_b(&a, &b).unwrap() - 0.640_512_615_220_349_1).abs() < 1e-15);
        assert!((spearman_rho(&a, &b).unwrap() - 0.750_366_479_376_867).abs() < 1e-15);
        assert_eq!(kendall_distance(&a, &b, 0.5), 3.5);
        assert_eq!(tau_x(&a, &b), Some(8.0 / 15.0));
        assert_eq!(counts.gamma(), Some(0.8));
        assert_eq!(spearman_footrule(&a, &b), 6.0);
        assert_eq!(spearman_distance(&a, &b), 8.0);
    }

    #[test]
    fn without_an_order_there_is_no_correlation() {
        assert_eq!(tau_b(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(tau_x(&[1.0], &[1.0]), None);
        assert_eq!(spearman_rho(&[1.5, 1.5], &[1.0, 2.0]), None);
        // only items 0 and 2 are ranked by both
        let counts = pair_counts(&[1.0, f64::NAN, 2.0, 3.0], &[2.0, 3.0, 1.0, f64::NAN]);
        assert_eq!((counts.pairs(), counts.discordant), (1, 1));
    }

    fn midranks(places: &[u8]) -> Vec<f64> {
        let below = |x: &u8| places.iter().filter(|y| *y < x).count();
        let equal = |x: &u8| places.iter().filter(|y| *y == x).count();
        places
            .iter()
            .map(|x| below(x) as f64 + (equal(x) as f64 + 1.0) / 2.0)
            .collect()
    }

    proptest! {
        #[test]
        fn distances_are_metrics(orders in prop::collection::vec(prop::collection::vec(0u8..5, 6), 3)) {
            let orders: Vec<Vec<f64>> = orders.iter().map(|order| midranks(order)).collect();
            let [a, b, c] = &orders[..] else { unreachable!() };
            for p in [0.5, 0.75, 1.0] {
                let k = |x, y| kendall_distance(x, y, p);
                prop_assert!(k(a, c) <= k(a, b) + k(b, c));
                prop_assert_eq!(k(a, b), k(b, a));
                prop_assert_eq!(k(a, b) == 0.0, a == b);
            }
            prop_assert!(spearman_footrule(a, c) <= spearman_footrule(a, b) + spearman_footrule(b, c));
            // the generalised inequality of Diaconis and Graham: Kendall ≤ footrule ≤ 2 Kendall, for p = ½ on midranks
            let (k, f) = (kendall_distance(a, b, 0.5), spearman_footrule(a, b));
            prop_assert!(k <= f && f <= 2.0 * k, "{} {}", k, f);
            let tau = tau_x(a, b).unwrap();
            prop_assert!((kendall_distance(a, b, 0.5) - (1.0 - tau) * 15.0 / 2.0).abs() < 1e-12);
        }
    }
}
