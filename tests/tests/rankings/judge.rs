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

/// Results that nothing computes yet.
const MISSING: [&str; 7] = [
    "buckets_p0.5",
    "buckets_p1",
    "davidson_luce_subset",
    "group_lr",
    "kendall_w_bottom",
    "plackett_luce",
    "tau_x_optimum_avg",
];

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
        self.near(pointer, ours, 0.0);
    }

    /// Every number at and below the pointer differs from ours by no more than `tolerance`, relative to numbers above 1.
    pub fn near(&mut self, pointer: &str, ours: &Json, tolerance: f64) {
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

    fn compare(&mut self, pointer: &str, truth: &Json, ours: &Json, tolerance: f64) {
        match (truth, ours) {
            (Json::Array(truth), Json::Array(ours)) if truth.len() == ours.len() => {
                for (index, (truth, ours)) in truth.iter().zip(ours).enumerate() {
                    self.compare(&format!("{pointer}/{index}"), truth, ours, tolerance);
                }
            }
            (Json::Number(truth), Json::Number(ours)) => {
                let (truth, ours) = (truth.as_f64(), ours.as_f64());
                let near = truth.zip(ours).is_some_and(|(truth, ours)| {
                    truth == ours || (truth - ours).abs() <= tolerance * truth.abs().max(1.0)
                });
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
                let name = name.as_str();
                if !REMARKS.contains(&name) && !MISSING.contains(&name) {
                    unseen(value, format!("{pointer}/{name}"), looked_at, left);
                }
            }
        }
        _ => left.push(pointer),
    }
}
