//! Items answered on the same scale.

use super::Battery;
use super::run::{Run, share, shares};
use super::samples::Sample;
use crate::codebook::{Level, Origin};
use crate::coded::Coded;
use crate::finding::{BatteryItem, BatteryTable, Category, Finding, Note, Results};
use crate::order;
use crate::tabulate::Tabulation;
use crate::{Error, Value};

/// More categories than a battery can show; beyond it the items are numbers, not a scale.
const MAX_SCALE: usize = 30;
/// Two of the highest steps, as reports usually have them.
const USUAL_TOP: usize = 2;

#[inline(never)]
pub(super) fn run(spec: &Battery, mut run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 1)?;
    run.once(&spec.items)?;
    let coded: Vec<Coded<'_>> = spec
        .items
        .iter()
        .map(|name| run.coded(name))
        .collect::<Result<_, _>>()?;
    let Scale {
        categories,
        off_scale,
        ordered,
    } = Scale::of(&run, spec, &coded)?;
    let most = categories.len();
    if most > MAX_SCALE {
        return Err(Error::TooManyCategories {
            variable: spec.items.join(", "),
            categories: most,
            limit: MAX_SCALE,
        });
    }
    let top = spec
        .top
        .unwrap_or(if ordered { USUAL_TOP.min(most) } else { 0 });
    if top > most {
        return Err(Error::OutOfRange {
            field: "top".to_owned(),
            value: top,
            least: 0,
            most,
        });
    }
    let numeric = ordered
        && categories
            .iter()
            .all(|category| category.value.number().is_some());

    let mut items = Vec::with_capacity(spec.items.len());
    let mut left_out = 0;
    for (name, coded) in spec.items.iter().zip(&coded) {
        let table = Tabulation::of(&run.rows, &[coded]);
        let slot = |value: &Value| {
            coded
                .categories
                .iter()
                .position(|category| category.value == *value)
                .map(|at| at + 1)
        };
        let slots: Vec<Option<usize>> = categories
            .iter()
            .map(|category| slot(&category.value))
            .collect();
        let counts: Vec<f64> = slots
            .iter()
            .map(|slot| slot.map_or(0.0, |slot| table.weight(&[slot])))
            .collect();
        let n: u64 = slots.iter().flatten().map(|slot| table.n(&[*slot])).sum();
        left_out += run.rows.selected - table.n(&[0]) - n;
        let base: f64 = counts.iter().sum();
        let sample = numeric.then(|| sample(&categories, &slots, &table));
        let moments = sample.as_ref().map(Sample::moments);
        items.push(BatteryItem {
            item: run.item(name)?,
            n,
            missing: run.rows.selected - n,
            shares: shares(&counts, base),
            top: (top > 0).then(|| share(counts[most - top..].iter().sum(), base)),
            counts,
            mean: moments.and_then(|moments| moments.mean()),
            standard_deviation: moments.and_then(|moments| moments.standard_deviation()),
            median: sample
                .and_then(|sample| sample.distribution())
                .map(|distribution| distribution.median()),
        });
    }
    if left_out > 0 {
        run.notes.push(Note::OffScale {
            answers: left_out,
            values: off_scale,
        });
    }
    if let Some(value) = &spec.sort_by {
        let Some(column) = categories
            .iter()
            .position(|category| category.value.same(value))
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
        order::sort(&mut items, |a, b| key(b).total_cmp(&key(a)));
    }

    let on_scale = |item: &Coded<'_>, row: usize| {
        item.slot(row).checked_sub(1).is_some_and(|at| {
            categories
                .iter()
                .any(|category| category.value == item.categories[at].value)
        })
    };
    let answered = run.answered(coded.len(), |item, row| on_scale(&coded[item], row));
    let names: Vec<&str> = spec.items.iter().map(String::as_str).collect();
    run.finding(
        Results::Battery(BatteryTable {
            categories,
            top_categories: top,
            items,
        }),
        answered,
        &names,
    )
}

/// The answers of one item as numbers.
fn sample(categories: &[Category], slots: &[Option<usize>], table: &Tabulation) -> Sample {
    let mut values: Vec<(f64, u64, f64)> = categories
        .iter()
        .zip(slots)
        .filter_map(|(category, slot)| Some((category.value.number()?, (*slot)?)))
        .map(|(value, slot)| (value, table.n(&[slot]), table.weight(&[slot])))
        .filter(|(_, n, _)| *n > 0)
        .collect();
    order::sort(&mut values, |a, b| a.0.total_cmp(&b.0));
    Sample {
        values,
        missing: table.n(&[0]),
        ..Sample::default()
    }
}

/// The steps the items share.
struct Scale {
    categories: Vec<Category>,
    /// Values that are no step of a labelled scale.
    off_scale: Vec<Value>,
    /// Whether the steps have an order.
    ordered: bool,
}

impl Scale {
    /// The labelled values in the order of the codebook, with the numbers between them; all values where none has a label.
    ///
    /// Only the end points of a scale may have labels. A number outside them, or a text without a label, is no step of it.
    fn of(run: &Run<'_>, spec: &Battery, items: &[Coded<'_>]) -> Result<Self, Error> {
        let mut labelled: Vec<Value> = Vec::new();
        // a level that was merely guessed from two answers says less than the other items
        let (mut ordered, mut nominal) = (false, false);
        for name in &spec.items {
            let (variable, _) = run.find(name)?;
            ordered |= variable.level != Level::Nominal;
            nominal |=
                variable.level == Level::Nominal && !matches!(variable.origin, Origin::Guessed(_));
            let valid = variable
                .values
                .iter()
                .map(|known| &known.value)
                .filter(|value| !variable.is_missing(value));
            for value in valid {
                if !labelled.contains(value) {
                    labelled.push(value.clone());
                }
            }
        }
        ordered &= !nominal;
        let mut categories: Vec<Category> = Vec::new();
        for category in items.iter().flat_map(|item| &item.categories) {
            if !categories.iter().any(|known| known.value == category.value) {
                categories.push(category.clone());
            }
        }
        if labelled.is_empty() {
            order::sort(&mut categories, |a, b| a.value.order(&b.value));
            ordered &= categories
                .iter()
                .all(|category| category.value.number().is_some());
            return Ok(Self {
                categories,
                off_scale: Vec::new(),
                ordered,
            });
        }
        let ends: Vec<f64> = labelled.iter().filter_map(Value::number).collect();
        let least = ends.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let is_step = |value: &Value| {
            labelled.contains(value)
                || value
                    .number()
                    .is_some_and(|number| (least..=most).contains(&number))
        };
        let (mut steps, off): (Vec<Category>, Vec<Category>) = categories
            .into_iter()
            .partition(|category| is_step(&category.value));
        if ends.len() == labelled.len() && ends.is_sorted() {
            order::sort(&mut steps, |a, b| a.value.order(&b.value));
        } else if ends.len() == labelled.len() && ends.is_sorted_by(|a, b| a >= b) {
            order::sort(&mut steps, |a, b| b.value.order(&a.value));
        } else {
            // labels in an order of their own: what has none comes after them
            let place = |category: &Category| {
                labelled
                    .iter()
                    .position(|value| *value == category.value)
                    .unwrap_or(usize::MAX)
            };
            order::sort(&mut steps, |a, b| place(a).cmp(&place(b)));
        }
        Ok(Self {
            categories: steps,
            off_scale: off.into_iter().map(|category| category.value).collect(),
            ordered,
        })
    }
}
