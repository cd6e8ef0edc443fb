//! Any text as an expression of the filters and derived variables.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| befund_fuzz::expression(text));
