//! Days and moments that are written as texts.

use crate::calendar::day;
use crate::codebook::{DateOrder, Temporal};

/// Texts that were read as days or moments, and how.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dates {
    /// What the numbers count.
    pub(super) temporal: Temporal,
    /// In which order the texts write year, month and day.
    pub(super) order: DateOrder,
    /// A number for each text.
    pub(super) numbers: Vec<f64>,
}

/// One text as it is written, before it is known which of its numbers is the month.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Written {
    parts: [u32; 3],
    /// Digits of the first part; four are a year.
    first_digits: usize,
    /// Whether points stand between the parts, as only day, month and year have them.
    pointed: bool,
    /// Digits of the last part.
    last_digits: usize,
    /// Seconds of the day; none where no time of day is written.
    seconds: Option<f64>,
}

/// Reads texts as days or moments, in the order that is stated or else in the one that shows; nothing where one is none, or where day and
/// month cannot be told apart.
pub(super) fn dates<'a>(
    texts: impl Iterator<Item = &'a str>,
    stated: Option<DateOrder>,
) -> Option<Dates> {
    let written: Vec<Written> = texts.map(write).collect::<Option<_>>()?;
    let order = match stated {
        Some(order) => order,
        None => date_order(&written)?,
    };
    let temporal = if written
        .iter()
        .any(|text| text.seconds.is_some_and(|seconds| seconds > 0.0))
    {
        Temporal::DateTime
    } else {
        Temporal::Date
    };
    let numbers = written
        .iter()
        .map(|text| number(text, order, temporal))
        .collect::<Option<_>>()?;
    Some(Dates {
        temporal,
        order,
        numbers,
    })
}

fn date_order(written: &[Written]) -> Option<DateOrder> {
    let first = written.first()?;
    if written.iter().all(|text| text.first_digits == 4) {
        return Some(DateOrder::YearMonthDay);
    }
    if written
        .iter()
        .any(|text| text.first_digits == 4 || text.pointed != first.pointed)
    {
        return None;
    }
    if first.pointed {
        return Some(DateOrder::DayMonthYear);
    }
    let largest = |at: usize| written.iter().map(|text| text.parts[at]).max().unwrap_or(0);
    match (largest(0) > 12, largest(1) > 12) {
        (true, false) => Some(DateOrder::DayMonthYear),
        (false, true) => Some(DateOrder::MonthDayYear),
        // nobody can tell 01/02 from 02/01; both above 12 is no date
        _ => None,
    }
}

fn number(text: &Written, order: DateOrder, temporal: Temporal) -> Option<f64> {
    let [a, b, c] = text.parts;
    let (year, month, of_month) = match order {
        DateOrder::YearMonthDay => (a, b, c),
        DateOrder::DayMonthYear => (c, b, a),
        DateOrder::MonthDayYear => (c, a, b),
    };
    let digits = match order {
        DateOrder::YearMonthDay => text.first_digits,
        // a year in front is no day
        _ if text.first_digits == 4 => return None,
        _ => text.last_digits,
    };
    let year = match digits {
        4 => year,
        // the rule of POSIX for two digits
        2 if year >= 69 => year + 1900,
        2 => year + 2000,
        _ => return None,
    };
    if !(1000..=2999).contains(&year) {
        return None;
    }
    let days = day(i32::try_from(year).ok()?, month, of_month)? as f64;
    Some(match temporal {
        Temporal::Date | Temporal::Time => days,
        Temporal::DateTime => days * 86_400.0 + text.seconds.unwrap_or(0.0),
    })
}

fn write(text: &str) -> Option<Written> {
    let text = text.trim();
    let (date, time) = match text.find(['T', ' ']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };
    let mark = date
        .find(['-', '.', '/'])
        .and_then(|at| date[at..].chars().next())?;
    let pieces: Vec<&str> = date.split(mark).collect();
    let [a, b, c] = pieces.as_slice() else {
        return None;
    };
    let part = |piece: &str| {
        let digits =
            matches!(piece.len(), 1..=4) && piece.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| piece.parse().ok()).flatten()
    };
    let seconds = if time.is_empty() {
        None
    } else {
        Some(of_day(time)?)
    };
    let year_first = a.len() == 4;
    if !year_first && (a.len() > 2 || b.len() > 2) || b.len() > 2 {
        return None;
    }
    Some(Written {
        parts: [part(a)?, part(b)?, part(c)?],
        first_digits: a.len(),
        pointed: mark == '.',
        last_digits: c.len(),
        seconds,
    })
}

