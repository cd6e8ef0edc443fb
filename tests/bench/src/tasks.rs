//! The tasks, each one answer as JSON.

use befund_stats::cluster::{Linkage, hierarchical};
use befund_stats::distribution::chi_squared;
use befund_stats::multivariate::{Distances, Metric};
use befund_stats::random::Random;
use befund_stats::ranks::{GroupRanks, kruskal_wallis};
use befund_stats::resampling::{bootstrap_table, draw_rows};
use befund_stats::{CountTable, Level, Moments, chi_square};
use ndarray::Array2;
use serde_json::{Value as Json, json};

use crate::survey::{ITEMS, SLOTS, Survey};

/// Resamples of the bootstrap.
const RESAMPLES: usize = 1000;

/// The tasks that are answered, in their order.
pub const TASKS: [&str; 7] = ["T2a", "T2", "T3", "T4", "T7", "T7m", "T8"];

/// The answer to a task on data that are read.
///
/// # Errors
/// A task that is not known, or a table without answers.
pub fn answer(task: &str, survey: &Survey) -> Result<Json, String> {
    match task {
        "T1" | "T1w" | "T2a" => crosstab(survey, &survey.table(0)),
        "T2" => crosstab(survey, &weighted(survey)),
        "T3" => {
            let Profile { mean, sd, n } = profile(survey);
            Ok(json!({"offices": survey.offices, "mean": mean, "sd": sd, "n": n}))
        }
        "T4" => kruskal(survey),
        "T7" => bootstrap(survey, &mut |counts, seed| means_of_rows(counts, seed)),
        "T7m" => bootstrap(survey, &mut |counts, seed| {
            let drawn = bootstrap_table(counts, RESAMPLES, seed, &mut mean_of_counts);
            drawn.map_err(|error| error.to_string())
        }),
        "T8" => ward(survey),
        _ => Err(format!("there is no task {task}")),
    }
}

fn crosstab(survey: &Survey, rows: &[Vec<f64>]) -> Result<Json, String> {
    let counts = Array2::from_shape_fn((rows.len(), 4), |(row, column)| rows[row][column]);
    let table = CountTable::new(counts).map_err(|error| error.to_string())?;
    let test = chi_square(&table);
    let p = chi_squared::sf(test.statistic, test.df);
    let smaller = rows.len().min(4) - 1;
    let v = (test.statistic / (table.total() * smaller as f64)).sqrt();
    let shares: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            let total: f64 = row.iter().sum();
            row.iter().map(|count| 100.0 * count / total).collect()
        })
        .collect();
    Ok(json!({
        "rows": survey.offices, "cols": [1, 2, 3, 4], "n": table.total(), "counts": rows, "rowpct": shares,
        "chi2": test.statistic, "df": test.df, "p": p, "v": v,
    }))
}

/// Sums of weights of the third wave.
fn weighted(survey: &Survey) -> Vec<Vec<f64>> {
    let mut sums = [0.0; 64];
    for (row, wave) in survey.wave.iter().enumerate() {
        if *wave == 3 {
            sums[usize::from((survey.office[row] | survey.items[0][row]) & 63)] +=
                survey.weight[row];
        }
    }
    (0..survey.offices.len())
        .map(|office| {
            (1..=4)
                .map(|answer| sums[office * SLOTS + answer])
                .collect()
        })
        .collect()
}

/// Figures by office and item.
struct Profile {
    mean: Vec<Vec<f64>>,
    sd: Vec<Vec<f64>>,
    n: Vec<Vec<u64>>,
}

/// Mean, standard deviation and n of every item by office, from the tables.
fn profile(survey: &Survey) -> Profile {
    let offices = survey.offices.len();
    let mut mean = vec![vec![0.0; ITEMS]; offices];
    let (mut sd, mut n) = (mean.clone(), vec![vec![0; ITEMS]; offices]);
    for item in 0..ITEMS {
        for (office, counts) in survey.table(item).iter().enumerate() {
            let frequencies: Vec<(f64, u64, f64)> = counts
                .iter()
                .enumerate()
                .map(|(code, count)| ((code + 1) as f64, *count as u64, *count))
                .collect();
            let moments = Moments::of_frequencies(&frequencies);
            mean[office][item] = moments.mean().unwrap_or(f64::NAN);
            sd[office][item] = moments.standard_deviation().unwrap_or(f64::NAN);
            n[office][item] = moments.n();
        }
    }
    Profile { mean, sd, n }
}

fn kruskal(survey: &Survey) -> Result<Json, String> {
    let (mut h, mut p, mut df) = (Vec::new(), Vec::new(), 0.0);
    for item in 0..ITEMS {
        let ranks = GroupRanks::of_table(&survey.table(item)).map_err(|error| error.to_string())?;
        let test = kruskal_wallis(&ranks).map_err(|error| error.to_string())?;
        h.push(test.statistic);
        p.push(test.p_value.value());
        df = test.df;
    }
    Ok(json!({"H": h, "df": df, "p": p}))
}

fn mean_of_counts(counts: &[f64]) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (code, count) in counts.iter().enumerate() {
        sum += (code + 1) as f64 * count;
        n += count;
    }
    sum / n
}

/// Every row of every resample by itself; the statistic of [`bootstrap_table`] without its draws.
fn means_of_rows(counts: &[f64], seed: u64) -> Result<befund_stats::resampling::Bootstrap, String> {
    let whole: Vec<u64> = counts.iter().map(|count| *count as u64).collect();
    let mut drawn = vec![0; whole.len()];
    let streams = Random::new(seed);
    let mut replicates: Vec<f64> = (0..RESAMPLES as u64)
        .map(|resample| {
            draw_rows(&mut streams.split(resample), &whole, &mut drawn);
            let counts: Vec<f64> = drawn.iter().map(|count| *count as f64).collect();
            mean_of_counts(&counts)
        })
        .collect();
    replicates.sort_unstable_by(f64::total_cmp);
    Ok(befund_stats::resampling::Bootstrap {
        estimate: mean_of_counts(counts),
        replicates,
        undefined: 0,
        acceleration: None,
    })
}

/// Draws the mean of a table of counts again and again.
type Draws<'a> =
    &'a mut dyn FnMut(&[f64], u64) -> Result<befund_stats::resampling::Bootstrap, String>;

fn bootstrap(survey: &Survey, draws: Draws<'_>) -> Result<Json, String> {
    let (mut mean, mut low, mut high) = (Vec::new(), Vec::new(), Vec::new());
    for (office, counts) in survey.table(0).iter().enumerate() {
        let found = draws(counts, office as u64)?;
        let interval = found
            .percentile_interval(Level::P95)
            .ok_or("no resample has a mean")?;
        mean.push(found.estimate);
        low.push(interval.lower);
        high.push(interval.upper);
    }
    Ok(json!({"offices": survey.offices, "mean": mean, "lo": low, "hi": high}))
}

fn ward(survey: &Survey) -> Result<Json, String> {
    let rows = survey.means.get_or_init(|| profile(survey).mean);
    let distances = Distances::of(rows, Metric::Euclidean).map_err(|error| error.to_string())?;
    let mut heights: Vec<f64> = hierarchical(&distances, Linkage::Ward)
        .merges
        .iter()
        .map(|merge| merge.height)
        .collect();
    heights.sort_unstable_by(f64::total_cmp);
    Ok(json!({"heights": heights}))
}
