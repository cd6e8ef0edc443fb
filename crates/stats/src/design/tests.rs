//! Reference values of a small sample worked out in 50 digits, and what must hold for every sample.

use proptest::prelude::*;

use super::*;
use crate::{Error, Level};

const Y: [f64; 10] = [3.0, 5.0, 2.0, 8.0, 7.0, 6.0, 1.0, 4.0, 9.0, 5.0];
const G: [usize; 10] = [1, 1, 2, 2, 1, 2, 1, 1, 2, 2];
const STRATA: [usize; 10] = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
const CLUSTERS: [usize; 10] = [1, 1, 2, 3, 3, 1, 1, 2, 2, 3];
const WEIGHTS: [f64; 10] = [2.0, 2.0, 3.0, 2.5, 2.5, 4.0, 4.0, 5.0, 5.0, 3.0];
const SIZES: [f64; 10] = [12.0, 12.0, 12.0, 12.0, 12.0, 20.0, 20.0, 20.0, 20.0, 20.0];

fn sample() -> Sample<'static> {
    Sample {
        weights: WEIGHTS.to_vec(),
        strata: Some(&STRATA),
        clusters: Some(&CLUSTERS),
        population: Population::Sizes(&SIZES),
        ..Sample::default()
    }
}

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

fn near(found: f64, truth: f64) {
    assert!(
        (found / truth - 1.0).abs() < 2e-15,
        "{found:?} for {truth:?}"
    );
}

#[test]
fn equals_the_formulas_in_fifty_digits() {
    // mpmath from the definitions, 50 digits
    let design = SurveyDesign::new(sample()).unwrap();
    assert_eq!(
        (design.units(), design.strata(), design.df()),
        (6.0, 2, 4.0)
    );
    let mean = design.mean(&some(&Y)).unwrap();
    near(mean.value, 5.075_757_575_757_576);
    near(mean.standard_error, 0.825_236_641_530_267_1);
    near(
        mean.design_effect_with_replacement.unwrap(),
        0.918_074_764_671_261_6,
    );
    near(mean.design_effect.unwrap(), 1.317_237_705_832_679_7);
    let total = design.total(&some(&Y)).unwrap();
    near(total.value, 167.5);
    near(total.standard_error, 47.948_800_819_207_15);
    let x: Vec<f64> = G.iter().map(|g| *g as f64).collect();
    let ratio = design.ratio(&some(&Y), &some(&x)).unwrap();
    near(ratio.value, 3.316_831_683_168_317);
    near(ratio.standard_error, 0.596_698_576_405_796_98);
    let with_replacement = SurveyDesign::new(Sample {
        population: Population::Infinite,
        ..sample()
    })
    .unwrap();
    near(
        with_replacement.mean(&some(&Y)).unwrap().standard_error,
        0.917_438_784_858_638_2,
    );
    let fractions: Vec<f64> = SIZES.iter().map(|size| 3.0 / size).collect();
    let drawn = SurveyDesign::new(Sample {
        population: Population::Fractions(&fractions),
        ..sample()
    })
    .unwrap();
    near(
        drawn.mean(&some(&Y)).unwrap().standard_error,
        0.825_236_641_530_267_1,
    );
}

#[test]
fn domains_and_their_difference() {
    // mpmath from the definitions, 50 digits
    let design = SurveyDesign::new(sample()).unwrap();
    let inside: Vec<Option<f64>> = Y
        .iter()
        .zip(G)
        .map(|(y, g)| (g == 1).then_some(*y))
        .collect();
    let mean = design.mean(&inside).unwrap();
    near(mean.value, 3.709_677_419_354_838_7);
    near(mean.standard_error, 0.815_090_780_975_722);
    let means = design.means(&some(&Y), &G, 2).unwrap();
    let difference = means.difference(0, 1);
    near(difference.difference, -2.576_036_866_359_447);
    near(difference.standard_error, 0.955_337_104_618_573_5);
    near(difference.statistic.unwrap(), -2.696_468_978_233_554);
    assert_eq!(difference.df, 3.0);
    let p = difference.p_value.unwrap().value();
    assert!((p / 0.074_007_075_764_924_14 - 1.0).abs() < 1e-13, "{p}");
    // with two groups Wald's F is the square of t
    let wald = means.equality().unwrap();
    near(wald.statistic, 2.696_468_978_233_554_f64.powi(2));
    assert!((wald.p_value.value() / p - 1.0).abs() < 1e-12);
}

