//! A finding on the page: title, question, sentence, chart, base, notes, table, and what one can take along.

use std::sync::Arc;

use befund_engine::message::Outcome;
use befund_report::{Theme, base_line, chart, chart_svg, kind_name, note, sentence, table, title};
use befund_survey::finding::{Finding, Note};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use crate::app::App;
use crate::browser;
use crate::messages::{self, Say};
use crate::picture::picture;
use crate::state::Card;

/// A card of the report.
#[component]
pub(crate) fn FindingCard(
    /// The card.
    card: Card,
) -> impl IntoView {
    let app = expect_context::<App>();
    let anchor = anchor(card.key);
    let key = card.key;
    let remove = card.own.is_some().then(|| {
        view! {
            <button type="button" class="small remove" data-testid="remove-finding"
                on:click=move |_| app.session.update(|session| session.remove(key))>
                {app.say(Say::RemoveFromReport)}
            </button>
        }
    });
    match &*card.outcome {
        Outcome::Found(finding) => {
            let finding: Arc<Finding> = Arc::new((**finding).clone());
            let id = finding.id.clone();
            view! {
                <article class="finding" id=anchor.clone() tabindex="-1" data-testid="finding"
                    data-finding-id=id aria-labelledby=format!("{anchor}-title")>
                    <FindingBody finding=finding heading=format!("{anchor}-title")/>
                    {remove}
                </article>
            }
            .into_any()
        }
        Outcome::Failed { id, title, problem } => {
            let (title, message) = (title.clone(), problem.message.clone());
            view! {
                <article class="finding failed" id=anchor.clone() tabindex="-1" data-testid="finding-failed"
                    data-finding-id=id.clone() aria-labelledby=format!("{anchor}-title")>
                    <h3 id=format!("{anchor}-title")>{move || title.get(app.language.get()).to_owned()}</h3>
                    <p class="note">{move || message.get(app.language.get()).to_owned()}</p>
                    {remove}
                </article>
            }
            .into_any()
        }
    }
}

/// The name of a card on the page.
pub(crate) fn anchor(key: u32) -> String {
    format!("finding-{key}")
}

/// A finding without its frame.
#[component]
pub(crate) fn FindingBody(
    /// The finding.
    finding: Arc<Finding>,
    /// Name of its heading on the page.
    heading: String,
) -> impl IntoView {
    let app = expect_context::<App>();
    let placeholder = finding
        .notes
        .iter()
        .any(|note| matches!(note, Note::Placeholder { .. }));
    let kind = {
        let finding = Arc::clone(&finding);
        move || kind_name(finding.results.kind(), app.language.get())
    };
    let title_words = {
        let finding = Arc::clone(&finding);
        move || title(&finding, app.language.get())
    };
    let question = {
        let finding = Arc::clone(&finding);
        move || {
            let words = finding.question.get(app.language.get()).to_owned();
            // Where the study gives no title, the question may be it.
            let repeats = words == title(&finding, app.language.get());
            (!words.is_empty() && !repeats).then(|| view! { <p class="question">{words}</p> })
        }
    };
    let in_words = {
        let finding = Arc::clone(&finding);
        move || {
            sentence(&finding, app.language.get())
                .map(|words| view! { <p class="sentence">{words}</p> })
        }
    };
    let chart = {
        let finding = Arc::clone(&finding);
        move || {
            chart_svg(
                &finding,
                app.language.get(),
                app.chart_width.get(),
                Theme::Screen,
            )
            .map(|svg| view! { <div class="chart" data-testid="chart" inner_html=svg></div> })
        }
    };
    let base = {
        let finding = Arc::clone(&finding);
        move || base_line(&finding, app.language.get())
    };
    let notes = {
        let finding = Arc::clone(&finding);
        move || {
            let language = app.language.get();
            let notes: Vec<_> = finding
                .notes
                .iter()
                .map(|remark| view! { <li>{note(remark, language)}</li> })
                .collect();
            (!notes.is_empty()).then(|| view! { <ul class="notes">{notes}</ul> })
        }
    };
    view! {
        <header class="finding-head">
            <p class="kicker">
                <span>{kind}</span>
                {placeholder.then(|| view! {
                    <span class="badge" data-testid="placeholder" title=app.say(Say::PlaceholderMeaning)>
                        {app.say(Say::Placeholder)}
                    </span>
                })}
            </p>
            <h3 id=heading>{title_words}</h3>
            {question}
        </header>
        {in_words}
        {chart}
        <p class="base">{base}</p>
        {notes}
        <TableFold finding=Arc::clone(&finding)/>
        <TakeAlong finding=finding/>
    }
}

/// The table, made when it is asked for.
#[component]
fn TableFold(
    /// The finding.
    finding: Arc<Finding>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let (open, set_open) = signal(false);
    let toggled = move |event: leptos::ev::Event| {
        set_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    };
    view! {
        <details class="table-fold" data-testid="table" on:toggle=toggled>
            <summary>{app.say(Say::Table)}</summary>
            {move || open.get().then(|| {
                let html = table(&finding, app.language.get()).html();
                view! { <div class="table-scroll" tabindex="0" role="region" aria-label=app.say(Say::Table) inner_html=html></div> }
            })}
        </details>
    }
}

/// What one can take along: the table to a spreadsheet, the chart to a document.
#[component]
fn TakeAlong(
    /// The finding.
    finding: Arc<Finding>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let finding = StoredValue::new(finding);
    let with = move |then: &dyn Fn(&Finding)| finding.with_value(|finding| then(finding));
    let name = move |finding: &Finding, ending: &str| {
        messages::file_name(&title(finding, app.language.get_untracked()), ending)
    };
    let has_chart =
        finding.with_value(|finding| chart(finding, app.language.get_untracked()).is_some());
    let svg = move |finding: &Finding| picture(finding, app.language.get_untracked());
    let copy = move |_| {
        with(&|finding| {
            let language = app.language.get_untracked();
            let text = table(finding, language).tsv(language);
            spawn_local(async move {
                let outcome = browser::copy(text).await;
                tell(app, outcome, Some(Say::Copied));
            });
        });
    };
    let save_csv = move |_| {
        with(&|finding| {
            let language = app.language.get_untracked();
            let text = table(finding, language).csv(language);
            tell(
                app,
                browser::save_text(&name(finding, "csv"), "text/csv", &text),
                None,
            );
        });
    };
    let save_svg = move |_| {
        with(&|finding| {
            if let Some(svg) = svg(finding) {
                tell(
                    app,
                    browser::save_text(&name(finding, "svg"), "image/svg+xml", &svg),
                    None,
                );
            }
        });
    };
    let save_png = move |_| {
        with(&|finding| {
            if let Some(svg) = svg(finding) {
                let name = name(finding, "png");
                spawn_local(async move { tell(app, browser::save_png(name, svg).await, None) });
            }
        });
    };
    view! {
        <div class="take-along" role="group" aria-label=app.say(Say::TakeAlong)>
            <button type="button" class="quiet" on:click=copy>{app.say(Say::CopyTable)}</button>
            <button type="button" class="quiet" on:click=save_csv>"CSV"</button>
            {has_chart.then(|| view! {
                <button type="button" class="quiet" on:click=save_svg>"SVG"</button>
                <button type="button" class="quiet" on:click=save_png>"PNG"</button>
            })}
        </div>
    }
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
