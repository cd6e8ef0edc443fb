//! Kinds that are a formula, or become one that can be shown.

use super::column::{MadeColumn, column};
use super::{
    Change, ChangeOf, DerivedSpec, Follows, Formula, Index, IndexStatistic, Made, Top, labelled,
    no_number, stored, told, wrong,
};
use crate::codebook::{Level, ValueLabel};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::expression::{Expression, Kind, Values, of_variable, quoted, spelled};
use crate::{Error, Text, Value, order};

/// The highest of a rating are the top two.
const TOP: usize = 2;

pub(super) fn expression(
    spec: &DerivedSpec,
    formula: &Formula,
    data: &Dataset,
) -> Result<Made, Error> {
    let read = Expression::parse(&formula.formula)?;
    let series = read.series(data)?;
    let values = match series.kind() {
        Kind::Condition => no_and_yes(),
        Kind::Number | Kind::Text => Vec::new(),
    };
    let MadeColumn { column, level } = column(series, data.rows());
    let follows = Follows {
        label: Text::default(),
        values,
        how: Text::Plain(read.to_string()),
    };
    Ok(spec.variable(column, level, follows))
}

fn no_and_yes() -> Vec<ValueLabel> {
    vec![
        labelled(0, Text::both("nein", "no")),
        labelled(1, Text::both("ja", "yes")),
    ]
}

/// Evaluates a formula of our own making.
fn by_formula(
    spec: &DerivedSpec,
    formula: &str,
    data: &Dataset,
    level: Option<Level>,
    label: Text,
    values: Vec<ValueLabel>,
) -> Result<Made, Error> {
    let series = Expression::parse(formula)?.series(data)?;
    let made = column(series, data.rows());
    let follows = Follows {
        label,
        values,
        how: Text::Plain(formula.to_owned()),
    };
    Ok(spec.variable(made.column, level.unwrap_or(made.level), follows))
}

pub(super) fn top(spec: &DerivedSpec, top: &Top, data: &Dataset) -> Result<Made, Error> {
    let (variable, column) = data.find(&top.of)?;
    let coded = Coded::new(variable, column)?;
    let values: Vec<Value> = if top.categories.is_empty() {
        let wanted = top.top.unwrap_or(TOP);
        let all = coded.categories.len();
        if wanted == 0 || wanted >= all {
            return Err(wrong(
                &format!(
                    "„{}“ hat {all} Kategorien: „top“ muss mindestens 1 und kleiner sein",
                    top.of
                ),
                &format!(
                    "`{}` has {all} categories: `top` has to be at least 1 and less",
                    top.of
                ),
            ));
        }
        let mut values: Vec<Value> = coded
            .categories
            .iter()
            .map(|known| known.value.clone())
            .collect();
        // labels at the ends of a rating alone leave its middle behind them in the codebook
        let labelled = variable
            .values
            .iter()
            .filter_map(|known| known.value.number());
        if labelled.is_sorted() && values.iter().all(|value| value.number().is_some()) {
            order::sort(&mut values, |a, b| a.order(b));
        }
        values.split_off(all - wanted)
    } else {
        stored(variable, column, &top.categories)?
    };
    let labels: Vec<Text> = values
        .iter()
        .map(|value| variable.value_label(value))
        .collect();
    let joined = |language| {
        let labels: Vec<&str> = labels.iter().map(|label| label.get(language)).collect();
        labels.join(" / ")
    };
    let (de, en) = (joined(crate::Language::De), joined(crate::Language::En));
    let written: Vec<String> = values.iter().map(literal).collect();
    let formula = format!("if({} in ({}), 1, 0)", spelled(&top.of), written.join(", "));
    let values = vec![
        labelled(0, Text::both("übrige", "all others")),
        labelled(1, Text::both(de.clone(), en.clone())),
    ];
    let label = Text::both(
        told(&variable.title(), |title| format!("{title}: {de}")).get(crate::Language::De),
        told(&variable.title(), |title| format!("{title}: {en}")).get(crate::Language::En),
    );
    by_formula(spec, &formula, data, Some(Level::Nominal), label, values)
}

fn literal(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => quoted(text),
    }
}

