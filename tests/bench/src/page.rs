//! What a page calls: text goes in and out through memory, so that no glue is needed.

mod rankings;

use std::sync::Mutex;

use crate::{Survey, answer};

/// The file on its way in.
static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// The file as codes.
static SURVEY: Mutex<Option<Survey>> = Mutex::new(None);
/// The last answer, as JSON.
static OUTPUT: Mutex<String> = Mutex::new(String::new());

/// Room for a file of that many bytes; the page writes it there.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    let Ok(mut input) = INPUT.lock() else {
        return std::ptr::null_mut();
    };
    input.clear();
    input.resize(length, 0);
    input.as_mut_ptr()
}

/// Runs task number `task` of T1, T2a, T2, T3, T4, T7, T7m, T8; T1 reads the file first. The length of the answer, 0 where it
/// failed.
#[unsafe(no_mangle)]
pub extern "C" fn run(task: usize) -> usize {
    let names = ["T1", "T2a", "T2", "T3", "T4", "T7", "T7m", "T8"];
    let (Ok(mut survey), Ok(mut output)) = (SURVEY.lock(), OUTPUT.lock()) else {
        return 0;
    };
    if task == 0 {
        *survey = INPUT
            .lock()
            .ok()
            .and_then(|input| Survey::read(&input).ok());
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
