//! Where the items of one ballot stand.

use crate::Ballots;
use crate::ballots::UNRANKED;

/// How many items stand above each item of a ballot and beside it; memory is kept from ballot to ballot.
pub(crate) struct Positions {
    /// Items strictly above; for an unranked item all that are ranked.
    pub above: Vec<u32>,
    /// Twice the midrank, a whole number: 2 above + items of the same place + 1. Unranked items share one place.
    pub doubled: Vec<u32>,
    /// Items that the ballot ranks.
    pub ranked: u32,
    counts: Vec<u32>,
}

impl Positions {
    pub fn new(items: usize) -> Self {
        Self {
            above: vec![0; items],
            doubled: vec![0; items],
            ranked: 0,
            counts: Vec::new(),
        }
    }

    /// Reads one ballot, O(items).
    pub fn read(&mut self, ballots: &Ballots, ballot: usize) {
        let items = ballots.items();
        // items at every place, the unranked last
        let slot = |place: i16| match place {
            UNRANKED => items,
            place => place as usize,
        };
        self.counts.clear();
        self.counts.resize(items + 1, 0);
        for place in ballots.ballot(ballot) {
            self.counts[slot(place)] += 1;
        }
        self.ranked = items as u32 - self.counts[items];
        // a count becomes the items above
        let mut before = 0;
        for count in &mut self.counts {
            before += std::mem::replace(count, before);
        }
        for (item, place) in ballots.ballot(ballot).enumerate() {
            let slot = slot(place);
            self.above[item] = self.counts[slot];
            let below = self.counts.get(slot + 1).copied().unwrap_or(items as u32);
            self.doubled[item] = self.counts[slot] + below + 1;
        }
    }

    /// Whether the ballot ranks the item.
    pub fn ranks(&self, item: usize) -> bool {
        self.above[item] < self.ranked
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Unranked;

    proptest! {
        #[test]
        fn doubled_positions_are_twice_the_midranks(ranks in prop::collection::vec(prop::option::of(1u32..5), 0..9)) {
            let mut ballots = Ballots::new(ranks.len());
            ballots.push(&ranks, 1.0).unwrap();
            let mut positions = Positions::new(ranks.len());
            positions.read(&ballots, 0);
            for (item, midrank) in ballots.midranks(0, Unranked::Bottom).into_iter().enumerate() {
                prop_assert_eq!(f64::from(positions.doubled[item]) / 2.0, midrank.unwrap());
                prop_assert_eq!(positions.ranks(item), ranks[item].is_some());
                let above = ranks.iter().flatten().filter(|&&rank| ranks[item].is_none_or(|own| rank < own));
                prop_assert_eq!(positions.above[item] as usize, above.count());
            }
        }
    }
}
