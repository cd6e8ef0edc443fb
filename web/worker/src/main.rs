//! The module that both kinds of workers of the page run, each in an instance of its own (`web/assets/worker.js`). In the one that
//! lives as long as the tab the engine works, at its [`desk`]: it answers the page, prints what was found ([`press`]) and knows what
//! changes an analysis ([`controls`]). Every file is read or written in another one that ends with it ([`file_worker`], [`files`]), so
//! that its memory comes back; what was read crosses as `befund-transfer` has it ([`crossing`]). One more has the browser compile the module in
//! full while nobody waits ([`warm`]).
//!
//! Invariants: no request to the network; a worker of a file keeps nothing from one file to the next; only `befund-report`, which
//! escapes labels, writes markup.

mod controls;
mod crossing;
mod desk;
mod file_worker;
mod files;
mod messages;
mod picture;
mod press;
mod warm;

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        // The worker of a file tells the engine; this instance is never used again.
        wasm_bindgen::throw_str(&panic.to_string());
    }));
}
