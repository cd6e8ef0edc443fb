//! Several tests at once: p-values corrected for their number.

mod adjust;
mod closed;

pub use adjust::{Adjustment, adjust};
pub use closed::{MAX_CLOSED_GROUPS, closed_pairwise};