#[test]
fn rao_and_scott() {
    // mpmath from the definitions, 50 digits; with one contrast Δ is a number
    let design = SurveyDesign::new(sample()).unwrap();
    let columns: Vec<usize> = Y.iter().map(|y| if *y > 4.0 { 1 } else { 2 }).collect();
    let test = design.rao_scott(&G, &columns, 2, 2).unwrap();
    near(test.pearson, 2.954_298_187_865_978_3);
    near(test.mean_design_effect, 0.250_589_086_587_658_1);
    near(test.statistic, 11.789_412_811_609_18);
    near(test.first_order, 11.789_412_811_609_18);
    assert_eq!((test.df1, test.df2), (1.0, 4.0));
    // R 4.2, survey 4.1-1: svychisq(~g + k, design) and regTermTest(svyglm(y ~ k, design), ~k)
    let k = [1, 2, 2, 1, 2, 1, 2, 1, 1, 2];
    let test = design.rao_scott(&G, &k, 2, 2).unwrap();
    assert!((test.statistic / 0.391_820_823_625_791_96 - 1.0).abs() < 1e-12);
    assert!((test.p_value.unwrap().value() / 0.565_288_200_504_501_8 - 1.0).abs() < 1e-12);
    let wald = design.means(&some(&Y), &k, 2).unwrap().equality().unwrap();
    assert!((wald.statistic / 6.336_285_775_876_292 - 1.0).abs() < 1e-12);
    assert!((wald.p_value.value() / 0.086_389_122_486_940_56 - 1.0).abs() < 1e-12);
}

#[test]
fn the_table_of_weights_gives_the_test_of_the_rows() {
    let design = SurveyDesign::new(Sample {
        weights: WEIGHTS.to_vec(),
        ..Sample::default()
    })
    .unwrap();
    // the last row has no answer to one of the variables
    let columns = [1, 2, 3, 1, 2, 3, 2, 1, 3, 0];
    let rows = design.rao_scott(&G, &columns, 2, 3).unwrap();
    let mut cells = [CellWeights::default(); 6];
    for (row, column) in columns.iter().enumerate().take(9) {
        let cell = &mut cells[(G[row] - 1) * 3 + column - 1];
        cell.n += 1;
        cell.weight += WEIGHTS[row];
        cell.squares += WEIGHTS[row] * WEIGHTS[row];
    }
    let table = rao_scott_of_weights(&cells, 2, 3, 10).unwrap();
    near(table.statistic, rows.statistic);
    near(table.df1, rows.df1);
    near(table.pearson, rows.pearson);
    assert_eq!((table.n, table.df2 / table.df1), (9, rows.df2 / rows.df1));
}

#[test]
fn what_is_no_design_names_the_stratum() {
    let lonely = Sample {
        weights: vec![1.0; 3],
        strata: Some(&[4, 4, 7]),
        ..Sample::default()
    };
    assert_eq!(
        SurveyDesign::new(lonely.clone()).unwrap_err(),
        Error::LonelyUnit { stratum: 7 }
    );
    // drawn with certainty: nothing to estimate
    let certain = Sample {
        population: Population::Sizes(&[5.0, 5.0, 1.0]),
        ..lonely.clone()
    };
    assert!(SurveyDesign::new(certain).is_ok());
    let small = Sample {
        population: Population::Sizes(&[1.0, 1.0, 1.0]),
        ..lonely.clone()
    };
    assert_eq!(
        SurveyDesign::new(small).unwrap_err(),
        Error::InvalidPopulation {
            stratum: 4,
            sampled: 2.0,
            population: 1.0
        }
    );
    let uneven = Sample {
        population: Population::Sizes(&[5.0, 6.0, 1.0]),
        ..lonely.clone()
    };
    assert!(matches!(
        SurveyDesign::new(uneven).unwrap_err(),
        Error::InvalidPopulation { stratum: 4, .. }
    ));
    assert_eq!(
        SurveyDesign::new(Sample {
            weights: vec![0.0; 2],
            ..Sample::default()
        })
        .unwrap_err(),
        Error::NoWeight
    );
    assert!(matches!(
        SurveyDesign::new(Sample {
            weights: vec![1.0, f64::NAN],
            ..Sample::default()
        })
        .unwrap_err(),
        Error::InvalidWeight { row: 1, .. }
    ));
    // by hand: z = 1, 2 | 6 (stratum 7); the mean of all is 3: 2 (1/4 + 1/4) of stratum 4, 9 of stratum 7
    let centred = SurveyDesign::new(Sample {
        lonely: LonelyPsu::Centred,
        ..lonely.clone()
    })
    .unwrap();
    let total = centred.total(&some(&[1.0, 2.0, 6.0])).unwrap();
    near(total.standard_error, 10f64.sqrt());
    let ignored = SurveyDesign::new(Sample {
        lonely: LonelyPsu::Certainty,
        ..lonely
    })
    .unwrap();
    near(
        ignored
            .total(&some(&[1.0, 2.0, 6.0]))
            .unwrap()
            .standard_error,
        1.0,
    );
}

