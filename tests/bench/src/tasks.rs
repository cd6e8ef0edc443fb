//! The tasks, each one answer as JSON.

use befund_stats::Level;
use befund_stats::cluster::{Linkage, hierarchical};
use befund_stats::multivariate::{Distances, Metric};
use befund_stats::random::Random;
use befund_stats::resampling::{bootstrap_table, draw_rows};
use befund_survey::filter::Filter;
use befund_survey::tables::{GroupTable, Groups, preferences};
use serde_json::{Value as Json, json};

use crate::survey::Survey;

/// Resamples of the bootstrap.
const RESAMPLES: usize = 1000;

/// The tasks that are answered, in their order.
pub const TASKS: [&str; 9] = ["T2a", "T2", "T3", "T4", "T5", "T6", "T7", "T7m", "T8"];

/// The answer to a task on data that are read.
///
/// # Errors
/// A task that is not known, or a table without answers.
pub fn answer(task: &str, survey: &Survey) -> Result<Json, String> {
    match task {
        "T1" | "T1w" | "T2a" => crosstab(&by_office(survey)?),
        "T2" => {
            let third = Filter::Is {
                variable: "wave".to_owned(),
                is: vec![3.into()],
            };
            crosstab(&said(Groups::new(
                &survey.data,
                "office",
                Some(third),
                Some("weight"),
            ))?)
        }
        "T3" => {
            let groups = by_office(survey)?;
            let Profile { mean, sd, n } = profile(&groups)?;
            Ok(json!({"offices": names(&groups), "mean": mean, "sd": sd, "n": n}))
        }
        "T4" => kruskal(&by_office(survey)?),
        "T5" => mentions(&by_office(survey)?),
        "T6" => pairwise(survey),
        "T7" => bootstrap(survey, &mut |counts, seed| means_of_rows(counts, seed)),
        "T7m" => bootstrap(survey, &mut |counts, seed| {
            bootstrap_table(counts, RESAMPLES, seed, &mut mean_of_counts)
                .map_err(|error| error.to_string())
        }),
        "T8" => ward(survey),
        _ => Err(format!("there is no task {task}")),
    }
}

fn said<T, E: std::fmt::Display>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

fn by_office(survey: &Survey) -> Result<Groups<'_>, String> {
    said(Groups::new(&survey.data, "office", None, None))
}

fn names(groups: &Groups<'_>) -> Vec<String> {
    let categories = groups.categories().iter();
    categories
        .map(|category| category.value.to_string())
        .collect()
}

fn variables(prefix: &str, count: usize, width: usize) -> Vec<String> {
    (1..=count)
        .map(|at| format!("{prefix}{at:0width$}"))
        .collect()
}

fn items() -> Vec<String> {
    variables("l", 22, 2)
}

fn percent(counts: &[f64], total: f64) -> Vec<f64> {
    counts.iter().map(|count| 100.0 * count / total).collect()
}

fn crosstab(groups: &Groups<'_>) -> Result<Json, String> {
    let table = said(groups.table("l01"))?;
    let test = table.independence().ok_or("nothing to test")?;
    let counts = &table.counts;
    let shares: Vec<Vec<f64>> = counts
        .iter()
        .map(|row| percent(row, row.iter().sum()))
        .collect();
    let columns: Vec<Option<f64>> = table
        .values
        .iter()
        .map(|value| value.value.number())
        .collect();
    Ok(json!({
        "rows": names(groups), "cols": columns, "n": counts.iter().flatten().sum::<f64>(), "counts": counts,
        "rowpct": shares, "chi2": test.statistic, "df": test.df, "p": test.p_value, "v": test.cramers_v,
    }))
}

/// Figures by office and item.
struct Profile {
    mean: Vec<Vec<f64>>,
    sd: Vec<Vec<f64>>,
    n: Vec<Vec<u64>>,
}

/// Mean, standard deviation and n of every item by office, from the tables.
fn profile(groups: &Groups<'_>) -> Result<Profile, String> {
    let offices = groups.categories().len();
    let mut mean = vec![Vec::new(); offices];
    let (mut sd, mut n) = (mean.clone(), vec![Vec::new(); offices]);
    for item in items() {
        let moments = said(groups.table(&item))?.moments();
        for (office, moments) in moments.iter().enumerate() {
            mean[office].push(moments.mean().unwrap_or(f64::NAN));
            sd[office].push(moments.standard_deviation().unwrap_or(f64::NAN));
            n[office].push(moments.n());
        }
    }
    Ok(Profile { mean, sd, n })
}

fn kruskal(groups: &Groups<'_>) -> Result<Json, String> {
    let (mut h, mut p, mut df) = (Vec::new(), Vec::new(), 0.0);
    for item in items() {
        let test = said(said(groups.table(&item))?.kruskal_wallis())?;
        h.push(test.statistic);
        p.push(test.p_value.value());
        df = test.df;
    }
    Ok(json!({"H": h, "df": df, "p": p}))
}

fn mentions(groups: &Groups<'_>) -> Result<Json, String> {
    let found = said(groups.mentions(&variables("m", 9, 1), &1.into()))?;
    let counts: Vec<Vec<f64>> = found
        .counts
        .iter()
        .map(|row| row.iter().map(|n| *n as f64).collect())
        .collect();
    let of_cases: Vec<Vec<f64>> = counts
        .iter()
        .zip(&found.cases)
        .map(|(row, n)| percent(row, *n as f64))
        .collect();
    let of_responses: Vec<Vec<f64>> = counts
        .iter()
        .map(|row| percent(row, row.iter().sum()))
        .collect();
    Ok(json!({
        "offices": names(groups), "count": found.counts, "cases": found.cases,
        "pct_cases": of_cases, "pct_responses": of_responses,
    }))
}

fn pairwise(survey: &Survey) -> Result<Json, String> {
    let found = said(preferences(&survey.data, &variables("r", 22, 2)))?;
    let borda: Vec<u64> = found.pairs.iter().map(|row| row.iter().sum()).collect();
    Ok(json!({"pairs": found.pairs, "borda": borda, "mean_rank": found.mean_ranks}))
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
    let groups = by_office(survey)?;
    let GroupTable { counts, .. } = said(groups.table("l01"))?;
    for (office, counts) in counts.iter().enumerate() {
        let found = draws(counts, office as u64)?;
        let interval = found
            .percentile_interval(Level::P95)
            .ok_or("no resample has a mean")?;
        mean.push(found.estimate);
        low.push(interval.lower);
        high.push(interval.upper);
    }
    Ok(json!({"offices": names(&groups), "mean": mean, "lo": low, "hi": high}))
}

fn ward(survey: &Survey) -> Result<Json, String> {
    let rows = match survey.means.get() {
        Some(rows) => rows,
        None => {
            let mean = profile(&by_office(survey)?)?.mean;
            survey.means.get_or_init(|| mean)
        }
    };
    let distances = Distances::of(rows, Metric::Euclidean).map_err(|error| error.to_string())?;
    let mut heights: Vec<f64> = hierarchical(&distances, Linkage::Ward)
        .merges
        .iter()
        .map(|merge| merge.height)
        .collect();
    heights.sort_unstable_by(f64::total_cmp);
    Ok(json!({"heights": heights}))
}
