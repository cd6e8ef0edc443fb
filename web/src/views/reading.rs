//! The questions about how a file is to be read, as choices that read it again.

use befund_survey::HowRead;
use leptos::prelude::*;

use crate::app::App;
use crate::components::{live, words};
use crate::messages::{self, Say};
use crate::read_as::{Asked, questions};

/// What can be overruled about how a file was read, folded.
#[component]
pub(crate) fn Otherwise(
    /// Name of the file.
    name: String,
    /// How it was read.
    how: HowRead,
    /// What the fold is called.
    say: Say,
) -> impl IntoView {
    let app = expect_context::<App>();
    // Stays open while choices are made.
    let open = RwSignal::new(app.asked.with_untracked(|asked| asked.contains_key(&name)));
    live(move || {
        let asked = app.asked.with(|asked| asked.get(&name).cloned());
        let asked = questions(&name, &how, &asked.unwrap_or_default());
        if asked.is_empty() || !app.has_file(&name) {
            return None;
        }
        let fields: Vec<_> = asked
            .into_iter()
            .map(|asked| field(app, &name, asked))
            .collect();
        Some(view! {
            <details class="otherwise" data-testid="read-otherwise" open=open.get_untracked()
                on:toggle=move |event| {
                    let fold: web_sys::HtmlDetailsElement = event_target(&event);
                    open.set(fold.open());
                }>
                <summary>{app.say(say)}</summary>
                <div class="adjust">{fields}</div>
            </details>
        })
    })
}

/// What to look at before the figures are used, and the files a study still waits for.
pub(crate) fn warnings(app: App) -> impl IntoView {
    let overview = Memo::new(move |_| app.session.with(|session| session.overview.clone()));
    live(move || {
        let overview = overview.get()?;
        let language = app.language.get();
        let warnings: Vec<_> = overview
            .warnings
            .iter()
            .map(|warning| warning.get(language).to_owned())
            .chain(
                (!overview.awaited.is_empty())
                    .then(|| messages::awaited(&overview.awaited, language)),
            )
            .map(|words| view! { <li>{words}</li> })
            .collect();
        (!warnings.is_empty()).then(|| {
            view! {
                <section class="warnings" data-testid="warnings" aria-label=app.say(Say::Check)>
                    <h2>{app.say(Say::Check)}</h2>
                    <ul>{warnings}</ul>
                </section>
            }
        })
    })
}

fn field(app: App, name: &str, asked: Asked) -> AnyView {
    let question = asked.question;
    let file = name.to_owned();
    let answered = move |event| {
        let answer = event_target_value(&event);
        let options = app
            .asked
            .with_untracked(|asked| asked.get(&file).cloned())
            .unwrap_or_default();
        app.reread(&file, question.answered(&options, &answer));
    };
    let answers: Vec<_> = asked
        .answers
        .into_iter()
        .map(|answer| {
            let said = words(move || answer.words.get(app.language.get()).to_owned());
            view! { <option value=answer.value selected=answer.chosen>{said}</option> }
        })
        .collect();
    view! {
        <label class="field">
            <span>{app.say(question.say())}</span>
            <select id=question.name() data-testid=question.name() on:change=answered>{answers}</select>
        </label>
    }
    .into_any()
}
