//! Compares values with the truth, and knows which truth nobody asked for.

use serde_json::Value as Json;

/// Fields that are no results: names, how the answer was found, how far its own program converged.
const REMARKS: [&str; 10] = [
    "description",
    "grad_max",
    "groups",
    "id",
    "mm_max_abs_diff",
    "note",
    "proof",
    "qv_resid",
    "reason",
    "tags",
];

/// How far two numbers may be apart.
#[derive(Debug, Clone, Copy)]
pub enum Tolerance {
    /// Not at all.
    Exact,
    /// By that much of the true one, where that is above 1, otherwise by so much.
    Absolute(f64),
    /// By that much of the true one, however small it is.
    Relative(f64),
}

impl Tolerance {
    fn allows(self, truth: f64, ours: f64) -> bool {
        let most = match self {
            Self::Exact => 0.0,
            Self::Absolute(most) => most * truth.abs().max(1.0),
            Self::Relative(most) => most * truth.abs(),
        };
        (truth - ours).abs() <= most
    }
}

/// The comparison of one instance.
pub struct Judge<'a> {
    truth: &'a Json,
    id: String,
    looked_at: Vec<String>,
    checks: usize,
    failures: Vec<String>,
}

/// What came out.
pub struct Verdict {
    pub checks: usize,
    pub failures: Vec<String>,
}

impl<'a> Judge<'a> {
    pub fn new(truth: &'a Json) -> Self {
        Self {
            truth,
            id: truth["id"].as_str().unwrap_or_default().to_owned(),
            looked_at: Vec::new(),
            checks: 0,
            failures: Vec::new(),
        }
    }

    /// The truth at a JSON pointer, where there is one.
    pub fn truth(&mut self, pointer: &str) -> Option<&'a Json> {
        let truth = self.truth.pointer(pointer)?;
        self.looked_at.push(pointer.to_owned());
        Some(truth)
    }

    /// Every number at and below the pointer equals ours; null equals null.
    pub fn equal(&mut self, pointer: &str, ours: &Json) {
        self.near(pointer, ours, Tolerance::Exact);
    }

    /// Every number at and below the pointer is near ours; null equals null.
    pub fn near(&mut self, pointer: &str, ours: &Json, tolerance: Tolerance) {
        if let Some(truth) = self.truth(pointer) {
            self.compare(pointer, truth, ours, tolerance);
        }
    }

    /// Something follows from the truth at the pointer.
    pub fn holds(&mut self, pointer: &str, what: &str, holds: bool) {
        self.checks += 1;
        if !holds {
            self.failures.push(format!("{} {pointer}: {what}", self.id));
        }
    }

    fn compare(&mut self, pointer: &str, truth: &Json, ours: &Json, tolerance: Tolerance) {
        match (truth, ours) {
            (Json::Array(truth), Json::Array(ours)) if truth.len() == ours.len() => {
                for (index, (truth, ours)) in truth.iter().zip(ours).enumerate() {
                    self.compare(&format!("{pointer}/{index}"), truth, ours, tolerance);
                }
            }
            (Json::Number(truth), Json::Number(ours)) => {
                let (truth, ours) = (truth.as_f64(), ours.as_f64());
                let near = truth
                    .zip(ours)
                    .is_some_and(|(truth, ours)| tolerance.allows(truth, ours));
                self.holds(pointer, &format!("{ours:?} for {truth:?}"), near);
            }
            _ => self.holds(pointer, &format!("{ours} for {truth}"), truth == ours),
        }
    }

    /// All failures, and every field that was not looked at.
    pub fn verdict(mut self) -> Verdict {
        let mut left = Vec::new();
        unseen(self.truth, String::new(), &self.looked_at, &mut left);
        for pointer in left {
            self.failures
                .push(format!("{} {pointer}: nobody looks at it", self.id));
        }
        Verdict {
            checks: self.checks,
            failures: self.failures,
        }
    }
}

fn unseen(truth: &Json, pointer: String, looked_at: &[String], left: &mut Vec<String>) {
    if looked_at.contains(&pointer) {
        return;
    }
    match truth {
        Json::Object(fields) => {
            for (name, value) in fields {
                if !REMARKS.contains(&name.as_str()) {
                    unseen(value, format!("{pointer}/{name}"), looked_at, left);
                }
            }
        }
        _ => left.push(pointer),
    }
}
