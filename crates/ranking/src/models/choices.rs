//! Ballots as sequences of choices.

use super::newton::{Likelihood, Slope};
use super::orders::Orders;
use super::tied::Tied;
use crate::{Ballots, Error, UNRANKED, Unranked};

/// Most items of a model: a matrix of as many rows and columns is inverted.
pub const MOST_MODEL_ITEMS: usize = 1000;

/// The log-likelihood of a model of choices as a sum over ballots.
pub(super) trait Choices {
    /// How many items.
    fn items(&self) -> usize;
    /// Log worths of the items, then those of the orders of ties.
    fn parameters(&self) -> usize;
    /// How many ballots.
    fn len(&self) -> usize;
    /// How many items were chosen together, for every parameter after the log worths.
    fn tie_orders(&self) -> &[usize] {
        &[]
    }
    /// Parameters to start from: equal worths.
    fn start(&self, weights: &[f64]) -> Vec<f64>;
    /// Σ w ln P; adds the derivatives.
    fn evaluate(&self, weights: &[f64], at: &[f64], slope: &mut Slope) -> f64;
    /// The largest Σ w ln P where all worths are equal.
    fn equal_worths(&self, weights: &[f64]) -> f64;
    /// Visits every ballot with ln P and its derivatives.
    fn each_ballot(&self, at: &[f64], visit: &mut dyn FnMut(usize, f64, &[f64]));
}

/// Choices of ballots that stand for so many each.
pub(super) struct Weighted<'a> {
    pub(super) choices: &'a dyn Choices,
    pub(super) weights: &'a [f64],
}

impl Likelihood for Weighted<'_> {
    fn items(&self) -> usize {
        self.choices.items()
    }

    fn evaluate(&self, at: &[f64], slope: &mut Slope) -> f64 {
        self.choices.evaluate(self.weights, at, slope)
    }
}

/// The ballots with a weight above 0, ready for a model.
pub(super) struct Read {
    pub(super) choices: Box<dyn Choices>,
    pub(super) weights: Vec<f64>,
    /// Which ballot each is.
    pub(super) ballots: Vec<usize>,
}

/// One ballot, item by item.
#[derive(Default)]
struct Sequence {
    /// The ranked items, best first.
    ranked: Vec<u16>,
    /// How many of them share each place.
    sizes: Vec<u16>,
    /// The items below all of them.
    below: Vec<u16>,
}

impl Sequence {
    fn read(&mut self, ballots: &Ballots, ballot: usize, unranked: Unranked) {
        self.sizes.clear();
        self.below.clear();
        let mut number = 0;
        for (item, place) in ballots.ballot(ballot).enumerate() {
            if place == UNRANKED {
                if unranked == Unranked::Bottom {
                    self.below.push(item as u16);
                }
                continue;
            }
            let place = place as usize;
            if self.sizes.len() <= place {
                self.sizes.resize(place + 1, 0);
            }
            self.sizes[place] += 1;
            number += 1;
        }
        let mut next = Vec::with_capacity(self.sizes.len());
        let mut before = 0;
        for &size in &self.sizes {
            next.push(before);
            before += usize::from(size);
        }
        self.ranked.clear();
        self.ranked.resize(number, 0);
        for (item, place) in ballots.ballot(ballot).enumerate() {
            if place != UNRANKED {
                let slot = &mut next[place as usize];
                self.ranked[*slot] = item as u16;
                *slot += 1;
            }
        }
    }
}

/// Reads ballots, O(ballots × items).
pub(super) fn read(ballots: &Ballots, unranked: Unranked) -> Result<Read, Error> {
    let items = ballots.items();
    check_items(items)?;
    let weighted: Vec<usize> = (0..ballots.len())
        .filter(|&ballot| ballots.weights()[ballot] > 0.0)
        .collect();
    if weighted.is_empty() {
        return Err(Error::NoBallots);
    }
    let weights: Vec<f64> = weighted
        .iter()
        .map(|&ballot| ballots.weights()[ballot])
        .collect();
    let mut sequence = Sequence::default();
    let mut orders = Orders::new(items);
    let mut tied = false;
    for &ballot in &weighted {
        sequence.read(ballots, ballot, unranked);
        tied = sequence.sizes.iter().any(|&size| size > 1);
        if tied {
            break;
        }
        orders.push(&sequence.ranked, &sequence.below);
    }
    let choices: Box<dyn Choices> = if tied {
        let mut tied = Tied::new(items);
        for &ballot in &weighted {
            sequence.read(ballots, ballot, unranked);
            tied.push(&sequence.ranked, &sequence.sizes, &sequence.below);
        }
        Box::new(tied.finish()?)
    } else {
        Box::new(orders)
    };
    Ok(Read {
        choices,
        weights,
        ballots: weighted,
    })
}

/// Whether a model of that many items can be fitted.
pub(super) fn check_items(items: usize) -> Result<(), Error> {
    if items < 2 {
        return Err(Error::TooFewItems { items, needed: 2 });
    }
    if items > MOST_MODEL_ITEMS {
        return Err(Error::TooManyItems {
            items,
            most: MOST_MODEL_ITEMS,
        });
    }
    Ok(())
}
