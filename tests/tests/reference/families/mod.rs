//! Which analysis answers a task: one module per family of tasks.

mod crosstab;
mod survey;

use super::task::{Answers, Task};

/// The answers to a task, by quantity; or why there are none.
pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    let family = task.analysis().split('.').next().unwrap_or_default();
    match family {
        "crosstab" => crosstab::answer(task),
        "survey" => survey::answer(task),
        _ => Err(format!("no analysis of the family `{family}` is asked yet")),
    }
}
