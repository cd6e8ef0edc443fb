//! The app: what its parts share, and the frame around the views.

use std::collections::BTreeMap;
use std::time::Duration;

use befund_survey::analysis::Progress;
use befund_survey::{Language, ReadOptions, Text};
use js_sys::Promise;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::File;

use crate::browser::{self, Step};
use crate::client::{Client, Heard};
use crate::coding::Desk;
use crate::components::{Alert, Busy, Header, TITLE, anchor, live, when, words};
use crate::draft::Draft;
use crate::drawings::Drawings;
use crate::messages::{self, Say};
use crate::place::{Appearance, Place, View};
use crate::state::{Dropped, Session, Task};
use crate::views::{DataView, ExploreView, FindingsView, StartView};
use befund_conversation::file::{is_codebook, is_study};
use befund_conversation::message::{Entry, Look, Reply, Request};

/// Where the keyboard codes open answers.
pub(crate) const CODING: &str = "coding-list";
/// How long a word at the edge stays.
const STATUS_STAYS: Duration = Duration::from_secs(6);
/// How many frames the report has to get its true heights.
const FRAMES_TO_SETTLE: u8 = 4;
/// How many charts are drawn before others are asked for: the first are there at once however many there are.
const DRAWN_AT_ONCE: usize = 24;
/// Where the view begins below the header that stays, in CSS pixels.
const BELOW_HEADER: f64 = 80.0;

/// What all parts of the app share.
#[derive(Clone, Copy)]
pub(crate) struct App {
    /// The reader's language.
    pub(crate) language: RwSignal<Language>,
    /// The view.
    pub(crate) view: RwSignal<View>,
    /// Light or dark.
    pub(crate) appearance: RwSignal<Appearance>,
    /// What is open and what was found.
    pub(crate) session: RwSignal<Session>,
    /// The finding that is being built.
    pub(crate) draft: RwSignal<Draft>,
    /// The open answers that are being coded.
    pub(crate) coding: RwSignal<Option<Desk>>,
    /// The charts.
    pub(crate) drawings: RwSignal<Drawings>,
    /// What the engine is at.
    pub(crate) under_way: RwSignal<Vec<Task>>,
    /// How far it has come with the first of it.
    pub(crate) progress: RwSignal<Option<Progress>>,
    /// What went wrong last.
    pub(crate) alert: RwSignal<Option<Text>>,
    /// The file that could not be opened last, where it may be tried otherwise.
    pub(crate) refused: RwSignal<Option<String>>,
    /// How files are to be read, by their names, where the reader has said so.
    pub(crate) asked: RwSignal<BTreeMap<String, ReadOptions>>,
    /// The files that were picked or dropped last; nothing of them is read here.
    files: StoredValue<Vec<File>, LocalStorage>,
    /// Codebooks in files of their own, by the names of the data they are laid over.
    codebooks: StoredValue<BTreeMap<String, File>, LocalStorage>,
    /// What happened last, for screen readers and as a short word at the edge.
    pub(crate) status: RwSignal<Option<Text>>,
    /// Files that were dropped and not opened.
    pub(crate) aside: RwSignal<Option<Text>>,
    /// What only a screen reader has to be told.
    announced: RwSignal<Option<Text>>,
    /// Where the reader left the report.
    pub(crate) bookmark: StoredValue<Option<Bookmark>>,
    /// The width charts may have, in CSS pixels.
    pub(crate) chart_width: RwSignal<f64>,
    /// What the worker is to keep, and the last number it has told.
    kept: StoredValue<(Vec<Entry>, Entry)>,
    client: StoredValue<Option<Client>, LocalStorage>,
}

/// The first card in view, and how far below the upper edge of the window it begins.
#[derive(Clone, Copy)]
pub(crate) struct Bookmark {
    key: u32,
    top: f64,
}

