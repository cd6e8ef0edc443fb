//! Items answered on the same scale.

use super::Battery;
use super::run::{Run, share, shares};
use super::samples::samples;
use crate::codebook::Level;
use crate::coded::Coded;
use crate::finding::{BatteryItem, BatteryTable, Category, Finding, Results};
use crate::tabulate::Tabulation;
use crate::{Error, Value};

/// More categories than a battery can show; beyond it the items are numbers, not a scale.
const MAX_SCALE: usize = 30;

pub(super) fn run(spec: &Battery, run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 1)?;
    let coded: Vec<Coded<'_>> = spec
        .items
        .iter()
        .map(|name| run.coded(name))
        .collect::<Result<_, _>>()?;
    let categories = common_scale(&coded);
    if categories.len() > MAX_SCALE {
        return Err(Error::TooManyCategories {
            variable: spec.items.join(", "),
            categories: categories.len(),
            limit: MAX_SCALE,
        });
    }
    if spec.top > categories.len() {
        return Err(Error::OutOfRange {
            field: "top".to_owned(),
            value: spec.top,
            least: 0,
            most: categories.len(),
        });
    }
    let numeric = categories
        .iter()
        .all(|category| category.value.number().is_some());

    let mut items = Vec::with_capacity(spec.items.len());
    for (name, coded) in spec.items.iter().zip(&coded) {
        let table = Tabulation::of(&run.rows, &[coded]);
        let slot = |value: &Value| {
            coded
                .categories
                .iter()
                .position(|category| category.value == *value)
                .map(|at| at + 1)
        };
        let counts: Vec<f64> = categories
            .iter()
            .map(|category| slot(&category.value).map_or(0.0, |slot| table.weight(&[slot])))
            .collect();
        let base: f64 = counts.iter().sum();
        let sample = if numeric && run.find(name)?.0.level != Level::Nominal {
            samples(&run, name, None)?.pop()
        } else {
            None
        };
        let moments = sample.as_ref().map(|sample| sample.moments());
        items.push(BatteryItem {
            item: run.item(name)?,
            n: run.rows.selected - table.n(&[0]),
            missing: table.n(&[0]),
            shares: shares(&counts, base),
            top: (spec.top > 0)
                .then(|| share(counts[counts.len() - spec.top..].iter().sum(), base)),
            counts,
            mean: moments.and_then(|moments| moments.mean()),
            standard_deviation: moments.and_then(|moments| moments.standard_deviation()),
            median: sample
                .and_then(|sample| sample.distribution())
                .map(|distribution| distribution.median()),
        });
    }
    if let Some(value) = &spec.sort_by {
        let Some(column) = categories
            .iter()
            .position(|category| category.value == *value)
        else {
            return Err(Error::UnknownValue {
                variable: spec.items.join(", "),
                value: value.clone(),
                known: categories
                    .iter()
                    .map(|category| category.value.clone())
                    .collect(),
            });
        };
        // a stable sort: equal shares keep the order of the questionnaire
        let key = |item: &BatteryItem| item.shares.get(column).copied().unwrap_or(-1.0);
        items.sort_by(|a, b| key(b).total_cmp(&key(a)));
    }

    let answered = run.answered(coded.len(), |item, row| coded[item].slot(row) > 0);
    let names: Vec<&str> = spec.items.iter().map(String::as_str).collect();
    run.finding(
        Results::Battery(BatteryTable {
            categories,
            top_categories: spec.top,
            items,
        }),
        answered,
        &names,
    )
}

/// The categories of all items: those of the first, then what further items add, by value where all are numbers.
fn common_scale(items: &[Coded<'_>]) -> Vec<Category> {
    let mut categories: Vec<Category> = Vec::new();
    let mut added = false;
    for (index, item) in items.iter().enumerate() {
        for category in &item.categories {
            if !categories.iter().any(|known| known.value == category.value) {
                added |= index > 0;
                categories.push(category.clone());
            }
        }
    }
    if added {
        categories.sort_by(|a, b| a.value.order(&b.value));
    }
    categories
}
