//! Which analysis answers a task: one module per family of tasks.

mod crosstab;
mod groups;
mod paired;

use super::task::{Answers, Task};

/// The answers to a task, by quantity; or why there are none.
pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    let family = task.analysis().split('.').next().unwrap_or_default();
    match task.analysis() {
        "nonparametric.wilcoxon_signed_rank"
        | "nonparametric.sign_test"
        | "nonparametric.friedman"
        | "ttest.paired"
        | "ttest.one_sample" => return paired::answer(task),
        _ => {}
    }
    match family {
        "anova" | "nonparametric" | "posthoc" | "ttest" | "variance" => groups::answer(task),
        "crosstab" => crosstab::answer(task),
        "paired" => paired::answer(task),
        _ => Err(format!("no analysis of the family `{family}` is asked yet")),
    }
}
