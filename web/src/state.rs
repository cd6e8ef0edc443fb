//! What the app knows, as plain values: what is open, its report, and the findings the reader has added. No browser here.

use std::collections::BTreeMap;
use std::sync::Arc;

use befund_engine::message::{Outcome, Overview, Problem, Reply, Request};
use befund_report::{Message, kind_name};
use befund_survey::analysis::AnalysisSpec;
use befund_survey::codebook::{Level, Origin};
use befund_survey::describe::Description;
use befund_survey::finding::Finding;
use befund_survey::study::VariableSpec;
use befund_survey::{Language, Text};

/// Why the page asked the engine for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// To open the demo study.
    Demo,
    /// To open a file.
    Open {
        /// Its name.
        name: String,
        /// Whether others of the same study follow it.
        more: bool,
    },
    /// To show this dataset.
    Describe(String),
    /// To overrule what is known about a variable of this dataset.
    Overrule(String),
    /// To run every analysis of the study.
    Report,
    /// To run the analysis of this added card again.
    Again(u32),
    /// To find the analyses that fit what was picked; counted, because only the last one matters.
    Suggest(u32),
    /// To run the analysis that is being built; counted likewise.
    Draft(u32),
}

/// One card of the report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    /// Tells cards apart; a card that shows other numbers has another key.
    pub(crate) key: u32,
    /// What it shows.
    pub(crate) outcome: Arc<Outcome>,
    /// The analysis, where the reader added the card.
    pub(crate) own: Option<AnalysisSpec>,
}

/// What is open and what was found in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Session {
    /// What is open.
    pub(crate) overview: Option<Arc<Overview>>,
    /// The datasets that have been described.
    pub(crate) descriptions: BTreeMap<String, Arc<Description>>,
    /// The report of the study; absent until it has been computed.
    pub(crate) report: Option<Vec<Card>>,
    /// The findings the reader has added.
    pub(crate) own: Vec<Card>,
    last_key: u32,
}

/// What an answer of the engine leads to.
#[derive(Debug, PartialEq, Default)]
pub(crate) struct Consequence {
    /// What to ask next, in this order.
    pub(crate) ask: Vec<(Task, Request)>,
    /// What went wrong.
    pub(crate) problem: Option<Problem>,
    /// Something was opened.
    pub(crate) opened: bool,
}

impl Session {
    /// Whether something is open.
    pub(crate) fn is_open(&self) -> bool {
        self.overview.is_some()
    }

    /// Whether the reader has put work into what is open: findings added, or variables overruled.
    pub(crate) fn has_own_work(&self) -> bool {
        !self.own.is_empty() || self.has_overruled()
    }

    fn has_overruled(&self) -> bool {
        let mut variables = self.descriptions.values().flat_map(|data| &data.columns);
        variables.any(|column| column.variable.origin == Origin::Overruled)
    }

    /// Whether a data file is open that no study speaks about: it then lends its name to the whole.
    pub(crate) fn is_bare_file(&self) -> bool {
        self.overview.as_ref().is_some_and(|overview| {
            matches!(&overview.datasets[..], [only] if overview.title == Text::from(only.file.as_str()))
        })
    }

    /// All cards: the report of the study, then what the reader added.
    pub(crate) fn cards(&self) -> Vec<Card> {
        self.report
            .iter()
            .flatten()
            .chain(&self.own)
            .cloned()
            .collect()
    }

