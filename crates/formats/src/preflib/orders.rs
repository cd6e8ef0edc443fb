//! From the text of a file of orders to ranks and counts.

use super::{DataType, Fault};

/// No file has more alternatives.
const MAX_ALTERNATIVES: usize = 10_000;
/// Ranks that are held at most, 64 MB of them.
const MAX_RANKS: usize = 1 << 25;
/// So much of a line is shown in an error.
const SHOWN: usize = 60;
/// Whole numbers beyond 2^53 have gaps.
const MAX_COUNT: u64 = 1 << 53;

/// The orders of a file.
pub(super) struct Orders {
    pub(super) data_type: DataType,
    pub(super) title: String,
    /// The alternatives, in the order of the file; those without a name after the others.
    pub(super) names: Vec<String>,
    /// How many of them have a name.
    named: usize,
    /// For every alternative its rank in every order, 0 where it is not ranked.
    pub(super) ranks: Vec<Vec<u16>>,
    /// How many gave each order.
    pub(super) counts: Vec<f64>,
    /// How many alternatives, voters and different orders the header announces.
    pub(super) announced: Option<u64>,
    pub(super) voters: Option<u64>,
    pub(super) unique: Option<u64>,
}

/// What is wrong, and where.
pub(super) struct At {
    pub(super) line: u64,
    pub(super) text: String,
    pub(super) fault: Fault,
}

/// An offending text and what is wrong with it.
struct Wrong<'a>(&'a str, Fault);

impl Orders {
    /// Reads the text of a whole file; `by_name` is the type its name says, which the header overrules.
    pub(super) fn read(text: &str, by_name: Option<DataType>) -> Result<Self, At> {
        let mut orders = Self {
            data_type: by_name.unwrap_or(DataType::Toi),
            title: String::new(),
            names: Vec::new(),
            named: 0,
            ranks: Vec::new(),
            counts: Vec::new(),
            announced: None,
            voters: None,
            unique: None,
        };
        let mut lines = (1..)
            .zip(text.lines().map(str::trim))
            .filter(|(_, line)| !line.is_empty());
        // where each number of an alternative stands among the names, from 1
        let mut places: Vec<u16> = Vec::new();
        let is_old = !text.trim_start().starts_with('#');
        if is_old {
            orders.old_header(&mut lines, &mut places)?;
        }
        let mut begun = is_old;
        let (mut fewest, mut shortest) = (usize::MAX, None);
        for (line, text) in lines {
            let at = |Wrong(text, fault): Wrong<'_>| fault_at(line, text, fault);
            if let Some(comment) = text.strip_prefix('#') {
                orders.key(comment, &mut places).map_err(at)?;
                continue;
            }
            if !std::mem::replace(&mut begun, true) {
                orders.unnamed(&mut places);
            }
            if orders.names.is_empty() {
                return Err(at(Wrong(text, Fault::NoHeader)));
            }
            let split = text.split_once(if is_old { ',' } else { ':' });
            // In the old layout nobody ranked anything where nothing follows the count.
            let (count, order) = split.unwrap_or((text, ""));
            if split.is_none() && !is_old {
                return Err(at(Wrong(text, Fault::Count)));
            }
            let count = number(count, MAX_COUNT)
                .ok_or(Wrong(count, Fault::Count))
                .map_err(at)?;
            if (orders.counts.len() + 1) * orders.ranks.len() > MAX_RANKS {
                return Err(at(Wrong(text, Fault::TooLarge)));
            }
            let ranked = orders.order(order, &places).map_err(at)?;
            orders.counts.push(count as f64);
            if ranked < fewest {
                fewest = ranked;
                shortest = Some(at(Wrong(text, Fault::Incomplete)));
            }
        }
        orders.drop_unused();
        match shortest {
            Some(at) if orders.data_type.is_complete() && fewest < orders.names.len() => Err(at),
            _ => Ok(orders),
        }
    }

    /// The number of alternatives, their names, and a line of three numbers.
    fn old_header<'t>(
        &mut self,
        lines: &mut impl Iterator<Item = (u64, &'t str)>,
        places: &mut Vec<u16>,
    ) -> Result<(), At> {
        let Some((line, text)) = lines.next() else {
            return Ok(());
        };
        let announced = number(text, MAX_ALTERNATIVES as u64)
            .ok_or_else(|| fault_at(line, text, Fault::NoHeader))?;
        self.announced = Some(announced);
        for (line, text) in lines.take(announced as usize) {
            let named = text.split_once(',').and_then(|(alternative, name)| {
                let alternative = number(alternative, announced)?;
                self.name(alternative, name, places)
            });
            named.ok_or_else(|| fault_at(line, text, Fault::Name))?;
        }
        self.named = self.names.len();
        let Some((line, text)) = lines.next() else {
            return Ok(());
        };
        let numbers: Vec<Option<u64>> = text
            .split(',')
            .map(|text| number(text, MAX_COUNT))
            .collect();
        let [Some(_voters), Some(sum), Some(unique)] = numbers[..] else {
            return Err(fault_at(line, text, Fault::Number));
        };
        // A count may stand for less than a voter, but the counts add up to their sum.
        (self.voters, self.unique) = (Some(sum), Some(unique));
        Ok(())
    }

