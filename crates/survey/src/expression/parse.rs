//! From words and signs to a tree, by recursive descent.

use super::fault::{Expected, Fault, Misplaced};
use super::token::{Token, tokens};
use super::tree::{Comparison, Expr, Function, Node, Operator, Span};

/// Parts may stand in parts so deep.
pub(super) const MAX_DEPTH: usize = 64;
/// An expression may have so many signs of arithmetic, each of which can make its tree one part deeper.
const MAX_OPERATIONS: usize = 200;
/// A text may have so many words and signs.
const MAX_TOKENS: usize = 20_000;

/// Words that are no names unless they stand between backticks.
pub(super) const KEYWORDS: [&str; 6] = ["and", "or", "not", "in", "between", "is"];

/// Reads an expression.
pub(super) fn parse(text: &str) -> Result<Expr, Misplaced> {
    let tokens = tokens(text)?;
    if let Some((_, span)) = tokens.get(MAX_TOKENS) {
        return Err(Fault::TooLong.at_span(*span));
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        operations: 0,
    };
    let root = parser.expression()?;
    match parser.peek() {
        Token::End => Ok(root),
        _ => Err(parser.unexpected(Expected::Operator)),
    }
}

struct Parser {
    /// The last one is [`Token::End`].
    tokens: Vec<(Token, Span)>,
    at: usize,
    depth: usize,
    operations: usize,
}