    /// Takes an answer in. Suggestions and drafts belong to [`crate::draft::Draft`] and change nothing here.
    pub(crate) fn receive(&mut self, task: &Task, reply: Reply) -> Consequence {
        match reply {
            Reply::Opened(overview) => self.open(task, overview),
            Reply::Described(description) => {
                let id = description.id.clone();
                self.descriptions.insert(id, Arc::new(description));
                Consequence {
                    ask: match task {
                        Task::Overrule(_) => self.everything_again(),
                        _ => Vec::new(),
                    },
                    ..Consequence::default()
                }
            }
            Reply::Report(outcomes) => {
                // The report of a bare file follows the levels; once they are overruled, it is another one.
                let known = !(self.is_bare_file() && self.has_overruled());
                let overview = self.overview.clone().filter(|_| known);
                let analyses = overview.iter().flat_map(|overview| &overview.analyses);
                let specs = analyses.map(Some).chain(std::iter::repeat(None));
                let cards = outcomes
                    .into_iter()
                    .zip(specs)
                    .map(|(outcome, spec)| self.card(named(outcome, spec), None))
                    .collect();
                self.report = Some(cards);
                Consequence::default()
            }
            Reply::Found(finding) => {
                if let Task::Again(key) = task {
                    self.replace(*key, Outcome::Found(finding));
                }
                Consequence::default()
            }
            Reply::Failed(problem) => {
                if let Task::Again(key) = task {
                    let outcome = Outcome::Failed {
                        id: String::new(),
                        title: Text::default(),
                        problem,
                    };
                    self.replace(*key, outcome);
                    return Consequence::default();
                }
                if *task == Task::Report {
                    self.report.get_or_insert_default();
                }
                Consequence {
                    problem: Some(problem),
                    ..Consequence::default()
                }
            }
            Reply::Suggested(_) | Reply::Cancelled => Consequence::default(),
        }
    }

    fn open(&mut self, task: &Task, overview: Overview) -> Consequence {
        let complete = !matches!(task, Task::Open { more: true, .. });
        let describe = overview.datasets.iter().map(|dataset| {
            let data = dataset.id.clone();
            (Task::Describe(data.clone()), Request::Describe { data })
        });
        let report = (Task::Report, Request::Report);
        // Of a study one wants the findings first, of a bare file how it was read.
        let ask = if overview.datasets.is_empty() || !complete {
            Vec::new()
        } else if overview.demo {
            std::iter::once(report).chain(describe).collect()
        } else {
            describe.chain(std::iter::once(report)).collect()
        };
        *self = Self {
            overview: Some(Arc::new(overview)),
            last_key: self.last_key,
            ..Self::default()
        };
        Consequence {
            ask,
            problem: None,
            opened: complete,
        }
    }

    fn everything_again(&self) -> Vec<(Task, Request)> {
        let own = self.own.iter().filter_map(|card| {
            let spec = card.own.clone()?;
            Some((Task::Again(card.key), Request::Analyse { spec }))
        });
        std::iter::once((Task::Report, Request::Report))
            .chain(own)
            .collect()
    }

    fn card(&mut self, outcome: Outcome, own: Option<AnalysisSpec>) -> Card {
        self.last_key += 1;
        Card {
            key: self.last_key,
            outcome: Arc::new(outcome),
            own,
        }
    }

    fn replace(&mut self, key: u32, outcome: Outcome) {
        let Some(place) = self.own.iter().position(|card| card.key == key) else {
            return;
        };
        let spec = self.own[place].own.clone();
        self.own[place] = self.card(named(outcome, spec.as_ref()), spec);
    }

    /// Adds a finding of the reader's own to the report.
    pub(crate) fn add(&mut self, spec: AnalysisSpec, finding: Finding) {
        let card = self.card(Outcome::Found(Box::new(finding)), Some(spec));
        self.own.push(card);
    }

    /// Takes an added finding out again.
    pub(crate) fn remove(&mut self, key: u32) {
        self.own.retain(|card| card.key != key);
    }

    /// The request that overrules the level of a variable.
    pub(crate) fn overrule(data: &str, variable: &str, level: Level) -> (Task, Request) {
        let request = Request::Overrule {
            data: data.to_owned(),
            variable: VariableSpec {
                name: variable.to_owned(),
                level: Some(level),
                ..VariableSpec::default()
            },
        };
        (Task::Overrule(data.to_owned()), request)
    }
}

