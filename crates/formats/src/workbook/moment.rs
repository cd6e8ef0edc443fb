//! Dates and times in workbooks: numbers that only their format makes dates.

use befund_survey::calendar;
use befund_survey::codebook::Temporal;

use super::sheet::Content;

const SECONDS_OF_DAY: f64 = 86_400.0;
/// The day before 1900-01-01 counted from 1970-01-01.
const DAY_0_OF_1900: f64 = -25_568.0;
/// 1904-01-01 counted from 1970-01-01.
const DAY_0_OF_1904: f64 = -24_107.0;
/// 9999-12-31, the last day that Excel knows.
const LAST_SERIAL: f64 = 2_958_465.0;
/// 29 February 1900, which Excel has as Lotus 1-2-3 had it, but no calendar.
const IMPOSSIBLE: f64 = 60.0;

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Epoch {
    /// 1900-01-01 is 1, and 1900 has a 29 February.
    #[default]
    Y1900,
    /// 1904-01-01 is 0.
    Y1904,
}

/// A number that is shown as a date or a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    pub(super) content: Content,
    /// It shows a day that never was; the day before stands for it.
    pub(super) impossible: bool,
}

/// What a number is that is shown like this; numbers that are no dates stay numbers.
pub(super) fn moment(serial: f64, shown: Temporal, epoch: Epoch) -> Moment {
    let of = |content| Moment {
        content,
        impossible: false,
    };
    // milliseconds: doubles of this size do not hold the seconds exactly
    let seconds = |days: f64| (days * SECONDS_OF_DAY * 1000.0).round() / 1000.0;
    if shown == Temporal::Time && serial.abs() <= LAST_SERIAL {
        return of(Content::Time(seconds(serial)));
    }
    if !(0.0..LAST_SERIAL + 1.0).contains(&serial) {
        return of(Content::Number(serial));
    }
    let (day, of_day) = (serial.floor(), seconds(serial - serial.floor()));
    let days = match epoch {
        Epoch::Y1904 => day + DAY_0_OF_1904,
        Epoch::Y1900 if day < IMPOSSIBLE => day + DAY_0_OF_1900,
        Epoch::Y1900 => day - 1.0 + DAY_0_OF_1900,
    };
    if shown == Temporal::DateTime && day == 0.0 && epoch == Epoch::Y1900 {
        return of(Content::Time(of_day));
    }
    let content = if of_day == 0.0 && shown == Temporal::Date {
        Content::Date(days)
    } else {
        Content::DateTime(days * SECONDS_OF_DAY + of_day)
    };
    Moment {
        content,
        impossible: day == IMPOSSIBLE && epoch == Epoch::Y1900,
    }
}

/// What a number format shows: a date, a time, both, or no moment.
pub(super) fn shown_by(format: &str) -> Option<Temporal> {
    let section = bare(format);
    if section.eq_ignore_ascii_case("general") || section.eq_ignore_ascii_case("standard") {
        return None;
    }
    let has = |letters: &[char]| section.contains(letters);
    let day = has(&['d', 'y', 'j', 'D', 'Y', 'J']);
    let clock = has(&['h', 's', 'H', 'S', '\u{1}']);
    let month = has(&['m', 'M']);
    match (day || (month && !clock), clock) {
        (true, true) => Some(Temporal::DateTime),
        (true, false) => Some(Temporal::Date),
        (false, true) => Some(Temporal::Time),
        (false, false) => None,
    }
}

/// The first section of a number format without what is shown as it stands; `[h]` as a sign of its own.
fn bare(format: &str) -> String {
    let mut section = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                characters.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                let lengthy = |c: char| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's');
                if !inside.is_empty() && inside.chars().all(lengthy) {
                    section.push('\u{1}');
                }
            }
            ';' => break,
            other => section.push(other),
        }
    }
    section.trim().to_owned()
}

/// What the formats show that have a number only.
pub(super) fn shown_by_number(format: u32) -> Option<Temporal> {
    match format {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Some(Temporal::Date),
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Some(Temporal::Time),
        22 => Some(Temporal::DateTime),
        _ => None,
    }
}

/// A moment as ISO 8601 writes it: `2021-01-01`, `2021-01-01T10:10:10.5`, `10:10:10`, with or without `Z`.
pub(super) fn iso(text: &str) -> Option<Content> {
    let text = text.trim();
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (Some(date), Some(time)),
        None if text.contains(':') => (None, Some(text)),
        None => (Some(text), None),
    };
    let day = match date {
        Some(date) => Some(iso_day(date)?),
        None => None,
    };
    let seconds = match time {
        Some(time) => Some(iso_clock(time)?),
        None => None,
    };
    Some(match (day, seconds) {
        (Some(day), None) => Content::Date(day),
        (Some(day), Some(seconds)) => Content::DateTime(day * SECONDS_OF_DAY + seconds),
        (None, seconds) => Content::Time(seconds?),
    })
}

fn iso_day(text: &str) -> Option<f64> {
    let mut parts = text.splitn(3, '-');
    let year: i32 = parts.next()?.parse().ok()?;
    let month: u32 = parts.next()?.parse().ok()?;
    let day: u32 = parts.next()?.parse().ok()?;
    if !(0..=9999).contains(&year) {
        return None;
    }
    Some(calendar::day(year, month, day)? as f64)
}

fn iso_clock(text: &str) -> Option<f64> {
    let mut parts = text.splitn(3, ':');
    let hours: u32 = parts.next()?.parse().ok()?;
    let minutes: u32 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next().map_or(Some(0.0), |text| text.parse().ok())?;
    let clock = hours < 10_000 && minutes < 60 && (0.0..61.0).contains(&seconds);
    clock.then(|| f64::from(hours * 3600 + minutes * 60) + seconds)
}

