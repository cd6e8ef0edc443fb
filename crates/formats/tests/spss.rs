//! System and portable files byte by byte. All of them are invented here, after the description in the developer
//! documentation of GNU PSPP.

use befund_formats::{Error, FileReader, Reading, ReadingNote, SpssFault};
use befund_survey::codebook::{Level, SetKind, Temporal};
use befund_survey::{Language, ReadOptions, Value};

/// A system file under way.
struct File {
    bytes: Vec<u8>,
    is_big: bool,
}

impl File {
    /// The header; `compression` 0, 1 or 2.
    fn new(is_big: bool, compression: i32, cases: i32) -> Self {
        let mut file = Self {
            bytes: Vec::new(),
            is_big,
        };
        file.bytes.extend(b"$FL2");
        file.text("@(#) SPSS DATA FILE invented", 60);
        file.ints(&[2, 3, compression, 0, cases]);
        file.double(100.0);
        file.text("22 Nov 2612:34:56", 17);
        file.text("Titel", 64);
        file.bytes.extend([0; 3]);
        file
    }

    fn ints(&mut self, numbers: &[i32]) {
        for number in numbers {
            let bytes = if self.is_big {
                number.to_be_bytes()
            } else {
                number.to_le_bytes()
            };
            self.bytes.extend(bytes);
        }
    }

    fn double(&mut self, number: f64) {
        let bytes = if self.is_big {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        };
        self.bytes.extend(bytes);
    }

    fn text(&mut self, text: &str, width: usize) {
        self.bytes.extend(text.bytes());
        self.bytes.extend(vec![b' '; width - text.len()]);
    }

    fn number(&mut self, name: &str, format: i32) {
        self.ints(&[2, 0, 0, 0, format, format]);
        self.text(name, 8);
    }

    fn string(&mut self, name: &[u8], width: i32) {
        let format = 0x0001_0000 | width << 8;
        self.ints(&[2, width, 0, 0, format, format]);
        self.bytes.extend(name);
        self.bytes.extend(vec![b' '; 8 - name.len()]);
        for _ in 1..(width + 7) / 8 {
            self.ints(&[2, -1, 0, 0, 0, 0]);
            self.text("", 8);
        }
    }

    fn extension(&mut self, subtype: i32, text: &[u8]) {
        self.ints(&[7, subtype, 1, text.len() as i32]);
        self.bytes.extend(text);
    }

    fn end(&mut self) {
        self.ints(&[999, 0]);
    }

    /// Two numbers, a short and a long text, without compression.
    fn plain(is_big: bool, cases: i32) -> Self {
        let mut file = Self::new(is_big, 0, cases);
        file.number("ZAHL", 0x0005_0802);
        file.number("TAG", 0x0014_0B00);
        file.string(b"LAND", 10);
        file.end();
        for row in 0..3 {
            file.double(f64::from(row) + 0.5);
            file.double(if row == 1 {
                -f64::MAX
            } else {
                12_219_379_200.0 + 86_400.0 * f64::from(row)
            });
            file.text(["Bayern", "", "Sachsen"][row as usize], 16);
        }
        file
    }
}

fn read_with(bytes: &[u8], options: ReadOptions) -> Result<Reading, Error> {
    let mut reader = FileReader::new("data.sav", options);
    // slices of seven bytes, so that nothing comes in one piece
    bytes.chunks(7).try_for_each(|slice| reader.feed(slice))?;
    reader.finish()
}

fn read(bytes: &[u8]) -> Result<Reading, Error> {
    read_with(bytes, ReadOptions::default())
}

fn fault(bytes: &[u8]) -> SpssFault {
    match read(bytes) {
        Err(error @ Error::Spss { .. }) => {
            let text = error.text();
            assert!(text.get(Language::De) != text.get(Language::En));
            assert!(
                text.get(Language::De).starts_with("data.sav, Byte "),
                "{text:?}"
            );
            let Error::Spss { fault, .. } = error else {
                unreachable!()
            };
            fault
        }
        other => panic!("no fault: {other:?}"),
    }
}

