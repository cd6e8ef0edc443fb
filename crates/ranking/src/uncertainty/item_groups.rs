//! In which items groups of ballots differ.

use befund_stats::Probability;
use befund_stats::contingency::fisher_exact;
use befund_stats::distribution::chi_squared;
use befund_stats::multiplicity::{Adjustment, adjust};
use befund_stats::ranks::{GroupRanks, KruskalWallis, kruskal_wallis};

use crate::positions::Positions;
use crate::{Ballots, Error, Unranked};

/// Steps that an exact test of one item may take, about a tenth of a second.
const STEPS: u64 = 10_000_000;

/// One item in several groups.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemByGroup {
    /// Mean of its midranks in every group; `None` where the group has none.
    pub mean_ranks: Vec<Option<f64>>,
    /// Share of the ballots of every group that have it among the first k; `None` for a group without ballots.
    pub top_shares: Vec<Option<f64>>,
    /// Kruskal and Wallis's test of its midranks.
    pub ranks: Result<KruskalWallis, Error>,
    /// The p-value of [`Self::ranks`] corrected for the number of items.
    pub ranks_adjusted: Option<Probability>,
    /// Test of equal shares among the first k.
    pub top: Result<TopTest, Error>,
    /// The p-value of [`Self::top`], exact where there is one, corrected for the number of items.
    pub top_adjusted: Option<Probability>,
}

/// Whether the shares of groups are equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopTest {
    /// Pearson's X² of groups by in or out.
    pub chi_square: f64,
    /// Groups with ballots − 1.
    pub df: f64,
    /// P(χ² ≥ X²).
    pub p_value: Probability,
    /// Fisher's exact p-value (Freeman and Halton); `None` where there are too many tables.
    pub exact_p_value: Option<Probability>,
}

/// Tests every item for differences between groups: its ranks and its share among the first k. O(ballots × items) and the exact tests.
///
/// `groups` has the group of every ballot, from 0. An unranked item is never among the first k; its ranks count as `unranked` says. A whole
/// weight is that many ballots; under fractional weights there are no tests ([`Error::FractionalWeights`]). p-values are corrected
/// over the items, those of ranks and those of shares each for themselves. R: `kruskal.test(rank ~ group)`, `chisq.test(table(group,
/// top), correct = FALSE)`, `fisher.test(table(group, top))`, `p.adjust`.
///
/// # Errors
/// [`Error::WrongLength`] unless every ballot has a group; [`Error::NoBallots`].
pub fn item_group_tests(
    ballots: &Ballots,
    groups: &[usize],
    unranked: Unranked,
    k: usize,
    adjustment: Adjustment,
) -> Result<Vec<ItemByGroup>, Error> {
    if groups.len() != ballots.len() {
        return Err(Error::WrongLength {
            expected: ballots.len(),
            found: groups.len(),
        });
    }
    let items = ballots.items();
    let weights = ballots.unit_weights();
    let most = groups.iter().max().map_or(0, |most| most + 1);
    let mut sizes = vec![0.0; most];
    // for every item and group: weight by doubled midrank, and weight among the first k
    let mut midranks = vec![vec![vec![0.0; 2 * items + 1]; most]; items];
    let mut top = vec![vec![0.0; most]; items];
    let mut positions = Positions::new(items);
    for (ballot, (&weight, &group)) in weights.values.iter().zip(groups).enumerate() {
        positions.read(ballots, ballot);
        sizes[group] += weight;
        for item in 0..items {
            let ranked = positions.ranks(item);
            if ranked || unranked == Unranked::Bottom {
                midranks[item][group][positions.doubled[item] as usize] += weight;
            }
            if ranked && (positions.above[item] as usize) < k {
                top[item][group] += weight;
            }
        }
    }
    if sizes.iter().sum::<f64>() == 0.0 {
        return Err(Error::NoBallots);
    }
    let whole = ballots.whole();
    let mut found: Vec<ItemByGroup> = midranks
        .iter()
        .zip(&top)
        .map(|(midranks, top)| ItemByGroup {
            mean_ranks: midranks.iter().map(|counts| mean(counts)).collect(),
            top_shares: top
                .iter()
                .zip(&sizes)
                .map(|(top, size)| (*size > 0.0).then(|| top / size))
                .collect(),
            ranks: if whole {
                test_ranks(midranks)
            } else {
                Err(Error::FractionalWeights)
            },
            ranks_adjusted: None,
            top: if whole {
                test_shares(top, &sizes)
            } else {
                Err(Error::FractionalWeights)
            },
            top_adjusted: None,
        })
        .collect();
    let missing = Probability::new(f64::NAN);
    let p_values = |of: &dyn Fn(&ItemByGroup) -> Option<Probability>| {
        let p: Vec<Probability> = found
            .iter()
            .map(|item| of(item).unwrap_or(missing))
            .collect();
        adjust(&p, adjustment)
    };
    let ranks = p_values(&|item| item.ranks.as_ref().ok().map(|test| test.p_value));
    let shares = p_values(&|item| {
        let test = item.top.as_ref().ok()?;
        Some(test.exact_p_value.unwrap_or(test.p_value))
    });
    for (item, (ranks, shares)) in found.iter_mut().zip(ranks.into_iter().zip(shares)) {
        item.ranks_adjusted = item.ranks.is_ok().then_some(ranks);
        item.top_adjusted = item.top.is_ok().then_some(shares);
    }
    Ok(found)
}

