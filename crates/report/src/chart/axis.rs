//! Value axes: range, ticks, titles.

use befund_survey::Language;
use befund_survey::decimal;
use befund_survey::finding::Category;

use super::View;
use crate::number::{percent, plain};
use crate::words::category_label;

/// A value axis with its tick labels ready to print.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Value at the lower end.
    pub minimum: f64,
    /// Value at the upper end.
    pub maximum: f64,
    /// Values and labels of the ticks.
    pub ticks: Vec<(f64, String)>,
    /// What is measured; empty where the value labels say it.
    pub title: String,
    /// What the ends of an answer scale stand for.
    pub ends: Option<(String, String)>,
}

impl Axis {
    /// An axis of shares from 0, to 100 % or to the next round value above the largest.
    ///
    /// A fixed range is given in per cent, as the study's author reads it off the axis.
    pub(crate) fn of_shares(view: View<'_>, largest: f64) -> Self {
        let (minimum, maximum) = match fixed(view) {
            Some((from, to)) => (from / 100.0, to / 100.0),
            None => (0.0, round_up(largest.max(0.01) * 100.0).min(100.0) / 100.0),
        };
        Self {
            minimum,
            maximum,
            ticks: ticks(minimum * 100.0, maximum * 100.0)
                .into_iter()
                .map(|tick| {
                    (tick / 100.0, {
                        let decimals = u8::from(tick.fract() != 0.0);
                        percent(tick / 100.0, decimals, view.language)
                    })
                })
                .collect(),
            title: String::new(),
            ends: None,
        }
    }

    /// An axis of means: the fixed range, else the range of the answer scale, else a round range around the values.
    pub(crate) fn of_means(
        view: View<'_>,
        scale: &[Category],
        values: &[f64],
        title: &str,
    ) -> Self {
        let numbers: Vec<f64> = scale
            .iter()
            .filter_map(|category| category.value.number())
            .collect();
        let of_scale = match numbers.as_slice() {
            [first, .., last] if numbers.len() == scale.len() && first < last => {
                Some((*first, *last))
            }
            _ => None,
        };
        let (minimum, maximum) = fixed(view)
            .or(of_scale)
            .unwrap_or_else(|| round_range(values));
        let ends = of_scale.and_then(|(first, last)| {
            let label = |end: f64| -> Option<String> {
                let category = scale
                    .iter()
                    .find(|category| category.value.number() == Some(end))?;
                Some(category_label(category, view.language))
            };
            (first == minimum && last == maximum).then(|| label(first).zip(label(last)))?
        });
        Self {
            minimum,
            maximum,
            ticks: ticks(minimum, maximum)
                .into_iter()
                .map(|tick| (tick, plain(tick, 12, view.language)))
                .collect(),
            title: title.to_owned(),
            ends,
        }
    }

    /// Where a value lies between the ends, from 0 to 1; values beyond an end lie on it.
    pub fn place(&self, value: f64) -> f64 {
        // Halves, because the distance of two huge numbers may be none.
        let from = self.minimum / 2.0;
        let span = self.maximum / 2.0 - from;
        if span > 0.0 && span.is_finite() && value.is_finite() {
            ((value / 2.0 - from) / span).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// "1 = never, 4 = often", where the axis is an answer scale.
    pub(crate) fn scale_line(&self, language: Language) -> Option<String> {
        let (first, last) = self.ends.as_ref()?;
        let number = |value| plain(value, 6, language);
        Some(match language {
            Language::De => format!(
                "Skala: {} = {first}, {} = {last}",
                number(self.minimum),
                number(self.maximum)
            ),
            Language::En => format!(
                "Scale: {} = {first}, {} = {last}",
                number(self.minimum),
                number(self.maximum)
            ),
        })
    }
}

/// The range the study fixes, where it is one.
fn fixed(view: View<'_>) -> Option<(f64, f64)> {
    let [from, to] = view.finding.display.axis?;
    (from.is_finite() && to.is_finite() && from < to).then_some((from, to))
}

/// The round step (1, 2 or 5 times a power of ten) that makes at most about six intervals.
fn step(span: f64) -> f64 {
    let wanted = span / 6.0;
    let mut power = 1.0;
    while power > wanted {
        power /= 10.0;
    }
    while power * 10.0 <= wanted {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= wanted * 0.999)
        .unwrap_or(10.0 * power)
}

/// Multiples of a round step from the lower end to the upper one.
fn ticks(minimum: f64, maximum: f64) -> Vec<f64> {
    let span = maximum - minimum;
    if !span.is_finite() || span < 1e-100 {
        return vec![minimum];
    }
    // Answer scales up to 1..7 get every whole number.
    let step = if span.fract() == 0.0 && minimum.fract() == 0.0 && span <= 9.0 {
        1.0
    } else {
        step(span)
    };
    let places = (2.0 - step.log10()).max(0.0) as usize;
    let first = (minimum / step - 1e-9).ceil();
    let count = ((maximum - first * step) / step + 1e-9)
        .floor()
        .clamp(0.0, 50.0) as u32;
    (0..=count)
        .map(|index| {
            let tick = (first + f64::from(index)) * step;
            // The nearest short decimal: 0.30000000000000004 is meant as 0.3.
            decimal::number(&format!("{tick:.places$}")).unwrap_or(tick)
        })
        .collect()
}

/// The next round value at or above.
fn round_up(value: f64) -> f64 {
    let step = step(value);
    (value / step - 1e-9).ceil() * step
}

/// A round range around the values; from 0 where that wastes little.
fn round_range(values: &[f64]) -> (f64, f64) {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let low = finite().fold(f64::INFINITY, f64::min);
    let high = finite().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return (0.0, 1.0);
    }
    let low = if low > 0.0 && low < 0.5 * high {
        0.0
    } else {
        low
    };
    let span = if high > low {
        high - low
    } else {
        high.abs().max(1.0)
    };
    if !span.is_finite() {
        return (low, high);
    }
    let step = step(span);
    // Multiples of a subnormal step are no longer round.
    if step < 1e-300 {
        return (low, high);
    }
    let from = (low / step + 1e-9).floor() * step;
    let to = (high / step - 1e-9).ceil() * step;
    if from < to {
        (from, to)
    } else {
        (from, from + step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside_the_range() {
        assert_eq!(ticks(1.0, 4.0), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(ticks(0.0, 70.0), [0.0, 20.0, 40.0, 60.0]);
        assert_eq!(ticks(0.0, 100.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(0.0, 0.6), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
        assert_eq!(
            ticks(0.0, 0.0006),
            [0.0, 0.0001, 0.0002, 0.0003, 0.0004, 0.0005, 0.0006]
        );
        assert_eq!(ticks(0.0, 4e-12), [0.0, 1e-12, 2e-12, 3e-12, 4e-12]);
        assert_eq!(ticks(3.0, 3.0), [3.0]);
    }

    #[test]
    fn ranges_hold_their_values() {
        for values in [
            [0.2, 63.0],
            [18.0, 19.5],
            [-3.0, 4.0],
            [5.0, 5.0],
            [0.0, 0.0],
            [1e9, 3e9],
            [0.000_12, 0.000_9],
            [3e-320, 5e-310],
            [-1.5e308, 1.5e308],
        ] {
            let (from, to) = round_range(&values);
            assert!(
                from <= values[0] && values[1] <= to && from < to,
                "{values:?}: {from}..{to}"
            );
        }
        assert_eq!(round_range(&[]), (0.0, 1.0));
        assert_eq!(round_range(&[f64::NAN]), (0.0, 1.0));
    }
}
