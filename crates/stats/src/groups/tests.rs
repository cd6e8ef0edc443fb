//! Spot values from R 4.2 on three small groups, limits, and what must not change the results.

use proptest::prelude::*;

use super::*;
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
        (found - wanted).abs() <= 2e-14 * wanted.abs(),
        "{found:e} for {wanted:e}"
    );
}

#[test]
fn three_groups_as_in_r() {
    let three = groups(&[&A, &B, &C]);
    // anova(lm(y ~ g))
    let found = anova(&three).unwrap();
    close(found.sum_of_squares_between, 36.550_777_777_777_789);
    close(found.sum_of_squares_within, 19.985_333_333_333_326);
    close(found.statistic, 13.716_600_507_038_503);
    close(found.p_value.value(), 0.000_410_101_145_943_058_86);
    // oneway.test(y ~ g)
    let welch = welch_anova(&three).unwrap();
    close(welch.statistic, 12.451_797_834_402_620_8);
    close(welch.df_within, 8.786_393_692_178_933_1);
    close(welch.p_value.value(), 0.002_727_306_755_706_049_5);
    // mpmath, 40 digits
    let means = brown_forsythe_means(&three).unwrap();
    close(means.statistic, 12.946_051_069_467_856_9);
    close(means.df_within, 12.220_182_007_443_007_3);
    close(means.p_value.value(), 0.000_958_721_842_037_078_965);
    // anova(lm(abs(y - ave(y, g)) ~ g)), the same from medians
    close(levene(&three).unwrap().statistic, 0.326_187_981_534_234_51);
    close(
        brown_forsythe(&three).unwrap().statistic,
        0.275_386_087_194_205_15,
    );
    close(
        brown_forsythe(&three).unwrap().p_value.value(),
        0.763_035_514_008_798_77,
    );
    // bartlett.test(y, g)
    close(
        bartlett(&three).unwrap().statistic,
        0.531_260_810_112_766_26,
    );
    close(
        bartlett(&three).unwrap().p_value.value(),
        0.766_722_451_881_537_76,
    );
    // pairwise.t.test(y, g, p.adjust.method = "none"), pool.sd = FALSE
    let pooled = pairwise_t(&three, Variances::Equal, Level::P95).unwrap();
    let p = |(_, test): &(Pair, Result<TTest, Error>)| test.clone().unwrap().p_value.value();
    close(p(&pooled[0]), 0.009_608_547_395_282_038_3);
    close(p(&pooled[2]), 0.000_100_274_525_062_647_22);
    let separate = pairwise_t(&three, Variances::Unequal, Level::P95).unwrap();
    close(p(&separate[1]), 0.040_104_493_803_535_209);
}

#[test]
fn two_groups_as_in_r() {
    let two = groups(&[&A, &B]);
    // t.test(a, b, var.equal = TRUE), t.test(a, b), var.test(a, b)
    let student = two_sample_t(&two, 0, 1, Variances::Equal, Level::P95).unwrap();
    close(student.statistic, -2.697_061_271_357_806_2);
    close(student.p_value.value(), 0.024_511_382_927_068_965);
    close(student.interval.lower, -3.812_339_376_939_840_8);
    let welch = two_sample_t(&two, 0, 1, Variances::Unequal, Level::P95).unwrap();
    close(welch.df, 8.342_309_218_081_576_1);
    close(welch.p_value.value(), 0.027_090_361_097_540_046);
    close(welch.interval.upper, -0.299_229_694_133_568_92);
    let ratio = variance_ratio(&two, 0, 1, Level::P95).unwrap();
    close(ratio.statistic, 0.854_915_383_152_690_78);
    close(ratio.p_value.value(), 0.847_227_173_404_486_28);
    close(ratio.interval.lower, 0.091_293_507_125_837_406);
    close(ratio.interval.upper, 6.316_017_177_733_367_1);
}

#[test]
fn the_small_sample_correction_is_the_quotient_of_gamma_functions() {
    // mpmath, 50 digits
    for (df, j) in [
        (1.5, 0.390_276_218_869_176_306_95),
        (2.0, 0.564_189_583_547_756_286_95),
        (3.0, 0.723_601_254_558_267_659_36),
        (7.0, 0.888_202_907_672_751_190_3),
        (58.0, 0.987_003_581_027_977_401_42),
        (20_000.0, 0.999_962_499_453_116_211_12),
    ] {
        close(small_sample_correction(df), j);
    }
    assert_eq!(small_sample_correction(1.0), 0.0);
}

