//! The problem in whole numbers, and the parts it falls into.

use crate::Pairwise;

/// Majority margins as whole numbers without a common divisor.
///
/// An order σ disagrees with Σ min(wᵢⱼ, wⱼᵢ) + divisor · Σ |mᵢⱼ| over the pairs that it puts against their majority. The second sum,
/// without the divisor, is what is minimised: the *excess* of an order.
#[derive(Debug, Clone)]
pub(super) struct Margins {
    n: usize,
    margins: Vec<i64>,
    /// One unit of excess in weight of ballots.
    divisor: f64,
}

/// Margins are below this, so that sums over all pairs keep within an `i64`.
const LARGEST: f64 = (1u64 << 40) as f64;

impl Margins {
    /// The margins of all pairs; where the largest is above [`LARGEST`], rounded to a trillionth of it.
    pub(super) fn new(pairwise: &Pairwise) -> Self {
        let n = pairwise.items();
        let mut largest = 0.0f64;
        let margin = |i: usize, j: usize| pairwise.unit_wins(i, j) - pairwise.unit_wins(j, i);
        for i in 0..n {
            for j in 0..i {
                largest = largest.max(margin(i, j).abs());
            }
        }
        let mut divisor = 1.0 / pairwise.unit();
        let mut scale = 1.0;
        // a power of two, so that equal margins stay equal
        while largest * scale > LARGEST {
            scale /= 2.0;
        }
        divisor /= scale;
        let mut margins = vec![0i64; n * n];
        let mut common = 0u64;
        for i in 0..n {
            for j in 0..i {
                let whole = (margin(i, j) * scale).round() as i64;
                margins[i * n + j] = whole;
                margins[j * n + i] = -whole;
                common = gcd(common, whole.unsigned_abs());
            }
        }
        if common > 1 {
            for margin in &mut margins {
                *margin /= common as i64;
            }
            divisor *= common as f64;
        }
        Self {
            n,
            margins,
            divisor,
        }
    }

    /// Number of items.
    pub(super) fn len(&self) -> usize {
        self.n
    }

    /// By how much `i` before `j` is preferred.
    pub(super) fn get(&self, i: usize, j: usize) -> i64 {
        self.margins[i * self.n + j]
    }

    /// One unit of excess in weight of ballots.
    pub(super) fn divisor(&self) -> f64 {
        self.divisor
    }

    /// Those of some items alone.
    pub(super) fn of(&self, items: &[usize]) -> Self {
        Self {
            n: items.len(),
            margins: items
                .iter()
                .flat_map(|&i| items.iter().map(move |&j| self.get(i, j)))
                .collect(),
            divisor: self.divisor,
        }
    }

    /// The excess of an order.
    pub(super) fn excess(&self, order: &[usize]) -> i64 {
        let mut excess = 0;
        for (place, &i) in order.iter().enumerate() {
            for &j in &order[place + 1..] {
                excess += (-self.get(i, j)).max(0);
            }
        }
        excess
    }

    /// Sum of the margins of an item over all others: the order by it is Borda's.
    pub(super) fn net(&self, i: usize) -> i64 {
        self.margins[i * self.n..(i + 1) * self.n].iter().sum()
    }

    /// The strongly connected components of "at least as many prefer it": every optimal order has them one after the other, the best first.
    /// Within a component the items stand in Borda's order.
    pub(super) fn components(&self) -> Vec<Vec<usize>> {
        let n = self.n;
        // In the order of how many they do not lose to, components of this complete relation are intervals: one ends
        // where all before beat all behind.
        let reach = |i: usize| (0..n).filter(|&j| j != i && self.get(i, j) >= 0).count();
        let mut items: Vec<(usize, usize)> = (0..n).map(|i| (reach(i), i)).collect();
        befund_stats::order::sort(&mut items, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut components: Vec<Vec<usize>> = Vec::new();
        let mut start = 0;
        // strict wins of the items so far; over those behind them when the component is complete
        let mut wins = 0;
        for end in 1..=n {
            let item = items[end - 1].1;
            wins += (0..n).filter(|&j| self.get(item, j) > 0).count();
            let inside: usize = items[..end]
                .iter()
                .map(|&(_, i)| {
                    items[..end]
                        .iter()
                        .filter(|&&(_, j)| self.get(i, j) > 0)
                        .count()
                })
                .sum();
            if wins - inside == end * (n - end) {
                let mut component: Vec<usize> =
                    items[start..end].iter().map(|&(_, item)| item).collect();
                befund_stats::order::sort(&mut component, |&a, &b| {
                    self.net(b).cmp(&self.net(a)).then(a.cmp(&b))
                });
                components.push(component);
                start = end;
            }
        }
        components
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
