use proptest::prelude::*;

use super::*;

fn close(found: f64, expected: f64, tolerance: f64) {
    let error = ((found - expected) / expected).abs();
    assert!(
        error <= tolerance,
        "{found} instead of {expected}: {error:e}"
    );
}

fn exactly(values: &[f64]) -> Vec<Dd> {
    values.iter().map(|value| Dd::from(*value)).collect()
}

fn fit(
    predictors: &[&[f64]],
    outcome: &[f64],
    constant: Constant,
) -> Result<LinearRegression, Error> {
    let predictors: Vec<Vec<Dd>> = predictors.iter().map(|values| exactly(values)).collect();
    linear_regression(&predictors, &exactly(outcome), None, constant, Level::P95)
}

fn powers(values: &[f64], degree: u32) -> Vec<Vec<Dd>> {
    (1..=degree)
        .map(|power| {
            values
                .iter()
                .map(|value| Dd::from(*value).powi(power))
                .collect()
        })
        .collect()
}

#[test]
fn wampler_1_and_5_are_right_to_the_last_digit() {
    // NIST StRD Wampler1: y = 1 + x + ... + x⁵ for x = 0, ..., 20; all coefficients 1, standard errors 0
    let x: Vec<f64> = (0..=20).map(f64::from).collect();
    let y: Vec<f64> = x
        .iter()
        .map(|x| (0..=5).map(|power| x.powi(power)).sum())
        .collect();
    let exact = linear_regression(
        &powers(&x, 5),
        &exactly(&y),
        None,
        Constant::Estimated,
        Level::P95,
    )
    .unwrap();
    for coefficient in &exact.coefficients {
        assert_eq!(
            (
                coefficient.estimate,
                coefficient.standard_error,
                coefficient.t
            ),
            (1.0, 0.0, None)
        );
    }
    assert_eq!(
        (
            exact.r_squared,
            exact.residual_standard_deviation,
            exact.f_test
        ),
        (Some(1.0), 0.0, None)
    );
    // a residual orthogonal to the polynomials leaves the coefficients: (-1)^k C(6, k), twice apart
    let mut noisy = y.clone();
    for (index, size) in [1.0, -6.0, 15.0, -20.0, 15.0, -6.0, 1.0]
        .into_iter()
        .enumerate()
    {
        noisy[7 + index] += 1e6 * size;
    }
    let found = linear_regression(
        &powers(&x, 5),
        &exactly(&noisy),
        None,
        Constant::Estimated,
        Level::P95,
    )
    .unwrap();
    // mpmath, 60 digits, from the normal equations
    for (coefficient, error) in found.coefficients.iter().zip([
        7157473.8167964743384,
        7859895.6273621610433,
        2591675.3457028129588,
        337452.69306815619793,
        18774.430850083454959,
        373.53175781077918783,
    ]) {
        close(coefficient.estimate, 1.0, 1e-13);
        close(coefficient.standard_error, error, 1e-15);
    }
}

// mpmath, 60 digits, from the definitions; tails of t and F by betainc
const EXPECTED: [[f64; 5]; 3] = [
    [
        0.66666666666666666667,
        0.82962136239267103683,
        0.80357943621891006258,
        0.45812351290237608609,
        -1.465942937955786582,
    ],
    [
        0.51470588235294117647,
        0.28140177328439832173,
        1.8290783186812201511,
        0.12691805998359420695,
        -0.20866040456778175247,
    ],
    [
        1.490196078431372549,
        0.25823197732207073249,
        5.7707650844991130251,
        0.0021961565077907190825,
        0.82638964814680856593,
    ],
];
const R2: f64 = 0.97043577403916265627;
const ADJUSTED: f64 = 0.95861008365482771878;
const SIGMA: f64 = 1.0455320439383772346;
const F: f64 = 82.061659192825112108;
const P: f64 = 0.00015028522379444969459;
const BETA: f64 = 0.24532662450559984036;
const VIF: f64 = 3.0424836601307189542;

