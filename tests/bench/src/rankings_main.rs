//! Befund's rankings as a native peer: `befund-bench-rankings FILE..` prints one line of JSON per file, meaning of unranked
//! items and task, with the best time and the peak of memory.

#![allow(clippy::print_stdout)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use befund_bench::rankings::{Instance, MEANINGS, Task};
use befund_ranking::{UNRANKED, quasi_variances};
use serde_json::{Value as Json, json};

/// The system's memory, counted.
struct Counted;

static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static MEMORY: Counted = Counted;

fn add(bytes: usize) {
    let used = USED.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK.fetch_max(used, Ordering::Relaxed);
}

// SAFETY: every call is handed on as it is to the system's allocator, which keeps the promises of the trait.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        add(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // both may be there while it moves
        add(size);
        USED.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn main() {
    for file in std::env::args().skip(1) {
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) => {
                println!("{}", json!({"file": file, "error": error.to_string()}));
                continue;
            }
        };
        for (meaning, unranked) in MEANINGS {
            match Instance::read(&text, unranked) {
                // the meanings are the same where every ballot ranks everything
                Ok(instance) if meaning == "bottom" || instance.ballots.partial() => {
                    tasks(&instance, meaning);
                }
                Ok(_) => {}
                Err(error) => println!("{}", json!({"file": file, "error": error})),
            }
        }
    }
}

fn tasks(instance: &Instance, meaning: &str) {
    for (name, task) in Task::ALL {
        // the resampling is timed on the instances that its limits are about, as is the model
        let wanted = match task {
            Task::Proof | Task::Whole => true,
            Task::Bootstrap | Task::PlackettLuce => instance.name.starts_with("a1"),
            Task::KemenyBootstrap => instance.name.starts_with("a2"),
        };
        if !wanted {
            continue;
        }
        let before = USED.load(Ordering::Relaxed);
        PEAK.store(before, Ordering::Relaxed);
        let figure = instance.run(task);
        let memory = PEAK.load(Ordering::Relaxed) - before;
        let seconds = best_of(&mut || {
            black_box(black_box(instance).run(task));
        });
        let mut line = json!({
            "name": instance.name, "unranked": meaning, "items": instance.ballots.items(), "task": name,
            "seconds": seconds, "figure": figure, "memory": memory,
        });
        match task {
            Task::Whole => {
                let found = instance.kemeny();
                line["score"] = json!(found.score);
                line["proven"] = json!(found.proven);
                line["optima"] = json!(found.optima.map(|count| count as f64));
                line["unique"] = json!(found.unique);
            }
            Task::PlackettLuce => model(instance, &mut line),
            _ => {}
        }
        println!("{line}");
    }
}

/// What the model says, and the time of its quasi-variances alone.
fn model(instance: &Instance, line: &mut Json) {
    let Ok(model) = instance.plackett_luce() else {
        return;
    };
    let items = instance.ballots.items();
    line["quasi_seconds"] = json!(best_of(&mut || {
        black_box(quasi_variances(black_box(&model.covariance), items));
    }));
    let ranks: Vec<Vec<i16>> = (0..instance.ballots.len())
        .map(|ballot| {
            let places = instance.ballots.ballot(ballot);
            places
                .map(|place| if place == UNRANKED { 0 } else { place + 1 })
                .collect()
        })
        .collect();
    line["ranks"] = json!(ranks);
    let rows: Vec<&[f64]> = model.covariance.chunks(items).collect();
    line["covariance"] = json!(rows);
    line["log_worth"] = json!(model.log_worth);
    line["std_error"] = json!(model.std_error);
    line["quasi_variance"] = json!(model.quasi_variance.map(|quasi| quasi.variance));
}

/// The best of several rounds in seconds, each of as many runs as take a hundredth of a second.
fn best_of(run: &mut dyn FnMut()) -> f64 {
    let mut timed = |times: u32| {
        let start = Instant::now();
        for _ in 0..times {
            run();
        }
        start.elapsed().as_secs_f64() / f64::from(times)
    };
    let once = timed(1);
    let times = (0.01 / once).clamp(1.0, 10_000.0) as u32;
    let (start, mut best) = (Instant::now(), once);
    for round in 0..50 {
        best = best.min(timed(times));
        if round >= 2 && start.elapsed().as_secs_f64() > 0.5 {
            break;
        }
    }
    best
}
