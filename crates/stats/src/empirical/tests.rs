use proptest::prelude::*;

use super::*;
use crate::Level;

fn one(value: f64, weight: f64) -> Observation {
    Observation {
        value,
        rows: 1,
        weight,
    }
}

const RULES: [QuantileRule; 9] = [
    QuantileRule::Type1,
    QuantileRule::Type2,
    QuantileRule::Type3,
    QuantileRule::Type4,
    QuantileRule::Type5,
    QuantileRule::Type6,
    QuantileRule::Type7,
    QuantileRule::Type8,
    QuantileRule::Type9,
];

fn of(values: &[f64]) -> Distribution {
    Distribution::new(values.iter().map(|&value| one(value, 1.0)))
        .unwrap()
        .unwrap()
}

#[test]
fn the_nine_types() {
    // numpy: quantile(x, 0.3, method=...) for the nine methods in the order of Hyndman and Fan
    let distribution = of(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]);
    let expected = [
        4.0,
        4.0,
        2.0,
        2.2,
        3.2,
        2.8,
        3.6,
        3.066_666_666_666_666_7,
        3.1,
    ];
    for (rule, expected) in RULES.into_iter().zip(expected) {
        let found = distribution.quantile(0.3, rule).unwrap();
        assert!(
            (found - expected).abs() < 1e-12,
            "{rule:?}: {found} instead of {expected}"
        );
    }
}

#[test]
fn hinges_are_medians_of_the_halves() {
    // by hand: medians of the halves, the median in both where n is odd
    assert_eq!(of(&[1.0, 2.0, 3.0, 4.0, 5.0]).hinges(), (2.0, 4.0));
    assert_eq!(of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).hinges(), (2.0, 5.0));
    assert_eq!(of(&[7.0]).hinges(), (7.0, 7.0));
}

#[test]
fn whiskers_stop_at_the_farthest_value_inside_the_fences() {
    let plot = of(&[1.0, 10.0, 11.0, 12.0, 13.0, 14.0, 40.0]).box_plot(Some(QuantileRule::Type7));
    assert_eq!((plot.lower_whisker, plot.upper_whisker), (10.0, 14.0));
    assert_eq!((plot.minimum, plot.maximum), (1.0, 40.0));
}

#[test]
fn small_weights_do_not_shift_the_quartiles() {
    let light = Distribution::new((1..=6).map(|value| one(f64::from(value), 0.1)))
        .unwrap()
        .unwrap();
    let plain = of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(light.median(), 3.5);
    assert_eq!(
        light.box_plot(Some(QuantileRule::Type7)),
        plain.box_plot(Some(QuantileRule::Type7))
    );
    // the inverse of the weighted distribution function: 1.5 of 6 is a quarter
    let heavy = Distribution::new((1..=4).map(|value| one(f64::from(value), 1.5)))
        .unwrap()
        .unwrap();
    assert_eq!(heavy.quantile(0.25, QuantileRule::Type1), Ok(1.0));
    assert_eq!(heavy.quantile(0.75, QuantileRule::Type1), Ok(3.0));
}

