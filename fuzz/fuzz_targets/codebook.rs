//! Any bytes as codebooks (SPSS syntax, DDI, LimeSurvey, a study, a table).

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| befund_fuzz::codebook(bytes));