#[test]
fn offsets_and_magnitudes_cost_no_digits() {
    let design = SurveyDesign::new(sample()).unwrap();
    let plain = design.mean(&some(&Y)).unwrap().standard_error;
    let far: Vec<f64> = Y.iter().map(|y| y + 1e12).collect();
    near(design.mean(&some(&far)).unwrap().standard_error, plain);
    for factor in [2f64.powi(-900), 2f64.powi(900)] {
        let scaled: Vec<f64> = Y.iter().map(|y| y * factor).collect();
        near(
            design.mean(&some(&scaled)).unwrap().standard_error,
            plain * factor,
        );
        let heavy = SurveyDesign::new(Sample {
            weights: WEIGHTS.iter().map(|weight| weight * factor).collect(),
            ..sample()
        })
        .unwrap();
        near(heavy.mean(&some(&Y)).unwrap().standard_error, plain);
        near(heavy.total(&some(&Y)).unwrap().value, 167.5 * factor);
    }
    let constant = design.mean(&some(&[0.1; 10])).unwrap();
    assert_eq!((constant.value, constant.standard_error), (0.1, 0.0));
    assert_eq!(constant.design_effect, None);
}

#[test]
fn quantiles_follow_the_weights() {
    let design = SurveyDesign::new(Sample {
        weights: vec![1.0; 101],
        ..Sample::default()
    })
    .unwrap();
    let y: Vec<Option<f64>> = (0..101).map(|value| Some(f64::from(value))).collect();
    let median = design.quantile(&y, 0.5, Level::P95).unwrap();
    assert_eq!(median.value, 50.0);
    // by hand: the share at or below 50 is 51/101, its standard error √(p q / 100), t with 100 degrees of freedom 1.98397;
    // 101 (0.5 ± 0.0992) is 40.48 and 60.52, so the 41st and the 61st value
    let interval = median.interval.unwrap();
    assert_eq!((interval.lower, interval.upper), (40.0, 60.0));
    assert!(design.quantile(&y, 1.0, Level::P95).is_err());
}

#[test]
fn intervals_of_shares() {
    // R 4.2, survey 4.1: svyciprop(~sch.wide, dstrat) to the digits its own t quantile allows; recomputed with mpmath
    let share = Estimate {
        value: 0.827_948_011_415_823_6,
        standard_error: 0.024_344_780_113_074_787,
        df: 197.0,
        n: 200,
        population: 6194.0,
        design_effect: None,
        design_effect_with_replacement: None,
    };
    let logit = proportion_interval(&share, Level::P95, ProportionMethod::Logit).unwrap();
    near(logit.lower, 0.774_539_654_746_768_2);
    near(logit.upper, 0.870_814_854_943_598_9);
    let none = Estimate {
        value: 0.0,
        standard_error: 0.0,
        ..share
    };
    assert_eq!(
        proportion_interval(&none, Level::P95, ProportionMethod::Logit),
        None
    );
    // nobody of 200: 1 − 0.025^(1/200)
    let beta = proportion_interval(&none, Level::P95, ProportionMethod::Beta).unwrap();
    assert_eq!(beta.lower, 0.0);
    assert!((beta.upper / -libm::expm1(libm::log(0.025) / 200.0) - 1.0).abs() < 1e-13);
    // R 4.2, survey 4.1-1: svyciprop(~I(g == 1), design, method = "beta") of the sample above
    let design = SurveyDesign::new(sample()).unwrap();
    let ones: Vec<Option<f64>> = G.iter().map(|g| Some((2 - g) as f64)).collect();
    let ones = design.mean(&ones).unwrap();
    let beta = proportion_interval(&ones, Level::P95, ProportionMethod::Beta).unwrap();
    assert!((beta.lower / 0.241_543_429_696_563_92 - 1.0).abs() < 1e-12);
    assert!((beta.upper / 0.707_567_320_213_329_5 - 1.0).abs() < 1e-12);
    for method in [
        ProportionMethod::Logit,
        ProportionMethod::Beta,
        ProportionMethod::Wilson,
    ] {
        let interval = proportion_interval(&share, Level::P95, method).unwrap();
        assert!(interval.lower < share.value && share.value < interval.upper);
    }
}

