//! Any text as a study, with what it says about data and with its analyses.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| befund_fuzz::study(text));
