//! Sentences, titles and counts in the corners: ties, single cases, weights, doubtful tests, tiny numbers.

mod sample;

use befund_report::{base_line, codebook_title, note, reason, sentence, table, title};
use befund_survey::Language::{self, De, En};
use befund_survey::codebook::{Level, Origin, Reason, Variable};
use befund_survey::describe::{Description, VariableDescription};
use befund_survey::finding::*;
use befund_survey::{Text, Value};

fn said(finding: &Finding, language: Language) -> String {
    sentence(finding, language).unwrap()
}

/// The cells of the first column that has this head, as printed.
fn column(finding: &Finding, head: &str) -> Vec<String> {
    let table = table(finding, De);
    let place = table.heads[0]
        .iter()
        .position(|cell| cell.text == head)
        .unwrap();
    table
        .rows
        .iter()
        .filter_map(|row| row.cells.get(place))
        .map(|cell| cell.shown().to_owned())
        .collect()
}

fn reasons_with(counts: [f64; 4]) -> Finding {
    let mut finding = sample::reasons();
    if let Results::Multiple(table) = &mut finding.results {
        table.total.shares_of_cases = counts.iter().map(|count| count / 88.0).collect();
        table.total.counts = counts.to_vec();
    }
    finding
}

fn frequencies_with(counts: &[f64]) -> Finding {
    let mut finding = sample::frequencies(None);
    if let Results::Frequencies(table) = &mut finding.results {
        table.categories = counts
            .iter()
            .enumerate()
            .map(|(index, count)| CategoryShare {
                category: Category {
                    value: Value::from(index as i32 + 1),
                    label: Text::from(["A", "B", "C", "D"][index]),
                },
                share: Share {
                    count: *count,
                    share: Some(count / 98.0),
                },
                confidence_interval: None,
            })
            .collect();
    }
    finding
}

fn descriptives_with(means: [f64; 5], deviation: f64) -> Finding {
    let mut finding = sample::box_plot();
    if let Results::Descriptives(table) = &mut finding.results {
        table.rows.truncate(5);
        for (row, mean) in table.rows.iter_mut().zip(means) {
            (row.mean, row.standard_deviation) = (Some(mean), Some(deviation));
            row.variance = Some(deviation * deviation);
            let five = row.five_numbers.as_mut().unwrap();
            (five.minimum, five.median) = (mean / 2.0, mean);
        }
    }
    finding
}

#[test]
fn small_numbers_do_not_vanish() {
    let finding = descriptives_with([0.000_12, 0.0003, 0.0004, 0.0005, 0.0009], 0.0003);
    assert!(said(&finding, De).contains(" reicht von 0,00012 bei "));
    assert!(said(&finding, De).contains(" bis 0,00090 bei "));
    let row = &column(&finding, "Mittelwert")[0];
    assert_eq!(row, "0,00012");
    assert_eq!(column(&finding, "SD")[0], "0,00030");
    assert_eq!(column(&finding, "Varianz")[0], "9\u{A0}×\u{A0}10⁻⁸");
    assert_eq!(column(&finding, "Minimum")[0], "0,00006");
    assert_eq!(column(&finding, "Median")[1], "0,0003");
    let mut asked = finding;
    asked.display.decimals = Some(2);
    assert_eq!(column(&asked, "Mittelwert")[0], "0,00", "as the study asks");
}

#[test]
fn huge_numbers_are_short() {
    let finding = descriptives_with([1e308, 2e307, 1e307, 1e306, 1.2e305], 1e307);
    assert!(said(&finding, En).contains("from 1.2\u{A0}×\u{A0}10³⁰⁵ for"));
    assert!(
        table(&finding, En).csv(En).contains(",1.2E305,"),
        "{}",
        table(&finding, En).csv(En)
    );
}

#[test]
fn means_that_print_alike_are_not_ranked() {
    let alike = said(&descriptives_with([3.001, 3.002, 3.0, 3.001, 3.0], 1.0), De);
    assert!(
        alike.contains("ist bei fünf Gruppen gleich hoch (3,00)"),
        "{alike}"
    );
    let tied = said(&descriptives_with([3.5, 3.5, 3.0, 2.0, 3.5], 1.0), En);
    assert!(
        tied.ends_with("ranges from 2.00 for “Jugendämter” to 3.50 for three groups.")
            || tied.ends_with(
                "ranges from 2.00 for “Youth welfare offices” to 3.50 for three groups."
            )
            || tied.ends_with("ranges from 2.00 for “Social services” to 3.50 for three groups."),
        "{tied}"
    );
}

