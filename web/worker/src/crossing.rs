//! How a dataset crosses between the engine's worker and that of a file: an array of the head and the buffers, as `befund-transfer`
//! has them.

use befund_survey::dataset::Dataset;
use befund_survey::{FileRead, HowRead, Remark};
use befund_transfer::{Buffer, Part, parcel};
use js_sys::{Array, Float64Array, Reflect, Uint8Array, Uint16Array, Uint32Array};
use wasm_bindgen::prelude::*;

/// Bytes beyond which the memory of the worker that sent them is waited for.
const LARGE: u32 = 1 << 26;

/// Whether what crosses is so large that it should not be taken over before its worker has given its memory back.
pub(crate) fn is_large(parts: &Array) -> bool {
    let length = |part| Reflect::get(&part, &"byteLength".into()).ok()?.as_f64();
    parts.iter().filter_map(length).sum::<f64>() > f64::from(LARGE)
}

/// A dataset with what is to be said about how it was read, as it crosses.
pub(crate) fn leaving(data: &Dataset, remarks: &[Remark], how: &HowRead) -> Array {
    let head = parcel::head(data, remarks, how);
    let parts = Array::of1(&Uint8Array::from(head.as_slice()));
    parcel::send(data, &mut |part| {
        parts.push(&match part {
            Part::Bytes(bytes) => Uint8Array::from(bytes).into(),
            Part::Shorts(shorts) => Uint16Array::from(shorts).into(),
            Part::Doubles(doubles) => Float64Array::from(doubles).into(),
            Part::Ends(ends) => {
                // A module knows 32 bits only.
                #[allow(clippy::cast_possible_truncation)]
                let ends: Vec<u32> = ends.iter().map(|end| *end as u32).collect();
                JsValue::from(Uint32Array::from(ends.as_slice()))
            }
        });
    });
    parts
}

/// Takes over what has crossed, buffer by buffer, and empties the array.
pub(crate) fn arriving(parts: &Array) -> Option<FileRead> {
    let head = parts.shift().dyn_into::<Uint8Array>().ok()?.to_vec();
    parcel::receive(&head, &mut || {
        let buffer = parts.shift();
        if let Some(bytes) = buffer.dyn_ref::<Uint8Array>() {
            return Some(Buffer::Bytes(bytes.to_vec()));
        }
        if let Some(doubles) = buffer.dyn_ref::<Float64Array>() {
            return Some(Buffer::Doubles(doubles.to_vec()));
        }
        if let Some(shorts) = buffer.dyn_ref::<Uint16Array>() {
            return Some(Buffer::Shorts(shorts.to_vec()));
        }
        let ends = buffer.dyn_ref::<Uint32Array>()?.to_vec();
        Some(Buffer::Ends(
            ends.into_iter().map(|end| end as usize).collect(),
        ))
    })
}
