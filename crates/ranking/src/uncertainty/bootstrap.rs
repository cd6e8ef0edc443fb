//! The bootstrap of ballots.

use befund_stats::Level;
use befund_stats::random::Random;

use crate::Error;
use crate::uncertainty::linear::{LinearMethod, LinearSums};
use crate::uncertainty::resample::{Resample, Weighting};
use crate::uncertainty::tally::{RankUncertainty, Tally};
use crate::{Ballots, Method, MethodSettings, Pairwise};

/// Most ranks that a bootstrap keeps: items × replicates × methods.
pub const MOST_RANKS: usize = 1 << 24;

/// The bootstrap of ballots: ranks and scores of every item under several methods, in as many replicates of the sample.
///
/// A replicate draws as many ballots as there are, with replacement, and orders the items by each method. Every replicate has a random
/// stream of its own, so that the result depends on the seed and on what the ballots say, not on their order nor on how
/// [`Bootstrap::step`] divides the work. Efron and Tibshirani (1993), ch. 13; Hall and Miller (2009), *Ann. Statist.* 37, 3929-3959, on
/// ranks. R: `boot(ballots, function(b, i) rank(colMeans(b[i, ])), R)`.
#[derive(Debug, Clone)]
pub struct Bootstrap {
    resample: Resample,
    settings: MethodSettings,
    streams: Random,
    replicates: usize,
    done: usize,
    sums: LinearSums,
    rankers: Vec<Ranker>,
    drawn: Vec<f64>,
    keys: Vec<f64>,
    scores: Vec<f64>,
}

/// A method and what its replicates gave.
#[derive(Debug, Clone)]
struct Ranker {
    method: Method,
    linear: Option<LinearMethod>,
    tally: Tally,
}

impl Bootstrap {
    /// Prepares the replicates of a sample, O(ballots × items), and asks the methods for the order of the sample itself.
    ///
    /// # Errors
    /// [`Error::NoBallots`]; [`Error::FractionalWeights`] under [`Weighting::Frequency`]; [`Error::TooManyReplicates`] beyond [`MOST_RANKS`]; what a method has against the sample.
    pub fn new(
        ballots: &Ballots,
        methods: &[Method],
        settings: &MethodSettings,
        weighting: Weighting,
        replicates: usize,
        seed: u64,
    ) -> Result<Self, Error> {
        let items = ballots.items();
        let most = MOST_RANKS / (items * methods.len()).max(1);
        if replicates > most {
            return Err(Error::TooManyReplicates { replicates, most });
        }
        let resample = Resample::new(ballots, weighting)?;
        let mut linears = Vec::new();
        let mut rankers = Vec::new();
        for &method in methods {
            let linear = LinearMethod::of(method, settings);
            linears.extend(linear);
            rankers.push(Ranker {
                method,
                linear,
                tally: Tally::new(items, replicates, linear.is_some()),
            });
        }
        let mut bootstrap = Self {
            sums: LinearSums::new(&resample, settings.unranked, &linears),
            settings: *settings,
            streams: Random::new(seed),
            replicates,
            done: 0,
            rankers,
            drawn: resample.counts.clone(),
            keys: vec![0.0; items],
            scores: vec![0.0; items],
            resample,
        };
        bootstrap.rank(Tally::estimate)?;
        Ok(bootstrap)
    }

    /// Goes on by that many replicates; whether all are done.
    pub fn step(&mut self, replicates: usize) -> bool {
        for _ in 0..replicates.min(self.replicates - self.done) {
            let mut random = self.streams.split(self.done as u64);
            self.resample.draw(&mut random, &mut self.drawn);
            // a method that has no result was told to its tally
            let _ = self.rank(Tally::record);
            self.done += 1;
        }
        self.done == self.replicates
    }

    /// Orders the items by what was drawn; the first error of a method, after all were asked.
    fn rank(&mut self, tell: fn(&mut Tally, &[f64], &[f64])) -> Result<(), Error> {
        let mut pairs: Option<(Ballots, Pairwise)> = None;
        let mut outcome = Ok(());
        self.sums.add_up(&self.drawn);
        for ranker in &mut self.rankers {
            if let Some(linear) = ranker.linear {
                self.sums.scores(linear, &mut self.scores, &mut self.keys);
                tell(&mut ranker.tally, &self.keys, &self.scores);
                continue;
            }
            if pairs.is_none() {
                let weights = self.resample.weights(&self.drawn);
                let ballots = self.resample.distinct.with_weights(&weights)?;
                let pairwise = Pairwise::new(&ballots, self.settings.unranked);
                pairs = Some((ballots, pairwise));
            }
            let Some((ballots, pairwise)) = &pairs else {
                continue;
            };
            match ranker.method.ranks(ballots, pairwise, &self.settings) {
                Ok(ranks) => tell(&mut ranker.tally, &ranks, &[]),
                Err(error) => {
                    ranker.tally.skip();
                    outcome = Err(error);
                }
            }
        }
        outcome
    }

