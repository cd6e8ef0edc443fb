//! Whether groups of ballots differ.

use befund_stats::dd::Dd;
use befund_stats::random::Random;

use crate::uncertainty::profiles::{BallotDistance, Profiles};
use crate::uncertainty::resample::Weighting;
use crate::{Ballots, Error, Unranked};

/// Whether groups of ballots differ, by the distances of ballots, tested by permutation.
///
/// Both distances are squared Euclidean distances of profiles, so that sums over all pairs of ballots are sums over ballots: Kendall's
/// with p = ½ of profiles with ±½ for the order of a pair and ½ for its tie (Emond and Mason 2002), Spearman's of midranks. SS is the sum of
/// the distances of all pairs of ballots by their number; SS_total = SS_between + SS_within, pseudo-F = (SS_between / (a − 1)) /
/// (SS_within / (n − a)), R² = SS_between / SS_total. Anderson (2001), *Austral Ecology* 26, 32-46; for rankings and two groups the test of
/// Feigin and Alvo (1986), *Ann. Statist.* 14, 581-606, compares the same terms. It also answers to groups that merely agree more or less
/// among themselves: compare [`GroupDifference::distances`]. R: `vegan::adonis2(as.dist(sqrt(d)) ~ group)`.
#[derive(Debug, Clone)]
pub struct GroupTest {
    profiles: Profiles,
    labels: Vec<u32>,
    groups: Vec<Group>,
    /// The group that is not added up, because it is what the others leave.
    largest: usize,
    observed: f64,
    sums: Vec<f64>,
    streams: Random,
    permutations: u64,
    done: u64,
    as_extreme: u64,
    shuffled: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
struct Group {
    ballots: f64,
    weight: f64,
    /// Σ over its ballots of the squared length of their profiles.
    squares: Dd,
    sums: Vec<f64>,
}

/// The result of a [`GroupTest`].
#[derive(Debug, Clone, PartialEq)]
pub struct GroupDifference {
    /// (SS_between / (a − 1)) / (SS_within / (n − a)); infinite where the ballots of each group are equal and groups differ.
    pub pseudo_f: f64,
    /// SS_between / SS_total: the share of the distances between ballots that lies between groups.
    pub r_squared: f64,
    /// SS_between, in units of the distance.
    pub between: f64,
    /// SS_within.
    pub within: f64,
    /// a − 1.
    pub df_between: f64,
    /// n − a.
    pub df_within: f64,
    /// (b + 1) / (B + 1), with b the permutations whose statistic is at least as large. Phipson and Smyth (2010).
    pub p_value: f64,
    /// Monte Carlo standard error of the p-value.
    pub standard_error: f64,
    /// b.
    pub as_extreme: u64,
    /// B, those done so far.
    pub permutations: u64,
    /// Ballots of every group.
    pub sizes: Vec<f64>,
    /// Mean distance between a ballot of one group and one of another; on the diagonal between two different ballots of a group. `None`
    /// where there are none.
    pub distances: Vec<Vec<Option<f64>>>,
}

impl GroupTest {
    /// Prepares the test: for every ballot its group, from 0. O(ballots × items²) for Kendall's distance, O(ballots × items) for Spearman's;
    /// every permutation takes as much again.
    ///
    /// # Errors
    /// [`Error::WrongLength`] unless every ballot has a group; [`Error::PartialBallot`] where unranked items are ignored and there are
    /// some; [`Error::GroupsTooSmall`] below two groups with ballots, or where every ballot is a group of its own;
    /// [`Error::FractionalWeights`] under [`Weighting::Frequency`]; [`Error::AllAlike`] where all ballots are equal; [`Error::TooManyBallots`] beyond [`MOST_PROFILE_FIGURES`](crate::uncertainty::MOST_PROFILE_FIGURES).
    pub fn new(
        ballots: &Ballots,
        groups: &[usize],
        unranked: Unranked,
        distance: BallotDistance,
        weighting: Weighting,
        permutations: u64,
        seed: u64,
    ) -> Result<Self, Error> {
        if groups.len() != ballots.len() {
            return Err(Error::WrongLength {
                expected: ballots.len(),
                found: groups.len(),
            });
        }
        let profiles = Profiles::new(ballots, unranked, distance, weighting)?;
        let labels: Vec<u32> = profiles
            .ballots
            .iter()
            .map(|&ballot| groups[ballot] as u32)
            .collect();
        let most = labels.iter().max().map_or(0, |most| *most as usize + 1);
        let mut found = vec![Group::default(); most];
        for group in &mut found {
            group.sums = vec![0.0; profiles.figures];
        }
        for (row, &label) in labels.iter().enumerate() {
            let group = &mut found[label as usize];
            let (profile, weight) = (profiles.row(row), profiles.weights[row]);
            group.ballots += 1.0;
            group.weight += weight;
            let mut length = 0.0;
            for (sum, &figure) in group.sums.iter_mut().zip(profile) {
                let figure = f64::from(figure);
                *sum += weight * figure;
                length += figure * figure;
            }
            group.squares += Dd::product(weight, length);
        }
        let present = found.iter().filter(|group| group.ballots > 0.0).count();
        if present < 2 || labels.len() <= present {
            return Err(Error::GroupsTooSmall {
                groups: present,
                ballots: labels.len(),
            });
        }
        let mut largest = 0;
        for (group, other) in found.iter().enumerate() {
            if other.ballots > found[largest].ballots {
                largest = group;
            }
        }
        let mut test = Self {
            shuffled: labels.clone(),
            sums: vec![0.0; profiles.figures * found.len()],
            profiles,
            labels,
            groups: found,
            largest,
            observed: 0.0,
            streams: Random::new(seed),
            permutations,
            done: 0,
            as_extreme: 0,
        };
        if test.sum_of_squares().total == 0.0 {
            return Err(Error::AllAlike);
        }
        test.observed = test.explained();
        Ok(test)
    }

