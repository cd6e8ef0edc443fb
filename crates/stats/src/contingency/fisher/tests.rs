//! The halves against every table, one after the other.

use proptest::prelude::*;

use super::super::fisher_fourfold::fisher_fourfold;
use super::*;

const LIMIT: u64 = 100_000_000;

/// Every table, one after the other, with exact products of factorials.
fn brute_force(counts: &[Vec<u64>]) -> f64 {
    fn visit(
        rows: &[u64],
        columns: &mut [u64],
        weight: f64,
        ln: f64,
        each: &mut dyn FnMut(f64, f64),
    ) {
        let Some((row, others)) = rows.split_first() else {
            each(weight, ln);
            return;
        };
        fn cells(
            row: u64,
            others: &[u64],
            columns: &mut [u64],
            at: usize,
            weight: f64,
            ln: f64,
            each: &mut dyn FnMut(f64, f64),
        ) {
            if at == columns.len() {
                if row == 0 {
                    visit(others, columns, weight, ln, each);
                }
                return;
            }
            for k in 0..=row.min(columns[at]) {
                columns[at] -= k;
                let factorial: f64 = (1..=k).map(|i| i as f64).product();
                cells(
                    row - k,
                    others,
                    columns,
                    at + 1,
                    weight / factorial,
                    ln + factorial.ln(),
                    each,
                );
                columns[at] += k;
            }
        }
        cells(*row, others, columns, 0, weight, ln, each);
    }
    let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
    let mut columns: Vec<u64> = transposed(counts)
        .iter()
        .map(|column| column.iter().sum())
        .collect();
    let observed: f64 = counts
        .iter()
        .flatten()
        .map(|n| (1..=*n).map(|i| (i as f64).ln()).sum::<f64>())
        .sum();
    let (mut tail, mut all) = (0.0, 0.0);
    visit(&rows, &mut columns, 1.0, 0.0, &mut |weight, ln| {
        all += weight;
        if ln >= observed - 1e-9 {
            tail += weight;
        }
    });
    tail / all
}

#[test]
fn job_satisfaction() {
    // Agresti (2002), p. 57; exact integer arithmetic over all tables
    let counts = [
        vec![1, 2, 1, 0],
        vec![3, 3, 6, 1],
        vec![10, 10, 14, 9],
        vec![6, 7, 12, 11],
    ];
    let test = fisher_exact(&counts, LIMIT).unwrap();
    let p = test.p_value.value();
    assert!((p / 0.782_684_938_966_394_8 - 1.0).abs() < 1e-13, "{p}");
}

#[test]
fn beyond_reach_is_said() {
    let counts = vec![vec![20; 8]; 8];
    assert_eq!(
        fisher_exact(&counts, 1000),
        Err(Error::BeyondReach { limit: 1000 })
    );
}

#[test]
fn tails_below_the_range_of_doubles() {
    let counts = [vec![800, 0], vec![0, 800]];
    let test = fisher_exact(&counts, LIMIT).unwrap();
    // 2 / C(1600, 800); mpmath, 50 digits
    assert!(
        (test.p_value.log10() + 479.646_775_278_354_5).abs() < 1e-11,
        "{}",
        test.p_value.log10()
    );
    let counts = [vec![20, 0, 0], vec![0, 20, 0], vec![0, 0, 20]];
    let test = fisher_exact(&counts, LIMIT).unwrap();
    // six tables (the permutations) share the least probability
    let ratio = test.p_value.value() / test.point_probability.value();
    assert!((ratio - 6.0).abs() < 1e-13, "{ratio}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn halves_that_meet_are_all_tables(counts in prop::collection::vec(prop::collection::vec(0u64..5, 3), 3)) {
        let test = fisher_exact(&counts, LIMIT).unwrap();
        let truth = brute_force(&counts);
        prop_assert!((test.p_value.value() / truth - 1.0).abs() < 1e-12, "{} {truth}", test.p_value.value());
    }

    #[test]
    fn four_columns_and_any_order(counts in prop::collection::vec(prop::collection::vec(0u64..4, 4), 3)) {
        let p = fisher_exact(&counts, LIMIT).unwrap().p_value.value();
        let truth = brute_force(&counts);
        prop_assert!((p / truth - 1.0).abs() < 1e-12, "{p} {truth}");
        let mut mixed = transposed(&counts);
        mixed.rotate_left(1);
        let other = fisher_exact(&mixed, LIMIT).unwrap().p_value.value();
        prop_assert!((p / other - 1.0).abs() < 1e-13);
    }

    #[test]
    fn two_by_two_is_the_hypergeometric_test(counts in prop::collection::vec(0u64..60, 4)) {
        let large = fisher_exact(&[counts[..2].to_vec(), counts[2..].to_vec()], LIMIT).unwrap();
        let small = fisher_fourfold([counts[0] as f64, counts[1] as f64, counts[2] as f64, counts[3] as f64]).unwrap();
        prop_assert!((large.p_value.value() / small.two_sided.value() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn decided_divisions_have_the_sum_of_their_tables(counts in prop::collection::vec(prop::collection::vec(0u64..12, 2..5), 2)) {
        let columns = counts[0].len().min(counts[1].len());
        let counts: Vec<Vec<u64>> = counts.iter().map(|row| row[..columns].to_vec()).collect();
        let p = fisher_exact(&counts, LIMIT).unwrap().p_value.value();
        let truth = brute_force(&counts);
        prop_assert!((p / truth - 1.0).abs() < 1e-12, "{p} {truth}");
    }

    #[test]
    fn no_table_is_below_the_bound(counts in prop::collection::vec(prop::collection::vec(0u64..40, 4), 2..5)) {
        let layout = Layout::new(&transposed(&counts));
        prop_assume!(!layout.rows.is_empty());
        // the rows of a layout are sorted, the amounts of this table are not
        let amounts: Vec<usize> = (0..4)
            .map(|row| counts.iter().map(|column| column[row] as usize).sum())
            .filter(|sum| *sum > 0)
            .collect();
        let ln = ln_factorials(amounts.iter().sum::<usize>() + 1);
        let stages: Vec<usize> = (0..layout.stages.len()).collect();
        let bound = Bound::new(&layout, &stages).least(&amounts, &ln);
        let table = layout.cells(&ln).value();
        prop_assert!(bound < table + 1e-9 * (table + 1.0), "{bound} {table}");
    }
}
