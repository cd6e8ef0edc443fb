//! Coding of open answers: the answers to the left, the codes beside them.

use befund_report::{number, summary};
use befund_survey::Language;
use befund_survey::coding::{AnswerLine, Count, Source};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::app::{App, CODING};
use crate::browser;
use crate::coding::{Desk, Flat};
use crate::components::{TITLE, fold, live, words};
use crate::define::reworded;
use crate::messages::Say;
use befund_conversation::message::Request;

/// The answers to one question, and the codes.
pub(super) fn code_view(app: App) -> AnyView {
    let codes = Memo::new(move |_| read(app, Desk::flat));
    let counts = Memo::new(move |_| {
        read(app, |desk| {
            desk.coded.as_ref().map(|coded| coded.page.codes.clone())
        })
        .unwrap_or_default()
    });
    let question = words(move || {
        let question = read(app, |desk| Some(desk.coded.as_ref()?.question.clone()));
        question
            .unwrap_or_default()
            .get(app.language.get())
            .to_owned()
    });
    let said = words(move || {
        let page = read(app, |desk| Some(desk.coded.as_ref()?.page.clone()));
        page.map(|page| summary(&page, app.language.get()))
            .unwrap_or_default()
    });
    let share = move || {
        let coded = read(app, |desk| {
            let page = &desk.coded.as_ref()?.page;
            Some((page.by_hand.rows + page.by_terms.rows, page.all.rows.max(1)))
        });
        let (coded, all) = coded.unwrap_or((0, 1));
        (coded * 100 / all).to_string()
    };
    view! {
        <div class="coding" data-testid="coding">
            <header class="view-head">
                <button type="button" class="link" data-testid="coding-back" on:click=move |_| app.end_coding()>
                    {app.say(Say::BackToData)}
                </button>
                <h1 id=TITLE tabindex="-1">{question}</h1>
                <p class="coding-progress">
                    <progress max="100" value=share aria-hidden="true"></progress>
                    <span aria-live="polite" data-testid="coding-summary">{said}</span>
                </p>
            </header>
            {tools(app, codes)}
            <div class="coding-columns">
                <section aria-label=app.say(Say::OpenAnswers)>
                    <div id=CODING class="coding-list" data-testid=CODING role="listbox" tabindex="0" aria-label=app.say(Say::OpenAnswers)
                        aria-activedescendant=move || format!("answer-{}", read(app, |desk| desk.active))
                        on:keydown=move |event| key(app, &event)>
                        {live(move || answers(app, codes))}
                    </div>
                    {pages(app)}
                    <p class="hint coding-keys">{app.say(Say::CodingKeys)}</p>
                </section>
                <section class="coding-codes" aria-label=app.say(Say::Codes)>
                    <div class="coding-buttons">{live(move || buttons(app, codes, counts))}</div>
                    <button type="button" class="quiet" data-testid="none-fits" on:click=move |_| app.change_coding(Desk::none)>{app.say(Say::NoneFits)}</button>
                    {adding(app, codes)}
                    <details class="coding-edit">
                        <summary>{app.say(Say::EditCodes)}</summary>
                        {live(move || editing(app, codes))}
                    </details>
                </section>
            </div>
            {agreement(app)}
        </div>
    }
    .into_any()
}

/// How far those who have coded agree, where there are several. It is folded up, because who codes should decide alone, and it folds up
/// again with the next decision, when its figures are no longer true.
fn agreement(app: App) -> AnyView {
    let compared = Memo::new(move |_| read(app, Desk::compared));
    live(move || {
        compared.get().map(|_| {
            fold(app, "coders-agree", Say::CodersAgree, |language| {
                Request::Agreement { language }
            })
        })
    })
}

/// Something of what is being coded.
fn read<T: Default>(app: App, part: impl FnOnce(&Desk) -> T) -> T {
    app.coding
        .with(|desk| desk.as_ref().map(part).unwrap_or_default())
}

