//! The controls that change an analysis, as the worker lists them.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::App;
use crate::browser;
use crate::components::{Icon, icon, words};
use crate::messages::Say;
use befund_conversation::message::{Choice, Control, Form, Shown};

/// The controls that fit the analysis of the moment.
#[component]
pub(crate) fn Adjust(
    /// The analysis.
    shown: Arc<Shown>,
) -> impl IntoView {
    let app = expect_context::<App>();
    // The controls are made anew for what was found now; the keyboard stays on the one it was on.
    if let Some(id) = browser::focused().filter(|id| id.starts_with(ADJUST)) {
        request_animation_frame(move || browser::focus(&id));
    }
    let controls: Vec<_> = shown
        .controls
        .iter()
        .map(|control| field(app, control))
        .collect();
    (!controls.is_empty()).then(|| {
        view! {
            <div class="adjust" role="group" aria-label=app.say(Say::Adjust)>{controls}</div>
        }
    })
}

/// What the names of the controls on the page begin with.
const ADJUST: &str = "adjust-";

/// The name of a control on the page.
fn adjust_id(name: &str) -> String {
    format!("{ADJUST}{name}")
}

/// Gives a control a value and runs the analysis.
fn change(app: App, name: &str, value: String) {
    app.change_draft(|draft| draft.change(name, value));
}

/// A control as it stands on the page.
fn field(app: App, control: &Control) -> AnyView {
    let name = control.name.clone();
    let id = adjust_id(&name);
    let test = name.clone();
    let text = control.words.clone();
    let said = move || text.get(app.language.get()).to_owned();
    let given = {
        let name = name.clone();
        move |event| change(app, &name, event_target_value(&event))
    };
    match &control.form {
        Form::Button => view! {
            <button type="button" class="small swap" id=id data-testid=test
                on:click=move |_| change(app, &name, String::new())>
                {icon(Icon::Swap)} {words(said)}
            </button>
        }
        .into_any(),
        Form::Number { value, least, most } => view! {
            <label class="field narrow">
                <span>{words(said)}</span>
                <input type="number" min=least.to_string() max=most.to_string() prop:value=value.to_string()
                    id=id data-testid=test on:change=given/>
            </label>
        }
        .into_any(),
        Form::Choice { options, ticks } => {
            let options: Vec<_> = options
                .iter()
                .map(|choice| {
                    let text = choice.words.clone();
                    view! {
                        <option value=choice.value.clone() selected=choice.chosen>
                            {words(move || text.get(app.language.get()).to_owned())}
                        </option>
                    }
                })
                .collect();
            let choice = view! {
                <label class="field">
                    <span>{words(said.clone())}</span>
                    <select id=id data-testid=test on:change=given>{options}</select>
                </label>
            };
            if ticks.is_empty() {
                return choice.into_any();
            }
            let ticks: Vec<_> = ticks.iter().map(|choice| tick(app, choice)).collect();
            view! {
                <div class="field-group">
                    {choice}
                    <div class="ticks" role="group" aria-label=said>{ticks}</div>
                </div>
            }
            .into_any()
        }
    }
}

/// Something to tick.
fn tick(app: App, choice: &Choice) -> AnyView {
    let (text, value) = (choice.words.clone(), choice.value.clone());
    let id = adjust_id(&format!("tick-{value}"));
    view! {
        <label class="tick">
            <input type="checkbox" id=id prop:checked=choice.chosen on:change=move |_| change(app, "tick", value.clone())/>
            <span>{words(move || text.get(app.language.get()).to_owned())}</span>
        </label>
    }
    .into_any()
}
