//! The desk of the engine, which lives here with the rows. It answers one request after the other, in steps, and between the
//! steps it listens, so that a request can be cancelled.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use befund_conversation::file::{is_codebook, is_study};
use befund_conversation::message::{Entry, Format, News, Reply, Request};
use befund_conversation::wire::Call;
use befund_engine::message::{self as engine, Problem, Progress};
use befund_engine::{Engine, Step, write_study};
use befund_survey::study::Study;
use befund_survey::{HowRead, Language, ReadOptions};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::crossing;
use crate::file_worker::{Later, Program, Told};
use crate::messages;
use crate::press::{Order, Press};

/// How long the worker may be deaf, in milliseconds.
const PATIENCE: f64 = 50.0;
/// How long a browser takes to give back the memory of a worker that has ended, in milliseconds.
const RETURN: i32 = 200;

struct Desk {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    press: RefCell<Press>,
    queue: RefCell<VecDeque<Call>>,
    cancelled: RefCell<BTreeSet<u32>>,
    /// To be answered with what is known so far.
    settled: RefCell<BTreeSet<u32>>,
    busy: Cell<bool>,
    /// Codebooks that the study names, and data files that wait for theirs.
    codebooks: RefCell<Vec<File>>,
    waiting: RefCell<Vec<(File, ReadOptions)>>,
    /// What the workers of files run.
    program: Program,
    /// Stops the reading of the moment: the request it belongs to, and what is kept to stop it.
    reading: RefCell<Option<(u32, Later)>>,
}

/// Starts listening, in the worker of the name `engine`; `module` and `script` are what it runs itself and what the workers of files
/// run.
#[wasm_bindgen]
pub fn serve(module: JsValue, script: Blob) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let last_words = scope.clone();
    std::panic::set_hook(Box::new(move |panic| {
        let reason = panic.to_string();
        // Nothing is left to be done where even this fails; the page hears of the abort that follows.
        let _ = last_words.post_message(&News::Dying { reason }.encode());
    }));

    let desk = Rc::new(Desk {
        scope: scope.clone(),
        engine: RefCell::new(Engine::new()),
        press: RefCell::default(),
        queue: RefCell::default(),
        cancelled: RefCell::default(),
        settled: RefCell::default(),
        busy: Cell::new(false),
        codebooks: RefCell::default(),
        waiting: RefCell::default(),
        program: Program { module, script },
        reading: RefCell::default(),
    });
    let listener = Rc::clone(&desk);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        match Call::decode(&event.data()) {
            Some(Call::Cancel(number)) => {
                listener.cancelled.borrow_mut().insert(number);
                listener.stop_reading(number);
            }
            Some(Call::Settle(number)) => {
                listener.settled.borrow_mut().insert(number);
            }
            Some(call) => {
                listener.queue.borrow_mut().push_back(call);
                if !listener.busy.replace(true) {
                    spawn_local(work(Rc::clone(&listener)));
                }
            }
            None => listener.post(&News::Dying {
                reason: "an unreadable call".to_owned(),
            }),
        }
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    desk.post(&News::Ready);
}

/// Answers until nothing is left to answer.
async fn work(desk: Rc<Desk>) {
    loop {
        let call = desk.queue.borrow_mut().pop_front();
        let (number, reply) = match call {
            None => break,
            Some(Call::Cancel(_) | Call::Settle(_)) => continue,
            Some(Call::Ask(
                number,
                Request::Export {
                    data,
                    format,
                    language,
                },
            )) => (number, desk.export(number, &data, format, language).await),
            Some(Call::Ask(number, Request::Save { entries })) => (number, desk.save(&entries)),
            Some(Call::Ask(number, request)) => (number, desk.answer(number, request).await),
            Some(Call::Open(number, file, ..)) if is_study(&file.name()) => {
                (number, desk.open_study(number, &file).await)
            }
            Some(Call::Open(number, file, options, codebook)) => {
                let reply = desk.take_in(number, file, options, codebook).await;
                (number, reply)
            }
        };
        desk.cancelled.borrow_mut().remove(&number);
        desk.settled.borrow_mut().remove(&number);
        desk.post(&News::Answer { number, reply });
    }
    desk.busy.set(false);
}

impl Desk {
    fn post(&self, news: &News) {
        if let Err(error) = self.scope.post_message(&news.encode()) {
            let reason = format!("{error:?}");
            // A short message may still cross where a long one does not.
            let _ = self.scope.post_message(&News::Dying { reason }.encode());
        }
    }

