//! Any bytes as workbooks (XLSX, XLS, ODS).

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    befund_fuzz::repacked(data, size, max_size, seed)
});

fuzz_target!(|bytes: &[u8]| befund_fuzz::read("survey.xlsx", bytes));
