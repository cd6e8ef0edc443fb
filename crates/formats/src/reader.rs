//! Any file that can be read, by its name and its first bytes.

use befund_survey::{ReadOptions, meaning};

use crate::archive::{self, GzipReader};
use crate::format::Format;
use crate::joined::joined;
use crate::preflib::{self, OrdersReader};
use crate::spss::{self, SystemReader};
use crate::{CsvReader, Error, Family, Reading, ReadingNote, parquet, stata, workbook};

/// The first bytes, from which the format is found out.
const HEAD: usize = 1 << 12;

/// A reader of one format.
pub(crate) trait Reader {
    /// Reads the next bytes of the file; after an error it must not be fed again.
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error>;
    /// The dataset, when the last byte was fed.
    fn finish(self: Box<Self>) -> Result<Reading, Error>;
}

/// Reads a file slice by slice, whatever its format.
pub struct FileReader {
    file: String,
    options: ReadOptions,
    /// The first bytes until there are enough of them.
    head: Vec<u8>,
    body: Option<Box<dyn Reader>>,
    /// What of the options means nothing to the format.
    ignored: Option<ReadingNote>,
    /// In how many archives the file is.
    depth: u8,
}

impl FileReader {
    /// A reader for a file of that name.
    pub fn new(file: &str, options: ReadOptions) -> Self {
        Self::nested(file, options, 0)
    }

    /// A reader for a file in so many archives.
    pub(crate) fn nested(file: &str, options: ReadOptions, depth: u8) -> Self {
        Self {
            file: file.to_owned(),
            options,
            head: Vec::new(),
            body: None,
            ignored: None,
            depth,
        }
    }

    /// Reads the next bytes of the file.
    ///
    /// # Errors
    /// What makes the file unreadable; after an error the reader must not be fed again.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(body) = &mut self.body {
            return body.feed(bytes);
        }
        self.head.extend_from_slice(bytes);
        if self.head.len() < HEAD {
            return Ok(());
        }
        self.begin().map(|body| self.body = Some(body))
    }

    /// The dataset, when the last byte was fed.
    ///
    /// # Errors
    /// What makes the file unreadable.
    pub fn finish(mut self) -> Result<Reading, Error> {
        let mut reading = match self.body.take() {
            Some(body) => body.finish(),
            None => self.begin()?.finish(),
        }?;
        reading.notes.extend(self.ignored.take());
        // once: not for a file in an archive as well
        if self.depth == 0 {
            let doubtful = meaning::complete(&mut reading.dataset).into_iter();
            reading
                .notes
                .extend(doubtful.map(|found| ReadingNote::LikelyMissing {
                    value: found.value,
                    columns: found.variables,
                }));
        }
        reading.notes = joined(reading.notes);
        Ok(reading)
    }

    /// Looks at the head, then reads it.
    fn begin(&mut self) -> Result<Box<dyn Reader>, Error> {
        let head = std::mem::take(&mut self.head);
        let options = std::mem::take(&mut self.options);
        let start = &head[..head.len().min(HEAD)];
        let Opened { mut body, family } = reader(&self.file, start, &options, self.depth)?;
        self.ignored = family.and_then(|family| family.ignores(&options));
        body.feed(&head)?;
        Ok(body)
    }
}

/// A file whose format is known.
struct Opened {
    body: Box<dyn Reader>,
    /// Absent where something is packed: what it is shows when it is unpacked.
    family: Option<Family>,
}

impl Opened {
    fn of(family: Family, body: Box<dyn Reader>) -> Self {
        let family = Some(family);
        Self { body, family }
    }

    fn packed(body: Box<dyn Reader>) -> Self {
        Self { body, family: None }
    }
}

/// The reader for a file that begins like this.
fn reader(file: &str, head: &[u8], options: &ReadOptions, depth: u8) -> Result<Opened, Error> {
    let packed = matches!(head, [0x1F, 0x8B, ..] | [b'P', b'K', 3 | 5, 4 | 6, ..]);
    if packed && depth >= archive::DEEPEST {
        return Err(Error::Archive {
            file: file.to_owned(),
            fault: archive::Fault::Nested,
        });
    }
    let whole = |read: Read| Whole::reader(file, options.clone(), read);
    Ok(match head {
        [0x1F, 0x8B, ..] => {
            Opened::packed(Box::new(GzipReader::new(file, options.clone(), depth + 1)))
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            Opened::packed(whole(Box::new(move |file, bytes, options| {
                archive::read_zip(file, bytes, options, depth + 1)
            })))
        }
        _ if workbook::is_xls(head) => {
            Opened::of(Family::Workbook, whole(Box::new(workbook::read_xls)))
        }
        _ if preflib::is_orders(file, head) => {
            Opened::of(Family::Orders, Box::new(OrdersReader::new(file)))
        }
        _ if Format::of(head) == Some(Format::Sav) => {
            let body = SystemReader::new(file, options.clone());
            Opened::of(Family::Spss, Box::new(body))
        }
        _ if spss::is_portable(head) => {
            Opened::of(Family::Spss, whole(Box::new(spss::read_portable)))
        }
        _ if stata::is_dta(head) => {
            let read: Read = Box::new(|file, bytes, options| stata::read(file, &bytes, options));
            Opened::of(Family::Stata, whole(read))
        }
        _ if parquet::is_parquet(head) => {
            let read: Read = Box::new(|file, bytes, _| parquet::read(file, &bytes));
            Opened::of(Family::Parquet, whole(read))
        }
        _ => {
            let body = CsvReader::new(file, options.clone());
            Opened::of(Family::Text, Box::new(body))
        }
    })
}

/// Reads a file of which all bytes are there.
type Read = Box<dyn Fn(&str, Vec<u8>, &ReadOptions) -> Result<Reading, Error>>;

/// A format that is read when all of its bytes are there.
pub(crate) struct Whole {
    file: String,
    options: ReadOptions,
    bytes: Vec<u8>,
    read: Read,
}

impl Whole {
    /// A reader that collects the file and then has it read.
    pub(crate) fn reader(file: &str, options: ReadOptions, read: Read) -> Box<dyn Reader> {
        Box::new(Self {
            file: file.to_owned(),
            options,
            bytes: Vec::new(),
            read,
        })
    }
}

impl Reader for Whole {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Reading, Error> {
        (self.read)(&self.file, self.bytes, &self.options)
    }
}

impl Reader for CsvReader {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        Self::feed(self, bytes)
    }

    fn finish(self: Box<Self>) -> Result<Reading, Error> {
        Self::finish(*self)
    }
}

impl Reader for OrdersReader {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        Self::feed(self, bytes)
    }

    fn finish(self: Box<Self>) -> Result<Reading, Error> {
        Self::finish(*self)
    }
}