/// A failed analysis without a title is called by its kind and its variables, where they are known.
fn named(mut outcome: Outcome, spec: Option<&AnalysisSpec>) -> Outcome {
    if let Outcome::Failed { title, .. } = &mut outcome
        && title.is_empty()
    {
        let words = |language| match spec {
            Some(spec) => {
                let kind = kind_name(spec.analysis.kind(), language);
                format!("{kind}: {}", spec.analysis.variables().join(", "))
            }
            None => Message::NotComputed.text(language).to_owned(),
        };
        *title = Text::both(words(Language::De), words(Language::En));
    }
    outcome
}

/// Whether a file of this name holds a study and no data.
pub(crate) fn is_study(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".json")
}

/// The files of one drop: those to open, in this order, and those left aside.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// Which files to open: a study with its data, or a single file.
    pub(crate) open: Vec<usize>,
    /// Names of the files left aside.
    pub(crate) aside: Vec<String>,
}

impl Dropped {
    /// A study is opened first and the data after it; without a study the first file alone.
    pub(crate) fn pick(names: &[String]) -> Self {
        let open = match names.iter().position(|name| is_study(name)) {
            Some(study) => {
                let data = (0..names.len()).filter(|place| !is_study(&names[*place]));
                std::iter::once(study).chain(data).collect()
            }
            None => (0..names.len().min(1)).collect::<Vec<_>>(),
        };
        let aside = names
            .iter()
            .enumerate()
            .filter(|(place, _)| !open.contains(place))
            .map(|(_, name)| name.clone())
            .collect();
        Self { open, aside }
    }
}

