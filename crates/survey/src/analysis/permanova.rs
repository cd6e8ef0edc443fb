//! Differences between groups in several variables at once.

use befund_stats::multivariate::permanova;

use super::Permanova;
use super::points::{complete_rows, distance_word, few, impossible, refuse, row_points};
use super::run::Run;
use crate::finding::{Finding, Part, Results, Statistics};
use crate::{Error, Figure, Label, Sheet};

/// Permutations where the specification does not say how many.
const PERMUTATIONS: usize = 9999;

#[inline(never)]
pub(super) fn run(spec: &Permanova, run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 1)?;
    run.once(spec.variables.iter().chain([&spec.by]))?;
    refuse(&run, &["weight", "frequency", "design", "confidence"])?;
    let by = run.coded(&spec.by)?;
    let complete = complete_rows(&run, &spec.variables, Some(&by))?;
    few("rows", complete.rows.len())?;
    let points = row_points(&run, &complete, None)?;
    let distances = points.distances(spec.distance)?;
    let groups: Vec<usize> = complete.rows.iter().map(|row| by.slot(*row) - 1).collect();
    let permutations = spec.permutations.unwrap_or(PERMUTATIONS);
    let found = permanova(&distances, &groups, permutations as u64, spec.seed)
        .map_err(|error| impossible(&spec.variables, error))?;
    let test = found.test;
    let mut sheet = Sheet::new();
    sheet
        .put("distance", distance_word(spec.distance))
        .put("n", complete.rows.len())
        .put("pseudo_f", found.pseudo_f)
        .put("df_between", found.df_between)
        .put("df_within", found.df_within)
        .put("sum_of_squares_between", found.between)
        .put("sum_of_squares_within", found.within)
        .put("r_squared", found.r_squared)
        .put(
            "p_value",
            Figure::Probability {
                value: test.p_value,
                log10: None,
            },
        )
        .put("p_method", if test.exact { "exact" } else { "monte_carlo" })
        .put("permutations", test.permutations as usize)
        .put("as_extreme", test.as_extreme as usize)
        .put("standard_error_of_p", test.standard_error);
    // how far apart members of a group are: pseudo-F takes a difference in spread for one in place
    let mut records = Vec::new();
    for (group, category) in by.categories.iter().enumerate() {
        let members: Vec<usize> = (0..groups.len())
            .filter(|row| groups[*row] == group)
            .collect();
        if members.is_empty() {
            continue;
        }
        let within = distances.among(&members);
        let pairs = within.condensed();
        let mean = (!pairs.is_empty()).then(|| pairs.iter().sum::<f64>() / pairs.len() as f64);
        let mut record = Sheet::new();
        record
            .put("group", Label::from(category))
            .put("n", members.len())
            .put("mean_distance", mean);
        records.push(record);
    }
    sheet.put("groups", records);
    let items = spec
        .variables
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let answered = complete.answered(&run);
    let results = Results::Permanova(Statistics {
        by: Some(run.item(&spec.by)?),
        parts: vec![Part {
            variables: items,
            figures: sheet,
        }],
    });
    let names: Vec<&str> = spec
        .variables
        .iter()
        .chain([&spec.by])
        .map(String::as_str)
        .collect();
    run.finding(results, answered, &names)
}
