//! Do groups differ in their worths?

use befund_stats::order::sort_by;

use super::plackett_luce::{LikelihoodRatio, PlackettLuce, PlackettLuceOptions, plackett_luce};
use crate::{Ballots, Error, Unranked};

/// Worths of groups and the test that they are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct PlackettLuceGroups {
    /// A model for every group that has ballots, with its number.
    pub groups: Vec<GroupWorths>,
    /// The test against one model for all.
    pub test: LikelihoodRatio,
}

/// Worths of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupWorths {
    /// The number of the group.
    pub group: usize,
    /// Its model.
    pub worths: PlackettLuce,
}

/// The likelihood-ratio test that groups of ballots have the same Plackett-Luce worths, as one model for each.
///
/// 2 (Σ ln L of the groups − ln L of all) on (G − 1)(n − 1) degrees of freedom; with ties every group has parameters of its own for the ties that it
/// shows. `groups` numbers the group of every ballot. Weights are frequencies. Wilks (1938).
///
/// # Errors
/// [`Error::WrongLength`], [`Error::TooFewGroups`]; [`Error::GroupWithoutMaximum`] where a group or all of them have no finite maximum, so that the
/// statistic has no chi-squared distribution; those of [`plackett_luce`].
pub fn plackett_luce_groups(
    ballots: &Ballots,
    unranked: Unranked,
    groups: &[usize],
) -> Result<PlackettLuceGroups, Error> {
    if groups.len() != ballots.len() {
        return Err(Error::WrongLength {
            expected: ballots.len(),
            found: groups.len(),
        });
    }
    let options = PlackettLuceOptions::default();
    let parameters = |model: &PlackettLuce| model.log_worth.len() - 1 + model.ties.len();
    let mut weights = vec![0.0; ballots.len()];
    let mut results = Vec::new();
    let (mut log_likelihood, mut df) = (0.0, 0);
    let mut numbers = groups.to_vec();
    sort_by(&mut numbers, Ord::cmp);
    numbers.dedup();
    for group in numbers {
        let mut present = false;
        for (ballot, weight) in weights.iter_mut().enumerate() {
            *weight = if groups[ballot] == group {
                ballots.weights()[ballot]
            } else {
                0.0
            };
            present |= *weight > 0.0;
        }
        if !present {
            continue;
        }
        let worths = plackett_luce(&ballots.with_weights(&weights)?, unranked, options)?;
        if !worths.exists {
            return Err(Error::GroupWithoutMaximum { group });
        }
        log_likelihood += worths.log_likelihood;
        df += parameters(&worths);
        results.push(GroupWorths { group, worths });
    }
    if results.len() < 2 {
        return Err(Error::TooFewGroups {
            groups: results.len(),
        });
    }
    let all = plackett_luce(ballots, unranked, options)?;
    Ok(PlackettLuceGroups {
        test: LikelihoodRatio::new(log_likelihood, all.log_likelihood, df - parameters(&all)),
        groups: results,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_with_a_shift() {
        // 60 rankings of eight items, two groups in turn, drawn from Plackett-Luce models of different worths; values from a fit of 40 digits
        const ORDERS: &str = "73451026 47052361 52314706 04752361 41536702 24357160 72453610 37456201 46235107 43512760 \
            13254076 47531026 53241670 45720316 53267041 43572160 67543102 54730621 23157460 57461203 \
            42315760 47135026 56423701 42571036 14576230 17543206 73410652 47325106 10475236 47532106 \
            57061423 72453601 53410762 75214306 54172360 54372160 53246710 74253160 34571620 74253160 \
            74165320 52741036 03764125 57423016 53071426 54721360 32614570 27450316 45136072 47652310 \
            71543206 75421306 71524306 57431206 54213607 74532160 41526370 45270136 45371620 76543210";
        let mut ballots = Ballots::new(8);
        for order in ORDERS.split_whitespace() {
            let mut ranks = [None; 8];
            for (place, item) in order.bytes().enumerate() {
                ranks[usize::from(item - b'0')] = Some(place as u32);
            }
            ballots.push(&ranks, 1.0).unwrap();
        }
        let groups: Vec<usize> = (0..60).map(|ballot| 10 + 7 * (ballot % 2)).collect();
        let found = plackett_luce_groups(&ballots, Unranked::Bottom, &groups).unwrap();
        let close = |found: f64, wanted: f64| {
            assert!((found / wanted - 1.0).abs() < 1e-12, "{found} {wanted}")
        };
        close(found.test.statistic, 61.34368563263729);
        assert_eq!(found.test.df, 7.0);
        close(found.test.p_value.value(), 8.134192503216832e-11);
        close(found.groups[0].worths.log_likelihood, -290.03257580486087);
        close(found.groups[1].worths.log_worth[4], 1.826865176642028);
        assert_eq!((found.groups[0].group, found.groups[1].group), (10, 17));
        assert_eq!(
            plackett_luce_groups(&ballots, Unranked::Bottom, &[3; 60]),
            Err(Error::TooFewGroups { groups: 1 })
        );
        let mut alone = vec![0; 60];
        alone[7] = 1;
        assert_eq!(
            plackett_luce_groups(&ballots, Unranked::Bottom, &alone),
            Err(Error::GroupWithoutMaximum { group: 1 })
        );
    }
}
