//! Reading numbers and pieces from bytes in either order.

/// The order of the bytes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    pub(super) fn double(self, bytes: [u8; 8]) -> f64 {
        match self {
            Self::Little => f64::from_le_bytes(bytes),
            Self::Big => f64::from_be_bytes(bytes),
        }
    }

    pub(super) fn of_double(self, number: f64) -> [u8; 8] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }
}

/// There are fewer bytes than were to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Short;

/// A place in bytes.
#[derive(Debug, Clone)]
pub(super) struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
    order: Order,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(all: &'a [u8], order: Order) -> Self {
        Self { all, at: 0, order }
    }

    /// Bytes read so far.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.all.len()
    }

    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Short> {
        let end = self.at.checked_add(count).ok_or(Short)?;
        let piece = self.all.get(self.at..end).ok_or(Short)?;
        self.at = end;
        Ok(piece)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Short> {
        self.take(N)?.try_into().map_err(|_| Short)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Short> {
        Ok(self.array::<1>()?[0])
    }

    pub(super) fn int(&mut self) -> Result<i32, Short> {
        let bytes = self.array()?;
        Ok(match self.order {
            Order::Little => i32::from_le_bytes(bytes),
            Order::Big => i32::from_be_bytes(bytes),
        })
    }

    pub(super) fn long(&mut self) -> Result<i64, Short> {
        let bytes = self.array()?;
        Ok(match self.order {
            Order::Little => i64::from_le_bytes(bytes),
            Order::Big => i64::from_be_bytes(bytes),
        })
    }

    pub(super) fn double(&mut self) -> Result<f64, Short> {
        Ok(self.order.double(self.array()?))
    }

    /// A count that cannot be negative, and the bytes it announces.
    pub(super) fn counted(&mut self) -> Result<&'a [u8], Short> {
        let count = usize::try_from(self.int()?).map_err(|_| Short)?;
        self.take(count)
    }
}

/// Without the blanks and zero bytes at the end.
pub(super) fn trimmed(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| !matches!(byte, b' ' | 0));
    &text[..end.map_or(0, |end| end + 1)]
}
