//! Files of orders as people have them. All of them are invented here.

use befund_formats::{Counted, Error, Fault, FileReader, Reading, ReadingNote};
use befund_survey::analysis::{Analysis, suggest};
use befund_survey::codebook::{Level, Origin};
use befund_survey::propose::default_report;
use befund_survey::{Language, Value};
use proptest::prelude::*;

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Result<Reading, Error> {
    let mut reader = FileReader::new(name, Default::default());
    reader.feed(bytes.as_ref())?;
    reader.finish()
}

fn fault(name: &str, text: &str) -> (u64, String, Fault) {
    match read(name, text) {
        Err(Error::Orders {
            file,
            line,
            text,
            fault,
        }) => {
            assert_eq!(file, name);
            (line, text, fault)
        }
        other => panic!("no fault: {other:?}"),
    }
}

/// The names of the columns with their values; 0 where there is none.
fn table(reading: &Reading) -> Vec<(String, Vec<f64>)> {
    let data = &reading.dataset;
    let variables = data.codebook.variables.iter().zip(data.columns());
    variables
        .map(|(variable, column)| {
            let values = (0..column.len()).map(|row| column.value(row));
            let numbers = values.map(|value| value.as_ref().and_then(Value::number).unwrap_or(0.0));
            (variable.name.clone(), numbers.collect())
        })
        .collect()
}

fn column(name: &str, values: &[f64]) -> (String, Vec<f64>) {
    (name.to_owned(), values.to_vec())
}

const PARKS: &str = "\
# FILE NAME: parks.toi
# TITLE: What the park needs
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 4
# NUMBER VOTERS: 17
# NUMBER UNIQUE ORDERS: 4
# ALTERNATIVE NAME 1: Bänke
# ALTERNATIVE NAME 2: shade: trees, roofs
# ALTERNATIVE NAME 3: water
# ALTERNATIVE NAME 4: lights
9: 2,{1,3},4
5: {1,2}
2: 4
1: {3}, 1 , {2,4}
";

#[test]
fn todays_layout_becomes_ranks_and_counts() {
    let reading = read("parks.toi", PARKS).unwrap();
    assert_eq!(
        table(&reading),
        [
            column("Bänke", &[2.0, 1.0, 0.0, 2.0]),
            column("shade: trees, roofs", &[1.0, 1.0, 0.0, 3.0]),
            column("water", &[2.0, 0.0, 0.0, 1.0]),
            column("lights", &[4.0, 0.0, 1.0, 3.0]),
            column("count", &[9.0, 5.0, 2.0, 1.0]),
        ]
    );
    let data = &reading.dataset;
    assert_eq!(data.id, "parks");
    assert_eq!(data.title.get(Language::En), "What the park needs");
    assert_eq!(data.frequency.as_deref(), Some("count"));
    let variable = &data.codebook.variables[0];
    assert_eq!(
        (variable.level, &variable.origin),
        (Level::Ordinal, &Origin::Given)
    );
    assert!(!reading.notes.iter().any(ReadingNote::is_warning));
}

#[test]
fn the_layout_before_it_reads_the_same() {
    let old = "4\n1,Bänke\n2,shade: trees, roofs\n3,water\n4,lights\n17,17,4\n9,2,{1,3},4\n5,{1,2}\n2,4\n1,{3}, 1 , {2,4}\n\n";
    let (old, new) = (
        read("parks.toi", old).unwrap(),
        read("parks.toi", PARKS).unwrap(),
    );
    assert_eq!(table(&old), table(&new));
    assert_eq!(old.notes, new.notes);
}

#[test]
fn marks_line_ends_and_encodings_do_not_matter() {
    let expected = read("parks.toi", PARKS).unwrap();
    let windows = PARKS.replace('\n', "  \r\n");
    let marked = format!("\u{feff}{windows}");
    assert_eq!(table(&read("parks.toi", marked).unwrap()), table(&expected));
    let latin: Vec<u8> = windows.chars().map(|c| c as u8).collect();
    let latin = read("parks.toi", latin).unwrap();
    assert_eq!(table(&latin), table(&expected));
    assert!(latin.notes.contains(&ReadingNote::Orders {
        data_type: "toi".to_owned(),
        encoding: "Windows-1252".to_owned(),
    }));
}

