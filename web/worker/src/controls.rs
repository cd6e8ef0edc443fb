//! The controls that change an analysis: rows and columns, groups, weight, filter, order, chart. They are made of an
//! analysis and the dataset it is about; a change names a control and the value it was given. No browser here.

use befund_survey::analysis::{
    Analysis, AnalysisSpec, CategoryOrder, ChartKind, Crosstab, QuartileRule, Unranked,
};
use befund_survey::codebook::Level;
use befund_survey::describe::{Description, VariableDescription};
use befund_survey::filter::Filter;
use befund_survey::{Language, Text, Value};

use crate::messages::{self, Say};
use befund_conversation::message::{Choice, Control, Form};

/// More answers than this make no groups.
const GROUPS: u64 = 30;
/// The largest number of categories or ranks that are counted together.
const MOST: u64 = 20;
/// The usual number of resamples, and the largest that a browser is asked for.
const USUAL_RESAMPLES: u64 = 1000;
const MOST_RESAMPLES: u64 = 10_000;
/// The names of the controls, for those who make and those who obey them.
const SWAP: &str = "swap";
const GROUP: &str = "group-by";
const WEIGHT: &str = "weight";
const FILTER: &str = "filter";
const TICK: &str = "tick";
const ORDER: &str = "order";
const SORT: &str = "sort-by";
const TOP: &str = "top";
const UNRANKED: &str = "unranked";
const BOOTSTRAP: &str = "bootstrap";
const CHART: &str = "chart-kind";

/// The controls that fit an analysis.
pub(crate) fn of(spec: &AnalysisSpec, description: &Description) -> Vec<Control> {
    let mut controls = Vec::new();
    let mut add = |name: &str, say: Say, form| {
        controls.push(Control {
            name: name.to_owned(),
            words: say.text(),
            form,
        });
    };
    let columns = &description.columns;
    if let Analysis::Crosstab(_) = spec.analysis {
        add(SWAP, Say::Swap, Form::Button);
    }
    if let Some(by) = group(&spec.analysis) {
        let fits = |variable: &VariableDescription| {
            makes_groups(variable) || by == Some(variable.variable.name.as_str())
        };
        add(
            GROUP,
            Say::GroupBy,
            variables_of(columns, fits, by, Say::NoGroups),
        );
    }
    let weight = spec.weight.as_deref();
    if weight.is_some() || columns.iter().any(weighs) {
        add(
            WEIGHT,
            Say::Weight,
            variables_of(columns, weighs, weight, Say::NoWeight),
        );
    }
    add(FILTER, Say::OnlyWhere, filter(spec, description));
    if let Some(order) = order(&spec.analysis) {
        let option = |word: &str, say: Say, kind| option(word, say.text(), order == kind);
        add(
            ORDER,
            Say::Order,
            choice(vec![
                option("codebook", Say::OrderCodebook, CategoryOrder::Codebook),
                option(
                    "descending",
                    Say::OrderDescending,
                    CategoryOrder::Descending,
                ),
            ]),
        );
    }
    if let Analysis::Battery(battery) = &spec.analysis
        && let Some(variable) = battery
            .items
            .first()
            .and_then(|name| find(description, name))
    {
        let sorted = battery.sort_by.as_ref();
        let mut options = vec![option("", Say::AsAsked.text(), sorted.is_none())];
        options.extend(values_of(variable, |value| sorted == Some(value)));
        add(SORT, Say::SortBy, choice(options));
    }
    if let Some(top) = top(&spec.analysis) {
        let (say, least) = least_top(&spec.analysis);
        add(
            TOP,
            say,
            Form::Number {
                value: top as u64,
                least,
                most: MOST,
            },
        );
    }
    if let Analysis::Ranking(ranking) = &spec.analysis {
        let option = |word: &str, say: Say, of| option(word, say.text(), ranking.unranked == of);
        add(
            UNRANKED,
            Say::Unranked,
            choice(vec![
                option("bottom", Say::UnrankedBottom, Unranked::Bottom),
                option("ignored", Say::UnrankedIgnored, Unranked::Ignored),
            ]),
        );
        add(
            BOOTSTRAP,
            Say::Resamples,
            Form::Number {
                value: ranking.bootstrap.map_or(USUAL_RESAMPLES, |of| of as u64),
                least: 0,
                most: MOST_RESAMPLES,
            },
        );
    }
    let fitting = charts(&spec.analysis);
    let now = spec.display.chart;
    let mut options = vec![option("", Say::ChartFitting.text(), now.is_none())];
    for (kind, word) in CHARTS {
        if fitting.contains(&kind) || kind == ChartKind::None {
            options.push(option(
                word,
                messages::chart(kind).text(),
                now == Some(kind),
            ));
        }
    }
    add(CHART, Say::Chart, choice(options));
    controls
}