    fn is_cancelled(&self, number: u32) -> bool {
        self.cancelled.borrow().contains(&number)
    }

    async fn answer(&self, number: u32, request: Request) -> Reply {
        if self.is_cancelled(number) {
            return Reply::Cancelled;
        }
        let order = self.press.borrow_mut().order(&request);
        match order {
            Order::Answered(reply) => reply,
            Order::Engine(asked, spec) => {
                let reply = self.work(number, asked).await;
                let engine = self.engine.borrow();
                let mut press = self.press.borrow_mut();
                press.take(&request, spec, reply, &engine)
            }
        }
    }

    /// Has the engine do something, in steps.
    async fn work(&self, number: u32, request: engine::Request) -> engine::Reply {
        let mut job = self.engine.borrow_mut().start(request);
        loop {
            let begun = js_sys::Date::now();
            let progress = loop {
                match self.engine.borrow_mut().step(&mut job) {
                    Step::Done(reply) => return reply,
                    Step::Working(progress) if js_sys::Date::now() - begun > PATIENCE => {
                        break progress;
                    }
                    Step::Working(_) => {}
                }
            };
            self.post(&News::Progress { number, progress });
            listen().await;
            if self.is_cancelled(number) {
                return engine::Reply::Cancelled;
            }
            if self.settled.borrow_mut().remove(&number) {
                job.settle();
            }
        }
    }

    /// What was opened, as the page hears of it.
    fn opened(&self, reply: engine::Reply) -> Reply {
        match reply {
            engine::Reply::Opened(mut overview) => {
                // data that wait for their codebook are here already: what is missing is the codebook
                for (data, _) in self.waiting.borrow().iter() {
                    let Some(codebook) = self.engine.borrow().codebook_of(&data.name()).map(bare)
                    else {
                        continue;
                    };
                    let name = data.name();
                    overview.awaited.retain(|file| bare(file) != name);
                    overview.awaited.push(codebook);
                }
                self.press.borrow_mut().opened(overview)
            }
            engine::Reply::Failed(problem) => failed(problem),
            _ => Reply::Cancelled,
        }
    }

    async fn open_study(&self, number: u32, file: &File) -> Reply {
        let read = match self.read(number, &Array::of1(file), |_| {}).await {
            Told::Read(read) => read,
            other => return untold(&file.name(), other),
        };
        let document = read.shift().dyn_into::<Uint8Array>();
        let document = document.map(|bytes| bytes.to_vec()).unwrap_or_default();
        let study = match Study::from_json(&String::from_utf8_lossy(&document)) {
            Ok(study) => study,
            Err(error) => return failed(error.into()),
        };
        self.codebooks.borrow_mut().clear();
        self.waiting.borrow_mut().clear();
        let request = engine::Request::OpenStudy { study };
        let reply = self.work(number, request).await;
        self.opened(reply)
    }

    /// Opens a file with the codebook that the study names for it; one whose codebook has not come yet waits for it.
    async fn take_in(
        &self,
        number: u32,
        file: File,
        options: ReadOptions,
        codebook: Option<File>,
    ) -> Reply {
        let name = file.name();
        if self.engine.borrow().is_codebook(&name) {
            self.codebooks.borrow_mut().push(file.clone());
            return match self.waits_for(&name) {
                Some((data, options)) => self.open(number, &data, options, Some(file)).await,
                None => self.opened(engine::Reply::Opened(self.engine.borrow().overview())),
            };
        }
        if is_codebook(&name) {
            // it came with a study that does not speak of it, and is laid over the first of the data
            return self.opened(engine::Reply::Opened(self.engine.borrow().overview()));
        }
        let codebooks = self.codebooks.borrow().clone();
        let mut codebooks = codebooks.into_iter();
        let named = codebooks.find(|codebook| self.names_as_codebook(&file, &codebook.name()));
        let awaited = self.engine.borrow().codebook_of(&name).map(bare);
        match (named.or(codebook), awaited) {
            (None, Some(_)) => {
                self.waiting.borrow_mut().push((file, options));
                self.opened(engine::Reply::Opened(self.engine.borrow().overview()))
            }
            (codebook, _) => self.open(number, &file, options, codebook).await,
        }
    }

    /// The data file that waits for this codebook.
    fn waits_for(&self, codebook: &str) -> Option<(File, ReadOptions)> {
        let mut waiting = self.waiting.borrow_mut();
        let mut all = waiting.iter();
        let place = all.position(|(data, _)| self.names_as_codebook(data, codebook))?;
        Some(waiting.remove(place))
    }

