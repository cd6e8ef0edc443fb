//! What a page calls: text goes in and out through memory, so that no glue is needed.

mod rankings;

use std::cell::RefCell;

use crate::{Opening, Survey, answer};

thread_local! {
    /// The next bytes of the file.
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// The file on its way in.
    static OPENING: RefCell<Option<Opening>> = const { RefCell::new(None) };
    /// The file as codes.
    static SURVEY: RefCell<Option<Survey>> = const { RefCell::new(None) };
    /// The last answer, as JSON.
    static OUTPUT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Has the browser compile in full what reads a file, in an instance that has time.
#[unsafe(no_mangle)]
pub extern "C" fn warm_up() {
    befund_formats::warm_up();
}

/// Room for that many bytes of the file; the page writes them there.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.resize(length, 0);
        input.as_mut_ptr()
    })
}

/// Reads the bytes that were written; with `first` they begin a file. 0 where they cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn feed(first: usize) -> usize {
    OPENING.with_borrow_mut(|opening| {
        if first > 0 {
            *opening = Some(Opening::new());
        }
        let read = opening
            .as_mut()
            .is_some_and(|opening| INPUT.with_borrow(|input| opening.feed(input).is_ok()));
        usize::from(read)
    })
}

/// Runs task number `task` of T1, T2a, T2, T3, T4, T5, T6, T7, T7m, T8; T1 takes the file that was fed. The length of the answer,
/// 0 where it failed.
#[unsafe(no_mangle)]
pub extern "C" fn run(task: usize) -> usize {
    let names = ["T1", "T2a", "T2", "T3", "T4", "T5", "T6", "T7", "T7m", "T8"];
    if task == 0 {
        let opening = OPENING.take();
        SURVEY.set(opening.and_then(|opening| opening.finish().ok()));
    }
    let given = SURVEY.with_borrow(|survey| {
        let survey = survey.as_ref()?;
        answer(names.get(task)?, survey).ok()
    });
    let text = given.map_or(String::new(), |given| given.to_string());
    let length = text.len();
    OUTPUT.set(text);
    length
}

/// Where the answer begins in memory.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}
