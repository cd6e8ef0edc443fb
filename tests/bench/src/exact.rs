//! How long Fisher's exact test takes on given tables, for the comparison with R.

use std::hint::black_box;
use std::time::Instant;

use befund_stats::Level;
use befund_stats::contingency::{conditional_odds_ratio, fisher_exact, fisher_fourfold};
use serde_json::{Value as Json, json};

/// Steps after which a table is out of reach.
const LIMIT: u64 = 100_000_000;

/// Seconds per test and the p-value of each table: lines of a name, the number of rows and the counts by row.
///
/// # Errors
/// What is wrong with a line, or with its table.
pub fn timed(tables: &str) -> Result<Vec<Json>, String> {
    tables.lines().map(timed_table).collect()
}

fn timed_table(line: &str) -> Result<Json, String> {
    let mut parts = line.split(' ');
    let name = parts.next().unwrap_or_default();
    let mut numbers = parts.map(|part| part.parse::<u64>().map_err(|error| error.to_string()));
    let rows = numbers.next().ok_or("no number of rows")??;
    let counts = numbers.collect::<Result<Vec<u64>, String>>()?;
    let columns = counts.len() / (rows as usize).max(1);
    let table: Vec<Vec<u64>> = counts.chunks(columns.max(1)).map(<[u64]>::to_vec).collect();
    let (start, mut times) = (Instant::now(), 0_u32);
    let mut p = f64::NAN;
    while times == 0 || start.elapsed().as_secs_f64() < 0.5 {
        p = p_value(black_box(&table)).map_err(|error| error.to_string())?;
        times += 1;
    }
    let seconds = start.elapsed().as_secs_f64() / f64::from(times);
    Ok(json!({"name": name, "seconds": seconds, "p": p}))
}

/// The test as R's `fisher.test` gives it: of a fourfold table with the odds ratio and its interval.
fn p_value(table: &[Vec<u64>]) -> Result<f64, befund_stats::Error> {
    if let [one, two] = table
        && let ([a, b], [c, d]) = (&one[..], &two[..])
    {
        let counts = [*a as f64, *b as f64, *c as f64, *d as f64];
        black_box(conditional_odds_ratio(counts, Level::P95)?);
        return Ok(fisher_fourfold(counts)?.two_sided.value());
    }
    Ok(fisher_exact(table, LIMIT)?.p_value.value())
}
