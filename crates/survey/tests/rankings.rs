//! Rankings as analyses: both layouts, what is refused and how it is named, figures that can be checked by hand.

use befund_survey::analysis::{Analysis, AnalysisSpec, analyse, begin, suggest};
use befund_survey::codebook::{Codebook, ValueLabel};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::finding::{Finding, Note, RankingTable, Results};
use befund_survey::{Error, Figure, Text, Value, infer};
use serde_json::{Value as Json, json};

/// Columns by name, answers separated by blanks, `.` for none.
fn data(columns: &[(&str, &str)]) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, answers) in columns {
        let mut dictionary: Vec<Value> = Vec::new();
        let mut codes = Vec::new();
        for text in answers.split_whitespace() {
            if text == "." {
                codes.push(0);
                continue;
            }
            let number = text.parse().map(Value::Number);
            let value = number.unwrap_or_else(|_| Value::from(text));
            let known = dictionary.iter().position(|known| *known == value);
            let at = known.unwrap_or(dictionary.len());
            if known.is_none() {
                dictionary.push(value);
            }
            codes.push(at as u8 + 1);
        }
        let column = Column::Codes(Codes::new(CodeStore::U8(codes), dictionary));
        codebook.variables.push(infer(name, &column));
        stored.push(column);
    }
    Dataset::new("r".to_owned(), "r.csv".to_owned(), codebook, stored).unwrap()
}

fn run(data: &Dataset, spec: Json) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_value(spec).unwrap();
    analyse(&spec, std::slice::from_ref(data))
}

fn table(data: &Dataset, spec: Json) -> RankingTable {
    match run(data, spec).unwrap().results {
        Results::Ranking(table) => table,
        other => panic!("{other:?}"),
    }
}

fn json_of(table: &RankingTable) -> Json {
    serde_json::to_value(table).unwrap()
}

#[test]
fn both_layouts_give_the_same_figures() {
    let by_item = data(&[
        ("ann", "1 2 1 ."),
        ("bob", "2 1 . 2"),
        ("cem", "3 . . 1"),
        ("w", "1 2 0.5 1"),
    ]);
    let by_rank = data(&[
        ("first", "ann bob ann cem"),
        ("second", "bob ann . bob"),
        ("third", "cem . . ."),
        ("w", "1 2 0.5 1"),
    ]);
    for unranked in ["bottom", "ignored"] {
        let first = table(
            &by_item,
            json!({"kind": "ranking", "items": ["ann", "bob", "cem"], "unranked": unranked, "weight": "w", "k": 2}),
        );
        let second = table(
            &by_rank,
            json!({"kind": "ranking", "ranks": ["first", "second", "third"], "unranked": unranked, "weight": "w", "k": 2}),
        );
        assert_eq!(json_of(&first), json_of(&second));
        assert_eq!((first.n, first.complete), (4, 1));
    }
}

#[test]
fn figures_stand_under_the_names_of_objects() {
    let three = data(&[("a", "1 1 2 ."), ("b", "2 3 1 ."), ("c", "3 2 3 1")]);
    let table = table(
        &three,
        json!({"kind": "ranking", "items": ["a", "b", "c"], "k": 1}),
    );
    let json = json_of(&table);
    assert_eq!(json["top_k"], json!({"a": 0.5, "b": 0.25, "c": 0.25}));
    assert_eq!(json["top_shares"]["c"], json!([0.25, 0.5, 1.0]));
    // not ranked means tied below all that were: (1 + 1 + 2 + 2.5) / 4
    assert_eq!(json["mean_rank"]["a"], json!(1.625));
    assert_eq!(json["rank_counts"]["b"], json!([1.0, 1.0, 1.0]));
    assert_eq!(
        json["pairwise"],
        json!({
            "a": {"a": 0.0, "b": 2.0, "c": 3.0},
            "b": {"a": 1.0, "b": 0.0, "c": 2.0},
            "c": {"a": 1.0, "b": 2.0, "c": 0.0},
        })
    );
    let names: Vec<&str> = json["borda"]
        .as_object()
        .map_or_else(Vec::new, |borda| borda.keys().map(String::as_str).collect());
    assert!(names.is_empty() || names == ["a", "b", "c"]);
}

