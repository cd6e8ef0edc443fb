//! The page's side of the conversation with the worker. It knows which request each answer belongs to, and when the
//! worker dies it says so and starts another.

use std::cell::RefCell;
use std::rc::Rc;

use befund_engine::message::Progress;
use befund_survey::ReadOptions;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::message::{News, Reply, Request};
use crate::state::Task;
use crate::wire::Call;

/// What the page hears.
pub(crate) enum Heard {
    /// So far has the task of the moment come.
    Progress(Progress),
    /// The task is done.
    Reply(Task, Reply),
    /// The worker died, for this reason; all tasks under way are lost with what was open.
    Died(String),
}

/// The conversation.
#[derive(Clone)]
pub(crate) struct Client(Rc<Inner>);

struct Inner {
    line: RefCell<Line>,
    heard: Box<dyn Fn(Heard)>,
}

/// What is done with an answer.
type Then = Box<dyn FnOnce(Reply)>;

/// The line to the worker of the moment.
#[derive(Default)]
struct Line {
    worker: Option<Worker>,
    ready: bool,
    /// Called before the worker listened.
    held: Vec<JsValue>,
    /// Asked and not answered, the oldest first.
    under_way: Vec<(u32, Task)>,
    /// Waiting for a text.
    waiting: Vec<(u32, Then)>,
    last: u32,
}

impl Line {
    fn is_under_way(&self, number: u32) -> bool {
        self.under_way.iter().any(|(known, _)| *known == number)
    }

    /// Strikes a request off; gives what waited for its answer.
    fn end(&mut self, number: u32) -> (Option<Task>, Option<Then>) {
        let task = self
            .under_way
            .iter()
            .position(|(known, _)| *known == number);
        let then = self.waiting.iter().position(|(known, _)| *known == number);
        (
            task.map(|place| self.under_way.remove(place).1),
            then.map(|place| self.waiting.remove(place).1),
        )
    }
}

impl Client {
    /// Starts the first worker; `heard` is told everything from now on.
    pub(crate) fn start(heard: impl Fn(Heard) + 'static) -> Self {
        let client = Self(Rc::new(Inner {
            line: RefCell::default(),
            heard: Box::new(heard),
        }));
        client.start_worker();
        client
    }

    /// Asks the engine for something.
    pub(crate) fn ask(&self, task: Task, request: Request) {
        let number = self.begin(task);
        self.call(&Call::Ask(number, request));
    }

    /// Asks for something small besides the tasks; `then` gets the answer, unless the worker dies.
    pub(crate) fn fetch(&self, request: Request, then: impl FnOnce(Reply) + 'static) {
        let number = self.next();
        let mut line = self.0.line.borrow_mut();
        line.waiting.push((number, Box::new(then)));
        drop(line);
        self.call(&Call::Ask(number, request));
    }

    /// Has a file read and opened.
    pub(crate) fn open(
        &self,
        task: Task,
        file: web_sys::File,
        options: ReadOptions,
        codebook: Option<web_sys::File>,
    ) {
        let number = self.begin(task);
        self.call(&Call::Open(number, file, options, codebook));
    }

    /// Stops the tasks under way that `which` picks. The worker confirms each with [`Reply::Cancelled`].
    pub(crate) fn cancel(&self, which: impl Fn(&Task) -> bool) {
        let numbers: Vec<u32> = {
            let line = self.0.line.borrow();
            line.under_way
                .iter()
                .filter(|(_, task)| which(task))
                .map(|(number, _)| *number)
                .collect()
        };
        for number in numbers {
            self.call(&Call::Cancel(number));
        }
    }

    /// Has the oldest task under way end with what is known so far.
    pub(crate) fn settle(&self) {
        let first = self.0.line.borrow().under_way.first().map(|first| first.0);
        if let Some(number) = first {
            self.call(&Call::Settle(number));
        }
    }

