//! From arguments to output.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use befund_engine::message::{Outcome, Overview, Problem, Reply, Request};
use befund_engine::{Engine, read_study};
use befund_survey::analysis::AnalysisSpec;
use befund_survey::calculate::Calculation;
use befund_survey::study::Study;
use befund_survey::{Language, Text};

use crate::arguments::{Analyse, Arguments, Command, Describe, Propose, Reading, Shown};
use crate::check;
use crate::code;
use crate::meter::Meter;
use crate::output;

/// Bytes of a file that are read at a time: enough for every processor to read a part of them.
const SLICE: usize = 1 << 22;

/// What there is to print.
pub(crate) struct Done {
    pub(crate) output: String,
    /// What the reader should check, one line each.
    pub(crate) warnings: Vec<String>,
    /// Whether an analysis failed.
    pub(crate) failed: bool,
}

/// Why there is nothing to print.
pub(crate) struct Failure {
    pub(crate) message: String,
    /// Whether the arguments rather than the input are at fault.
    pub(crate) is_usage: bool,
}

impl Failure {
    pub(crate) fn input(message: String) -> Self {
        Self {
            message,
            is_usage: false,
        }
    }

    pub(crate) fn usage(message: String) -> Self {
        Self {
            message,
            is_usage: true,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    match &arguments.command {
        Command::Analyse(analyse) => run_analyse(analyse),
        Command::Demo(shown) => {
            let mut session = Session::new(shown);
            let overview = session.opened(Request::Demo)?;
            session.report(&overview)
        }
        Command::Describe(describe) => run_describe(describe),
        Command::Propose(propose) => run_propose(propose),
        Command::Study(study) => check::run_study(study),
        Command::Check(check) => check::run_check(check),
        Command::Code(code) => code::run_code(code),
        Command::Calculate(calculate) => run_calculate(&calculate.questions),
        Command::Schema => Ok(Done {
            // a schema is plain JSON: no map keys but strings
            output: format!("{:#}\n", Study::schema()),
            warnings: Vec::new(),
            failed: false,
        }),
    }
}

fn run_calculate(questions: &[String]) -> Result<Done, Failure> {
    let mut input = String::new();
    if questions.iter().any(|question| question == "-") {
        std::io::stdin()
            .read_to_string(&mut input)
            .map_err(|error| Failure::input(format!("standard input cannot be read: {error}")))?;
    }
    let mut answers = Vec::new();
    for question in questions {
        let lines = if question == "-" { &input } else { question };
        let each: Vec<&str> = if question == "-" {
            lines
                .lines()
                .filter(|line| !line.trim().is_empty())
                .collect()
        } else {
            vec![lines]
        };
        for json in each {
            let answer = Calculation::read(json)
                .and_then(|question| question.answer())
                .map_err(|error| {
                    Failure::input(format!("{error}; see `befund calculate --help`"))
                })?;
            answers.push(answer.json());
        }
    }
    let output = match answers.as_slice() {
        [only] if !questions.iter().any(|question| question == "-") => format!("{only:#}\n"),
        all => format!("{:#}\n", serde_json::Value::from(all.to_vec())),
    };
    Ok(Done {
        output,
        warnings: Vec::new(),
        failed: false,
    })
}

fn run_analyse(arguments: &Analyse) -> Result<Done, Failure> {
    if arguments.data.is_empty() && arguments.study.is_none() {
        return Err(Failure::usage(
            "name a data file, or a study with --study; see `befund analyse --help`".to_owned(),
        ));
    }
    let specs = arguments
        .analysis
        .iter()
        .map(|json| parse_analysis(json))
        .collect::<Result<Vec<_>, _>>()?;
    let mut session = Session::new(&arguments.shown);
    let overview = session.open_all(
        arguments.study.as_deref(),
        &arguments.data,
        &arguments.reading,
    )?;
    if let Some(file) = overview.awaited.first().filter(|_| specs.is_empty()) {
        return Err(Failure::input(format!(
            "the study also needs the file {file}: name it after the others"
        )));
    }
    if specs.is_empty() {
        session.report(&overview)
    } else {
        session.analyse(&overview, specs)
    }
}

fn run_describe(arguments: &Describe) -> Result<Done, Failure> {
    let mut session = Session::new(&arguments.shown);
    if let Some(study) = &arguments.study {
        session.open_study(study)?;
    }
    let overview = session.open(&arguments.data, &arguments.reading)?;
    let data = overview
        .datasets
        .last()
        .map(|data| data.id.clone())
        .unwrap_or_default();
    match session.ask(Request::Describe { data }) {
        Reply::Described(description) => Ok(Done {
            output: output::codebook(&overview, &description, &arguments.shown),
            warnings: session.warnings(&overview),
            failed: false,
        }),
        reply => Err(session.failure(reply)),
    }
}

fn run_propose(arguments: &Propose) -> Result<Done, Failure> {
    let mut session = Session::new(&arguments.shown);
    if let Some(study) = &arguments.study {
        session.open_study(study)?;
    }
    let overview = session.open(&arguments.data, &arguments.reading)?;
    let data = overview.datasets.last().map(|data| data.id.clone());
    let data = data.unwrap_or_default();
    let mut proposal = match session.ask(Request::Propose { data }) {
        Reply::Proposed(proposal) => *proposal,
        reply => return Err(session.failure(reply)),
    };
    let cards = proposal.analyses.len();
    if let Some(none) = arguments
        .drop
        .iter()
        .find(|number| !(1..=cards).contains(*number))
    {
        return Err(Failure::usage(format!(
            "--drop {none}: the draft has cards 1 to {cards}"
        )));
    }
    let mut number = 0;
    proposal.analyses.retain(|_| {
        number += 1;
        !arguments.drop.contains(&number)
    });
    if arguments.run {
        let cards = proposal.analyses.into_iter();
        let specs = cards.map(|card| card.analysis).collect();
        return session.analyse(&overview, specs);
    }
    Ok(Done {
        output: output::proposal(&overview, &proposal, &arguments.shown),
        warnings: session.warnings(&overview),
        failed: false,
    })
}

fn parse_analysis(json: &str) -> Result<AnalysisSpec, Failure> {
    serde_json::from_str(json).map_err(|error| {
        Failure::usage(format!("--analysis is not understood: {error}; see `befund analyse --help` for kinds and fields"))
    })
}

/// The engine, and the language to speak.
pub(crate) struct Session<'a> {
    pub(crate) engine: Engine,
    shown: &'a Shown,
    /// The folder of the study, from which its files are taken.
    folder: PathBuf,
}

impl<'a> Session<'a> {
    pub(crate) fn new(shown: &'a Shown) -> Self {
        Self {
            engine: Engine::new(),
            shown,
            folder: PathBuf::new(),
        }
    }