#[test]
fn figures_of_two_predictors() {
    let x1 = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let x2 = [2.0, 1.0, 4.0, 3.0, 7.0, 5.0, 9.0, 6.0];
    let y = [3.0, 4.0, 8.0, 7.0, 15.0, 12.0, 17.0, 13.0];
    let found = fit(&[&x1, &x2], &y, Constant::Estimated).unwrap();
    for (coefficient, [estimate, error, t, p, lower]) in found.coefficients.iter().zip(EXPECTED) {
        close(coefficient.estimate, estimate, 1e-14);
        close(coefficient.standard_error, error, 1e-14);
        close(coefficient.t.unwrap(), t, 1e-14);
        close(coefficient.p_value.unwrap().value(), p, 1e-13);
        close(coefficient.interval.lower, lower, 1e-13);
    }
    close(found.r_squared.unwrap(), R2, 1e-15);
    close(found.adjusted_r_squared.unwrap(), ADJUSTED, 1e-15);
    close(found.residual_standard_deviation, SIGMA, 1e-15);
    let test = found.f_test.unwrap();
    close(test.statistic, F, 1e-14);
    close(test.p_value.value(), P, 1e-13);
    close(found.coefficients[1].standardised.unwrap(), BETA, 1e-14);
    close(
        found.coefficients[2].variance_inflation.unwrap(),
        VIF,
        1e-14,
    );
    let origin = fit(&[&x1], &y, Constant::None).unwrap();
    close(origin.coefficients[0].estimate, 433.0 / 204.0, 1e-15);
    close(
        origin.r_squared.unwrap(),
        433.0 * 433.0 / (204.0 * 965.0),
        1e-15,
    );
}

#[test]
fn what_cannot_be_fitted_says_why() {
    let x = [1.0, 2.0, 3.0, 4.0, 5.0];
    let y = [1.0, 3.0, 2.0, 5.0, 4.0];
    let double: Vec<f64> = x.iter().map(|x| 0.1 * x + 7.0).collect();
    let collinear = |index| Err(Error::Collinear { index });
    assert_eq!(fit(&[&x, &double], &y, Constant::Estimated), collinear(1));
    assert_eq!(
        fit(&[&[1e12; 5], &x], &y, Constant::Estimated),
        collinear(0)
    );
    assert_eq!(fit(&[&[0.0; 5]], &y, Constant::None), collinear(0));
    assert_eq!(
        fit(&[&x[..2]], &y[..2], Constant::Estimated),
        Err(Error::TooFewRows {
            found: 2.0,
            needed: 3
        })
    );
    assert!(fit(&[&[1.0, 2.0, f64::INFINITY]], &y[..3], Constant::Estimated).is_err());
    // far from zero, but not constant
    let far: Vec<f64> = x.iter().map(|x| 1e15 + x).collect();
    close(
        fit(&[&far], &y, Constant::Estimated).unwrap().coefficients[1].estimate,
        0.8,
        1e-15,
    );
    let constant = fit(&[&x], &[3.0; 5], Constant::Estimated).unwrap();
    assert_eq!(
        (constant.r_squared, constant.coefficients[1].estimate),
        (None, 0.0)
    );
}

#[test]
fn huge_and_tiny_numbers_keep_their_slope() {
    let x = [1e-300, 2e-300, 3e-300, 4e-300];
    let y = [1e-10, 3e-10, 2e-10, 4e-10];
    let found = fit(&[&x], &y, Constant::Estimated).unwrap();
    close(found.coefficients[1].estimate, 8e289, 1e-14);
    close(found.r_squared.unwrap(), 0.64, 1e-14);
}

proptest! {
    #[test]
    fn frequencies_are_repetitions(rows in prop::collection::vec((-20i32..20, -20i32..20, 1u32..4), 6..20)) {
        let column = |of: fn(&(i32, i32, u32)) -> f64| rows.iter().map(|row| Dd::from(of(row))).collect::<Vec<_>>();
        let (x, y) = (column(|row| f64::from(row.0)), column(|row| f64::from(row.1)));
        let counts: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let repeat = |values: &[Dd]| -> Vec<Dd> {
            let pairs = values.iter().zip(&rows);
            pairs.flat_map(|(value, row)| std::iter::repeat_n(*value, row.2 as usize)).collect()
        };
        let counted = linear_regression(std::slice::from_ref(&x), &y, Some(&counts), Constant::Estimated, Level::P95);
        let repeated = linear_regression(&[repeat(&x)], &repeat(&y), None, Constant::Estimated, Level::P95);
        match (counted, repeated) {
            (Ok(counted), Ok(repeated)) => {
                let (a, b) = (counted.coefficients[1], repeated.coefficients[1]);
                prop_assert!((a.estimate - b.estimate).abs() <= 1e-13 * (1.0 + b.estimate.abs()));
                prop_assert!((a.standard_error - b.standard_error).abs() <= 1e-13 * (1.0 + b.standard_error.abs()));
                prop_assert_eq!(counted.df_residual, repeated.df_residual);
            }
            (counted, repeated) => prop_assert_eq!(counted.is_err(), repeated.is_err()),
        }
    }
}