/// Changes an analysis as a control was; what no control can say changes nothing.
pub(crate) fn change(
    spec: &mut AnalysisSpec,
    description: Option<&Description>,
    name: &str,
    value: &str,
) {
    let given = || Some(value.to_owned()).filter(|value| !value.is_empty());
    let values = |name: &str| {
        description
            .and_then(|description| find(description, name))
            .map(values)
            .unwrap_or_default()
    };
    match name {
        SWAP => {
            if let Analysis::Crosstab(crosstab) = &mut spec.analysis {
                std::mem::swap(&mut crosstab.rows, &mut crosstab.columns);
            }
        }
        GROUP => set_group(&mut spec.analysis, given()),
        WEIGHT => spec.weight = given(),
        FILTER => {
            spec.filter = given().map(|variable| Filter::Is {
                is: values(&variable),
                variable,
            });
        }
        TICK => {
            let ticked = simple_filter(spec).and_then(|(variable, _)| {
                let value = values(variable).get(value.parse::<usize>().ok()?)?.clone();
                Some((variable.to_owned(), value))
            });
            if let Some((variable, value)) = ticked {
                toggle_filter_value(spec, &variable, &value);
            }
        }
        ORDER => set_order(
            &mut spec.analysis,
            if value == "descending" {
                CategoryOrder::Descending
            } else {
                CategoryOrder::Codebook
            },
        ),
        SORT => {
            if let Analysis::Battery(battery) = &mut spec.analysis {
                let values = battery.items.first().map(|item| values(item));
                let place = value.parse::<usize>().ok();
                battery.sort_by = place.and_then(|place| values?.get(place).cloned());
            }
        }
        TOP => {
            if let Ok(top) = value.parse::<u64>() {
                let (_, least) = least_top(&spec.analysis);
                set_top(&mut spec.analysis, top.clamp(least, MOST) as usize);
            }
        }
        UNRANKED => {
            if let Analysis::Ranking(ranking) = &mut spec.analysis {
                ranking.unranked = if value == "ignored" {
                    Unranked::Ignored
                } else {
                    Unranked::Bottom
                };
            }
        }
        BOOTSTRAP => {
            if let (Analysis::Ranking(ranking), Ok(of)) = (&mut spec.analysis, value.parse::<u64>())
            {
                ranking.bootstrap = Some(of.min(MOST_RESAMPLES) as usize);
            }
        }
        CHART => {
            let kind = CHARTS.into_iter().find(|(_, word)| *word == value);
            spec.display.chart = kind.map(|(kind, _)| kind);
        }
        _ => {}
    }
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

fn choice(options: Vec<Choice>) -> Form {
    Form::Choice {
        options,
        ticks: Vec::new(),
    }
}

fn option(value: &str, words: Text, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        words,
        chosen,
    }
}

/// A choice among variables, or none of them.
fn variables_of(
    columns: &[VariableDescription],
    fits: impl Fn(&VariableDescription) -> bool,
    chosen: Option<&str>,
    none: Say,
) -> Form {
    let mut options = vec![option("", none.text(), chosen.is_none())];
    for column in columns.iter().filter(|column| fits(column)) {
        let name = &column.variable.name;
        options.push(option(name, words(column), chosen == Some(name.as_str())));
    }
    choice(options)
}

/// What a variable is called in a list of choices.
fn words(variable: &VariableDescription) -> Text {
    let variable = &variable.variable;
    let words = |language| {
        let label = variable.label.get(language);
        if label.is_empty() {
            variable.name.clone()
        } else {
            befund_conversation::shortened(&format!("{} · {label}", variable.name), 60)
        }
    };
    Text::both(words(Language::De), words(Language::En))
}

/// The values of a variable by their places.
fn values_of(
    variable: &VariableDescription,
    chosen: impl Fn(&Value) -> bool,
) -> impl Iterator<Item = Choice> {
    let values = variable.counts.iter().map(|counted| &counted.category);
    values.enumerate().map(move |(place, category)| {
        let words = variable.variable.value_label(&category.value);
        option(&place.to_string(), words, chosen(&category.value))
    })
}

