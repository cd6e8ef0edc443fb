//! A codebook in words.

use befund_report::{label_words, missing_words, value_words};
use befund_survey::Language::{De, En};
use befund_survey::Value;
use befund_survey::codebook::{Level, MissingRange, Origin, Temporal, UserMissing, Variable};
use befund_survey::finding::Category;

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
