//! The draft of a report: what it holds, and which differences between groups it finds.

use befund_survey::analysis::{Analysis, AnalysisSpec, CompareGroups, Crosstab, Stage, analyse};
use befund_survey::codebook::{Codebook, Level, Origin, Role, RoleKind, Set, SetKind, ValueLabel};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::finding::Results;
use befund_survey::meaning::complete;
use befund_survey::propose::{EffectMeasure, Proposal, Screening, Why, default_report};
use befund_survey::{Language, Value, infer};

/// Numbers that look like chance but are not: a linear congruential generator.
fn numbers(seed: u64, count: usize, below: u64) -> Vec<u64> {
    let mut state = seed;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..count).map(|_| next()).collect()
}

fn dataset(columns: Vec<(&str, Level, Vec<f64>)>, sets: Vec<Set>, roles: Vec<Role>) -> Dataset {
    let mut codebook = Codebook {
        sets,
        roles,
        ..Codebook::default()
    };
    let mut data = Vec::new();
    for (name, level, values) in columns {
        let column = Column::Numbers(values.into());
        let mut variable = infer(name, &column);
        variable.level = level;
        codebook.variables.push(variable);
        data.push(column);
    }
    Dataset::new("offices".into(), "offices.csv".into(), codebook, data).unwrap()
}

fn propose(data: &Dataset) -> Proposal {
    let mut screening = Screening::new(data);
    while screening.step(data) == Stage::Working {}
    screening.finish(data)
}

fn set(kind: SetKind, items: &[&str]) -> Set {
    Set {
        name: items.concat(),
        kind,
        label: "".into(),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        counted: None,
        origin: Origin::Given,
    }
}

/// 300 rows: two groups; `a1` and `a2` depend on the first, nothing else depends on anything.
fn survey() -> Dataset {
    const ROWS: usize = 300;
    let floats = |values: Vec<u64>| {
        values
            .into_iter()
            .map(|value| value as f64)
            .collect::<Vec<_>>()
    };
    let office = numbers(1, ROWS, 3);
    let region = numbers(2, ROWS, 4);
    let shifted = |seed| {
        let noise = numbers(seed, ROWS, 3);
        let answers = office.iter().zip(noise);
        answers
            .map(|(office, noise)| (office + noise + 1) as f64)
            .collect()
    };
    let district = region.iter().map(|region| region + 10).collect();
    dataset(
        vec![
            (
                "number",
                Level::Identifier,
                (0..ROWS).map(|row| row as f64).collect(),
            ),
            ("office", Level::Nominal, floats(office.clone())),
            ("region", Level::Nominal, floats(region)),
            ("district", Level::Nominal, floats(district)),
            ("a1", Level::Ordinal, shifted(3)),
            ("a2", Level::Ordinal, shifted(4)),
            ("a3", Level::Ordinal, floats(numbers(5, ROWS, 5))),
            ("age", Level::Scale, floats(numbers(6, ROWS, 60))),
            ("weight", Level::Scale, floats(numbers(7, ROWS, 60))),
        ],
        vec![set(SetKind::Battery, &["a1", "a2", "a3"])],
        vec![Role {
            kind: RoleKind::Weight,
            variable: "weight".into(),
            origin: Origin::Given,
        }],
    )
}

#[test]
fn the_outline_shows_every_question_once() {
    let report = default_report(&survey());
    let kinds: Vec<&str> = report.iter().map(|spec| spec.analysis.kind()).collect();
    // neither the number of the case nor the weight
    assert_eq!(
        kinds,
        [
            "frequencies",
            "frequencies",
            "frequencies",
            "battery",
            "descriptives"
        ]
    );
}

#[test]
fn what_differs_between_groups_gets_a_card_with_its_effect() {
    let data = survey();
    let proposal = propose(&data);
    let cards: Vec<(&Analysis, &Why)> = proposal
        .analyses
        .iter()
        .map(|card| (&card.analysis.analysis, &card.why))
        .filter(|(_, why)| matches!(why, Why::Differs(_)))
        .collect();
    let [(Analysis::Profile(profile), Why::Differs(effects))] = cards.as_slice() else {
        panic!("one card: {cards:?}");
    };
    assert_eq!(
        (profile.items.len(), profile.by.as_deref()),
        (3, Some("office"))
    );
    let mut outcomes: Vec<&str> = effects
        .iter()
        .map(|effect| effect.outcome.name.as_str())
        .collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["a1", "a2"]);
    // office and region, but not the district that says the same as the region; three items for each. Neither are office and region
    // compared with each other nor is the age with them: who answered is no finding
    let compared = &proposal.compared;
    let by: Vec<&str> = compared.by.iter().map(|item| item.name.as_str()).collect();
    assert_eq!(by, ["office", "region"]);
    assert_eq!(
        (compared.comparisons, compared.nested, compared.too_small),
        (6, 1, 0)
    );
    assert_eq!((compared.clear, compared.shown), (2, 2));
}

