//! Numbers as people write them, and which way of writing a file uses.

use std::borrow::Cow;

/// Whole numbers with more digits are names, unless every double up to them is whole.
const MAX_DIGITS: usize = 15;
const MOST_WHOLE: u64 = 1 << 53;

/// Marks that can stand before decimals.
pub(super) const DECIMAL_MARKS: [char; 2] = ['.', ','];
/// Marks that can stand between thousands.
pub(super) const THOUSANDS_MARKS: [char; 8] =
    [',', '.', ' ', '\'', '’', '\u{a0}', '\u{202f}', '\u{2009}'];
/// Those of them that are nothing else: blanks of several widths and apostrophes.
const GROUP_MARKS: [char; 6] = [' ', '\'', '’', '\u{a0}', '\u{202f}', '\u{2009}'];

/// The marks the reader was told.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Marks {
    pub(crate) decimal: Option<char>,
    pub(crate) thousands: Option<char>,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberStyle {
    /// `1234.5`
    Point,
    /// `1234,5` or `1.234,5`
    Comma,
    /// `1,234` with the mark `,`
    CommaThousands,
    /// `1.234` with the mark `.`, in a file whose decimal mark is the comma
    PointThousands,
}

/// How the cells of a column could be read, and what speaks for each reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writing {
    any: bool,
    /// Every cell can be read that way.
    point: bool,
    comma: bool,
    comma_thousands: bool,
    point_thousands: bool,
    /// Some cell has a point, and one that cannot group thousands.
    has_point: bool,
    certain_point: bool,
    /// Some cell has a comma that cannot group thousands.
    certain_comma: bool,
    /// Some cell has two groups, or a group and a decimal point.
    certain_thousands: bool,
    /// Some cell has two groups divided by points.
    certain_point_groups: bool,
    /// Cells of which no point groups thousands: whole numbers below and from 1000, and how many cells have a point.
    small: usize,
    large: usize,
    pointed: usize,
    /// The first mark between thousands that is nothing else.
    pub(super) group_mark: Option<char>,
}

impl Default for Writing {
    fn default() -> Self {
        Self {
            any: false,
            point: true,
            comma: true,
            comma_thousands: true,
            point_thousands: true,
            has_point: false,
            certain_point: false,
            certain_comma: false,
            certain_thousands: false,
            certain_point_groups: false,
            small: 0,
            large: 0,
            pointed: 0,
            group_mark: None,
        }
    }
}

impl Writing {
    /// Looks at one cell, without blanks at its ends.
    pub(crate) fn look(&mut self, text: &str) {
        self.any = true;
        if self.is_text() {
            return;
        }
        if whole(text).is_some() {
            // with more digits it would need a mark
            self.comma_thousands &= text.len() <= 3;
            self.point_thousands &= text.len() <= 3;
            self.count(text);
            return;
        }
        self.look_closely(text);
    }

    /// Whether some cell is no number in any way of writing.
    pub(super) fn is_text(&self) -> bool {
        !(self.point || self.comma || self.comma_thousands || self.point_thousands)
    }

    /// Counts a number without points and commas.
    fn count(&mut self, text: &str) {
        let length = if text.len() <= 3 {
            &mut self.small
        } else {
            &mut self.large
        };
        *length += 1;
    }

    fn look_closely(&mut self, text: &str) {
        let reads = |style| parse(text, style).is_some();
        let (commas, points) = (text.matches(',').count(), text.matches('.').count());
        self.point = self.point && reads(NumberStyle::Point);
        self.comma = self.comma && reads(NumberStyle::Comma);
        self.comma_thousands = self.comma_thousands && reads(NumberStyle::CommaThousands);
        self.point_thousands = self.point_thousands && reads(NumberStyle::PointThousands);
        self.has_point |= points > 0;
        self.certain_point |= points == 1 && !reads(NumberStyle::PointThousands);
        self.certain_comma |= commas == 1 && !reads(NumberStyle::CommaThousands);
        self.certain_thousands |= commas > 1 || (commas == 1 && points == 1);
        self.certain_point_groups |= points > 1 && reads(NumberStyle::PointThousands);
        self.pointed += usize::from(points > 0);
        if commas == 0 && points == 0 {
            self.count(text);
        }
        self.group_mark = self
            .group_mark
            .or_else(|| text.chars().find(|mark| GROUP_MARKS.contains(mark)));
    }
}