impl App {
    fn new() -> Self {
        let place = browser::place();
        if place.view != View::Start {
            // Nothing is open yet, whatever the address says after a reload.
            let view = View::Start;
            browser::show_place(Place { view, ..place }, Step::Same);
        }
        let app = Self {
            language: RwSignal::new(place.language.unwrap_or_else(browser::language)),
            view: RwSignal::new(View::Start),
            appearance: RwSignal::new(place.appearance),
            session: RwSignal::new(Session::default()),
            draft: RwSignal::new(Draft::default()),
            coding: RwSignal::new(None),
            drawings: RwSignal::new(Drawings::default()),
            under_way: RwSignal::new(Vec::new()),
            progress: RwSignal::new(None),
            alert: RwSignal::new(None),
            refused: RwSignal::new(None),
            asked: RwSignal::new(BTreeMap::new()),
            files: StoredValue::new_local(Vec::new()),
            codebooks: StoredValue::new_local(BTreeMap::new()),
            status: RwSignal::new(None),
            aside: RwSignal::new(None),
            announced: RwSignal::new(None),
            bookmark: StoredValue::new(None),
            chart_width: RwSignal::new(chart_width()),
            kept: StoredValue::new((Vec::new(), 0)),
            client: StoredValue::new_local(None),
        };
        app.client
            .set_value(Some(Client::start(move |heard| app.hear(heard))));
        app
    }