#[test]
fn a_shift_by_a_billion_changes_nothing() {
    let far = |values: &[f64]| -> Vec<f64> {
        values
            .iter()
            .map(|x| ((x + 1e9) * 10.0).round() / 10.0)
            .collect()
    };
    let (a, b, c) = (far(&A), far(&B), far(&C));
    let (near, far) = (groups(&[&A, &B, &C]), groups(&[&a, &b, &c]));
    assert_eq!(
        anova(&near).unwrap().statistic,
        anova(&far).unwrap().statistic
    );
    assert_eq!(
        welch_anova(&near).unwrap().statistic,
        welch_anova(&far).unwrap().statistic
    );
    assert_eq!(
        brown_forsythe(&near).unwrap(),
        brown_forsythe(&far).unwrap()
    );
}

#[test]
fn limits_are_limits_and_nothing_is_no_number() {
    let apart = groups(&[&[1.0, 1.0], &[2.0, 2.0]]);
    assert_eq!(anova(&apart).unwrap().statistic, f64::INFINITY);
    assert_eq!(anova(&apart).unwrap().p_value.value(), 0.0);
    assert_eq!(anova(&apart).unwrap().eta_squared, 1.0);
    assert_eq!(welch_anova(&apart), Err(Error::ConstantGroup { group: 0 }));
    assert_eq!(brown_forsythe_means(&apart), Err(Error::NoSpread));
    assert_eq!(levene(&apart), Err(Error::NoSpread));
    let test = two_sample_t(&apart, 0, 1, Variances::Unequal, Level::P95).unwrap();
    assert_eq!(
        (test.statistic, test.p_value.value()),
        (f64::NEG_INFINITY, 0.0)
    );
    let same = groups(&[&[0.1; 3], &[0.1; 4]]);
    assert_eq!(anova(&same), Err(Error::NoSpread));
    assert!(two_sample_t(&same, 0, 1, Variances::Unequal, Level::P95).is_err());
    let single = groups(&[&[1.0], &[2.0, 3.0]]);
    assert!(anova(&single).unwrap().statistic > 0.0);
    assert_eq!(
        welch_anova(&single),
        Err(Error::GroupTooSmall {
            group: 0,
            n: 1.0,
            needed: 2.0
        })
    );
    assert!(anova(&groups(&[&[1.0], &[2.0]])).is_err());
    // deviations from the mean are equal though the values are not: Levene has nothing to compare within groups
    let even = groups(&[&[0.1, 0.2], &[0.3, 0.7]]);
    assert_eq!(levene(&even).unwrap().statistic, f64::INFINITY);
}

proptest! {
    #[test]
    fn order_unit_and_counts_change_nothing(values in prop::collection::vec((0_usize..3, -500_i32..500), 9..40), exponent in -60_i32..60) {
        let mut samples: Vec<Vec<(f64, u64)>> = vec![vec![(0.0, 1), (1.0, 1)], vec![(3.0, 2)], vec![(-1.0, 1)]];
        for (group, value) in &values {
            samples[*group].push((f64::from(*value) / 4.0, 1));
        }
        let of = |samples: &[Vec<(f64, u64)>]| {
            Groups::new(samples.iter().map(|sample| Sample::new(sample.clone()).unwrap()).collect()).unwrap()
        };
        let unit = libm::ldexp(1.0, exponent);
        let scaled: Vec<Vec<(f64, u64)>> = samples.iter().map(|sample| sample.iter().map(|(x, n)| (x * unit, *n)).collect()).collect();
        let turned: Vec<Vec<(f64, u64)>> = samples.iter().map(|sample| sample.iter().rev().copied().collect()).collect();
        let wanted = anova(&of(&samples)).unwrap();
        prop_assert_eq!(&anova(&of(&turned)).unwrap(), &wanted);
        let found = anova(&of(&scaled)).unwrap();
        prop_assert!((found.statistic / wanted.statistic - 1.0).abs() < 1e-14 || found.statistic == wanted.statistic);
        // a textbook two-pass analysis in plain doubles
        let all: Vec<(usize, f64)> = samples.iter().enumerate().flat_map(|(group, sample)| sample.iter().flat_map(move |(x, n)| (0..*n).map(move |_| (group, *x)))).collect();
        let mean = |group: Option<usize>| {
            let held: Vec<f64> = all.iter().filter(|(of, _)| group.is_none_or(|group| group == *of)).map(|(_, x)| *x).collect();
            held.iter().sum::<f64>() / held.len() as f64
        };
        let within: f64 = all.iter().map(|(group, x)| (x - mean(Some(*group))).powi(2)).sum();
        let total: f64 = all.iter().map(|(_, x)| (x - mean(None)).powi(2)).sum();
        prop_assert!((wanted.sum_of_squares_within - within).abs() < 1e-9 * within);
        prop_assert!((wanted.sum_of_squares_total - total).abs() < 1e-9 * total);
    }
}

