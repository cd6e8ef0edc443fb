//! The controls that change an analysis: rows and columns, groups, weight, filter, order, chart.

use std::sync::Arc;

use befund_survey::Value;
use befund_survey::analysis::{Analysis, AnalysisSpec, CategoryOrder, ChartKind};
use befund_survey::codebook::Level;
use befund_survey::describe::{Description, VariableDescription};
use befund_survey::filter::Filter;
use leptos::prelude::*;

use crate::app::App;
use crate::browser;
use crate::components::{Icon, icon};
use crate::draft;
use crate::messages::{self, Say};

/// More answers than this make no groups.
const GROUPS: u64 = 30;

/// The controls that fit the analysis of the moment.
#[component]
pub(crate) fn Adjust(
    /// The dataset.
    description: Arc<Description>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let spec = Memo::new(move |_| app.draft.with(|draft| draft.spec.clone()));
    let description = StoredValue::new(description);
    move || {
        spec.get().map(|spec| {
            let description = description.get_value();
            view! {
                <div class="adjust" role="group" aria-label=app.say(Say::Adjust)>
                    {swap(app, &spec)}
                    {group(app, &spec, &description)}
                    {weight(app, &spec, &description)}
                    {filter(app, &spec, &description)}
                    {order(app, &spec)}
                    {sort_by(app, &spec, &description)}
                    {top(app, &spec)}
                    {chart(app, &spec)}
                </div>
            }
        })
    }
}

/// The name of a control on the page.
fn adjust_id(name: &str) -> String {
    format!("adjust-{name}")
}

/// Changes the analysis of the moment and runs it.
fn change(app: App, change: impl FnOnce(&mut AnalysisSpec)) {
    // The controls are made anew for what is asked now; the keyboard stays on the one it was on.
    let focused = browser::focused();
    request_animation_frame(move || {
        if let Some(id) = focused {
            browser::focus(&id);
        }
    });
    app.change_draft(|draft| {
        let mut spec = draft.spec.clone()?;
        change(&mut spec);
        draft.run(spec)
    });
}

/// What a variable is called in a list of choices.
fn words(app: App, variable: &VariableDescription) -> String {
    let variable = &variable.variable;
    let label = variable.label.get(app.language.get());
    if label.is_empty() {
        variable.name.clone()
    } else {
        messages::shortened(&format!("{} · {label}", variable.name), 60)
    }
}

