//! Answer scales that grade one word: "stimme voll zu ... stimme gar nicht zu", "very satisfied ... very dissatisfied".
//!
//! An answer is a degree ("voll und ganz", "somewhat") and a stem ("stimme zu", "satisfied"). The answers of a scale share the
//! stem; the opposite of the stem ("unzufrieden", "disagree") turns the degree round.

use super::words::tokens;

/// Degrees from full agreement to full denial. The longest phrase counts.
const DEGREES: &[(&str, i32)] = &[
    ("voll und ganz", 40),
    ("voll und ganz und", 40),
    ("voll", 39),
    ("voellig", 38),
    ("vollstaendig", 38),
    ("vollkommen", 38),
    ("absolut", 38),
    ("ausserordentlich", 38),
    ("aeusserst", 38),
    ("extrem", 38),
    ("uneingeschraenkt", 38),
    ("ganz genau", 38),
    ("ganz", 36),
    ("genau", 36),
    ("in sehr hohem masse", 38),
    ("in hohem masse", 30),
    ("sehr stark", 34),
    ("stark", 28),
    ("sehr", 30),
    ("besonders", 32),
    ("auf jeden fall", 38),
    ("ueberwiegend", 25),
    ("groesstenteils", 25),
    ("weitgehend", 25),
    ("weitestgehend", 26),
    ("zum grossen teil", 25),
    ("ziemlich", 24),
    ("meistens", 23),
    ("recht", 22),
    ("eher", 12),
    ("einigermassen", 11),
    ("mittelmaessig", 9),
    ("maessig", 9),
    ("mittel", 9),
    ("etwas", 8),
    ("ein wenig", 8),
    ("ein bisschen", 8),
    ("leicht", 8),
    ("teilweise", 5),
    ("bedingt", 5),
    ("zum teil", 5),
    ("teils", 5),
    ("in geringem masse", -7),
    ("nur wenig", -8),
    ("wenig", -8),
    ("weniger", -9),
    ("nicht sehr", -7),
    ("nicht so sehr", -7),
    ("nicht besonders", -7),
    ("nicht so", -7),
    ("kaum", -14),
    ("eher nicht", -12),
    ("eher weniger", -9),
    ("nicht", -20),
    ("ueberwiegend nicht", -25),
    ("gar nicht", -40),
    ("ueberhaupt nicht", -40),
    ("absolut nicht", -40),
    ("ganz und gar nicht", -41),
    ("in keiner weise", -40),
    ("keinesfalls", -40),
    ("auf keinen fall", -40),
    ("strongly", 40),
    ("completely", 40),
    ("totally", 40),
    ("fully", 40),
    ("entirely", 40),
    ("absolutely", 40),
    ("definitely", 40),
    ("extremely", 40),
    ("exactly", 36),
    ("a great deal", 34),
    ("very much", 32),
    ("a lot", 31),
    ("much", 28),
    ("very", 30),
    ("highly", 30),
    ("mostly", 25),
    ("largely", 25),
    ("generally", 24),
    ("to a large extent", 28),
    ("to some extent", 9),
    ("to a small extent", 5),
    ("quite", 24),
    ("moderately", 13),
    ("fairly", 13),
    ("tend to", 12),
    ("rather", 12),
    ("probably", 12),
    ("somewhat", 10),
    ("partly", 6),
    ("partially", 6),
    ("slightly", 6),
    ("mildly", 6),
    ("a little bit", 6),
    ("a little", 6),
    ("a bit", 6),
    ("hardly", -14),
    ("rather not", -12),
    ("probably not", -12),
    ("not very much", -7),
    ("not very", -8),
    ("not so", -8),
    ("not too", -8),
    ("not really", -9),
    ("not particularly", -8),
    ("not at all", -40),
    ("not", -20),
    ("does not", -20),
    ("do not", -20),
    ("definitely not", -40),
    ("absolutely not", -40),
];

