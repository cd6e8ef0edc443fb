//! What respondents sorted.

use befund_stats::order;

use crate::Error;

/// What it means when an item was not ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unranked {
    /// It comes below all that were ranked; several of them are tied there.
    #[default]
    Bottom,
    /// The respondent has no opinion on it.
    Ignored,
}

/// Most items that ballots can be about.
pub const MOST_ITEMS: usize = 10_000;

/// How many units all ballots together have at most, where weights are no decimals.
const FINEST: f64 = (1u64 << 44) as f64;
/// No weight is taken by more.
const LARGEST_UNIT: f64 = 1e300;

/// The place of an item that a ballot does not rank.
pub const UNRANKED: i16 = i16::MAX;

/// Ballots over the same items, each with its weight.
///
/// Smaller ranks are better, equal ranks tie, gaps do not matter: a ballot keeps the *place* of every item, 0 for the items
/// of the best rank, 1 for those of the next, and [`UNRANKED`]. Places stand item by item, so that two items are compared
/// over all ballots in one run through memory.
#[derive(Debug, Clone, PartialEq)]
pub struct Ballots {
    /// For every item its place on every ballot.
    places: Vec<Vec<i16>>,
    weights: Vec<f64>,
}

/// Weights as multiples of one unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitWeights {
    /// The weight of every ballot times the unit.
    pub values: Vec<f64>,
    /// What weights are multiplied by: a power of ten, or of two where none makes them whole.
    pub unit: f64,
}

impl Ballots {
    /// No ballots over that many items, at most [`MOST_ITEMS`].
    pub fn new(items: usize) -> Self {
        Self {
            places: vec![Vec::new(); items.min(MOST_ITEMS)],
            weights: Vec::new(),
        }
    }

    /// Adds a ballot: the rank of every item, `None` where it was not ranked. A ballot without weight adds nothing to any result.
    ///
    /// # Errors
    /// [`Error::WrongLength`], [`Error::InvalidWeight`].
    pub fn push(&mut self, ranks: &[Option<u32>], weight: f64) -> Result<(), Error> {
        if ranks.len() != self.items() {
            return Err(Error::WrongLength {
                expected: self.items(),
                found: ranks.len(),
            });
        }
        if !(weight.is_finite() && weight >= 0.0) {
            return Err(Error::InvalidWeight { weight });
        }
        let mut given: Vec<u32> = ranks.iter().flatten().copied().collect();
        order::sort(&mut given, Ord::cmp);
        given.dedup();
        for (places, rank) in self.places.iter_mut().zip(ranks) {
            places.push(match rank {
                // at most `MOST_ITEMS` different ranks
                Some(rank) => given.partition_point(|other| other < rank) as i16,
                None => UNRANKED,
            });
        }
        self.weights.push(weight);
        Ok(())
    }

    /// Number of items.
    pub fn items(&self) -> usize {
        self.places.len()
    }

    /// Number of ballots.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there are no ballots.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The weight of every ballot.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Sum of the weights.
    pub fn total_weight(&self) -> f64 {
        let weights = self.unit_weights();
        weights.values.iter().sum::<f64>() / weights.unit
    }

    /// The weight of every ballot in whole units, so that sums of them are exact in whatever order, and equal sums equal.
    ///
    /// Weights without a [`Self::unit`] are rounded to a power of two about 2⁻⁴⁴ of their sum: no figure notices, but what is
    /// tied stays tied.
    pub fn unit_weights(&self) -> UnitWeights {
        match self.unit() {
            Some(unit) => UnitWeights {
                values: self.weights.iter().map(|w| (w * unit).round()).collect(),
                unit,
            },
            None => {
                let largest = self.weights.iter().copied().fold(0.0, f64::max);
                let sum = largest * self.len() as f64;
                let mut unit = 1.0;
                while sum * unit < FINEST / 2.0 && unit < LARGEST_UNIT {
                    unit *= 2.0;
                }
                while sum * unit > FINEST && unit > 1.0 / LARGEST_UNIT {
                    unit /= 2.0;
                }
                UnitWeights {
                    values: self.weights.iter().map(|w| (w * unit).round()).collect(),
                    unit,
                }
            }
        }
    }

    /// The place of an item on every ballot: 0 is the best, [`UNRANKED`] none.
    pub fn places(&self, item: usize) -> &[i16] {
        &self.places[item]
    }

