//! Whether ballots agree.

use befund_ranking::{ballot_agreement, kendall_w};

use super::names::undefined;
use super::{Context, reason};
use crate::{Figure, Sheet};

/// Kendall's W with its test, and the mean correlation of two ballots.
pub(super) fn put(sheet: &mut Sheet, context: &Context) {
    let mut figures = Sheet::new();
    match kendall_w(&context.ballots, context.unranked) {
        Ok(found) => {
            let p_value = match found.p_value {
                Ok(p) => p.into(),
                Err(error) => Figure::Undefined(reason(context, &error)),
            };
            figures
                .put("w", found.w)
                .put("chi_square", found.chi_square)
                .put("df", found.df)
                .put("p_value", p_value);
        }
        Err(error) => {
            let reason = reason(context, &error);
            for term in ["w", "chi_square", "df", "p_value"] {
                figures.put(term, undefined(&reason));
            }
        }
    }
    sheet.put("kendall_w", figures);
    let found = ballot_agreement(&context.ballots, context.unranked);
    let mean = |mean: Option<f64>| match mean {
        Some(mean) => Figure::Number(mean),
        None => undefined("no two ballots can be compared"),
    };
    let mut figures = Sheet::new();
    figures
        .put("mean_rho", mean(found.mean_rho))
        .put("mean_tau", mean(found.mean_tau))
        .put("mean_tau_x", mean(found.mean_tau_x));
    sheet.put("ballot_agreement", figures);
}
