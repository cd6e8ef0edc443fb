//! Whether ballots agree.

use befund_stats::Probability;
use befund_stats::dd::Dd;
use befund_stats::distribution::chi_squared;

use crate::positions::Positions;
use crate::{Ballots, Pairwise};
use crate::{Error, Unranked};

/// Kendall's coefficient of concordance and its test.
#[derive(Debug, Clone, PartialEq)]
pub struct KendallW {
    /// W: 1 where all ballots have the same order, 0 where all mean ranks are equal.
    pub w: f64,
    /// χ² = m (n − 1) W.
    pub chi_square: f64,
    /// n − 1.
    pub df: f64,
    /// P(χ² ≥ statistic) if every ballot were a random order; [`Error::FractionalWeights`] where weights are no numbers of ballots.
    pub p_value: Result<Probability, Error>,
    /// Sum of the weights, m.
    pub total_weight: f64,
}

/// Kendall's W with ties, O(ballots × items).
///
/// W = 12 S / (m² (n³ − n) − m Σ T) with S = Σⱼ(Rⱼ − R̄)² over the sums of midranks and T = Σ(t³ − t) over the ties of a ballot;
/// here from doubled deviations dⱼ = 2r − (n + 1), which are whole: W = ΣⱼDⱼ² / (m ΣΣd²), χ² = (n − 1) ΣⱼDⱼ² / ΣΣd². A weight
/// of 3 counts as three ballots. Kendall and Babington Smith (1939); Kendall (1970), ch. 6. R: `irr::kendall(t(ranks), correct =
/// TRUE)`, `friedman.test(ranks)`.
///
/// Under [`Unranked::Ignored`] W exists where every ballot ranks every item: ranks of different sets of items have no common sum.
/// [`ballot_agreement`] compares partial ballots pair by pair.
///
/// # Errors
/// [`Error::NoBallots`], [`Error::TooFewItems`] below two, [`Error::AllTied`] where no ballot tells items apart,
/// [`Error::PartialBallot`] where unranked items are ignored and there are some.
pub fn kendall_w(ballots: &Ballots, unranked: Unranked) -> Result<KendallW, Error> {
    let items = ballots.items();
    if items < 2 {
        return Err(Error::TooFewItems { items, needed: 2 });
    }
    let weights = ballots.unit_weights();
    let mut positions = Positions::new(items);
    let mut sums = vec![Dd::ZERO; items];
    let (mut squares, mut total) = (Dd::ZERO, Dd::ZERO);
    for (ballot, &weight) in weights.values.iter().enumerate() {
        if weight == 0.0 {
            continue;
        }
        positions.read(ballots, ballot);
        if unranked == Unranked::Ignored && (positions.ranked as usize) < items {
            return Err(Error::PartialBallot { ballot });
        }
        let mut own = 0.0;
        for (sum, &rank) in sums.iter_mut().zip(&positions.doubled) {
            let deviation = f64::from(rank) - (items + 1) as f64;
            own += deviation * deviation;
            *sum += Dd::product(weight, deviation);
        }
        squares += Dd::product(weight, own);
        total += Dd::from(weight);
    }
    if total.value() == 0.0 {
        return Err(Error::NoBallots);
    }
    if squares.value() == 0.0 {
        return Err(Error::AllTied);
    }
    let between: Dd = sums.iter().map(|sum| sum.square()).sum();
    let share = between / squares;
    let df = (items - 1) as f64;
    let chi_square = (share * df / weights.unit).value();
    Ok(KendallW {
        w: (share / total).value(),
        chi_square,
        df,
        p_value: if ballots.whole() {
            Ok(chi_squared::tail(chi_square, df))
        } else {
            Err(Error::FractionalWeights)
        },
        total_weight: (total / weights.unit).value(),
    })
}

