//! Internal consistency of a scale.

mod alpha;
mod omega;

pub use alpha::{Alpha, ItemStatistics, alpha};
pub use omega::{Omega, omega};

#[cfg(test)]
mod tests;