/// One variable and those of its values that count.
fn filter(spec: &AnalysisSpec, description: &Description) -> Form {
    let simple = simple_filter(spec);
    let chosen = simple.map(|(variable, _)| variable);
    let mut form = variables_of(&description.columns, makes_groups, chosen, Say::AllCases);
    if let (Some((name, is)), Form::Choice { ticks, .. }) = (simple, &mut form)
        && let Some(variable) = find(description, name)
    {
        ticks.extend(values_of(variable, |value| is.contains(value)));
    }
    form
}

fn find<'a>(description: &'a Description, name: &str) -> Option<&'a VariableDescription> {
    let mut columns = description.columns.iter();
    columns.find(|column| column.variable.name == name)
}

fn values(variable: &VariableDescription) -> Vec<Value> {
    variable
        .counts
        .iter()
        .map(|category| category.category.value.clone())
        .collect()
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

/// What is counted together, and how many of it at least.
fn least_top(analysis: &Analysis) -> (Say, u64) {
    match analysis {
        Analysis::Ranking(_) => (Say::TopRanks, 1),
        _ => (Say::TopCategories, 0),
    }
}

/// What an analysis asks of which variables, whatever its groups, order and display: what no control changes.
pub(crate) fn bare(analysis: &Analysis) -> Analysis {
    let mut bare = analysis.clone();
    set_group(&mut bare, None);
    set_order(&mut bare, CategoryOrder::default());
    set_top(&mut bare, 0);
    match &mut bare {
        Analysis::Battery(battery) => battery.sort_by = None,
        Analysis::Descriptives(descriptives) => descriptives.quartiles = QuartileRule::default(),
        Analysis::Crosstab(Crosstab { rows, columns, .. }) if *rows > *columns => {
            std::mem::swap(rows, columns);
        }
        _ => {}
    }
    bare
}

/// The variable of the groups: `None` where the analysis knows none, `Some(None)` where it could have one.
fn group(analysis: &Analysis) -> Option<Option<&str>> {
    match analysis {
        Analysis::Response(spec) => Some(spec.by.as_deref()),
        Analysis::Profile(spec) => Some(spec.by.as_deref()),
        Analysis::Multiple(spec) => Some(spec.by.as_deref()),
        Analysis::Descriptives(spec) => Some(spec.by.as_deref()),
        Analysis::Scaling(spec) => Some(spec.by.as_deref()),
        Analysis::Estimate(spec) => Some(spec.by.as_deref()),
        Analysis::Ranking(spec) => Some(spec.by.as_deref()),
        _ => None,
    }
}

/// Sets the variable of the groups where there can be one.
fn set_group(analysis: &mut Analysis, by: Option<String>) {
    match analysis {
        Analysis::Response(spec) => spec.by = by,
        Analysis::Profile(spec) => spec.by = by,
        Analysis::Multiple(spec) => spec.by = by,
        Analysis::Descriptives(spec) => spec.by = by,
        Analysis::Scaling(spec) => spec.by = by,
        Analysis::Estimate(spec) => spec.by = by,
        Analysis::Ranking(spec) => spec.by = by,
        _ => {}
    }
}

/// The order of the categories, where it can be chosen.
fn order(analysis: &Analysis) -> Option<CategoryOrder> {
    match analysis {
        Analysis::Frequencies(spec) => Some(spec.order),
        Analysis::Multiple(spec) => Some(spec.order),
        _ => None,
    }
}

/// Sets the order of the categories, where it can be chosen.
fn set_order(analysis: &mut Analysis, order: CategoryOrder) {
    match analysis {
        Analysis::Frequencies(spec) => spec.order = order,
        Analysis::Multiple(spec) => spec.order = order,
        _ => {}
    }
}

/// How many of the highest categories or ranks are counted together, where that can be chosen.
fn top(analysis: &Analysis) -> Option<usize> {
    match analysis {
        Analysis::Battery(spec) => Some(spec.top.unwrap_or(0)),
        Analysis::Ranking(spec) => Some(spec.k.unwrap_or(5)),
        _ => None,
    }
}

/// Sets how many of the highest categories or ranks are counted together.
fn set_top(analysis: &mut Analysis, top: usize) {
    match analysis {
        Analysis::Battery(spec) => spec.top = Some(top),
        Analysis::Ranking(spec) => spec.k = Some(top),
        _ => {}
    }
}

/// The charts that can show an analysis, the fitting one first.
fn charts(analysis: &Analysis) -> &'static [ChartKind] {
    match analysis {
        Analysis::Response(_) => &[ChartKind::Bars],
        Analysis::Frequencies(_) => &[ChartKind::Bars, ChartKind::Pie, ChartKind::Stacked],
        Analysis::Battery(_) => &[ChartKind::Stacked, ChartKind::Bars, ChartKind::Dots],
        Analysis::Crosstab(_) => &[ChartKind::Stacked, ChartKind::Heatmap, ChartKind::Bars],
        Analysis::Profile(_) => &[ChartKind::Dots, ChartKind::Radar, ChartKind::Heatmap],
        Analysis::Multiple(_) => &[ChartKind::Bars, ChartKind::Heatmap, ChartKind::Stacked],
        Analysis::Descriptives(_) => &[ChartKind::Box, ChartKind::Dots],
        Analysis::Ranking(_) => &[ChartKind::Bars, ChartKind::Dots, ChartKind::Heatmap],
        Analysis::Clusters(_) => &[ChartKind::Dendrogram, ChartKind::Heatmap],
        _ => &[],
    }
}