#[test]
fn gaps_and_ties_are_no_errors_and_one_object_or_ballot_is_enough() {
    let gaps = data(&[("a", "10 7"), ("b", "10 9"), ("c", "40 .")]);
    let found = table(&gaps, json!({"kind": "ranking", "items": ["a", "b", "c"]}));
    assert_eq!(
        json_of(&found)["mean_rank"],
        json!({"a": 1.25, "b": 1.75, "c": 3.0})
    );
    let one = data(&[("a", "1 3 1")]);
    let found = table(&one, json!({"kind": "ranking", "items": ["a"]}));
    assert_eq!(json_of(&found)["mean_rank"], json!({"a": 1.0}));
    assert_eq!(json_of(&found)["top_k"], json!({"a": 1.0}));
    let single = data(&[("a", "2"), ("b", "1"), ("c", ".")]);
    let found = table(
        &single,
        json!({"kind": "ranking", "items": ["a", "b", "c"]}),
    );
    assert_eq!((found.n, found.complete), (1, 0));
}

#[test]
fn an_object_nobody_ranked_is_one_all_the_same() {
    let mut chosen = data(&[("first", "x y x"), ("second", "y x .")]);
    for variable in &mut chosen.codebook.variables {
        variable.values = ["z", "x", "y"]
            .iter()
            .map(|value| ValueLabel {
                value: Value::from(*value),
                label: Text::from(value.to_uppercase().as_str()),
            })
            .collect();
    }
    let spec = json!({"kind": "ranking", "ranks": ["first", "second"], "unranked": "ignored"});
    let found = table(&chosen, spec);
    let json = json_of(&found);
    assert_eq!(json["mean_rank"]["z"], Json::Null);
    assert_eq!(
        json["mean_rank"]["undefined"]["z"],
        json!("nobody ranked it")
    );
    assert_eq!(
        found.statistics.get(&["mean_rank", "x"]),
        Some(&Figure::Number(4.0 / 3.0))
    );
    // in the order of the codebook
    let names: Vec<&String> = json["top_k"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["z", "x", "y"]);
    let never = found
        .items
        .iter()
        .find(|item| item.item.name == "z")
        .unwrap();
    assert_eq!((never.n, never.item.label.clone()), (0, Text::from("Z")));
}

#[test]
fn a_row_stands_for_as_many_cases_as_it_says() {
    let counted = data(&[("a", "1 2"), ("b", "2 1"), ("cases", "3 1")]);
    let found = table(
        &counted,
        json!({"kind": "ranking", "items": ["a", "b"], "frequency": "cases"}),
    );
    assert_eq!((found.n, found.complete), (4, 4));
    assert_eq!(json_of(&found)["pairwise"]["a"]["b"], json!(3.0));
    assert_eq!(found.items[0].n, 4);
}

