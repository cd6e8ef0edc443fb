//! Corrections that need nothing but the p-values.

use std::cmp::Ordering;

use crate::Probability;
use crate::order::sort_by;

/// Correction of several p-values for their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Adjustment {
    /// Holm (1979): stepwise Bonferroni, familywise under any dependence.
    #[default]
    Holm,
    /// Bonferroni: m p.
    Bonferroni,
    /// Šidák (1967): 1 − (1 − p)ᵐ, familywise for independent tests.
    Sidak,
    /// Hochberg (1988): step-up Bonferroni, familywise under positive dependence.
    Hochberg,
    /// Benjamini and Hochberg (1995): false discovery rate under positive dependence.
    BenjaminiHochberg,
    /// Benjamini and Yekutieli (2001): false discovery rate under any dependence.
    BenjaminiYekutieli,
    /// No correction.
    None,
}

/// The corrected p-values, in the order of the given ones. R: `p.adjust(p, method)`.
///
/// With p₍₁₎ ≤ ... ≤ p₍ₘ₎: Holm max over j ≤ i of (m − j + 1) p₍ⱼ₎; Hochberg min over j ≥ i of (m − j + 1) p₍ⱼ₎;
/// Benjamini and Hochberg min over j ≥ i of (m / j) p₍ⱼ₎, Benjamini and Yekutieli that times 1 + 1/2 + ... + 1/m; all at
/// most 1. A NaN stands for a test that could not be made: it stays NaN and does not count in m. Below the range of doubles
/// the logarithms are corrected. O(m log m).
pub fn adjust(p: &[Probability], method: Adjustment) -> Vec<Probability> {
    let made = |test: &usize| !p[*test].value().is_nan();
    let mut order: Vec<usize> = (0..p.len()).filter(made).collect();
    sort_by(&mut order, |&a, &b| {
        p[a].partial_cmp(&p[b]).unwrap_or(Ordering::Equal)
    });
    let m = order.len() as f64;
    let harmonic: f64 = match method {
        Adjustment::BenjaminiYekutieli => (1..=order.len()).map(|i| 1.0 / i as f64).sum(),
        _ => 1.0,
    };
    let mut adjusted = p.to_vec();
    for (index, &test) in order.iter().enumerate() {
        let rank = index as f64 + 1.0;
        adjusted[test] = match method {
            Adjustment::Holm | Adjustment::Hochberg => p[test].times(m - rank + 1.0),
            Adjustment::Bonferroni => p[test].times(m),
            Adjustment::Sidak => Probability::from_tail(
                -libm::expm1(m * libm::log1p(-p[test].value())),
                // 1 - (1 - p)^m is m p for the smallest p
                || p[test].times(m).ln(),
            ),
            Adjustment::BenjaminiHochberg => p[test].times(m / rank),
            Adjustment::BenjaminiYekutieli => p[test].times(harmonic * m / rank),
            Adjustment::None => p[test],
        };
    }
    match method {
        Adjustment::Holm => {
            let mut largest = Probability::ZERO;
            for &test in &order {
                if adjusted[test] > largest {
                    largest = adjusted[test];
                }
                adjusted[test] = largest;
            }
        }
        Adjustment::Hochberg | Adjustment::BenjaminiHochberg | Adjustment::BenjaminiYekutieli => {
            let mut smallest = Probability::ONE;
            for &test in order.iter().rev() {
                if adjusted[test] < smallest {
                    smallest = adjusted[test];
                }
                adjusted[test] = smallest;
            }
        }
        Adjustment::Bonferroni | Adjustment::Sidak | Adjustment::None => {}
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn adjust(p: &[f64], method: Adjustment) -> Vec<f64> {
        let p: Vec<Probability> = p.iter().copied().map(Probability::new).collect();
        let adjusted = super::adjust(&p, method);
        adjusted.into_iter().map(Probability::value).collect()
    }

    #[test]
    fn goes_on_below_the_range_of_doubles() {
        // ln p = -4000, -4001 of three tests: times 3, 2, 1 (1.5, 1.5, 1 for the false discovery rate) in logarithms
        let p = [
            Probability::from_ln(-4000.0),
            Probability::new(0.5),
            Probability::from_ln(-4001.0),
        ];
        let harmonic = 1.0 + 0.5 + 1.0 / 3.0;
        for (method, first, last) in [
            (Adjustment::Holm, 2.0, 3.0),
            (Adjustment::Bonferroni, 3.0, 3.0),
            (Adjustment::Sidak, 3.0, 3.0),
            (Adjustment::Hochberg, 2.0, 3.0),
            (Adjustment::BenjaminiHochberg, 1.5, 3.0),
            (
                Adjustment::BenjaminiYekutieli,
                1.5 * harmonic,
                3.0 * harmonic,
            ),
            (Adjustment::None, 1.0, 1.0),
        ] {
            let adjusted = super::adjust(&p, method);
            for (found, ln, factor) in [(adjusted[0], -4000.0, first), (adjusted[2], -4001.0, last)]
            {
                assert!(
                    (found.ln() - ln - libm::log(factor)).abs() < 1e-11,
                    "{method:?}"
                );
            }
            assert!(adjusted[2] <= adjusted[0] && adjusted[0] < adjusted[1]);
        }
    }

    const ALL: [Adjustment; 7] = [
        Adjustment::Holm,
        Adjustment::Bonferroni,
        Adjustment::Sidak,
        Adjustment::Hochberg,
        Adjustment::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli,
        Adjustment::None,
    ];

    #[test]
    fn equals_r() {
        // R 4.2: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.55), method); Šidák: 1 - (1 - p)^5
        let p = [0.01, 0.04, 0.03, 0.005, 0.55];
        for (method, wanted) in [
            (Adjustment::Holm, [0.04, 0.09, 0.09, 0.025, 0.55]),
            (Adjustment::Bonferroni, [0.05, 0.2, 0.15, 0.025, 1.0]),
            (Adjustment::Hochberg, [0.04, 0.08, 0.08, 0.025, 0.55]),
            (
                Adjustment::BenjaminiHochberg,
                [0.025, 0.05, 0.05, 0.025, 0.55],
            ),
            (
                Adjustment::BenjaminiYekutieli,
                [
                    0.057_083_333_333_333_33,
                    0.114_166_666_666_666_66,
                    0.114_166_666_666_666_66,
                    0.057_083_333_333_333_33,
                    1.0,
                ],
            ),
            (
                Adjustment::Sidak,
                [
                    0.049_009_950_1,
                    0.184_627_302_4,
                    0.141_265_974_3,
                    0.024_751_246_878_125,
                    0.981_547_187_5,
                ],
            ),
            (Adjustment::None, p),
        ] {
            for (found, wanted) in adjust(&p, method).iter().zip(wanted) {
                assert!((found / wanted - 1.0).abs() < 1e-14, "{method:?} {found}");
            }
        }
    }

    #[test]
    fn tiny_p_values_keep_their_digits_and_a_missing_test_does_not_count() {
        let sidak = adjust(&[1e-200, f64::NAN, 1.0], Adjustment::Sidak);
        assert!((sidak[0] / 2e-200 - 1.0).abs() < 1e-14, "{}", sidak[0]);
        assert!(sidak[1].is_nan());
        assert_eq!(sidak[2], 1.0);
        assert_eq!(adjust(&[0.0, 0.0], Adjustment::Holm), [0.0, 0.0]);
        assert!(adjust(&[], Adjustment::BenjaminiHochberg).is_empty());
    }

    proptest! {
        #[test]
        fn keeps_the_order_and_never_gains(p in prop::collection::vec(0.0..=1.0f64, 1..20)) {
            for method in ALL {
                let adjusted = adjust(&p, method);
                for i in 0..p.len() {
                    prop_assert!(adjusted[i] >= p[i] * (1.0 - 1e-15) && adjusted[i] <= 1.0, "{method:?}");
                    for j in 0..p.len() {
                        if p[i] < p[j] {
                            prop_assert!(adjusted[i] <= adjusted[j], "{method:?}");
                        }
                    }
                }
            }
            // uniformly: Hochberg at most Holm at most Bonferroni, Benjamini-Hochberg at most Hochberg
            let at = |method| adjust(&p, method);
            let (bonferroni, holm, hochberg, bh) = (
                at(Adjustment::Bonferroni),
                at(Adjustment::Holm),
                at(Adjustment::Hochberg),
                at(Adjustment::BenjaminiHochberg),
            );
            for i in 0..p.len() {
                prop_assert!(holm[i] <= bonferroni[i] && hochberg[i] <= holm[i]);
                prop_assert!(bh[i] <= hochberg[i] * (1.0 + 1e-15));
            }
        }
    }
}
