//! How long the moments of ten million doubles take, beside merely adding them up; the best of thirty runs each.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use befund_stats::Moments;

fn main() {
    let mut state = 1_u64;
    let values: Vec<f64> = std::iter::repeat_with(|| {
        state = state * 48_271 % 2_147_483_647;
        (state % 100_000) as f64 / 100.0
    })
    .take(10_000_000)
    .collect();
    let sum = best(|| {
        black_box(black_box(&values).iter().sum::<f64>());
    });
    let moments = best(|| {
        black_box(Moments::of(black_box(&values)));
    });
    let decimals = best(|| {
        black_box(Moments::of_decimals(black_box(&values), 2));
    });
    println!("sum {sum:?}, moments {moments:?}, moments of decimals {decimals:?}");
}

fn best(mut work: impl FnMut()) -> Duration {
    let once = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..30).map(once).min().unwrap_or_default()
}
