//! Rows that are records of cases: counts by record and by case, errors and tests that take cases for clusters.

use std::collections::BTreeSet;

use befund_survey::analysis::{Analysis, AnalysisSpec, Stage, analyse};
use befund_survey::codebook::{Codebook, Origin, Reason, Role, RoleKind, UserMissing};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::finding::{ContingencyTable, Finding, FrequencyTable, Note, Results};
use befund_survey::propose::Screening;
use befund_survey::{Error, Value, infer};
use proptest::prelude::*;

/// Columns by name, answers separated by blanks, `.` for none.
fn data(columns: &[(&str, &str)]) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, answers) in columns {
        let mut dictionary: Vec<Value> = Vec::new();
        let codes = answers.split_whitespace().map(|text| {
            if text == "." {
                return 0;
            }
            let number = text.parse().map(Value::Number);
            let value = number.unwrap_or_else(|_| Value::from(text));
            let known = dictionary.iter().position(|known| *known == value);
            let at = known.unwrap_or_else(|| {
                dictionary.push(value);
                dictionary.len() - 1
            });
            at as u8 + 1
        });
        let codes = codes.collect();
        let column = Column::Codes(Codes::new(CodeStore::U8(codes), dictionary));
        codebook.variables.push(infer(name, &column));
        stored.push(column);
    }
    Dataset::new("d".to_owned(), "d.csv".to_owned(), codebook, stored).unwrap()
}

/// 24 measures of twelve offices; of two nobody knows whose they are.
fn measures() -> Dataset {
    data(&[
        ("case", "a a a b b c c c c d e e f g g h i i j j k l . ."),
        ("field", "x y x x x y z y . x z z y x y x z x y y x z x y"),
        ("office", "p p p p p q q q q q q q p p p q q p p p p q p q"),
        (
            "w",
            "1.5 1.5 1.5 .5 .5 2 2 2 2 1 1 1 .5 2 2 1.5 1 1 .5 .5 1 2 1 1",
        ),
        ("uneven", "1 2 1 1 1 1 1 1 1 1 3 1 1 1 1 1 1 1 1 1 1 1 1 1"),
        ("half", "a a b a a a a a a a a b a a a a a a a a a a . a"),
    ])
}

fn role(data: &mut Dataset, variable: &str, origin: Origin) {
    data.codebook.roles.push(Role {
        kind: RoleKind::Case,
        variable: variable.to_owned(),
        origin,
    });
}

fn run(data: &Dataset, spec: &str) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_str(spec).unwrap();
    analyse(&spec, std::slice::from_ref(data))
}

fn frequencies(finding: &Finding) -> &FrequencyTable {
    match &finding.results {
        Results::Frequencies(table) => table,
        other => panic!("{other:?}"),
    }
}

fn crosstab(finding: &Finding) -> &ContingencyTable {
    match &finding.results {
        Results::Crosstab(table) => table,
        other => panic!("{other:?}"),
    }
}

fn counts(table: &FrequencyTable) -> Vec<f64> {
    let cases = table.cases.as_ref().unwrap();
    cases.shares.iter().map(|share| share.count).collect()
}

fn near(found: f64, truth: f64, tolerance: f64) {
    assert!(
        (found - truth).abs() <= tolerance * truth.abs(),
        "{found} {truth}"
    );
}