#[test]
fn weighted_counts_agree_on_one_card() {
    let noise = 103.549_999_999_999_98;
    let mut finding = sample::frequencies(None);
    finding.base.weight = Some("w".to_owned());
    finding.base.weighted_n = 103.55;
    if let Results::Frequencies(table) = &mut finding.results {
        table.valid = noise;
    }
    let text = table(&finding, En).text();
    let total = text
        .lines()
        .find(|line| line.starts_with("Valid answers"))
        .unwrap();
    assert!(total.contains("103.6"), "{total}");
    assert!(base_line(&finding, En).contains("sum of weights: 103.6"));
}

#[test]
fn weighted_shares_are_said_to_be_weighted() {
    for mut finding in [
        sample::frequencies(None),
        sample::reasons(),
        sample::measures(None),
        sample::ranking(),
        sample::likert(),
        sample::means(),
        sample::box_plot(),
        sample::profile(None, &[0, 1]),
        sample::crosstab(None),
    ] {
        for (language, word) in [(De, "ewichtet"), (En, "weighted")] {
            finding.base.weight = None;
            assert!(!said(&finding, language).contains(word), "{}", finding.id);
            finding.base.weight = Some("w".to_owned());
            let text = said(&finding, language);
            assert!(text.contains(word), "{text}");
        }
    }
}

#[test]
fn nobody_is_named_for_what_nobody_chose() {
    assert_eq!(
        said(&reasons_with([41.0, 0.0, 0.0, 0.0]), De),
        "Am häufigsten wird „Mangel an personellen Ressourcen“ genannt (46,6\u{202F}% der 88 Ämter)."
    );
    assert_eq!(sentence(&reasons_with([0.0; 4]), De), None);
    assert_eq!(
        said(&frequencies_with(&[98.0, 0.0]), En),
        "100.0% of the 98 offices answered “A”."
    );
}

#[test]
fn ties_name_no_winner() {
    assert_eq!(
        said(&reasons_with([41.0, 41.0, 17.0, 14.0]), De),
        "Am häufigsten werden „Mangel an personellen Ressourcen“ und „Förderangebote passen nicht zu den spezifischen \
         kommunalen Bedarfslagen“ genannt (jeweils 46,6\u{202F}% der 88 Ämter)."
    );
    assert_eq!(
        said(&reasons_with([22.0; 4]), En),
        "No answer leads: four answers have 25.0% of the 88 offices each."
    );
    assert_eq!(
        said(&reasons_with([44.0, 22.0, 22.0, 0.0]), En),
        "“Lack of staff” is mentioned most often (50.0% of the 88 offices), followed by “Funding offers do not fit the \
         specific municipal needs” and “Lack of time” (each 25.0%)."
    );
    assert_eq!(
        said(&frequencies_with(&[49.0, 49.0]), De),
        "„A“ und „B“ antworteten jeweils 50,0\u{202F}% der 98 Ämter."
    );
    assert_eq!(
        said(&frequencies_with(&[49.0 / 2.0; 4]), De),
        "Keine Antwort liegt vorn: vier Antworten erreichen jeweils 25,0\u{202F}% der 98 Ämter."
    );
    let mut battery = sample::presence();
    if let Results::Battery(table) = &mut battery.results {
        for item in &mut table.items {
            item.shares = vec![0.5, 0.3, 0.2];
        }
    }
    assert_eq!(
        said(&battery, En),
        "The answer “exists” is equally frequent for four items (50.0% each)."
    );
    let mut ranking = sample::ranking();
    if let Results::Ranking(table) = &mut ranking.results {
        table.items[0].top_k = table.items[1].top_k;
    }
    assert_eq!(
        said(&ranking, En),
        "“Shortage of staff” and “Shortage of time” are each ranked among the first five by 62.1% of the 95 offices."
    );
}

#[test]
fn where_every_object_is_among_the_first_the_mean_rank_tells() {
    let mut ranking = sample::ranking();
    if let Results::Ranking(table) = &mut ranking.results {
        table.k = table.items.len();
        for item in &mut table.items {
            item.top_k = Share {
                count: 95.0,
                share: Some(1.0),
            };
        }
    }
    assert_eq!(
        said(&ranking, De),
        "Den besten mittleren Rang hat „Personalknappheit“ (5,00; n = 95), gefolgt von „Knappheit zeitlicher \
         Ressourcen“ (5,70)."
    );
}

