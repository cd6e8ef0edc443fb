use proptest::prelude::*;

use super::*;

fn untabled(x: &[f64], y: &[f64]) -> Pairs {
    Pairs::new(x.iter().zip(y).map(|(x, y)| (*x, *y, 1))).unwrap()
}

fn close(found: f64, truth: f64, error: f64) {
    assert!((found / truth - 1.0).abs() <= error, "{found} for {truth}");
}

const X: [f64; 9] = [1.2, 3.4, 2.2, 5.6, 4.4, 7.1, 6.3, 8.8, 9.1];
const Y: [f64; 9] = [2.1, 2.9, 3.3, 4.2, 6.6, 5.5, 9.3, 7.7, 8.1];

#[test]
fn nine_pairs_without_ties() {
    let pairs = untabled(&X, &Y);
    // mpmath, 60 digits; exact p-values by enumeration of all 9! orders; R: cor.test
    let found = pearson(&pairs, Level::P95).unwrap();
    close(found.r, 0.8049869481930197, 1e-15);
    let test = found.test.unwrap();
    close(test.statistic, 3.589789530374164206, 1e-15);
    close(test.p_value.value(), 0.008859624758302966, 1e-14);
    close(found.interval.unwrap().lower, 0.3026816873489844, 1e-14);
    close(found.interval.unwrap().upper, 0.9573177026369422, 1e-14);
    let found = spearman(&pairs, Level::P95, Enumeration::QUICK).unwrap();
    close(found.rho, 0.8166666666666667, 1e-15);
    assert_eq!(found.squared_differences, 22.0);
    close(
        found.exact.unwrap().value(),
        0.0107694003527336860670194,
        1e-14,
    );
    close(
        found.fisher_interval.unwrap().lower,
        0.33333401633422110105858,
        1e-14,
    );
    close(
        found.interval.unwrap().lower,
        0.2191302460635921807244938,
        1e-14,
    );
    let found = kendall(&pairs, Level::P95, Enumeration::QUICK).unwrap();
    close(found.tau_b, 2.0 / 3.0, 1e-15);
    assert_eq!(found.s, 24.0);
    close(
        found.test.unwrap().statistic,
        2.502172968684897152137794,
        1e-15,
    );
    close(
        found.exact.unwrap().value(),
        0.01266534391534391534391534,
        1e-14,
    );
}

#[test]
fn a_large_offset_costs_no_digit() {
    let x = [1000000000.1, 1000000000.4, 1000000000.2, 1000000000.9];
    let found = pearson(&untabled(&x, &[2.0, 3.5, 2.25, 7.0]), Level::P95).unwrap();
    // mpmath, 40 digits, of the nearest doubles
    close(found.r, 0.99604092113573940886, 1e-15);
    close(found.test.unwrap().statistic, 15.845661798507939276, 1e-15);
    close(found.interval.unwrap().lower, 0.81824734606171620243, 1e-15);
    close(found.interval.unwrap().upper, 0.99992128916322655676, 1e-15);
}

#[test]
fn sizes_do_not_matter() {
    let huge: Vec<f64> = X.iter().map(|x| libm::scalbn(*x, 1019)).collect();
    let tiny: Vec<f64> = Y.iter().map(|y| libm::scalbn(*y, -1010)).collect();
    let found = pearson(&untabled(&huge, &tiny), Level::P95).unwrap();
    assert_eq!(found, pearson(&untabled(&X, &Y), Level::P95).unwrap());
}

