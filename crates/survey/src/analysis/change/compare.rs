//! One variable in two waves: by means, by ranks or by shares, as its level has it.

use befund_stats::contingency::{marginal_homogeneity, mcnemar};
use befund_stats::groups::{
    Groups, Sample, Variances, chi_squared_share, standardized_difference, two_sample_t,
};
use befund_stats::paired::{Differences, Zeros, paired_difference, paired_t, signed_rank};
use befund_stats::proportion::{paired_proportion_difference, proportion_difference};
use befund_stats::ranks::{GroupRanks, dominance, mann_whitney};
use befund_stats::{
    CountTable, Error as Stats, Interval, Level, Probability, chi_square, cramers_v,
};
use ndarray::Array2;

use super::super::comparison::interval;
use super::measured::{By, Measured, counts};
use super::waves::Waves;
use crate::finding::Category;
use crate::{Label, Sheet};

/// Two waves compared.
pub(super) struct Compared {
    pub(super) record: Sheet,
    /// Of each category.
    pub(super) shares: Vec<Sheet>,
    /// NaN where there is no test.
    pub(super) p_value: Probability,
}

/// Compares two waves of a variable, the later with the earlier.
pub(super) fn compare(
    measured: &Measured,
    waves: &Waves<'_>,
    (from, to): (usize, usize),
    panel: bool,
    level: Level,
) -> Compared {
    let mut record = Sheet::new();
    record
        .put("from_wave", waves.all[from].label.clone())
        .put("to_wave", waves.all[to].label.clone());
    let (before, after) = (measured.given(from), measured.given(to));
    let both = if panel {
        measured.both(waves, (from, to))
    } else {
        Vec::new()
    };
    if panel {
        record
            .put("n", both.len())
            .put("unmatched", before.len() + after.len() - 2 * both.len());
    } else {
        record.put("n_from", before.len()).put("n_to", after.len());
    }
    let mut shares = Vec::new();
    let tested = match (&measured.by, panel) {
        (By::Means, true) => same_means(&both, level, &mut record),
        (By::Ranks, true) => same_ranks(&both, level, &mut record),
        (By::Means, false) => other_means(&before, &after, level, &mut record),
        (By::Ranks, false) => other_ranks(&before, &after, level, &mut record),
        (By::Shares(all), _) => {
            let labels = [&waves.all[from].label, &waves.all[to].label];
            shares = if panel {
                same_shares(&both, all, labels, level)
            } else {
                other_shares(&before, &after, all, labels, level)
            };
            if panel {
                same_homogeneous(&both, all.len(), &mut record)
            } else {
                other_homogeneous(&before, &after, all.len(), level, &mut record)
            }
        }
    };
    let p_value = match tested {
        Ok(p_value) => p_value,
        Err(error) => {
            record.put("p_value", error);
            Probability::new(f64::NAN)
        }
    };
    Compared {
        record,
        shares,
        p_value,
    }
}

/// Adds a test and its effect to a record.
fn put(
    record: &mut Sheet,
    (test, statistic, p_value): (&'static str, f64, Probability),
    effect: Option<(&'static str, f64, Option<Interval>)>,
    level: Level,
) {
    record
        .put("test", test)
        .put("statistic", statistic)
        .put("p_value", p_value);
    if let Some((measure, estimate, found)) = effect {
        record
            .put("measure", measure)
            .put("estimate", estimate)
            .put("effect_interval", found.map(|found| interval(found, level)));
    }
}

fn differences(both: &[(f64, f64)]) -> Result<Differences, Stats> {
    let pairs: Vec<(f64, f64, u64)> = both.iter().map(|(a, b)| (*b, *a, 1)).collect();
    Differences::new(&pairs)
}

fn same_means(both: &[(f64, f64)], level: Level, record: &mut Sheet) -> Result<Probability, Stats> {
    let differences = differences(both)?;
    let test = paired_t(&differences, level)?;
    record
        .put("difference", test.difference)
        .put("confidence_interval", interval(test.interval, level));
    let effect = paired_difference(&differences, level).ok();
    let effect = effect.map(|found| {
        let gz = found.hedges_gz;
        ("hedges_gz", gz.estimate, Some(gz.interval))
    });
    put(
        record,
        ("paired_t", test.statistic, test.p_value),
        effect,
        level,
    );
    Ok(test.p_value)
}

fn same_ranks(both: &[(f64, f64)], level: Level, record: &mut Sheet) -> Result<Probability, Stats> {
    let n = both.len() as f64;
    if n > 0.0 {
        let sum: f64 = both.iter().map(|(before, after)| after - before).sum();
        record.put("difference", sum / n);
    }
    let differences = differences(both)?;
    let test = signed_rank(&differences, Zeros::Wilcoxon, level)?;
    let effect = ("rank_biserial", test.rank_biserial, Some(test.interval));
    put(
        record,
        ("wilcoxon_signed_rank", test.z, test.p_value),
        Some(effect),
        level,
    );
    Ok(test.p_value)
}

/// Two groups, the later wave first.
fn two(before: &[f64], after: &[f64]) -> Result<Groups, Stats> {
    Groups::new(vec![Sample::of(after)?, Sample::of(before)?])
}

fn other_means(
    before: &[f64],
    after: &[f64],
    level: Level,
    record: &mut Sheet,
) -> Result<Probability, Stats> {
    let groups = two(before, after)?;
    let test = two_sample_t(&groups, 0, 1, Variances::Unequal, level)?;
    record
        .put("difference", test.difference)
        .put("confidence_interval", interval(test.interval, level));
    let effect = standardized_difference(&groups, 0, 1, level).ok();
    let effect = effect.map(|found| {
        let g = found.hedges_g;
        ("hedges_g", g.estimate, Some(g.interval))
    });
    put(
        record,
        ("welch", test.statistic, test.p_value),
        effect,
        level,
    );
    Ok(test.p_value)
}

fn other_ranks(
    before: &[f64],
    after: &[f64],
    level: Level,
    record: &mut Sheet,
) -> Result<Probability, Stats> {
    let groups = two(before, after)?;
    record.put("difference", groups.mean(0) - groups.mean(1));
    let test = mann_whitney(&GroupRanks::of(&groups))?;
    let found = dominance(&groups, level)?;
    put(
        record,
        ("mann_whitney", test.z, test.p_value),
        Some(("cliffs_delta", found.delta, found.interval)),
        level,
    );
    Ok(test.p_value)
}

/// How many cases went from one category to another.
fn square(both: &[(f64, f64)], categories: usize) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; categories]; categories];
    for (before, after) in both {
        counts[*before as usize][*after as usize] += 1.0;
    }
    counts
}

