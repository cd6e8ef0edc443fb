//! Tables, sentences, base lines and pages.

mod sample;

use befund_report::{PageItem, base_line, json, page, sentence, table, text_report, title};
use befund_survey::Language::{self, De, En};
use befund_survey::analysis::ChartKind;
use befund_survey::finding::Finding;
use befund_survey::{Text, Value};

fn said(finding: &Finding, language: Language) -> String {
    sentence(finding, language).unwrap()
}

#[test]
fn sentences_can_be_published() {
    assert_eq!(
        said(&sample::ranking(), De),
        "63,2\u{202F}% der 95 Ämter setzen „Personalknappheit“ unter die ersten fünf; es folgt „Knappheit zeitlicher \
         Ressourcen“ (62,1\u{202F}%)."
    );
    assert_eq!(
        said(&sample::frequencies(None), En),
        "63.3% of the 98 offices answered “increase”, 36.7% “stay at a similar level”."
    );
    assert_eq!(
        said(&sample::likert(), De),
        "Die Antwort „trifft eher zu“ oder „trifft voll zu“ ist am häufigsten bei „… durch persönliche Absprachen“ \
         (89,6\u{202F}% von 163) und am seltensten bei „… durch schriftliche Festlegungen zwischen \
         Ämtern/Fachbereichen“ (57,0\u{202F}% von 165)."
    );
    assert_eq!(
        said(&sample::presence(), En),
        "The answer “exists” is most frequent for “Working groups, round tables” (95.6% of 183) and least frequent \
         for “Crime prevention council” (54.2% of 179)."
    );
    assert!(
        said(&sample::response(), De)
            .starts_with("Auf 1.169 Anfragen kamen 268 Antworten, ein Rücklauf von 22,9\u{202F}%.")
    );
    assert!(said(&sample::crosstab(None), De).contains(
        "kein statistisch signifikanter Zusammenhang (χ²(4) = 7,43; p = 0,115; Cramérs V = 0,28)"
    ));
    assert!(
        said(&sample::clusters(None), De)
            .contains("drei Cluster: „Ordnungsämter“; „Stadtplanungsämter“ und „Wohnungsämter“; ")
    );
    assert!(said(&sample::means(), De).starts_with("Auf der Skala von 1 („trifft gar nicht zu“) bis 4 („trifft voll zu“) ist der Mittelwert am höchsten bei"));
}

#[test]
fn the_base_says_who_was_counted() {
    assert_eq!(base_line(&sample::ranking(), De), "Basis: 95 Ämter");
    assert_eq!(
        base_line(&sample::reasons(), De),
        "Basis: 88 der 185 Ämter; Filter: Förderprogramme = nicht genutzt (91); ohne gültige Antwort: 3"
    );
    assert_eq!(
        base_line(&sample::likert(), En),
        "Base: 168 of 185 offices; without a valid answer: 17; n per row: 113 to 168"
    );
    let mut contacted = sample::reasons();
    contacted.base.filter = None;
    contacted.base.unit = sample::both("kontaktierte Ämter", "contacted offices");
    assert!(base_line(&contacted, De).starts_with("Basis: 88 der 185 kontaktierten Ämter; "));
    contacted.base.unit = sample::both("Befragte", "respondents");
    assert!(base_line(&contacted, De).starts_with("Basis: 88 der 185 Befragten; "));
    contacted.base.rows = 88;
    assert!(base_line(&contacted, De).starts_with("Basis: 88 Befragte; "));
    let mut weighted = sample::ranking();
    weighted.base.unit = Text::default();
    weighted.base.weight = Some("w".to_owned());
    weighted.base.weighted_n = 101.25;
    assert_eq!(
        base_line(&weighted, De),
        "Basis: 95 Fälle; gewichtet mit „w“ (Summe der Gewichte: 101,3)"
    );
}

#[test]
fn a_title_is_made_where_the_study_gives_none() {
    assert_eq!(
        title(&sample::crosstab(None), De),
        "Entwicklung der Konflikte nach Amtstyp"
    );
    assert_eq!(
        title(&sample::crosstab(None), En),
        "Development of conflicts by Office type"
    );
    assert_eq!(title(&sample::response(), De), "Rücklauf nach Amtstyp");
    let mut battery = sample::presence();
    battery.title = Text::default();
    assert_eq!(title(&battery, De), "4 Aussagen (st0 … st3)");
}

#[test]
fn html_tables_are_well_formed_and_every_row_is_as_wide_as_the_head() {
    for finding in sample::all() {
        let html = format!("<div>{}</div>", table(&finding, De).html());
        let document = roxmltree::Document::parse(&html).unwrap();
        let span = |node: &roxmltree::Node<'_, '_>, name: &str| -> usize {
            node.attribute(name).map_or(1, |span| span.parse().unwrap())
        };
        let cells = |row: roxmltree::Node<'_, '_>| -> usize {
            row.children().map(|cell| span(&cell, "colspan")).sum()
        };
        for table in document.root_element().children() {
            assert!(table.has_tag_name("table"));
            let rows: Vec<_> = table
                .descendants()
                .filter(|node| node.has_tag_name("tr"))
                .collect();
            let width = cells(rows[0]);
            let tall = rows[0]
                .children()
                .filter(|cell| span(cell, "rowspan") == 2)
                .count();
            for row in rows {
                let second =
                    row.parent().unwrap().has_tag_name("thead") && row.prev_sibling().is_some();
                assert_eq!(
                    cells(row) + if second { tall } else { 0 },
                    width,
                    "{}",
                    finding.id
                );
            }
            assert!(table.children().any(|node| node.has_tag_name("caption")));
        }
        let heads = document
            .descendants()
            .filter(|node| node.has_tag_name("th"));
        assert!(
            heads.clone().count() > 2
                && heads.clone().all(|head| head.attribute("scope").is_some())
        );
    }
}

