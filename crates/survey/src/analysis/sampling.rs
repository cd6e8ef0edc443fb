//! From the common fields `weight`, `frequency` and `design` to a survey design.

use befund_stats::design::{LonelyPsu, Population as Sizes, Sample, SurveyDesign};

use super::frame::Frame;
use super::run::Run;
use super::{Analysis, AnalysisSpec, Design, LonelyUnit, Population};
use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::rows::numbers;
use crate::{Error, Value};

/// Says of which kinds of analysis a sampling design changes the figures; the others refuse it.
///
/// # Errors
/// [`Error::Unsupported`] for a kind that would ignore it.
pub(super) fn takes_design(spec: &AnalysisSpec) -> Result<(), Error> {
    let Some(design) = &spec.design else {
        return Ok(());
    };
    let taken = match &spec.analysis {
        Analysis::Estimate(_)
        | Analysis::Crosstab(_)
        | Analysis::Frequencies(_)
        | Analysis::Descriptives(_) => true,
        // intervals of shares know simple random samples of a finite population, and nothing else
        Analysis::Ranking(_) | Analysis::Response(_) => {
            plain_population(design).is_some() && spec.weight.is_none()
        }
        _ => false,
    };
    if taken {
        Ok(())
    } else {
        Err(Error::Unsupported {
            kind: spec.analysis.kind().to_owned(),
            field: "design".to_owned(),
        })
    }
}

/// The size of the population, or the part drawn where it is at most 1, of a design that says nothing else.
pub(super) fn plain_population(design: &Design) -> Option<f64> {
    match (&design.strata, &design.clusters, &design.population) {
        (None, None, Some(Population::Size(size))) if *size > 0.0 => Some(*size),
        _ => None,
    }
}

/// A simple random sample is no larger than its population.
///
/// # Errors
/// [`Error::StratumPopulation`].
pub(super) fn fits(spec: &AnalysisSpec, data: &Dataset, sampled: u64) -> Result<(), Error> {
    match spec.design.as_ref().and_then(plain_population) {
        Some(size) if size > 1.0 && sampled as f64 > size => Err(Error::StratumPopulation {
            stratum: Value::Text(data.id.clone()),
            sampled: sampled as f64,
            population: size,
        }),
        _ => Ok(()),
    }
}

/// The design of all rows that have a weight, whether the filter keeps them or not: what it drops is outside the
/// subpopulation, and still in the sample. Rows that are not `usable` are not in it.
///
/// # Errors
/// [`Error::DesignMissing`], [`Error::LonelyStratum`], [`Error::StratumPopulation`], [`Error::Statistics`], and those of
/// reading the variables.
pub(super) fn survey_design(run: &Run<'_>, usable: Option<&[bool]>) -> Result<SurveyDesign, Error> {
    let rows = run.rows.len();
    let mut weights = vec![1.0; rows];
    let mut cases: Vec<u64> = (0..rows).map(|row| run.rows.cases(row)).collect();
    for (cases, usable) in cases.iter_mut().zip(usable.unwrap_or_default()) {
        if !usable {
            *cases = 0;
        }
    }
    if let Some(name) = &run.spec.weight {
        for (row, given) in numbers(run.data, name)?.into_iter().enumerate() {
            match given.filter(|given| given.is_finite() && *given >= 0.0) {
                Some(given) => weights[row] = given,
                None => cases[row] = 0,
            }
        }
    }
    let design = run.spec.design.clone().unwrap_or_default();
    if plain_population(&design).is_some() {
        // the size of one population is that of the rows the filter keeps
        for (cases, kept) in cases.iter_mut().zip(kept(run)) {
            if !kept {
                *cases = 0;
            }
        }
    }
    let strata = units(run, design.strata.as_deref(), &cases)?;
    let clusters = match run.case_clusters() {
        Some(cases) => Some(cases.clusters()),
        None => units(run, design.clusters.as_deref(), &cases)?.map(|clusters| clusters.units),
    };
    let sizes = match &design.population {
        Some(Population::Variable(name)) => match Frame::named(name, run.data, run.datasets)? {
            Some(frame) => from_frame(&frame, strata.as_ref(), &cases)?,
            None => of_rows(run, name, &cases)?,
        },
        Some(Population::Size(size)) if *size <= 1.0 => vec![*size; rows],
        Some(Population::Size(_)) | None => Vec::new(),
    };
    let population = match &design.population {
        Some(Population::Size(size)) if *size > 1.0 => Sizes::Size(*size),
        Some(_) if sizes.iter().all(|size| *size <= 1.0) => Sizes::Fractions(&sizes),
        Some(_) => Sizes::Sizes(&sizes),
        None => Sizes::Infinite,
    };
    let sample = Sample {
        weights,
        strata: strata.as_ref().map(|strata| strata.units.as_slice()),
        clusters: clusters.as_deref(),
        cases: Some(&cases),
        population,
        lonely: match design.lonely {
            LonelyUnit::Error => LonelyPsu::Error,
            LonelyUnit::Certainty => LonelyPsu::Certainty,
            LonelyUnit::Centred => LonelyPsu::Centred,
        },
    };
    SurveyDesign::new(sample).map_err(|error| named(run, error, strata.as_ref()))
}

