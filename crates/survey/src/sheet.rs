//! Named figures: what a statistical analysis found, as a tree that needs no type of its own for every test.
//!
//! A statistic is computed by one function with a typed result; an analysis lays it out here under its textbook term, and
//! reports find the word for the term in their catalogue. JSON is natural: an object by term, numbers in full precision,
//! tables as lists of objects, `null` for what is undefined with the reason beside it under `"undefined"`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value as Json};

use crate::finding::{Category, Interval, Item};
use crate::{Text, Value};

/// Figures under their textbook terms (snake case), in the order they are shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    entries: Vec<(Cow<'static, str>, Figure)>,
}

/// One figure, or several that belong together.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// A number: a statistic, a count, a share. Infinities are written as words.
    Number(f64),
    /// A probability, with its decimal logarithm where it is too small for a double (`{"log10": -1800.2}`).
    Probability {
        /// The probability; 0 where it is too small.
        value: f64,
        /// Its decimal logarithm, where it is too small.
        log10: Option<f64>,
    },
    /// A confidence interval.
    Interval(Interval),
    /// A word of a vocabulary such as the name of a method, as a term.
    Word(Cow<'static, str>),
    /// Whether something holds.
    Truth(bool),
    /// A group, a variable, a column: what a file or study calls something.
    Label(Label),
    /// Variables or groups in an order, by name.
    Names(Vec<String>),
    /// Variables or groups that share a place or belong together, class by class.
    Classes(Vec<Vec<String>>),
    /// No figure, and why.
    Undefined(String),
    /// Figures of one sort, such as eigenvalues.
    List(Vec<f64>),
    /// Figures of one sort in rows and columns.
    Matrix(Matrix),
    /// Records of the same terms.
    Table(Vec<Sheet>),
    /// Figures that belong together.
    Sheet(Sheet),
}

/// What a file or study calls something: the stored value, and its label.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// The stored value, or the name of a variable.
    pub value: Value,
    /// Its label.
    pub label: Text,
}

/// Figures in rows and columns.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Matrix {
    /// What the rows are.
    pub rows: Vec<Label>,
    /// What the columns are.
    pub columns: Vec<Label>,
    /// The figures, one list per row; absent where there is none.
    pub values: Vec<Vec<Option<f64>>>,
}

impl Sheet {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a figure under its term. Called hundreds of times: a call is smaller than what it does.
    #[inline(never)]
    pub fn put(&mut self, term: &'static str, figure: impl Into<Figure>) -> &mut Self {
        self.insert(Cow::Borrowed(term), figure.into());
        self
    }

    /// Figures of the same sort, one under each name: of every item, of every group.
    pub fn by_name<'n, T: Into<Figure>>(
        names: impl IntoIterator<Item = &'n String>,
        figures: impl IntoIterator<Item = T>,
    ) -> Self {
        let mut sheet = Self::new();
        for (name, figure) in names.into_iter().zip(figures) {
            sheet.insert(Cow::Owned(name.clone()), figure.into());
        }
        sheet
    }

    fn insert(&mut self, term: Cow<'static, str>, figure: Figure) {
        self.entries.push((term, figure));
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every term with its figure, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Figure)> {
        self.entries
            .iter()
            .map(|(term, figure)| (term.as_ref(), figure))
    }

    /// The figure under a path of terms.
    pub fn get(&self, path: &[&str]) -> Option<&Figure> {
        let (first, rest) = path.split_first()?;
        let (_, figure) = self.entries.iter().find(|(term, _)| term == first)?;
        match (rest, figure) {
            ([], figure) => Some(figure),
            (rest, Figure::Sheet(sheet)) => sheet.get(rest),
            _ => None,
        }
    }

    /// The number (or probability) under a path of terms.
    pub fn number(&self, path: &[&str]) -> Option<f64> {
        match self.get(path)? {
            Figure::Number(value) | Figure::Probability { value, .. } => Some(*value),
            _ => None,
        }
    }
}

impl From<f64> for Figure {
    fn from(value: f64) -> Self {
        if value.is_nan() {
            Self::Undefined(String::new())
        } else {
            Self::Number(value)
        }
    }
}

impl From<bool> for Figure {
    fn from(holds: bool) -> Self {
        Self::Truth(holds)
    }
}

impl From<Vec<String>> for Figure {
    fn from(names: Vec<String>) -> Self {
        Self::Names(names)
    }
}

impl From<Vec<Vec<String>>> for Figure {
    fn from(classes: Vec<Vec<String>>) -> Self {
        Self::Classes(classes)
    }
}

impl From<u64> for Figure {
    fn from(count: u64) -> Self {
        Self::Number(count as f64)
    }
}

impl From<usize> for Figure {
    fn from(count: usize) -> Self {
        Self::Number(count as f64)
    }
}

