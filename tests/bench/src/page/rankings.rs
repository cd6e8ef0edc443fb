//! Rankings in the page: an instance comes in as the file does, figures go out as numbers.

use std::cell::RefCell;

use super::INPUT;
use crate::rankings::{Instance, MEANINGS, Task};

thread_local! {
    static INSTANCE: RefCell<Option<Instance>> = const { RefCell::new(None) };
}

/// Reads what [`super::input`] holds, unranked items as [`MEANINGS`] number `meaning` has it: 0 where that failed, 1 where every
/// ballot ranks everything, 2 where some do not.
#[unsafe(no_mangle)]
pub extern "C" fn rankings_read(meaning: usize) -> u32 {
    let instance = MEANINGS.get(meaning).and_then(|(_, unranked)| {
        INPUT.with_borrow(|input| {
            let text = std::str::from_utf8(input).ok()?;
            Instance::read(text, *unranked).ok()
        })
    });
    let told = instance
        .as_ref()
        .map_or(0, |instance| 1 + u32::from(instance.ballots.partial()));
    INSTANCE.set(instance);
    told
}

/// Does number `task` of [`Task::ALL`] that many times: the figure of its answer.
#[unsafe(no_mangle)]
pub extern "C" fn rankings_run(task: usize, times: u32) -> f64 {
    INSTANCE.with_borrow(|instance| {
        let (Some(instance), Some((_, task))) = (instance.as_ref(), Task::ALL.get(task)) else {
            return f64::NAN;
        };
        let mut figure = f64::NAN;
        for _ in 0..times {
            figure = std::hint::black_box(std::hint::black_box(instance).run(*task));
        }
        figure
    })
}
