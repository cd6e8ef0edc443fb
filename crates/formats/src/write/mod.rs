//! Datasets to files.

mod csv;
mod fault;
mod sheets;
mod xlsx;
mod zip;

pub use csv::csv;
pub use fault::Fault;
pub use xlsx::xlsx;
