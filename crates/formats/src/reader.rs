//! Any file that can be read, by its name and its first bytes.

use crate::preflib::{self, OrdersReader};
use crate::{CsvOptions, CsvReader, Error, Reading};

/// The first bytes, from which the format is found out.
const HEAD: usize = 1 << 12;

/// Reads a file slice by slice, whatever its format.
pub struct FileReader {
    file: String,
    /// The first bytes until there are enough of them.
    head: Vec<u8>,
    body: Option<Body>,
}

enum Body {
    Csv(CsvReader),
    Orders(OrdersReader),
}

impl FileReader {
    /// A reader for a file of that name.
    pub fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            head: Vec::new(),
            body: None,
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
        let body = match self.body.take() {
            Some(body) => body,
            None => self.begin()?,
        };
        match body {
            Body::Csv(reader) => reader.finish(),
            Body::Orders(reader) => reader.finish(),
        }
    }

    /// Looks at the head, then reads it.
    fn begin(&mut self) -> Result<Body, Error> {
        let head = std::mem::take(&mut self.head);
        let known = &head[..head.len().min(HEAD)];
        let mut body = if preflib::is_orders(&self.file, known) {
            Body::Orders(OrdersReader::new(&self.file))
        } else {
            Body::Csv(CsvReader::new(&self.file, CsvOptions::default()))
        };
        body.feed(&head)?;
        Ok(body)
    }
}

impl Body {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Self::Csv(reader) => reader.feed(bytes),
            Self::Orders(reader) => reader.feed(bytes),
        }
    }
}
