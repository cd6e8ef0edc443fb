//! The double nearest to a decimal number.
//!
//! As `str::parse`, which rests on a table of powers that packs to 9 KB of what a browser loads before it shows the page. Here a
//! first guess is compared with the number in whole numbers of any length, and moved until no other double is nearer.

use std::cmp::Ordering;

/// More digits than any number needs to be told from the middle between two doubles.
const MOST_DIGITS: usize = 800;
/// Powers of ten that are exact.
const EXACT_POWERS: i64 = 22;

/// The double nearest to a number in the notation of programs, `-12.5` or `3e-7`; nothing where the text is no such number, or one
/// beyond all doubles.
pub fn number(text: &str) -> Option<f64> {
    let (negative, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let value = Digits::read(text)?.nearest()?;
    Some(if negative { -value } else { value })
}

/// A number of so many digits, times a power of ten.
struct Digits {
    digits: Vec<u8>,
    power: i64,
}

impl Digits {
    fn read(text: &[u8]) -> Option<Self> {
        let (mut digits, mut power, mut seen, mut after_point) = (Vec::new(), 0_i64, false, false);
        let mut rest = text;
        while let [byte, behind @ ..] = rest {
            match byte {
                b'0'..=b'9' => {
                    seen = true;
                    power -= i64::from(after_point);
                    if digits.len() < MOST_DIGITS {
                        if !digits.is_empty() || *byte > b'0' {
                            digits.push(byte - b'0');
                        }
                    } else {
                        // what is cut is told from nothing by its last digit
                        power += 1;
                        digits[MOST_DIGITS - 1] |= u8::from(*byte > b'0');
                    }
                }
                b'.' if !after_point => after_point = true,
                b'e' | b'E' => {
                    power += exponent(behind)?;
                    break;
                }
                _ => return None,
            }
            rest = behind;
        }
        seen.then_some(Self { digits, power })
    }

    fn nearest(&self) -> Option<f64> {
        let first = self.digits.iter().take(19);
        let lead = first.fold(0_u64, |lead, digit| lead * 10 + u64::from(*digit));
        let cut = self.digits.len().saturating_sub(19) as i64;
        let magnitude = self.power + self.digits.len() as i64;
        if lead == 0 || magnitude < -330 {
            return Some(0.0);
        }
        if magnitude > 310 {
            return None;
        }
        let guess = scaled(lead as f64, self.power + cut);
        if cut == 0 && lead < 1 << 53 && self.power.abs() <= EXACT_POWERS {
            // one operation of two exact numbers
            return Some(guess);
        }
        let mut value = guess.min(f64::MAX);
        loop {
            // the middle between two doubles belongs to the even one
            let even = value.to_bits() % 2 == 0;
            match self.compare_with_middle_above(value) {
                Ordering::Greater => value = value.next_up(),
                Ordering::Equal if !even => value = value.next_up(),
                _ => match self.compare_with_middle_above(value.next_down().max(0.0)) {
                    Ordering::Less if value > 0.0 => value = value.next_down(),
                    Ordering::Equal if value > 0.0 && !even => value = value.next_down(),
                    _ => break,
                },
            }
            if value == f64::INFINITY {
                return None;
            }
        }
        Some(value)
    }

    /// How the number stands to the middle between a double and the next.
    fn compare_with_middle_above(&self, value: f64) -> Ordering {
        let bits = value.to_bits();
        let (fraction, exponent) = (bits & ((1 << 52) - 1), (bits >> 52) as i64);
        let mantissa = if exponent == 0 {
            fraction
        } else {
            fraction | 1 << 52
        };
        // (2 mantissa + 1) times two to this power
        let power = exponent.max(1) - 1076;
        let (mut number, mut middle) = (Whole::default(), Whole::default());
        for digit in &self.digits {
            number.multiply_add(10, u32::from(*digit));
        }
        let twice = 2 * mantissa + 1;
        middle.multiply_add(0, (twice >> 32) as u32);
        middle.double(32);
        middle.multiply_add(1, twice as u32);
        let tens = match self.power {
            0.. => &mut number,
            _ => &mut middle,
        };
        for _ in 0..self.power.abs() {
            tens.multiply_add(10, 0);
        }
        let twos = match power {
            0.. => &mut middle,
            _ => &mut number,
        };
        twos.double(power.unsigned_abs());
        number.compare(&middle)
    }
}

/// A number times a power of ten: exactly rounded up to [`EXACT_POWERS`], and near enough beyond.
fn scaled(mut value: f64, mut power: i64) -> f64 {
    while power != 0 {
        let step = power.clamp(-EXACT_POWERS, EXACT_POWERS);
        let ten = (0..step.abs()).fold(1.0, |ten, _| ten * 10.0);
        value = if step < 0 { value / ten } else { value * ten };
        power -= step;
    }
    value
}

/// What stands behind the `e`; nothing where it is no whole number. One that is beyond all doubles is kept small enough to add to.
fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut exponent = (!digits.is_empty()).then_some(0_i64)?;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        exponent = (exponent * 10 + i64::from(digit - b'0')).min(1 << 40);
    }
    Some(if negative { -exponent } else { exponent })
}