    /// The place of every item on one ballot: 0 is the best, [`UNRANKED`] none.
    pub fn ballot(&self, ballot: usize) -> impl ExactSizeIterator<Item = i16> + '_ {
        self.places.iter().map(move |places| places[ballot])
    }

    /// The items of one ballot in their order, those of one rank together; unranked items are left out.
    pub fn buckets(&self, ballot: usize) -> Vec<Vec<usize>> {
        let mut buckets: Vec<Vec<usize>> = Vec::new();
        for (item, place) in self.ballot(ballot).enumerate() {
            if place == UNRANKED {
                continue;
            }
            let place = place as usize;
            if buckets.len() <= place {
                buckets.resize_with(place + 1, Vec::new);
            }
            buckets[place].push(item);
        }
        buckets
    }

    /// Whether some ballot leaves an item unranked.
    pub fn partial(&self) -> bool {
        self.places.iter().flatten().any(|&place| place == UNRANKED)
    }

    /// Whether some ballot ties two items that it ranks.
    pub fn tied(&self) -> bool {
        (0..self.len()).any(|ballot| self.buckets(ballot).iter().any(|bucket| bucket.len() > 1))
    }

    /// Whether every weight is a whole number, so that a ballot stands for that many.
    pub fn whole(&self) -> bool {
        self.weights.iter().all(|weight| weight.fract() == 0.0)
    }

    /// The power of ten (up to a million) that makes every weight a whole number: sums of weights are then exact. `None` where there is none.
    pub fn unit(&self) -> Option<f64> {
        let mut unit = 1.0;
        while unit <= 1e6 {
            let whole = |weight: &f64| {
                let value = weight * unit;
                value < 1e12 && (value - value.round()).abs() <= 1e-12 * value
            };
            if self.weights.iter().all(whole) {
                return Some(unit);
            }
            unit *= 10.0;
        }
        None
    }

    /// The same ballots with other weights, as a bootstrap replicate has them. Weights are finite and not negative.
    ///
    /// # Errors
    /// [`Error::WrongLength`], [`Error::InvalidWeight`].
    pub fn with_weights(&self, weights: &[f64]) -> Result<Self, Error> {
        if weights.len() != self.len() {
            return Err(Error::WrongLength {
                expected: self.len(),
                found: weights.len(),
            });
        }
        if let Some(&weight) = weights
            .iter()
            .find(|weight| !(weight.is_finite() && **weight >= 0.0))
        {
            return Err(Error::InvalidWeight { weight });
        }
        Ok(Self {
            places: self.places.clone(),
            weights: weights.to_vec(),
        })
    }

    /// Gives one ballot another weight, finite and not negative.
    pub(crate) fn reweigh(&mut self, ballot: usize, weight: f64) {
        self.weights[ballot] = weight;
    }

    /// Midranks of one ballot, 1 for the best: ties share the mean of the positions they take. `None` where the item has
    /// no position.
    pub fn midranks(&self, ballot: usize, unranked: Unranked) -> Vec<Option<f64>> {
        let items = self.items();
        // items at every place, the unranked last
        let mut counts = vec![0usize; items + 1];
        let slot = |place: i16| {
            if place == UNRANKED {
                items
            } else {
                place as usize
            }
        };
        for place in self.ballot(ballot) {
            counts[slot(place)] += 1;
        }
        let mut before = 0;
        let mut midrank = vec![0.0; items + 1];
        for (count, midrank) in counts.iter().zip(&mut midrank) {
            *midrank = (2 * before + count + 1) as f64 / 2.0;
            before += count;
        }
        self.ballot(ballot)
            .map(|place| {
                (place != UNRANKED || unranked == Unranked::Bottom).then(|| midrank[slot(place)])
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_mean_of_their_positions() {
        let mut ballots = Ballots::new(5);
        ballots
            .push(&[Some(7), Some(3), Some(7), None, None], 1.0)
            .unwrap();
        assert_eq!(
            ballots.midranks(0, Unranked::Bottom),
            [Some(2.5), Some(1.0), Some(2.5), Some(4.5), Some(4.5)]
        );
        assert_eq!(
            ballots.midranks(0, Unranked::Ignored),
            [Some(2.5), Some(1.0), Some(2.5), None, None]
        );
        assert_eq!(ballots.buckets(0), [vec![1], vec![0, 2]]);
    }

    #[test]
    fn what_is_no_ballot_is_refused() {
        let mut ballots = Ballots::new(2);
        assert_eq!(
            ballots.push(&[Some(1)], 1.0),
            Err(Error::WrongLength {
                expected: 2,
                found: 1
            })
        );
        assert_eq!(
            ballots.push(&[Some(1), None], -1.0),
            Err(Error::InvalidWeight { weight: -1.0 })
        );
    }

    #[test]
    fn decimal_weights_have_a_unit() {
        let mut ballots = Ballots::new(1);
        for weight in [0.25, 3.0, 1.1] {
            ballots.push(&[Some(1)], weight).unwrap();
        }
        assert_eq!(ballots.unit(), Some(100.0));
        assert_eq!(ballots.total_weight(), 4.35);
        assert!(!ballots.whole());
        ballots.push(&[Some(1)], 1.0 / 3.0).unwrap();
        assert_eq!(ballots.unit(), None);
        assert!((ballots.total_weight() - (4.35 + 1.0 / 3.0)).abs() < 1e-12);
    }

    #[test]
    fn what_is_tied_under_any_weights_stays_tied() {
        let weights = [1.9560291818654225, 0.8722730730159131, 2.406];
        for scale in [1.0, 1e-300, 1e290] {
            let mut ballots = Ballots::new(2);
            for (forth, back) in [(0, 1), (1, 2), (2, 0)] {
                let [forth, back] = [weights[forth] * scale, weights[back] * scale];
                ballots.push(&[Some(2), Some(1)], forth).unwrap();
                ballots.push(&[Some(1), Some(2)], back).unwrap();
            }
            let pairwise = crate::Pairwise::new(&ballots, Unranked::Bottom);
            assert_eq!(pairwise.margin(0, 1), 0.0);
            let found = crate::kemeny(&pairwise, u64::MAX);
            assert_eq!(found.optima, Some(2));
        }
    }
}
