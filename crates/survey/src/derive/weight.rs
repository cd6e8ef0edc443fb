//! Weights that reproduce known margins.

use super::{DerivedSpec, Follows, Made, Weight};
use crate::analysis::{RakedVariable, Weighting, raked};
use crate::codebook::Level;
use crate::dataset::{Column, Dataset, Numbers};
use crate::{Error, Text};

pub(super) fn weight(spec: &DerivedSpec, weight: &Weight, data: &Dataset) -> Result<Made, Error> {
    let weighting = Weighting {
        margins: weight.margins.clone(),
        total: weight.total,
        bounds: weight.bounds,
    };
    let RakedVariable { weights, report } =
        raked(&spec.name, &weighting, weight.base.clone(), data)?;
    let follows = Follows {
        label: Text::both("Gewicht", "weight"),
        values: Vec::new(),
        how: report.how(),
    };
    let column = Column::Numbers(Numbers::from(weights));
    Ok(Made {
        raked: Some(report),
        ..spec.variable(column, Level::Scale, follows)
    })
}
