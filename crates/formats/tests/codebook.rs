//! Codebooks in files of their own, laid over a small dataset.

use befund_formats::codebook::{Fault, read_codebook};
use befund_formats::{Error, FileReader};
use befund_survey::codebook::{Level, RoleKind, SetKind};
use befund_survey::dataset::Dataset;
use befund_survey::meaning::Fit;
use befund_survey::{Language, ReadOptions, Text, Value};

fn data(csv: &str) -> Dataset {
    let mut reader = FileReader::new("a.csv", ReadOptions::default());
    reader.feed(csv.as_bytes()).expect("text");
    reader.finish().expect("table").dataset
}

/// Ten rows of sex, three items, a weight and a text.
fn survey() -> Dataset {
    let mut csv = "Sex;q1;q2;q3;w;note\n".to_owned();
    for row in 0..10 {
        let item = |shift: usize| [1, 2, 3, 4, 9, 2, 3, 1, 4, 97][(row + shift) % 10];
        csv += &format!(
            "{};{};{};{};1,{row};m\n",
            1 + row % 2,
            item(0),
            item(3),
            item(5)
        );
    }
    data(&csv)
}

fn apply(codebook: &str, data: &mut Dataset) -> Fit {
    read_codebook("book", codebook.as_bytes())
        .expect("codebook")
        .apply(data)
}

fn label(data: &Dataset, name: &str) -> String {
    data.codebook
        .variable(name)
        .expect("variable")
        .label
        .get(Language::De)
        .to_owned()
}

fn value_label(data: &Dataset, name: &str, value: impl Into<Value>) -> String {
    let variable = data.codebook.variable(name).expect("variable");
    variable
        .value_label(&value.into())
        .get(Language::De)
        .to_owned()
}

#[test]
fn spss_syntax_as_people_write_it() {
    let mut data = survey();
    let fit = apply(
        r#"* Labels for the survey, version 2.
* a comment
  over two lines.
GET FILE='c:\x.sav'.
VARIABLE LABELS
  sex 'Geschlecht' /* of the person */
  /q1 "It''s ""good""" q2 'Long '
    + 'label'
  gone 'not there'.
val lab sex 1 'm' 2 "f"
  / q1 TO q3 1 'never' 2 'rarely', 3 'often' 4 'always'.
ADD VALUE LABELS q1 9 'refused'.
MISSING VALUES q1 to q3 (9, 95 THRU HI) / sex ().
VARIABLE LEVEL q1 q2 q3 (ORDINAL) /sex (NOMINAL).
FORMATS q1 (F8.2).
MRSETS /MDGROUP NAME=$items LABEL='Items' CATEGORYLABELS=VARLABELS VARIABLES=q1 q2 q3 VALUE=1.
WEIGHT BY w.

EXECUTE.
"#,
        &mut data,
    );
    assert_eq!(
        (fit.known, &fit.absent[..], &fit.silent[..]),
        (
            4,
            &["gone".to_owned()][..],
            &["w".to_owned(), "note".to_owned()][..]
        )
    );
    assert_eq!(label(&data, "Sex"), "Geschlecht");
    assert_eq!(label(&data, "q1"), "It''s \"good\"");
    assert_eq!(label(&data, "q2"), "Long label");
    assert_eq!(value_label(&data, "q2", 4), "always");
    assert_eq!(value_label(&data, "q1", 9), "refused");
    let q3 = data.codebook.variable("q3").expect("q3");
    assert_eq!(q3.level, Level::Ordinal);
    for (value, missing) in [(9.0, true), (97.0, true), (4.0, false)] {
        assert_eq!(q3.is_missing(&value.into()), missing, "{value}");
    }
    assert_eq!(data.codebook.variable("q1").expect("q1").decimals, Some(2));
    let set = data
        .codebook
        .sets
        .iter()
        .find(|set| set.name == "items")
        .expect("set");
    assert_eq!((set.kind, set.items.len()), (SetKind::Multiple, 3));
    assert_eq!(data.codebook.role(RoleKind::Weight), Some("w"));
}

#[test]
fn a_fault_in_syntax_names_its_line() {
    for (syntax, line, fault) in [
        ("VARIABLE LABELS\n q1 'open.\n", 2, Fault::Quote),
        ("VALUE LABELS q1\n 1 2.\n", 2, Fault::Label),
        ("VALUE LABELS 1 'a'.\n", 1, Fault::Name),
        ("MISSING VALUES q1 (1 THRU).\n", 1, Fault::Value),
        ("MISSING VALUES\n q1 ('a' THRU 'z').\n", 2, Fault::Value),
        ("MISSING VALUES q1 (1e999 THRU HI).\n", 1, Fault::Value),
    ] {
        match read_codebook("a.sps", syntax.as_bytes()) {
            Err(Error::Codebook {
                line: found,
                fault: why,
                ..
            }) => assert_eq!((found, why), (line, fault), "{syntax}"),
            other => panic!("{syntax}: {other:?}"),
        }
    }
}

