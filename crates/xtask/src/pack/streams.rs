//! Takes the instructions of a wasm module apart, so that like stands beside like: an instruction says more about the next
//! instruction than its operands do, and a local more about the next local. What a value is put on the stack for says even
//! more about it, so that locals and constants stand with those before the same instruction. Packed, a module is an eighth
//! smaller for it. `web/assets/join.js` puts it together again, byte for byte.
//!
//! The layout: the length of the module, where its first function body begins, how many bodies there are, and the length of
//! every stream, as 32-bit numbers with the low byte first; then the streams.

use anyhow::{Context, Result, bail};

/// What stands together. The order is that of the file.
#[derive(Debug, Clone, Copy)]
enum Stream {
    /// Everything but function bodies.
    Rest,
    Declarations,
    Blocks,
    Branches,
    Calls,
    Others,
    /// Where loads read.
    Loads,
    /// Where stores write.
    Stores,
    Floats,
    /// Locals that are set.
    Locals,
    /// Instructions; those that load or store with another alignment than usual with a mark before and the alignment behind.
    Instructions,
}

/// What is put on the stack stands in the stream of the byte that comes next among the instructions, 256 for each of these.
#[derive(Debug, Clone, Copy)]
enum Pushed {
    Locals,
    Integers,
    LongIntegers,
}

/// Streams before those of what is put on the stack.
const FIXED: usize = Stream::Instructions as usize + 1;
const STREAMS: usize = FIXED + 256 * (Pushed::LongIntegers as usize + 1);

const CODE_SECTION: u8 = 10;

/// Stands before a load or store of unusual alignment. No instruction has this code.
const UNUSUAL: u8 = 0x27;

/// The usual alignment of loads and stores from 0x28 on, as a power of two: that of what they move.
const ALIGNMENTS: [usize; 23] = [
    2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2,
];

/// The first instruction that stores.
const FIRST_STORE: u8 = 0x36;

/// Whether an alignment is the usual one, in one byte.
fn is_usual(code: u8, alignment: &[u8]) -> bool {
    matches!(alignment, [bytes] if usize::from(*bytes) == ALIGNMENTS[usize::from(code - 0x28)])
}

/// The byte by which the instruction at the beginning stands in its stream.
fn next_instruction(module: &[u8]) -> Option<u8> {
    let (code, behind) = module.split_first()?;
    Some(match code {
        0x28..=0x3e if !is_usual(*code, behind.get(..1)?) => UNUSUAL,
        _ => *code,
    })
}

/// The bytes of a number in LEB128.
fn length(number: usize) -> usize {
    (number.max(1).ilog2() / 7 + 1) as usize
}

/// A module taken apart. The sizes of functions are left out: a function ends with the `end` that has no block.
///
/// # Errors
/// Where it is no module, or has an instruction that is not known here.
pub fn split(module: &[u8]) -> Result<Vec<u8>> {
    let mut reading = Reading {
        module,
        at: 8,
        streams: vec![Vec::new(); STREAMS],
    };
    // up to the code section
    loop {
        let section = reading.byte()?;
        let (length, at) = (reading.number()?, reading.at);
        if section == CODE_SECTION {
            break;
        }
        reading.at = at + length;
    }
    let bodies = reading.number()?;
    let begin = reading.at;
    for _ in 0..bodies {
        reading.body()?;
    }
    let end = reading.at;
    reading.streams[Stream::Rest as usize] = [&module[..begin], &module[end..]].concat();
    let numbers = [module.len(), begin, bodies]
        .into_iter()
        .chain(reading.streams.iter().map(Vec::len));
    let mut apart = Vec::new();
    for number in numbers {
        apart.extend(u32::try_from(number)?.to_le_bytes());
    }
    apart.extend(reading.streams.concat());
    Ok(apart)
}

struct Reading<'a> {
    module: &'a [u8],
    at: usize,
    streams: Vec<Vec<u8>>,
}

