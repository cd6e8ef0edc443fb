//! Bits in less room than bits: arithmetic coding (Witten, Neal and Cleary 1987) with counts that learn on the way.

/// How often a bit was 0 and 1 so far.
#[derive(Clone, Copy, Default)]
pub(crate) struct Seen([u16; 2]);

impl Seen {
    /// The probability that the next bit is 0, in parts of 2^16; neither is ever impossible.
    pub(crate) fn zero(self) -> u32 {
        // 0.4 more than were seen of each: columns of answers are short and rather certain
        let [zeros, ones] = self.0.map(|seen| 5 * u32::from(seen) + 2);
        ((zeros << 16) / (zeros + ones)).clamp(1, 0xffff)
    }

    /// Learns a bit.
    pub(crate) fn add(&mut self, bit: bool) {
        let seen = &mut self.0[usize::from(bit)];
        *seen = seen.saturating_add(1);
    }
}

/// The numbers from `low` to `high` are left for what is coded; a bit takes its share of them.
#[derive(Clone, Copy)]
pub(crate) struct Range {
    pub(crate) low: u32,
    pub(crate) high: u32,
}

impl Range {
    pub(crate) const ALL: Self = Self {
        low: 0,
        high: u32::MAX,
    };

    /// The last number that stands for a 0.
    pub(crate) fn middle(self, zero: u32) -> u32 {
        // A share of less than the whole stays below it.
        #[allow(clippy::cast_possible_truncation)]
        let zeros = ((u64::from(self.high - self.low) * u64::from(zero)) >> 16) as u32;
        self.low + zeros
    }

    /// Goes on with the numbers of a bit.
    pub(crate) fn take(&mut self, middle: u32, bit: bool) {
        if bit {
            self.low = middle + 1;
        } else {
            self.high = middle;
        }
    }

    /// Makes room for another byte where the first one is settled.
    pub(crate) fn settled(&mut self) -> bool {
        let settled = (self.low ^ self.high) >> 24 == 0;
        if settled {
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
        }
        settled
    }
}

/// Reads what was coded.
pub(crate) struct Decoder<'a> {
    range: Range,
    code: u32,
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut decoder = Self {
            range: Range::ALL,
            code: 0,
            bytes: bytes.iter(),
        };
        for _ in 0..4 {
            decoder.shift();
        }
        decoder
    }

    fn shift(&mut self) {
        let next = self.bytes.next().copied().unwrap_or(0);
        self.code = self.code << 8 | u32::from(next);
    }

    /// The next bit, learnt by what was seen.
    pub(crate) fn bit(&mut self, seen: &mut Seen) -> bool {
        let middle = self.range.middle(seen.zero());
        let bit = self.code > middle;
        self.range.take(middle, bit);
        while self.range.settled() {
            self.shift();
        }
        seen.add(bit);
        bit
    }
}
