//! Display formats, which say what numbers are: `%td` is a day, `%9.2f` shows two decimal places.

use befund_survey::calendar;
use befund_survey::codebook::Temporal;

/// What the numbers of a variable count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Nothing in particular.
    Plain,
    /// Days since 1960 (`%td`, `%d`).
    Day,
    /// Milliseconds since 1960 (`%tc`).
    Clock,
    /// The same with leap seconds (`%tC`).
    LeapClock,
    /// Periods since 1960, of which there are so many a year: 52 weeks, 12 months, 4 quarters, 2 halves.
    Period(u16),
    /// Days on which a business is open, counted by a calendar that the file does not have (`%tb`).
    BusinessDay,
}

/// A display format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Display {
    pub(super) unit: Unit,
    /// Shows hours, minutes and seconds, but no day.
    pub(super) time_only: bool,
    pub(super) decimals: Option<u8>,
}

/// Days from 1960 to 1970.
const DAYS: f64 = 3653.0;
const SECONDS_OF_DAY: f64 = 86_400.0;

impl Display {
    pub(super) fn of(format: &[u8]) -> Self {
        let mut display = Self {
            unit: Unit::Plain,
            time_only: false,
            decimals: None,
        };
        let format = format.strip_prefix(b"%").unwrap_or(format);
        let format = format.strip_prefix(b"-").unwrap_or(format);
        display.unit = match format {
            [b'd', ..] | [b't', b'd', ..] => Unit::Day,
            [b't', b'c', ..] => Unit::Clock,
            [b't', b'C', ..] => Unit::LeapClock,
            [b't', b'w', ..] => Unit::Period(52),
            [b't', b'm', ..] => Unit::Period(12),
            [b't', b'q', ..] => Unit::Period(4),
            [b't', b'h', ..] => Unit::Period(2),
            [b't', b'b', ..] => Unit::BusinessDay,
            _ => Unit::Plain,
        };
        if matches!(display.unit, Unit::Clock | Unit::LeapClock) {
            let parts = &format[2..];
            let of_time = |byte: &u8| !byte.is_ascii_alphabetic() || b"HhMmSsaAPp".contains(byte);
            display.time_only = !parts.is_empty() && parts.iter().all(of_time);
        }
        if display.unit == Unit::Plain {
            display.decimals = decimals(format);
        }
        display
    }

    /// What the numbers are after [`Unit::convert`].
    pub(super) fn temporal(self) -> Option<Temporal> {
        match self.unit {
            Unit::Day | Unit::Period(_) => Some(Temporal::Date),
            Unit::Clock | Unit::LeapClock => Some(Temporal::DateTime),
            Unit::Plain | Unit::BusinessDay => None,
        }
    }
}

/// The places of a fixed format such as `9.2f`, `-12.1fc`, `9,2f`.
fn decimals(format: &[u8]) -> Option<u8> {
    let format = format.strip_suffix(b"c").unwrap_or(format);
    let digits = format.strip_suffix(b"f")?;
    let mark = digits
        .iter()
        .rposition(|byte| matches!(byte, b'.' | b','))?;
    let places: u8 = std::str::from_utf8(&digits[mark + 1..])
        .ok()?
        .parse()
        .ok()?;
    (places <= 20).then_some(places)
}

impl Unit {
    /// Days or seconds since 1970 for a number of the file; nothing where it is no moment.
    pub(super) fn convert(self, number: f64) -> Option<f64> {
        match self {
            Self::Plain | Self::BusinessDay => Some(number),
            Self::Day => Some(number - DAYS),
            Self::Clock => Some(number / 1000.0 - DAYS * SECONDS_OF_DAY),
            Self::LeapClock => Some(without_leap_seconds(
                number / 1000.0 - DAYS * SECONDS_OF_DAY,
            )),
            Self::Period(of_year) => first_day(number, of_year),
        }
    }
}

