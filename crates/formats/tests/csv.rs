//! Files as people have them.

use befund_formats::{CsvReader, Error, FileReader, Reading, ReadingNote};
use befund_survey::codebook::Level;
use befund_survey::{Language, ReadOptions, Value};
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Result<Reading, Error> {
    let mut reader = CsvReader::new("answers.csv", ReadOptions::default());
    reader.feed(bytes)?;
    reader.finish()
}

fn answers(reading: &Reading, name: &str) -> Vec<Option<Value>> {
    let (_, column) = reading.dataset.variable(name).unwrap();
    (0..column.len()).map(|row| column.value(row)).collect()
}

#[test]
fn a_german_export() {
    let text = "Amt;Zufriedenheit;Quote;Anmerkung\nOrdnung;1;12,5;\"mit; Semikolon\nund Umbruch\"\nSoziales;;1.250,75;gut\n";
    let latin1: Vec<u8> = text
        .replace("gut", "schön")
        .chars()
        .map(|c| c as u8)
        .collect();
    let reading = read(&latin1).unwrap();
    assert_eq!(reading.dataset.rows(), 2);
    assert_eq!(
        answers(&reading, "Quote"),
        [Some(12.5.into()), Some(1250.75.into())]
    );
    assert_eq!(answers(&reading, "Zufriedenheit"), [Some(1.into()), None]);
    assert_eq!(
        answers(&reading, "Anmerkung"),
        [
            Some("mit; Semikolon\nund Umbruch".into()),
            Some("schön".into())
        ]
    );
    assert!(reading.notes.contains(&ReadingNote::DecimalComma));
    assert!(reading.notes.contains(&ReadingNote::Dialect {
        encoding: "Windows-1252".into(),
        separator: ';',
        sniffed: true
    }));
}

#[test]
fn a_mark_at_the_start_is_no_part_of_the_first_name() {
    let reading = read("\u{feff}a,b\r\n1,x\r\n".as_bytes()).unwrap();
    assert_eq!(reading.dataset.codebook.variables[0].name, "a");
}

#[test]
fn dots_group_thousands_only_where_commas_mark_decimals() {
    let reading = read(b"n;x\n1.169;0,5\n2.000;1,5\n").unwrap();
    assert_eq!(
        answers(&reading, "n"),
        [Some(1169.into()), Some(2000.into())]
    );
    let english = read(b"n;x\n1.169;0.5\n2.000;1.5\n").unwrap();
    assert_eq!(answers(&english, "n"), [Some(1.169.into()), Some(2.into())]);
}

#[test]
fn what_is_said_of_several_columns_is_said_once() {
    let text = "a;b;c;d\n1;5;NO BAIL;1\n2;NO BAIL;3;7\n3;6;2;030\nNO BAIL;7;4;8\n5;8;5;9\n";
    let mut reader = FileReader::new("answers.csv", ReadOptions::default());
    reader.feed(text.as_bytes()).unwrap();
    let reading = reader.finish().unwrap();
    let strays: Vec<&ReadingNote> = reading
        .notes
        .iter()
        .filter(|note| matches!(note, ReadingNote::StrayWord { .. }))
        .collect();
    let stray = |columns: &[&str], word: &str, row| ReadingNote::StrayWord {
        columns: columns.iter().map(|&column| column.into()).collect(),
        word: word.into(),
        row,
    };
    let [bail, zero] = strays[..] else {
        panic!("{strays:?}")
    };
    assert_eq!(*bail, stray(&["a", "b", "c"], "NO BAIL", 1));
    assert_eq!(*zero, stray(&["d"], "030", 3));
    let (german, english) = (bail.text(), zero.text());
    assert!(
        german
            .get(Language::De)
            .starts_with("a, b, c: fast nur Zahlen, aber auch „NO BAIL“")
    );
    // a number with a zero in front is no word
    assert!(
        english
            .get(Language::En)
            .contains("`030` (row 3) with a leading zero")
    );
    assert!(
        zero.text()
            .get(Language::De)
            .contains("mit einer führenden Null")
    );
    for word in ["01.02.2020", "0", "0.5", "0x1F", "00-1"] {
        let text = stray(&["d"], word, 3).text();
        assert!(!text.get(Language::En).contains("leading zero"), "{word}");
    }
}

#[test]
fn a_first_line_may_name_the_separator() {
    let reading = read(b"sep=;\r\na;b\r\n1;2\r\n").unwrap();
    assert_eq!(answers(&reading, "b"), [Some(2.into())]);
}

