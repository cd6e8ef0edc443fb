//! What the app knows, as plain values: what is open, its report, and the findings the reader has added. No browser here.

use std::collections::BTreeMap;
use std::sync::Arc;

use befund_survey::codebook::{Level, Origin, Role, Set, Variable};
use befund_survey::describe::Description;
use befund_survey::study::VariableSpec;
use befund_survey::{ReadOptions, Text};

use befund_conversation::file::{is_codebook, is_study};
use befund_conversation::message::{Entry, Overview, Reply, Request, Shown};

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
    /// To read an open file otherwise.
    Reread {
        /// Its name.
        name: String,
        /// How it was to be read before.
        before: ReadOptions,
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
    /// To write a dataset as this file.
    Export(String),
    /// To draw charts.
    Draw,
    /// To code open answers.
    Code,
}

impl Task {
    /// Whether it runs analyses, which can be stopped with what is known so far.
    pub(crate) fn is_analysis(&self) -> bool {
        matches!(self, Self::Report | Self::Again(_) | Self::Draft(_))
    }
}

/// One card of the report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    /// Tells cards apart; a card that shows other numbers has another key.
    pub(crate) key: u32,
    /// What it shows.
    pub(crate) shown: Arc<Shown>,
    /// Whether the reader added it.
    pub(crate) own: bool,
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
    /// How the report was picked, where no study says what it is.
    pub(crate) draft_note: Text,
    /// The findings the reader has added.
    pub(crate) own: Vec<Card>,
    /// Whether the reader has coded open answers.
    pub(crate) coded: bool,
    last_key: u32,
}

