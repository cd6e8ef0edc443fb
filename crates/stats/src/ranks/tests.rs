//! Brute force over every permutation, every difference, every row, and spot values from R.

use proptest::prelude::*;

use super::*;
use crate::groups::{Groups, Sample};
use crate::{Error, Level};

const A: [f64; 6] = [2.1, 3.4, 1.9, 5.0, 4.4, 3.4];
const B: [f64; 5] = [3.9, 5.6, 4.4, 6.1, 7.2];
const C: [f64; 7] = [1.0, 2.2, 3.1, 2.1, 0.4, 1.7, 2.8];

fn groups(samples: &[&[f64]]) -> Groups {
    let samples = samples.iter().map(|values| Sample::of(values).unwrap());
    Groups::new(samples.collect()).unwrap()
}

fn close(found: f64, wanted: f64) {
    assert!(
        (found - wanted).abs() <= 4e-14 * wanted.abs(),
        "{found:e} for {wanted:e}"
    );
}

#[test]
fn spot_values_of_r() {
    // kruskal.test(y, g)
    let three = kruskal_wallis(&GroupRanks::of(&groups(&[&A, &B, &C]))).unwrap();
    close(three.statistic, 10.775_549_640_145_927_2);
    close(three.p_value.value(), 0.004_572_135_849_747_297_4);
    // wilcox.test(a, b, exact = FALSE, correct = FALSE), correct = TRUE
    let two = mann_whitney(&GroupRanks::of(&groups(&[&A, &B]))).unwrap();
    assert_eq!(two.u_first, 3.5);
    close(two.p_value.value(), 0.034_926_255_949_542_004);
    close(two.p_corrected.value(), 0.043_642_582_274_205_29);
    // wilcox.test(c(2.1, 3.4, 1.9, 5.0, 4.3, 3.5), b, conf.int = TRUE)
    let untied = groups(&[&[2.1, 3.4, 1.9, 5.0, 4.3, 3.5], &B]);
    let exact = mann_whitney_exact(&GroupRanks::of(&untied), USUAL_STEPS).unwrap();
    close(exact.p_value.value(), 0.030_303_030_303_030_304);
    assert_eq!(exact.doubled, exact.p_value);
    let found = shift(&untied, Level::P95, USUAL_STEPS).unwrap();
    assert_eq!(
        (found.estimate, found.interval.lower, found.interval.upper),
        (-2.15, -4.0, -0.1)
    );
    // wilcox.test(x, conf.int = TRUE)
    let x = Sample::of(&[0.8, -1.2, 2.3, 3.1, 0.5, -0.4, 1.7, 2.9, 4.4, 0.1]).unwrap();
    let centre = pseudo_median(&x, Level::P95, USUAL_STEPS).unwrap();
    close(centre.estimate, 1.4);
    close(centre.interval.lower, 0.1);
    close(centre.interval.upper, 2.7);
}

#[test]
fn what_cannot_be_ranked_is_said() {
    let same = GroupRanks::of(&groups(&[&[1.0, 1.0], &[1.0]]));
    assert_eq!(kruskal_wallis(&same), Err(Error::NoSpread));
    assert_eq!(mann_whitney(&same), Err(Error::NoSpread));
    assert!(dunn(&same).is_err());
    let lonely = GroupRanks::of_table(&[vec![3.0, 2.0], vec![0.0, 0.0]]).unwrap();
    assert!(kruskal_wallis(&lonely).is_err());
    assert!(GroupRanks::of_table(&[vec![1.0], vec![1.0, 2.0]]).is_err());
    assert!(GroupRanks::of_table(&[vec![1.0, -2.0]]).is_err());
    let large = GroupRanks::of_table(&[vec![1e4, 1e4], vec![1e4, 2e4]]).unwrap();
    assert!(matches!(
        mann_whitney_exact(&large, USUAL_STEPS),
        Err(Error::ExactTooLarge { .. })
    ));
    assert!(mann_whitney(&large).is_ok());
    // a shift of two single cases has no finite interval
    let pair = shift(&groups(&[&[2.0], &[1.0]]), Level::P95, USUAL_STEPS).unwrap();
    assert_eq!(
        (pair.estimate, pair.interval.lower),
        (1.0, f64::NEG_INFINITY)
    );
}

