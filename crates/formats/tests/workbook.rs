//! Workbooks and archives made here, and what comes out of them.

use std::io::Write;

use befund_formats::{Error, FileReader, Reading, ReadingNote, write};
use befund_survey::codebook::Codebook;
use befund_survey::codebook::{
    Level, MissingRange, Origin, Role, RoleKind, Set, SetKind, Temporal, UserMissing, ValueLabel,
    Variable,
};
use befund_survey::dataset::{Column, Dataset, Numbers, Texts};
use befund_survey::{Language, ReadOptions, Text, Value};
use flate2::Compression;
use flate2::write::GzEncoder;

fn read(name: &str, bytes: &[u8]) -> Result<Reading, Error> {
    let mut reader = FileReader::new(name, ReadOptions::default());
    for slice in bytes.chunks(1000) {
        reader.feed(slice)?;
    }
    reader.finish()
}

fn values(dataset: &Dataset) -> Vec<Vec<Option<Value>>> {
    let column = |column: &Column| (0..column.len()).map(|row| column.value(row)).collect();
    dataset.columns().iter().map(column).collect()
}

/// Something of everything a codebook has.
fn survey() -> Dataset {
    let mut gender = Variable::new("gender", Level::Nominal, Origin::Given);
    gender.label = Text::both("Geschlecht", "Gender");
    gender.values = vec![
        ValueLabel {
            value: 1.into(),
            label: Text::both("weiblich", "female"),
        },
        ValueLabel {
            value: 2.into(),
            label: "male".into(),
        },
    ];
    gender.missing = vec![
        UserMissing {
            value: 9.into(),
            label: "refused".into(),
        },
        UserMissing {
            value: ".a".into(),
            label: Text::default(),
        },
    ];
    let mut income = Variable::new("income", Level::Scale, Origin::Overruled);
    income.decimals = Some(2);
    income.missing_ranges = vec![
        MissingRange {
            from: None,
            to: Some(-1.0),
        },
        MissingRange {
            from: Some(1e6),
            to: None,
        },
    ];
    let mut day = Variable::new("day", Level::Date, Origin::Given);
    day.temporal = Some(Temporal::Date);
    let mut moment = Variable::new("moment", Level::Date, Origin::Given);
    moment.temporal = Some(Temporal::DateTime);
    let mut time = Variable::new("time", Level::Scale, Origin::Given);
    time.temporal = Some(Temporal::Time);
    let code = Variable::new("code", Level::Identifier, Origin::Given);
    let words = ["007", "NA", "_x000D_", " <&\"' \r\n\u{1}", "1,5"];
    let mut texts = Texts::default();
    words.iter().for_each(|word| texts.push(word));
    let numbers = |numbers: [f64; 5]| Column::Numbers(Numbers::from(numbers.to_vec()));
    let codebook = Codebook {
        variables: vec![gender, income, day, moment, time, code],
        sets: vec![Set {
            name: "both".to_owned(),
            kind: SetKind::Battery,
            label: "Both".into(),
            items: vec!["gender".to_owned(), "income".to_owned()],
            counted: Some(1.into()),
            origin: Origin::Given,
        }],
        roles: vec![Role {
            kind: RoleKind::Weight,
            variable: "income".to_owned(),
            origin: Origin::Given,
        }],
    };
    let letters = Numbers::from(vec![1.0, 2.0, f64::NAN, 9.0, f64::NAN]);
    let columns = vec![
        Column::Numbers(letters.with_reasons(vec![0, 0, b'a', 0, 0])),
        numbers([0.1, 1e300, -5e-324, f64::NAN, 12_345.678]),
        // the first is before Excel's days, the second its first, then around the day that never was
        numbers([-141_428.0, -25_567.0, -25_509.0, -25_508.0, 20_780.0]),
        numbers([
            -3_000_000_000.0,
            0.0,
            1_795_392_000.25,
            f64::NAN,
            86_399.123_456,
        ]),
        numbers([0.0, 93_784.0, -60.0, 0.5, f64::NAN]),
        Column::Texts(texts),
    ];
    let mut dataset =
        Dataset::new("survey".into(), "survey.sav".into(), codebook, columns).unwrap();
    dataset.title = "A survey".into();
    dataset.unit = Text::both("Befragte", "respondents");
    dataset.frequency = Some("income".to_owned());
    dataset
}

#[test]
fn a_workbook_read_back_is_the_same_dataset() {
    let dataset = survey();
    for language in [Language::De, Language::En] {
        let bytes = write::xlsx(&dataset, language).unwrap();
        let back = read("survey.xlsx", &bytes).unwrap().dataset;
        assert_eq!(values(&back), values(&dataset));
        assert_eq!(back.codebook, dataset.codebook);
        assert_eq!(back.title, dataset.title);
        assert_eq!(back.unit, dataset.unit);
        assert_eq!(back.frequency, dataset.frequency);
    }
}

