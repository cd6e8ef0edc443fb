//! The workspace's own tools, `cargo xtask ...`: one file per task.
//!
//! A library beside the binary, because the browser tests serve the app with the same [`server`] as `cargo xtask serve`.

pub mod bench;
pub mod browser;
pub mod build;
pub mod demo;
mod fisher;
pub mod likeness;
pub mod pack;
mod peer;
mod plackett_luce;
mod rankings;
mod rankings_browser;
pub mod screenshots;
pub mod serve;
pub mod server;
pub mod size;
pub mod test;
pub mod tools;
pub mod workspace;

/// How a task ended that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Done,
    /// What it checked is not as it should be; it has said so.
    Failed,
}
