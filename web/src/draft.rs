//! The finding of one's own while it is being built: what was picked, what fits, and what was changed. No browser here.

use std::sync::Arc;

use befund_engine::message::{Problem, Reply, Request};
use befund_survey::Value;
use befund_survey::analysis::{
    Analysis, AnalysisSpec, CategoryOrder, ChartKind, Crosstab, QuartileRule,
};
use befund_survey::filter::Filter;
use befund_survey::finding::Finding;

use crate::state::Task;

/// A finding that is being built.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Draft {
    /// Identifier of the dataset.
    pub(crate) data: String,
    /// The variables, in the order of picking.
    pub(crate) picked: Vec<String>,
    /// Fitting analyses, the best first.
    pub(crate) suggestions: Vec<AnalysisSpec>,
    /// The analysis of the moment.
    pub(crate) spec: Option<AnalysisSpec>,
    /// What it found.
    pub(crate) finding: Option<Arc<Finding>>,
    /// Why it found nothing.
    pub(crate) problem: Option<Problem>,
    /// Whether the engine has been asked what fits and has not answered yet.
    pub(crate) waiting: bool,
    count: u32,
}

impl Draft {
    /// An empty draft on a dataset.
    pub(crate) fn on(&self, data: &str) -> Self {
        Self {
            data: data.to_owned(),
            count: self.count + 1,
            ..Self::default()
        }
    }

    /// Picks a variable or gives it up, and asks what fits now.
    pub(crate) fn toggle(&mut self, name: &str) -> Option<(Task, Request)> {
        match self.picked.iter().position(|picked| picked == name) {
            Some(place) => {
                self.picked.remove(place);
            }
            None => self.picked.push(name.to_owned()),
        }
        self.ask_what_fits()
    }

    /// Gives up everything that was picked.
    pub(crate) fn clear(&mut self) {
        *self = self.on(&self.data);
    }

    fn ask_what_fits(&mut self) -> Option<(Task, Request)> {
        self.count += 1;
        if self.picked.is_empty() {
            self.clear();
            return None;
        }
        self.waiting = true;
        let request = Request::Suggest {
            data: self.data.clone(),
            variables: self.picked.clone(),
        };
        Some((Task::Suggest(self.count), request))
    }

    /// Whether an answer to this task is still wanted.
    pub(crate) fn wants(&self, task: &Task) -> bool {
        matches!(task, Task::Suggest(count) | Task::Draft(count) if *count == self.count)
    }

    /// Takes an answer in; gives what to ask next.
    pub(crate) fn receive(&mut self, task: &Task, reply: Reply) -> Option<(Task, Request)> {
        if !self.wants(task) {
            return None;
        }
        self.waiting = false;
        match reply {
            Reply::Suggested(suggestions) => {
                let suggestions = different(suggestions);
                let spec = self.best(&suggestions);
                self.suggestions = suggestions;
                if spec.is_none() {
                    self.spec = None;
                    self.finding = None;
                    self.problem = None;
                }
                self.run(spec?)
            }
            Reply::Found(finding) => {
                self.finding = Some(Arc::new(*finding));
                self.problem = None;
                None
            }
            Reply::Failed(problem) => {
                self.finding = None;
                self.problem = Some(problem);
                None
            }
            _ => None,
        }
    }

    /// The first suggestion, with the rows and weights of the analysis before it.
    fn best(&self, suggestions: &[AnalysisSpec]) -> Option<AnalysisSpec> {
        let mut spec = suggestions.first()?.clone();
        self.inherit(&mut spec);
        Some(spec)
    }

    fn inherit(&self, spec: &mut AnalysisSpec) {
        if let Some(before) = &self.spec {
            spec.filter.clone_from(&before.filter);
            spec.weight.clone_from(&before.weight);
        }
    }

    /// Takes one of the suggestions.
    pub(crate) fn take(&mut self, place: usize) -> Option<(Task, Request)> {
        let mut spec = self.suggestions.get(place)?.clone();
        self.inherit(&mut spec);
        self.run(spec)
    }

    /// Runs another analysis.
    pub(crate) fn run(&mut self, mut spec: AnalysisSpec) -> Option<(Task, Request)> {
        self.count += 1;
        spec.data.clone_from(&self.data);
        self.spec = Some(spec.clone());
        self.waiting = true;
        Some((Task::Draft(self.count), Request::Analyse { spec }))
    }
}

/// The suggestions without those that a control of an earlier one leads to, such as rows and columns swapped.
fn different(suggestions: Vec<AnalysisSpec>) -> Vec<AnalysisSpec> {
    let mut kept: Vec<AnalysisSpec> = Vec::new();
    for suggestion in suggestions {
        if !kept.iter().any(|earlier| same_kind(earlier, &suggestion)) {
            kept.push(suggestion);
        }
    }
    kept
}

