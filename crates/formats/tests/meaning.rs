//! What must be found in files without a codebook, and what must not.

use befund_formats::FileReader;
use befund_survey::codebook::{Codebook, Level, RoleKind, SetKind};
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, Value};

fn read(csv: &str) -> Dataset {
    let mut reader = FileReader::new("a.csv", ReadOptions::default());
    reader.feed(csv.as_bytes()).expect("text");
    reader.finish().expect("table").dataset
}

/// A table of so many rows: each cell is made from row and column.
fn table(names: &[&str], rows: usize, cell: impl Fn(usize, usize) -> String) -> Dataset {
    let mut csv = names.join(";") + "\n";
    for row in 0..rows {
        let cells: Vec<String> = (0..names.len()).map(|column| cell(row, column)).collect();
        csv += &(cells.join(";") + "\n");
    }
    read(&csv)
}

fn sets(data: &Dataset) -> Vec<(SetKind, Vec<&str>)> {
    data.codebook
        .sets
        .iter()
        .map(|set| (set.kind, set.items.iter().map(String::as_str).collect()))
        .collect()
}

fn values(codebook: &Codebook, name: &str) -> Vec<String> {
    let variable = codebook.variable(name).expect("variable");
    variable
        .values
        .iter()
        .map(|known| known.value.to_string())
        .collect()
}

