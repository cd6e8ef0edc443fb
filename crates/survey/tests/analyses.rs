//! Every analysis on small data whose answers can be checked by hand.

use befund_survey::analysis::{AnalysisSpec, analyse, suggest};
use befund_survey::codebook::{Codebook, Level, Origin, UserMissing};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::finding::{Finding, Note, Results};
use befund_survey::study::{Misfit, Study};
use befund_survey::{Error, Text, Value, infer};

/// Columns by name, answers separated by blanks, `.` for none.
fn data(id: &str, columns: &[(&str, &str)]) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, answers) in columns {
        let mut dictionary: Vec<Value> = Vec::new();
        let codes = answers
            .split_whitespace()
            .map(|text| {
                if text == "." {
                    return 0;
                }
                let value = text
                    .parse()
                    .map_or_else(|_| Value::from(text), Value::Number);
                let at = dictionary
                    .iter()
                    .position(|known| *known == value)
                    .unwrap_or_else(|| {
                        dictionary.push(value);
                        dictionary.len() - 1
                    });
                at as u8 + 1
            })
            .collect();
        let column = Column::Codes(Codes::new(CodeStore::U8(codes), dictionary));
        codebook.variables.push(infer(name, &column));
        stored.push(column);
    }
    Dataset::new(id.to_owned(), format!("{id}.csv"), codebook, stored).unwrap()
}

fn run(data: &[Dataset], spec: &str) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_str(spec).unwrap();
    analyse(&spec, data)
}

fn offices() -> Dataset {
    data(
        "offices",
        &[
            ("office", "ord ord ord plan plan plan plan soz"),
            ("q1", "1 2 4 4 4 3 . 2"),
            ("q2", "4 4 4 1 . . . 2"),
            ("m1", "1 1 0 0 1 0 0 1"),
            ("m2", "1 0 0 1 1 0 0 0"),
            ("w", "1 1 2 0.5 1 1 0 1"),
            ("city", "a a b b c c d d"),
            ("back", "1 2 2 1 1 2 2 2"),
        ],
    )
}

