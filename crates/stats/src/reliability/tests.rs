use proptest::prelude::*;

use super::*;
use crate::{CrossProducts, Error, Level};

fn close(found: f64, truth: f64, error: f64) {
    assert!(
        (found - truth).abs() <= error * truth.abs(),
        "{found} for {truth}"
    );
}

fn products(rows: &[&[f64]]) -> CrossProducts {
    let cases: Vec<(Vec<f64>, u64)> = rows.iter().map(|row| (row.to_vec(), 1)).collect();
    CrossProducts::new(&cases, rows[0].len()).unwrap()
}

const ROWS: [&[f64]; 10] = [
    &[1.0, 2.0, 1.0, 3.0],
    &[2.0, 2.0, 3.0, 2.0],
    &[3.0, 4.0, 2.0, 4.0],
    &[4.0, 3.0, 5.0, 4.0],
    &[5.0, 5.0, 4.0, 3.0],
    &[2.0, 1.0, 2.0, 1.0],
    &[4.0, 5.0, 5.0, 5.0],
    &[3.0, 3.0, 3.0, 4.0],
    &[5.0, 4.0, 4.0, 5.0],
    &[1.0, 1.0, 2.0, 2.0],
];

#[test]
fn four_items() {
    let found = alpha(&products(&ROWS), Level::P95).unwrap();
    // mpmath, 40 digits; interval by SciPy's quantiles of F
    close(found.alpha, 0.91451520367183017785, 1e-15);
    close(found.lambda_2, 0.91809455230232811845, 1e-15);
    close(found.lambda_6.unwrap(), 0.92166486970514484919, 1e-15);
    close(
        found.lambda_6_standardised.unwrap(),
        0.9188061867177598584,
        1e-15,
    );
    let interval = found.interval.unwrap();
    close(interval.lower, 0.7751018458975912, 1e-12);
    close(interval.upper, 0.9761512248789672, 1e-12);
    assert_eq!((found.scale_mean, found.items[0].mean), (12.4, 3.0));
}

#[test]
fn one_factor_of_four_items() {
    let found = omega(&products(&ROWS)).unwrap();
    // mpmath, 40 digits: the root of the gradient of the discrepancy
    for (found, truth) in found.loadings.iter().zip([
        0.960777525676188103,
        0.886068387643078348,
        0.821217606938169927,
        0.736395326926516881,
    ]) {
        close(*found, truth, 1e-11);
    }
    close(found.omega, 0.9192164773717477406, 1e-12);
    close(found.standardised, 0.91511453036398188492, 1e-12);
}

#[test]
fn limits_and_errors() {
    let constant: Vec<Vec<f64>> = ROWS.iter().map(|row| [*row, &[5.0]].concat()).collect();
    let constant: Vec<&[f64]> = constant.iter().map(Vec::as_slice).collect();
    let found = alpha(&products(&constant), Level::P95).unwrap();
    let none = Err(Error::ConstantVariable { index: 4 });
    assert_eq!(
        (found.standardised, found.items[4].item_rest.clone()),
        (none.clone(), none)
    );
    assert!(found.alpha < 0.9145);
    assert_eq!(
        omega(&products(&constant)),
        Err(Error::ConstantVariable { index: 4 })
    );
    // an item too small to count in the sum is no constant
    let tiny: Vec<Vec<f64>> = ROWS
        .iter()
        .map(|row| vec![row[0] * 1e300, row[1] * 1e-300, row[2]])
        .collect();
    let tiny: Vec<&[f64]> = tiny.iter().map(Vec::as_slice).collect();
    let plain: Vec<&[f64]> = ROWS.iter().map(|row| &row[..3]).collect();
    let found = alpha(&products(&tiny), Level::P95).unwrap();
    let truth = alpha(&products(&plain), Level::P95).unwrap();
    close(
        found.standardised.unwrap(),
        truth.standardised.unwrap(),
        1e-14,
    );
    close(
        found.items[1].standard_deviation,
        truth.items[1].standard_deviation * 1e-300,
        1e-14,
    );
    let two: Vec<&[f64]> = ROWS.iter().map(|row| &row[..2]).collect();
    let found = alpha(&products(&two), Level::P95).unwrap();
    assert_eq!(
        found.items[0].alpha_if_deleted,
        Err(Error::TooFewItems {
            items: 1,
            needed: 2
        })
    );
    assert!(matches!(
        omega(&products(&two)),
        Err(Error::TooFewItems { .. })
    ));
    let opposite: [&[f64]; 3] = [&[1.1, -1.1], &[2.7, -2.7], &[3.3, -3.3]];
    assert_eq!(
        alpha(&products(&opposite), Level::P95),
        Err(Error::NoVariance)
    );
    let same: [&[f64]; 3] = [&[1.1, 1.1, 2.0], &[2.7, 2.7, 0.0], &[3.3, 3.3, 1.0]];
    assert!(matches!(
        alpha(&products(&same), Level::P95).unwrap().lambda_6,
        Err(Error::Collinear { .. })
    ));
    // r12 r13 / r23 > 1: the first item would have a negative unique variance
    let heywood: [&[f64]; 6] = [
        &[1.0, 1.0, 2.0],
        &[2.0, 3.0, 1.0],
        &[3.0, 2.0, 4.0],
        &[4.0, 5.0, 3.0],
        &[5.0, 4.0, 6.0],
        &[6.0, 6.0, 5.0],
    ];
    let found = omega(&products(&heywood));
    assert!(
        matches!(found, Err(Error::Heywood { index: 0 })),
        "{found:?}"
    );
}

proptest! {
    #[test]
    fn scales_and_order_do_not_matter(rows in prop::collection::vec(prop::collection::vec(-5i8..6, 4), 6..20), power in -500i32..500) {
        let cases = |scale: i32| -> Vec<(Vec<f64>, u64)> {
            rows.iter().map(|row| (row.iter().map(|x| libm::scalbn(f64::from(*x), scale)).collect(), 1)).collect()
        };
        let plain = alpha(&CrossProducts::new(&cases(0), 4).unwrap(), Level::P95);
        let scaled = alpha(&CrossProducts::new(&cases(power), 4).unwrap(), Level::P95);
        prop_assert_eq!(plain.clone().map(|found| found.alpha), scaled.map(|found| found.alpha));
        let Ok(plain) = plain else { return Ok(()); };
        prop_assert!(plain.alpha <= 1.0 && plain.alpha <= plain.lambda_2 + 1e-12);
        for item in &plain.items {
            if let Ok(r) = item.item_rest {
                prop_assert!(r.abs() <= 1.0);
            }
        }
    }

    #[test]
    fn three_items_are_fitted_exactly(rows in prop::collection::vec(prop::collection::vec(0i8..7, 3), 8..30)) {
        let rows: Vec<(Vec<f64>, u64)> = rows.iter().map(|row| {
            let common = f64::from(row[0]);
            (row.iter().map(|x| common + 1.5 * f64::from(*x)).collect(), 1)
        }).collect();
        let products = CrossProducts::new(&rows, 3).unwrap();
        if let Ok(found) = omega(&products) {
            let of = |i: usize, j: usize| products.products[i][j].value() / (products.products[i][i].value() * products.products[j][j].value()).sqrt();
            for (i, j) in [(0, 1), (0, 2), (1, 2)] {
                prop_assert!((found.loadings[i] * found.loadings[j] - of(i, j)).abs() < 1e-9);
            }
        }
    }
}
