//! The page `docs/statistics.md`: what each statistic is, from the lists under `docs/statistics/`, and how right it came
//! out, from the run of the reference values.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// How right the values of one sort of task came out.
#[derive(Clone, Copy)]
pub struct Accuracy {
    pub values: usize,
    pub met: usize,
    /// Correct digits of the worst value that met its tolerance.
    pub digits: f64,
}

impl Default for Accuracy {
    fn default() -> Self {
        Self {
            values: 0,
            met: 0,
            digits: 16.0,
        }
    }
}

impl Accuracy {
    pub fn add(&mut self, other: Self) {
        self.values += other.values;
        self.met += other.met;
        self.digits = self.digits.min(other.digits);
    }
}

const HEAD: &str = "\
# The statistics of Befund

Every figure, its formula, its source, what Befund does by default and the function of R that gives the same. The last
column comes from the tests: how many independent reference values (60-digit arithmetic, exact rationals, NIST certified)
were compared, and the correct digits of the worst of them; 16 is a double to its last bit. Where no number stands, the
unit tests compare with values of independent tools beside the code.

This page is made by `cargo xtask statistics` from `docs/statistics/*.toml` and the run of the reference tests.
";

/// The page; `accuracy` by name of a task such as `posthoc.dunn`.
pub fn page(folder: &Path, accuracy: &BTreeMap<String, Accuracy>) -> Result<String, String> {
    let mut lists: Vec<_> = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    lists.sort();
    let mut out = HEAD.to_owned();
    for list in lists {
        let text = fs::read_to_string(&list).map_err(|error| error.to_string())?;
        let list_name = list
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let table: toml::Table = text
            .parse()
            .map_err(|error| format!("{list_name}: {error}"))?;
        let title = table.get("title").and_then(toml::Value::as_str);
        let title = title.ok_or(format!("{list_name} has no title"))?;
        let _ = write!(
            out,
            "\n## {title}\n\n| statistic | in the results | formula | source | default | R | reference values |\n|---|---|---|---|---|---|---|\n"
        );
        for entry in table["statistic"].as_array().into_iter().flatten() {
            let field = |name: &str| {
                let text = entry.get(name).and_then(toml::Value::as_str);
                text.map(|text| text.replace('|', "\\|").replace('\n', " "))
                    .ok_or(format!("{list_name}: an entry without `{name}`: {entry:?}"))
            };
            let mut reached = Accuracy::default();
            for task in entry
                .get("reference")
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
            {
                let task = task.as_str().unwrap_or_default();
                let found = accuracy
                    .get(task)
                    .ok_or(format!("{list_name}: no reference task is called {task}"))?;
                reached.add(*found);
            }
            let reached = match (reached.values, reached.met) {
                (0, _) => String::new(),
                (all, met) if met == all => {
                    format!("{all}, at least {:.0} digits", reached.digits.floor())
                }
                (all, met) => format!(
                    "{met} of {all}, at least {:.0} digits",
                    reached.digits.floor()
                ),
            };
            let _ = writeln!(
                out,
                "| {} | {}: {} | {} | {} | {} | {} | {reached} |",
                field("name")?,
                code(&field("kind")?),
                code(&field("term")?),
                field("formula")?,
                field("source")?,
                field("default")?,
                field("r")?,
            );
        }
    }
    Ok(out)
}

/// As code, unless it already has code in it.
fn code(text: &str) -> String {
    if text.contains('`') {
        text.to_owned()
    } else {
        format!("`{text}`")
    }
}