#[test]
fn ddi_with_its_namespace() {
    let mut data = survey();
    let fit = apply(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<codeBook xmlns="ddi:codebook:2_5"><dataDscr>
 <varGrp ID="G1" name="items" type="grid" var="V2 V3"><labl>How often?</labl></varGrp>
 <var ID="V1" name="SEX" nature="nominal"><labl xml:lang="de">Geschlecht</labl><labl xml:lang="en">Sex</labl>
  <catgry><catValu>1</catValu><labl>m &amp; other</labl></catgry><catgry><catValu>2</catValu><labl>f</labl></catgry></var>
 <var ID="V2" name="q1" dcml="0"><labl>First</labl><invalrng><item VALUE="9"/><range min="95" max="99"/></invalrng>
  <catgry missing="Y"><catValu>9</catValu><labl>refused</labl></catgry></var>
 <var ID="V3" name="q2"><qstn><qstnLit>Second,
   in words?</qstnLit></qstn></var>
 <var ID="V4" name="w" wgt="wgt"/>
</dataDscr></codeBook>"#,
        &mut data,
    );
    assert_eq!(fit.known, 4);
    assert_eq!(
        data.codebook.variables[0].label,
        Text::both("Geschlecht", "Sex")
    );
    assert_eq!(value_label(&data, "Sex", 1), "m & other");
    assert_eq!(label(&data, "q2"), "Second, in words?");
    let q1 = data.codebook.variable("q1").expect("q1");
    assert!(q1.is_missing(&9.into()) && q1.is_missing(&97.into()) && !q1.is_missing(&4.into()));
    assert_eq!(q1.missing.len(), 1, "9 is listed once");
    assert_eq!(data.codebook.sets[0].label, Text::from("How often?"));
    assert_eq!(data.codebook.role(RoleKind::Weight), Some("w"));
}

#[test]
fn hostile_xml_is_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><codeBook>&c;</codeBook>";
    let deep = "<codeBook>".to_owned() + &"<a>".repeat(100_000);
    for text in [
        bomb,
        &deep,
        "<codeBook><var></codeBook>",
        "<html><body/></html>",
        "<",
        "<!--",
        "<codeBook/>",
        "<a/>",
    ] {
        let found = read_codebook("a.xml", text.as_bytes());
        assert!(
            matches!(found, Err(Error::Codebook { .. })),
            "{:.40}: {found:?}",
            text
        );
    }
}

/// Found by fuzzing: the quote of the encoding was taken for one byte, whatever it was.
#[test]
fn an_encoding_without_quotes_names_none() {
    let found = read_codebook("a.xml", b"<?xml encoding=\xFF\xFF?><codeBook/>");
    assert!(matches!(found, Err(Error::Codebook { .. })), "{found:?}");
    let latin = b"<?xml version='1.0' encoding='iso-8859-1'?><codeBook><dataDscr><var name='q1'><labl>\xDCber</labl></var></dataDscr></codeBook>";
    let mut data = survey();
    read_codebook("a.xml", latin)
        .expect("codebook")
        .apply(&mut data);
    assert_eq!(label(&data, "q1"), "Über");
}

#[test]
fn tables_in_short_and_in_long_form() {
    let mut data = survey();
    apply(
        "Variable;Beschriftung;Messniveau\nsex;Geschlecht;nominal\nq1;Erste Frage;ordinal\n",
        &mut data,
    );
    assert_eq!(label(&data, "Sex"), "Geschlecht");
    assert_eq!(
        data.codebook.variable("q1").expect("q1").level,
        Level::Ordinal
    );

    let mut data = survey();
    apply(
        "variable,value,label\nsex,,Sex of the person\nsex,1,m\nsex,2,f\nq1,,First\nq1,1,never\n,2,rarely\n",
        &mut data,
    );
    assert_eq!(label(&data, "Sex"), "Sex of the person");
    assert_eq!(value_label(&data, "Sex", 2), "f");
    assert_eq!(
        value_label(&data, "q1", 2),
        "rarely",
        "the variable stands in the first row of its values"
    );

    let mut data = survey();
    apply(
        "Name;Label;Wert;Wertelabel;fehlend\nsex;Geschlecht;1;m;\nsex;Geschlecht;2;w;\nq1;Erste;9;verweigert;x\n",
        &mut data,
    );
    assert_eq!(value_label(&data, "Sex", 2), "w");
    assert!(
        data.codebook
            .variable("q1")
            .expect("q1")
            .is_missing(&9.into())
    );

    let refused = read_codebook("a.csv", b"x;y\n1;2\n");
    assert!(
        matches!(
            refused,
            Err(Error::Codebook {
                fault: Fault::Columns,
                ..
            })
        ),
        "{refused:?}"
    );
}

