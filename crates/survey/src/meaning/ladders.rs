//! Answer scales whose steps are words of their own: frequencies, grades, education, months.

use super::words::plain;

/// From the lowest step to the highest; words for the same step stand together.
const LADDERS: &[&[&str]] = &[
    // how often, in words
    &[
        "nie|niemals|gar nicht|überhaupt nicht|nein, nie",
        "fast nie|so gut wie nie|kaum|kaum einmal",
        "sehr selten",
        "selten|eher selten",
        "gelegentlich|hin und wieder|ab und zu|ab und an",
        "manchmal|teils teils|teils, teils|teils/teils",
        "regelmäßig|häufiger|öfter|öfters|eher häufig|eher oft",
        "oft|häufig",
        "sehr oft|sehr häufig",
        "meistens|meist",
        "fast immer|so gut wie immer|ständig",
        "immer|stets|jedes mal",
    ],
    &[
        "never|not at all",
        "almost never|hardly ever|nearly never",
        "very rarely|very seldom",
        "rarely|seldom",
        "once in a while|occasionally",
        "sometimes|now and then",
        "about half the time|half the time",
        "regularly|fairly often|quite often",
        "often|frequently",
        "very often|very frequently",
        "usually|most of the time|mostly|generally",
        "almost always|nearly always",
        "always|constantly|every time|all the time",
    ],
    // how often, by the calendar
    &[
        "nie|niemals|noch nie|gar nicht",
        "seltener|seltener als einmal im jahr|weniger als einmal im jahr",
        "einmal im jahr|jährlich|einmal pro jahr|1x im jahr",
        "mehrmals im jahr|mehrmals jährlich|ein paar mal im jahr|mehrmals pro jahr",
        "vierteljährlich|einmal im quartal",
        "einmal im monat|monatlich|einmal pro monat|1x im monat|etwa einmal im monat",
        "mehrmals im monat|mehrmals monatlich|ein paar mal im monat|mehrmals pro monat|alle zwei wochen",
        "einmal in der woche|einmal pro woche|wöchentlich|einmal die woche|1x pro woche",
        "mehrmals in der woche|mehrmals pro woche|mehrmals wöchentlich|mehrmals die woche|ein paar mal pro woche",
        "täglich|jeden tag|einmal am tag|einmal täglich",
        "mehrmals täglich|mehrmals am tag|mehrmals pro tag",
    ],
    &[
        "never|not at all",
        "less often|less frequently|less than once a year|rarely",
        "once a year|yearly|annually|once a year or less|once per year|about once a year",
        "a few times a year|several times a year|a few times per year|several times per year|every few months",
        "quarterly|once a quarter",
        "once a month|monthly|once a month or less|once per month|about once a month",
        "a few times a month|several times a month|a few times per month|two or three times a month|2-3 times a month",
        "once a week|weekly|once per week|about once a week",
        "a few times a week|several times a week|a few times per week|several times per week|2-3 times a week",
        "almost every day|nearly every day|4-6 times a week",
        "every day|daily|once a day",
        "several times a day|multiple times a day|more than once a day",
    ],
    // school grades and judgements
    &[
        "ungenügend",
        "mangelhaft",
        "ausreichend|genügend",
        "befriedigend",
        "gut",
        "sehr gut",
    ],
    &[
        "terrible|awful|very poor",
        "poor|bad",
        "below average",
        "fair|average|acceptable",
        "above average",
        "good",
        "very good",
        "excellent|outstanding",
    ],
    // schooling
    &[
        "kein abschluss|kein schulabschluss|ohne abschluss|ohne schulabschluss|noch schüler|noch in der schule",
        "hauptschulabschluss|hauptschule|volksschule|volks- oder hauptschulabschluss|haupt-/volksschulabschluss|volks-/hauptschule",
        "realschulabschluss|realschule|mittlere reife|mittlerer schulabschluss|polytechnische oberschule",
        "fachhochschulreife|fachabitur",
        "abitur|allgemeine hochschulreife|hochschulreife|abitur/hochschulreife|gymnasium",
        "bachelor|fachhochschulabschluss|fachhochschule",
        "master|hochschulabschluss|universitätsabschluss|diplom|studium|hochschule|universität",
        "promotion|doktor|doktorgrad",
    ],
    &[
        "no degree|no formal education|none",
        "less than high school degree|less than high school|some high school|did not complete high school|high school or less",
        "high school degree|high school|high school graduate|high school diploma|high school degree or ged",
        "some college or associate degree|some college",
        "associate degree|associate's degree",
        "bachelor degree|bachelor's degree|bachelors degree|college degree|college graduate|college or more|bachelor",
        "graduate degree|master's degree|masters degree|master|postgraduate degree|post-graduate degree|post graduate degree",
        "doctorate|doctoral degree|phd|doctor",
    ],
    // amounts
    &[
        "keine|keiner|keines|nichts",
        "sehr wenige|sehr wenig",
        "wenige|wenig",
        "einige|etwas",
        "mehrere",
        "viele|viel",
        "sehr viele|sehr viel",
        "alle|alles",
    ],
    &[
        "none|nothing|none at all",
        "very few|very little",
        "few|a few|little|a little",
        "some",
        "a moderate amount|several|many|a lot|much",
        "a great deal|very many|very much",
        "all|everything",
    ],
    &[
        "nie|keinmal",
        "einmal",
        "zweimal",
        "dreimal",
        "viermal",
        "fünfmal",
        "öfter|häufiger|mehr als fünfmal",
    ],
    &[
        "never|zero times|not once",
        "once|one time",
        "twice|two times",
        "three times",
        "four times",
        "five times",
        "more than five times",
    ],
    // sizes
    &["xs", "s", "m", "l", "xl", "xxl", "xxxl"],
    // the calendar
    &[
        "januar|jänner",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
    &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    &[
        "jan", "feb", "mar|mrz", "apr", "may|mai", "jun", "jul", "aug", "sep|sept", "oct|okt",
        "nov", "dec|dez",
    ],
    &[
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag|sonnabend",
        "sonntag",
    ],
    &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ],
];

/// The places of plain texts on the first ladder that has them all, each on a step of its own.
pub(super) fn steps(texts: &[String]) -> Option<Vec<usize>> {
    LADDERS.iter().find_map(|ladder| {
        let steps: Vec<usize> = texts
            .iter()
            .map(|text| ladder.iter().position(|step| is_on(step, text)))
            .collect::<Option<_>>()?;
        let mut different = steps.clone();
        crate::order::sort(&mut different, usize::cmp);
        different.dedup();
        (different.len() == texts.len()).then_some(steps)
    })
}

fn is_on(step: &str, text: &str) -> bool {
    step.split('|').any(|word| plain(word) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_on_one_step_of_its_ladder() {
        for ladder in LADDERS {
            let words: Vec<String> = ladder
                .iter()
                .flat_map(|step| step.split('|').map(plain))
                .collect();
            for (at, word) in words.iter().enumerate() {
                assert!(!words[..at].contains(word), "{word} stands twice");
            }
        }
    }
}