type Parsed = Result<Expr, Misplaced>;

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn span(&self) -> Span {
        self.tokens[self.at].1
    }

    /// Where the last word or sign that was read ends.
    fn last(&self) -> Span {
        self.tokens[self.at.saturating_sub(1)].1
    }

    fn take(&mut self) -> Token {
        let token = self.tokens[self.at].0.clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(other) if *other == sign);
        if found {
            self.take();
        }
        found
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Token::Word(other) if other.eq_ignore_ascii_case(word))
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.take();
        }
        found
    }

    fn need(&mut self, sign: &'static str) -> Result<(), Misplaced> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.unexpected(Expected::Sign(sign.to_owned())))
        }
    }

    fn unexpected(&self, expected: Expected) -> Misplaced {
        let found = match self.peek() {
            Token::End => return Fault::End { expected }.at_span(self.span()),
            Token::Number(number) => number.to_string(),
            Token::Text(text) => format!("\"{text}\""),
            Token::Word(word) => word.clone(),
            Token::Quoted(name) => format!("`{name}`"),
            Token::Sign(sign) => (*sign).to_owned(),
        };
        Fault::Unexpected { found, expected }.at_span(self.span())
    }

    /// Reads a part inside another one.
    fn deeper(&mut self, part: fn(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::TooDeep.at_span(self.span()));
        }
        let part = part(self);
        self.depth -= 1;
        part
    }

    fn expression(&mut self) -> Parsed {
        self.deeper(|parser| parser.chain("or", Self::conjunction, Node::Or))
    }

    fn conjunction(&mut self) -> Parsed {
        self.chain("and", Self::negation, Node::And)
    }

    fn chain(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Parsed,
        node: fn(Vec<Expr>) -> Node,
    ) -> Parsed {
        let first = part(self)?;
        if !self.is_word(word) {
            return Ok(first);
        }
        let start = first.span;
        let mut parts = vec![first];
        while self.word(word) {
            parts.push(part(self)?);
        }
        Ok(Expr {
            node: node(parts),
            span: start.to(self.last()),
        })
    }

    fn negation(&mut self) -> Parsed {
        let start = self.span();
        if !self.word("not") {
            return self.comparison();
        }
        let part = self.deeper(Self::negation)?;
        Ok(not(part, start))
    }

    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        let start = left.span;
        let sign = match self.peek() {
            Token::Sign("=") => Comparison::Equal,
            Token::Sign("!=") => Comparison::Unequal,
            Token::Sign("<") => Comparison::Less,
            Token::Sign("<=") => Comparison::AtMost,
            Token::Sign(">") => Comparison::Greater,
            Token::Sign(">=") => Comparison::AtLeast,
            _ => return self.test(left, start),
        };
        self.take();
        let right = self.sum()?;
        if let Token::Sign("=" | "!=" | "<" | "<=" | ">" | ">=") = self.peek() {
            return Err(Fault::TwoComparisons.at_span(self.span()));
        }
        let span = start.to(right.span);
        let node = Node::Compare(sign, Box::new(left), Box::new(right));
        Ok(Expr { node, span })
    }

    /// `in`, `between`, `is missing` and their opposites.
    fn test(&mut self, left: Expr, start: Span) -> Parsed {
        if self.word("is") {
            let opposite = self.word("not");
            if !self.word("missing") {
                return Err(self.unexpected(Expected::Missing));
            }
            let span = start.to(self.last());
            let node = Node::IsMissing(Box::new(left));
            return Ok(opposed(Expr { node, span }, opposite));
        }
        let follows = |parser: &Self, word: &str| {
            let next = parser.tokens.get(parser.at + 1);
            matches!(next, Some((Token::Word(other), _)) if other.eq_ignore_ascii_case(word))
        };
        let opposite = self.is_word("not") && (follows(self, "in") || follows(self, "between"));
        if opposite {
            self.take();
        }
        let node = if self.word("in") {
            Node::In(Box::new(left), self.elements()?)
        } else if self.word("between") {
            let from = self.sum()?;
            if !self.word("and") {
                return Err(self.unexpected(Expected::And));
            }
            Node::Between(Box::new(left), Box::new(from), Box::new(self.sum()?))
        } else {
            return Ok(left);
        };
        let span = start.to(self.last());
        Ok(opposed(Expr { node, span }, opposite))
    }

    fn elements(&mut self) -> Result<Vec<Expr>, Misplaced> {
        self.need("(")?;
        let mut elements = Vec::new();
        loop {
            let start = self.span();
            let minus = self.sign("-");
            let node = match self.peek().clone() {
                Token::Number(number) => Node::Number(if minus { -number } else { number }),
                Token::Text(text) if !minus => Node::Text(text),
                Token::Word(word) | Token::Quoted(word) if !minus => Node::Name(word),
                _ => return Err(self.unexpected(Expected::Value)),
            };
            self.take();
            let span = start.to(self.last());
            elements.push(Expr { node, span });
            if self.sign(")") {
                return Ok(elements);
            }
            if !self.sign(",") {
                return Err(self.unexpected(Expected::Sign(", )".to_owned())));
            }
        }
    }

    fn sum(&mut self) -> Parsed {
        self.operations(Self::product, |sign| match sign {
            Token::Sign("+") => Some(Operator::Add),
            Token::Sign("-") => Some(Operator::Subtract),
            _ => None,
        })
    }

    fn product(&mut self) -> Parsed {
        self.operations(Self::signed, |sign| match sign {
            Token::Sign("*") => Some(Operator::Multiply),
            Token::Sign("/") => Some(Operator::Divide),
            _ => None,
        })
    }

    /// Operations of the same rank, from the left; each makes the tree one part deeper.
    fn operations(
        &mut self,
        part: fn(&mut Self) -> Parsed,
        operator: fn(&Token) -> Option<Operator>,
    ) -> Parsed {
        let mut left = part(self)?;
        while let Some(operator) = operator(self.peek()) {
            self.operations += 1;
            if self.operations > MAX_OPERATIONS {
                return Err(Fault::TooLong.at_span(self.span()));
            }
            self.take();
            let right = part(self)?;
            let span = left.span.to(right.span);
            let node = Node::Arithmetic(operator, Box::new(left), Box::new(right));
            left = Expr { node, span };
        }
        Ok(left)
    }

    fn signed(&mut self) -> Parsed {
        let start = self.span();
        if !self.sign("-") {
            return self.primary();
        }
        if let Token::Number(number) = *self.peek() {
            self.take();
            let span = start.to(self.last());
            let node = Node::Number(-number);
            return Ok(Expr { node, span });
        }
        let part = self.deeper(Self::signed)?;
        let span = start.to(part.span);
        let node = Node::Negate(Box::new(part));
        Ok(Expr { node, span })
    }

    fn primary(&mut self) -> Parsed {
        let span = self.span();
        let node = match self.peek().clone() {
            Token::Number(number) => Node::Number(number),
            Token::Text(text) => Node::Text(text),
            Token::Quoted(name) => Node::Name(name),
            Token::Sign("(") => {
                self.take();
                let inner = self.expression()?;
                self.need(")")?;
                let span = span.to(self.last());
                return Ok(Expr { span, ..inner });
            }
            Token::Word(word) => {
                if let Some((Token::Sign("("), _)) = self.tokens.get(self.at + 1) {
                    return self.call(&word);
                }
                let is_keyword = KEYWORDS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(&word));
                if is_keyword {
                    return Err(self.unexpected(Expected::Operand));
                }
                Node::Name(word)
            }
            Token::Sign(_) | Token::End => return Err(self.unexpected(Expected::Operand)),
        };
        self.take();
        Ok(Expr { node, span })
    }

    fn call(&mut self, name: &str) -> Parsed {
        let start = self.span();
        let known = Function::ALL;
        let Some(function) = known
            .iter()
            .copied()
            .find(|function| function.name().eq_ignore_ascii_case(name))
        else {
            let names = known.iter().map(|function| function.name());
            let fault = Fault::UnknownFunction {
                name: name.to_owned(),
                nearest: crate::error::nearest(name, names),
            };
            return Err(fault.at_span(start));
        };
        self.take();
        self.need("(")?;
        let mut arguments = vec![self.expression()?];
        while self.sign(",") {
            arguments.push(self.expression()?);
        }
        let minimum = if self.sign(";") {
            Some(self.minimum(function)?)
        } else {
            None
        };
        self.need(")")?;
        let span = start.to(self.last());
        if !function.takes(arguments.len()) {
            return Err(Fault::arguments(function).at_span(span));
        }
        let node = Node::Call {
            function,
            arguments,
            minimum,
        };
        Ok(Expr { node, span })
    }

    /// `min 2` after the arguments.
    fn minimum(&mut self, function: Function) -> Result<u32, Misplaced> {
        let start = self.last();
        let wrong = |parser: &Self| Fault::arguments(function).at_span(start.to(parser.last()));
        if !function.takes_minimum() || !self.word("min") {
            return Err(wrong(self));
        }
        match self.take() {
            Token::Number(number) if (1.0..=1e6).contains(&number) && number.fract() == 0.0 => {
                // a whole number between 1 and a million
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                Ok(number as u32)
            }
            _ => Err(wrong(self)),
        }
    }
}

fn not(part: Expr, start: Span) -> Expr {
    let span = start.to(part.span);
    let node = Node::Not(Box::new(part));
    Expr { node, span }
}

fn opposed(part: Expr, opposite: bool) -> Expr {
    let start = part.span;
    if opposite { not(part, start) } else { part }
}
