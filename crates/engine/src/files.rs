//! Files that are read here: slice by slice as a caller feeds them, as a whole, or those of the demo study.

use befund_formats::codebook::read_codebook;
use befund_formats::{FileReader, ReadingNote};
use befund_survey::dataset::Dataset;
use befund_survey::{FileRead, Language, ReadOptions, Text};

use crate::demo;
use crate::job::Step;
use crate::message::{Problem, Progress, Reply};
use crate::session::Session;

/// Bytes that are read in one step.
const SLICE: usize = 1 << 20;

/// A file that is being read slice by slice.
pub struct Opening {
    reader: FileReader,
    read: u64,
    size: u64,
    /// A codebook of its own: name and bytes.
    codebook: Option<(String, Vec<u8>)>,
}

impl Opening {
    /// Nothing read yet of a file of that name and size.
    pub fn new(name: &str, size: u64, options: ReadOptions) -> Self {
        Self {
            reader: FileReader::new(name, options),
            read: 0,
            size,
            codebook: None,
        }
    }

    /// Lays a codebook over the dataset when it is read: SPSS syntax, DDI, a LimeSurvey questionnaire, a table, or a study.
    pub fn with_codebook(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.codebook = Some((name.to_owned(), bytes));
        self
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

    /// What was read, when the last byte was fed.
    ///
    /// # Errors
    /// What makes the file unreadable.
    pub fn finish(self) -> Result<FileRead, Problem> {
        let mut reading = self.reader.finish()?;
        if let Some((name, bytes)) = self.codebook {
            let fit = read_codebook(&name, &bytes)?.apply(&mut reading.dataset);
            reading
                .notes
                .push(ReadingNote::Codebook { file: name, fit });
        }
        Ok(reading.told())
    }
}

/// A dataset as CSV or XLSX, as the end of the name of its file says. CSV begins with a byte order mark: without it spreadsheets take
/// the file for one of an old encoding.
///
/// # Errors
/// Where the name ends otherwise, or no sheet can hold the dataset.
pub fn written(dataset: &Dataset, file: &str, language: Language) -> Result<Vec<u8>, Problem> {
    let file = file.to_lowercase();
    if file.ends_with(".csv") {
        let text = befund_formats::write::csv(dataset, language);
        return Ok(format!("\u{feff}{text}").into_bytes());
    }
    if file.ends_with(".xlsx") {
        return Ok(befund_formats::write::xlsx(dataset, language)?);
    }
    Err(Problem {
        message: Text::both(
            "Der Name der Tabelle muss auf .csv oder .xlsx enden.",
            "the name of the table has to end in .csv or .xlsx",
        ),
    })
}

/// A file whose bytes are all there.
pub(crate) struct Whole {
    opening: Option<Opening>,
    bytes: Vec<u8>,
}

impl Whole {
    pub(crate) fn new(name: &str, bytes: Vec<u8>, options: ReadOptions) -> Self {
        Self {
            opening: Some(Opening::new(name, bytes.len() as u64, options)),
            bytes,
        }
    }

    /// Reads a slice, and opens the file after the last one.
    pub(crate) fn step(&mut self, session: &mut Session) -> Step {
        let Some(mut opening) = self.opening.take() else {
            return Step::Done(Reply::Cancelled);
        };
        let start = opening.read as usize;
        let end = self.bytes.len().min(start + SLICE);
        if let Err(problem) = opening.feed(&self.bytes[start..end]) {
            return Step::Done(Reply::Failed(problem));
        }
        if end < self.bytes.len() {
            let progress = opening.progress();
            self.opening = Some(opening);
            return Step::Working(progress);
        }
        Step::Done(match opening.finish() {
            Ok(read) => session.open(read),
            Err(problem) => Reply::Failed(problem),
        })
    }
}

/// The demo study on its way: the session its files are read into, and how many were read.
#[derive(Default)]
pub(crate) struct Demo {
    opened: Option<Box<Session>>,
    next: usize,
}

impl Demo {
    /// Opens the next file; the last one puts the study in place of what is open.
    pub(crate) fn step(&mut self, session: &mut Session) -> Step {
        let demo = match &mut self.opened {
            Some(demo) => demo,
            None => match demo::study() {
                Ok(study) => self.opened.insert(Box::new(Session::demo(study))),
                Err(problem) => return Step::Done(Reply::Failed(problem)),
            },
        };
        let reply = match demo::read(self.next) {
            Ok(read) => demo.open(read),
            Err(problem) => Reply::Failed(problem),
        };
        self.next += 1;
        if !matches!(reply, Reply::Opened(_)) {
            return Step::Done(reply);
        }
        if self.next < demo::COUNT {
            return Step::Working(Progress {
                done: self.next as u64,
                total: demo::COUNT as u64,
            });
        }
        if let Some(demo) = self.opened.take() {
            *session = *demo;
        }
        Step::Done(reply)
    }
}
