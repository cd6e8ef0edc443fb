//! From characters to words and signs.

use super::fault::{Fault, Misplaced};
use super::tree::Span;
use crate::decimal;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(f64),
    /// A quoted text.
    Text(String),
    /// A name or a keyword.
    Word(String),
    /// A name between backticks, which is never a keyword.
    Quoted(String),
    /// One of the signs, in its first spelling.
    Sign(&'static str),
    End,
}

/// Signs with the spelling they are read as; longer ones first.
const SIGNS: [(&str, &str); 20] = [
    ("!=", "!="),
    ("<>", "!="),
    ("<=", "<="),
    (">=", ">="),
    ("==", "="),
    ("≠", "!="),
    ("≤", "<="),
    ("≥", ">="),
    ("=", "="),
    ("<", "<"),
    (">", ">"),
    ("(", "("),
    (")", ")"),
    (",", ","),
    (";", ";"),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("*", "*"),
    ("/", "/"),
];

/// Opening quotes with what closes them.
const QUOTES: [(char, &[char]); 5] = [
    ('"', &['"']),
    ('\'', &['\'']),
    ('`', &['`']),
    ('„', &['“', '”', '"']),
    ('“', &['”']),
];

/// Whether a character begins a name.
pub(super) fn begins_name(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

/// Whether a character continues a name.
pub(super) fn continues_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '$' | '#' | '@')
}

/// Takes a text apart; the last token is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, Misplaced> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        if character.is_whitespace() {
            at += character.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (token, length) = if character.is_ascii_digit() {
            number(rest).map_err(|fault| fault.at(at, at + run(rest, continues_name)))?
        } else if begins_name(character) {
            let length = run(rest, continues_name);
            (Token::Word(rest[..length].to_owned()), length)
        } else if let Some((open, closing)) = QUOTES.iter().find(|(open, _)| *open == character) {
            let open = *open;
            let (content, length) = quoted(rest, open, closing)
                .ok_or_else(|| Fault::OpenQuote { quote: open }.at(at, text.len()))?;
            if open == '`' {
                (Token::Quoted(content), length)
            } else {
                (Token::Text(content), length)
            }
        } else if let Some((spelling, sign)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))
        {
            (Token::Sign(sign), spelling.len())
        } else {
            return Err(Fault::Stray { character }.at(at, at + character.len_utf8()));
        };
        let span = Span {
            start: at,
            end: at + length,
        };
        found.push((token, span));
        at += length;
    }
    let end = Span {
        start: text.len(),
        end: text.len(),
    };
    found.push((Token::End, end));
    Ok(found)
}

/// Bytes at the start of a text whose characters all fit.
fn run(text: &str, fits: fn(char) -> bool) -> usize {
    text.find(|character| !fits(character))
        .unwrap_or(text.len())
}

/// A number as programs write it: `12`, `0.5`, `1e6`.
fn number(text: &str) -> Result<(Token, usize), Fault> {
    let digits = |at: usize| run(&text[at..], |character| character.is_ascii_digit());
    let mut end = digits(0);
    if text[end..].starts_with('.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    if text[end..].starts_with(['e', 'E']) {
        let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    let whole = run(text, continues_name).max(end);
    match decimal::number(&text[..end]) {
        Some(number) if whole == end => Ok((Token::Number(number), end)),
        _ => Err(Fault::NotANumber {
            text: text[..whole].to_owned(),
        }),
    }
}

/// What stands between quotes, and the bytes it takes with them. A quote inside is written twice.
fn quoted(text: &str, open: char, closing: &[char]) -> Option<(String, usize)> {
    let mut content = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        let twice = |next: &(usize, char)| character == open && next.1 == character;
        let is_end = closing.contains(&character) && characters.next_if(twice).is_none();
        if is_end {
            return Some((content, at + character.len_utf8()));
        }
        content.push(character);
    }
    None
}