#[test]
fn a_million_tied_rows_keep_their_digits() {
    // one different case among a million: H = (N − 1)(1/n₁ − 1/N) N / (N − 1) by hand, all ranks but one tied
    let table = [vec![499_999.0, 1.0], vec![500_000.0, 0.0]];
    let found = kruskal_wallis(&GroupRanks::of_table(&table).unwrap()).unwrap();
    close(found.statistic, 1.0);
}

#[test]
fn clearly_apart_is_one_sided_and_bounded() {
    let apart = groups(&[&[5.0, 6.0, 7.0], &[1.0, 2.0, 3.0, 4.0]]);
    let found = dominance(&apart, Level::P95).unwrap();
    assert_eq!((found.delta, found.interval.unwrap().upper), (1.0, 1.0));
    assert!(found.interval.unwrap().lower < 1.0);
}

/// Every choice of `m` of `n` things.
fn choices(n: usize, m: usize) -> impl Iterator<Item = Vec<usize>> {
    (0_u32..1 << n)
        .filter(move |set| set.count_ones() as usize == m)
        .map(move |set| (0..n).filter(|i| set >> i & 1 == 1).collect())
}

fn midranks(values: &[f64]) -> Vec<f64> {
    let rank = |x: &f64| {
        let below = values.iter().filter(|y| *y < x).count() as f64;
        let equal = values.iter().filter(|y| *y == x).count() as f64;
        below + (equal + 1.0) / 2.0
    };
    values.iter().map(rank).collect()
}

fn answers(most: i32) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((0..most).prop_map(f64::from), 2..7)
}