#[test]
fn post_stratified_weights_and_their_variance() {
    // four answers in two post-strata known to hold 60 and 40: by hand
    let categories = [0, 0, 0, 1, 1];
    let margins = [Margin {
        categories: &categories,
        targets: vec![60.0, 40.0],
    }];
    let weights = [10.0; 5];
    let raked = rake(&weights, &[1; 5], &margins, Raking::default()).unwrap();
    assert_eq!(raked.weights, [20.0, 20.0, 20.0, 20.0, 20.0]);
    assert!(raked.converged && raked.rounds == 1);
    let y = [1.0, 2.0, 6.0, 3.0, 5.0];
    let design = SurveyDesign::new(Sample {
        weights: weights.to_vec(),
        ..Sample::default()
    })
    .unwrap()
    .calibrated(&margins, &raked)
    .unwrap();
    let total = design.total(&some(&y)).unwrap();
    near(total.value, 60.0 * 3.0 + 40.0 * 4.0);
    // residuals −2, −1, 3, −1, 1 times 20: 5/4 · 400 · 16
    near(total.standard_error, (1.25 * 400.0 * 16.0_f64).sqrt());
    // what the margin explains is known: a total of the post-strata has no error
    let known = design.total(&some(&[7.0, 7.0, 7.0, 2.0, 2.0])).unwrap();
    assert!(known.standard_error.abs() < 1e-12 * known.value);
    assert_eq!(
        rake(
            &weights,
            &[1; 5],
            &[Margin {
                categories: &categories,
                targets: vec![60.0, 30.0, 10.0],
            }],
            Raking::default()
        ),
        Err(Error::EmptyPostStratum {
            margin: 0,
            category: 2
        })
    );
}

#[test]
fn raked_weights_and_their_variance() {
    // R 4.2, survey 4.1-1: calibrate(svydesign(id = ~c, strata = ~h, weights = ~w, fpc = ~N, nest = TRUE), ~g + k,
    // c(40, g2 = 24, k2 = 15), calfun = "raking", epsilon = 1e-15), then weights, svymean and svytotal
    let g = [0, 0, 1, 1, 0, 1, 0, 0, 1, 1];
    let k = [0, 1, 1, 0, 1, 0, 1, 0, 0, 1];
    let margins = [
        Margin {
            categories: &g,
            targets: vec![16.0, 24.0],
        },
        Margin {
            categories: &k,
            targets: vec![25.0, 15.0],
        },
    ];
    let raked = rake(&WEIGHTS, &[1; 10], &margins, Raking::default()).unwrap();
    let truth = [2.312_682_230_644_543, 1.860_144_045_351_553];
    for (found, truth) in raked.weights.iter().zip(truth) {
        assert!((found / truth - 1.0).abs() < 1e-14, "{found}");
    }
    let design = SurveyDesign::new(sample()).unwrap();
    let design = design.calibrated(&margins, &raked).unwrap();
    let mean = design.mean(&some(&Y)).unwrap();
    assert!((mean.value / 5.375_680_821_938_987 - 1.0).abs() < 1e-14);
    assert!((mean.standard_error / 0.625_628_136_702_892_5 - 1.0).abs() < 1e-13);
    let total = design.total(&some(&Y)).unwrap();
    assert!((total.standard_error / 25.025_125_468_115_693 - 1.0).abs() < 1e-13);
}

