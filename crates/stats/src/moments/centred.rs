//! Moments of long columns in one pass: plain doubles around one centre for the whole column, double-double between blocks.

use super::Moments;
use super::blocks::{LENGTH, Lanes, RANGE, moved, sum};
use crate::dd::Dd;

/// Values summed in doubles before their sum is kept in double-double: few, because the rounding of equal terms adds up.
const STRETCH: usize = 256;
/// Values that are looked at to find a centre.
const SAMPLE: usize = 1024;
/// A mean below this many standard deviations is summed once more, without loss.
const SMALL: f64 = 0.125;

/// The moments of the values as `read` gives them, one block after the other; `None` where one centre does not serve: values
/// that are not finite, that overflow or underflow in the fourth power, or that lie apart from the sample.
///
/// Deviations keep 53 digits around a centre less than a standard deviation from the mean, so that nothing cancels when the
/// sums are moved to the mean itself.
pub(super) fn moments(
    values: &[f64],
    mut read: impl FnMut(&[f64], &mut dyn FnMut(&[f64])),
) -> Option<Moments> {
    let centre = centre(values, &mut read);
    let mut sums = [Dd::ZERO; 4];
    for block in values.chunks(LENGTH) {
        read(block, &mut |block| add_powers(block, centre, &mut sums));
    }
    if sums[1].value() == 0.0 && values.iter().all(|value| *value == values[0]) {
        let n = values.len();
        return Some(Moments::of_equal(centre, n as u64, n as f64));
    }
    // comparisons that fail for what is not a number
    if !RANGE.contains(&sums[3].value()) {
        return None;
    }
    let n = Dd::from(values.len() as f64);
    let [deviations, powers @ ..] = sums;
    let mut off = deviations / n;
    let found = moved(values.len(), Dd::from(centre), off, powers);
    let variance = (found.squares / n).value();
    let within = |distance: f64, reach: f64| distance * distance <= reach * reach * variance;
    if !within(off.value(), 1.0) {
        return None;
    }
    if !within(found.mean.value(), SMALL) {
        return Some(found);
    }
    let mut total = Dd::ZERO;
    for block in values.chunks(LENGTH) {
        read(block, &mut |block| {
            let (lanes, rest) = block.as_chunks();
            total += sum(lanes) + rest.iter().copied().sum::<Dd>();
        });
    }
    off = total / n - centre;
    Some(moved(values.len(), Dd::from(centre), off, powers))
}

/// About the mean of the column, from values all over it, with so few digits that deviations of decimal and whole numbers
/// are exact.
fn centre(values: &[f64], read: &mut impl FnMut(&[f64], &mut dyn FnMut(&[f64]))) -> f64 {
    let step = values.len() / SAMPLE + 1;
    let seen: Vec<f64> = values.iter().copied().step_by(step).collect();
    let mut found = 0.0;
    read(&seen, &mut |seen| {
        let n = seen.len() as f64;
        let first = seen[0];
        let (mut sum, mut squares) = (0.0, 0.0);
        for value in seen {
            let deviation = value - first;
            sum += deviation;
            squares += deviation * deviation;
        }
        let mean = first + sum / n;
        let variance = (squares - sum / n * sum) / n;
        found = if variance > 0.0 && variance.is_finite() {
            let unit = libm::scalbn(1.0, libm::ilogb(variance) / 2 - 4);
            libm::rint(mean / unit) * unit
        } else {
            mean
        };
    });
    found
}

/// Adds the sums of the first to fourth powers of the deviations from a centre.
fn add_powers(block: &[f64], centre: f64, sums: &mut [Dd; 4]) {
    for stretch in block.chunks(STRETCH) {
        let (lanes, rest) = stretch.as_chunks();
        let parts = powers(lanes, centre);
        for (sum, Lanes([a, b, c, d])) in sums.iter_mut().zip(parts) {
            *sum += (a + b) + (c + d);
        }
        for value in rest {
            let deviation = value - centre;
            let square = deviation * deviation;
            let powers = [deviation, square, square * deviation, square * square];
            for (sum, power) in sums.iter_mut().zip(powers) {
                *sum += power;
            }
        }
    }
}

// by itself, so that the compiler keeps the lanes side by side
#[inline(never)]
fn powers(lanes: &[[f64; 4]], centre: f64) -> [Lanes; 4] {
    let (mut deviations, mut squares) = (Lanes::ZERO, Lanes::ZERO);
    let (mut cubes, mut fourths) = (Lanes::ZERO, Lanes::ZERO);
    for lane in lanes {
        let deviation = Lanes(*lane) - Lanes([centre; 4]);
        let square = deviation * deviation;
        deviations = deviations + deviation;
        squares = squares + square;
        cubes = cubes + square * deviation;
        fourths = fourths + square * square;
    }
    [deviations, squares, cubes, fourths]
}