fn column(reading: &Reading, at: usize) -> Vec<Option<Value>> {
    let column = &reading.dataset.columns()[at];
    (0..column.len()).map(|row| column.value(row)).collect()
}

#[test]
fn both_orders_of_bytes_are_read() {
    let little = read(&File::plain(false, 3).bytes).unwrap();
    let big = read(&File::plain(true, 3).bytes).unwrap();
    assert_eq!(little, big);
    let data = &big.dataset;
    assert_eq!(data.title.get(Language::De), "Titel");
    assert_eq!(
        column(&big, 0),
        [0.5, 1.5, 2.5].map(|number| Some(number.into()))
    );
    assert_eq!(column(&big, 1), [Some(0.into()), None, Some(2.into())]);
    assert_eq!(
        column(&big, 2),
        [Some("Bayern".into()), None, Some("Sachsen".into())]
    );
    let [number, day, _] = &data.codebook.variables[..] else {
        panic!("three variables")
    };
    assert_eq!(number.decimals, Some(2));
    assert_eq!(
        (day.temporal, day.level),
        (Some(Temporal::Date), Level::Date)
    );
    assert!(!big.notes.iter().any(ReadingNote::is_warning));
}

#[test]
fn wrong_and_unknown_numbers_of_cases() {
    assert!(
        !read(&File::plain(true, -1).bytes)
            .unwrap()
            .notes
            .iter()
            .any(ReadingNote::is_warning)
    );
    let notes = |cases: i32, cut: usize| {
        let file = File::plain(false, cases);
        let reading = read(&file.bytes[..file.bytes.len() - cut]).unwrap();
        let warnings = reading.notes.into_iter().filter(ReadingNote::is_warning);
        (reading.dataset.rows(), warnings.collect::<Vec<_>>())
    };
    let cut = |rows, announced| vec![ReadingNote::CutOff { rows, announced }];
    assert_eq!(notes(3, 1), (2, cut(2, Some(3))));
    assert_eq!(notes(-1, 1), (2, cut(2, None)));
    assert_eq!(notes(2_000_000_000, 0), (3, cut(3, Some(2_000_000_000))));
    let (rows, warnings) = notes(2, 0);
    assert!(
        rows == 3
            && matches!(
                warnings[..],
                [ReadingNote::Miscounted {
                    announced: 2,
                    found: 3,
                    ..
                }]
            )
    );
}

#[test]
fn the_encoding_is_told_guessed_or_overruled() {
    let file = |declared: Option<&[u8]>, page: i32, name: &[u8]| {
        let mut file = File::new(false, 0, 1);
        file.string(name, 8);
        file.ints(&[7, 3, 4, 8, 1, 0, 0, 0, 1, 1, 2, page]);
        if let Some(encoding) = declared {
            file.extension(20, encoding);
        }
        file.end();
        file.bytes.extend(b"\xE4\xF6\xFC\xDF    ");
        file.bytes
    };
    let first = |bytes: &[u8], options| {
        let reading = read_with(bytes, options).unwrap();
        let sniffed = reading
            .notes
            .iter()
            .any(|note| matches!(note, ReadingNote::SystemFile { sniffed: true, .. }));
        (column(&reading, 0)[0].clone(), sniffed)
    };
    let umlauts = Some(Value::from("äöüß"));
    let default = ReadOptions::default;
    assert_eq!(
        first(&file(Some(b"windows-1252"), 2, b"X"), default()),
        (umlauts.clone(), false)
    );
    assert_eq!(
        first(&file(None, 1252, b"X"), default()),
        (umlauts.clone(), false)
    );
    assert_eq!(
        first(&file(None, 2, b"X"), default()),
        (umlauts.clone(), true)
    );
    // b"\xE4\xF6\xFC\xDF".decode("cp1251") in Python
    let russian = ReadOptions {
        encoding: Some("windows-1251".into()),
        ..default()
    };
    assert_eq!(
        first(&file(None, 1252, b"X"), russian),
        (Some("дцьЯ".into()), false)
    );
    let unknown = ReadOptions {
        encoding: Some("klingon".into()),
        ..default()
    };
    let error = read_with(&file(None, 1252, b"X"), unknown)
        .unwrap_err()
        .to_string();
    assert!(error.contains("klingon"), "{error}");
    // declared, but wrong: said, not silent
    let reading = read(&file(Some(b"UTF-8"), 65_001, b"X")).unwrap();
    let is_said = |note: &ReadingNote| matches!(note, ReadingNote::UndecodedTexts { texts: 1, .. });
    assert!(reading.notes.iter().any(is_said));
}

