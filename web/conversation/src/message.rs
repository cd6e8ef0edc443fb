//! The conversation between page and worker. The worker keeps findings and the analyses behind them, each under a number,
//! and sends what the page shows of them: words in both languages at once, charts, tables and files where they are asked
//! for. The page knows no kind of analysis.

use befund_survey::analysis::Progress;
use befund_survey::codebook::{Role, Set, Variable};
use befund_survey::coding::{AnswerPage, Asked, Code, CodingEdit};
use befund_survey::describe::{DatasetOverview, Description};
use befund_survey::study::VariableSpec;
use befund_survey::{Language, Text};
use befund_transfer::{plain_enum, plain_struct};

/// The number under which the worker keeps an analysis and what it found; never used twice.
pub type Entry = u32;

/// What the page asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Open the demo study. Reply: [`Reply::Opened`].
    Demo,
    /// Describe a dataset. Reply: [`Reply::Described`].
    Describe {
        /// Identifier of the dataset.
        data: String,
    },
    /// Overrule something about a variable. Reply: [`Reply::Described`].
    Overrule {
        /// Identifier of the dataset.
        data: String,
        /// The variable; only the fields that are given change.
        variable: VariableSpec,
    },
    /// State everything about a variable. Reply: [`Reply::Described`].
    Define {
        /// Identifier of the dataset.
        data: String,
        /// The variable.
        variable: Variable,
    },
    /// State which variables belong together and what they are for. Reply: [`Reply::Described`].
    Arrange {
        /// Identifier of the dataset.
        data: String,
        /// All sets.
        sets: Vec<Set>,
        /// All roles.
        roles: Vec<Role>,
    },
    /// Run every analysis of the report. Reply: [`Reply::Report`].
    Report,
    /// Which analyses fit these variables. Reply: [`Reply::Suggested`].
    Suggest {
        /// Identifier of the dataset.
        data: String,
        /// The variables, in the order of picking.
        variables: Vec<String>,
    },
    /// Run an analysis, changed. Reply: [`Reply::Found`] with the controls that change it further.
    Run {
        /// The analysis.
        entry: Entry,
        /// The analysis whose filter and weight it takes over.
        like: Option<Entry>,
        /// Names of controls with the values they were given, one after the other.
        changes: Vec<(String, String)>,
    },
    /// Run an analysis again as it is. Reply: [`Reply::Found`].
    Again {
        /// The analysis.
        entry: Entry,
    },
    /// Draw charts. Reply: [`Reply::Drawn`].
    Draw {
        /// The findings.
        entries: Vec<Entry>,
        /// How.
        look: Look,
    },
    /// Write something out of a finding. Reply: [`Reply::Written`].
    Write {
        /// The finding.
        entry: Entry,
        /// What.
        what: Writing,
        /// In which language.
        language: Language,
    },
    /// The report as a standalone page. Reply: [`Reply::Written`].
    Page {
        /// The findings, in their order.
        entries: Vec<Entry>,
        /// In which language.
        language: Language,
    },
    /// Code open answers. Reply: [`Reply::Coded`].
    Code {
        /// Identifier of the dataset.
        data: String,
        /// The variable with the answers.
        variable: String,
        /// What changes.
        edits: Vec<CodingEdit>,
        /// Which answers to list.
        asked: Asked,
    },
    /// How far those agree who have coded the answers last shown, as tables in markup. Reply: [`Reply::Written`], empty where fewer
    /// than two have coded.
    Agreement {
        /// In which language.
        language: Language,
    },
    /// A dataset as a file of another program. Reply: [`Reply::Exported`].
    Export {
        /// Identifier of the dataset.
        data: String,
        /// Which program's.
        format: Format,
        /// In which language labels are.
        language: Language,
    },
    /// What is open as a study, with these findings as its report. Reply: [`Reply::Exported`].
    Save {
        /// The findings, in their order.
        entries: Vec<Entry>,
    },
    /// Drop what the page has heard of and does not show any more. Reply: [`Reply::Cancelled`].
    Keep {
        /// What it shows.
        entries: Vec<Entry>,
        /// The last it has heard of.
        heard: Entry,
    },
}

/// What can be written out of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// Its table as markup.
    Html,
    /// Its table as a spreadsheet takes it from the clipboard.
    Tsv,
    /// Its table as a file.
    Csv,
    /// One of its charts with title and base.
    Picture {
        /// Its place among the charts, 0 for the main one.
        chart: usize,
    },
}

/// The kinds of file a dataset can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with separators.
    Csv,
    /// A workbook, with a sheet for the codebook.
    Xlsx,
    /// A system file of SPSS.
    Sav,
}

impl Format {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Sav];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Sav => "sav",
        }
    }
}

/// How charts are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// The language of their words.
    pub language: Language,
    /// Their width, in CSS pixels.
    pub width: f64,
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// What is open now.
    Opened {
        /// At a glance.
        overview: Overview,
    },
    /// A dataset, variable by variable.
    Described {
        /// The dataset.
        description: Description,
    },
    /// Fitting analyses, the best first; empty where none fits.
    Suggested {
        /// The analyses.
        suggestions: Vec<Suggestion>,
    },
    /// One finding, or why there is none.
    Found {
        /// The finding.
        shown: Shown,
    },
    /// The report, in the order of the study.
    Report {
        /// The findings.
        shown: Vec<Shown>,
        /// How they were picked, where no study says what to show.
        note: Text,
    },
    /// Charts as SVG.
    Drawn {
        /// How they look.
        look: Look,
        /// The findings with their charts.
        charts: Vec<(Entry, String)>,
    },
    /// A text.
    Written {
        /// The text.
        text: String,
    },
    /// Open answers with their codes.
    Coded {
        /// The answers.
        coded: Coded,
    },
    /// A dataset as a file.
    Exported {
        /// The file.
        bytes: Vec<u8>,
        /// What it could not take as it was.
        notes: Vec<Text>,
    },
    /// The request could not be fulfilled; what was open stays open.
    Failed {
        /// Why, and what to do.
        problem: Text,
    },
    /// The request was cancelled, or there is nothing to say.
    Cancelled,
}

