//! A finding on the page: title, question, sentence, chart, base, notes, table, and what one can take along.

use std::sync::Arc;

use befund_survey::{Language, Text};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::app::App;
use crate::browser;
use crate::components::{live, when, words};
use crate::messages::{self, Say};
use crate::state::{Card, Session};
use befund_conversation::message::{Request, Shown, Writing};

/// A card of the report.
#[component]
pub(crate) fn FindingCard(
    /// The card.
    card: Card,
) -> impl IntoView {
    let app = expect_context::<App>();
    let anchor = anchor(card.key);
    let key = card.key;
    let drafted = app.session.with_untracked(Session::is_bare_file);
    let remove = (card.own || drafted).then(|| {
        view! {
            <button type="button" class="small remove" data-testid="remove-finding"
                on:click=move |_| app.session.update(|session| session.remove(key))>
                {app.say(Say::RemoveFromReport)}
            </button>
        }
    });
    let heading = format!("{anchor}-title");
    let shown = card.shown;
    let id = shown.id.clone();
    let (class, name, body) = match shown.problem.clone() {
        None => {
            let heading = heading.clone();
            let body = view! { <FindingBody shown=shown heading=heading/> };
            ("finding", "finding", body.into_any())
        }
        Some(problem) => {
            let body = view! {
                <h3 id=heading.clone()>{said(app, &shown.title)}</h3>
                <p class="note">{said(app, &problem)}</p>
            };
            ("finding failed", "finding-failed", body.into_any())
        }
    };
    view! {
        <article class=class id=anchor tabindex="-1" data-testid=name data-finding-id=id aria-labelledby=heading>
            {body}
            {remove}
        </article>
    }
}

/// The name of a card on the page.
pub(crate) fn anchor(key: u32) -> String {
    format!("finding-{key}")
}

/// Words in the reader's language, kept right when it changes.
fn said(app: App, text: &Text) -> AnyView {
    let text = text.clone();
    words(move || text.get(app.language.get()).to_owned())
}

/// A paragraph of words; none where there are none.
fn paragraph(app: App, class: &'static str, text: &Text) -> AnyView {
    let text = text.clone();
    live(move || {
        let words = text.get(app.language.get()).to_owned();
        (!words.is_empty()).then(|| view! { <p class=class>{words}</p> }.into_any())
    })
}

/// A finding without its frame.
#[component]
pub(crate) fn FindingBody(
    /// The finding.
    shown: Arc<Shown>,
    /// Name of its heading on the page.
    heading: String,
) -> impl IntoView {
    let app = expect_context::<App>();
    let entry = shown.entry;
    let svg = Memo::new(move |_| app.drawings.with(|drawings| drawings.get(entry)));
    let title = shown.title.clone();
    let pressed = StoredValue::new(move |event: leptos::ev::MouseEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let button = target.and_then(|target| target.closest("button").ok().flatten());
        let value = button.and_then(|button| button.get_attribute("value"));
        if let Some((chart, ending)) = value.as_deref().and_then(|value| value.split_once('.'))
            && let Ok(chart) = chart.parse::<usize>()
        {
            let words = format!("{} {}", title.get(app.language.get_untracked()), chart + 1);
            save(app, entry, Writing::Picture { chart }, &words, ending);
        }
    });
    let chart = live(move || {
        let svg = svg.get()?.to_string();
        (!svg.is_empty()).then(|| {
            view! {
                <div class="chart" data-testid="chart" inner_html=svg
                    on:click=move |event| pressed.with_value(|pressed| pressed(event))>
                </div>
            }
            .into_any()
        })
    });
    let notes: Vec<_> = shown
        .notes
        .iter()
        .map(|note| view! { <li>{said(app, note)}</li> })
        .collect();
    view! {
        <header class="finding-head">
            <p class="kicker">
                <span>{said(app, &shown.kind)}</span>
                {shown.placeholder.then(|| view! {
                    <span class="badge" data-testid="placeholder" title=app.say(Say::PlaceholderMeaning)>
                        {app.say(Say::Placeholder)}
                    </span>
                })}
            </p>
            <h3 id=heading>{said(app, &shown.title)}</h3>
            {paragraph(app, "question", &shown.question)}
        </header>
        {paragraph(app, "reason", &shown.reason)}
        {paragraph(app, "sentence", &shown.sentence)}
        {chart}
        <p class="base">{said(app, &shown.base)}</p>
        {(!notes.is_empty()).then(|| view! { <ul class="notes">{notes}</ul> })}
        {fold(app, "table", Say::Table, move |language| Request::Write { entry, what: Writing::Html, language })}
        <TakeAlong shown=shown/>
    }
}

