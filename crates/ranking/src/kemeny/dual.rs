//! A lower bound for the excess of every order, from the linear relaxation over triangles.
//!
//! With s = 1 for an order that puts i before j (i < j) and −1 otherwise, every order obeys −1 ≤ sᵢⱼ + sⱼₖ − sᵢₖ ≤ 1 for i < j < k.
//! A multiplier μ for every such triangle leaves reduced margins r (mᵢⱼ − μ, mⱼₖ − μ, mᵢₖ + μ) with
//!
//! excess(σ) = ½ (Σ|m| − Σ|r| − Σ|μ|) + Σ |r| over pairs against the sign of r + Σ |μ| over triangles that turn against the sign of μ.
//!
//! Any μ gives a valid bound, the first term; the best is that of the relaxation of Grötschel, Jünger and Reinelt (1984, *Operations
//! Research* 32). It is found by the primal-dual hybrid gradient method of Chambolle and Pock (2011) with the diagonal steps of Pock and
//! Chambolle (2011) and restarts as in Applegate et al. (2021, PDLP), triangles being added when they are violated. The rest of the
//! formula tells which pairs and triangles an order below a given excess must respect.

use super::margins::Margins;

/// Fixed point of the multipliers.
const FRACTION: i64 = 1 << 20;
/// Most triangles that are kept.
const MOST_TRIANGLES: usize = 400_000;

/// Where the pair of two different items stands, and whether it stands turned round.
pub(super) fn pair(n: usize, i: usize, j: usize) -> usize {
    i * (2 * n - i - 1) / 2 + j - i - 1
}

/// Three items i < j < k by their pairs ij, jk and ik.
pub(super) type Triangle = [u32; 3];

/// Which triangles a relaxation begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Triangles {
    /// None at all.
    None,
    /// The cycles of the majority relation.
    Violated,
}

/// Multipliers under improvement.
#[derive(Debug, Clone)]
pub(super) struct Dual {
    n: usize,
    /// Margins of the pairs, over their mean size.
    margins: Vec<f64>,
    size: f64,
    pub(super) triangles: Vec<Triangle>,
    multipliers: Vec<f64>,
    /// Fractional order: 1 where the first of the pair comes first, −1 where it comes behind.
    pub(super) order: Vec<f64>,
    /// How far steps of the multipliers outweigh those of the order.
    weight: f64,
}

/// What a bound says in whole numbers, [`FRACTION`] of them to one unit of excess.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// Twice the bound.
    doubled: i128,
    /// Reduced margin of every pair.
    pub(super) reduced: Vec<i64>,
    /// Multiplier of every triangle of the list below.
    pub(super) multipliers: Vec<i64>,
    /// Triangles with a multiplier.
    pub(super) triangles: Vec<Triangle>,
}

impl Bound {
    /// The least whole excess that the bound allows.
    pub(super) fn least(&self) -> i64 {
        let unit = 2 * i128::from(FRACTION);
        ((self.doubled + unit - 1).div_euclid(unit)) as i64
    }

    /// What an order of at most that excess may pay for pairs and triangles; negative where there is none.
    pub(super) fn budget(&self, excess: i64) -> i64 {
        let doubled = 2 * i128::from(FRACTION) * i128::from(excess) - self.doubled;
        i64::try_from(doubled.div_euclid(2)).unwrap_or(i64::MAX)
    }
}

impl Dual {
    pub(super) fn new(margins: &Margins, triangles: Triangles) -> Self {
        let n = margins.len();
        let mut values = Vec::with_capacity(n * n / 2);
        for i in 0..n {
            for j in i + 1..n {
                values.push(margins.get(i, j) as f64);
            }
        }
        let size = values.iter().map(|value| value.abs()).sum::<f64>() / values.len().max(1) as f64;
        let size = if size > 0.0 { size } else { 1.0 };
        for value in &mut values {
            *value /= size;
        }
        let order = values
            .iter()
            .map(|&value| f64::from(i8::from(value > 0.0) - i8::from(value < 0.0)))
            .collect();
        let mut dual = Self {
            n,
            margins: values,
            size,
            triangles: Vec::new(),
            multipliers: Vec::new(),
            order,
            weight: 0.5,
        };
        if triangles == Triangles::Violated {
            dual.separate(0.5);
        }
        dual
    }

    /// An order near the fractional one.
    pub(super) fn rounded(&self) -> Vec<usize> {
        let n = self.n;
        let mut ahead = vec![0.0; n];
        let mut pairs = self.order.iter();
        for i in 0..n {
            for j in i + 1..n {
                if let Some(value) = pairs.next() {
                    ahead[i] += value;
                    ahead[j] -= value;
                }
            }
        }
        let mut order: Vec<usize> = (0..n).collect();
        befund_stats::order::sort(&mut order, |&a, &b| ahead[b].total_cmp(&ahead[a]));
        order
    }

    /// Adds the triangles that the fractional order violates by more than `by`; gives how many.
    pub(super) fn separate(&mut self, by: f64) -> usize {
        let n = self.n;
        let before = self.triangles.len();
        let mut known: Vec<Triangle> = self.triangles.clone();
        befund_stats::order::sort(&mut known, Ord::cmp);
        for i in 0..n {
            for j in i + 1..n {
                let ij = pair(n, i, j);
                for k in j + 1..n {
                    let (jk, ik) = (pair(n, j, k), pair(n, i, k));
                    let turn = self.order[ij] + self.order[jk] - self.order[ik];
                    if turn.abs() > 1.0 + by && self.triangles.len() < MOST_TRIANGLES {
                        let triangle = [ij as u32, jk as u32, ik as u32];
                        if known.binary_search(&triangle).is_err() {
                            self.triangles.push(triangle);
                            self.multipliers.push(0.0);
                        }
                    }
                }
            }
        }
        self.triangles.len() - before
    }

