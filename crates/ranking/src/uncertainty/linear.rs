//! Methods whose scores are sums over the ballots.

use crate::ballots::Unranked;
use crate::method::{Method, MethodSettings};
use crate::positions::Positions;
use crate::uncertainty::resample::Resample;

/// A method whose scores are sums over the ballots, or quotients of such sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinearMethod {
    /// The mean of the midranks; smaller is better.
    MeanRank,
    /// The weight of the ballots with fewer than k items strictly above, as a share of all ballots.
    TopK(usize),
    /// Borda's points: for every ballot and other item one for a win and half a one for a tie.
    Borda,
}

impl LinearMethod {
    /// The linear method that a method is, if it is one.
    pub fn of(method: Method, settings: &MethodSettings) -> Option<Self> {
        match method {
            Method::MeanRank => Some(Self::MeanRank),
            Method::TopK => Some(Self::TopK(settings.k)),
            Method::Borda => Some(Self::Borda),
            _ => None,
        }
    }
}

/// What every ballot adds to the scores of several linear methods, side by side.
///
/// The sums of a replicate are its counts times a matrix; they are whole, so exact, where weights have a unit.
#[derive(Debug, Clone)]
pub(crate) struct LinearSums {
    items: usize,
    unit: f64,
    /// Ballot by ballot: the weight, then `items` figures for each block.
    matrix: Vec<f64>,
    blocks: Vec<Block>,
    sums: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Block {
    DoubledMidrank,
    Ranked,
    DoubledPoints,
    First(usize),
}

impl LinearSums {
    pub fn new(resample: &Resample, unranked: Unranked, methods: &[LinearMethod]) -> Self {
        let ballots = &resample.distinct;
        let items = ballots.items();
        // ranks among different sets of items: a mean over those that rank the item, and points of their own
        let apart = unranked == Unranked::Ignored && ballots.partial();
        let mut blocks = Vec::new();
        for method in methods {
            let wanted: &[Block] = match method {
                LinearMethod::MeanRank if apart => &[Block::DoubledMidrank, Block::Ranked],
                LinearMethod::Borda if apart => &[Block::DoubledPoints],
                LinearMethod::MeanRank | LinearMethod::Borda => &[Block::DoubledMidrank],
                LinearMethod::TopK(k) => &[Block::First(*k)],
            };
            for block in wanted {
                if !blocks.contains(block) {
                    blocks.push(*block);
                }
            }
        }
        let weights = ballots.unit_weights();
        let mut positions = Positions::new(items);
        let mut matrix = Vec::with_capacity(ballots.len() * (1 + blocks.len() * items));
        for (ballot, &weight) in weights.values.iter().enumerate() {
            matrix.push(weight);
            positions.read(ballots, ballot);
            for block in &blocks {
                for item in 0..items {
                    let ranked = positions.ranks(item);
                    let midrank = f64::from(positions.doubled[item]);
                    let figure = match block {
                        Block::DoubledMidrank if ranked || !apart => midrank,
                        Block::DoubledPoints if ranked => {
                            2.0 * f64::from(positions.ranked) - midrank
                        }
                        Block::Ranked if ranked => 1.0,
                        Block::First(k) if ranked && (positions.above[item] as usize) < *k => 1.0,
                        _ => 0.0,
                    };
                    matrix.push(weight * figure);
                }
            }
        }
        Self {
            items,
            unit: weights.unit,
            sums: vec![0.0; 1 + blocks.len() * items],
            matrix,
            blocks,
        }
    }

    /// Adds up the ballots of a replicate, O(different ballots × items).
    pub fn add_up(&mut self, drawn: &[f64]) {
        let sums = &mut self.sums[..];
        sums.fill(0.0);
        for (row, &count) in self.matrix.chunks_exact(sums.len()).zip(drawn) {
            if count > 0.0 {
                for (sum, figure) in sums.iter_mut().zip(row) {
                    *sum += count * figure;
                }
            }
        }
    }

    /// Adds one of the different ballots that many times more to the sums.
    pub fn add(&mut self, ballot: usize, count: f64) {
        let row = self.matrix.chunks_exact(self.sums.len()).nth(ballot);
        for (sum, figure) in self.sums.iter_mut().zip(row.unwrap_or_default()) {
            *sum += count * figure;
        }
    }

    /// The score of every item, and the key that sorts the best first; infinite where nobody ranks the item.
    pub fn scores(&self, method: LinearMethod, scores: &mut [f64], keys: &mut [f64]) {
        let total = self.sums[0];
        let block = |wanted: Block| {
            let place = self.blocks.iter().position(|block| *block == wanted)?;
            self.sums[1 + place * self.items..].get(..self.items)
        };
        let none: &[f64] = &[];
        let sums = match method {
            LinearMethod::MeanRank => block(Block::DoubledMidrank),
            LinearMethod::TopK(k) => block(Block::First(k)),
            LinearMethod::Borda => block(Block::DoubledPoints).or(block(Block::DoubledMidrank)),
        };
        let sums = sums.unwrap_or(none);
        let ranked = block(Block::Ranked);
        let points = block(Block::DoubledPoints).is_some();
        for (item, &sum) in sums.iter().enumerate() {
            (scores[item], keys[item]) = match method {
                LinearMethod::MeanRank => {
                    let by = ranked.map_or(total, |ranked| ranked[item]);
                    let mean = if by > 0.0 {
                        sum / by / 2.0
                    } else {
                        f64::INFINITY
                    };
                    (mean, mean)
                }
                LinearMethod::TopK(_) => (sum / total, -sum),
                LinearMethod::Borda if points => (sum / 2.0 / self.unit, -sum),
                LinearMethod::Borda => ((self.items as f64 * total - sum / 2.0) / self.unit, sum),
            };
        }
    }
}
