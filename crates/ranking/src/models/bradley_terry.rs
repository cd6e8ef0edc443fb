//! The Bradley-Terry model: worths of items from comparisons of two.

use super::choices::check_items;
use super::components::components;
use super::newton::{Likelihood, Slope};
use super::plackett_luce::{LikelihoodRatio, PlackettLuce, check_pseudo_wins, estimate};
use crate::{Error, Pairwise};

/// A Plackett-Luce model of rankings of two items each.
pub type BradleyTerry = PlackettLuce;

/// Wins of every item against every other, row by row; ties are half a win of both.
struct Comparisons {
    items: usize,
    wins: Vec<f64>,
}

impl Likelihood for Comparisons {
    fn items(&self) -> usize {
        self.items
    }

    fn evaluate(&self, at: &[f64], slope: &mut Slope) -> f64 {
        let items = self.items;
        let mut value = 0.0;
        for i in 0..items {
            for j in 0..i {
                let (won, lost) = (self.wins[i * items + j], self.wins[j * items + i]);
                let n = won + lost;
                if n == 0.0 {
                    continue;
                }
                // ln(1 + e^d) for d = |difference|, without overflow
                let difference = at[i] - at[j];
                let small = libm::exp(-difference.abs());
                let level = libm::log1p(small);
                let (larger, smaller) = (1.0 / (1.0 + small), small / (1.0 + small));
                let (chance, other) = if difference >= 0.0 {
                    value -= lost * difference;
                    (larger, smaller)
                } else {
                    value += won * difference;
                    (smaller, larger)
                };
                value -= n * level;
                // won - n chance, without the cancellation of a chance near 1
                let surprise = won * other - lost * chance;
                slope.gradient[i] += surprise;
                slope.gradient[j] -= surprise;
                let bend = n * larger * smaller;
                slope.information[i * items + i] += bend;
                slope.information[j * items + j] += bend;
                slope.information[i * items + j] -= bend;
                slope.information[j * items + i] -= bend;
            }
        }
        value
    }
}

/// The Bradley-Terry model by maximum likelihood, O(items³) per step and about six steps.
///
/// P(i before j) = αᵢ / (αᵢ + αⱼ) for every comparison of two items by itself. A tie counts as half a win of each. A ranking of n items counts as
/// n (n − 1) / 2 comparisons, so that standard errors and the test of equal worths are too small and too sure for rankings: use
/// [`plackett_luce`](super::plackett_luce) for those.
///
/// The maximum exists if and only if no group of items is never beaten by the others (Ford 1957; Zermelo 1929), where ties count as wins of both;
/// otherwise `pseudo_wins` wins and losses of every item against a ghost item are added, as for Plackett-Luce.
/// Bradley and Terry (1952). R: `BradleyTerry2::BTm`.
///
/// # Errors
/// [`Error::TooFewItems`], [`Error::TooManyItems`], [`Error::NoBallots`] where no two items are compared, [`Error::PseudoWins`].
pub fn bradley_terry(pairwise: &Pairwise, pseudo_wins: f64) -> Result<BradleyTerry, Error> {
    let items = pairwise.items();
    check_items(items)?;
    check_pseudo_wins(pseudo_wins)?;
    let mut wins = vec![0.0; items * items];
    let mut compared = 0.0;
    for i in 0..items {
        for j in 0..items {
            if i != j {
                wins[i * items + j] = pairwise.wins(i, j) + pairwise.ties(i, j) / 2.0;
                compared += wins[i * items + j];
            }
        }
    }
    if compared == 0.0 {
        return Err(Error::NoBallots);
    }
    let groups = components(items, &|i, j| wins[i * items + j] > 0.0);
    let comparisons = Comparisons { items, wins };
    let estimate = estimate(&comparisons, groups, vec![0.0; items], pseudo_wins);
    let equal_worths = estimate.exists().then(|| {
        LikelihoodRatio::new(
            estimate.value,
            -compared * std::f64::consts::LN_2,
            items - 1,
        )
    });
    Ok(estimate.worths(&[], equal_worths))
}