impl Writing {
    /// Whether points look like marks between thousands: no number from 1000 is without one, some below are, and all have three
    /// digits behind it.
    fn seems_grouped(&self) -> bool {
        self.point
            && self.point_thousands
            && self.pointed >= 2
            && self.small >= 1
            && self.large == 0
    }

    /// Its style where the comma is the decimal mark; points that can only be decimal marks still are.
    fn with_comma(&self) -> Option<NumberStyle> {
        if !self.any {
            None
        } else if self.point && !self.has_point {
            Some(NumberStyle::Point)
        } else if self.comma {
            Some(NumberStyle::Comma)
        } else {
            self.point.then_some(NumberStyle::Point)
        }
    }

    /// Its style where the point is the decimal mark.
    fn with_point(&self) -> Option<NumberStyle> {
        if !self.any {
            None
        } else if self.point {
            Some(NumberStyle::Point)
        } else {
            self.comma_thousands.then_some(NumberStyle::CommaThousands)
        }
    }
}

/// How each column of a file writes its numbers; `None` for columns of texts and empty ones.
///
/// `1.234` and `1,234` are ambiguous by themselves: what the reader was told decides, then other cells of the column, then other
/// columns of the file, then the separator (a comma that separates cells is rarely a decimal mark as well).
pub(crate) fn styles(
    columns: &[Writing],
    separator: char,
    marks: Marks,
) -> Vec<Option<NumberStyle>> {
    let told = match marks {
        Marks {
            decimal: Some(','), ..
        }
        | Marks {
            decimal: None,
            thousands: Some('.'),
        } => Some(Writing::with_comma as fn(&Writing) -> _),
        Marks {
            decimal: Some('.'), ..
        }
        | Marks {
            decimal: None,
            thousands: Some(','),
        } => Some(Writing::with_point as fn(&Writing) -> _),
        _ => None,
    };
    if let Some(style) = told {
        return columns.iter().map(style).collect();
    }
    let comma_decimals = columns
        .iter()
        .any(|column| column.any && column.comma && column.certain_comma);
    let point_decimals = columns
        .iter()
        .any(|column| column.any && column.point && column.certain_point);
    let point_groups = columns
        .iter()
        .any(|column| column.any && column.comma && column.certain_point_groups);
    let style = |column: &Writing| {
        if !column.any {
            None
        } else if column.point {
            let groups = column.point_thousands && column.has_point;
            let seems_grouped = !point_decimals && column.seems_grouped();
            let no_decimals = (separator != ',' && comma_decimals) || point_groups || seems_grouped;
            Some(if groups && no_decimals {
                NumberStyle::PointThousands
            } else {
                NumberStyle::Point
            })
        } else if column.comma && column.certain_comma {
            // "1,3" between commas, in a file with decimal points, is a list of codes
            (separator != ',' || !point_decimals).then_some(NumberStyle::Comma)
        } else if column.comma_thousands {
            let ambiguous = !column.certain_thousands;
            Some(if ambiguous && (comma_decimals || separator != ',') {
                NumberStyle::Comma
            } else {
                NumberStyle::CommaThousands
            })
        } else {
            column.comma.then_some(NumberStyle::Comma)
        }
    };
    columns.iter().map(style).collect()
}

/// A number as people write it. Leading zeros and long strings of digits are names (postal codes, account numbers).
pub(crate) fn parse(text: &str, style: NumberStyle) -> Option<f64> {
    plain(text, style).map(|(number, _)| number)
}

/// Whether a cell without blanks at its ends is a number in some notation, leading zeros allowed.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits
        || [
            NumberStyle::Point,
            NumberStyle::Comma,
            NumberStyle::CommaThousands,
        ]
        .into_iter()
        .any(|style| parse(text, style).is_some())
}

/// A number as people write it, with its text in the notation of programs.
pub(super) fn plain(text: &str, style: NumberStyle) -> Option<(f64, Cow<'_, str>)> {
    if let Some(number) = whole(text) {
        let thousands = matches!(
            style,
            NumberStyle::CommaThousands | NumberStyle::PointThousands
        );
        return (!thousands || text.len() <= 3).then_some((number, text.into()));
    }
    plain_closely(text, style)
}

