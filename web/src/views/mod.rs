//! The four views.

mod adjust;
mod data;
mod explore;
mod findings;
mod start;
mod variable;

pub(crate) use data::DataView;
pub(crate) use explore::ExploreView;
pub(crate) use findings::FindingsView;
pub(crate) use start::StartView;
