//! The order at the smallest footrule distance.

use crate::positions::Positions;
use crate::{Ballots, Unranked};

/// An order at the smallest distance from the ballots.
#[derive(Debug, Clone, PartialEq)]
pub struct Footrule {
    /// The items from the best to the last.
    pub order: Vec<usize>,
    /// Weighted sum of |position on the ballot − position in the order|.
    pub distance: f64,
    /// What no order can stay below, by the dual of the assignment: the distance itself but for rounding, and exactly that where
    /// the costs are whole numbers.
    pub lower_bound: f64,
    /// Whether no other order has this distance.
    pub unique: bool,
}

/// The consensus that is optimal for Spearman's footrule, O(ballots × items² + items³).
///
/// An order σ costs Σ over ballots w Σᵢ |p(i) − σ(i)|: what it costs to put an item at a position does not depend on the others, so that the
/// best order is an assignment, solved by shortest augmenting paths (the Hungarian method in the form of Jonker and Volgenant) with
/// dual prices that prove it. The position p(i) on the ballot is the midrank, as in the profile metric of Fagin et al.:
///
/// * unranked at the bottom: they share the mean of the last positions;
/// * unranked ignored: only items that the ballot ranks count; their positions among r are stretched to all n, p(i) = n midrank / r, the
///   scaled footrule of Dwork et al.
///
/// The distance is at most twice that of the best order for Kendall's (Diaconis and Graham). Diaconis, Graham (1977), Journal of the
/// Royal Statistical Society B 39; Dwork et al. (2001), WWW10; Fagin et al. (2006), SIAM Journal on Discrete Mathematics 20; Jonker, Volgenant (1987), Computing 38.
pub fn footrule(ballots: &Ballots, unranked: Unranked) -> Footrule {
    let items = ballots.items();
    let costs = Costs::new(ballots, unranked);
    let assignment = Assignment::solve(&costs.values, items);
    let distance: f64 = assignment
        .order
        .iter()
        .enumerate()
        .map(|(position, &item)| costs.values[position * items + item])
        .sum();
    let bound: f64 = assignment
        .row_prices
        .iter()
        .chain(&assignment.column_prices)
        .sum();
    Footrule {
        unique: assignment.unique(&costs.values, costs.tolerance()),
        order: assignment.order,
        distance: distance / costs.scale,
        lower_bound: bound / costs.scale,
    }
}

/// What every item costs at every position, position by position.
struct Costs {
    values: Vec<f64>,
    /// What costs are multiplied by.
    scale: f64,
    /// Whether all costs are whole numbers.
    whole: bool,
}

/// Largest multiple of all lengths of ballots that positions are stretched by to be whole numbers.
const MOST_STRETCHED: u64 = 1 << 24;

/// Whole numbers up to here are exact as doubles.
const LARGEST_WHOLE: f64 = (1u64 << 53) as f64;

impl Costs {
    fn new(ballots: &Ballots, unranked: Unranked) -> Self {
        let items = ballots.items();
        let weights = ballots.unit_weights();
        let mut positions = Positions::new(items);
        // n midrank / r is a whole number once multiplied by 2 and by every r
        let mut multiple = 1u64;
        if unranked == Unranked::Ignored {
            for ballot in 0..ballots.len() {
                positions.read(ballots, ballot);
                let ranked = u64::from(positions.ranked);
                if ranked > 0 && multiple <= MOST_STRETCHED {
                    multiple *= ranked / greatest_common_divisor(multiple, ranked);
                }
            }
        }
        let whole = multiple <= MOST_STRETCHED;
        let multiple = if whole { multiple as f64 } else { 1.0 };
        let mut values = vec![0.0; items * items];
        for (ballot, &weight) in weights.values.iter().enumerate() {
            positions.read(ballots, ballot);
            let stretch = match unranked {
                Unranked::Bottom => 1.0,
                Unranked::Ignored => multiple * items as f64 / f64::from(positions.ranked),
            };
            for item in 0..items {
                if unranked == Unranked::Ignored && !positions.ranks(item) {
                    continue;
                }
                let place = f64::from(positions.doubled[item]) * stretch;
                for position in 0..items {
                    let distance = (place - 2.0 * multiple * (position + 1) as f64).abs();
                    values[position * items + item] += weight * distance;
                }
            }
        }
        let largest = values.iter().copied().fold(0.0, f64::max);
        Self {
            scale: 2.0 * multiple * weights.unit,
            whole: whole && largest * items as f64 <= LARGEST_WHOLE,
            values,
        }
    }

    /// How far rounding may take a cost from the one it should be.
    fn tolerance(&self) -> f64 {
        if self.whole {
            return 0.0;
        }
        self.values
            .iter()
            .fold(0.0, |most: f64, &cost| most.max(cost))
            * 1e-12
    }
}

fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A column for every row, at the smallest sum of costs.
struct Assignment {
    order: Vec<usize>,
    /// Cost ≥ price of its row + price of its column everywhere, with equality on the assignment.
    row_prices: Vec<f64>,
    column_prices: Vec<f64>,
}

