//! A finding of one's own: pick variables, see the fitting analysis, change it, keep it.

use std::sync::Arc;

use befund_report::set_kind_name;
use befund_survey::describe::DatasetOverview;
use befund_survey::describe::{Description, VariableDescription};
use leptos::prelude::*;

use super::adjust::Adjust;
use super::sets::KINDS;
use crate::app::App;
use crate::browser;
use crate::components::{FindingBody, LevelIcon, TITLE, each, live, when, words};
use crate::define::with_set;
use crate::messages::{self, Say};
use crate::place::View;
use crate::state::Session;
use befund_conversation::message::Shown;

/// How many variables the list shows at once; the search finds the others.
const LISTED: usize = 300;

/// The explore view.
#[component]
pub(crate) fn ExploreView() -> impl IntoView {
    let app = expect_context::<App>();
    let description = Memo::new(move |_| {
        let data = app.draft.with(|draft| draft.data.clone());
        app.session
            .with(|session| session.descriptions.get(&data).cloned())
    });
    let shown = Memo::new(move |_| app.draft.with(|draft| draft.shown.clone()));
    view! {
        <div class="explore">
            <header class="view-head">
                <p class="kicker">{app.say(Say::Explore)}</p>
                <h1 id=TITLE tabindex="-1">{app.say(Say::ExploreTitle)}</h1>
            </header>
            <div class="explore-columns">
                <section class="picker" aria-label=app.say(Say::Variables)>
                    <DatasetChoice/>
                    {live(move || match description.get() {
                        Some(description) => view! { <VariablePicker description=description/> }.into_any(),
                        None => view! { <p class="empty">{app.say(Say::Describing)}</p> }.into_any(),
                    })}
                    {when(move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.problem.is_none())), move || view! {
                        <button type="button" class="button primary to-result" data-testid="to-result"
                            on:click=move |_| browser::go_to("result")>
                            {app.say(Say::ToTheResult)}
                        </button>
                    })}
                </section>
                <section class="built" aria-labelledby="result">
                    <h2 id="result" class="visually-hidden" tabindex="-1">{app.say(Say::Finding)}</h2>
                    <div id="chart-width"></div>
                    <Suggestions/>
                    {live(move || shown.get().map(|shown| view! { <Adjust shown=shown/> }))}
                    <Result shown=shown/>
                </section>
            </div>
        </div>
    }
}

/// Which dataset, where there are several.
#[component]
fn DatasetChoice() -> impl IntoView {
    let app = expect_context::<App>();
    let datasets = Memo::new(move |_| {
        app.session.with(|session| {
            let overview = session.overview.as_ref();
            overview
                .map(|overview| overview.datasets.clone())
                .unwrap_or_default()
        })
    });
    let name = move |data: &DatasetOverview| {
        if data.title.is_empty() {
            data.file.clone()
        } else {
            data.title.get(app.language.get()).to_owned()
        }
    };
    let options = move || {
        let now = app.draft.with(|draft| draft.data.clone());
        datasets.with(|datasets| {
            datasets
                .iter()
                .map(|data| view! { <option value=data.id.clone() selected=data.id == now>{name(data)}</option> })
                .collect::<Vec<_>>()
        })
    };
    view! {
        {when(move || datasets.with(|datasets| datasets.len() > 1), move || view! {
            <label class="field">
                <span>{app.say(Say::Dataset)}</span>
                <select data-testid="explore-dataset" on:change=move |event| {
                    let data = event_target_value(&event);
                    app.change_draft(|draft| { *draft = draft.on(&data); None });
                }>{live(options)}</select>
            </label>
        })}
    }
}

/// The variables of the dataset, to be ticked.
#[component]
fn VariablePicker(
    /// The dataset.
    description: Arc<Description>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let sought = RwSignal::new(String::new());
    let all = description.columns.len();
    let grouped = Arc::clone(&description);
    let found = {
        let description = Arc::clone(&description);
        Memo::new(move |_| {
            let sought = sought.get().to_lowercase();
            super::data::places(&description, &sought)
        })
    };
    let picked = Memo::new(move |_| app.draft.with(|draft| draft.picked.clone()));
    let listed = move || found.with(|found| found.iter().copied().take(LISTED).collect());
    let row = move |place: u32| {
        let variable = description.columns[place as usize].clone();
        view! { <PickerRow variable=variable picked=picked/> }.into_any()
    };
    view! {
        <div class="search">
            <input type="search" aria-label=app.say(Say::SearchVariables) placeholder=app.say(Say::SearchVariables)
                data-testid="search-picker" prop:value=sought
                on:input=move |event| sought.set(event_target_value(&event))/>
            <p class="search-count" aria-live="polite">
                {words(move || messages::of_all(found.with(Vec::len), all, app.language.get()))}
            </p>
        </div>
        // This line is always there: the list below it must not move under the pointer.
        <p class="picked">
            <span aria-live="polite">{words(move || messages::picked(picked.with(Vec::len), app.language.get()))}</span>
            <button type="button" class="quiet" disabled=move || picked.with(Vec::is_empty)
                on:click=move |_| app.change_draft(|draft| { draft.clear(); None })>
                {app.say(Say::Clear)}
            </button>
        </p>
        {when(move || picked.with(Vec::len) > 1, move || {
            let description = Arc::clone(&grouped);
            view! { <Together description=description picked=picked/> }
        })}
        <ul class="picker-list" data-testid="picker">{each(listed, row)}</ul>
        {when(move || found.with(Vec::len) > LISTED, move || view! {
            <p class="hint">{app.say(Say::SearchForMore)}</p>
        })}
    }
}