proptest! {
    #[test]
    fn rows_and_their_table_agree(rows in prop::collection::vec((0_usize..4, 0_usize..5), 8..80)) {
        let mut table = vec![vec![0.0; 5]; 4];
        let mut samples: Vec<Vec<f64>> = vec![Vec::new(); 4];
        for group in 0..4 {
            table[group][group] += 1.0;
            samples[group].push(group as f64);
        }
        for (group, answer) in &rows {
            table[*group][*answer] += 1.0;
            samples[*group].push(*answer as f64);
        }
        let slices: Vec<&[f64]> = samples.iter().map(Vec::as_slice).collect();
        let (of_rows, of_table) = (GroupRanks::of(&groups(&slices)), GroupRanks::of_table(&table).unwrap());
        prop_assert_eq!(&of_rows, &of_table);
        // the textbook formula with its correction for ties
        let all: Vec<f64> = samples.concat();
        let (ranks, n) = (midranks(&all), all.len() as f64);
        let mut at = 0;
        let mut sum = 0.0;
        for (group, sample) in samples.iter().enumerate() {
            let rank_sum: f64 = ranks[at..at + sample.len()].iter().sum();
            at += sample.len();
            sum += rank_sum * rank_sum / sample.len() as f64;
            prop_assert!((of_table.rank_sum(group) - rank_sum).abs() < 1e-9);
        }
        let ties: f64 = of_table.ties.iter().map(|t| t * t * t - t).sum();
        let h = (12.0 / (n * (n + 1.0)) * sum - 3.0 * (n + 1.0)) / (1.0 - ties / (n * n * n - n));
        let found = kruskal_wallis(&of_table).unwrap().statistic;
        prop_assert!((found - h).abs() < 1e-9 * (1.0 + h));
        // two groups: z² is H
        let two = GroupRanks::of_table(&table[..2]).unwrap();
        let (z, h) = (mann_whitney(&two).unwrap().z, kruskal_wallis(&two).unwrap().statistic);
        prop_assert!((z * z - h).abs() < 1e-12 * (1.0 + h));
        prop_assert!((dunn(&two).unwrap()[0].z - z).abs() < 1e-12 * (1.0 + z.abs()));
        // the dominance of the table is that of the rows
        let pairs: Vec<[f64; 2]> = (0..5).map(|answer| [table[0][answer], table[1][answer]]).collect();
        let of_rows = dominance(&groups(&slices[..2]), Level::P95).unwrap();
        let of_table = dominance_of_table(&pairs, Level::P95).unwrap();
        prop_assert!((of_rows.delta - of_table.delta).abs() < 1e-15);
        prop_assert!((mann_whitney(&two).unwrap().rank_biserial - of_table.delta).abs() < 1e-15);
    }

    #[test]
    fn exact_is_every_way_to_deal(a in answers(9), b in answers(9)) {
        let ranks = GroupRanks::of(&groups(&[&a, &b]));
        prop_assume!(ranks.ties.len() > 1);
        let found = mann_whitney_exact(&ranks, MOST_STEPS).unwrap();
        let all = [a.clone(), b.clone()].concat();
        let held = midranks(&all);
        let sum = |chosen: &[usize]| chosen.iter().map(|i| held[*i]).sum::<f64>();
        let observed: Vec<usize> = (0..a.len()).collect();
        let mean = a.len() as f64 * (all.len() as f64 + 1.0) / 2.0;
        let observed = sum(&observed);
        let sums: Vec<f64> = choices(all.len(), a.len()).map(|chosen| sum(&chosen)).collect();
        let share = |of: &dyn Fn(f64) -> bool| sums.iter().filter(|sum| of(**sum)).count() as f64 / sums.len() as f64;
        let two_sided = share(&|sum| (sum - mean).abs() >= (observed - mean).abs());
        let doubled = (2.0 * share(&|sum| sum <= observed).min(share(&|sum| sum >= observed))).min(1.0);
        prop_assert!((found.p_value.value() / two_sided - 1.0).abs() < 1e-13, "{:?} {two_sided}", found);
        prop_assert!((found.doubled.value() / doubled - 1.0).abs() < 1e-13);
    }

    #[test]
    fn shifts_are_medians_of_all_differences(a in answers(40), b in answers(40)) {
        let found = shift(&groups(&[&a, &b]), Level::P95, USUAL_STEPS).unwrap().estimate;
        let mut all: Vec<f64> = a.iter().flat_map(|x| b.iter().map(move |y| x - y)).collect();
        all.sort_by(f64::total_cmp);
        let middle = (all[(all.len() - 1) / 2] + all[all.len() / 2]) / 2.0;
        prop_assert_eq!(found, middle);
        let found = pseudo_median(&Sample::of(&a).unwrap(), Level::P95, USUAL_STEPS).unwrap();
        let mut all: Vec<f64> = (0..a.len()).flat_map(|i| (i..a.len()).map(move |j| (i, j))).map(|(i, j)| (a[i] + a[j]) / 2.0).collect();
        all.sort_by(f64::total_cmp);
        prop_assert_eq!(found.estimate, (all[(all.len() - 1) / 2] + all[all.len() / 2]) / 2.0);
        prop_assert!(found.interval.lower <= found.estimate && found.estimate <= found.interval.upper);
    }

    #[test]
    fn dominance_is_over_every_pair(a in answers(9), b in answers(9)) {
        let found = dominance(&groups(&[&a, &b]), Level::P95).unwrap();
        let sign = |x: f64, y: f64| f64::from(i8::from(x > y) - i8::from(x < y));
        let (m, n) = (a.len() as f64, b.len() as f64);
        let delta = a.iter().map(|x| b.iter().map(|y| sign(*x, *y)).sum::<f64>()).sum::<f64>() / (m * n);
        let rows: f64 = a.iter().map(|x| (b.iter().map(|y| sign(*x, *y)).sum::<f64>() / n - delta).powi(2)).sum();
        let columns: f64 = b.iter().map(|y| (a.iter().map(|x| sign(*x, *y)).sum::<f64>() / m - delta).powi(2)).sum();
        let cells: f64 = a.iter().flat_map(|x| b.iter().map(move |y| (sign(*x, *y) - delta).powi(2))).sum();
        let variance = (n * n * rows + m * m * columns - cells) / (m * n * (m - 1.0) * (n - 1.0));
        let variance = variance.max((1.0 - delta * delta) / (m * n - 1.0));
        prop_assert!((found.delta - delta).abs() < 1e-14);
        prop_assert!((found.standard_error.unwrap() - variance.sqrt()).abs() < 1e-7);
        let interval = found.interval.unwrap();
        prop_assert!(-1.0 <= interval.lower && interval.lower <= delta + 1e-15 && delta <= interval.upper + 1e-15 && interval.upper <= 1.0);
    }

    #[test]
    fn trends_are_counts_of_rising_pairs(a in answers(99), b in answers(99), c in answers(99)) {
        let three = groups(&[&a, &b, &c]);
        let Ok(found) = jonckheere_terpstra(&three, USUAL_STEPS) else { return Ok(()) };
        let count = |x: &[f64], y: &[f64]| -> f64 {
            x.iter().flat_map(|x| y.iter().map(move |y| if y > x { 1.0 } else if y == x { 0.5 } else { 0.0 })).sum()
        };
        prop_assert_eq!(found.statistic, count(&a, &b) + count(&a, &c) + count(&b, &c));
        // two groups: Mann and Whitney's test with the sign turned
        let two = groups(&[&a, &b]);
        if let (Ok(trend), Ok(test)) = (jonckheere_terpstra(&two, USUAL_STEPS), mann_whitney(&GroupRanks::of(&two))) {
            prop_assert!((trend.z + test.z).abs() < 1e-12 * (1.0 + test.z.abs()));
            if let Some(exact) = trend.exact {
                let other = mann_whitney_exact(&GroupRanks::of(&two), MOST_STEPS).unwrap();
                prop_assert!((exact.p_value.value() - other.p_value.value()).abs() < 1e-14);
            }
        }
    }
}

