//! Agreement of coders of open answers.

use befund_stats::{Error as StatisticsError, Krippendorff, Level};

use super::correlation::interval;
use super::points::refuse;
use super::run::{Answered, Run};
use super::{Agreement, KappaWeights};
use crate::coding::{Answers, CodeAgreement, Coder, Coding, coding_agreement};
use crate::derive::Derivation;
use crate::error::nearest;
use crate::finding::{Finding, Part, Results, Statistics};
use crate::{Error, Label, Matrix, Sheet, Text, Value};

pub(super) fn run(spec: &Agreement, name: &str, run: Run<'_>) -> Result<Finding, Error> {
    refuse(&run, &["weight", "design"])?;
    if spec.counts || spec.weights != KappaWeights::None {
        let field = if spec.counts { "counts" } else { "weights" };
        return Err(Error::Unsupported {
            kind: "agreement".to_owned(),
            field: field.to_owned(),
        });
    }
    let level = run.level()?;
    let coding = find(&run, name)?;
    let coders: Vec<&Coder> = if spec.raters.is_empty() {
        coding.coders.iter().collect()
    } else {
        let names = spec.raters.iter();
        names
            .map(|name| coding.coder(name))
            .collect::<Result<_, _>>()?
    };
    run.need("raters", coders.len(), 2)?;
    let (variable, column) = run.find(&coding.of)?;
    let answers = Answers::new(variable, column);
    let mut rows = vec![0; answers.different.len()];
    for (row, _) in run.rows.iter() {
        if let Some(answer) = answers.of_row(row) {
            rows[answer] += run.rows.cases(row);
        }
    }
    let found = coding_agreement(coding, &coders, &answers, &|answer| rows[answer] > 0, level)?;

    let mut sheet = Sheet::new();
    sheet
        .put("coded_by_two", found.answers.len())
        .put("identical_codes", found.identical);
    let mut alpha = Sheet::new();
    alpha
        .put("masi", krippendorff(&found.masi, level))
        .put("jaccard", krippendorff(&found.jaccard, level))
        .put("identical_sets", krippendorff(&found.nominal, level));
    sheet.put("krippendorff_alpha", alpha);
    let coders = found.coders.iter().map(|coder| {
        let mut record = Sheet::new();
        record
            .put("coder", label(&coder.coder, Text::default()))
            .put("coded_answers", coder.answers);
        record
    });
    sheet.put("coders", coders.collect::<Vec<_>>());
    let codes = found.codes.iter().map(|code| of_code(code, level));
    sheet.put("codes", codes.collect::<Vec<_>>());
    let given = found.codes.iter().map(|code| {
        let counts = code.given.iter().map(|count| Some(*count as f64));
        counts.collect()
    });
    sheet.put(
        "given_by_coder",
        Matrix {
            rows: found
                .codes
                .iter()
                .map(|code| label(&code.code, code.label.clone()))
                .collect(),
            columns: found
                .coders
                .iter()
                .map(|coder| label(&coder.coder, Text::default()))
                .collect(),
            values: given.collect(),
        },
    );

    let n = found.answers.iter().map(|answer| rows[*answer]).sum();
    let answered = Answered {
        n,
        weighted_n: n as f64,
        smallest: n,
        largest: n,
    };
    let results = Results::Agreement(Statistics {
        by: None,
        parts: vec![Part {
            variables: vec![run.item(&coding.of)?],
            figures: sheet,
        }],
    });
    run.finding(results, answered, &[&coding.of])
}

fn find<'a>(run: &Run<'a>, name: &str) -> Result<&'a Coding, Error> {
    let codings = &run.data.codings;
    let found = codings.iter().find(|spec| spec.name == name);
    match found.map(|spec| &spec.derivation) {
        Some(Derivation::Coding(coding)) => Ok(coding),
        _ => Err(Error::UnknownCoding {
            coding: name.to_owned(),
            nearest: nearest(name, codings.iter().map(|spec| spec.name.as_str())),
        }),
    }
}

fn of_code(found: &CodeAgreement, level: Level) -> Sheet {
    let mut record = Sheet::new();
    record.put("code", label(&found.code, found.label.clone()));
    if let Some(kappa) = &found.cohen_kappa {
        match kappa {
            Ok(kappa) => record
                .put("kappa", kappa.kappa)
                .put("kappa_interval", interval(Some(kappa.interval), level)),
            Err(error) => record.put("kappa", error.clone()),
        };
    }
    match &found.krippendorff_alpha {
        Ok(alpha) => record.put("alpha", alpha.alpha),
        Err(error) => record.put("alpha", error.clone()),
    };
    record.put("observed_agreement", found.observed);
    record
}

fn krippendorff(found: &Result<Krippendorff, StatisticsError>, level: Level) -> Sheet {
    let mut sheet = Sheet::new();
    match found {
        Ok(found) => sheet
            .put("alpha", found.alpha)
            .put("confidence_interval", interval(found.interval, level))
            .put("observed_disagreement", found.observed)
            .put("expected_disagreement", found.expected)
            .put("standard_error", found.standard_error),
        Err(error) => sheet.put("alpha", error.clone()),
    };
    sheet
}

fn label(value: &str, label: Text) -> Label {
    Label {
        value: Value::Text(value.to_owned()),
        label,
    }
}
