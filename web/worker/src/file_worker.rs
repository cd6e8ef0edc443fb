//! Every file is read or written in a worker of its own that ends with it, so that its memory comes back, that it can be stopped at
//! once, and that a reader that dies takes nothing with it. Here is the engine's side: it starts that worker, hears how far it is, and
//! takes over what was read. What the worker does is in [`crate::files`].

use befund_survey::Text;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ErrorEvent, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

/// The buffers of a dataset in an order; they are handed over and not copied.
fn buffers(order: &JsValue) -> Array {
    let dataset = order.dyn_ref::<Array>().map(|order| order.get(1));
    let dataset = dataset.and_then(|dataset| dataset.dyn_into::<Array>().ok());
    let views = dataset.unwrap_or_default();
    let buffers = views
        .iter()
        .filter_map(|view| Reflect::get(&view, &"buffer".into()).ok());
    buffers.filter(JsValue::is_object).collect()
}

/// What the worker of a file came to.
pub(crate) enum Told {
    /// What it read.
    Read(Array),
    /// Why the file cannot be read.
    Failed(Text),
    /// The browser does not give the file's bytes.
    Unreadable,
    /// It died of this.
    Died(String),
    /// It was stopped.
    Cancelled,
}

/// A value that comes later, and the function that says that it is there.
pub(crate) struct Later {
    /// The promise.
    pub(crate) promise: Promise,
    /// Keeps it; more than once changes nothing.
    pub(crate) keep: Function,
}

impl Later {
    /// Something that has not come yet.
    pub(crate) fn new() -> Self {
        let mut kept = None;
        let promise = Promise::new(&mut |keep, _| kept = Some(keep));
        Self {
            promise,
            // A promise calls back before it is made.
            keep: kept.unwrap_or_default(),
        }
    }

    /// Says that it is there.
    pub(crate) fn keep(&self, value: &JsValue) {
        // Keeping a promise cannot fail.
        let _ = self.keep.call1(&JsValue::NULL, value);
    }
}

/// What workers run: this compiled module, and the script that starts it.
pub(crate) struct Program {
    /// The module.
    pub(crate) module: JsValue,
    /// The script.
    pub(crate) script: Blob,
}

impl Program {
    /// Has a worker do an order, `[file, options, codebook]`, `[study]` or `[format, [language, dataset]]`; `progress` hears how many
    /// bytes were read, `stop` is kept to stop it.
    pub(crate) async fn work(
        &self,
        order: &Array,
        stop: &Promise,
        progress: impl Fn(f64) + 'static,
    ) -> Told {
        match self.start() {
            Ok(worker) => {
                let told = listen(&worker, &self.module, order, stop, progress).await;
                worker.terminate();
                told
            }
            Err(error) => Told::Died(format!("{error:?}")),
        }
    }

    fn start(&self) -> Result<Worker, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let address = Url::create_object_url_with_blob(&self.script)?;
        Worker::new_with_options(&address, &options)
    }
}

async fn listen(
    worker: &Worker,
    module: &JsValue,
    order: &Array,
    stop: &Promise,
    progress: impl Fn(f64) + 'static,
) -> Told {
    let done = Later::new();
    let keep = done.keep.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        match data.as_f64() {
            Some(read) => progress(read),
            // Keeping a promise cannot fail; the worker's answer is never undefined.
            None => drop(keep.call1(&JsValue::NULL, &Array::of1(&data))),
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let keep = done.keep.clone();
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
        event.prevent_default();
        let reason = Array::of1(&event.message().into());
        drop(keep.call1(&JsValue::NULL, &reason));
    });
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

    let message = Array::of4(module, &order.get(0), &order.get(1), &order.get(2));
    if let Err(error) = worker.post_message_with_transfer(&message, &buffers(&order.get(1))) {
        return Told::Died(format!("{error:?}"));
    }
    let end = JsFuture::from(Promise::race(&Array::of2(&done.promise, stop))).await;
    let Ok(Ok(end)) = end.map(JsCast::dyn_into::<Array>) else {
        return Told::Cancelled;
    };
    let end = match end.get(0).dyn_into::<Array>() {
        Ok(read) => return Told::Read(read),
        Err(other) => other,
    };
    if end.is_null() {
        return Told::Unreadable;
    }
    match end.dyn_ref::<Uint8Array>() {
        Some(bytes) => befund_transfer::value(&bytes.to_vec()).map_or_else(
            || Told::Died("an unreadable problem".to_owned()),
            Told::Failed,
        ),
        None => Told::Died(end.as_string().unwrap_or_default()),
    }
}
