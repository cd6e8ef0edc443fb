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

/// The words for no answer among the texts of a column, which tells whether a text occurs.
pub(crate) fn missing_texts(occurs: impl Fn(&str) -> bool) -> Vec<&'static str> {
    // between plus signs a minus is an answer
    let signs = ["+", "++", "+++", "0"].into_iter().any(&occurs);
    let meant = |word: &&str| !(*word == "-" && signs) && occurs(word);
    IN_TEXTS.into_iter().filter(meant).collect()
}

/// Whether a cell among numbers, without blanks at its ends, says that there is none: a word for it, or nothing but signs as
/// offices of statistics write them (`-`, `.`, `...`, `/`, `*****`).
pub(crate) fn is_missing_word(text: &str) -> bool {
    IN_NUMBERS.contains(&text)
        || (!text.is_empty() && text.chars().all(|sign| "-.*/–—…_?".contains(sign)))
}
