//! How much one ballot matters.

use crate::uncertainty::linear::{LinearMethod, LinearSums};
use crate::uncertainty::resample::{Resample, Weighting};
use crate::{Ballots, Error, Method, MethodSettings, Pairwise, kendall_distance};

/// How far one item moves when a ballot is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemStability {
    /// Its rank in the sample, 1 for the best; ties share the mean of their positions.
    pub rank: f64,
    /// Its best rank without some ballot.
    pub best: f64,
    /// Its worst rank without some ballot.
    pub worst: f64,
    /// The most it moves.
    pub shift: f64,
    /// The first ballot without which it moves that far; `None` where it never moves.
    pub moved_by: Option<usize>,
}

/// How an order holds when one ballot after the other is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Every item.
    pub items: Vec<ItemStability>,
    /// Ballots without which other items come first.
    pub changes_winner: Vec<usize>,
    /// Ballots without which other items are among the first k.
    pub changes_top: Vec<usize>,
    /// Ballots without which some rank is another.
    pub changes_order: Vec<usize>,
    /// Ballots without which the method has no result.
    pub undefined: Vec<usize>,
    /// For every ballot, Kendall's distance (p = ½) between the order without it and that of the sample; `None` where it was not
    /// left out, having no weight, or leaves no result.
    pub distances: Vec<Option<f64>>,
}

/// Leaves out one ballot after the other and asks a method each time, in steps.
///
/// A ballot is taken out of the sums and pairs of all, O(items²), and its method asked once; equal ballots are asked about once. A whole
/// weight under [`Weighting::Frequency`] stands for that many ballots, of which one is left out.
#[derive(Debug, Clone)]
pub struct LeaveOneOut {
    method: Method,
    linear: Option<LinearMethod>,
    settings: MethodSettings,
    resample: Resample,
    /// The different ballots with the weights of the sample.
    sample: Ballots,
    pairwise: Pairwise,
    sums: LinearSums,
    ranks: Vec<f64>,
    /// Ranks without one of each different ballot, as far as it went.
    without: Vec<Option<Vec<f64>>>,
}

impl LeaveOneOut {
    /// Prepares to leave out ballots, O(ballots × items²).
    ///
    /// # Errors
    /// [`Error::NoBallots`]; [`Error::FractionalWeights`] under [`Weighting::Frequency`]; [`Error::TooFewBallots`] for one ballot; what the method has against the sample.
    pub fn new(
        ballots: &Ballots,
        method: Method,
        settings: &MethodSettings,
        weighting: Weighting,
    ) -> Result<Self, Error> {
        let resample = Resample::new(ballots, weighting)?;
        let count: f64 = resample.counts.iter().sum();
        if count < 2.0 {
            return Err(Error::TooFewBallots {
                ballots: 1,
                needed: 2,
            });
        }
        let sample = resample
            .distinct
            .with_weights(&resample.weights(&resample.counts))?;
        let linear = LinearMethod::of(method, settings);
        let mut sums = LinearSums::new(&resample, settings.unranked, linear.as_slice());
        sums.add_up(&resample.counts);
        let mut leave = Self {
            method,
            linear,
            settings: *settings,
            // of all ballots one by one: equal ones together may be whole where one of them is not, and one must be taken out exactly
            pairwise: Pairwise::new(ballots, settings.unranked),
            sums,
            sample,
            ranks: Vec::new(),
            without: Vec::with_capacity(resample.counts.len()),
            resample,
        };
        leave.ranks = leave.ask()?;
        Ok(leave)
    }

    /// Leaves out that many more different ballots; whether all are done.
    pub fn step(&mut self, ballots: usize) -> bool {
        let (done, of) = (self.without.len(), self.replicates());
        for ballot in done..of.min(done.saturating_add(ballots)) {
            let all = self.sample.weights()[ballot];
            let one = self.resample.distinct.weights()[ballot];
            let left = (all - one).max(0.0);
            // not what is left of the weight, because one that rounds adds up to another sum
            let again = all - left;
            self.sample.reweigh(ballot, left);
            self.change(ballot, -1.0, -again);
            let ranks = self.ask().ok();
            self.without.push(ranks);
            self.sample.reweigh(ballot, all);
            self.change(ballot, 1.0, again);
        }
        self.without.len() == of
    }

    fn change(&mut self, ballot: usize, count: f64, weight: f64) {
        if self.linear.is_some() {
            self.sums.add(ballot, count);
        } else {
            let unranked = self.settings.unranked;
            self.pairwise.add(&self.sample, ballot, weight, unranked);
        }
    }

