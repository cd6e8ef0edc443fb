//! Kendall's W.

use befund_ranking::{Error, Unranked, kendall_w};
use serde_json::json;

use crate::instance::Instance;
use crate::judge::{Judge, Tolerance};

/// Relative error of the coefficient and of its tail.
const TOLERANCE: Tolerance = Tolerance::Relative(1e-12);

pub fn compare(instance: &Instance, judge: &mut Judge) {
    let result = kendall_w(&instance.ballots, Unranked::Bottom);
    let truth = judge.truth("/kendall_w_bottom");
    if truth.is_some_and(|truth| truth.is_null() || truth["W"].is_null()) {
        let nothing = matches!(result, Err(Error::AllTied | Error::TooFewItems { .. }));
        judge.holds("/kendall_w_bottom", "nothing to agree on", nothing);
        return;
    }
    let result = result.unwrap();
    judge.near("/kendall_w_bottom/W", &json!(result.w), TOLERANCE);
    judge.near(
        "/kendall_w_bottom/chi2",
        &json!(result.chi_square),
        TOLERANCE,
    );
    judge.near("/kendall_w_bottom/df", &json!(result.df), Tolerance::Exact);
    match result.p_value {
        Ok(p) => judge.near("/kendall_w_bottom/p", &json!(p.value()), TOLERANCE),
        Err(error) => {
            let fractional = !instance.ballots.whole() && error == Error::FractionalWeights;
            judge.holds(
                "/kendall_w_bottom/p",
                "no test under fractional weights",
                fractional,
            );
        }
    }
}
