//! A table as a researcher exports it: semicolons, a header row, codes, empty cells for missing answers.

use std::error::Error;

use super::distribute::Column;
use super::offices::Unit;

/// A table, column by column.
#[derive(Default)]
pub struct Table {
    header: Vec<String>,
    columns: Vec<Vec<String>>,
}

impl Table {
    /// A table of offices with their keys.
    pub fn keyed(units: &[Unit]) -> Self {
        let mut table = Self::default();
        table.texts("id", units.iter().map(|unit| unit.id()));
        table.texts(
            "municipality",
            units.iter().map(|unit| unit.municipality_id()),
        );
        table.texts("office", units.iter().map(|unit| unit.office_id()));
        table
    }

    /// Adds a column of texts.
    pub fn texts<T: ToString>(&mut self, name: &str, cells: impl IntoIterator<Item = T>) {
        self.header.push(name.to_owned());
        self.columns
            .push(cells.into_iter().map(|cell| cell.to_string()).collect());
    }

    /// Adds a column of codes.
    pub fn codes(&mut self, name: &str, cells: &Column) {
        self.texts(
            name,
            cells
                .iter()
                .map(|cell| cell.map_or_else(String::new, |code| code.to_string())),
        );
    }

    /// The table as CSV.
    pub fn csv(&self) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .from_writer(Vec::new());
        writer.write_record(&self.header)?;
        let rows = self.columns.first().map_or(0, Vec::len);
        for row in 0..rows {
            writer.write_record(self.columns.iter().map(|column| &column[row]))?;
        }
        Ok(writer.into_inner()?)
    }
}
