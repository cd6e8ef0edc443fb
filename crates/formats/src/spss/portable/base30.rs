//! Numbers to base 30.

/// A number to base 30 while its digits come.
#[derive(Debug, Default)]
pub(super) struct Base30 {
    is_negative: bool,
    /// The digits without the point, up to 13 of them.
    digits: u128,
    kept: u32,
    seen: u32,
    /// By how many places the point is further right (or left).
    places: i32,
    is_after_point: bool,
    exponent: Option<i32>,
    exponent_digits: u32,
    is_exponent_negative: bool,
}

impl Base30 {
    /// 13 digits to base 30 are 64 bits.
    const MOST: u32 = 13;

    /// Whether the character could come next.
    pub(super) fn push(&mut self, character: u8) -> bool {
        let digit = char::from(character).to_digit(30);
        match (character, self.exponent, digit) {
            (b'-', None, _) if self.seen == 0 && !self.is_negative && !self.is_after_point => {
                self.is_negative = true;
            }
            (b'.', None, _) if !self.is_after_point => self.is_after_point = true,
            (b'+' | b'-', None, _) if self.seen > 0 => {
                self.exponent = Some(0);
                self.is_exponent_negative = character == b'-';
            }
            (_, Some(exponent), Some(digit)) if !character.is_ascii_lowercase() => {
                // at most 29
                self.exponent = Some(exponent.saturating_mul(30).saturating_add(digit as i32));
                self.exponent_digits += 1;
            }
            (_, None, Some(digit)) if !character.is_ascii_lowercase() => {
                self.seen += 1;
                if self.kept < Self::MOST {
                    self.digits = self.digits * 30 + u128::from(digit);
                    self.kept += u32::from(self.digits > 0);
                    self.places -= i32::from(self.is_after_point);
                } else {
                    self.places += i32::from(!self.is_after_point);
                }
            }
            _ => return false,
        }
        true
    }

    /// Whether it may end here.
    pub(super) fn is_whole(&self) -> bool {
        self.seen > 0 && (self.exponent.is_none() || self.exponent_digits > 0)
    }

    /// The nearest double.
    pub(super) fn value(&self) -> f64 {
        let exponent = self.exponent.unwrap_or(0);
        let exponent = if self.is_exponent_negative {
            -exponent
        } else {
            exponent
        };
        let size = scaled(self.digits, self.places.saturating_add(exponent));
        if self.is_negative { -size } else { size }
    }
}

/// `digits` (below 2^64) times 30 to a power.
fn scaled(digits: u128, power: i32) -> f64 {
    if digits == 0 {
        return 0.0;
    }
    let mut result = digits as f64;
    let mut left = power;
    if power < 0 && power > -25 {
        // 30^24 is below 2^118; the quotient keeps as many bits as fit
        let shift = digits.leading_zeros();
        let quotient = (digits << shift) / 30_u128.pow(power.unsigned_abs());
        // 2^-127 at the least
        return quotient as f64 * 0.5_f64.powi(shift as i32);
    }
    // beyond these it is 0 or infinite
    left = left.clamp(-300, 300);
    while left > 0 {
        result *= 30.0;
        left -= 1;
    }
    while left < 0 {
        result /= 30.0;
        left += 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<f64> {
        let mut number = Base30::default();
        let is_number = text.bytes().all(|byte| number.push(byte)) && number.is_whole();
        is_number.then(|| number.value())
    }

    #[test]
    fn numbers_to_base_30() {
        // Python: int("13A", 30) + 9 / 30 and so on
        for (text, expected) in [
            ("13A.9", 1000.3),
            ("-.3", -0.1),
            ("0", 0.0),
            ("T", 29.0),
            ("52CE69.3KL", 123_456_789.123),
            ("1+2", 900.0),
            ("CQCMC+2", 9_390_124_800.0),
            ("1-1", 1.0 / 30.0),
            ("1-5", 4.115_226_337_448_56e-8),
        ] {
            let found = number(text).unwrap();
            let close = (found - expected).abs() <= 1e-9 * expected.abs();
            assert!(close, "{text}: {found} instead of {expected}");
        }
        assert_eq!(number("13A.9"), Some(1000.3));
        assert_eq!(number("-.3"), Some(-0.1));
        for text in ["", "-", ".", "1+", "a", "1..2", "--1", "U"] {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(number("1+T0"), Some(f64::INFINITY));
        assert_eq!(number("1-T0"), Some(0.0));
    }
}
