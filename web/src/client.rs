//! The page's side of the conversation with the worker. It starts the worker as soon as its module has come
//! (`web/assets/boot.js`), and keeps until then what is asked of it. It knows which request each answer belongs to, and when the
//! worker dies it says so and starts another.

use std::cell::RefCell;
use std::rc::Rc;

use befund_survey::ReadOptions;
use befund_survey::analysis::Progress;
use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ErrorEvent, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use crate::state::Task;
use befund_conversation::message::{News, Reply, Request};
use befund_conversation::wire::Call;

/// What the page hears.
pub(crate) enum Heard {
    /// So far has the task of the moment come.
    Progress(Progress),
    /// The task is done.
    Reply(Task, Reply),
    /// The worker died, for this reason; all tasks under way are lost with what was open.
    Died(String),
    /// What the worker runs has not come, for this reason; nothing can be asked.
    Absent(String),
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

/// What the worker runs.
#[derive(Default)]
enum Program {
    /// It is on its way.
    #[default]
    Coming,
    /// The compiled module, then the script that starts it.
    Here(Array),
    /// It has not come, for this reason.
    Absent(String),
}

/// The line to the worker of the moment.
#[derive(Default)]
struct Line {
    program: Program,
    worker: Option<Worker>,
    ready: bool,
    /// Called before the worker listened.
    held: Vec<Call>,
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
    /// Starts the first worker as soon as its module is there; `heard` is told everything from now on.
    pub(crate) fn start(heard: impl Fn(Heard) + 'static) -> Self {
        let client = Self(Rc::new(Inner {
            line: RefCell::default(),
            heard: Box::new(heard),
        }));
        spawn_local(client.clone().begin_work());
        client
    }

    /// Asks the engine for something.
    pub(crate) fn ask(&self, task: Task, request: Request) {
        let number = self.begin(task);
        self.call(Call::Ask(number, request));
    }

    /// Asks for something small besides the tasks; `then` gets the answer, unless the worker dies.
    pub(crate) fn fetch(&self, request: Request, then: impl FnOnce(Reply) + 'static) {
        let number = self.next();
        let mut line = self.0.line.borrow_mut();
        line.waiting.push((number, Box::new(then)));
        drop(line);
        self.call(Call::Ask(number, request));
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
        self.call(Call::Open(number, file, options, codebook));
    }

    /// Stops the tasks under way that `which` picks. Each is answered with [`Reply::Cancelled`].
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
            let is_held = |call: &Call| call.number() == number;
            let held = self.0.line.borrow().held.iter().position(is_held);
            match held {
                // the worker has not heard of it
                Some(place) => {
                    self.0.line.borrow_mut().held.remove(place);
                    let reply = Reply::Cancelled;
                    self.receive(News::Answer { number, reply });
                }
                None => self.call(Call::Cancel(number)),
            }
        }
    }

    /// Has the oldest task under way end with what is known so far.
    pub(crate) fn settle(&self) {
        let first = self.0.line.borrow().under_way.first().map(|first| first.0);
        if let Some(number) = first {
            self.call(Call::Settle(number));
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

    fn call(&self, call: Call) {
        let mut line = self.0.line.borrow_mut();
        if let Program::Absent(reason) = &line.program {
            let reason = reason.clone();
            drop(line);
            return self.miss(reason);
        }
        let failed = match &line.worker {
            Some(worker) if line.ready => worker.post_message(&call.encode()).err(),
            _ => {
                line.held.push(call);
                None
            }
        };
        drop(line);
        if let Some(error) = failed {
            self.lose(describe(&error));
        }
    }

    /// Starts the first worker when its program has come.
    async fn begin_work(self) {
        let coming = Reflect::get(&js_sys::global(), &"befundWorker".into());
        let came = match coming.and_then(JsCast::dyn_into::<Promise>) {
            Ok(coming) => JsFuture::from(coming).await,
            Err(error) => Err(error),
        };
        match came.and_then(JsCast::dyn_into::<Array>) {
            Ok(program) => {
                self.0.line.borrow_mut().program = Program::Here(program);
                self.start_worker();
            }
            Err(error) => {
                let reason = describe(&error);
                self.0.line.borrow_mut().program = Program::Absent(reason.clone());
                self.miss(reason);
            }
        }
    }

    /// Starts a worker, if what it runs is there.
    fn start_worker(&self) {
        let program = match &self.0.line.borrow().program {
            Program::Here(program) => program.clone(),
            Program::Coming | Program::Absent(_) => return,
        };
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("engine");
        let address = Url::create_object_url_with_blob(&program.get(1).unchecked_into::<Blob>());
        let started = address.and_then(|address| Worker::new_with_options(&address, &options));
        let worker = match started {
            Ok(worker) => worker,
            Err(error) => {
                let reason = describe(&error);
                self.0.line.borrow_mut().program = Program::Absent(reason.clone());
                return self.miss(reason);
            }
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

        // The worker hands both on to those that read files.
        let posted = worker.post_message(&program);
        let mut line = self.0.line.borrow_mut();
        line.ready = false;
        line.worker = Some(worker);
        drop(line);
        if let Err(error) = posted {
            self.lose(describe(&error));
        }
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
                        .find_map(|call| worker.post_message(&call.encode()).err())
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

    /// Gives up what was asked of a worker that cannot be, and tells the page.
    fn miss(&self, reason: String) {
        let mut line = self.0.line.borrow_mut();
        line.held.clear();
        line.under_way.clear();
        let waiting = std::mem::take(&mut line.waiting);
        drop(line);
        drop(waiting);
        (self.0.heard)(Heard::Absent(reason));
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
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}
