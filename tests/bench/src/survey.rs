//! The file of the benchmark, read slice by slice.

use std::cell::OnceCell;

use befund_formats::FileReader;
use befund_survey::ReadOptions;
use befund_survey::dataset::Dataset;

/// The answers, as every analysis gets them.
pub struct Survey {
    /// What the file holds.
    pub data: Dataset,
    /// Means of the items by office, once they are asked for.
    pub means: OnceCell<Vec<Vec<f64>>>,
}

/// The file on its way in.
pub struct Opening(FileReader);

impl Opening {
    /// A file of which no byte is read.
    pub fn new() -> Self {
        Self(FileReader::new("survey.csv", ReadOptions::default()))
    }

    /// Reads the next bytes.
    ///
    /// # Errors
    /// What the reader says.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.0.feed(bytes).map_err(|error| error.to_string())
    }

    /// The survey, when the last byte was fed.
    ///
    /// # Errors
    /// What the reader says.
    pub fn finish(self) -> Result<Survey, String> {
        let reading = self.0.finish().map_err(|error| error.to_string())?;
        Ok(Survey {
            data: reading.dataset,
            means: OnceCell::new(),
        })
    }
}

impl Default for Opening {
    fn default() -> Self {
        Self::new()
    }
}
