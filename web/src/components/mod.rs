//! The parts the views are made of.

mod bars;
mod card;
mod chrome;
mod icon;
mod level;
mod live;

/// Name of the heading of the view of the moment, on the page.
pub(crate) const TITLE: &str = "view-title";

pub(crate) use bars::mini_bars;
pub(crate) use card::{FindingBody, FindingCard, anchor, fold, tell};
pub(crate) use chrome::{Alert, Busy, FileInput, Header};
pub(crate) use icon::{Icon, icon};
pub(crate) use level::{LEVELS, LevelIcon, level_from, level_word};
pub(crate) use live::{each, live, when, words};
