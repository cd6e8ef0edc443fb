//! How strongly two nominal variables hang together: measures made of chi-square.

use super::chi_square::pearson;
use super::table::CountTable;
use crate::dd::Dd;

/// Measures of association made of Pearson's X², all 0 under independence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NominalAssociation {
    /// φ = √(X² / n).
    pub phi: f64,
    /// φ with the sign of ad − bc, of a 2 x 2 table.
    pub signed_phi: Option<f64>,
    /// Cramér's V = φ / √(min(r, c) − 1), between 0 and 1.
    pub cramers_v: f64,
    /// V without its upward bias: √(φ̃² / (min(r̃, c̃) − 1)) with φ̃² = max(0, φ² − (r−1)(c−1)/(n−1)) and
    /// r̃ = r − (r−1)²/(n−1). Bergsma (2013). Nothing where n = 1 or no category is left.
    pub bias_corrected_cramers_v: Option<f64>,
    /// Pearson's contingency coefficient C = √(X² / (X² + n)).
    pub contingency_coefficient: f64,
    /// Tschuprow's T = √(φ² / √((r − 1)(c − 1))).
    pub tschuprows_t: f64,
}

/// φ, Cramér's V (plain and bias-corrected), C and Tschuprow's T, O(rc).
///
/// Cramér (1946); Tschuprow (1925); Bergsma (2013). R: `DescTools::Phi`, `CramerV`, `ContCoef`, `TschuprowT`.
pub fn nominal_association(table: &CountTable) -> NominalAssociation {
    let (n, (rows, columns)) = (table.total(), table.dim());
    let (r, c) = (rows as f64, columns as f64);
    let phi2 = pearson(table) / n;
    let corrected = {
        let shrink = |k: f64| k - (k - 1.0) * (k - 1.0) / (n - 1.0);
        let phi2 = (phi2 - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
        let most = shrink(r).min(shrink(c)) - 1.0;
        (n > 1.0 && most > 0.0).then(|| (phi2 / most).sqrt().min(1.0))
    };
    let phi = phi2.sqrt();
    let most = r.min(c) - 1.0;
    NominalAssociation {
        phi,
        signed_phi: table.fourfold().map(|[a, b, c, d]| {
            let sign = (Dd::product(a, d) - Dd::product(b, c)).value();
            if sign < 0.0 { -phi } else { phi }
        }),
        cramers_v: (phi2 / most).sqrt().min(1.0),
        bias_corrected_cramers_v: corrected,
        contingency_coefficient: (phi2 / (phi2 + 1.0)).sqrt(),
        tschuprows_t: (phi2 / ((r - 1.0) * (c - 1.0)).sqrt()).sqrt().min(1.0),
    }
}

/// Cramér's V = √(X² / (n (min(r, c) − 1))), between 0 and 1. Cramér (1946). R: `rcompanion::cramerV`.
pub fn cramers_v(table: &CountTable) -> f64 {
    nominal_association(table).cramers_v
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn party_by_gender() {
        // mpmath, 50 digits
        let table = CountTable::new(array![[762.0, 327.0, 468.0], [484.0, 239.0, 477.0]]).unwrap();
        let found = nominal_association(&table);
        assert!((found.cramers_v / 0.104_435_802_356_467_77 - 1.0).abs() < 1e-15);
        assert_eq!(found.signed_phi, None);
    }

    #[test]
    fn complete_association_is_one() {
        let table = CountTable::new(array![[0.0, 30.0], [20.0, 0.0]]).unwrap();
        let found = nominal_association(&table);
        assert_eq!((found.cramers_v, found.signed_phi), (1.0, Some(-1.0)));
        assert!((found.contingency_coefficient - 0.5_f64.sqrt()).abs() < 1e-16);
    }
}
