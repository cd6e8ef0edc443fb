//! Work in small parts, so that a single thread can stay responsive.

use befund_formats::{FileReader, Reading};
use befund_survey::analysis::{AnalysisSpec, Stage, Task};
use befund_survey::finding::Finding;
use befund_survey::propose::Screening;
use befund_survey::{Error, ReadOptions};

use crate::demo;
use crate::message::{Outcome, Problem, Progress, Reply, Request};
use crate::session::Session;

/// Bytes that are read in one step.
const SLICE: usize = 1 << 20;
/// What one analysis counts in the progress of a report.
const WHOLE: u64 = 1000;

/// A request under way.
pub struct Job(Work);

enum Work {
    /// The demo study: files still to read, the session they are read into.
    Demo(Option<Box<Session>>, usize),
    /// A file: its reader, its bytes, how many were read.
    Open(Option<Opening>, Vec<u8>),
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

/// A file that is being read slice by slice.
pub struct Opening {
    reader: FileReader,
    read: u64,
    size: u64,
}

impl Opening {
    pub(crate) fn new(name: &str, size: u64, options: ReadOptions) -> Self {
        Self {
            reader: FileReader::new(name, options),
            read: 0,
            size,
        }
    }

    /// Reads the next bytes.
    ///
    /// # Errors
    /// What makes the file unreadable; the opening is then of no further use.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.read += bytes.len() as u64;
        Ok(self.reader.feed(bytes)?)
    }

    /// How far the file was read.
    pub fn progress(&self) -> Progress {
        Progress {
            done: self.read,
            total: self.size,
        }
    }

    pub(crate) fn finish(self) -> Result<Reading, Problem> {
        Ok(self.reader.finish()?)
    }
}

impl Job {
    pub(crate) fn new(request: Request) -> Self {
        Self(match request {
            Request::Demo => Work::Demo(None, 0),
            Request::Open {
                name,
                bytes,
                options,
            } => Work::Open(
                Some(Opening::new(&name, bytes.len() as u64, options)),
                bytes,
            ),
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
        match &mut self.0 {
            Work::Demo(opened, next) => open_demo(session, opened, next),
            Work::Open(opening, bytes) => open(session, opening, bytes),
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

fn open_demo(session: &mut Session, opened: &mut Option<Box<Session>>, next: &mut usize) -> Step {
    let demo = match opened {
        Some(demo) => demo,
        None => match Session::demo() {
            Ok(demo) => opened.insert(Box::new(demo)),
            Err(problem) => return Step::Done(Reply::Failed(problem)),
        },
    };
    let (name, text) = demo::file(*next);
    let mut opening = Opening::new(name, text.len() as u64, ReadOptions::default());
    let reply = match opening
        .feed(text.as_bytes())
        .and_then(|()| opening.finish())
    {
        Ok(reading) => demo.open(reading),
        Err(problem) => Reply::Failed(problem),
    };
    *next += 1;
    if !matches!(reply, Reply::Opened(_)) {
        return Step::Done(reply);
    }
    if *next < demo::COUNT {
        return Step::Working(Progress {
            done: *next as u64,
            total: demo::COUNT as u64,
        });
    }
    if let Some(demo) = opened.take() {
        *session = *demo;
    }
    Step::Done(reply)
}

fn open(session: &mut Session, opening: &mut Option<Opening>, bytes: &[u8]) -> Step {
    let Some(mut reading) = opening.take() else {
        return Step::Done(Reply::Cancelled);
    };
    let start = reading.read as usize;
    let end = bytes.len().min(start + SLICE);
    if let Err(problem) = reading.feed(&bytes[start..end]) {
        return Step::Done(Reply::Failed(problem));
    }
    if end < bytes.len() {
        let progress = reading.progress();
        *opening = Some(reading);
        return Step::Working(progress);
    }
    Step::Done(match reading.finish() {
        Ok(reading) => session.open(reading),
        Err(problem) => Reply::Failed(problem),
    })
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
