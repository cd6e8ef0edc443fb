//! Parts of the page that change by themselves. All of them are of one type, whatever is in them: each type of its own
//! would bring 2 KB to load.

use std::sync::Arc;

use leptos::prelude::*;

/// A part that is made anew whenever something changes that it reads.
pub(crate) fn live<V: IntoAny>(part: impl Fn() -> V + Send + 'static) -> AnyView {
    fn of(part: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
        (move || part()).into_any()
    }
    of(Box::new(move || part().into_any()))
}

/// Words that change whenever something changes that they are made of.
pub(crate) fn words(words: impl Fn() -> String + Send + 'static) -> AnyView {
    fn of(words: Box<dyn Fn() -> String + Send>) -> AnyView {
        (move || words()).into_any()
    }
    of(Box::new(words))
}

/// A part that is there while a condition holds, and stays the same as long.
pub(crate) fn when<V: IntoAny>(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    part: impl Fn() -> V + Send + 'static,
) -> AnyView {
    fn holds(condition: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
        Memo::new(move |_| condition())
    }
    let holds = holds(Box::new(condition));
    live(move || holds.get().then(|| part().into_any()))
}

/// One row for each key; rows whose key stays are not made anew.
pub(crate) fn each(
    keys: impl Fn() -> Vec<u32> + Send + Sync + 'static,
    row: impl Fn(u32) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    fn of(
        keys: Box<dyn Fn() -> Vec<u32> + Send + Sync>,
        row: Arc<dyn Fn(u32) -> AnyView + Send + Sync>,
    ) -> AnyView {
        view! { <For each=keys key=|key| *key children=move |key| row(key)/> }.into_any()
    }
    of(Box::new(keys), Arc::new(row))
}