pub(super) fn index(spec: &DerivedSpec, index: &Index, data: &Dataset) -> Result<Made, Error> {
    if index.items.is_empty() {
        return Err(wrong(
            "„items“ nennt keine Variable",
            "`items` names no variable",
        ));
    }
    if let Some(stray) = index
        .reversed
        .iter()
        .find(|name| !index.items.contains(name))
    {
        return Err(Error::NotAnItem {
            variable: stray.clone(),
        });
    }
    let items = index.items.len();
    let minimum = index.minimum.map_or(items, |minimum| minimum as usize);
    if !(1..=items).contains(&minimum) {
        return Err(wrong(
            &format!("„minimum“ muss zwischen 1 und {items} liegen"),
            &format!("`minimum` has to be between 1 and {items}"),
        ));
    }
    let turned = if index.reversed.is_empty() {
        0.0
    } else {
        let [low, high] = match index.range {
            Some(range) => range,
            None => range(&index.items, data)?,
        };
        low + high
    };
    let parts: Vec<String> = index
        .items
        .iter()
        .map(|name| {
            if index.reversed.contains(name) {
                format!("{turned} - {}", spelled(name))
            } else {
                spelled(name)
            }
        })
        .collect();
    let mean = format!("mean({}; min {minimum})", parts.join(", "));
    let formula = match index.statistic {
        IndexStatistic::Mean => mean,
        IndexStatistic::Sum if minimum == items => {
            format!("sum({}; min {minimum})", parts.join(", "))
        }
        IndexStatistic::Sum => format!("{mean} * {items}"),
    };
    by_formula(
        spec,
        &formula,
        data,
        Some(Level::Scale),
        Text::default(),
        Vec::new(),
    )
}

/// Lowest and highest value of a scale that items share: of those with labels, else of those that were given.
fn range(items: &[String], data: &Dataset) -> Result<[f64; 2], Error> {
    let mut numbers: Vec<f64> = Vec::new();
    for name in items {
        let (variable, _) = data.find(name)?;
        let values = variable.values.iter().map(|known| &known.value);
        let valid = values.filter(|value| !variable.is_missing(value));
        numbers.extend(valid.filter_map(Value::number));
    }
    if numbers.is_empty() {
        for name in items {
            let (variable, column) = data.find(name)?;
            match of_variable(variable, column).values {
                Values::Numbers(answers, _) => numbers.extend(answers.iter().copied()),
                Values::Truths(_) | Values::Texts(_) => return Err(no_number(name)),
            }
        }
    }
    // NaN is neither smaller nor larger
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low.is_finite() {
        Ok([low, high])
    } else {
        Err(Error::NoAnswers {
            variables: items.to_vec(),
        })
    }
}

pub(super) fn change(spec: &DerivedSpec, change: &Change, data: &Dataset) -> Result<Made, Error> {
    for name in [&change.from, &change.to] {
        let (variable, column) = data.find(name)?;
        if matches!(column, Column::Texts(_)) || crate::expression::is_text(variable, column) {
            return Err(no_number(name));
        }
    }
    let (variable, _) = data.find(&change.to)?;
    let (from, to) = (spelled(&change.from), spelled(&change.to));
    let label = |german: &str, english: &str| {
        let title = variable.title();
        Text::both(
            format!("{}: {german}", title.get(crate::Language::De)),
            format!("{}: {english}", title.get(crate::Language::En)),
        )
    };
    match change.kept {
        ChangeOf::Difference => {
            let label = label("Veränderung", "change");
            by_formula(
                spec,
                &format!("{to} - {from}"),
                data,
                Some(Level::Scale),
                label,
                Vec::new(),
            )
        }
        ChangeOf::Direction => {
            let formula = format!("if({to} > {from}, 1, if({to} < {from}, -1, 0))");
            let values = vec![
                labelled(-1, Text::both("niedriger", "lower")),
                labelled(0, Text::both("gleich", "the same")),
                labelled(1, Text::both("höher", "higher")),
            ];
            let label = label("Richtung der Veränderung", "direction of change");
            by_formula(spec, &formula, data, Some(Level::Ordinal), label, values)
        }
    }
}
