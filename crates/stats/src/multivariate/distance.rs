//! Distances between profiles.

use crate::Error;
use crate::correlation::pearson_correlation;

/// How the distance of two profiles is measured. Places where either has no number (NaN) are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// √Σ(x − y)². With missing places the sum is scaled up to all of them, as R's `dist` does.
    Euclidean,
    /// Σ|x − y|, scaled up likewise. R: `dist(x, "manhattan")`.
    Manhattan,
    /// Σ|x − y| / Σ(x + y) of numbers that are not negative. Bray and Curtis (1957). R: `vegan::vegdist(x)`.
    BrayCurtis,
    /// 1 − r of Pearson. R: `as.dist(1 - cor(t(x)))`.
    Correlation,
}

/// The distance of every two of n objects.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    n: usize,
    /// The upper triangle, row by row.
    condensed: Vec<f64>,
}

impl Distances {
    /// Distances of profiles, O(n² p).
    ///
    /// # Errors
    /// [`Error::UndefinedDistance`] where two profiles have nothing in common, a profile is constant (correlation), or two
    /// are empty or below 0 (Bray-Curtis).
    pub fn of(profiles: &[Vec<f64>], metric: Metric) -> Result<Self, Error> {
        let n = profiles.len();
        let mut condensed = Vec::with_capacity(n * n.saturating_sub(1) / 2);
        for first in 0..n {
            for second in first + 1..n {
                let distance = distance(&profiles[first], &profiles[second], metric)
                    .filter(|distance| distance.is_finite())
                    .ok_or(Error::UndefinedDistance { first, second })?;
                condensed.push(distance);
            }
        }
        Ok(Self { n, condensed })
    }

    /// From the upper triangle, row by row, of n objects.
    ///
    /// # Errors
    /// [`Error::UndefinedDistance`] for a number that is negative or not finite, or where there are not n(n − 1)/2 numbers.
    pub fn from_condensed(n: usize, condensed: Vec<f64>) -> Result<Self, Error> {
        let all = Self { n, condensed };
        for first in 0..n {
            for second in first + 1..n {
                let at = all.place(first, second);
                if !all
                    .condensed
                    .get(at)
                    .is_some_and(|distance| distance.is_finite() && *distance >= 0.0)
                {
                    return Err(Error::UndefinedDistance { first, second });
                }
            }
        }
        if all.condensed.len() != n * n.saturating_sub(1) / 2 {
            return Err(Error::UndefinedDistance {
                first: n,
                second: n,
            });
        }
        Ok(all)
    }

    /// How many objects.
    pub fn n(&self) -> usize {
        self.n
    }

    /// The upper triangle, row by row.
    pub fn condensed(&self) -> &[f64] {
        &self.condensed
    }

    fn place(&self, first: usize, second: usize) -> usize {
        // row `first` begins after the rows before it, which have n − 1, n − 2, ... entries
        first * (2 * self.n - first - 1) / 2 + second - first - 1
    }

    /// The distance of two objects below n; 0 of an object to itself.
    pub fn between(&self, first: usize, second: usize) -> f64 {
        match first.cmp(&second) {
            std::cmp::Ordering::Less => self.condensed[self.place(first, second)],
            std::cmp::Ordering::Equal => 0.0,
            std::cmp::Ordering::Greater => self.condensed[self.place(second, first)],
        }
    }

    /// The distances of some of the objects, in that order; an object may come several times.
    pub fn among(&self, objects: &[usize]) -> Self {
        let mut condensed = Vec::new();
        for (place, &first) in objects.iter().enumerate() {
            condensed.extend(
                objects[place + 1..]
                    .iter()
                    .map(|&second| self.between(first, second)),
            );
        }
        Self {
            n: objects.len(),
            condensed,
        }
    }
}