#[test]
fn a_file_is_known_by_its_header_whatever_its_name() {
    let commented = format!("# edited: without ALTERNATIVE NAME 5: grass\n{PARKS}");
    for text in [PARKS, &commented] {
        let reading = read("download.txt", text).unwrap();
        assert_eq!(reading.dataset.columns().len(), 5);
    }
    let csv = read("a.csv", "# DATA,TYPE\n1,2\n").unwrap();
    assert_eq!(csv.dataset.codebook.variables[0].name, "# DATA");
}

#[test]
fn the_report_is_the_ranking_and_counts_ballots() {
    let data = read("parks.toi", PARKS).unwrap().dataset;
    let report = default_report(&data);
    let [spec] = report.as_slice() else {
        panic!("{report:?}")
    };
    let Analysis::Ranking(ranking) = &spec.analysis else {
        panic!("{spec:?}")
    };
    assert_eq!(ranking.items.len(), 4);
    let finding = befund_survey::analysis::analyse(spec, std::slice::from_ref(&data)).unwrap();
    assert_eq!((finding.base.rows, finding.base.n), (17, 17));
    // ties make these no plain ranks, but the file says what they are
    let picked = ["water".to_owned(), "lights".to_owned()];
    let suggested = suggest(&data, &picked).unwrap();
    assert!(matches!(suggested[0].analysis, Analysis::Ranking(_)));
}

#[test]
fn counts_that_are_weights_already_are_not_counted_twice() {
    let data = read("parks.toi", PARKS).unwrap().dataset;
    let mut spec = default_report(&data).remove(0);
    spec.weight = Some("count".to_owned());
    let finding = befund_survey::analysis::analyse(&spec, &[data]).unwrap();
    assert_eq!(finding.base.weighted_n, 17.0);
}

#[test]
fn what_the_header_counts_otherwise_is_said() {
    let text = PARKS
        .replace("VOTERS: 17", "VOTERS: 20")
        .replace("ORDERS: 4", "ORDERS: 5")
        .replace("ALTERNATIVES: 4", "ALTERNATIVES: 6");
    let reading = read("parks.toi", text).unwrap();
    let said = |counted, announced, found| {
        reading.notes.contains(&ReadingNote::Miscounted {
            counted,
            announced,
            found,
        })
    };
    assert!(said(Counted::Voters, 20, 17));
    assert!(said(Counted::Orders, 5, 4));
    assert!(said(Counted::Alternatives, 6, 4));
    assert_eq!(reading.dataset.columns().len(), 5);
}

#[test]
fn alternatives_without_a_name_are_known_by_their_number() {
    let names = "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 2: b\n";
    let reading = read("x.soi", format!("{names}1: 3,2\n")).unwrap();
    assert_eq!(
        table(&reading),
        [
            column("b", &[2.0]),
            column("3", &[1.0]),
            column("count", &[1.0])
        ]
    );
    let reading = read("x.soc", "# NUMBER ALTERNATIVES: 2\n3: 2,1\n").unwrap();
    let items: Vec<String> = table(&reading).into_iter().map(|column| column.0).collect();
    assert_eq!(items, ["1", "2", "count"]);
}

