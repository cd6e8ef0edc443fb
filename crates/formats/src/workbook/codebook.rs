//! The codebook of a workbook that we wrote, read back.

use std::collections::HashMap;

use befund_survey::codebook::{
    Codebook, MissingRange, Origin, Role, Set, UserMissing, ValueLabel, Variable,
};
use befund_survey::dataset::Dataset;
use befund_survey::{Text, Value};

use super::Workbook;
use super::kinds::written;
use super::sheet::{Content, Sheet};
use crate::Error;
use crate::layout::{self, ENGLISH, Field, GERMAN, SetField, Storage, Words};

/// What the sheets of codebook and sets say.
#[derive(Default)]
pub(super) struct Written {
    /// The variables in their order.
    variables: Vec<Described>,
    codebook: Codebook,
    title: Text,
    unit: Text,
    frequency: Option<String>,
}

/// A variable, and what its column stores.
struct Described {
    variable: Variable,
    storage: Storage,
    guessed: bool,
}

impl Written {
    /// The codebook beside a sheet of answers, where the workbook has one as we write it.
    pub(super) fn beside(book: &Workbook, sheet: &str) -> Result<Option<Self>, Error> {
        let Some(words) = [&GERMAN, &ENGLISH]
            .into_iter()
            .find(|words| words.data == sheet)
        else {
            return Ok(None);
        };
        let named = |name: &str| book.tabs().iter().position(|tab| tab.name == name);
        let (Some(variables), Some(sets)) = (named(words.codebook), named(words.sets)) else {
            return Ok(None);
        };
        let (variables, sets) = (book.sheet(variables)?, book.sheet(sets)?);
        if !begins(&variables, &words.fields) || !begins(&sets, &words.set_fields) {
            return Ok(None);
        }
        let mut written = Self::default();
        for row in rows(&variables) {
            written.add(&row, words);
        }
        for row in rows(&sets) {
            written.add_shared(&row, words);
        }
        Ok(Some(written))
    }

    /// What a column stores.
    pub(super) fn storage(&self, name: &str) -> Option<Storage> {
        let described = self.described(name)?;
        Some(described.storage)
    }

    fn described(&self, name: &str) -> Option<&Described> {
        let mut variables = self.variables.iter();
        variables.find(|described| described.variable.name == name)
    }

    /// The dataset with this codebook.
    pub(super) fn describe(self, dataset: &mut Dataset) {
        for variable in &mut dataset.codebook.variables {
            let Some(described) = self.described(&variable.name) else {
                continue;
            };
            let there = described.variable.clone();
            if !described.guessed {
                *variable = there;
                continue;
            }
            // what was guessed is guessed again, from the same values
            variable.label = there.label;
            variable.decimals = there.decimals;
            if !there.values.is_empty() {
                variable.values = there.values;
            }
            if !there.missing.is_empty() {
                variable.missing = there.missing;
            }
            variable.missing_ranges = there.missing_ranges;
        }
        dataset.codebook.sets = self.codebook.sets;
        dataset.codebook.roles = self.codebook.roles;
        dataset.title = self.title;
        dataset.unit = self.unit;
        dataset.frequency = self.frequency;
    }

