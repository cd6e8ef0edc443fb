//! Names that SPSS allows.

use std::collections::HashSet;

/// Bytes of a name.
const LONG: usize = 64;
/// Bytes of the names that old programs see.
const SHORT: usize = 8;
const RESERVED: [&str; 13] = [
    "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with",
];

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    long: HashSet<String>,
    short: HashSet<String>,
    sets: HashSet<String>,
    next: usize,
}

impl Names {
    /// The name itself where it is allowed and new, in whatever case; else one like it.
    pub(super) fn long(&mut self, name: &str) -> String {
        let allowed = allowed(name);
        unique(&mut self.long, &allowed, LONG)
    }

    /// The name of a set of several answers, without its dollar sign.
    pub(super) fn set(&mut self, name: &str) -> String {
        let allowed = allowed(name);
        unique(&mut self.sets, &allowed, LONG - 1)
    }

    /// Short names of the segments of a variable.
    pub(super) fn short(&mut self, name: &str, segments: usize) -> Vec<String> {
        let upper = name.to_ascii_uppercase();
        let fits = upper.is_ascii() && upper.len() <= SHORT;
        (0..segments)
            .map(|segment| {
                if segment == 0 && fits && self.short.insert(upper.clone()) {
                    return upper.clone();
                }
                loop {
                    self.next += 1;
                    // 36 to the sixth are more than there are variables
                    let made = format!("V_{}", base36(self.next));
                    if self.short.insert(made.clone()) {
                        return made;
                    }
                }
            })
            .collect()
    }
}

/// A name of the characters that are allowed.
fn allowed(name: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '$' | '#' | '@');
    let mut made: String = name
        .chars()
        .map(|c| if fits(c) { c } else { '_' })
        .collect();
    if !made.starts_with(|c: char| c.is_alphabetic() || c == '@') {
        made.insert(0, if made.starts_with('_') { 'V' } else { '@' });
    }
    super::cut(&mut made, LONG);
    while made.ends_with('.') {
        made.pop();
    }
    if RESERVED.contains(&made.to_lowercase().as_str()) {
        made.push('_');
    }
    made
}

/// The name, with a number where it is taken.
fn unique(taken: &mut HashSet<String>, name: &str, limit: usize) -> String {
    let mut made = name.to_owned();
    super::cut(&mut made, limit);
    let mut number = 2;
    while !taken.insert(made.to_lowercase()) {
        let end = format!("_{number}");
        made = name.to_owned();
        super::cut(&mut made, limit - end.len());
        made += &end;
        number += 1;
    }
    made
}

fn base36(mut number: usize) -> String {
    let mut digits = String::new();
    while number > 0 {
        // below 36
        digits.insert(0, char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
    }
    digits.to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_where_spss_allows_them() {
        let mut names = Names::default();
        for (name, expected) in [
            ("alter", "alter"),
            ("Größe_in_m", "Größe_in_m"),
            ("Alter", "Alter_2"),
            ("1. Wahl", "@1._Wahl"),
            ("_x", "V_x"),
            ("not", "not_"),
            ("ende.", "ende"),
            ("", "@"),
        ] {
            assert_eq!(names.long(name), expected, "{name}");
        }
        let long = names.long(&"ä".repeat(50));
        assert_eq!(long.len(), 64);
        assert_eq!(names.long(&"ä".repeat(50)).len(), 64);
    }

    #[test]
    fn short_names_differ() {
        let mut names = Names::default();
        assert_eq!(names.short("alter", 1), ["ALTER"]);
        assert_eq!(names.short("ALTER", 1), ["V_1"]);
        assert_eq!(names.short("ein_langer_name", 3), ["V_2", "V_3", "V_4"]);
        assert_eq!(names.short("v_5", 2), ["V_5", "V_6"]);
    }
}
