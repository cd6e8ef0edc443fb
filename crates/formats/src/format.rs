//! Formats that are told by their first bytes.

use serde::{Deserialize, Serialize};

/// A format that is recognised by its first bytes but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// XLSX, ODS or any other ZIP container.
    Zip,
    /// The old binary Excel format.
    Xls,
    /// Compressed with gzip.
    Gzip,
    /// SPSS system file.
    Sav,
    /// SPSS portable file.
    Por,
    /// SPSS system file under a password.
    EncryptedSav,
    /// System file of SPSS/PC+.
    SpssPc,
    /// Save file of IDL, whose names end in sav as well.
    Idl,
    /// Stata.
    Dta,
    /// Apache Parquet.
    Parquet,
    /// PDF.
    Pdf,
    /// HTML page.
    Html,
    /// XML document.
    Xml,
    /// JSON document.
    Json,
    /// SAS data set.
    Sas,
    /// SAS transport file.
    SasTransport,
    /// Data of R.
    R,
    /// Arrow or Feather.
    Arrow,
    /// SQLite database.
    Sqlite,
    /// Rich text.
    Rtf,
    /// Packed by 7-Zip, RAR, xz, bzip2 or Zstandard.
    Packed,
}

impl Format {
    /// Recognises a format by the first bytes of a file.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let trimmed = head.trim_ascii_start();
        let page = |start: &[u8]| {
            trimmed.len() >= start.len() && trimmed[..start.len()].eq_ignore_ascii_case(start)
        };
        Some(match head {
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Self::Zip,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Self::Xls,
            [0x1F, 0x8B, ..] => Self::Gzip,
            [b'$', b'F', b'L', b'2' | b'3', ..] => Self::Sav,
            [b'S', b'R', 0, 4 | 6, ..] => Self::Idl,
            _ if head.get(8..20) == Some(b"ENCRYPTEDSAV") => Self::EncryptedSav,
            _ if head.get(0x104..0x115) == Some(b"PCSPSS SYSTEM FIL") => Self::SpssPc,
            [b'P', b'A', b'R', b'1', ..] => Self::Parquet,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            _ if head.starts_with(b"<stata_dta>")
                || matches!(head, [0x69..=0x73, 1 | 2, 1, 0, ..]) =>
            {
                Self::Dta
            }
            _ if head.get(..200).is_some_and(|head| {
                head.windows(20).any(|part| part == b"ASCII SPSS PORT FILE")
            }) =>
            {
                Self::Por
            }
            _ if page(b"<!doctype html") || page(b"<html") => Self::Html,
            _ if page(b"<?xml") => Self::Xml,
            _ if is_json(trimmed) => Self::Json,
            _ if head.get(12..16) == Some(&[0xC2, 0xEA, 0x81, 0x60]) && head[..12] == [0; 12] => {
                Self::Sas
            }
            _ if head.starts_with(b"HEADER RECORD*******LIB") => Self::SasTransport,
            [b'R', b'D', b'A' | b'X', b'2' | b'3', b'\n', ..] | [b'X', b'\n', 0, 0, 0, ..] => {
                Self::R
            }
            _ if head.starts_with(b"ARROW1") || head.starts_with(b"FEA1") => Self::Arrow,
            _ if head.starts_with(b"SQLite format 3\0") => Self::Sqlite,
            _ if head.starts_with(b"{\\rtf") => Self::Rtf,
            [b'7', b'z', 0xBC, 0xAF, ..]
            | [b'R', b'a', b'r', b'!', ..]
            | [0xFD, b'7', b'z', b'X', ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', b'1', b'A', b'Y', ..]
            | [0x28, 0xB5, 0x2F, 0xFD, ..] => Self::Packed,
            _ => return None,
        })
    }

