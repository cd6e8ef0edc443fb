//! One long text of everything that must be the same on every target: compiled natively and to WebAssembly, run twice,
//! compared byte by byte by `tests/tests/same_bits.rs`.

mod kinds;

use std::fmt::Write;

use befund_engine::Engine;
use befund_engine::message::{Outcome, Reply, Request};
use befund_report::Theme;
use befund_stats::distribution::{chi_squared, normal};
use befund_stats::{Level, wilson_interval};
use befund_survey::Language;

/// Findings of the demo study with their charts and tables, and statistics of numbers that are hard to get right, as bits.
pub fn transcript() -> String {
    let mut text = String::new();
    demo(&mut text);
    kinds::kinds(&mut text);
    statistics(&mut text);
    text
}

fn demo(text: &mut String) {
    let mut engine = Engine::new();
    engine.handle(Request::Demo, &mut |_| {});
    let reply = engine.handle(Request::Report, &mut |_| {});
    let Reply::Report(outcomes) = reply else {
        panic!("the demo study gives a report: {reply:?}")
    };
    for outcome in outcomes {
        let Outcome::Found(finding) = outcome else {
            panic!("every analysis of the demo study works: {outcome:?}")
        };
        let language = Language::De;
        let _ = writeln!(text, "{}", befund_report::json(&finding, language));
        let _ = writeln!(
            text,
            "{}",
            befund_report::table(&finding, language).csv(language)
        );
        if let Some(chart) = befund_report::chart_svg(&finding, language, 720.0, Theme::Print) {
            let _ = writeln!(text, "{chart}");
        }
    }
}

fn statistics(text: &mut String) {
    for exponent in -30..=11 {
        let x = 2f64.powi(exponent) * 1.37;
        for df in [1.0, 2.0, 3.0, 7.5, 21.0, 400.0] {
            let _ = writeln!(text, "{:016x}", chi_squared::sf(x, df).to_bits());
        }
    }
    for step in 1..2000 {
        let p = f64::from(step) / 2000.0;
        let _ = writeln!(text, "{:016x}", normal::quantile(p * p * p).to_bits());
        if let Ok(interval) = wilson_interval(f64::from(step), 2003.0, Level::P95) {
            let _ = writeln!(
                text,
                "{:016x} {:016x}",
                interval.lower.to_bits(),
                interval.upper.to_bits()
            );
        }
    }
}

/// Makes the transcript inside WebAssembly; gives its length. The host then reads it at [`transcript_start`].
#[cfg(target_arch = "wasm32")]
#[unsafe(no_mangle)]
pub extern "C" fn transcript_length() -> usize {
    TEXT.get_or_init(transcript).len()
}

/// Where the transcript begins in memory.
#[cfg(target_arch = "wasm32")]
#[unsafe(no_mangle)]
pub extern "C" fn transcript_start() -> *const u8 {
    TEXT.get_or_init(transcript).as_ptr()
}

#[cfg(target_arch = "wasm32")]
static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