#[test]
fn limits_and_errors() {
    let line = pearson(&untabled(&[0.1, 0.2, 0.3], &[10.0, 20.0, 30.0]), Level::P95).unwrap();
    assert_eq!((line.r, line.interval), (1.0, None));
    assert_eq!(line.test.unwrap().statistic, f64::INFINITY);
    assert_eq!(line.test.unwrap().p_value, Probability::ZERO);
    let two = pearson(&untabled(&[1.0, 2.0], &[5.0, 3.0]), Level::P95).unwrap();
    assert_eq!((two.r, two.test), (-1.0, None));
    let two = kendall(
        &untabled(&[1.0, 2.0], &[5.0, 3.0]),
        Level::P95,
        Enumeration::QUICK,
    )
    .unwrap();
    assert_eq!((two.tau_b, two.exact), (-1.0, Ok(Probability::ONE)));
    let constant = untabled(&[1.0, 1.0, 1.0], &[5.0, 3.0, 4.0]);
    assert_eq!(
        pearson(&constant, Level::P95),
        Err(Error::ConstantVariable { index: 0 })
    );
    let one = untabled(&[1.0], &[5.0]);
    assert_eq!(
        spearman(&one, Level::P95, Enumeration::QUICK),
        Err(Error::TooFewCases { n: 1, needed: 2 })
    );
    assert!(Pairs::new([(f64::NAN, 1.0, 1)]).is_err());
    // 45 different values without ties are far too many orders for Spearman, none for Kendall
    let many: Vec<f64> = (0..45).map(|i| f64::from(i * i % 47)).collect();
    let order: Vec<f64> = (0..45).map(f64::from).collect();
    let pairs = untabled(&many, &order);
    let found = spearman(&pairs, Level::P95, Enumeration::THOROUGH).unwrap();
    assert!(matches!(found.exact, Err(Error::ExactOutOfReach { n: 45 })));
}

#[test]
fn counts_of_2_to_the_53_are_no_trouble() {
    let most = 1 << 53;
    let pairs = Pairs::new([
        (0.0, 0.0, most),
        (0.0, 1.0, 1),
        (1.0, 1.0, most),
        (1.0, 0.0, 1),
    ])
    .unwrap();
    let found = kendall(&pairs, Level::P95, Enumeration::QUICK).unwrap();
    assert!(found.tau_b <= 1.0 && found.tau_b > 1.0 - 1e-15);
    let found = pearson(&pairs, Level::P95).unwrap();
    assert!(found.r <= 1.0 && found.r > 1.0 - 1e-15);
    assert!(
        spearman(&pairs, Level::P95, Enumeration::QUICK)
            .unwrap()
            .rho
            <= 1.0
    );
}

#[test]
fn exact_kendall_in_the_far_tail() {
    // 2 / 50! and 2 / 170!, mpmath
    for (n, p) in [
        (50, 6.57589883326631613e-65),
        (170, 2.75580193558354117e-307),
    ] {
        let x: Vec<f64> = (0..n).map(f64::from).collect();
        let found = kendall(&untabled(&x, &x), Level::P95, Enumeration::QUICK).unwrap();
        close(found.exact.unwrap().value(), p, 1e-13);
    }
    // R 4.2: cor.test(1:12, c(2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11), method = "kendall")$p.value
    let x: Vec<f64> = (0..12).map(f64::from).collect();
    let y = [
        2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 8.0, 7.0, 10.0, 9.0, 12.0, 11.0,
    ];
    let found = kendall(&untabled(&x, &y), Level::P95, Enumeration::QUICK).unwrap();
    close(found.exact.unwrap().value(), 4.4129288920955584e-05, 1e-13);
}

#[test]
fn tetrachoric_of_a_table() {
    let pairs = Pairs::new([
        (0.0, 0.0, 45),
        (0.0, 1.0, 15),
        (1.0, 0.0, 10),
        (1.0, 1.0, 30),
    ])
    .unwrap();
    let found = polychoric(&pairs, Level::P95).unwrap();
    // mpmath, 40 digits: the r with which Phi2 at the thresholds is 0.45
    close(found.r, 0.70338557513789524593, 1e-13);
    assert_eq!(found.fit, None);
    assert!(found.interval.lower < found.r && found.r < found.interval.upper);
    let empty = Pairs::new([(0.0, 0.0, 45), (1.0, 0.0, 10), (1.0, 1.0, 30)]).unwrap();
    assert_eq!(
        polychoric(&empty, Level::P95),
        Err(Error::NoMaximum { limit: 1.0 })
    );
}

