//! Frequencies of one variable.

use super::run::{Run, share};
use super::under_design::under_design;
use super::{CategoryOrder, Frequencies};
use crate::codebook::Level;
use crate::finding::{Category, CategoryCount, CategoryShare, Finding, FrequencyTable, Results};
use crate::order;
use crate::tabulate::Tabulation;
use crate::{Error, Sheet};

pub(super) fn run(spec: &Frequencies, run: Run<'_>) -> Result<Finding, Error> {
    let (variable, column) = run.find(&spec.variable)?;
    let coded = run.coded(&spec.variable)?;
    let table = Tabulation::of(&run.rows, &[&coded]);
    let valid: f64 = (1..=coded.categories.len())
        .map(|slot| table.weight(&[slot]))
        .sum();

    let drawn = under_design(&run, &coded)?;
    let mut categories: Vec<CategoryShare> = coded
        .categories
        .iter()
        .enumerate()
        .map(|(index, category)| {
            let share = share(table.weight(&[index + 1]), valid);
            CategoryShare {
                category: category.clone(),
                share,
                confidence_interval: match &drawn {
                    Some(drawn) => drawn.intervals[index],
                    None => run.interval(share, valid),
                },
            }
        })
        .collect();
    if spec.order == CategoryOrder::Descending {
        order::sort(&mut categories, |a, b| {
            b.share.count.total_cmp(&a.share.count)
        });
    }
    let ordered = matches!(variable.level, Level::Ordinal | Level::Scale)
        && spec.order == CategoryOrder::Codebook;
    let cumulative_shares = (ordered && valid > 0.0).then(|| {
        categories
            .iter()
            .scan(0.0, |sum, category| {
                *sum += category.share.count;
                Some(*sum / valid)
            })
            .collect()
    });

    let mut user_missing: Vec<CategoryCount> = variable
        .missing
        .iter()
        .map(|missing| {
            let label = if missing.label.is_empty() {
                variable.value_label(&missing.value)
            } else {
                missing.label.clone()
            };
            CategoryCount {
                category: Category {
                    value: missing.value.clone(),
                    label,
                },
                count: 0.0,
            }
        })
        .collect();
    let mut system_missing = 0.0;
    for (row, weight) in run.rows.iter() {
        if coded.slot(row) > 0 {
            continue;
        }
        let stored = column.value(row);
        match user_missing
            .iter_mut()
            .find(|missing| Some(&missing.category.value) == stored.as_ref())
        {
            Some(missing) => missing.count += weight,
            None => system_missing += weight,
        }
    }

    let answered = run.answered(1, |_, row| coded.slot(row) > 0);
    let mut statistics = Sheet::new();
    if let Some(drawn) = drawn {
        statistics.put("under_design", drawn.figures);
    }
    let results = Results::Frequencies(FrequencyTable {
        variable: run.item(&spec.variable)?,
        categories,
        cumulative_shares,
        valid,
        user_missing,
        system_missing,
        statistics,
    });
    run.finding(results, answered, &[&spec.variable])
}
