//! Whether several people code alike.

use befund_stats::{
    CohenKappa, Error as StatisticsError, Krippendorff, Level, MeasurementLevel, RatingWeights,
    Ratings, SetDistance, cohen_kappa, krippendorff_alpha, krippendorff_alpha_of_sets,
};
use serde::{Deserialize, Serialize};

use super::answers::Answers;
use super::spec::{Coder, Coding};
use crate::{Error, Text};

/// A figure, or why there is none.
type Found<T> = Result<T, StatisticsError>;

/// How far coders agree about the different answers that at least two of them have coded. An answer counts once, however many people
/// gave it: it was decided about once.
#[derive(Debug, Clone, PartialEq)]
pub struct CodingAgreement {
    /// Who has coded, and how many different answers.
    pub coders: Vec<CoderAnswers>,
    /// Places of the answers that at least two of them have coded.
    pub answers: Vec<usize>,
    /// Share of pairs of decisions on one answer that give exactly the same codes; nothing where there are none.
    pub identical: Option<f64>,
    /// Krippendorff's alpha of all codes of an answer together, with Passonneau's distance of sets.
    pub masi: Found<Krippendorff>,
    /// The same with Jaccard's distance.
    pub jaccard: Found<Krippendorff>,
    /// The same where codes agree completely or not at all.
    pub nominal: Found<Krippendorff>,
    /// Code by code, in the order of the frame.
    pub codes: Vec<CodeAgreement>,
}

/// How much somebody has coded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoderAnswers {
    /// Who.
    pub coder: String,
    /// Different answers of the file.
    pub answers: u64,
}

impl Coding {
    /// Who has coded how many of these answers.
    pub(super) fn coded_by(&self, answers: &Answers) -> Vec<CoderAnswers> {
        let known = |coder: &Coder| answers.among(coder.answers.keys());
        let coders = self.coders.iter().map(|coder| CoderAnswers {
            coder: coder.coder.clone(),
            answers: known(coder),
        });
        coders.collect()
    }
}

/// How far they agree about one code: given or not given.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeAgreement {
    /// The code.
    pub code: String,
    /// What it stands for.
    pub label: Text,
    /// How often it was given by each coder, among the answers that at least two have coded.
    pub given: Vec<u64>,
    /// Share of pairs of decisions that agree; nothing where there are none.
    pub observed: Option<f64>,
    /// Cohen's kappa; of two coders alone.
    pub cohen_kappa: Option<Found<CohenKappa>>,
    /// Krippendorff's alpha, nominal.
    pub krippendorff_alpha: Found<Krippendorff>,
}

/// The decisions of every coder about one answer.
type Unit = Vec<Option<Vec<bool>>>;

/// Agreement of coders about the answers that `counts` keeps, by their places. A code that is given below another counts for that one,
/// too: who gives two different sub-codes of one code agrees in part.
///
/// Cohen (1960), *Educational and Psychological Measurement* 20, 37-46; Krippendorff (2004), chapter 11; Passonneau (2006). R:
/// `irr::kappa2`, `irr::kripp.alpha`; Python: `nltk.metrics.agreement`.
///
/// # Errors
/// [`Error::Coding`] where the frame is faulty, or a coder has given a code that it does not have.
pub fn coding_agreement(
    coding: &Coding,
    coders: &[&Coder],
    answers: &Answers,
    counts: &dyn Fn(usize) -> bool,
    level: Level,
) -> Result<CodingAgreement, Error> {
    coding.check()?;
    let decisions = coding.decisions(answers, coders)?;
    let mut by_coder = vec![0; coders.len()];
    let mut places = Vec::new();
    let mut units: Vec<&Unit> = Vec::new();
    for (place, unit) in decisions.iter().enumerate() {
        if !counts(place) {
            continue;
        }
        for (count, decided) in by_coder.iter_mut().zip(unit) {
            *count += u64::from(decided.is_some());
        }
        if unit.iter().flatten().count() >= 2 {
            places.push(place);
            units.push(unit);
        }
    }
    let together = Together::new(&units);
    let codes = coding.flat();
    let about = codes.iter().enumerate().map(|(place, (code, _))| {
        let decided = |unit: &&Unit| -> Vec<Option<usize>> {
            let of = |codes: &Vec<bool>| usize::from(codes[place]);
            unit.iter().map(|codes| codes.as_ref().map(of)).collect()
        };
        let decisions: Vec<Vec<Option<usize>>> = units.iter().map(decided).collect();
        about(
            code.code.clone(),
            code.title(),
            &decisions,
            coders.len(),
            level,
        )
    });
    Ok(CodingAgreement {
        codes: about.collect(),
        coders: coders
            .iter()
            .zip(by_coder)
            .map(|(coder, answers)| CoderAnswers {
                coder: coder.coder.clone(),
                answers,
            })
            .collect(),
        answers: places,
        identical: together.identical(),
        masi: together.alpha(SetDistance::Masi, level),
        jaccard: together.alpha(SetDistance::Jaccard, level),
        nominal: together.nominal(level),
    })
}

