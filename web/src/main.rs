//! Befund in a browser tab. One module for two places: in the window it is the app, in the worker the engine's desk.
//!
//! The page never computes and never holds the rows: it asks ([`client`]), the worker answers ([`worker`]), what they say
//! ([`message`]) crosses as bytes ([`wire`]); files are read by a module of their own ([`files`]). Findings stay in the worker too: it prints them ([`press`]) and
//! knows what changes an analysis ([`controls`]); the page gets words, charts, tables and files. What the app knows stands
//! in plain structs ([`state`], [`draft`], [`drawings`], [`place`], [`read_as`], [`define`]) that are tested without a browser; components show it. Every word of
//! the app is in [`messages`], every word about a finding comes from `befund-report`.
//!
//! Invariants: no request leaves the page after it has loaded; nothing is stored; labels from files are text, never
//! markup (only `befund-report`, which escapes them, writes markup); no inline script and no inline style.

// Leptos writes `pub` items for components whatever their own visibility.
#![allow(unreachable_pub)]

mod app;
mod browser;
mod client;
mod coding;
mod components;
mod controls;
mod crossing;
mod define;
mod draft;
mod drawings;
mod files;
mod message;
mod messages;
mod picture;
mod place;
mod press;
mod read_as;
mod state;
mod views;
mod wire;
mod worker;

use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

fn main() {
    match js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        Ok(scope) => worker::run(scope),
        Err(_) => {
            console_error_panic_hook::set_once();
            app::mount();
        }
    }
}
