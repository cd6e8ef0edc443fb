//! What crosses the wall between page and worker: one message each way, with the number of the request it belongs to.
//!
//! A message is a small array, `[word, number, payload]`. A `File` crosses as itself, so that the page never holds the
//! bytes; everything else crosses as the plain objects of [`befund_engine::message`].

use befund_engine::message::{Progress, Reply, Request};
use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

/// From the page to the worker.
pub(crate) enum Call {
    /// Do this.
    Ask(u32, Request),
    /// Read this file and open it.
    Open(u32, web_sys::File),
    /// Stop that request.
    Cancel(u32),
}

/// From the worker to the page.
pub(crate) enum News {
    /// The worker listens.
    Ready,
    /// So far has the request come.
    Progress(u32, Progress),
    /// The request is answered.
    Reply(u32, Reply),
    /// The worker is about to die of this.
    Dying(String),
}

fn array(word: &str, number: u32, payload: JsValue) -> JsValue {
    Array::of3(&word.into(), &number.into(), &payload).into()
}

fn to_js(value: &impl Serialize) -> Result<JsValue, String> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| error.to_string())
}

fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}

/// Word, number and payload of a message.
fn parts(message: &JsValue) -> Option<(String, u32, JsValue)> {
    let message: &Array = message.dyn_ref()?;
    // Numbers come from our own counter and stay far below 2^32.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = message.get(1).as_f64()? as u32;
    Some((message.get(0).as_string()?, number, message.get(2)))
}

impl Call {
    /// As it crosses.
    pub(crate) fn encode(&self) -> Result<JsValue, String> {
        Ok(match self {
            Self::Ask(number, request) => array("ask", *number, to_js(request)?),
            Self::Open(number, file) => array("open", *number, file.into()),
            Self::Cancel(number) => array("cancel", *number, JsValue::NULL),
        })
    }

    /// As the worker reads it.
    pub(crate) fn decode(message: &JsValue) -> Result<Self, String> {
        let (word, number, payload) = parts(message).ok_or("no message")?;
        match word.as_str() {
            "ask" => Ok(Self::Ask(number, from_js(payload)?)),
            "open" => payload
                .dyn_into()
                .map(|file| Self::Open(number, file))
                .map_err(|_| "no file".to_owned()),
            "cancel" => Ok(Self::Cancel(number)),
            _ => Err(word),
        }
    }
}

impl News {
    /// As it crosses.
    pub(crate) fn encode(&self) -> Result<JsValue, String> {
        Ok(match self {
            Self::Ready => array("ready", 0, JsValue::NULL),
            Self::Progress(number, progress) => array("progress", *number, to_js(progress)?),
            Self::Reply(number, reply) => array("reply", *number, to_js(reply)?),
            Self::Dying(reason) => array("dying", 0, reason.into()),
        })
    }

    /// As the page reads it.
    pub(crate) fn decode(message: &JsValue) -> Result<Self, String> {
        let (word, number, payload) = parts(message).ok_or("no message")?;
        match word.as_str() {
            "ready" => Ok(Self::Ready),
            "progress" => Ok(Self::Progress(number, from_js(payload)?)),
            "reply" => Ok(Self::Reply(number, from_js(payload)?)),
            "dying" => Ok(Self::Dying(payload.as_string().unwrap_or_default())),
            _ => Err(word),
        }
    }
}
