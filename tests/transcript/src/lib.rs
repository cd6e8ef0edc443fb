//! One long text of everything that must be the same on every target: compiled natively and to WebAssembly, run twice,
//! compared byte by byte by `tests/tests/same_bits.rs`.

mod kinds;

use std::fmt::Write;

use befund_engine::Engine;
use befund_engine::message::{Reply, Request};
use befund_report::Theme;
use befund_stats::distribution::{
    beta, binomial, chi_squared, f, hypergeometric, noncentral_f, noncentral_t, normal, student_t,
    studentized_range,
};
use befund_stats::{Level, wilson_interval};
use befund_survey::Language;
use befund_survey::analysis::Analysis;

/// Findings of the demo study with their charts and tables, and statistics of numbers that are hard to get right, as bits.
pub fn transcript() -> String {
    let mut text = String::new();
    demo(&mut text);
    kinds::kinds(&mut text);
    statistics(&mut text);
    tails(&mut text);
    text
}

fn demo(text: &mut String) {
    let mut engine = Engine::new();
    let reply = engine.handle(Request::Demo, &mut |_| {});
    let Reply::Opened(overview) = reply else {
        panic!("the demo study opens: {reply:?}")
    };
    for mut spec in overview.analyses {
        // the interpreter takes as long for one resample as the processor for fifty
        if let Analysis::Ranking(ranking) = &mut spec.analysis {
            ranking.bootstrap = Some(20);
            ranking.permutations = Some(20);
        }
        let reply = engine.handle(Request::Analyse { spec }, &mut |_| {});
        let Reply::Found(finding) = reply else {
            panic!("every analysis of the demo study works: {reply:?}")
        };
        let language = Language::De;
        let _ = writeln!(text, "{}", befund_report::json(&finding, language));
        let _ = writeln!(
            text,
            "{}",
            befund_report::table(&finding, language).csv(language)
        );
        for drawing in befund_report::drawings(&finding, language, 720.0, Theme::Print) {
            let _ = writeln!(text, "{}", drawing.svg);
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

/// Tails, their logarithms, quantiles and noncentralities, with series, continued fractions and quadrature.
fn tails(text: &mut String) {
    for step in 1..40 {
        let x = f64::from(step * step) * 0.037;
        let square = x * x;
        let p = 1.0 / (1.0 + square * square * square * square);
        for df in [1.0, 7.5, 66.0, 30_000.0] {
            for value in [
                normal::ln_sf(x),
                student_t::two_sided(x, df).log10(),
                student_t::upper_quantile(p, df),
                chi_squared::cdf(x * df, df),
                chi_squared::upper_quantile(p, df),
                f::tail(x, 3.0, df).log10(),
                beta::quantile(p, df, 12.5),
                binomial::at_least(x.floor(), 70.0, 0.3),
                hypergeometric::cdf(x.floor(), 1e6 + df.floor(), 5e5, 90.0),
                noncentral_t::cdf(x, df, 2.3),
                noncentral_f::noncentrality_at(x, 4.0, df, 0.025),
            ] {
                let _ = writeln!(text, "{:016x}", value.to_bits());
            }
        }
        let tail = studentized_range::tail(x, 5.0, 23.5).log10();
        let _ = writeln!(text, "{:016x}", tail.to_bits());
    }
}