#[test]
fn what_is_no_ranking_is_refused_with_its_place() {
    let error = |columns: &[(&str, &str)], spec: Json| run(&data(columns), spec).unwrap_err();
    let items = || json!({"kind": "ranking", "items": ["a", "b"]});
    for (cell, value) in [
        ("0", Value::from(0)),
        ("-2", Value::from(-2)),
        ("1.5", Value::from(1.5)),
        ("2nd", Value::from("2nd")),
        ("1e99", Value::from(1e99)),
    ] {
        let found = error(&[("a", "1 2"), ("b", &format!("2 {cell}"))], items());
        assert_eq!(
            found,
            Error::InvalidRank {
                variable: "b".into(),
                row: 2,
                value
            }
        );
    }
    let twice = error(
        &[("first", "x y y"), ("second", "y x ."), ("third", ". . y")],
        json!({"kind": "ranking", "ranks": ["first", "second", "third"]}),
    );
    assert_eq!(
        twice.to_string(),
        "data row 3 names `y` in `first` and again in `third`: keep one of the two, or filter the row out"
    );
    let filtered = run(
        &data(&[("first", "x y y"), ("second", "y x y"), ("use", "1 1 0")]),
        json!({"kind": "ranking", "ranks": ["first", "second"], "filter": {"variable": "use", "is": [1]}}),
    );
    assert!(filtered.is_ok());
    let empty = || [("a", ". ."), ("b", ". .")];
    assert!(matches!(
        error(&empty(), items()),
        Error::NoAnswers { variables } if variables == ["a", "b"]
    ));
    assert!(matches!(
        error(&empty(), json!({"kind": "ranking", "ranks": ["a", "b"]})),
        Error::NoAnswers { .. }
    ));
    let both = json!({"kind": "ranking", "items": ["a"], "ranks": ["b"]});
    for spec in [both, json!({"kind": "ranking"})] {
        assert!(matches!(error(&empty(), spec), Error::EitherOr { .. }));
    }
    let pair = [("a", "1 2"), ("b", "2 1")];
    for k in [0, 3] {
        let spec = json!({"kind": "ranking", "items": ["a", "b"], "k": k});
        assert_eq!(
            error(&pair, spec),
            Error::OutOfRange {
                field: "k".into(),
                value: k,
                least: 1,
                most: 2
            }
        );
    }
    assert!(matches!(
        error(&pair, json!({"kind": "ranking", "items": ["a", "a"]})),
        Error::NamedTwice { .. }
    ));
}

#[test]
fn columns_of_ranks_and_of_objects_are_suggested_as_rankings() {
    let suggested = |data: &Dataset, names: &[&str]| -> Analysis {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        suggest(data, &names).unwrap().remove(0).analysis
    };
    let by_item = data(&[
        ("a", "1 2 3 1 2"),
        ("b", "2 1 1 3 3"),
        ("c", "3 3 2 2 1"),
        ("office", "x y x z x"),
    ]);
    assert!(matches!(
        suggested(&by_item, &["a", "b", "c"]),
        Analysis::Ranking(spec) if spec.items == ["a", "b", "c"]
    ));
    assert!(matches!(
        suggested(&by_item, &["a", "b", "c", "office"]),
        Analysis::Ranking(spec) if spec.by.as_deref() == Some("office")
    ));
    let by_rank = data(&[
        ("first", "x y z x y z x y"),
        ("second", "y z x z x y z x"),
        ("third", "z x . . z x y ."),
    ]);
    assert!(matches!(
        suggested(&by_rank, &["first", "second", "third"]),
        Analysis::Ranking(spec) if spec.ranks == ["first", "second", "third"]
    ));
    // the same scale, but the same answer twice in a row
    let battery = data(&[("q1", "x y z x y z x y"), ("q2", "y y x z x y z x")]);
    assert!(!matches!(
        suggested(&battery, &["q1", "q2"]),
        Analysis::Ranking(_)
    ));
}

#[test]
fn a_search_that_is_stopped_gives_an_order_with_its_gap() {
    // 24 objects in cyclic orders: everything is undecided
    let objects = 24;
    let columns: Vec<(String, String)> = (0..objects)
        .map(|object| {
            let ranks =
                (0..objects).map(|row| (1 + (object * 7 + row * row * 5) % objects).to_string());
            (format!("o{object}"), ranks.collect::<Vec<_>>().join(" "))
        })
        .collect();
    let columns: Vec<(&str, &str)> = columns
        .iter()
        .map(|(name, ranks)| (name.as_str(), ranks.as_str()))
        .collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let data = data(&columns);
    let spec = json!({"kind": "ranking", "items": names, "bootstrap": 0, "leave_one_out": false});
    let spec: AnalysisSpec = serde_json::from_value(spec).unwrap();
    let finding = begin(&spec, std::slice::from_ref(&data)).unwrap().finish();
    let Results::Ranking(stopped) = &finding.results else {
        panic!("{finding:?}")
    };
    assert!(
        finding
            .notes
            .iter()
            .any(|note| matches!(note, Note::Stopped { .. }))
    );
    let number = |table: &RankingTable, term| table.statistics.number(&["kemeny", term]).unwrap();
    let whole = analyse(&spec, std::slice::from_ref(&data)).unwrap();
    let Results::Ranking(whole) = &whole.results else {
        panic!("{whole:?}")
    };
    assert!(number(stopped, "score") >= number(whole, "score"));
    assert!(number(stopped, "lower_bound") <= number(whole, "score"));
    assert_eq!(number(whole, "lower_bound"), number(whole, "score"));
    let proven = |table: &RankingTable| table.statistics.get(&["kemeny", "proven"]).cloned();
    assert_eq!(proven(stopped), Some(Figure::Truth(false)));
    assert_eq!(proven(whole), Some(Figure::Truth(true)));
}