    /// Drafts a report of a file that no study speaks of.
    pub(crate) fn draft(&mut self) -> Result<(), Failure> {
        let data = String::new();
        match self.ask(Request::Propose { data }) {
            Reply::Proposed(_) => Ok(()),
            reply => Err(self.failure(reply)),
        }
    }

    pub(crate) fn language(&self) -> Language {
        self.shown.language.into()
    }

    pub(crate) fn ask(&mut self, request: Request) -> Reply {
        let mut meter = Meter::new(self.language());
        self.engine
            .handle(request, &mut |progress| meter.show(progress))
    }

    fn opened(&mut self, request: Request) -> Result<Overview, Failure> {
        match self.ask(request) {
            Reply::Opened(overview) => Ok(overview),
            reply => Err(self.failure(reply)),
        }
    }

    /// Opens a study, where there is one, and the files, or those the study names.
    pub(crate) fn open_all(
        &mut self,
        study: Option<&Path>,
        data: &[PathBuf],
        reading: &Reading,
    ) -> Result<Overview, Failure> {
        let mut overview = None;
        let mut files = data.to_vec();
        if let Some(study) = study {
            let opened = self.open_study(study)?;
            if files.is_empty() {
                let awaited = opened.awaited.iter();
                files = awaited.map(|file| self.folder.join(file)).collect();
            }
            overview = Some(opened);
        }
        if files.len() > 1 && overview.is_none() {
            return Err(Failure::usage(
                "several data files need a study that names them: see --study".to_owned(),
            ));
        }
        for file in &files {
            if overview
                .as_ref()
                .is_some_and(|open| open.awaited.is_empty())
            {
                let message = format!(
                    "{}: the study names no further file: add it under `datasets`, or leave it out",
                    file.display()
                );
                return Err(Failure::input(message));
            }
            overview = Some(self.open(file, reading)?);
        }
        overview.ok_or_else(|| Failure::usage("no data".to_owned()))
    }

