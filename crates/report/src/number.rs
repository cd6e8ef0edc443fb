//! Numbers in the reader's convention.

use befund_survey::Language;

/// A fraction of 1 as per cent: `63,2 %` with a narrow no-break space, `63.2%`.
pub fn percent(share: f64, decimals: u8, language: Language) -> String {
    let _ = (share, decimals, language);
    String::new()
}

/// A number with that many decimals: `2,80`, `2.80`.
pub fn decimal(value: f64, decimals: u8, language: Language) -> String {
    let _ = (value, decimals, language);
    String::new()
}

/// A whole number with separators: `1.169`, `1,169`.
pub fn count(value: u64, language: Language) -> String {
    let _ = (value, language);
    String::new()
}