/// Seconds of a duration as OpenDocument writes it: `PT10H10M10.5S`.
pub(super) fn duration(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1.0, text),
        None => (1.0, text),
    };
    let mut seconds = 0.0;
    let mut number = String::new();
    let mut clock = false;
    for character in text.strip_prefix('P')?.chars() {
        let unit = match (character, clock) {
            ('T', false) => {
                clock = true;
                continue;
            }
            ('0'..='9' | '.' | ',', _) => {
                number.push(if character == ',' { '.' } else { character });
                continue;
            }
            ('D', false) => SECONDS_OF_DAY,
            ('H', true) => 3600.0,
            ('M', true) => 60.0,
            ('S', true) => 1.0,
            _ => return None,
        };
        seconds += unit * number.parse::<f64>().ok()?;
        number.clear();
    }
    let known = number.is_empty() && seconds <= LAST_SERIAL * SECONDS_OF_DAY;
    known.then_some(sign * seconds)
}

/// The number by which Excel has a day or a time since 1970 (its system of 1900); nothing where it has none, or not as exactly.
pub(crate) fn serial(number: f64, temporal: Temporal) -> Option<f64> {
    let days = match temporal {
        Temporal::Date => number,
        Temporal::DateTime | Temporal::Time => number / SECONDS_OF_DAY,
    };
    let serial = match temporal {
        Temporal::Time => days,
        // from 1 March 1900 on one more: the day that never was
        _ if days - DAY_0_OF_1900 >= IMPOSSIBLE => days + 1.0 - DAY_0_OF_1900,
        _ => days - DAY_0_OF_1900,
    };
    let read = moment(serial, temporal, Epoch::Y1900).content;
    let same = match (temporal, read) {
        (Temporal::Date, Content::Date(found))
        | (Temporal::DateTime, Content::DateTime(found))
        | (Temporal::Time, Content::Time(found)) => found == number,
        _ => false,
    };
    (same && (serial >= 1.0 || temporal == Temporal::Time)).then_some(serial)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_recognised() {
        for (format, shown) in [
            ("General", None),
            ("Standard", None),
            ("0.00E+00", None),
            ("#,##0.00 [$€-407];[Red]-#,##0.00 [$€-407]", None),
            ("0 \"days\"", None),
            ("_-* #,##0.00\\ \"DM\"_-", None),
            ("0;[Red]-0;\"dd\"", None),
            ("yyyy\\-mm\\-dd", Some(Temporal::Date)),
            ("TT.MM.JJJJ", Some(Temporal::Date)),
            ("[$-407]d. mmmm yyyy;@", Some(Temporal::Date)),
            ("mmm-yy", Some(Temporal::Date)),
            ("mmmm", Some(Temporal::Date)),
            ("hh:mm", Some(Temporal::Time)),
            ("[h]:mm:ss", Some(Temporal::Time)),
            ("[mm]", Some(Temporal::Time)),
            ("mm:ss.0", Some(Temporal::Time)),
            ("h:mm AM/PM", Some(Temporal::Time)),
            ("m/d/yy h:mm", Some(Temporal::DateTime)),
            ("[Red][h]", Some(Temporal::Time)),
        ] {
            assert_eq!(shown_by(format), shown, "{format}");
        }
    }

    #[test]
    fn numbers_are_the_days_that_excel_shows() {
        let date = |serial, epoch| match moment(serial, Temporal::Date, epoch).content {
            Content::Date(day) => Temporal::Date.write(day),
            Content::DateTime(second) => Temporal::DateTime.write(second),
            _ => None,
        };
        // openpyxl.utils.datetime.from_excel
        for (serial, text) in [
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (60.0, "1900-02-28"),
            (61.0, "1900-03-01"),
            (41_689.604_166_666_664, "2014-02-19T14:30:00"),
            (2_958_465.0, "9999-12-31"),
        ] {
            assert_eq!(date(serial, Epoch::Y1900).as_deref(), Some(text));
        }
        assert!(moment(60.5, Temporal::Date, Epoch::Y1900).impossible);
        assert_eq!(date(1.0, Epoch::Y1904).as_deref(), Some("1904-01-02"));
        assert_eq!(
            moment(-1.0, Temporal::Date, Epoch::Y1900).content,
            Content::Number(-1.0)
        );
        assert_eq!(
            moment(0.5, Temporal::DateTime, Epoch::Y1900).content,
            Content::Time(43_200.0)
        );
        assert_eq!(
            moment(1.5, Temporal::Time, Epoch::Y1900).content,
            Content::Time(129_600.0)
        );
    }

    #[test]
    fn iso_moments_are_read() {
        assert_eq!(iso("1970-01-02"), Some(Content::Date(1.0)));
        assert_eq!(
            iso("1970-01-02T00:00:01.5Z"),
            Some(Content::DateTime(86_401.5))
        );
        assert_eq!(iso("10:10:10"), Some(Content::Time(36_610.0)));
        for wrong in [
            "",
            "1970",
            "1970-13-01",
            "1970-01-01Tx",
            "99:99",
            "2021-02-29",
            "é-1-1",
        ] {
            assert_eq!(iso(wrong), None, "{wrong}");
        }
        assert_eq!(duration("PT10H10M10.5S"), Some(36_610.5));
        assert_eq!(duration("-P1DT1S"), Some(-86_401.0));
        assert_eq!(duration("PT1"), None);
        assert_eq!(duration("10:10"), None);
    }
}
