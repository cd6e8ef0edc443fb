//! From a tree to a text: in the spelling that is read, or in the words of the codebook.

use super::parse::KEYWORDS;
use super::token::{begins_name, continues_name};
use super::tree::{Expr, Node, Operator};
use crate::Language;
use crate::dataset::Dataset;

/// The expression as it is read.
pub(super) fn text(root: &Expr) -> String {
    Printer { labels: None }.part(root, 0)
}

/// The expression with labels in place of names and codes.
pub(super) fn words(root: &Expr, data: &Dataset, language: Language) -> String {
    let labels = Some((data, language));
    Printer { labels }.part(root, 0)
}

struct Printer<'a> {
    labels: Option<(&'a Dataset, Language)>,
}

/// Whether a test asks for something or for its opposite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Whether,
    WhetherNot,
}

/// How tightly a part holds together; one that holds less than its place asks for stands in parentheses.
fn rank(node: &Node) -> u8 {
    match node {
        Node::Or(_) => 1,
        Node::And(_) => 2,
        Node::Not(_) => 3,
        Node::Compare(..) | Node::In(..) | Node::Between(..) | Node::IsMissing(_) => 4,
        Node::Arithmetic(Operator::Add | Operator::Subtract, ..) => 5,
        Node::Arithmetic(Operator::Multiply | Operator::Divide, ..) => 6,
        Node::Negate(_) => 7,
        Node::Number(_) | Node::Text(_) | Node::Name(_) | Node::Call { .. } => 8,
    }
}

impl Printer<'_> {
    fn part(&self, part: &Expr, least: u8) -> String {
        let text = self.node(part);
        if rank(&part.node) < least {
            format!("({text})")
        } else {
            text
        }
    }

    fn node(&self, part: &Expr) -> String {
        match &part.node {
            Node::Number(number) => number.to_string(),
            Node::Text(text) => quoted(text),
            Node::Name(name) => self.name(name),
            // a minus before a number without one would be read as a part of it
            Node::Negate(inner) if matches!(inner.node, Node::Number(number) if number.is_sign_positive()) =>
            {
                format!("-({})", self.part(inner, 0))
            }
            Node::Negate(inner) => format!("-{}", self.part(inner, 7)),
            // as it is written: a `not` before the whole would be one level more
            Node::Not(inner) => match &inner.node {
                Node::In(..) | Node::Between(..) | Node::IsMissing(_) => {
                    self.test(inner, Asked::WhetherNot)
                }
                _ => format!("{}{}", self.say("not ", "nicht "), self.part(inner, 3)),
            },
            Node::Arithmetic(operator, a, b) => {
                let rank = rank(&part.node);
                let (a, b) = (self.part(a, rank), self.part(b, rank + 1));
                format!("{a} {} {b}", operator.sign())
            }
            Node::Compare(sign, a, b) => {
                let left = self.beside(a, b);
                format!("{left} {} {}", sign.sign(), self.beside(b, a))
            }
            Node::In(..) | Node::Between(..) | Node::IsMissing(_) => {
                self.test(part, Asked::Whether)
            }
            Node::And(parts) => self.chain(parts, 3, self.say(" and ", " und ")),
            Node::Or(parts) => self.chain(parts, 2, self.say(" or ", " oder ")),
            Node::Call {
                function,
                arguments,
                minimum,
            } => {
                let least = minimum.map(|minimum| format!("; min {minimum}"));
                let arguments = self.chain(arguments, 0, ", ");
                format!(
                    "{}({arguments}{})",
                    function.name(),
                    least.unwrap_or_default()
                )
            }
        }
    }

    /// `in`, `between`, `is missing`, or their opposites.
    fn test(&self, part: &Expr, asked: Asked) -> String {
        let not = match asked {
            Asked::Whether => "",
            Asked::WhetherNot => self.say("not ", "nicht "),
        };
        match &part.node {
            Node::In(inner, elements) => {
                let elements: Vec<String> = elements
                    .iter()
                    .map(|value| self.value(value, inner))
                    .collect();
                format!("{} {not}in ({})", self.part(inner, 5), elements.join(", "))
            }
            Node::Between(inner, from, to) => format!(
                "{} {not}{} {} {} {}",
                self.part(inner, 5),
                self.say("between", "zwischen"),
                self.beside(from, inner),
                self.say("and", "und"),
                self.beside(to, inner)
            ),
            Node::IsMissing(inner) => {
                let missing = match asked {
                    Asked::Whether => self.say("is missing", "fehlt"),
                    Asked::WhetherNot => self.say("is not missing", "fehlt nicht"),
                };
                format!("{} {missing}", self.part(inner, 5))
            }
            _ => self.node(part),
        }
    }

    fn say(&self, english: &'static str, german: &'static str) -> &'static str {
        match self.labels {
            Some((_, Language::De)) => german,
            _ => english,
        }
    }

    fn chain(&self, parts: &[Expr], least: u8, between: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.part(part, least)).collect();
        parts.join(between)
    }

    fn name(&self, name: &str) -> String {
        let known = self
            .labels
            .and_then(|(data, language)| Some((data.codebook.variable(name)?, language)));
        match known {
            Some((variable, language)) => variable.title().get(language).to_owned(),
            None => spelled(name),
        }
    }

    /// One side of a comparison: a number or text beside a variable is a value of it.
    fn beside(&self, part: &Expr, other: &Expr) -> String {
        match part.node {
            Node::Number(_) | Node::Text(_) => self.value(part, other),
            _ => self.part(part, 5),
        }
    }

    /// A value of a variable, by its label where labels are wanted.
    fn value(&self, value: &Expr, of: &Expr) -> String {
        if let (Some((data, language)), Node::Name(name)) = (self.labels, &of.node)
            && let Some((variable, column)) = data.variable(name)
            && let Some(given) = super::literal::literal(value)
            && let Ok(value) = super::literal::resolve(variable, column, &given)
        {
            return variable.value_label(&value).get(language).to_owned();
        }
        match &value.node {
            Node::Name(word) => spelled(word),
            _ => self.part(value, 5),
        }
    }
}

pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A name as it is read: between backticks where it could be something else.
pub(crate) fn spelled(name: &str) -> String {
    let plain = name.chars().next().is_some_and(begins_name)
        && name.chars().all(continues_name)
        && !KEYWORDS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name));
    if plain {
        name.to_owned()
    } else {
        format!("`{}`", name.replace('`', "``"))
    }
}
