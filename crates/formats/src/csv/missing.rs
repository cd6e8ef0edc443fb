//! Words that stand for "no answer".

/// Where a number is expected.
const IN_NUMBERS: [&str; 25] = [
    "NA",
    "N/A",
    "n/a",
    "na",
    "#N/A",
    "#NV",
    "NaN",
    "nan",
    "NULL",
    "null",
    "#NULL!",
    "(null)",
    "None",
    "<NA>",
    "\\N",
    "#DIV/0!",
    "#VALUE!",
    "#WERT!",
    "#REF!",
    "#BEZUG!",
    "#NAME?",
    "#NUM!",
    "#ZAHL!",
    "{question_not_shown}",
    "x",
];
/// Answers that are none, where a number is expected; in small letters.
const NO_ANSWERS: [&str; 28] = [
    "k.a.",
    "k. a.",
    "k.a",
    "k/a",
    "keine angabe",
    "keine angaben",
    "keine antwort",
    "keine auskunft",
    "weiß nicht",
    "weiss nicht",
    "weiß ich nicht",
    "verweigert",
    "antwort verweigert",
    "n.a.",
    "n. a.",
    "don't know",
    "don’t know",
    "dont know",
    "do not know",
    "i don't know",
    "i don’t know",
    "no answer",
    "no response",
    "not answered",
    "refused",
    "prefer not to say",
    "prefer not to answer",
    "missing",
];
/// In texts, where they are unmistakable.
const IN_TEXTS: [&str; 13] = [
    "NA",
    "N/A",
    "n/a",
    "#N/A",
    "#NV",
    "NULL",
    "#NULL!",
    "(null)",
    "<NA>",
    "\\N",
    "{question_not_shown}",
    "-",
    ".",
];

/// No word for no answer in texts is longer, in bytes.
const LONGEST: usize = 20;
/// Between them a minus is an answer.
const SIGNS: [&str; 4] = ["+", "++", "+++", "0"];

/// The words for no answer among the texts of a column.
pub(crate) fn missing_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
    let mut seen = [false; IN_TEXTS.len()];
    let mut signs = false;
    for text in texts.filter(|text| text.len() <= LONGEST) {
        if let Some(word) = IN_TEXTS.iter().position(|word| *word == text) {
            seen[word] = true;
        }
        signs |= SIGNS.contains(&text);
    }
    let words = IN_TEXTS.into_iter().zip(seen).filter(|(_, seen)| *seen);
    let words = words.map(|(word, _)| word);
    words.filter(|word| !(*word == "-" && signs)).collect()
}

/// Whether a cell among numbers, without blanks at its ends, says that there is none: a mark for it, or the words of a respondent
/// who gave no answer ("k. A.", "Refused").
pub(crate) fn is_missing_word(text: &str) -> bool {
    is_missing_mark(text) || {
        // longer texts are answers
        text.len() <= 24 && {
            let small = text.to_lowercase();
            NO_ANSWERS.contains(&small.as_str())
        }
    }
}

/// Whether a cell is a mark that programs and offices leave where there is no number: a word for it, or nothing but signs
/// (`-`, `.`, `...`, `/`, `*****`).
pub(crate) fn is_missing_mark(text: &str) -> bool {
    IN_NUMBERS.contains(&text)
        || (!text.is_empty() && text.chars().all(|sign| "-.*/–—…_?".contains(sign)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_texts() {
        assert!(IN_TEXTS.iter().all(|word| word.len() <= LONGEST));
        let texts = |texts: &[&'static str]| missing_texts(texts.iter().copied());
        assert_eq!(texts(&["ja", "-", "NA", "-", "n/a"]), ["NA", "n/a", "-"]);
        assert_eq!(texts(&["+", "-", "NULL"]), ["NULL"]);
    }

    #[test]
    fn who_gave_no_number_said_so_in_words() {
        for word in [
            "k.A.",
            "Keine Angabe",
            "REFUSED",
            "weiß nicht",
            "NA",
            "-",
            "...",
        ] {
            assert!(is_missing_word(word), "{word}");
        }
        for word in ["refused twice", "5", "nie", "k", "Angabe"] {
            assert!(!is_missing_word(word), "{word}");
        }
        // a heading may well be called so
        assert!(!is_missing_mark("Refused"));
    }
}