/// The section a card belongs to: an added one has none of the study's.
pub(crate) fn section(card: &Card) -> Option<&Text> {
    match (&card.own, &*card.outcome) {
        (None, Outcome::Found(finding)) if !finding.section.is_empty() => Some(&finding.section),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_engine::message::DatasetOverview;
    use befund_survey::analysis::{Analysis, Crosstab};

    fn overview(demo: bool, ids: &[&str]) -> Reply {
        let datasets = ids.iter().map(|id| DatasetOverview {
            id: (*id).to_owned(),
            file: format!("{id}.csv"),
            title: Text::default(),
            unit: Text::default(),
            rows: 3,
            columns: 2,
        });
        Reply::Opened(Overview {
            title: "study".into(),
            notice: Text::default(),
            demo,
            datasets: datasets.collect(),
            reading: Vec::new(),
            warnings: Vec::new(),
            awaited: Vec::new(),
            analyses: Vec::new(),
        })
    }

    fn failed(id: &str) -> Outcome {
        Outcome::Failed {
            id: id.to_owned(),
            title: id.into(),
            problem: Problem {
                message: "no rows".into(),
            },
        }
    }

    fn file(name: &str) -> Task {
        Task::Open {
            name: name.to_owned(),
            more: false,
        }
    }

    fn tasks(consequence: &Consequence) -> Vec<Task> {
        consequence
            .ask
            .iter()
            .map(|(task, _)| task.clone())
            .collect()
    }

    #[test]
    fn a_study_is_computed_first_and_a_file_described_first() {
        let describe = |id: &str| Task::Describe(id.to_owned());
        let mut session = Session::default();
        let opened = session.receive(&Task::Demo, overview(true, &["a", "b"]));
        assert_eq!(tasks(&opened), [Task::Report, describe("a"), describe("b")]);
        let opened = session.receive(&file("c.csv"), overview(false, &["c"]));
        assert_eq!(tasks(&opened), [describe("c"), Task::Report]);
        assert!(opened.opened);
    }

    #[test]
    fn what_is_opened_replaces_what_was_open() {
        let mut session = Session::default();
        session.receive(&Task::Demo, overview(true, &["a"]));
        session.receive(&Task::Report, Reply::Report(vec![failed("1")]));
        assert_eq!(session.cards().len(), 1);
        session.receive(&Task::Demo, overview(true, &["a"]));
        assert_eq!((session.cards().len(), session.report.is_none()), (0, true));
    }

    #[test]
    fn what_fails_or_is_cancelled_leaves_open_what_was_open() {
        let mut session = Session::default();
        session.receive(&Task::Demo, overview(true, &["a"]));
        let before = session.clone();
        let task = file("bad.csv");
        let problem = Problem {
            message: "bad.csv is empty".into(),
        };
        let consequence = session.receive(&task, Reply::Failed(problem.clone()));
        assert_eq!(consequence.problem, Some(problem));
        assert!(!consequence.opened);
        session.receive(&task, Reply::Cancelled);
        assert_eq!(session, before);
    }

    #[test]
    fn what_failed_has_a_title() {
        let own = AnalysisSpec::from(Analysis::Crosstab(Crosstab {
            rows: "q1".to_owned(),
            columns: "office".to_owned(),
        }));
        let mut session = Session::default();
        session.own = vec![session.card(failed("1"), Some(own))];
        let again = Task::Again(session.own[0].key);
        let problem = Problem {
            message: "no rows".into(),
        };
        let consequence = session.receive(&again, Reply::Failed(problem));
        assert_eq!(consequence.problem, None);
        let Outcome::Failed { title, .. } = &*session.own[0].outcome else {
            panic!("it has not failed: {:?}", session.own);
        };
        assert_eq!(title.get(Language::De), "Kreuztabelle: q1, office");
        let untitled = named(
            Outcome::Failed {
                id: String::new(),
                title: Text::default(),
                problem: Problem {
                    message: "no rows".into(),
                },
            },
            None,
        );
        assert!(matches!(untitled, Outcome::Failed { title, .. } if !title.is_empty()));
    }

    #[test]
    fn only_a_file_without_a_study_lends_its_name() {
        let mut session = Session::default();
        session.receive(&file("a.csv"), overview(false, &["a"]));
        assert!(!session.is_bare_file());
        let Some(overview) = &mut session.overview else {
            panic!("nothing is open");
        };
        Arc::make_mut(overview).title = "a.csv".into();
        assert!(session.is_bare_file());
    }

    #[test]
    fn a_new_report_makes_new_cards() {
        let mut session = Session::default();
        session.receive(&Task::Demo, overview(true, &["a"]));
        session.receive(&Task::Report, Reply::Report(vec![failed("1")]));
        let before = session.cards()[0].key;
        session.receive(&Task::Report, Reply::Report(vec![failed("1")]));
        assert_ne!(session.cards()[0].key, before);
    }

    #[test]
    fn a_study_is_opened_with_its_data_and_of_data_alone_the_first() {
        let names = ["wave1.csv", "study.json", "wave2.csv", "old.JSON"].map(str::to_owned);
        assert_eq!(
            Dropped::pick(&names),
            Dropped {
                open: vec![1, 0, 2],
                aside: vec!["old.JSON".to_owned()]
            }
        );
        let data = ["a.csv", "b.csv"].map(str::to_owned);
        assert_eq!(
            Dropped::pick(&data),
            Dropped {
                open: vec![0],
                aside: vec!["b.csv".to_owned()]
            }
        );
        assert_eq!(Dropped::pick(&[]).open, Vec::<usize>::new());
    }

    #[test]
    fn nothing_is_computed_before_the_last_file_of_a_study_is_open() {
        let open = |more| Task::Open {
            name: "a.csv".to_owned(),
            more,
        };
        let mut session = Session::default();
        let first = session.receive(&open(true), overview(false, &["a"]));
        assert_eq!((first.ask.len(), first.opened), (0, false));
        let last = session.receive(&open(false), overview(false, &["a", "b"]));
        assert_eq!((last.ask.len(), last.opened), (3, true));
    }
}