    /// The app's words in the reader's language, kept right when it changes.
    pub(crate) fn say(self, say: Say) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || say.get(self.language.get())
    }

    /// The title of what is open.
    pub(crate) fn title(self) -> AnyView {
        words(move || {
            let overview = self.session.with(|session| session.overview.clone());
            let title = overview.map(|overview| overview.title.clone());
            title
                .unwrap_or_default()
                .get(self.language.get())
                .to_owned()
        })
    }

    /// Words that may be there, in the reader's language.
    pub(crate) fn told(self, text: RwSignal<Option<Text>>) -> AnyView {
        words(move || {
            let text = text.get().unwrap_or_default();
            text.get(self.language.get()).to_owned()
        })
    }

    /// Runs something with the conversation and takes note of what is under way after it.
    fn with_client(self, then: impl FnOnce(&Client)) {
        // Cloned first: what the client does may come back here.
        if let Some(client) = self.client.get_value() {
            then(&client);
            self.under_way.set(client.under_way());
        }
    }

    /// Asks the engine.
    pub(crate) fn ask(self, task: Task, request: Request) {
        self.with_client(|client| client.ask(task, request));
    }

    /// Asks the worker for a text, such as a table; the promise is never kept where the worker dies.
    pub(crate) fn fetch(self, request: Request) -> Promise {
        Promise::new(&mut |keep, _| {
            self.with_client(|client| {
                client.fetch(request.clone(), move |reply| {
                    if let Reply::Written { text } = reply {
                        // Keeping a promise cannot fail.
                        let _ = keep.call1(&JsValue::NULL, &text.into());
                    }
                });
            });
        })
    }

    /// Has what is in view drawn as it should look, a portion at a time, and lets the worker drop what is gone.
    fn draw(self) {
        self.keep();
        let drawing = self
            .under_way
            .with_untracked(|tasks| tasks.contains(&Task::Draw));
        let look = Look {
            language: self.language.get_untracked(),
            width: self.chart_width.get_untracked(),
        };
        let in_view: Vec<Entry> = match self.view.get_untracked() {
            View::Findings => self
                .session
                .with_untracked(|session| session.charts().collect()),
            View::Explore => self
                .draft
                .with_untracked(|draft| draft.chart().into_iter().collect()),
            View::Start | View::Data => Vec::new(),
        };
        let entries = self
            .drawings
            .with_untracked(|drawings| drawings.missing(in_view, look, DRAWN_AT_ONCE));
        if !drawing && !entries.is_empty() {
            self.ask(Task::Draw, Request::Draw { entries, look });
        }
    }

    fn keep(self) {
        let mut entries: Vec<Entry> = self
            .session
            .with_untracked(|session| session.entries().collect());
        self.draft
            .with_untracked(|draft| entries.extend(draft.entries()));
        let (known, heard) = self.kept.get_value();
        if known != entries {
            self.drawings
                .update_untracked(|drawings| drawings.keep(&entries));
            let request = Request::Keep {
                entries: entries.clone(),
                heard,
            };
            self.with_client(|client| client.fetch(request, |_| {}));
            self.kept.set_value((entries, heard));
        }
    }

    /// Opens the demo study.
    pub(crate) fn open_demo(self) {
        if !self.may_replace() {
            return;
        }
        self.begin_opening();
        self.ask(Task::Demo, Request::Demo);
    }

    /// Opens what the reader picked or dropped.
    pub(crate) fn open_files(self, files: Vec<File>) {
        let names: Vec<String> = files.iter().map(File::name).collect();
        let dropped = Dropped::pick(&names);
        let codebook = dropped.codebook.map(|place| files[place].clone());
        if let (Some(codebook), []) = (&codebook, dropped.open.as_slice()) {
            let awaited = |session: &Session| session.awaits(&codebook.name());
            if !self.session.with_untracked(awaited) {
                return self.lay_codebook(codebook.clone());
            }
        }
        let mut open = dropped.open;
        open.extend(dropped.codebook.filter(|_| open.is_empty()));
        if open.is_empty() || !self.may_replace() {
            return;
        }
        self.begin_opening();
        if !dropped.aside.is_empty() {
            self.aside.set(Some(messages::left_aside(&dropped.aside)));
        }
        self.asked.update(|asked| {
            for name in &names {
                asked.remove(name);
            }
        });
        let mut named = open.iter().map(|place| &names[*place]);
        let first = named.find(|name| !is_study(name) && !is_codebook(name));
        let first = first.cloned();
        self.codebooks.update_value(|codebooks| {
            for name in &names {
                codebooks.remove(name);
            }
            if let (Some(first), Some(codebook)) = (first, codebook) {
                codebooks.insert(first, codebook);
            }
        });
        self.files.update_value(|known| {
            known.retain(|known| !names.contains(&known.name()));
            known.extend(files.iter().cloned());
        });
        let last = open.len() - 1;
        for (count, place) in open.into_iter().enumerate() {
            let task = Task::Open {
                name: names[place].clone(),
                more: count < last,
            };
            let codebook = self.codebook_of(&names[place]);
            let file = files[place].clone();
            self.with_client(|client| client.open(task, file, ReadOptions::default(), codebook));
        }
    }

    /// Reads a file otherwise that was picked or dropped before.
    pub(crate) fn reread(self, name: &str, options: ReadOptions) {
        let files = self.files.get_value();
        let Some(file) = files.into_iter().find(|file| file.name() == name) else {
            return;
        };
        if !self.may_replace() {
            // the choices go back to what they were
            return self.asked.update(|_| {});
        }
        self.begin_opening();
        let before = self.asked.with_untracked(|asked| asked.get(name).cloned());
        let task = Task::Reread {
            name: name.to_owned(),
            before: before.unwrap_or_default(),
        };
        self.asked.update(|asked| {
            asked.insert(name.to_owned(), options.clone());
        });
        let codebook = self.codebook_of(name);
        self.with_client(|client| client.open(task, file, options, codebook));
    }

    /// Reads the file that is open again, with a codebook in a file of its own laid over it.
    fn lay_codebook(self, codebook: File) {
        let data = self.session.with_untracked(|session| {
            let overview = session.overview.as_ref()?;
            Some(overview.datasets.first()?.file.clone())
        });
        match data.filter(|data| self.has_file(data)) {
            Some(data) => {
                self.codebooks.update_value(|codebooks| {
                    codebooks.insert(data.clone(), codebook);
                });
                let asked = self.asked.with_untracked(|asked| asked.get(&data).cloned());
                self.reread(&data, asked.unwrap_or_default());
            }
            None => self
                .alert
                .set(Some(messages::codebook_alone(&codebook.name()))),
        }
    }

    fn codebook_of(self, name: &str) -> Option<File> {
        self.codebooks
            .with_value(|codebooks| codebooks.get(name).cloned())
    }

    /// Whether a file is at hand to be read again.
    pub(crate) fn has_file(self, name: &str) -> bool {
        self.files
            .with_value(|files| files.iter().any(|file| file.name() == name))
    }

    /// Whether what is open may go: the reader is asked where own work goes with it.
    fn may_replace(self) -> bool {
        let question = Say::ReallyReplace.get(self.language.get_untracked());
        let has_coded = self
            .coding
            .with_untracked(|desk| desk.as_ref().is_some_and(|desk| desk.changed));
        let has_work = has_coded || self.session.with_untracked(Session::has_own_work);
        !has_work || browser::confirm(question)
    }

    fn begin_opening(self) {
        self.alert.set(None);
        self.refused.set(None);
        self.aside.set(None);
        self.status.set(None);
        // What is under way belongs to what is about to be closed.
        self.cancel();
    }

    /// Opens the answers to a variable to be coded.
    pub(crate) fn code(self, data: &str, variable: &str) {
        let desk = Desk::open(data, variable);
        let request = desk.ask(0);
        self.coding.set(Some(desk));
        self.ask(Task::Code, request);
        browser::go_to_top();
        request_animation_frame(|| browser::focus(CODING));
    }

    /// Changes something about the coding, and asks the engine what follows from it.
    pub(crate) fn change_coding(self, change: impl FnOnce(&mut Desk) -> Option<Request>) {
        let next = self
            .coding
            .try_update(|desk| desk.as_mut().and_then(change));
        if let Some(request) = next.flatten() {
            self.ask(Task::Code, request);
        }
    }

    /// Leaves the coding; what was coded shows in variables and findings.
    pub(crate) fn end_coding(self) {
        let desk = self.coding.try_update(Option::take).flatten();
        if let Some(Desk {
            data,
            changed: true,
            ..
        }) = desk
        {
            self.session.update(|session| session.coded = true);
            self.ask(Task::Overrule(data.clone()), Request::Describe { data });
        }
    }

    /// Saves what is open as a study, with the cards as its report.
    pub(crate) fn save_study(self) {
        let language = self.language.get_untracked();
        let asked = self.session.with_untracked(|session| {
            let overview = session.overview.as_ref()?;
            let name = messages::file_name(overview.title.get(language), "json");
            let entries = session.entries().collect();
            Some((Task::Export(name), Request::Save { entries }))
        });
        if let Some((task, request)) = asked {
            self.ask(task, request);
        }
    }

    /// Stops everything under way.
    pub(crate) fn cancel(self) {
        // Charts are drawn of what stays where the next thing cannot be opened.
        self.with_client(|client| client.cancel(|task| *task != Task::Draw));
    }

    /// Has the analysis of the moment end with what is known so far.
    pub(crate) fn settle(self) {
        self.with_client(Client::settle);
    }

    /// Changes the draft and asks what follows from it; what it asked before is no longer wanted.
    pub(crate) fn change_draft(self, change: impl FnOnce(&mut Draft) -> Option<(Task, Request)>) {
        let next = self.draft.try_update(change).flatten();
        self.with_client(|client| {
            client.cancel(|task| matches!(task, Task::Suggest(_) | Task::Draft(_)));
            if let Some((task, request)) = next {
                client.ask(task, request);
            }
        });
    }

    /// Shows a view.
    pub(crate) fn show(self, view: View) {
        self.turn_to(view);
        browser::show_place(self.place(), Step::New);
    }

    /// Turns to a view: at its top, but in the report at the place where the reader left it.
    fn turn_to(self, view: View) {
        let before = self.view.get_untracked();
        if view != View::Data {
            self.end_coding();
        }
        if before == View::Findings {
            self.bookmark.set_value(self.first_in_view());
        }
        self.status.set(None);
        self.view.set(view);
        request_animation_frame(move || {
            browser::focus_if_lost(TITLE);
            let bookmark = self.bookmark.get_value();
            match bookmark.filter(|_| view == View::Findings && before != view) {
                Some(Bookmark { key, top }) => return_to(anchor(key), top, FRAMES_TO_SETTLE),
                None => browser::go_to_top(),
            }
        });
    }

    /// Shows the finding that was added last.
    fn show_last(self) {
        let last = self
            .session
            .with_untracked(|session| session.own.last().map(|card| card.key));
        self.show(View::Findings);
        if let Some(key) = last {
            // The report is put on the page in full, as if the reader had left it there.
            let top = BELOW_HEADER;
            self.bookmark.set_value(Some(Bookmark { key, top }));
        }
    }

    fn first_in_view(self) -> Option<Bookmark> {
        let cards = self.session.with_untracked(Session::cards);
        let mut edges = cards.iter().filter_map(|card| {
            let (top, bottom) = browser::edges(&anchor(card.key))?;
            let key = card.key;
            (bottom > BELOW_HEADER).then_some(Bookmark { key, top })
        });
        edges.next().filter(|_| !browser::is_at_top())
    }

    /// Speaks another language.
    pub(crate) fn speak(self, language: Language) {
        self.language.set(language);
        browser::show_place(
            Place {
                language: Some(language),
                ..self.place()
            },
            Step::Same,
        );
    }

    fn place(self) -> Place {
        Place {
            view: self.view.get_untracked(),
            language: browser::place().language,
            appearance: self.appearance.get_untracked(),
        }
    }

    /// Light, dark, or as the system has it.
    pub(crate) fn next_appearance(self) {
        self.appearance.update(|now| *now = now.next());
        browser::show_place(self.place(), Step::Same);
    }

    /// Follows the address, as far as something is open to be shown.
    fn follow_address(self) {
        let place = browser::place();
        if let Some(language) = place.language {
            self.language.set(language);
        }
        self.appearance.set(place.appearance);
        if !self.session.with_untracked(Session::is_open) {
            let view = View::Start;
            browser::show_place(Place { view, ..place }, Step::Same);
        } else if self.view.get_untracked() != place.view {
            self.turn_to(place.view);
        }
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Progress(progress) => self.progress.set(Some(progress)),
            Heard::Reply(task, reply) => {
                self.progress.set(None);
                let told = reply.last();
                self.kept
                    .update_value(|(_, heard)| *heard = told.max(*heard));
                self.take_in(&task, reply);
            }
            Heard::Died(reason) => {
                let was_open = self.session.with_untracked(Session::is_open);
                self.progress.set(None);
                self.session.set(Session::default());
                self.draft.set(Draft::default());
                self.drawings.set(Drawings::default());
                self.kept.set_value((Vec::new(), 0));
                self.show(View::Start);
                self.alert.set(Some(messages::died(&reason, was_open)));
            }
            Heard::Absent(reason) => {
                self.progress.set(None);
                self.alert.set(Some(messages::no_engine(&reason)));
            }
        }
        self.with_client(|_| {});
    }

    fn take_in(self, task: &Task, reply: Reply) {
        if let Task::Suggest(_) | Task::Draft(_) = task {
            if self.draft.with_untracked(|draft| draft.wants(task)) {
                if reply == Reply::Cancelled {
                    self.status.set(Some(messages::cancelled()));
                }
                let next = self
                    .draft
                    .try_update(|draft| draft.receive(task, reply))
                    .flatten();
                if let Some((task, request)) = next {
                    self.ask(task, request);
                }
            }
            return;
        }
        if let Reply::Coded { coded } = reply {
            // What is made anew keeps the keyboard where it was.
            if let Some(id) = browser::focused() {
                request_animation_frame(move || browser::focus(&id));
            }
            self.change_coding(|desk| desk.receive(coded));
            return;
        }
        if let Reply::Drawn { look, charts } = reply {
            self.drawings.update(|drawings| drawings.take(look, charts));
            return;
        }
        if let (Task::Export(name), Reply::Exported { bytes, notes }) = (task, &reply) {
            match browser::save_bytes(name, bytes) {
                Ok(()) if notes.is_empty() => self.status.set(Some(messages::saved(name, notes))),
                Ok(()) => self.aside.set(Some(messages::saved(name, notes))),
                Err(_) => self.status.set(Some(Say::NotAllowed.text())),
            }
            return;
        }
        if reply == Reply::Cancelled {
            self.status.set(Some(messages::cancelled()));
        }
        // What the reader changes is made anew; the keyboard stays where it was.
        if let Task::Overrule(_) | Task::Reread { .. } = task
            && let Some(id) = browser::focused()
        {
            request_animation_frame(move || browser::focus(&id));
        }
        let was_read = matches!(reply, Reply::Opened { .. });
        if let Task::Reread { name, before } = task
            && !was_read
            && self
                .session
                .with_untracked(|session| session.has_file(name))
        {
            self.asked.update(|asked| {
                asked.insert(name.clone(), before.clone());
            });
        }
        let Some(consequence) = self
            .session
            .try_update(|session| session.receive(task, reply))
        else {
            return;
        };
        if let Some(problem) = consequence.problem {
            self.alert.set(Some(problem));
            if let Task::Open { name, .. } | Task::Reread { name, .. } = task
                && !self
                    .session
                    .with_untracked(|session| session.has_file(name))
            {
                self.refused.set(Some(name.clone()));
            }
            if let Task::Open { .. } = task {
                // Without this file the others of its study are not worth opening.
                self.with_client(|client| client.cancel(|task| matches!(task, Task::Open { .. })));
            }
        }
        if consequence.opened {
            self.coding.set(None);
            self.greet(task);
        }
        for (task, request) in consequence.ask {
            self.ask(task, request);
        }
    }

    /// After something was opened its findings are shown, those of a bare file as a draft; one that waits for other files says so.
    fn greet(self, task: &Task) {
        let data = self.session.with_untracked(|session| {
            let overview = session.overview.as_ref()?;
            Some(overview.datasets.first()?.id.clone())
        });
        self.draft
            .update(|draft| *draft = draft.on(&data.unwrap_or_default()));
        let reread = matches!(task, Task::Reread { .. });
        let waits = self.session.with_untracked(|session| {
            let overview = session.overview.as_ref();
            overview.is_some_and(|overview| !overview.awaited.is_empty())
        });
        match task {
            Task::Reread { .. } if self.view.get_untracked() == View::Data => {}
            _ if waits => self.show(View::Data),
            _ => self.show(View::Findings),
        }
        self.bookmark.set_value(None);
        self.announced.set(self.session.with_untracked(|session| {
            let overview = session.overview.as_ref()?;
            let rows = overview.datasets.iter().map(|data| data.rows).sum();
            let columns = overview.datasets.iter().map(|data| data.columns).sum();
            Some(messages::opened(&overview.title, rows, columns))
        }));
        if reread {
            request_animation_frame(|| browser::focus_if_lost(TITLE));
        } else {
            request_animation_frame(|| browser::focus(TITLE));
        }
    }
}

