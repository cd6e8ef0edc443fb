//! The worker: the engine lives here, with the rows. It answers one request after the other, in steps, and between the
//! steps it listens, so that a request can be cancelled.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use befund_engine::message::{self as engine, Problem, Progress};
use befund_engine::{Engine, Step};
use befund_survey::ReadOptions;
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::message::{News, Reply, Request};
use crate::messages;
use crate::press::{Order, Press};
use crate::state::is_study;
use crate::wire::Call;

/// How long the worker may be deaf, in milliseconds.
const PATIENCE: f64 = 50.0;
/// How much of a file is read at once.
const SLICE: f64 = 4.0 * 1024.0 * 1024.0;

struct Desk {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    press: RefCell<Press>,
    queue: RefCell<VecDeque<Call>>,
    cancelled: RefCell<BTreeSet<u32>>,
    /// To be answered with what is known so far.
    settled: RefCell<BTreeSet<u32>>,
    busy: Cell<bool>,
}

/// Starts listening.
pub(crate) fn run(scope: DedicatedWorkerGlobalScope) {
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
    });
    let listener = Rc::clone(&desk);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        match Call::decode(&event.data()) {
            Some(Call::Cancel(number)) => {
                listener.cancelled.borrow_mut().insert(number);
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
            Some(Call::Ask(number, request)) => (number, desk.answer(number, request).await),
            Some(Call::Open(number, file)) if is_study(&file.name()) => {
                (number, desk.open_study(number, &file).await)
            }
            Some(Call::Open(number, file)) => (number, desk.open(number, &file).await),
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
            engine::Reply::Opened(overview) => self.press.borrow_mut().opened(overview),
            engine::Reply::Failed(problem) => failed(problem),
            _ => Reply::Cancelled,
        }
    }

    /// A study is a small document and read in one go.
    async fn open_study(&self, number: u32, file: &File) -> Reply {
        match read(file, 0.0, file.size()).await {
            Ok(bytes) => {
                let json = String::from_utf8_lossy(&bytes).into_owned();
                let request = engine::Request::OpenStudy { json };
                let reply = self.work(number, request).await;
                self.opened(reply)
            }
            Err(_) => unreadable(file),
        }
    }

    async fn open(&self, number: u32, file: &File) -> Reply {
        let size = file.size();
        // A file size is a whole number that f64 holds exactly.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let total = size as u64;
        let mut opening =
            self.engine
                .borrow_mut()
                .begin_open(&file.name(), total, ReadOptions::default());
        let mut start = 0.0;
        while start < size {
            if self.is_cancelled(number) {
                return Reply::Cancelled;
            }
            let end = (start + SLICE).min(size);
            let bytes = match read(file, start, end).await {
                Ok(bytes) => bytes,
                Err(_) => return unreadable(file),
            };
            if let Err(problem) = opening.feed(&bytes) {
                return failed(problem);
            }
            start = end;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let done = start as u64;
            let progress = Progress { done, total };
            self.post(&News::Progress { number, progress });
        }
        listen().await;
        if self.is_cancelled(number) {
            return Reply::Cancelled;
        }
        let reply = self.engine.borrow_mut().finish_open(opening);
        self.opened(reply)
    }
}

fn failed(problem: Problem) -> Reply {
    Reply::Failed {
        problem: problem.message,
    }
}

fn unreadable(file: &File) -> Reply {
    Reply::Failed {
        problem: messages::unreadable(&file.name()),
    }
}

/// The bytes from `start` to `end`.
async fn read(file: &File, start: f64, end: f64) -> Result<Vec<u8>, JsValue> {
    let slice = file.slice_with_f64_and_f64(start, end)?;
    let buffer: ArrayBuffer = JsFuture::from(slice.array_buffer()).await?.unchecked_into();
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Lets the messages in that have come meanwhile.
async fn listen() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let pause = Promise::new(&mut |resolve, _| {
        // Only a scope that is shutting down refuses a timer, and then nobody waits for this one.
        let _ = scope.set_timeout_with_callback(&resolve);
    });
    // This promise is only ever resolved.
    let _ = JsFuture::from(pause).await;
}