#[test]
fn effects_are_those_of_the_analyses() {
    let data = survey();
    let proposal = propose(&data);
    let found = proposal.analyses.iter().find_map(|card| match &card.why {
        Why::Differs(effects) => effects.iter().find(|effect| effect.outcome.name == "a1"),
        _ => None,
    });
    let found = found.unwrap();
    assert_eq!(found.measure, EffectMeasure::RankEpsilonSquared);
    let spec = CompareGroups::of(&["a1".to_owned()], "office");
    let finding = analyse(&AnalysisSpec::from(Analysis::CompareGroups(spec)), &[data]).unwrap();
    let json = serde_json::to_string(&finding).unwrap();
    let Results::CompareGroups(_) = &finding.results else {
        panic!("{json}");
    };
    for figure in [found.estimate, found.lower, found.upper] {
        assert!(json.contains(&figure.to_string()), "{figure} in {json}");
    }
    assert!(found.adjusted_p_value < 1e-10);
}

#[test]
fn chance_alone_gives_no_card() {
    for seed in 0..40 {
        let column = |name, level, stream: u64, below| {
            let values = numbers(1000 + 17 * seed + stream, 200, below);
            (
                name,
                level,
                values.into_iter().map(|value| value as f64).collect(),
            )
        };
        let data = dataset(
            vec![
                column("g", Level::Nominal, 1, 3),
                column("h", Level::Nominal, 2, 2),
                column("x", Level::Ordinal, 3, 5),
                column("y", Level::Nominal, 4, 4),
                column("z", Level::Scale, 5, 100),
            ],
            Vec::new(),
            Vec::new(),
        );
        let proposal = propose(&data);
        assert!(proposal.compared.comparisons >= 6);
        assert_eq!(proposal.compared.clear, 0, "seed {seed}: {proposal:?}");
    }
}

#[test]
fn small_groups_and_empty_files_are_said_or_left_alone() {
    let data = dataset(
        vec![
            ("g", Level::Nominal, vec![1.0, 1.0, 2.0, 2.0]),
            ("x", Level::Ordinal, vec![1.0, 2.0, 4.0, 5.0]),
        ],
        Vec::new(),
        Vec::new(),
    );
    let compared = propose(&data).compared;
    assert_eq!((compared.comparisons, compared.clear), (0, 0));
    assert!(compared.too_small > 0);
    let empty = dataset(
        vec![("x", Level::Nominal, vec![f64::NAN; 3])],
        Vec::new(),
        Vec::new(),
    );
    assert_eq!(propose(&empty).compared.comparisons, 0);
}

#[test]
fn a_table_of_two_categories_is_compared_by_chi_square() {
    let group: Vec<f64> = (0..200).map(|row| f64::from(row % 2)).collect();
    let answer: Vec<f64> = (0..200)
        .map(|row| f64::from(u8::from(row % 2 == 1 || row % 5 == 0)))
        .collect();
    let data = dataset(
        vec![("g", Level::Nominal, group), ("m", Level::Nominal, answer)],
        Vec::new(),
        Vec::new(),
    );
    let proposal = propose(&data);
    let Some(Why::Differs(effects)) = proposal.analyses.last().map(|card| &card.why) else {
        panic!("{proposal:?}");
    };
    assert_eq!(effects[0].measure, EffectMeasure::CramersV);
    // 100 of 100 against 20 of 100: phi = sqrt(X² / n), X² = 200 (100 x 80)² / (100 x 100 x 120 x 80) by hand
    assert!(
        (effects[0].estimate - (200.0f64 * 8000.0 * 8000.0 / (1e4 * 9600.0) / 200.0).sqrt()).abs()
            < 1e-12
    );
    assert!(matches!(
        &proposal.analyses.last().unwrap().analysis.analysis,
        Analysis::Crosstab(Crosstab { .. })
    ));
}

