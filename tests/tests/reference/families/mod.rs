//! Which analysis answers a task: one module per family of tasks.

mod association;
mod calculator;
mod cluster;
mod crosstab;
mod fit;
mod groups;
mod import;
mod multiple;
mod multivariate;
mod paired;
mod survey;
mod univariate;

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
        "cluster" => cluster::answer(task),
        "multivariate" => multivariate::answer(task),
        "correlation" => association::correlation(task),
        "reliability" => association::reliability(task),
        "agreement" => association::agreement(task),
        "crosstab" => crosstab::answer(task),
        "distribution" | "proportion" => calculator::answer(task),
        "gof" => fit::answer(task),
        "mrs" => multiple::answer(task),
        "survey" => survey::answer(task),
        "univariate" | "regression" | "import" => univariate::answer(task),
        "anova" | "nonparametric" | "posthoc" | "ttest" | "variance" => groups::answer(task),
        "paired" => paired::answer(task),
        _ => Err(format!("no analysis of the family `{family}` is asked yet")),
    }
}
