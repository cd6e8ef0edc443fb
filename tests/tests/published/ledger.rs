//! Printed figures against computed ones: every comparison is counted, every mismatch is kept.

use std::fmt::{Debug, Display};

use serde_json::Value as Json;

/// What was compared so far.
#[derive(Default)]
pub struct Ledger {
    slide: String,
    /// Figures compared.
    pub figures: usize,
    /// Statements in words that were checked.
    pub statements: usize,
    /// What differed.
    pub mismatches: Vec<String>,
}

impl Ledger {
    /// Begins a slide.
    pub fn slide(&mut self, id: &str) {
        id.clone_into(&mut self.slide);
    }

    /// A printed figure must be the computed one, digit by digit.
    pub fn figure(&mut self, what: impl Display, printed: &str, computed: &str) {
        self.figures += 1;
        if printed != computed {
            self.mismatches.push(format!(
                "{}, {what}: printed {printed}, computed {computed}",
                self.slide
            ));
        }
    }

    /// A printed whole number must be the computed one.
    pub fn count(&mut self, what: impl Display, printed: &Json, computed: impl Into<f64>) {
        self.figure(what, &whole(printed), &computed.into().to_string());
    }

    /// A printed percentage with one decimal must be that of `count` in `base`.
    pub fn percent(&mut self, what: impl Display, printed: &Json, count: f64, base: f64) {
        self.figure(what, &decimals(printed, 1), &percent(count, base, 1));
    }

    /// A printed percentage with one decimal must be the share the engine gives, and that of `count` in `base`.
    pub fn share(
        &mut self,
        what: impl Display,
        printed: &Json,
        share: Option<f64>,
        count: f64,
        base: f64,
    ) {
        let exact = percent(count, base, 1);
        let given = share.map_or_else(
            || "none".to_owned(),
            |share| format!("{:.1}", share * 100.0),
        );
        let computed = if given == exact {
            exact
        } else {
            format!("{given} for {count} of {base}")
        };
        self.figure(what, &decimals(printed, 1), &computed);
    }

    /// A statement in words must hold of the computed figures.
    pub fn statement(&mut self, statement: impl Display, holds: bool) {
        self.statements += 1;
        if !holds {
            self.mismatches
                .push(format!("{}: does not hold: {statement}", self.slide));
        }
    }

    /// Two lists must be the same.
    pub fn order<T: PartialEq + Debug>(
        &mut self,
        what: impl Display,
        printed: &[T],
        computed: &[T],
    ) {
        self.statements += 1;
        if printed != computed {
            self.mismatches.push(format!(
                "{}, {what}: printed {printed:?}, computed {computed:?}",
                self.slide
            ));
        }
    }
}

/// A published number.
pub fn number(json: &Json) -> f64 {
    json.as_f64()
        .unwrap_or_else(|| panic!("a number was expected in published.json, not {json}"))
}

/// A published whole number as text.
pub fn whole(json: &Json) -> String {
    number(json).to_string()
}

/// A published number as it was printed.
pub fn decimals(json: &Json, digits: usize) -> String {
    format!("{:.digits$}", number(json))
}

/// The percentage `count` of `base`, rounded half up in whole numbers.
pub fn percent(count: f64, base: f64, digits: u32) -> String {
    assert!(
        count.fract() == 0.0 && base.fract() == 0.0 && base > 0.0,
        "{count} of {base} are no counts"
    );
    let (count, base) = (count as u64, base as u64);
    let unit = 10_u64.pow(digits);
    let units = (count * 100 * unit * 2 + base) / (2 * base);
    match digits {
        0 => units.to_string(),
        _ => format!(
            "{}.{:0width$}",
            units / unit,
            units % unit,
            width = digits as usize
        ),
    }
}

/// The sum of percentages that were rounded to one decimal before.
pub fn sum_of_printed<'a>(printed: impl IntoIterator<Item = &'a String>) -> String {
    let tenths: u64 = printed
        .into_iter()
        .map(|figure| {
            figure
                .replace('.', "")
                .parse::<u64>()
                .expect("a percentage with one decimal")
        })
        .sum();
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[test]
fn percentages_are_rounded_half_up_and_once() {
    assert_eq!(percent(185.0, 951.0, 0), "19");
    assert_eq!(percent(185.0, 951.0, 1), "19.5");
    assert_eq!(percent(185.0, 951.0, 3), "19.453");
    assert_eq!(percent(1.0, 200.0, 0), "1");
    assert_eq!(percent(0.0, 96.0, 1), "0.0");
    assert_eq!(percent(113.0, 113.0, 1), "100.0");
}

#[test]
fn a_ledger_notices_a_wrong_figure() {
    let mut ledger = Ledger::default();
    ledger.percent("right", &Json::from(63.2), 60.0, 95.0);
    ledger.share("right", &Json::from(63.2), Some(60.0 / 95.0), 60.0, 95.0);
    ledger.share("wrong share", &Json::from(63.2), Some(0.6), 60.0, 95.0);
    ledger.percent("wrong", &Json::from(63.2), 59.0, 95.0);
    ledger.count("wrong", &Json::from(95), 94_u32);
    ledger.statement("one is two", false);
    assert_eq!((ledger.figures, ledger.statements), (5, 1));
    assert_eq!(ledger.mismatches.len(), 4);
}