#[test]
fn bytecode_has_small_numbers_literals_blanks_and_an_end() {
    let mut file = File::new(true, 1, 2);
    file.number("A", 0x0005_0800);
    file.string(b"B", 8);
    file.end();
    // 5, a literal, padding, a literal, blanks, the end, and what follows it is ignored
    file.bytes.extend([105, 253, 0, 253, 254, 252, 253, 253]);
    file.text("Text", 8);
    file.double(1e9);
    file.text("ignored", 8);
    let reading = read(&file.bytes).unwrap();
    assert_eq!(
        column(&reading, 0),
        [Some(5.into()), Some(1_000_000_000.into())]
    );
    assert_eq!(column(&reading, 1), [Some("Text".into()), None]);
    assert!(!reading.notes.iter().any(ReadingNote::is_warning));
}

#[test]
fn sets_and_levels() {
    let mut file = File::new(false, 1, 0);
    for name in ["A", "B", "C"] {
        file.number(name, 0x0005_0100);
    }
    file.extension(7, b"$m=D1 1 10 Mehrfaches a b\n$k=C 0  b c\n");
    file.ints(&[7, 11, 4, 9, 1, 8, 1, 2, 8, 1, 3, 8, 1]);
    file.extension(13, b"A=alter Name\tB=B2");
    file.extension(18, b"C:$@Role('5'\n)");
    file.end();
    let codebook = read(&file.bytes).unwrap().dataset.codebook;
    let names: Vec<&str> = codebook
        .variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect();
    assert_eq!(names, ["alter Name", "B2", "C"]);
    let levels: Vec<Level> = codebook
        .variables
        .iter()
        .map(|variable| variable.level)
        .collect();
    assert_eq!(levels, [Level::Nominal, Level::Ordinal, Level::Scale]);
    let [multiple, categories] = &codebook.sets[..] else {
        panic!("{:?}", codebook.sets)
    };
    assert_eq!(
        (multiple.kind, multiple.counted.clone()),
        (SetKind::Multiple, Some(1.into()))
    );
    assert_eq!(multiple.label.get(Language::De), "Mehrfaches");
    assert_eq!(multiple.items, ["alter Name", "B2"]);
    assert_eq!(
        (categories.kind, &categories.items[..]),
        (SetKind::Categories, &["B2".to_owned(), "C".to_owned()][..])
    );
    assert_eq!(codebook.roles.len(), 1);
}

#[test]
fn damage_is_named() {
    let good = File::plain(false, 3).bytes;
    assert_eq!(fault(&good[..300]), SpssFault::Cut);
    assert_eq!(fault(&good[..100]), SpssFault::Cut);
    let with = |at: usize, bytes: &[u8]| {
        let mut damaged = good.clone();
        damaged[at..at + bytes.len()].copy_from_slice(bytes);
        damaged
    };
    assert_eq!(fault(&with(64, &[9])), SpssFault::ByteOrder);
    assert_eq!(fault(&with(72, &[7])), SpssFault::Compression(7));
    assert_eq!(
        fault(&with(84, &[0x42, 0x64, 0, 0, 0, 0, 0, 0])),
        SpssFault::Floats
    );
    assert_eq!(fault(&with(176, &[77])), SpssFault::Record(77));
    // width 300, three thousand missing values
    assert_eq!(
        fault(&with(180, &[0x2C, 1])),
        SpssFault::Variable("ZAHL".into())
    );
    assert_eq!(
        fault(&with(188, &[0, 9])),
        SpssFault::Variable("ZAHL".into())
    );
    let mut empty = File::new(false, 0, 0);
    empty.end();
    assert_eq!(fault(&empty.bytes), SpssFault::NoVariables);
    let mut labels = File::new(false, 0, 0);
    labels.number("A", 0x0005_0800);
    labels.ints(&[3, i32::MAX]);
    assert_eq!(fault(&labels.bytes), SpssFault::Cut);
    labels.ints(&[0; 1000]);
    assert_eq!(fault(&labels.bytes), SpssFault::Cut);
}

