//! Texts that are answers in an order: known scales, graded words, ranges of numbers, codes with their labels in one cell.

use super::words::plain;
use super::{bands, degrees, ladders};
use crate::codebook::{Reason, ValueLabel};
use crate::{Text, Value};

/// The order of the answers of a variable.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// The answers from the lowest to the highest.
    pub(super) values: Vec<ValueLabel>,
    /// Whether the order is one of more and less; codes alone number, they do not rank.
    pub(super) order: Order,
    /// Why.
    pub(super) reason: Reason,
}

/// What the order of answers means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// More and less.
    Ranks,
    /// Only the order of the codes.
    Numbers,
}

/// Answers of a scale are at most so long, in bytes.
const LONGEST: usize = 160;

/// The scale that texts make up; nothing where they make none. At least three answers make a scale.
pub(super) fn scale(texts: &[&str]) -> Option<Scale> {
    let too_long = |text: &&str| text.len() > LONGEST;
    if !(2..=40).contains(&texts.len()) || texts.iter().any(too_long) {
        return None;
    }
    let plain_texts: Vec<String> = texts.iter().map(|text| plain(text)).collect();
    if let Some(places) = places(&plain_texts) {
        return Some(ranked(texts, &places));
    }
    if let Some(places) = bands::order(&plain_texts) {
        return Some(Scale {
            values: values(texts, &places),
            order: Order::Ranks,
            reason: Reason::NumberRanges,
        });
    }
    coded(texts)
}

/// The places of plain texts from the lowest to the highest, where they are an answer scale in words.
pub(super) fn places(plain_texts: &[String]) -> Option<Vec<usize>> {
    if plain_texts.len() < 3 {
        return None;
    }
    let by = |keys: &dyn Fn(usize) -> i64| {
        crate::order::indices(plain_texts.len(), &|a, b| keys(a).cmp(&keys(b)))
    };
    // "often (several times a week)"
    let without_note: Vec<String> = plain_texts
        .iter()
        .map(|text| match text.split_once(" (") {
            Some((text, _)) => text.to_owned(),
            None => text.clone(),
        })
        .collect();
    let steps = ladders::steps(plain_texts).or_else(|| ladders::steps(&without_note));
    if let Some(steps) = steps {
        return Some(by(&|at| steps[at] as i64));
    }
    let degrees = degrees::degrees(plain_texts).or_else(|| degrees::degrees(&without_note))?;
    Some(by(&|at| i64::from(degrees[at])))
}

fn ranked(texts: &[&str], places: &[usize]) -> Scale {
    let end = |at: Option<&usize>| at.map_or(String::new(), |at| texts[*at].trim().to_owned());
    Scale {
        values: values(texts, places),
        order: Order::Ranks,
        reason: Reason::AnswerScale {
            least: end(places.first()),
            most: end(places.last()),
        },
    }
}

fn values(texts: &[&str], places: &[usize]) -> Vec<ValueLabel> {
    let value = |at: &usize| ValueLabel {
        value: Value::from(texts[*at]),
        label: Text::from(texts[*at].trim()),
    };
    places.iter().map(value).collect()
}

/// A code with its label: "1 = ja", "2 - rather", "(3) often", "very good (5)", or a code alone: "4".
struct CodedText<'a> {
    code: i32,
    label: &'a str,
}

fn coded(texts: &[&str]) -> Option<Scale> {
    let read: Vec<CodedText<'_>> = texts
        .iter()
        .map(|text| code_first(text).or_else(|| code_last(text)))
        .collect::<Option<_>>()?;
    let labelled = read.iter().filter(|read| !read.label.is_empty()).count();
    let order = crate::order::indices(read.len(), &|a, b| read[a].code.cmp(&read[b].code));
    let different = order
        .windows(2)
        .all(|pair| read[pair[0]].code < read[pair[1]].code);
    if labelled < 2 || !different {
        return None;
    }
    let labels: Vec<String> = read.iter().map(|read| plain(read.label)).collect();
    let ends = [order.first()?, order.last()?];
    // only the ends are named, or the names are themselves a scale
    let ranks = read.len() >= 3
        && (labelled < read.len() && ends.iter().all(|at| !labels[**at].is_empty())
            || places(&labels).is_some());
    let values = order
        .iter()
        .map(|at| ValueLabel {
            value: Value::from(texts[*at]),
            label: Text::from(match read[*at].label {
                "" => texts[*at].trim(),
                label => label,
            }),
        })
        .collect();
    Some(Scale {
        values,
        order: if ranks { Order::Ranks } else { Order::Numbers },
        reason: Reason::CodedTexts,
    })
}