#[test]
fn a_word_among_numbers_is_said() {
    let reading = read(b"income\n2500\n3000\nviel\n4100\n").unwrap();
    assert!(reading.notes.contains(&ReadingNote::StrayWord {
        columns: vec!["income".into()],
        word: "viel".into(),
        row: 3
    }));
    // whoever says nothing leaves numbers numbers
    let none = read(b"income\n2500\n3000\nk.A.\n4100\n").unwrap();
    assert_eq!(answers(&none, "income")[1..3], [Some(3000.into()), None]);
    assert!(none.notes.contains(&ReadingNote::MissingWords {
        words: vec!["k.A.".into()]
    }));
    let blanks = read(b"x,y\nja,1\nja ,2\nnein,3\n").unwrap();
    assert!(blanks.notes.contains(&ReadingNote::LooseBlanks {
        columns: vec!["x".into()]
    }));
}

#[test]
fn lines_before_the_header_are_left_out_and_said() {
    let reading = read(b"A table of offices\na;b;c\n1;2;3\n").unwrap();
    assert_eq!(answers(&reading, "b"), [Some(2.into())]);
    assert!(reading.notes.contains(&ReadingNote::Titles {
        lines: 1,
        text: "A table of offices".into()
    }));
}

#[test]
fn names_that_lack_or_repeat_are_made_and_said() {
    let reading = read(b"q,q,,q_2\n1,2,3,4\n5,6,7,8\n").unwrap();
    let names: Vec<&str> = reading
        .dataset
        .codebook
        .variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect();
    assert_eq!(names, ["q", "q_3", "V3", "q_2"]);
    assert!(reading.notes.contains(&ReadingNote::RepeatedNames {
        columns: vec![("q".into(), "q_3".into())]
    }));
    assert!(reading.notes.iter().any(ReadingNote::is_warning));
}

#[test]
fn numbers_alone_are_no_header() {
    let reading = read(b"1,2\n3,4\n").unwrap();
    assert_eq!(reading.dataset.rows(), 2);
    assert_eq!(reading.dataset.codebook.variables[1].name, "V2");
    assert_eq!(answers(&reading, "V1"), [Some(1.into()), Some(3.into())]);
    assert_eq!(read(b"0,1\n1,1\n").unwrap().dataset.rows(), 2);
}

#[test]
fn columns_that_are_counted_from_0_have_a_header() {
    let reading = read(b"0,1,2\n3,1,2\n").unwrap();
    assert_eq!(reading.dataset.rows(), 1);
    assert_eq!(answers(&reading, "0"), [Some(3.into())]);
    assert!(!reading.notes.contains(&ReadingNote::NoHeader));
}

#[test]
fn rows_too_short_are_filled_and_said_rows_too_long_are_refused() {
    let reading = read(b"a,b,c\n1,2,3\n4\n5,6,7,,\n").unwrap();
    assert_eq!(
        answers(&reading, "b"),
        [Some(2.into()), None, Some(6.into())]
    );
    assert!(reading.notes.contains(&ReadingNote::ShortRows {
        rows: 1,
        first: 2,
        line: 3
    }));
    let error = read(b"a,b\n1,2\n3,4,lost\n").unwrap_err();
    assert_eq!(
        error,
        Error::LongRow {
            file: "answers.csv".into(),
            row: 2,
            line: 3,
            expected: 2,
            found: 3,
            text: "lost".into()
        }
    );
}

#[test]
fn what_is_no_table_says_what_it_is() {
    assert!(matches!(read(b""), Err(Error::Empty { .. })));
    assert!(matches!(read(b" \n\n"), Err(Error::Empty { .. })));
    assert!(matches!(
        read(b"a,b,c\n"),
        Err(Error::HeaderOnly { columns: 3, .. })
    ));
    assert!(matches!(
        read(b"PK\x03\x04rest"),
        Err(Error::OtherFormat { .. })
    ));
    assert!(matches!(
        read(b"a,b\n1,\0\x01\x02\n"),
        Err(Error::Binary { offset: 6, .. })
    ));
    let wide = vec!["x"; 1_000_000].join(",");
    assert!(matches!(
        read(wide.as_bytes()),
        Err(Error::TooManyColumns { line: 1, .. })
    ));
}

