//! Where everything the page shows of a finding is made, in the worker: words, charts, tables, files. The findings and the
//! analyses behind them are kept here, each under its number. No browser here.

use befund_engine::Engine;
use befund_engine::message::{self as engine, Outcome};
use befund_report::{
    Message, PageItem, Theme, base_line, chart, compared, drawings, escape, kind_name, note, page,
    sentence, table, title, why,
};
use befund_survey::analysis::{Agreement, Analysis, AnalysisSpec};
use befund_survey::derive::Derivation;
use befund_survey::describe::Description;
use befund_survey::finding::{Finding, Note};
use befund_survey::{Language, Text};

use crate::controls;
use crate::picture::picture;
use befund_conversation::message::{
    Coded, Control, Entry, Look, Overview, Reply, Request, Shown, Suggestion, Writing,
};

/// Findings and analyses, each under its number.
#[derive(Default)]
pub(crate) struct Press {
    /// Few enough to be looked through.
    kept: Vec<Kept>,
    last: Entry,
    descriptions: Vec<Description>,
    title: Text,
    notice: Text,
    /// The comparison of those who code, once there are two.
    coders: Option<AnalysisSpec>,
}

/// An analysis and what it found.
struct Kept {
    entry: Entry,
    spec: AnalysisSpec,
    /// Absent where it was only suggested.
    outcome: Option<Outcome>,
}

/// What a request comes to before the engine is asked.
pub(crate) enum Order {
    /// The engine has to be asked this, about this analysis if it is about one.
    Engine(engine::Request, Option<AnalysisSpec>),
    /// There is nothing to ask.
    Answered(Reply),
}

impl Press {
    /// What to ask the engine.
    pub(crate) fn order(&mut self, request: &Request) -> Order {
        let asked = match request {
            Request::Demo => engine::Request::Demo,
            Request::Report => engine::Request::Report,
            Request::Describe { data } => engine::Request::Describe { data: data.clone() },
            Request::Overrule { data, variable } => engine::Request::Overrule {
                data: data.clone(),
                variable: variable.clone(),
            },
            Request::Define { data, variable } => engine::Request::Define {
                data: data.clone(),
                variable: variable.clone(),
            },
            Request::Arrange { data, sets, roles } => engine::Request::Arrange {
                data: data.clone(),
                sets: sets.clone(),
                roles: roles.clone(),
            },
            Request::Code {
                data,
                variable,
                edits,
                asked,
            } => engine::Request::Code {
                data: data.clone(),
                coding: variable.clone(),
                edits: edits.clone(),
                asked: asked.clone(),
            },
            Request::Suggest { data, variables } => engine::Request::Suggest {
                data: data.clone(),
                variables: variables.clone(),
            },
            Request::Run {
                entry,
                like,
                changes,
            } => return self.run(*entry, *like, changes),
            Request::Again { entry } => return self.run(*entry, None, &[]),
            Request::Draw { entries, look } => {
                let charts = entries.iter().map(|entry| self.draw(*entry, *look));
                return Order::Answered(Reply::Drawn {
                    look: *look,
                    charts: charts.collect(),
                });
            }
            Request::Write {
                entry,
                what,
                language,
            } => {
                let text = self.write(*entry, *what, *language);
                return Order::Answered(Reply::Written { text });
            }
            Request::Page { entries, language } => {
                let text = self.page(entries, *language);
                return Order::Answered(Reply::Written { text });
            }
            Request::Agreement { .. } => {
                return match self.coders.clone() {
                    Some(spec) => {
                        Order::Engine(engine::Request::Analyse { spec: spec.clone() }, Some(spec))
                    }
                    None => Order::Answered(Reply::Written {
                        text: String::new(),
                    }),
                };
            }
            // the desk sees to both
            Request::Export { .. } | Request::Save { .. } => {
                return Order::Answered(Reply::Cancelled);
            }
            Request::Keep { entries, heard } => {
                self.kept
                    .retain(|kept| kept.entry > *heard || entries.contains(&kept.entry));
                return Order::Answered(Reply::Cancelled);
            }
        };
        Order::Engine(asked, None)
    }

