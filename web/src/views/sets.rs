//! Which variables belong together and what they are for, each with its reason and a control to overrule it.

use std::sync::Arc;

use befund_report::{derived, reason, set_kind_name};
use befund_survey::Language;
use befund_survey::codebook::{Origin, Set, SetKind};
use befund_survey::describe::Description;
use leptos::prelude::*;

use crate::app::App;
use crate::components::{live, words};
use crate::define::with_kind;
use crate::messages::{self, Say};
use crate::state::Session;

/// The kinds of a set in a form.
pub(super) const KINDS: [(&str, SetKind); 4] = [
    ("battery", SetKind::Battery),
    ("multiple", SetKind::Multiple),
    ("categories", SetKind::Categories),
    ("ranking", SetKind::Ranking),
];
/// So many items of a set are named.
const NAMED: usize = 6;

/// The sets of a dataset.
#[component]
pub(super) fn Sets(
    /// The dataset.
    description: Arc<Description>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let sets: Vec<_> = (0..description.sets.len())
        .map(|place| set(app, &description, place))
        .collect();
    (!sets.is_empty()).then(|| {
        view! {
            <section class="sets" aria-label=app.say(Say::Sets)>
                <h2>{app.say(Say::Sets)}</h2>
                <ul>{sets}</ul>
            </section>
        }
    })
}

fn set(app: App, description: &Arc<Description>, place: usize) -> AnyView {
    let set = description.sets[place].clone();
    let kind = set.kind;
    let id = format!("set-{place}");
    let changed = {
        let description = Arc::clone(description);
        let name = set.name.clone();
        move |event| {
            let word = event_target_value(&event);
            let kind = KINDS.iter().find(|(known, _)| *known == word);
            let sets = with_kind(&description.sets, &name, kind.map(|(_, kind)| *kind));
            let (task, request) =
                Session::arrange(&description.id, sets, description.roles.clone());
            app.ask(task, request);
        }
    };
    let kinds = move || {
        let language = app.language.get();
        // several answers in one cell are no other kind of question
        let in_cells = matches!(kind, SetKind::Separated { .. });
        let choices = match in_cells {
            true => vec![("separated", kind)],
            false => KINDS.to_vec(),
        };
        let kinds = choices.into_iter().map(|(word, choice)| {
            view! {
                <option value=word selected=choice == kind>{set_kind_name(choice, language)}</option>
            }
            .into_any()
        });
        let apart = view! { <option value="">{Say::Apart.get(language)}</option> }.into_any();
        kinds.chain(std::iter::once(apart)).collect::<Vec<_>>()
    };
    let heading = {
        let set = set.clone();
        words(move || title(&set, app.language.get()))
    };
    let label = {
        let set = set.clone();
        move || title(&set, app.language.get())
    };
    let items = {
        let items = set.items.clone();
        words(move || {
            let mut named = items.iter().take(NAMED).cloned().collect::<Vec<_>>();
            if items.len() > NAMED {
                named.push("…".to_owned());
            }
            let count = messages::items(items.len(), app.language.get());
            format!("{count}: {}", named.join(", "))
        })
    };
    view! {
        <li data-testid="set" data-name=set.name.clone()>
            <p class="set-title">{heading}</p>
            <p class="set-items">{items}</p>
            <div class="set-kind">
                <select id=id aria-label=label on:change=changed>{live(kinds)}</select>
                {origin(app, set.origin)}
            </div>
        </li>
    }
    .into_any()
}

fn title(set: &Set, language: Language) -> String {
    match set.label.get(language) {
        "" => set.name.clone(),
        label => label.to_owned(),
    }
}

/// Where a statement of the codebook comes from.
pub(super) fn origin(app: App, origin: Origin) -> AnyView {
    let is_guess = matches!(origin, Origin::Guessed(_));
    let words = words(move || match &origin {
        Origin::Given => Say::Given.get(app.language.get()).to_owned(),
        Origin::Overruled => Say::Overruled.get(app.language.get()).to_owned(),
        Origin::Derived(how) => derived(how, app.language.get()),
        Origin::Guessed(why) => {
            messages::guessed(&reason(why, app.language.get()), app.language.get())
        }
    });
    view! { <span class="origin" class:guess=is_guess>{words}</span> }.into_any()
}
