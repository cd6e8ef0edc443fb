//! What surrounds every view: header, progress, error box.

use befund_report::number::percent;
use befund_survey::{HowRead, Language};
use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::live::{live, when, words};
use crate::app::App;
use crate::browser;
use crate::messages::{self, Say};
use crate::place::{Appearance, View};
use crate::state::{Session, Task};
use crate::views::Otherwise;

/// Wordmark, views, language, light and dark.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let app = expect_context::<App>();
    let open = Memo::new(move |_| app.session.with(Session::is_open));
    view! {
        <header class="header">
            <button type="button" class="wordmark" aria-label=app.say(Say::StartPage)
                on:click=move |_| app.show(View::Start)>
                <Mark/>
                <span>"Befund"</span>
            </button>
            {when(move || open.get(), move || view! {
                <nav class="views" aria-label=app.say(Say::Views)>
                    <ViewLink view=View::Findings say=Say::Findings name="nav-findings"/>
                    <ViewLink view=View::Data say=Say::Data name="nav-data"/>
                    <ViewLink view=View::Explore say=Say::Explore name="nav-explore"/>
                </nav>
            })}
            <div class="settings">
                {when(move || open.get(), move || view! {
                    <label class="quiet open-file" data-testid="open-file">
                        {app.say(Say::OpenFile)}
                        <FileInput id="open-file-input"/>
                    </label>
                })}
                <div class="languages" role="group" aria-label=app.say(Say::Language)>
                    <LanguageButton language=Language::De short="DE" long="Deutsch" name="language-de"/>
                    <LanguageButton language=Language::En short="EN" long="English" name="language-en"/>
                </div>
                <button type="button" class="quiet appearance" data-testid="appearance"
                    aria-label=move || appearance_words(app) title=move || appearance_words(app)
                    on:click=move |_| app.next_appearance()>
                    {live(move || icon(match app.appearance.get() {
                        Appearance::Auto => Icon::Appearance,
                        Appearance::Light => Icon::Light,
                        Appearance::Dark => Icon::Dark,
                    }))}
                </button>
            </div>
        </header>
    }
}

/// What one may pick; everything can be dropped, and the engine says what it cannot read.
const ACCEPTED: &str = ".csv,.tsv,.tab,.txt,.dat,.sav,.zsav,.por,.dta,.xlsx,.xlsm,.xls,.ods,.parquet,.gz,.zip,.soc,.soi,.toc,.toi,.json,.sps,.xml,.lss,text/csv,text/plain,text/tab-separated-values,application/json";

/// Picks files and opens them; its label is what one sees of it.
#[component]
pub(crate) fn FileInput(
    /// Its name on the page and for tests.
    id: &'static str,
) -> impl IntoView {
    let app = expect_context::<App>();
    let picked = move |event: leptos::ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let files = browser::files(input.files());
        // The same file can be picked again after it was changed.
        input.set_value("");
        app.open_files(files);
    };
    view! {
        <input id=id class="file-input" type="file" multiple accept=ACCEPTED data-testid=id on:change=picked/>
    }
}

fn appearance_words(app: App) -> &'static str {
    let say = match app.appearance.get() {
        Appearance::Auto => Say::AppearanceAuto,
        Appearance::Light => Say::AppearanceLight,
        Appearance::Dark => Say::AppearanceDark,
    };
    say.get(app.language.get())
}

/// The sign of Befund: three bars of a chart and the point found in it.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <rect x="2" y="3" width="20" height="4.5" rx="1"/>
            <rect x="2" y="9.75" width="13" height="4.5" rx="1"/>
            <rect x="2" y="16.5" width="7" height="4.5" rx="1"/>
            <circle class="mark-point" cx="18.5" cy="17.5" r="3.5"/>
        </svg>
    }
}

#[component]
fn ViewLink(
    /// Where it leads.
    view: View,
    /// Its word.
    say: Say,
    /// Its name for tests.
    name: &'static str,
) -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <button type="button" data-testid=name
            aria-current=move || (app.view.get() == view).then_some("page")
            on:click=move |_| app.show(view)>
            {app.say(say)}
        </button>
    }
}

#[component]
fn LanguageButton(
    /// The language.
    language: Language,
    /// Its code.
    short: &'static str,
    /// Its own name.
    long: &'static str,
    /// Its name for tests.
    name: &'static str,
) -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <button type="button" data-testid=name aria-label=long title=long
            aria-pressed=move || (app.language.get() == language).to_string()
            on:click=move |_| app.speak(language)>
            {short}
        </button>
    }
}

/// What the engine is at, how far it has come, and a way to stop it. The style sheet shows it after a moment only.
#[component]
pub(crate) fn Busy() -> impl IntoView {
    let app = expect_context::<App>();
    let first = Memo::new(move |_| app.under_way.with(|tasks| tasks.first().cloned()));
    let share = move || {
        let progress = app.progress.get()?;
        #[allow(clippy::cast_precision_loss)]
        (progress.total > 0).then(|| progress.done as f64 / progress.total as f64)
    };
    let per_cent = move |steps: f64| {
        let share = share().map(|share| (share * steps).floor() / steps);
        share
            .filter(|share| *share > 0.0)
            .map(|share| percent(share, 0, app.language.get()))
            .unwrap_or_default()
    };
    let is_analysis = move || {
        let analyses = first.with(|task| task.as_ref().is_some_and(Task::is_analysis));
        analyses && app.progress.with(Option::is_some)
    };
    view! {
        {when(move || first.get().is_some(), move || view! {
            <div class="busy" data-testid="busy">
                <p role="status">
                    {words(move || {
                        first.get().map(|task| messages::at_work(&task, app.language.get())).unwrap_or_default()
                    })}
                    // Said four times at most; the bar has the number whenever one asks for it.
                    <span class="visually-hidden">{words(move || per_cent(4.0))}</span>
                </p>
                <progress max="1" value=share aria-label=app.say(Say::Progress)></progress>
                <span class="per-cent" aria-hidden="true" data-testid="per-cent">{words(move || per_cent(100.0))}</span>
                {when(is_analysis, move || view! {
                    <button type="button" class="small" data-testid="settle" on:click=move |_| app.settle()>
                        {app.say(Say::Settle)}
                    </button>
                })}
                <button type="button" class="small" data-testid="cancel" on:click=move |_| app.cancel()>
                    {app.say(Say::Cancel)}
                </button>
            </div>
        })}
    }
}

/// What went wrong last, in the engine's words, and which files were not opened, until the reader closes it.
#[component]
pub(crate) fn Alert() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        {when(move || app.alert.with(Option::is_some), move || view! {
            <div class="alert" role="alert" data-testid="error">
                <p class="alert-title">{app.say(Say::ThatDidNotWork)}</p>
                <p>{app.told(app.alert)}</p>
                {live(move || app.refused.get().map(|name| view! { <Otherwise name=name how=HowRead::default() say=Say::TryOtherwise/> }))}
                <button type="button" class="small" on:click=move |_| app.alert.set(None)>
                    {app.say(Say::Close)}
                </button>
            </div>
        })}
        {when(move || app.aside.with(Option::is_some), move || view! {
            <div class="aside" role="status" data-testid="aside">
                <p>{app.told(app.aside)}</p>
                <button type="button" class="small" on:click=move |_| app.aside.set(None)>
                    {app.say(Say::Close)}
                </button>
            </div>
        })}
    }
}
