//! One variable over all waves at once, where there are three or more.

use befund_stats::groups::{Groups, Sample, chi_squared_share, welch_anova};
use befund_stats::paired::{Blocks, cochran_q, friedman};
use befund_stats::ranks::{GroupRanks, kruskal_wallis};
use befund_stats::{
    CountTable, Error as Stats, Interval, Level, Probability, chi_square, cramers_v,
};
use ndarray::Array2;

use super::super::comparison::interval;
use super::measured::{By, Measured, counts};
use super::waves::Waves;
use crate::Sheet;

/// A test of all waves.
pub(super) struct Overall {
    pub(super) test: &'static str,
    pub(super) figures: Result<Sheet, Stats>,
    /// NaN where there is no test.
    pub(super) p_value: Probability,
}

impl Overall {
    fn of(test: &'static str, found: Result<(Sheet, Probability), Stats>) -> Self {
        let p_value = match &found {
            Ok((_, p_value)) => *p_value,
            Err(_) => Probability::new(f64::NAN),
        };
        Self {
            test,
            figures: found.map(|(figures, _)| figures),
            p_value,
        }
    }
}

/// Whether a variable has changed at all: of the cases of a panel those that answered in every wave.
pub(super) fn overall(
    measured: &Measured,
    waves: &Waves<'_>,
    panel: bool,
    level: Level,
) -> Overall {
    if panel {
        let answers = measured.in_all(waves);
        let k = waves.all.len();
        let cases = vec![1; answers.len() / k];
        return match &measured.by {
            By::Shares(_) => Overall::of("cochran_q", same_shares(k, answers, &cases)),
            By::Means | By::Ranks => Overall::of("friedman", same_ranks(k, answers, &cases, level)),
        };
    }
    let given: Vec<Vec<f64>> = (0..waves.all.len()).map(|at| measured.given(at)).collect();
    match &measured.by {
        By::Means => Overall::of("welch_anova", other_means(&given)),
        By::Ranks => Overall::of("kruskal_wallis", other_ranks(&given, level)),
        By::Shares(all) => {
            Overall::of("pearson_chi_square", other_shares(&given, all.len(), level))
        }
    }
}

fn tested(n: f64, statistic: f64, df: f64, p_value: Probability) -> Sheet {
    let mut figures = Sheet::new();
    figures
        .put("n", n)
        .put("statistic", statistic)
        .put("df", df)
        .put("p_value", p_value);
    figures
}

fn same_shares(k: usize, answers: Vec<f64>, cases: &[u64]) -> Result<(Sheet, Probability), Stats> {
    let test = cochran_q(&Blocks::new(k, answers, cases)?)?;
    let figures = tested(cases.len() as f64, test.statistic, test.df, test.p_value);
    Ok((figures, test.p_value))
}

fn same_ranks(
    k: usize,
    answers: Vec<f64>,
    cases: &[u64],
    level: Level,
) -> Result<(Sheet, Probability), Stats> {
    let test = friedman(&Blocks::new(k, answers, cases)?)?;
    let mut figures = tested(test.n, test.statistic, test.df, test.p_value);
    let share = chi_squared_share(test.statistic, test.df, test.n * test.df, level);
    figures
        .put("kendalls_w", test.kendalls_w)
        .put("effect_interval", interval(share, level));
    Ok((figures, test.p_value))
}

fn groups(given: &[Vec<f64>]) -> Result<Groups, Stats> {
    let samples = given.iter().map(|given| Sample::of(given));
    Groups::new(samples.collect::<Result<_, _>>()?)
}

fn other_means(given: &[Vec<f64>]) -> Result<(Sheet, Probability), Stats> {
    let test = welch_anova(&groups(given)?)?;
    let n: usize = given.iter().map(Vec::len).sum();
    let mut figures = Sheet::new();
    figures
        .put("n", n)
        .put("f", test.statistic)
        .put("df_between", test.df_between)
        .put("df_within", test.df_within)
        .put("p_value", test.p_value);
    Ok((figures, test.p_value))
}

fn other_ranks(given: &[Vec<f64>], level: Level) -> Result<(Sheet, Probability), Stats> {
    let test = kruskal_wallis(&GroupRanks::of(&groups(given)?))?;
    let mut figures = tested(test.n, test.statistic, test.df, test.p_value);
    let share = chi_squared_share(test.statistic, test.df, test.n - 1.0, level);
    figures
        .put("rank_epsilon_squared", test.epsilon_squared)
        .put("effect_interval", interval(share, level));
    Ok((figures, test.p_value))
}

fn other_shares(
    given: &[Vec<f64>],
    categories: usize,
    level: Level,
) -> Result<(Sheet, Probability), Stats> {
    let counts: Vec<Vec<f64>> = given
        .iter()
        .map(|given| counts(given, categories))
        .collect();
    // a category that nobody had is none of the comparison
    let used: Vec<usize> = (0..categories)
        .filter(|at| counts.iter().any(|wave| wave[*at] > 0.0))
        .collect();
    let cells = Array2::from_shape_fn((counts.len(), used.len()), |(wave, column)| {
        counts[wave][used[column]]
    });
    let table = CountTable::new(cells)?;
    let test = chi_square(&table);
    let mut figures = tested(table.total(), test.statistic, test.df, test.p_value);
    // V² = χ² / (n (min(r, c) − 1))
    let smaller = (counts.len().min(used.len()) - 1) as f64;
    let share = chi_squared_share(test.statistic, test.df, table.total() * smaller, level);
    let effect = Interval {
        lower: share.lower.sqrt(),
        upper: share.upper.sqrt(),
    };
    figures
        .put("cramers_v", cramers_v(&table))
        .put("effect_interval", interval(effect, level));
    Ok((figures, test.p_value))
}
