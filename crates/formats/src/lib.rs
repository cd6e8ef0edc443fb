//! Bytes to survey datasets.
