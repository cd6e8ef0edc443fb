//! `cargo xtask ...`: see the crate's library.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::{Parser, Subcommand};
use xtask::{Outcome, bench, build, screenshots, serve, size, test, workspace};

/// Everything around the code: build, serve, test.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the app and serve it on this machine; installs what is missing.
    Serve(serve::Arguments),
    /// Build the app into dist/; installs what is missing.
    Build,
    /// Run all checks and tests; ends with one line `N passed, N failed`.
    Test(test::Arguments),
    /// Run the benchmarks beside their limits and beside other programs; fails where one is exceeded or ahead.
    Bench(bench::Arguments),
    /// Write the demo study into crates/engine/demo.
    Demo,
    /// Write docs/statistics.md from its lists and the run of the reference values.
    Statistics,
    /// Sizes of the files in dist/ as a browser downloads them; fails above the limit.
    Size,
    /// Photograph every view in a real browser.
    Screenshots(screenshots::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Serve(arguments) => serve::run(&arguments),
        Task::Build => build::run_task(),
        Task::Test(arguments) => test::run(&arguments),
        Task::Bench(arguments) => bench::run_task(&arguments),
        Task::Demo => demo(),
        Task::Statistics => statistics(),
        Task::Size => size::run(),
        Task::Screenshots(arguments) => screenshots::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The page comes out of the test that compares the reference values.
fn statistics() -> Result<Outcome> {
    let test = ["test", "-p", "befund-tests", "--test", "reference"];
    let status = std::process::Command::new("cargo")
        .args(test)
        .env("BEFUND_WRITE_PAGE", "1")
        .current_dir(workspace::root())
        .status()?;
    Ok(if status.success() {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn demo() -> Result<Outcome> {
    let lines = xtask::demo::write(&workspace::root()).map_err(|error| anyhow!("{error}"))?;
    for line in lines {
        println!("{line}");
    }
    Ok(Outcome::Done)
}