#[test]
fn frequencies_count_records_and_cases() {
    let finding = run(
        &measures(),
        r#"{"kind": "frequencies", "variable": "field", "cases": "case"}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    let by_record: Vec<f64> = table.categories.iter().map(|row| row.share.count).collect();
    assert_eq!(by_record, [10.0, 8.0, 5.0]);
    // R 4.2: tapply(d$case, d$field, function(x) length(unique(na.omit(x)))), of records with a field
    assert_eq!(counts(table), [7.0, 5.0, 4.0]);
    let cases = table.cases.as_ref().unwrap();
    assert_eq!(cases.records.n, 12);
    assert_eq!(cases.records.records, 21);
    assert_eq!(cases.records.most_records, 3);
    assert_eq!(cases.shares[0].share, Some(7.0 / 12.0));
    assert_eq!(finding.base.cases, Some(12));
    let sum: f64 = cases.shares.iter().filter_map(|share| share.share).sum();
    assert!(sum > 1.0);
    for note in [
        Note::SharesOfCases { cases: 12 },
        Note::DependentRecords {
            records: 21,
            cases: 12,
            most: 3,
        },
        Note::WithoutCase { records: 2 },
    ] {
        assert!(finding.notes.contains(&note), "{note:?}");
    }
}

#[test]
fn the_interval_of_a_share_takes_cases_for_clusters() {
    // R 4.2, survey 4.1.1: m <- svymean(~field, subset(svydesign(ids = ~cl, data = d), !is.na(field))) with a cluster of its own
    // for each record without a case; plogis(qlogis(p) ± qt(0.975, 13) SE(m)/(p(1 − p))). svyciprop(method = "logit") fits a
    // model and stops 2e-9 away from it.
    let truth = [
        [0.214_025_931_401_173_07, 0.684_838_554_110_764_4],
        [0.161_499_364_736_137_85, 0.596_257_858_376_131_9],
        [0.073_549_587_748_074_49, 0.492_883_728_014_046_06],
    ];
    let finding = run(
        &measures(),
        r#"{"kind": "frequencies", "variable": "field", "cases": ["case"]}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    for (row, truth) in table.categories.iter().zip(truth) {
        let interval = row.confidence_interval.unwrap();
        near(interval.lower, truth[0], 1e-12);
        near(interval.upper, truth[1], 1e-12);
    }
    let units = table.statistics.number(&["under_design", "sampling_units"]);
    assert_eq!(units, Some(14.0));
}

#[test]
fn the_order_of_categories_is_that_of_their_cases() {
    let finding = run(
        &data(&[("id", "1 1 1 2 3"), ("q", "b b b a a")]),
        r#"{"kind": "frequencies", "variable": "q", "cases": "id", "order": "descending"}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    assert_eq!(table.categories[0].category.value, Value::from("b"));
    assert_eq!(counts(table), [1.0, 2.0]);
}

#[test]
fn a_case_weighs_what_its_records_weigh() {
    let finding = run(
        &measures(),
        r#"{"kind": "frequencies", "variable": "field", "cases": "case", "weight": "w"}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    assert_eq!(counts(table), [8.5, 6.5, 6.0]);
    let cases = table.cases.as_ref().unwrap();
    assert_eq!((cases.records.n, cases.records.weighted_n), (12, 14.5));
    assert_eq!(cases.shares[2].share, Some(6.0 / 14.5));
}

#[test]
fn a_case_whose_records_weigh_differently_has_no_weight() {
    let finding = run(
        &measures(),
        r#"{"kind": "frequencies", "variable": "field", "cases": "case", "weight": "uneven"}"#,
    )
    .unwrap();
    assert_eq!(frequencies(&finding).cases, None);
    assert!(finding.notes.contains(&Note::UnevenCaseWeights {
        cases: 2,
        weight: "uneven".to_owned()
    }));
    let said = |note: &Note| matches!(note, Note::SharesOfCases { .. });
    assert!(!finding.notes.iter().any(said));
    // by record everything is there, with errors that know the cases
    assert_eq!(frequencies(&finding).valid, 26.0);
    assert!(
        frequencies(&finding).categories[0]
            .confidence_interval
            .is_some()
    );
}

#[test]
fn a_crosstab_counts_cases_by_cell_row_and_column() {
    let finding = run(
        &measures(),
        r#"{"kind": "crosstab", "rows": "office", "columns": "field", "cases": "case"}"#,
    )
    .unwrap();
    let table = crosstab(&finding);
    let cases = table.cases.as_ref().unwrap();
    assert_eq!(cases.counts, [[5.0, 4.0, 0.0], [2.0, 1.0, 4.0]]);
    // office i has records of both kinds
    assert_eq!(cases.row_totals, [7.0, 6.0]);
    assert_eq!(cases.column_totals, [7.0, 5.0, 4.0]);
    assert_eq!(cases.records.n, 12);
    assert_eq!(cases.row_shares[0], [5.0 / 7.0, 4.0 / 7.0, 0.0]);
    assert_eq!(cases.column_shares[1], [2.0 / 7.0, 1.0 / 5.0, 1.0]);
    assert_eq!(cases.total_shares, [7.0 / 12.0, 5.0 / 12.0, 4.0 / 12.0]);
}

#[test]
fn the_test_of_a_crosstab_takes_cases_for_clusters() {
    // R 4.2, survey 4.1.1: svychisq(~office + field, subset(svydesign(ids = ~cl, weights = ~w, data = d), !is.na(field)))
    let truth = [
        (
            "none",
            [
                3.820_327_835_981_23,
                1.977_484_688_649_249_3,
                25.707_300_952_440_747,
                0.035_686_036_943_854_25,
            ],
        ),
        (
            "w",
            [
                3.581_907_315_915_300_3,
                1.972_442_565_162_663_8,
                25.641_753_347_114_63,
                0.043_033_352_299_628_79,
            ],
        ),
    ];
    for (weight, truth) in truth {
        let finding = run(
            &measures(),
            &format!(
                r#"{{"kind": "crosstab", "rows": "office", "columns": "field", "cases": "case", "weight": "{weight}"}}"#
            ),
        )
        .unwrap();
        let sheet = &crosstab(&finding).statistics;
        for (term, truth) in ["statistic", "df1", "df2", "p_value"].iter().zip(truth) {
            near(sheet.number(&["rao_scott", term]).unwrap(), truth, 1e-11);
        }
        // nothing that would take records for cases
        for term in ["fisher_exact", "column_proportions"] {
            assert_eq!(sheet.get(&[term]), None, "{term}");
        }
    }
}

#[test]
fn a_stated_cluster_goes_before_the_case() {
    let spec = |design: &str| {
        format!(
            r#"{{"kind": "crosstab", "rows": "office", "columns": "field", "cases": "case"{design}}}"#
        )
    };
    let units = |spec: &str| {
        let finding = run(&measures(), spec).unwrap();
        let sheet = &crosstab(&finding).statistics;
        sheet.number(&["rao_scott", "sampling_units"])
    };
    assert_eq!(units(&spec("")), Some(14.0));
    assert_eq!(units(&spec(r#", "design": {}"#)), Some(14.0));
    let stated = r#", "design": {"clusters": "uneven"}"#;
    assert_eq!(units(&spec(stated)), Some(3.0));
}

#[test]
fn the_size_of_a_population_is_one_of_cases() {
    let spec = |size: u32| {
        format!(
            r#"{{"kind": "frequencies", "variable": "field", "cases": "case", "design": {{"population": {size}}}}}"#
        )
    };
    // 24 records of 14 units
    let finding = run(&measures(), &spec(20)).unwrap();
    let table = frequencies(&finding);
    let width = |table: &FrequencyTable| {
        let interval = table.categories[0].confidence_interval.unwrap();
        interval.upper - interval.lower
    };
    let wide = run(&measures(), &spec(20_000)).unwrap();
    assert!(width(table) < 0.7 * width(frequencies(&wide)));
    assert_eq!(table.statistics.get(&["finite_population"]), None);
    let error = run(&measures(), &spec(13)).unwrap_err();
    assert!(matches!(error, Error::StratumPopulation { sampled, .. } if sampled == 14.0));
}

#[test]
fn a_filter_keeps_records_and_the_cases_they_leave() {
    let finding = run(
        &measures(),
        r#"{"kind": "frequencies", "variable": "field", "cases": "case", "filter": "office = 'q'"}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    // offices c, d, e, h, i and l
    assert_eq!(counts(table), [2.0, 1.0, 4.0]);
    assert_eq!(finding.base.cases, Some(6));
}

#[test]
fn a_row_may_stand_for_several_records_of_its_case() {
    let data = data(&[("id", "1 1 2 3 ."), ("q", "a b a b a"), ("n", "3 1 2 0 4")]);
    let finding = run(
        &data,
        r#"{"kind": "frequencies", "variable": "q", "cases": "id", "frequency": "n"}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    assert_eq!(table.valid, 10.0);
    assert_eq!(counts(table), [2.0, 1.0]);
    let cases = table.cases.as_ref().unwrap();
    assert_eq!((cases.records.records, cases.records.most_records), (6, 4));
    assert_eq!(cases.records.without_case, 4);
}

#[test]
fn a_case_may_be_named_by_several_variables_and_be_missing() {
    let mut data = data(&[
        ("town", "1 1 1 2 2 9 2"),
        ("office", "a a b a a a ."),
        ("q", "x x x x y x y"),
    ]);
    data.codebook.variables[0].missing = vec![UserMissing {
        value: Value::Number(9.0),
        label: "unknown".into(),
    }];
    let finding = run(
        &data,
        r#"{"kind": "frequencies", "variable": "q", "cases": ["town", "office"]}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    assert_eq!(counts(table), [3.0, 1.0]);
    let cases = table.cases.as_ref().unwrap();
    assert_eq!((cases.records.n, cases.records.without_case), (3, 2));
    let names: Vec<&str> = cases
        .records
        .variables
        .iter()
        .map(|item| item.name.as_str())
        .collect();
    assert_eq!(names, ["town", "office"]);
}

#[test]
fn a_stated_role_counts_where_a_case_has_several_rows() {
    let spec = r#"{"kind": "frequencies", "variable": "field"}"#;
    let mut stated = measures();
    role(&mut stated, "case", Origin::Given);
    let finding = run(&stated, spec).unwrap();
    assert_eq!(counts(frequencies(&finding)), [7.0, 5.0, 4.0]);
    let declined = r#"{"kind": "frequencies", "variable": "field", "cases": "none"}"#;
    let finding = run(&stated, declined).unwrap();
    assert_eq!(frequencies(&finding).cases, None);
    assert_eq!(finding.base.cases, None);
    // each of these offices has one record
    let single =
        r#"{"kind": "frequencies", "variable": "field", "filter": "case in ('d', 'f', 'h')"}"#;
    assert_eq!(frequencies(&run(&stated, single).unwrap()).cases, None);
    let mut guessed = measures();
    let reason = Reason::NameSays {
        word: "case".to_owned(),
    };
    role(&mut guessed, "case", Origin::Guessed(reason));
    assert_eq!(frequencies(&run(&guessed, spec).unwrap()).cases, None);
}

#[test]
fn records_that_are_alone_in_their_case_are_independent() {
    let data = data(&[
        ("id", "1 2 3 4 5 6"),
        ("q", "a b a b a a"),
        ("r", "x y x y y x"),
    ]);
    let with = run(
        &data,
        r#"{"kind": "crosstab", "rows": "q", "columns": "r", "cases": "id"}"#,
    )
    .unwrap();
    let without = run(
        &data,
        r#"{"kind": "crosstab", "rows": "q", "columns": "r"}"#,
    )
    .unwrap();
    let (with, notes) = (crosstab(&with), &with.notes);
    let cases = with.cases.as_ref().unwrap();
    assert_eq!(cases.counts, with.counts);
    assert_eq!(with.statistics, crosstab(&without).statistics);
    let dependent = |note: &Note| matches!(note, Note::DependentRecords { .. });
    assert!(!notes.iter().any(dependent));
}

#[test]
fn one_case_alone_has_no_interval() {
    let data = data(&[("id", "1 1 1"), ("q", "a b a")]);
    let finding = run(
        &data,
        r#"{"kind": "frequencies", "variable": "q", "cases": "id"}"#,
    )
    .unwrap();
    let table = frequencies(&finding);
    assert_eq!(counts(table), [1.0, 1.0]);
    assert_eq!(table.categories[0].confidence_interval, None);
}

#[test]
fn an_unknown_variable_is_an_error_with_the_nearest_name() {
    let error = run(
        &measures(),
        r#"{"kind": "frequencies", "variable": "field", "cases": "cas"}"#,
    )
    .unwrap_err();
    assert!(
        matches!(&error, Error::UnknownVariable { nearest: Some(nearest), .. } if nearest == "case"),
        "{error}"
    );
    let wrong = r#"{"kind": "frequencies", "variable": "field", "cases": 3}"#;
    assert!(serde_json::from_str::<AnalysisSpec>(wrong).is_err());
}

proptest! {
    #[test]
    fn counts_are_those_of_sets_of_names(rows in prop::collection::vec((0u8..6, 0u8..4, 0u8..3), 1..60)) {
        prop_assume!(rows.iter().any(|row| row.1 > 0 && row.2 > 0));
        let column = |of: fn(&(u8, u8, u8)) -> u8| {
            let texts: Vec<String> = rows
                .iter()
                .map(|row| match of(row) { 0 => ".".to_owned(), code => code.to_string() })
                .collect();
            texts.join(" ")
        };
        let columns = [column(|row| row.0), column(|row| row.1), column(|row| row.2)];
        let data = data(&[("id", &columns[0]), ("a", &columns[1]), ("b", &columns[2])]);
        let finding = run(&data, r#"{"kind": "crosstab", "rows": "a", "columns": "b", "cases": "id"}"#).unwrap();
        let table = crosstab(&finding);
        let found = table.cases.as_ref().unwrap();
        let named = |keep: &dyn Fn(u8, u8) -> bool| {
            let valid = rows.iter().filter(|row| row.0 > 0 && row.1 > 0 && row.2 > 0);
            let ids: BTreeSet<u8> = valid.filter(|row| keep(row.1, row.2)).map(|row| row.0).collect();
            ids.len() as f64
        };
        prop_assert_eq!(found.records.weighted_n, named(&|_, _| true));
        for (at, row) in table.rows.iter().enumerate() {
            let a = row.value.number().unwrap() as u8;
            prop_assert_eq!(found.row_totals[at], named(&|found, _| found == a));
            for (place, column) in table.columns.iter().enumerate() {
                let b = column.value.number().unwrap() as u8;
                prop_assert_eq!(found.counts[at][place], named(&|one, other| one == a && other == b));
                prop_assert_eq!(found.column_totals[place], named(&|_, found| found == b));
            }
        }
    }
}

/// The answer of a row.
type OfRow = fn(usize) -> usize;

/// 60 measures of 30 offices, two each, whose region is that of the office; a codebook that is guessed.
fn guessed(second: &[(&str, OfRow)]) -> Dataset {
    let mut columns: Vec<(String, String)> = vec![(
        "office_id".to_owned(),
        (0..60).map(|row| format!("{} ", row / 2 + 100)).collect(),
    )];
    for (name, of) in second {
        let answers = (0..60).map(|row| format!("{} ", of(row)));
        columns.push(((*name).to_owned(), answers.collect()));
    }
    let columns: Vec<(&str, &str)> = columns
        .iter()
        .map(|(name, answers)| (name.as_str(), answers.as_str()))
        .collect();
    let mut data = data(&columns);
    befund_survey::meaning::complete(&mut data);
    data
}

fn case(data: &Dataset) -> Option<&Origin> {
    let mut roles = data.codebook.roles.iter();
    let role = roles.find(|role| role.kind == RoleKind::Case)?;
    assert_eq!(role.variable, "office_id");
    Some(&role.origin)
}

#[test]
fn a_key_whose_cases_have_several_rows_is_said_to_have_them() {
    let data = guessed(&[("region", |row| row / 2 % 3), ("field", |row| row % 4)]);
    let reason = Reason::NamesRecords {
        word: "id".to_owned(),
        cases: 30,
        rows: 60,
    };
    assert_eq!(case(&data), Some(&Origin::Guessed(reason)));
    // a key of which hardly any row comes again has rows that are there twice by mistake
    let mut texts: Vec<String> = (0..60).map(|row| row.to_string()).collect();
    texts[7] = "6".to_owned();
    let mut doubled = self::data(&[("office_id", &texts.join(" "))]);
    befund_survey::meaning::complete(&mut doubled);
    let role = case(&doubled).unwrap();
    assert!(
        matches!(role, Origin::Guessed(Reason::NameSays { .. })),
        "{role:?}"
    );
}

#[test]
fn a_label_may_say_that_a_variable_names_a_case() {
    let texts: Vec<String> = (0..60).map(|row| format!("S{}", row / 2)).collect();
    let mut data = data(&[("office_id", &texts.join(" "))]);
    data.codebook.variables[0].name = "stuid".to_owned();
    data.codebook.variables[0].label = "Scrambled student ID".into();
    befund_survey::meaning::complete(&mut data);
    let role = &data.codebook.roles[0];
    assert_eq!(
        (role.kind, role.variable.as_str()),
        (RoleKind::Case, "stuid")
    );
    assert!(matches!(
        role.origin,
        Origin::Guessed(Reason::NamesRecords { cases: 30, .. })
    ));
}

#[test]
fn a_draft_counts_records_by_case_unless_they_are_waves() {
    let cases = |data: &Dataset| {
        let report = befund_survey::propose::default_report(data);
        let found = report.iter().find_map(|spec| match &spec.analysis {
            Analysis::Frequencies(spec) if spec.variable == "field" => Some(spec.cases.clone()),
            _ => None,
        });
        found.unwrap()
    };
    let records = guessed(&[("region", |row| row / 2 % 3), ("field", |row| row % 4)]);
    assert_eq!(cases(&records), ["office_id"]);
    let panel = guessed(&[("wave", |row| row % 2 + 1), ("field", |row| row % 4)]);
    assert_eq!(panel.codebook.role(RoleKind::Wave), Some("wave"));
    assert_eq!(cases(&panel), [""; 0]);
    // what is stated is counted without being said again
    let mut stated = records;
    stated
        .codebook
        .roles
        .retain(|role| role.kind != RoleKind::Case);
    role(&mut stated, "office_id", Origin::Given);
    assert_eq!(cases(&stated), [""; 0]);
}

#[test]
fn a_draft_compares_cases_and_not_their_records() {
    let propose = |data: &Dataset| {
        let mut screening = Screening::new(data);
        while screening.step(data) == Stage::Working {}
        screening.finish(data)
    };
    let data = guessed(&[
        ("region", |row| row / 2 % 2),
        // of every office one answer, twice: it differs a little between the regions
        ("field", |row| {
            usize::from(row / 2 % 2 == 0 && row % 3 != 0 || row / 2 % 5 == 1)
        }),
        ("same", |row| row / 2 / 10),
    ]);
    let records = propose(&data);
    let names: Vec<&str> = records
        .compared
        .cases
        .iter()
        .map(|item| item.name.as_str())
        .collect();
    assert_eq!(names, ["office_id"]);
    let mut rows = data.clone();
    rows.codebook.roles.clear();
    let rows = propose(&rows);
    assert_eq!(rows.compared.cases, []);
    assert_eq!(records.compared.comparisons, rows.compared.comparisons);
    // groups of 15 offices are large enough, groups of 5 offices with ten records are not
    let few = guessed(&[("region", |row| row / 10), ("field", |row| row % 2)]);
    assert_eq!(propose(&few).compared.comparisons, 0);
    assert!(propose(&few).compared.too_small > 0);
}
