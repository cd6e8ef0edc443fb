//! The compact protocol of Thrift, in which Parquet writes its descriptions.
//!
//! A structure is a sequence of fields, each with a type and a number; what is not known is skipped. See
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.

/// Structures within structures go no deeper in any real file.
const MAX_DEPTH: usize = 32;

/// The bytes are no such structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// A place in the bytes of a structure.
#[derive(Debug, Clone)]
pub(super) struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    True,
    False,
    Byte,
    /// Whole numbers of 16, 32 or 64 bits are written alike.
    Whole,
    Double,
    Binary,
    List,
    Map,
    Structure,
    Uuid,
}

impl Type {
    fn of(code: u8) -> Result<Self, Malformed> {
        Ok(match code {
            1 => Self::True,
            2 => Self::False,
            3 => Self::Byte,
            4..=6 => Self::Whole,
            7 => Self::Double,
            8 => Self::Binary,
            9 | 10 => Self::List,
            11 => Self::Map,
            12 => Self::Structure,
            13 => Self::Uuid,
            _ => return Err(Malformed),
        })
    }
}

/// A field whose value comes next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) number: i64,
    pub(super) kind: Type,
}

impl<'a> Thrift<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            depth: 0,
        }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let taken = self.bytes[self.at..].get(..count).ok_or(Malformed)?;
        self.at += count;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        self.take(1).map(|taken| taken[0])
    }

    /// A number in groups of seven bits, the least first.
    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    /// Reads a structure: each field is given to `read`, which reads its value or says that it has not.
    pub(super) fn structure(
        &mut self,
        mut read: impl FnMut(&mut Self, Field) -> Result<Known, Malformed>,
    ) -> Result<(), Malformed> {
        if self.depth == MAX_DEPTH {
            return Err(Malformed);
        }
        self.depth += 1;
        let mut number = 0;
        loop {
            let byte = self.byte()?;
            if byte == 0 {
                break;
            }
            number = match byte >> 4 {
                0 => self.zigzag()?,
                step => number + i64::from(step),
            };
            let kind = Type::of(byte & 0x0F)?;
            if read(self, Field { number, kind })? == Known::No {
                self.skip(kind)?;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads a list: `read` reads each element.
    pub(super) fn list(
        &mut self,
        field: Field,
        mut read: impl FnMut(&mut Self) -> Result<(), Malformed>,
    ) -> Result<Known, Malformed> {
        if field.kind != Type::List {
            return Err(Malformed);
        }
        let (_, length) = self.list_header()?;
        for _ in 0..length {
            read(self)?;
        }
        Ok(Known::Yes)
    }

    fn list_header(&mut self) -> Result<(Type, u64), Malformed> {
        let byte = self.byte()?;
        let length = match byte >> 4 {
            15 => self.varint()?,
            short => u64::from(short),
        };
        Ok((Type::of(byte & 0x0F)?, length))
    }

    fn zigzag(&mut self) -> Result<i64, Malformed> {
        let number = self.varint()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Reads a whole number into `value`.
    pub(super) fn whole(&mut self, field: Field, value: &mut i64) -> Result<Known, Malformed> {
        match field.kind {
            Type::Whole => *value = self.zigzag()?,
            Type::Byte => *value = i64::from(self.byte()?.cast_signed()),
            _ => return Err(Malformed),
        }
        Ok(Known::Yes)
    }

    /// Reads a truth value into `value`: in a structure it is the type of the field.
    pub(super) fn truth(&mut self, field: Field, value: &mut bool) -> Result<Known, Malformed> {
        match field.kind {
            Type::True => *value = true,
            Type::False => *value = false,
            _ => return Err(Malformed),
        }
        Ok(Known::Yes)
    }

    /// Reads bytes.
    pub(super) fn binary(
        &mut self,
        field: Field,
        value: &mut &'a [u8],
    ) -> Result<Known, Malformed> {
        if field.kind != Type::Binary {
            return Err(Malformed);
        }
        *value = self.bytes_of_length()?;
        Ok(Known::Yes)
    }

    /// Reads the bytes of a list's element.
    pub(super) fn bytes_of_length(&mut self) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
        self.take(length)
    }

    /// Passes over a value.
    fn skip(&mut self, kind: Type) -> Result<(), Malformed> {
        match kind {
            Type::True | Type::False => {}
            Type::Byte => self.take(1).map(|_| ())?,
            Type::Whole => self.varint().map(|_| ())?,
            Type::Double => self.take(8).map(|_| ())?,
            Type::Uuid => self.take(16).map(|_| ())?,
            Type::Binary => self.bytes_of_length().map(|_| ())?,
            Type::Structure => self.structure(|_, _| Ok(Known::No))?,
            Type::List => {
                let (kind, length) = self.list_header()?;
                self.nested(|inner| (0..length).try_for_each(|_| inner.skip_element(kind)))?;
            }
            Type::Map => {
                let length = self.varint()?;
                if length > 0 {
                    let kinds = self.byte()?;
                    let (key, value) = (Type::of(kinds >> 4)?, Type::of(kinds & 0x0F)?);
                    self.nested(|inner| {
                        (0..length).try_for_each(|_| {
                            inner.skip_element(key)?;
                            inner.skip_element(value)
                        })
                    })?;
                }
            }
        }
        Ok(())
    }

    /// Elements of lists and maps have a byte for a truth value.
    fn skip_element(&mut self, kind: Type) -> Result<(), Malformed> {
        match kind {
            Type::True | Type::False => self.byte().map(|_| ()),
            other => self.skip(other),
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), Malformed>,
    ) -> Result<(), Malformed> {
        if self.depth == MAX_DEPTH {
            return Err(Malformed);
        }
        self.depth += 1;
        read(self)?;
        self.depth -= 1;
        Ok(())
    }
}

/// Whether the value of a field was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Yes,
    No,
}