/// What an answer of the engine leads to.
#[derive(Debug, PartialEq, Default)]
pub(crate) struct Consequence {
    /// What to ask next, in this order.
    pub(crate) ask: Vec<(Task, Request)>,
    /// What went wrong.
    pub(crate) problem: Option<Text>,
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
        self.coded || !self.own.is_empty() || self.has_overruled()
    }

    fn has_overruled(&self) -> bool {
        let mut variables = self.descriptions.values().flat_map(|data| &data.columns);
        variables.any(|column| column.variable.origin == Origin::Overruled)
    }

    /// Whether the file of that name is open.
    pub(crate) fn has_file(&self, name: &str) -> bool {
        let overview = self.overview.as_ref();
        overview.is_some_and(|overview| overview.datasets.iter().any(|data| data.file == name))
    }

    /// Whether the open study waits for the file of that name.
    pub(crate) fn awaits(&self, name: &str) -> bool {
        let overview = self.overview.as_ref();
        overview.is_some_and(|overview| {
            overview
                .awaited
                .iter()
                .any(|file| file.eq_ignore_ascii_case(name))
        })
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
            Reply::Opened { overview } => return self.open(task, overview),
            Reply::Described { description } => {
                let id = description.id.clone();
                self.descriptions.insert(id, Arc::new(description));
                if let Task::Overrule(_) = task {
                    return Consequence {
                        ask: self.everything_again(),
                        ..Consequence::default()
                    };
                }
            }
            Reply::Report { shown, note } => {
                self.draft_note = note;
                let cards = shown.into_iter();
                self.report = Some(cards.map(|shown| self.card(shown.into(), false)).collect());
            }
            Reply::Found { shown } => {
                if let Task::Again(key) = task {
                    self.replace(*key, shown);
                }
            }
            Reply::Failed { problem } => {
                if *task == Task::Report {
                    self.report.get_or_insert_default();
                }
                return Consequence {
                    problem: Some(problem),
                    ..Consequence::default()
                };
            }
            _ => {}
        }
        Consequence::default()
    }

    fn open(&mut self, task: &Task, overview: Overview) -> Consequence {
        let complete = !matches!(task, Task::Open { more: true, .. });
        let describe = overview.datasets.iter().map(|dataset| {
            let data = dataset.id.clone();
            (Task::Describe(data.clone()), Request::Describe { data })
        });
        let report = (Task::Report, Request::Report);
        // The demo is known; of another file the draft needs to know how it was read.
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
        let own = self.own.iter().map(|card| {
            let entry = card.shown.entry;
            (Task::Again(card.key), Request::Again { entry })
        });
        std::iter::once((Task::Report, Request::Report))
            .chain(own)
            .collect()
    }

    fn card(&mut self, shown: Arc<Shown>, own: bool) -> Card {
        self.last_key += 1;
        Card {
            key: self.last_key,
            shown,
            own,
        }
    }

    fn replace(&mut self, key: u32, shown: Shown) {
        if let Some(place) = self.own.iter().position(|card| card.key == key) {
            self.own[place] = self.card(shown.into(), true);
        }
    }

    /// Adds a finding of the reader's own to the report.
    pub(crate) fn add(&mut self, shown: Arc<Shown>) {
        let card = self.card(shown, true);
        self.own.push(card);
    }

    /// Takes a finding out.
    pub(crate) fn remove(&mut self, key: u32) {
        self.own.retain(|card| card.key != key);
        if let Some(report) = &mut self.report {
            report.retain(|card| card.key != key);
        }
    }

    /// The findings on the cards, in their order.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Entry> {
        let cards = self.report.iter().flatten().chain(&self.own);
        cards.map(|card| card.shown.entry)
    }

    /// Those of them with a chart.
    pub(crate) fn charts(&self) -> impl Iterator<Item = Entry> {
        let cards = self.report.iter().flatten().chain(&self.own);
        let with = cards.filter(|card| card.shown.has_chart);
        with.map(|card| card.shown.entry)
    }

    /// The request that overrules the level of a variable.
    pub(crate) fn overrule(data: &str, variable: &str, level: Level) -> (Task, Request) {
        let variable = VariableSpec {
            name: variable.to_owned(),
            level: Some(level),
            ..VariableSpec::default()
        };
        Self::state(data, variable)
    }

    /// The request that states something about a variable.
    pub(crate) fn state(data: &str, variable: VariableSpec) -> (Task, Request) {
        let data = data.to_owned();
        (
            Task::Overrule(data.clone()),
            Request::Overrule { data, variable },
        )
    }

    /// The request that states everything about a variable.
    pub(crate) fn define(data: &str, variable: Variable) -> (Task, Request) {
        let data = data.to_owned();
        (
            Task::Overrule(data.clone()),
            Request::Define { data, variable },
        )
    }

    /// The request that states what belongs together and what variables are for.
    pub(crate) fn arrange(data: &str, sets: Vec<Set>, roles: Vec<Role>) -> (Task, Request) {
        let data = data.to_owned();
        (
            Task::Overrule(data.clone()),
            Request::Arrange { data, sets, roles },
        )
    }
}

/// The files of one drop: those to open, in this order, and those left aside.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// Which files to open: a study with its data, or a single file.
    pub(crate) open: Vec<usize>,
    /// The file with the codebook of the first of the data, where there is one; alone, it belongs to what is open.
    pub(crate) codebook: Option<usize>,
    /// Names of the files left aside.
    pub(crate) aside: Vec<String>,
}

impl Dropped {
    /// A study is opened first and the data after it; without a study the first file alone.
    pub(crate) fn pick(names: &[String]) -> Self {
        let codebook = names.iter().position(|name| is_codebook(name));
        let data = (0..names.len()).filter(|place| {
            let name = &names[*place];
            !is_study(name) && !is_codebook(name)
        });
        // the study may name a codebook, which is then wanted before its data
        let codebooks = (0..names.len()).filter(|place| is_codebook(&names[*place]));
        let open: Vec<usize> = match names.iter().position(|name| is_study(name)) {
            Some(study) => std::iter::once(study)
                .chain(codebooks)
                .chain(data)
                .collect(),
            None => data.take(1).collect(),
        };
        let aside = names
            .iter()
            .enumerate()
            .filter(|(place, _)| !open.contains(place) && codebook != Some(*place))
            .map(|(_, name)| name.clone())
            .collect();
        Self {
            open,
            codebook,
            aside,
        }
    }
}

