//! Internal consistency of a scale: whether the sum of items measures one thing.
//!
//! Start at [`alpha`], which brings the lambdas and the item analysis along, and [`omega`]; both take the
//! [`CrossProducts`](crate::CrossProducts) of complete answers.

mod alpha;
mod omega;

pub use alpha::{Alpha, ItemStatistics, alpha};
pub use omega::{Omega, omega};

#[cfg(test)]
mod tests;
