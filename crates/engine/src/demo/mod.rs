//! The embedded demo study, written by `cargo xtask demo`. Its tables are packed by the build script.

mod coder;
mod table;

use befund_survey::study::Study;
use befund_survey::{FileRead, ReadOptions};

use crate::files::Opening;
use crate::message::Problem;

/// The study document.
pub const STUDY: &str = include_str!(concat!(env!("OUT_DIR"), "/study.json"));

macro_rules! packed {
    ($name:literal) => {
        (
            concat!($name, ".csv"),
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".packed")),
        )
    };
}

/// Its files by name, packed.
const FILES: [(&str, &[u8]); COUNT] = [
    packed!("wave1"),
    packed!("measures"),
    packed!("wave2"),
    packed!("wave3"),
    packed!("frame"),
];

/// How many files there are.
pub const COUNT: usize = 5;

/// Name and text of a file.
fn file(place: usize) -> (&'static str, String) {
    let (name, packed) = FILES[place];
    // The build script has unpacked what it packed.
    (name, table::unpack(packed).unwrap_or_default())
}

/// Reads the study document.
///
/// # Errors
/// None: the tests read it.
pub fn study() -> Result<Study, Problem> {
    Ok(Study::from_json(STUDY)?)
}

/// Reads a file.
///
/// # Errors
/// None: the tests read every one of them.
pub fn read(place: usize) -> Result<FileRead, Problem> {
    let (name, text) = file(place);
    let mut opening = Opening::new(name, text.len() as u64, ReadOptions::default());
    opening.feed(text.as_bytes())?;
    opening.finish()
}

#[cfg(test)]
mod tests {
    use super::{COUNT, file, table};

    #[test]
    fn every_file_is_unpacked_to_the_byte() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/");
        for place in 0..COUNT {
            let (name, text) = file(place);
            let written = std::fs::read_to_string(format!("{folder}{name}")).expect(name);
            assert_eq!(text, written, "{name}");
        }
    }

    #[test]
    fn what_is_no_packed_table_is_refused() {
        for packed in [
            &b""[..],
            b"\xff\0\0\0ab",
            b"\x02\0\0\0x\n",
            b"\x05\x00\x00\x001\nq;z",
        ] {
            assert_eq!(table::unpack(packed), None, "{packed:?}");
        }
    }
}
