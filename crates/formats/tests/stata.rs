//! Stata datasets, from bytes that the test writes as Stata's `help dta` describes them.

use befund_formats::{FileReader, Reading};
use befund_survey::codebook::{RoleKind, Temporal};
use befund_survey::{Language, ReadOptions, Text, Value};
use proptest::prelude::*;

/// Which byte of a number comes first.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Big,
    Little,
}

/// A file in the making.
struct Writer {
    bytes: Vec<u8>,
    order: Order,
}

impl Writer {
    fn number(&mut self, number: u64, width: usize) -> &mut Self {
        let bytes = number.to_le_bytes();
        match self.order {
            Order::Little => self.bytes.extend(&bytes[..width]),
            Order::Big => self.bytes.extend(bytes[..width].iter().rev()),
        }
        self
    }

    fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend(bytes);
        self
    }

    /// A text in a field of fixed width.
    fn field(&mut self, text: &[u8], width: usize) -> &mut Self {
        let end = self.bytes.len() + width;
        self.bytes.extend(text);
        self.bytes.resize(end, 0);
        self
    }

    /// A table of value labels as releases from 108 on have it.
    fn table(&mut self, name: &str, width: usize, labels: &[(i32, &[u8])]) -> &mut Self {
        let text: Vec<u8> = labels
            .iter()
            .flat_map(|(_, text)| [text, &[0][..]].concat())
            .collect();
        self.number((8 + 8 * labels.len() + text.len()) as u64, 4);
        self.field(name.as_bytes(), width).raw(&[0; 3]);
        self.number(labels.len() as u64, 4)
            .number(text.len() as u64, 4);
        let mut offset = 0;
        for (_, text) in labels {
            self.number(offset, 4);
            offset += text.len() as u64 + 1;
        }
        for (value, _) in labels {
            self.number(*value as u32 as u64, 4);
        }
        self.raw(&text)
    }
}

/// Three rows of an age (byte, labelled), an income (double) and a place (text of 6 bytes), as releases before 117 have them.
fn fixed(release: u8, order: Order) -> Vec<u8> {
    let (name, format, label) = match release {
        102..=104 => (9, 7, 32),
        105 => (9, 12, 32),
        108 => (9, 12, 81),
        110..=113 => (33, 12, 81),
        _ => (33, 49, 81),
    };
    let mut file = Writer {
        bytes: Vec::new(),
        order,
    };
    let start = if order == Order::Big { 1 } else { 2 };
    file.raw(&[release, start, 1, 0])
        .number(3, 2)
        .number(3, if release == 102 { 2 } else { 4 });
    file.field(b"Stra\xDFen", label);
    if release >= 105 {
        file.field(b"23 Nov 2026 01:32", 18);
    }
    let types: &[u8] = if release >= 111 {
        &[251, 255, 6]
    } else {
        &[b'b', b'd', 127 + 6]
    };
    file.raw(types);
    for text in [&b"age"[..], b"income", b"place"] {
        file.field(text, name);
    }
    file.raw(&[0; 8]);
    for text in [&b"%8.0g"[..], b"%9.2f", b"%6s"] {
        file.field(text, format);
    }
    file.field(b"group", name).field(b"", name).field(b"", name);
    file.field(b"Age", label)
        .field(b"", label)
        .field(b"Gr\xF6\xDFe", label);
    if release >= 105 {
        let width = if release >= 110 { 4 } else { 2 };
        let contents = [
            &b"_dta"[..],
            &vec![0; name - 4],
            b"note0",
            &vec![0; name - 5],
            b"1\0",
        ]
        .concat();
        file.number(1, 1)
            .number(contents.len() as u64, width)
            .raw(&contents);
        file.number(0, 1).number(0, width);
    }
    let missing = if release >= 113 { 101 + 3 } else { 127 };
    for (age, income, place) in [
        (1, 1000.25, &b"K\xF6ln"[..]),
        (2, -3.0, b"Bonn  "),
        (missing, 0.5, b""),
    ] {
        file.number(age, 1)
            .number(f64::to_bits(income), 8)
            .field(place, 6);
    }
    if release < 108 {
        file.number(2, 2)
            .field(b"group", 9)
            .raw(&[0])
            .number(1, 2)
            .number(2, 2);
        file.field(b"j\xFCnger", 8).field(b"older", 8);
    } else {
        let mut labels: Vec<(i32, &[u8])> = vec![(1, b"j\xFCnger"), (2, b"older")];
        if release >= 113 {
            labels.push((2_147_483_621 + 3, b"refused"));
        }
        file.table("group", name, &labels);
    }
    file.bytes
}

