//! The folder of third-party files and published figures that stands beside the project on machines that test it.

use std::path::{Path, PathBuf};

/// A path in the shared folder; absent where there is no such folder or file.
pub fn path(relative: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared")
        .join(relative);
    path.exists().then_some(path)
}