    /// Steps of one iteration, for the accounts.
    pub(super) fn steps(&self) -> u64 {
        (self.triangles.len() * 2 + self.margins.len()) as u64
    }

    /// Improves multipliers and fractional order. `fixed` holds 1 or −1 for pairs that are decided, 0 for the others.
    pub(super) fn improve(&mut self, iterations: usize, fixed: &[i8]) {
        let pairs = self.margins.len();
        let mut degree = vec![0.0f64; pairs];
        for triangle in &self.triangles {
            for &pair in triangle {
                degree[pair as usize] += 1.0;
            }
        }
        let step: Vec<f64> = degree
            .iter()
            .map(|degree| 1.0 / (degree.max(1.0) * self.weight))
            .collect();
        let threshold = self.weight / 3.0;
        let mut order = std::mem::take(&mut self.order);
        for (value, &fixed) in order.iter_mut().zip(fixed) {
            if fixed != 0 {
                *value = f64::from(fixed);
            }
        }
        let mut multipliers = self.multipliers.clone();
        let (order_before, before) = (order.clone(), multipliers.clone());
        let mut order_sum = vec![0.0; pairs];
        let mut sum = vec![0.0; multipliers.len()];
        let mut ahead = vec![0.0; pairs];
        for _ in 0..iterations {
            self.reduce(&multipliers, &mut ahead);
            for pair in 0..pairs {
                let old = order[pair];
                let new = if fixed[pair] != 0 {
                    old
                } else {
                    (old + step[pair] * ahead[pair]).clamp(-1.0, 1.0)
                };
                ahead[pair] = 2.0 * new - old;
                order[pair] = new;
                order_sum[pair] += new;
            }
            for (index, &[ij, jk, ik]) in self.triangles.iter().enumerate() {
                let turn = ahead[ij as usize] + ahead[jk as usize] - ahead[ik as usize];
                let value = multipliers[index] + threshold * turn;
                let new = value - value.clamp(-threshold, threshold);
                multipliers[index] = new;
                sum[index] += new;
            }
        }
        let share = 1.0 / iterations.max(1) as f64;
        for value in order_sum.iter_mut().chain(&mut sum) {
            *value *= share;
        }
        // restart from the mean of the iterates where it gives the better bound
        if self.value(&sum, fixed) < self.value(&multipliers, fixed) {
            multipliers = sum;
            order = order_sum;
        }
        let (far, wide) = (
            distance(&multipliers, &before),
            distance(&order, &order_before),
        );
        if far > 1e-9 && wide > 1e-9 {
            self.weight = (self.weight * far / wide).sqrt();
        }
        self.multipliers = multipliers;
        self.order = order;
    }

    /// Reduced margins.
    fn reduce(&self, multipliers: &[f64], reduced: &mut [f64]) {
        reduced.copy_from_slice(&self.margins);
        for (&[ij, jk, ik], multiplier) in self.triangles.iter().zip(multipliers) {
            reduced[ij as usize] -= multiplier;
            reduced[jk as usize] -= multiplier;
            reduced[ik as usize] += multiplier;
        }
    }

    /// Σ|r| + Σ|μ|, with r as it is decided where a pair is: the smaller the better the bound.
    fn value(&self, multipliers: &[f64], fixed: &[i8]) -> f64 {
        let mut reduced = vec![0.0; self.margins.len()];
        self.reduce(multipliers, &mut reduced);
        let pairs: f64 = reduced
            .iter()
            .zip(fixed)
            .map(|(value, &fixed)| match fixed {
                0 => value.abs(),
                fixed => value * f64::from(fixed),
            })
            .sum();
        pairs + multipliers.iter().map(|value| value.abs()).sum::<f64>()
    }

    /// The bound in units of excess, nearly.
    pub(super) fn about(&self, fixed: &[i8]) -> f64 {
        let all: f64 = self.margins.iter().map(|value| value.abs()).sum();
        (all - self.value(&self.multipliers, fixed)) * self.size / 2.0
    }

    /// The bound in whole numbers, beyond doubt.
    pub(super) fn bound(&self, margins: &Margins, fixed: &[i8]) -> Bound {
        let n = self.n;
        let mut reduced = Vec::with_capacity(self.margins.len());
        for i in 0..n {
            for j in i + 1..n {
                reduced.push(margins.get(i, j) * FRACTION);
            }
        }
        let mut doubled: i128 = reduced.iter().map(|value| i128::from(value.abs())).sum();
        let (mut triangles, mut multipliers) = (Vec::new(), Vec::new());
        for (triangle, multiplier) in self.triangles.iter().zip(&self.multipliers) {
            let whole = (multiplier * self.size * FRACTION as f64).round() as i64;
            if whole != 0 {
                let [ij, jk, ik] = triangle.map(|pair| pair as usize);
                reduced[ij] -= whole;
                reduced[jk] -= whole;
                reduced[ik] += whole;
                doubled -= i128::from(whole.abs());
                triangles.push(*triangle);
                multipliers.push(whole);
            }
        }
        for (value, &fixed) in reduced.iter().zip(fixed) {
            doubled -= i128::from(match fixed {
                0 => value.abs(),
                fixed => value * i64::from(fixed),
            });
        }
        Bound {
            doubled,
            reduced,
            multipliers,
            triangles,
        }
    }
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b) * (a - b))
        .sum::<f64>()
        .sqrt()
}