/// Seconds of a time of day: `14:30`, `2:30:05 PM`, `14:30:05.25`; one with an offset from UTC is none, because it would lose it.
fn of_day(time: &str) -> Option<f64> {
    let upper = time.to_ascii_uppercase();
    let (clock, noon) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim(), Some(0.0)),
        (_, Some(clock)) => (clock.trim(), Some(12.0)),
        _ => (upper.strip_suffix("UHR").unwrap_or(&upper).trim(), None),
    };
    let pieces: Vec<&str> = clock.split(':').collect();
    let (hours, minutes, seconds) = match pieces.as_slice() {
        [hours, minutes] => (*hours, *minutes, "0"),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let whole = |piece: &str, most: f64| {
        let digits =
            matches!(piece.len(), 1 | 2) && piece.bytes().all(|byte| byte.is_ascii_digit());
        digits
            .then(|| piece.parse::<f64>().ok())
            .flatten()
            .filter(|number| *number <= most)
    };
    let fraction = |piece: &str| {
        let digits = piece.len() <= 12
            && piece
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.');
        digits
            .then(|| piece.parse::<f64>().ok())
            .flatten()
            .filter(|number| *number < 60.0)
    };
    let hours = match noon {
        Some(noon) => whole(hours, 12.0).filter(|hours| *hours >= 1.0)? % 12.0 + noon,
        None => whole(hours, 23.0)?,
    };
    Some(hours * 3600.0 + whole(minutes, 59.0)? * 60.0 + fraction(seconds)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(texts: &[&str]) -> Option<Vec<String>> {
        let found = dates(texts.iter().copied(), None)?;
        let write = |number: &f64| found.temporal.write(*number).unwrap_or_default();
        Some(found.numbers.iter().map(write).collect())
    }

    #[test]
    fn days_and_moments_are_read_in_every_common_writing() {
        for (texts, expected) in [
            (
                &["2026-11-22", "2026-01-02"][..],
                Some(["2026-11-22", "2026-01-02"]),
            ),
            (
                &["22.11.2026", "2.1.2026"],
                Some(["2026-11-22", "2026-01-02"]),
            ),
            (
                &["22.11.26", "02.01.99"],
                Some(["2026-11-22", "1999-01-02"]),
            ),
            (
                &["01-01-13", "15-02-13"],
                Some(["2013-01-01", "2013-02-15"]),
            ),
            (
                &["11/22/2026", "1/2/2026"],
                Some(["2026-11-22", "2026-01-02"]),
            ),
            (
                &["22/11/2026", "1/2/2026"],
                Some(["2026-11-22", "2026-02-01"]),
            ),
            (
                &["5/19/2006 0:00:00", "5/2/2006 0:00:00"],
                Some(["2006-05-19", "2006-05-02"]),
            ),
            (
                &["2026-11-22 14:30", "2026-01-02T00:00:05"],
                Some(["2026-11-22T14:30:00", "2026-01-02T00:00:05"]),
            ),
            (
                &["11/22/2026 2:30 PM", "1/2/2026 12:00 AM"],
                Some(["2026-11-22T14:30:00", "2026-01-02T00:00:00"]),
            ),
            // 1 February or 2 January?
            (&["01/02/2026", "03/04/2026"], None),
            (&["13/13/2026", "01/02/2026"], None),
            (&["31.02.2026", "01.02.2026"], None),
            (&["2026-11-22T10:00:00-08:00", "2026-11-22T10:00:00Z"], None),
            (&["1.2.3", "1.2.4"], None),
            (&["030-12-1234", "0"], None),
        ] {
            let expected = expected.map(|texts| texts.map(str::to_owned).to_vec());
            assert_eq!(iso(texts), expected, "{texts:?}");
        }
    }
    #[test]
    fn an_order_that_is_stated_settles_what_nobody_can_tell() {
        let iso = |texts: &[&str], order| {
            let found = dates(texts.iter().copied(), Some(order))?;
            let write = |number: &f64| found.temporal.write(*number).unwrap_or_default();
            Some(found.numbers.iter().map(write).collect::<Vec<_>>())
        };
        let ambiguous = ["01/02/2026", "03/04/26"];
        for (order, expected) in [
            (DateOrder::DayMonthYear, ["2026-02-01", "2026-04-03"]),
            (DateOrder::MonthDayYear, ["2026-01-02", "2026-03-04"]),
        ] {
            let expected = expected.map(str::to_owned).to_vec();
            assert_eq!(iso(&ambiguous, order), Some(expected));
        }
        let short = iso(&["26-02-01"], DateOrder::YearMonthDay);
        assert_eq!(short, Some(vec!["2026-02-01".to_owned()]));
        assert_eq!(iso(&ambiguous, DateOrder::YearMonthDay), None);
        assert_eq!(iso(&["2026-02-01"], DateOrder::DayMonthYear), None);
        assert_eq!(iso(&["13/02/2026"], DateOrder::MonthDayYear), None);
    }
}
