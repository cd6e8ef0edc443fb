//! What crosses the wall between page and worker: one message each way, with the number of the request it belongs to.
//!
//! A message is a small array, `[word, number, payload]`; the word is that of the request or reply, and the payload its
//! plain object as [`befund_engine::message`] has it. A `File` crosses as itself, so that the page never holds the bytes.
//! The words stand here and not in a tagged enum, because serde would compile a second reader of every type for it, a
//! tenth of what the browser loads.

use befund_engine::message::{Progress, Reply, Request};
use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
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

/// Reads by way of a JSON value, because studies are read from one too: a second reader of every type would be loaded.
fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    let json: Json = serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())?;
    serde_json::from_value(json).map_err(|error| error.to_string())
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
            Self::Ask(number, request) => {
                let (word, payload) = encode_request(request)?;
                array(word, *number, payload)
            }
            Self::Open(number, file) => array("open", *number, file.into()),
            Self::Cancel(number) => array("cancel", *number, JsValue::NULL),
        })
    }

    /// As the worker reads it.
    pub(crate) fn decode(message: &JsValue) -> Result<Self, String> {
        let (word, number, payload) = parts(message).ok_or("no message")?;
        match word.as_str() {
            "open" => payload
                .dyn_into()
                .map(|file| Self::Open(number, file))
                .map_err(|_| "no file".to_owned()),
            "cancel" => Ok(Self::Cancel(number)),
            word => Ok(Self::Ask(number, decode_request(word, payload)?)),
        }
    }
}

fn encode_request(request: &Request) -> Result<(&'static str, JsValue), String> {
    Ok(match request {
        Request::Demo => ("demo", JsValue::NULL),
        Request::Open { name, .. } => return Err(format!("{name} must cross as a file")),
        Request::OpenStudy { json } => ("study", json.into()),
        Request::Describe { data } => ("describe", data.into()),
        Request::Overrule { data, variable } => ("overrule", to_js(&(data, variable))?),
        Request::Suggest { data, variables } => ("suggest", to_js(&(data, variables))?),
        Request::Analyse { spec } => ("analyse", to_js(spec)?),
        Request::Report => ("report", JsValue::NULL),
    })
}

fn decode_request(word: &str, payload: JsValue) -> Result<Request, String> {
    Ok(match word {
        "demo" => Request::Demo,
        "study" => Request::OpenStudy {
            json: from_js(payload)?,
        },
        "describe" => Request::Describe {
            data: from_js(payload)?,
        },
        "overrule" => {
            let (data, variable) = from_js(payload)?;
            Request::Overrule { data, variable }
        }
        "suggest" => {
            let (data, variables) = from_js(payload)?;
            Request::Suggest { data, variables }
        }
        "analyse" => Request::Analyse {
            spec: from_js(payload)?,
        },
        "report" => Request::Report,
        _ => return Err(word.to_owned()),
    })
}

impl News {
    /// As it crosses.
    pub(crate) fn encode(&self) -> Result<JsValue, String> {
        Ok(match self {
            Self::Ready => array("ready", 0, JsValue::NULL),
            Self::Progress(number, progress) => array("progress", *number, to_js(progress)?),
            Self::Reply(number, reply) => {
                let (word, payload) = encode_reply(reply)?;
                array(word, *number, payload)
            }
            Self::Dying(reason) => array("dying", 0, reason.into()),
        })
    }

    /// As the page reads it.
    pub(crate) fn decode(message: &JsValue) -> Result<Self, String> {
        let (word, number, payload) = parts(message).ok_or("no message")?;
        match word.as_str() {
            "ready" => Ok(Self::Ready),
            "progress" => Ok(Self::Progress(number, from_js(payload)?)),
            "dying" => Ok(Self::Dying(payload.as_string().unwrap_or_default())),
            word => Ok(Self::Reply(number, decode_reply(word, payload)?)),
        }
    }
}

fn encode_reply(reply: &Reply) -> Result<(&'static str, JsValue), String> {
    Ok(match reply {
        Reply::Opened(overview) => ("opened", to_js(overview)?),
        Reply::Described(description) => ("described", to_js(description)?),
        Reply::Suggested(specs) => ("suggested", to_js(specs)?),
        Reply::Found(finding) => ("found", to_js(finding)?),
        Reply::Report(outcomes) => ("report", to_js(outcomes)?),
        Reply::Failed(problem) => ("failed", to_js(problem)?),
        Reply::Cancelled => ("cancelled", JsValue::NULL),
    })
}

fn decode_reply(word: &str, payload: JsValue) -> Result<Reply, String> {
    Ok(match word {
        "opened" => Reply::Opened(from_js(payload)?),
        "described" => Reply::Described(from_js(payload)?),
        "suggested" => Reply::Suggested(from_js(payload)?),
        "found" => Reply::Found(from_js(payload)?),
        "report" => Reply::Report(from_js(payload)?),
        "failed" => Reply::Failed(from_js(payload)?),
        "cancelled" => Reply::Cancelled,
        _ => return Err(word.to_owned()),
    })
}
