//! Any bytes as text with separators.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.csv", bytes));
