//! What crosses the wall between page and worker, as [`crate::message`] has it. A call is a small array,
//! `[number, payload]`: bytes ask, a `File` is to be opened, `true` is content with what is known, nothing cancels. A `File` crosses as itself, so that the page
//! never holds its bytes. News are bytes alone.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::message::{News, Request};
use crate::plain;

/// From the page to the worker.
pub(crate) enum Call {
    /// Do this.
    Ask(u32, Request),
    /// Read this file and open it.
    Open(u32, web_sys::File),
    /// Answer that request with what is known so far.
    Settle(u32),
    /// Stop that request.
    Cancel(u32),
}

impl Call {
    /// As it crosses.
    pub(crate) fn encode(&self) -> JsValue {
        let (number, payload) = match self {
            Self::Ask(number, request) => (number, across(&plain::bytes(request))),
            Self::Open(number, file) => (number, file.into()),
            Self::Settle(number) => (number, JsValue::TRUE),
            Self::Cancel(number) => (number, JsValue::NULL),
        };
        Array::of2(&(*number).into(), &payload).into()
    }

    /// As the worker reads it.
    pub(crate) fn decode(message: &JsValue) -> Option<Self> {
        let message: &Array = message.dyn_ref()?;
        // Numbers come from our own counter and stay far below 2^32.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let number = message.get(0).as_f64()? as u32;
        let payload = message.get(1);
        if payload.is_null() {
            return Some(Self::Cancel(number));
        }
        if payload.as_bool() == Some(true) {
            return Some(Self::Settle(number));
        }
        match payload.dyn_into() {
            Ok(file) => Some(Self::Open(number, file)),
            Err(bytes) => Some(Self::Ask(number, back(&bytes)?)),
        }
    }
}

impl News {
    /// As they cross.
    pub(crate) fn encode(&self) -> JsValue {
        across(&plain::bytes(self))
    }

    /// As the page reads them.
    pub(crate) fn decode(message: &JsValue) -> Option<Self> {
        back(message)
    }
}

fn across(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn back<T: plain::Plain>(message: &JsValue) -> Option<T> {
    let bytes: &Uint8Array = message.dyn_ref()?;
    plain::value(&bytes.to_vec())
}