fn key(app: App, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let language = app.language.get_untracked();
    let name = event.key();
    let mut characters = name.chars();
    match (name.as_str(), characters.next(), characters.next()) {
        ("ArrowDown", ..) => app.change_coding(Desk::next),
        ("ArrowUp", ..) => app.change_coding(Desk::previous),
        ("Enter", ..) => app.change_coding(|desk| desk.enter(language)),
        ("Backspace", ..) => app.change_coding(Desk::back),
        ("Escape", ..) => app.change_coding(|desk| {
            desk.typed.clear();
            None
        }),
        (_, Some(only), None) if only != ' ' || read(app, |desk| !desk.typed.is_empty()) => {
            app.change_coding(|desk| desk.press(only, language));
        }
        _ => return,
    }
    event.prevent_default();
    request_animation_frame(move || {
        let active = app
            .coding
            .with_untracked(|desk| desk.as_ref().map_or(0, |desk| desk.active));
        browser::reveal(&format!("answer-{active}"));
    });
}

/// Who codes, what is searched for, and what is done with the hits.
fn tools(app: App, codes: Memo<Vec<Flat>>) -> AnyView {
    let found = move || {
        let hits = read(app, |desk| {
            let page = &desk.coded.as_ref()?.page;
            (!desk.terms().is_empty()).then_some(page.hits)
        })?;
        let language = app.language.get();
        let (different, rows) = (
            number::count(hits.different, language),
            number::count(hits.rows, language),
        );
        let words = match language {
            Language::De => format!("{different} Antworten, {rows} Zeilen"),
            Language::En => format!("{different} answers, {rows} rows"),
        };
        let options: Vec<_> = codes
            .get()
            .iter()
            .enumerate()
            .map(|(place, flat)| {
                view! { <option value=place.to_string()>{titled(flat, language)}</option> }
            })
            .collect();
        let give = move |event| {
            if let Ok(place) = event_target_value(&event).parse() {
                app.change_coding(|desk| desk.keep_terms(place));
                browser::focus(CODING);
            }
        };
        Some(view! {
            <span class="search-count" aria-live="polite" data-testid="coding-hits">{words}</span>
            <select data-testid="give-hits" aria-label=app.say(Say::GiveHits) on:change=give>
                <option value="">{Say::GiveHits.get(language)}</option>
                {options}
            </select>
        })
    };
    view! {
        <div class="coding-tools">
            <input type="search" id="coding-search" data-testid="coding-search" aria-label=app.say(Say::SearchAnswers) placeholder=app.say(Say::SearchAnswers)
                prop:value=move || read(app, |desk| desk.sought.clone())
                on:input=move |event| app.change_coding(|desk| {
                    desk.sought = event_target_value(&event);
                    Some(desk.again())
                })/>
            {live(found)}
            <label class="coding-open">
                <input type="checkbox" id="coding-open" data-testid="coding-open" on:change=move |event| app.change_coding(|desk| {
                    desk.open_only = event_target_checked(&event);
                    Some(desk.again())
                })/>
                <span>{app.say(Say::OnlyOpen)}</span>
            </label>
            <label class="coding-coder">
                <span>{app.say(Say::Coder)}</span>
                <input type="text" id="coding-coder" data-testid="coding-coder" size="6" autocomplete="off" prop:value=move || read(app, |desk| desk.coder.clone())
                    on:change=move |event| app.change_coding(|desk| desk.signed(&event_target_value(&event)))/>
            </label>
        </div>
    }
    .into_any()
}

fn titled(flat: &Flat, language: Language) -> String {
    let inset = if flat.parent.is_some() { "– " } else { "" };
    format!("{inset}{}", flat.code.title().get(language))
}