#[test]
fn bounded_weights_stay_within_their_bounds() {
    // 3 : 1 in the sample, 1 : 1 in the population: weights 2/3 and 2 of the mean
    let categories = [0, 0, 0, 1];
    let margins = [Margin {
        categories: &categories,
        targets: vec![2.0, 2.0],
    }];
    let bounded = |bounds| {
        let options = Raking {
            bounds: Some(bounds),
            ..Raking::default()
        };
        rake(&[1.0; 4], &[1; 4], &margins, options).unwrap()
    };
    let wide = bounded([0.5, 2.5]);
    assert!(wide.converged && wide.bounded == 0);
    let narrow = bounded([0.5, 1.5]);
    assert_eq!(
        (narrow.converged, narrow.bounded, narrow.weights[3]),
        (false, 1, 1.5)
    );
    assert!(matches!(
        rake(
            &[1.0; 4],
            &[1; 4],
            &margins,
            Raking {
                bounds: Some([1.5, 2.0]),
                ..Raking::default()
            }
        ),
        Err(Error::InvalidBounds { .. })
    ));
}

#[test]
fn replicates_of_a_total_are_exact_or_near() {
    let design = SurveyDesign::new(sample()).unwrap();
    let total = |weights: &[f64]| Some(weights.iter().zip(Y).map(|(w, y)| w * y).sum());
    let truth = design.total(&some(&Y)).unwrap();
    // for a total the jackknife is the linearised variance
    let jackknife = design.replicate(Replication::Jackknife, &total).unwrap();
    assert!((jackknife.standard_error / truth.standard_error - 1.0).abs() < 1e-12);
    let bootstrap = design
        .replicate(
            Replication::Bootstrap {
                replicates: 4000,
                seed: 7,
            },
            &total,
        )
        .unwrap();
    assert!(
        (bootstrap.standard_error / truth.standard_error - 1.0).abs() < 0.05,
        "{} {}",
        bootstrap.standard_error,
        truth.standard_error
    );
    // two units in each of three strata: every balanced contrast is orthogonal, so a total is exact
    let pairs = SurveyDesign::new(Sample {
        weights: vec![1.0, 2.0, 1.5, 3.0, 2.0, 1.0],
        strata: Some(&[0, 0, 1, 1, 2, 2]),
        ..Sample::default()
    })
    .unwrap();
    let y = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0];
    let total = |weights: &[f64]| Some(weights.iter().zip(y).map(|(w, y)| w * y).sum());
    let truth = pairs.total(&some(&y)).unwrap().standard_error;
    for fay in [0.0, 0.5] {
        let found = pairs
            .replicate(Replication::Balanced { fay }, &total)
            .unwrap();
        assert!((found.standard_error / truth - 1.0).abs() < 1e-12);
    }
    assert_eq!(
        design
            .replicate(Replication::Balanced { fay: 0.0 }, &total)
            .unwrap_err(),
        Error::NotInPairs { stratum: 0 }
    );
}