/// A column of texts, each row one of them in turn.
fn texts(words: &[&str], rows: usize) -> Column {
    let dictionary = words.iter().map(|word| Value::from(*word)).collect();
    let codes = (0..rows).map(|row| (row % words.len()) as u8 + 1).collect();
    Column::Codes(Codes::new(CodeStore::U8(codes), dictionary))
}

fn understood(columns: Vec<(&str, Column)>) -> Dataset {
    let mut codebook = Codebook::default();
    let mut data = Vec::new();
    for (name, column) in columns {
        codebook.variables.push(infer(name, &column));
        data.push(column);
    }
    let mut data = Dataset::new("f".into(), "f.csv".into(), codebook, data).unwrap();
    complete(&mut data);
    data
}

fn amounts(seed: u64, below: u64, from: f64) -> Column {
    let values = numbers(seed, 200, below).into_iter();
    Column::Numbers(
        values
            .map(|value| from + value as f64)
            .collect::<Vec<_>>()
            .into(),
    )
}

#[test]
fn names_keys_and_what_never_changes_get_no_card() {
    let names: Vec<String> = (0..60).map(|name| format!("name {name}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let data = understood(vec![
        ("surname", texts(&names, 200)),
        ("source", texts(&["mkg"], 200)),
        ("zip", amounts(1, 9_000, 10_000.0)),
        ("class", amounts(2, 30, 10.0)),
        ("class_name", texts(&names[..30], 200)),
        ("sex", texts(&["f", "m"], 200)),
        ("height", amounts(3, 60, 140.0)),
    ]);
    let cards = default_report(&data);
    let shown: Vec<&str> = cards
        .iter()
        .flat_map(|card| card.analysis.variables())
        .collect();
    assert_eq!(shown, ["sex", "height"]);
    let zip = data.codebook.variable("zip").unwrap();
    assert_eq!(zip.level, Level::Identifier);
}

#[test]
fn amounts_of_one_size_share_a_card_and_a_table_of_correlations() {
    let data = understood(vec![
        ("jan", amounts(1, 60, 10.0)),
        ("feb", amounts(2, 70, 12.0)),
        ("mar", amounts(3, 50, 9.0)),
        ("income", amounts(4, 4_000, 1_000.0)),
    ]);
    let proposal = propose(&data);
    let cards: Vec<(&str, usize)> = proposal
        .analyses
        .iter()
        .map(|card| (card.analysis.analysis.kind(), card.items.len()))
        .collect();
    assert_eq!(
        cards,
        [("descriptives", 3), ("descriptives", 1), ("correlation", 4)]
    );
    // what was found stands below a heading of its own
    let heading = |at: usize| proposal.analyses[at].analysis.section.get(Language::En);
    assert_eq!((heading(0), heading(1)), ("Overview", "Overview"));
    assert_eq!(heading(2), "Differences and associations");
}

#[test]
fn what_names_itself_divides_beside_what_describes_who_answered() {
    let species = ["a", "b", "c"];
    let group: Vec<f64> = (0..240).map(|row| f64::from(row % 3)).collect();
    let noise = numbers(9, 240, 30);
    let size = group
        .iter()
        .zip(noise)
        .map(|(group, noise)| 40.0 * group + noise as f64);
    let data = understood(vec![
        ("sex", texts(&["f", "m", "m", "f", "f"], 240)),
        ("species", texts(&species, 240)),
        (
            "q0005",
            texts(&["no", "yes", "yes", "no", "no", "yes", "no"], 240),
        ),
        ("size", Column::Numbers(size.collect::<Vec<_>>().into())),
    ]);
    let proposal = propose(&data);
    let by = proposal.compared.by.iter().map(|item| item.name.as_str());
    assert_eq!(by.collect::<Vec<_>>(), ["sex", "species"]);
    let found = proposal.analyses.last().map(|card| &card.why);
    assert!(
        matches!(found, Some(Why::Differs(effects)) if effects[0].outcome.name == "size"),
        "{found:?}"
    );
}