    /// A line `# KEY: value`; what is no key is a comment.
    fn key<'t>(&mut self, comment: &'t str, places: &mut Vec<u16>) -> Result<(), Wrong<'t>> {
        let Some((key, value)) = comment.split_once(':') else {
            return Ok(());
        };
        let (key, value) = (key.trim(), value.trim());
        let as_number = |most: u64| {
            number(value, most)
                .map(Some)
                .ok_or(Wrong(value, Fault::Number))
        };
        match key {
            "TITLE" => value.clone_into(&mut self.title),
            "DATA TYPE" => {
                self.data_type = DataType::of(value).ok_or(Wrong(value, Fault::DataType))?;
            }
            "NUMBER ALTERNATIVES" => self.announced = as_number(MAX_ALTERNATIVES as u64)?,
            "NUMBER VOTERS" => self.voters = as_number(MAX_COUNT)?,
            "NUMBER UNIQUE ORDERS" => self.unique = as_number(MAX_COUNT)?,
            _ => {
                if let Some(alternative) = key.strip_prefix("ALTERNATIVE NAME ") {
                    number(alternative, MAX_ALTERNATIVES as u64)
                        .and_then(|alternative| self.name(alternative, value, places))
                        .ok_or(Wrong(comment, Fault::Name))?;
                }
            }
        }
        Ok(())
    }

    /// Takes an alternative in; `None` where its number is taken or there are orders already.
    fn name(&mut self, alternative: u64, name: &str, places: &mut Vec<u16>) -> Option<()> {
        // at most `MAX_ALTERNATIVES`, which fits
        let index = usize::try_from(alternative).ok()?;
        if places.len() <= index {
            places.resize(index + 1, 0);
        }
        if places[index] != 0 || !self.counts.is_empty() {
            return None;
        }
        self.names.push(match name.trim() {
            "" => alternative.to_string(),
            name => name.to_owned(),
        });
        self.ranks.push(Vec::new());
        places[index] = u16::try_from(self.names.len()).ok()?;
        Some(())
    }

    /// Announced alternatives without a name are known by their number.
    fn unnamed(&mut self, places: &mut Vec<u16>) {
        self.named = self.names.len();
        for alternative in 1..=self.announced.unwrap_or(0) {
            // A number that is taken has a name.
            let _ = self.name(alternative, "", places);
        }
    }

    /// Drops what has no name and nobody ranks, unless nothing has a name.
    fn drop_unused(&mut self) {
        for place in (self.named..self.names.len()).rev() {
            if self.named > 0 && self.ranks[place].iter().all(|rank| *rank == 0) {
                self.names.remove(place);
                self.ranks.remove(place);
            }
        }
    }

    /// Adds an order; gives how many alternatives it ranks.
    fn order<'t>(&mut self, order: &'t str, places: &[u16]) -> Result<usize, Wrong<'t>> {
        for ranks in &mut self.ranks {
            ranks.push(0);
        }
        let row = self.counts.len();
        let (mut ranked, mut rank) = (0, 1);
        // how many are in the tie that is open
        let mut tied = None;
        for part in order.split(',').map(str::trim) {
            let opened = part.strip_prefix('{');
            if opened.is_some() && tied.replace(0).is_some() {
                return Err(Wrong(order, Fault::Brace));
            }
            let rest = opened.unwrap_or(part);
            let closed = rest.strip_suffix('}');
            let alternative = closed.unwrap_or(rest).trim();
            if alternative.contains(['{', '}']) || closed.is_some() && tied.is_none() {
                return Err(Wrong(order, Fault::Brace));
            }
            // nothing stands in an empty tie or after a comma at the end
            if !alternative.is_empty() {
                let place = number(alternative, MAX_ALTERNATIVES as u64)
                    .and_then(|number| places.get(usize::try_from(number).ok()?))
                    .and_then(|place| usize::from(*place).checked_sub(1))
                    .ok_or(Wrong(alternative, Fault::Unknown))?;
                let given = &mut self.ranks[place][row];
                if *given != 0 {
                    return Err(Wrong(alternative, Fault::Twice));
                }
                *given = rank;
                ranked += 1;
                if let Some(tied) = &mut tied {
                    *tied += 1;
                    if *tied > 1 && self.data_type.is_strict() {
                        return Err(Wrong(order, Fault::Tie));
                    }
                }
            }
            if closed.is_some() {
                tied = None;
            }
            if tied.is_none() {
                // at most `MAX_ALTERNATIVES` are ranked, each once
                #[allow(clippy::cast_possible_truncation)]
                let next = ranked as u16 + 1;
                rank = next;
            }
        }
        match tied {
            Some(_) => Err(Wrong(order, Fault::Brace)),
            None => Ok(ranked),
        }
    }
}

fn fault_at(line: u64, text: &str, fault: Fault) -> At {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    At {
        line,
        text: shown,
        fault,
    }
}

/// A whole number without sign, at most `most`.
fn number(text: &str, most: u64) -> Option<u64> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = digits.then(|| text.parse().ok()).flatten()?;
    (number <= most).then_some(number)
}
