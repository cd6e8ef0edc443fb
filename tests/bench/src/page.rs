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

/// Has the browser compile in full what reads a file and makes tables, in an instance that has time: the worker of the app that does so
/// reads the same file, and reports on the demo study.
#[unsafe(no_mangle)]
pub extern "C" fn warm_up() {
    befund_formats::warm_up();
    let Some(survey) = invented() else {
        return;
    };
    for _ in 0..TIMES {
        for task in ["T2a", "T2", "T3", "T4", "T5", "T6"] {
            // nobody needs the answer
            let _ = answer(task, &survey);
        }
    }
}

/// How often the tables of an invented survey are made, and its rows.
const TIMES: u32 = 8;
const ROWS: u32 = 4_000;

/// A survey as that of the benchmark, with answers that mean nothing.
fn invented() -> Option<Survey> {
    let block = |prefix: &'static str, items: u32, width: usize| {
        (1..=items).map(move |item| format!("{prefix}{item:0width$}"))
    };
    let items = block("l", 22, 2)
        .chain(block("m", 9, 1))
        .chain(block("r", 22, 2));
    let mut text = format!("wave,office,weight,{}", items.collect::<Vec<_>>().join(","));
    for row in 0..ROWS {
        let office = ["Bauamt", "Jugendamt", "Sozialamt"][row as usize % 3];
        let weight = 0.5 + f64::from(row * 7919 % 2003) / 1e4;
        let answers = (0..22).map(|item| 1 + (row >> (item % 5)) % 4);
        let mentions = (0..9).map(|item| (row >> item) & 1);
        let ranks = (0..22).map(|item| 1 + (item + row) % 22);
        let cells = answers.chain(mentions).chain(ranks);
        let cells: Vec<String> = cells.map(|cell| cell.to_string()).collect();
        text += &format!("\n{},{office},{weight:.4},{}", 1 + row % 3, cells.join(","));
    }
    let mut opening = Opening::new();
    opening.feed(text.as_bytes()).ok()?;
    opening.finish().ok()
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
