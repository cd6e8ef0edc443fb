//! Three-valued logic (Kleene 1938): a condition on a missing answer is neither true nor false.

/// The outcome of a condition on one row, from the least true to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Truth {
    /// It does not hold.
    False,
    /// It cannot be said.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// Both hold: the less true of the two.
    pub(crate) fn and(self, other: Self) -> Self {
        if (self as u8) < other as u8 {
            self
        } else {
            other
        }
    }

    /// At least one holds: the more true of the two.
    pub(crate) fn or(self, other: Self) -> Self {
        if self as u8 > other as u8 {
            self
        } else {
            other
        }
    }

    /// The opposite; of unknown, unknown.
    pub(crate) fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}
