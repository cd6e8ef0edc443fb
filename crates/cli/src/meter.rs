//! How far the work is, for whoever watches: one line on a terminal that goes once the work is done.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use befund_engine::message::Progress;
use befund_survey::Language;

/// Work that is done by then needs no meter.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line on standard error with the share of the work that is done. It writes nothing where nobody watches.
pub(crate) struct Meter {
    begun: Instant,
    language: Language,
    watched: bool,
    /// What is written, in per cent.
    shown: Option<u64>,
}

impl Meter {
    /// Begins to measure.
    pub(crate) fn new(language: Language) -> Self {
        Self {
            begun: Instant::now(),
            language,
            watched: io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Writes how far it is, where that is worth writing.
    pub(crate) fn show(&mut self, progress: Progress) {
        if !self.watched {
            return;
        }
        if let Some(percent) = due(progress, self.begun.elapsed(), self.shown) {
            let line = match self.language {
                Language::De => format!("\rbefund: {percent} % berechnet"),
                Language::En => format!("\rbefund: {percent}% computed"),
            };
            self.shown = Some(percent);
            write(&line);
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.shown.is_some() {
            // back to the start of the line, and the line is empty
            write("\r\u{1b}[K");
        }
    }
}

/// The per cent to write, where it is late enough and another number than before.
fn due(progress: Progress, elapsed: Duration, shown: Option<u64>) -> Option<u64> {
    let percent = progress
        .done
        .saturating_mul(100)
        .checked_div(progress.total)?;
    (elapsed >= PATIENCE && shown != Some(percent)).then_some(percent)
}

/// Where standard error is gone nobody watches.
fn write(text: &str) {
    let mut out = io::stderr();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_work_is_measured_and_only_new_numbers_are_written() {
        let half = Progress { done: 5, total: 10 };
        let long = Duration::from_secs(2);
        assert_eq!(due(half, Duration::from_millis(900), None), None);
        assert_eq!(due(half, long, None), Some(50));
        assert_eq!(due(half, long, Some(50)), None);
        assert_eq!(due(half, long, Some(49)), Some(50));
        assert_eq!(due(Progress::default(), long, None), None, "nothing to do");
    }
}
