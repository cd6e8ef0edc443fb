//! Linear association.

/// Pearson's product-moment correlation r of paired values; `None` below two pairs or where one side is constant.
///
/// r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²), in two passes. R: `cor(x, y)`.
pub fn pearson_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 2 {
        return None;
    }
    let n = pairs.len() as f64;
    let mean_x = pairs.iter().map(|pair| pair.0).sum::<f64>() / n;
    let mean_y = pairs.iter().map(|pair| pair.1).sum::<f64>() / n;
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    let r = xy / (xx.sqrt() * yy.sqrt());
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_pairs() {
        // 5.5 / sqrt(5 * 8.75)
        let r = pearson_correlation(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 5.0)]).unwrap();
        assert!((r - 0.831_521_840_620_3).abs() < 1e-14, "{r}");
    }

    #[test]
    fn a_constant_has_no_correlation() {
        assert_eq!(pearson_correlation(&[(1.0, 1.0), (1.0, 3.0)]), None);
    }
}
