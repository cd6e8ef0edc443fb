//! Any bytes as Parquet files.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.parquet", bytes));