proptest! {
    #[test]
    fn equal_weights_without_strata_are_a_simple_random_sample(y in prop::collection::vec(-50i32..50, 2..60)) {
        let y: Vec<f64> = y.into_iter().map(f64::from).collect();
        let n = y.len() as f64;
        let mean = y.iter().sum::<f64>() / n;
        let s2 = y.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let design = SurveyDesign::new(Sample {
            weights: vec![4.0; y.len()],
            population: Population::Size(4.0 * n),
            ..Sample::default()
        }).unwrap();
        let estimate = design.mean(&some(&y)).unwrap();
        prop_assert!((estimate.value - mean).abs() < 1e-12);
        prop_assert!((estimate.standard_error - (0.75 * s2 / n).sqrt()).abs() < 1e-12);
        if let Some(effect) = estimate.design_effect {
            prop_assert!((effect - 1.0).abs() < 1e-12);
        }
        prop_assert_eq!(estimate.df, n - 1.0);
    }

    #[test]
    fn neither_the_order_nor_the_scale_of_the_weights_matters(
        rows in prop::collection::vec((-9i32..9, 1u32..40, 0usize..2, 0usize..4), 12..50),
        factor in 0.001..1000.0f64,
    ) {
        let build = |rows: &[(i32, u32, usize, usize)], factor: f64| {
            let weights = rows.iter().map(|row| f64::from(row.1) * factor).collect();
            let strata: Vec<usize> = rows.iter().map(|row| row.2).collect();
            let clusters: Vec<usize> = rows.iter().map(|row| row.3).collect();
            let y: Vec<Option<f64>> = rows.iter().map(|row| Some(f64::from(row.0))).collect();
            let design = SurveyDesign::new(Sample {
                weights,
                strata: Some(&strata),
                clusters: Some(&clusters),
                lonely: LonelyPsu::Certainty,
                ..Sample::default()
            }).unwrap();
            let table: (Vec<usize>, Vec<usize>) = rows.iter().map(|row| ((row.0 > 0) as usize + 1, (row.1 > 20) as usize + 1)).unzip();
            (design.mean(&y).unwrap(), design.rao_scott(&table.0, &table.1, 2, 2))
        };
        let (one, test) = build(&rows, 1.0);
        let mut turned = rows.clone();
        turned.reverse();
        let (other, other_test) = build(&turned, factor);
        prop_assert!((one.value - other.value).abs() <= 1e-13 * (1.0 + one.value.abs()));
        prop_assert!((one.standard_error - other.standard_error).abs() <= 1e-13 * (1.0 + one.standard_error));
        if let (Ok(test), Ok(other)) = (test, other_test) {
            prop_assert!((test.statistic / other.statistic - 1.0).abs() < 1e-9 || test.pearson < 1e-20);
            if let Some(p) = test.p_value {
                prop_assert!((0.0..=1.0).contains(&p.value()));
            }
        }
    }

    #[test]
    fn a_row_of_many_cases_is_many_rows(rows in prop::collection::vec((-9i32..9, 1u64..5), 2..20)) {
        let y: Vec<Option<f64>> = rows.iter().map(|row| Some(f64::from(row.0))).collect();
        let cases: Vec<u64> = rows.iter().map(|row| row.1).collect();
        let short = SurveyDesign::new(Sample { weights: vec![1.0; rows.len()], cases: Some(&cases), ..Sample::default() }).unwrap();
        let long: Vec<Option<f64>> = rows.iter().flat_map(|row| std::iter::repeat_n(Some(f64::from(row.0)), row.1 as usize)).collect();
        let expanded = SurveyDesign::new(Sample { weights: vec![1.0; long.len()], ..Sample::default() }).unwrap();
        let (one, other) = (short.mean(&y).unwrap(), expanded.mean(&long).unwrap());
        prop_assert_eq!((one.n, one.df), (other.n, other.df));
        prop_assert!((one.value - other.value).abs() < 1e-14);
        prop_assert!((one.standard_error - other.standard_error).abs() < 1e-14);
    }

    #[test]
    fn raking_reproduces_its_margins(
        rows in prop::collection::vec((0usize..2, 0usize..3, 1u32..9), 60..120),
        shares in (0.2..0.8f64, 0.2..0.5f64, 0.1..0.4f64),
    ) {
        let (first, second): (Vec<usize>, Vec<usize>) = rows.iter().map(|row| (row.0, row.1)).unzip();
        let weights: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let margins = [
            Margin { categories: &first, targets: vec![shares.0, 1.0 - shares.0] },
            Margin { categories: &second, targets: vec![shares.1, shares.2, 1.0 - shares.1 - shares.2] },
        ];
        let cases = vec![1; rows.len()];
        // empty categories are an error and no case for this test
        if let Ok(raked) = rake(&weights, &cases, &margins, Raking::default())
            && raked.converged
        {
            for category in &raked.categories {
                prop_assert!((category.after - category.target).abs() < 1e-11);
            }
            let design = SurveyDesign::new(Sample { weights, ..Sample::default() }).unwrap().calibrated(&margins, &raked).unwrap();
            let indicator: Vec<Option<f64>> = second.iter().map(|at| Some(if *at == 1 { 1.0 } else { 0.0 })).collect();
            let share = design.mean(&indicator).unwrap();
            prop_assert!((share.value - shares.2).abs() < 1e-11);
            prop_assert!(share.standard_error < 1e-10, "{}", share.standard_error);
            prop_assert!(kish_design_effect(&raked.weights, &cases).unwrap() >= 1.0 - 1e-15);
        }
    }
}
