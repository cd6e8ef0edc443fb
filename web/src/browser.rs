//! What the app asks of the browser: its address, its language, its clipboard, its downloads.

use befund_survey::Language;
use js_sys::{Array, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, ClipboardItem, DataTransfer, File, FileList,
    HtmlAnchorElement, HtmlCanvasElement, HtmlElement, HtmlImageElement, Url,
};

use crate::place::{Place, language_of};

/// Where the address says the reader is.
pub(crate) fn place() -> Place {
    Place::parse(&window().location().hash().unwrap_or_default())
}

/// Writes the place into the address; as a new step of the history, or in place of the last one.
pub(crate) fn show_place(place: Place, step: Step) {
    let hash = place.hash();
    if window().location().hash().is_ok_and(|now| now == hash) {
        return;
    }
    let history = window().history();
    // A page that may not write its history still works; the address then stays as it was.
    let _ = history.and_then(|history| match step {
        Step::New => history.push_state_with_url(&JsValue::NULL, "", Some(&hash)),
        Step::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&hash)),
    });
}

/// How a change of the address stands in the history.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// The back button returns from it.
    New,
    /// It takes the place of the last one.
    Same,
}

/// The language the browser prefers.
pub(crate) fn language() -> Language {
    language_of(&window().navigator().language().unwrap_or_default())
}

/// Marks the language of the page, for screen readers, hyphenation and quotes.
pub(crate) fn set_language(language: Language) {
    set_root_attribute(
        "lang",
        match language {
            Language::De => "de",
            Language::En => "en",
        },
    );
}

/// Sets an attribute of the root element.
pub(crate) fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // The names are ours and valid.
        let _ = root.set_attribute(name, value);
    }
}

/// Takes the words away that stood there while the app was loading.
pub(crate) fn remove_boot() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Scrolls to an element and puts the focus on it.
pub(crate) fn go_to(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        if let Some(element) = element.dyn_ref::<HtmlElement>() {
            // An element that takes no focus stays without it.
            let _ = element.focus();
        }
    }
}

/// Scrolls as little as is needed to see an element.
pub(crate) fn reveal(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The name of the element that has the focus.
pub(crate) fn focused() -> Option<String> {
    let id = document().active_element()?.id();
    (!id.is_empty()).then_some(id)
}

/// Puts the focus on an element, where it still is.
pub(crate) fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that takes no focus stays without it.
        let _ = element.focus();
    }
}

/// Puts the focus on an element, where what had it is gone.
pub(crate) fn focus_if_lost(id: &str) {
    let holder = document().active_element();
    if holder.is_none_or(|holder| holder.tag_name() == "BODY") {
        focus(id);
    }
}

/// Upper and lower edge of an element in the window.
pub(crate) fn edges(id: &str) -> Option<(f64, f64)> {
    let place = document().get_element_by_id(id)?.get_bounding_client_rect();
    Some((place.top(), place.bottom()))
}

/// Scrolls so that an element begins that far below the upper edge of the window.
pub(crate) fn scroll_so_that(id: &str, top: f64) {
    if let Some((now, _)) = edges(id) {
        window().scroll_by_with_x_and_y(0.0, now - top);
    }
}

/// Whether the page has not been scrolled.
pub(crate) fn is_at_top() -> bool {
    window().scroll_y().is_ok_and(|y| y < 1.0)
}

/// Makes a step of the history on this page, from which the back button returns to the place of now.
pub(crate) fn mark_step() {
    // Where the history may not be written, back leads to the view before, as it did.
    let _ = window()
        .history()
        .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", None));
}

/// Asks the reader; where nothing can be asked, nothing is done.
pub(crate) fn confirm(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(false)
}

/// Starts at the top of the page, as on a new one.
pub(crate) fn go_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// The width an element has on the page, in CSS pixels.
pub(crate) fn inner_width(id: &str) -> Option<f64> {
    let element = document().get_element_by_id(id)?;
    Some(f64::from(element.client_width())).filter(|width| *width > 0.0)
}

/// The width of the window, in CSS pixels.
pub(crate) fn window_width() -> f64 {
    window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .unwrap_or(1024.0)
}

/// Opens the browser's print dialogue.
pub(crate) fn print() {
    // Where there is no dialogue, nothing happens.
    let _ = window().print();
}

