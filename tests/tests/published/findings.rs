//! The findings of the demo study, as the engine gives them.

use std::collections::BTreeMap;

use befund_engine::Engine;
use befund_engine::message::{Outcome, Reply, Request};
use befund_survey::finding::{
    BatteryItem, BatteryTable, Category, ClusterTree, ContingencyTable, DescriptivesTable, Finding,
    FrequencyTable, MultipleTable, ProfileTable, RankingTable, ResponseRates, Results,
};
use befund_survey::{Language, Value};

/// All findings by the name of their analysis.
pub struct Findings(BTreeMap<String, Finding>);

macro_rules! results {
    ($($function:ident: $variant:ident($table:ty),)*) => {
        $(
            /// The results of that analysis.
            pub fn $function(&self, id: &str) -> &$table {
                match &self.finding(id).results {
                    Results::$variant(table) => table,
                    other => panic!("{id} should be {}, not {other:?}", stringify!($variant)),
                }
            }
        )*
    };
}

impl Findings {
    /// Opens the embedded demo study and runs its whole report.
    pub fn of_the_demo() -> Self {
        let mut engine = Engine::new();
        let opened = engine.handle(Request::Demo, &mut |_| {});
        assert!(matches!(opened, Reply::Opened(_)), "{opened:?}");
        let Reply::Report(outcomes) = engine.handle(Request::Report, &mut |_| {}) else {
            panic!("a report was expected");
        };
        let findings = outcomes.into_iter().map(|outcome| match outcome {
            Outcome::Found(finding) => (finding.id.clone(), *finding),
            Outcome::Failed { id, problem, .. } => {
                panic!("{id}: {}", problem.message.get(Language::En))
            }
        });
        Self(findings.collect())
    }

    /// The finding of that analysis.
    pub fn finding(&self, id: &str) -> &Finding {
        self.0
            .get(id)
            .unwrap_or_else(|| panic!("the report has no analysis {id}"))
    }

    results! {
        response: Response(ResponseRates),
        profile: Profile(ProfileTable),
        clusters: Clusters(ClusterTree),
        multiple: Multiple(MultipleTable),
        battery: Battery(BatteryTable),
        descriptives: Descriptives(DescriptivesTable),
        ranking: Ranking(RankingTable),
        frequencies: Frequencies(FrequencyTable),
        crosstab: Crosstab(ContingencyTable),
    }
}

/// The item of that name.
pub fn item<'a>(table: &'a BatteryTable, name: &str) -> &'a BatteryItem {
    table
        .items
        .iter()
        .find(|item| item.item.name == name)
        .unwrap_or_else(|| panic!("the battery has no item {name}"))
}

/// The place of the category with that German label.
pub fn category(categories: &[Category], label: &str) -> usize {
    categories
        .iter()
        .position(|category| category.label.get(Language::De) == label)
        .unwrap_or_else(|| panic!("no category is called {label}"))
}

/// Whether the category is the office of that code.
pub fn is_office(category: &Category, office: &str) -> bool {
    category.value == Value::from(office)
}

/// The mean of an item in an office.
pub fn mean(table: &ProfileTable, name: &str, office: &str) -> Option<f64> {
    let group = group(table, office);
    table
        .items
        .iter()
        .find(|item| item.item.name == name)
        .unwrap_or_else(|| panic!("the profile has no item {name}"))
        .means[group]
        .mean
}

/// The place of an office among the groups of a profile.
pub fn group(table: &ProfileTable, office: &str) -> usize {
    table
        .groups
        .iter()
        .position(|group| {
            group
                .group
                .as_ref()
                .is_some_and(|category| is_office(category, office))
        })
        .unwrap_or_else(|| panic!("the profile has no office {office}"))
}
