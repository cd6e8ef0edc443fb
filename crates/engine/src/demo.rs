//! The embedded demo study, written by `cargo xtask demo`.

/// The study document.
pub(crate) const STUDY: &str = include_str!("../demo/study.json");

/// Its files by name.
pub(crate) const FILES: [(&str, &str); 5] = [
    ("wave1.csv", include_str!("../demo/wave1.csv")),
    ("measures.csv", include_str!("../demo/measures.csv")),
    ("wave2.csv", include_str!("../demo/wave2.csv")),
    ("wave3.csv", include_str!("../demo/wave3.csv")),
    ("frame.csv", include_str!("../demo/frame.csv")),
];
