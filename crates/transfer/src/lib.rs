//! How values and datasets cross between the threads of a browser, which share no memory.
//!
//! Small things cross as bytes ([`Plain`]): both ends are built from the same sources, so that the bytes need no names and
//! no version. Datasets cross as a [`Parcel`]: a head of such bytes, and the answers in buffers that a browser hands over
//! without copying them ([`parcel`]). A study crosses as its document.
//!
//! Invariants: no browser here; no panic and no unbounded memory on any bytes.

mod coding;
pub mod parcel;
mod plain;

pub use parcel::{Buffer, Part};
pub use plain::{Plain, bytes, value};
