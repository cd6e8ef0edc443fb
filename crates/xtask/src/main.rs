//! `cargo xtask ...`

fn main() {}
