//! What the variables of a dataset mean: level, labels, missing answers, sets.

use serde::{Deserialize, Serialize};

use crate::{Text, Value};

/// Level of measurement (Stevens 1946), and the three kinds of column that carry no measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Categories without an order.
    Nominal,
    /// Categories with an order.
    Ordinal,
    /// Numbers with meaningful distances.
    Scale,
    /// Calendar days.
    Date,
    /// Open answers.
    Text,
    /// Names the case, like a questionnaire number.
    Identifier,
}

/// A value with the words it stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueLabel {
    /// The stored value.
    pub value: Value,
    /// What it stands for.
    pub label: Text,
}

/// A value that was stored but is no valid answer ("refused", "not applicable").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UserMissing {
    /// The stored value.
    pub value: Value,
    /// Why there is no answer.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
}

/// Numbers that were stored but are no valid answers, from one to another; an end that is absent is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MissingRange {
    /// The smallest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// The largest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
}

impl MissingRange {
    /// Whether a number is one of them.
    pub fn contains(&self, number: f64) -> bool {
        self.from.is_none_or(|from| from <= number) && self.to.is_none_or(|to| number <= to)
    }
}

/// What the numbers of a variable of time count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Temporal {
    /// Calendar days: days since 1970-01-01.
    Date,
    /// Moments: seconds since 1970-01-01 00:00, without a time zone.
    DateTime,
    /// Times of day and durations: seconds.
    Time,
}

/// Where a statement of the codebook comes from.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The study or the file says so.
    #[default]
    Given,
    /// Inferred from the values, for this reason.
    Guessed(Reason),
    /// The reader overruled what was given or guessed.
    Overruled,
    /// The study made the variable from others, in this way.
    Derived(Text),
}

/// Why something was guessed. It is read from JSON in `reason.rs`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "because")]
pub enum Reason {
    /// Every answer is one of a few texts.
    FewTexts {
        /// How many different texts.
        distinct: usize,
    },
    /// Every answer is one of a few whole numbers in a row, like a rating.
    FewWholeNumbers {
        /// How many different numbers.
        distinct: usize,
    },
    /// Only two different answers.
    TwoValues,
    /// Numbers with many different values.
    ManyNumbers {
        /// How many different numbers.
        distinct: usize,
    },
    /// Texts with many different values.
    ManyTexts {
        /// How many different texts, counted up to a limit.
        distinct: usize,
    },
    /// Every row has a value of its own.
    AllDifferent,
    /// Every answer reads as a calendar day.
    Dates,
    /// No row has an answer.
    Empty,
    /// The texts are an answer scale in words.
    AnswerScale {
        /// The lowest answer.
        least: String,
        /// The highest answer.
        most: String,
    },
    /// The texts are ranges of numbers that follow each other ("18-24", "65+").
    NumberRanges,
    /// The texts begin or end with their codes ("1 = yes").
    CodedTexts,
    /// All numbers that occur have labels.
    LabelledCodes {
        /// How many labels.
        labels: usize,
    },
    /// The file calls it metric, but all numbers that occur have labels.
    LabelledScale {
        /// How many labels.
        labels: usize,
    },
    /// Texts of several words that hardly ever repeat.
    OpenAnswers {
        /// Words of an answer on average, rounded.
        words: usize,
    },
    /// Every answer reads as a calendar day or a moment, and only in this order of its parts.
    DatesWritten {
        /// The order of year, month and day.
        order: DateOrder,
    },
    /// Words that say that there is no answer ("don't know").
    NoAnswerWords,
    /// Numbers beyond a gap after the end of a scale, such as 99.
    BeyondScale,
    /// Neighbours of one name or one question with the same answers.
    CommonScale {
        /// What the names have in common; empty where only place and answers do.
        stem: String,
        /// The lowest answer.
        least: String,
        /// The highest answer.
        most: String,
    },
    /// Neighbours of one name or one question with the same list of answers.
    CommonAnswers {
        /// What the names have in common.
        stem: String,
        /// How many answers.
        answers: usize,
    },
    /// Neighbours of one name or one question that say only whether something was mentioned.
    Ticked {
        /// What the names have in common; empty where only place and answers do.
        stem: String,
    },
    /// Neighbours that hold the ranks 1, 2, 3, ... once in each row.
    RanksOnce {
        /// Rows with ranks.
        rows: u64,
    },
    /// Neighbours with answers from one list, none twice in a row, filled from the first to the last.
    SeveralAnswers {
        /// Rows with more than one answer.
        rows: u64,
    },
    /// Cells that hold several answers with a separator between them.
    Separated {
        /// What stands between the answers.
        separator: char,
        /// How many different answers there are.
        answers: usize,
    },
    /// The name says so, and the answers fit.
    NameSays {
        /// The word in the name.
        word: String,
    },
    /// Name or label says that it names a case, and cases have several rows: rows are records of cases.
    NamesRecords {
        /// The word.
        word: String,
        /// Different cases.
        cases: u64,
        /// Rows that have one.
        rows: u64,
    },
    /// The name says that it is a weight, and the numbers are positive and near this mean.
    WeightOfMean {
        /// Their mean.
        mean: f64,
    },
}