/// A variable that tells strata or clusters apart.
struct Units<'a> {
    name: &'a str,
    coded: Coded<'a>,
    /// The slot of each row.
    units: Vec<usize>,
}

fn units<'a>(run: &Run<'a>, name: Option<&str>, cases: &[u64]) -> Result<Option<Units<'a>>, Error> {
    let Some(name) = name else {
        return Ok(None);
    };
    let (variable, column) = run.find(name)?;
    let coded = Coded::unlimited(variable, column)?;
    let units: Vec<usize> = (0..cases.len()).map(|row| coded.slot(row)).collect();
    if let Some(row) = (0..cases.len()).find(|row| units[*row] == 0 && cases[*row] > 0) {
        return Err(missing(name, row));
    }
    Ok(Some(Units {
        name: &variable.name,
        coded,
        units,
    }))
}

/// The population of the stratum of each row, as a variable has it.
fn of_rows(run: &Run<'_>, name: &str, cases: &[u64]) -> Result<Vec<f64>, Error> {
    let mut sizes = Vec::with_capacity(cases.len());
    for (row, size) in numbers(run.data, name)?.into_iter().enumerate() {
        match size {
            Some(size) => sizes.push(size),
            None if cases[row] == 0 => sizes.push(1.0),
            None => return Err(missing(name, row)),
        }
    }
    Ok(sizes)
}

/// The population of the stratum of each row, from another dataset; of the whole where there are no strata.
fn from_frame(
    frame: &Frame<'_>,
    strata: Option<&Units<'_>>,
    cases: &[u64],
) -> Result<Vec<f64>, Error> {
    let Some(strata) = strata else {
        return Ok(vec![frame.total()?; cases.len()]);
    };
    let categories = &strata.coded.categories;
    let known = frame.by_stratum(strata.name, categories)?;
    let size = |(slot, cases): (&usize, &u64)| match slot.checked_sub(1) {
        _ if *cases == 0 => Ok(1.0),
        Some(at) => known[at].ok_or_else(|| frame.lacks(strata.name, &categories[at].value)),
        // rows with cases have a stratum
        None => Ok(1.0),
    };
    strata.units.iter().zip(cases).map(size).collect()
}

fn missing(variable: &str, row: usize) -> Error {
    Error::DesignMissing {
        variable: variable.to_owned(),
        row: row as u64 + 1,
    }
}

/// The error with the stratum as the data call it.
fn named(run: &Run<'_>, error: befund_stats::Error, strata: Option<&Units<'_>>) -> Error {
    use befund_stats::Error as Stats;
    let value = |stratum: usize| {
        let strata = strata?;
        let category = strata.coded.categories.get(stratum.checked_sub(1)?)?;
        Some(category.value.clone())
    };
    match error {
        Stats::LonelyUnit { stratum } => match (strata, value(stratum)) {
            (Some(strata), Some(stratum)) => Error::LonelyStratum {
                variable: strata.name.to_owned(),
                stratum,
            },
            _ => statistics(run, &Stats::TooFewUnits { df: 0.0 }),
        },
        Stats::InvalidPopulation {
            stratum,
            sampled,
            population,
        } => Error::StratumPopulation {
            stratum: value(stratum).unwrap_or_else(|| Value::Text(run.data.id.clone())),
            sampled,
            population,
        },
        other => statistics(run, &other),
    }
}

/// An error of the statistics, with the variables of the design.
pub(super) fn statistics(run: &Run<'_>, error: &befund_stats::Error) -> Error {
    let design = run.spec.design.clone().unwrap_or_default();
    let population = match design.population {
        Some(Population::Variable(name)) => Some(name),
        _ => None,
    };
    let of_design = [
        run.spec.weight.clone(),
        design.strata,
        design.clusters,
        population,
    ];
    let mut variables: Vec<String> = of_design.into_iter().flatten().collect();
    if variables.is_empty() {
        variables.extend(run.spec.analysis.variables().into_iter().map(str::to_owned));
    }
    Error::Statistics {
        variables,
        reason: error.to_string(),
    }
}

/// Which rows the filter keeps.
pub(super) fn kept(run: &Run<'_>) -> Vec<bool> {
    let mut kept = vec![false; run.rows.len()];
    for (row, _) in run.rows.iter() {
        kept[row] = true;
    }
    kept
}
