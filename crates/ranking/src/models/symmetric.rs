//! Elementary symmetric polynomials: sums over all subsets of a size, without naming them.

/// eₖ of positive numbers, with those of all but one of them.
pub(super) struct Elementary<'a> {
    x: &'a [f64],
    degree: usize,
    /// Π (1 + xⱼ z) over j ≥ i, for every i one after the other, up to zᵏ.
    suffixes: Vec<f64>,
    /// For every i the sum of the products of all subsets of k − 1 of the others.
    without: Vec<f64>,
}

impl<'a> Elementary<'a> {
    /// Of degree k from 1 to the number of x; only sums of what is not negative, O(n k).
    pub(super) fn new(x: &'a [f64], degree: usize) -> Self {
        let width = degree + 1;
        let mut suffixes = vec![0.0; (x.len() + 1) * width];
        suffixes[x.len() * width] = 1.0;
        for index in (0..x.len()).rev() {
            let (before, after) = suffixes.split_at_mut((index + 1) * width);
            let current = &mut before[index * width..];
            current.copy_from_slice(&after[..width]);
            multiply(current, x[index]);
        }
        let mut prefix = one(width);
        let mut without = Vec::with_capacity(x.len());
        for (index, &factor) in x.iter().enumerate() {
            let after = &suffixes[(index + 1) * width..][..width];
            without.push(coefficient(&prefix, after, degree - 1));
            multiply(&mut prefix, factor);
        }
        Self {
            x,
            degree,
            suffixes,
            without,
        }
    }

    /// The sum of the products of all subsets of k.
    pub(super) fn all(&self) -> f64 {
        self.suffixes[self.degree]
    }

    /// The same over the subsets with that number.
    pub(super) fn with(&self, index: usize) -> f64 {
        self.x[index] * self.without[index]
    }

    /// Adds a multiple of the sum over the subsets with two numbers to each pair i < j of a matrix, O(n²); O(n² k) where many numbers are
    /// nearly equal.
    pub(super) fn add_pairs(&self, multiple: f64, to: &mut [f64]) {
        if self.degree < 2 {
            return;
        }
        let (n, width) = (self.x.len(), self.degree + 1);
        let mut prefix = one(width);
        for i in 0..n {
            let row = &mut to[i * n..][..n];
            let (x, without) = (self.x[i], self.without[i]);
            // e of k − 1 without i = e without both + xⱼ e of k − 2 without both, and the same for j: the difference tells the latter
            // as long as it keeps its digits
            let apart = |other: &f64| (without - other).abs() > 1e-4 * without;
            if self.without[i + 1..].iter().all(apart) {
                for j in i + 1..n {
                    let both = (without - self.without[j]) / (self.x[j] - x);
                    row[j] += multiple * x * self.x[j] * both;
                }
            } else {
                let mut between = prefix.clone();
                for j in i + 1..n {
                    let after = &self.suffixes[(j + 1) * width..][..width];
                    let both = coefficient(&between, after, self.degree - 2);
                    row[j] += multiple * x * self.x[j] * both;
                    multiply(&mut between, self.x[j]);
                }
            }
            multiply(&mut prefix, x);
        }
    }
}

/// The polynomial 1.
fn one(width: usize) -> Vec<f64> {
    let mut polynomial = vec![0.0; width];
    polynomial[0] = 1.0;
    polynomial
}

/// Times 1 + x z, up to the degree there is room for.
fn multiply(polynomial: &mut [f64], x: f64) {
    for degree in (1..polynomial.len()).rev() {
        polynomial[degree] += x * polynomial[degree - 1];
    }
}

/// The coefficient of that degree of a product.
fn coefficient(a: &[f64], b: &[f64], degree: usize) -> f64 {
    let products = a[..=degree].iter().zip(b[..=degree].iter().rev());
    products.map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sums_over_all_subsets(
            mut x in prop::collection::vec(0.01..5.0f64, 2..9),
            near in 0.0..1e-3f64,
            degree in 1usize..8,
        ) {
            // two numbers that are nearly equal, and two that are
            x[1] = x[0] * (1.0 + near);
            x.push(x[0]);
            let n = x.len();
            let degree = degree.min(n);
            let elementary = Elementary::new(&x, degree);
            let mut pairs = vec![0.0; n * n];
            elementary.add_pairs(2.0, &mut pairs);
            let sum = |holds: &dyn Fn(usize) -> bool| -> f64 {
                (0usize..1 << n)
                    .filter(|subset| subset.count_ones() as usize == degree && holds(*subset))
                    .map(|subset| (0..n).filter(|i| subset >> i & 1 == 1).map(|i| x[i]).product::<f64>())
                    .sum()
            };
            let close = |found: f64, wanted: f64| (found - wanted).abs() <= 1e-11 * wanted;
            prop_assert!(close(elementary.all(), sum(&|_| true)));
            for i in 0..n {
                prop_assert!(close(elementary.with(i), sum(&|subset| subset >> i & 1 == 1)));
                for j in i + 1..n {
                    let wanted = 2.0 * sum(&|subset| subset >> i & subset >> j & 1 == 1);
                    prop_assert!(close(pairs[i * n + j], wanted), "{} {wanted}", pairs[i * n + j]);
                }
            }
        }
    }
}
