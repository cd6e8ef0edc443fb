//! Midranks as whole numbers.

use crate::Ballots;
use crate::ballots::{UNRANKED, Unranked};

/// Twice the midranks of one ballot after the other, so that ties stay whole numbers. Holds the memory they are made in.
#[derive(Debug, Clone)]
pub(crate) struct DoubledMidranks {
    unranked: Unranked,
    /// Items at every place, the unranked last.
    counts: Vec<u32>,
    ranks: Vec<u32>,
}

impl DoubledMidranks {
    pub(crate) fn new(items: usize, unranked: Unranked) -> Self {
        Self {
            unranked,
            counts: vec![0; items + 1],
            ranks: vec![0; items],
        }
    }

    /// Twice the midrank of every item on a ballot; 0 where it has no position. O(items).
    pub(crate) fn of(&mut self, ballots: &Ballots, ballot: usize) -> &[u32] {
        let items = ballots.items();
        let slot = |place: i16| {
            if place == UNRANKED {
                items
            } else {
                place as usize
            }
        };
        self.counts.fill(0);
        for place in ballots.ballot(ballot) {
            self.counts[slot(place)] += 1;
        }
        // every count becomes the doubled midrank of its place
        let mut before = 0;
        for count in &mut self.counts {
            let tied = *count;
            *count = 2 * before + tied + 1;
            before += tied;
        }
        if self.unranked == Unranked::Ignored {
            self.counts[items] = 0;
        }
        for (rank, place) in self.ranks.iter_mut().zip(ballots.ballot(ballot)) {
            *rank = self.counts[slot(place)];
        }
        &self.ranks
    }
}

/// Weights as whole numbers of a common unit where there is one, as they are otherwise.
pub(crate) fn unit_weights(ballots: &Ballots) -> (Vec<f64>, f64) {
    match ballots.unit() {
        Some(unit) => {
            let whole = ballots.weights().iter();
            (whole.map(|weight| (weight * unit).round()).collect(), unit)
        }
        None => (ballots.weights().to_vec(), 1.0),
    }
}
