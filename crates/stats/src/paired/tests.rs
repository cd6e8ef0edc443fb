//! Brute force over every sign, spot values from R, and what rounding does to ties.

use proptest::prelude::*;

use super::*;
use crate::ranks::{MOST_STEPS, USUAL_STEPS};
use crate::{Error, Level};

fn against_zero(values: &[f64]) -> Differences {
    let pairs: Vec<(f64, f64, u64)> = values.iter().map(|value| (*value, 0.0, 1)).collect();
    Differences::new(&pairs).unwrap()
}

fn close(found: f64, wanted: f64) {
    assert!(
        (found - wanted).abs() <= 2e-14 * wanted.abs(),
        "{found:e} for {wanted:e}"
    );
}

#[test]
fn spot_values_of_r() {
    // t.test(x), wilcox.test(x, conf.int = TRUE), binom.test(8, 10)
    let x = against_zero(&[0.8, -1.2, 2.3, 3.1, 0.5, -0.4, 1.7, 2.9, 4.4, 0.1]);
    let t = paired_t(&x, Level::P95).unwrap();
    close(t.statistic, 2.550_578_132_476_088_6);
    close(t.p_value.value(), 0.031_165_170_292_671_455);
    close(t.interval.lower, 0.160_574_487_692_717_01);
    close(t.interval.upper, 2.679_425_512_307_283);
    assert_eq!(
        signed_rank(&x, Zeros::Wilcoxon, Level::P95)
            .unwrap()
            .positive,
        48.0
    );
    let exact = signed_rank_exact(&x, Zeros::Wilcoxon, USUAL_STEPS).unwrap();
    assert_eq!(exact.p_value.value(), 0.037_109_375);
    close(sign_test(&x).unwrap().p_value.value(), 0.109_375);
    // friedman.test(d)
    let d = [1, 2, 3, 2, 2, 5, 1, 4, 3, 3, 1, 2, 2, 5, 6, 1, 2, 2].map(f64::from);
    let blocks = Blocks::new(3, d.to_vec(), &[1; 6]).unwrap();
    let found = friedman(&blocks).unwrap();
    close(found.statistic, 4.454_545_454_545_454_1);
    close(found.p_value.value(), 0.107_822_089_753_623_78);
}

#[test]
fn differences_of_decimals_tie_as_on_paper() {
    let pairs = [(0.3, 0.2, 1), (0.2, 0.1, 1), (0.1, 0.2, 1), (0.7, 0.7, 2)];
    let found = Differences::new(&pairs).unwrap();
    let held: Vec<(f64, f64)> = found.frequencies().collect();
    assert_eq!(held, [(-0.1, 1.0), (0.0, 2.0), (0.1, 2.0)]);
    // no short decimals: ties within a few units in the last place
    let third = 1.0 / 3.0;
    let found = Differences::new(&[
        (0.3 + third, 0.2 + third, 1),
        (0.2 + third, 0.1 + third, 1),
        (third + third, 2.0 * third, 1),
    ])
    .unwrap();
    assert_eq!(found.frequencies().count(), 2);
    let test = signed_rank(&found, Zeros::Wilcoxon, Level::P95).unwrap();
    assert_eq!((test.n, test.zeros, test.positive), (2.0, 1.0, 3.0));
}

#[test]
fn limits_are_limits() {
    let zero = against_zero(&[0.0, 0.0]);
    assert_eq!(paired_t(&zero, Level::P95), Err(Error::NoSpread));
    assert_eq!(
        signed_rank(&zero, Zeros::Pratt, Level::P95),
        Err(Error::NoSpread)
    );
    assert!(signed_rank_exact(&zero, Zeros::Pratt, USUAL_STEPS).is_err());
    assert_eq!(sign_test(&zero), Err(Error::NoSpread));
    let constant = against_zero(&[2.0, 2.0, 2.0]);
    assert_eq!(
        paired_t(&constant, Level::P95).unwrap().statistic,
        f64::INFINITY
    );
    assert_eq!(
        paired_difference(&constant, Level::P95),
        Err(Error::NoSpread)
    );
    let all_up = signed_rank(&constant, Zeros::Wilcoxon, Level::P95).unwrap();
    assert_eq!((all_up.rank_biserial, all_up.interval.upper), (1.0, 1.0));
    // 2 · 0.025^(1/3) − 1
    close(all_up.interval.lower, -0.415_196_452_357_426_84);
    assert!(paired_t(&against_zero(&[1.0]), Level::P95).is_err());
    assert!(Differences::new(&[]).is_err());
    for size in [1e300, 1e-300] {
        let far = against_zero(&[size, 2.0 * size, -3.0 * size, 5.0 * size]);
        close(
            paired_t(&far, Level::P95).unwrap().statistic,
            paired_t(&against_zero(&[1.0, 2.0, -3.0, 5.0]), Level::P95)
                .unwrap()
                .statistic,
        );
    }
    let alike = Blocks::new(2, vec![1.0, 2.0, 3.0, 4.0], &[1, 1]).unwrap();
    let found = friedman(&alike).unwrap();
    assert_eq!((found.kendalls_w, found.f), (1.0, f64::INFINITY));
    assert_eq!(conover(&found).unwrap()[0].t, f64::NEG_INFINITY);
    assert_eq!(
        friedman(&Blocks::new(2, vec![1.0, 1.0], &[3]).unwrap()),
        Err(Error::NoSpread)
    );
    assert_eq!(
        cochran_q(&Blocks::new(2, vec![1.0, 2.0, 3.0, 2.0], &[1, 1]).unwrap()),
        Err(Error::NotBinary)
    );
}

