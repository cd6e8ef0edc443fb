//! A codebook in words.

use befund_report::{codebook_table, label_words, missing_words, value_words};
use befund_survey::Language::{De, En};
use befund_survey::codebook::{Level, MissingRange, Origin, Temporal, UserMissing, Variable};
use befund_survey::describe::{Description, VariableDescription};
use befund_survey::finding::{Category, CategoryCount};
use befund_survey::{Text, Value};

#[test]
fn a_day_is_shown_as_a_date_without_the_number_behind_it() {
    let mut day = Variable::new("day", Level::Date, Origin::Given);
    day.temporal = Some(Temporal::Date);
    // R: as.integer(as.Date("2026-01-01")) is 20454
    let category = Category {
        value: Value::Number(20454.0),
        label: "2026-01-01".into(),
    };
    for language in [De, En] {
        assert_eq!(value_words(&day, &category.value, language), "2026-01-01");
        assert_eq!(label_words(&day, &category, language), "");
    }
    day.missing.push(UserMissing {
        value: Value::Number(20454.0),
        label: "unknown".into(),
    });
    assert_eq!(missing_words(&day, En), ["2026-01-01 unknown"]);
}

#[test]
fn numbers_have_the_decimal_mark_of_the_language_and_ranges_are_missing_too() {
    let mut share = Variable::new("share", Level::Scale, Origin::Given);
    let category = Category {
        value: Value::Number(1234.5),
        label: "1234.5".into(),
    };
    assert_eq!(value_words(&share, &category.value, De), "1234,5");
    assert_eq!(value_words(&share, &category.value, En), "1234.5");
    assert_eq!(label_words(&share, &category, De), "");
    share.missing.push(UserMissing {
        value: Value::Number(-9.5),
        label: "refused".into(),
    });
    share.missing_ranges.push(MissingRange {
        from: Some(90.0),
        to: Some(99.5),
    });
    assert_eq!(missing_words(&share, De), ["-9,5 refused", "90 … 99,5"]);
    assert_eq!(missing_words(&share, En), ["-9.5 refused", "90 … 99.5"]);
}

/// What the codebook says of the values of a variable with so many that only their range is shown.
fn range(level: Level, least: i32, most: i32) -> String {
    let count = |value: i32| CategoryCount {
        category: Category {
            value: value.into(),
            label: Text::default(),
        },
        count: 1.0,
    };
    let described = VariableDescription {
        variable: Variable::new("v", level, Origin::Given),
        valid: 13,
        system_missing: 0,
        user_missing: 0,
        distinct: 13,
        counts: (0..13).map(|step| count(least + step)).collect(),
        minimum: Some(least.into()),
        maximum: Some(most.into()),
    };
    let description = Description {
        id: "d".to_owned(),
        file: "d.csv".to_owned(),
        title: Text::default(),
        unit: Text::default(),
        rows: 13,
        columns: vec![described],
        sets: Vec::new(),
        roles: Vec::new(),
    };
    codebook_table(&description, De).text()
}

#[test]
fn keys_and_years_have_no_mark_between_thousands_and_amounts_have() {
    assert!(range(Level::Identifier, 1, 20_980).contains("1 … 20980"));
    assert!(range(Level::Scale, 1949, 2021).contains("1949 … 2021"));
    assert!(range(Level::Scale, 0, 20_980).contains("0 … 20.980"));
}