    /// The tasks under way, the oldest first.
    pub(crate) fn under_way(&self) -> Vec<Task> {
        let line = self.0.line.borrow();
        line.under_way
            .iter()
            .map(|(_, task)| task.clone())
            .collect()
    }

    fn begin(&self, task: Task) -> u32 {
        let number = self.next();
        self.0.line.borrow_mut().under_way.push((number, task));
        number
    }

    fn next(&self) -> u32 {
        if self.0.line.borrow().worker.is_none() {
            self.start_worker();
        }
        let mut line = self.0.line.borrow_mut();
        line.last += 1;
        line.last
    }

    fn call(&self, call: &Call) {
        let message = call.encode();
        let mut line = self.0.line.borrow_mut();
        let failed = match &line.worker {
            Some(worker) if line.ready => worker.post_message(&message).err(),
            _ => {
                line.held.push(message);
                None
            }
        };
        drop(line);
        if let Some(error) = failed {
            self.lose(describe(&error));
        }
    }

    fn start_worker(&self) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = match Worker::new_with_options("./worker.js", &options) {
            Ok(worker) => worker,
            Err(error) => return self.lose(describe(&error)),
        };

        // A worker lives as long as the page or until it dies, so its two listeners may live as long as the page.
        let client = self.clone();
        let on_message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match News::decode(
                &event.data(),
            ) {
                Some(news) => client.receive(news),
                None => client.lose("unreadable news".to_owned()),
            });
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let client = self.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            client.lose(event.message());
        });
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));

        // The compiled module of this page: the worker needs no second download.
        let posted = worker.post_message(&wasm_bindgen::module());
        let mut line = self.0.line.borrow_mut();
        line.ready = false;
        line.worker = Some(worker);
        drop(line);
        if let Err(error) = posted {
            return self.lose(describe(&error));
        }
        spawn_local(self.clone().hand_files());
    }

    /// Hands the worker the module that reads files, as soon as it has come (`web/assets/boot.js`).
    async fn hand_files(self) {
        let coming = Reflect::get(&js_sys::global(), &"befundFiles".into());
        let files = match coming.and_then(JsCast::dyn_into::<Promise>) {
            Ok(coming) => JsFuture::from(coming).await,
            Err(error) => Err(error),
        };
        let files = files.unwrap_or_else(|error| describe(&error).into());
        self.call(&Call::Files(files));
    }

    fn receive(&self, news: News) {
        match news {
            News::Ready => {
                let mut line = self.0.line.borrow_mut();
                line.ready = true;
                let held = std::mem::take(&mut line.held);
                let worker = line.worker.clone();
                drop(line);
                let failed = worker.and_then(|worker| {
                    held.iter()
                        .find_map(|message| worker.post_message(message).err())
                });
                if let Some(error) = failed {
                    self.lose(describe(&error));
                }
            }
            News::Progress { number, progress } => {
                if self.0.line.borrow().is_under_way(number) {
                    (self.0.heard)(Heard::Progress(progress));
                }
            }
            News::Answer { number, reply } => {
                let (task, then) = self.0.line.borrow_mut().end(number);
                if let Some(task) = task {
                    (self.0.heard)(Heard::Reply(task, reply));
                } else if let Some(then) = then {
                    then(reply);
                }
            }
            News::Dying { reason } => self.lose(reason),
        }
    }

    /// Gives the worker up, tells the page, and starts another unless this one never came to listen.
    fn lose(&self, reason: String) {
        let mut line = self.0.line.borrow_mut();
        let Some(worker) = line.worker.take() else {
            return;
        };
        worker.set_onmessage(None);
        worker.set_onerror(None);
        worker.terminate();
        let had_listened = line.ready;
        line.ready = false;
        line.held.clear();
        line.under_way.clear();
        let waiting = std::mem::take(&mut line.waiting);
        drop(line);
        drop(waiting);
        if had_listened {
            self.start_worker();
        }
        (self.0.heard)(Heard::Died(reason));
    }
}

fn describe(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| error.message().into())
}