#[test]
fn intervals_of_effect_sizes_are_those_of_noncentral_distributions() {
    let near =
        |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 1e-9, "{found} {wanted}");
    let two = groups(&[&A, &B]);
    let found = standardized_difference(&two, 0, 1, Level::P95).unwrap();
    // SciPy 1.15: brentq over nct.cdf(t, 9, d), ncf.cdf(F, 2, 15, l), ncx2.cdf(H, 2, l)
    near(found.cohens_d.estimate, -1.633_151_702_649_818_8);
    near(found.cohens_d.interval.lower, -3.001_601_269_637_905_3);
    near(found.cohens_d.interval.upper, -0.201_010_247_711_764_48);
    close(
        found.hedges_g.estimate,
        found.cohens_d.estimate * small_sample_correction(9.0),
    );
    let three = anova(&groups(&[&A, &B, &C])).unwrap();
    let share = explained_share(three.statistic, 2.0, 15.0, 18.0, Level::P95);
    near(share.lower, 0.230_796_954_862_568_04);
    near(share.upper, 0.772_646_894_231_735_6);
    let share = chi_squared_share(10.775_549_640_145_927_2, 2.0, 17.0, Level::P95);
    near(share.lower, 0.065_535_275_868_108_21);
    assert_eq!(share.upper, 1.0);
    // nothing between the groups: from 0 on
    assert_eq!(explained_share(0.0, 2.0, 15.0, 18.0, Level::P95).lower, 0.0);
    assert_eq!(
        explained_share(f64::INFINITY, 2.0, 15.0, 18.0, Level::P95).lower,
        1.0
    );
    let apart = groups(&[&[1.0, 1.0], &[2.0, 2.0]]);
    assert_eq!(
        standardized_difference(&apart, 0, 1, Level::P95),
        Err(Error::NoSpread)
    );
    assert_eq!(
        glass_delta(&apart, 0, 1, Level::P95),
        Err(Error::ConstantGroup { group: 1 })
    );
    let glass = glass_delta(&two, 0, 1, Level::P95).unwrap();
    close(
        glass.estimate * two.standard_deviation(1).unwrap(),
        two.mean(0) - two.mean(1),
    );
    assert!(glass.interval.lower < glass.estimate && glass.estimate < glass.interval.upper);
}

#[test]
fn comparisons_of_all_pairs_as_in_r() {
    // TukeyHSD(aov(y ~ g)), whose ptukey and qtukey stop at about eight digits
    let near =
        |found: f64, wanted: f64| assert!((found / wanted - 1.0).abs() < 1e-7, "{found} {wanted}");
    let three = groups(&[&A, &B, &C]);
    let found = tukey_hsd(&three, Level::P95).unwrap();
    let pair = |index: usize| found[index].1.clone().unwrap();
    near(pair(0).p_value.value(), 0.024_558_149_469_606_771);
    assert!((pair(0).interval.upper / -0.257_832_877_525_836_5 - 1.0).abs() < 1e-7);
    near(pair(2).p_value.value(), 0.000_278_565_579_634_790_02);
    // two groups: Games and Howell's is Welch's test
    let two = groups(&[&A, &B]);
    let (_, found) = &games_howell(&two, Level::P95).unwrap()[0];
    let welch = two_sample_t(&two, 0, 1, Variances::Unequal, Level::P95).unwrap();
    let found = found.as_ref().unwrap();
    near(found.p_value.value(), welch.p_value.value());
    near(found.interval.lower, welch.interval.lower);
    // a pair without any spread leaves the others as they are
    let mixed = groups(&[&[1.0, 1.0], &[1.0, 1.0], &A]);
    let found = games_howell(&mixed, Level::P95).unwrap();
    assert_eq!(found[0].1, Err(Error::NoSpread));
    assert!(found[1].1.is_ok());
}
