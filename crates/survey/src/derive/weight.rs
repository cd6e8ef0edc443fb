//! Weights that reproduce known margins.

use super::{DerivedSpec, Follows, Made, Weight};
use crate::analysis::{Weighting, raked};
use crate::codebook::Level;
use crate::dataset::{Column, Dataset, Numbers};
use crate::{Error, Text};

pub(super) fn weight(spec: &DerivedSpec, weight: &Weight, data: &Dataset) -> Result<Made, Error> {
    let weighting = Weighting {
        margins: weight.margins.clone(),
        total: weight.total,
        bounds: weight.bounds,
    };
    let weights = raked(&weighting, weight.base.clone(), data)?;
    let margins: Vec<&str> = weight
        .margins
        .iter()
        .map(|margin| margin.variable.as_str())
        .collect();
    let margins = margins.join(", ");
    let follows = Follows {
        label: Text::both("Gewicht", "weight"),
        values: Vec::new(),
        how: Text::both(
            format!("Gewichte nach den Randverteilungen von {margins}"),
            format!("weights raked to the margins of {margins}"),
        ),
    };
    Ok(spec.variable(
        Column::Numbers(Numbers::from(weights)),
        Level::Scale,
        follows,
    ))
}
