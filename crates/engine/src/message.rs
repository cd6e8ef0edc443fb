//! The conversation between a front end and the engine. Plain values: they cross a worker boundary unchanged.

use befund_survey::analysis::AnalysisSpec;
pub use befund_survey::analysis::Progress;
use befund_survey::codebook::{Role, Set, Variable};
pub use befund_survey::coding::CodingEdit;
use befund_survey::coding::{AnswerPage, Asked};
use befund_survey::derive::DerivedSpec;
pub use befund_survey::describe::DatasetOverview;
use befund_survey::describe::Description;
use befund_survey::finding::Finding;
use befund_survey::propose::Proposal;
use befund_survey::study::{Study, VariableSpec};
use befund_survey::{ReadOptions, Text};
use serde::{Deserialize, Serialize};

/// What a front end asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", rename_all = "snake_case")]
pub enum Request {
    /// Open the embedded demo study in place of what is open. Reply: [`Reply::Opened`].
    Demo,
    /// Open a file: one that the open study awaits, or any other in place of what is open. A
    /// caller that has no more than slices of it feeds them itself ([`crate::Engine::begin_open`]); what was read elsewhere is taken as it
    /// is ([`crate::Engine::open`]). Reply: [`Reply::Opened`].
    Open {
        /// Name of the file, for messages.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
        /// How to read it, where that cannot be found out.
        #[serde(default)]
        options: ReadOptions,
    },
    /// Open a study in place of what is open. Files opened after it are the files it names, by file name; a study of one
    /// file takes a file of any name. Reply: [`Reply::Opened`].
    OpenStudy {
        /// The study, as [`Study::from_json`] reads it.
        study: Study,
    },
    /// Describe a dataset. Reply: [`Reply::Described`].
    Describe {
        /// Identifier of the dataset.
        data: String,
    },
    /// Overrule what is known about a variable. Reply: [`Reply::Described`].
    Overrule {
        /// Identifier of the dataset.
        data: String,
        /// The variable; only the fields that are given change.
        variable: VariableSpec,
    },
    /// State everything about a variable, in place of what is known. Reply: [`Reply::Described`].
    Define {
        /// Identifier of the dataset.
        data: String,
        /// The variable, by its name.
        variable: Variable,
    },
    /// State which variables belong together and what they are for, in place of what is known. Reply: [`Reply::Described`].
    Arrange {
        /// Identifier of the dataset.
        data: String,
        /// All sets.
        sets: Vec<Set>,
        /// All roles.
        roles: Vec<Role>,
    },
    /// Code open answers: change a coding, and list answers. What was decided stands in the study; variables follow with the next request
    /// that is none of this kind. Reply: [`Reply::Coded`].
    Code {
        /// Identifier of the dataset.
        data: String,
        /// A coding of the study, or a variable with open answers: its first coding, or a new one.
        coding: String,
        /// What changes, one after the other.
        #[serde(default)]
        edits: Vec<CodingEdit>,
        /// Which answers to list.
        asked: Asked,
    },
    /// Which analyses fit these variables, the best first. Reply: [`Reply::Suggested`].
    Suggest {
        /// Identifier of the dataset.
        data: String,
        /// The variables that were picked, in the order of picking.
        variables: Vec<String>,
    },
    /// Draft a report: what the dataset holds, and what differs clearly between groups. Without a study it becomes the report.
    /// Reply: [`Reply::Proposed`].
    Propose {
        /// Identifier of the dataset.
        data: String,
    },
    /// Run one analysis. Reply: [`Reply::Found`].
    Analyse {
        /// The analysis.
        spec: AnalysisSpec,
    },
    /// Run every analysis of the study, or the default report of a file without a study. Reply: [`Reply::Report`].
    Report,
}

/// What the engine answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reply", content = "value", rename_all = "snake_case")]
pub enum Reply {
    /// What is open now.
    Opened(Overview),
    /// A dataset, variable by variable.
    Described(Description),
    /// A coding, and some of the answers.
    Coded(Box<CodedAnswers>),
    /// Fitting analyses, the best first; empty where none fits.
    Suggested(Vec<AnalysisSpec>),
    /// A draft of a report.
    Proposed(Box<Proposal>),
    /// One finding.
    Found(Box<Finding>),
    /// One outcome per analysis, in the order of the study.
    Report(Vec<Outcome>),
    /// The request could not be fulfilled; what was open stays open.
    Failed(Problem),
    /// The front end cancelled the request.
    Cancelled,
}

/// A coding with some of the answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodedAnswers {
    /// The question.
    pub question: Text,
    /// The coding.
    pub coding: DerivedSpec,
    /// The answers.
    pub page: AnswerPage,
}

/// What is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Name of the study or of the file.
    pub title: Text,
    /// What every reader has to know first.
    pub notice: Text,
    /// Whether this is the embedded demo study.
    pub demo: bool,
    /// The datasets.
    pub datasets: Vec<DatasetOverview>,
    /// How the files were read, for the data view.
    pub reading: Vec<Text>,
    /// What should be checked before relying on what was read.
    pub warnings: Vec<Text>,
    /// Files the study names that are not open yet.
    pub awaited: Vec<String>,
    /// The analyses of the report, in order.
    pub analyses: Vec<AnalysisSpec>,
}

/// The outcome of one analysis of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It gave a finding.
    Found(Box<Finding>),
    /// It could not be run.
    Failed {
        /// Name of the analysis.
        id: String,
        /// Its title.
        title: Text,
        /// Why, and what to do.
        problem: Problem,
    },
}

/// Why something could not be done, and what to do about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// In words, with file, row, column and remedy where they are known.
    pub message: Text,
}

impl From<befund_survey::Error> for Problem {
    fn from(error: befund_survey::Error) -> Self {
        Self {
            message: error.text(),
        }
    }
}

impl From<befund_formats::Error> for Problem {
    fn from(error: befund_formats::Error) -> Self {
        Self {
            message: error.text(),
        }
    }
}
