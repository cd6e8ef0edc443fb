//! Columns of amounts and shares: numbers with a sign of what they count, `1.234,50 €`, `CHF 5`, `12 %`, `($1,000.00)`.

use befund_survey::dataset::Texts;

use super::missing::is_missing_word;
use super::number::{NumberStyle, Writing, parse};

/// The signs, longer ones before their parts.
const UNITS: [&str; 17] = [
    "US$", "SFr.", "Euro", "EUR", "USD", "CHF", "GBP", "JPY", "Fr.", "DM", "€", "$", "£", "¥", "%",
    "‰", "﹪",
];
/// Shares of a whole; a bare number beside them could be either.
const SHARES: [&str; 3] = ["%", "‰", "﹪"];

/// A number with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Amount<'a> {
    number: &'a str,
    unit: &'static str,
    sign: Sign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
}

/// The texts of a column without their sign, and the sign; nothing where they are no amounts of one kind.
pub(super) struct Amounts {
    pub(super) texts: Texts,
    pub(super) unit: &'static str,
}

impl Amounts {
    pub(super) fn of(texts: &Texts) -> Option<Self> {
        let mut unit = None;
        let mut bare = 0;
        let mut writing = Writing::default();
        let mut without = Texts::default();
        for at in 0..texts.len() {
            let cell = texts.get(at).unwrap_or_default();
            let text = cell.trim();
            if text.is_empty() || is_missing_word(text) {
                // as it is: a text of blanks has a code of its own
                without.push(cell);
                continue;
            }
            let Amount {
                number,
                unit: found,
                sign,
            } = amount(text)?;
            match found {
                "" => bare += 1,
                found if unit.is_some_and(|unit| unit != found) => return None,
                found => unit = Some(found),
            }
            let plain = match sign {
                Sign::Plus => number.to_owned(),
                Sign::Minus => format!("-{number}"),
            };
            writing.look(&plain);
            without.push(&plain);
        }
        let unit = unit.filter(|unit| bare == 0 || !SHARES.contains(unit))?;
        (!writing.is_text()).then_some(Self {
            texts: without,
            unit,
        })
    }
}

/// A number, the sign before or behind it, and whether a minus or parentheses make it negative.
fn amount(text: &str) -> Option<Amount<'_>> {
    let (text, in_parentheses) = match text.strip_prefix('(') {
        Some(rest) => (rest.strip_suffix(')')?.trim(), true),
        None => (text, false),
    };
    let (text, before) = minus(text);
    let found = |unit: &&&str| text.starts_with(**unit) || text.ends_with(**unit);
    let unit = UNITS.iter().find(found).copied().unwrap_or_default();
    let rest = text
        .strip_prefix(unit)
        .filter(|rest| rest.len() < text.len())
        .or_else(|| text.strip_suffix(unit))?
        .trim();
    let (number, behind) = minus(rest);
    let is_number = number.starts_with(|digit: char| digit.is_ascii_digit())
        && [
            NumberStyle::Point,
            NumberStyle::Comma,
            NumberStyle::CommaThousands,
        ]
        .into_iter()
        .any(|style| parse(number, style).is_some());
    // without a sign parentheses are a remark
    let is_negative = usize::from(in_parentheses) + usize::from(before) + usize::from(behind);
    let is_amount = is_number && is_negative <= 1 && !(in_parentheses && unit.is_empty());
    is_amount.then_some(Amount {
        number,
        unit,
        sign: if is_negative == 1 {
            Sign::Minus
        } else {
            Sign::Plus
        },
    })
}

/// A text without the minus before it, and whether there was one.
fn minus(text: &str) -> (&str, bool) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Option<(Vec<String>, &'static str)> {
        let mut texts = Texts::default();
        cells.iter().for_each(|cell| texts.push(cell));
        let amounts = Amounts::of(&texts)?;
        let text = |at| amounts.texts.get(at).unwrap_or_default().to_owned();
        Some(((0..cells.len()).map(text).collect(), amounts.unit))
    }

    #[test]
    fn amounts_of_one_kind_are_numbers() {
        for (cells, numbers, unit) in [
            (
                &["1.234,50 €", "-5 €", "", "7€"][..],
                &["1.234,50", "-5", "", "7"][..],
                "€",
            ),
            (
                &["CHF 1'234.50", "CHF -5", "0", "NA"],
                &["1'234.50", "-5", "0", "NA"],
                "CHF",
            ),
            (
                &["$1,234.50", "-$5.00", "($1,000.00)"],
                &["1,234.50", "-5.00", "-1,000.00"],
                "$",
            ),
            (&["12,5 %", "0%", "−3 %"], &["12,5", "0", "-3"], "%"),
            (&["5 EUR", "1 234,5 EUR"], &["5", "1 234,5"], "EUR"),
        ] {
            let numbers = numbers.iter().map(|number| (*number).to_owned()).collect();
            assert_eq!(read(cells), Some((numbers, unit)), "{cells:?}");
        }
    }

    #[test]
    fn what_else_begins_or_ends_with_a_sign_stays_text() {
        for cells in [
            &["5 €", "5 $"][..],
            &["50 %", "50"],
            &["unter 1000 €", "1000 €"],
            &["(1)", "2"],
            &["2-", "3"],
            &["1", "2"],
            &["-(5 €)", "3 €"],
            &["(-5 €)", "3 €"],
            &["--5 €"],
            &["€", "5 €"],
            &["05 €", "5 €"],
            &["1,5 €", "1.5 €"],
            &["5 € €"],
            &["18-24 %", "25 %"],
            &["", "NA"],
            &[],
        ] {
            assert_eq!(read(cells), None, "{cells:?}");
        }
    }
}
