use proptest::prelude::*;

use super::*;

fn close(found: f64, expected: f64, tolerance: f64) {
    let error = ((found - expected) / expected).abs();
    assert!(
        error <= tolerance,
        "{found} instead of {expected}: {error:e}"
    );
}

#[test]
fn equals_the_textbook_figures() {
    // by hand: sum 40, squared deviations 32
    let moments = Moments::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    assert_eq!(moments.mean(), Some(5.0));
    assert_eq!(moments.variance(), Some(32.0 / 7.0));
    // mpmath, 60 digits, from the definitions
    let (one, two, three) = (ShapeRule::Type1, ShapeRule::Type2, ShapeRule::Type3);
    assert_eq!(moments.skewness(one), Some(0.65625));
    close(
        moments.skewness(two).unwrap(),
        0.818_487_553_356_799_678_1,
        1e-15,
    );
    close(
        moments.skewness(three).unwrap(),
        0.537_132_456_890_399_788_75,
        1e-15,
    );
    assert_eq!(moments.kurtosis(one), Some(-0.21875));
    close(moments.kurtosis(two).unwrap(), 0.940625, 1e-15);
    close(moments.kurtosis(three).unwrap(), -0.870_605_468_75, 1e-15);
    close(
        moments.skewness_standard_error().unwrap(),
        0.752_101_433_090_354_945_02,
        1e-15,
    );
    close(
        moments.kurtosis_standard_error().unwrap(),
        1.480_880_478_974_246_255_8,
        1e-15,
    );
}