/// The files of a list.
pub(crate) fn files(list: Option<FileList>) -> Vec<File> {
    list.map(|list| {
        (0..list.length())
            .filter_map(|place| list.get(place))
            .collect()
    })
    .unwrap_or_default()
}

/// The files of a drop.
pub(crate) fn dropped_files(transfer: Option<DataTransfer>) -> Vec<File> {
    files(transfer.and_then(|transfer| transfer.files()))
}

/// Whether a drag carries files rather than a piece of the page.
pub(crate) fn carries_files(transfer: Option<&DataTransfer>) -> bool {
    transfer.is_some_and(|transfer| transfer.types().includes(&"Files".into(), 0))
}

/// Saves a text that is still to come as a file of the reader's machine, of the kind that its name says.
pub(crate) async fn save(name: String, text: Promise) -> Result<(), JsValue> {
    let text = JsFuture::from(text).await?.as_string().unwrap_or_default();
    let media_type = match name.rsplit_once('.') {
        Some((_, "csv")) => "text/csv",
        Some((_, "svg")) => "image/svg+xml",
        Some((_, "png")) => return save_png(name, &text).await,
        _ => "text/html",
    };
    save_blob(&name, &blob(media_type, &text)?)
}

/// Saves bytes as a file of the reader's machine.
pub(crate) fn save_bytes(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let parts = Array::of1(&js_sys::Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    save_blob(name, &blob)
}

fn blob(media_type: &str, text: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
}

fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // The browser has taken the blob over once the click is through.
    Url::revoke_object_url(&address)
}

/// Puts a text on the clipboard that is still to come. Some browsers take nothing once the click is over but the promise of
/// it, others know no such promise.
pub(crate) fn copy(text: Promise) -> Result<Promise, JsValue> {
    let navigator = window().navigator();
    if Reflect::get(&navigator, &"clipboard".into())?.is_undefined() {
        return Err("no clipboard".into());
    }
    let clipboard = navigator.clipboard();
    if Reflect::get(&window(), &"ClipboardItem".into())?.is_undefined() {
        return Ok(future_to_promise(async move {
            let text = JsFuture::from(text).await?.as_string();
            JsFuture::from(clipboard.write_text(&text.unwrap_or_default())).await
        }));
    }
    let promised = future_to_promise(async move {
        let text = JsFuture::from(text).await?.as_string();
        Ok(blob("text/plain", &text.unwrap_or_default())?.into())
    });
    let item = Object::new();
    Reflect::set(&item, &"text/plain".into(), &promised)?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&item)?;
    Ok(clipboard.write(&Array::of1(&item)))
}

/// An SVG with the typeface of the page in it: a picture reaches for nothing outside itself.
fn with_typeface(svg: &str) -> String {
    let typeface = Reflect::get(&window(), &"befundTypeface".into());
    match typeface.ok().and_then(|address| address.as_string()) {
        Some(address) => svg.replacen(
            "</svg>",
            &format!(
                "<style>@font-face{{font-family:'Source Sans 3';font-weight:200 900;src:url({address})}}</style></svg>"
            ),
            1,
        ),
        None => svg.to_owned(),
    }
}

/// Draws an SVG at twice its size and saves it as PNG.
async fn save_png(name: String, svg: &str) -> Result<(), JsValue> {
    const SCALE: u32 = 2;
    let address = Url::create_object_url_with_blob(&blob("image/svg+xml", &with_typeface(svg))?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let drawn = JsFuture::from(image.decode()).await;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(image.natural_width() * SCALE);
    canvas.set_height(image.natural_height() * SCALE);
    let pen: CanvasRenderingContext2d = canvas
        .get_context("2d")?
        .ok_or("no canvas")?
        .unchecked_into();
    drawn?;
    pen.draw_image_with_html_image_element_and_dw_and_dh(
        &image,
        0.0,
        0.0,
        f64::from(canvas.width()),
        f64::from(canvas.height()),
    )?;
    Url::revoke_object_url(&address)?;
    let saved = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            // The reader sees that no file came; there is nobody else to tell.
            let _ = save_blob(&name, &blob);
        }
    });
    canvas.to_blob(saved.unchecked_ref())
}
