//! How fast a condition is decided for a million rows, and how fast the codebook of a file is inferred.

use std::hint::black_box;

use befund_stats::random::Random;
use befund_survey::codebook::Codebook;
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::filter::Filter;
use befund_survey::tables::Groups;
use befund_survey::{Value, infer, meaning};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// Variables with five answers each, some missing.
fn data(rows: usize, variables: usize) -> Dataset {
    let mut random = Random::new(1);
    let mut column = || {
        // below 6
        let codes = (0..rows).map(|_| (random.uniform() * 6.0) as u8).collect();
        let values = (1..=5).map(Value::from).collect();
        Column::Codes(Codes::new(CodeStore::U8(codes), values))
    };
    let columns: Vec<Column> = (0..variables).map(|_| column()).collect();
    let named = columns.iter().enumerate();
    let codebook = Codebook {
        variables: named
            .map(|(at, column)| infer(&format!("v{at:02}"), column))
            .collect(),
        ..Codebook::default()
    };
    Dataset::new("d".into(), "d".into(), codebook, columns).expect("columns of one length")
}

fn expressions(criterion: &mut Criterion) {
    let data = data(1_000_000, 3);
    let mut group = criterion.benchmark_group("million_rows");
    group.sample_size(20);
    let conditions = [
        ("comparison", "v01 >= 3"),
        ("membership", "v01 in (1, 2) and not v02 = 5"),
        ("arithmetic", "v01 + v02 * 2 > 7 or v00 is missing"),
    ];
    for (name, condition) in conditions {
        let filter = Filter::Written(condition.to_owned());
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let groups = Groups::new(black_box(&data), "v00", Some(filter.clone()), None);
                groups.map(|groups| groups.categories().len())
            });
        });
    }
}

fn inference(criterion: &mut Criterion) {
    let data = data(100_000, 66);
    criterion.bench_function("inference", |bencher| {
        bencher.iter_batched(
            || data.clone(),
            |mut data| {
                meaning::complete(&mut data);
                data
            },
            BatchSize::LargeInput,
        );
    });
}

criterion_group!(benches, expressions, inference);
criterion_main!(benches);