/// Stems and their opposites.
const OPPOSITES: &[(&str, &str)] = &[
    ("agree", "disagree"),
    ("zustimmung", "ablehnung"),
    ("satisfied", "dissatisfied"),
    ("satisfied", "unsatisfied"),
    ("good", "bad"),
    ("good", "poor"),
    ("well", "badly"),
    ("well", "poorly"),
    ("gut", "schlecht"),
    ("positiv", "negativ"),
    ("positive", "negative"),
    ("hoch", "niedrig"),
    ("hoch", "gering"),
    ("high", "low"),
    ("gross", "klein"),
    ("large", "small"),
    ("big", "small"),
    ("easy", "difficult"),
    ("easy", "hard"),
    ("einfach", "schwierig"),
    ("einfach", "schwer"),
    ("better", "worse"),
    ("besser", "schlechter"),
    ("zugenommen", "abgenommen"),
    ("gestiegen", "gesunken"),
    ("verbessert", "verschlechtert"),
    ("zunehmen", "abnehmen"),
    ("steigen", "sinken"),
    ("increase", "decrease"),
    ("increased", "decreased"),
    ("improved", "worsened"),
    ("more", "less"),
    ("mehr", "weniger"),
    ("higher", "lower"),
    ("hoeher", "niedriger"),
    ("stronger", "weaker"),
    ("dafuer", "dagegen"),
    ("favor", "oppose"),
    ("support", "oppose"),
    ("interested", "uninterested"),
    ("viel", "wenig"),
    ("oft", "selten"),
    ("haeufig", "selten"),
    ("often", "rarely"),
    ("strong", "weak"),
    ("safe", "unsafe"),
    ("sicher", "unsicher"),
    ("links", "rechts"),
    ("liberal", "conservative"),
    ("ja", "nein"),
    ("yes", "no"),
];

/// Forms of one word.
const FORMS: &[(&str, &str)] = &[
    ("hohe", "hoch"),
    ("hoher", "hoch"),
    ("hohes", "hoch"),
    ("niedrige", "niedrig"),
    ("niedriger", "niedrig"),
    ("geringe", "gering"),
    ("geringer", "gering"),
    ("grosse", "gross"),
    ("grosser", "gross"),
    ("grosses", "gross"),
    ("kleine", "klein"),
    ("kleiner", "klein"),
    ("favorable", "favorably"),
    ("unfavorable", "unfavorably"),
    ("favourably", "favorably"),
    ("unfavourably", "unfavorably"),
    ("agreed", "agree"),
];

/// Answers between agreement and denial.
const MIDDLES: &[&str] = &[
    "neutral",
    "unentschieden",
    "unentschlossen",
    "mittel",
    "mittelmaessig",
    "mittlere",
    "teils teils",
    "teils/teils",
    "teils, teils",
    "teils-teils",
    "teils / teils",
    "teilweise",
    "weder noch",
    "weder/noch",
    "gemischt",
    "undecided",
    "average",
    "durchschnittlich",
    "about the same",
    "the same",
    "same",
    "gleich",
    "gleich geblieben",
    "unveraendert",
    "unchanged",
    "stayed the same",
    "stay the same",
    "no change",
    "keine veraenderung",
    "keine aenderung",
    "gleichbleibend",
    "moderate",
    "medium",
    "okay",
    "ok",
    "geht so",
    "mixed",
    "in between",
    "middle",
    "stay about the same",
    "mittelgross",
    "moderat",
];

/// Words that carry neither degree nor stem.
const FILLERS: &[&str] = &[
    "ich", "es", "das", "dem", "der", "die", "den", "ist", "bin", "i", "it", "is", "am", "the",
    "of", "are", "this", "that", "with", "me", "mir", "mich", "to",
];

/// The degree of an answer and what it is a degree of.
#[derive(Debug, Clone, PartialEq)]
struct Graded {
    degree: i32,
    /// Empty where the answer is a degree and nothing else.
    stem: String,
}

/// The degrees of plain texts, where they grade one stem.
pub(super) fn degrees(texts: &[String]) -> Option<Vec<i32>> {
    let split: Vec<Option<Vec<&str>>> = texts
        .iter()
        .map(|text| (!is_middle(text)).then(|| tokens(text)))
        .collect();
    let words: Vec<&str> = split.iter().flatten().flatten().copied().collect();
    let graded: Vec<Option<Graded>> = split
        .iter()
        .map(|text| match text {
            None => Some(None),
            Some(text) => grade(text, &words).map(Some),
        })
        .collect::<Option<_>>()?;
    let stem = &graded.iter().flatten().next()?.stem;
    let answers = graded.iter().flatten();
    let shared = answers.clone().all(|answer| answer.stem == *stem);
    let enough = match stem.as_str() {
        // yes, perhaps and no are no scale yet
        "ja" | "yes" => texts.len() >= 4,
        _ => texts.len() >= 3 && answers.count() >= 2,
    };
    if !shared || !enough {
        return None;
    }
    let degrees: Vec<i32> = graded
        .iter()
        .map(|answer| answer.as_ref().map_or(0, |answer| answer.degree))
        .collect();
    let mut different = degrees.clone();
    crate::order::sort(&mut different, i32::cmp);
    different.dedup();
    (different.len() == texts.len()).then_some(degrees)
}

