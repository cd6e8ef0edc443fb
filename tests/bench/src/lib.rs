//! The tasks of the peer benchmark, answered by Befund's crates: read once, tabulate codes, infer from the tables.
//!
//! The native program is `main.rs`; in the browser `browser/befund.js` calls the functions of [`page`]. How to run both:
//! see `README.md`.

#[cfg(not(target_arch = "wasm32"))]
pub mod exact;
pub mod rankings;
mod survey;
mod tasks;

#[cfg(target_arch = "wasm32")]
pub mod page;

pub use survey::{Opening, Survey};
pub use tasks::{TASKS, answer};
