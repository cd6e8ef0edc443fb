//! Numbers as bands between cuts.

use super::column::numbers;
use super::{Bands, Closed, DerivedSpec, Follows, Made, labelled, no_number, wrong};
use crate::codebook::{Level, Variable};
use crate::dataset::Dataset;
use crate::expression::{Values, of_variable};
use crate::{Error, Language, Text, Value};

pub(super) fn bands(spec: &DerivedSpec, bands: &Bands, data: &Dataset) -> Result<Made, Error> {
    let cuts = &bands.cuts;
    let ascending = cuts.windows(2).all(|pair| pair[0] < pair[1]);
    if cuts.is_empty() || !ascending || cuts.iter().any(|cut| !cut.is_finite()) {
        return Err(wrong(
            "„cuts“ braucht mindestens eine Zahl, und jede muss größer sein als die vor ihr",
            "`cuts` needs at least one number, and each has to be greater than the one before",
        ));
    }
    if !bands.labels.is_empty() && bands.labels.len() != cuts.len() + 1 {
        let (needed, found) = (cuts.len() + 1, bands.labels.len());
        return Err(wrong(
            &format!(
                "{} Schnitte geben {needed} Bänder, „labels“ nennt {found}",
                cuts.len()
            ),
            &format!(
                "{} cuts give {needed} bands, `labels` names {found}",
                cuts.len()
            ),
        ));
    }
    let (variable, column) = data.find(&bands.of)?;
    let series = of_variable(variable, column);
    let Values::Numbers(values, _) = &series.values else {
        return Err(no_number(&bands.of));
    };
    let band = |value: &f64| {
        if value.is_nan() {
            return f64::NAN;
        }
        let below = |cut: &&f64| match bands.closed {
            Closed::Left => **cut <= *value,
            Closed::Right => **cut < *value,
        };
        // bands are far fewer than 2^53
        #[allow(clippy::cast_precision_loss)]
        let band = cuts.iter().take_while(below).count() as f64 + 1.0;
        band
    };
    let column = numbers(
        values.iter().map(band).collect(),
        Some(0),
        series.over,
        data.rows(),
    );
    let label = |index: usize| match bands.labels.get(index) {
        Some(label) => label.clone(),
        None => made_label(variable, bands, index),
    };
    let values = (0..=cuts.len()).map(|index| labelled(index as f64 + 1.0, label(index)));
    let listed: Vec<String> = cuts.iter().map(ToString::to_string).collect();
    let listed = listed.join(", ");
    let follows = Follows {
        label: variable.title(),
        values: values.collect(),
        how: Text::both(
            format!("Bänder von {} mit Schnitten bei {listed}", bands.of),
            format!("bands of {} cut at {listed}", bands.of),
        ),
    };
    Ok(spec.variable(column, Level::Ordinal, follows))
}

/// "under 30", "30 to under 60", "60 and over"; right-closed "up to 30", "over 30 up to 60", "over 60".
fn made_label(variable: &Variable, bands: &Bands, index: usize) -> Text {
    let cut = |index: usize| {
        bands
            .cuts
            .get(index)
            .map(|cut| variable.written(&Value::Number(*cut)))
    };
    let lower = index.checked_sub(1).and_then(cut);
    let words = |language: Language| {
        let german = language == Language::De;
        let say = |cut: String| if german { cut.replace('.', ",") } else { cut };
        let (lower, upper) = (lower.clone().map(say), cut(index).map(say));
        let (under, to_under, and_over, up_to, over, dash) = if german {
            ("unter", "bis unter", "und mehr", "bis", "über", "bis")
        } else {
            ("under", "to under", "and over", "up to", "over", "up to")
        };
        match (bands.closed, lower, upper) {
            (Closed::Left, None, Some(upper)) => format!("{under} {upper}"),
            (Closed::Left, Some(lower), Some(upper)) => format!("{lower} {to_under} {upper}"),
            (Closed::Left, Some(lower), None) => format!("{lower} {and_over}"),
            (Closed::Right, None, Some(upper)) => format!("{up_to} {upper}"),
            (Closed::Right, Some(lower), Some(upper)) => format!("{over} {lower} {dash} {upper}"),
            (Closed::Right, Some(lower), None) => format!("{over} {lower}"),
            // there is a cut
            (_, None, None) => String::new(),
        }
    };
    Text::both(words(Language::De), words(Language::En))
}
