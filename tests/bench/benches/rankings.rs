//! How fast rankings are; `cargo xtask bench` sets the times beside their limits.

use std::hint::black_box;

use befund_bench::rankings::{Instance, Task};
use befund_ranking::{Ballots, Pairwise, Unranked, weak_kemeny};
use befund_stats::random::Random;
use criterion::{Criterion, criterion_group, criterion_main};

/// Complete ballots of the Plackett-Luce model whose log worths are equally spaced, of standard deviation `spread`.
fn ballots(items: usize, ballots: usize, spread: f64, seed: u64) -> Ballots {
    let mut random = Random::new(seed);
    let step = spread * (12.0 / ((items * items) as f64 - 1.0)).sqrt();
    let mut sample = Ballots::new(items);
    for _ in 0..ballots {
        // the first of independent exponential times of rates proportional to the worths
        let times: Vec<f64> = (0..items)
            .map(|item| -(1.0 - random.uniform()).ln() / (item as f64 * step).exp())
            .collect();
        let rank = |time: &f64| times.iter().filter(|other| *other < time).count() as u32;
        let ranks: Vec<Option<u32>> = times.iter().map(|time| Some(rank(time))).collect();
        sample.push(&ranks, 1.0).unwrap();
    }
    sample
}

/// The size of the published study: 94 offices, 22 obstacles.
fn offices(criterion: &mut Criterion) {
    let offices = Instance::of("offices", ballots(22, 94, 0.5, 1), Unranked::Bottom);
    let mut group = criterion.benchmark_group("rankings");
    group.sample_size(10);
    group.bench_function("bootstrap", |bencher| {
        bencher.iter(|| black_box(&offices).run(Task::Bootstrap));
    });
    group.bench_function("kemeny_bootstrap", |bencher| {
        bencher.iter(|| black_box(&offices).run(Task::KemenyBootstrap));
    });
    group.bench_function("plackett_luce", |bencher| {
        bencher.iter(|| black_box(&offices).run(Task::PlackettLuce));
    });
    group.finish();
}

/// A consensus that may tie, of ballots that say little and of ballots that say much.
fn ties(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rankings_with_ties");
    group.sample_size(10);
    for (name, items, spread) in [("little", 14, 0.1), ("much", 22, 1.0)] {
        let pairwise = Pairwise::new(&ballots(items, 94, spread, 2), Unranked::Bottom);
        group.bench_function(name, |bencher| {
            bencher.iter(|| weak_kemeny(black_box(&pairwise), 0.5, 1_000_000_000).unwrap());
        });
    }
    group.finish();
}

/// A million ballots are 44 MB: reading them once is what counting pairs cannot undercut.
fn pairs(criterion: &mut Criterion) {
    let mut random = Random::new(3);
    let mut million = Ballots::new(22);
    let mut ranks: Vec<Option<u32>> = (1..=22).map(Some).collect();
    for _ in 0..1_000_000 {
        for item in (1..22).rev() {
            ranks.swap(item, random.below(item as u64 + 1) as usize);
        }
        million.push(&ranks, 1.0).unwrap();
    }
    let mut group = criterion.benchmark_group("million_ballots");
    group.sample_size(10);
    group.bench_function("sum", |bencher| {
        bencher.iter(|| {
            let ballots = black_box(&million);
            let sum = |item| {
                ballots
                    .places(item)
                    .iter()
                    .copied()
                    .map(i64::from)
                    .sum::<i64>()
            };
            (0..22).map(sum).sum::<i64>()
        });
    });
    group.bench_function("pairwise", |bencher| {
        bencher.iter(|| Pairwise::new(black_box(&million), Unranked::Bottom));
    });
    group.finish();
}

criterion_group!(benches, offices, ties, pairs);
criterion_main!(benches);