/// All codes of an answer as one decision.
struct Together {
    /// The different sets of codes.
    sets: Vec<Vec<usize>>,
    /// By answer: the set that each coder gave.
    units: Vec<Vec<usize>>,
}

impl Together {
    fn new(units: &[&Unit]) -> Self {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        let mut place = |codes: &Vec<bool>| {
            let set: Vec<usize> = (0..codes.len()).filter(|code| codes[*code]).collect();
            let known = sets.iter().position(|known| *known == set);
            known.unwrap_or_else(|| {
                sets.push(set);
                sets.len() - 1
            })
        };
        let mut given = Vec::with_capacity(units.len());
        for unit in units {
            given.push(unit.iter().flatten().map(&mut place).collect());
        }
        Self { sets, units: given }
    }

    fn ratings(&self) -> Found<Ratings> {
        let units = self.units.iter();
        let units = units.map(|sets| (sets.iter().map(|set| (*set, 1)).collect(), 1));
        Ratings::new(units, self.sets.len())
    }

    fn alpha(&self, distance: SetDistance, level: Level) -> Found<Krippendorff> {
        krippendorff_alpha_of_sets(&self.ratings()?, &self.sets, distance, level)
    }

    fn nominal(&self, level: Level) -> Found<Krippendorff> {
        krippendorff_alpha(&self.ratings()?, &[], MeasurementLevel::Nominal, level)
    }

    fn identical(&self) -> Option<f64> {
        let (mut same, mut pairs) = (0_u64, 0_u64);
        for sets in &self.units {
            for (index, set) in sets.iter().enumerate() {
                pairs += index as u64;
                same += sets[..index].iter().filter(|other| *other == set).count() as u64;
            }
        }
        (pairs > 0).then(|| same as f64 / pairs as f64)
    }
}

fn about(
    code: String,
    label: Text,
    units: &[Vec<Option<usize>>],
    coders: usize,
    level: Level,
) -> CodeAgreement {
    let mut counts = vec![vec![0_u64; 2]; 2];
    let mut given = vec![0; coders];
    let (mut agreeing, mut pairs) = (0_u64, 0_u64);
    let mut ratings = Vec::with_capacity(units.len());
    for decisions in units {
        for (coder, decision) in decisions.iter().enumerate() {
            given[coder] += decision.map_or(0, |decision| decision as u64);
        }
        if let [Some(first), Some(second)] = decisions[..] {
            counts[first][second] += 1;
        }
        let all = decisions.iter().flatten().count() as u64;
        let yes = decisions.iter().flatten().sum::<usize>() as u64;
        let no = all - yes;
        agreeing += yes * yes.saturating_sub(1) + no * no.saturating_sub(1);
        pairs += all * all.saturating_sub(1);
        ratings.push((vec![(0, no), (1, yes)], 1));
    }
    let alpha = Ratings::new(ratings, 2)
        .and_then(|ratings| krippendorff_alpha(&ratings, &[], MeasurementLevel::Nominal, level));
    CodeAgreement {
        code,
        label,
        given,
        observed: (pairs > 0).then(|| agreeing as f64 / pairs as f64),
        cohen_kappa: (coders == 2).then(|| cohen_kappa(&counts, RatingWeights::Unweighted, level)),
        krippendorff_alpha: alpha,
    }
}