    /// The ranks of the sample as it is.
    fn ask(&mut self) -> Result<Vec<f64>, Error> {
        let Some(linear) = self.linear else {
            return self
                .method
                .ranks(&self.sample, &self.pairwise, &self.settings);
        };
        let items = self.sample.items();
        let (mut scores, mut keys) = (vec![0.0; items], vec![0.0; items]);
        self.sums.scores(linear, &mut scores, &mut keys);
        keys.iter_mut().for_each(|key| *key = -*key);
        Ok(crate::ranks_by_score(&keys))
    }

    /// Different ballots left out so far.
    pub fn done(&self) -> usize {
        self.without.len()
    }

    /// Different ballots in all.
    pub fn replicates(&self) -> usize {
        self.resample.counts.len()
    }

    /// What the ballots left out so far say, ballots by their number in the sample. O(ballots × items²).
    pub fn result(&self) -> Stability {
        let mut stability = Stability {
            items: self
                .ranks
                .iter()
                .map(|&rank| ItemStability {
                    rank,
                    best: rank,
                    worst: rank,
                    shift: 0.0,
                    moved_by: None,
                })
                .collect(),
            changes_winner: Vec::new(),
            changes_top: Vec::new(),
            changes_order: Vec::new(),
            undefined: Vec::new(),
            distances: vec![None; self.resample.places.len()],
        };
        let (winner, top) = (first(&self.ranks, 1), first(&self.ranks, self.settings.k));
        for (ballot, place) in self.resample.places.iter().enumerate() {
            let Some(ranks) = place.and_then(|place| self.without.get(place as usize)) else {
                continue;
            };
            let Some(ranks) = ranks else {
                stability.undefined.push(ballot);
                continue;
            };
            for (item, &rank) in stability.items.iter_mut().zip(ranks) {
                item.best = item.best.min(rank);
                item.worst = item.worst.max(rank);
                let shift = (rank - item.rank).abs();
                if shift > item.shift {
                    item.shift = shift;
                    item.moved_by = Some(ballot);
                }
            }
            if first(ranks, 1) != winner {
                stability.changes_winner.push(ballot);
            }
            if first(ranks, self.settings.k) != top {
                stability.changes_top.push(ballot);
            }
            if *ranks != self.ranks {
                stability.changes_order.push(ballot);
            }
            stability.distances[ballot] = Some(kendall_distance(ranks, &self.ranks, 0.5));
        }
        stability
    }
}

