//! The report: sections of cards, a list of contents beside them, and ways to take the whole along.

use befund_survey::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::reading::warnings;
use crate::app::App;
use crate::browser;
use crate::components::{FindingCard, TITLE, each, live, when, words};
use crate::messages::{self, Say};
use crate::place::View;
use crate::state::{Card, Session, Task, section};
use befund_conversation::message::Request;

/// How many cards are put on the page at once.
const PORTION: usize = 12;

/// The report.
#[component]
pub(crate) fn FindingsView() -> impl IntoView {
    let app = expect_context::<App>();
    let overview = Memo::new(move |_| app.session.with(|session| session.overview.clone()));
    let cards = Memo::new(move |_| app.session.with(Session::cards));
    let computed = Memo::new(move |_| app.session.with(|session| session.report.is_some()));
    let under_way = Memo::new(move |_| app.under_way.with(|tasks| tasks.contains(&Task::Report)));
    // A reader who comes back finds the place again only where everything stands.
    let returns = app.bookmark.with_value(Option::is_some);
    let shown = RwSignal::new(if returns { usize::MAX } else { PORTION });
    // The rest follows portion by portion: the first charts are there at once however many there are.
    Effect::new(move |_| {
        if shown.get() < cards.with(Vec::len) {
            request_animation_frame(move || {
                // The view may be gone by now.
                let _ = shown.try_update(|shown| *shown += PORTION);
            });
        }
    });
    // A card that opens a section is another row than the same card within one.
    let rows = move || {
        cards.with(|cards| {
            let places = 0..cards.len().min(shown.get());
            let row =
                |place: usize| 2 * cards[place].key + u32::from(heading(cards, place).is_some());
            places.map(row).collect()
        })
    };
    let row = move |row: u32| {
        cards.with_untracked(|cards| {
            let place = cards.iter().position(|card| card.key == row / 2)?;
            let heading = heading(cards, place).map(|heading| {
                view! { <h2 class="section">{words(move || heading.words(app.language.get()))}</h2> }
            });
            let card = cards[place].clone();
            Some(view! { {heading} <FindingCard card=card/> })
        })
        .into_any()
    };
    let notice = live(move || {
        let overview = overview.get()?;
        let words = overview.notice.get(app.language.get()).to_owned();
        (!words.is_empty()).then(|| view! { <p class="notice" data-testid="notice">{words}</p> })
    });
    let coverage = live(move || {
        let analyses = app.session.with(|session| {
            session
                .report
                .as_ref()
                .filter(|_| session.is_bare_file())
                .map(Vec::len)
        })?;
        let variables = overview.get()?.datasets.first()?.columns;
        Some(view! {
            <p class="notice" data-testid="coverage">
                {messages::analyses_of(analyses, variables, app.language.get())} "; "
                <button type="button" class="link" on:click=move |_| app.show(View::Explore)>
                    {app.say(Say::MoreInExplore)}
                </button>
                " · "
                <button type="button" class="link" on:click=move |_| app.show(View::Data)>
                    {app.say(Say::Understood)}
                </button>
            </p>
        })
    });
    let draft = live(move || {
        let note = app.session.with(|session| session.draft_note.clone());
        let words = note.get(app.language.get()).to_owned();
        (!words.is_empty()).then(|| {
            view! {
                <details class="notice" data-testid="draft-note">
                    <summary>{app.say(Say::Drafted)}</summary>
                    <p>{words}</p>
                </details>
            }
        })
    });
    let sections = move || cards.with(|cards| cards.first().and_then(section).is_some());
    view! {
        <div class="findings" data-testid="findings">
            <aside class="contents-side"><Contents cards=cards/></aside>
            <div class="report">
                <header class="view-head">
                    <p class="kicker">{app.say(Say::Findings)}</p>
                    <h1 id=TITLE tabindex="-1">{app.title()}</h1>
                    {notice}
                    {warnings(app)}
                    {coverage}
                    {draft}
                    <div class="report-actions">
                        <button type="button" class="small" data-testid="save-report" on:click=move |_| save_report(app)>
                            {app.say(Say::SaveReport)}
                        </button>
                        <button type="button" class="small" data-testid="save-study" on:click=move |_| app.save_study()>
                            {app.say(Say::SaveStudy)}
                        </button>
                        <button type="button" class="small" on:click=move |_| browser::print()>{app.say(Say::Print)}</button>
                    </div>
                </header>
                <div id="chart-width"></div>
                {when(move || !sections(), move || view! {
                    <h2 class="visually-hidden">{app.say(Say::Findings)}</h2>
                })}
                {each(rows, row)}
                {when(move || !computed.get() && under_way.get(), move || view! { <p class="empty">{app.say(Say::Computing)}</p> })}
                {when(move || !computed.get() && !under_way.get(), move || view! {
                    <button type="button" class="button primary" data-testid="compute"
                        on:click=move |_| app.ask(Task::Report, Request::Report)>
                        {app.say(Say::Compute)}
                    </button>
                })}
                {when(move || computed.get() && cards.with(Vec::is_empty), move || view! {
                    <div class="empty">
                        <p>{app.say(Say::NoFindings)}</p>
                        <button type="button" class="button" on:click=move |_| app.show(View::Explore)>
                            {app.say(Say::BuildOne)}
                        </button>
                    </div>
                })}
            </div>
        </div>
    }
}

