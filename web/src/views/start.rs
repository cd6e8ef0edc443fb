//! The start page: what Befund is, what it promises, and the way in.

use leptos::prelude::*;

use crate::app::App;
use crate::components::{FileInput, TITLE};
use crate::messages::Say;

/// The start page.
#[component]
pub(crate) fn StartView() -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <div class="start">
            <section class="start-words" aria-labelledby=TITLE>
                <h1 id=TITLE tabindex="-1">{app.say(Say::Headline)}</h1>
                <p class="lead">{app.say(Say::WhatItIs)}</p>
                <p class="promise-first">{app.say(Say::StaysHere)}</p>
            </section>
            <section class="start-open" aria-label=app.say(Say::OpenFile)>
                <div class="drop-zone" data-testid="drop-zone">
                    <DropPicture/>
                    <p class="drop-words">{app.say(Say::DropHere)}</p>
                    <label class="button primary" for="file-input">{app.say(Say::ChooseFile)}</label>
                    <FileInput id="file-input"/>
                    <p class="formats">{app.say(Say::Formats)}</p>
                </div>
                <div class="demo">
                    <p>{app.say(Say::NoFileAtHand)}</p>
                    <button type="button" class="button" data-testid="open-demo" on:click=move |_| app.open_demo()>
                        {app.say(Say::OpenDemo)}
                    </button>
                    <p class="demo-words">{app.say(Say::DemoWords)}</p>
                </div>
            </section>
            <section class="promises" aria-label=app.say(Say::Promises)>
                <Promise title=Say::PromiseHere words=Say::PromiseHereWords/>
                <Promise title=Say::PromiseExact words=Say::PromiseExactWords/>
                <Promise title=Say::PromisePrint words=Say::PromisePrintWords/>
            </section>
        </div>
    }
}

#[component]
fn Promise(
    /// What is promised.
    title: Say,
    /// What that means.
    words: Say,
) -> impl IntoView {
    let app = expect_context::<App>();
    view! {
        <div class="promise">
            <h2>{app.say(title)}</h2>
            <p>{app.say(words)}</p>
        </div>
    }
}

/// Columns of a table that turn into the bars of a chart.
#[component]
fn DropPicture() -> impl IntoView {
    view! {
        <svg class="drop-picture" viewBox="0 0 120 56" width="120" height="56" aria-hidden="true">
            <g class="drop-sheet">
                <path d="M1.5 6.5h38v43h-38zM1.5 15h38M14 6.5v43M27 6.5v43M1.5 26.5h38M1.5 38h38"/>
            </g>
            <path class="drop-arrow" d="M51 28h15M61 22.5l5.5 5.5-5.5 5.5"/>
            <g class="drop-chart">
                <rect x="78" y="8" width="40" height="8" rx="1"/>
                <rect x="78" y="24" width="27" height="8" rx="1"/>
                <rect x="78" y="40" width="14" height="8" rx="1"/>
            </g>
        </svg>
    }
}
