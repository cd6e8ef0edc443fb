//! Any bytes as orders of preference.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.soc", bytes));
