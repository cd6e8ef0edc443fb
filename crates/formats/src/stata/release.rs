//! The releases of the format and how wide their fields are.

/// A release of the format, 102 (Stata 1) to 121 (Stata 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Release(u16);

impl Release {
    /// A release without tags, from its first byte.
    pub(super) fn fixed(byte: u8) -> Option<Self> {
        matches!(byte, 102..=105 | 108 | 110 | 111 | 113..=115).then_some(Self(byte.into()))
    }

    /// A release with tags, from its three digits.
    pub(super) fn tagged(digits: &[u8]) -> Option<Self> {
        let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
        (117..=121).contains(&number).then_some(Self(number))
    }

    pub(super) fn number(self) -> u16 {
        self.0
    }

    /// Texts are UTF-8, not in the code page of whoever wrote them.
    pub(super) fn is_unicode(self) -> bool {
        self.0 >= 118
    }

    /// More variables than two bytes count.
    pub(super) fn is_wide(self) -> bool {
        matches!(self.0, 119 | 121)
    }

    /// Missing values may have a letter.
    pub(super) fn has_lettered_missing(self) -> bool {
        self.0 >= 113
    }

    /// Numbers name the types of variables, not letters.
    pub(super) fn has_numbered_types(self) -> bool {
        self.0 >= 111
    }

    /// The missing double is 2^333.
    pub(super) fn has_small_missing_double(self) -> bool {
        self.0 <= 105
    }

    /// Names of variables, of labels and of characteristics, with the zero at their end.
    pub(super) fn name_width(self) -> usize {
        match self.0 {
            ..110 => 9,
            110..118 => 33,
            _ => 129,
        }
    }

    pub(super) fn format_width(self) -> usize {
        match self.0 {
            ..105 => 7,
            105..114 => 12,
            114..118 => 49,
            _ => 57,
        }
    }

    /// Labels of variables, and of the data where there are no tags.
    pub(super) fn label_width(self) -> usize {
        match self.0 {
            ..108 => 32,
            108..118 => 81,
            _ => 321,
        }
    }

    pub(super) fn rows_width(self) -> usize {
        match self.0 {
            ..103 => 2,
            103..118 => 4,
            _ => 8,
        }
    }

    pub(super) fn has_time_stamp(self) -> bool {
        self.0 >= 105
    }

    /// Bytes of the length of an expansion field; nothing where there are no such fields.
    pub(super) fn expansion_width(self) -> Option<usize> {
        match self.0 {
            ..105 => None,
            105..110 => Some(2),
            _ => Some(4),
        }
    }

    /// Value labels are eight bytes each.
    pub(super) fn has_short_labels(self) -> bool {
        self.0 < 108
    }
}
