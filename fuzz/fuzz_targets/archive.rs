//! Any bytes as packed files (gzip, zip).

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.csv.gz", bytes));