    /// Goes on by that many permutations; whether all are done.
    pub fn step(&mut self, permutations: u64) -> bool {
        // rounding must not decide whether an arrangement counts
        let margin = self.observed * 1e-12;
        for _ in 0..permutations.min(self.permutations - self.done) {
            self.shuffled.copy_from_slice(&self.labels);
            self.streams.split(self.done).shuffle(&mut self.shuffled);
            if self.explained() >= self.observed - margin {
                self.as_extreme += 1;
            }
            self.done += 1;
        }
        self.done == self.permutations
    }

    /// Permutations done so far.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Permutations asked for.
    pub fn permutations(&self) -> u64 {
        self.permutations
    }

    /// Σ over groups of |Σ profiles around their mean|² by the weight of the group, for the shuffled labels: what alone changes in
    /// SS_between from one arrangement to another.
    fn explained(&mut self) -> f64 {
        let figures = self.profiles.figures;
        self.sums.fill(0.0);
        let sums = &mut self.sums[..];
        let mut weights = vec![0.0; self.groups.len()];
        for (row, &label) in self.shuffled.iter().enumerate() {
            let label = label as usize;
            let weight = self.profiles.weights[row];
            weights[label] += weight;
            if label != self.largest {
                let sums = &mut sums[label * figures..][..figures];
                for (sum, &figure) in sums.iter_mut().zip(self.profiles.row(row)) {
                    *sum += weight * f64::from(figure);
                }
            }
        }
        // the largest group has what the others leave
        for figure in 0..figures {
            let mut rest = self.profiles.sums[figure];
            for group in 0..self.groups.len() {
                rest -= sums[group * figures + figure];
            }
            sums[self.largest * figures + figure] = rest;
        }
        let mut explained = 0.0;
        for (sums, weight) in sums.chunks_exact(figures.max(1)).zip(weights) {
            if weight > 0.0 {
                let length: f64 = sums
                    .iter()
                    .zip(&self.profiles.sums)
                    .map(|(sum, all)| {
                        let deviation = sum - all * (weight / self.profiles.weight);
                        deviation * deviation
                    })
                    .sum();
                explained += length / weight;
            }
        }
        explained
    }

