//! One task of a reference case, and the way from its data to results.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use befund_engine::Engine;
use befund_engine::message::{Reply, Request};
use befund_survey::Language;
use befund_survey::analysis::AnalysisSpec;
use befund_survey::study::Study;
use serde_json::{Value as Json, json};

/// Quantities of a task with their answers.
pub type Answers = BTreeMap<String, Json>;

/// A task with the data it is about.
pub struct Task<'a> {
    case: &'a Path,
    description: &'a Json,
    task: &'a Json,
    open: RefCell<HashMap<String, Engine>>,
}

impl<'a> Task<'a> {
    pub fn new(case: &'a Path, description: &'a Json, task: &'a Json) -> Self {
        Self {
            case,
            description,
            task,
            open: RefCell::default(),
        }
    }

    /// The name of the task in its case.
    pub fn id(&self) -> &'a str {
        self.task["id"].as_str().unwrap()
    }

    /// What is to be computed: `family.statistic`.
    pub fn analysis(&self) -> &'a str {
        self.task["analysis"].as_str().unwrap()
    }

    /// The variable in a role; empty where there is none.
    pub fn role(&self, role: &str) -> &'a str {
        self.task["roles"][role].as_str().unwrap_or_default()
    }

    /// The variables in a role.
    pub fn roles(&self, role: &str) -> Vec<&'a str> {
        match &self.task["roles"][role] {
            Json::String(name) => vec![name],
            Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The option of that name.
    pub fn option(&self, option: &str) -> &'a Json {
        &self.task["options"][option]
    }

    /// The whole task.
    pub fn json(&self) -> &'a Json {
        self.task
    }

    /// The levels of a variable in the order the case gives them.
    pub fn levels(&self, variable: &str) -> Vec<String> {
        let variables = self.description["data"].as_array().into_iter().flatten();
        variables
            .flat_map(|data| data["variables"].as_array().into_iter().flatten())
            .find(|described| described["name"] == variable)
            .and_then(|described| described["levels"].as_array())
            .map(|levels| {
                let text = |level: &Json| {
                    level
                        .as_str()
                        .map_or_else(|| level.to_string(), str::to_owned)
                };
                levels.iter().map(text).collect()
            })
            .unwrap_or_default()
    }

    /// Whether the case describes a variable of that name.
    pub fn described(&self, name: &str) -> bool {
        let data = self.description["data"].as_array().into_iter().flatten();
        let mut variables =
            data.flat_map(|data| data["variables"].as_array().into_iter().flatten());
        variables.any(|described| described["name"] == name)
    }

    /// The column whose cells hold several answers, and what stands between them.
    pub fn separated(&self) -> Option<(&'a str, &'a str)> {
        let data = self.description["data"].as_array().into_iter().flatten();
        let mut variables =
            data.flat_map(|data| data["variables"].as_array().into_iter().flatten());
        variables.find_map(|variable| {
            Some((
                variable["name"].as_str()?,
                variable["multi_delimiter"].as_str()?,
            ))
        })
    }

    /// The file with the data.
    pub fn file(&self) -> &'a str {
        self.task["roles"]["file"]
            .as_str()
            .or_else(|| self.description["data"][0]["file"].as_str())
            .unwrap_or("data.csv")
    }

    /// How many sheets the workbook has that the file is.
    pub fn sheets(&self) -> Result<usize, String> {
        let name = self.file().to_owned();
        let bytes = fs::read(self.case.join(&name)).map_err(|error| error.to_string())?;
        let options = Default::default();
        let request = Request::Open {
            name,
            bytes,
            options,
        };
        match replied(Engine::new().handle(request, &mut |_| {}))? {
            Reply::Opened(overview) => {
                let data = overview.datasets.first();
                Ok(data.map_or(0, |data| data.how.sheets.len()))
            }
            _ => Err("not open".to_owned()),
        }
    }

    /// The rows of the file as text by column, for tasks that say something of each row.
    pub fn rows(&self) -> Vec<HashMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.case.join(self.file())).unwrap();
        let names = reader.headers().unwrap().clone();
        let rows = reader.records().map(|record| {
            let record = record.unwrap();
            names
                .iter()
                .map(str::to_owned)
                .zip(record.iter().map(str::to_owned))
                .collect()
        });
        rows.collect()
    }

    /// Runs an analysis on the data of the task; gives its results.
    pub fn analyse(&self, spec: Json) -> Result<Json, String> {
        self.analyse_file(self.file(), None, spec)
    }

    /// The same on the file of that name, or on these bytes instead of it.
    pub fn analyse_file(
        &self,
        file: &str,
        bytes: Option<&[u8]>,
        spec: Json,
    ) -> Result<Json, String> {
        let spec: AnalysisSpec = serde_json::from_value(spec).map_err(|error| error.to_string())?;
        match self.ask(file, bytes, Request::Analyse { spec })? {
            Reply::Found(finding) => {
                Ok(befund_report::json(&finding, Language::En)["results"].take())
            }
            _ => Err("no finding".to_owned()),
        }
    }

    /// Opens the file of the task as this study has it.
    pub fn study(&self, study: &Json) -> Result<(), String> {
        let mut engine = Engine::new();
        let study = Study::from_json(&study.to_string()).map_err(|error| error.to_string())?;
        replied(engine.handle(Request::OpenStudy { study }, &mut |_| {}))?;
        let name = self.file().to_owned();
        let bytes = fs::read(self.case.join(&name)).map_err(|error| error.to_string())?;
        let options = Default::default();
        let request = Request::Open {
            name: name.clone(),
            bytes,
            options,
        };
        replied(engine.handle(request, &mut |_| {}))?;
        self.open.borrow_mut().insert(name, engine);
        Ok(())
    }

    /// States something about a variable, as a study would.
    pub fn overrule(&self, variable: Json) -> Result<(), String> {
        let data = self.data();
        let variable = serde_json::from_value(variable).map_err(|error| error.to_string())?;
        let request = Request::Overrule { data, variable };
        self.ask(self.file(), None, request).map(drop)
    }

    /// Identifier of the dataset that the file becomes.
    fn data(&self) -> String {
        let name = self.file();
        let stem = name.rsplit_once('.').map(|(stem, _)| stem);
        stem.unwrap_or(name).to_owned()
    }

    /// What is in the file of the task, variable by variable.
    pub fn describe(&self) -> Result<Json, String> {
        let data = self.data();
        match self.ask(self.file(), None, Request::Describe { data })? {
            Reply::Described(found) => Ok(befund_report::codebook_json(&found, Language::En)),
            _ => Err("no description".to_owned()),
        }
    }

    /// The reply to a request about a file, which is opened once.
    fn ask(&self, file: &str, bytes: Option<&[u8]>, request: Request) -> Result<Reply, String> {
        let mut open = self.open.borrow_mut();
        if !open.contains_key(file) {
            let read = fs::read(self.case.join(file));
            let bytes = match bytes {
                Some(bytes) => bytes.to_vec(),
                None => read.map_err(|error| error.to_string())?,
            };
            let mut engine = Engine::new();
            let request = Request::Open {
                name: file.to_owned(),
                bytes,
                options: Default::default(),
            };
            replied(engine.handle(request, &mut |_| {}))?;
            open.insert(file.to_owned(), engine);
        }
        let engine = open.get_mut(file).ok_or("not open")?;
        replied(engine.handle(request, &mut |_| {}))
    }

    /// The figures of the only part of a statistical analysis.
    pub fn figures(&self, spec: Json) -> Result<Json, String> {
        Ok(self.analyse(spec)?["parts"][0]["figures"].take())
    }

    /// Common fields of an analysis: the weight of a case is how many cases a row stands for.
    pub fn counted(&self, mut spec: Json) -> Json {
        if !self.role("weight").is_empty() {
            spec["frequency"] = json!(self.role("weight"));
        }
        spec
    }
}

/// The reply, or why there is none.
fn replied(reply: Reply) -> Result<Reply, String> {
    match reply {
        Reply::Failed(problem) => Err(problem.message.get(Language::En).to_owned()),
        reply => Ok(reply),
    }
}