/// Whether two analyses ask the same of the same variables, whatever their rows, weights, order and display.
pub(crate) fn same_kind(one: &AnalysisSpec, other: &AnalysisSpec) -> bool {
    let bare = |spec: &AnalysisSpec| {
        let mut analysis = spec.analysis.clone();
        set_group(&mut analysis, None);
        set_order(&mut analysis, CategoryOrder::default());
        set_top(&mut analysis, 0);
        match &mut analysis {
            Analysis::Battery(battery) => battery.sort_by = None,
            Analysis::Descriptives(descriptives) => {
                descriptives.quartiles = QuartileRule::default()
            }
            Analysis::Crosstab(Crosstab { rows, columns }) if *rows > *columns => {
                std::mem::swap(rows, columns);
            }
            _ => {}
        }
        analysis
    };
    bare(one) == bare(other)
}

/// The variable of the groups: `None` where the analysis knows none, `Some(None)` where it could have one.
pub(crate) fn group(analysis: &Analysis) -> Option<Option<&str>> {
    match analysis {
        Analysis::Response(spec) => Some(spec.by.as_deref()),
        Analysis::Profile(spec) => Some(spec.by.as_deref()),
        Analysis::Multiple(spec) => Some(spec.by.as_deref()),
        Analysis::Descriptives(spec) => Some(spec.by.as_deref()),
        Analysis::Scaling(spec) => Some(spec.by.as_deref()),
        Analysis::Estimate(spec) => Some(spec.by.as_deref()),
        _ => None,
    }
}

/// Sets the variable of the groups where there can be one.
pub(crate) fn set_group(analysis: &mut Analysis, by: Option<String>) {
    match analysis {
        Analysis::Response(spec) => spec.by = by,
        Analysis::Profile(spec) => spec.by = by,
        Analysis::Multiple(spec) => spec.by = by,
        Analysis::Descriptives(spec) => spec.by = by,
        Analysis::Scaling(spec) => spec.by = by,
        Analysis::Estimate(spec) => spec.by = by,
        _ => {}
    }
}

/// The order of the categories, where it can be chosen.
pub(crate) fn order(analysis: &Analysis) -> Option<CategoryOrder> {
    match analysis {
        Analysis::Frequencies(spec) => Some(spec.order),
        Analysis::Multiple(spec) => Some(spec.order),
        _ => None,
    }
}

/// Sets the order of the categories, where it can be chosen.
pub(crate) fn set_order(analysis: &mut Analysis, order: CategoryOrder) {
    match analysis {
        Analysis::Frequencies(spec) => spec.order = order,
        Analysis::Multiple(spec) => spec.order = order,
        _ => {}
    }
}

/// How many of the highest categories or ranks are counted together, where that can be chosen.
pub(crate) fn top(analysis: &Analysis) -> Option<usize> {
    match analysis {
        Analysis::Battery(spec) => Some(spec.top.unwrap_or(0)),
        Analysis::Ranking(spec) => Some(spec.k.unwrap_or(5)),
        _ => None,
    }
}

/// Sets how many of the highest categories or ranks are counted together.
pub(crate) fn set_top(analysis: &mut Analysis, top: usize) {
    match analysis {
        Analysis::Battery(spec) => spec.top = Some(top),
        Analysis::Ranking(spec) => spec.k = Some(top),
        _ => {}
    }
}

/// The charts that can show an analysis, the fitting one first.
pub(crate) fn charts(analysis: &Analysis) -> &'static [ChartKind] {
    match analysis {
        Analysis::Response(_) => &[ChartKind::Bars],
        Analysis::Frequencies(_) => &[ChartKind::Bars, ChartKind::Pie, ChartKind::Stacked],
        Analysis::Battery(_) => &[ChartKind::Stacked, ChartKind::Bars, ChartKind::Dots],
        Analysis::Crosstab(_) => &[ChartKind::Stacked, ChartKind::Heatmap, ChartKind::Bars],
        Analysis::Profile(_) => &[ChartKind::Dots, ChartKind::Radar, ChartKind::Heatmap],
        Analysis::Multiple(_) => &[ChartKind::Bars, ChartKind::Heatmap, ChartKind::Stacked],
        Analysis::Descriptives(_) => &[ChartKind::Box, ChartKind::Dots],
        Analysis::Ranking(_) => &[ChartKind::Bars, ChartKind::Stacked],
        Analysis::Clusters(_) => &[ChartKind::Dendrogram, ChartKind::Heatmap],
        _ => &[],
    }
}

/// Variable and values of the simple filter the app can build; `None` where there is no filter or another one.
pub(crate) fn simple_filter(spec: &AnalysisSpec) -> Option<(&str, &[Value])> {
    match &spec.filter {
        Some(Filter::Is { variable, is }) => Some((variable, is)),
        _ => None,
    }
}

