//! The data view: what the file holds, how it was read, and what each variable means.

use std::collections::BTreeSet;
use std::sync::Arc;

use befund_report::number;
use befund_survey::describe::{Description, VariableDescription};
use leptos::prelude::*;

use super::reading::{Otherwise, warnings};
use super::sets::Sets;
use super::variable::VariableRow;
use crate::app::App;
use crate::components::{TITLE, each, live, when, words};
use crate::messages::{self, Say};
use crate::state::{Session, Task};
use befund_conversation::message::{Format, Overview, Request};

/// How many rows are put on the page at once.
const PORTION: usize = 60;

/// What the reader has made of the list; it stays when the list is made anew.
#[derive(Clone, Copy)]
pub(super) struct Shelf {
    /// The words sought.
    sought: RwSignal<String>,
    /// How many rows are on the page.
    shown: RwSignal<usize>,
    /// Names of the variables that are unfolded.
    pub(super) unfolded: RwSignal<BTreeSet<String>>,
    /// Name of the variable that is being defined.
    pub(super) defined: RwSignal<Option<String>>,
}

/// The data view, or the coding of open answers in its place.
#[component]
pub(crate) fn DataView() -> impl IntoView {
    let app = expect_context::<App>();
    let chosen = RwSignal::new(String::new());
    let shelf = Shelf {
        sought: RwSignal::new(String::new()),
        shown: RwSignal::new(PORTION),
        unfolded: RwSignal::new(BTreeSet::new()),
        defined: RwSignal::new(None),
    };
    let is_coding = Memo::new(move |_| app.coding.with(Option::is_some));
    live(move || match is_coding.get() {
        true => super::code::code_view(app),
        false => held(app, chosen, shelf),
    })
}

/// What the file holds.
fn held(app: App, chosen: RwSignal<String>, shelf: Shelf) -> AnyView {
    let overview = Memo::new(move |_| app.session.with(|session| session.overview.clone()));
    // The chosen dataset, or the first one where the chosen one is not open any more.
    let current = Memo::new(move |_| {
        let overview = overview.get()?;
        let chosen = chosen.get();
        let found = overview.datasets.iter().find(|data| data.id == chosen);
        Some(found.or(overview.datasets.first())?.clone())
    });
    let description = Memo::new(move |_| {
        let id = current.get()?.id;
        app.session
            .with(|session: &Session| session.descriptions.get(&id).cloned())
    });

    let reading = live(move || {
        let (overview, current) = (overview.get()?, current.get()?);
        let (file, how) = (current.file, current.how);
        let remarks: Vec<_> = overview
            .reading
            .iter()
            .filter_map(|remark| remark_on(&file, remark.get(app.language.get()), &overview))
            .map(|remark| view! { <li>{remark}</li> })
            .collect();
        Some(view! {
            <section class="reading" aria-label=app.say(Say::HowRead)>
                {(!remarks.is_empty()).then(|| view! {
                    <h2>{app.say(Say::HowRead)}</h2>
                    <ul>{remarks}</ul>
                })}
                <Otherwise name=file how=how say=Say::ReadOtherwise/>
            </section>
        })
    });
    let tabs = live(move || {
        let overview = overview.get()?;
        (overview.datasets.len() > 1).then(|| {
            let tabs: Vec<_> = overview
                .datasets
                .iter()
                .map(|data| {
                    let id = data.id.clone();
                    let name = if data.title.is_empty() {
                        data.file.clone()
                    } else {
                        data.title.get(app.language.get()).to_owned()
                    };
                    let is_current = {
                        let id = id.clone();
                        move || current.with(|now| now.as_ref().is_some_and(|now| now.id == id))
                    };
                    view! {
                        <button type="button" data-testid="dataset-tab" data-name=id.clone()
                            aria-pressed=move || is_current().to_string()
                            on:click=move |_| chosen.set(id.clone())>
                            {name}
                        </button>
                    }
                })
                .collect();
            view! { <div class="tabs" role="group" aria-label=app.say(Say::Datasets)>{tabs}</div> }
        })
    });
    let facts = live(move || {
        let data = current.get()?;
        let language = app.language.get();
        let rows = if data.unit.is_empty() {
            Say::Rows.get(language).to_owned()
        } else {
            data.unit.get(language).to_owned()
        };
        Some(view! {
            <dl class="facts">
                <div><dt>{rows}</dt><dd data-testid="dataset-rows" data-number=data.rows.to_string()>{number::count(data.rows, language)}</dd></div>
                <div>
                    <dt>{Say::Variables.get(language)}</dt>
                    <dd data-testid="dataset-columns" data-number=data.columns.to_string()>{number::count(data.columns, language)}</dd>
                </div>
                <div class="fact-file" hidden=app.session.with(Session::is_bare_file)><dt>{Say::File.get(language)}</dt><dd>{data.file}</dd></div>
            </dl>
        })
    });
    view! {
        <div class="data" data-testid="data-view">
            <header class="view-head">
                <p class="kicker">{app.say(Say::Data)}</p>
                <h1 id=TITLE tabindex="-1">{app.title()}</h1>
            </header>
            {tabs}
            {facts}
            {live(move || current.get().map(|data| save_as(app, &data.id, &data.file)))}
            {warnings(app)}
            {reading}
            {live(move || match description.get() {
                Some(description) => view! {
                    <Sets description=Arc::clone(&description)/>
                    <Variables description=description shelf=shelf/>
                }.into_any(),
                None if current.with(Option::is_none) => ().into_any(),
                None => view! { <p class="empty">{app.say(Say::Describing)}</p> }.into_any(),
            })}
        </div>
    }
    .into_any()
}