    /// Sums of squares of the sample, in doubled-double precision: they are differences.
    fn sum_of_squares(&self) -> SumsOfSquares {
        let spread = |squares: Dd, sums: &[f64], weight: f64| {
            let length: Dd = sums.iter().map(|sum| Dd::product(*sum, *sum)).sum();
            squares - length / weight
        };
        let mut within = Dd::ZERO;
        let (mut squares, mut weight) = (Dd::ZERO, 0.0);
        for group in &self.groups {
            squares += group.squares;
            weight += group.weight;
            if group.weight > 0.0 {
                within += spread(group.squares, &group.sums, group.weight);
            }
        }
        let total = spread(squares, &self.profiles.sums, weight);
        // whole numbers of 1/4: profiles are doubled
        SumsOfSquares {
            total: total.value() / 4.0,
            between: (total - within).value() / 4.0,
            within: within.value() / 4.0,
        }
    }

    /// What the sample and the permutations so far say.
    pub fn result(&self) -> GroupDifference {
        let squares = self.sum_of_squares();
        let present = self.groups.iter().filter(|group| group.ballots > 0.0);
        let df_between = present.count() as f64 - 1.0;
        let df_within = self.labels.len() as f64 - df_between - 1.0;
        let pseudo_f = if squares.within > 0.0 {
            (squares.between / df_between) / (squares.within / df_within)
        } else {
            f64::INFINITY
        };
        let looked_at = (self.done + 1) as f64;
        let p_value = (self.as_extreme + 1) as f64 / looked_at;
        let distances = (0..self.groups.len()).map(|first| {
            let row = (0..self.groups.len()).map(|second| self.mean_distance(first, second));
            row.collect()
        });
        GroupDifference {
            pseudo_f,
            r_squared: squares.between / squares.total,
            between: squares.between,
            within: squares.within,
            df_between,
            df_within,
            p_value,
            standard_error: (p_value * (1.0 - p_value) / looked_at).sqrt(),
            as_extreme: self.as_extreme,
            permutations: self.done,
            sizes: self.groups.iter().map(|group| group.ballots).collect(),
            distances: distances.collect(),
        }
    }

    /// Σ w v |x − y|² / Σ w v over the ballots x of one and y of another group.
    fn mean_distance(&self, first: usize, second: usize) -> Option<f64> {
        let (a, b) = (&self.groups[first], &self.groups[second]);
        let sums = a.sums.iter().zip(&b.sums);
        let product: Dd = sums.map(|(a, b)| Dd::product(*a, *b)).sum();
        let all = a.squares * b.weight + b.squares * a.weight - product * 2.0;
        let mut pairs = Dd::product(a.weight, b.weight);
        if first == second {
            // a ballot is no pair with itself
            for (&label, &weight) in self.labels.iter().zip(&self.profiles.weights) {
                if label as usize == first {
                    pairs = pairs - Dd::product(weight, weight);
                }
            }
            if a.ballots < 2.0 {
                return None;
            }
        }
        (pairs.value() > 0.0).then(|| (all / pairs).value() / 4.0)
    }
}

struct SumsOfSquares {
    total: f64,
    between: f64,
    within: f64,
}

#[cfg(test)]
mod tests {
    use befund_stats::multivariate::{Distances, permanova};
    use proptest::prelude::*;

    use super::*;
    use crate::{kendall_distance, spearman_distance};

    type Rows = Vec<(Vec<Option<u32>>, u32, usize)>;

    fn random() -> impl Strategy<Value = Rows> {
        let ranks = prop::collection::vec(prop::option::weighted(0.8, 1u32..6), 4);
        prop::collection::vec((ranks, 1u32..3, 0usize..3), 4..12)
    }

