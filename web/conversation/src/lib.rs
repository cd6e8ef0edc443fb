//! What page and worker of the browser say to each other ([`message`]), how it crosses ([`wire`]), and what both tell from the
//! name of a file ([`file`]). The page is built with this crate and without the engine.
//!
//! Invariants: plain values only, which know no kind of analysis; both ends are built from the same sources.

pub mod file;
pub mod message;
pub mod wire;

/// At most so many characters, with an ellipsis where some are gone.
pub fn shortened(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        None => words.to_owned(),
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_between_characters() {
        assert_eq!(shortened("Bürgeramt", 4), "Bürg…");
        assert_eq!(shortened("Bürgeramt", 9), "Bürgeramt");
    }
}