/// Buttons that save a dataset as a file of another program.
fn save_as(app: App, data: &str, file: &str) -> AnyView {
    let (stem, _) = file.rsplit_once('.').unwrap_or((file, ""));
    let buttons: Vec<_> = Format::ALL
        .into_iter()
        .map(|format| {
            let name = messages::file_name(stem, format.ending());
            let data = data.to_owned();
            let save = move |_| {
                let request = Request::Export {
                    data: data.clone(),
                    format,
                    language: app.language.get_untracked(),
                };
                app.ask(Task::Export(name.clone()), request);
            };
            let words = format.ending().to_ascii_uppercase();
            let test = format!("save-{}", format.ending());
            view! { <button type="button" class="small" data-testid=test on:click=save>{words}</button> }
        })
        .collect();
    view! {
        <p class="save-as" role="group" aria-label=app.say(Say::SaveAs)>
            <span>{app.say(Say::SaveAs)}</span>
            {buttons}
            <button type="button" class="small" data-testid="save-study" on:click=move |_| app.save_study()>
                {app.say(Say::SaveStudy)}
            </button>
        </p>
    }
    .into_any()
}

/// A remark on how this file was read, without the file's name; nothing where it is about another file.
fn remark_on(file: &str, remark: &str, overview: &Overview) -> Option<String> {
    let about = |file: &str| remark.strip_prefix(file)?.strip_prefix(": ");
    match about(file) {
        Some(words) => Some(words.to_owned()),
        None if overview
            .datasets
            .iter()
            .any(|data| about(&data.file).is_some()) =>
        {
            None
        }
        None => Some(remark.to_owned()),
    }
}

/// The variables of a dataset with a search box above them.
#[component]
fn Variables(
    /// The dataset.
    description: Arc<Description>,
    /// What the reader has made of the list.
    shelf: Shelf,
) -> impl IntoView {
    let app = expect_context::<App>();
    let Shelf { sought, shown, .. } = shelf;
    let all = description.columns.len();
    let found = {
        let description = Arc::clone(&description);
        Memo::new(move |_| {
            let sought = sought.get().to_lowercase();
            places(&description, &sought)
        })
    };
    // The rest follows portion by portion, so that the first is there at once however many there are.
    Effect::new(move |_| {
        if shown.get() < found.with(Vec::len) {
            set_timeout(
                move || {
                    // The view may be gone by now.
                    let _ = shown.try_update(|shown| *shown += PORTION);
                },
                std::time::Duration::from_millis(16),
            );
        }
    });
    let visible = move || found.with(|found| found.iter().copied().take(shown.get()).collect());
    let row = move |place: u32| {
        let description = Arc::clone(&description);
        view! { <VariableRow description=description place=place as usize shelf=shelf/> }.into_any()
    };
    view! {
        <section class="variables" aria-label=app.say(Say::Variables)>
            <div class="search">
                <input type="search" aria-label=app.say(Say::SearchVariables) placeholder=app.say(Say::SearchVariables)
                    data-testid="search-variables" prop:value=sought
                    on:input=move |event| sought.set(event_target_value(&event))/>
                <p class="search-count" aria-live="polite">
                    {words(move || messages::of_all(found.with(Vec::len), all, app.language.get()))}
                </p>
            </div>
            <div class="variable variable-head" aria-hidden="true">
                <span>{app.say(Say::Variable)}</span>
                <span>{app.say(Say::Level)}</span>
                <span class="number">{app.say(Say::Valid)}</span>
                <span class="number">{app.say(Say::Missing)}</span>
                <span>{app.say(Say::Answers)}</span>
            </div>
            <ul class="variable-list">{each(visible, row)}</ul>
            {when(move || found.with(Vec::is_empty), move || view! {
                <p class="empty">{app.say(Say::NothingFound)}</p>
            })}
        </section>
    }
}

/// The places of the variables that hold the words sought.
pub(super) fn places(description: &Description, sought: &str) -> Vec<u32> {
    let columns = description.columns.iter().zip(0..);
    let found = columns.filter(|(column, _)| matches(column, sought));
    found.map(|(_, place)| place).collect()
}

/// Whether name or label hold the words sought, in whatever language.
fn matches(variable: &VariableDescription, sought: &str) -> bool {
    use befund_survey::Language;
    let variable = &variable.variable;
    variable.name.to_lowercase().contains(sought)
        || [Language::De, Language::En]
            .into_iter()
            .any(|language| variable.label.get(language).to_lowercase().contains(sought))
}
