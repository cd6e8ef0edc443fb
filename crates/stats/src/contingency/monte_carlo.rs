//! Fisher's exact test estimated from random tables, where the exact distribution is beyond reach.

use super::factorials::ln_factorials;
use crate::Error;
use crate::random::Random;

/// An estimate from random tables with the observed margins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonteCarlo {
    /// (1 + k) / (1 + m), k of m random tables being at most as probable as the observed one: a valid test for any m.
    /// Davison and Hinkley (1997), §4.2.
    pub p_value: f64,
    /// √(p (1 − p) / m).
    pub standard_error: f64,
    /// m.
    pub replicates: u64,
}

/// Fisher's exact test of an r x c table of whole counts, estimated from `replicates` random tables; the same seed gives the
/// same answer.
///
/// Tables are drawn cell by cell from the hypergeometric distribution of what the margins leave, as Patefield (1981),
/// AS 159. R: `fisher.test(x, simulate.p.value = TRUE, B = replicates)`.
///
/// # Errors
/// [`Error::BeyondReach`] for more than ten million cases; [`Error::NoCases`] for none or no replicates.
pub fn fisher_monte_carlo(
    counts: &[Vec<u64>],
    replicates: u64,
    seed: u64,
) -> Result<MonteCarlo, Error> {
    const MOST: u64 = 10_000_000;
    let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
    let width = counts.first().map_or(0, Vec::len);
    let columns: Vec<u64> = (0..width)
        .map(|column| counts.iter().map(|row| row[column]).sum())
        .collect();
    let n: u64 = rows.iter().sum();
    if n > MOST {
        return Err(Error::BeyondReach { limit: MOST });
    }
    if n == 0 || replicates == 0 {
        return Err(Error::NoCases);
    }
    let ln: Vec<f64> = ln_factorials(n as usize)
        .into_iter()
        .map(|ln| ln.value())
        .collect();
    let cells =
        |table: &mut dyn Iterator<Item = u64>| -> f64 { table.map(|n| ln[n as usize]).sum() };
    let observed = cells(&mut counts.iter().flatten().copied());
    // sums of log factorials in another order differ by rounding
    let as_probable = observed - 1e-12 * (1.0 + observed);
    let mut random = Random::new(seed);
    let mut extreme = 0_u64;
    let mut left = columns.clone();
    for _ in 0..replicates {
        left.copy_from_slice(&columns);
        let mut rest = n;
        let mut sum = 0.0;
        for row in &rows {
            let mut open = *row;
            // cases of this and all later rows in the columns not yet drawn
            let mut others = rest;
            for column in left.iter_mut() {
                let drawn = hypergeometric(&mut random, others, *column, open, &ln);
                others -= *column;
                *column -= drawn;
                open -= drawn;
                sum += ln[drawn as usize];
            }
            rest -= row;
        }
        extreme += u64::from(sum >= as_probable);
    }
    let m = replicates as f64;
    let p_value = (1.0 + extreme as f64) / (1.0 + m);
    Ok(MonteCarlo {
        p_value,
        standard_error: (p_value * (1.0 - p_value) / m).sqrt(),
        replicates,
    })
}

/// How many of `draws` out of `population` are among its `successes`: by inversion from the mode outwards.
fn hypergeometric(
    random: &mut Random,
    population: u64,
    successes: u64,
    draws: u64,
    ln: &[f64],
) -> u64 {
    let fewest = (successes + draws).saturating_sub(population);
    let most = successes.min(draws);
    if fewest == most {
        return most;
    }
    let at = |n: u64| ln[n as usize];
    let mode = ((successes + 1) as f64 * (draws + 1) as f64 / (population + 2) as f64) as u64;
    let mode = mode.clamp(fewest, most);
    let failures = population - successes;
    let probability = libm::exp(
        at(successes) - at(mode) - at(successes - mode) + at(failures)
            - at(draws - mode)
            - at(failures + mode - draws)
            - at(population)
            + at(draws)
            + at(population - draws),
    );
    let (mut up, mut down) = (mode, mode);
    let (mut p_up, mut p_down) = (probability, probability);
    let mut u = random.uniform() - probability;
    // what rounding leaves over goes to the mode
    while u >= 0.0 && (up < most || down > fewest) {
        if up < most {
            p_up *= (successes - up) as f64 * (draws - up) as f64
                / ((up + 1) as f64 * (failures + up + 1 - draws) as f64);
            up += 1;
            u -= p_up;
            if u < 0.0 {
                return up;
            }
        }
        if down > fewest {
            p_down *= down as f64 * (failures + down - draws) as f64
                / ((successes - down + 1) as f64 * (draws - down + 1) as f64);
            down -= 1;
            u -= p_down;
            if u < 0.0 {
                return down;
            }
        }
    }
    mode
}

#[cfg(test)]
mod tests {
    use super::super::fisher::fisher_exact;
    use super::*;

    #[test]
    fn the_exact_value_is_within_its_error() {
        let counts = [
            vec![7, 1, 3],
            vec![87, 18, 84],
            vec![12, 3, 4],
            vec![9, 1, 7],
        ];
        let exact = fisher_exact(&counts, 10_000_000).unwrap().p_value.value();
        let found = fisher_monte_carlo(&counts, 20_000, 7).unwrap();
        assert!(
            (found.p_value - exact).abs() < 4.0 * found.standard_error,
            "{found:?} {exact}"
        );
        assert_eq!(found, fisher_monte_carlo(&counts, 20_000, 7).unwrap());
        assert_ne!(found, fisher_monte_carlo(&counts, 20_000, 8).unwrap());
    }
}
