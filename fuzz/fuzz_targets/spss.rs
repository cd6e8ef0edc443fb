//! Any bytes as SPSS files (SAV, ZSAV, POR).

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.sav", bytes));