impl Reply {
    /// The last number it tells of; 0 where it tells of none.
    pub fn last(&self) -> Entry {
        match self {
            Self::Suggested { suggestions } => suggestions.last().map_or(0, |last| last.entry),
            Self::Found { shown } => shown.entry,
            Self::Report { shown, .. } => shown.last().map_or(0, |last| last.entry),
            _ => 0,
        }
    }
}

/// What is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Name of the study or of the file.
    pub title: Text,
    /// What every reader has to know first.
    pub notice: Text,
    /// Whether this is the embedded demo study.
    pub demo: bool,
    /// The datasets.
    pub datasets: Vec<DatasetOverview>,
    /// How the files were read.
    pub reading: Vec<Text>,
    /// What should be checked before relying on what was read.
    pub warnings: Vec<Text>,
    /// Files the study names that are not open yet.
    pub awaited: Vec<String>,
}

/// Open answers with their codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    /// The question.
    pub question: Text,
    /// The codes of the first level with those below them.
    pub codes: Vec<Code>,
    /// The answers.
    pub page: AnswerPage,
}

/// An analysis that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its number.
    pub entry: Entry,
    /// The word that stands for its kind.
    pub kind: String,
    /// What its kind is called.
    pub words: Text,
}

/// What the page shows of a finding, or of an analysis that failed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shown {
    /// Its number.
    pub entry: Entry,
    /// Name of the analysis in its study.
    pub id: String,
    /// What the kind of the analysis is called.
    pub kind: Text,
    /// Heading of the part of the report.
    pub section: Text,
    /// Title.
    pub title: Text,
    /// The question, in the languages in which it is not the title.
    pub question: Text,
    /// The finding in words; may be empty.
    pub sentence: Text,
    /// Who was counted.
    pub base: Text,
    /// Why it is shown, where no study says so.
    pub reason: Text,
    /// What one must know.
    pub notes: Vec<Text>,
    /// Wordings are invented because the original is lost.
    pub placeholder: bool,
    /// Whether there is a chart.
    pub has_chart: bool,
    /// Why there is no finding.
    pub problem: Option<Text>,
    /// What changes the analysis.
    pub controls: Vec<Control>,
}

/// A control that changes an analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// Its name, unique among the controls of an analysis.
    pub name: String,
    /// What it is called.
    pub words: Text,
    /// Its form.
    pub form: Form,
}

/// The form of a control.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Something to press.
    Button,
    /// One of several, and what can be ticked once it is chosen.
    Choice {
        /// What can be chosen.
        options: Vec<Choice>,
        /// What can be ticked; a tick is given as a change of its own name.
        ticks: Vec<Choice>,
    },
    /// A whole number.
    Number {
        /// The number of now.
        value: u64,
        /// The smallest.
        least: u64,
        /// The largest.
        most: u64,
    },
}

/// Something to choose or to tick.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What stands for it in a change; empty for nothing.
    pub value: String,
    /// What it is called.
    pub words: Text,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// From the worker to the page.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The worker listens.
    Ready,
    /// So far has a request come.
    Progress {
        /// The request.
        number: u32,
        /// How far.
        progress: Progress,
    },
    /// A request is answered.
    Answer {
        /// The request.
        number: u32,
        /// The answer.
        reply: Reply,
    },
    /// The worker is about to die.
    Dying {
        /// Of this.
        reason: String,
    },
}

plain_enum!(Request {
    0 Demo {}
    1 Describe { data }
    2 Overrule { data, variable }
    3 Report {}
    4 Suggest { data, variables }
    5 Run { entry, like, changes }
    6 Again { entry }
    7 Draw { entries, look }
    8 Write { entry, what, language }
    9 Page { entries, language }
    10 Keep { entries, heard }
    11 Define { data, variable }
    12 Arrange { data, sets, roles }
    13 Export { data, format, language }
    14 Save { entries }
    15 Code { data, variable, edits, asked }
    16 Agreement { language }
});
plain_enum!(Writing {
    0 Html {}
    1 Tsv {}
    2 Csv {}
    3 Picture { chart }
});
plain_enum!(Reply {
    0 Opened { overview }
    1 Described { description }
    2 Suggested { suggestions }
    3 Found { shown }
    4 Report { shown, note }
    5 Drawn { look, charts }
    6 Written { text }
    7 Failed { problem }
    8 Cancelled {}
    9 Exported { bytes, notes }
    10 Coded { coded }
});
plain_enum!(Format {
    0 Csv {}
    1 Xlsx {}
    2 Sav {}
});
plain_enum!(Form {
    0 Button {}
    1 Choice { options, ticks }
    2 Number { value, least, most }
});
plain_enum!(News {
    0 Ready {}
    1 Progress { number, progress }
    2 Answer { number, reply }
    3 Dying { reason }
});
plain_struct!(Coded {
    question,
    codes,
    page
});
plain_struct!(Look { language, width });
plain_struct!(Overview {
    title,
    notice,
    demo,
    datasets,
    reading,
    warnings,
    awaited
});
plain_struct!(Suggestion { entry, kind, words });
plain_struct!(Shown {
    entry,
    id,
    kind,
    section,
    title,
    question,
    sentence,
    base,
    reason,
    notes,
    placeholder,
    has_chart,
    problem,
    controls
});
plain_struct!(Control { name, words, form });
plain_struct!(Choice {
    value,
    words,
    chosen
});
