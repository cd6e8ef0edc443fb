//! Print formats: what a number is and how many places it shows.

use befund_survey::codebook::Temporal;

/// Seconds from the first day of the Gregorian calendar, 1582-10-14, to 1970-01-01.
pub(crate) const SECONDS_TO_1970: f64 = 12_219_379_200.0;
pub(crate) const SECONDS_OF_DAY: f64 = 86_400.0;

/// A print format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    /// Number of its type.
    pub(super) kind: u8,
    pub(super) width: u8,
    pub(super) decimals: u8,
}

impl Format {
    /// As system files pack it into one number.
    pub(super) fn packed(number: i32) -> Self {
        let [_, kind, width, decimals] = number.to_be_bytes();
        Self {
            kind,
            width,
            decimals,
        }
    }

    /// What its numbers count, where it is a format of time.
    pub(super) fn temporal(self) -> Option<Temporal> {
        match self.kind {
            // DATE, ADATE, JDATE, MOYR, QYR, WKYR, EDATE, SDATE
            20 | 23 | 24 | 28 | 29 | 30 | 38 | 39 => Some(Temporal::Date),
            // DATETIME, YMDHMS
            22 | 41 => Some(Temporal::DateTime),
            // TIME, DTIME, MTIME
            21 | 25 | 40 => Some(Temporal::Time),
            _ => None,
        }
    }

    /// Places after the point, where it is a format of plain numbers.
    pub(super) fn places(self) -> Option<u8> {
        match self.kind {
            // COMMA, DOLLAR, F, N, Z, E, PCT, DOT, CCA to CCE
            3 | 4 | 5 | 15 | 16 | 17 | 31..=37 => Some(self.decimals),
            // WKDAY, MONTH
            26 | 27 => Some(0),
            _ => None,
        }
    }
}

/// What is done to a stored number to make it one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shift {
    /// Nothing.
    None,
    /// From seconds since 1582-10-14 to seconds since 1970-01-01.
    Seconds,
    /// From seconds since 1582-10-14 to days since 1970-01-01.
    Days,
}

impl Shift {
    pub(super) fn apply(self, number: f64) -> f64 {
        match self {
            Self::None => number,
            Self::Seconds => number - SECONDS_TO_1970,
            Self::Days => (number - SECONDS_TO_1970) / SECONDS_OF_DAY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_survey::calendar;

    #[test]
    fn the_calendar_begins_where_theirs_does() {
        let days = calendar::day(1582, 10, 14).unwrap();
        assert_eq!(-(days as f64) * SECONDS_OF_DAY, SECONDS_TO_1970);
        // 14 October 1582 + 13630723200 s = 2014-09-22 (pyreadstat 1.3.7, haven 2.5)
        let day = Shift::Days.apply(13_630_723_200.0);
        assert_eq!(Temporal::Date.write(day).as_deref(), Some("2014-09-22"));
    }

    #[test]
    fn is_unpacked() {
        let date = Format::packed(0x0017_0A00);
        assert_eq!((date.kind, date.width, date.decimals), (23, 10, 0));
        assert_eq!(date.temporal(), Some(Temporal::Date));
        assert_eq!(Format::packed(0x0005_0802).places(), Some(2));
    }
}