#[test]
fn questions_whose_answers_mean_something_else_are_no_battery() {
    let mut data = understood(vec![
        ("Q1", amounts(1, 3, 1.0)),
        ("Q15", amounts(2, 3, 1.0)),
        ("Q17", amounts(3, 3, 1.0)),
    ]);
    let kinds = |data: &Dataset| -> Vec<String> {
        let cards = default_report(data).into_iter();
        cards.map(|card| card.analysis.kind().to_owned()).collect()
    };
    for (at, words) in [
        ["yes", "no", "perhaps"],
        ["often", "rarely", "never"],
        ["beer", "wine", "other"],
    ]
    .into_iter()
    .enumerate()
    {
        let values = words.into_iter().zip(1..).map(|(label, value)| ValueLabel {
            value: Value::Number(f64::from(value)),
            label: label.into(),
        });
        data.codebook.variables[at].values = values.collect();
        data.codebook.sets.clear();
    }
    assert_eq!(kinds(&data), ["frequencies", "frequencies", "frequencies"]);
}

#[test]
fn a_question_without_words_goes_by_the_stem_of_its_names() {
    let titled = |name: &str, items: &[&str]| {
        let columns = items
            .iter()
            .zip(1..)
            .map(|(item, seed)| (*item, Level::Ordinal, likert(seed)));
        let battery = Set {
            name: name.into(),
            ..set(SetKind::Battery, items)
        };
        let data = dataset(columns.collect(), vec![battery], Vec::new());
        default_report(&data)[0].title.get(Language::En).to_owned()
    };
    assert_eq!(titled("q7", &["q7_1", "q7_2"]), "q7");
    assert_eq!(titled("q7", &["q7a", "q7b"]), "q7");
    assert_eq!(titled("QN", &["QN26", "QN27"]), "");
}

fn likert(seed: u64) -> Vec<f64> {
    let answers = numbers(seed, 50, 5).into_iter();
    answers.map(|answer| answer as f64 + 1.0).collect()
}

/// Every answer of a question with several is an outcome, whether variables or cells hold it.
#[test]
fn several_answers_are_compared_however_they_are_stored() {
    let row = |row: usize| {
        let first = if row % 2 == 1 || row.is_multiple_of(5) {
            1.0
        } else {
            2.0
        };
        // one in three gives a second answer, some the first one again
        let second = match row % 3 {
            0 if row.is_multiple_of(4) => first,
            0 => 3.0,
            _ => f64::NAN,
        };
        [f64::from((row % 2) as u8), first, second]
    };
    let column = |at: usize| (0..200).map(|of| row(of)[at]).collect::<Vec<f64>>();
    let gives = |answer: f64| {
        let given = |of| row(of)[1..].contains(&answer);
        (0..200)
            .map(|of| f64::from(u8::from(given(of))))
            .collect::<Vec<f64>>()
    };
    let set = |kind, items: &[&str]| Set {
        name: "why".to_owned(),
        kind,
        label: "Why?".into(),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
        counted: None,
        origin: Origin::Given,
    };
    let stored = dataset(
        vec![
            ("g", Level::Nominal, column(0)),
            ("why_1", Level::Nominal, column(1)),
            ("why_2", Level::Nominal, column(2)),
        ],
        vec![set(SetKind::Categories, &["why_1", "why_2"])],
        Vec::new(),
    );
    let ticked = dataset(
        vec![
            ("g", Level::Nominal, column(0)),
            ("a", Level::Nominal, gives(1.0)),
            ("b", Level::Nominal, gives(2.0)),
            ("c", Level::Nominal, gives(3.0)),
        ],
        vec![set(SetKind::Multiple, &["a", "b", "c"])],
        Vec::new(),
    );
    let [stored, ticked] = [stored, ticked].map(|data| propose(&data));
    assert_eq!(stored.compared.comparisons, 3);
    assert_eq!(stored.compared.clear, 2);
    let counts = |proposal: &Proposal| {
        let compared = &proposal.compared;
        (
            compared.comparisons,
            compared.clear,
            compared.too_small,
            compared.nested,
        )
    };
    assert_eq!(counts(&stored), counts(&ticked));
    let effects = |proposal: &Proposal| match proposal.analyses.last().map(|card| &card.why) {
        Some(Why::Differs(effects)) => effects.clone(),
        other => panic!("{other:?}"),
    };
    for (one, other) in effects(&stored).iter().zip(effects(&ticked)) {
        assert_eq!(
            (one.estimate, one.lower, one.n),
            (other.estimate, other.lower, other.n)
        );
        assert_eq!(one.adjusted_p_value, other.adjusted_p_value);
        assert_eq!(one.outcome.name, "why");
    }
    let Analysis::Multiple(card) = &stored.analyses.last().unwrap().analysis.analysis else {
        panic!("{stored:?}");
    };
    assert_eq!(card.by.as_deref(), Some("g"));
}