    fn run(&self, entry: Entry, like: Option<Entry>, changes: &[(String, String)]) -> Order {
        let Some(kept) = self.find(entry) else {
            // Nothing asks for what it has let go.
            return Order::Answered(Reply::Cancelled);
        };
        let mut spec = kept.spec.clone();
        if let Some(before) = like.and_then(|like| self.find(like)) {
            spec.filter.clone_from(&before.spec.filter);
            spec.weight.clone_from(&before.spec.weight);
        }
        let description = self.description(&spec.data);
        for (name, value) in changes {
            controls::change(&mut spec, description, name, value);
        }
        Order::Engine(engine::Request::Analyse { spec: spec.clone() }, Some(spec))
    }

    /// Keeps what the engine answered and says what the page shows of it.
    pub(crate) fn take(
        &mut self,
        request: &Request,
        spec: Option<AnalysisSpec>,
        reply: engine::Reply,
        engine: &Engine,
    ) -> Reply {
        if let Request::Agreement { language } = *request {
            let text = match reply {
                engine::Reply::Found(finding) => agreement(&finding, language),
                engine::Reply::Failed(problem) => paragraph(problem.message.get(language)),
                _ => String::new(),
            };
            return Reply::Written { text };
        }
        match (reply, spec) {
            (engine::Reply::Found(finding), Some(spec)) => Reply::Found {
                shown: self.keep(request, spec, Outcome::Found(finding)),
            },
            (engine::Reply::Failed(problem), Some(spec)) => {
                let outcome = Outcome::Failed {
                    id: spec.id.clone(),
                    title: spec.title.clone(),
                    problem,
                };
                Reply::Found {
                    shown: self.keep(request, spec, outcome),
                }
            }
            (engine::Reply::Opened(overview), _) => self.opened(overview),
            (engine::Reply::Described(description), _) => {
                self.descriptions.retain(|known| known.id != description.id);
                self.descriptions.push(description.clone());
                Reply::Described { description }
            }
            (engine::Reply::Coded(coded), _) => {
                let coders = Agreement::of_coders(&coded.coding);
                self.coders = coders.map(|coders| {
                    let mut spec = AnalysisSpec::from(Analysis::Agreement(coders));
                    if let Request::Code { data, .. } = request {
                        spec.data.clone_from(data);
                    }
                    spec
                });
                Reply::Coded {
                    coded: Coded {
                        question: coded.question,
                        codes: match coded.coding.derivation {
                            Derivation::Coding(coding) => coding.codes,
                            _ => Vec::new(),
                        },
                        page: coded.page,
                    },
                }
            }
            (engine::Reply::Suggested(specs), _) => {
                let suggestions = different(specs)
                    .into_iter()
                    .map(|spec| self.suggest(request, spec))
                    .collect();
                Reply::Suggested { suggestions }
            }
            (engine::Reply::Report(outcomes), _) => {
                let outcomes = outcomes.into_iter().zip(engine.analyses()).enumerate();
                let draft = engine.proposal();
                let reason = |place: usize| {
                    let card = draft.and_then(|draft| draft.analyses.get(place));
                    let text = card.map(|card| in_both(|language| why(card, language)));
                    text.unwrap_or_default()
                };
                let note =
                    draft.map(|draft| in_both(|language| compared(&draft.compared, language)));
                Reply::Report {
                    shown: outcomes
                        .map(|(place, (outcome, spec))| Shown {
                            reason: reason(place),
                            ..self.keep(request, spec.clone(), outcome)
                        })
                        .collect(),
                    note: note.unwrap_or_default(),
                }
            }
            (engine::Reply::Failed(problem), None) => Reply::Failed {
                problem: problem.message,
            },
            // nothing on the page asks for a draft alone
            (
                engine::Reply::Cancelled | engine::Reply::Proposed(_) | engine::Reply::Found(_),
                _,
            ) => Reply::Cancelled,
        }
    }

    /// Takes note of what was opened.
    pub(crate) fn opened(&mut self, overview: engine::Overview) -> Reply {
        self.descriptions.clear();
        self.coders = None;
        self.title = overview.title.clone();
        self.notice = overview.notice.clone();
        Reply::Opened {
            overview: Overview {
                title: overview.title,
                notice: overview.notice,
                demo: overview.demo,
                datasets: overview.datasets,
                reading: overview.reading,
                warnings: overview.warnings,
                awaited: overview.awaited,
            },
        }
    }

