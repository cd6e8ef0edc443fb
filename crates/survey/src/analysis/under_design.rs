//! Errors of shares and means under the sampling design, for analyses that describe the sample first.

use befund_stats::design::SurveyDesign;

use super::ShareInterval;
use super::estimate::{indicator, share_interval};
use super::run::Run;
use super::sampling::{kept, plain_population, survey_design};
use crate::coded::Coded;
use crate::finding::Interval;
use crate::{Error, Figure, Label, Sheet};

/// Shares of the categories of a variable under the design.
pub(super) struct Shares {
    /// Interval of the share of each category.
    pub(super) intervals: Vec<Option<Interval>>,
    /// Standard errors and design effects.
    pub(super) figures: Sheet,
}

/// Shares with their errors where the analysis has a design that is more than the size of a population, which Wilson's interval
/// knows, or where several records belong to one case: cases are clusters then.
///
/// # Errors
/// Those of the design.
pub(super) fn under_design(run: &Run<'_>, coded: &Coded<'_>) -> Result<Option<Shares>, Error> {
    let plain = |design| plain_population(design).is_some() && !run.rows.weighted;
    let clustered = run.case_clusters().is_some();
    if !clustered && run.spec.design.as_ref().is_none_or(plain) {
        return Ok(None);
    }
    let level = run.level()?;
    let design = match survey_design(run, None) {
        Ok(design) => design,
        // one case alone has no spread, and nobody asked for more than its records
        Err(error) if clustered && run.spec.design.is_none() => {
            let mut figures = Sheet::new();
            figures.put("sampling_units", Figure::Undefined(error.to_string()));
            return Ok(Some(Shares {
                intervals: vec![None; coded.categories.len()],
                figures,
            }));
        }
        Err(error) => return Err(error),
    };
    let kept = kept(run);
    let mut intervals = Vec::new();
    let mut records = Vec::new();
    for (index, category) in coded.categories.iter().enumerate() {
        let indicator = indicator(coded, index + 1, &kept);
        let mut record = Sheet::new();
        record.put("category", Label::from(category));
        match design.mean(&indicator) {
            Ok(share) => {
                let own = share_interval(&share, level, ShareInterval::Logit);
                record
                    .put("estimate", share.value)
                    .put("standard_error", share.standard_error)
                    .put("confidence_interval", own)
                    .put("design_effect", share.design_effect)
                    .put(
                        "design_effect_with_replacement",
                        share.design_effect_with_replacement,
                    );
                intervals.push(own);
            }
            Err(error) => {
                record.put("estimate", error);
                intervals.push(None);
            }
        }
        records.push(record);
    }
    let mut figures = described(&design);
    figures.put("shares", records);
    Ok(Some(Shares { intervals, figures }))
}

fn described(design: &SurveyDesign) -> Sheet {
    let mut sheet = Sheet::new();
    sheet
        .put("strata", design.strata())
        .put("sampling_units", design.units())
        .put("df", design.df());
    sheet
}