/// A whole number of digits alone that is no name.
fn whole(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let is_name = bytes.len() > MAX_DIGITS || (bytes.len() > 1 && bytes[0] == b'0');
    if bytes.is_empty() || is_name {
        return None;
    }
    let mut number = 0_u64;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    // at most fifteen digits, so it is exact
    Some(number as f64)
}

fn plain_closely(text: &str, style: NumberStyle) -> Option<(f64, Cow<'_, str>)> {
    if text.contains(GROUP_MARKS) || text.starts_with('−') {
        let joined = joined(text)?;
        return ungrouped(&joined, style)
            .map(|(number, plain)| (number, plain.into_owned().into()));
    }
    ungrouped(text, style)
}

/// A number without the marks that can only group its thousands, and with the minus of programs.
fn joined(text: &str) -> Option<String> {
    let text = text.replace('−', "-");
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let end = unsigned.find(['.', ',']).unwrap_or(unsigned.len());
    let whole = &unsigned[..end];
    let mark = whole.chars().find(|mark| GROUP_MARKS.contains(mark));
    if mark.is_some_and(|mark| !is_grouped(whole, mark)) {
        return None;
    }
    Some(text.replace(mark.unwrap_or('−'), ""))
}

/// A number whose thousands are not grouped but by a point or comma.
fn ungrouped(text: &str, style: NumberStyle) -> Option<(f64, Cow<'_, str>)> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        return None;
    }
    let whole = unsigned
        .split(['.', ',', 'e', 'E'])
        .next()
        .unwrap_or_default();
    let digits = unsigned.bytes().filter(u8::is_ascii_digit).count();
    let only_digits = digits == unsigned.len();
    let exact = || unsigned.parse().is_ok_and(|whole: u64| whole <= MOST_WHOLE);
    if (whole.len() > 1 && whole.starts_with('0'))
        || (only_digits && digits > MAX_DIGITS && !exact())
    {
        return None;
    }
    let plain: Cow<'_, str> = match style {
        NumberStyle::Point => text.into(),
        NumberStyle::Comma => {
            let (whole, fraction) = unsigned.split_once(',').unwrap_or((unsigned, "0"));
            let grouped = whole.contains('.');
            if (grouped && !is_grouped(whole, '.'))
                || !fraction.bytes().all(|byte| byte.is_ascii_digit())
            {
                return None;
            }
            text.replace('.', "").replace(',', ".").into()
        }
        NumberStyle::CommaThousands | NumberStyle::PointThousands => {
            let (mark, decimal) = if style == NumberStyle::CommaThousands {
                (',', '.')
            } else {
                ('.', ',')
            };
            let (whole, fraction) = unsigned.split_once(decimal).unwrap_or((unsigned, "0"));
            let short = whole.len() <= 3 && whole.bytes().all(|byte| byte.is_ascii_digit());
            if !(short || is_grouped(whole, mark))
                || !fraction.bytes().all(|byte| byte.is_ascii_digit())
            {
                return None;
            }
            text.replace(mark, "").replace(',', ".").into()
        }
    };
    let number: f64 = plain.parse().ok()?;
    number.is_finite().then_some((number, plain))
}