#[test]
fn guesses_stay_guesses_and_columns_what_they_were() {
    let csv = "id;score;word\n1;1,5;yes\n2;2,25;no\n3;;yes\n4;1,5;NA\n";
    let first = read("a.csv", csv.as_bytes()).unwrap().dataset;
    let bytes = write::xlsx(&first, Language::De).unwrap();
    let back = read("a.xlsx", &bytes).unwrap().dataset;
    assert_eq!(back.codebook, first.codebook);
    assert_eq!(back.columns(), first.columns());
    let again = read("a.csv", write::csv(&first, Language::De).as_bytes())
        .unwrap()
        .dataset;
    assert_eq!(again, first);
}

#[test]
fn csv_read_back_is_the_same_dataset() {
    for csv in [
        "a,b\n1.5,\"x,\"\"y\"\"\nz\"\n,w\n2,\n",
        "only\n1\n\"\"\n3\n",
        "a;b\n0,5;1\n1,25;2\n",
    ] {
        let first = read("a.csv", csv.as_bytes()).unwrap().dataset;
        for language in [Language::De, Language::En] {
            let text = write::csv(&first, language);
            let again = read("a.csv", text.as_bytes()).unwrap().dataset;
            assert_eq!(again, first, "{text}");
        }
    }
}

#[test]
fn what_no_cell_can_hold_is_refused() {
    let mut texts = Texts::default();
    texts.push(&"x".repeat(32_768));
    let codebook = Codebook {
        variables: vec![Variable::new("long", Level::Text, Origin::Given)],
        ..Codebook::default()
    };
    let dataset = Dataset::new(
        "d".into(),
        "d.csv".into(),
        codebook,
        vec![Column::Texts(texts)],
    );
    let message = write::xlsx(&dataset.unwrap(), Language::En)
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("`long` (row 1)") && message.contains("32767"),
        "{message}"
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn gzip_is_read_through() {
    let csv = "a,b\n1,x\n2,y\n";
    let plain = read("a.csv", csv.as_bytes()).unwrap();
    assert_eq!(read("a.csv.gz", &gzip(csv.as_bytes())).unwrap(), plain);
    // two members are one file
    let (first, second) = csv.split_at(7);
    let mut members = gzip(first.as_bytes());
    members.extend(gzip(second.as_bytes()));
    assert_eq!(read("a.csv.gz", &members).unwrap(), plain);
    // padding
    members.extend([0; 512]);
    assert_eq!(read("a.csv.gz", &members).unwrap(), plain);
    // a workbook
    let book = write::xlsx(&survey(), Language::En).unwrap();
    let inside = read("b.xlsx.gz", &gzip(&book)).unwrap();
    assert_eq!(inside.dataset.codebook, survey().codebook);
}

#[test]
fn damaged_gzip_says_how_much_could_be_read() {
    let csv = "a,b\n".to_owned()
        + &(0..20_000)
            .map(|row| format!("{row},{}\n", row * 7919 % 1000))
            .collect::<String>();
    let packed = gzip(csv.as_bytes());
    let is_damaged = |reading: &Reading| {
        reading
            .notes
            .iter()
            .any(|note| matches!(note, ReadingNote::DamagedArchive { .. }) && note.is_warning())
    };
    let cut = read("a.csv.gz", &packed[..packed.len() / 2]).unwrap();
    assert!(is_damaged(&cut) && cut.dataset.rows() > 1000 && cut.dataset.rows() < 20_000);
    let mut wrong = packed.clone();
    let crc = wrong.len() - 8;
    wrong[crc] ^= 1;
    assert!(is_damaged(&read("a.csv.gz", &wrong).unwrap()));
    let Err(Error::Archive { .. }) = read("a.csv.gz", &packed[..8]) else {
        panic!("a header alone is no file")
    };
}

#[test]
fn what_expands_without_end_is_refused() {
    // begins like an old workbook, so that it is collected whole
    let mut old = vec![0; 140 << 20];
    old[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let message = read("bomb.xls.gz", &gzip(&old)).unwrap_err().to_string();
    assert!(message.contains("limit"), "{message}");
    // an archive in an archive in an archive
    let mut nested = b"a,b\n1,2\n".to_vec();
    for _ in 0..5 {
        nested = gzip(&nested);
    }
    let message = read("a.csv.gz", &nested).unwrap_err().to_string();
    assert!(message.contains("archives in archives"), "{message}");
}

/// A ZIP archive without packing.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let offset = bytes.len() as u32;
        let mut header = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let size = content.len() as u32;
        for number in [crc.sum(), size, size] {
            header.extend(number.to_le_bytes());
        }
        header.extend([name.len() as u8, 0, 0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&header);
        bytes.extend(name.as_bytes());
        bytes.extend(*content);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&header);
        list.extend([0; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let offset = (bytes.len() as u32).to_le_bytes();
    let size = (list.len() as u32).to_le_bytes();
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([parts.len() as u8, 0, parts.len() as u8, 0]);
    bytes.extend(size);
    bytes.extend(offset);
    bytes.extend([0, 0]);
    bytes
}

#[test]
fn zip_archives_hold_one_file_of_data_or_ask() {
    let csv = b"a,b\n1,x\n2,y\n";
    let one = zip(&[
        ("read me.txt", b"words"),
        ("__MACOSX/._a.csv", b"x"),
        ("data/a.csv", csv),
    ]);
    let found = read("all.zip", &one).unwrap();
    assert_eq!(found.dataset.rows(), 2);
    assert_eq!(found.dataset.id, "a");
    assert!(found.notes.iter().any(
        |note| matches!(note, ReadingNote::Member { others, .. } if others == &["read me.txt"])
    ));

    let two = zip(&[("a.csv", csv), ("b.csv", csv)]);
    let message = read("all.zip", &two).unwrap_err().to_string();
    assert!(message.contains("a.csv, b.csv"), "{message}");
    for (member, right) in [("b.csv", true), ("2", true), ("c.csv", false)] {
        let options = ReadOptions {
            member: Some(member.to_owned()),
            ..ReadOptions::default()
        };
        let mut reader = FileReader::new("all.zip", options);
        reader.feed(&two).unwrap();
        assert_eq!(
            reader.finish().map(|reading| reading.dataset.id).ok(),
            right.then(|| "b".to_owned())
        );
    }
    for cut in [10, one.len() / 2, one.len() - 5] {
        let message = read("all.zip", &one[..cut]).unwrap_err().to_string();
        assert!(message.contains("truncated"), "{message}");
    }
}

/// A workbook of one sheet.
fn one_sheet(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    zip(&[
        (
            "xl/workbook.xml",
            b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"rId1\" Type=\"t/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn a_header_may_hold_a_number_among_names() {
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let header = format!("<row>{}{}<c><v>5</v></c></row>", text("a"), text("b"));
    let rows = "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>".repeat(3);
    let found = read("a.xlsx", &one_sheet(&format!("{header}{rows}"))).unwrap();
    let names: Vec<&str> = found
        .dataset
        .codebook
        .variables
        .iter()
        .map(|variable| &*variable.name)
        .collect();
    assert_eq!((names, found.dataset.rows()), (vec!["a", "b", "5"], 3));
    // a word where the rows below have a number does not make a header
    let row = format!("<row><c><v>5</v></c>{}<c><v>5</v></c></row>", text("none"));
    let found = read("a.xlsx", &one_sheet(&format!("{row}{rows}"))).unwrap();
    assert_eq!(found.dataset.rows(), 4);
}

#[test]
fn what_a_sheet_cannot_hold_is_refused_with_its_place() {
    for (rows, words) in [
        (
            "<row><c t=\"s\"><v>7</v></c></row>",
            "cell A1 on sheet `Data`",
        ),
        (
            "<row r=\"4294967295\"><c><v>1</v></c></row><row><c><v>2</v></c></row>",
            "`Data`: declares more cells",
        ),
        (
            "<row><c r=\"B1048577\"/></row>",
            "`Data`: declares more cells",
        ),
    ] {
        let message = read("a.xlsx", &one_sheet(rows)).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
    let options = ReadOptions {
        sheet: Some("Data".to_owned()),
        ..ReadOptions::default()
    };
    let mut reader = FileReader::new("a.xlsx", options);
    reader.feed(&one_sheet("")).unwrap();
    let message = reader.finish().unwrap_err().to_string();
    assert!(message.contains("`Data` is empty"), "{message}");
}

#[test]
fn what_the_reader_is_told_about_rows_is_no_finding_of_its_own() {
    let rows = "<row><c><v>1</v></c><c><v>2</v></c></row>".repeat(3);
    let told = |skip: Option<u32>, header_rows: Option<u32>| {
        let options = ReadOptions {
            skip,
            header_rows,
            ..ReadOptions::default()
        };
        let mut reader = FileReader::new("a.xlsx", options);
        reader.feed(&one_sheet(&rows)).unwrap();
        reader.finish()
    };
    for (header_rows, is_noted) in [(None, true), (Some(0), false)] {
        let found = told(None, header_rows).unwrap();
        assert_eq!(found.dataset.rows(), 3);
        assert_eq!(found.notes.contains(&ReadingNote::NoHeader), is_noted);
    }
    let message = told(Some(9), None).unwrap_err().to_string();
    assert!(message.contains("has 3 rows; no more is left"), "{message}");
}

#[test]
fn any_changed_byte_of_a_workbook_is_read_or_refused() {
    let bytes = write::xlsx(&survey(), Language::En).unwrap();
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    let (mut read_on, mut refused) = (0, 0);
    for _ in 0..500 {
        let mut changed = bytes.clone();
        let at = random() % changed.len();
        changed[at] ^= 1 << (random() % 8);
        match read("survey.xlsx", &changed) {
            Ok(_) => read_on += 1,
            Err(_) => refused += 1,
        }
    }
    // checksums find most changes; some bytes do not matter
    assert!(
        refused > 300 && read_on > 0,
        "{refused} refused, {read_on} read"
    );
}