/// The first day of a period: Stata's weeks begin on 1 January and every 7 days from there, 52 of them.
fn first_day(number: f64, of_year: u16) -> Option<f64> {
    if number.fract() != 0.0 || number.abs() > 400_000.0 {
        return None;
    }
    // at most 400,000
    #[allow(clippy::cast_possible_truncation)]
    let number = number as i32;
    let (year, place) = (
        1960 + number.div_euclid(of_year.into()),
        number.rem_euclid(of_year.into()).unsigned_abs(),
    );
    let day = if of_year == 52 {
        calendar::day(year, 1, 1)? + 7 * i64::from(place)
    } else {
        calendar::day(year, place * 12 / u32::from(of_year) + 1, 1)?
    };
    Some(day as f64)
}

/// Days since 1970 that began with a leap second just before (IERS Bulletin C).
const LEAPS: [u16; 27] = [
    912, 1096, 1461, 1826, 2191, 2557, 2922, 3287, 3652, 4199, 4564, 4929, 5660, 6574, 7305, 7670,
    8217, 8582, 8947, 9496, 10_043, 10_592, 13_149, 14_245, 15_522, 16_617, 17_167,
];

fn without_leap_seconds(seconds: f64) -> f64 {
    let began = |(index, day): (usize, &u16)| {
        // at most 27
        let inserted = index as f64 + 1.0;
        seconds >= f64::from(*day) * SECONDS_OF_DAY + inserted
    };
    let passed = LEAPS.iter().enumerate().take_while(|leap| began(*leap));
    seconds - passed.count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: &str, number: f64) -> Option<String> {
        let display = Display::of(format.as_bytes());
        display.temporal()?.write(display.unit.convert(number)?)
    }

    #[test]
    fn counts_are_those_of_stata() {
        // Stata: help datetime; display %td 17126, %tw 2601, %tm 701, %tq 205, %th 117; pandas 3.1.1 for the first four
        for (format, number, expected) in [
            ("%td", 17_126.0, "2006-11-21"),
            ("%d", 0.0, "1960-01-01"),
            ("%-tdCCYY-NN-DD", -1.0, "1959-12-31"),
            ("%tc", 1_479_686_400_000.0, "2006-11-21T00:00:00"),
            ("%tw", 2601.0, "2010-01-08"),
            ("%tw", -1.0, "1959-12-24"),
            ("%tm", 701.0, "2018-06-01"),
            ("%tm", -1.0, "1959-12-01"),
            ("%tq", 205.0, "2011-04-01"),
            ("%th", 117.0, "2018-07-01"),
        ] {
            assert_eq!(
                written(format, number).as_deref(),
                Some(expected),
                "{format}"
            );
        }
        assert_eq!(Display::of(b"%ty").temporal(), None);
        assert_eq!(Display::of(b"%tbcalendar").unit, Unit::BusinessDay);
        assert_eq!(written("%tm", 1.5), None);
    }

    #[test]
    fn leap_seconds_are_taken_out() {
        // Stata: clock("30jun1972 23:59:59") and Clock("01jul1972 00:00:00") are 394416000000 - 1000 and 394416000000 + 1000
        let start = 394_416_000_000.0;
        assert_eq!(
            written("%tC", start - 1000.0).as_deref(),
            Some("1972-06-30T23:59:59")
        );
        assert_eq!(
            written("%tC", start + 1000.0).as_deref(),
            Some("1972-07-01T00:00:00")
        );
        // 27 leap seconds until 2017
        let today = (f64::from(20_000_u16) + 3653.0) * 86_400_000.0;
        assert_eq!(
            written("%tC", today + 27_000.0).as_deref(),
            Some("2024-10-04T00:00:00")
        );
        for day in LEAPS {
            let first = calendar::civil(day.into());
            assert!(first.day == 1 && matches!(first.month, 1 | 7), "{first:?}");
        }
    }

    #[test]
    fn formats_say_what_is_shown() {
        for (format, places) in [
            ("%9.2f", Some(2)),
            ("%-12.1fc", Some(1)),
            ("%9,3f", Some(3)),
            ("%9.0g", None),
            ("%9s", None),
        ] {
            assert_eq!(Display::of(format.as_bytes()).decimals, places, "{format}");
        }
        assert!(Display::of(b"%tcHH:MM:SS").time_only);
        assert!(Display::of(b"%tchh:MM_am").time_only);
        assert!(!Display::of(b"%tcDDmonCCYY_HH:MM:SS").time_only);
        assert!(!Display::of(b"%tc").time_only);
    }
}
