//! Every kind of analysis on invented answers: ties, missing answers, large offsets, weights, strata, clusters.

use std::fmt::Write;

use befund_engine::Engine;
use befund_engine::message::{CodingEdit, Reply, Request};
use befund_survey::Language;
use befund_survey::analysis::AnalysisSpec;
use befund_survey::coding::{Asked, Code, fingerprint};
use befund_survey::finding::Finding;

/// The analyses, one JSON object per line.
const ANALYSES: &str = include_str!("kinds.jsonl");

/// Rows of the invented file.
const ROWS: u64 = 96;

/// Every analysis with its finding as JSON and as a table.
pub fn kinds(text: &mut String) {
    for finding in findings() {
        let _ = writeln!(text, "{}", befund_report::json(&finding, Language::En));
        let table = befund_report::table(&finding, Language::De);
        let _ = writeln!(text, "{}", table.csv(Language::De));
    }
}

fn findings() -> Vec<Finding> {
    let mut engine = Engine::new();
    let request = Request::Open {
        name: "answers.csv".to_owned(),
        bytes: answers().into_bytes(),
        options: Default::default(),
    };
    let opened = engine.handle(request, &mut |_| {});
    assert!(matches!(opened, Reply::Opened(_)), "{opened:?}");
    let coded = engine.handle(coded(), &mut |_| {});
    assert!(matches!(coded, Reply::Coded(_)), "{coded:?}");
    let lines = ANALYSES.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let spec: AnalysisSpec = match serde_json::from_str(line) {
                Ok(spec) => spec,
                Err(error) => panic!("{line}: {error}"),
            };
            match engine.handle(Request::Analyse { spec }, &mut |_| {}) {
                Reply::Found(finding) => *finding,
                reply => panic!("{line}: {reply:?}"),
            }
        })
        .collect()
}

/// The scores coded as if they were open answers, by terms and by two people.
fn coded() -> Request {
    let code = |code: &str, terms: &[&str]| Code {
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        ..Code::new(code)
    };
    let mut even = code("even", &["0", "2", "4", "6", "8"]);
    even.codes = vec![code("two", &["2"]), code("four", &[])];
    let mut edits = vec![CodingEdit::Codes {
        codes: vec![even, code("large", &["1*"])],
    }];
    for score in 0..9 {
        let first: &[&str] = [&["even"][..], &["two", "large"], &[]][score % 3];
        let second: &[&str] = [&["even"][..], &["four"], &["large"], &["two", "large"]][score % 4];
        for (coder, codes) in [("A", first), ("B", second)] {
            edits.push(CodingEdit::Decide {
                coder: coder.to_owned(),
                answer: fingerprint(&score.to_string()),
                codes: Some(codes.iter().map(|code| (*code).to_owned()).collect()),
            });
        }
    }
    Request::Code {
        data: String::new(),
        coding: "score".to_owned(),
        edits,
        asked: Asked::default(),
    }
}

/// The invented file, from whole numbers alone.
fn answers() -> String {
    let mut text = "id,office,sex,weight,strata,psu,size,cases,amount,offset,score,\
        l1,l2,l3,l4,l5,m1,m2,m3,rank1,rank2,rank3,rater1,rater2,rater3,outcome\n"
        .replace(' ', "");
    let mut state = 20_261_122_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for row in 0..ROWS {
        let office = ["ord", "plan", "soz", "kult"][next(4) as usize];
        let lift = u64::from(office == "plan") + u64::from(office == "soz");
        let sex = ["f", "m"][next(2) as usize];
        let stratum = row * 4 / ROWS;
        let _ = write!(
            text,
            "{row},{office},{sex},{}.{},s{stratum},p{},{},{},{}.{:02},{}.{},{}",
            1 + next(3),
            next(10),
            row * 16 / ROWS,
            40 + 10 * stratum,
            1 + next(4),
            next(900) + 40 * lift,
            next(100),
            1_000_000_000_000 + next(3),
            next(10),
            next(12) + lift,
        );
        let mood = next(5);
        for _ in 0..5 {
            let answer = (mood + lift + next(3)).min(5);
            let _ = match answer {
                0 => write!(text, ","),
                answer => write!(text, ",{answer}"),
            };
        }
        for _ in 0..3 {
            let _ = write!(text, ",{}", u64::from(next(3) == 0));
        }
        let first = 1 + next(3);
        let _ = write!(text, ",{first},{},{}", 1 + first % 3, 1 + (first + 1) % 3);
        let rated = next(4);
        for _ in 0..3 {
            let _ = write!(text, ",{}", 1 + (rated + u64::from(next(4) == 0)) % 4);
        }
        let _ = writeln!(
            text,
            ",{}",
            ["returned", "refused", "none"][next(3) as usize]
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use befund_report::has_words;
    use befund_survey::analysis::Analysis;
    use befund_survey::finding::Results;
    use befund_survey::{Figure, Sheet};

    use super::findings;

    #[test]
    fn every_kind_is_asked() {
        let findings = findings();
        for kind in Analysis::KINDS {
            assert!(
                findings
                    .iter()
                    .any(|finding| finding.results.kind() == kind),
                "no analysis of the kind {kind}"
            );
        }
    }

    #[test]
    fn every_term_has_words_in_both_languages() {
        let mut silent = Vec::new();
        for finding in findings() {
            let results = &finding.results;
            for part in results.statistics().iter().flat_map(|found| &found.parts) {
                collect(&part.figures, &mut silent);
            }
            match results {
                Results::Frequencies(table) => collect(&table.statistics, &mut silent),
                Results::Crosstab(table) => collect(&table.statistics, &mut silent),
                Results::Clusters(tree) => collect(&tree.statistics, &mut silent),
                Results::Response(rates) => collect(&rates.statistics, &mut silent),
                Results::Descriptives(table) => {
                    collect(&table.statistics, &mut silent);
                    table
                        .rows
                        .iter()
                        .for_each(|row| collect(&row.statistics, &mut silent));
                }
                _ => {}
            }
        }
        silent.sort();
        silent.dedup();
        assert!(silent.is_empty(), "terms without words: {silent:?}");
    }

    fn collect(sheet: &Sheet, silent: &mut Vec<String>) {
        for (term, figure) in sheet.iter() {
            let mut need = |word: &str| {
                if !has_words(word) {
                    silent.push(word.to_owned());
                }
            };
            need(term);
            match figure {
                Figure::Word(word) => need(word),
                Figure::Sheet(inner) => collect(inner, silent),
                Figure::Table(records) => {
                    records.iter().for_each(|record| collect(record, silent));
                }
                _ => {}
            }
        }
    }
}