#[test]
fn a_quote_that_never_ends_is_said() {
    let reading = read(b"a,b\n1,x\n2,\"open\n3,y\n4,z\n").unwrap();
    assert_eq!(reading.dataset.rows(), 2);
    assert!(
        reading
            .notes
            .contains(&ReadingNote::UnclosedQuote { line: 3 })
    );
    let swallowing = read(b"a,b\n1,x\n2,\"x\n3,y\n4,z\n5,\"y\"\n").unwrap();
    assert!(
        swallowing
            .notes
            .contains(&ReadingNote::UnclosedQuote { line: 3 })
    );
    let inches = read(b"a,b\n1,5'10\"\n2,6'2\"\n").unwrap();
    assert!(
        !inches
            .notes
            .iter()
            .any(|note| matches!(note, ReadingNote::UnclosedQuote { .. }))
    );
    let closed = read(b"a,b\n1,x\n2,\"two\nlines\"\n").unwrap();
    assert!(
        !closed
            .notes
            .iter()
            .any(|note| matches!(note, ReadingNote::UnclosedQuote { .. }))
    );
}

#[test]
fn a_row_without_end_is_refused_before_memory_is_full() {
    let mut reader = CsvReader::new("endless.csv", ReadOptions::default());
    let slice = vec![b'x'; 1 << 20];
    let error = (0..64).find_map(|_| reader.feed(&slice).err()).unwrap();
    assert!(
        matches!(error, Error::EndlessRow { line: 1, .. }),
        "{error:?}"
    );
}

#[test]
fn every_message_speaks_both_languages() {
    use befund_survey::Language;
    for bytes in [
        &b""[..],
        b"a,b\n",
        b"PK\x03\x04",
        b"\0\0\0",
        b"a,b\n1,2,3\n",
    ] {
        let text = read(bytes).unwrap_err().text();
        assert_ne!(text.get(Language::De), text.get(Language::En));
        assert!(text.get(Language::De).contains("answers.csv"));
    }
}

#[test]
fn levels_are_guessed_from_the_answers() {
    let reading =
        read(b"id,office,rating,amount\n1,a,1,1.5\n2,b,4,2.25\n3,a,2,8.125\n4,a,3,1.75\n").unwrap();
    let levels: Vec<Level> = reading
        .dataset
        .codebook
        .variables
        .iter()
        .map(|variable| variable.level)
        .collect();
    assert_eq!(
        levels,
        [Level::Ordinal, Level::Nominal, Level::Ordinal, Level::Scale]
    );
}

proptest! {
    #[test]
    fn what_was_written_is_read_in_any_slices(
        rows in prop::collection::vec(prop::collection::vec("[a-zäöü ,;\"\n]{0,8}", 3), 1..20),
        slice in 1usize..50,
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = "name one,name two,name three\n".to_owned();
        for row in &rows {
            text += &(row.iter().map(quote).collect::<Vec<_>>().join(",") + "\n");
        }
        let mut reader = CsvReader::new("x.csv", ReadOptions { separator: Some(','), ..ReadOptions::default() });
        for part in text.as_bytes().chunks(slice) {
            reader.feed(part).unwrap();
        }
        let reading = reader.finish().unwrap();
        prop_assert_eq!(reading.dataset.rows(), rows.len());
        for (column, name) in ["name one", "name two", "name three"].iter().enumerate() {
            let read = answers(&reading, name);
            for (row, cell) in read.into_iter().enumerate() {
                let written = Some(rows[row][column].clone()).filter(|cell| !cell.trim().is_empty());
                prop_assert_eq!(cell, written.map(Value::Text));
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), slice in 1usize..100) {
        let mut reader = CsvReader::new("x.csv", ReadOptions::default());
        if bytes.chunks(slice).try_for_each(|part| reader.feed(part)).is_ok() {
            let _ = reader.finish();
        }
    }
}

#[test]
fn amounts_are_numbers_and_a_note_says_what_they_count() {
    let csv = "id;pay;share;note\n1; ;12,5 %;5 $\n2;1.234,50 €;0 %;5 €\n3;-5 €;100 %;x\n";
    let reading = read(csv.as_bytes()).unwrap();
    let column = |name: &str| answers(&reading, name);
    assert_eq!(
        column("pay"),
        [None, Some(1234.5.into()), Some((-5).into())]
    );
    assert_eq!(
        column("share"),
        [Some(12.5.into()), Some(0.into()), Some(100.into())]
    );
    assert_eq!(column("note")[0], Some("5 $".into()));
    for (unit, name) in [("€", "pay"), ("%", "share")] {
        let note = ReadingNote::Amounts {
            unit: unit.to_owned(),
            columns: vec![name.to_owned()],
        };
        assert!(reading.notes.contains(&note), "{:?}", reading.notes);
    }
}
