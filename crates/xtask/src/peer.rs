//! What the programs of the comparison of rankings print: one line of JSON per instance and task.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::workspace::printed_by;

/// One line of a peer.
#[derive(Debug, Clone)]
pub struct Line(Value);

impl Line {
    /// Instance and meaning of unranked items.
    pub fn instance(&self) -> String {
        let word = |name: &str| self.0[name].as_str().unwrap_or_default();
        format!("{} {}", word("name"), word("unranked"))
    }

    /// Which task it is about.
    pub fn task(&self) -> &str {
        self.0["task"].as_str().unwrap_or_default()
    }

    /// A number, NaN where there is none.
    pub fn number(&self, name: &str) -> f64 {
        self.0[name].as_f64().unwrap_or(f64::NAN)
    }

    /// Whether something is so.
    pub fn truth(&self, name: &str) -> bool {
        self.0[name] == true
    }

    /// A list of numbers.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let all = self.0[name].as_array().into_iter().flatten();
        all.filter_map(Value::as_f64).collect()
    }

    /// A table of numbers.
    pub fn rows(&self, name: &str) -> Vec<Vec<f64>> {
        let rows = self.0[name].as_array().into_iter().flatten();
        let cells = |row: &Value| {
            row.as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_f64)
                .collect()
        };
        rows.map(cells).collect()
    }

    /// The lines that a program prints.
    pub fn all(printed: &str) -> Result<Vec<Self>> {
        let mut lines = Vec::new();
        for line in printed.lines() {
            let found: Value = serde_json::from_str(line).context(line.to_owned())?;
            if let Some(error) = found["error"].as_str() {
                bail!("{}: {error}", found["file"]);
            }
            lines.push(Self(found));
        }
        Ok(lines)
    }
}

/// What a program prints.
pub fn printed(command: &mut Command) -> Result<String> {
    printed_by(command).context("the timing of rankings failed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_peer_could_not_do_is_told() {
        let error = Line::all("{\"file\": \"a\", \"error\": \"no ballots\"}").unwrap_err();
        assert_eq!(error.to_string(), "\"a\": no ballots");
    }
}
