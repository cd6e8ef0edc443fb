//! Any bytes as workbooks (XLSX, XLS, ODS).

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.xlsx", bytes));