#[test]
fn frequencies_leave_missing_out_of_the_base() {
    let finding = run(&[offices()], r#"{"kind": "frequencies", "variable": "q1"}"#).unwrap();
    let Results::Frequencies(table) = &finding.results else {
        panic!("{finding:?}")
    };
    let counts: Vec<f64> = table
        .categories
        .iter()
        .map(|category| category.share.count)
        .collect();
    assert_eq!(counts, [1.0, 2.0, 1.0, 3.0]);
    assert_eq!(table.valid, 7.0);
    assert_eq!(table.system_missing, 1.0);
    assert_eq!(table.categories[3].share.share, Some(3.0 / 7.0));
    assert_eq!(finding.base.n, 7);
    assert_eq!((finding.base.selected, finding.base.n), (8, 7));
}

#[test]
fn a_declared_missing_value_is_counted_apart() {
    let mut offices = offices();
    offices.codebook.variables[1].missing = vec![UserMissing {
        value: Value::from(4),
        label: Text::from("refused"),
    }];
    let finding = run(&[offices], r#"{"kind": "frequencies", "variable": "q1"}"#).unwrap();
    let Results::Frequencies(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.valid, 4.0);
    assert_eq!(table.user_missing[0].count, 3.0);
    assert_eq!(table.user_missing[0].category.label, Text::from("refused"));
}

#[test]
fn a_battery_has_a_base_and_a_top_share_per_item() {
    let finding = run(
        &[offices()],
        r#"{"kind": "battery", "items": ["q1", "q2"], "sort_by": 4}"#,
    )
    .unwrap();
    let Results::Battery(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.items[0].item.name, "q2");
    assert_eq!(table.items[0].counts, [1.0, 1.0, 0.0, 3.0]);
    assert_eq!(table.items[0].n, 5);
    assert_eq!(table.items[1].top.unwrap().share, Some(4.0 / 7.0));
    assert_eq!(table.items[1].mean, Some(20.0 / 7.0));
    assert_eq!((finding.base.smallest_n, finding.base.largest_n), (5, 7));
}

#[test]
fn codes_without_an_order_have_no_mean() {
    let mut offices = offices();
    for variable in &mut offices.codebook.variables {
        variable.level = Level::Nominal;
        variable.origin = Origin::Given;
    }
    let finding = run(&[offices], r#"{"kind": "battery", "items": ["q1", "q2"]}"#).unwrap();
    let Results::Battery(table) = &finding.results else {
        panic!("{finding:?}")
    };
    for item in &table.items {
        assert_eq!(
            (item.mean, item.standard_deviation, item.median, item.top),
            (None, None, None, None)
        );
    }
}

#[test]
fn a_guess_from_two_answers_does_not_split_a_battery() {
    let ratings = data("r", &[("a1", "1 2 3 4 5"), ("a2", "4 5 4 5 4")]);
    let finding = run(&[ratings], r#"{"kind": "battery", "items": ["a1", "a2"]}"#).unwrap();
    let Results::Battery(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.items[1].mean, Some(4.4));
    assert_eq!(table.top_categories, 2);
}

#[test]
fn a_stray_value_does_not_turn_a_labelled_scale_around() {
    let study = r#"{"befund": 1, "title": "t", "scales": {"s": [
        {"value": "5", "label": "not at all"}, {"value": 4, "label": "hardly"}, {"value": 1, "label": "fully"}]},
        "datasets": [{"id": "r", "file": "r.csv", "variables": [{"name": "a", "scale": "s"}, {"name": "b", "scale": "s"}]}]}"#;
    let study = Study::from_json(study).unwrap();
    let mut ratings = data("r", &[("a", "5 4 1 2 1"), ("b", "5 5 9 1 1")]);
    let misfits = study.datasets[0].apply(&study, &mut ratings);
    assert!(
        matches!(&misfits[0], Misfit::NoLabel { variable, values, rows: 1 } if variable == "b" && *values == ["9"]),
        "{misfits:?}"
    );
    let finding = run(&[ratings], r#"{"kind": "battery", "items": ["a", "b"]}"#).unwrap();
    let Results::Battery(table) = &finding.results else {
        panic!("{finding:?}")
    };
    let steps: Vec<Option<f64>> = table
        .categories
        .iter()
        .map(|category| category.value.number())
        .collect();
    assert_eq!(
        steps,
        [Some(5.0), Some(4.0), Some(2.0), Some(1.0)],
        "2 lies between labelled steps, 9 does not"
    );
    assert_eq!(table.items[0].top.unwrap().count, 3.0);
    assert_eq!(table.items[1].n, 4);
    assert!(finding.notes.contains(&Note::OffScale {
        answers: 1,
        values: vec![Value::from(9)]
    }));
}

#[test]
fn a_test_counts_answers_not_weights() {
    let answers = data(
        "d",
        &[
            ("x", "1 1 2 2"),
            ("y", "1 2 1 2"),
            ("w", "900 1100 1000 1000"),
        ],
    );
    let finding = run(
        &[answers],
        r#"{"kind": "crosstab", "rows": "x", "columns": "y", "weight": "w"}"#,
    )
    .unwrap();
    let Results::Crosstab(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.total, 4000.0);
    // X² of the shares times four answers
    let test = table.chi_square.as_ref().unwrap();
    assert!(
        (test.statistic - 4.0 * 100.0 / 39_900.0).abs() < 1e-9,
        "{}",
        test.statistic
    );
    assert!(finding.notes.contains(&Note::WeightedTest));
}

#[test]
fn shares_that_do_not_add_up_as_printed_are_noted() {
    let noted = |answers: &str| {
        let finding = run(
            &[data("d", &[("x", answers)])],
            r#"{"kind": "frequencies", "variable": "x"}"#,
        )
        .unwrap();
        finding.notes.contains(&Note::RoundedSum)
    };
    assert!(noted("1 2 3"), "33.3 three times is 99.9");
    assert!(!noted("1 1 2 2"));
}

#[test]
fn weights_count_and_zero_weights_do_not() {
    let finding = run(
        &[offices()],
        r#"{"kind": "frequencies", "variable": "office", "weight": "w"}"#,
    )
    .unwrap();
    let Results::Frequencies(table) = &finding.results else {
        panic!("{finding:?}")
    };
    let counts: Vec<f64> = table
        .categories
        .iter()
        .map(|category| category.share.count)
        .collect();
    assert_eq!(counts, [4.0, 2.5, 1.0]);
    assert_eq!(finding.base.n, 7);
    assert_eq!(finding.base.weighted_n, 7.5);
    assert!(finding.notes.contains(&Note::UnusableWeight { rows: 1 }));
    assert!(table.categories[0].confidence_interval.is_none());
}

#[test]
fn a_filter_on_a_missing_answer_is_undecided_even_when_negated() {
    let spec = r#"{"kind": "frequencies", "variable": "office", "filter": {"not": {"variable": "q1", "is": [4]}}}"#;
    let finding = run(&[offices()], spec).unwrap();
    assert_eq!(finding.base.n, 4);
    assert!(finding.notes.contains(&Note::UndecidedFilter { rows: 1 }));
    let either = r#"{"kind": "frequencies", "variable": "office",
        "filter": {"any": [{"variable": "q1", "is": [1]}, {"variable": "office", "is": ["plan"]}]}}"#;
    assert_eq!(run(&[offices()], either).unwrap().base.n, 5);
}

#[test]
fn a_crosstab_has_shares_and_a_test() {
    let finding = run(
        &[offices()],
        r#"{"kind": "crosstab", "rows": "office", "columns": "m1"}"#,
    )
    .unwrap();
    let Results::Crosstab(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.counts, [[1.0, 2.0], [3.0, 1.0], [0.0, 1.0]]);
    assert_eq!(table.row_shares[1], [0.75, 0.25]);
    let test = table.chi_square.as_ref().unwrap();
    // X² = Σ O² / E − n with E = 1.5, 1.5, 2, 2, 0.5, 0.5
    let expected = 1.0 / 1.5 + 4.0 / 1.5 + 9.0 / 2.0 + 1.0 / 2.0 + 1.0 / 0.5 - 8.0;
    assert!(
        (test.statistic - expected).abs() < 1e-12,
        "{}",
        test.statistic
    );
    assert_eq!(test.df, 2.0);
    assert!(
        finding
            .notes
            .contains(&Note::SmallExpected { cells: 6, of: 6 })
    );
}

#[test]
fn multiple_answers_have_two_bases() {
    let finding = run(
        &[offices()],
        r#"{"kind": "multiple", "items": ["m1", "m2"], "by": "office"}"#,
    )
    .unwrap();
    let Results::Multiple(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.total.cases, 5.0);
    assert_eq!(table.total.mentions, 7.0);
    assert_eq!(table.total.shares_of_cases, [4.0 / 5.0, 3.0 / 5.0]);
    assert_eq!(table.total.shares_of_mentions, [4.0 / 7.0, 3.0 / 7.0]);
    assert_eq!(table.groups[0].counts, [2.0, 1.0]);
}

#[test]
fn ticked_boxes_may_be_exported_as_their_labels() {
    let boxes = data(
        "b",
        &[
            ("V1", "Empire . Empire"),
            ("V2", ". Jedi Jedi"),
            ("V3", "Hope . ."),
        ],
    );
    let names: Vec<String> = ["V1", "V2", "V3"].map(str::to_owned).to_vec();
    let suggested = suggest(&boxes, &names).unwrap();
    assert_eq!(suggested[0].analysis.kind(), "multiple");
    let finding = run(
        &[boxes],
        r#"{"kind": "multiple", "items": ["V1", "V2", "V3"]}"#,
    )
    .unwrap();
    let Results::Multiple(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.total.counts, [2.0, 2.0, 1.0]);
    assert_eq!(table.answers[0].label, Text::from("Empire"));
}

#[test]
fn several_answers_can_be_a_class_of_their_own() {
    let spec = r#"{"kind": "multiple", "items": ["m1", "m2"], "several": "both", "cases": "cases", "by": "office", "data": "offices"}"#;
    let cases = data("cases", &[("office", "ord ord plan soz soz")]);
    let finding = run(&[offices(), cases], spec).unwrap();
    let Results::Multiple(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.total.counts, [2.0, 1.0, 2.0]);
    assert_eq!(table.total.counts.iter().sum::<f64>(), table.total.cases);
    assert_eq!(table.groups[0].per_unit.unwrap().mean, Some(1.5));
    assert_eq!(table.total.per_unit.unwrap().mean, Some(1.6));
}

#[test]
fn a_profile_has_one_mean_per_item_and_group() {
    let spec = r#"{"kind": "profile", "items": ["q1", "q2"], "by": "office", "item_groups": [{"label": "both", "items": ["q1", "q2"]}]}"#;
    let finding = run(&[offices()], spec).unwrap();
    let Results::Profile(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.items[0].means[0].mean, Some(7.0 / 3.0));
    assert_eq!(table.items[1].means[1].n, 1);
    assert_eq!(table.items[1].means[1].standard_deviation, None);
    assert_eq!(table.item_groups[0].means[2], Some(2.0));
}

#[test]
fn descriptives_have_the_figures_of_a_box_plot() {
    let finding = run(
        &[offices()],
        r#"{"kind": "descriptives", "variables": ["q1"], "quartiles": "hinges"}"#,
    )
    .unwrap();
    let Results::Descriptives(table) = &finding.results else {
        panic!("{finding:?}")
    };
    let figures = table.rows[0].five_numbers.as_ref().unwrap();
    // 1 2 2 3 4 4 4
    assert_eq!(
        (
            figures.lower_quartile,
            figures.median,
            figures.upper_quartile
        ),
        (2.0, 3.0, 4.0)
    );
    assert_eq!(table.rows[0].missing, 1);
}

#[test]
fn response_rates_by_office_and_city() {
    let spec = r#"{"kind": "response", "disposition": "back", "returned": [1], "by": "office", "cluster": "city"}"#;
    let finding = run(&[offices()], spec).unwrap();
    let Results::Response(rates) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(
        (
            rates.total.contacted,
            rates.total.returned,
            rates.total.rate
        ),
        (8, 3, Some(0.375))
    );
    assert_eq!(rates.groups[1].rate.returned, 2);
    let cities = rates.clusters.unwrap();
    assert_eq!((cities.contacted, cities.returned), (4, 3));
}

#[test]
fn a_ranking_counts_the_first_places() {
    let ranks = data("r", &[("a", "1 1 2 ."), ("b", "2 3 1 ."), ("c", "3 2 3 1")]);
    let finding = run(
        &[ranks],
        r#"{"kind": "ranking", "items": ["a", "b", "c"], "k": 1}"#,
    )
    .unwrap();
    let Results::Ranking(table) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(table.items[0].item.name, "a");
    assert_eq!(table.items[0].top_k.share, Some(0.5));
    assert_eq!((table.n, table.complete), (4, 3));
    // not ranked means tied below all that were: (1 + 1 + 2 + 2.5) / 4
    assert_eq!(table.items[0].mean_rank, Some(1.625));
}

#[test]
fn similar_groups_are_merged_first() {
    let groups = data(
        "g",
        &[
            ("g", "a b c d"),
            ("x", "1 2 9 8"),
            ("y", "2 3 1 2"),
            ("z", "3 5 2 1"),
        ],
    );
    let spec = r#"{"kind": "clusters", "items": ["x", "y", "z"], "by": "g", "clusters": 2}"#;
    let finding = run(&[groups], spec).unwrap();
    let Results::Clusters(tree) = &finding.results else {
        panic!("{finding:?}")
    };
    assert_eq!(tree.clusters, [1, 1, 2, 2]);
    assert_eq!(tree.merges.len(), 3);
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let data = [offices()];
    let error = |spec| run(&data, spec).unwrap_err();
    assert_eq!(
        error(r#"{"kind": "frequencies", "variable": "ofice"}"#),
        Error::UnknownVariable {
            data: "offices".into(),
            variable: "ofice".into(),
            nearest: Some("office".into())
        }
    );
    assert!(matches!(
        error(
            r#"{"kind": "frequencies", "variable": "q1", "filter": {"variable": "office", "is": ["jug"]}}"#
        ),
        Error::UnknownValue { .. }
    ));
    assert!(matches!(
        error(r#"{"kind": "profile", "items": ["office"]}"#),
        Error::NotNumeric { .. }
    ));
    assert!(matches!(
        error(r#"{"kind": "battery", "items": []}"#),
        Error::TooFew { .. }
    ));
    assert!(matches!(
        error(r#"{"kind": "ranking", "items": ["q1", "q2"], "k": 9}"#),
        Error::OutOfRange { .. }
    ));
    assert!(matches!(
        error(r#"{"kind": "frequencies", "variable": "q1", "data": "x"}"#),
        Error::UnknownDataset { .. }
    ));
}

#[test]
fn what_would_count_wrong_is_refused() {
    let data = [offices()];
    let error = |spec| run(&data, spec).unwrap_err();
    assert_eq!(
        error(r#"{"kind": "crosstab", "rows": "office", "columns": "office"}"#),
        Error::NamedTwice {
            variable: "office".into()
        }
    );
    assert_eq!(
        error(r#"{"kind": "multiple", "items": ["m1", "m1"]}"#),
        Error::NamedTwice {
            variable: "m1".into()
        }
    );
    assert_eq!(
        error(r#"{"kind": "response", "disposition": "back", "returned": ["1"], "weight": "w"}"#),
        Error::NoWeight {
            kind: "response".into()
        }
    );
    assert_eq!(
        error(
            r#"{"kind": "profile", "items": ["q1"], "item_groups": [{"label": "x", "items": ["q9"]}]}"#
        ),
        Error::NotAnItem {
            variable: "q9".into()
        }
    );
    let zero = [crate::data("r", &[("a", "0 1 2"), ("b", "1 0 1")])];
    assert_eq!(
        run(&zero, r#"{"kind": "ranking", "items": ["a", "b"]}"#).unwrap_err(),
        Error::InvalidRank {
            variable: "a".into(),
            row: 1,
            value: Value::from(0)
        }
    );
}

#[test]
fn a_filter_is_exactly_one_condition() {
    let refused = |filter: &str, word: &str| {
        let spec = format!(r#"{{"kind": "frequencies", "variable": "x", "filter": {filter}}}"#);
        let message = serde_json::from_str::<AnalysisSpec>(&spec)
            .unwrap_err()
            .to_string();
        assert!(message.contains(word), "{message}");
    };
    refused(
        r#"{"variable": "x", "is": [1], "not": {"variable": "x", "is": [2]}}"#,
        "one condition",
    );
    refused(
        r#"{"variable": "x", "in": [1]}"#,
        "`filter.in`: unknown field",
    );
    refused(r#"{"all": []}"#, "at least one");
    let twice = r#"{"kind": "frequencies", "variable": "x", "variable": "y"}"#;
    assert!(
        serde_json::from_str::<AnalysisSpec>(twice)
            .unwrap_err()
            .to_string()
            .contains("twice")
    );
    let mut offices = offices();
    offices.codebook.variables[1].missing = vec![UserMissing {
        value: Value::from(4),
        label: Text::default(),
    }];
    let spec =
        r#"{"kind": "frequencies", "variable": "office", "filter": {"variable": "q1", "is": [4]}}"#;
    assert_eq!(
        run(&[offices], spec).unwrap_err(),
        Error::MissingValue {
            variable: "q1".into(),
            value: Value::from(4)
        }
    );
}

#[test]
fn a_field_nobody_knows_is_refused() {
    let error =
        serde_json::from_str::<AnalysisSpec>(r#"{"kind": "frequencies", "variabel": "q1"}"#)
            .unwrap_err();
    assert!(error.to_string().contains("variabel"), "{error}");
    let study = r#"{"befund": 1, "title": "t", "datasets": [{"id": "a", "file": "a.csv", "variables": [{"name": "q", "scale": "s"}]}]}"#;
    assert_eq!(
        Study::from_json(study).unwrap_err(),
        Error::UnknownScale {
            variable: "q".into(),
            scale: "s".into()
        }
    );
}

#[test]
fn a_specification_survives_the_round_trip() {
    let json = r#"{"kind":"battery","items":["q1"],"top":1,"filter":{"variable":"q2","is":[4]},"display":{"decimals":1}}"#;
    let spec: AnalysisSpec = serde_json::from_str(json).unwrap();
    let again: AnalysisSpec = serde_json::from_str(&serde_json::to_string(&spec).unwrap()).unwrap();
    assert_eq!(spec, again);
}

#[test]
fn fitting_analyses_are_suggested() {
    let data = offices();
    let kinds = |names: &[&str]| -> Vec<&str> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        suggest(&data, &names)
            .unwrap()
            .iter()
            .map(|spec| spec.analysis.kind())
            .collect()
    };
    assert_eq!(kinds(&["office"])[0], "frequencies");
    assert_eq!(kinds(&["q1", "q2"])[0], "battery");
    assert_eq!(kinds(&["office", "m1"])[0], "crosstab");
    assert_eq!(kinds(&["m1", "m2"])[0], "multiple");
    assert_eq!(kinds(&["office", "m1", "m2"])[0], "multiple");
    assert_eq!(kinds(&["office", "q1", "q2"])[0], "profile");
    assert!(kinds(&["office", "q1", "q2"]).contains(&"compare_groups"));
    for kind in ["correlation", "paired"] {
        assert!(kinds(&["q1", "q2"]).contains(&kind), "{kind}");
    }
    assert_eq!(data.codebook.variables[0].level, Level::Nominal);
}