    pub(crate) fn german(self) -> &'static str {
        match self {
            Self::Zip => "eine Arbeitsmappe oder ein ZIP-Archiv (XLSX, ODS, ...)",
            Self::Xls => "eine Excel-Arbeitsmappe (XLS)",
            Self::Gzip => "eine mit gzip gepackte Datei",
            Self::Sav => "eine SPSS-Datei (SAV)",
            Self::Por => "eine SPSS-Datei (POR)",
            Self::EncryptedSav => {
                "eine mit Kennwort verschlüsselte SPSS-Datei (in SPSS ohne Kennwort speichern)"
            }
            Self::SpssPc => "eine Datei von SPSS/PC+ (mit PSPP als SAV speichern)",
            Self::Idl => "eine IDL-Datei (Kennung SR), keine SPSS-Datei",
            Self::Dta => "eine Stata-Datei (DTA)",
            Self::Parquet => "eine Parquet-Datei",
            Self::Pdf => "ein PDF-Dokument",
            Self::Html => "eine HTML-Seite",
            Self::Xml => "ein XML-Dokument (ein Codebuch wird neben den Daten geöffnet)",
            Self::Json => "ein JSON-Dokument (eine Studie wird neben den Daten geöffnet)",
            Self::Sas => "eine SAS-Datei (SAS7BDAT)",
            Self::SasTransport => "eine SAS-Transportdatei (XPT)",
            Self::R => "eine R-Datei (RDS, RData)",
            Self::Arrow => "eine Arrow- oder Feather-Datei",
            Self::Sqlite => "eine SQLite-Datenbank",
            Self::Rtf => "ein RTF-Dokument",
            Self::Packed => {
                "eine mit 7-Zip, RAR, xz, bzip2 oder Zstandard gepackte Datei (bitte vorher entpacken)"
            }
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Zip => "a workbook or ZIP archive (XLSX, ODS, ...)",
            Self::Xls => "an Excel workbook (XLS)",
            Self::Gzip => "a file packed with gzip",
            Self::Sav => "an SPSS file (SAV)",
            Self::Por => "an SPSS file (POR)",
            Self::EncryptedSav => {
                "an SPSS file encrypted with a password (save it in SPSS without one)"
            }
            Self::SpssPc => "a file of SPSS/PC+ (save it as SAV with PSPP)",
            Self::Idl => "an IDL save file (magic SR), not an SPSS file",
            Self::Dta => "a Stata file (DTA)",
            Self::Parquet => "a Parquet file",
            Self::Pdf => "a PDF document",
            Self::Html => "an HTML page",
            Self::Xml => "an XML document (a codebook is opened beside the data)",
            Self::Json => "a JSON document (a study is opened beside the data)",
            Self::Sas => "a SAS file (SAS7BDAT)",
            Self::SasTransport => "a SAS transport file (XPT)",
            Self::R => "a file of R (RDS, RData)",
            Self::Arrow => "an Arrow or Feather file",
            Self::Sqlite => "an SQLite database",
            Self::Rtf => "an RTF document",
            Self::Packed => "a file packed by 7-Zip, RAR, xz, bzip2 or Zstandard (unpack it first)",
        })
    }
}

/// Whether a text is an object or a list of objects of JSON.
fn is_json(text: &[u8]) -> bool {
    let behind = |sign: u8, text: &'_ [u8]| {
        let (first, rest) = text.split_first()?;
        (*first == sign).then(|| rest.trim_ascii_start().first().copied())?
    };
    let object = |text: &[u8]| matches!(behind(b'{', text), Some(b'"' | b'}'));
    let list = || text.first() == Some(&b'[') && object(text[1..].trim_ascii_start());
    object(text) || list()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_format() {
        let mut sas = vec![0; 12];
        sas.extend([0xC2, 0xEA, 0x81, 0x60, 0xB3]);
        for (head, format) in [
            (&sas[..], Format::Sas),
            (
                b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!",
                Format::SasTransport,
            ),
            (b"HEADER RECORD*******LIBV8   HEADER", Format::SasTransport),
            (b"RDX3\nX\n\0\0\0\x03", Format::R),
            (b"X\n\0\0\0\x03\0\x04", Format::R),
            (b"<?xml version=\"1.0\"?><Workbook/>", Format::Xml),
            (b" {\n \"befund\": 1}", Format::Json),
            (b"[{\"a\": 1}]", Format::Json),
            (b"{\\rtf1\\ansi", Format::Rtf),
            (b"ARROW1\0\0", Format::Arrow),
            (b"7z\xBC\xAF\x27\x1C", Format::Packed),
        ] {
            assert_eq!(Format::of(head), Some(format));
        }
        for text in [
            &b"{a};b\n1;2\n"[..],
            b"[a],[b]\n1,2\n",
            b"X\n1\n2\n",
            b"BZh;x\n1;2\n",
            b"RDX3\n1\n"[..4].as_ref(),
            b"",
        ] {
            assert_eq!(Format::of(text), None);
        }
    }
}