#[test]
fn names_that_come_again_or_are_taken_are_told_apart() {
    let text = "3\n1,a\n2,a\n3,count\n1,1,1\n1,1,2,3\n";
    let reading = read("x.soc", text).unwrap();
    let names: Vec<String> = table(&reading).into_iter().map(|column| column.0).collect();
    assert_eq!(names, ["a", "a_2", "count", "count_2"]);
    assert_eq!(reading.dataset.frequency.as_deref(), Some("count_2"));
    assert!(reading.notes.iter().any(ReadingNote::is_warning));
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    let with = |order: &str| format!("{PARKS}{order}\n");
    let wrong = |order: &str| fault("parks.toi", &with(order));
    let text = |text: &str| text.to_owned();
    assert_eq!(wrong("x: 1,2"), (15, text("x"), Fault::Count));
    assert_eq!(wrong("-1: 1,2"), (15, text("-1"), Fault::Count));
    assert_eq!(wrong("2,1,3"), (15, text("2,1,3"), Fault::Count));
    assert_eq!(wrong("1: 1,5"), (15, text("5"), Fault::Unknown));
    assert_eq!(wrong("1: 1,0"), (15, text("0"), Fault::Unknown));
    assert_eq!(wrong("1: water"), (15, text("water"), Fault::Unknown));
    assert_eq!(wrong("1: 1,{2,1}"), (15, text("1"), Fault::Twice));
    for order in [
        "{1,2",
        "1,2}",
        "{1,{2,3}}",
        "{1}}",
        "{{1}}",
        "1{2,3}",
        "{1,2}{3}",
    ] {
        let (line, _, fault) = wrong(&format!("1: {order}"));
        assert_eq!((line, fault), (15, Fault::Brace), "{order}");
    }
    let strict = PARKS.replace("TYPE: toi", "TYPE: soi");
    assert_eq!(
        fault("parks.soi", &strict),
        (11, text(" 2,{1,3},4"), Fault::Tie)
    );
    let complete = PARKS.replace("TYPE: toi", "TYPE: toc");
    assert_eq!(
        fault("parks.toc", &complete),
        (13, text("2: 4"), Fault::Incomplete)
    );
    let matching = PARKS.replace("TYPE: toi", "TYPE: wmd");
    assert_eq!(
        fault("parks.toi", &matching),
        (3, text("wmd"), Fault::DataType)
    );
    let number = PARKS.replace("ALTERNATIVES: 4", "ALTERNATIVES: four");
    assert_eq!(
        fault("parks.toi", &number),
        (4, text("four"), Fault::Number)
    );
    let again = PARKS.replace("NAME 2", "NAME 1");
    assert_eq!(fault("parks.toi", &again).2, Fault::Name);
}

#[test]
fn the_layout_before_is_checked_as_well() {
    let text = |text: &str| text.to_owned();
    let header = "2\n1,a\n2,b\n3,3,2\n";
    let wrong = |order: &str| fault("x.soi", &format!("{header}{order}\n"));
    assert_eq!(wrong("1,3"), (5, text("3"), Fault::Unknown));
    assert_eq!(wrong("one,1"), (5, text("one"), Fault::Count));
    assert_eq!(
        fault("x.soi", "a,b\n1,2\n"),
        (1, text("a,b"), Fault::NoHeader)
    );
    assert_eq!(
        fault("x.soi", "2\n1,a\n3,c\n1,1,1\n1,1\n"),
        (3, text("3,c"), Fault::Name)
    );
    assert_eq!(
        fault("x.soi", "2\n1,a\n2,b\n4,1\n5,2,1\n"),
        (4, text("4,1"), Fault::Number)
    );
    let nobody = read("x.soi", format!("{header}2\n1,2\n")).unwrap();
    assert_eq!(table(&nobody)[1], column("b", &[0.0, 1.0]));
}

#[test]
fn the_message_has_place_and_remedy_in_both_languages() {
    let error = read("x.soc", "2\n1,a\n2,b\n3,3,2\n2,1,2\n1,1\n").unwrap_err();
    let words = error.text();
    assert_eq!(
        words.get(Language::En),
        "x.soc, line 6: `1,1`: the file says that every order is complete (soc, toc), but this one leaves alternatives out: declare it as soi or toi."
    );
    assert!(
        words
            .get(Language::De)
            .starts_with("x.soc, Zeile 6, „1,1“: Laut Datei")
    );
}