    /// Replicates done so far.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Replicates asked for.
    pub fn replicates(&self) -> usize {
        self.replicates
    }

    /// What the replicates so far say, method by method. O(items² × replicates) for each.
    pub fn result(&self, level: Level) -> Vec<RankUncertainty> {
        self.rankers
            .iter()
            .map(|ranker| ranker.tally.result(level))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Unranked;

    const METHODS: [Method; 5] = [
        Method::MeanRank,
        Method::Copeland,
        Method::Borda,
        Method::Kemeny,
        Method::TopK,
    ];

    fn settings(unranked: Unranked) -> MethodSettings {
        MethodSettings {
            unranked,
            k: 2,
            effort: 1_000_000,
        }
    }

    type Rows = Vec<(Vec<Option<u32>>, f64)>;

    fn ballots(rows: &Rows) -> Ballots {
        let mut ballots = Ballots::new(rows[0].0.len());
        for (ranks, weight) in rows {
            ballots.push(ranks, *weight).unwrap();
        }
        ballots
    }

    fn random() -> impl Strategy<Value = Rows> {
        let ranks = prop::collection::vec(prop::option::weighted(0.8, 1u32..5), 4);
        prop::collection::vec((ranks, (0u32..4).prop_map(|w| f64::from(w) / 2.0)), 1..12)
            .prop_filter("some weight", |rows| rows.iter().any(|row| row.1 > 0.0))
    }

    /// Scores of a sample from the midranks of every ballot, and whether larger is better.
    fn naive(ballots: &Ballots, unranked: Unranked, method: Method) -> (Vec<f64>, bool) {
        let linear = LinearMethod::of(method, &settings(unranked));
        let Some(linear) = linear else {
            let pairwise = Pairwise::new(ballots, unranked);
            return (
                method
                    .ranks(ballots, &pairwise, &settings(unranked))
                    .unwrap(),
                false,
            );
        };
        let items = ballots.items();
        let (mut sums, mut by) = (vec![0.0; items], vec![0.0; items]);
        for (ballot, weight) in ballots.weights().iter().enumerate() {
            let midranks = ballots.midranks(ballot, unranked);
            let places: Vec<i16> = ballots.ballot(ballot).collect();
            for item in 0..items {
                let Some(midrank) = midranks[item] else {
                    continue;
                };
                by[item] += weight;
                sums[item] += weight
                    * match linear {
                        LinearMethod::MeanRank => midrank,
                        LinearMethod::Borda => {
                            let others = (0..items)
                                .filter(|&other| other != item && midranks[other].is_some());
                            others
                                .map(|other| {
                                    let other = midranks[other].unwrap();
                                    if midrank < other {
                                        1.0
                                    } else if midrank == other {
                                        0.5
                                    } else {
                                        0.0
                                    }
                                })
                                .sum()
                        }
                        LinearMethod::TopK(k) => {
                            let above =
                                places.iter().filter(|place| **place < places[item]).count();
                            f64::from(u8::from(
                                ballots.buckets(ballot).iter().flatten().any(|i| *i == item)
                                    && above < k,
                            ))
                        }
                    };
            }
        }
        let scores = (0..items).map(|item| match linear {
            LinearMethod::MeanRank if by[item] == 0.0 => f64::INFINITY,
            LinearMethod::MeanRank => sums[item] / by[item],
            LinearMethod::Borda => sums[item],
            LinearMethod::TopK(_) => sums[item] / ballots.total_weight(),
        });
        (scores.collect(), linear != LinearMethod::MeanRank)
    }

    fn ranks(scores: &[f64], larger: bool) -> Vec<f64> {
        let better = |a: f64, b: f64| if larger { a > b } else { a < b };
        let rank = |score: f64| {
            let above = scores.iter().filter(|other| better(**other, score)).count();
            let equal = scores.iter().filter(|other| **other == score).count();
            above as f64 + (equal as f64 + 1.0) / 2.0
        };
        scores.iter().map(|score| rank(*score)).collect()
    }

    proptest! {
        #[test]
        fn is_the_naive_bootstrap_of_the_same_draws(rows in random(), ignored in any::<bool>(), seed in any::<u64>(), frequency in any::<bool>()) {
            let unranked = if ignored { Unranked::Ignored } else { Unranked::Bottom };
            let (rows, weighting) = if frequency {
                (rows.into_iter().map(|(ranks, w)| (ranks, w * 2.0)).collect(), Weighting::Frequency)
            } else {
                (rows, Weighting::Sampling)
            };
            let sample = ballots(&rows);
            let replicates = 40;
            let mut bootstrap = Bootstrap::new(&sample, &METHODS, &settings(unranked), weighting, replicates, seed).unwrap();
            while !bootstrap.step(7) {}
            let result = bootstrap.result(Level::P95);
            let resample = Resample::new(&sample, weighting).unwrap();
            for (method, found) in METHODS.iter().zip(&result) {
                let linear = LinearMethod::of(*method, &settings(unranked)).is_some();
                let (scores, larger) = naive(&sample, unranked, *method);
                for (item, rank) in ranks(&scores, larger).into_iter().enumerate() {
                    prop_assert_eq!(found.items[item].rank, rank);
                    prop_assert_eq!(found.items[item].score, Some(scores[item]).filter(|s| linear && s.is_finite()));
                }
                let (mut all, mut all_scores) = (Vec::new(), Vec::new());
                for replicate in 0..replicates {
                    let mut drawn = vec![0.0; resample.counts.len()];
                    resample.draw(&mut Random::new(seed).split(replicate as u64), &mut drawn);
                    prop_assert_eq!(drawn.iter().sum::<f64>(), resample.counts.iter().sum::<f64>());
                    let replicate = resample.distinct.with_weights(&resample.weights(&drawn)).unwrap();
                    let (scores, larger) = naive(&replicate, unranked, *method);
                    all.push(ranks(&scores, larger));
                    all_scores.push(scores);
                }
                for item in 0..4 {
                    let mut own: Vec<f64> = all.iter().map(|ranks| ranks[item]).collect();
                    let mean = own.iter().sum::<f64>() / 40.0;
                    own.sort_by(f64::total_cmp);
                    let found = &found.items[item];
                    prop_assert_eq!(found.mean_rank, Some(mean));
                    prop_assert_eq!(found.median_rank, Some((own[19] + own[20]) / 2.0));
                    // (40 + 1) 0.025 = 1.025: the first and the last
                    prop_assert_eq!(found.rank_interval.unwrap().lower, own[0]);
                    prop_assert_eq!(found.rank_interval.unwrap().upper, own[39]);
                    let mut scores: Vec<f64> = all_scores.iter().map(|scores| scores[item]).collect();
                    scores.sort_by(f64::total_cmp);
                    match found.score_interval {
                        Some(interval) => {
                            prop_assert!((interval.lower - (scores[0] + 0.025 * (scores[1] - scores[0]))).abs() < 1e-12);
                            prop_assert!((interval.upper - (scores[39] - 0.025 * (scores[39] - scores[38]))).abs() < 1e-12);
                        }
                        None => prop_assert!(!linear || scores[39].is_infinite()),
                    }
                    prop_assert!((found.rank_shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                    for k in 0..=4 {
                        // t items that tie across position k share the places left
                        let inside = |ranks: &Vec<f64>| {
                            let better = ranks.iter().filter(|r| **r < ranks[item]).count() as f64;
                            let equal = ranks.iter().filter(|r| **r == ranks[item]).count() as f64;
                            ((k as f64 - better) / equal).clamp(0.0, 1.0)
                        };
                        let share = all.iter().map(inside).sum::<f64>() / 40.0;
                        prop_assert!((found.top_k(k) - share).abs() < 1e-12);
                    }
                }
                for i in 0..4 {
                    for j in 0..4 {
                        let count = all.iter().filter(|ranks| ranks[i] < ranks[j]).count();
                        prop_assert_eq!(found.before[i][j], count as f64 / 40.0);
                    }
                }
            }
        }

        #[test]
        fn neither_steps_nor_the_order_of_ballots_matter(rows in random(), seed in any::<u64>()) {
            let run = |rows: &Rows, step| {
                let mut bootstrap = Bootstrap::new(&ballots(rows), &METHODS, &settings(Unranked::Bottom), Weighting::Sampling, 50, seed).unwrap();
                while !bootstrap.step(step) {}
                bootstrap.result(Level::P95)
            };
            let reversed: Rows = rows.iter().rev().cloned().collect();
            prop_assert_eq!(run(&rows, 50), run(&rows, 3));
            prop_assert_eq!(run(&rows, 50), run(&reversed, 50));
        }
    }

    #[test]
    fn many_equal_ballots_are_drawn_at_once_in_the_same_law() {
        // two orders, 300 : 200, so that the mean rank of the first is 1 + Binomial(500, 0.4) / 500
        let rows = vec![
            (vec![Some(1), Some(2)], 300.0),
            (vec![Some(2), Some(1)], 200.0),
        ];
        let one_by_one: Rows = rows
            .iter()
            .flat_map(|(ranks, weight)| vec![(ranks.clone(), 1.0); *weight as usize])
            .collect();
        for (rows, weighting) in [
            (rows, Weighting::Frequency),
            (one_by_one, Weighting::Sampling),
        ] {
            let mut bootstrap = Bootstrap::new(
                &ballots(&rows),
                &[Method::MeanRank],
                &settings(Unranked::Bottom),
                weighting,
                20_000,
                5,
            )
            .unwrap();
            assert_eq!(bootstrap.resample.counts.len(), 2);
            assert!(bootstrap.step(20_000));
            let found = &bootstrap.result(Level::P95)[0].items[0];
            let interval = found.score_interval.unwrap();
            // R 4.2: qbinom(c(0.025, 0.975), 500, 0.4) is 179, 222
            assert!((interval.lower - (1.0 + 179.0 / 500.0)).abs() <= 0.002 + 1e-12);
            assert!((interval.upper - (1.0 + 222.0 / 500.0)).abs() <= 0.002 + 1e-12);
            assert_eq!(found.score, Some(1.4));
        }
    }

    #[test]
    fn degenerate_samples() {
        let run = |rows: &Rows, replicates| {
            let sample = ballots(rows);
            let mut bootstrap = Bootstrap::new(
                &sample,
                &METHODS,
                &settings(Unranked::Ignored),
                Weighting::of(&sample),
                replicates,
                1,
            )?;
            bootstrap.step(usize::MAX);
            Ok(bootstrap.result(Level::P95))
        };
        assert_eq!(
            run(&vec![(vec![Some(1), None], 0.0)], 10),
            Err(Error::NoBallots)
        );
        assert!(matches!(
            run(&vec![(vec![Some(1), None], 1.0)], usize::MAX),
            Err(Error::TooManyReplicates { .. })
        ));
        // one ballot: nothing varies; nobody ranks item 2
        let one = run(&vec![(vec![Some(2), Some(1), None], 1.0)], 10).unwrap();
        let mean_rank = &one[0];
        assert_eq!(mean_rank.items[0].rank_shares, [0.0, 1.0, 0.0]);
        assert_eq!(mean_rank.items[2].score, None);
        assert_eq!(mean_rank.items[2].score_interval, None);
        assert_eq!(mean_rank.items[2].rank, 3.0);
        assert_eq!(mean_rank.before[1][0], 1.0);
        let none = run(&vec![(vec![Some(2), Some(1), None], 1.0)], 0).unwrap();
        assert_eq!(none[0].items[0].rank_interval, None);
        assert_eq!(none[0].items[0].median_rank, None);
        assert_eq!(none[0].items[0].rank, 2.0);
        assert!(run(&vec![(vec![], 1.0)], 3).unwrap()[0].items.is_empty());
    }

    #[test]
    fn many_items_are_ordered_alike() {
        let rows: Rows = (0..5)
            .map(|ballot| {
                let ranks = Random::new(ballot).permutation(100);
                (
                    ranks.into_iter().map(|rank| Some(rank as u32)).collect(),
                    1.0,
                )
            })
            .collect();
        let sample = ballots(&rows);
        let bootstrap = Bootstrap::new(
            &sample,
            &METHODS[..1],
            &settings(Unranked::Bottom),
            Weighting::Sampling,
            0,
            1,
        )
        .unwrap();
        let (scores, larger) = naive(&sample, Unranked::Bottom, Method::MeanRank);
        let found = bootstrap.result(Level::P95);
        let found: Vec<f64> = found[0].items.iter().map(|item| item.rank).collect();
        assert_eq!(found, ranks(&scores, larger));
    }
}
