//! The difference of two shares of the same cases.

use crate::{Error, Interval, Level};

/// What a share became in the same cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedProportionDifference {
    /// (c − b) / n: the later share minus the earlier one.
    pub difference: f64,
    /// Wald's interval after half a case is added to each of the four cells.
    pub interval: Interval,
}

/// The change of a share from `n` cases of whom `lost` had the answer before and not after, `gained` after and not before.
///
/// With b + ½, c + ½ and n + 2 for b, c and n: (c − b)/n ± z √(b + c − (c − b)²/n) / n. Agresti and Min (2005), *Statistics in
/// Medicine* 24, 729. R: `PropCIs::diffpropci.mp(b, c, n, 0.95)`.
///
/// # Errors
/// [`Error::InvalidProportion`] unless 0 ≤ b, c and b + c ≤ n, 0 < n.
pub fn paired_proportion_difference(
    lost: f64,
    gained: f64,
    n: f64,
    level: Level,
) -> Result<PairedProportionDifference, Error> {
    super::checked(lost, n)?;
    super::checked(gained, n)?;
    super::checked(lost + gained, n)?;
    let (b, c, m) = (lost + 0.5, gained + 0.5, n + 2.0);
    let centre = (c - b) / m;
    let half = level.z() * (b + c - (c - b) * (c - b) / m).max(0.0).sqrt() / m;
    Ok(PairedProportionDifference {
        difference: (gained - lost) / n,
        interval: Interval {
            lower: (centre - half).max(-1.0),
            upper: (centre + half).min(1.0),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_approval_of_a_prime_minister() {
        // Agresti (2013), table 11.1: 150 of 1600 lost, 86 gained
        // R 4.2: b <- 150.5; c <- 86.5; n <- 1602; d <- (c - b) / n
        //        d + c(-1, 1) * qnorm(.975) * sqrt(b + c - (c - b)^2 / n) / n
        let found = paired_proportion_difference(150.0, 86.0, 1600.0, Level::P95).unwrap();
        assert_eq!(found.difference, -0.04);
        assert!((found.interval.lower - (-0.05868293572597244)).abs() < 1e-15);
        assert!((found.interval.upper - (-0.021217189117972626)).abs() < 1e-15);
        assert!(paired_proportion_difference(3.0, 3.0, 5.0, Level::P95).is_err());
    }
}