    fn distance_of(distance: BallotDistance, a: &[f64], b: &[f64]) -> f64 {
        match distance {
            BallotDistance::Kendall => kendall_distance(a, b, 0.5),
            BallotDistance::Spearman => spearman_distance(a, b),
        }
    }

    proptest! {
        #[test]
        fn is_the_analysis_of_all_distances(rows in random(), spearman in any::<bool>(), frequency in any::<bool>(), seed in any::<u64>()) {
            let distance = if spearman { BallotDistance::Spearman } else { BallotDistance::Kendall };
            let weighting = if frequency { Weighting::Frequency } else { Weighting::Sampling };
            let mut ballots = Ballots::new(4);
            let (mut orders, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
            for (ranks, weight, group) in &rows {
                ballots.push(ranks, f64::from(*weight)).unwrap();
                let midranks: Vec<f64> = ballots.midranks(ballots.len() - 1, Unranked::Bottom).into_iter().flatten().collect();
                for _ in 0..if frequency { *weight } else { 1 } {
                    orders.push(midranks.clone());
                    labels.push(*group);
                    weights.push(if frequency { 1.0 } else { f64::from(*weight) });
                }
            }
            let groups: Vec<usize> = rows.iter().map(|row| row.2).collect();
            let n = orders.len();
            let test = GroupTest::new(&ballots, &groups, Unranked::Bottom, distance, weighting, 60, seed);
            let d = |a: usize, b: usize| distance_of(distance, &orders[a], &orders[b]);
            // sums of squares from all pairs of ballots
            let within = |labels: &[usize]| {
                (0..3).map(|group| {
                    let own: Vec<usize> = (0..n).filter(|&row| labels[row] == group).collect();
                    let weight: f64 = own.iter().map(|&row| weights[row]).sum();
                    let pairs = own.iter().flat_map(|&a| own.iter().map(move |&b| (a, b)));
                    let sum: f64 = pairs.map(|(a, b)| weights[a] * weights[b] * d(a, b) / 2.0).sum();
                    if weight > 0.0 { sum / weight } else { 0.0 }
                }).sum::<f64>()
            };
            let present = (0..3).filter(|group| labels.contains(group)).count();
            if present < 2 || n <= present {
                prop_assert_eq!(test.err(), Some(Error::GroupsTooSmall { groups: present, ballots: n }));
                return Ok(());
            }
            let total = within(&vec![0; n]);
            if total == 0.0 {
                prop_assert_eq!(test.err(), Some(Error::AllAlike));
                return Ok(());
            }
            let mut test = test.unwrap();
            while !test.step(7) {}
            let found = test.result();
            let observed = within(&labels);
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-11 * total;
            prop_assert!(near(found.within, observed) && near(found.between, total - observed));
            if observed > 1e-9 {
                let f = (total - observed) / (present as f64 - 1.0) / (observed / (n - present) as f64);
                prop_assert!((found.pseudo_f - f).abs() <= 1e-8 * (1.0 + f));
                if frequency {
                    let condensed = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).map(|(a, b)| d(a, b).sqrt()).collect();
                    let other = permanova(&Distances::from_condensed(n, condensed).unwrap(), &labels, 5, 1).unwrap();
                    prop_assert!((other.pseudo_f - found.pseudo_f).abs() <= 1e-8 * (1.0 + f));
                }
            }
            let mut as_extreme = 0;
            for permutation in 0..60 {
                let mut shuffled = labels.clone();
                Random::new(seed).split(permutation).shuffle(&mut shuffled);
                as_extreme += u64::from(within(&shuffled) <= observed + 1e-9);
            }
            prop_assert_eq!(found.as_extreme, as_extreme);
            prop_assert_eq!(found.p_value, (as_extreme + 1) as f64 / 61.0);
            for first in 0..found.distances.len() {
                for second in 0..found.distances.len() {
                    let (mut sum, mut all) = (0.0, 0.0);
                    for a in 0..n {
                        for b in 0..n {
                            if a != b && labels[a] == first && labels[b] == second {
                                sum += weights[a] * weights[b] * d(a, b);
                                all += weights[a] * weights[b];
                            }
                        }
                    }
                    match found.distances[first][second] {
                        Some(mean) => prop_assert!((mean - sum / all).abs() < 1e-11, "{} {}", mean, sum / all),
                        None => prop_assert_eq!(all, 0.0),
                    }
                }
            }
        }
    }

