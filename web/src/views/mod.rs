//! The four views.

mod adjust;
mod code;
mod data;
mod define;
mod explore;
mod findings;
mod reading;
mod sets;
mod start;
mod variable;

pub(crate) use data::DataView;
pub(crate) use explore::ExploreView;
pub(crate) use findings::FindingsView;
pub(crate) use reading::Otherwise;
pub(crate) use start::StartView;
