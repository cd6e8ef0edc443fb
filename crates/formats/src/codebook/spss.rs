//! SPSS syntax: VARIABLE LABELS, VALUE LABELS, ADD VALUE LABELS, MISSING VALUES, VARIABLE LEVEL, FORMATS, MRSETS, WEIGHT. All other
//! commands are passed over.
//!
//! Keywords may be cut to three letters, as SPSS has it. `a TO b` means the variables between them in the data, or else a row of
//! numbers (`q1 TO q9`).

use befund_survey::codebook::{
    Level, MissingRange, Origin, Role, RoleKind, Set, SetKind, UserMissing, ValueLabel,
};
use befund_survey::meaning::Statements;
use befund_survey::{Text, Value};

use super::{Fault, Place};
use crate::Error;

/// A row `q1 TO q9` is at most so long.
const MAX_ROW: u64 = 10_000;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

#[derive(Debug, Clone)]
struct Placed {
    token: Token,
    line: u64,
}

/// Whether a text has a command that says what variables mean.
pub(super) fn is_syntax(text: &str) -> bool {
    text.lines().any(|line| {
        let words: Vec<String> = line
            .split_whitespace()
            .take(3)
            .map(|word| word.to_lowercase().trim_end_matches('.').to_owned())
            .collect();
        // a heading `variable;label` has no blank between its words
        command(&words)
            .is_some_and(|command| command != Command::Weight && command != Command::Formats)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Command {
    VariableLabels,
    ValueLabels,
    AddValueLabels,
    MissingValues,
    VariableLevel,
    Formats,
    MultipleResponse,
    Weight,
}

fn command(words: &[String]) -> Option<Command> {
    let is = |at: usize, word: &str| {
        words
            .get(at)
            .is_some_and(|given| given.len() >= 3 && word.starts_with(given.as_str()))
    };
    if is(0, "variable") && is(1, "labels") {
        Some(Command::VariableLabels)
    } else if is(0, "value") && is(1, "labels") {
        Some(Command::ValueLabels)
    } else if is(0, "add") && is(1, "value") && is(2, "labels") {
        Some(Command::AddValueLabels)
    } else if is(0, "missing") && is(1, "values") {
        Some(Command::MissingValues)
    } else if is(0, "variable") && is(1, "level") {
        Some(Command::VariableLevel)
    } else if is(0, "formats") {
        Some(Command::Formats)
    } else if is(0, "mrsets") {
        Some(Command::MultipleResponse)
    } else if is(0, "weight") && words.get(1).is_some_and(|word| word == "by") {
        Some(Command::Weight)
    } else {
        None
    }
}

pub(super) fn read(file: &str, text: &str) -> Result<Statements, Error> {
    let mut statements = Statements::default();
    for tokens in commands(file, text)? {
        let words: Vec<String> = tokens
            .iter()
            .take(3)
            .map_while(|placed| match &placed.token {
                Token::Word(word) => Some(word.to_lowercase()),
                _ => None,
            })
            .collect();
        let Some(command) = command(&words) else {
            continue;
        };
        let named = match command {
            Command::AddValueLabels => 3,
            Command::Formats | Command::MultipleResponse => 1,
            _ => 2,
        };
        let mut parser = Parser {
            file,
            tokens: &tokens,
            at: named,
            statements: &mut statements,
        };
        match command {
            Command::VariableLabels => parser.variable_labels()?,
            Command::ValueLabels => parser.value_labels(Labels::Replace)?,
            Command::AddValueLabels => parser.value_labels(Labels::Add)?,
            Command::MissingValues => parser.missing_values()?,
            Command::VariableLevel => parser.levels()?,
            Command::Formats => parser.formats()?,
            Command::MultipleResponse => parser.sets()?,
            Command::Weight => {
                if let Some(name) = parser.word() {
                    let role = Role {
                        kind: RoleKind::Weight,
                        variable: name,
                        origin: Origin::Given,
                    };
                    statements.roles = vec![role];
                }
            }
        }
    }
    Ok(statements)
}

/// Whether labels take the place of those before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    Replace,
    Add,
}

struct Parser<'a> {
    file: &'a str,
    tokens: &'a [Placed],
    at: usize,
    statements: &'a mut Statements,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|placed| &placed.token)
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    fn word(&mut self) -> Option<String> {
        match self.peek() {
            Some(Token::Word(word)) => {
                let word = word.clone();
                self.at += 1;
                Some(word)
            }
            _ => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        match self.peek() {
            Some(Token::Text(text)) => {
                let mut text = text.clone();
                self.at += 1;
                // 'a long ' + 'label'
                while self.peek() == Some(&Token::Sign('+'))
                    && let Some(Placed {
                        token: Token::Text(more),
                        ..
                    }) = self.tokens.get(self.at + 1)
                {
                    text.push_str(more);
                    self.at += 2;
                }
                Some(text)
            }
            _ => None,
        }
    }

    fn value(&mut self) -> Option<Value> {
        if let Some(text) = self.text() {
            return Some(Value::Text(text.trim_end().to_owned()))
                .filter(|_| !text.trim().is_empty());
        }
        match self.peek() {
            Some(Token::Word(word)) => {
                let number = number(word)?;
                self.at += 1;
                Some(Value::Number(number))
            }
            _ => None,
        }
    }

    fn fault(&self, fault: Fault) -> Error {
        let placed = self.tokens.get(self.at).or_else(|| self.tokens.last());
        let text = placed.map(|placed| match &placed.token {
            Token::Word(text) | Token::Text(text) => text.clone(),
            Token::Sign(sign) => sign.to_string(),
        });
        let place = Place {
            file: self.file,
            line: placed.map_or(1, |placed| placed.line),
            text: &text.unwrap_or_default(),
        };
        place.fault(fault)
    }

    /// Names up to the first token that is none; `a TO b` is a row of names.
    fn names(&mut self) -> Result<Vec<String>, Error> {
        let mut names: Vec<String> = Vec::new();
        while let Some(Token::Word(word)) = self.peek() {
            if number(word).is_some() {
                break;
            }
            let word = word.clone();
            let next = match self.tokens.get(self.at + 1).map(|placed| &placed.token) {
                Some(Token::Word(next)) => Some(next.clone()),
                _ => None,
            };
            if word.eq_ignore_ascii_case("to")
                && let (Some(first), Some(last)) = (names.last().cloned(), next)
            {
                names.extend(row(&first, &last).into_iter().skip(1));
                self.at += 2;
                continue;
            }
            names.push(word);
            self.at += 1;
            self.sign(',');
        }
        if names.is_empty() {
            Err(self.fault(Fault::Name))
        } else {
            Ok(names)
        }
    }

    fn variable_labels(&mut self) -> Result<(), Error> {
        while self.peek().is_some() {
            if self.sign('/') {
                continue;
            }
            let names = self.names()?;
            let label = self.text().ok_or_else(|| self.fault(Fault::Label))?;
            for name in names {
                self.statements.about(&name).label = Text::Plain(label.clone());
            }
        }
        Ok(())
    }

    fn value_labels(&mut self, labels: Labels) -> Result<(), Error> {
        while self.peek().is_some() {
            if self.sign('/') {
                continue;
            }
            let names = self.names()?;
            let mut values: Vec<ValueLabel> = Vec::new();
            while !matches!(self.peek(), None | Some(Token::Sign('/'))) {
                let value = self.value().ok_or_else(|| self.fault(Fault::Value))?;
                self.sign('=');
                let label = self.text().ok_or_else(|| self.fault(Fault::Label))?;
                self.sign(',');
                values.push(ValueLabel {
                    value,
                    label: Text::Plain(label),
                });
            }
            for name in names {
                let known = &mut self.statements.about(&name).values;
                if labels == Labels::Replace {
                    known.clear();
                }
                for value in &values {
                    known.retain(|before| before.value != value.value);
                    known.push(value.clone());
                }
            }
        }
        Ok(())
    }

    fn missing_values(&mut self) -> Result<(), Error> {
        while self.peek().is_some() {
            if self.sign('/') {
                continue;
            }
            let names = self.names()?;
            if !self.sign('(') {
                return Err(self.fault(Fault::Value));
            }
            let (mut single, mut ranges) = (Vec::new(), Vec::new());
            while !self.sign(')') {
                if self.sign(',') {
                    continue;
                }
                let from = self.end(&["lo", "lowest"])?;
                let is_range = matches!(self.peek(), Some(Token::Word(word)) if ["thru", "through"].contains(&word.to_lowercase().as_str()));
                if is_range {
                    self.at += 1;
                    let to = self.end(&["hi", "highest"])?;
                    // texts have no ranges
                    let number = |end: Option<Value>| match end {
                        None => Ok(None),
                        Some(Value::Number(number)) => Ok(Some(number)),
                        Some(Value::Text(_)) => Err(self.fault(Fault::Value)),
                    };
                    ranges.push(MissingRange {
                        from: number(from)?,
                        to: number(to)?,
                    });
                } else {
                    let value = from.ok_or_else(|| self.fault(Fault::Value))?;
                    single.push(UserMissing {
                        value,
                        label: Text::default(),
                    });
                }
            }
            for name in names {
                let statement = self.statements.about(&name);
                statement.missing = Some(single.clone());
                statement.missing_ranges = Some(ranges.clone());
            }
        }
        Ok(())
    }

    /// A value, or nothing for a word that means an open end.
    fn end(&mut self, open: &[&str]) -> Result<Option<Value>, Error> {
        if let Some(Token::Word(word)) = self.peek()
            && open.contains(&word.to_lowercase().as_str())
        {
            self.at += 1;
            return Ok(None);
        }
        self.value()
            .map(Some)
            .ok_or_else(|| self.fault(Fault::Value))
    }

    fn levels(&mut self) -> Result<(), Error> {
        while self.peek().is_some() {
            if self.sign('/') {
                continue;
            }
            let names = self.names()?;
            let word = if self.sign('(') { self.word() } else { None };
            let level = match word.map(|word| word.to_lowercase()).as_deref() {
                Some("scale") => Level::Scale,
                Some("ordinal") => Level::Ordinal,
                Some("nominal") => Level::Nominal,
                _ => return Err(self.fault(Fault::Value)),
            };
            self.sign(')');
            for name in names {
                self.statements.about(&name).level = Some(level);
            }
        }
        Ok(())
    }

    fn formats(&mut self) -> Result<(), Error> {
        while self.peek().is_some() {
            if self.sign('/') {
                continue;
            }
            let names = self.names()?;
            let format = if self.sign('(') { self.word() } else { None };
            let Some(format) = format else {
                return Err(self.fault(Fault::Value));
            };
            self.sign(')');
            let plain = format.to_lowercase();
            let is_number = ["f", "comma", "dot", "pct", "n", "e"].iter().any(|kind| {
                plain
                    .strip_prefix(kind)
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            });
            let decimals = plain
                .split_once('.')
                .map_or("0", |(_, decimals)| decimals)
                .parse()
                .ok();
            for name in names {
                if is_number
                    && self
                        .statements
                        .variables
                        .iter()
                        .any(|known| known.name.eq_ignore_ascii_case(&name))
                {
                    self.statements.about(&name).decimals =
                        decimals.filter(|decimals: &u8| *decimals <= 16);
                }
            }
        }
        Ok(())
    }

    fn sets(&mut self) -> Result<(), Error> {
        while self.peek().is_some() {
            if self.sign('/') {
                continue;
            }
            let kind = match self.word().map(|word| word.to_lowercase()).as_deref() {
                Some("mdgroup") => SetKind::Multiple,
                Some("mcgroup") => SetKind::Categories,
                // DELETE, DISPLAY
                _ => {
                    while !matches!(self.peek(), None | Some(Token::Sign('/'))) {
                        self.at += 1;
                    }
                    continue;
                }
            };
            let mut set = Set {
                name: String::new(),
                kind,
                label: Text::default(),
                items: Vec::new(),
                counted: None,
                origin: Origin::Given,
            };
            while !matches!(self.peek(), None | Some(Token::Sign('/'))) {
                let Some(field) = self.word() else {
                    return Err(self.fault(Fault::Name));
                };
                self.sign('=');
                match field.to_lowercase().as_str() {
                    "name" => {
                        set.name = self
                            .word()
                            .unwrap_or_default()
                            .trim_start_matches('$')
                            .to_owned()
                    }
                    "label" => set.label = Text::Plain(self.text().unwrap_or_default()),
                    "value" => set.counted = self.value(),
                    "variables" => set.items = self.set_items()?,
                    _ => {
                        self.word();
                    }
                }
            }
            if set.name.is_empty() || set.items.is_empty() {
                return Err(self.fault(Fault::Name));
            }
            self.statements.sets.push(set);
        }
        Ok(())
    }

    /// Names up to the next `FIELD =`.
    fn set_items(&mut self) -> Result<Vec<String>, Error> {
        let start = self.at;
        let mut end = start;
        while let Some(Placed {
            token: Token::Word(_),
            ..
        }) = self.tokens.get(end)
        {
            if self.tokens.get(end + 1).map(|placed| &placed.token) == Some(&Token::Sign('=')) {
                break;
            }
            end += 1;
        }
        let mut part = Parser {
            file: self.file,
            tokens: &self.tokens[..end],
            at: start,
            statements: self.statements,
        };
        let items = part.names()?;
        self.at = end;
        Ok(items)
    }
}

fn number(word: &str) -> Option<f64> {
    let first = word.trim_start_matches(['-', '+', '.']);
    let numeric = first.starts_with(|c: char| c.is_ascii_digit());
    numeric
        .then(|| word.replace(',', ".").parse().ok())
        .flatten()
        .filter(|number: &f64| number.is_finite())
}

/// `q1` to `q9`: names with the numbers between; only both ends where they are no row.
fn row(first: &str, last: &str) -> Vec<String> {
    let split = |name: &str| {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = name[stem.len()..].to_owned();
        (stem.to_owned(), digits)
    };
    let ((stem, from), (other, to)) = (split(first), split(last));
    let numbers = from.parse::<u64>().ok().zip(to.parse::<u64>().ok());
    match numbers {
        Some((a, b)) if stem.eq_ignore_ascii_case(&other) && a <= b && b - a <= MAX_ROW => {
            let width = if from.len() > 1 && from.starts_with('0') {
                from.len()
            } else {
                0
            };
            (a..=b)
                .map(|number| format!("{stem}{number:0width$}"))
                .collect()
        }
        _ => vec![first.to_owned(), last.to_owned()],
    }
}

/// The tokens of each command, without comments and data.
fn commands(file: &str, text: &str) -> Result<Vec<Vec<Placed>>, Error> {
    let mut commands: Vec<Vec<Placed>> = Vec::new();
    let mut current: Vec<Placed> = Vec::new();
    let (mut in_comment, mut in_data) = (false, false);
    for (line_text, line) in text.lines().zip(1..) {
        let trimmed = line_text.trim();
        let lower: String = trimmed
            .chars()
            .take(12)
            .flat_map(char::to_lowercase)
            .collect();
        if in_data {
            in_data = !lower.starts_with("end data");
            continue;
        }
        if trimmed.is_empty() {
            in_comment = false;
            commands.push(std::mem::take(&mut current));
            continue;
        }
        if in_comment
            || current.is_empty() && (trimmed.starts_with('*') || lower.starts_with("comment "))
        {
            in_comment = !trimmed.ends_with('.');
            continue;
        }
        if current.is_empty() && lower.starts_with("begin data") {
            in_data = true;
            continue;
        }
        let ended = tokens(file, line_text, line, &mut current)?;
        if ended {
            commands.push(std::mem::take(&mut current));
        }
    }
    commands.push(current);
    Ok(commands)
}

/// Adds the tokens of a line; whether it ends the command.
fn tokens(file: &str, line_text: &str, line: u64, to: &mut Vec<Placed>) -> Result<bool, Error> {
    let mut rest = line_text.trim_end();
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else {
            return Ok(false);
        };
        if let Some(comment) = rest.strip_prefix("/*") {
            match comment.split_once("*/") {
                Some((_, after)) => rest = after,
                None => return Ok(false),
            }
            continue;
        }
        if rest == "." {
            return Ok(true);
        }
        match first {
            '\'' | '"' | '“' | '„' => {
                let close = match first {
                    '“' | '„' => '”',
                    other => other,
                };
                let mut label = String::new();
                let mut characters = rest.char_indices().skip(1).peekable();
                let end = loop {
                    match characters.next() {
                        None => {
                            return Err(Place {
                                file,
                                line,
                                text: rest,
                            }
                            .fault(Fault::Quote));
                        }
                        Some((at, c)) if c == close => match characters.peek() {
                            // a doubled quote is part of the text
                            Some((_, again)) if *again == close => {
                                label.push(c);
                                characters.next();
                            }
                            _ => break at + c.len_utf8(),
                        },
                        Some((_, c)) => label.push(c),
                    }
                };
                to.push(Placed {
                    token: Token::Text(label),
                    line,
                });
                rest = &rest[end..];
            }
            c if is_name(c)
                || matches!(c, '-' | '.')
                    && rest.len() > 1
                    && rest[1..].starts_with(|next: char| next.is_ascii_digit() || next == '.') =>
            {
                let end = rest
                    .char_indices()
                    .find(|(at, c)| *at > 0 && !is_name(*c) && *c != '.')
                    .map_or(rest.len(), |(at, _)| at);
                let word = &rest[..end];
                rest = &rest[end..];
                // a point at the end of the line ends the command
                let ends = rest.is_empty() && word.ends_with('.');
                let word = if ends { &word[..word.len() - 1] } else { word };
                if !word.is_empty() {
                    to.push(Placed {
                        token: Token::Word(word.to_owned()),
                        line,
                    });
                }
                if ends {
                    return Ok(true);
                }
            }
            sign => {
                to.push(Placed {
                    token: Token::Sign(sign),
                    line,
                });
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '$')
}