    fn orders(rows: &[[u32; 3]]) -> Ballots {
        let mut ballots = Ballots::new(3);
        for ranks in rows {
            ballots.push(&ranks.map(Some), 1.0).unwrap();
        }
        ballots
    }

    fn test_of(
        ballots: &Ballots,
        groups: &[usize],
        unranked: Unranked,
    ) -> Result<GroupTest, Error> {
        let (distance, weighting) = (BallotDistance::Kendall, Weighting::of(ballots));
        GroupTest::new(ballots, groups, unranked, distance, weighting, 999, 1)
    }

    #[test]
    fn opposite_groups_are_told_apart() {
        let ballots = orders(&[
            [1, 2, 3],
            [1, 2, 3],
            [1, 2, 3],
            [1, 2, 3],
            [3, 2, 1],
            [3, 2, 1],
            [3, 2, 1],
            [3, 2, 1],
        ]);
        let mut test = test_of(&ballots, &[0, 0, 0, 0, 1, 1, 1, 1], Unranked::Bottom).unwrap();
        assert!(!test.step(10));
        assert!(test.step(u64::MAX));
        let found = test.result();
        assert_eq!((found.pseudo_f, found.r_squared), (f64::INFINITY, 1.0));
        // 2 of 70 arrangements are as extreme
        assert!(
            (found.p_value - 2.0 / 70.0).abs() < 5.0 * (0.0278_f64 / 1000.0).sqrt(),
            "{}",
            found.p_value
        );
        assert_eq!(
            found.distances,
            [[Some(0.0), Some(3.0)], [Some(3.0), Some(0.0)]]
        );
    }

    #[test]
    fn what_cannot_be_compared_says_why() {
        let ballots = orders(&[[1, 2, 3], [1, 2, 3], [1, 2, 3]]);
        let error = |ballots: &Ballots, groups: &[usize], unranked| {
            test_of(ballots, groups, unranked).err()
        };
        assert_eq!(
            error(&ballots, &[0, 1, 1], Unranked::Bottom),
            Some(Error::AllAlike)
        );
        assert_eq!(
            error(&ballots, &[0, 0, 0], Unranked::Bottom),
            Some(Error::GroupsTooSmall {
                groups: 1,
                ballots: 3
            })
        );
        assert_eq!(
            error(&ballots, &[0], Unranked::Bottom),
            Some(Error::WrongLength {
                expected: 3,
                found: 1
            })
        );
        assert_eq!(
            error(&Ballots::new(3), &[], Unranked::Bottom),
            Some(Error::NoBallots)
        );
        let mut partial = orders(&[[1, 2, 3], [2, 1, 3]]);
        partial.push(&[Some(1), None, None], 1.0).unwrap();
        assert_eq!(
            error(&partial, &[0, 0, 1], Unranked::Ignored),
            Some(Error::PartialBallot { ballot: 2 })
        );
        assert!(test_of(&partial, &[0, 0, 1], Unranked::Bottom).is_ok());
        let thirds = partial.with_weights(&[0.5, 1.0, 1.0]).unwrap();
        let test = GroupTest::new(
            &thirds,
            &[0, 0, 1],
            Unranked::Bottom,
            BallotDistance::Spearman,
            Weighting::Frequency,
            9,
            1,
        );
        assert_eq!(test.err(), Some(Error::FractionalWeights));
    }
}
