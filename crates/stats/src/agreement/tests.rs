use proptest::prelude::*;

use super::*;
use crate::{Level, Probability};

fn close(found: f64, truth: f64, error: f64) {
    assert!(
        (found - truth).abs() <= error * truth.abs(),
        "{found} for {truth}"
    );
}

#[test]
fn cohen_of_three_categories() {
    let counts = [vec![44, 5, 1], vec![7, 20, 3], vec![9, 5, 6]];
    // mpmath, 60 digits; R: vcd::Kappa
    for (weights, kappa, error, null) in [
        (
            RatingWeights::Unweighted,
            0.4915254237288135593,
            0.07212745929334066227,
            0.07350931675322522188,
        ),
        (
            RatingWeights::Linear,
            0.4736842105263157895,
            0.07697890987030611318,
            0.0773523076668372031,
        ),
        (
            RatingWeights::Quadratic,
            0.4545454545454545455,
            0.09397969777572601947,
            0.09525954107221625807,
        ),
    ] {
        let found = cohen_kappa(&counts, weights, Level::P95).unwrap();
        close(found.kappa, kappa, 1e-15);
        close(found.standard_error, error, 1e-14);
        close(found.null_standard_error.unwrap(), null, 1e-14);
        close(found.z.unwrap(), kappa / null, 1e-14);
    }
}

#[test]
fn cohen_at_its_limits() {
    let none = RatingWeights::Unweighted;
    let perfect = cohen_kappa(&[vec![3, 0], vec![0, 4]], none, Level::P95).unwrap();
    assert_eq!((perfect.kappa, perfect.standard_error), (1.0, 0.0));
    let never = cohen_kappa(&[vec![0, 3], vec![3, 0]], none, Level::P95).unwrap();
    assert_eq!(never.kappa, -1.0);
    let one = cohen_kappa(&[vec![7, 0], vec![0, 0]], none, Level::P95);
    assert_eq!(one, Err(Error::NoVariance));
    assert!(cohen_kappa(&[], none, Level::P95).is_err());
    let huge = 1 << 52;
    let found = cohen_kappa(&[vec![huge, 1], vec![1, huge]], none, Level::P95).unwrap();
    assert!(found.kappa < 1.0 && found.kappa > 1.0 - 1e-15);
}

/// Wikipedia, "Fleiss' kappa": 14 raters, 10 subjects, 5 categories.
fn fourteen_raters() -> Ratings {
    let counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    Ratings::new(
        counts
            .iter()
            .map(|unit| (unit.iter().copied().enumerate().collect(), 1)),
        5,
    )
    .unwrap()
}

#[test]
fn fleiss_of_fourteen_raters() {
    let found = fleiss_kappa(&fourteen_raters(), Level::P95).unwrap();
    // mpmath, 60 digits
    close(found.kappa.estimate, 0.209930704421955232, 1e-15);
    close(found.kappa.observed, 0.378021978021978022, 1e-15);
    close(found.kappa.expected, 0.2127551020408163265, 1e-15);
    close(found.null_standard_error, 0.01696506922439312706, 1e-15);
    close(found.z, 12.37429105919046755, 1e-14);
    close(found.p_value.value(), 3.600594323466530019e-35, 1e-12);
    close(
        found.categories[3].unwrap().kappa,
        0.03038138332255979315,
        1e-14,
    );
    let interval = found.kappa.interval.unwrap();
    assert!(interval.lower < 0.2099 && interval.upper > 0.21);
    // nominal alpha is (1 - 1/n) kappa + 1/n
    let alpha = krippendorff_alpha(
        &fourteen_raters(),
        &[],
        MeasurementLevel::Nominal,
        Level::P95,
    )
    .unwrap();
    close(
        alpha.alpha,
        1.0 - (1.0 - found.kappa.estimate) * 139.0 / 140.0,
        1e-14,
    );
    // by hand: (P - e) / (1 - e), e = (1 - 0.2127551...) / 4
    let ac1 = gwet_ac1(&fourteen_raters(), Level::P95).unwrap();
    close(
        ac1.estimate,
        (0.378021978021978022 - 0.196811224489795918) / (1.0 - 0.196811224489795918),
        1e-14,
    );
}