#[test]
fn only_the_methods_that_are_asked_for_are_compared() {
    let three = data(&[("a", "1 1 2"), ("b", "2 3 1"), ("c", "3 2 3")]);
    let found = table(
        &three,
        json!({"kind": "ranking", "items": ["a", "b", "c"], "methods": ["borda", "kemeny"], "bootstrap": 50, "seed": 3}),
    );
    let json = json_of(&found);
    let keys = |json: &Json| -> Vec<String> { json.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(&json["methods"]), ["kemeny", "borda"]);
    assert_eq!(
        json["methods"]["kemeny"],
        json!({"a": 1.0, "b": 2.0, "c": 3.0})
    );
    assert_eq!(
        keys(&json["bootstrap"]),
        ["replicates", "seed", "level", "kemeny", "borda"]
    );
    assert!(json["schulze"].is_null() && json["plackett_luce"].is_null());
    let shares = json["bootstrap"]["borda"]["a"]["distribution"]
        .as_array()
        .unwrap();
    let sum: f64 = shares.iter().map(|share| share.as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-12);
    assert_eq!(json["leave_one_out"]["kemeny"]["changes_winner"], json!([]));
    // the same seed, the same resamples
    let again = table_of(&three, 3);
    assert_eq!(again, table_of(&three, 3));
    assert_ne!(again, table_of(&three, 4));
}

fn table_of(data: &Dataset, seed: u64) -> Json {
    let spec = json!({"kind": "ranking", "items": ["a", "b", "c"], "bootstrap": 40, "seed": seed});
    json_of(&table(data, spec))["bootstrap"]["mean_rank"].take()
}