impl From<befund_stats::Probability> for Figure {
    fn from(p: befund_stats::Probability) -> Self {
        if p.value().is_nan() {
            return Self::Undefined(String::new());
        }
        let small = p.is_below_f64() && p.log10().is_finite();
        Self::Probability {
            value: p.value(),
            log10: small.then(|| p.log10()),
        }
    }
}

impl<T: Into<Figure>> From<Option<T>> for Figure {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::Undefined(String::new()), T::into)
    }
}

impl From<befund_stats::Error> for Figure {
    #[inline(never)]
    fn from(error: befund_stats::Error) -> Self {
        Self::Undefined(error.to_string())
    }
}

impl<T: Into<Figure>> From<Result<T, befund_stats::Error>> for Figure {
    fn from(result: Result<T, befund_stats::Error>) -> Self {
        match result {
            Ok(value) => value.into(),
            Err(error) => error.into(),
        }
    }
}

impl From<&'static str> for Figure {
    fn from(word: &'static str) -> Self {
        Self::Word(Cow::Borrowed(word))
    }
}

impl From<Interval> for Figure {
    fn from(interval: Interval) -> Self {
        Self::Interval(interval)
    }
}

impl From<Label> for Figure {
    fn from(label: Label) -> Self {
        Self::Label(label)
    }
}

impl From<Vec<f64>> for Figure {
    fn from(values: Vec<f64>) -> Self {
        Self::List(values)
    }
}

impl From<Matrix> for Figure {
    fn from(matrix: Matrix) -> Self {
        Self::Matrix(matrix)
    }
}

impl From<Vec<Sheet>> for Figure {
    fn from(records: Vec<Sheet>) -> Self {
        Self::Table(records)
    }
}

impl From<Sheet> for Figure {
    fn from(sheet: Sheet) -> Self {
        Self::Sheet(sheet)
    }
}

impl From<&Item> for Label {
    fn from(item: &Item) -> Self {
        Self {
            value: Value::Text(item.name.clone()),
            label: item.label.clone(),
        }
    }
}

