//! Work in small parts, so that a single thread can stay responsive.

use befund_survey::Error;
use befund_survey::analysis::{AnalysisSpec, Stage, Task};
use befund_survey::finding::Finding;
use befund_survey::propose::Screening;

use crate::files::{Demo, Whole};
use crate::message::{Outcome, Problem, Progress, Reply, Request};
use crate::session::Session;

/// What one analysis counts in the progress of a report.
const WHOLE: u64 = 1000;

/// A request under way.
pub struct Job(Work);

enum Work {
    /// The demo study.
    Demo(Demo),
    /// A file whose bytes are all there.
    Open(Whole),
    /// A draft of a report, of the dataset of this name; begun with the first step.
    Propose(String, Option<Screening>),
    /// One analysis.
    Analyse(Box<AnalysisSpec>, Analysing),
    /// A report: the draft of it where no study says what it is, outcomes so far, and the analysis of the moment.
    Report(Option<Screening>, Vec<Outcome>, Analysing),
    /// Everything that takes one step.
    Once(Option<Request>),
}

/// An analysis that is being run; absent before its first step.
#[derive(Default)]
struct Analysing(Option<Task>);

/// What a step came to.
#[derive(Debug)]
pub enum Step {
    /// There is more to do.
    Working(Progress),
    /// The request is fulfilled or has failed.
    Done(Reply),
}

impl Job {
    pub(crate) fn new(request: Request) -> Self {
        Self(match request {
            Request::Demo => Work::Demo(Demo::default()),
            Request::Open {
                name,
                bytes,
                options,
            } => Work::Open(Whole::new(&name, bytes, options)),
            Request::Propose { data } => Work::Propose(data, None),
            Request::Analyse { spec } => Work::Analyse(Box::new(spec), Analysing::default()),
            Request::Report => Work::Report(None, Vec::new(), Analysing::default()),
            other => Work::Once(Some(other)),
        })
    }

    /// Has the analysis of the moment end with what is known so far; the rest of a report is computed all the same. Everything
    /// else goes on as it was.
    pub fn settle(&mut self) {
        if let Work::Analyse(_, analysing) | Work::Report(_, _, analysing) = &mut self.0
            && let Some(task) = &mut analysing.0
        {
            task.settle();
        }
    }

    pub(crate) fn step(&mut self, session: &mut Session) -> Step {
        if !matches!(self.0, Work::Once(Some(Request::Code { .. }))) {
            session.settle_coding();
        }
        match &mut self.0 {
            Work::Demo(demo) => demo.step(session),
            Work::Open(whole) => whole.step(session),
            Work::Propose(data, screening) => propose(session, data, screening),
            Work::Analyse(spec, analysing) => match analysing.step(session, spec) {
                Ok(None) => Step::Working(analysing.progress()),
                Ok(Some(finding)) => Step::Done(Reply::Found(Box::new(finding))),
                Err(error) => Step::Done(Reply::Failed(error.into())),
            },
            Work::Report(_, outcomes, analysing) if session.is_drafted() => {
                report(session, outcomes, analysing)
            }
            // short besides what follows: the bar begins with the report
            Work::Report(screening, ..) => match propose(session, "", screening) {
                Step::Done(Reply::Proposed(_)) | Step::Working(_) => {
                    Step::Working(Progress { done: 0, total: 1 })
                }
                step => step,
            },
            Work::Once(request) => Step::Done(match request.take() {
                Some(request) => session.answer(request),
                None => Reply::Cancelled,
            }),
        }
    }
}

fn propose(session: &mut Session, data: &str, screening: &mut Option<Screening>) -> Step {
    let dataset = match session.data(data) {
        Ok(dataset) => dataset,
        Err(problem) => return Step::Done(Reply::Failed(problem)),
    };
    let begun = screening.get_or_insert_with(|| Screening::new(dataset));
    if begun.step(dataset) == Stage::Working {
        return Step::Working(begun.progress());
    }
    let Some(ended) = screening.take() else {
        return Step::Done(Reply::Cancelled);
    };
    let proposal = ended.finish(dataset);
    session.draft(&proposal);
    Step::Done(Reply::Proposed(Box::new(proposal)))
}

impl Analysing {
    /// Begins or goes on; gives the finding once it is complete.
    fn step(&mut self, session: &Session, spec: &AnalysisSpec) -> Result<Option<Finding>, Error> {
        let stage = match &mut self.0 {
            None => {
                let task = self.0.insert(session.begin(spec)?);
                // What is complete from the start needs no second step.
                if task.progress().total > 0 {
                    return Ok(None);
                }
                task.step()
            }
            Some(task) => task.step(),
        };
        match stage {
            Ok(Stage::Working) => Ok(None),
            Ok(Stage::Done) => Ok(self.0.take().map(Task::finish)),
            Err(error) => {
                self.0 = None;
                Err(error)
            }
        }
    }

    fn progress(&self) -> Progress {
        self.0.as_ref().map(Task::progress).unwrap_or_default()
    }
}

fn report(session: &Session, outcomes: &mut Vec<Outcome>, analysing: &mut Analysing) -> Step {
    let analyses = session.analyses();
    let Some(spec) = analyses.get(outcomes.len()) else {
        return Step::Done(Reply::Report(std::mem::take(outcomes)));
    };
    match analysing.step(session, spec) {
        Ok(None) => {}
        Ok(Some(finding)) => outcomes.push(Outcome::Found(Box::new(finding))),
        Err(error) => outcomes.push(Outcome::Failed {
            id: spec.id.clone(),
            title: spec.title.clone(),
            problem: Problem::from(error),
        }),
    }
    let Progress { done, total } = analysing.progress();
    let part = done.saturating_mul(WHOLE).checked_div(total).unwrap_or(0);
    Step::Working(Progress {
        done: outcomes.len() as u64 * WHOLE + part.min(WHOLE),
        total: analyses.len() as u64 * WHOLE,
    })
}
