//! A LimeSurvey questionnaire (.lss): questions, subquestions, answers. Conditions and layout are passed over.
//!
//! Variables are named as exports name them, by the code of the question and that of the subquestion ("Q02[SQ001]"); a dataset is
//! matched whatever marks stand between them. Versions from 4 on keep the texts in tables of their own (`question_l10ns`).

use befund_survey::codebook::{Level, Origin, Set, SetKind, ValueLabel};
use befund_survey::meaning::Statements;
use befund_survey::{Text, Value};
use roxmltree::Node;

use super::xml::{Wording, child, children, in_languages, joined, value};

/// A row of one of the tables of the document.
type Row<'a> = Node<'a, 'a>;

fn rows<'a>(root: Node<'a, 'a>, table: &str) -> Vec<Row<'a>> {
    let rows = child(root, table).and_then(|table| child(table, "rows"));
    rows.into_iter()
        .flat_map(|rows| children(rows, "row"))
        .collect()
}

fn field<'a>(row: Row<'a>, name: &str) -> &'a str {
    child(row, name)
        .and_then(|field| field.text())
        .unwrap_or_default()
        .trim()
}

/// Texts without markup.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        match tag.split_once('>') {
            Some((_, after)) => {
                text.push(' ');
                rest = after;
            }
            None => {
                rest = "";
            }
        }
    }
    text.push_str(rest);
    for (entity, character) in [
        ("&nbsp;", " "),
        ("&auml;", "ä"),
        ("&ouml;", "ö"),
        ("&uuml;", "ü"),
        ("&Auml;", "Ä"),
        ("&Ouml;", "Ö"),
        ("&Uuml;", "Ü"),
        ("&szlig;", "ß"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, character);
    }
    joined(&text)
}

struct Survey<'a> {
    questions: Vec<Row<'a>>,
    subquestions: Vec<Row<'a>>,
    question_texts: Vec<Row<'a>>,
    answers: Vec<Row<'a>>,
    answer_texts: Vec<Row<'a>>,
}

pub(super) fn read(root: Node<'_, '_>) -> Statements {
    let all = rows(root, "questions");
    let is_sub = |row: &Row<'_>| !matches!(field(*row, "parent_qid"), "" | "0");
    let mut subquestions = rows(root, "subquestions");
    subquestions.extend(all.iter().copied().filter(is_sub));
    let survey = Survey {
        questions: all.into_iter().filter(|row| !is_sub(row)).collect(),
        subquestions,
        question_texts: rows(root, "question_l10ns"),
        answers: rows(root, "answers"),
        answer_texts: rows(root, "answer_l10ns"),
    };
    let mut statements = Statements::default();
    let mut done: Vec<&str> = Vec::new();
    for question in &survey.questions {
        // a question stands once for each language
        let id = field(*question, "qid");
        if !done.contains(&id) {
            done.push(id);
            survey.question(*question, &mut statements);
        }
    }
    statements
}

