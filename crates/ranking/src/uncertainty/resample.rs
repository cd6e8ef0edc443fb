//! Ballots drawn with replacement.

use befund_stats::order;
use befund_stats::random::{Multinomial, Random};

use crate::Ballots;
use crate::{Error, UNRANKED};

/// What a weight says when ballots are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighting {
    /// A weight of 3 stands for three ballots that happen to be equal: each is drawn by itself.
    Frequency,
    /// A weight belongs to the one who sent the ballot: ballots are drawn alike and keep their weights.
    Sampling,
}

impl Weighting {
    /// Frequencies where all weights are whole, sampling weights otherwise.
    pub fn of(ballots: &Ballots) -> Self {
        if ballots.whole() {
            Self::Frequency
        } else {
            Self::Sampling
        }
    }
}

/// Different ballots, and how often each is there to be drawn.
#[derive(Debug, Clone)]
pub(crate) struct Resample {
    /// Every different ballot once, with the weight of one of them.
    pub distinct: Ballots,
    /// How many there are of each.
    pub counts: Vec<f64>,
    /// For every ballot of the sample which different one it is; `None` where it has no weight.
    pub places: Vec<Option<u32>>,
    draw: Draw,
}

#[derive(Debug, Clone)]
enum Draw {
    /// The different ballot behind every ballot: one number for each ballot drawn.
    Ballots(Vec<u32>),
    /// Numbers of equal ballots at once, where many ballots are equal.
    Counts(Multinomial, u64),
}

/// With more equal ballots than this, binomial numbers are cheaper than ballots drawn one by one.
const EQUAL: f64 = 32.0;

impl Resample {
    /// Finds equal ballots, O(ballots × items + ballots log ballots). Ballots without weight cannot be drawn.
    ///
    /// Different ballots stand in an order that depends on what they say and not on where they stood, so that the same ballots
    /// in another order give the same replicates.
    pub fn new(ballots: &Ballots, weighting: Weighting) -> Result<Self, Error> {
        if weighting == Weighting::Frequency && !ballots.whole() {
            return Err(Error::FractionalWeights);
        }
        let hashes: Vec<u64> = (0..ballots.len())
            .map(|ballot| hash(ballots, ballot, weighting))
            .collect();
        let order = order::indices(ballots.len(), &|a, b| hashes[a].cmp(&hashes[b]));
        let mut places = vec![None; ballots.len()];
        let (mut firsts, mut counts): (Vec<usize>, Vec<f64>) = (Vec::new(), Vec::new());
        for ballot in order {
            let weight = ballots.weights()[ballot];
            if weight == 0.0 {
                continue;
            }
            let count = match weighting {
                Weighting::Frequency => weight.round(),
                Weighting::Sampling => 1.0,
            };
            // ballots that differ and share a hash are merely not merged
            let same = firsts.last().is_some_and(|&first| {
                hashes[first] == hashes[ballot]
                    && (weighting == Weighting::Frequency || ballots.weights()[first] == weight)
                    && ballots.ballot(first).eq(ballots.ballot(ballot))
            });
            match counts.last_mut() {
                Some(last) if same => *last += count,
                _ => {
                    firsts.push(ballot);
                    counts.push(count);
                }
            }
            places[ballot] = Some(counts.len() as u32 - 1);
        }
        if firsts.is_empty() {
            return Err(Error::NoBallots);
        }
        let total: f64 = counts.iter().sum();
        let draw = if total <= EQUAL * counts.len() as f64 {
            let mut behind = Vec::with_capacity(total as usize);
            for (ballot, &count) in counts.iter().enumerate() {
                behind.resize(behind.len() + count as usize, ballot as u32);
            }
            Draw::Ballots(behind)
        } else {
            // positive counts, at least one of them
            let table = Multinomial::new(&counts).map_err(|_| Error::NoBallots)?;
            Draw::Counts(table, total as u64)
        };
        let weights: Vec<f64> = match weighting {
            Weighting::Frequency => vec![1.0; firsts.len()],
            Weighting::Sampling => firsts
                .iter()
                .map(|&ballot| ballots.weights()[ballot])
                .collect(),
        };
        let mut distinct = Ballots::new(ballots.items());
        for (&ballot, &weight) in firsts.iter().zip(&weights) {
            let ranks: Vec<Option<u32>> = ballots
                .ballot(ballot)
                .map(|place| (place != UNRANKED).then_some(place as u32))
                .collect();
            distinct.push(&ranks, weight)?;
        }
        Ok(Self {
            distinct,
            counts,
            places,
            draw,
        })
    }

    /// Draws as many ballots as there are; `drawn` gets how often each different one came.
    pub fn draw(&self, random: &mut Random, drawn: &mut [f64]) {
        match &self.draw {
            Draw::Ballots(behind) => {
                drawn.fill(0.0);
                for _ in 0..behind.len() {
                    drawn[behind[random.index(behind.len())] as usize] += 1.0;
                }
            }
            Draw::Counts(table, total) => table.draw(random, *total, drawn),
        }
    }

    /// The weights that a replicate gives the different ballots.
    pub fn weights(&self, drawn: &[f64]) -> Vec<f64> {
        let weights = self.distinct.weights().iter();
        weights
            .zip(drawn)
            .map(|(weight, count)| weight * count)
            .collect()
    }
}

/// FNV-1a of what a ballot says.
fn hash(ballots: &Ballots, ballot: usize, weighting: Weighting) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |word: u64| hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    for place in ballots.ballot(ballot) {
        add(place as u64);
    }
    if weighting == Weighting::Sampling {
        add(ballots.weights()[ballot].to_bits());
    }
    hash
}