/// The distance of two profiles of equal length; `None` where it is undefined.
fn distance(a: &[f64], b: &[f64], metric: Metric) -> Option<f64> {
    let pairs = || {
        a.iter()
            .zip(b)
            .filter(|(x, y)| !x.is_nan() && !y.is_nan())
            .map(|(x, y)| (*x, *y))
    };
    let common = pairs().count();
    if common == 0 {
        return None;
    }
    // 1 where nothing is missing
    let share = a.len() as f64 / common as f64;
    match metric {
        Metric::Euclidean => {
            let squares: f64 = pairs().map(|(x, y)| (x - y) * (x - y)).sum();
            if squares > 1e-280 && squares < f64::MAX {
                return Some((squares * share).sqrt());
            }
            // squares that overflow or vanish: relative to the largest difference
            let largest = pairs().map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
            if largest == 0.0 {
                return Some(0.0);
            }
            let squares: f64 = pairs().map(|(x, y)| ((x - y) / largest).powi(2)).sum();
            Some(largest * (squares * share).sqrt())
        }
        Metric::Manhattan => Some(pairs().map(|(x, y)| (x - y).abs()).sum::<f64>() * share),
        Metric::BrayCurtis => {
            let (mut apart, mut together) = (0.0, 0.0);
            for (x, y) in pairs() {
                if x < 0.0 || y < 0.0 {
                    return None;
                }
                apart += (x - y).abs();
                together += x + y;
            }
            Some(apart / together)
        }
        Metric::Correlation => {
            let pairs: Vec<(f64, f64)> = pairs().collect();
            pearson_correlation(&pairs).map(|r| 1.0 - r)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_metrics() {
        // scipy 1.17: euclidean, cityblock, braycurtis, correlation of (1, 2, 4, 7) and (2, 0, 5, 5)
        let profiles = [vec![1.0, 2.0, 4.0, 7.0], vec![2.0, 0.0, 5.0, 5.0]];
        for (metric, wanted) in [
            (Metric::Euclidean, 3.1622776601683795),
            (Metric::Manhattan, 6.0),
            (Metric::BrayCurtis, 0.23076923076923078),
            (Metric::Correlation, 0.22848325018954052),
        ] {
            let found = Distances::of(&profiles, metric).unwrap().between(1, 0);
            assert!((found / wanted - 1.0).abs() < 1e-14, "{metric:?} {found}");
        }
    }

    #[test]
    fn missing_places_are_scaled_up_and_extremes_survive() {
        let profiles = [vec![1.0, f64::NAN, 4.0, 1.0], vec![2.0, 0.0, 6.0, 3.0]];
        let found = Distances::of(&profiles, Metric::Euclidean).unwrap();
        // R: dist(rbind(c(1, NA, 4, 1), c(2, 0, 6, 3))) = sqrt(9 * 4 / 3)
        assert!((found.between(0, 1) - 12.0_f64.sqrt()).abs() < 1e-15);
        for scale in [1e-250, 1e250] {
            let profiles = [vec![3.0 * scale, 0.0], vec![0.0, 4.0 * scale]];
            let found = Distances::of(&profiles, Metric::Euclidean).unwrap();
            assert!((found.between(0, 1) / (5.0 * scale) - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn what_has_no_distance_says_which() {
        let undefined = Err(Error::UndefinedDistance {
            first: 0,
            second: 1,
        });
        let constant = [vec![1.0, 1.0], vec![1.0, 2.0]];
        assert_eq!(Distances::of(&constant, Metric::Correlation), undefined);
        let nothing = [vec![1.0, f64::NAN], vec![f64::NAN, 2.0]];
        assert_eq!(Distances::of(&nothing, Metric::Euclidean), undefined);
        let empty = [vec![0.0, 0.0], vec![0.0, 0.0]];
        assert_eq!(Distances::of(&empty, Metric::BrayCurtis), undefined);
        assert_eq!(Distances::from_condensed(2, vec![]), undefined);
        assert!(Distances::from_condensed(1, vec![1.0]).is_err());
    }

    #[test]
    fn places_in_the_triangle() {
        let all = Distances::from_condensed(4, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        assert_eq!(all.between(0, 3), 3.0);
        assert_eq!(all.between(2, 1), 4.0);
        assert_eq!(all.between(3, 2), 6.0);
        assert_eq!(all.among(&[3, 0, 3]).condensed(), [3.0, 0.0, 3.0]);
    }
}
