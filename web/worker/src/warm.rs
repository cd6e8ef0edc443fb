//! What a worker does that was started before anyone waits: see [`befund_formats::warm_up`].

use befund_conversation::message::Request;
use befund_engine::Engine;
use wasm_bindgen::prelude::*;

use crate::press::{Order, Press};

/// Reads an invented file and reports on the demo study, for nobody.
#[wasm_bindgen]
pub fn warm_up() {
    befund_formats::warm_up();
    let (mut press, mut engine) = (Press::default(), Engine::new());
    for request in [Request::Demo, Request::Report] {
        if let Order::Engine(asked, spec) = press.order(&request) {
            let reply = engine.handle(asked, &mut |_| {});
            press.take(&request, spec, reply, &engine);
        }
    }
}