/// Variable and values of the simple filter the app can build; `None` where there is no filter or another one.
fn simple_filter(spec: &AnalysisSpec) -> Option<(&str, &[Value])> {
    match &spec.filter {
        Some(Filter::Is { variable, is }) => Some((variable, is)),
        _ => None,
    }
}

/// Lets a value of the filter variable count or not. Without any value left there is no filter.
fn toggle_filter_value(spec: &mut AnalysisSpec, variable: &str, value: &Value) {
    let mut values = match simple_filter(spec) {
        Some((filtered, values)) if filtered == variable => values.to_vec(),
        _ => Vec::new(),
    };
    match values.iter().position(|known| known == value) {
        Some(place) => {
            values.remove(place);
        }
        None => values.push(value.clone()),
    }
    spec.filter = (!values.is_empty()).then(|| Filter::Is {
        variable: variable.to_owned(),
        is: values,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_engine::Engine;
    use befund_engine::message::{Reply, Request};
    use befund_survey::analysis::{Battery, Frequencies, Profile, Ranking};

    fn crosstab(rows: &str, columns: &str) -> AnalysisSpec {
        AnalysisSpec::from(Analysis::Crosstab(Crosstab::of(rows, columns)))
    }

    fn frequencies(variable: &str) -> AnalysisSpec {
        AnalysisSpec::from(Analysis::Frequencies(Frequencies::of(variable)))
    }

    fn profile(by: Option<&str>) -> AnalysisSpec {
        AnalysisSpec::from(Analysis::Profile(Profile {
            items: vec!["q1".to_owned()],
            by: by.map(str::to_owned),
            item_groups: Vec::new(),
        }))
    }

    fn battery() -> AnalysisSpec {
        AnalysisSpec::from(Analysis::Battery(Battery {
            items: vec!["q1".to_owned(), "q2".to_owned()],
            top: None,
            sort_by: None,
        }))
    }

    /// A file with an office, two answers on a scale and a weight.
    fn description() -> Description {
        let mut csv = "office,q1,q2,w\n".to_owned();
        for row in 0..40 {
            let office = ["ord", "plan"][row % 2];
            let (q1, q2) = (1 + row % 4, 1 + row / 2 % 4);
            csv += &format!("{office},{q1},{q2},{}\n", 0.5 + row as f64 * 0.125);
        }
        let mut engine = Engine::new();
        let open = Request::Open {
            name: "a.csv".to_owned(),
            bytes: csv.into_bytes(),
            options: Default::default(),
        };
        engine.handle(open, &mut |_| {});
        let data = String::new();
        match engine.handle(Request::Describe { data }, &mut |_| {}) {
            Reply::Described(description) => description,
            other => panic!("not described: {other:?}"),
        }
    }

    /// The analysis after a control was given a value that it offers.
    fn changed(spec: &AnalysisSpec, name: &str, value: &str) -> AnalysisSpec {
        let description = description();
        let controls = of(spec, &description);
        let control = controls.iter().find(|control| control.name == name);
        match control.map(|control| &control.form) {
            Some(Form::Choice { options, .. }) => {
                assert!(options.iter().any(|option| option.value == value));
                assert_eq!(options.iter().filter(|option| option.chosen).count(), 1);
            }
            Some(_) => {}
            None => panic!("no {name} for {spec:?}"),
        }
        let mut spec = spec.clone();
        change(&mut spec, Some(&description), name, value);
        spec
    }

    #[test]
    fn every_control_does_what_it_says() {
        assert_eq!(
            changed(&crosstab("q1", "office"), SWAP, ""),
            crosstab("office", "q1")
        );
        assert_eq!(
            changed(&profile(None), GROUP, "office"),
            profile(Some("office"))
        );
        assert_eq!(changed(&profile(Some("office")), GROUP, ""), profile(None));
        let weighted = changed(&frequencies("q1"), WEIGHT, "w");
        assert_eq!(weighted.weight.as_deref(), Some("w"));
        assert_eq!(changed(&weighted, WEIGHT, "").weight, None);
        let drawn = changed(&frequencies("q1"), CHART, "pie");
        assert_eq!(drawn.display.chart, Some(ChartKind::Pie));
        assert_eq!(changed(&drawn, CHART, ""), frequencies("q1"));
        let sorted = changed(&frequencies("q1"), ORDER, "descending");
        assert_eq!(order(&sorted.analysis), Some(CategoryOrder::Descending));
        let Analysis::Battery(sorted) = changed(&battery(), SORT, "3").analysis else {
            panic!("another kind");
        };
        assert_eq!(sorted.sort_by, Some(Value::from(4)));
        assert_eq!(top(&changed(&battery(), TOP, "99").analysis), Some(20));
        let ranking = |change: &dyn Fn(&mut Ranking)| {
            let mut ranking = Ranking::of(&["q1".to_owned(), "q2".to_owned()]);
            change(&mut ranking);
            AnalysisSpec::from(Analysis::Ranking(ranking))
        };
        let usual = ranking(&|_| {});
        assert_eq!(
            changed(&usual, UNRANKED, "ignored"),
            ranking(&|ranking| ranking.unranked = Unranked::Ignored)
        );
        assert_eq!(
            changed(&usual, GROUP, "office"),
            ranking(&|ranking| ranking.by = Some("office".to_owned()))
        );
        assert_eq!(
            changed(&usual, BOOTSTRAP, "99999"),
            ranking(&|ranking| ranking.bootstrap = Some(10_000))
        );
    }

    #[test]
    fn a_filter_begins_with_every_value_and_ends_without_any() {
        let all = changed(&frequencies("q1"), FILTER, "office");
        let (ord, plan) = (Value::from("ord"), Value::from("plan"));
        assert_eq!(
            simple_filter(&all),
            Some(("office", &[ord, plan.clone()][..]))
        );
        let description = description();
        let untick = |spec: &mut AnalysisSpec, place: &str| {
            change(spec, Some(&description), TICK, place);
        };
        let mut spec = all;
        untick(&mut spec, "0");
        assert_eq!(simple_filter(&spec), Some(("office", &[plan][..])));
        let Some(Form::Choice { ticks, .. }) = of(&spec, &description)
            .into_iter()
            .find(|control| control.name == FILTER)
            .map(|control| control.form)
        else {
            panic!("no filter");
        };
        let ticked: Vec<bool> = ticks.iter().map(|tick| tick.chosen).collect();
        assert_eq!(ticked, [false, true]);
        untick(&mut spec, "1");
        assert_eq!(spec.filter, None);
    }

    #[test]
    fn what_no_control_can_say_changes_nothing() {
        let description = description();
        for (name, value) in [(TICK, "9"), (TOP, "many"), (SWAP, ""), ("weigth", "w")] {
            let mut spec = frequencies("q1");
            change(&mut spec, Some(&description), name, value);
            assert_eq!(spec, frequencies("q1"), "{name}");
        }
    }

    #[test]
    fn groups_and_sides_do_not_make_another_analysis() {
        let same =
            |one: &AnalysisSpec, other: &AnalysisSpec| bare(&one.analysis) == bare(&other.analysis);
        assert!(same(&profile(None), &profile(Some("office"))));
        assert!(same(&crosstab("q1", "q2"), &crosstab("q2", "q1")));
        assert!(!same(&profile(None), &frequencies("q1")));
        assert!(!same(&frequencies("q1"), &frequencies("q2")));
    }
}