/// Mean of what was counted by its double.
fn mean(counts: &[f64]) -> Option<f64> {
    let total: f64 = counts.iter().sum();
    let sum: f64 = counts
        .iter()
        .enumerate()
        .map(|(doubled, count)| doubled as f64 * count)
        .sum();
    (total > 0.0).then(|| sum / total / 2.0)
}

fn test_ranks(counts: &[Vec<f64>]) -> Result<KruskalWallis, Error> {
    Ok(kruskal_wallis(&GroupRanks::of_table(counts)?)?)
}

/// X² = Σ (aN − nA)² / n / (A (N − A)) with a of n ballots of a group and A of N in all.
fn test_shares(top: &[f64], sizes: &[f64]) -> Result<TopTest, Error> {
    let (inside, all): (f64, f64) = (top.iter().sum(), sizes.iter().sum());
    let groups = sizes.iter().filter(|size| **size > 0.0).count();
    if groups < 2 {
        return Err(befund_stats::Error::TooFewGroups { groups, needed: 2 }.into());
    }
    if inside == 0.0 || inside == all {
        return Err(befund_stats::Error::NoSpread.into());
    }
    let mut sum = 0.0;
    for (top, size) in top.iter().zip(sizes) {
        if *size > 0.0 {
            let deviation = top - size * (inside / all);
            sum += deviation * deviation / size;
        }
    }
    let chi_square = sum * all / inside * (all / (all - inside));
    let df = groups as f64 - 1.0;
    let counts: Vec<Vec<u64>> = top
        .iter()
        .zip(sizes)
        .map(|(top, size)| vec![*top as u64, (size - top) as u64])
        .collect();
    Ok(TopTest {
        chi_square,
        df,
        p_value: chi_squared::tail(chi_square, df),
        exact_p_value: fisher_exact(&counts, STEPS).ok().map(|test| test.p_value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [[u32; 4]; 12] = [
        [1, 2, 3, 4],
        [2, 1, 3, 4],
        [1, 3, 2, 4],
        [1, 2, 4, 3],
        [3, 1, 2, 4],
        [4, 3, 2, 1],
        [3, 4, 1, 2],
        [4, 2, 1, 3],
        [4, 4, 1, 2],
        [2, 3, 1, 4],
        [3, 2, 1, 4],
        [1, 4, 2, 3],
    ];
    const GROUPS: [usize; 12] = [0, 0, 0, 0, 0, 2, 2, 2, 2, 1, 1, 1];

    fn ballots(weight: f64) -> Ballots {
        let mut ballots = Ballots::new(4);
        for ranks in ROWS {
            ballots.push(&ranks.map(Some), weight).unwrap();
        }
        ballots
    }

    fn near(found: f64, wanted: f64) {
        assert!((found / wanted - 1.0).abs() < 1e-12, "{found} {wanted}");
    }

    #[test]
    fn equals_r() {
        let found = item_group_tests(
            &ballots(1.0),
            &GROUPS,
            Unranked::Bottom,
            2,
            Adjustment::Holm,
        )
        .unwrap();
        // scipy.stats.kruskal; R 4.2: fisher.test, chisq.test(correct = FALSE), p.adjust(method = "holm")
        let wanted = [
            (
                7.071_234_567_901_237,
                0.069_264_069_264_069_08,
                0.046_576_150_222_383_41,
                0.089_210_688_586_861_153,
            ),
            (
                4.4,
                0.350_649_350_649_350_2,
                0.208_739_823_390_079_63,
                0.110_803_158_362_333_95,
            ),
            (
                7.127_352_941_176_473,
                0.068_181_818_181_818_09,
                0.060_810_062_625_217_95,
                0.089_210_688_586_861_153,
            ),
            (
                7.606_097_560_975_613,
                0.022_727_272_727_272_7,
                0.018_315_638_888_734_18,
                0.089_210_688_586_861_153,
            ),
        ];
        for (item, (h, fisher, chi_square, adjusted)) in found.iter().zip(wanted) {
            near(item.ranks.as_ref().unwrap().statistic, h);
            let top = item.top.as_ref().unwrap();
            near(top.exact_p_value.unwrap().value(), fisher);
            near(top.p_value.value(), chi_square);
            near(item.ranks_adjusted.unwrap().value(), adjusted);
        }
        near(found[3].top_adjusted.unwrap().value(), 4.0 / 44.0);
        assert_eq!(found[3].top_shares, [Some(0.0), Some(0.0), Some(0.75)]);
        assert_eq!(found[0].mean_ranks, [Some(1.6), Some(2.0), Some(3.625)]);
    }

    #[test]
    fn what_cannot_be_tested_says_why_and_does_not_count() {
        let halves = item_group_tests(
            &ballots(0.5),
            &GROUPS,
            Unranked::Bottom,
            2,
            Adjustment::Holm,
        )
        .unwrap();
        assert_eq!(halves[0].ranks, Err(Error::FractionalWeights));
        assert_eq!(halves[0].top_adjusted, None);
        assert_eq!(halves[3].top_shares, [Some(0.0), Some(0.0), Some(0.75)]);
        // everybody has everything among the first four
        let all = item_group_tests(
            &ballots(1.0),
            &GROUPS,
            Unranked::Bottom,
            4,
            Adjustment::Holm,
        )
        .unwrap();
        assert_eq!(all[0].top, Err(befund_stats::Error::NoSpread.into()));
        assert!(all[0].ranks_adjusted.is_some());
        let one = item_group_tests(
            &ballots(1.0),
            &[0; 12],
            Unranked::Bottom,
            2,
            Adjustment::Holm,
        )
        .unwrap();
        assert!(matches!(
            one[0].ranks,
            Err(Error::Statistic(befund_stats::Error::TooFewGroups { .. }))
        ));
        assert!(matches!(
            one[0].top,
            Err(Error::Statistic(befund_stats::Error::TooFewGroups { .. }))
        ));
        assert!(matches!(
            item_group_tests(
                &ballots(1.0),
                &[0; 3],
                Unranked::Bottom,
                2,
                Adjustment::Holm
            ),
            Err(Error::WrongLength {
                expected: 12,
                found: 3
            })
        ));
        assert_eq!(
            item_group_tests(&Ballots::new(2), &[], Unranked::Bottom, 1, Adjustment::Holm),
            Err(Error::NoBallots)
        );
    }

    #[test]
    fn ignored_items_have_no_rank() {
        let mut ballots = Ballots::new(3);
        for ranks in [
            [Some(1), Some(2), None],
            [Some(2), Some(1), None],
            [Some(1), None, Some(2)],
        ] {
            ballots.push(&ranks, 2.0).unwrap();
        }
        let of = |unranked| {
            item_group_tests(&ballots, &[0, 0, 1], unranked, 1, Adjustment::Holm).unwrap()
        };
        let ignored = of(Unranked::Ignored);
        assert_eq!(ignored[2].mean_ranks, [None, Some(2.0)]);
        assert!(ignored[2].ranks.is_err());
        assert_eq!(of(Unranked::Bottom)[2].mean_ranks, [Some(3.0), Some(2.0)]);
        assert_eq!(ignored[1].top_shares, [Some(0.5), Some(0.0)]);
    }
}
