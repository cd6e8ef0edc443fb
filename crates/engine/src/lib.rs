//! The session behind every front end: the one door to Befund. [`message`] is the conversation.

pub mod message;