#[test]
fn krippendorff_of_twelve_units() {
    // Krippendorff (2011); mpmath, 60 digits
    let (x, units) = (
        9,
        [
            [1, 1, 9, 1],
            [2, 2, 3, 2],
            [3, 3, 3, 3],
            [3, 3, 3, 3],
            [2, 2, 2, 2],
            [1, 2, 3, 4],
            [4, 4, 4, 4],
            [1, 1, 2, 1],
            [2, 2, 2, 2],
            [9, 5, 5, 5],
            [9, 9, 1, 1],
            [9, 9, 3, 9],
        ],
    );
    let units = units.iter().map(|unit| {
        let given = unit.iter().filter(|value| **value != x);
        (given.map(|value| (*value - 1, 1)).collect(), 1)
    });
    let ratings = Ratings::new(units, 5).unwrap();
    assert_eq!(ratings.n(), 11);
    let values = [1.0, 2.0, 3.0, 4.0, 5.0];
    for (scale, alpha) in [
        (MeasurementLevel::Nominal, 0.7434210526315789474),
        (MeasurementLevel::Ordinal, 0.8153875037548813457),
        (MeasurementLevel::Interval, 0.8491071428571428571),
        (MeasurementLevel::Ratio, 0.7974027747116120734),
    ] {
        let found = krippendorff_alpha(&ratings, &values, scale, Level::P95).unwrap();
        close(found.alpha, alpha, 1e-15);
        assert!(found.interval.unwrap().lower < alpha);
    }
    let negative = krippendorff_alpha(
        &ratings,
        &[-1.0, 2.0, 3.0, 4.0, 5.0],
        MeasurementLevel::Ratio,
        Level::P95,
    );
    assert_eq!(negative, Err(Error::NegativeRatio { value: -1.0 }));
}

#[test]
fn ratings_without_agreement_to_speak_of() {
    let alike = Ratings::new([(vec![(0, 3)], 4)], 2).unwrap();
    assert_eq!(fleiss_kappa(&alike, Level::P95), Err(Error::NoVariance));
    assert_eq!(gwet_ac1(&alike, Level::P95).unwrap().estimate, 1.0);
    let alpha = krippendorff_alpha(&alike, &[1.0, 2.0], MeasurementLevel::Interval, Level::P95);
    assert_eq!(alpha, Err(Error::NoVariance));
    let unequal = Ratings::new([(vec![(0, 3)], 1), (vec![(1, 2)], 1)], 2).unwrap();
    assert_eq!(
        fleiss_kappa(&unequal, Level::P95),
        Err(Error::UnequalRatings { least: 2, most: 3 })
    );
    assert!(Ratings::new([(vec![(0, 1)], 9)], 2).is_err());
}

const SHROUT_FLEISS: [[f64; 4]; 6] = [
    [9.0, 2.0, 5.0, 8.0],
    [6.0, 1.0, 3.0, 2.0],
    [8.0, 4.0, 6.0, 8.0],
    [7.0, 1.0, 2.0, 6.0],
    [10.0, 5.0, 6.0, 9.0],
    [6.0, 2.0, 4.0, 7.0],
];

#[test]
fn icc_of_shrout_and_fleiss() {
    let rows: Vec<(Vec<f64>, u64)> = SHROUT_FLEISS.iter().map(|row| (row.to_vec(), 1)).collect();
    let found = icc(&rows, Level::P95).unwrap();
    // mpmath, 40 digits; intervals by SciPy's quantiles of F
    let truth = [
        (
            0.165741768405475398,
            1.79467849223946785,
            Some((-0.13293232487475098, 0.722560062328121)),
        ),
        (
            0.289763779527559055,
            11.0272479564032698,
            Some((0.018786513374712002, 0.7610843696489528)),
        ),
        (
            0.714840714840714841,
            11.0272479564032698,
            Some((0.3424647650339252, 0.9458582599553595)),
        ),
        (0.442797133679268594, 1.79467849223946785, None),
        (0.620050547598989048, 11.0272479564032698, None),
        (0.909315542377069434, 11.0272479564032698, None),
    ];
    for (found, (icc, f, interval)) in found.iter().zip(truth) {
        close(found.icc, icc, 1e-15);
        close(found.f, f, 1e-14);
        if let Some((lower, upper)) = interval {
            close(found.interval.lower, lower, 1e-12);
            close(found.interval.upper, upper, 1e-12);
        }
    }
    close(found[0].p_value.value(), 0.16476880834463953, 1e-12);
    close(found[2].p_value.value(), 0.00013456651648433688, 1e-12);
}