    /// The analyses behind findings, in their order.
    pub(crate) fn analyses(&self, entries: &[Entry]) -> Vec<AnalysisSpec> {
        let kept = entries.iter().filter_map(|entry| self.find(*entry));
        kept.map(|kept| kept.spec.clone()).collect()
    }

    fn find(&self, entry: Entry) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.entry == entry)
    }

    fn finding(&self, entry: Entry) -> Option<&Finding> {
        match &self.find(entry)?.outcome {
            Some(Outcome::Found(finding)) => Some(finding),
            _ => None,
        }
    }

    fn description(&self, data: &str) -> Option<&Description> {
        self.descriptions.iter().find(|known| known.id == data)
    }

    fn put(&mut self, spec: AnalysisSpec, outcome: Option<Outcome>) -> Entry {
        self.last += 1;
        self.kept.push(Kept {
            entry: self.last,
            spec,
            outcome,
        });
        self.last
    }

    fn suggest(&mut self, request: &Request, mut spec: AnalysisSpec) -> Suggestion {
        if let Request::Suggest { data, .. } = request {
            spec.data.clone_from(data);
        }
        let kind = spec.analysis.kind();
        Suggestion {
            kind: kind.to_owned(),
            words: in_both(|language| kind_name(kind, language).to_owned()),
            entry: self.put(spec, None),
        }
    }

    fn keep(&mut self, request: &Request, spec: AnalysisSpec, mut outcome: Outcome) -> Shown {
        if let Outcome::Failed { title, .. } = &mut outcome
            && title.is_empty()
        {
            *title = name(&spec);
        }
        let mut shown = show(&outcome, spec.analysis.kind());
        if let Request::Run { .. } = request {
            shown.controls = self.controls(&spec);
        }
        shown.entry = self.put(spec, Some(outcome));
        shown
    }

    fn controls(&self, spec: &AnalysisSpec) -> Vec<Control> {
        self.description(&spec.data)
            .map(|description| controls::of(spec, description))
            .unwrap_or_default()
    }

    /// A finding with its charts as markup, empty where there are none. The further ones stand under headings with buttons of
    /// their own: their values are the place of the chart and the kind of file.
    fn draw(&self, entry: Entry, look: Look) -> (Entry, String) {
        let drawn = |finding| drawings(finding, look.language, look.width, Theme::Screen);
        let drawings = self.finding(entry).map(drawn).unwrap_or_default();
        let mut markup = String::new();
        for (chart, drawing) in drawings.iter().enumerate() {
            if chart == 0 {
                markup.push_str(&drawing.svg);
                continue;
            }
            let heading = escape(&drawing.heading);
            markup += &format!("<figure><figcaption><h4>{heading}</h4>");
            for (kind, words) in [("svg", "SVG"), ("png", "PNG")] {
                markup += &format!(
                    "<button type=\"button\" class=\"quiet\" value=\"{chart}.{kind}\" aria-label=\"{words}: {heading}\">{words}</button>"
                );
            }
            markup += &format!("</figcaption>{}</figure>", drawing.svg);
        }
        (entry, markup)
    }

    fn write(&self, entry: Entry, what: Writing, language: Language) -> String {
        let Some(finding) = self.finding(entry) else {
            return String::new();
        };
        match what {
            Writing::Html => table(finding, language).html(),
            Writing::Tsv => table(finding, language).tsv(language),
            Writing::Csv => table(finding, language).csv(language),
            Writing::Picture { chart } => picture(finding, chart, language).unwrap_or_default(),
        }
    }

    fn page(&self, entries: &[Entry], language: Language) -> String {
        let items: Vec<PageItem<'_>> = entries
            .iter()
            .filter_map(|entry| {
                Some(match self.find(*entry)?.outcome.as_ref()? {
                    Outcome::Found(finding) => PageItem::Finding(finding),
                    Outcome::Failed { title, problem, .. } => PageItem::Failed {
                        title,
                        message: &problem.message,
                    },
                })
            })
            .collect();
        page(&self.title, &self.notice, &items, language)
    }
}

/// The suggestions without those that a control of an earlier one leads to, such as rows and columns swapped.
fn different(suggestions: Vec<AnalysisSpec>) -> Vec<AnalysisSpec> {
    let mut kept: Vec<(Analysis, AnalysisSpec)> = Vec::new();
    for suggestion in suggestions {
        let bare = controls::bare(&suggestion.analysis);
        if !kept.iter().any(|(earlier, _)| *earlier == bare) {
            kept.push((bare, suggestion));
        }
    }
    kept.into_iter().map(|(_, spec)| spec).collect()
}

