//! One variable of the data view: a line that unfolds into its values.

use std::sync::Arc;

use befund_report::{
    label_words, level_name, missing_words, number, reason, role_name, value_words,
};
use befund_survey::codebook::{Level, Origin};
use befund_survey::describe::{Description, VariableDescription};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::data::Shelf;
use super::define::Define;
use super::sets::origin;
use crate::app::App;
use crate::components::{
    Icon, LEVELS, LevelIcon, icon, level_from, level_word, live, mini_bars, when, words,
};
use crate::messages::{self, Say};
use crate::state::Session;

/// One variable.
#[component]
pub(crate) fn VariableRow(
    /// The dataset.
    description: Arc<Description>,
    /// Where the variable stands in it.
    place: usize,
    /// What the reader has made of the list.
    shelf: Shelf,
) -> impl IntoView {
    let app = expect_context::<App>();
    let variable = Arc::new(description.columns[place].clone());
    let name = variable.variable.name.clone();
    let level = variable.variable.level;
    let missing = variable.system_missing + variable.user_missing;

    let label = {
        let variable = Arc::clone(&variable);
        live(move || {
            let label = variable.variable.label.get(app.language.get()).to_owned();
            (!label.is_empty()).then(|| view! { <span class="variable-label">{label}</span> })
        })
    };
    let levels = move || {
        let language = app.language.get();
        LEVELS
            .into_iter()
            .map(|choice| {
                view! {
                    <option value=level_word(choice) selected=choice == level>{level_name(choice, language)}</option>
                }
            })
            .collect::<Vec<_>>()
    };
    let overrule = {
        let name = name.clone();
        let data = description.id.clone();
        let before = level;
        move |event: leptos::ev::Event| {
            if let Some(level) = level_from(&event_target_value(&event)) {
                let (task, request) = Session::overrule(&data, &name, level);
                app.ask(task, request);
                // it says what holds: the answer makes the line anew, a refusal leaves it as it was
                if let Some(select) = select_of(&event) {
                    select.set_value(level_word(before));
                }
            }
        }
    };
    let unfold = name.clone();
    let open = Memo::new(move |_| shelf.unfolded.with(|unfolded| unfolded.contains(&unfold)));
    let toggle = {
        let name = name.clone();
        move |_| {
            shelf.unfolded.update(|unfolded| {
                if !unfolded.remove(&name) {
                    unfolded.insert(name.clone());
                }
            });
        }
    };
    let role = {
        let mut roles = description.roles.iter();
        let role = roles.find(|role| role.variable == name);
        role.map(|role| {
            let kind = role.kind;
            let said = words(move || role_name(kind, app.language.get()).to_owned());
            view! { <span class="badge role">{said}</span> }
        })
    };
    let bars = mini_bars(&variable);
    let valid = variable.valid;
    let known = origin(app, variable.variable.origin.clone());
    let placeholder = variable.variable.placeholder;
    let label_of_select = {
        let name = name.clone();
        move || format!("{}: {name}", Say::Level.get(app.language.get()))
    };
    let details = {
        let variable = Arc::clone(&variable);
        when(
            move || open.get(),
            move || {
                view! {
                    <Details description=Arc::clone(&description) variable=Arc::clone(&variable) shelf=shelf/>
                }
            },
        )
    };
    view! {
        <li class="variable-item" data-testid="variable-row" data-name=name.clone()>
            <div class="variable">
                <button type="button" class="variable-name" aria-expanded=move || open.get().to_string()
                    id=format!("variable-{place}") on:click=toggle>
                    <span class="chevron">{icon(Icon::Chevron)}</span>
                    <span class="variable-words">
                        <span class="variable-code">{name.clone()}</span>
                        {placeholder.then(|| view! { <span class="badge">{app.say(Say::Placeholder)}</span> })}
                        {role}
                        {label}
                    </span>
                </button>
                <div class="variable-level">
                    <span class="level-choice">
                        <LevelIcon level=level/>
                        <select id=format!("level-{place}") aria-label=label_of_select on:change=overrule>{live(levels)}</select>
                    </span>
                    {known}
                </div>
                <span class="number variable-valid" data-label=app.say(Say::Valid)>
                    {words(move || number::count(valid, app.language.get()))}
                </span>
                <span class="number variable-missing" class:none=missing == 0 data-label=app.say(Say::Missing)>
                    {words(move || number::count(missing, app.language.get()))}
                </span>
                {bars}
            </div>
            {details}
        </li>
    }
}

fn select_of(event: &leptos::ev::Event) -> Option<web_sys::HtmlSelectElement> {
    event.target()?.dyn_into().ok()
}

