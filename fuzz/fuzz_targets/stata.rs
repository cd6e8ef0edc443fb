//! Any bytes as Stata datasets.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.dta", bytes));