/// The section a card belongs to: an added one has none of the study's.
pub(crate) fn section(card: &Card) -> Option<&Text> {
    Some(&card.shown.section).filter(|section| !card.own && !section.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_survey::HowRead;
    use befund_survey::describe::DatasetOverview;

    fn overview(demo: bool, ids: &[&str]) -> Reply {
        let datasets = ids.iter().map(|id| DatasetOverview {
            id: (*id).to_owned(),
            file: format!("{id}.csv"),
            title: Text::default(),
            unit: Text::default(),
            rows: 3,
            columns: 2,
            how: HowRead::default(),
        });
        Reply::Opened {
            overview: Overview {
                title: "study".into(),
                notice: Text::default(),
                demo,
                datasets: datasets.collect(),
                reading: Vec::new(),
                warnings: Vec::new(),
                awaited: Vec::new(),
            },
        }
    }

    fn shown(entry: Entry) -> Shown {
        Shown {
            entry,
            ..Shown::default()
        }
    }

    fn report(entries: &[Entry]) -> Reply {
        Reply::Report {
            shown: entries.iter().copied().map(shown).collect(),
            note: Text::default(),
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
        session.receive(&Task::Report, report(&[1]));
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
        let problem = Text::from("bad.csv is empty");
        let failed = Reply::Failed {
            problem: problem.clone(),
        };
        let consequence = session.receive(&task, failed);
        assert_eq!(consequence.problem, Some(problem));
        assert!(!consequence.opened);
        session.receive(&task, Reply::Cancelled);
        assert_eq!(session, before);
    }

    #[test]
    fn an_overruled_variable_has_everything_run_again() {
        let mut session = Session::default();
        session.receive(&Task::Demo, overview(true, &["a"]));
        session.receive(&Task::Report, report(&[1, 2]));
        session.add(shown(3).into());
        let description = Description {
            id: "a".to_owned(),
            file: String::new(),
            title: Text::default(),
            unit: Text::default(),
            rows: 0,
            columns: Vec::new(),
            sets: Vec::new(),
            roles: Vec::new(),
        };
        let overruled = Task::Overrule("a".to_owned());
        let consequence = session.receive(&overruled, Reply::Described { description });
        let key = session.own[0].key;
        assert_eq!(tasks(&consequence), [Task::Report, Task::Again(key)]);
        session.receive(&Task::Again(key), Reply::Found { shown: shown(4) });
        assert_eq!(session.entries().collect::<Vec<_>>(), [1, 2, 4]);
        assert_ne!(session.own[0].key, key, "other numbers, another card");
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
        session.receive(&Task::Report, report(&[1]));
        let before = session.cards()[0].key;
        session.receive(&Task::Report, report(&[1]));
        assert_ne!(session.cards()[0].key, before);
    }

    #[test]
    fn a_study_is_opened_with_its_data_and_of_data_alone_the_first() {
        let names = ["wave1.csv", "study.json", "wave2.csv", "old.JSON"].map(str::to_owned);
        assert_eq!(
            Dropped::pick(&names),
            Dropped {
                open: vec![1, 0, 2],
                codebook: None,
                aside: vec!["old.JSON".to_owned()]
            }
        );
        let data = ["a.csv", "b.csv"].map(str::to_owned);
        assert_eq!(
            Dropped::pick(&data),
            Dropped {
                open: vec![0],
                codebook: None,
                aside: vec!["b.csv".to_owned()]
            }
        );
        let with_codebook = ["labels.SPS", "a.csv"].map(str::to_owned);
        assert_eq!(
            Dropped::pick(&with_codebook),
            Dropped {
                open: vec![1],
                codebook: Some(0),
                aside: Vec::new()
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