/// Variables of a file with tags: type, name, format, name of value labels.
type Described<'a> = (u16, &'a str, &'a str, &'a str);

/// A file with tags; `rows`, `texts` and `tables` write what stands in these parts.
fn tagged(
    release: u16,
    order: Order,
    variables: &[Described<'_>],
    count: u64,
    parts: [&dyn Fn(&mut Writer); 3],
) -> Vec<u8> {
    let (name, format, label) = if release == 117 {
        (33, 49, 81)
    } else {
        (129, 57, 321)
    };
    let wide = if matches!(release, 119 | 121) { 4 } else { 2 };
    let mut file = Writer {
        bytes: Vec::new(),
        order,
    };
    file.raw(b"<stata_dta><header><release>")
        .raw(release.to_string().as_bytes());
    file.raw(b"</release><byteorder>")
        .raw(if order == Order::Big { b"MSF" } else { b"LSF" });
    file.raw(b"</byteorder><K>")
        .number(variables.len() as u64, wide);
    file.raw(b"</K><N>")
        .number(count, if release == 117 { 4 } else { 8 });
    file.raw(b"</N><label>")
        .number(5, if release == 117 { 1 } else { 2 })
        .raw(b"Title");
    file.raw(b"</label><timestamp>\0</timestamp></header><map>")
        .raw(&[0; 112]);
    file.raw(b"</map><variable_types>");
    for variable in variables {
        file.number(variable.0.into(), 2);
    }
    file.raw(b"</variable_types><varnames>");
    for variable in variables {
        file.field(variable.1.as_bytes(), name);
    }
    file.raw(b"</varnames><sortlist>")
        .raw(&vec![0; (variables.len() + 1) * wide]);
    file.raw(b"</sortlist><formats>");
    for variable in variables {
        file.field(variable.2.as_bytes(), format);
    }
    file.raw(b"</formats><value_label_names>");
    for variable in variables {
        file.field(variable.3.as_bytes(), name);
    }
    file.raw(b"</value_label_names><variable_labels>")
        .raw(&vec![0; variables.len() * label]);
    file.raw(b"</variable_labels><characteristics>");
    for (key, contents) in [("_svy_wvar", "w"), ("iis", "nothing")] {
        file.raw(b"<ch>")
            .number((2 * name + contents.len() + 1) as u64, 4);
        file.field(b"_dta", name)
            .field(key.as_bytes(), name)
            .raw(contents.as_bytes())
            .raw(b"\0</ch>");
    }
    file.raw(b"</characteristics><data>");
    parts[0](&mut file);
    file.raw(b"</data><strls>");
    parts[1](&mut file);
    file.raw(b"</strls><value_labels>");
    parts[2](&mut file);
    file.raw(b"</value_labels></stata_dta>");
    file.bytes
}

/// The places of long texts in cells: 4 + 4, 2 + 6 or 3 + 5 bytes.
fn place(file: &mut Writer, release: u16, variable: u64, row: u64) {
    let width = match release {
        117 => 4,
        118 | 120 => 2,
        _ => 3,
    };
    file.number(variable, width).number(row, 8 - width);
}

/// Two rows of a weight, a long text, a month and a time of day.
fn long(release: u16, order: Order) -> Vec<u8> {
    let variables = [
        (65527, "w", "%9.0g", ""),
        (32768, "answer", "%9s", ""),
        (65529, "month", "%tm", ""),
        (65526, "time", "%tcHH:MM", ""),
        (65526, "moment", "%tc", "when"),
    ];
    let row = |file: &mut Writer, row: u64, weight: f32, month: u64, moment: f64| {
        file.number(weight.to_bits().into(), 4);
        place(file, release, 2, row);
        file.number(month, 2)
            .number(f64::to_bits(60_000.0 * row as f64), 8)
            .number(moment.to_bits(), 8);
    };
    let rows = |file: &mut Writer| {
        row(file, 1, 1.5, 701, 0.0);
        row(file, 2, 0.1, 32_741, 1_000.5);
    };
    let texts = |file: &mut Writer| {
        for (number, kind, bytes) in [
            (1, 130, "Zürich ist groß\0".as_bytes()),
            (2, 129, b"\x89PNG\0\xFF"),
        ] {
            file.raw(b"GSO")
                .number(2, 4)
                .number(number, if release == 117 { 4 } else { 8 });
            file.raw(&[kind]).number(bytes.len() as u64, 4).raw(bytes);
        }
    };
    let name = if release == 117 { 33 } else { 129 };
    let tables = |file: &mut Writer| {
        file.raw(b"<lbl>")
            .table("when", name, &[(0, b"start")])
            .raw(b"</lbl>");
    };
    tagged(release, order, &variables, 2, [&rows, &texts, &tables])
}

fn read(bytes: &[u8]) -> Result<Reading, String> {
    read_as(bytes, ReadOptions::default())
}

fn read_as(bytes: &[u8], options: ReadOptions) -> Result<Reading, String> {
    let mut reader = FileReader::new("survey.dta", options);
    // in slices, as a browser gives them
    for slice in bytes.chunks(1000) {
        reader.feed(slice).map_err(|error| error.to_string())?;
    }
    reader.finish().map_err(|error| {
        assert!(error.text().get(Language::De).starts_with("survey.dta"));
        error.to_string()
    })
}

fn cells(reading: &Reading, name: &str) -> Vec<Option<Value>> {
    let (_, column) = reading.dataset.variable(name).unwrap();
    (0..column.len()).map(|row| column.value(row)).collect()
}

fn notes(reading: &Reading) -> Vec<String> {
    let text = |note: &befund_formats::ReadingNote| note.text().get(Language::En).to_owned();
    reading.notes.iter().map(text).collect()
}

#[test]
fn every_release_without_tags_says_the_same() {
    for release in [102, 103, 104, 105, 108, 110, 111, 113, 114, 115] {
        for order in [Order::Big, Order::Little] {
            let reading = read(&fixed(release, order)).unwrap();
            let data = &reading.dataset;
            assert_eq!(data.rows(), 3, "release {release}");
            assert_eq!(data.title, Text::from("Straßen"));
            let lettered = release >= 113;
            let refused = lettered.then(|| Value::from(".c"));
            assert_eq!(
                cells(&reading, "age"),
                [Some(1.into()), Some(2.into()), refused]
            );
            assert_eq!(
                cells(&reading, "income"),
                [1000.25, -3.0, 0.5].map(|income| Some(income.into()))
            );
            assert_eq!(
                cells(&reading, "place"),
                [Some("Köln".into()), Some("Bonn".into()), None]
            );
            let (age, _) = data.variable("age").unwrap();
            assert_eq!(age.label, Text::from("Age"));
            assert_eq!(age.value_label(&1.into()), Text::from("jünger"));
            assert_eq!(age.values.len(), if lettered { 3 } else { 2 });
            assert_eq!(age.missing.len(), usize::from(lettered));
            if lettered {
                assert_eq!(age.missing[0].label, Text::from("refused"));
            }
            assert_eq!(data.variable("income").unwrap().0.decimals, Some(2));
            assert_eq!(data.variable("place").unwrap().0.label, Text::from("Größe"));
            assert!(
                reading.notes.iter().all(|note| !note.is_warning()),
                "{:?}",
                notes(&reading)
            );
        }
    }
}

#[test]
fn every_release_with_tags_says_the_same() {
    for release in [117, 118, 119, 120, 121] {
        for order in [Order::Big, Order::Little] {
            let reading = read(&long(release, order)).unwrap();
            let data = &reading.dataset;
            assert_eq!(data.title, Text::from("Title"));
            assert_eq!(
                cells(&reading, "w"),
                [Some(1.5.into()), Some(f64::from(0.1_f32).into())]
            );
            assert_eq!(
                cells(&reading, "answer"),
                [Some("Zürich ist groß".into()), None]
            );
            // 2018-06-01, the first of the 701st month after January 1960
            assert_eq!(cells(&reading, "month"), [Some(17_683.into()), None]);
            assert_eq!(
                data.variable("month").unwrap().0.temporal,
                Some(Temporal::Date)
            );
            assert_eq!(cells(&reading, "time"), [Some(60.into()), Some(120.into())]);
            assert_eq!(
                data.variable("time").unwrap().0.temporal,
                Some(Temporal::Time)
            );
            let (moment, _) = data.variable("moment").unwrap();
            let start = Value::from(-315_619_200.0);
            assert_eq!(moment.temporal, Some(Temporal::DateTime));
            assert_eq!(moment.value_label(&start), Text::from("start"));
            assert_eq!(
                cells(&reading, "moment"),
                [Some(start), Some((-315_619_198.999_5).into())]
            );
            assert_eq!(data.codebook.role(RoleKind::Weight), Some("w"));
            assert_eq!(data.codebook.role(RoleKind::Case), None);
            let warned: Vec<String> = reading
                .notes
                .iter()
                .filter(|note| note.is_warning())
                .map(|note| note.text().get(Language::En).to_owned())
                .collect();
            assert!(
                warned.len() == 1
                    && warned[0].contains(
                        "answer, rows that hold no text but other data such as a picture: 1 "
                    ),
                "{warned:?}"
            );
        }
    }
}

#[test]
fn variables_of_other_frames_are_left_out_loudly() {
    let variables = [
        (65530, "a", "%8.0g", ""),
        (65525, "other", "%8.0g", ""),
        (65530, "b", "%8.0g", "gone"),
    ];
    let rows = |file: &mut Writer| {
        file.raw(&[1, 2, 3, 4]);
    };
    let nothing = |_: &mut Writer| {};
    let bytes = tagged(
        120,
        Order::Little,
        &variables,
        2,
        [&rows, &nothing, &nothing],
    );
    let reading = read(&bytes).unwrap();
    assert_eq!(cells(&reading, "b"), [Some(2.into()), Some(4.into())]);
    let notes = notes(&reading);
    assert!(
        notes
            .iter()
            .any(|note| note.contains("another frame: other")),
        "{notes:?}"
    );
    assert!(
        notes
            .iter()
            .any(|note| note.contains("value labels are not in the file: b")),
        "{notes:?}"
    );
}

#[test]
fn the_encoding_can_be_told() {
    let bytes = fixed(115, Order::Little);
    let told = |name: &str| ReadOptions {
        encoding: Some(name.to_owned()),
        ..ReadOptions::default()
    };
    let mac = read_as(&bytes, told("macintosh")).unwrap();
    assert_eq!(cells(&mac, "place")[0], Some("Kˆln".into()));
    let russian = read_as(&bytes, told("windows-1251")).unwrap();
    assert_eq!(cells(&russian, "place")[0], Some("Kцln".into()));
    let unknown = read_as(&bytes, told("klingon")).unwrap_err();
    assert!(
        unknown.contains("klingon") && unknown.contains("windows-1252"),
        "{unknown}"
    );
    let utf8 = read_as(&bytes, told("UTF-8")).unwrap();
    assert!(
        notes(&utf8)
            .iter()
            .any(|note| note.contains("Texts that are not UTF-8"))
    );
}

#[test]
fn what_is_cut_is_refused_or_said() {
    for bytes in [
        fixed(105, Order::Big),
        fixed(115, Order::Little),
        long(117, Order::Big),
        long(118, Order::Little),
    ] {
        for end in 12..bytes.len() {
            match read(&bytes[..end]) {
                Ok(reading) => {
                    let warned = reading
                        .notes
                        .iter()
                        .any(befund_formats::ReadingNote::is_warning);
                    let whole = read(&bytes).unwrap();
                    assert_eq!(
                        reading.dataset.columns(),
                        whole.dataset.columns(),
                        "cut at {end}"
                    );
                    let labels = |reading: &Reading| {
                        reading
                            .dataset
                            .codebook
                            .variables
                            .iter()
                            .map(|variable| variable.values.len())
                            .sum::<usize>()
                    };
                    // labels may end where the file does
                    assert!(
                        warned || labels(&reading) == labels(&whole) || labels(&reading) == 0,
                        "cut at {end}"
                    );
                }
                Err(message) => assert!(message.contains("truncated"), "cut at {end}: {message}"),
            }
        }
    }
    let bytes = fixed(115, Order::Little);
    // the labels need 4 + 33 + 3 + 8 + 24 + 21 bytes, a row 15
    let message = read(&bytes[..bytes.len() - 93 - 20]).unwrap_err();
    assert!(
        message.contains("1 rows are there, fewer than the 3 announced"),
        "{message}"
    );
}

#[test]
fn damage_is_named_with_its_place() {
    let mut bytes = long(118, Order::Little);
    let at = bytes
        .windows(9)
        .position(|part| part == b"<formats>")
        .unwrap();
    bytes[at] = b'x';
    let message = read(&bytes).unwrap_err();
    assert!(
        message.contains("</sortlist><formats>") && message.contains("damaged"),
        "{message}"
    );

    let mut bytes = fixed(115, Order::Little);
    bytes[6..10].copy_from_slice(&[0xFF; 4]);
    let message = read(&bytes).unwrap_err();
    assert!(message.contains("4294967295"), "{message}");

    bytes[0] = 106;
    let message = read(&bytes).unwrap_err();
    assert!(message.contains("`106` is no release"), "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(
        which in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = match which {
            0 => fixed(104, Order::Big),
            1 => fixed(115, Order::Little),
            2 => long(117, Order::Little),
            _ => long(119, Order::Big),
        };
        for (place, byte) in &changes {
            let place = place.index(bytes.len());
            bytes[place] = *byte;
        }
        let _ = read(&bytes);
        let _ = read(&bytes[..end.index(bytes.len())]);
    }
}
