//! Comparison with reference values.

/// Arguments and the value they must give.
pub(super) type Row = (&'static [f64], f64);

/// Every value within a relative error.
pub(super) fn agree(tolerance: f64, rows: &[Row], f: impl Fn(&[f64]) -> f64) {
    for (arguments, expected) in rows {
        let value = f(arguments);
        let error = if *expected == 0.0 {
            value.abs()
        } else {
            (value / expected - 1.0).abs()
        };
        assert!(
            error <= tolerance,
            "{arguments:?}: {value:e} instead of {expected:e}, error {error:e}"
        );
    }
}

/// Every value within an error relative to it or to 1, whichever is larger.
pub(super) fn agree_absolutely(tolerance: f64, rows: &[Row], f: impl Fn(&[f64]) -> f64) {
    for (arguments, expected) in rows {
        let value = f(arguments);
        let error = (value - expected).abs() / expected.abs().max(1.0);
        assert!(
            error <= tolerance,
            "{arguments:?}: {value:e} instead of {expected:e}, error {error:e}"
        );
    }
}
