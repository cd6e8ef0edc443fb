//! What only rows can tell: ranks that occur once in each row, answers from one list that never repeat in a row.

use befund_columns::Marked;

use super::answers::Answers;
use crate::Language;
use crate::codebook::Variable;

/// Rows must show it at least so often.
const LEAST_ROWS: u64 = 8;
/// More items than anyone ranks; ranks are bits of a word.
const MOST_ITEMS: usize = 60;

/// Rows that are looked at together.
const BLOCK: usize = 1 << 13;

/// Bad rows are tolerated up to one in so many.
const TOLERATED: u64 = 50;

/// In how many rows the items hold the ranks 1, 2, ... once each; nothing where they do not.
///
/// Rows may stop early (the three most important of ten), but hold two ranks on average at least, and one row in fifty may be wrong.
pub(super) fn once(items: &[(&Variable, &Answers<'_>)]) -> Option<u64> {
    if !(LEAST_ITEMS..=MOST_ITEMS).contains(&items.len()) {
        return None;
    }
    let mut columns = Vec::with_capacity(items.len());
    let mut largest = 0.0;
    for (variable, answers) in items {
        let numbers = answers.numbers(variable)?;
        let fits =
            |number: &f64| number.fract() == 0.0 && (1.0..=items.len() as f64).contains(number);
        if !numbers.iter().all(fits) {
            return None;
        }
        largest = numbers.last().copied().unwrap_or(0.0).max(largest);
        let codes = answers.codes()?;
        // the bit of each code's rank; a column of ranks has no more different values than a byte
        let mut ranks = [0; 256];
        for (value, bit) in codes.dictionary().iter().zip(&mut ranks[1..]) {
            let rank = value.number().filter(|_| !variable.is_missing(value));
            // a rank between 1 and MOST_ITEMS, checked above
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let place = |rank: f64| 1 << (rank as u64 - 1).min(63);
            *bit = rank.map_or(0, place);
        }
        columns.push((codes, ranks));
    }
    let rows = columns.first()?.0.len();
    let (mut good, mut bad, mut ranked) = (0u64, 0u64, 0u64);
    let mut bytes = vec![0; BLOCK.min(rows)];
    for from in (0..rows).step_by(BLOCK) {
        let bytes = &mut bytes[..BLOCK.min(rows - from)];
        let mut marked = vec![Marked::default(); bytes.len()];
        for (codes, ranks) in &columns {
            if !codes.write_bytes(from, bytes) {
                return None;
            }
            befund_columns::mark_bits(&mut marked, bytes, ranks);
        }
        for Marked { seen, given, twice } in marked {
            if given == 0 {
                continue;
            }
            // 1, 2, 3 without a gap is a word of ones at the end
            if !twice && seen & (seen + 1) == 0 {
                good += 1;
                ranked += u64::from(given);
            } else {
                bad += 1;
                if bad > 20 && bad * TOLERATED > good {
                    return None;
                }
            }
        }
    }
    let enough = good >= LEAST_ROWS.min(2 + 30 / items.len() as u64)
        && bad * TOLERATED <= good
        && ranked >= 2 * good
        && largest >= 2.0;
    enough.then_some(good)
}

const LEAST_ITEMS: usize = 3;
/// Of items that bear one question, one row in so many may repeat an answer or leave a gap.
const ONE_QUESTION: u64 = 5;

/// In how many rows there is more than one answer, where all items take their answers from one list, no row repeats one, and rows are
/// filled from the first item on; nothing where that is not so.
pub(super) fn one_list(items: &[(&Variable, &Answers<'_>)]) -> Option<u64> {
    let lists: Vec<Vec<&crate::Value>> = items
        .iter()
        .map(|(variable, answers)| {
            let valid = answers.valid(variable);
            valid.iter().map(|counted| counted.value).collect()
        })
        .collect();
    let widest = lists.iter().max_by_key(|list| list.len())?;
    // items that all bear one question are answers to it, even where some rows repeat one or leave a gap
    let question = |variable: &Variable| variable.label.get(Language::De).to_owned();
    let first = question(items.first()?.0);
    let one_question = !first.is_empty() && items.iter().all(|(item, _)| question(item) == first);
    let tolerated = if one_question {
        ONE_QUESTION
    } else {
        TOLERATED
    };
    if !(3..=500).contains(&widest.len()) {
        return None;
    }
    let shared = |list: &Vec<&crate::Value>| {
        let shared = list.iter().filter(|value| widest.contains(value)).count();
        !list.is_empty() && 2 * shared > list.len()
    };
    if !lists.iter().all(shared) {
        return None;
    }
    let mut all: Vec<&crate::Value> = Vec::new();
    for value in lists.iter().flatten() {
        if !all.contains(value) {
            all.push(value);
        }
    }
    let mut columns = Vec::with_capacity(items.len());
    for (variable, answers) in items {
        let codes = answers.codes()?;
        let places: Vec<usize> = std::iter::once(0)
            .chain(codes.dictionary().iter().map(|value| {
                let valid = !variable.is_missing(value);
                let place = all.iter().position(|known| *known == value);
                place.filter(|_| valid).map_or(0, |place| place + 1)
            }))
            .collect();
        columns.push((codes, places));
    }
    let rows = columns.first()?.0.len();
    let (mut several, mut bad) = (0u64, 0u64);
    let mut given: Vec<usize> = Vec::with_capacity(items.len());
    for row in 0..rows {
        given.clear();
        let (mut ended, mut wrong) = (false, false);
        for (codes, places) in &columns {
            match places[codes.code(row)] {
                0 => ended = true,
                place => {
                    wrong |= ended || given.contains(&place);
                    given.push(place);
                }
            }
        }
        if wrong {
            bad += 1;
            if bad * tolerated > rows as u64 {
                return None;
            }
        } else if given.len() > 1 {
            several += 1;
        }
    }
    (several >= LEAST_ROWS && bad * tolerated <= several).then_some(several)
}

/// For every code of a column whether it is a valid answer.
pub(super) fn valid_codes(variable: &Variable, answers: &Answers<'_>) -> Vec<bool> {
    let values = answers.codes().map_or(&[][..], |codes| codes.dictionary());
    std::iter::once(false)
        .chain(values.iter().map(|value| !variable.is_missing(value)))
        .collect()
}
