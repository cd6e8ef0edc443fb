//! Befund in a browser tab: the page. It never computes and never holds the rows: it asks ([`client`]), the worker answers
//! (`web/worker`), and what they say to each other is in `web/conversation`. Findings stay in the worker too, which prints them and
//! knows what changes an analysis; the page gets words, charts, tables and files. What the app knows stands in plain structs
//! ([`state`], [`draft`], [`drawings`], [`place`], [`read_as`], [`define`], [`coding`]) that are tested without a browser; components show
//! it. Every word of the page is in [`messages`], every word about a finding comes with it.
//!
//! Invariants: no request leaves the page after it has loaded; nothing is stored; labels from files are text, never
//! markup (only `befund-report`, in the worker, writes markup); no inline script and no inline style.

// Leptos writes `pub` items for components whatever their own visibility.
#![allow(unreachable_pub)]

mod app;
mod browser;
mod client;
mod coding;
mod components;
mod define;
mod draft;
mod drawings;
mod messages;
mod place;
mod read_as;
mod state;
mod views;

fn main() {
    console_error_panic_hook::set_once();
    app::mount();
}
