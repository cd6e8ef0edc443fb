//! How wide text is.