/// How much two ballots agree on average, over all pairs of ballots.
///
/// A whole weight counts as that many ballots, which agree with each other; under fractional weights every two different
/// ballots count with the product of their weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BallotAgreement {
    /// Mean of Spearman's ρ of midranks, over pairs of ballots that tell items apart; (mW − 1) / (m − 1) where no ballot has
    /// ties. `None` for partial ballots whose unranked items are ignored, and where no two ballots have one.
    pub mean_rho: Option<f64>,
    /// Mean of Kendall's τ-a: share of pairs of items that both order alike minus share that they order in opposite ways, among the
    /// pairs both compare. `None` where there are none.
    pub mean_tau: Option<f64>,
    /// Mean of Emond and Mason's τ_x: as τ-a, and pairs that both tie count as agreement.
    pub mean_tau_x: Option<f64>,
}

/// Mean rank correlations between ballots, O(ballots × items²), without comparing every two ballots.
///
/// ρ: with u the standardised midranks of a ballot, Σ over pairs of uₐ·u_b = (|Σu|² − Σ|u|²) / 2. τ: of c ballots that compare two
/// items, a prefer the one, b the other and t tie them, so that ((a − b)² − a − b) / 2 is the sum over pairs of ballots of their
/// agreements minus their disagreements, and (t² − t) / 2 pairs of ballots both tie them; exact where sums of weights are.
/// Kendall (1970), ch. 6; Ehrenberg (1952), *Biometrika* 39, 82-87; Emond and Mason (2002) for τ_x.
pub fn ballot_agreement(ballots: &Ballots, unranked: Unranked) -> BallotAgreement {
    let pairwise = Pairwise::new(ballots, unranked);
    // Σ over the ballots of w: they do not pair with themselves
    let own = if ballots.whole() {
        None
    } else {
        let squares: Vec<f64> = ballots.weights().iter().map(|w| w * w).collect();
        // squares of finite weights that overflow leave no agreement to speak of
        ballots.with_weights(&squares).ok()
    };
    let own = own.map(|squared| Pairwise::new(&squared, unranked));
    let own = own.as_ref().unwrap_or(&pairwise);
    let items = ballots.items();
    let (mut order, mut both_tie, mut compared) = (Dd::ZERO, Dd::ZERO, Dd::ZERO);
    for i in 0..items {
        for j in i + 1..items {
            let (a, b, t) = (
                pairwise.wins(i, j),
                pairwise.wins(j, i),
                pairwise.ties(i, j),
            );
            let strict = Dd::sum(own.wins(i, j), own.wins(j, i));
            let ties = Dd::from(own.ties(i, j));
            let all = Dd::sum(a, b) + Dd::from(t);
            order += Dd::difference(a, b).square() - strict;
            both_tie += Dd::product(t, t) - ties;
            compared += all.square() - (strict + ties);
        }
    }
    let defined = compared.value() > 0.0;
    BallotAgreement {
        mean_rho: mean_rho(ballots, unranked),
        mean_tau: defined.then(|| (order / compared).value()),
        mean_tau_x: defined.then(|| ((order + both_tie) / compared).value()),
    }
}