#[test]
fn exact_trend_is_every_way_to_deal() {
    // 2, 2 and 3 cases with the ranks 1..7: all 210 ways
    let (a, b, c) = ([1.0, 3.0], [2.0, 6.0], [4.0, 5.0, 7.0]);
    let found = jonckheere_terpstra(&groups(&[&a, &b, &c]), USUAL_STEPS).unwrap();
    let (mut far, mut all) = (0.0, 0.0);
    let statistic = |a: &[f64], b: &[f64], c: &[f64]| -> f64 {
        let count = |x: &[f64], y: &[f64]| -> usize {
            x.iter().map(|x| y.iter().filter(|y| *y > x).count()).sum()
        };
        (count(a, b) + count(a, c) + count(b, c)) as f64
    };
    let observed = statistic(&a, &b, &c);
    for first in choices(7, 2) {
        let rest: Vec<usize> = (0..7).filter(|i| !first.contains(i)).collect();
        for second in choices(5, 2) {
            let of = |set: &[usize]| set.iter().map(|i| *i as f64).collect::<Vec<f64>>();
            let middle: Vec<f64> = second.iter().map(|i| rest[*i] as f64).collect();
            let last: Vec<f64> = (0..5)
                .filter(|i| !second.contains(i))
                .map(|i| rest[i] as f64)
                .collect();
            all += 1.0;
            if (statistic(&of(&first), &middle, &last) - 8.0).abs() >= (observed - 8.0).abs() {
                far += 1.0;
            }
        }
    }
    close(found.exact.unwrap().p_value.value(), far / all);
}