/// A choice among variables, or none of them.
fn variable_choice(
    app: App,
    (say, none): (Say, Say),
    name: &'static str,
    chosen: Option<&str>,
    variables: &[&VariableDescription],
    choose: impl Fn(Option<String>) + 'static,
) -> AnyView {
    let options: Vec<_> = variables
        .iter()
        .map(|variable| {
            let name = variable.variable.name.clone();
            let selected = chosen == Some(name.as_str());
            view! { <option value=name selected=selected>{words(app, variable)}</option> }
        })
        .collect();
    let nothing = chosen.is_none();
    view! {
        <label class="field">
            <span>{app.say(say)}</span>
            <select id=adjust_id(name) data-testid=name on:change=move |event| {
                choose(Some(event_target_value(&event)).filter(|name| !name.is_empty()));
            }>
                <option value="" selected=nothing>{app.say(none)}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn makes_groups(variable: &VariableDescription) -> bool {
    matches!(variable.variable.level, Level::Nominal | Level::Ordinal)
        && variable.distinct >= 2
        && variable.distinct <= GROUPS
}

/// A weight is a measured number and not negative.
fn weighs(variable: &VariableDescription) -> bool {
    let least = variable.minimum.as_ref().and_then(Value::number);
    variable.variable.level == Level::Scale && least.is_some_and(|least| least >= 0.0)
}

fn swap(app: App, spec: &AnalysisSpec) -> Option<AnyView> {
    matches!(spec.analysis, Analysis::Crosstab(_)).then(|| {
        view! {
            <button type="button" class="small swap" id=adjust_id("swap") data-testid="swap" on:click=move |_| change(app, |spec| {
                if let Analysis::Crosstab(crosstab) = &mut spec.analysis {
                    std::mem::swap(&mut crosstab.rows, &mut crosstab.columns);
                }
            })>
                {icon(Icon::Swap)} {app.say(Say::Swap)}
            </button>
        }
        .into_any()
    })
}

fn group(app: App, spec: &AnalysisSpec, description: &Description) -> Option<AnyView> {
    let by = draft::group(&spec.analysis)?;
    let variables: Vec<_> = description
        .columns
        .iter()
        .filter(|variable| makes_groups(variable) || by == Some(variable.variable.name.as_str()))
        .collect();
    Some(variable_choice(
        app,
        (Say::GroupBy, Say::NoGroups),
        "group-by",
        by,
        &variables,
        move |by| {
            change(app, |spec| draft::set_group(&mut spec.analysis, by));
        },
    ))
}

fn weight(app: App, spec: &AnalysisSpec, description: &Description) -> Option<AnyView> {
    let variables: Vec<_> = description
        .columns
        .iter()
        .filter(|variable| weighs(variable))
        .collect();
    let chosen = spec.weight.as_deref();
    (chosen.is_some() || !variables.is_empty()).then(|| {
        variable_choice(
            app,
            (Say::Weight, Say::NoWeight),
            "weight",
            chosen,
            &variables,
            move |weight| {
                change(app, |spec| spec.weight = weight);
            },
        )
    })
}

/// One variable and those of its values that count.
fn filter(app: App, spec: &AnalysisSpec, description: &Description) -> AnyView {
    let simple = draft::simple_filter(spec);
    let chosen = simple.map(|(variable, _)| variable);
    let variables: Vec<_> = description
        .columns
        .iter()
        .filter(|variable| makes_groups(variable))
        .collect();
    let all_values: Vec<(String, Vec<Value>)> = variables
        .iter()
        .map(|variable| (variable.variable.name.clone(), values(variable)))
        .collect();
    let choice = variable_choice(
        app,
        (Say::OnlyWhere, Say::AllCases),
        "filter",
        chosen,
        &variables,
        move |name| {
            let filter = name.and_then(|name| {
                let (_, values) = all_values.iter().find(|(known, _)| *known == name)?;
                Some(Filter::Is {
                    variable: name,
                    is: values.clone(),
                })
            });
            change(app, |spec| spec.filter = filter);
        },
    );
    let boxes = simple.and_then(|(name, is)| {
        let variable = description
            .columns
            .iter()
            .find(|variable| variable.variable.name == name)?;
        let boxes: Vec<_> = values(variable)
            .into_iter()
            .enumerate()
            .map(|(place, value)| {
                let label = variable.variable.value_label(&value);
                let checked = is.contains(&value);
                let name = name.to_owned();
                view! {
                    <label class="tick">
                        <input type="checkbox" id=adjust_id(&format!("tick-{place}")) prop:checked=checked on:change=move |_| {
                            let (name, value) = (name.clone(), value.clone());
                            change(app, move |spec| draft::toggle_filter_value(spec, &name, &value));
                        }/>
                        <span>{move || label.get(app.language.get()).to_owned()}</span>
                    </label>
                }
            })
            .collect();
        Some(view! { <div class="ticks" role="group" aria-label=app.say(Say::OnlyWhere)>{boxes}</div> })
    });
    view! { <div class="field-group">{choice}{boxes}</div> }.into_any()
}

fn values(variable: &VariableDescription) -> Vec<Value> {
    variable
        .counts
        .iter()
        .map(|category| category.category.value.clone())
        .collect()
}

fn order(app: App, spec: &AnalysisSpec) -> Option<AnyView> {
    draft::order(&spec.analysis).map(|order| {
        view! {
            <label class="field">
                <span>{app.say(Say::Order)}</span>
                <select id=adjust_id("order") data-testid="order" on:change=move |event| {
                    let order = match event_target_value(&event).as_str() {
                        "descending" => CategoryOrder::Descending,
                        _ => CategoryOrder::Codebook,
                    };
                    change(app, |spec| draft::set_order(&mut spec.analysis, order));
                }>
                    <option value="codebook" selected=order == CategoryOrder::Codebook>{app.say(Say::OrderCodebook)}</option>
                    <option value="descending" selected=order == CategoryOrder::Descending>{app.say(Say::OrderDescending)}</option>
                </select>
            </label>
        }
        .into_any()
    })
}

/// The category by whose share the items of a battery are sorted.
fn sort_by(app: App, spec: &AnalysisSpec, description: &Description) -> Option<AnyView> {
    let Analysis::Battery(battery) = &spec.analysis else {
        return None;
    };
    let first = battery.items.first()?;
    let variable = description
        .columns
        .iter()
        .find(|variable| variable.variable.name == *first)?;
    let values = values(variable);
    let options: Vec<_> = values
        .iter()
        .enumerate()
        .map(|(place, value)| {
            let label = variable.variable.value_label(value);
            let selected = battery.sort_by.as_ref() == Some(value);
            view! {
                <option value=place.to_string() selected=selected>{move || label.get(app.language.get()).to_owned()}</option>
            }
        })
        .collect();
    let sort = view! {
        <label class="field">
            <span>{app.say(Say::SortBy)}</span>
            <select id=adjust_id("sort-by") data-testid="sort-by" on:change=move |event| {
                let value = event_target_value(&event)
                    .parse::<usize>()
                    .ok()
                    .and_then(|place| values.get(place).cloned());
                change(app, |spec| if let Analysis::Battery(battery) = &mut spec.analysis {
                    battery.sort_by = value;
                });
            }>
                <option value="" selected=battery.sort_by.is_none()>{app.say(Say::AsAsked)}</option>
                {options}
            </select>
        </label>
    };
    Some(sort.into_any())
}

fn top(app: App, spec: &AnalysisSpec) -> Option<AnyView> {
    draft::top(&spec.analysis).map(|top| {
        let (say, least) = match spec.analysis {
            Analysis::Ranking(_) => (Say::TopRanks, 1),
            _ => (Say::TopCategories, 0),
        };
        view! {
            <label class="field narrow">
                <span>{app.say(say)}</span>
                <input type="number" min=least max="20" prop:value=top.to_string() id=adjust_id("top") data-testid="top" on:change=move |event| {
                    if let Ok(top) = event_target_value(&event).parse::<usize>() {
                        change(app, |spec| draft::set_top(&mut spec.analysis, top.clamp(least, 20)));
                    }
                }/>
            </label>
        }
        .into_any()
    })
}

/// Every kind of chart with its word in a form.
const CHARTS: [(ChartKind, &str); 9] = [
    (ChartKind::Bars, "bars"),
    (ChartKind::Stacked, "stacked"),
    (ChartKind::Radar, "radar"),
    (ChartKind::Dots, "dots"),
    (ChartKind::Box, "box"),
    (ChartKind::Pie, "pie"),
    (ChartKind::Heatmap, "heatmap"),
    (ChartKind::Dendrogram, "dendrogram"),
    (ChartKind::None, "none"),
];

fn chart(app: App, spec: &AnalysisSpec) -> AnyView {
    let fitting = draft::charts(&spec.analysis);
    let now = spec.display.chart;
    let options: Vec<_> = CHARTS
        .into_iter()
        .filter(|(kind, _)| fitting.contains(kind) || *kind == ChartKind::None)
        .map(|(kind, word)| {
            view! { <option value=word selected=now == Some(kind)>{app.say(messages::chart(kind))}</option> }
        })
        .collect();
    view! {
        <label class="field">
            <span>{app.say(Say::Chart)}</span>
            <select id=adjust_id("chart-kind") data-testid="chart-kind" on:change=move |event| {
                let word = event_target_value(&event);
                let kind = CHARTS.into_iter().find(|(_, known)| *known == word).map(|(kind, _)| kind);
                change(app, |spec| spec.display.chart = kind);
            }>
                <option value="" selected=now.is_none()>{app.say(Say::ChartFitting)}</option>
                {options}
            </select>
        </label>
    }
    .into_any()
}
