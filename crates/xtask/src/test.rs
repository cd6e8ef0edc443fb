//! `cargo xtask test`: all checks and tests, counted.

use std::io::{BufRead, BufReader, Read};
use std::ops::AddAssign;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result};

use crate::browser::Browser;
use crate::build::build;
use crate::workspace::{WASM, cargo, shown, succeeds};
use crate::{Outcome, tools};

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Leave out the browser.
    #[arg(long)]
    fast: bool,
}

/// Runs everything, even after a failure, and ends with the line `N passed, N failed`.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut all = Tally::default();
    all += checks();
    all += native();
    all += wasm();
    if !arguments.fast {
        all += browser();
    }
    println!("\n{} passed, {} failed", all.passed, all.failed);
    Ok(if all.failed == 0 {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

/// Formatting, and clippy with warnings denied.
fn checks() -> Tally {
    if let Err(error) = tools::components().and_then(|()| tools::wasm_target()) {
        return Tally::of_failure(&error);
    }
    let deny = ["--", "-D", "warnings"];
    let mut tally = Tally::default();
    tally += check(cargo().args(["fmt", "--all", "--", "--check"]));
    tally += check(
        cargo()
            .args(["clippy", "--workspace", "--all-targets"])
            .args(deny),
    );
    // Tests that only run when named are not among "all targets".
    tally += check(
        cargo()
            .args(["clippy", "-p", "befund-tests", "--test", "*"])
            .args(deny),
    );
    tally += check(
        cargo()
            .args(["clippy", "-p", "befund-web", "-p", "befund-worker"])
            .args(["--target", WASM])
            .args(deny),
    );
    tally
}

/// Unit, integration and documentation tests.
fn native() -> Tally {
    let mut tally = Tally::default();
    if succeeds(cargo().args(["nextest", "--version"])) {
        tally += tests(cargo().args(["nextest", "run", "--workspace", "--no-fail-fast"]));
        tally += tests(cargo().args(["test", "--workspace", "--doc", "--no-fail-fast"]));
    } else {
        tally += tests(cargo().args(["test", "--workspace", "--no-fail-fast"]));
    }
    tally
}

/// The engine as wasm against the engine as native code.
fn wasm() -> Tally {
    tests(
        cargo()
            .args(["test", "-p", "befund-tests", "--test", "same_bits"])
            .args(["--", "--nocapture"]),
    )
}

/// The built app in a real browser; one test at a time, because one of them measures.
fn browser() -> Tally {
    let browser = match build().and_then(|()| Browser::ready()) {
        Ok(browser) => browser,
        Err(error) => return Tally::of_failure(&error),
    };
    let mut command = cargo();
    browser.announce(&mut command);
    tests(
        command
            .args(["test", "-p", "befund-tests", "--test", "browser"])
            .args(["--", "--nocapture", "--test-threads=1"]),
    )
}

/// How many tests passed and failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    const PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    const FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    fn of_failure(error: &anyhow::Error) -> Self {
        println!("FAILED: {error:#}");
        Self::FAILED
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// A command that passes or fails as a whole.
fn check(command: &mut Command) -> Tally {
    println!("\n> {}", shown(command));
    match command.status() {
        Ok(status) if status.success() => Tally::PASSED,
        Ok(status) => Tally::of_failure(&anyhow::anyhow!("{} ({status})", shown(command))),
        Err(error) => Tally::of_failure(&error.into()),
    }
}

/// A command that runs many tests and says how many.
fn tests(command: &mut Command) -> Tally {
    println!("\n> {}", shown(command));
    match counted(command) {
        Ok(tally) => tally,
        Err(error) => Tally::of_failure(&error),
    }
}

fn counted(command: &mut Command) -> Result<Tally> {
    let mut child = command
        .env("RUST_LIB_BACKTRACE", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", shown(command)))?;
    let outputs = [
        child.stdout.take().map(|pipe| echo(Box::new(pipe))),
        child.stderr.take().map(|pipe| echo(Box::new(pipe))),
    ];
    let mut tally = Tally::default();
    for output in outputs.into_iter().flatten() {
        tally += output.join().unwrap_or_default();
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        // It did not compile, or a test took the whole process down.
        tally += Tally::of_failure(&anyhow::anyhow!("{} ({status})", shown(command)));
    }
    Ok(tally)
}

/// Passes output on, line by line, and adds up the summaries in it.
fn echo(pipe: Box<dyn Read + Send>) -> thread::JoinHandle<Tally> {
    thread::spawn(move || {
        let mut tally = Tally::default();
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            tally += summary(&line);
        }
        tally
    })
}

/// Reads the summary line of `cargo test` or `cargo nextest`; any other line counts nothing.
fn summary(line: &str) -> Tally {
    // nextest shows the output of single tests indented, with a summary of its own: that one does not count.
    let counts = if let Some(rest) = line.strip_prefix("test result: ") {
        // test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
        rest.split_once(". ").map(|(_, counts)| counts)
    } else if line.trim_start().starts_with("Summary [") {
        // Summary [   0.005s] 5 tests run: 4 passed (1 slow), 1 failed, 0 skipped
        line.split_once("run: ").map(|(_, counts)| counts)
    } else {
        None
    };
    let mut tally = Tally::default();
    for count in counts.unwrap_or_default().split([';', ',']) {
        let mut words = count.split_whitespace();
        let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
        match words.next() {
            Some("passed") => tally.passed += number,
            Some("failed" | "timed" | "exec") => tally.failed += number,
            _ => {}
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_both_runners_are_understood() {
        let cargo = "test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s";
        assert_eq!(
            summary(cargo),
            Tally {
                passed: 3,
                failed: 2
            }
        );
        let nextest = "     Summary [   0.005s] 6 tests run: 4 passed (1 slow), 1 failed, 1 timed out, 9 skipped";
        assert_eq!(
            summary(nextest),
            Tally {
                passed: 4,
                failed: 2
            }
        );
        let one = "     Summary [   0.005s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(
            summary(one),
            Tally {
                passed: 1,
                failed: 0
            }
        );
        assert_eq!(summary("test a::b ... ok"), Tally::default());
        let nested =
            "    test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out";
        assert_eq!(summary(nested), Tally::default());
        assert_eq!(summary("5 passed"), Tally::default());
    }

    #[test]
    fn a_command_that_fails_without_a_summary_is_one_failure() {
        let tally = tests(cargo().arg("no-such-subcommand"));
        assert_eq!(tally, Tally::FAILED);
    }
}
