//! Whether several people code alike.

use befund_stats::{
    Level, MeasurementLevel, RatingWeights, Ratings, cohen_kappa, krippendorff_alpha,
};

use super::columns::{given, let_parents_follow};
use super::frame::CodeFrame;
use super::hand::{CodedAnswer, Coding};
use crate::{Error, order};

/// How far the coders of a frame agree.
#[derive(Debug, Clone, PartialEq)]
pub struct CodingAgreement {
    /// Who has coded.
    pub coders: Vec<String>,
    /// Answers that at least two of them have coded.
    pub answers: u64,
    /// Code by code, in the order of the frame.
    pub codes: Vec<CodeAgreement>,
}

/// How far they agree about one code: given or not given.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeAgreement {
    /// The code.
    pub code: String,
    /// How often it was given by each coder, among the answers that at least two have coded.
    pub given: Vec<u64>,
    /// Share of pairs of decisions that agree; nothing where there are none.
    pub observed: Option<f64>,
    /// Cohen's kappa, of two coders; nothing where it is undefined, as when nobody gave the code.
    pub cohen_kappa: Option<f64>,
    /// Krippendorff's alpha, nominal; nothing where it is undefined.
    pub krippendorff_alpha: Option<f64>,
}

/// Agreement of coders, code by code, over the answers that at least two of them have coded. A code that is given below another
/// counts for that one, too.
///
/// Cohen (1960), *Educational and Psychological Measurement* 20, 37-46; Krippendorff (2004), chapter 11. R: `irr::kappa2`,
/// `irr::kripp.alpha`.
///
/// # Errors
/// [`Error::CodeFrame`] where a coding has a code that the frame does not have.
pub fn coding_agreement(frame: &CodeFrame, codings: &[Coding]) -> Result<CodingAgreement, Error> {
    let by_row = codings.iter().map(|coding| {
        let mut answers: Vec<&CodedAnswer> = coding.answers.iter().collect();
        order::sort(&mut answers, |a, b| a.row.cmp(&b.row));
        answers
    });
    let by_row: Vec<Vec<&CodedAnswer>> = by_row.collect();
    let mut rows: Vec<u64> = by_row.iter().flatten().map(|answer| answer.row).collect();
    order::sort(&mut rows, |a, b| a.cmp(b));
    rows.dedup();
    let mut units: Vec<Vec<Option<Vec<bool>>>> = Vec::new();
    for row in rows {
        let mut unit = Vec::with_capacity(codings.len());
        for (coding, answers) in codings.iter().zip(&by_row) {
            let place = answers.binary_search_by_key(&row, |answer| answer.row).ok();
            let answer = place.map(|place| answers[place]);
            let codes = answer
                .map(|answer| given(frame, &coding.coder, answer))
                .transpose()?;
            unit.push(codes.map(|mut codes| {
                let_parents_follow(frame, &mut codes);
                codes
            }));
        }
        if unit.iter().flatten().count() >= 2 {
            units.push(unit);
        }
    }
    let codes = frame.flat();
    let about = |place: usize| about(&units, codings.len(), place, codes[place].0.code.clone());
    Ok(CodingAgreement {
        coders: codings.iter().map(|coding| coding.coder.clone()).collect(),
        answers: units.len() as u64,
        codes: (0..codes.len()).map(about).collect(),
    })
}

fn about(
    units: &[Vec<Option<Vec<bool>>>],
    coders: usize,
    place: usize,
    code: String,
) -> CodeAgreement {
    let decision =
        |decided: &Option<Vec<bool>>| decided.as_ref().map(|codes| usize::from(codes[place]));
    let mut counts = vec![vec![0u64; 2]; 2];
    let mut given = vec![0; coders];
    let (mut agreeing, mut pairs) = (0u64, 0u64);
    let mut ratings = Vec::with_capacity(units.len());
    for unit in units {
        let decisions: Vec<Option<usize>> = unit.iter().map(decision).collect();
        for (coder, decision) in decisions.iter().enumerate() {
            given[coder] += decision.map_or(0, |decision| decision as u64);
        }
        if let [Some(first), Some(second)] = decisions[..] {
            counts[first][second] += 1;
        }
        let yes = decisions
            .iter()
            .flatten()
            .filter(|decision| **decision == 1)
            .count() as u64;
        let all = decisions.iter().flatten().count() as u64;
        let no = all - yes;
        agreeing += yes * yes.saturating_sub(1) + no * no.saturating_sub(1);
        pairs += all * all.saturating_sub(1);
        ratings.push((vec![(0, no), (1, yes)], 1));
    }
    let level = Level::P95;
    let cohen = (coders == 2).then(|| cohen_kappa(&counts, RatingWeights::Unweighted, level).ok());
    let alpha = Ratings::new(ratings, 2).ok().and_then(|ratings| {
        krippendorff_alpha(&ratings, &[], MeasurementLevel::Nominal, level).ok()
    });
    CodeAgreement {
        code,
        given,
        observed: (pairs > 0).then(|| agreeing as f64 / pairs as f64),
        cohen_kappa: cohen.flatten().map(|found| found.kappa),
        krippendorff_alpha: alpha.map(|found| found.alpha),
    }
}