#[test]
fn nothing_and_no_orders_are_refused() {
    assert!(matches!(read("x.soc", " \n"), Err(Error::Empty { .. })));
    let header = PARKS.split("9: ").next().unwrap();
    assert!(matches!(
        read("x.toi", header),
        Err(Error::HeaderOnly { columns: 4, .. })
    ));
    assert_eq!(
        fault("x.soi", "# TITLE: nothing to rank\n3: 1\n").2,
        Fault::NoHeader
    );
    for header in ["2\n", "2\n1,a\n", "2\n1,a\n2,b\n1,1,1\n"] {
        assert!(read("x.soc", header).is_err(), "{header}");
    }
    assert!(matches!(
        read("x.soc", "PK\x03\x04"),
        Err(Error::OtherFormat { .. })
    ));
}

#[test]
fn a_small_file_cannot_grow_beyond_measure() {
    let mut text = "# NUMBER ALTERNATIVES: 10000\n".to_owned();
    text += &"1:1\n".repeat(4000);
    assert_eq!(fault("x.soi", &text).2, Fault::TooLarge);
    let many = "# NUMBER ALTERNATIVES: 10001\n1: 1\n";
    assert_eq!(fault("x.soi", many).2, Fault::Number);
}

proptest! {
    #[test]
    fn whatever_the_bytes_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), name in "x\\.(soc|soi|toc|toi|csv)") {
        let _ = read(&name, bytes);
    }

    #[test]
    fn whatever_the_lines_nothing_panics(lines in prop::collection::vec("(# |)(NUMBER ALTERNATIVES: |ALTERNATIVE NAME |DATA TYPE: |)[0-9:,{}a ]{0,12}", 0..12), old: bool) {
        let text = format!("{}{}", if old { "3\n1,a\n2,b\n3,c\n1,1,1\n" } else { "# NUMBER ALTERNATIVES: 3\n" }, lines.join("\n"));
        if let Ok(reading) = read("x.toi", &text) {
            prop_assert!(reading.dataset.rows() > 0, "{text}");
        }
    }

    #[test]
    fn slices_do_not_matter(slice in 1usize..40, orders in 1usize..400) {
        let text = format!("{PARKS}{}", "1: 4,{2,3}\n".repeat(orders));
        let mut reader = FileReader::new("parks.txt", Default::default());
        for part in text.as_bytes().chunks(slice) {
            reader.feed(part).unwrap();
        }
        prop_assert_eq!(reader.finish(), read("parks.txt", &text));
    }

    #[test]
    fn what_is_written_is_read(orders in prop::collection::vec((1u32..1000, prop::collection::vec(0u8..4, 5)), 1..20)) {
        // the group of each of five alternatives, 0 for none
        let mut text = "# DATA TYPE: toi\n# NUMBER ALTERNATIVES: 5\n".to_owned();
        let mut ranks = vec![Vec::new(); 5];
        for (count, groups) in &orders {
            let mut written = Vec::new();
            for group in 1..4 {
                let members: Vec<String> = (0..5).filter(|item| groups[*item] == group).map(|item| (item + 1).to_string()).collect();
                if !members.is_empty() {
                    written.push(format!("{{{}}}", members.join(",")));
                }
            }
            text += &format!("{count}: {}\n", written.join(","));
            for item in 0..5 {
                let better = groups.iter().filter(|group| (1..groups[item]).contains(group)).count();
                ranks[item].push(if groups[item] == 0 { 0.0 } else { better as f64 + 1.0 });
            }
        }
        let read = table(&read("x.toi", text).unwrap());
        for (item, ranks) in ranks.into_iter().enumerate() {
            prop_assert_eq!(&read[item], &((item + 1).to_string(), ranks));
        }
        prop_assert_eq!(&read[5].1, &orders.iter().map(|(count, _)| f64::from(*count)).collect::<Vec<_>>());
    }
}