/// A questionnaire with an array, a list and boxes, as LimeSurvey 3 (one table) or 6 (texts apart) writes it.
fn questionnaire(apart: bool) -> String {
    let text = |id: &str, words: &str| {
        if apart {
            String::new()
        } else {
            format!(
                "<question><![CDATA[{words}]]></question><language>de</language><qid>{id}</qid>"
            )
        }
    };
    let id = |id: &str| {
        if apart {
            format!("<qid>{id}</qid>")
        } else {
            String::new()
        }
    };
    let apart_text = |id: &str, words: &str| {
        format!(
            "<row><qid>{id}</qid><question><![CDATA[{words}]]></question><language>de</language></row>"
        )
    };
    let question = |at: &str, parent: &str, kind: &str, code: &str, words: &str| {
        format!(
            "<row>{}{}<parent_qid>{parent}</parent_qid><type>{kind}</type><title>{code}</title></row>",
            id(at),
            text(at, words)
        )
    };
    let answer = |qid: &str, code: &str, words: &str, order: u32| {
        format!(
            "<row><qid>{qid}</qid><code>{code}</code><answer><![CDATA[{words}]]></answer><sortorder>{order}</sortorder><language>de</language></row>"
        )
    };
    let questions = [
        question("1", "0", "L", "amt", "<p>Welches Amt?</p>"),
        question("2", "0", "F", "Q02", "Wie oft?"),
        question("3", "0", "M", "Q03", "Womit?"),
    ];
    let parts = [
        question("21", "2", "T", "SQ001", "Polizei"),
        question("22", "2", "T", "SQ002", "Schule"),
        question("31", "3", "T", "SQ001", "Telefon"),
        question("32", "3", "T", "SQ002", "E-Mail &amp; Brief"),
    ];
    let answers = [
        answer("1", "A1", "Ordnungsamt", 1),
        answer("1", "A2", "Sozialamt", 2),
        answer("2", "1", "nie", 1),
        answer("2", "3", "oft", 3),
        answer("2", "2", "manchmal", 2),
    ];
    let texts = [
        ("1", "<p>Welches Amt?</p>"),
        ("2", "Wie oft?"),
        ("3", "Womit?"),
        ("21", "Polizei"),
        ("22", "Schule"),
        ("31", "Telefon"),
        ("32", "E-Mail &amp; Brief"),
    ];
    let texts: String = texts
        .iter()
        .map(|(id, words)| apart_text(id, words))
        .collect();
    let apart = if apart {
        format!("<question_l10ns><rows>{texts}</rows></question_l10ns>")
    } else {
        String::new()
    };
    format!(
        "<?xml version=\"1.0\"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType><answers><rows>{}</rows></answers>\
         <questions><rows>{}</rows></questions><subquestions><rows>{}</rows></subquestions>{apart}</document>",
        answers.concat(),
        questions.concat(),
        parts.concat()
    )
}

#[test]
fn a_limesurvey_questionnaire_names_its_exports() {
    for (apart, marks) in [(false, ["[", "]"]), (true, ["_", ""])] {
        let [open, close] = marks;
        let mut csv = format!(
            "amt,Q02{open}SQ001{close},Q02{open}SQ002{close},Q03{open}SQ001{close},Q03{open}SQ002{close}\n"
        );
        for row in 0..12 {
            csv += &format!(
                "A{},{},{},{},{}\n",
                1 + row % 2,
                1 + row % 3,
                1 + (row + 1) % 3,
                ["Y", ""][row % 2],
                ["Y", ""][row / 2 % 2]
            );
        }
        let mut data = data(&csv);
        let fit = apply(&questionnaire(apart), &mut data);
        assert_eq!(
            (fit.known, fit.absent.len(), fit.silent.len()),
            (5, 0, 0),
            "{fit:?}"
        );
        assert_eq!(label(&data, "amt"), "Welches Amt?");
        assert_eq!(value_label(&data, "amt", "A2"), "Sozialamt");
        let name = data.codebook.variables[1].name.clone();
        assert_eq!(label(&data, &name), "Polizei");
        assert_eq!(value_label(&data, &name, 2), "manchmal");
        assert_eq!(
            data.codebook.variables[1].level,
            Level::Ordinal,
            "its labels are an answer scale"
        );
        assert_eq!(
            label(&data, &data.codebook.variables[4].name),
            "E-Mail & Brief"
        );
        let kinds: Vec<SetKind> = data.codebook.sets.iter().map(|set| set.kind).collect();
        assert_eq!(kinds, [SetKind::Battery, SetKind::Multiple]);
    }
}

#[test]
fn a_study_is_a_codebook_too() {
    let mut data = survey();
    apply(
        r#"{"befund": 1, "title": "t", "scales": {"s": [{"value": 1, "label": "nie"}]},
            "datasets": [{"id": "a", "file": "b.csv", "variables": [{"name": "q1", "label": "Erste", "scale": "s", "level": "ordinal"}]}]}"#,
        &mut data,
    );
    assert_eq!(
        (label(&data, "q1"), value_label(&data, "q1", 1)),
        ("Erste".to_owned(), "nie".to_owned())
    );
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = read_codebook("a", &bytes);
    }

    #[test]
    fn any_syntax_is_read_or_refused(text in "VALUE LABELS [a-z0-9'\"/().,=+* \n-]{0,80}") {
        let _ = read_codebook("a", text.as_bytes());
    }

    #[test]
    fn any_xml_is_read_or_refused(text in "<codeBook>(<(var|catgry|labl|/var|/labl)( name=\"[a-z]\"|)>|[a-z]){0,12}</codeBook>") {
        let _ = read_codebook("a", text.as_bytes());
    }
}