fn is_middle(text: &str) -> bool {
    let begins = |word: &str| text.starts_with(word);
    MIDDLES.contains(&text)
        || begins("weder ") && text.contains(" noch")
        || begins("neither ")
        || begins("teils ") && text.matches("teils").count() > 1
}

fn grade(text: &[&str], of_all: &[&str]) -> Option<Graded> {
    // "at all" stands away from its "not": "not rude at all"
    let (text, at_all) = match text {
        [rest @ .., "at", "all"] => (rest, true),
        _ => (text, false),
    };
    // "no, not rude", "yes, somewhat rude"
    let text = match text {
        ["yes" | "no" | "ja" | "nein", rest @ ..] if !rest.is_empty() => rest,
        _ => text,
    };
    let (degree, rest) = without_degree(text);
    let degree = match (degree, at_all) {
        (Some(-20), true) => Some(-40),
        (_, true) => return None,
        (degree, false) => degree,
    };
    let (other, rest) = without_degree(&rest);
    if other.is_some() {
        return None;
    }
    let rest: Vec<&str> = rest
        .into_iter()
        .filter(|word| !FILLERS.contains(word))
        .collect();
    let (stem, is_opposite) = stem(&rest, of_all);
    let degree = match (degree, is_opposite) {
        // "not unimportant" stands nowhere
        (Some(..=0), true) => return None,
        (Some(degree), true) => -degree,
        (None, true) => -20,
        (None, false) if rest.is_empty() => return None,
        (None, false) => 20,
        (Some(degree), false) => degree,
    };
    Some(Graded { degree, stem })
}

/// The longest phrase of degree, and the words without it.
fn without_degree<'a>(text: &[&'a str]) -> (Option<i32>, Vec<&'a str>) {
    let mut best: Option<(usize, usize, i32)> = None;
    for (phrase, degree) in DEGREES {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let found = text
            .windows(phrase.len())
            .position(|window| window == phrase);
        if let Some(at) = found
            && best.is_none_or(|(_, length, _)| phrase.len() > length)
        {
            best = Some((at, phrase.len(), *degree));
        }
    }
    match best {
        Some((at, length, degree)) => {
            let rest = [&text[..at], &text[at + length..]].concat();
            (Some(degree), rest)
        }
        None => (None, text.to_vec()),
    }
}

/// The stem in its positive form, and whether the words say its opposite.
fn stem(words: &[&str], of_all: &[&str]) -> (String, bool) {
    // "lehne ab" is the opposite of "stimme zu"
    let pair = |first: &str, second: &str| words == [first, second];
    if pair("stimme", "zu") || words == ["zustimmen"] || words == ["stimmt"] {
        return ("zustimmung".to_owned(), false);
    }
    if pair("lehne", "ab") || words == ["ablehnen"] {
        return ("zustimmung".to_owned(), true);
    }
    let mut is_opposite = false;
    let mut stem = Vec::with_capacity(words.len());
    for word in words {
        let form = FORMS.iter().find(|(form, _)| form == word);
        let word = form.map_or(*word, |(_, base)| base);
        let known = OPPOSITES.iter().find(|(_, opposite)| *opposite == word);
        // "unwichtig" where another answer is "wichtig"
        let prefixed = ["un", "dis", "in", "im"].iter().find_map(|prefix| {
            let rest = word.strip_prefix(prefix)?;
            let said = |known: &&str| {
                *known == rest
                    || FORMS
                        .iter()
                        .any(|(form, base)| form == known && *base == rest)
            };
            of_all.iter().any(said).then_some(rest)
        });
        match (known, prefixed) {
            (_, Some(rest)) => {
                is_opposite = !is_opposite;
                stem.push(rest);
            }
            (Some((positive, _)), None) => {
                is_opposite = !is_opposite;
                stem.push(positive);
            }
            (None, None) => stem.push(word),
        }
    }
    // "good" opposes both "bad" and "poor", "big" and "large" both "small"
    let stem = stem.join(" ");
    (stem, is_opposite)
}