/// A failed analysis without a title is called by its kind and its variables, where it names any.
fn name(spec: &AnalysisSpec) -> Text {
    let variables = spec.analysis.variables().join(", ");
    in_both(|language| {
        if variables.is_empty() {
            return Message::NotComputed.text(language).to_owned();
        }
        format!("{}: {variables}", kind_name(spec.analysis.kind(), language))
    })
}

/// What was found about those who code: in a sentence, and in tables code by code.
fn agreement(finding: &Finding, language: Language) -> String {
    let said = sentence(finding, language).unwrap_or_default();
    paragraph(&said) + &table(finding, language).html()
}

fn paragraph(words: &str) -> String {
    format!("<p>{}</p>", escape(words))
}

fn in_both(words: impl Fn(Language) -> String) -> Text {
    Text::both(words(Language::De), words(Language::En))
}

fn show(outcome: &Outcome, kind: &str) -> Shown {
    let finding = match outcome {
        Outcome::Found(finding) => finding,
        Outcome::Failed { id, title, problem } => {
            return Shown {
                id: id.clone(),
                title: title.clone(),
                problem: Some(problem.message.clone()),
                ..Shown::default()
            };
        }
    };
    let headline = in_both(|language| title(finding, language));
    let notes = finding.notes.iter();
    Shown {
        entry: 0,
        id: finding.id.clone(),
        kind: in_both(|language| kind_name(kind, language).to_owned()),
        section: finding.section.clone(),
        // Where the study gives no title, the question may be it.
        question: in_both(|language| {
            let words = finding.question.get(language);
            if words == headline.get(language) {
                String::new()
            } else {
                words.to_owned()
            }
        }),
        title: headline,
        sentence: in_both(|language| sentence(finding, language).unwrap_or_default()),
        base: in_both(|language| base_line(finding, language)),
        notes: notes
            .clone()
            .map(|remark| in_both(|language| note(remark, language)))
            .collect(),
        placeholder: notes
            .clone()
            .any(|note| matches!(note, Note::Placeholder { .. })),
        has_chart: chart(finding, Language::De).is_some(),
        reason: Text::default(),
        problem: None,
        controls: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_engine::Engine;
    use befund_survey::codebook::Level;
    use befund_survey::coding::{Code, CodingEdit};
    use befund_survey::describe::VariableDescription;
    use befund_transfer as plain;

    /// Press and engine in one, doing a request in one go, and over the wire.
    struct Worker(Press, Engine);

    impl Worker {
        fn ask(&mut self, request: Request) -> Reply {
            let Self(press, engine) = self;
            let request = plain::value(&plain::bytes(&request)).expect("the request crosses");
            let reply = match press.order(&request) {
                Order::Answered(reply) => reply,
                Order::Engine(asked, spec) => {
                    let reply = engine.handle(asked, &mut |_| {});
                    press.take(&request, spec, reply, engine)
                }
            };
            let crossed = plain::value(&plain::bytes(&reply));
            assert_eq!(crossed.as_ref(), Some(&reply), "the reply crosses");
            reply
        }

        fn found(&mut self, request: Request) -> Shown {
            match self.ask(request) {
                Reply::Found { shown } => shown,
                other => panic!("nothing was found: {other:?}"),
            }
        }

        fn written(&mut self, entry: Entry, what: Writing) -> String {
            let language = Language::En;
            match self.ask(Request::Write {
                entry,
                what,
                language,
            }) {
                Reply::Written { text } => text,
                other => panic!("nothing was written: {other:?}"),
            }
        }
    }

    fn demo() -> (Worker, Vec<Shown>) {
        let mut worker = Worker(Press::default(), Engine::new());
        let Reply::Opened { overview } = worker.ask(Request::Demo) else {
            panic!("the demo does not open");
        };
        for data in overview.datasets {
            worker.ask(Request::Describe { data: data.id });
        }
        let Reply::Report { shown, .. } = worker.ask(Request::Report) else {
            panic!("no report");
        };
        (worker, shown)
    }

    #[test]
    fn every_finding_of_the_demo_study_is_shown_in_both_languages() {
        let (mut worker, shown) = demo();
        assert!(shown.len() > 20);
        for shown in &shown {
            assert_eq!(shown.problem, None, "{}", shown.id);
            for text in [&shown.kind, &shown.title, &shown.base] {
                assert!(!text.get(Language::De).is_empty(), "{}", shown.id);
                assert!(!text.get(Language::En).is_empty(), "{}", shown.id);
            }
        }
        let look = Look {
            language: Language::De,
            width: 700.0,
        };
        let entries = shown.iter().map(|shown| shown.entry).collect();
        let Reply::Drawn { charts, .. } = worker.ask(Request::Draw { entries, look }) else {
            panic!("nothing was drawn");
        };
        for (shown, (entry, svg)) in shown.iter().zip(&charts) {
            assert_eq!(shown.entry, *entry);
            assert_eq!(svg.starts_with("<svg"), shown.has_chart, "{}", shown.id);
        }
        // A ranking has further pictures, each under its heading with buttons that save it.
        let place = shown
            .iter()
            .position(|shown| shown.id == "s24")
            .expect("the ranking");
        let markup = &charts[place].1;
        let figures = markup.matches("<figure>").count();
        assert!(figures >= 3, "{figures}");
        assert_eq!(markup.matches("<svg").count(), figures + 1);
        let mut picture = |chart| worker.written(shown[place].entry, Writing::Picture { chart });
        let pictures: Vec<String> = (0..=figures + 1).map(&mut picture).collect();
        for (chart, picture) in pictures.iter().enumerate() {
            assert_eq!(picture.starts_with("<svg"), chart <= figures, "{chart}");
            if (1..=figures).contains(&chart) {
                assert!(markup.contains(&format!("value=\"{chart}.png\"")));
                assert_ne!(*picture, pictures[0]);
            }
        }
    }

    #[test]
    fn a_finding_is_written_as_the_report_writes_it() {
        let (mut worker, shown) = demo();
        let first = &shown[0];
        assert!(
            worker
                .written(first.entry, Writing::Html)
                .starts_with("<table")
        );
        assert!(worker.written(first.entry, Writing::Tsv).contains('\t'));
        assert!(worker.written(first.entry, Writing::Csv).contains(','));
        let picture = worker.written(first.entry, Writing::Picture { chart: 0 });
        assert!(picture.starts_with("<svg") && first.has_chart);
        let entries = shown.iter().map(|shown| shown.entry).collect();
        let language = Language::De;
        let Reply::Written { text } = worker.ask(Request::Page { entries, language }) else {
            panic!("no page");
        };
        assert_eq!(text.matches("<article").count(), shown.len());
    }

    #[test]
    fn another_kind_keeps_filter_and_weight() {
        let (mut worker, _) = demo();
        let data = "wave2".to_owned();
        let Reply::Described { description } = worker.ask(Request::Describe { data }) else {
            panic!("no description");
        };
        let nominal = |column: &&VariableDescription| column.variable.level == Level::Nominal;
        let picked = description.columns.iter().find(nominal);
        let Reply::Suggested { suggestions } = worker.ask(Request::Suggest {
            data: description.id.clone(),
            variables: vec![picked.expect("a nominal variable").variable.name.clone()],
        }) else {
            panic!("nothing is suggested");
        };
        let run = |entry, like, changes: &[(&str, &str)]| Request::Run {
            entry,
            like,
            changes: changes
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        };
        let filter = |shown: &Shown| {
            let control = shown
                .controls
                .iter()
                .find(|control| control.name == "filter");
            match &control.expect("a filter").form {
                befund_conversation::message::Form::Choice { options, .. } => {
                    let chosen = options.iter().find(|option| option.chosen);
                    chosen
                        .map(|option| option.value.clone())
                        .unwrap_or_default()
                }
                other => panic!("no choice: {other:?}"),
            }
        };
        let first = worker.found(run(suggestions[0].entry, None, &[]));
        let variable = match &first
            .controls
            .iter()
            .find(|control| control.name == "filter")
        {
            Some(Control {
                form: befund_conversation::message::Form::Choice { options, .. },
                ..
            }) => options[1].value.clone(),
            other => panic!("no filter: {other:?}"),
        };
        assert_eq!(filter(&first), "");
        let filtered = worker.found(run(first.entry, None, &[("filter", &variable)]));
        assert_eq!(filter(&filtered), variable);
        let other = worker.found(run(suggestions[0].entry, Some(filtered.entry), &[]));
        assert_eq!(filter(&other), variable);
    }

    #[test]
    fn what_the_page_does_not_show_any_more_is_dropped() {
        let (mut worker, shown) = demo();
        let (kept, heard) = (shown[1].entry, shown[2].entry);
        let entries = vec![kept];
        worker.ask(Request::Keep { entries, heard });
        let table = |worker: &mut Worker, place: usize| {
            worker.written(shown[place].entry, Writing::Html).is_empty()
        };
        assert!(table(&mut worker, 0), "dropped");
        assert!(!table(&mut worker, 1), "kept");
        assert!(!table(&mut worker, 3), "not heard of yet");
    }

    #[test]
    fn what_failed_has_a_title_and_can_be_changed() {
        let mut worker = Worker(Press::default(), Engine::new());
        let csv = b"office,q1\nord,1\nplan,2\nord,2\nplan,1\n".to_vec();
        let open = engine::Request::Open {
            name: "a.csv".to_owned(),
            bytes: csv,
            options: Default::default(),
        };
        worker.1.handle(open, &mut |_| {});
        let crosstab = befund_survey::analysis::Crosstab::of("q1", "nowhere");
        let spec = AnalysisSpec::from(Analysis::Crosstab(crosstab));
        let entry = worker.0.put(spec, None);
        let failed = worker.found(Request::Again { entry });
        assert!(failed.problem.is_some());
        assert_eq!(failed.title.get(Language::De), "Kreuztabelle: q1, nowhere");
        assert!(!failed.has_chart);
    }

    #[test]
    fn people_who_code_are_compared_code_by_code() {
        let mut worker = Worker(Press::default(), Engine::new());
        let open = engine::Request::Open {
            name: "a.csv".to_owned(),
            bytes: b"office,why\nord,no staff\nplan,money and staff\nord,nobody came\nplan,none\n"
                .to_vec(),
            options: Default::default(),
        };
        worker.1.handle(open, &mut |_| {});
        let ask = |worker: &mut Worker, edits| {
            let asked = Request::Code {
                data: "a".to_owned(),
                variable: "why".to_owned(),
                edits,
                asked: befund_survey::coding::Asked {
                    most: 10,
                    ..Default::default()
                },
            };
            match worker.ask(asked) {
                Reply::Coded { coded } => coded.page,
                other => panic!("not coded: {other:?}"),
            }
        };
        let compared =
            |worker: &mut Worker, language| match worker.ask(Request::Agreement { language }) {
                Reply::Written { text } => text,
                other => panic!("not compared: {other:?}"),
            };
        let codes = vec![Code::new("staff"), Code::new("money")];
        let mut page = ask(&mut worker, vec![CodingEdit::Codes { codes }]);
        page.answers.sort_by(|a, b| a.text.cmp(&b.text));
        // money and staff, no staff, nobody came, none
        let decided: [(&str, [&[&str]; 4]); 2] = [
            ("A", [&["money", "staff"], &["staff"], &[], &[]]),
            ("B", [&["money"], &["staff"], &[], &[]]),
        ];
        for (coder, codes) in decided {
            assert_eq!(compared(&mut worker, Language::En), "", "one alone");
            let answers = page.answers.iter().zip(codes);
            let decide = answers.map(|(line, codes)| CodingEdit::Decide {
                coder: coder.to_owned(),
                answer: line.fingerprint.clone(),
                codes: Some(codes.iter().map(|code| (*code).to_owned()).collect()),
            });
            let decide = decide.collect();
            ask(&mut worker, decide);
        }
        // staff: observed 3/4, by chance 1/2 · 1/4 + 1/2 · 3/4, so that kappa is 1/2
        let german = compared(&mut worker, Language::De);
        assert!(german.starts_with("<p>Zu 75,0\u{202f}% geben"), "{german}");
        let english = compared(&mut worker, Language::En);
        for (text, words) in [
            (
                &german,
                [
                    "κ",
                    "Konfidenzintervall von κ",
                    "<td class=\"number\">0,5</td>",
                ],
            ),
            (
                &english,
                [
                    "κ",
                    "confidence interval of κ",
                    "<td class=\"number\">0.5</td>",
                ],
            ),
        ] {
            for words in words {
                assert!(text.contains(words), "{words}: {text}");
            }
        }
    }
}
