//! Small files in the dialects people have, as programs and offices write them; they stand in `tests/csv`.

use std::fs;
use std::path::PathBuf;

use befund_formats::{Error, FileReader, Reading, ReadingNote};
use befund_survey::{Language, ReadOptions};
use proptest::prelude::*;

fn bytes(file: &str) -> Vec<u8> {
    fs::read(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/csv")
            .join(file),
    )
    .unwrap()
}

fn read_as(bytes: &[u8], options: ReadOptions) -> Result<Reading, Error> {
    let mut reader = FileReader::new("x.csv", options);
    reader.feed(bytes)?;
    reader.finish()
}

fn read(file: &str) -> Reading {
    read_as(&bytes(file), ReadOptions::default()).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Names, labels where they say more, and the cells of all rows, `·` where there is no answer.
fn table(reading: &Reading) -> Vec<String> {
    let variables = reading.dataset.codebook.variables.iter();
    variables
        .zip(reading.dataset.columns())
        .map(|(variable, column)| {
            let cells: Vec<String> = (0..column.len())
                .map(|row| {
                    column
                        .value(row)
                        .map_or("·".to_owned(), |value| value.to_string())
                })
                .collect();
            let label = variable.label.get(Language::En);
            let label = if label.is_empty() {
                String::new()
            } else {
                format!(" ({label})")
            };
            format!("{}{label}: {}", variable.name, cells.join(" | "))
        })
        .collect()
}

fn encoding(reading: &Reading) -> &str {
    let encodings = reading.notes.iter().find_map(|note| match note {
        ReadingNote::Dialect { encoding, .. } => Some(encoding.as_str()),
        _ => None,
    });
    encodings.unwrap()
}

fn separator(reading: &Reading) -> char {
    let separators = reading.notes.iter().find_map(|note| match note {
        ReadingNote::Dialect { separator, .. } => Some(*separator),
        _ => None,
    });
    separators.unwrap()
}

/// Mostly Windows-1252, with rows that somebody pasted as UTF-8.
#[test]
fn a_few_rows_in_utf_8_come_out_right() {
    let glued = b"town;n\nM\xFCnchen;1\nGie\xDFen;2\nK\xC3\xB6ln;3\nG\xF6rlitz;4\n";
    let reading = read_as(glued, ReadOptions::default()).unwrap();
    assert_eq!(
        table(&reading)[0],
        "town: München | Gießen | Köln | Görlitz"
    );
    let mixed = ReadingNote::MixedEncoding { bytes: 3, line: 2 };
    assert!(reading.notes.contains(&mixed), "{:?}", reading.notes);
}

#[test]
fn files_of_other_programs_are_refused_by_name() {
    for (head, words) in [
        (
            &b"<?xml version=\"1.0\"?><Workbook><Table/></Workbook>"[..],
            "XML",
        ),
        (b"{\"befund\": 1, \"title\": \"a\"}", "JSON"),
        (b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!", "XPT"),
        (b"7z\xBC\xAF\x27\x1C\0\x04", "7-Zip"),
    ] {
        let error = read_as(head, ReadOptions::default()).unwrap_err();
        for language in [Language::De, Language::En] {
            assert!(error.text().get(language).contains(words), "{error}");
        }
    }
}

#[test]
fn tables_of_offices_of_statistics_have_titles_and_footnotes() {
    let reading = read("genesis.csv");
    assert_eq!(
        table(&reading),
        [
            "V1: Ordnungsamt | Ordnungsamt | Ordnungsamt | Planungsamt | Planungsamt",
            "V2: männlich | weiblich | Insgesamt | männlich | weiblich",
            "2021: 1204 | 1311 | 2515 | · | ·",
            "2022: 1187 | 1342 | 2529 | · | ·",
            "2023: 1201 | 1390 | 2591 | · | 310",
        ]
    );
    assert!(reading.notes.contains(&ReadingNote::Footnotes {
        lines: 3,
        line: 10,
        text: "__________".into()
    }));
    assert!(reading.notes.iter().any(|note| matches!(note, ReadingNote::Titles { lines: 3, text } if text.starts_with("GENESIS-Tabelle: 99999-0001 / "))));
    assert!(reading.notes.contains(&ReadingNote::MissingWords {
        words: ["-", ".", "...", "/", "x"].map(str::to_owned).to_vec()
    }));
    let regional = read("regional.csv");
    assert_eq!(
        table(&regional)[3],
        "Insgesamt (Insgesamt: Anzahl): 84358845 | 2953270 | 92550"
    );
    assert!(table(&regional)[1].ends_with("DG | 01 | 01001"));
    let excel = read("footnotes_excel.csv");
    assert_eq!(table(&excel)[3], "Note: 1.5 | 2");
}

#[test]
fn tables_of_elections_have_comments_and_headers_of_several_rows() {
    let reading = read("election.csv");
    assert_eq!(
        table(&reading),
        [
            "Gebiet Nr. (Gebiet: Nr.): 001 | 002 | 999",
            "Gebiet Name (Gebiet: Name): Ahrtal | Börde | Land",
            "Wahlberechtigte: 117513 | 131177 | 248690",
            "Partei Ä Erststimmen (Partei Ä: Erststimmen): 19987 | 16801 | 36788",
            "Partei Ä Zweitstimmen (Partei Ä: Zweitstimmen): 28901 | 20895 | 49796",
            "Partei B Erststimmen (Partei B: Erststimmen): 11817 | 11895 | 23712",
            "Partei B Zweitstimmen (Partei B: Zweitstimmen): 10405 | 15472 | 25877",
        ]
    );
    assert_eq!(encoding(&reading), "Windows-1252");
    let nested = read("kerg.csv");
    assert_eq!(
        table(&nested)[6],
        "Wahlberechtigte Zweitstimmen Vorperiode (Wahlberechtigte: Zweitstimmen: Vorperiode): 226944 | 186177 | 413121"
    );
    assert!(nested.notes.contains(&ReadingNote::HeaderRows { rows: 3 }));
    assert!(nested.notes.contains(&ReadingNote::Comments {
        lines: 2,
        line: 2,
        text: "# (c) Der Wahlleiter".into()
    }));
}

#[test]
fn surveymonkey_has_questions_above_answers() {
    let found = table(&read("surveymonkey.csv"));
    let question = "Which of these offices did you visit in the last twelve months? Please select all that apply.";
    assert_eq!(
        found[3],
        format!("{question} ({question}: Registry office): Registry office | · | Registry office")
    );
    assert_eq!(
        found[4],
        format!("V5 ({question}: Planning office): · | Planning office | Planning office")
    );
    assert_eq!(
        found[5],
        format!("V6 ({question}: Other (please specify)): · | · | library")
    );
    assert_eq!(
        found[6],
        "How satisfied were you?: Very satisfied | Satisfied | Satisfied"
    );
    assert_eq!(
        found[7],
        "Please rank the following, 1 being the best: Opening hours: 1 | 2 | 1"
    );
    let german = table(&read("surveymonkey_de.csv"));
    assert_eq!(
        german[3],
        "Wie zufrieden sind Sie mit dem Amt?: Sehr zufrieden | Zufrieden"
    );
    assert_eq!(
        german[5],
        "Welche Ämter haben Sie besucht? Planungsamt (Welche Ämter haben Sie besucht?: Planungsamt): · | Planungsamt"
    );
}

#[test]
fn qualtrics_has_names_above_questions() {
    let legacy = table(&read("qualtrics_legacy.csv"));
    assert_eq!(
        legacy[0],
        "V1 (ResponseID): R_2YPOQ602ER1jkf1 | R_2YPOQ602ER1jkf2"
    );
    assert_eq!(legacy[5], "Q1 (How satisfied are you, all in all?): 1 | 2");
    let new = read("qualtrics.csv");
    assert_eq!(
        table(&new)[4],
        "Q1 (How satisfied are you, all in all?): 4 | 5"
    );
    assert_eq!(table(&new)[5], "Q2_1 (Which offices? - Registry): 1 | ·");
    assert!(new.notes.contains(&ReadingNote::HeaderRows { rows: 3 }));
}

#[test]
fn limesurvey_has_codes_questions_or_both() {
    assert_eq!(
        table(&read("limesurvey_codes.csv"))[6],
        "G01Q02[SQ001]: A3 | A1"
    );
    let both = table(&read("limesurvey_code_and_question.csv"));
    assert_eq!(both[0], "id (Antwort ID): 1 | 2");
    assert_eq!(
        both[5],
        "G01Q01[other] (Welches Amt haben Sie besucht? [Sonstiges]): · | Bibliothek"
    );
    assert_eq!(
        table(&read("limesurvey_questions.csv"))[5],
        "Wie zufrieden sind Sie mit ...? [Öffnungszeiten]: zufrieden | unzufrieden"
    );
}

#[test]
fn sosci_redcap_unipark_and_google_forms() {
    let sosci = read("sosci.csv");
    assert_eq!((encoding(&sosci), separator(&sosci)), ("UTF-16LE", '\t'));
    assert_eq!(table(&sosci)[7], "A102_01 (Ämter: Ordnungsamt): 1 | 2");
    assert_eq!(
        table(&sosci)[9],
        "A103_01 (Anmerkung: [01]): schön, \"wirklich\" | ·"
    );
    assert_eq!(table(&read("sosci_rdata.csv"))[7], "A102_01: 1 | 2");
    assert_eq!(table(&read("redcap.csv"))[5], "comment: two\nlines | ·");
    let unipark = read("unipark.csv");
    assert_eq!(
        (encoding(&unipark), separator(&unipark)),
        ("Windows-1252", ';')
    );
    assert_eq!(table(&unipark)[8], "v_4: schön | -99");
    assert_eq!(
        table(&read("google_forms.csv"))[2],
        "Welche Ämter haben Sie besucht?: Ordnungsamt;Planungsamt | Ordnungsamt"
    );
}

#[test]
fn encodings_are_told_by_their_words() {
    for (file, name) in [
        ("cp850.csv", "CP850"),
        ("mac_roman.csv", "macintosh"),
        ("utf_16be_without_mark.csv", "UTF-16BE"),
        ("utf_32le.csv", "UTF-32LE"),
    ] {
        let reading = read(file);
        assert_eq!(encoding(&reading), name, "{file}");
        assert_eq!(
            table(&reading),
            [
                "Amt: Bürgerbüro | Straßenbau",
                "Bemerkung: schön | größer als früher",
                "Anteil: 12.5 | 7"
            ],
            "{file}"
        );
    }
    assert_eq!(
        table(&read("iso_8859_15.csv"))[1],
        "Bemerkung: 5 € | größer als früher"
    );
    assert_eq!(
        table(&read("windows_1250.csv"))[0],
        "miasto: Łódź | Kraków | Wrocław | Gdańsk"
    );
    assert_eq!(
        table(&read("windows_1251.csv"))[0],
        "город: Москва | Казань"
    );
}

#[test]
fn separators_quotes_and_escapes() {
    assert_eq!(
        table(&read("sep_line.csv")),
        ["a: 1.5 | 2.5", "b: x | y, z"]
    );
    assert_eq!(table(&read("pipes.csv"))[2], "note: a; b, c | d");
    assert_eq!(
        table(&read("aligned.txt")),
        [
            "id: 1 | 2 | 10",
            "age: 34 | 51 | 28",
            "weight: 1.25 | 0.75 | 1",
            "office: registry | town planning | registry"
        ]
    );
    assert_eq!(
        table(&read("single_quotes.csv")),
        [
            "id: 1 | 2",
            "office: registry | planning",
            "note: it's fine, really | ·"
        ]
    );
    assert_eq!(
        table(&read("backslashes.csv"))[1..],
        [
            "office: the \"old\" registry | planning",
            "note: a;b | C:\\data"
        ]
    );
    assert_eq!(
        table(&read("one_column.csv")),
        [
            "Was fehlt Ihnen im Amt?: Zeit, Ruhe, Geduld | nichts | Bessere Öffnungszeiten; mehr Personal"
        ]
    );
    let ragged = read("ragged.csv");
    assert_eq!(
        table(&ragged)[..3],
        [
            "id: 1 | 2 | 3",
            "office: registry | planning | traffic",
            "note: x | · | y"
        ]
    );
    assert!(ragged.notes.contains(&ReadingNote::ShortRows {
        rows: 1,
        first: 2,
        line: 4
    }));
    let nameless = read("no_header.csv");
    assert_eq!(
        table(&nameless),
        [
            "V1: 1 | 2 | 3 | 4",
            "V2: 4 | 5 | 4 | 1",
            "V3: registry | planning | registry | planning"
        ]
    );
    assert!(nameless.notes.contains(&ReadingNote::NoHeader));
}

#[test]
fn zeros_are_left_out_and_said() {
    let mut text = "id,office\n".to_owned();
    for id in 0..100 {
        text += &format!("{id},reg\0istry\n").replace('\0', if id == 40 { "\0" } else { "" });
    }
    let reading = read_as(text.as_bytes(), ReadOptions::default()).unwrap();
    assert!(table(&reading)[1].ends_with("registry | registry"));
    assert!(
        reading
            .notes
            .contains(&ReadingNote::Zeros { bytes: 1, line: 42 })
    );
    let padded = format!("{}{}", text.replace('\0', ""), "\0".repeat(4096));
    let reading = read_as(padded.as_bytes(), ReadOptions::default()).unwrap();
    assert_eq!(reading.dataset.rows(), 100);
    assert!(reading.notes.contains(&ReadingNote::Zeros {
        bytes: 4096,
        line: 102
    }));
    let binary = read_as(&[b'a', 0, 1, 2, b'\n', 0, 0, 7], ReadOptions::default());
    assert!(matches!(binary, Err(Error::Binary { .. })));
}

#[test]
fn thousands_and_decimals_column_by_column() {
    let reading = read("thousands.csv");
    for column in &table(&reading)[..4] {
        assert!(column.ends_with(": 1169.5 | 268 | 12345.25"), "{column}");
    }
    assert_eq!(table(&reading)[4], "iso: 1169 | 2100000 | 300");
}

#[test]
fn everything_can_be_overruled() {
    let default = ReadOptions::default;
    let told = |text: &str, options| table(&read_as(text.as_bytes(), options).unwrap());
    let cut = told(
        "a,b;c\n1,2;3\n4,5;6\n",
        ReadOptions {
            separator: Some(','),
            ..default()
        },
    );
    assert_eq!(cut, ["a: 1 | 4", "b;c: 2;3 | 5;6"]);
    let quoted = told(
        "a,b\n|x,y|,2\n",
        ReadOptions {
            quote: Some('|'),
            ..default()
        },
    );
    assert_eq!(quoted, ["a: x,y", "b: 2"]);
    let unquoted = told(
        "a;b\n\"x\";2\n",
        ReadOptions {
            quote: Some(' '),
            ..default()
        },
    );
    assert_eq!(unquoted[0], "a: \"x\"");
    let commented = told(
        "a,b\n% x\n1,2\n",
        ReadOptions {
            comment: Some('%'),
            ..default()
        },
    );
    assert_eq!(commented, ["a: 1", "b: 2"]);
    let skipped = told(
        "x,y\n1,2\na,b\n3,4\n",
        ReadOptions {
            skip: Some(2),
            ..default()
        },
    );
    assert_eq!(skipped, ["a: 3", "b: 4"]);
    let headless = told(
        "a,b\n1,2\n",
        ReadOptions {
            header_rows: Some(0),
            ..default()
        },
    );
    assert_eq!(headless, ["V1: a | 1", "V2: b | 2"]);
    let two = told(
        "a,b\nc,d\n1,x\n",
        ReadOptions {
            header_rows: Some(2),
            ..default()
        },
    );
    assert_eq!(two, ["a (c): 1", "b (d): x"]);
    let comma = told(
        "a\tb\n1.234\t2\n",
        ReadOptions {
            decimal: Some(','),
            ..default()
        },
    );
    assert_eq!(comma[0], "a: 1234");
    let thousands = told(
        "a\tb\n1,234\t2\n",
        ReadOptions {
            thousands: Some(','),
            ..default()
        },
    );
    assert_eq!(thousands[0], "a: 1234");
    let dos = ReadOptions {
        encoding: Some("cp850".into()),
        ..default()
    };
    assert_eq!(table(&read_as(b"a,b\n\x81,1\n", dos).unwrap())[0], "a: ü");
}

#[test]
fn a_wrong_overrule_says_what_is_possible() {
    let default = ReadOptions::default;
    let told = |options| {
        let text = read_as(b"a,b\n1,2\n", options).unwrap_err().text();
        assert_ne!(text.get(Language::De), text.get(Language::En));
        text.get(Language::En).to_owned()
    };
    let error = told(ReadOptions {
        encoding: Some("windows-1522".into()),
        ..default()
    });
    assert!(
        error.contains("`windows-1522`; did you mean `windows-1252`"),
        "{error}"
    );
    for (options, words) in [
        (
            ReadOptions {
                separator: Some('é'),
                ..default()
            },
            "`é` cannot be the character for `separator`",
        ),
        (
            ReadOptions {
                separator: Some('"'),
                ..default()
            },
            "separators are for example",
        ),
        (
            ReadOptions {
                quote: Some('x'),
                ..default()
            },
            "no letter, digit",
        ),
        (
            ReadOptions {
                separator: Some('|'),
                quote: Some('|'),
                ..default()
            },
            "`quote`",
        ),
        (
            ReadOptions {
                decimal: Some(';'),
                ..default()
            },
            "decimal marks are point and comma",
        ),
        (
            ReadOptions {
                decimal: Some(','),
                thousands: Some(','),
                ..default()
            },
            "not the decimal mark",
        ),
        (
            ReadOptions {
                skip: Some(7),
                ..default()
            },
            "below the 7 lines to skip",
        ),
        (
            ReadOptions {
                header_rows: Some(5),
                ..default()
            },
            "no rows of data",
        ),
    ] {
        let error = told(options);
        assert!(error.contains(words), "{error}");
    }
}

/// How a table is written.
#[derive(Debug, Clone)]
struct Written {
    separator: char,
    quote: char,
    line_end: &'static str,
    encoding: &'static str,
    mark: bool,
    title: bool,
    footnote: bool,
    comment: bool,
}

impl Written {
    fn bytes(&self, rows: &[(u32, String, i32)]) -> Vec<u8> {
        let Self {
            separator,
            quote,
            line_end,
            ..
        } = self;
        let mut text = String::new();
        if self.comment {
            text += &format!("# written by a test{line_end}");
        }
        if self.title {
            text += &format!("Survey of offices{line_end}{line_end}");
        }
        text += &format!("id{separator}name of office{separator}grade{line_end}");
        for (id, words, grade) in rows {
            let quoted = words.replace(*quote, &format!("{quote}{quote}"));
            let grade = f64::from(*grade) / 10.0;
            text +=
                &format!("{id}{separator}{quote}{quoted}{quote}{separator}{grade:.1}{line_end}");
        }
        if self.footnote {
            text += &format!("Source: the offices themselves{line_end}");
        }
        let mark = if self.mark { "\u{feff}" } else { "" };
        let text = format!("{mark}{text}");
        match self.encoding {
            "utf-8" => text.into_bytes(),
            "utf-16" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => text
                .chars()
                .map(|character| u8::try_from(character).unwrap_or(b'?'))
                .collect(),
        }
    }
}

fn written() -> impl Strategy<Value = Written> {
    let characters = (
        prop::sample::select(vec![',', ';', '\t', '|']),
        prop::sample::select(vec!['"', '\'']),
    );
    let ends = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    let encoding = prop::sample::select(vec!["utf-8", "utf-16", "latin1"]);
    let around = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (characters, ends, encoding, around).prop_map(
        |((separator, quote), line_end, encoding, (mark, title, footnote, comment))| Written {
            separator,
            quote,
            line_end,
            encoding,
            mark: mark && encoding != "latin1",
            title,
            footnote,
            comment,
        },
    )
}

proptest! {
    #[test]
    fn a_table_reads_back_from_any_dialect(
        written in written(),
        rows in prop::collection::vec((0u32..2000, "[a-z]{1,2}([äöüß]?[a-z]{1,2}[ ,;|'\"]{0,2}[a-z]){0,3}", 10i32..60), 5..30),
        slice in 1usize..200,
    ) {
        let bytes = written.bytes(&rows);
        let mut reader = FileReader::new("x.csv", ReadOptions::default());
        for part in bytes.chunks(slice) {
            reader.feed(part).unwrap();
        }
        let reading = reader.finish().unwrap();
        let names: Vec<&str> = reading.dataset.codebook.variables.iter().map(|variable| variable.name.as_str()).collect();
        prop_assert_eq!(names, ["id", "name of office", "grade"]);
        prop_assert_eq!(reading.dataset.rows(), rows.len());
        let columns = reading.dataset.columns();
        for (row, (id, words, grade)) in rows.iter().enumerate() {
            prop_assert_eq!(columns[0].value(row), Some(f64::from(*id).into()));
            prop_assert_eq!(columns[1].value(row), Some(words.as_str().into()));
            prop_assert_eq!(columns[2].value(row), Some((f64::from(*grade) / 10.0).into()));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a1,;\t|:#'\"\\\\ \r\n.é\u{0}]{0,300}", options in options(), slice in 1usize..64) {
        let mut reader = FileReader::new("x.csv", options);
        if text.as_bytes().chunks(slice).try_for_each(|part| reader.feed(part)).is_ok() {
            let _ = reader.finish();
        }
    }
}

fn options() -> impl Strategy<Value = ReadOptions> {
    let character = || {
        prop::option::weighted(
            0.3,
            prop::sample::select(vec![',', ';', ' ', '"', '\'', '#', '.', 'x']),
        )
    };
    let count = || prop::option::weighted(0.3, 0u32..5);
    (
        character(),
        character(),
        character(),
        character(),
        count(),
        count(),
    )
        .prop_map(
            |(separator, quote, comment, decimal, skip, header_rows)| ReadOptions {
                separator,
                quote,
                comment,
                decimal,
                skip,
                header_rows,
                ..ReadOptions::default()
            },
        )
}