/// The values of a variable with their counts, or the form in which they are defined.
#[component]
fn Details(
    /// The dataset.
    description: Arc<Description>,
    /// The variable.
    variable: Arc<VariableDescription>,
    /// What the reader has made of the list.
    shelf: Shelf,
) -> impl IntoView {
    let app = expect_context::<App>();
    let name = variable.variable.name.clone();
    let defining = {
        let name = name.clone();
        Memo::new(move |_| {
            shelf
                .defined
                .with(|defined| defined.as_ref() == Some(&name))
        })
    };
    let rows = description.rows;
    let data = description.id.clone();
    let is_open = variable.variable.level == Level::Text;
    live(move || {
        if defining.get() {
            let close = Callback::new(move |()| shelf.defined.set(None));
            return view! {
                <div class="variable-details">
                    <Define description=Arc::clone(&description) variable=Arc::clone(&variable) close=close/>
                </div>
            }
            .into_any();
        }
        let name = name.clone();
        let (data, answers) = (data.clone(), name.clone());
        view! {
            <div class="variable-details">
                <Values variable=Arc::clone(&variable) rows=rows/>
                <button type="button" class="small define-open" data-testid="define-open"
                    on:click=move |_| shelf.defined.set(Some(name.clone()))>
                    {app.say(Say::Define)}
                </button>
                {is_open.then(|| view! {
                    <button type="button" class="small define-open" data-testid="code-open"
                        on:click=move |_| app.code(&data, &answers)>
                        {app.say(Say::CodeAnswers)}
                    </button>
                })}
            </div>
        }
        .into_any()
    })
}

/// The values of a variable with their counts, and what is missing.
#[component]
fn Values(
    /// The variable.
    variable: Arc<VariableDescription>,
    /// Rows of the dataset.
    rows: u64,
) -> impl IntoView {
    let app = expect_context::<App>();
    let most = variable
        .counts
        .iter()
        .map(|category| category.count)
        .fold(0.0, f64::max);
    live(move || {
        let language = app.language.get();
        let values: Vec<_> = variable
            .counts
            .iter()
            .map(|category| {
                let stored = category.category.value.to_string();
                let value = value_words(&variable.variable, &category.category.value, language);
                let label = label_words(&variable.variable, &category.category, language).to_owned();
                #[allow(clippy::cast_precision_loss)]
                let share = if variable.valid > 0 {
                    category.count / variable.valid as f64
                } else {
                    0.0
                };
                let width = if most > 0.0 { category.count / most * 100.0 } else { 0.0 };
                view! {
                    <tr data-value=stored data-count=category.count.to_string()>
                        <th scope="row">{value}</th>
                        <td class="value-label">{label}</td>
                        <td class="number">{whole(category.count, language)}</td>
                        <td class="number share">{number::percent(share, 1, language)}</td>
                        <td class="value-bar">
                            <svg viewBox="0 0 100 8" width="100" height="8" preserveAspectRatio="none" aria-hidden="true">
                                <rect width=format!("{width:.2}") height="8"/>
                            </svg>
                        </td>
                    </tr>
                }
            })
            .collect();
        let range = match (&variable.minimum, &variable.maximum) {
            (Some(minimum), Some(maximum)) => Some(view! {
                <div><dt>{Say::Range.get(language)}</dt><dd>{messages::range(&variable.variable, [minimum, maximum], language)}</dd></div>
            }),
            _ => None,
        };
        let user_missing = missing_words(&variable.variable, language);
        let shown = variable.counts.len() as u64;
        let guesses = [
            (Say::ValueLabels, &variable.variable.values_origin),
            (Say::UserMissing, &variable.variable.missing_origin),
        ];
        let guesses: Vec<_> = guesses
            .into_iter()
            .filter_map(|(say, origin)| match origin {
                Origin::Guessed(why) => {
                    let why = messages::guessed(&reason(why, language), language);
                    Some(view! { <p class="origin guess">{format!("{}: {why}", say.get(language))}</p> })
                }
                _ => None,
            })
            .collect();
        view! {
            <div>
                <table>
                    <thead class="visually-hidden">
                        <tr>
                            <th scope="col">{Say::Value.get(language)}</th>
                            <th scope="col">{Say::Label.get(language)}</th>
                            <th scope="col">{Say::Count.get(language)}</th>
                            <th scope="col">{Say::ShareOfValid.get(language)}</th>
                            <th></th>
                        </tr>
                    </thead>
                    <tbody>{values}</tbody>
                </table>
                {(shown < variable.distinct).then(|| view! {
                    <p class="hint">{messages::most_frequent(shown, variable.distinct, language)}</p>
                })}
                {guesses}
                <dl class="variable-facts">
                    <div><dt>{Say::Rows.get(language)}</dt><dd>{number::count(rows, language)}</dd></div>
                    <div><dt>{Say::Valid.get(language)}</dt><dd>{number::count(variable.valid, language)}</dd></div>
                    <div><dt>{Say::Distinct.get(language)}</dt><dd>{number::count(variable.distinct, language)}</dd></div>
                    <div><dt>{Say::SystemMissing.get(language)}</dt><dd>{number::count(variable.system_missing, language)}</dd></div>
                    <div>
                        <dt>{Say::UserMissing.get(language)}</dt>
                        <dd>
                            {number::count(variable.user_missing, language)}
                            {(!user_missing.is_empty()).then(|| format!(" ({})", user_missing.join("; ")))}
                        </dd>
                    </div>
                    {range}
                </dl>
            </div>
        }
    })
}

/// A count without weights as a whole number.
fn whole(count: f64, language: befund_survey::Language) -> String {
    // Counts of rows are whole, not negative and far below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    number::count(count.round() as u64, language)
}
