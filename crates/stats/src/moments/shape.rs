//! Skewness and kurtosis with their standard errors.

use super::Moments;
use crate::dd::Dd;

/// Which estimator of skewness and kurtosis, numbered as in e1071 (Joanes and Gill 1998, *The Statistician* 47, 183-189).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShapeRule {
    /// g₁, g₂: moments of the sample (textbooks).
    Type1,
    /// G₁, G₂: unbiased for normal data (SAS, SPSS, Excel).
    Type2,
    /// b₁, b₂: with the sample standard deviation (MINITAB, default of e1071).
    Type3,
}

impl Moments {
    /// n, where there is more than one value and they differ.
    fn size(&self) -> Option<Dd> {
        let varies = self.is_finite() && self.squares.value() > 0.0;
        (varies && self.weight.value() > 1.0).then_some(self.weight)
    }

    /// Skewness: g₁ = m₃ / m₂^(3/2), G₁ = g₁ √(n(n − 1)) / (n − 2), b₁ = g₁ ((n − 1) / n)^(3/2), where mₖ = Σw(x − x̄)ᵏ / n and
    /// n = Σw. `None` for a constant, and for type 2 with n ≤ 2. R: `e1071::skewness(x, type = ...)`.
    pub fn skewness(&self, rule: ShapeRule) -> Option<f64> {
        let n = self.size()?;
        let g = n.sqrt() * self.cubes / (self.squares * self.squares.sqrt());
        let before = n - 1.0;
        let skewness = match rule {
            ShapeRule::Type1 => g,
            ShapeRule::Type2 if n.value() > 2.0 => g * (n * before).sqrt() / (n - 2.0),
            ShapeRule::Type2 => return None,
            ShapeRule::Type3 => {
                let ratio = before / n;
                g * ratio * ratio.sqrt()
            }
        };
        Some(skewness.value())
    }

    /// Excess kurtosis: g₂ = m₄ / m₂² − 3, G₂ = ((n + 1) g₂ + 6) (n − 1) / ((n − 2)(n − 3)), b₂ = (g₂ + 3)(1 − 1/n)² − 3.
    /// `None` for a constant, and for type 2 with n ≤ 3. R: `e1071::kurtosis(x, type = ...)`.
    pub fn kurtosis(&self, rule: ShapeRule) -> Option<f64> {
        let n = self.size()?;
        let raw = n * self.fourths / self.squares.square();
        let before = n - 1.0;
        let kurtosis = match rule {
            ShapeRule::Type1 => raw - 3.0,
            ShapeRule::Type2 if n.value() > 3.0 => {
                ((n + 1.0) * (raw - 3.0) + 6.0) * before / ((n - 2.0) * (n - 3.0))
            }
            ShapeRule::Type2 => return None,
            ShapeRule::Type3 => raw * (before / n).square() - 3.0,
        };
        Some(kurtosis.value())
    }

    /// √(6n(n − 1) / ((n − 2)(n + 1)(n + 3))), the standard error of G₁ for normal data (SPSS); `None` for n ≤ 2.
    pub fn skewness_standard_error(&self) -> Option<f64> {
        let n = self.weight();
        let square = 6.0 * n * (n - 1.0) / ((n - 2.0) * (n + 1.0) * (n + 3.0));
        (n > 2.0).then(|| square.sqrt())
    }

    /// 2 SE(G₁) √((n² − 1) / ((n − 3)(n + 5))), the standard error of G₂ for normal data (SPSS); `None` for n ≤ 3.
    pub fn kurtosis_standard_error(&self) -> Option<f64> {
        let n = self.weight();
        let factor = (n - 1.0) * (n + 1.0) / ((n - 3.0) * (n + 5.0));
        (n > 3.0).then_some(2.0 * self.skewness_standard_error()? * factor.sqrt())
    }
}
