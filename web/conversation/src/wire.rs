//! What crosses the wall between page and worker, as [`crate::message`] has it. A call is a small array,
//! `[number, payload]`: bytes ask, a `File` is to be opened, as the bytes after it say and with the codebook after them, `true` is content with what is known,
//! nothing cancels. A `File` crosses as itself, so that the page never
//! holds its bytes. News are bytes alone.

use befund_survey::ReadOptions;

use befund_transfer::Plain;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::message::{News, Request};

/// From the page to the worker.
pub enum Call {
    /// Do this.
    Ask(u32, Request),
    /// Read this file and open it, with a codebook in a file of its own laid over it.
    Open(u32, web_sys::File, ReadOptions, Option<web_sys::File>),
    /// Answer that request with what is known so far.
    Settle(u32),
    /// Stop that request.
    Cancel(u32),
}

impl Call {
    /// The request it is about.
    pub fn number(&self) -> u32 {
        match self {
            Self::Ask(number, _)
            | Self::Open(number, ..)
            | Self::Settle(number)
            | Self::Cancel(number) => *number,
        }
    }

    /// As it crosses.
    pub fn encode(&self) -> JsValue {
        let number = self.number();
        let payload = match self {
            Self::Ask(_, request) => across(&befund_transfer::bytes(request)),
            Self::Open(_, file, options, codebook) => {
                let options = across(&befund_transfer::bytes(options));
                let codebook = codebook.as_ref().map_or(JsValue::NULL, JsValue::from);
                return Array::of4(&number.into(), file, &options, &codebook).into();
            }
            Self::Settle(_) => JsValue::TRUE,
            Self::Cancel(_) => JsValue::NULL,
        };
        Array::of2(&number.into(), &payload).into()
    }

    /// As the worker reads it.
    pub fn decode(message: &JsValue) -> Option<Self> {
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
            Ok(file) => {
                let codebook = message.get(3).dyn_into().ok();
                Some(Self::Open(number, file, back(&message.get(2))?, codebook))
            }
            Err(bytes) => Some(Self::Ask(number, back(&bytes)?)),
        }
    }
}

impl News {
    /// As they cross.
    pub fn encode(&self) -> JsValue {
        across(&befund_transfer::bytes(self))
    }

    /// As the page reads them.
    pub fn decode(message: &JsValue) -> Option<Self> {
        back(message)
    }
}

fn across(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn back<T: Plain>(message: &JsValue) -> Option<T> {
    let bytes: &Uint8Array = message.dyn_ref()?;
    befund_transfer::value(&bytes.to_vec())
}