/// Lets a value of the filter variable count or not. Without any value left there is no filter.
pub(crate) fn toggle_filter_value(spec: &mut AnalysisSpec, variable: &str, value: &Value) {
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
    use befund_survey::analysis::{Frequencies, Profile};

    fn crosstab(rows: &str, columns: &str) -> AnalysisSpec {
        AnalysisSpec::from(Analysis::Crosstab(Crosstab {
            rows: rows.to_owned(),
            columns: columns.to_owned(),
        }))
    }

    fn frequencies(variable: &str) -> AnalysisSpec {
        AnalysisSpec::from(Analysis::Frequencies(Frequencies {
            variable: variable.to_owned(),
            order: CategoryOrder::Codebook,
        }))
    }

    fn profile(by: Option<&str>) -> AnalysisSpec {
        AnalysisSpec::from(Analysis::Profile(Profile {
            items: vec!["q1".to_owned()],
            by: by.map(str::to_owned),
            item_groups: Vec::new(),
        }))
    }

    /// A draft on which one variable was picked and the engine has suggested these.
    fn suggested(suggestions: Vec<AnalysisSpec>) -> (Draft, Option<(Task, Request)>) {
        let mut draft = Draft::default().on("wave1");
        let (task, _) = draft.toggle("q1").expect("something was picked");
        let next = draft.receive(&task, Reply::Suggested(suggestions));
        (draft, next)
    }

    #[test]
    fn picking_asks_what_fits_in_the_order_of_picking() {
        let mut draft = Draft::default().on("wave1");
        draft.toggle("q2");
        let asked = draft.toggle("q1").map(|(_, request)| request);
        assert_eq!(
            asked,
            Some(Request::Suggest {
                data: "wave1".to_owned(),
                variables: vec!["q2".to_owned(), "q1".to_owned()],
            })
        );
    }

    #[test]
    fn the_best_suggestion_runs_at_once_on_the_dataset() {
        let (draft, next) = suggested(vec![frequencies("q1"), crosstab("q1", "q2")]);
        let Some((Task::Draft(_), Request::Analyse { spec })) = next else {
            panic!("nothing was run: {next:?}");
        };
        assert_eq!(spec.data, "wave1");
        assert_eq!(spec.analysis, frequencies("q1").analysis);
        assert_eq!(draft.suggestions.len(), 2);
    }

    #[test]
    fn answers_to_what_is_no_longer_asked_change_nothing() {
        let mut draft = Draft::default().on("wave1");
        let (first, _) = draft.toggle("q1").expect("something was picked");
        draft.toggle("q2");
        let before = draft.clone();
        let next = draft.receive(&first, Reply::Suggested(vec![frequencies("q1")]));
        assert_eq!(next, None);
        assert_eq!(draft, before);
    }

    #[test]
    fn giving_up_the_last_variable_empties_the_draft() {
        let (mut draft, _) = suggested(vec![frequencies("q1")]);
        assert_eq!(draft.toggle("q1"), None);
        assert_eq!((draft.spec, draft.suggestions.len()), (None, 0));
        assert_eq!(draft.data, "wave1");
    }

    #[test]
    fn swapped_tables_are_one_suggestion() {
        let (draft, _) = suggested(vec![
            crosstab("q1", "q2"),
            crosstab("q2", "q1"),
            frequencies("q1"),
        ]);
        assert_eq!(draft.suggestions.len(), 2);
    }

    #[test]
    fn another_kind_keeps_filter_and_weight() {
        let (mut draft, _) = suggested(vec![frequencies("q1"), crosstab("q1", "q2")]);
        let mut spec = draft.spec.clone().expect("the first suggestion was run");
        toggle_filter_value(&mut spec, "office", &Value::from("ord"));
        spec.weight = Some("w".to_owned());
        draft.run(spec.clone());
        draft.take(1);
        let taken = draft.spec.expect("the second suggestion was run");
        assert_eq!(taken.filter, spec.filter);
        assert_eq!(taken.weight, spec.weight);
        assert_eq!(taken.analysis, crosstab("q1", "q2").analysis);
    }

    #[test]
    fn groups_do_not_make_another_kind() {
        assert!(same_kind(&profile(None), &profile(Some("office"))));
        assert!(!same_kind(&profile(None), &frequencies("q1")));
        assert!(!same_kind(&frequencies("q1"), &frequencies("q2")));
    }

    #[test]
    fn a_filter_without_values_is_no_filter() {
        let mut spec = frequencies("q1");
        let (one, two) = (Value::from(1), Value::from(2));
        toggle_filter_value(&mut spec, "wave", &one);
        toggle_filter_value(&mut spec, "wave", &two);
        assert_eq!(
            simple_filter(&spec),
            Some(("wave", &[one.clone(), two.clone()][..]))
        );
        toggle_filter_value(&mut spec, "wave", &one);
        toggle_filter_value(&mut spec, "wave", &two);
        assert_eq!(spec.filter, None);
    }

    #[test]
    fn another_variable_starts_another_filter() {
        let mut spec = frequencies("q1");
        toggle_filter_value(&mut spec, "wave", &Value::from(1));
        toggle_filter_value(&mut spec, "office", &Value::from("ord"));
        assert_eq!(
            simple_filter(&spec),
            Some(("office", &[Value::from("ord")][..]))
        );
    }
}