    fn open_study(&mut self, path: &Path) -> Result<Overview, Failure> {
        self.folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
        let study = read_study(&path.to_string_lossy(), &bytes).map_err(|error| {
            let message = error.text();
            let message = message.get(self.language());
            Failure::input(format!("{}: {message}", path.display()))
        })?;
        self.opened(Request::OpenStudy { study })
    }

    /// Reads a file slice by slice, so that it is never held as a whole.
    fn open(&mut self, path: &PathBuf, reading: &Reading) -> Result<Overview, Failure> {
        let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let size = file.metadata().map(|metadata| metadata.len()).unwrap_or(0);
        let mut opening = self
            .engine
            .begin_open(&path.to_string_lossy(), size, reading.into());
        let named = self.engine.codebook_of(&path.to_string_lossy());
        let named = named.map(|codebook| self.folder.join(codebook));
        if let Some(codebook) = reading.codebook.clone().or(named) {
            let bytes = std::fs::read(&codebook).map_err(|error| unreadable(&codebook, &error))?;
            opening = opening.with_codebook(&codebook.to_string_lossy(), bytes);
        }
        let mut slice = vec![0; SLICE];
        loop {
            let read = file
                .read(&mut slice)
                .map_err(|error| unreadable(path, &error))?;
            if read == 0 {
                break;
            }
            opening
                .feed(&slice[..read])
                .map_err(|problem| self.problem(&problem))?;
        }
        match self.engine.finish_open(opening) {
            Reply::Opened(overview) => Ok(overview),
            reply => Err(self.failure(reply)),
        }
    }

    fn report(&mut self, overview: &Overview) -> Result<Done, Failure> {
        match self.ask(Request::Report) {
            Reply::Report(outcomes) => Ok(self.done(overview, &outcomes)),
            reply => Err(self.failure(reply)),
        }
    }

    fn analyse(&mut self, overview: &Overview, specs: Vec<AnalysisSpec>) -> Result<Done, Failure> {
        let mut outcomes = Vec::with_capacity(specs.len());
        let alone = specs.len() == 1;
        for spec in specs {
            let (id, title) = (spec.id.clone(), spec.title.clone());
            match self.ask(Request::Analyse { spec }) {
                Reply::Found(finding) => outcomes.push(Outcome::Found(finding)),
                // of several the others are shown, and it is said which one could not be run
                Reply::Failed(problem) if !alone => {
                    outcomes.push(Outcome::Failed { id, title, problem });
                }
                reply => return Err(self.failure(reply)),
            }
        }
        Ok(self.done(overview, &outcomes))
    }

    fn done(&self, overview: &Overview, outcomes: &[Outcome]) -> Done {
        let mut warnings = self.warnings(overview);
        for outcome in outcomes {
            if let Outcome::Failed { id, title, problem } = outcome {
                warnings.push(format!(
                    "{}: {}",
                    name(id, title, self.language()),
                    problem.message.get(self.language())
                ));
            }
        }
        if outcomes.is_empty() {
            warnings.push("there is nothing to analyse: name an analysis with --analysis, see `befund analyse --help`".to_owned());
        }
        Done {
            output: output::findings(overview, outcomes, self.shown),
            warnings,
            failed: outcomes
                .iter()
                .any(|outcome| matches!(outcome, Outcome::Failed { .. })),
        }
    }

    pub(crate) fn warnings(&self, overview: &Overview) -> Vec<String> {
        let texts = overview
            .warnings
            .iter()
            .map(|warning| warning.get(self.language()).to_owned());
        texts
            .map(|text| {
                if self.language() == Language::De {
                    format!("Hinweis: {text}")
                } else {
                    format!("note: {text}")
                }
            })
            .collect()
    }

    pub(crate) fn failure(&self, reply: Reply) -> Failure {
        match reply {
            Reply::Failed(problem) => self.problem(&problem),
            // every request is answered by its own reply or by `Failed`
            other => Failure::input(format!("the engine gave an unexpected answer: {other:?}")),
        }
    }

    fn problem(&self, problem: &Problem) -> Failure {
        Failure::input(problem.message.get(self.language()).to_owned())
    }
}

/// How a failed analysis is called: by its identifier, else by its title.
pub(crate) fn name<'a>(id: &'a str, title: &'a Text, language: Language) -> &'a str {
    match (id, title.get(language)) {
        ("", "") => "analysis",
        ("", title) => title,
        (id, _) => id,
    }
}

pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(format!(
        "{}: the file cannot be read ({error}): check its name and your rights",
        path.display()
    ))
}
