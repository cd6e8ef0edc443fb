//! Ballots as points, so that distances of ballots are squared distances of points.

use crate::positions::Positions;
use crate::uncertainty::resample::Weighting;
use crate::{Ballots, Error, Unranked};

/// How far two ballots are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BallotDistance {
    /// Kendall's distance with p = ½: pairs in opposite order, and half of those that only one ballot ties.
    #[default]
    Kendall,
    /// Spearman's distance: Σ of squared differences of midranks.
    Spearman,
}

/// Most figures that profiles of ballots may have: ballots × pairs or items.
pub const MOST_PROFILE_FIGURES: usize = 1 << 26;

/// A profile for every ballot, whose squared Euclidean distances are four times the distances of ballots.
#[derive(Debug, Clone)]
pub(crate) struct Profiles {
    /// Of every profile.
    pub figures: usize,
    /// Row by row.
    values: Vec<i16>,
    pub weights: Vec<f64>,
    /// For every row the ballot it is: one of weight 3 has three rows where weights are frequencies.
    pub ballots: Vec<usize>,
    /// Weighted sums over all rows.
    pub sums: Vec<f64>,
    /// Sum of the weights.
    pub weight: f64,
}

impl Profiles {
    pub fn new(
        ballots: &Ballots,
        unranked: Unranked,
        distance: BallotDistance,
        weighting: Weighting,
    ) -> Result<Self, Error> {
        if weighting == Weighting::Frequency && !ballots.whole() {
            return Err(Error::FractionalWeights);
        }
        let items = ballots.items();
        let units = ballots.unit_weights().values;
        let ties = ballots.tied() || ballots.partial();
        let figures = match distance {
            BallotDistance::Spearman => items,
            BallotDistance::Kendall if ties => items * items.saturating_sub(1),
            BallotDistance::Kendall => items * items.saturating_sub(1) / 2,
        };
        let copies = |weight: f64| match weighting {
            _ if weight == 0.0 => 0.0,
            Weighting::Frequency => weight.round(),
            Weighting::Sampling => 1.0,
        };
        let rows: f64 = ballots.weights().iter().map(|&weight| copies(weight)).sum();
        let most = MOST_PROFILE_FIGURES / figures.max(1);
        if rows > most as f64 {
            return Err(Error::TooManyBallots {
                ballots: rows,
                most,
            });
        }
        let mut profiles = Self {
            figures,
            values: Vec::with_capacity(rows as usize * figures),
            weights: Vec::with_capacity(rows as usize),
            ballots: Vec::with_capacity(rows as usize),
            sums: vec![0.0; figures],
            weight: 0.0,
        };
        let mut positions = Positions::new(items);
        for (ballot, (&given, &unit)) in ballots.weights().iter().zip(&units).enumerate() {
            if given == 0.0 {
                continue;
            }
            positions.read(ballots, ballot);
            if unranked == Unranked::Ignored && (positions.ranked as usize) < items {
                return Err(Error::PartialBallot { ballot });
            }
            let weight = match weighting {
                Weighting::Frequency => 1.0,
                Weighting::Sampling => unit,
            };
            for _ in 0..copies(given) as usize {
                let start = profiles.values.len();
                match distance {
                    BallotDistance::Spearman => {
                        let ranks = positions.doubled.iter();
                        // at most twice `MOST_ITEMS`
                        profiles.values.extend(ranks.map(|rank| *rank as i16));
                    }
                    BallotDistance::Kendall => {
                        let above = &positions.above;
                        for i in 0..items {
                            for j in i + 1..items {
                                let order =
                                    i16::from(above[i] < above[j]) - i16::from(above[i] > above[j]);
                                profiles.values.push(order);
                                if ties {
                                    profiles.values.push(i16::from(order == 0));
                                }
                            }
                        }
                    }
                }
                for (sum, &figure) in profiles.sums.iter_mut().zip(&profiles.values[start..]) {
                    *sum += weight * f64::from(figure);
                }
                profiles.weights.push(weight);
                profiles.ballots.push(ballot);
                profiles.weight += weight;
            }
        }
        if profiles.ballots.is_empty() {
            return Err(Error::NoBallots);
        }
        Ok(profiles)
    }

    pub fn row(&self, row: usize) -> &[i16] {
        &self.values[row * self.figures..][..self.figures]
    }
}