#[test]
fn polychoric_of_three_by_three() {
    let counts = [20, 12, 3, 10, 25, 14, 2, 9, 31];
    let table = (0_u8..9).map(|i| (f64::from(i / 3), f64::from(i % 3), counts[usize::from(i)]));
    let found = polychoric(&Pairs::new(table).unwrap(), Level::P95).unwrap();
    // mpmath, 25 digits: roots of the scores, inverse of the expected information
    close(found.r, 0.69727982511109747, 1e-13);
    close(found.two_step, 0.69591358613277655, 1e-13);
    close(found.standard_error, 0.0651146842334026791, 1e-13);
    let fit = found.fit.unwrap();
    close(fit.g_squared, 0.812064778956676181, 1e-12);
    close(fit.p_value.value(), 0.846579174400351198, 1e-12);
}

/// P-value by every order of y, the slow way.
fn by_enumeration(x: &[f64], y: &[f64], statistic: impl Fn(&[f64], &[f64]) -> i64) -> f64 {
    fn orders(y: &mut Vec<f64>, from: usize, visit: &mut dyn FnMut(&[f64])) {
        if from == y.len() {
            return visit(y);
        }
        for other in from..y.len() {
            y.swap(from, other);
            orders(y, from + 1, visit);
            y.swap(from, other);
        }
    }
    let observed = statistic(x, y);
    let (mut below, mut above, mut all) = (0.0, 0.0, 0.0);
    orders(&mut y.to_vec(), 0, &mut |y| {
        let value = statistic(x, y);
        below += f64::from(value <= observed);
        above += f64::from(value >= observed);
        all += 1.0;
    });
    (2.0 * f64::min(below, above) / all).min(1.0)
}

/// Twice the midrank.
fn doubled_ranks(x: &[f64]) -> Vec<i64> {
    let rank = |value: &f64| {
        let below = x.iter().filter(|other| *other < value).count();
        let equal = x.iter().filter(|other| *other == value).count();
        (2 * below + equal) as i64
    };
    x.iter().map(rank).collect()
}

fn rank_products(x: &[f64], y: &[f64]) -> i64 {
    let ranks = doubled_ranks(x).into_iter().zip(doubled_ranks(y));
    ranks.map(|(a, b)| a * b).sum()
}

fn concordance(x: &[f64], y: &[f64]) -> i64 {
    let mut s = 0;
    for i in 0..x.len() {
        for j in 0..i {
            s += x[i].total_cmp(&x[j]) as i64 * y[i].total_cmp(&y[j]) as i64;
        }
    }
    s
}

