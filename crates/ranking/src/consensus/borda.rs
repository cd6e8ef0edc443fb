//! The Borda count.

use crate::positions::Positions;
use crate::{Ballots, Unranked};

/// What a ballot of n items that ranks r of them is worth to each; all agree where every item is ranked.
///
/// An item at position p (its midrank among those ranked, so that ties share the mean of their points) and one that is not
/// ranked get:
///
/// | convention | ranked | unranked |
/// |---|---|---|
/// | average, unranked at the bottom | n − p | (n − r − 1) / 2, the mean of what is left |
/// | average, unranked ignored | r − p | 0 |
/// | pessimistic | n − p | 0 |
/// | optimistic | n − p | n − r − 1 |
/// | modified | r + 1 − p | 0 |
///
/// Baumeister, Faliszewski, Lang, Rothe (2012), Campaigns for lazy voters: truncated ballots, AAMAS; Emerson (2013), The
/// original Borda count and partial voting, Social Choice and Welfare 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BordaConvention {
    /// An item gets a point for every item below it and half a point for every one beside it: the unranked share what is left
    /// or, where they are ignored, are compared with nothing. The tournament score of Dummett (1984), Voting Procedures.
    #[default]
    Average,
    /// Who is not ranked gets nothing, who is ranked as much as on a full ballot.
    Pessimistic,
    /// Every unranked item gets the points of the first position left.
    Optimistic,
    /// The last of those ranked gets one point, so that short ballots weigh less: Emerson's modified Borda count (de Borda's own
    /// rule, as he reads it). A full ballot gives one point more to every item than the others do.
    Modified,
}

/// Borda points of every item, O(ballots × items): the higher, the better.
///
/// With the default convention Σⱼ (weight of i before j + half the weight that ties them), 0 to (n − 1) times the total weight.
/// `unranked` matters to that convention only, the others say themselves what becomes of unranked items. Exact where weights
/// have at most six decimals.
pub fn borda(ballots: &Ballots, unranked: Unranked, convention: BordaConvention) -> Vec<f64> {
    let items = ballots.items();
    let weights = ballots.unit_weights();
    let mut points = vec![0.0; items];
    let mut positions = Positions::new(items);
    for (ballot, &weight) in weights.values.iter().enumerate() {
        positions.read(ballots, ballot);
        let (all, ranked) = (items as f64, f64::from(positions.ranked));
        // twice the points: whole numbers
        let (base, rest) = match (convention, unranked) {
            (BordaConvention::Average, Unranked::Bottom) => (2.0 * all, all - ranked - 1.0),
            (BordaConvention::Average, Unranked::Ignored) => (2.0 * ranked, 0.0),
            (BordaConvention::Pessimistic, _) => (2.0 * all, 0.0),
            (BordaConvention::Optimistic, _) => (2.0 * all, 2.0 * (all - ranked - 1.0)),
            (BordaConvention::Modified, _) => (2.0 * ranked + 2.0, 0.0),
        };
        for (item, points) in points.iter_mut().enumerate() {
            let doubled = if positions.ranks(item) {
                base - f64::from(positions.doubled[item])
            } else {
                rest
            };
            *points += weight * doubled;
        }
    }
    for points in &mut points {
        *points /= 2.0 * weights.unit;
    }
    points
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Pairwise;
    use crate::consensus::tests::any_ballots;

    #[test]
    fn conventions_differ_on_what_is_left() {
        let mut ballots = Ballots::new(5);
        ballots
            .push(&[Some(1), Some(2), None, None, None], 1.0)
            .unwrap();
        let points = |unranked, convention| borda(&ballots, unranked, convention);
        use BordaConvention::{Average, Modified, Optimistic, Pessimistic};
        assert_eq!(points(Unranked::Bottom, Average), [4.0, 3.0, 1.0, 1.0, 1.0]);
        assert_eq!(
            points(Unranked::Ignored, Average),
            [1.0, 0.0, 0.0, 0.0, 0.0]
        );
        for unranked in [Unranked::Bottom, Unranked::Ignored] {
            assert_eq!(points(unranked, Pessimistic), [4.0, 3.0, 0.0, 0.0, 0.0]);
            assert_eq!(points(unranked, Optimistic), [4.0, 3.0, 2.0, 2.0, 2.0]);
            assert_eq!(points(unranked, Modified), [2.0, 1.0, 0.0, 0.0, 0.0]);
        }
    }

    proptest! {
        #[test]
        fn the_average_is_the_sum_of_all_duels(ballots in any_ballots(6), unranked in crate::consensus::tests::meaning()) {
            let pairwise = Pairwise::new(&ballots, unranked);
            for (i, points) in borda(&ballots, unranked, BordaConvention::Average).into_iter().enumerate() {
                let duels = (0..6).filter(|&j| j != i).map(|j| 2.0 * pairwise.unit_wins(i, j) + pairwise.unit_ties(i, j));
                prop_assert_eq!(points, duels.sum::<f64>() / (2.0 * pairwise.unit()));
            }
        }

        #[test]
        fn full_ballots_leave_nothing_to_a_convention(mut orders in prop::collection::vec(Just((1u32..=5).collect::<Vec<_>>()).prop_shuffle(), 0..9)) {
            let mut ballots = Ballots::new(5);
            for order in &mut orders {
                // a tie or two
                order[0] = order[1];
                ballots.push(&order.iter().copied().map(Some).collect::<Vec<_>>(), 1.0).unwrap();
            }
            let average = borda(&ballots, Unranked::Bottom, BordaConvention::Average);
            prop_assert_eq!(&average, &borda(&ballots, Unranked::Ignored, BordaConvention::Average));
            prop_assert_eq!(&average, &borda(&ballots, Unranked::Bottom, BordaConvention::Pessimistic));
            prop_assert_eq!(&average, &borda(&ballots, Unranked::Bottom, BordaConvention::Optimistic));
            let modified = borda(&ballots, Unranked::Bottom, BordaConvention::Modified);
            prop_assert!(average.iter().zip(&modified).all(|(a, m)| a + orders.len() as f64 == *m));
        }
    }
}