/// What stands above a group of cards.
#[derive(Clone)]
enum Heading {
    /// A part of the study.
    Section(befund_survey::Text),
    /// The reader's own findings.
    Own,
}

impl Heading {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Section(text) => text.get(language).to_owned(),
            Self::Own => Say::OwnFindings.get(language).to_owned(),
        }
    }
}

/// The heading that opens with the card at this place, if one does.
fn heading(cards: &[Card], place: usize) -> Option<Heading> {
    let card = &cards[place];
    if card.own {
        let first = place.checked_sub(1).is_none_or(|before| !cards[before].own);
        return first.then_some(Heading::Own);
    }
    let opened = section(card)?;
    // What failed has no section and stays in the one around it.
    let before = cards[..place].iter().rev().find_map(section);
    (before != Some(opened)).then(|| Heading::Section(opened.clone()))
}

/// The list of contents; folded on a narrow page.
#[component]
fn Contents(
    /// The cards.
    cards: Memo<Vec<Card>>,
) -> impl IntoView {
    let app = expect_context::<App>();
    let entries = move || {
        let language = app.language.get();
        let cards = cards.get();
        (0..cards.len())
            .map(|place| {
                let id = crate::components::anchor(cards[place].key);
                let words = cards[place].shown.title.get(language).to_owned();
                let target = format!("#{id}");
                view! {
                    {heading(&cards, place).map(|heading| view! {
                        <li class="contents-section">{heading.words(language)}</li>
                    })}
                    <li>
                        <a href=target on:click=move |event| {
                            event.prevent_default();
                            browser::mark_step();
                            browser::go_to(&id);
                        }>{words}</a>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    let wide = browser::window_width() > 1000.0;
    view! {
        {when(move || !cards.with(Vec::is_empty), move || view! {
            <details class="contents" open=wide>
                <summary>{app.say(Say::Contents)}</summary>
                <nav aria-label=app.say(Say::Contents)><ol>{live(entries)}</ol></nav>
            </details>
        })}
    }
}

/// Saves the report as one standalone page.
fn save_report(app: App) {
    let language = app.language.get_untracked();
    app.session.with_untracked(|session| {
        let Some(overview) = &session.overview else {
            return;
        };
        let name = messages::file_name(overview.title.get(language), "html");
        let entries = session.entries().collect();
        let page = app.fetch(Request::Page { entries, language });
        spawn_local(async move {
            crate::components::tell(app, browser::save(name, page).await, None);
        });
    });
}