fn mean_rho(ballots: &Ballots, unranked: Unranked) -> Option<f64> {
    let items = ballots.items();
    let (weights, whole) = (ballots.unit_weights(), ballots.whole());
    let mut positions = Positions::new(items);
    let mut sums = vec![Dd::ZERO; items];
    let (mut total, mut own) = (Dd::ZERO, Dd::ZERO);
    for (ballot, &weight) in weights.values.iter().enumerate() {
        if weight == 0.0 {
            continue;
        }
        positions.read(ballots, ballot);
        if unranked == Unranked::Ignored && (positions.ranked as usize) < items {
            return None;
        }
        let ranks = &positions.doubled;
        let deviation = |rank: u32| f64::from(rank) - (items + 1) as f64;
        let squares: f64 = ranks.iter().map(|&r| deviation(r) * deviation(r)).sum();
        if squares == 0.0 {
            continue;
        }
        let scale = Dd::from(weight) / Dd::from(squares).sqrt();
        for (sum, &rank) in sums.iter_mut().zip(ranks) {
            *sum += scale * deviation(rank);
        }
        total += Dd::from(weight);
        own += if whole {
            Dd::product(weight, weights.unit)
        } else {
            Dd::product(weight, weight)
        };
    }
    let pairs = total.square() - own;
    let length: Dd = sums.iter().map(|sum| sum.square()).sum();
    (pairs.value() > 0.0).then(|| ((length - own) / pairs).value())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::distance::{spearman_rho, tau_x};

    fn ballots(rows: &[&[u32]], weights: &[f64]) -> Ballots {
        let mut ballots = Ballots::new(rows[0].len());
        for (row, weight) in rows.iter().zip(weights) {
            let ranks: Vec<Option<u32>> =
                row.iter().map(|&rank| (rank > 0).then_some(rank)).collect();
            ballots.push(&ranks, *weight).unwrap();
        }
        ballots
    }

    const TIED: [&[u32]; 5] = [
        &[1, 2, 2, 4, 5, 5],
        &[2, 1, 3, 3, 3, 6],
        &[1, 1, 4, 3, 5, 6],
        &[3, 2, 1, 4, 6, 5],
        &[2, 2, 2, 2, 1, 6],
    ];

    #[test]
    fn equals_fractions_and_scipy() {
        // exact fractions in Python; mpmath, 40 digits; scipy 1.x friedmanchisquare gives the same χ² and p
        let found = kendall_w(&ballots(&TIED, &[1.0; 5]), Unranked::Bottom).unwrap();
        assert_eq!(found.w, 471.0 / 790.0);
        assert_eq!(found.chi_square, 2355.0 / 158.0);
        assert_eq!(found.df, 5.0);
        let p = found.p_value.unwrap().value();
        assert!((p / 0.010_775_784_154_847_083 - 1.0).abs() < 1e-13, "{p}");
        // scipy spearmanr and counting over all ten pairs
        let agreement = ballot_agreement(&ballots(&TIED, &[1.0; 5]), Unranked::Bottom);
        assert!((agreement.mean_rho.unwrap() - 0.477_728_012_838_337_9).abs() < 1e-15);
        assert_eq!(agreement.mean_tau, Some(53.0 / 150.0));
        assert_eq!(agreement.mean_tau_x, Some(56.0 / 150.0));
    }

    #[test]
    fn a_whole_weight_is_that_many_ballots() {
        let weighted = ballots(&TIED[..2], &[3.0, 2.0]);
        let many = ballots(&[TIED[0], TIED[0], TIED[0], TIED[1], TIED[1]], &[1.0; 5]);
        assert_eq!(
            kendall_w(&weighted, Unranked::Bottom),
            kendall_w(&many, Unranked::Bottom)
        );
        assert_eq!(
            ballot_agreement(&weighted, Unranked::Bottom),
            ballot_agreement(&many, Unranked::Bottom)
        );
        let none = ballots(&[TIED[0], TIED[1], TIED[3]], &[3.0, 2.0, 0.0]);
        assert_eq!(
            kendall_w(&none, Unranked::Bottom),
            kendall_w(&many, Unranked::Bottom)
        );
    }

    #[test]
    fn fractional_weights_have_no_p_value() {
        let found = kendall_w(&ballots(&TIED[..2], &[1.5, 1.0]), Unranked::Bottom).unwrap();
        let thrice = kendall_w(&ballots(&TIED[..2], &[3.0, 2.0]), Unranked::Bottom).unwrap();
        assert_eq!(found.w, thrice.w);
        assert_eq!(found.chi_square * 2.0, thrice.chi_square);
        assert_eq!(found.p_value, Err(Error::FractionalWeights));
    }

    #[test]
    fn what_has_no_agreement_says_why() {
        let w = |rows: &[&[u32]], unranked| kendall_w(&ballots(rows, &[1.0; 3]), unranked);
        assert_eq!(
            w(&[&[1, 1], &[2, 2]], Unranked::Bottom),
            Err(Error::AllTied)
        );
        assert_eq!(
            w(&[&[1], &[1]], Unranked::Bottom),
            Err(Error::TooFewItems {
                items: 1,
                needed: 2
            })
        );
        assert_eq!(
            kendall_w(&Ballots::new(3), Unranked::Bottom),
            Err(Error::NoBallots)
        );
        assert_eq!(
            w(&[&[1, 2, 3], &[1, 0, 0]], Unranked::Ignored),
            Err(Error::PartialBallot { ballot: 1 })
        );
        assert!(w(&[&[1, 2, 3], &[1, 0, 0]], Unranked::Bottom).is_ok());
        let one = ballot_agreement(&ballots(&[&[1, 2]], &[1.0]), Unranked::Bottom);
        assert_eq!((one.mean_rho, one.mean_tau), (None, None));
        // each compares another pair
        let apart = ballots(&[&[1, 2, 0, 0], &[0, 0, 1, 2]], &[1.0; 2]);
        assert_eq!(ballot_agreement(&apart, Unranked::Ignored).mean_tau, None);
    }

    fn random() -> impl Strategy<Value = (Vec<Vec<u32>>, Vec<f64>)> {
        let row = prop::collection::vec(1u32..6, 5);
        prop::collection::vec((row, 0u32..4), 2..12).prop_map(|rows| {
            let weights = rows.iter().map(|row| f64::from(row.1)).collect();
            (rows.into_iter().map(|row| row.0).collect(), weights)
        })
    }

    proptest! {
        #[test]
        fn agreement_is_the_mean_over_pairs((rows, weights) in random(), halves in any::<bool>()) {
            let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
            let (rows, weights): (Vec<&[u32]>, Vec<f64>) = if halves {
                (rows, weights.iter().map(|w| w + 0.5).collect())
            } else {
                let repeated = rows.iter().zip(&weights).flat_map(|(row, &w)| vec![*row; w as usize]);
                let repeated: Vec<&[u32]> = repeated.collect();
                let ones = vec![1.0; repeated.len()];
                prop_assume!(repeated.len() > 1);
                (repeated, ones)
            };
            let ballots = ballots(&rows, &weights);
            let (mut tau, mut all, mut rho, mut with_rho) = (0.0, 0.0, 0.0, 0.0);
            for a in 0..rows.len() {
                for b in a + 1..rows.len() {
                    let weight = weights[a] * weights[b];
                    let order = |row: usize| ballots.midranks(row, Unranked::Bottom).into_iter().flatten().collect::<Vec<f64>>();
                    tau += weight * tau_x(&order(a), &order(b)).unwrap();
                    all += weight;
                    if let Some(r) = spearman_rho(&order(a), &order(b)) {
                        rho += weight * r;
                        with_rho += weight;
                    }
                }
            }
            let found = ballot_agreement(&ballots, Unranked::Bottom);
            prop_assert!((found.mean_tau_x.unwrap() - tau / all).abs() < 1e-13);
            match found.mean_rho {
                Some(mean) => prop_assert!((mean - rho / with_rho).abs() < 1e-13),
                None => prop_assert_eq!(with_rho, 0.0),
            }
        }

        #[test]
        fn without_ties_mean_rho_follows_from_w(orders in prop::collection::vec(Just((1u32..=6).collect::<Vec<_>>()).prop_shuffle(), 2..20)) {
            let rows: Vec<&[u32]> = orders.iter().map(Vec::as_slice).collect();
            let ballots = ballots(&rows, &vec![1.0; rows.len()]);
            let m = rows.len() as f64;
            let w = kendall_w(&ballots, Unranked::Bottom).unwrap().w;
            let rho = ballot_agreement(&ballots, Unranked::Bottom).mean_rho.unwrap();
            prop_assert!((rho - (m * w - 1.0) / (m - 1.0)).abs() < 1e-13);
        }
    }
}