impl From<&Category> for Label {
    fn from(category: &Category) -> Self {
        Self {
            value: category.value.clone(),
            label: category.label.clone(),
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl Sheet {
    /// As JSON: an object by term. Reasons for what is undefined stand under `"undefined"`, by term.
    pub fn json(&self) -> Json {
        let mut object = Map::new();
        let mut reasons = Map::new();
        for (term, figure) in &self.entries {
            if let Figure::Undefined(reason) = figure
                && !reason.is_empty()
            {
                reasons.insert(term.to_string(), Json::String(reason.clone()));
            }
            object.insert(term.to_string(), figure.json());
        }
        if !reasons.is_empty() {
            object.insert("undefined".to_owned(), Json::Object(reasons));
        }
        Json::Object(object)
    }

    fn from_json(object: Map<String, Json>) -> Self {
        let reason = |term: &str| {
            object
                .get("undefined")
                .and_then(|reasons| reasons.get(term))
                .and_then(Json::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let entries = object
            .iter()
            .filter(|(term, _)| *term != "undefined")
            .map(|(term, json)| {
                let figure = if json.is_null() {
                    Figure::Undefined(reason(term))
                } else {
                    Figure::from_json(term, json.clone())
                };
                (Cow::Owned(term.clone()), figure)
            })
            .collect();
        Self { entries }
    }
}

/// A number as JSON; infinities as words, because JSON has none.
fn number_json(value: f64) -> Json {
    if value.is_finite() {
        Json::from(value)
    } else if value.is_nan() {
        Json::Null
    } else if value > 0.0 {
        Json::from("Infinity")
    } else {
        Json::from("-Infinity")
    }
}

fn number_of(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => number.as_f64(),
        Json::String(word) if word == "Infinity" => Some(f64::INFINITY),
        Json::String(word) if word == "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

fn names_of(values: &[Json]) -> Vec<String> {
    values
        .iter()
        .map(|value| value.as_str().unwrap_or_default().to_owned())
        .collect()
}

fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    Json::Object(
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

impl Figure {
    fn json(&self) -> Json {
        match self {
            Self::Number(value) => number_json(*value),
            Self::Probability {
                log10: Some(log10), ..
            } => object([("log10", number_json(*log10))]),
            Self::Probability { value, .. } => number_json(*value),
            Self::Interval(interval) => object([
                ("lower", number_json(interval.lower)),
                ("upper", number_json(interval.upper)),
                ("level", number_json(interval.level)),
            ]),
            Self::Word(word) => Json::from(word.as_ref()),
            Self::Truth(holds) => Json::from(*holds),
            Self::Names(names) => Json::from(names.clone()),
            Self::Classes(classes) => Json::from(classes.clone()),
            Self::Label(label) => serde_json::to_value(label).unwrap_or(Json::Null),
            Self::Undefined(_) => Json::Null,
            Self::List(values) => {
                Json::Array(values.iter().map(|value| number_json(*value)).collect())
            }
            Self::Matrix(matrix) => serde_json::to_value(matrix).unwrap_or(Json::Null),
            Self::Table(records) => Json::Array(records.iter().map(Sheet::json).collect()),
            Self::Sheet(sheet) => sheet.json(),
        }
    }

    /// Reads what [`Figure::json`] writes; probabilities are told by their term.
    fn from_json(term: &str, json: Json) -> Self {
        if let Some(value) = number_of(&json) {
            return if term == "p_value" || term.starts_with("p_") {
                Self::Probability { value, log10: None }
            } else {
                Self::Number(value)
            };
        }
        match json {
            Json::String(word) => Self::Word(Cow::Owned(word)),
            Json::Bool(holds) => Self::Truth(holds),
            Json::Array(values)
                if values
                    .iter()
                    .any(|value| value.is_string() && number_of(value).is_none()) =>
            {
                Self::Names(names_of(&values))
            }
            Json::Array(values) if values.iter().any(Json::is_array) => Self::Classes(
                values
                    .iter()
                    .map(|class| {
                        class
                            .as_array()
                            .map_or_else(Vec::new, |class| names_of(class))
                    })
                    .collect(),
            ),
            Json::Array(values) if values.iter().any(Json::is_object) => Self::Table(
                values
                    .into_iter()
                    .filter_map(|value| match value {
                        Json::Object(object) => Some(Sheet::from_json(object)),
                        _ => None,
                    })
                    .collect(),
            ),
            Json::Array(values) => Self::List(
                values
                    .iter()
                    .map(|value| number_of(value).unwrap_or(f64::NAN))
                    .collect(),
            ),
            Json::Object(object) => {
                let field = |name: &str| object.get(name).and_then(number_of);
                if let (1, Some(log10)) = (object.len(), field("log10")) {
                    return Self::Probability {
                        value: 0.0,
                        log10: Some(log10),
                    };
                }
                if let (3, Some(lower), Some(upper), Some(level)) =
                    (object.len(), field("lower"), field("upper"), field("level"))
                {
                    return Self::Interval(Interval {
                        lower,
                        upper,
                        level,
                    });
                }
                if object.len() == 2
                    && object.contains_key("value")
                    && object.contains_key("label")
                    && let Ok(label) = serde_json::from_value(Json::Object(object.clone()))
                {
                    return Self::Label(label);
                }
                if object.len() == 3
                    && object.contains_key("values")
                    && let Ok(matrix) = serde_json::from_value(Json::Object(object.clone()))
                {
                    return Self::Matrix(matrix);
                }
                Self::Sheet(Sheet::from_json(object))
            }
            _ => Self::Undefined(String::new()),
        }
    }
}

impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Json::Object(object) = self.json() else {
            return serializer.serialize_map(Some(0))?.end();
        };
        object.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Sheet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::from_json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_survives_json() {
        let label = |name: &str| Label {
            value: Value::from(name),
            label: Text::from(name),
        };
        let mut test = Sheet::new();
        test.put("statistic", 3.25)
            .put(
                "p_value",
                Figure::Probability {
                    value: 0.0,
                    log10: Some(-1800.25),
                },
            )
            .put(
                "confidence_interval",
                Interval {
                    lower: 0.5,
                    upper: f64::INFINITY,
                    level: 0.95,
                },
            );
        let mut sheet = Sheet::new();
        sheet
            .put("method", "welch")
            .put("welch", test.clone())
            .put("skewness", Figure::Undefined("one value".to_owned()))
            .put("eigenvalues", vec![2.0, 1.0])
            .put("unique", true)
            .put("order", vec!["b".to_owned(), "a".to_owned()])
            .put(
                "buckets",
                vec![vec!["b".to_owned()], vec!["a".to_owned(), "c".to_owned()]],
            )
            .put(
                "borda",
                Sheet::by_name(&["a".to_owned(), "b".to_owned()], [0.5, 1.5]),
            )
            .put(
                "pairs",
                vec![{
                    let mut pair = Sheet::new();
                    pair.put("first", label("a"))
                        .put("second", label("b"))
                        .put("z", -1.5);
                    pair
                }],
            )
            .put(
                "matrix",
                Matrix {
                    rows: vec![label("a")],
                    columns: vec![label("b")],
                    values: vec![vec![Some(1.0)]],
                },
            );
        let json = serde_json::to_string(&sheet).unwrap();
        assert!(json.contains(r#""p_value":{"log10":-1800.25}"#), "{json}");
        assert!(
            json.contains(r#""undefined":{"skewness":"one value"}"#),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<Sheet>(&json).unwrap(), sheet);
        assert_eq!(sheet.number(&["welch", "statistic"]), Some(3.25));
    }
}