#[test]
fn the_mean_has_an_interval_and_neighbours_are_compared() {
    let moments = Moments::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    // mpmath: 5 -+ t(0.975, 7) sqrt(32 / 7 / 8)
    let interval = moments.mean_interval(Level::P95).unwrap();
    close(interval.lower, 3.212512081763789105, 1e-15);
    close(interval.upper, 6.787487918236210895, 1e-15);
    assert_eq!(moments.sum(), Some(40.0));
    // by hand: (3 + 1 + 1 + 0 + 0 + 0 + 8) / 32; a gap before the last takes its 8 away
    let exactly = |values: [f64; 8]| values.map(|value| Some(Dd::from(value)));
    let values = exactly([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    assert_eq!(lag_one_autocorrelation(values, &moments), Some(13.0 / 32.0));
    let with_gap = values
        .into_iter()
        .take(7)
        .chain([None])
        .chain(values.into_iter().skip(7));
    assert_eq!(
        lag_one_autocorrelation(with_gap, &moments),
        Some(5.0 / 32.0)
    );
    let constant = Moments::of(&[3.0; 8]);
    assert_eq!(lag_one_autocorrelation(exactly([3.0; 8]), &constant), None);
}

#[test]
fn degenerate_input_has_no_figures() {
    let nothing = Moments::new();
    assert_eq!(
        (nothing.mean(), nothing.variance(), nothing.n()),
        (None, None, 0)
    );
    assert_eq!(nothing.skewness(ShapeRule::Type1), None);
    let one = Moments::of(&[3.0]);
    assert_eq!(
        (one.mean(), one.variance(), one.standard_error()),
        (Some(3.0), None, None)
    );
    assert_eq!(one.skewness(ShapeRule::Type3), None);
    let constant = Moments::of_decimals(&[0.1; 5000], 1);
    assert_eq!(
        (constant.mean(), constant.standard_deviation()),
        (Some(0.1), Some(0.0))
    );
    assert_eq!(constant.kurtosis(ShapeRule::Type2), None);
    let long = Moments::of_decimals(&[0.1; 50_000], 1);
    assert_eq!(
        (long.mean(), long.standard_deviation()),
        (Some(0.1), Some(0.0))
    );
    for wrong in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let infinite = Moments::of(&[1.0, wrong]);
        assert_eq!(
            (infinite.mean(), infinite.standard_deviation(), infinite.n()),
            (None, None, 2)
        );
    }
    let weighted = Moments::of_frequencies(&[(1.0, 1, 0.0), (7.0, 1, -2.0), (4.0, 2, 2.0)]);
    assert_eq!(
        (weighted.mean(), weighted.n(), weighted.variance()),
        (Some(4.0), 2, Some(0.0))
    );
}

#[test]
fn huge_and_tiny_values_keep_their_spread() {
    // exact: deviations -1, 0, 1 in units of the scale
    for scale in [1e300, 1e-200, 5e-320] {
        let moments = Moments::of(&[scale, 2.0 * scale, 3.0 * scale]);
        assert_eq!(moments.mean(), Some(2.0 * scale));
        assert_eq!(moments.standard_deviation(), Some(scale));
        assert_eq!(moments.variance(), None, "beyond the range of doubles");
        assert_eq!(moments.skewness(ShapeRule::Type1), Some(0.0));
        close(moments.kurtosis(ShapeRule::Type1).unwrap(), -1.5, 1e-15);
    }
    // what vanishes beside the rest still counts: 1e16 + 1 - 1e16 + 3
    assert_eq!(Moments::of(&[1e16, 1.0, -1e16, 3.0]).mean(), Some(1.0));
    assert_eq!(Moments::of(&[1e100, 1.0, -1e100, 3.0]).mean(), Some(1.0));
    let mut parts = Moments::of(&[1e300, -1e300]);
    parts.merge(&Moments::of(&[1e-300, 2e-300]));
    assert_eq!(parts.n(), 4);
    close(
        parts.standard_deviation().unwrap(),
        1e300 * (2.0_f64 / 3.0).sqrt(),
        1e-15,
    );
}

/// Sets of Simon and Lesage (1989), as NIST has them: nine groups, each of its centre and pairs 0.1 to either side.
fn simon_lesage(offset: f64, pairs: usize) -> Vec<Moments> {
    let groups = [4.0, 3.0, 5.0, 3.0, 5.0, 3.0, 5.0, 3.0, 5.0].into_iter();
    let of_group = |tenths: f64| {
        let around = [
            (tenths - 1.0) / 10.0 + offset,
            (tenths + 1.0) / 10.0 + offset,
        ];
        let values: Vec<f64> = std::iter::once(tenths / 10.0 + offset)
            .chain(around.into_iter().cycle().take(2 * pairs))
            .collect();
        Moments::of_decimals(&values, 1)
    };
    groups.map(of_group).collect()
}

#[test]
fn analysis_of_variance_of_the_nist_sets_is_right_to_the_last_digit() {
    // NIST StRD SmLs01-09, certified: F = 21, 201, 2001 whatever the offset, residual standard deviation 0.1
    for offset in [1.0, 1e6, 1e12] {
        for (pairs, f) in [(10, 21.0), (100, 201.0), (1000, 2001.0)] {
            let groups = simon_lesage(offset, pairs);
            let within: Dd = groups.iter().map(Moments::sum_of_squares).sum();
            let whole = Moments::merged(groups.iter().copied());
            let between = whole.sum_of_squares() - within;
            let residual = within / (whole.weight() - 9.0);
            close((between / 8.0 / residual).value(), f, 1e-15);
            close(residual.sqrt().value(), 0.1, 1e-15);
        }
    }
}

#[test]
fn univariate_sets_of_nist_are_right_to_the_last_digit() {
    // NIST StRD NumAcc2-4, certified: mean offset + 0.2, standard deviation 0.1
    for offset in [1.0, 1e6, 1e7] {
        let mut values = vec![offset + 0.2];
        for _ in 0..500 {
            values.extend([offset + 0.1, offset + 0.3]);
        }
        for times in [1, 40] {
            let long = values.repeat(times);
            let moments = Moments::of_decimals(&long, 1);
            close(moments.mean().unwrap(), offset + 0.2, 2e-16);
            let exact = (0.01 * 1000.0 * times as f64 / (1001.0 * times as f64 - 1.0)).sqrt();
            close(moments.standard_deviation().unwrap(), exact, 1e-15);
        }
    }
}

/// The same figures from one pass in double-double over all values: the oracle of the blocks.
fn plainly(values: &[f64]) -> Moments {
    let seen: Vec<(Dd, u64, f64)> = values
        .iter()
        .map(|value| (Dd::from(*value), 1, 1.0))
        .collect();
    exact::moments(&seen)
}

/// A few thousand numbers without structure, from a generator of Lehmer's.
fn scattered(n: usize, seed: u64) -> impl Iterator<Item = f64> {
    let mut state = seed * 2 + 1;
    std::iter::repeat_with(move || {
        state = state * 48_271 % 2_147_483_647;
        state as f64 / 2_147_483_647.0
    })
    .take(n)
}

#[test]
fn a_long_constant_has_no_spread() {
    for value in [0.0, 0.1, 1e300, -5e-324] {
        let moments = Moments::of(&[value; 40_000]);
        assert_eq!(moments, plainly(&[value; 40_000]));
        assert_eq!(moments.mean(), Some(value));
        assert_eq!(moments.standard_deviation(), Some(0.0));
    }
}

#[test]
fn blocks_give_what_the_plain_way_gives() {
    let uniform: Vec<f64> = scattered(100_003, 7).collect();
    let skewed: Vec<f64> = uniform.iter().map(|u| 1.0 / (1e-3 + u)).collect();
    let shifted: Vec<f64> = uniform.iter().map(|u| 1e9 + u).collect();
    let huge: Vec<f64> = uniform.iter().map(|u| 1e307 * u).collect();
    let tiny: Vec<f64> = uniform.iter().map(|u| 1e-300 * u).collect();
    let mut opposed: Vec<f64> = uniform.iter().map(|u| u + 1e15).collect();
    opposed.extend(uniform.iter().map(|u| u - 1e15));
    // means far below the spread, around zero and around a centre; values that are not where a sample suggests
    let balanced: Vec<f64> = uniform.iter().flat_map(|u| [u - 1e-9, -u]).collect();
    let rising: Vec<f64> = (0..100_003).map(|at| 1e6 + f64::from(at) / 3.0).collect();
    let mut outlying = shifted.clone();
    outlying[1] = -1e13;
    for values in [
        uniform, skewed, shifted, huge, tiny, opposed, balanced, rising, outlying,
    ] {
        let (fast, plain) = (Moments::of(&values), plainly(&values));
        close(fast.mean().unwrap(), plain.mean().unwrap(), 1e-15);
        close(
            fast.standard_deviation().unwrap(),
            plain.standard_deviation().unwrap(),
            1e-15,
        );
        let error =
            fast.skewness(ShapeRule::Type1).unwrap() - plain.skewness(ShapeRule::Type1).unwrap();
        assert!(error.abs() < 1e-13, "{error:e}");
        close(
            fast.kurtosis(ShapeRule::Type1).unwrap() + 3.0,
            plain.kurtosis(ShapeRule::Type1).unwrap() + 3.0,
            1e-14,
        );
    }
}

proptest! {
    #[test]
    fn a_table_gives_what_the_rows_give(values in prop::collection::vec(-9i32..9, 2..60)) {
        let mut counts = [(0.0, 0u64, 0.0); 18];
        for value in &values {
            let entry = &mut counts[(value + 9) as usize];
            *entry = (f64::from(*value), entry.1 + 1, entry.2 + 1.0);
        }
        let table = Moments::of_frequencies(&counts);
        let rows: Moments = values.iter().map(|value| f64::from(*value)).collect();
        prop_assert_eq!(table.mean(), Some(f64::from(values.iter().sum::<i32>()) / values.len() as f64));
        prop_assert_eq!(table.variance(), rows.variance());
        prop_assert_eq!(table.skewness(ShapeRule::Type1), rows.skewness(ShapeRule::Type1));
        prop_assert_eq!(table.n(), rows.n());
    }

    #[test]
    fn parts_merged_are_the_whole(values in prop::collection::vec(-1e3..1e3f64, 2..60), cut in 0usize..60) {
        let cut = cut.min(values.len());
        let whole = Moments::of(&values);
        let mut merged = Moments::of(&values[..cut]);
        merged.merge(&Moments::of(&values[cut..]));
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1e-14 * (1e-6 + b.abs()),
            (a, b) => a == b,
        };
        prop_assert_eq!(merged.n(), whole.n());
        prop_assert!(near(merged.mean(), whole.mean()));
        prop_assert!(near(merged.variance(), whole.variance()));
        prop_assert!(near(merged.skewness(ShapeRule::Type1), whole.skewness(ShapeRule::Type1)));
        prop_assert!(near(merged.kurtosis(ShapeRule::Type1), whole.kurtosis(ShapeRule::Type1)));
    }

    #[test]
    fn order_does_not_matter(values in prop::collection::vec(-1e3..1e3f64, 2..60)) {
        let mut reversed = values.clone();
        reversed.reverse();
        let (one, other) = (Moments::of(&values), Moments::of(&reversed));
        prop_assert_eq!(one.mean(), other.mean());
        prop_assert_eq!(one.standard_deviation(), other.standard_deviation());
    }

    #[test]
    fn shift_and_scale(values in prop::collection::vec(-1000i32..1000, 4..60), shift in -1000i32..1000, power in -300i32..300) {
        let plain: Moments = values.iter().map(|value| f64::from(*value)).collect();
        let shifted: Moments = values.iter().map(|value| f64::from(value + shift)).collect();
        let factor = libm::scalbn(1.0, power);
        let scaled: Moments = values.iter().map(|value| f64::from(*value) * factor).collect();
        prop_assert_eq!(shifted.standard_deviation(), plain.standard_deviation());
        let deviation = plain.standard_deviation().map(|deviation| deviation * factor);
        prop_assert_eq!(scaled.standard_deviation(), deviation);
        let (one, two) = (plain.skewness(ShapeRule::Type2), scaled.skewness(ShapeRule::Type2));
        prop_assert!(one.zip(two).is_none_or(|(one, two)| (one - two).abs() <= 1e-15 * (1.0 + one.abs())));
    }
}
