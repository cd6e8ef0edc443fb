//! Shared ground of the tests: a browser, the app in it, the folder of third-party files.

pub mod app;
pub mod network;
pub mod shared;
pub mod webdriver;