#[test]
fn identical_raters_agree_fully() {
    let rows: Vec<(Vec<f64>, u64)> = [0.1, 0.7, 1e9, 3.0]
        .iter()
        .map(|x| (vec![*x; 3], 2))
        .collect();
    for form in icc(&rows, Level::P95).unwrap() {
        assert_eq!(
            (form.icc, form.interval.lower, form.interval.upper),
            (1.0, 1.0, 1.0),
            "{form:?}"
        );
        assert_eq!(form.p_value, Probability::ZERO);
    }
    let constant = vec![(vec![0.1, 0.1], 5)];
    assert_eq!(icc(&constant, Level::P95), Err(Error::NoVariance));
    assert!(icc(&[(vec![1.0, 2.0], 1)], Level::P95).is_err());
}

proptest! {
    #[test]
    fn two_raters_by_cells_or_units(cells in prop::collection::vec(0u64..9, 9)) {
        let counts: Vec<Vec<u64>> = cells.chunks(3).map(<[u64]>::to_vec).collect();
        let turned: Vec<Vec<u64>> = (0..3).map(|i| (0..3).map(|j| counts[j][i]).collect()).collect();
        for weights in [RatingWeights::Unweighted, RatingWeights::Linear, RatingWeights::Quadratic] {
            let Ok(found) = cohen_kappa(&counts, weights, Level::P95) else { continue; };
            prop_assert!((-1.0..=1.0).contains(&found.kappa));
            // the textbook with agreement weights
            let n: f64 = cells.iter().sum::<u64>() as f64;
            let w = |i: usize, j: usize| 1.0 - weights.disagreement(i, j) / weights.disagreement(0, 2);
            let p = |i: usize, j: usize| counts[i][j] as f64 / n;
            let row = |i: usize| (0..3).map(|j| p(i, j)).sum::<f64>();
            let column = |j: usize| (0..3).map(|i| p(i, j)).sum::<f64>();
            let all = || (0..9).map(|cell| (cell / 3, cell % 3));
            let po: f64 = all().map(|(i, j)| p(i, j) * w(i, j)).sum();
            let pe: f64 = all().map(|(i, j)| row(i) * column(j) * w(i, j)).sum();
            prop_assert!((found.kappa - (po - pe) / (1.0 - pe)).abs() < 1e-12);
            let by_row = |i: usize| (0..3).map(|j| column(j) * w(i, j)).sum::<f64>();
            let by_column = |j: usize| (0..3).map(|i| row(i) * w(i, j)).sum::<f64>();
            let square: f64 = all().map(|(i, j)| {
                let term = w(i, j) * (1.0 - pe) - (by_row(i) + by_column(j)) * (1.0 - po);
                p(i, j) * term * term
            }).sum();
            let variance = (square - (po * pe - 2.0 * pe + po).powi(2)) / (n * (1.0 - pe).powi(4));
            prop_assert!((found.standard_error * found.standard_error - variance).abs() < 1e-12 * (1.0 + variance));
            let other = cohen_kappa(&turned, weights, Level::P95).unwrap();
            prop_assert!((found.kappa - other.kappa).abs() < 1e-14);
        }
    }

    #[test]
    fn alpha_is_that_of_all_pairs(units in prop::collection::vec(prop::collection::vec(0usize..5, 1..6), 2..9)) {
        let values: [f64; 5] = [0.0, 0.5, 2.0, 3.0, 10.0];
        let ratings = units.iter().map(|unit| (unit.iter().map(|c| (*c, 1)).collect(), 1));
        let Ok(ratings) = Ratings::new(ratings, 5) else { return Ok(()); };
        // every two ratings of a unit against every two ratings
        let pairable: Vec<usize> = units.iter().filter(|unit| unit.len() > 1).flatten().copied().collect();
        let n = pairable.len() as f64;
        let rank = |c: usize| pairable.iter().map(|other| match other.cmp(&c) {
            std::cmp::Ordering::Less => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Greater => 0.0,
        }).sum::<f64>();
        for scale in [MeasurementLevel::Nominal, MeasurementLevel::Ordinal, MeasurementLevel::Interval, MeasurementLevel::Ratio] {
            let distance = |c: usize, k: usize| if c == k { 0.0 } else {
                match scale {
                    MeasurementLevel::Nominal => 1.0,
                    MeasurementLevel::Ordinal => (rank(c) - rank(k)).powi(2),
                    MeasurementLevel::Interval => (values[c] - values[k]).powi(2),
                    MeasurementLevel::Ratio => ((values[c] - values[k]) / (values[c] + values[k])).powi(2),
                }
            };
            let sum = |ratings: &[usize]| ratings.iter().flat_map(|c| ratings.iter().map(move |k| (*c, *k))).map(|(c, k)| distance(c, k)).sum::<f64>();
            let observed: f64 = units.iter().filter(|unit| unit.len() > 1).map(|unit| sum(unit) / (unit.len() as f64 - 1.0)).sum::<f64>() / n;
            let expected = sum(&pairable) / (n * (n - 1.0));
            match krippendorff_alpha(&ratings, &values, scale, Level::P95) {
                Ok(found) => prop_assert!((found.alpha - (1.0 - observed / expected)).abs() < 1e-12),
                Err(error) => {
                    prop_assert_eq!(error, Error::NoVariance);
                    prop_assert_eq!(expected, 0.0);
                }
            }
        }
    }
}