proptest! {
    #[test]
    fn exact_is_every_way_to_sign(values in prop::collection::vec((-6_i32..7).prop_map(f64::from), 2..11), pratt in any::<bool>()) {
        let zeros = if pratt { Zeros::Pratt } else { Zeros::Wilcoxon };
        let differences = against_zero(&values);
        let Ok(found) = signed_rank_exact(&differences, zeros, MOST_STEPS) else {
            prop_assert!(values.iter().all(|value| *value == 0.0));
            return Ok(());
        };
        let ranked: Vec<f64> = values.iter().filter(|value| pratt || **value != 0.0).map(|value| value.abs()).collect();
        let rank = |size: f64| {
            let below = ranked.iter().filter(|other| **other < size).count() as f64;
            let equal = ranked.iter().filter(|other| **other == size).count() as f64;
            below + (equal + 1.0) / 2.0
        };
        let ranks: Vec<f64> = values.iter().filter(|value| **value != 0.0).map(|value| rank(value.abs())).collect();
        let mean = ranks.iter().sum::<f64>() / 2.0;
        let observed: f64 = values.iter().filter(|value| **value > 0.0).map(|value| rank(*value)).sum();
        let mut far = 0.0;
        for signs in 0_u32..1 << ranks.len() {
            let sum: f64 = ranks.iter().enumerate().filter(|(i, _)| signs >> i & 1 == 1).map(|(_, rank)| rank).sum();
            if (sum - mean).abs() >= (observed - mean).abs() {
                far += 1.0;
            }
        }
        prop_assert_eq!(found.p_value.value(), far / f64::from(1_u32 << ranks.len()));
        let test = signed_rank(&differences, zeros, Level::P95).unwrap();
        prop_assert_eq!(test.positive, observed);
        prop_assert_eq!(test.positive + test.negative, 2.0 * mean);
        let variance = ranks.iter().map(|rank| rank * rank).sum::<f64>() / 4.0;
        prop_assert!((test.z - (observed - mean) / variance.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn counts_are_repeated_rows(rows in prop::collection::vec((0_i32..9, 0_i32..9, 1_u64..4), 1..20)) {
        let counted: Vec<(f64, f64, u64)> = rows.iter().map(|(x, y, n)| (f64::from(*x) / 10.0, f64::from(*y) / 10.0, *n)).collect();
        let repeated: Vec<(f64, f64, u64)> = counted.iter().flat_map(|(x, y, n)| (0..*n).map(move |_| (*x, *y, 1))).collect();
        let (counted, repeated) = (Differences::new(&counted).unwrap(), Differences::new(&repeated).unwrap());
        prop_assert_eq!(signed_rank(&counted, Zeros::Pratt, Level::P95), signed_rank(&repeated, Zeros::Pratt, Level::P95));
        prop_assert_eq!(sign_test(&counted), sign_test(&repeated));
        let (a, b) = (paired_t(&counted, Level::P95), paired_t(&repeated, Level::P95));
        prop_assert_eq!(a.is_ok(), b.is_ok());
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert!(a.statistic == b.statistic || (a.statistic / b.statistic - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn cochrans_q_is_friedmans_test_of_two_values(rows in prop::collection::vec(prop::collection::vec(0_u8..2, 4), 1..30)) {
        let values = rows.iter().flatten().map(|value| f64::from(*value)).collect();
        let blocks = Blocks::new(4, values, &vec![1; rows.len()]).unwrap();
        match (cochran_q(&blocks), friedman(&blocks)) {
            (Ok(q), Ok(test)) => prop_assert!((q.statistic - test.statistic).abs() <= 1e-13 * test.statistic),
            (q, test) => prop_assert!(q.is_err() && test.is_err()),
        }
    }

    #[test]
    fn two_measurements_leave_the_sign_test(rows in prop::collection::vec((0_i32..5, 0_i32..5), 2..30)) {
        let pairs: Vec<(f64, f64, u64)> = rows.iter().map(|(x, y)| (f64::from(*x), f64::from(*y), 1)).collect();
        let values = pairs.iter().flat_map(|(x, y, _)| [*x, *y]).collect();
        let Ok(test) = friedman(&Blocks::new(2, values, &vec![1; rows.len()]).unwrap()) else { return Ok(()) };
        let signs = sign_test(&Differences::new(&pairs).unwrap()).unwrap();
        let wanted = (signs.positive - signs.negative).powi(2) / (signs.positive + signs.negative);
        prop_assert!((test.statistic - wanted).abs() <= 1e-13 * wanted);
    }
}