    fn add(&mut self, row: &Cells, words: &Words) {
        let name = row.text(Field::Variable as usize);
        if let Some(storage) = layout::read_storage(&row.text(Field::Storage as usize)) {
            let level = layout::read_level(&row.text(Field::Level as usize));
            let origin = row.text(Field::Origin as usize);
            let mut variable = Variable::new(
                &name,
                level.unwrap_or(befund_survey::codebook::Level::Nominal),
                if origin == layout::OVERRULED {
                    Origin::Overruled
                } else {
                    Origin::Given
                },
            );
            variable.label = row.label(Field::Label as usize, Field::Other as usize, words);
            variable.temporal = match storage {
                Storage::Moments(temporal) => Some(temporal),
                Storage::Numbers | Storage::Texts => None,
            };
            // at most 255
            variable.decimals = row
                .number(Field::Decimals as usize)
                .map(|decimals| decimals as u8);
            self.variables.push(Described {
                variable,
                storage,
                guessed: origin == layout::GUESSED,
            });
            return;
        }
        let Some(described) = self.variables.last_mut() else {
            return;
        };
        if described.variable.name != name {
            return;
        }
        let (variable, value) = (&mut described.variable, row.value(Field::Value as usize));
        let label = row.label(
            Field::ValueLabel as usize,
            Field::OtherValueLabel as usize,
            words,
        );
        let missing = row.text(Field::Missing as usize) == words.missing;
        match (value, row.number(Field::To as usize)) {
            (from, Some(to)) => variable.missing_ranges.push(MissingRange {
                from: from.and_then(|from| from.number()),
                to: (to < f64::MAX).then_some(to),
            }),
            (Some(value), None) if missing => {
                variable.missing.push(UserMissing { value, label });
            }
            (Some(value), None) => variable.values.push(ValueLabel { value, label }),
            (None, None) => {}
        }
    }

    fn add_shared(&mut self, row: &Cells, words: &Words) {
        let kind = row.text(SetField::Kind as usize);
        let label = row.label(SetField::Label as usize, SetField::Other as usize, words);
        let variable = row.text(SetField::Variable as usize);
        let origin = match row.text(SetField::Origin as usize).as_str() {
            // guessed again, from the same values
            layout::GUESSED => return,
            layout::OVERRULED => Origin::Overruled,
            _ => Origin::Given,
        };
        match kind.as_str() {
            layout::TITLE => self.title = label,
            layout::UNIT => self.unit = label,
            layout::COUNTS => self.frequency = Some(variable),
            word => {
                if let Some(kind) = layout::read_role(word) {
                    self.codebook.roles.push(Role {
                        kind,
                        variable,
                        origin,
                    });
                } else if let Some(kind) = layout::read_set(word) {
                    let name = row.text(SetField::Name as usize);
                    let sets = &mut self.codebook.sets;
                    match sets.last_mut().filter(|set| set.name == name) {
                        Some(set) => set.items.push(variable),
                        None => sets.push(Set {
                            name,
                            kind,
                            label,
                            items: vec![variable],
                            counted: row.value(SetField::Counted as usize),
                            origin,
                        }),
                    }
                }
            }
        }
    }
}

/// The cells of a row by their columns.
struct Cells<'s> {
    sheet: &'s Sheet,
    cells: HashMap<usize, Content>,
}

impl Cells<'_> {
    fn text(&self, column: usize) -> String {
        let content = self.cells.get(&column);
        content.map_or(String::new(), |content| written(self.sheet, *content))
    }

    fn number(&self, column: usize) -> Option<f64> {
        match self.cells.get(&column)? {
            Content::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn value(&self, column: usize) -> Option<Value> {
        match *self.cells.get(&column)? {
            Content::Number(number) => Some(Value::Number(number)),
            content => Some(Value::Text(written(self.sheet, content))),
        }
    }

    /// A label, with the one in the other language.
    fn label(&self, column: usize, other: usize, words: &Words) -> Text {
        words.join(&self.text(column), &self.text(other))
    }
}

/// Whether the first row of a sheet is these names.
fn begins(sheet: &Sheet, names: &[&str]) -> bool {
    let head = sheet.cells.iter().take_while(|cell| cell.row == 0);
    let head = head.map(|cell| written(sheet, cell.content));
    head.eq(names.iter().copied())
}

/// The rows below the first.
fn rows(sheet: &Sheet) -> Vec<Cells<'_>> {
    let below = sheet.cells.partition_point(|cell| cell.row == 0);
    let mut rows = Vec::new();
    for cells in sheet.cells[below..].chunk_by(|a, b| a.row == b.row) {
        let cells = cells
            .iter()
            .map(|cell| (cell.column as usize, cell.content));
        rows.push(Cells {
            sheet,
            cells: cells.collect(),
        });
    }
    rows
}