#[test]
fn krippendorff_of_several_codes_for_each_answer() {
    let given: [[Option<&[usize]>; 3]; 8] = [
        [Some(&[0, 1]), Some(&[0]), Some(&[0, 1])],
        [Some(&[2]), Some(&[2]), Some(&[2, 3])],
        [Some(&[]), Some(&[1]), Some(&[])],
        [Some(&[0]), Some(&[0]), Some(&[0])],
        [Some(&[1, 3]), Some(&[1, 2]), Some(&[3])],
        [Some(&[2]), Some(&[2]), Some(&[0])],
        [Some(&[0, 2]), Some(&[0, 2]), Some(&[1, 2])],
        [Some(&[3]), None, Some(&[3])],
    ];
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut place = |set: &[usize]| {
        sets.iter()
            .position(|known| known == set)
            .unwrap_or_else(|| {
                sets.push(set.to_vec());
                sets.len() - 1
            })
    };
    let units: Vec<_> = given
        .iter()
        .map(|unit| {
            (
                unit.iter().flatten().map(|set| (place(set), 1)).collect(),
                1,
            )
        })
        .collect();
    let ratings = Ratings::new(units, sets.len()).unwrap();
    // nltk 3.10.4: AnnotationTask(data, distance).alpha(), where two empty sets have the distance 0
    for (distance, alpha) in [
        (SetDistance::Masi, 0.425632911392405),
        (SetDistance::Jaccard, 0.47088607594936716),
    ] {
        let found = krippendorff_alpha_of_sets(&ratings, &sets, distance, Level::P95).unwrap();
        close(found.alpha, alpha, 1e-13);
        assert_eq!((found.n, found.ratings), (8, 23));
        let interval = found.interval.unwrap();
        assert!(interval.lower < alpha && alpha < interval.upper);
    }
    let alike = Ratings::new([(vec![(0, 2)], 5)], 1).unwrap();
    let none = krippendorff_alpha_of_sets(&alike, &[vec![1]], SetDistance::Masi, Level::P95);
    assert_eq!(none, Err(crate::Error::NoVariance));
}

proptest! {
    #[test]
    fn distances_of_sets_are_distances(a in 0u8..64, b in 0u8..64) {
        let set = |bits: u8| (0..6).filter(|bit| bits >> bit & 1 == 1).collect::<Vec<usize>>();
        let (a, b) = (set(a), set(b));
        let jaccard = SetDistance::Jaccard.between(&a, &b);
        let masi = SetDistance::Masi.between(&a, &b);
        prop_assert_eq!(masi, SetDistance::Masi.between(&b, &a));
        prop_assert_eq!(masi == 0.0, a == b);
        prop_assert!(jaccard <= masi && masi <= 1.0);
        // one category each: equal or not
        if a.len() == 1 && b.len() == 1 {
            prop_assert_eq!(masi, f64::from(a != b));
        }
    }
}
