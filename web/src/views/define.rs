//! The form in which the reader says what a variable means.

use std::sync::Arc;

use befund_report::{role_name, value_words};
use befund_survey::codebook::{DateOrder, RoleKind};
use befund_survey::describe::{Description, VariableDescription};
use befund_survey::study::VariableSpec;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use crate::app::App;
use crate::components::{live, words};
use crate::define::{Row, date_order, defined, rows, with_role};
use crate::messages::Say;
use crate::state::Session;

/// The roles in a form.
const ROLES: [(&str, RoleKind); 8] = [
    ("weight", RoleKind::Weight),
    ("frequency", RoleKind::Frequency),
    ("strata", RoleKind::Strata),
    ("clusters", RoleKind::Clusters),
    ("population", RoleKind::Population),
    ("case", RoleKind::Case),
    ("group", RoleKind::Group),
    ("wave", RoleKind::Wave),
];

/// The orders of day, month and year in a form.
const ORDERS: [(&str, DateOrder, Say); 3] = [
    ("dmy", DateOrder::DayMonthYear, Say::DayMonthYear),
    ("mdy", DateOrder::MonthDayYear, Say::MonthDayYear),
    ("ymd", DateOrder::YearMonthDay, Say::YearMonthDay),
];

/// The form; nothing happens before it is applied.
#[component]
pub(super) fn Define(
    /// The dataset.
    description: Arc<Description>,
    /// The variable.
    variable: Arc<VariableDescription>,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let language = app.language.get_untracked();
    let form = NodeRef::<leptos::html::Form>::new();
    let asked = rows(&variable, language);
    let role = description
        .roles
        .iter()
        .find(|role| role.variable == variable.variable.name)
        .map(|role| role.kind);

    let table: Vec<_> = asked
        .iter()
        .map(|row| {
            line(
                app,
                value_words(&variable.variable, &row.value, language),
                row,
            )
        })
        .collect();
    let roles = move || {
        let language = app.language.get();
        let none = view! { <option value="">{Say::NoRole.get(language)}</option> }.into_any();
        let roles = ROLES.into_iter().map(|(word, kind)| {
            view! {
                <option value=word selected=role == Some(kind)>{role_name(kind, language)}</option>
            }
            .into_any()
        });
        std::iter::once(none).chain(roles).collect::<Vec<_>>()
    };
    let written = date_order(&variable);
    let orders = move || {
        let language = app.language.get();
        let known = written.flatten();
        let as_found =
            view! { <option value="">{Say::AsFoundOut.get(language)}</option> }.into_any();
        let orders = ORDERS.into_iter().map(|(word, order, say)| {
            view! {
                <option value=word selected=known == Some(order)>{say.get(language)}</option>
            }
            .into_any()
        });
        let as_found = known.is_none().then_some(as_found);
        as_found.into_iter().chain(orders).collect::<Vec<_>>()
    };
    let label = variable.variable.label.get(language).to_owned();
    let apply = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(form) = form.get_untracked() else {
            return;
        };
        let inputs = |selector: &str| -> Vec<HtmlInputElement> {
            let found = form.query_selector_all(selector);
            found
                .map(|found| {
                    (0..found.length())
                        .filter_map(|place| found.get(place)?.dyn_into().ok())
                        .collect()
                })
                .unwrap_or_default()
        };
        let text = |selector: &str| {
            inputs(selector)
                .first()
                .map(HtmlInputElement::value)
                .unwrap_or_default()
        };
        let mut rows = asked.clone();
        let labels = inputs("td input[type=text]");
        let missing = inputs("td input[type=checkbox]");
        for (row, (label, missing)) in rows.iter_mut().zip(labels.iter().zip(&missing)) {
            row.label = label.value();
            row.missing = missing.checked();
        }
        let before = &variable.variable;
        let after = defined(
            before,
            &text("[name=label]"),
            &rows,
            &text("[name=more]"),
            language,
        );
        let select = |selector: &str| {
            form.query_selector(selector)
                .ok()
                .flatten()
                .and_then(|select| select.dyn_into::<HtmlSelectElement>().ok())
                .map(|select| select.value())
                .unwrap_or_default()
        };
        let order = select("[name=dates]");
        let order = ORDERS.iter().find(|(word, ..)| *word == order);
        let chosen = select("[name=role]");
        let chosen = ROLES.iter().find(|(word, _)| *word == chosen);
        let chosen = chosen.map(|(_, kind)| *kind);
        close.run(());
        if chosen != role {
            let roles = with_role(&description.roles, &before.name, chosen);
            let (task, request) =
                Session::arrange(&description.id, description.sets.clone(), roles);
            app.ask(task, request);
        }
        let order = order.map(|(_, order, _)| *order);
        let (task, request) = match order.filter(|order| written.flatten() != Some(*order)) {
            // its values are others then
            Some(order) => Session::state(
                &description.id,
                VariableSpec {
                    name: after.name,
                    label: after.label,
                    dates: Some(order),
                    ..VariableSpec::default()
                },
            ),
            None => Session::define(&description.id, after),
        };
        app.ask(task, request);
    };
    view! {
        <form class="define" data-testid="define" node_ref=form on:submit=apply>
            <label class="field wide">
                <span>{app.say(Say::QuestionText)}</span>
                <input type="text" name="label" value=label autocomplete="off"/>
            </label>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{app.say(Say::Value)}</th>
                        <th scope="col">{app.say(Say::Label)}</th>
                        <th scope="col">{app.say(Say::NoAnswer)}</th>
                    </tr>
                </thead>
                <tbody>{table}</tbody>
            </table>
            <label class="field wide">
                <span>{app.say(Say::MoreMissing)}</span>
                <input type="text" name="more" autocomplete="off"/>
            </label>
            <label class="field">
                <span>{app.say(Say::Role)}</span>
                <select name="role">{live(roles)}</select>
            </label>
            {written.is_some().then(|| view! {
                <label class="field">
                    <span>{app.say(Say::DatesWritten)}</span>
                    <select name="dates" data-testid="date-order">{live(orders)}</select>
                </label>
            })}
            <div class="draft-actions">
                <button type="submit" class="button primary" data-testid="apply-definition">{app.say(Say::Apply)}</button>
                <button type="button" class="button" on:click=move |_| close.run(())>{app.say(Say::Discard)}</button>
            </div>
        </form>
    }
}

/// A value, as it is written, with its label and whether it counts as missing.
fn line(app: App, value: String, row: &Row) -> AnyView {
    let named = |say: Say| {
        let value = value.clone();
        move || format!("{value}: {}", say.get(app.language.get()))
    };
    let (label, missing) = (named(Say::Label), named(Say::NoAnswer));
    view! {
        <tr>
            <th scope="row">{words(move || value.clone())}</th>
            <td><input type="text" value=row.label.clone() aria-label=label autocomplete="off"/></td>
            <td class="define-missing"><input type="checkbox" checked=row.missing aria-label=missing/></td>
        </tr>
    }
    .into_any()
}