/// The order in which a text writes year, month and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 2026-11-22
    YearMonthDay,
    /// 22.11.2026
    DayMonthYear,
    /// 11/22/2026
    MonthDayYear,
}

/// One variable of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Variable {
    /// Name, unique in the dataset.
    pub name: String,
    /// The question or a short description.
    pub label: Text,
    /// Level of measurement.
    pub level: Level,
    /// Labelled values in their order; values without a label are not listed.
    pub values: Vec<ValueLabel>,
    /// Stored values that count as missing.
    pub missing: Vec<UserMissing>,
    /// Ranges of numbers that count as missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_ranges: Vec<MissingRange>,
    /// What the numbers count where they are dates or times; absent for everything else, and for dates kept as texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temporal: Option<Temporal>,
    /// The order in which its file writes the days in texts, found out or stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// Decimal places its file shows of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// Whether the level was given or guessed.
    pub origin: Origin,
    /// Whether the labels of values, or their order, were given or guessed.
    #[serde(default, skip_serializing_if = "Origin::is_given")]
    pub values_origin: Origin,
    /// Whether the missing answers were given or guessed.
    #[serde(default, skip_serializing_if = "Origin::is_given")]
    pub missing_origin: Origin,
    /// The wording is invented because the original is lost; every finding says so.
    pub placeholder: bool,
}

impl Variable {
    /// A variable without labels.
    pub fn new(name: &str, level: Level, origin: Origin) -> Self {
        Self {
            name: name.to_owned(),
            label: Text::default(),
            level,
            values: Vec::new(),
            missing: Vec::new(),
            missing_ranges: Vec::new(),
            temporal: None,
            dates: None,
            decimals: None,
            origin,
            values_origin: Origin::Given,
            missing_origin: Origin::Given,
            placeholder: false,
        }
    }

    /// The label, or the name where there is none or where it says more: the second of two columns called `BAIL` is `BAIL_2`.
    pub fn title(&self) -> Text {
        let number = match &self.label {
            Text::Plain(label) => self.name.strip_prefix(label.as_str()),
            Text::Both { .. } => None,
        };
        let number = number.and_then(|rest| rest.strip_prefix('_'));
        let is_repeated = number.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        if self.label.is_empty() || is_repeated {
            Text::Plain(self.name.clone())
        } else {
            self.label.clone()
        }
    }

    /// The label of a value, or the value itself.
    pub fn value_label(&self, value: &Value) -> Text {
        self.values
            .iter()
            .find(|known| known.value == *value)
            .map_or_else(
                || Text::Plain(self.written(value)),
                |known| known.label.clone(),
            )
    }

    /// A value as it is written: dates and times as ISO 8601 has them.
    pub fn written(&self, value: &Value) -> String {
        let moment = self.temporal.zip(value.number());
        moment
            .and_then(|(temporal, number)| temporal.write(number))
            .unwrap_or_else(|| value.to_string())
    }

    /// The numbers that count as missing, single ones as a range of one.
    pub(crate) fn missing_numbers(&self) -> Vec<MissingRange> {
        let single = self
            .missing
            .iter()
            .filter_map(|missing| missing.value.number());
        let single = single.map(|number| MissingRange {
            from: Some(number),
            to: Some(number),
        });
        single.chain(self.missing_ranges.iter().cloned()).collect()
    }