proptest! {
    #[test]
    fn exact_p_values_are_those_of_all_orders(answers in prop::collection::vec((0u8..5, 0u8..7), 2..8)) {
        let x: Vec<f64> = answers.iter().map(|pair| f64::from(pair.0)).collect();
        let y: Vec<f64> = answers.iter().map(|pair| f64::from(pair.1)).collect();
        let pairs = untabled(&x, &y);
        prop_assume!(pairs.check(2).is_ok());
        let found = spearman(&pairs, Level::P95, Enumeration::QUICK).unwrap().exact.unwrap().value();
        let slow = by_enumeration(&x, &y, rank_products);
        prop_assert!((found - slow).abs() <= 1e-14, "Spearman {} {}", found, slow);
        let found = kendall(&pairs, Level::P95, Enumeration::QUICK).unwrap();
        prop_assert_eq!(found.s, concordance(&x, &y) as f64);
        let slow = by_enumeration(&x, &y, concordance);
        let exact = found.exact.unwrap().value();
        prop_assert!((exact - slow).abs() <= 1e-14, "Kendall {} {}", exact, slow);
    }

    #[test]
    fn both_ways_to_an_exact_kendall_agree(order in Just((0..9).map(f64::from).collect::<Vec<f64>>()).prop_shuffle()) {
        let x: Vec<f64> = (0..9).map(f64::from).collect();
        let pairs = untabled(&x, &order);
        let s = kendall(&pairs, Level::P95, Enumeration::NEVER).unwrap().s;
        let margins = permutation::Margins::new(&pairs.x, &pairs.y, Enumeration::QUICK).unwrap();
        let observed = (s as i64 + 36) as usize;
        let general = permutation::enumerate(&margins, Enumeration::QUICK, observed, &|step| {
            step.taken * (step.before + step.concordant - step.discordant)
        }).unwrap();
        let found = kendall(&pairs, Level::P95, Enumeration::QUICK).unwrap().exact.unwrap();
        prop_assert!((found.value() / general.value() - 1.0).abs() < 1e-13);
    }

    #[test]
    fn rows_or_table_in_any_order(answers in prop::collection::vec((-3i8..3, -3i8..3, 1u64..4), 3..30)) {
        let table: Vec<(f64, f64, u64)> = answers.iter().map(|(x, y, n)| (f64::from(*x), f64::from(*y), *n)).collect();
        let rows = table.iter().rev().flat_map(|(x, y, n)| std::iter::repeat_n((*x, *y, 1), *n as usize));
        let pairs = Pairs::new(table.iter().copied()).unwrap();
        prop_assert_eq!(&pairs, &Pairs::new(rows).unwrap());
        prop_assume!(pairs.check(2).is_ok());
        let level = Level::P95;
        let r = pearson(&pairs, level).unwrap();
        prop_assert!(r.r.abs() <= 1.0);
        // the other way round, and with one scale turned
        let turned = Pairs::new(table.iter().map(|(x, y, n)| (*y, -x, *n))).unwrap();
        prop_assert_eq!(pearson(&turned, level).unwrap().r, -r.r);
        let (plain, other) = (kendall(&pairs, level, Enumeration::NEVER).unwrap(), kendall(&turned, level, Enumeration::NEVER).unwrap());
        prop_assert_eq!(plain.tau_b, -other.tau_b);
        prop_assert!(plain.tau_b.abs() <= 1.0);
        let rho = spearman(&pairs, level, Enumeration::NEVER).unwrap().rho;
        prop_assert!((rho + spearman(&turned, level, Enumeration::NEVER).unwrap().rho).abs() < 1e-15);
        if let (Some(test), Some(interval)) = (r.test, r.interval) {
            let p = test.p_value.value();
            prop_assert!((0.0..=1.0).contains(&p));
            prop_assert!(-1.0 <= interval.lower && interval.lower <= r.r && r.r <= interval.upper && interval.upper <= 1.0);
        }
    }

    #[test]
    fn one_control_is_the_textbook_formula(rows in prop::collection::vec((-9i8..9, -9i8..9, -9i8..9), 5..20)) {
        let column = |index: usize| -> Vec<f64> {
            rows.iter().map(|row| f64::from([row.0, row.1, row.2][index])).collect()
        };
        let r = |a, b| pearson_correlation(&column(a).into_iter().zip(column(b)).collect::<Vec<_>>());
        let (Some(xy), Some(xz), Some(yz)) = (r(0, 1), r(0, 2), r(1, 2)) else { return Ok(()); };
        prop_assume!(xz.abs() < 0.999 && yz.abs() < 0.999);
        let cases: Vec<(Vec<f64>, u64)> = rows.iter().map(|row| (vec![f64::from(row.0), f64::from(row.1), f64::from(row.2)], 1)).collect();
        let products = CrossProducts::new(&cases, 3).unwrap();
        let found = partial_correlations(&products, 1, Level::P95).unwrap();
        let formula = (xy - xz * yz) / ((1.0 - xz * xz) * (1.0 - yz * yz)).sqrt();
        prop_assert!((found[0].r - formula).abs() < 1e-11, "{} {}", found[0].r, formula);
    }

    #[test]
    fn polychoric_is_a_maximum(cells in prop::collection::vec(1u64..30, 9)) {
        let pairs = Pairs::new(cells.iter().enumerate().map(|(i, n)| ((i / 3) as f64, (i % 3) as f64, *n))).unwrap();
        let found = polychoric(&pairs, Level::P95).unwrap();
        prop_assert!(found.r.abs() < 1.0 && found.standard_error > 0.0);
        prop_assert!((found.r - found.two_step).abs() < 0.1);
        let turned = Pairs::new(cells.iter().enumerate().map(|(i, n)| ((i % 3) as f64, -((i / 3) as f64), *n))).unwrap();
        prop_assert!((polychoric(&turned, Level::P95).unwrap().r + found.r).abs() < 1e-11);
    }
}