/// The answers of the page.
fn answers(app: App, codes: Memo<Vec<Flat>>) -> Vec<AnyView> {
    let language = app.language.get();
    let active = read(app, |desk| desk.active);
    let lines = read(app, |desk| {
        desk.coded.as_ref().map(|coded| coded.page.answers.clone())
    });
    let codes = codes.get();
    let lines = lines.unwrap_or_default();
    let line = |(place, line): (usize, &AnswerLine)| {
        let given = codes
            .iter()
            .zip(&line.given.codes)
            .filter(|(_, given)| **given);
        let chips: Vec<_> = given
            .map(|(flat, _)| {
                let title = flat.code.title().get(language).to_owned();
                view! { <span class="code-chip" class:finer=flat.parent.is_some()>{title}</span> }
            })
            .collect();
        let source = match line.given.source {
            Source::Hand if chips.is_empty() => Some(Say::NoneFits.get(language)),
            _ => None,
        };
        let rows = (line.rows > 1).then(|| format!("{} ×", number::count(line.rows, language)));
        view! {
            <div id=format!("answer-{place}") role="option" aria-selected=(place == active).to_string() class="coding-answer"
                class:by-hand=line.given.source == Source::Hand data-testid="coding-answer"
                on:click=move |_| app.change_coding(|desk| { desk.active = place; None })>
                <span class="answer-text">{marked(line)}</span>
                <span class="answer-rows">{rows}</span>
                <span class="answer-codes">{chips}{source.map(|words| view! { <span class="code-chip none">{words}</span> })}</span>
            </div>
        }
        .into_any()
    };
    lines.iter().enumerate().map(line).collect()
}

/// The words of an answer with the hits marked.
fn marked(line: &AnswerLine) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut from = 0;
    for hit in &line.hits {
        parts.push(line.text[from..hit.start].to_owned().into_any());
        let words = line.text[hit.start..hit.end].to_owned();
        parts.push(view! { <mark>{words}</mark> }.into_any());
        from = hit.end;
    }
    parts.push(line.text[from..].to_owned().into_any());
    parts
}

/// Where the page stands among all answers.
fn pages(app: App) -> AnyView {
    let place = Memo::new(move |_| {
        read(app, |desk| {
            let page = &desk.coded.as_ref()?.page;
            Some((page.from, page.answers.len() as u64, page.listed))
        })
    });
    live(move || {
        let (from, shown, listed) = place.get()?;
        let language = app.language.get();
        let count = |value| number::count(value, language);
        let turn = move |last: bool| {
            app.change_coding(|desk| {
                let shown = desk
                    .coded
                    .as_ref()
                    .map_or(0, |coded| coded.page.answers.len());
                desk.active = if last { shown.saturating_sub(1) } else { 0 };
                if last { desk.next() } else { desk.previous() }
            });
        };
        (shown < listed).then(|| view! {
            <p class="coding-pages">
                <button type="button" class="small" id="coding-earlier" disabled=from == 0 on:click=move |_| turn(false)>{app.say(Say::Earlier)}</button>
                <span class="number">{format!("{}–{} / {}", count(from + 1), count(from + shown), count(listed))}</span>
                <button type="button" class="small" id="coding-further" data-testid="coding-further" disabled={from + shown >= listed} on:click=move |_| turn(true)>{app.say(Say::Further)}</button>
            </p>
        })
    })
}

/// The codes, to be given to the answer in hand. They stay the same buttons, so that one that was pressed keeps the keyboard.
fn buttons(app: App, codes: Memo<Vec<Flat>>, counts: Memo<Vec<Count>>) -> Vec<AnyView> {
    let codes = codes.get();
    let button = |(place, flat): (usize, Flat)| {
        let is_finer = flat.parent.is_some();
        let is_given = move || {
            let given = read(app, |desk| {
                Some(desk.line()?.given.codes.get(place) == Some(&true))
            });
            given.unwrap_or_default()
        };
        let is_meant = move || {
            let language = app.language.get();
            read(app, |desk| {
                !desk.typed.is_empty() && desk.meant(language).contains(&place)
            })
        };
        let rows = words(move || {
            let rows = counts.with(|counts| counts.get(place).map_or(0, |count| count.rows));
            number::count(rows, app.language.get())
        });
        let key = (place < 9).then(|| (place + 1).to_string());
        let title = words(move || flat.code.title().get(app.language.get()).to_owned());
        view! {
            <button type="button" class="code" class:finer=is_finer class:meant=is_meant aria-pressed=move || is_given().to_string()
                data-testid="code" on:click=move |_| app.change_coding(|desk| desk.toggle(place))>
                <kbd aria-hidden="true">{key}</kbd>
                <span>{title}</span>
                <span class="number">{rows}</span>
            </button>
        }
        .into_any()
    };
    codes.into_iter().enumerate().map(button).collect()
}