/// A number that looks random and is the same everywhere.
fn noise(row: usize, column: usize, below: usize) -> usize {
    let mut x = (row * 7919 + column * 104_729 + 12_345) as u64;
    for _ in 0..3 {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    (x % below as u64) as usize
}

#[test]
fn a_battery_of_numbers_with_a_missing_code() {
    let data = table(
        &["id", "l01", "l02", "l03", "age"],
        60,
        |row, column| match column {
            0 => row.to_string(),
            4 => (18 + noise(row, 9, 60)).to_string(),
            _ if noise(row, column + 20, 15) == 0 => "-9".to_owned(),
            _ => (1 + noise(row, column, 5)).to_string(),
        },
    );
    assert_eq!(sets(&data), [(SetKind::Battery, vec!["l01", "l02", "l03"])]);
    let item = data.codebook.variable("l01").expect("item");
    assert!(item.is_missing(&Value::Number(-9.0)) && item.missing_origin.is_guessed());
    assert_eq!(data.codebook.role(RoleKind::Case), Some("id"));
}

#[test]
fn a_battery_of_words_shares_its_scale() {
    let scale = [
        "stimme gar nicht zu",
        "stimme eher nicht zu",
        "teils/teils",
        "stimme eher zu",
        "stimme voll zu",
    ];
    let names = [
        "Die Arbeit ist gut",
        "Die Arbeit ist schwer",
        "Ich gehe gern hin",
    ];
    let data = table(&names, 50, |row, column| match noise(row, column + 7, 12) {
        0 => "weiß nicht".to_owned(),
        _ if column == 2 => scale[noise(row, column, 4)].to_owned(),
        _ => scale[noise(row, column, 5)].to_owned(),
    });
    assert_eq!(sets(&data), [(SetKind::Battery, names.to_vec())]);
    for name in names {
        assert_eq!(
            values(&data.codebook, name),
            scale,
            "also the answer that nobody gave"
        );
        let variable = data.codebook.variable(name).expect("item");
        assert_eq!(variable.level, Level::Ordinal);
        assert!(variable.is_missing(&"weiß nicht".into()));
    }
}

#[test]
fn boxes_are_several_answers_however_they_were_exported() {
    let names = ["q7_1", "q7_2", "q7_3", "q7_4"];
    let labels = ["Bus", "Bahn", "Rad", "Auto"];
    type Written<'a> = &'a dyn Fn(bool, usize) -> String;
    let kinds: [(&str, Written<'_>); 4] = [
        ("0/1", &|ticked, _| u8::from(ticked).to_string()),
        ("Yes", &|ticked, _| {
            if ticked { "Yes" } else { "No" }.to_owned()
        }),
        ("Selected", &|ticked, _| {
            if ticked { "Selected" } else { "" }.to_owned()
        }),
        ("own label", &|ticked, column| {
            if ticked {
                labels[column]
            } else {
                "Not selected"
            }
            .to_owned()
        }),
    ];
    for (kind, cell) in kinds {
        let data = table(&names, 40, |row, column| {
            cell(noise(row, column, 3) == 0, column)
        });
        assert_eq!(sets(&data), [(SetKind::Multiple, names.to_vec())], "{kind}");
    }
}

#[test]
fn rankings_complete_and_of_the_first_three() {
    let names = ["r1", "r2", "r3", "r4", "r5"];
    for top in [5, 3] {
        let data = table(&names, 60, |row, column| {
            let (shift, step) = (noise(row, 0, 5), 1 + noise(row, 1, 4));
            let rank = (column * step + shift) % 5 + 1;
            if rank <= top {
                rank.to_string()
            } else {
                String::new()
            }
        });
        assert_eq!(
            sets(&data),
            [(SetKind::Ranking, names.to_vec())],
            "top {top}"
        );
    }
    // ratings of the same span are none
    let data = table(&names, 60, |row, column| {
        (1 + noise(row, column, 5)).to_string()
    });
    assert_eq!(sets(&data), [(SetKind::Battery, names.to_vec())]);
}

#[test]
fn first_and_second_mention_come_from_one_list() {
    let list = ["Miete", "Lärm", "Verkehr", "Grün", "Schule", "Läden"];
    let names = ["mention1", "mention2", "mention3"];
    let data = table(&names, 60, |row, column| {
        let given = 1 + noise(row, 50, 3);
        let place = (noise(row, 51, 6) + column * (1 + noise(row, 52, 1))) % 6;
        if column < given {
            list[place].to_owned()
        } else {
            String::new()
        }
    });
    assert_eq!(sets(&data), [(SetKind::Categories, names.to_vec())]);
}

#[test]
fn several_answers_in_one_cell() {
    let list = ["Bus", "Bahn", "Rad"];
    let data = table(&["id", "mode"], 60, |row, column| match column {
        0 => row.to_string(),
        _ => {
            let chosen: Vec<&str> = (0..3)
                .filter(|at| noise(row, *at, 2) == 0)
                .map(|at| list[at])
                .collect();
            chosen.join(", ")
        }
    });
    assert_eq!(
        sets(&data),
        [(SetKind::Separated { separator: ',' }, vec!["mode"])]
    );
}

#[test]
fn questions_of_different_scales_stay_apart() {
    let names = ["q1", "q2", "q3", "q4", "q5", "q6"];
    let data = table(&names, 300, |row, column| {
        let points = if column < 3 { 4 } else { 7 };
        (1 + noise(row, column, points)).to_string()
    });
    assert_eq!(
        sets(&data),
        [
            (SetKind::Battery, vec!["q1", "q2", "q3"]),
            (SetKind::Battery, vec!["q4", "q5", "q6"])
        ]
    );
    // a name, an age and a rating have nothing in common
    let data = table(&["v1", "v2", "v3"], 300, |row, column| match column {
        0 => (1 + noise(row, column, 5)).to_string(),
        1 => (18 + noise(row, column, 70)).to_string(),
        _ => ["a", "b", "c"][noise(row, column, 3)].to_owned(),
    });
    assert_eq!(sets(&data), []);
}

#[test]
fn weights_groups_waves_and_days() {
    let names = ["wave", "office", "weight", "body_weight", "day", "age"];
    let data = table(&names, 90, |row, column| match column {
        0 => (1 + row % 3).to_string(),
        1 => ["ord", "plan", "soz"][noise(row, 1, 3)].to_owned(),
        2 => format!("{:.3}", 0.5 + noise(row, 2, 1000) as f64 / 1000.0).replace('.', ","),
        3 => format!("{:.1}", 50.0 + noise(row, 3, 400) as f64 / 10.0).replace('.', ","),
        4 => format!("{:02}.11.2026", 1 + noise(row, 4, 28)),
        _ => ["unter 25", "25-64", "65+"][noise(row, 5, 3)].to_owned(),
    });
    let book = &data.codebook;
    assert_eq!(book.role(RoleKind::Weight), Some("weight"));
    assert_eq!(book.role(RoleKind::Group), Some("office"));
    assert_eq!(book.role(RoleKind::Wave), Some("wave"));
    let day = book.variable("day").expect("day");
    let (_, column) = data.variable("day").expect("day");
    let written = column
        .value(0)
        .map(|value| day.written(&value))
        .unwrap_or_default();
    assert!(
        written.starts_with("2026-11-") && day.level == Level::Date,
        "{written}"
    );
    assert_eq!(values(book, "age"), ["unter 25", "25-64", "65+"]);
}

#[test]
fn a_year_is_a_wave_only_where_cases_come_again_and_a_key_is_no_amount() {
    let table = |repeats: usize| {
        table(
            &["id", "year", "size"],
            60,
            move |row, column| match column {
                0 => (7 + 3 * (row / repeats)).to_string(),
                1 => (2007 + row % 3).to_string(),
                _ => (100 + noise(row, column, 300)).to_string(),
            },
        )
    };
    let penguins = table(1);
    assert_eq!(penguins.codebook.role(RoleKind::Wave), None);
    assert_eq!(penguins.codebook.role(RoleKind::Case), Some("id"));
    let level = |data: &Dataset, name| data.codebook.variable(name).map(|known| known.level);
    assert_eq!(level(&penguins, "id"), Some(Level::Identifier));
    assert_eq!(level(&penguins, "size"), Some(Level::Scale));
    let panel = table(3);
    assert_eq!(panel.codebook.role(RoleKind::Wave), Some("year"));
}

#[test]
fn guesses_are_made_anew_and_what_was_said_stays() {
    let mut data = table(&["q1", "q2", "q3"], 60, |row, column| {
        (1 + noise(row, column, 4)).to_string()
    });
    let before = data.clone();
    befund_survey::meaning::complete(&mut data);
    assert_eq!(data, before, "a second look finds the same");
    data.codebook.sets[0].kind = SetKind::Multiple;
    data.codebook.sets[0].origin = befund_survey::codebook::Origin::Overruled;
    data.codebook.variables[0].level = Level::Nominal;
    data.codebook.variables[0].origin = befund_survey::codebook::Origin::Given;
    befund_survey::meaning::complete(&mut data);
    assert_eq!(sets(&data), [(SetKind::Multiple, vec!["q1", "q2", "q3"])]);
    assert_eq!(data.codebook.variables[0].level, Level::Nominal);
}