/// A whole number of any length, in pieces of 32 bits, the lowest first.
#[derive(Default)]
struct Whole(Vec<u32>);

impl Whole {
    fn multiply_add(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for piece in &mut self.0 {
            carry += u64::from(*piece) * u64::from(factor);
            *piece = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Doubles it so many times.
    fn double(&mut self, times: u64) {
        for _ in 0..times / 32 {
            self.0.insert(0, 0);
        }
        self.multiply_add(1 << (times % 32), 0);
    }

    fn compare(&self, other: &Self) -> Ordering {
        let length = |whole: &Self| whole.0.len();
        let pieces = self.0.iter().rev().cmp(other.0.iter().rev());
        length(self).cmp(&length(other)).then(pieces)
    }
}

#[cfg(test)]
mod tests {
    use super::number;
    use proptest::prelude::*;

    fn as_the_library(text: &str) {
        let theirs: Option<f64> = text.parse().ok().filter(|value: &f64| value.is_finite());
        let ours = number(text);
        assert_eq!(ours.map(f64::to_bits), theirs.map(f64::to_bits), "{text}");
    }

    #[test]
    fn the_edges_of_doubles_are_met() {
        let digits = "1".repeat(900);
        for text in [
            "0",
            "-0",
            "+1.5",
            ".5",
            "5.",
            ".",
            "",
            "-",
            "e5",
            "1e",
            "1e+",
            "1e5",
            "1E-5",
            "1.2.3",
            "1 ",
            "0x1",
            "1_0",
            "12a",
            "0.1",
            "123456789012345678901234567890",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740991e22",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "179769313486231580793e289",
            "1e309",
            "1e-400",
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999999999999999999",
            "0.000000000000000000000000000000000000000000001",
            "8.5e-5",
            "6.0221e23",
            "1e22",
            "1e23",
            "8.41e21",
            digits.as_str(),
        ] {
            as_the_library(text);
        }
        // the middle between 1 and the next double, with a digit far behind that decides
        let middle = "1.00000000000000011102230246251565404236316680908203125";
        as_the_library(middle);
        as_the_library(&format!("{middle}{}1", "0".repeat(900)));
        as_the_library(&format!("-{}e-60", "9".repeat(400)));
        as_the_library(&format!("0.{}{digits}", "0".repeat(310)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn every_double_comes_back(bits: u64) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                prop_assert_eq!(number(&value.to_string()), Some(value));
                prop_assert_eq!(number(&format!("{value:e}")), Some(value));
                // the middle to the next double, written out, and a little beside it
                as_the_library(&format!("{value:.30e}"));
            }
        }

        #[test]
        fn every_text_gives_what_the_library_gives(text in "[-+]?[0-9]{0,30}[.]?[0-9]{0,30}(e[-+]?[0-9]{1,3})?") {
            as_the_library(&text);
        }

        #[test]
        fn middles_go_to_the_even_one(mantissa in 1_u64 << 52..1 << 53, power in 0_u32..60) {
            // (2 mantissa + 1) times two to the power, a whole number
            let middle = u128::from(2 * mantissa + 1) << power;
            for near in [middle - 1, middle, middle + 1] {
                as_the_library(&near.to_string());
            }
        }
    }
}
