//! Multiple response sets and variable sets, as texts define them.

use super::bytes::trimmed;

/// A multiple response set; names and words are still bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawSet {
    pub(super) name: Vec<u8>,
    /// The value that is counted; absent where each variable holds one of the answers.
    pub(super) counted: Option<Vec<u8>>,
    pub(super) label: Vec<u8>,
    /// Short names of its variables in any case.
    pub(super) items: Vec<Vec<u8>>,
}

/// The sets of a record, and whether some could not be read.
pub(super) fn response_sets(text: &[u8]) -> (Vec<RawSet>, bool) {
    let mut damaged = false;
    let mut sets = Vec::new();
    let mut scan = Scan { text };
    loop {
        scan.skip(|byte| matches!(byte, b'\n' | b'\r' | 0 | b' '));
        if scan.text.is_empty() {
            return (sets, damaged);
        }
        // labels may hold line feeds, so that a set ends where its parts do
        let start = scan.text;
        match scan.set() {
            Some(set) => sets.push(set),
            None => {
                damaged = true;
                let line = start.iter().position(|byte| *byte == b'\n');
                scan.text = line.map_or(&[], |line| &start[line + 1..]);
            }
        }
    }
}

struct Scan<'a> {
    text: &'a [u8],
}

impl<'a> Scan<'a> {
    fn set(&mut self) -> Option<RawSet> {
        let name = self.until(b'=')?;
        let name = name.strip_prefix(b"$").unwrap_or(name).to_vec();
        let kind = *self.text.first()?;
        self.text = &self.text[1..];
        let counted = match kind {
            b'C' => {
                self.blank()?;
                None
            }
            b'D' => Some(self.counted()?),
            b'E' => {
                self.blank()?;
                // 1, or 11 where the label is that of the first variable
                self.until(b' ')?;
                Some(self.counted()?)
            }
            _ => return None,
        };
        let label = if self.text.first() == Some(&b'\n') {
            &[]
        } else {
            self.counted_bytes()?
        };
        let end = self.text.iter().position(|byte| *byte == b'\n');
        let (items, rest) = self.text.split_at(end.unwrap_or(self.text.len()));
        self.text = rest;
        let items = items.split(|byte| matches!(byte, b' ' | b'\r' | 0));
        Some(RawSet {
            name,
            counted: counted.map(|value| trimmed(value).to_vec()),
            label: trimmed(label).to_vec(),
            items: items
                .filter(|item| !item.is_empty())
                .map(<[u8]>::to_vec)
                .collect(),
        })
    }

    fn skip(&mut self, skipped: impl Fn(u8) -> bool) {
        let end = self.text.iter().position(|byte| !skipped(*byte));
        self.text = &self.text[end.unwrap_or(self.text.len())..];
    }

    fn blank(&mut self) -> Option<()> {
        self.text = self.text.strip_prefix(b" ")?;
        Some(())
    }

    /// What comes before a mark, which is left out.
    fn until(&mut self, mark: u8) -> Option<&'a [u8]> {
        let at = self
            .text
            .iter()
            .position(|byte| *byte == mark || *byte == b'\n')?;
        if self.text[at] != mark {
            return None;
        }
        let before = &self.text[..at];
        self.text = &self.text[at + 1..];
        Some(before)
    }

    /// Length, blank, that many bytes.
    fn counted_bytes(&mut self) -> Option<&'a [u8]> {
        let length: usize = std::str::from_utf8(self.until(b' ')?).ok()?.parse().ok()?;
        let bytes = self.text.get(..length)?;
        self.text = &self.text[length..];
        Some(bytes)
    }

    /// The same with a blank after it.
    fn counted(&mut self) -> Option<&'a [u8]> {
        let bytes = self.counted_bytes()?;
        self.blank()?;
        Some(bytes)
    }
}

/// A variable set: a name, and the names of its variables.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawVariableSet {
    pub(super) name: Vec<u8>,
    pub(super) items: Vec<Vec<u8>>,
}