#[test]
fn other_files_of_this_name_are_refused_by_theirs() {
    for (bytes, word) in [
        (&b"SR\0\x04\0\0\0\x0A"[..], "IDL"),
        (
            b"\x1C\0\0\0\0\0\0\0ENCRYPTEDSAV\x15\0\0\0\0\0\0\0",
            "encrypted",
        ),
    ] {
        let error = read(bytes).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
}

/// A portable file whose alphabet is ASCII, in lines that end like this.
fn portable(body: &str, end: &str) -> Vec<u8> {
    let mut text = "ASCII SPSS PORT FILE                    ".repeat(5);
    text += &"0".repeat(64);
    text += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .<(+0&[]!$*);^-/|,%_>?`:#@'=\"000000~";
    text += &"0".repeat(456 - text.len());
    text += "SPSSPORT";
    text += body;
    let mut lines = String::new();
    for line in text.as_bytes().chunks(80) {
        let line = std::str::from_utf8(line).unwrap();
        // blanks may be left out where lines end
        lines += if end.is_empty() {
            line
        } else {
            line.trim_end()
        };
        lines += end;
    }
    lines.into_bytes()
}

/// A number with a missing value and labels, and a text.
const DICTIONARY: &str = "A8/202611226/12345614/SPSS42/5B/70/1/X5/8/2/5/8/2/89/C9/Frage  X?75/1/S1/5/0/1/5/0/D1/1/X1/1/4/vielF";

#[test]
fn portable_files_in_every_kind_of_line() {
    let body = format!("{DICTIONARY}13A.9/3/abc*.0/9/5/  x  ZZZZ");
    for end in ["\n", "\r\n", ""] {
        let reading = read(&portable(&body, end)).unwrap();
        assert_eq!(
            column(&reading, 0),
            [Some(1000.3.into()), None, Some(9.into())],
            "{end:?}"
        );
        assert_eq!(
            column(&reading, 1),
            [Some("abc".into()), None, Some("  x".into())],
            "{end:?}"
        );
        let variable = &reading.dataset.codebook.variables[0];
        assert_eq!(variable.label.get(Language::De), "Frage  X?");
        assert_eq!(variable.values[0].label.get(Language::De), "viel");
        assert!(variable.is_missing(&9.into()));
        assert!(!reading.notes.iter().any(ReadingNote::is_warning));
    }
}

#[test]
fn damaged_portable_files_say_so() {
    let cut = read(&portable(&format!("{DICTIONARY}1/1/a2/"), "\n")).unwrap();
    assert_eq!(cut.dataset.rows(), 1);
    assert!(cut.notes.contains(&ReadingNote::CutOff {
        rows: 1,
        announced: None
    }));
    // PSPP 1.6 writes `MISSING VALUES x (9 THRU HIGHEST)` as the largest number; it would make no answer valid
    for range in ["AA9E17IR6IG+6J/", "9*.", "BA9E17IR6IG+6J/1/"] {
        let dictionary = DICTIONARY.replace("89/", range);
        let read = read(&portable(&format!("{dictionary}1/1/aZ"), "\n")).unwrap();
        assert!(!read.dataset.codebook.variables[0].is_missing(&1.into()));
        let skipped = |note: &ReadingNote| matches!(note, ReadingNote::SkippedRecords { records } if records == &[2]);
        assert!(read.notes.iter().any(skipped), "{range}");
    }
    assert_eq!(fault(&portable(&DICTIONARY[..60], "")), SpssFault::Cut);
    assert_eq!(
        fault(&portable(&format!("{DICTIONARY}1u/1/aZ"), "\n")),
        SpssFault::Number("1u".into())
    );
    assert_eq!(
        fault(&portable("A8/202611226/123456Q", "\n")),
        SpssFault::Section("Q".into())
    );
}