#[test]
fn a_doubtful_test_claims_no_significance() {
    let strength = "ist Cramérs V = 0,28 (0 = keiner, 1 = vollständig); ein Signifikanztest ist hier nicht verlässlich, ";
    let checked = |finding: &Finding, because: &str| {
        let text = said(finding, De);
        assert!(text.contains(&format!("{strength}{because}.")), "{text}");
        assert!(!text.contains("signifikanter"), "{text}");
        let footers = table(finding, De).footers.join(" ");
        assert!(
            footers.contains("χ²(4) = 7,43") && footers.contains(because),
            "{footers}"
        );
        assert!(!said(finding, En).contains("statistically"));
    };
    let mut weighted = sample::crosstab(None);
    weighted.base.weight = Some("w".to_owned());
    checked(&weighted, "weil die Daten gewichtet sind");
    let mut noted = sample::crosstab(None);
    noted.notes = vec![Note::WeightedTest];
    checked(&noted, "weil die Daten gewichtet sind");
    let mut small = sample::crosstab(None);
    small.notes = vec![Note::SmallExpected { cells: 3, of: 10 }];
    checked(
        &small,
        "weil zu viele erwartete Häufigkeiten kleiner als 5 sind",
    );
    let mut few = sample::crosstab(None);
    if let Results::Crosstab(table) = &mut few.results {
        table.total = 19.0;
    }
    checked(&few, "weil es weniger als 20 Fälle sind");

    let mut fair = sample::crosstab(None);
    fair.notes = vec![Note::SmallExpected { cells: 2, of: 10 }];
    assert!(said(&fair, De).contains("kein statistisch signifikanter"));
    assert!(!table(&fair, De).footers.join(" ").contains("verlässlich"));
}

#[test]
fn a_single_case_is_not_what_strikes_in_a_table() {
    let mut finding = sample::crosstab(None);
    let Results::Crosstab(table) = &mut finding.results else {
        panic!("a crosstab")
    };
    let test = table.chi_square.as_mut().unwrap();
    test.p_value = 0.001;
    // the largest residual stands where hardly anybody is expected, the next one where 14.6 are
    test.expected[4][0] = 0.01;
    test.adjusted_residuals[4][0] = 9.0;
    test.adjusted_residuals[0][0] = 2.5;
    let text = said(&finding, De);
    let (_, striking) = text.split_once("Auffällig häufig ist").unwrap();
    assert!(striking.contains("78,3\u{202F}%"), "{striking}");
    let Results::Crosstab(table) = &mut finding.results else {
        panic!("a crosstab")
    };
    let test = table.chi_square.as_mut().unwrap();
    test.adjusted_residuals[0][0] = 1.0;
    assert!(
        !said(&finding, De).contains("Auffällig"),
        "nothing else does"
    );
}

#[test]
fn one_is_no_plural() {
    let mut finding = sample::frequencies(None);
    (finding.base.n, finding.base.rows, finding.base.selected) = (1, 1, 1);
    assert_eq!(base_line(&finding, De), "Basis: 1 (Ämter)");
    finding.base.unit = Text::default();
    assert_eq!(base_line(&finding, De), "Basis: 1 Fall");
    assert_eq!(base_line(&finding, En), "Base: 1 case");
    finding.base.unit = sample::both("Befragte", "respondents");
    assert_eq!(base_line(&finding, De), "Basis: 1 Befragter");
    assert_eq!(base_line(&finding, En), "Base: 1 respondent");
    assert!(said(&finding, De).contains("% der Befragten (n\u{A0}=\u{A0}1) antworteten"));
    finding.base.n = 0;
    assert!(base_line(&finding, De).starts_with("Basis: 0 von 1; "));

    let mut response = sample::response();
    if let Results::Response(rates) = &mut response.results {
        rates.total = ResponseRate {
            contacted: 1,
            returned: 1,
            rate: Some(1.0),
        };
        rates.clusters = None;
        rates.groups.clear();
    }
    assert_eq!(
        said(&response, De),
        "Auf 1 Anfrage kam 1 Antwort, ein Rücklauf von 100,0\u{202F}%."
    );
    assert_eq!(
        said(&response, En),
        "1 contact brought 1 response, a response rate of 100.0%."
    );

    assert!(note(&Note::SmallExpected { cells: 1, of: 4 }, En).starts_with("1 of 4 cells has an"));
    assert_eq!(
        reason(&Reason::FewTexts { distinct: 1 }, De),
        "nur ein einziger Text"
    );
    assert_eq!(
        reason(&Reason::FewTexts { distinct: 3 }, De),
        "nur 3 verschiedene Texte"
    );
    assert_eq!(
        reason(&Reason::FewWholeNumbers { distinct: 1 }, En),
        "only one whole number"
    );
    assert_eq!(
        reason(&Reason::ManyNumbers { distinct: 1 }, De),
        "nur eine Zahl"
    );
    assert_eq!(
        reason(&Reason::ManyNumbers { distinct: 1034 }, De),
        "1.034 verschiedene Zahlen"
    );
}

