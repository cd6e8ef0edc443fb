//! The characters of a portable file: its lines and its alphabet.

use super::super::{Fault, Flaw};

/// Characters of a line.
pub(super) const LINE: usize = 80;
/// Words for people, which come first.
const SPLASH: usize = 200;
const TAG: &[u8; 8] = b"SPSSPORT";
/// The letters and signs that a file maps to its own, from position 64 on; positions without one here are blank.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .<(+|&[]!$*);^-/|,%_>?`: @'=\"      ~                     {}\\";
const FIRST: usize = 64;
/// Position of the blank in it.
const BLANK: usize = 62;

/// The characters of a file in our alphabet, line ends left out and short lines filled with blanks.
#[derive(Debug, Clone)]
pub(super) struct Characters<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Characters of the line so far.
    column: usize,
    alphabet: [u8; 256],
}

impl<'a> Characters<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut alphabet = [0; 256];
        for (byte, own) in (0..=255).zip(&mut alphabet) {
            *own = byte;
        }
        Self {
            bytes,
            at: 0,
            column: 0,
            alphabet,
        }
    }

    /// Reads the header, which says what the characters stand for.
    pub(super) fn learn(&mut self) -> Result<(), Flaw> {
        let cut = |this: &Self| this.flaw(Fault::Tag);
        for _ in 0..SPLASH {
            self.next().ok_or_else(|| cut(self))?;
        }
        let mut table = [0; 256];
        for own in &mut table {
            *own = self.next().ok_or_else(|| cut(self))?;
        }
        let undefined = table[FIRST];
        // the first of several positions counts, and what is not in the table stays what it is
        for (position, letter) in ALPHABET.iter().enumerate().rev() {
            let own = table[FIRST + position];
            if (own != undefined || position == 0) && (*letter != b' ' || position == BLANK) {
                self.alphabet[usize::from(own)] = *letter;
            }
        }
        for expected in TAG {
            if self.next() != Some(*expected) {
                return Err(self.flaw(Fault::Tag));
            }
        }
        Ok(())
    }

    pub(super) fn next(&mut self) -> Option<u8> {
        let mut is_break = false;
        while let Some(b'\r' | b'\n') = self.bytes.get(self.at) {
            if self.column > 0 && self.column < LINE {
                self.column += 1;
                return Some(b' ');
            }
            (is_break, self.column) = (true, 0);
            self.at += 1;
        }
        if !is_break && self.column >= LINE {
            self.column = 0;
        }
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        self.column += 1;
        Some(self.alphabet[usize::from(byte)])
    }

    pub(super) fn flaw(&self, fault: Fault) -> Flaw {
        Flaw {
            offset: self.at as u64,
            fault,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_are_filled_with_blanks() {
        let text = b"ab\r\nc\n";
        let mut characters = Characters::new(text);
        let all: Vec<u8> = std::iter::from_fn(|| characters.next()).collect();
        assert_eq!(all.len(), 160);
        assert_eq!(
            (all[0], all[1], all[2], all[80], all[81]),
            (b'a', b'b', b' ', b'c', b' ')
        );
    }
}
