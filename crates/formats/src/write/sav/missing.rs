//! Missing values as SPSS allows them: up to three, or a range and one more.

use befund_survey::codebook::{MissingRange, Variable};
use befund_survey::dataset::Column;

/// Missing numbers of a variable.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Missing {
    pub(super) range: Option<MissingRange>,
    pub(super) single: Vec<f64>,
    /// Those for which there is no room.
    pub(super) dropped: Vec<MissingRange>,
    /// Whether a range took the place of several.
    pub(super) is_merged: bool,
}

/// The missing numbers of a variable with this column.
pub(super) fn numbers(variable: &Variable, column: &Column) -> Missing {
    let single: Vec<f64> = variable
        .missing
        .iter()
        .filter_map(|missing| missing.value.number())
        .collect();
    let ranges = &variable.missing_ranges;
    if ranges.is_empty() && single.len() <= 3 || ranges.len() == 1 && single.len() <= 1 {
        return Missing {
            range: ranges.first().cloned(),
            single,
            ..Missing::default()
        };
    }
    let point = |number: &f64| MissingRange {
        from: Some(*number),
        to: Some(*number),
    };
    let mut parts: Vec<MissingRange> = single
        .iter()
        .map(point)
        .chain(ranges.iter().cloned())
        .collect();
    befund_survey::order::sort(&mut parts, |a, b| {
        let low = |range: &MissingRange| range.from.unwrap_or(f64::NEG_INFINITY);
        low(a).total_cmp(&low(b))
    });
    // all in one range, or all but the first or the last
    let last = parts.len() - 1;
    for (rest, alone) in [
        (&parts[..], None),
        (&parts[1..], Some(&parts[0])),
        (&parts[..last], Some(&parts[last])),
    ] {
        let alone = match alone {
            None => Some(None),
            Some(alone) => alone.from.filter(|from| alone.to == Some(*from)).map(Some),
        };
        let (Some(alone), [first, ..]) = (alone, rest) else {
            continue;
        };
        let top = rest.iter().map(|part| part.to.unwrap_or(f64::INFINITY));
        let top = top.fold(f64::NEG_INFINITY, f64::max);
        let range = MissingRange {
            from: first.from,
            to: top.is_finite().then_some(top),
        };
        if holds_no_answer(&range, variable, column) {
            return Missing {
                range: Some(range),
                single: alone.into_iter().collect(),
                dropped: Vec::new(),
                is_merged: true,
            };
        }
    }
    let (range, kept) = match ranges.first() {
        Some(range) => (Some(range.clone()), 1),
        None => (None, 3),
    };
    let dropped = single.iter().skip(kept).map(point);
    Missing {
        range,
        dropped: dropped.chain(ranges.iter().skip(1).cloned()).collect(),
        single: single.iter().copied().take(kept).collect(),
        is_merged: false,
    }
}

/// Whether no valid answer and no label of one lies in a range.
fn holds_no_answer(range: &MissingRange, variable: &Variable, column: &Column) -> bool {
    let is_valid = |number: f64| range.contains(number) && !variable.is_missing(&number.into());
    let labelled = variable
        .values
        .iter()
        .filter_map(|known| known.value.number());
    let labelled = labelled.into_iter().any(is_valid);
    let answered = match column {
        Column::Codes(codes) => codes
            .dictionary()
            .iter()
            .filter_map(befund_survey::Value::number)
            .any(is_valid),
        Column::Numbers(numbers) => numbers.values().iter().copied().any(is_valid),
        Column::Texts(_) => false,
    };
    !labelled && !answered
}