    /// Whether a stored value counts as missing.
    pub fn is_missing(&self, value: &Value) -> bool {
        let listed = || self.missing.iter().any(|missing| missing.value == *value);
        let within = |number| {
            self.missing_ranges
                .iter()
                .any(|range| range.contains(number))
        };
        listed() || value.number().is_some_and(within)
    }
}

/// Several variables that belong to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// Name, unique among the sets of a dataset.
    pub name: String,
    /// How the variables belong together.
    pub kind: SetKind,
    /// The question they share.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// Names of the variables in the order of the questionnaire.
    pub items: Vec<String>,
    /// The value that says "mentioned" in a set of several answers; 1 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Value>,
    /// Whether the set was given or guessed.
    #[serde(default, skip_serializing_if = "Origin::is_given")]
    pub origin: Origin,
}

impl Set {
    /// How one of its items is worded where the question stands above all of them: the title of the variable without that question
    /// ("How much do you trust? [Police]", "How much do you trust?: Police", "[Police] How much do you trust?").
    pub fn wording(&self, item: &Variable) -> Text {
        let title = item.title();
        let (Text::Plain(question), Text::Plain(label)) = (&self.label, &title) else {
            return title;
        };
        let marks = [' ', ':', '-', '–', '—', '|', '…'];
        let rest = match (
            label.strip_prefix(question.as_str()),
            label.strip_suffix(question.as_str()),
        ) {
            _ if question.is_empty() => None,
            (Some(rest), _) => Some(rest.trim_start_matches(marks)),
            (None, rest) => rest.map(str::trim),
        };
        let bare = |rest: &str| {
            let inner = rest
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'));
            inner.unwrap_or(rest).to_owned()
        };
        match rest.map(bare).filter(|rest| !rest.is_empty()) {
            Some(rest) => Text::from(rest.as_str()),
            None => title,
        }
    }
}

/// How the variables of a set belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Items answered on the same scale.
    Battery,
    /// One question, several answers allowed, one 0/1 variable each.
    Multiple,
    /// One question, several answers allowed, each variable holds one of the answers given (first answer, second answer, ...).
    Categories,
    /// One variable per object, holding its rank.
    Ranking,
    /// One variable whose cells hold several answers.
    Separated {
        /// What stands between the answers of a cell.
        separator: char,
    },
}

/// What a variable is for, besides being analysed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What it is for.
    pub kind: RoleKind,
    /// Name of the variable. The size of the population may stand in another dataset: `inhabitants@frame` is the sum of that variable
    /// over the stratum there, `@frame` counts its rows.
    pub variable: String,
    /// Whether this was given or guessed.
    #[serde(default, skip_serializing_if = "Origin::is_given")]
    pub origin: Origin,
}

impl Role {
    /// Whether it may be played by another dataset: the population of `inhabitants@frame` is counted there.
    pub(crate) fn is_elsewhere(&self) -> bool {
        self.kind == RoleKind::Population && self.variable.contains('@')
    }
}

/// What a variable can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// Sampling weight of a row.
    Weight,
    /// How many cases a row stands for.
    Frequency,
    /// Stratum of the sample.
    Strata,
    /// Cluster of the sample, such as the municipality of an office.
    Clusters,
    /// Size of the population of a stratum.
    Population,
    /// Names the case, so that rows of several files or several records of one case are recognised.
    Case,
    /// Divides the cases into the groups that reports compare, such as offices.
    Group,
    /// The wave of a repeated survey.
    Wave,
}

/// The meaning of a whole dataset.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Codebook {
    /// The variables in the order of the columns.
    pub variables: Vec<Variable>,
    /// The sets.
    pub sets: Vec<Set>,
    /// What variables are for, besides being analysed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
}

impl Origin {
    /// Whether the study or the file says so.
    pub fn is_given(&self) -> bool {
        *self == Self::Given
    }

    /// Whether it was inferred, and may be inferred anew.
    pub fn is_guessed(&self) -> bool {
        matches!(self, Self::Guessed(_))
    }
}

impl Codebook {
    /// The variable that is for this.
    pub fn role(&self, kind: RoleKind) -> Option<&str> {
        let mut roles = self.roles.iter();
        roles
            .find(|role| role.kind == kind)
            .map(|role| role.variable.as_str())
    }

    /// The variable of that name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }
}