fn same_homogeneous(
    both: &[(f64, f64)],
    categories: usize,
    record: &mut Sheet,
) -> Result<Probability, Stats> {
    let counts = square(both, categories);
    // a category that nobody had is none of the comparison
    let used: Vec<usize> = (0..categories)
        .filter(|at| {
            counts[*at].iter().any(|n| *n > 0.0) || counts.iter().any(|row| row[*at] > 0.0)
        })
        .collect();
    let kept: Vec<Vec<f64>> = used
        .iter()
        .map(|row| used.iter().map(|column| counts[*row][*column]).collect())
        .collect();
    let (name, test) = match kept.as_slice() {
        [first, second] => ("mcnemar", mcnemar(first[1], second[0])?.test),
        _ => (
            "stuart_maxwell",
            marginal_homogeneity(&kept)?.stuart_maxwell,
        ),
    };
    put(
        record,
        (name, test.statistic, test.p_value),
        None,
        Level::P95,
    );
    record.put("df", test.df);
    Ok(test.p_value)
}

fn other_homogeneous(
    before: &[f64],
    after: &[f64],
    categories: usize,
    level: Level,
    record: &mut Sheet,
) -> Result<Probability, Stats> {
    let (before, after) = (counts(before, categories), counts(after, categories));
    let used: Vec<usize> = (0..categories)
        .filter(|at| before[*at] + after[*at] > 0.0)
        .collect();
    let cells = Array2::from_shape_fn((2, used.len()), |(row, column)| {
        let counts = if row == 0 { &before } else { &after };
        counts[used[column]]
    });
    let table = CountTable::new(cells)?;
    let test = chi_square(&table);
    let share = chi_squared_share(test.statistic, test.df, table.total(), level);
    let effect = Interval {
        lower: share.lower.sqrt(),
        upper: share.upper.sqrt(),
    };
    put(
        record,
        ("pearson_chi_square", test.statistic, test.p_value),
        Some(("cramers_v", cramers_v(&table), Some(effect))),
        level,
    );
    record.put("df", test.df);
    Ok(test.p_value)
}

fn share_record(
    category: &Category,
    labels: [&Label; 2],
    shares: [f64; 2],
    found: Result<(f64, Interval), Stats>,
    level: Level,
) -> Sheet {
    let mut record = Sheet::new();
    record
        .put("from_wave", labels[0].clone())
        .put("to_wave", labels[1].clone())
        .put("category", Label::from(category))
        .put("from_share", shares[0])
        .put("to_share", shares[1]);
    match found {
        Ok((difference, found)) => record
            .put("difference", difference)
            .put("confidence_interval", interval(found, level)),
        Err(error) => record.put("difference", error),
    };
    record
}

fn same_shares(
    both: &[(f64, f64)],
    all: &[Category],
    labels: [&Label; 2],
    level: Level,
) -> Vec<Sheet> {
    let counts = square(both, all.len());
    let n = both.len() as f64;
    let of = |(at, category): (usize, &Category)| {
        let before: f64 = counts[at].iter().sum();
        let after: f64 = counts.iter().map(|row| row[at]).sum();
        let stayed = counts[at][at];
        let found = paired_proportion_difference(before - stayed, after - stayed, n, level);
        let found = found.map(|found| (found.difference, found.interval));
        share_record(category, labels, [before / n, after / n], found, level)
    };
    all.iter().enumerate().map(of).collect()
}

fn other_shares(
    before: &[f64],
    after: &[f64],
    all: &[Category],
    labels: [&Label; 2],
    level: Level,
) -> Vec<Sheet> {
    let (m, n) = (before.len() as f64, after.len() as f64);
    let (before, after) = (counts(before, all.len()), counts(after, all.len()));
    let of = |(at, category): (usize, &Category)| {
        let found = proportion_difference((after[at], n), (before[at], m), level);
        let found = found.map(|found| (found.difference, found.newcombe));
        share_record(
            category,
            labels,
            [before[at] / m, after[at] / n],
            found,
            level,
        )
    };
    all.iter().enumerate().map(of).collect()
}
