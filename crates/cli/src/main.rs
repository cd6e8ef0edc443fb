//! `befund`: findings from survey data on the command line, by the same engine as in the browser.
//!
//! Exit codes: 0 done; 1 the input is bad, one line on standard error says where and what to do; 2 bad usage.

mod arguments;
mod check;
mod code;
mod meter;
mod output;
mod work;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use arguments::Arguments;
use clap::Parser;
use clap::error::{ContextKind, ContextValue};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return answer_usage(&answer),
    };
    match work::run(&arguments) {
        Ok(done) => finish(&done),
        Err(failure) => {
            complain(&failure.message);
            ExitCode::from(if failure.is_usage { 2 } else { 1 })
        }
    }
}

/// Help and version as asked for; anything else is one line and exit code 2.
fn answer_usage(answer: &clap::Error) -> ExitCode {
    if !answer.use_stderr() {
        // a reader that stops listening is no failure
        let _ = answer.print();
        return ExitCode::SUCCESS;
    }
    let text = answer.to_string();
    let mut line = if text.starts_with("error: ") {
        one_line(&text)
    } else {
        "name a command".to_owned()
    };
    if let Some(ContextValue::String(word)) = answer.get(ContextKind::InvalidSubcommand)
        && Path::new(word).is_file()
    {
        line = format!("name a command before the file, such as `befund propose {word}`");
    }
    complain(&format!("{line}; see `befund --help`"));
    ExitCode::from(2)
}

/// What stands above the usage: the problem, the values that are possible, the word that was meant.
fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let lines =
        lines.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let mut joined = String::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if !joined.is_empty() {
            joined += match joined.ends_with(':') || line.starts_with('[') {
                true => " ",
                false => "; ",
            };
        }
        joined += line
            .trim_start_matches("error: ")
            .trim_start_matches("tip: ");
    }
    joined
}

/// Prints what was found; a reader that stops listening (`| head`) is no failure.
fn finish(done: &work::Done) -> ExitCode {
    for warning in &done.warnings {
        complain(warning);
    }
    match io::stdout().lock().write_all(done.output.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("the output cannot be written: {error}"));
            ExitCode::FAILURE
        }
        _ if done.failed => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

/// One line on standard error; where even that fails nobody can be told.
fn complain(message: &str) {
    let line: String = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(io::stderr(), "befund: {line}");
}