#[test]
fn choices_out_of_range_are_named() {
    let pair = data(&[("a", "1 2 1"), ("b", "2 1 2"), ("g", "x x x")]);
    let error = |field: &str, value: Json| {
        let mut spec = json!({"kind": "ranking", "items": ["a", "b"]});
        spec[field] = value;
        run(&pair, spec).unwrap_err().to_string()
    };
    for (field, value, words) in [
        ("tie_penalty", json!(0.0), "tie_penalty: "),
        ("tie_penalty", json!(1.5), "tie_penalty: "),
        ("bootstrap", json!(1_000_000_000), "bootstrap: "),
        ("classes", json!(0), "`classes` is 0: it goes from 1 to 12"),
        ("by", json!("a_group"), "no variable `a_group`"),
        ("by", json!("g"), "at least 2 in `by`"),
        ("weight", json!("nobody"), "no variable `nobody`"),
    ] {
        let message = error(field, value);
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn groups_have_orders_of_their_own_and_tests_of_their_difference() {
    let columns = [
        ("a", "1 1 1 2 1 3 3 2 3 3 1"),
        ("b", "2 2 3 1 2 2 2 3 2 1 2"),
        ("c", "3 3 2 3 3 1 1 1 1 2 3"),
        ("office", "x x x x x y y y y y ."),
    ];
    let found = table(
        &data(&columns),
        json!({"kind": "ranking", "items": ["a", "b", "c"], "by": "office", "k": 1}),
    );
    assert_eq!(found.n, 11);
    let groups = json_of(&found)["groups"].take();
    let consensus = &groups["consensus"];
    assert_eq!(consensus[0]["group"]["value"], json!("x"));
    // who has no group counts in none
    assert_eq!(
        (&consensus[0]["n"], &consensus[1]["n"]),
        (&json!(5.0), &json!(5.0))
    );
    assert_eq!(consensus[0]["order"], json!(["a", "b", "c"]));
    assert_eq!(consensus[1]["order"], json!(["c", "b", "a"]));
    assert_eq!(consensus[0]["top_k"], json!({"a": 0.8, "b": 0.2, "c": 0.0}));
    assert_eq!(consensus[1]["ranks"], json!({"a": 3.0, "b": 2.0, "c": 1.0}));
    assert_eq!(
        groups["kendall_distance"]["values"],
        json!([[0.0, 3.0], [3.0, 0.0]])
    );
    assert_eq!(
        groups["kendall_tau"]["values"],
        json!([[1.0, -1.0], [-1.0, 1.0]])
    );
    for test in ["permutation_test", "spearman_permutation_test"] {
        let p = groups[test]["p_value"].as_f64().unwrap();
        // 252 divisions of ten ballots into halves, and this one is extreme
        assert!((0.001..0.05).contains(&p), "{test}: {p}");
        assert_eq!(groups[test]["permutations"], json!(999.0));
    }
    let objects = &groups["objects"];
    assert_eq!(objects["a"]["mean_rank"], json!({"x": 1.2, "y": 2.8}));
    assert_eq!(objects["a"]["top_k"], json!({"x": 0.8, "y": 0.0}));
    // scipy.stats.kruskal([1, 1, 1, 2, 1], [3, 3, 2, 3, 3])
    let h = objects["a"]["kruskal_wallis"]["statistic"]
        .as_f64()
        .unwrap();
    assert!((h - 7.2).abs() < 1e-12, "{h}");
    let (p, adjusted) = (
        objects["a"]["kruskal_wallis"]["p_value"].as_f64().unwrap(),
        objects["a"]["kruskal_wallis"]["p_adjusted"]
            .as_f64()
            .unwrap(),
    );
    assert!(p < adjusted && adjusted <= 3.0 * p, "{p} {adjusted}");
}

#[test]
fn respondents_of_two_kinds_are_told_apart() {
    // ten who say a b c d, ten who say the reverse, with one slip each
    let ranks = |item: usize| -> String {
        let rank = |row: usize| {
            let mut order = [0, 1, 2, 3];
            order.swap(row % 3, row % 3 + 1);
            let place = order.iter().position(|other| *other == item).unwrap();
            let place = if row < 10 { place } else { 3 - place };
            (place + 1).to_string()
        };
        (0..20).map(rank).collect::<Vec<_>>().join(" ")
    };
    let columns: Vec<String> = (0..4).map(ranks).collect();
    let columns: Vec<(&str, &str)> = ["a", "b", "c", "d"]
        .into_iter()
        .zip(columns.iter().map(String::as_str))
        .collect();
    let found = table(
        &data(&columns),
        json!({"kind": "ranking", "items": ["a", "b", "c", "d"], "classes": 3, "bootstrap": 0, "seed": 5}),
    );
    let classes = json_of(&found)["classes"].take();
    assert_eq!(classes["best"], json!(2.0));
    assert_eq!(classes["models"].as_array().unwrap().len(), 3);
    let (first, second) = (&classes["classes"][0], &classes["classes"][1]);
    assert_eq!((&first["n"], &second["n"]), (&json!(10.0), &json!(10.0)));
    let rank = |class: &Json, item: &str| class["ranks"][item].as_f64().unwrap();
    for (better, worse) in [("a", "d"), ("a", "c"), ("b", "d")] {
        let (one, other) = (
            rank(first, better) - rank(first, worse),
            rank(second, better) - rank(second, worse),
        );
        assert!(one * other < 0.0, "{classes}");
    }
}
