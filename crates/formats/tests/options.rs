//! Options of reading that mean nothing to the format of a file are ignored, but not silently.

use std::io::Write;

use befund_formats::{Family, FileReader, ReadOption, Reading, ReadingNote, write};
use befund_survey::{Language, ReadOptions};

const CSV: &[u8] = b"office;q1\nord;1\nplan;2\nord;3\n";

fn read(file: &str, bytes: &[u8], options: ReadOptions) -> Reading {
    let mut reader = FileReader::new(file, options);
    reader.feed(bytes).unwrap();
    reader.finish().unwrap()
}

/// All options that fit any file; what they say is right for these.
fn all() -> ReadOptions {
    ReadOptions {
        sheet: Some("1".into()),
        member: Some("a.csv".into()),
        encoding: Some("utf-8".into()),
        separator: Some(';'),
        quote: Some('"'),
        comment: Some('#'),
        decimal: Some('.'),
        thousands: Some(','),
        skip: Some(0),
        header_rows: Some(1),
    }
}

fn ignored(reading: &Reading) -> Vec<(Family, Vec<ReadOption>)> {
    let notes = reading.notes.iter();
    let notes = notes.filter_map(|note| match note {
        ReadingNote::IgnoredOptions { options, format } => {
            assert!(note.is_warning());
            Some((*format, options.clone()))
        }
        _ => None,
    });
    notes.collect()
}

#[test]
fn every_format_says_which_options_it_does_not_know() {
    use ReadOption::{
        Comment, Decimal, Encoding, HeaderRows, Member, Quote, Separator, Sheet, Skip, Thousands,
    };
    let plain = read("a.csv", CSV, ReadOptions::default());
    assert_eq!(ignored(&plain), []);
    let data = &plain.dataset;
    let xlsx = write::xlsx(data, Language::En).unwrap();
    let sav = write::sav(data, Language::En).unwrap().bytes;
    let soc = b"# FILE NAME: a.soc\n# DATA TYPE: soc\n# NUMBER ALTERNATIVES: 2\n# NUMBER VOTERS: 1\n# NUMBER UNIQUE ORDERS: 1\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n1: 1,2\n";
    let of_text = [Separator, Quote, Comment, Decimal, Thousands];
    let known: [(&str, &[u8], Family, Vec<ReadOption>); 4] = [
        ("a.csv", CSV, Family::Text, vec![Sheet, Member]),
        (
            "a.xlsx",
            &xlsx,
            Family::Workbook,
            [&[Member, Encoding], &of_text[..]].concat(),
        ),
        (
            "a.sav",
            &sav,
            Family::Spss,
            [&[Sheet, Member], &of_text[..], &[Skip, HeaderRows]].concat(),
        ),
        (
            "a.soc",
            soc,
            Family::Orders,
            [
                &[Sheet, Member, Encoding],
                &of_text[..],
                &[Skip, HeaderRows],
            ]
            .concat(),
        ),
    ];
    for (file, bytes, family, options) in known {
        let reading = read(file, bytes, all());
        assert_eq!(ignored(&reading), [(family, options)], "{file}");
    }
}

#[test]
fn what_is_packed_says_it_of_what_is_in_it() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(CSV).unwrap();
    let reading = read("a.csv.gz", &packed.finish().unwrap(), all());
    let both = vec![ReadOption::Sheet, ReadOption::Member];
    assert_eq!(ignored(&reading), [(Family::Text, both)]);
}

#[test]
fn it_is_said_in_both_languages() {
    let options = ReadOptions {
        sheet: Some("Antworten".into()),
        ..ReadOptions::default()
    };
    let reading = read("a.csv", CSV, options);
    let texts: Vec<_> = reading.notes.iter().map(ReadingNote::text).collect();
    let says = |language, words: &str| texts.iter().any(|text| text.get(language) == words);
    assert!(says(
        Language::De,
        "Ohne Bedeutung für Textdateien wie CSV und deshalb nicht beachtet: Tabellenblatt (sheet)"
    ));
    assert!(says(
        Language::En,
        "Without meaning for text files such as CSV and therefore ignored: sheet"
    ));
}