impl Survey<'_> {
    fn question(&self, question: Row<'_>, statements: &mut Statements) {
        let (id, code) = (field(question, "qid"), field(question, "title"));
        if code.is_empty() {
            return;
        }
        let label = self.text_of(id, &self.questions);
        let answers = self.answers_of(id);
        let parts = self.parts_of(id);
        let kind = field(question, "type");
        let level = match kind {
            "N" | "K" => Some(Level::Scale),
            "S" | "T" | "U" | "Q" => Some(Level::Text),
            "5" | "A" | "B" => Some(Level::Ordinal),
            "D" => Some(Level::Date),
            _ => None,
        };
        let values = match kind {
            "C" => labelled(&[
                ("Y", "Ja", "Yes"),
                ("U", "Unsicher", "Uncertain"),
                ("N", "Nein", "No"),
            ]),
            "E" => labelled(&[
                ("D", "Weniger", "Decrease"),
                ("S", "Gleich", "Same"),
                ("I", "Mehr", "Increase"),
            ]),
            "Y" => labelled(&[("Y", "Ja", "Yes"), ("N", "Nein", "No")]),
            "G" => labelled(&[("F", "Weiblich", "Female"), ("M", "Männlich", "Male")]),
            "M" | "P" => labelled(&[("Y", "Ja", "Yes"), ("N", "Nein", "No")]),
            "X" | "*" => return,
            _ => answers,
        };
        if kind == "R" {
            let items: Vec<String> = (1..=values.len())
                .map(|rank| format!("{code}[{rank}]"))
                .collect();
            for item in &items {
                let statement = statements.about(item);
                statement.label = label.clone();
                statement.values.clone_from(&values);
            }
            statements
                .sets
                .extend(set(code, SetKind::Categories, label, items, None));
            return;
        }
        if parts.is_empty() {
            let statement = statements.about(code);
            statement.label = label;
            statement.level = level;
            statement.values = values;
            return;
        }
        let mut items = Vec::with_capacity(parts.len());
        for part in &parts {
            let name = format!("{code}[{}]", part.code);
            let statement = statements.about(&name);
            statement.label = part.label.clone();
            statement.level = level;
            statement.values.clone_from(&values);
            items.push(name);
        }
        let found = match kind {
            "M" | "P" => set(
                code,
                SetKind::Multiple,
                label,
                items,
                Some(Value::from("Y")),
            ),
            "A" | "B" | "C" | "E" | "F" | "H" => set(code, SetKind::Battery, label, items, None),
            _ => None,
        };
        statements.sets.extend(found);
    }

    /// The wording of a question or subquestion in its languages.
    fn text_of(&self, id: &str, rows: &[Row<'_>]) -> Text {
        let separate = self
            .question_texts
            .iter()
            .chain(rows)
            .filter(|row| field(**row, "qid") == id);
        in_languages(separate.map(|row| Wording {
            language: Some(field(*row, "language")),
            text: plain(field(*row, "question")),
        }))
    }

    fn parts_of(&self, id: &str) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for row in self
            .subquestions
            .iter()
            .filter(|row| field(**row, "parent_qid") == id)
        {
            let code = field(*row, "title");
            if code.is_empty()
                || parts.iter().any(|known| known.code == code)
                || field(*row, "scale_id") == "1"
            {
                continue;
            }
            parts.push(Part {
                code: code.to_owned(),
                label: self.text_of(field(*row, "qid"), &self.subquestions),
                order: field(*row, "question_order").parse().unwrap_or(0),
            });
        }
        befund_survey::order::sort(&mut parts, |a, b| a.order.cmp(&b.order));
        parts
    }

    fn answers_of(&self, id: &str) -> Vec<ValueLabel> {
        let mut found: Vec<Part> = Vec::new();
        for row in self.answers.iter().filter(|row| field(**row, "qid") == id) {
            let code = field(*row, "code");
            if code.is_empty() || found.iter().any(|known| known.code == code) {
                continue;
            }
            let answer = field(*row, "aid");
            let separate = self
                .answer_texts
                .iter()
                .filter(|text| !answer.is_empty() && field(**text, "aid") == answer);
            let same = self
                .answers
                .iter()
                .filter(|other| field(**other, "qid") == id && field(**other, "code") == code);
            let label = in_languages(separate.chain(same).map(|row| Wording {
                language: Some(field(*row, "language")),
                text: plain(field(*row, "answer")),
            }));
            found.push(Part {
                code: code.to_owned(),
                label,
                order: field(*row, "sortorder").parse().unwrap_or(0),
            });
        }
        befund_survey::order::sort(&mut found, |a, b| a.order.cmp(&b.order));
        found
            .into_iter()
            .filter_map(|answer| {
                Some(ValueLabel {
                    value: value(&answer.code)?,
                    label: answer.label,
                })
            })
            .collect()
    }
}

/// A subquestion or an answer.
struct Part {
    code: String,
    label: Text,
    order: i64,
}

fn labelled(values: &[(&str, &str, &str)]) -> Vec<ValueLabel> {
    let one = |(code, de, en): &(&str, &str, &str)| ValueLabel {
        value: Value::from(*code),
        label: Text::both(*de, *en),
    };
    values.iter().map(one).collect()
}

fn set(
    name: &str,
    kind: SetKind,
    label: Text,
    items: Vec<String>,
    counted: Option<Value>,
) -> Option<Set> {
    (items.len() >= 2).then(|| Set {
        name: name.to_owned(),
        kind,
        label,
        items,
        counted,
        origin: Origin::Given,
    })
}