/// `1.234.567`: one to three digits, then groups of three.
fn is_grouped(whole: &str, mark: char) -> bool {
    let mut groups = whole.split(mark);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    groups.next().is_some_and(|first| {
        (1..=3).contains(&first.len()) && !first.starts_with('0') && digits(first)
    }) && whole.contains(mark)
        && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_quick_look_at_digits_sees_what_a_close_one_sees(text in "0?[0-9]{0,17}") {
            use NumberStyle::{Comma, CommaThousands, Point, PointThousands};
            prop_assume!(!text.is_empty());
            for style in [Point, Comma, CommaThousands, PointThousands] {
                prop_assert_eq!(plain(&text, style), plain_closely(&text, style));
            }
            let (mut quick, mut close) = (Writing::default(), Writing::default());
            quick.look(&text);
            close.any = true;
            close.look_closely(&text);
            prop_assert_eq!(quick, close);
        }
    }

    fn found(columns: &[&[&str]], separator: char) -> Vec<Option<NumberStyle>> {
        let writings: Vec<Writing> = columns
            .iter()
            .map(|cells| {
                let mut writing = Writing::default();
                cells.iter().for_each(|cell| writing.look(cell));
                writing
            })
            .collect();
        styles(&writings, separator, Marks::default())
    }

    #[test]
    fn blanks_and_apostrophes_group_thousands_in_either_notation() {
        for (text, style, expected) in [
            ("1 234 567,5", NumberStyle::Comma, Some(1_234_567.5)),
            ("1\u{a0}234", NumberStyle::Point, Some(1234.0)),
            ("-12\u{202f}345.25", NumberStyle::Point, Some(-12_345.25)),
            ("1'234.50", NumberStyle::Point, Some(1234.5)),
            ("1’234’567", NumberStyle::Comma, Some(1_234_567.0)),
            ("−5,5", NumberStyle::Comma, Some(-5.5)),
            ("12 34", NumberStyle::Point, None),
            ("1 2", NumberStyle::Point, None),
            ("0 123", NumberStyle::Point, None),
            ("1 234'567", NumberStyle::Point, None),
        ] {
            assert_eq!(parse(text, style), expected, "{text}");
        }
    }

    #[test]
    fn marks_that_were_told_decide() {
        let column = |cells: &[&str], decimal, thousands| {
            let mut writing = Writing::default();
            cells.iter().for_each(|cell| writing.look(cell));
            styles(&[writing], ';', Marks { decimal, thousands })[0]
        };
        let point = Some(NumberStyle::Point);
        assert_eq!(
            column(&["1.234"], Some(','), None),
            Some(NumberStyle::Comma)
        );
        assert_eq!(
            column(&["1.234"], None, Some('.')),
            Some(NumberStyle::Comma)
        );
        assert_eq!(column(&["1.234"], Some('.'), None), point);
        assert_eq!(
            column(&["1,234"], Some('.'), None),
            Some(NumberStyle::CommaThousands)
        );
        assert_eq!(
            column(&["1,234"], Some(','), None),
            Some(NumberStyle::Comma)
        );
        assert_eq!(column(&["1,5"], Some('.'), None), None);
        assert_eq!(column(&["1.5"], Some(','), None), point);
        assert_eq!(column(&["2e3"], Some(','), None), point);
    }

    #[test]
    fn what_is_ambiguous_is_decided_by_the_rest_of_the_file() {
        use NumberStyle::{Comma, CommaThousands, Point, PointThousands};
        // weights beside lists of codes
        assert_eq!(
            found(&[&["1,3", "2,4"], &["0.987", "1.234"]], ','),
            [None, Some(Point)]
        );
        // degrees beside German grades
        assert_eq!(
            found(&[&["50.737", "7.098", "0.105"], &["1,5", "2,0"]], ';'),
            [Some(Point), Some(Comma)]
        );
        // German weights between quotes
        assert_eq!(
            found(&[&["0,123", "1,105"], &["1,5", "2,0"]], ','),
            [Some(Comma), Some(Comma)]
        );
        assert_eq!(
            found(&[&["1,105", "1,250"], &["1,5", "2,0"]], ','),
            [Some(Comma), Some(Comma)]
        );
        // German counts beside German shares
        assert_eq!(
            found(&[&["1.169", "268"], &["22,9", "0,5"]], ';'),
            [Some(PointThousands), Some(Comma)]
        );
        // German counts alone: nothing but thousands explains both
        assert_eq!(
            found(&[&["1.169", "268", "2.510"]], ';'),
            [Some(PointThousands)]
        );
        assert_eq!(found(&[&["1.169", "2.510"]], ';'), [Some(Point)]);
        assert_eq!(
            found(&[&["1.169", "2.510"], &["1.000.000"]], ';'),
            [Some(PointThousands), Some(Comma)]
        );
        assert_eq!(found(&[&["1.169", "26", "2.5"]], ';'), [Some(Point)]);
        // English counts
        assert_eq!(found(&[&["1,169", "951"]], ','), [Some(CommaThousands)]);
        assert_eq!(found(&[&["1,234,567", "951"]], ';'), [Some(CommaThousands)]);
        assert_eq!(
            found(&[&["1,234.50", "951.00"]], ';'),
            [Some(CommaThousands)]
        );
        assert_eq!(found(&[&["1,169", "2,000"]], ';'), [Some(Comma)]);
    }
}