/// A new code.
fn adding(app: App, codes: Memo<Vec<Flat>>) -> AnyView {
    let label = NodeRef::<leptos::html::Input>::new();
    let parent = RwSignal::new(None);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(label): Option<HtmlInputElement> = label.get_untracked() else {
            return;
        };
        let (words, above) = (label.value(), parent.get_untracked());
        label.set_value("");
        app.change_coding(|desk| desk.add(&words, above));
    };
    view! {
        <form class="coding-add" on:submit=add>
            <input type="text" id="new-code" data-testid="new-code" node_ref=label aria-label=app.say(Say::NewCode) placeholder=app.say(Say::NewCode) autocomplete="off"/>
            <select id="new-code-parent" data-testid="new-code-parent" aria-label=app.say(Say::BelongsTo)
                on:change=move |event| parent.set(event_target_value(&event).parse().ok())>
                {live(move || parents(app, &codes.get(), parent.get_untracked()))}
            </select>
            <button type="submit" class="small" data-testid="add-code">{app.say(Say::Add)}</button>
        </form>
    }
    .into_any()
}

/// Where a code can stand: on the first level, or below one of its codes.
fn parents(app: App, codes: &[Flat], now: Option<usize>) -> Vec<AnyView> {
    let language = app.language.get();
    let first = view! { <option value="">{Say::FirstLevel.get(language)}</option> }.into_any();
    let roots = codes
        .iter()
        .filter(|flat| flat.parent.is_none())
        .enumerate();
    let below = roots.map(|(place, flat)| {
        let words = format!("↳ {}", flat.code.title().get(language));
        view! { <option value=place.to_string() selected=now == Some(place)>{words}</option> }
            .into_any()
    });
    std::iter::once(first).chain(below).collect()
}

/// Labels, terms and levels of the codes.
fn editing(app: App, codes: Memo<Vec<Flat>>) -> Vec<AnyView> {
    let language = app.language.get();
    let codes = codes.get();
    let row = |(place, flat): (usize, &Flat)| {
        let code = &flat.code;
        let relabel = move |event| {
            let words: String = event_target_value(&event);
            app.change_coding(|desk| {
                desk.change(place, |mut code| {
                    code.label = reworded(&code.label, &words, language);
                    Some(code)
                })
            });
        };
        let search = move |event: leptos::ev::Event| {
            let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            let terms = crate::coding::terms(&input.value());
            app.change_coding(|desk| {
                desk.change(place, |mut code| {
                    code.terms = terms;
                    Some(code)
                })
            });
        };
        let nest = move |event| {
            let above = event_target_value(&event).parse().ok();
            app.change_coding(|desk| desk.nest(place, above));
        };
        view! {
            <fieldset class:finer=flat.parent.is_some()>
                <input type="text" id=format!("label-{place}") value=code.title().get(language).to_owned() aria-label=app.say(Say::Label) on:change=relabel/>
                <input type="text" id=format!("terms-{place}") data-testid="code-terms" value=code.terms.join(", ") aria-label=app.say(Say::Terms) placeholder=app.say(Say::Terms) on:change=search/>
                <select id=format!("level-of-{place}") aria-label=app.say(Say::BelongsTo) on:change=nest>{parents(app, &codes, flat.parent)}</select>
                <button type="button" class="quiet" data-testid="remove-code" on:click=move |_| app.change_coding(|desk| desk.change(place, |_| None))>{app.say(Say::Remove)}</button>
            </fieldset>
        }
        .into_any()
    };
    codes.iter().enumerate().map(row).collect()
}
