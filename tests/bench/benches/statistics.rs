//! How fast the statistics are; `cargo xtask bench` sets the times beside their limits.

use std::hint::black_box;

use befund_stats::Moments;
use befund_stats::cluster::{Linkage, hierarchical};
use befund_stats::multivariate::{Distances, Metric};
use befund_stats::random::Random;
use befund_stats::ranks::{GroupRanks, kruskal_wallis, mann_whitney};
use befund_stats::resampling::bootstrap_table;
use criterion::{Criterion, criterion_group, criterion_main};

const VALUES: usize = 10_000_000;

/// Reading ten million doubles once is what their moments cannot undercut: a sum of one after the other, and of several side
/// by side. Numbers around zero take a second pass for their mean.
fn moments(criterion: &mut Criterion) {
    let mut random = Random::new(1);
    let values: Vec<f64> = (0..VALUES).map(|_| random.uniform() * 100.0).collect();
    let mut group = criterion.benchmark_group("ten_million_doubles");
    group.sample_size(10);
    group.bench_function("sum", |bencher| {
        bencher.iter(|| black_box(&values).iter().sum::<f64>());
    });
    group.bench_function("lanes", |bencher| {
        bencher.iter(|| {
            let (lanes, _) = black_box(&values).as_chunks::<8>();
            lanes.iter().fold([0.0; 8], |mut sums, lane| {
                for (sum, value) in sums.iter_mut().zip(lane) {
                    *sum += value;
                }
                sums
            })
        });
    });
    group.bench_function("moments", |bencher| {
        bencher.iter(|| Moments::of(black_box(&values)).variance());
    });
    let centred: Vec<f64> = values.iter().map(|value| value - 50.0).collect();
    group.bench_function("moments_around_zero", |bencher| {
        bencher.iter(|| Moments::of(black_box(&centred)).variance());
    });
    group.finish();
}

/// Counts of six groups by four answers, of a hundred thousand cases.
fn counts() -> Vec<Vec<f64>> {
    let mut random = Random::new(2);
    (0..6)
        .map(|_| (0..4).map(|_| 2000.0 + random.below(4000) as f64).collect())
        .collect()
}

fn ranks(criterion: &mut Criterion) {
    let table = counts();
    criterion.bench_function("kruskal_wallis_table", |bencher| {
        bencher.iter(|| kruskal_wallis(&GroupRanks::of_table(black_box(&table)).unwrap()));
    });
    criterion.bench_function("mann_whitney_table", |bencher| {
        bencher.iter(|| mann_whitney(&GroupRanks::of_table(black_box(&table[..2])).unwrap()));
    });
}

/// Cramér's V of six by four counts.
fn cramers_v(counts: &[f64]) -> f64 {
    let (mut rows, mut columns) = ([0.0; 6], [0.0; 4]);
    for (cell, count) in counts.iter().enumerate() {
        rows[cell / 4] += count;
        columns[cell % 4] += count;
    }
    let share = counts.iter().enumerate().map(|(cell, count)| {
        let expected = rows[cell / 4] * columns[cell % 4];
        if expected > 0.0 {
            count / expected * count
        } else {
            0.0
        }
    });
    ((share.sum::<f64>() - 1.0) / 3.0).sqrt()
}

fn bootstrap(criterion: &mut Criterion) {
    // the size of a survey of offices
    let table: Vec<f64> = counts()
        .concat()
        .iter()
        .map(|count| (count / 350.0).floor())
        .collect();
    let mut group = criterion.benchmark_group("bootstrap");
    group.sample_size(10);
    group.bench_function("ten_thousand_tables", |bencher| {
        bencher.iter(|| bootstrap_table(black_box(&table), 10_000, 1, &mut cramers_v));
    });
    group.finish();
}

fn ward(criterion: &mut Criterion) {
    let mut random = Random::new(3);
    let profiles: Vec<Vec<f64>> = (0..2000)
        .map(|_| (0..22).map(|_| random.uniform()).collect())
        .collect();
    let mut group = criterion.benchmark_group("ward");
    group.sample_size(10);
    group.bench_function("two_thousand_profiles", |bencher| {
        bencher.iter(|| {
            let distances = Distances::of(black_box(&profiles), Metric::Euclidean).unwrap();
            hierarchical(&distances, Linkage::Ward).cut(5)
        });
    });
    group.finish();
}

criterion_group!(benches, moments, ranks, bootstrap, ward);
criterion_main!(benches);