#[test]
fn the_size_of_a_file_is_counted_in_the_right_number() {
    let mut description = Description {
        id: "d".to_owned(),
        file: "a.csv".to_owned(),
        title: Text::default(),
        unit: Text::default(),
        rows: 1,
        columns: vec![VariableDescription {
            variable: Variable::new("x", Level::Scale, Origin::Given),
            valid: 1,
            system_missing: 0,
            user_missing: 0,
            distinct: 1,
            counts: Vec::new(),
            minimum: None,
            maximum: None,
        }],
        sets: Vec::new(),
        roles: Vec::new(),
    };
    let title = codebook_title(&description);
    assert_eq!(title.get(De), "a.csv: 1 Zeile, 1 Variable");
    assert_eq!(title.get(En), "a.csv: 1 row, 1 variable");
    description.rows = 2;
    assert_eq!(
        codebook_title(&description).get(De),
        "a.csv: 2 Zeilen, 1 Variable"
    );
}

#[test]
fn made_titles_do_not_depend_on_the_results() {
    let untitled = |mut finding: Finding| {
        finding.title = Text::default();
        finding.question = Text::default();
        finding
    };
    let mut ranking = untitled(sample::ranking());
    assert_eq!(title(&ranking, De), "Rangordnung von 6 Objekten");
    assert_eq!(title(&ranking, En), "Ranking of 6 objects");
    ranking.question = sample::both("Was hemmt am meisten?", "What hinders most?");
    assert_eq!(title(&ranking, De), "Was hemmt am meisten?");

    let several = untitled(sample::measures(None));
    assert_eq!(
        title(&several, De),
        "8 Antworten (f0 … f7) nach Amtstyp",
        "the class of several is none"
    );
    let mut two = untitled(sample::reasons());
    if let Results::Multiple(table) = &mut two.results {
        table.answers.truncate(2);
        let before = title(&finding_of(table), En);
        table.answers.reverse();
        assert_eq!(title(&finding_of(table), En), before);
        assert!(before.starts_with("Lack of staff and Funding offers"));
    }

    let mut battery = untitled(sample::trend());
    let names = ["q10", "q9", "q1", "q2", "q3"];
    if let Results::Battery(table) = &mut battery.results {
        for (row, name) in table.items.iter_mut().zip(names) {
            row.item = sample::item(name, Text::default());
        }
    }
    assert_eq!(title(&battery, En), "5 items (q1 … q10)");
    if let Results::Battery(table) = &mut battery.results {
        for (row, name) in table.items.iter_mut().zip(names) {
            row.item.label = Text::from(format!("Wie wichtig ist Ihnen …? - {name}"));
        }
    }
    assert_eq!(title(&battery, De), "Wie wichtig ist Ihnen …?");
    battery.question = Text::from("Und wie wichtig?");
    assert_eq!(title(&battery, De), "Und wie wichtig?");
}

fn finding_of(table: &MultipleTable) -> Finding {
    let mut finding = sample::reasons();
    finding.title = Text::default();
    finding.results = Results::Multiple(table.clone());
    finding
}

#[test]
fn tables_repeat_nothing_and_have_no_empty_rows() {
    let mut battery = sample::likert();
    let columns = table(&battery, De).columns();
    if let Results::Battery(table) = &mut battery.results {
        table.top_categories = 1;
        for row in &mut table.items {
            row.top = Some(Share {
                count: row.counts[3],
                share: Some(row.shares[3]),
            });
        }
    }
    assert_eq!(table(&battery, De).columns(), columns - 2);

    let mut profile = sample::profile(None, &[0, 1]);
    let rows = table(&profile, De).rows.len();
    if let Results::Profile(table) = &mut profile.results {
        table.item_groups[0].items.clear();
    }
    assert_eq!(
        table(&profile, De).rows.len(),
        rows - 2,
        "the row and its heading"
    );

    let mut multiple = sample::reasons_by_office();
    let rows = table(&multiple, De).rows.len();
    if let Results::Multiple(table) = &mut multiple.results {
        table.answer_groups[0].items.clear();
    }
    assert_eq!(table(&multiple, De).rows.len(), rows - 1);

    let heads = table(&sample::ranking(), De).heads.concat();
    assert_eq!(heads.last().unwrap().text, "Eingestuft von (n)");
}