/// Tables below a line that opens them, asked for only then.
pub(crate) fn fold(
    app: App,
    name: &'static str,
    summary: Say,
    request: impl Fn(Language) -> Request + Send + Sync + 'static,
) -> AnyView {
    fold_of(app, name, summary, Box::new(request))
}

fn fold_of(
    app: App,
    name: &'static str,
    summary: Say,
    request: Box<dyn Fn(Language) -> Request + Send + Sync>,
) -> AnyView {
    let open = RwSignal::new(false);
    let html = RwSignal::new(String::new());
    let toggled = move |event: leptos::ev::Event| {
        open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    };
    Effect::new(move || {
        let language = app.language.get();
        if open.get() {
            let text = app.fetch(request(language));
            spawn_local(async move {
                if let Ok(text) = JsFuture::from(text).await {
                    // The card may be gone by now.
                    let _ = html.try_set(text.as_string().unwrap_or_default());
                }
            });
        }
    });
    view! {
        <details class="table-fold" data-testid=name on:toggle=toggled>
            <summary>{app.say(summary)}</summary>
            {when(move || open.get(), move || view! {
                <div class="table-scroll" tabindex="0" role="region" aria-label=app.say(summary) inner_html=html></div>
            })}
        </details>
    }
    .into_any()
}

/// What one can take along: the table to a spreadsheet, the chart to a document.
#[component]
fn TakeAlong(
    /// The finding.
    shown: Arc<Shown>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let has_chart = shown.has_chart;
    let entry = shown.entry;
    let copy = move |_| {
        let language = app.language.get_untracked();
        let what = Writing::Tsv;
        let text = app.fetch(Request::Write {
            entry,
            what,
            language,
        });
        let copied = browser::copy(text);
        spawn_local(async move {
            let outcome = match copied {
                Ok(copied) => JsFuture::from(copied).await.map(drop),
                Err(error) => Err(error),
            };
            tell(app, outcome, Some(Say::Copied));
        });
    };
    let save = move |what: Writing, ending: &'static str| {
        let title = shown.title.clone();
        move |_| {
            let words = title.get(app.language.get_untracked());
            save(app, entry, what, words, ending);
        }
    };
    let picture = Writing::Picture { chart: 0 };
    view! {
        <div class="take-along" role="group" aria-label=app.say(Say::TakeAlong)>
            <button type="button" class="quiet" on:click=copy>{app.say(Say::CopyTable)}</button>
            <button type="button" class="quiet" on:click=save(Writing::Csv, "csv")>"CSV"</button>
            {has_chart.then(|| view! {
                <button type="button" class="quiet" on:click=save(picture, "svg")>"SVG"</button>
                <button type="button" class="quiet" on:click=save(picture, "png")>"PNG"</button>
            })}
        </div>
    }
}

/// Saves something written out of a finding under a name made of these words.
fn save(app: App, entry: u32, what: Writing, words: &str, ending: &str) {
    let language = app.language.get_untracked();
    let name = messages::file_name(words, ending);
    let text = app.fetch(Request::Write {
        entry,
        what,
        language,
    });
    spawn_local(async move { tell(app, browser::save(name, text).await, None) });
}

/// Says how it went.
pub(crate) fn tell(app: App, outcome: Result<(), JsValue>, done: Option<Say>) {
    match outcome {
        Ok(()) => {
            if let Some(done) = done {
                app.status.set(Some(done.text()));
            }
        }
        Err(_) => app.status.set(Some(Say::NotAllowed.text())),
    }
}

#[cfg(test)]
mod tests {
    /// The security policy allows no inline style, so the colours of the charts come as a file: it must be the report's.
    #[test]
    fn the_page_paints_charts_as_the_report_says() {
        assert_eq!(
            include_str!("../../assets/charts.css"),
            befund_report::SCREEN_CSS,
            "copy befund_report::SCREEN_CSS to web/assets/charts.css"
        );
    }
}