proptest! {
    #[test]
    fn weights_count_by_their_ratios_and_keep_the_order(values in prop::collection::vec((-20i32..20, 0.01..5.0f64), 1..30), factor in 0.01..50.0f64) {
        let weigh = |factor: f64| {
            Distribution::new(values.iter().map(|&(value, weight)| one(f64::from(value), weight * factor))).unwrap().unwrap()
        };
        let (plain, scaled) = (weigh(1.0), weigh(factor));
        for rule in RULES.into_iter().map(Some).chain([None]) {
            let (plot, other) = (plain.box_plot(rule), scaled.box_plot(rule));
            prop_assert!((plot.lower_quartile - other.lower_quartile).abs() < 1e-6);
            prop_assert!((plot.median - other.median).abs() < 1e-6);
            prop_assert!(plot.minimum <= plot.lower_quartile && plot.lower_quartile <= plot.median + 1e-12);
            prop_assert!(plot.median <= plot.upper_quartile + 1e-12 && plot.upper_quartile <= plot.maximum);
        }
    }

    #[test]
    fn whole_weights_are_repetitions(values in prop::collection::vec((0i32..20, 1u32..5), 1..20), p in 0.0..=1.0f64) {
        let weighted = Distribution::new(values.iter().map(|&(value, weight)| one(f64::from(value), f64::from(weight)))).unwrap().unwrap();
        let repeated: Vec<f64> = values.iter().flat_map(|&(value, weight)| std::iter::repeat_n(f64::from(value), weight as usize)).collect();
        let repeated = of(&repeated);
        for rule in RULES {
            prop_assert_eq!(weighted.quantile(p, rule).unwrap(), repeated.quantile(p, rule).unwrap());
        }
        prop_assert_eq!(weighted.median(), repeated.median());
        prop_assert_eq!(weighted.hinges(), repeated.hinges());
    }

    #[test]
    fn the_median_is_the_obvious_one(values in prop::collection::vec(-50i32..50, 1..40)) {
        let mut sorted: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        let obvious = if n % 2 == 1 { sorted[n / 2] } else { (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0 };
        prop_assert_eq!(of(&sorted).median(), obvious);
    }
}

fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 4e-16 * expected.abs(),
        "{found} instead of {expected}"
    );
}

#[test]
fn centre_and_spread_of_ten_numbers() {
    let ten = of(&[1.0, 2.0, 2.0, 3.0, 5.0, 8.0, 8.0, 13.0, 21.0, 34.0]);
    // fractions: kept weights 1/2, 1, ..., 1, 1/2 and 1/2, 1, 1, 1, 1, 1/2
    close(
        ten.trimmed_mean(0.05, Trim::Fractional).unwrap(),
        159.0 / 18.0,
    );
    close(ten.trimmed_mean(0.25, Trim::Fractional).unwrap(), 6.3);
    // scipy: trim_mean(x, 0.25), mstats.winsorize(x, (0.2, 0.2)), median_abs_deviation(x)
    close(ten.trimmed_mean(0.25, Trim::Whole).unwrap(), 6.5);
    let winsorized = ten.winsorized(0.2).unwrap();
    close(winsorized.mean().unwrap(), 6.9);
    close(winsorized.variance().unwrap(), 22.766_666_666_666_666);
    assert_eq!(ten.median_absolute_deviation(), 4.5);
    assert_eq!(ten.modes(), [2.0, 8.0]);
    // mpmath, 40 digits
    close(ten.geometric_mean().unwrap(), 5.691_113_917_416_502_6);
    close(ten.harmonic_mean().unwrap(), 3.404_501_923_789_333);
    // scipy: binom.cdf(1, 10, 0.5) = 0.0107421875, binom.cdf(2, 10, 0.5) = 0.0546875
    let interval = ten.median_interval(Level::P95).unwrap();
    assert_eq!((interval.lower, interval.upper), (2.0, 21.0));
    assert_eq!(interval.coverage, 1.0 - 2.0 * 0.010_742_187_5);
    assert_eq!(
        of(&[1.0, 2.0, 3.0, 4.0, 5.0]).median_interval(Level::P95),
        None
    );
}

#[test]
fn median_interval_of_more_cases_than_whole_numbers_tell_apart() {
    // above 2^53 two neighbouring numbers are further apart than 1
    let count = 2.0_f64.powi(55);
    let answers = [1.0, 2.0, 3.0].map(|value| one(value, count));
    let interval = Distribution::new(answers)
        .unwrap()
        .unwrap()
        .median_interval(Level::P95)
        .unwrap();
    assert_eq!((interval.lower, interval.upper), (2.0, 2.0));
}

#[test]
fn decimals_lose_nothing_far_from_zero() {
    let values = [0.1, 0.2, 0.4, 0.8].map(|value| (1e12 + value, 1, 1.0));
    let far = Distribution::of_decimals(&values, 1).unwrap().unwrap();
    close(far.range(), 0.7);
    close(far.interquartile_range(Some(QuantileRule::Type7)), 0.325);
    close(far.median_absolute_deviation(), 0.15);
    assert_eq!(far.maximum(), 1e12 + 0.8);
}

