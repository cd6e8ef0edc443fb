//! The session behind every front end: the one door to Befund.
//!
//! A front end sends a [`Request`](message::Request) and gets a [`Reply`](message::Reply). Natively
//! [`Engine::handle`] does it in one call. Where the thread must stay responsive, as in a web worker, [`Engine::start`]
//! gives a [`Job`] and [`Engine::step`] does a little of it at a time; dropping the job cancels it, and [`Job::settle`] has a
//! long analysis end with what it knows.
//!
//! ```
//! use befund_engine::Engine;
//! use befund_engine::message::{Reply, Request};
//!
//! let mut engine = Engine::new();
//! let Reply::Opened(overview) = engine.handle(Request::Demo, &mut |_| {}) else { panic!("the demo opens") };
//! assert_eq!(overview.datasets.len(), 5);
//! ```

mod coding;
mod demo;
mod files;
mod job;
pub mod message;
mod session;

pub use befund_formats::{read_study, write_study};
pub use files::{Opening, written};
pub use job::{Job, Step};

use befund_survey::analysis::AnalysisSpec;
use befund_survey::dataset::Dataset;
use befund_survey::propose::Proposal;
use befund_survey::study::Study;
use befund_survey::{FileRead, ReadOptions};
use message::{Overview, Problem, Progress, Reply, Request};
use session::Session;

/// One session: the open study, its datasets, and the work on them.
#[derive(Default)]
pub struct Engine {
    session: Session,
}

impl Engine {
    /// A session with nothing open.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fulfils a request in one go, reporting progress on the way.
    pub fn handle(&mut self, request: Request, progress: &mut dyn FnMut(Progress)) -> Reply {
        let mut job = self.start(request);
        loop {
            match self.step(&mut job) {
                Step::Working(how_far) => progress(how_far),
                Step::Done(reply) => return reply,
            }
        }
    }

    /// Begins a request; nothing changes before the first [`Engine::step`].
    pub fn start(&mut self, request: Request) -> Job {
        Job::new(request)
    }

    /// Does the next part of a job. What is open changes only with the last part.
    pub fn step(&mut self, job: &mut Job) -> Step {
        job.step(&mut self.session)
    }

    /// The draft that the last report was made of, where no study says what that is.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.session.proposal()
    }

    /// The analyses of the report, in its order.
    pub fn analyses(&self) -> &[AnalysisSpec] {
        self.session.analyses()
    }

    /// A study that states everything that is known of what is open, so that it can be edited and applied to other files.
    pub fn study(&self) -> Study {
        self.session.stated()
    }

    /// How a file of that name is to be read: as asked, or else as the open study says.
    pub fn read_options(&self, name: &str, asked: ReadOptions) -> ReadOptions {
        if asked.is_default() {
            self.session.read_options(name)
        } else {
            asked
        }
    }

    /// The file with the codebook that the open study names for a data file, relative to the study.
    pub fn codebook_of(&self, name: &str) -> Option<&str> {
        self.session.codebook_of(name)
    }

    /// Whether the open study names a file of that name as a codebook.
    pub fn is_codebook(&self, name: &str) -> bool {
        self.session.is_codebook(name)
    }

    /// What is open.
    pub fn overview(&self) -> Overview {
        self.session.overview()
    }

    /// Begins to read a file of `size` bytes whose slices the caller feeds.
    pub fn begin_open(&self, name: &str, size: u64, options: ReadOptions) -> Opening {
        Opening::new(name, size, self.read_options(name, options))
    }

    /// Opens a file whose last slice was fed.
    pub fn finish_open(&mut self, opening: Opening) -> Reply {
        match opening.finish() {
            Ok(read) => self.session.open(read),
            Err(problem) => Reply::Failed(problem),
        }
    }

    /// A dataset that is open.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn dataset(&mut self, data: &str) -> Result<&Dataset, Problem> {
        self.session.settle_coding();
        self.session.data(data)
    }

    /// Opens a file that was read elsewhere.
    pub fn open(&mut self, read: FileRead) -> Reply {
        self.session.open(read)
    }
}
