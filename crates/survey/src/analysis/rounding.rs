//! Whether shares that are printed rounded still add up.

use crate::finding::Results;

/// Digits after the decimal mark of a percentage where the display does not say.
const DECIMALS: u8 = 1;

/// Whether some shares that make a whole do not add up to 100 % once each is rounded to `decimals` of a per cent.
pub(super) fn sums_differ(results: &Results, decimals: Option<u8>) -> bool {
    let whole = 10f64.powi(i32::from(decimals.unwrap_or(DECIMALS)) + 2);
    let differs = |shares: &[f64]| {
        let sum: f64 = shares.iter().map(|share| (share * whole).round()).sum();
        !shares.is_empty() && sum != whole
    };
    match results {
        Results::Frequencies(table) => {
            let shares: Vec<f64> = table
                .categories
                .iter()
                .filter_map(|category| category.share.share)
                .collect();
            differs(&shares)
        }
        Results::Battery(table) => table.items.iter().any(|item| differs(&item.shares)),
        Results::Crosstab(table) => {
            table.row_shares.iter().any(|row| differs(row)) || differs(&table.total_shares)
        }
        Results::Multiple(table) if table.exclusive => {
            let mut rows = table.groups.iter().chain([&table.total]);
            rows.any(|row| differs(&row.shares_of_cases))
        }
        // the other shares do not make a whole
        _ => false,
    }
}