    /// Whether the study names this codebook for a file.
    fn names_as_codebook(&self, data: &File, codebook: &str) -> bool {
        let engine = self.engine.borrow();
        let named = engine.codebook_of(&data.name()).map(bare);
        named.is_some_and(|named| named.eq_ignore_ascii_case(codebook))
    }

    /// What is open as a study document, with these findings as its report.
    fn save(&self, entries: &[Entry]) -> Reply {
        let mut study = self.engine.borrow().study();
        study.analyses = self.press.borrow().analyses(entries);
        Reply::Exported {
            bytes: write_study(&study).into_bytes(),
            notes: Vec::new(),
        }
    }

    async fn open(
        &self,
        number: u32,
        file: &File,
        options: ReadOptions,
        codebook: Option<File>,
    ) -> Reply {
        let name = file.name();
        // A file size is a whole number that f64 holds exactly.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let total = file.size() as u64;
        let options = self.engine.borrow().read_options(&name, options);
        let options = Uint8Array::from(befund_transfer::bytes(&options).as_slice());
        let codebook = codebook.map_or(JsValue::NULL, JsValue::from);
        let order = Array::of3(file, &options, &codebook);
        let scope = self.scope.clone();
        let progress = move |read: f64| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let done = read as u64;
            let progress = Progress { done, total };
            // Progress that does not cross is missed by nobody.
            let _ = scope.post_message(&News::Progress { number, progress }.encode());
        };
        let read = match self.read(number, &order, progress).await {
            Told::Read(read) => read,
            other => return untold(&name, other),
        };
        if crossing::is_large(&read) {
            pause(RETURN).await;
        }
        let Some(read) = crossing::arriving(&read) else {
            return untold(&name, Told::Died("unreadable buffers".to_owned()));
        };
        let reply = self.engine.borrow_mut().open(read);
        self.opened(reply)
    }

    /// Writes a dataset as a file of another program.
    async fn export(&self, number: u32, data: &str, format: Format, language: Language) -> Reply {
        let dataset = match self.engine.borrow_mut().dataset(data) {
            Ok(data) => crossing::leaving(data, &[], &HowRead::default()),
            Err(problem) => return failed(problem),
        };
        let language = match language {
            Language::De => "de",
            Language::En => "en",
        };
        let dataset = Array::of2(&language.into(), &dataset);
        let order = Array::of2(&format.ending().into(), &dataset);
        let written = match self.read(number, &order, |_| {}).await {
            Told::Read(written) => written,
            other => return untold("", other),
        };
        let next = || written.shift().dyn_into::<Uint8Array>();
        let bytes = next().map(|bytes| bytes.to_vec()).unwrap_or_default();
        let notes = next().ok();
        let notes = notes.and_then(|bytes| befund_transfer::value(&bytes.to_vec()));
        Reply::Exported {
            bytes,
            notes: notes.unwrap_or_default(),
        }
    }

    /// Has something read or written that can be stopped.
    async fn read(&self, number: u32, order: &Array, progress: impl Fn(f64) + 'static) -> Told {
        if self.is_cancelled(number) {
            return Told::Cancelled;
        }
        let later = Later::new();
        let stop = later.promise.clone();
        self.reading.replace(Some((number, later)));
        let told = self.program.work(order, &stop, progress).await;
        self.reading.replace(None);
        if self.is_cancelled(number) {
            return Told::Cancelled;
        }
        told
    }

    fn stop_reading(&self, number: u32) {
        if let Some((reading, stop)) = &*self.reading.borrow()
            && *reading == number
        {
            stop.keep(&JsValue::NULL);
        }
    }
}

/// A file without its folder.
fn bare(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next();
    name.unwrap_or(path).to_owned()
}

fn failed(problem: Problem) -> Reply {
    Reply::Failed {
        problem: problem.message,
    }
}

/// Why nothing was read.
fn untold(name: &str, told: Told) -> Reply {
    let problem = match told {
        Told::Failed(problem) => problem,
        Told::Unreadable => messages::unreadable(name),
        Told::Died(reason) => messages::reading_died(name, &reason),
        Told::Read(_) | Told::Cancelled => return Reply::Cancelled,
    };
    Reply::Failed { problem }
}

/// Lets the messages in that have come meanwhile.
async fn listen() {
    pause(0).await;
}

async fn pause(milliseconds: i32) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let pause = Promise::new(&mut |resolve, _| {
        // Only a scope that is shutting down refuses a timer, and then nobody waits for this one.
        let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    // This promise is only ever resolved.
    let _ = JsFuture::from(pause).await;
}
