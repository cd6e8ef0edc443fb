//! What a page calls: text goes in and out through memory, so that no glue is needed.

mod rankings;

use std::sync::Mutex;

use crate::{Opening, Survey, answer};

/// The next bytes of the file.
static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// The file on its way in.
static OPENING: Mutex<Option<Opening>> = Mutex::new(None);
/// The file as codes.
static SURVEY: Mutex<Option<Survey>> = Mutex::new(None);
/// The last answer, as JSON.
static OUTPUT: Mutex<String> = Mutex::new(String::new());

/// Room for that many bytes of the file; the page writes them there.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    let Ok(mut input) = INPUT.lock() else {
        return std::ptr::null_mut();
    };
    input.resize(length, 0);
    input.as_mut_ptr()
}

/// Reads the bytes that were written; with `first` they begin a file. 0 where they cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn feed(first: usize) -> usize {
    let (Ok(input), Ok(mut opening)) = (INPUT.lock(), OPENING.lock()) else {
        return 0;
    };
    if first > 0 {
        *opening = Some(Opening::new());
    }
    usize::from(
        opening
            .as_mut()
            .is_some_and(|opening| opening.feed(&input).is_ok()),
    )
}

/// Runs task number `task` of T1, T2a, T2, T3, T4, T5, T6, T7, T7m, T8; T1 takes the file that was fed. The length of the answer,
/// 0 where it failed.
#[unsafe(no_mangle)]
pub extern "C" fn run(task: usize) -> usize {
    let names = ["T1", "T2a", "T2", "T3", "T4", "T5", "T6", "T7", "T7m", "T8"];
    let (Ok(mut survey), Ok(mut output)) = (SURVEY.lock(), OUTPUT.lock()) else {
        return 0;
    };
    if task == 0 {
        let opening = OPENING.lock().ok().and_then(|mut opening| opening.take());
        *survey = opening.and_then(|opening| opening.finish().ok());
    }
    let given = survey
        .as_ref()
        .and_then(|survey| answer(names.get(task)?, survey).ok());
    *output = given.map_or(String::new(), |given| given.to_string());
    output.len()
}

/// Where the answer begins in memory.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT
        .lock()
        .map_or(std::ptr::null(), |output| output.as_ptr())
}