/// One on each line.
pub(super) fn variable_sets(text: &[u8]) -> Vec<RawVariableSet> {
    let set = |line: &[u8]| {
        let at = line.iter().position(|byte| *byte == b'=')?;
        let items = line[at + 1..].split(|byte| matches!(byte, b' ' | b'\r' | 0));
        Some(RawVariableSet {
            name: line[..at].to_vec(),
            items: items
                .filter(|item| !item.is_empty())
                .map(<[u8]>::to_vec)
                .collect(),
        })
    };
    text.split(|byte| *byte == b'\n').filter_map(set).collect()
}

/// The value of an attribute of each variable that has it: `VAR:name('value'\n)name2(...)/VAR2:...`.
pub(super) fn attribute(text: &[u8], name: &[u8]) -> Vec<super::extension::Pair> {
    let mut found = Vec::new();
    let mut scan = Scan { text };
    let mut variable: &[u8] = &[];
    let mut is_new = true;
    while !scan.text.is_empty() {
        if is_new {
            let Some(name) = scan.until(b':') else {
                return found;
            };
            variable = name;
        }
        let Some(attribute) = scan.until(b'(') else {
            return found;
        };
        // values stand in quotes on a line each, which may hold brackets
        let mut values = Vec::new();
        while let Some(rest) = scan.text.strip_prefix(b"'") {
            let Some(end) = rest.windows(2).position(|pair| pair == b"'\n") else {
                return found;
            };
            values.push(&rest[..end]);
            scan.text = &rest[end + 2..];
        }
        let Some(rest) = scan.text.strip_prefix(b")") else {
            return found;
        };
        if attribute.eq_ignore_ascii_case(name)
            && let [value] = values[..]
        {
            found.push(super::extension::Pair {
                key: variable.to_vec(),
                value: value.to_vec(),
            });
        }
        is_new = rest.first() == Some(&b'/');
        scan.text = rest.strip_prefix(b"/").unwrap_or(rest);
        if scan
            .text
            .iter()
            .all(|byte| matches!(byte, 0 | b' ' | b'\n'))
        {
            return found;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_as_the_documentation_has_them() {
        let text = b"$a=C 10 my mcgroup a b c\n$b=D2 55 0  g e f d\n\n\n$c=D3 Yes 10 mdgroup #2 h i j\n$d=E 1 2 34 13 third mdgroup k l m\n$e=E 11 6 choice 0  n o p\n";
        let (sets, damaged) = response_sets(text);
        assert!(!damaged);
        let found: Vec<String> = sets
            .iter()
            .map(|set| {
                let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let items: Vec<String> = set.items.iter().map(|item| words(item)).collect();
                let counted = set.counted.as_deref().map(words);
                format!(
                    "{}|{:?}|{}|{}",
                    words(&set.name),
                    counted,
                    words(&set.label),
                    items.join(",")
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "a|None|my mcgroup|a,b,c",
                "b|Some(\"55\")||g,e,f,d",
                "c|Some(\"Yes\")|mdgroup #2|h,i,j",
                "d|Some(\"34\")|third mdgroup|k,l,m",
                "e|Some(\"choice\")||n,o,p",
            ]
        );
    }

    #[test]
    fn a_damaged_set_does_not_hide_the_next() {
        let (sets, damaged) = response_sets(b"$a=C 99999999 x a b\n$b=C 1 x a b\n");
        assert!(damaged);
        assert_eq!(sets.len(), 1);
        assert_eq!(sets[0].name, b"b");
    }

    #[test]
    fn attributes_of_variables() {
        let text = b"dummy:fred('23'\n'34'\n)$@Role('5'\n)/x:$@Role('0'\n)bert('a)b'\n)";
        let found = attribute(text, b"$@Role");
        assert_eq!(found.len(), 2);
        assert_eq!(
            (&found[0].key[..], &found[0].value[..]),
            (&b"dummy"[..], &b"5"[..])
        );
        assert_eq!(
            (&found[1].key[..], &found[1].value[..]),
            (&b"x"[..], &b"0"[..])
        );
        assert!(attribute(b"dummy:fred('2", b"fred").is_empty());
    }
}
