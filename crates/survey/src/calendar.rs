//! Days and moments as numbers, and how they are written.

use crate::codebook::Temporal;

const SECONDS_OF_DAY: i64 = 86_400;
/// Days of four centuries.
const DAYS_OF_ERA: i64 = 146_097;
/// Numbers beyond are no moments that a calendar names (about 10,000 years).
const LARGEST: f64 = 4e11;

/// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; nothing where there is no such day.
///
/// Hinnant (2013), `days_from_civil`.
pub fn day(year: i32, month: u32, day: u32) -> Option<i64> {
    let lengths = [
        31,
        28 + u32::from(is_leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let length = lengths.get((month as usize).checked_sub(1)?)?;
    if !(1..=*length).contains(&day) {
        return None;
    }
    // the year begins in March, so that a leap day is its last
    let shifted = i64::from(year) - i64::from(month <= 2);
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    Some(era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Year, month and day of a day since 1970-01-01, the inverse of [`day`].
pub fn civil(day: i64) -> Civil {
    let shifted = day + 719_468;
    let (era, of_era) = (
        shifted.div_euclid(DAYS_OF_ERA),
        shifted.rem_euclid(DAYS_OF_ERA),
    );
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let march = month < 10;
    Civil {
        year: year + era * 400 + i64::from(!march),
        month: if march { month + 3 } else { month - 9 },
        day: of_year - (153 * month + 2) / 5 + 1,
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// Year.
    pub year: i64,
    /// Month, from 1.
    pub month: i64,
    /// Day of the month, from 1.
    pub day: i64,
}

impl Temporal {
    /// A number of this kind as ISO 8601 writes it; nothing where it is too large to be one.
    pub fn write(self, number: f64) -> Option<String> {
        if number.is_nan() || number.abs() > LARGEST {
            return None;
        }
        let whole = number.floor();
        // below LARGEST
        #[allow(clippy::cast_possible_truncation)]
        let (count, fraction) = (whole as i64, number - whole);
        Some(match self {
            Self::Date if fraction == 0.0 => date(count),
            // a day with a fraction is a moment
            Self::Date => return Self::DateTime.write(number * SECONDS_OF_DAY as f64),
            Self::DateTime => {
                let day = date(count.div_euclid(SECONDS_OF_DAY));
                format!(
                    "{day}T{}",
                    clock(count.rem_euclid(SECONDS_OF_DAY), fraction)
                )
            }
            Self::Time if number < 0.0 => format!("-{}", Self::Time.write(-number)?),
            Self::Time => clock(count, fraction),
        })
    }
}

fn date(day: i64) -> String {
    let Civil { year, month, day } = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

fn clock(seconds: i64, fraction: f64) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let whole = format!("{hours:02}:{minutes:02}:{:02}", seconds % 60);
    // below 1
    #[allow(clippy::cast_possible_truncation)]
    match (fraction * 1e6).round() as i64 {
        0 => whole,
        micros => format!("{whole}.{micros:06}")
            .trim_end_matches('0')
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        // date -u -d DAY +%s, divided by 86400
        for (ymd, expected) in [
            ((1970, 1, 1), 0),
            ((2000, 2, 29), 11_016),
            ((1900, 3, 1), -25_508),
            ((1582, 10, 14), -141_428),
            ((2026, 11, 22), 20_779),
        ] {
            assert_eq!(day(ymd.0, ymd.1, ymd.2), Some(expected), "{ymd:?}");
        }
        assert_eq!(day(1900, 2, 29), None);
        assert_eq!(day(2026, 13, 1), None);
        assert_eq!(day(2026, 4, 0), None);
        for number in (-800_000..800_000).step_by(7) {
            let Civil {
                year,
                month,
                day: of_month,
            } = civil(number);
            assert_eq!(
                day(year as i32, month as u32, of_month as u32),
                Some(number)
            );
        }
    }

    #[test]
    fn are_written_as_iso_has_them() {
        assert_eq!(
            Temporal::Date.write(20_779.0).as_deref(),
            Some("2026-11-22")
        );
        assert_eq!(
            Temporal::DateTime.write(-1.0).as_deref(),
            Some("1969-12-31T23:59:59")
        );
        assert_eq!(
            Temporal::DateTime.write(0.25).as_deref(),
            Some("1970-01-01T00:00:00.25")
        );
        assert_eq!(Temporal::Time.write(93_784.0).as_deref(), Some("26:03:04"));
        assert_eq!(Temporal::Time.write(-60.0).as_deref(), Some("-00:01:00"));
        assert_eq!(Temporal::Date.write(1e300), None);
    }
}