/// Which items are among the first k: with fewer than k strictly before them, as far as ranks tell.
fn first(ranks: &[f64], k: usize) -> Vec<bool> {
    let before = |rank: f64| ranks.iter().filter(|other| **other < rank).count();
    ranks.iter().map(|&rank| before(rank) < k).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Unranked;

    fn settings(unranked: Unranked) -> MethodSettings {
        MethodSettings {
            unranked,
            k: 2,
            effort: 1_000_000,
        }
    }

    fn run(
        ballots: &Ballots,
        method: Method,
        unranked: Unranked,
        weighting: Weighting,
    ) -> Result<Stability, Error> {
        let mut leave = LeaveOneOut::new(ballots, method, &settings(unranked), weighting)?;
        while !leave.step(2) {}
        Ok(leave.result())
    }

    proptest! {
        #[test]
        fn is_asking_without_the_ballot(
            rows in prop::collection::vec((prop::collection::vec(prop::option::weighted(0.8, 1u32..5), 4), 0u32..4), 2..9),
            ignored in any::<bool>(),
            frequency in any::<bool>(),
        ) {
            let unranked = if ignored { Unranked::Ignored } else { Unranked::Bottom };
            let (weighting, scale) = if frequency { (Weighting::Frequency, 1.0) } else { (Weighting::Sampling, 0.5) };
            let mut ballots = Ballots::new(4);
            for (ranks, weight) in &rows {
                ballots.push(ranks, f64::from(*weight) * scale).unwrap();
            }
            let count: f64 = ballots.weights().iter().map(|w| if frequency { *w } else { w.signum() * f64::from(u8::from(*w > 0.0)) }).sum();
            prop_assume!(count >= 2.0);
            // models come near their maximum, not to the same bits from ballots in another order
            let exact = Method::ALL.into_iter().filter(|method| !matches!(method, Method::PlackettLuce | Method::BradleyTerry));
            for method in exact {
                let found = run(&ballots, method, unranked, weighting).unwrap();
                let pairwise = Pairwise::new(&ballots, unranked);
                let full = method.ranks(&ballots, &pairwise, &settings(unranked)).unwrap();
                let mut most = [0.0_f64; 4];
                for ballot in 0..rows.len() {
                    let mut weights = ballots.weights().to_vec();
                    if weights[ballot] == 0.0 {
                        prop_assert_eq!(found.distances[ballot], None);
                        continue;
                    }
                    weights[ballot] -= if frequency { 1.0 } else { weights[ballot] };
                    let without = ballots.with_weights(&weights).unwrap();
                    let ranks = method.ranks(&without, &Pairwise::new(&without, unranked), &settings(unranked)).unwrap();
                    prop_assert_eq!(found.distances[ballot], Some(kendall_distance(&ranks, &full, 0.5)), "{:?}", method);
                    prop_assert_eq!(found.changes_order.contains(&ballot), ranks != full);
                    let winners = |ranks: &[f64]| {
                        let best = ranks.iter().copied().fold(f64::INFINITY, f64::min);
                        ranks.iter().map(|rank| *rank == best).collect::<Vec<bool>>()
                    };
                    prop_assert_eq!(found.changes_winner.contains(&ballot), winners(&ranks) != winners(&full));
                    for item in 0..4 {
                        most[item] = most[item].max((ranks[item] - full[item]).abs());
                        prop_assert!(found.items[item].best <= ranks[item] && ranks[item] <= found.items[item].worst);
                    }
                }
                for item in 0..4 {
                    prop_assert_eq!(found.items[item].shift, most[item]);
                    prop_assert_eq!(found.items[item].rank, full[item]);
                    prop_assert_eq!(found.items[item].moved_by.is_some(), most[item] > 0.0);
                }
            }
        }
    }

    #[test]
    fn half_a_ballot_of_two_equal_ones_is_taken_out_exactly() {
        // two equal ballots of weight a half are one whole together; without one of them the other still decides
        let mut ballots = Ballots::new(2);
        for (ranks, weight) in [([1, 2], 0.5), ([1, 1], 1.0), ([1, 2], 0.5)] {
            ballots.push(&ranks.map(Some), weight).unwrap();
        }
        let found = run(
            &ballots,
            Method::Copeland,
            Unranked::Bottom,
            Weighting::Sampling,
        )
        .unwrap();
        assert_eq!(found.distances, vec![Some(0.0); 3]);
    }

    #[test]
    fn one_ballot_decides() {
        // two for the one order, one for the other: without one of the two they are level
        let mut ballots = Ballots::new(2);
        for ranks in [[1, 2], [2, 1], [1, 2]] {
            ballots.push(&ranks.map(Some), 1.0).unwrap();
        }
        let found = run(
            &ballots,
            Method::Borda,
            Unranked::Bottom,
            Weighting::Frequency,
        )
        .unwrap();
        assert_eq!(found.changes_winner, [0, 2]);
        assert_eq!(found.changes_order, [0, 2]);
        assert_eq!(found.changes_top, [] as [usize; 0]);
        assert_eq!(found.distances, [Some(0.5), Some(0.0), Some(0.5)]);
        assert_eq!(found.items[1].moved_by, Some(0));
        assert_eq!((found.items[1].best, found.items[1].worst), (1.5, 2.0));
    }

    #[test]
    fn models_are_asked_again() {
        let mut ballots = Ballots::new(3);
        for ranks in [[1, 2, 3], [1, 2, 3], [3, 1, 2], [2, 3, 1]] {
            ballots.push(&ranks.map(Some), 1.0).unwrap();
        }
        for method in [Method::PlackettLuce, Method::BradleyTerry] {
            let found = run(&ballots, method, Unranked::Bottom, Weighting::Frequency).unwrap();
            let ranks: Vec<f64> = found.items.iter().map(|item| item.rank).collect();
            assert_eq!(ranks, [1.0, 2.0, 3.0]);
            // without one of the first two the others go round in a circle: all are level; without the last, item 1 is before item 2
            // on all ballots and before item 0 on one, and first or level
            assert_eq!(found.changes_winner, [0, 1, 3]);
            assert_eq!((found.items[0].worst, found.items[2].best), (2.0, 2.0));
            assert_eq!(found.undefined, [] as [usize; 0]);
        }
    }

    #[test]
    fn one_ballot_alone_cannot_be_left_out() {
        let mut ballots = Ballots::new(2);
        let method = Method::Borda;
        assert_eq!(
            run(&ballots, method, Unranked::Bottom, Weighting::Frequency),
            Err(Error::NoBallots)
        );
        ballots.push(&[Some(1), Some(2)], 2.0).unwrap();
        assert_eq!(
            run(&ballots, method, Unranked::Bottom, Weighting::Sampling),
            Err(Error::TooFewBallots {
                ballots: 1,
                needed: 2
            })
        );
        assert!(run(&ballots, method, Unranked::Bottom, Weighting::Frequency).is_ok());
    }
}
