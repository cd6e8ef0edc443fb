//! Cells, compressed by bytecode.

/// Small whole numbers are one byte, which is this much more.
const BIAS: f64 = 100.0;
const END: u8 = 252;
const LITERAL: u8 = 253;
const BLANKS: u8 = 254;
const MISSING: u8 = 255;

/// Writes cells behind the dictionary.
#[derive(Debug)]
pub(super) struct Compressor {
    bytes: Vec<u8>,
    commands: [u8; 8],
    count: usize,
    /// What the commands under way leave to bytes after them.
    literals: Vec<u8>,
}

impl Compressor {
    pub(super) fn new(dictionary: Vec<u8>) -> Self {
        Self {
            bytes: dictionary,
            commands: [0; 8],
            count: 0,
            literals: Vec::new(),
        }
    }

    /// A number; NaN is no answer.
    pub(super) fn number(&mut self, number: f64) {
        let code = number + BIAS;
        if number.is_nan() {
            self.command(MISSING);
        } else if code.fract() == 0.0 && (1.0..=251.0).contains(&code) && code - BIAS == number {
            // between 1 and 251
            self.command(code as u8);
        } else {
            self.literals.extend(number.to_le_bytes());
            self.command(LITERAL);
        }
    }

    /// A text of a variable of this width, which is at most 255.
    pub(super) fn text(&mut self, text: &[u8], width: usize) {
        for at in 0..width.div_ceil(8) {
            let mut slot = [b' '; 8];
            let piece = text.get(at * 8..).unwrap_or_default();
            let piece = &piece[..piece.len().min(8)];
            slot[..piece.len()].copy_from_slice(piece);
            if slot == [b' '; 8] {
                self.command(BLANKS);
            } else {
                self.literals.extend(slot);
                self.command(LITERAL);
            }
        }
    }

    fn command(&mut self, command: u8) {
        self.commands[self.count] = command;
        self.count += 1;
        if self.count == 8 {
            self.bytes.extend(self.commands);
            self.bytes.append(&mut self.literals);
            self.commands = [0; 8];
            self.count = 0;
        }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.command(END);
        while self.count > 0 {
            self.command(0);
        }
        self.bytes
    }
}