/// The width a chart has beside the list of contents, or alone on a narrow page.
fn chart_width() -> f64 {
    browser::inner_width("chart-width")
        .unwrap_or_else(|| (browser::window_width() - 40.0).min(760.0))
        .clamp(280.0, 760.0)
}

/// Returns to a place of the report. Cards get their true heights only when they are seen, so one frame is not enough.
fn return_to(card: String, top: f64, frames: u8) {
    browser::scroll_so_that(&card, top);
    if frames > 1 {
        request_animation_frame(move || return_to(card, top, frames - 1));
    }
}

/// Starts the app.
pub(crate) fn mount() {
    browser::remove_boot();
    leptos::mount::mount_to_body(Frame);
}

/// The frame: header, the view of the moment, footer, and the whole window as a place to drop files.
#[component]
fn Frame() -> impl IntoView {
    let app = App::new();
    provide_context(app);

    Effect::new(move || browser::set_language(app.language.get()));
    Effect::new(move || browser::set_root_attribute("data-theme", app.appearance.get().word()));
    Effect::new(move || {
        // The column of the view has its width once it stands.
        app.view.track();
        app.session.with(|session| session.report.is_some());
        request_animation_frame(move || app.chart_width.set(chart_width()));
    });
    Effect::new(move || {
        app.session.track();
        app.draft.track();
        app.drawings.track();
        app.view.track();
        app.language.track();
        app.chart_width.track();
        // After the column has its width.
        request_animation_frame(move || app.draw());
    });
    let on_resize = window_event_listener(ev::resize, move |_| {
        let width = chart_width();
        if (app.chart_width.get_untracked() - width).abs() >= 1.0 {
            app.chart_width.set(width);
        }
    });
    let on_address = window_event_listener(ev::hashchange, move |_| app.follow_address());
    let on_back = window_event_listener(ev::popstate, move |_| app.follow_address());
    let on_leave = window_event_listener(ev::beforeunload, move |event| {
        if app.session.with_untracked(Session::has_own_work) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        on_leave.remove();
        on_resize.remove();
        on_address.remove();
        on_back.remove();
    });

    let (over, set_over) = signal(false);
    let drag_over = window_event_listener(ev::dragover, move |event| {
        if browser::carries_files(event.data_transfer().as_ref()) {
            event.prevent_default();
            set_over.set(true);
        }
    });
    let drag_leave = window_event_listener(ev::dragleave, move |event| {
        // Only when the drag leaves the window there is nothing it goes to.
        if event.related_target().is_none() {
            set_over.set(false);
        }
    });
    let drop_files = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        set_over.set(false);
        app.open_files(browser::dropped_files(event.data_transfer()));
    });
    on_cleanup(move || {
        drag_over.remove();
        drag_leave.remove();
        drop_files.remove();
    });

    Effect::new(move |_| {
        // A word at the edge goes by itself; whoever needs longer finds its effect on the page.
        if let Some(said) = app.status.get() {
            set_timeout(
                move || {
                    if app.status.get_untracked().as_ref() == Some(&said) {
                        app.status.set(None);
                    }
                },
                STATUS_STAYS,
            );
        }
    });

    let view_now = Memo::new(move |_| {
        if app.session.with(Session::is_open) {
            app.view.get()
        } else {
            View::Start
        }
    });

    Effect::new(move |_| {
        let (view, language) = (view_now.get(), app.language.get());
        let title = app.session.with(|session| {
            let overview = session.overview.as_ref()?;
            Some(overview.title.get(language).to_owned())
        });
        document().set_title(&match (messages::view(view), title) {
            (Some(say), Some(title)) => format!("{title} – {} – Befund", say.get(language)),
            _ => "Befund".to_owned(),
        });
    });

    view! {
        <a class="skip" href="#main" on:click=|event| { event.prevent_default(); browser::go_to("main"); }>
            {app.say(Say::SkipToContent)}
        </a>
        <Header/>
        <Busy/>
        <main id="main" tabindex="-1">
            <Alert/>
            {live(move || match view_now.get() {
                View::Start => view! { <StartView/> }.into_any(),
                View::Data => view! { <DataView/> }.into_any(),
                View::Findings => view! { <FindingsView/> }.into_any(),
                View::Explore => view! { <ExploreView/> }.into_any(),
            })}
        </main>
        <footer class="footer">
            <p>{app.say(Say::StaysHere)}</p>
            <p>"Befund " {env!("CARGO_PKG_VERSION")} " · MIT / Apache-2.0"</p>
        </footer>
        <div class="drop-anywhere" class:shown=over aria-hidden="true">
            <p>{app.say(Say::DropNow)}</p>
        </div>
        <p class="status" class:shown=move || app.status.get().is_some() role="status" aria-live="polite">
            <span>{app.told(app.status)}</span>
            {when(move || app.status.with(|said| *said == Some(Say::Added.text())), move || view! {
                <button type="button" class="quiet" data-testid="look" on:click=move |_| app.show_last()>
                    {app.say(Say::Look)}
                </button>
            })}
            {when(move || app.status.with(Option::is_some), move || view! {
                <button type="button" class="quiet" on:click=move |_| app.status.set(None)>
                    {app.say(Say::Close)}
                </button>
            })}
        </p>
        <p class="visually-hidden" role="status">{app.told(app.announced)}</p>
    }
}