fn code_first(text: &str) -> Option<CodedText<'_>> {
    let text = text.trim();
    let open = text.strip_prefix(['(', '[']);
    let body = open.unwrap_or(text);
    let digits = body
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *at == 0 && *c == '-'))
        .map_or(body.len(), |(at, _)| at);
    let code: i32 = body[..digits]
        .parse()
        .ok()
        .filter(|code: &i32| code.abs() < 10_000)?;
    let rest = &body[digits..];
    let rest = match open {
        Some(_) => rest.strip_prefix([')', ']'])?,
        None => rest,
    };
    let label = rest
        .trim_start()
        .trim_start_matches(['=', '-', '–', '—', ':', '.', ')'])
        .trim();
    // without a mark between them "3 stars" is a number of stars
    let marked = label.len() < rest.trim().len() || open.is_some();
    let named = label.starts_with(char::is_alphabetic);
    (label.is_empty() || marked && named).then_some(CodedText { code, label })
}

fn code_last(text: &str) -> Option<CodedText<'_>> {
    let body = text.trim().strip_suffix([')', ']'])?;
    let (label, code) = body.rsplit_once(['(', '['])?;
    let code = code.trim().trim_start_matches('=').parse().ok()?;
    Some(CodedText {
        code,
        label: label.trim(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(texts: &[&str]) -> Option<Vec<String>> {
        let scale = scale(texts).filter(|scale| scale.order == Order::Ranks)?;
        Some(
            scale
                .values
                .iter()
                .map(|known| known.value.to_string())
                .collect(),
        )
    }

    #[test]
    fn answer_scales_are_put_in_order() {
        for expected in [
            &[
                "stimme gar nicht zu",
                "stimme eher nicht zu",
                "teils/teils",
                "stimme eher zu",
                "stimme voll und ganz zu",
            ][..],
            &[
                "trifft gar nicht zu",
                "trifft eher nicht zu",
                "trifft eher zu",
                "trifft voll zu",
            ],
            &[
                "trifft nicht zu",
                "trifft eher nicht zu",
                "trifft teilweise zu",
                "trifft eher zu",
                "trifft zu",
            ],
            &[
                "lehne voll ab",
                "lehne eher ab",
                "unentschieden",
                "stimme eher zu",
                "stimme voll zu",
            ],
            &[
                "Strongly disagree",
                "Disagree",
                "Neither agree nor disagree",
                "Agree",
                "Strongly agree",
            ],
            &[
                "Strongly disagree",
                "Somewhat disagree",
                "Neutral",
                "Somewhat agree",
                "Strongly agree",
            ],
            &["nie", "selten", "manchmal", "oft", "immer"],
            &["Nie", "Selten", "Gelegentlich", "Häufig", "Sehr häufig"],
            &["never", "rarely", "sometimes", "often", "always"],
            &[
                "sehr unwichtig",
                "eher unwichtig",
                "teils-teils",
                "eher wichtig",
                "sehr wichtig",
            ],
            &[
                "gar nicht wichtig",
                "wenig wichtig",
                "ziemlich wichtig",
                "sehr wichtig",
            ],
            &[
                "Not at all important",
                "Slightly important",
                "Moderately important",
                "Very important",
                "Extremely important",
            ],
            &[
                "sehr unzufrieden",
                "unzufrieden",
                "weder noch",
                "zufrieden",
                "sehr zufrieden",
            ],
            &[
                "Very dissatisfied",
                "Dissatisfied",
                "Neither satisfied nor dissatisfied",
                "Satisfied",
                "Very satisfied",
            ],
            &[
                "ungenügend",
                "mangelhaft",
                "ausreichend",
                "befriedigend",
                "gut",
                "sehr gut",
            ],
            &[
                "sehr schlecht",
                "schlecht",
                "mittelmäßig",
                "gut",
                "sehr gut",
            ],
            &[
                "Very unfavorably",
                "Somewhat unfavorably",
                "Neither favorably nor unfavorably (neutral)",
                "Somewhat favorably",
                "Very favorably",
            ],
            &[
                "No, not rude at all",
                "Yes, somewhat rude",
                "Yes, very rude",
            ],
            &[
                "gar nicht",
                "wenig",
                "teilweise",
                "überwiegend",
                "voll und ganz",
            ],
            &["unter 25", "25-34", "35-44", "45-54", "55-64", "65+"],
            &["18-29", "30-44", "45-60", "> 60"],
            &[
                "bis 17 Jahre",
                "18 bis 29 Jahre",
                "30 bis 64 Jahre",
                "65 Jahre und älter",
            ],
            &[
                "$0 - $24,999",
                "$25,000 - $49,999",
                "$50,000 - $99,999",
                "$100,000 - $149,999",
                "$150,000+",
            ],
            &[
                "unter 1.000 €",
                "1.000 bis unter 2.000 €",
                "2.000 bis unter 5.000 €",
                "5.000 € und mehr",
            ],
            &[
                "Less than high school degree",
                "High school degree",
                "Some college or Associate degree",
                "Bachelor degree",
                "Graduate degree",
            ],
            &[
                "Never",
                "Once a year or less",
                "Once a month or less",
                "A few times per month",
                "A few times per week",
                "Every day",
            ],
            &["1 - very bad", "2", "3", "4", "5 - very good"],
            &["3 stars", "4 stars", "5 stars"],
            &["klein", "mittel", "groß"],
            &[
                "hat stark abgenommen",
                "hat abgenommen",
                "gleich geblieben",
                "hat zugenommen",
                "hat stark zugenommen",
            ],
            &["nein", "eher nein", "eher ja", "ja"],
        ] {
            let mut shuffled = expected.to_vec();
            shuffled.reverse();
            shuffled.rotate_left(1);
            assert_eq!(
                order(&shuffled),
                Some(expected.iter().map(|text| (*text).to_owned()).collect()),
                "{expected:?}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_texts_are_looked_at_in_the_end(texts in proptest::collection::vec("[0-9²½ -+<$a-c(\\[\\]).,='é]{0,12}|\\PC{0,9}", 2..6)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            if let Some(found) = scale(&texts) {
                proptest::prop_assert_eq!(found.values.len(), texts.len());
            }
        }
    }

    #[test]
    fn names_are_no_scale() {
        for texts in [
            &["Sozialamt", "Ordnungsamt", "Jugendamt"][..],
            &["yes", "no", "maybe"],
            &["red", "green", "blue"],
            &["1 = Berlin", "2 = Hamburg", "3 = Bremen"],
            &["Gruppe 1", "Gruppe 2", "Gruppe 3"],
            &["A1", "A2", "A3"],
            &["good", "very tasty", "bad"],
            &["oft", "gut", "nie"],
            &["stimme zu", "sehr wichtig", "nie"],
            &["2010-01", "2010-02", "2011-01"],
            &["018-1234", "017-4321", "016-222"],
            &["5'2\"", "5'10\"", "6'0\""],
            &["10-20", "15-25", "20-30"],
            &["male", "female", "diverse"],
        ] {
            assert_eq!(order(texts), None, "{texts:?}");
        }
    }

    #[test]
    fn codes_in_the_text_give_order_and_label() {
        let found = scale(&["2 = nein", "1 = ja"]).expect("coded");
        assert_eq!(found.order, Order::Numbers);
        assert_eq!(found.values[0].label, Text::from("ja"));
        assert_eq!(found.values[0].value, Value::from("1 = ja"));
    }
}
