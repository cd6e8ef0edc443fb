//! Words of answers and names, written alike: lower case, without umlauts, punctuation at the ends and doubled blanks.

/// A text as the lists of known words have it.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            '’' | '‘' | '´' | '`' => plain.push('\''),
            '–' | '—' | '‑' => plain.push('-'),
            '*' | '"' | '„' | '“' | '”' => {}
            blank if blank.is_whitespace() => plain.push(' '),
            other => plain.push(other),
        }
    }
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let joined = words.join(" ");
    joined
        .trim_matches(|c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ' ' | '-'))
        .to_owned()
}

/// The words of a plain text.
pub(crate) fn tokens(plain: &str) -> Vec<&str> {
    plain
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The words of a name: `sampling_weight`, `samplingWeight` and `Gewicht 2` have two each.
pub(crate) fn name_words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before: Option<char> = None;
    for character in name.chars() {
        let starts = before.is_some_and(|before| {
            before.is_lowercase() && character.is_uppercase()
                || before.is_alphabetic() != character.is_alphabetic()
        });
        if starts || !character.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.push(character);
        }
        before = Some(character);
    }
    let words = words.iter().map(|word| plain(word));
    words.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_written_alike() {
        assert_eq!(plain("  Weiß  nicht. "), "weiss nicht");
        assert_eq!(plain("„Häufig“"), "haeufig");
        assert_eq!(plain("Don’t know"), "don't know");
        assert_eq!(
            tokens("teils/teils, neutral"),
            ["teils", "teils", "neutral"]
        );
        assert_eq!(name_words("samplingWeight2"), ["sampling", "weight", "2"]);
        assert_eq!(name_words("w_final"), ["w", "final"]);
    }
}