impl Assignment {
    /// Adds row after row along a shortest augmenting path, O(n³).
    fn solve(costs: &[f64], n: usize) -> Self {
        let (mut row_prices, mut column_prices) = (vec![0.0; n], vec![0.0; n]);
        let mut row_of: Vec<Option<usize>> = vec![None; n];
        for new in 0..n {
            // distances from the new row to every column, and the column before it on the way
            let mut distances = vec![f64::INFINITY; n];
            let mut before: Vec<Option<usize>> = vec![None; n];
            let mut reached = vec![false; n];
            let (mut row, mut column) = (new, None);
            let end = loop {
                let mut nearest = None;
                let mut step = f64::INFINITY;
                for next in (0..n).filter(|&next| !reached[next]) {
                    let reduced = costs[row * n + next] - row_prices[row] - column_prices[next];
                    if reduced < distances[next] {
                        distances[next] = reduced;
                        before[next] = column;
                    }
                    if distances[next] < step {
                        step = distances[next];
                        nearest = Some(next);
                    }
                }
                // costs are finite and a column is free as long as a row is
                let Some(next) = nearest else { break None };
                row_prices[new] += step;
                for other in 0..n {
                    if !reached[other] {
                        distances[other] -= step;
                    } else if let Some(row) = row_of[other] {
                        row_prices[row] += step;
                        column_prices[other] -= step;
                    }
                }
                reached[next] = true;
                column = Some(next);
                match row_of[next] {
                    Some(taken) => row = taken,
                    None => break Some(next),
                }
            };
            // every row on the way moves one column on
            let mut free = end;
            while let Some(column) = free {
                row_of[column] = match before[column] {
                    Some(previous) => row_of[previous],
                    None => Some(new),
                };
                free = before[column];
            }
        }
        let mut order = vec![0; n];
        for (column, row) in row_of.into_iter().enumerate() {
            if let Some(row) = row {
                order[row] = column;
            }
        }
        Self {
            order,
            row_prices,
            column_prices,
        }
    }

    /// Whether every other assignment costs more, O(n²): another of the same cost would be a circle of rows, each of
    /// which could take the column of the next at its price.
    fn unique(&self, costs: &[f64], tolerance: f64) -> bool {
        let n = self.order.len();
        let could = |row: usize, other: usize| {
            let column = self.order[other];
            let reduced =
                costs[row * n + column] - self.row_prices[row] - self.column_prices[column];
            row != other && reduced <= tolerance
        };
        // rows that no row left could follow are taken away until none is left, or a circle
        let mut followers = vec![0; n];
        for row in 0..n {
            for other in 0..n {
                followers[other] += usize::from(could(row, other));
            }
        }
        let mut away: Vec<usize> = (0..n).filter(|&row| followers[row] == 0).collect();
        let mut taken = 0;
        while let Some(row) = away.pop() {
            taken += 1;
            for other in 0..n {
                if could(row, other) {
                    followers[other] -= 1;
                    if followers[other] == 0 {
                        away.push(other);
                    }
                }
            }
        }
        taken == n
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::consensus::tests::{any_ballots, meaning};

    /// The distance of an order, as it is defined.
    fn distance(ballots: &Ballots, unranked: Unranked, order: &[usize]) -> f64 {
        let items = ballots.items() as f64;
        let mut sum = 0.0;
        for (ballot, weight) in ballots.weights().iter().enumerate() {
            let midranks = ballots.midranks(ballot, unranked);
            let stretch = match unranked {
                Unranked::Bottom => 1.0,
                Unranked::Ignored => items / midranks.iter().flatten().count() as f64,
            };
            for (position, &item) in order.iter().enumerate() {
                if let Some(midrank) = midranks[item] {
                    sum += weight * (midrank * stretch - (position + 1) as f64).abs();
                }
            }
        }
        sum
    }

    fn all_orders(items: usize) -> Vec<Vec<usize>> {
        let mut orders = vec![Vec::new()];
        for item in 0..items {
            let longer = orders.iter().flat_map(|order| {
                (0..=item).map(move |place| {
                    let mut order = order.clone();
                    order.insert(place, item);
                    order
                })
            });
            orders = longer.collect();
        }
        orders
    }

    fn is_best(ballots: &Ballots, unranked: Unranked) -> Result<(), TestCaseError> {
        let result = footrule(ballots, unranked);
        let distances: Vec<f64> = all_orders(ballots.items())
            .iter()
            .map(|order| distance(ballots, unranked, order))
            .collect();
        let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
        let near = |value: f64| (value - least).abs() <= 1e-9;
        prop_assert!(near(distance(ballots, unranked, &result.order)));
        prop_assert!(near(result.distance));
        prop_assert_eq!(result.lower_bound, result.distance);
        let best = distances.iter().filter(|&&value| near(value)).count();
        prop_assert_eq!(result.unique, best == 1);
        Ok(())
    }

    proptest! {
        #[test]
        fn no_order_is_nearer(ballots in any_ballots(5), unranked in meaning()) {
            is_best(&ballots, unranked)?;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn no_order_of_seven_is_nearer(ballots in any_ballots(7), unranked in meaning()) {
            is_best(&ballots, unranked)?;
        }
    }

    #[test]
    fn lengths_without_a_small_common_multiple_are_proven_but_for_rounding() {
        // 23 ballots that rank 1, 2, ... 23 of 24 items, the same way
        let mut ballots = Ballots::new(24);
        for ranked in 1..24u32 {
            let ranks: Vec<_> = (1..=24)
                .map(|rank| (rank <= ranked).then_some(rank))
                .collect();
            ballots.push(&ranks, 1.0 / 3.0).unwrap();
        }
        let result = footrule(&ballots, Unranked::Ignored);
        assert!((result.lower_bound - result.distance).abs() <= 1e-12 * result.distance);
        let own = distance(&ballots, Unranked::Ignored, &result.order);
        assert!((own - result.distance).abs() <= 1e-12 * own);
    }
}