#[test]
fn the_table_of_measures_says_what_was_counted() {
    let text = table(&sample::measures(None), De).text();
    let total = text
        .lines()
        .find(|line| line.starts_with("Gesamt"))
        .unwrap();
    let figures: Vec<&str> = total.split_whitespace().collect();
    assert_eq!(&figures[1..5], ["5", "1,1", "59", "13,5"]);
    assert!(figures.contains(&"437"));
}

#[test]
fn files_have_every_digit_in_the_convention_of_the_reader() {
    let german = table(&sample::ranking(), De).csv(De);
    let english = table(&sample::ranking(), En).csv(En);
    assert!(
        german.contains("Personalknappheit;60;63,1578947368421"),
        "{german}"
    );
    assert!(
        english.contains("Shortage of staff,60,63.1578947368421"),
        "{english}"
    );
    let columns = table(&sample::measures(None), De).columns();
    for line in table(&sample::measures(None), De).csv(De).lines() {
        assert_eq!(line.split(';').count(), columns, "{line}");
    }
    let first = table(&sample::likert(), De).csv(De);
    assert!(
        first.starts_with("Aussage;n;trifft gar nicht zu – Anzahl;trifft gar nicht zu – %;"),
        "{first}"
    );
}

#[test]
fn nothing_counted_is_no_sentence_and_no_panic() {
    for finding in sample::all_empty() {
        assert_eq!(sentence(&finding, De), None, "{}", finding.id);
        let table = table(&finding, De);
        assert!(!table.html().contains("NaN") && !table.text().is_empty());
        table.csv(En);
    }
}

#[test]
fn json_resolves_texts_and_explains_notes() {
    let finding = sample::likert();
    let value = json(&finding, En);
    assert_eq!(value["kind"], "battery");
    assert_eq!(
        value["title"],
        "Responsibilities in the field diversity – safety"
    );
    assert_eq!(
        value["results"]["categories"][0]["label"],
        "does not apply at all"
    );
    assert_eq!(value["results"]["items"][4]["n"], 113);
    assert_eq!(value["results"]["items"][4]["counts"][2], 70.0);
    assert_eq!(value["notes"][0]["note"], "rounded_sum");
    assert!(value["notes"][0]["text"].as_str().unwrap().contains("100%"));
    assert_eq!(value["base"]["unit"], "offices");
}

#[test]
fn a_page_stands_alone() {
    let mut evil = sample::likert();
    evil.title = Text::from("<script>alert(1)</script>");
    evil.section = Text::from("Teil <b>2</b>");
    let (name, problem) = (Text::from("Kaputt"), Text::from("Die Variable „x“ fehlt."));
    let first = sample::response();
    let items = [
        PageItem::Finding(&first),
        PageItem::Finding(&evil),
        PageItem::Failed {
            title: &name,
            message: &problem,
        },
    ];
    let html = page(
        &Text::from("Bericht"),
        &Text::from("Synthetische Daten"),
        &items,
        De,
    );
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"de\">"));
    assert!(html.contains("default-src 'none'; style-src 'unsafe-inline'"));
    for wrong in [
        "<script", "<b>", "http://", "https://", "url(", "@import", " src=",
    ] {
        assert!(
            !html
                .replace("http://www.w3.org/2000/svg", "")
                .contains(wrong),
            "{wrong}"
        );
    }
    assert!(
        html.contains("<h2>1. Welle</h2>") && html.contains("<h2>Teil &lt;b&gt;2&lt;/b&gt;</h2>")
    );
    assert!(html.contains("href=\"#finding-3\"") && html.contains("id=\"finding-3\""));
    assert!(html.contains("Die Variable „x“ fehlt."));

    let text = text_report(&Text::from("Bericht"), &Text::default(), &items, De);
    assert!(text.contains("22,9 %") && text.contains("Die Variable „x“ fehlt."));
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn a_terminal_gets_no_control_characters() {
    let mut finding = sample::frequencies(Some(ChartKind::Pie));
    finding.title = Text::from("rot \u{1b}[31m\u{7} laut");
    let text = table(&finding, De).text();
    assert!(text.starts_with("rot [31m laut\n"), "{text}");
}

#[test]
fn a_category_without_a_label_shows_its_value() {
    let mut finding = sample::frequencies(None);
    if let befund_survey::finding::Results::Frequencies(table) = &mut finding.results {
        table.categories[0].category.label = Text::default();
        table.categories[0].category.value = Value::from(7);
    }
    assert!(said(&finding, De).contains("antworteten „7“"));
}