impl Reading<'_> {
    fn byte(&mut self) -> Result<u8> {
        let byte = self.module.get(self.at).context("the module ends early")?;
        self.at += 1;
        Ok(*byte)
    }

    /// A number in LEB128.
    fn number(&mut self) -> Result<usize> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            if shift > 63 {
                bail!("a number of more than ten bytes at {}", self.at);
            }
        }
    }

    fn copy(&mut self, stream: Stream, bytes: usize) -> Result<()> {
        for _ in 0..bytes {
            let byte = self.byte()?;
            self.streams[stream as usize].push(byte);
        }
        Ok(())
    }

    fn copy_number(&mut self, stream: Stream) -> Result<usize> {
        let begin = self.at;
        let value = self.number()?;
        self.streams[stream as usize].extend(&self.module[begin..self.at]);
        Ok(value)
    }

    /// Copies the number that an instruction puts on the stack, by the byte that comes next among the instructions: a code, or
    /// the mark before one.
    fn push_number(&mut self, pushed: Pushed) -> Result<()> {
        let begin = self.at;
        self.number()?;
        let next = self.module.get(self.at..).and_then(next_instruction);
        let next = next.with_context(|| format!("no instruction at {}", self.at))?;
        let stream = FIXED + 256 * pushed as usize + usize::from(next);
        self.streams[stream].extend(&self.module[begin..self.at]);
        Ok(())
    }

    fn body(&mut self) -> Result<()> {
        let begin = self.at;
        let size = self.number()?;
        if self.at - begin != length(size) {
            bail!("the size of a function at {begin} takes more bytes than it needs");
        }
        let end = self.at + size;
        for _ in 0..self.copy_number(Stream::Declarations)? {
            self.copy_number(Stream::Declarations)?;
            self.copy(Stream::Declarations, 1)?;
        }
        let mut depth = 1_usize;
        while depth > 0 {
            match self.instruction()? {
                // block, loop, if
                0x02..=0x04 => depth += 1,
                // end
                0x0b => depth -= 1,
                _ => {}
            }
        }
        if self.at != end {
            bail!("a function has another size than it says at {}", self.at);
        }
        Ok(())
    }

    /// Copies an instruction and gives its code.
    fn instruction(&mut self) -> Result<u8> {
        let code = self.byte()?;
        // loads and stores
        if let 0x28..=0x3e = code {
            let begin = self.at;
            self.number()?;
            let alignment = &self.module[begin..self.at];
            let instructions = &mut self.streams[Stream::Instructions as usize];
            if is_usual(code, alignment) {
                instructions.push(code);
            } else {
                instructions.extend([UNUSUAL, code]);
                instructions.extend(alignment);
            }
            self.copy_number(match code {
                ..FIRST_STORE => Stream::Loads,
                _ => Stream::Stores,
            })?;
            return Ok(code);
        }
        self.streams[Stream::Instructions as usize].push(code);
        match code {
            // block, loop, if
            0x02..=0x04 => {
                self.copy_number(Stream::Blocks)?;
            }
            // br, br_if
            0x0c | 0x0d => {
                self.copy_number(Stream::Branches)?;
            }
            // br_table
            0x0e => {
                for _ in 0..=self.copy_number(Stream::Others)? {
                    self.copy_number(Stream::Others)?;
                }
            }
            // call, ref.func
            0x10 | 0xd2 => {
                self.copy_number(Stream::Calls)?;
            }
            // call_indirect
            0x11 => {
                self.copy_number(Stream::Others)?;
                self.copy_number(Stream::Others)?;
            }
            // select with types
            0x1c => {
                let types = self.copy_number(Stream::Others)?;
                self.copy(Stream::Others, types)?;
            }
            // local.get
            0x20 => self.push_number(Pushed::Locals)?,
            // local.set, local.tee
            0x21 | 0x22 => {
                self.copy_number(Stream::Locals)?;
            }
            // global.get and .set, table.get and .set, memory.size and .grow, ref.null
            0x23..=0x26 | 0x3f | 0x40 | 0xd0 => {
                self.copy_number(Stream::Others)?;
            }
            0x41 => self.push_number(Pushed::Integers)?,
            0x42 => self.push_number(Pushed::LongIntegers)?,
            0x43 => self.copy(Stream::Floats, 4)?,
            0x44 => self.copy(Stream::Floats, 8)?,
            // saturating conversions; memory and tables in bulk
            0xfc => {
                let operands = match self.copy_number(Stream::Instructions)? {
                    0..=7 => 0,
                    8 | 10 | 12 | 14 => 2,
                    9 | 11 | 13 | 15..=17 => 1,
                    other => bail!("instruction 0xfc {other} at {}", self.at),
                };
                for _ in 0..operands {
                    self.copy_number(Stream::Others)?;
                }
            }
            // without operands
            0x00 | 0x01 | 0x05 | 0x0b | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => {}
            other => bail!("instruction {other:#x} at {}", self.at),
        }
        Ok(code)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Where the module below has the size of its first function.
    const FIRST_SIZE: usize = 15;

    /// A module of two functions with operands of every sort, and a section behind them.
    pub(in crate::pack) fn module() -> Vec<u8> {
        let first: &[u8] = &[
            1, 2, 0x7f, // two locals of i32
            0x02, 0x40, 0x20, 0x81, 0x01, 0x41, 0xff, 0x00, 0x36, 0x02, 0x88, 0x01, 0x29, 0x00,
            0x03, // block; store
            0x42, 0x7f, 0x1a, 0x43, 1, 2, 3, 4, 0x44, 1, 2, 3, 4, 5, 6, 7, 8, // numbers
            0x0e, 2, 0, 1, 0, 0x10, 0x05, 0x11, 3, 0, 0x0d, 1, 0x23, 0, // branches and calls
            0x1c, 1, 0x7f, 0x3f, 0, 0xfc, 0x0a, 0, 0, 0xfc, 0x0b, 0, 0xfc, 0x02, 0xd0, 0x70, 0xd2,
            4, 0x0b, 0x0b,
        ];
        let second: &[u8] = &[0, 0x0b];
        let mut code = vec![2, first.len() as u8];
        code.extend(first);
        code.push(second.len() as u8);
        code.extend(second);
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 2, 0xaa, 0xbb, CODE_SECTION, code.len() as u8]);
        module.extend(&code);
        module.extend([11, 3, 7, 8, 9]);
        module
    }

    #[test]
    fn every_byte_but_what_is_known_stands_in_one_stream() -> Result<()> {
        let module = module();
        let apart = split(&module)?;
        let header = 4 * (3 + STREAMS);
        let (mut left, mut right) = (module.clone(), apart[header..].to_vec());
        // the store has the usual alignment, the load a mark; sizes are known without
        left.push(UNUSUAL);
        right.push(ALIGNMENTS[0x36 - 0x28] as u8);
        right.extend([module[FIRST_SIZE], 2]);
        left.sort_unstable();
        right.sort_unstable();
        assert_eq!(left, right);
        Ok(())
    }

    #[test]
    fn what_is_no_module_is_refused() {
        let module = module();
        for end in 0..module.len() - 6 {
            assert!(split(&module[..end]).is_err(), "{end}");
        }
        let mut longer = module.clone();
        longer[FIRST_SIZE] += 1;
        assert!(split(&longer).is_err());
        let mut unknown = module.clone();
        let last = unknown.len() - 6;
        unknown[last] = 0xfd;
        assert!(split(&unknown).is_err());
    }
}