#[test]
fn a_share_of_all_values_is_the_decimal_it_is_written_as() {
    // 0.29 * 100 < 29 and 0.07 * 100 > 7 in doubles
    let hundred = of(&(1..=100).map(f64::from).collect::<Vec<_>>());
    for (p, inverse, averaged) in [(0.29, 29.0, 29.5), (0.07, 7.0, 7.5), (0.57, 57.0, 57.5)] {
        assert_eq!(hundred.quantile(p, QuantileRule::Type1), Ok(inverse));
        assert_eq!(hundred.quantile(p, QuantileRule::Type2), Ok(averaged));
    }
    // a third of nine has no decimal
    let nine = of(&(1..=9).map(f64::from).collect::<Vec<_>>());
    assert_eq!(nine.quantile(1.0 / 3.0, QuantileRule::Type2), Ok(3.5));
    // counts up to 2^53 are told apart
    let half = 4_503_599_627_370_496.0;
    let many = Distribution::new([one(1.0, half), one(2.0, half)])
        .unwrap()
        .unwrap();
    assert_eq!(many.median(), 1.5);
    let many = Distribution::new([one(1.0, half - 1.0), one(2.0, half)])
        .unwrap()
        .unwrap();
    assert_eq!(many.median(), 2.0);
}

#[test]
fn huge_and_tiny_values_have_a_middle() {
    assert_eq!(of(&[-1.7e308, 1.7e308]).median(), 0.0);
    close(of(&[1.6e308, 1.7e308]).median(), 1.65e308);
    assert_eq!(of(&[5e-324, 1.5e-323]).median(), 1e-323);
    close(of(&[1e300, 1e302]).geometric_mean().unwrap(), 1e301);
    close(of(&[1e-300, 1e300]).geometric_mean().unwrap(), 1.0);
    close(of(&[1e300, 3e300]).harmonic_mean().unwrap(), 1.5e300);
    assert_eq!(of(&[0.0, 1.0]).geometric_mean(), None);
    assert_eq!(of(&[-1.0, 1.0]).harmonic_mean(), None);
}

proptest! {
    #[test]
    fn distances_from_the_median_are_sorted_by_the_merge(values in prop::collection::vec((-20i32..20, 1u32..4), 1..30)) {
        let weighted = Distribution::new(values.iter().map(|&(value, weight)| one(f64::from(value), f64::from(weight)))).unwrap().unwrap();
        let median = weighted.median();
        let distances: Vec<f64> = values
            .iter()
            .flat_map(|&(value, weight)| std::iter::repeat_n((f64::from(value) - median).abs(), weight as usize))
            .collect();
        prop_assert_eq!(weighted.median_absolute_deviation(), of(&distances).median());
    }

    #[test]
    fn trimmed_means_move_with_the_values(values in prop::collection::vec(-20i32..20, 1..40), shift in -50i32..50, share in 0.0..0.49f64) {
        let plain = of(&values.iter().map(|value| f64::from(*value)).collect::<Vec<_>>());
        let moved = of(&values.iter().map(|value| f64::from(value + shift)).collect::<Vec<_>>());
        for trim in [Trim::Fractional, Trim::Whole] {
            let (one, two) = (plain.trimmed_mean(share, trim).unwrap(), moved.trimmed_mean(share, trim).unwrap());
            prop_assert!((one + f64::from(shift) - two).abs() < 1e-12);
            prop_assert!(plain.minimum() <= one && one <= plain.maximum());
        }
        // the obvious way: sort, drop, add
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let cut = (share * values.len() as f64).floor() as usize;
        let kept = &sorted[cut..sorted.len() - cut];
        let mean = f64::from(kept.iter().sum::<i32>()) / kept.len() as f64;
        prop_assert!((plain.trimmed_mean(share, Trim::Whole).unwrap() - mean).abs() < 1e-12);
    }
}