/// A choice that says that the ticked variables belong to one question.
#[component]
fn Together(
    /// The dataset.
    description: Arc<Description>,
    /// What is ticked.
    picked: Memo<Vec<String>>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let group = move |event: leptos::ev::Event| {
        let word = event_target_value(&event);
        let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == word) else {
            return;
        };
        let sets = with_set(&description.sets, *kind, &picked.get_untracked());
        let roles = description.roles.clone();
        let (task, request) = Session::arrange(&description.id, sets, roles);
        app.ask(task, request);
        app.status.set(Some(Say::Grouped.text()));
    };
    let kinds = move || {
        let language = app.language.get();
        let none = view! { <option value="">{Say::Together.get(language)}</option> }.into_any();
        let kinds = KINDS.into_iter().map(|(word, kind)| {
            view! { <option value=word>{set_kind_name(kind, language)}</option> }.into_any()
        });
        std::iter::once(none).chain(kinds).collect::<Vec<_>>()
    };
    view! {
        <select class="together" data-testid="group" aria-label=app.say(Say::Together) on:change=group>{live(kinds)}</select>
    }
}

/// One variable to be ticked.
#[component]
fn PickerRow(
    /// The variable.
    variable: VariableDescription,
    /// What is ticked.
    picked: Memo<Vec<String>>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let variable = variable.variable;
    let name = variable.name.clone();
    let is_picked = {
        let name = name.clone();
        move || picked.with(|picked| picked.contains(&name))
    };
    let label = variable.label.clone();
    let toggle = {
        let name = name.clone();
        move |_| app.change_draft(|draft| draft.toggle(&name))
    };
    view! {
        <li>
            <label class="pick" data-testid="pick" data-name=name.clone()>
                <input type="checkbox" prop:checked=is_picked on:change=toggle/>
                <LevelIcon level=variable.level/>
                <span class="pick-words">
                    <span class="variable-code">{name.clone()}</span>
                    <span class="pick-label">{words(move || label.get(app.language.get()).to_owned())}</span>
                </span>
            </label>
        </li>
    }
}

/// The fitting analyses.
#[component]
fn Suggestions() -> impl IntoView {
    let app = expect_context::<App>();
    let chips = move || {
        let language = app.language.get();
        app.draft.with(|draft| {
            draft
                .suggestions
                .iter()
                .enumerate()
                .map(|(place, suggestion)| {
                    let chosen = place == draft.taken;
                    view! {
                        <button type="button" class="chip" data-testid="suggestion" data-kind=suggestion.kind.clone()
                            aria-pressed=chosen.to_string()
                            on:click=move |_| app.change_draft(|draft| draft.take(place))>
                            {suggestion.words.get(language).to_owned()}
                        </button>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        {when(move || app.draft.with(|draft| !draft.suggestions.is_empty()), move || view! {
            <div class="chips" role="group" aria-label=app.say(Say::Analyses)>{live(chips)}</div>
        })}
    }
}

/// What the analysis of the moment found.
#[component]
fn Result(
    /// The finding, or why there is none.
    shown: Memo<Option<Arc<Shown>>>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let problem = move || {
        let failed = shown.with(|shown| shown.as_ref()?.problem.clone());
        failed.or_else(|| app.draft.with(|draft| draft.problem.clone()))
    };
    let finding = move || shown.get().filter(|shown| shown.problem.is_none());
    let nothing_picked = move || app.draft.with(|draft| draft.picked.is_empty());
    let nothing_fits = move || {
        app.draft.with(|draft| {
            !draft.picked.is_empty()
                && !draft.waiting
                && draft.suggestions.is_empty()
                && draft.problem.is_none()
        })
    };
    view! {
        {when(nothing_picked, move || view! {
            <div class="empty explore-empty">
                <p class="empty-title">{app.say(Say::PickVariables)}</p>
                <p>{app.say(Say::PickVariablesWords)}</p>
            </div>
        })}
        {when(nothing_fits, move || view! { <p class="empty">{app.say(Say::NothingFits)}</p> })}
        {live(move || problem().map(|problem| view! {
            <p class="alert" role="alert" data-testid="draft-error">{problem.get(app.language.get()).to_owned()}</p>
        }))}
        {live(move || finding().map(|finding| {
            let added = Arc::clone(&finding);
            let add = move |_| {
                let finding = Arc::clone(&added);
                app.session.update(|session| session.add(finding));
                app.status.set(Some(Say::Added.text()));
            };
            view! {
                <article class="finding draft" data-testid="draft" aria-labelledby="draft-title"
                    class:stale=move || app.draft.with(|draft| draft.waiting)>
                    <FindingBody shown=finding heading="draft-title".to_owned()/>
                    <p class="draft-actions">
                        <button type="button" class="button primary" data-testid="add-to-report" on:click=add>
                            {app.say(Say::AddToReport)}
                        </button>
                        <button type="button" class="quiet" on:click=move |_| app.show(View::Findings)>
                            {app.say(Say::ToTheReport)}
                        </button>
                    </p>
                </article>
            }
        }))}
    }
}
