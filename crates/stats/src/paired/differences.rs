//! Differences of pairs, with ties as they are on paper.

use crate::Error;
use crate::dd::Dd;
use crate::groups::{Sample, Scale, Spread};
use crate::order::sort_by;

/// Differences of pairs of numbers.
///
/// 0.3 − 0.2 and 0.2 − 0.1 are equal, though the doubles nearest to them differ. Where all numbers are decimals of up to fifteen
/// digits the differences are taken in whole numbers of their last place. Else two differences whose sizes are closer than four
/// units in the last place of the largest number in either pair are tied, and one that close to 0 is 0.
#[derive(Debug, Clone)]
pub struct Differences {
    /// Distinct differences as they are held, with their counts.
    pub(crate) sample: Sample,
    pub(crate) spread: Spread,
    /// A difference is what is held divided by this.
    pub(crate) divisor: f64,
}

impl Differences {
    /// Of pairs with their counts, the first minus the second.
    ///
    /// # Errors
    /// [`Error::InvalidObservation`] where a number is not finite, [`Error::GroupTooSmall`] without pairs.
    pub fn new(pairs: &[(f64, f64, u64)]) -> Result<Self, Error> {
        let mut scale = Scale::new();
        for &(first, second, count) in pairs {
            for value in [first, second] {
                if !value.is_finite() {
                    return Err(Error::InvalidObservation {
                        value,
                        weight: count as f64,
                    });
                }
                scale.see(value);
            }
        }
        // size of the difference, with its sign, count and what rounding may have done to it
        let mut sizes: Vec<(f64, f64, u64, f64)> = Vec::with_capacity(pairs.len());
        let mut exact: Vec<(Dd, f64)> = Vec::with_capacity(pairs.len());
        for &(first, second, count) in pairs.iter().filter(|(_, _, count)| *count > 0) {
            let (first, second) = (scale.held(first), scale.held(second));
            let difference = first - second;
            let rounding = if scale.is_exact() {
                0.0
            } else {
                4.0 * f64::EPSILON * first.abs().max(second.abs())
            };
            sizes.push((difference.abs(), difference.signum(), count, rounding));
            exact.push((Dd::difference(first, second), count as f64));
        }
        if sizes.is_empty() {
            return Err(Error::GroupTooSmall {
                group: 0,
                n: 0.0,
                needed: 1.0,
            });
        }
        sort_by(&mut sizes, |a, b| a.0.total_cmp(&b.0));
        let (mut tied, mut room) = (0.0_f64, 0.0_f64);
        let mut frequencies = Vec::with_capacity(sizes.len());
        for (size, sign, count, rounding) in sizes {
            if size - tied > rounding.max(room) {
                (tied, room) = (size, 0.0);
            }
            room = room.max(rounding);
            frequencies.push((sign * tied, count));
        }
        let sample = Sample::new(frequencies)?;
        let mut spread = Spread::of(&exact);
        if sample.values.len() == 1 {
            spread.squares = Dd::ZERO;
        }
        Ok(Self {
            sample,
            spread,
            divisor: scale.divisor(),
        })
    }

    /// How many pairs.
    pub fn n(&self) -> f64 {
        self.spread.n
    }

    /// The distinct differences with their counts, in ascending order.
    pub fn frequencies(&self) -> impl Iterator<Item = (f64, f64)> {
        self.sample
            .frequencies()
            .map(|(difference, count)| (difference / self.divisor, count))
    }
}
