//! Which case a row belongs to.

use std::collections::HashMap;

use crate::Error;
use crate::codebook::RoleKind;
use crate::dataset::{Column, Dataset};

/// The cases of a dataset by their keys.
pub(crate) struct Keys {
    /// The variables that name a case.
    pub(crate) variables: Vec<String>,
    /// Key of each row; nothing where a part of it is missing.
    pub(crate) rows: Vec<Option<String>>,
}

/// The keys of the rows: of these variables, or of those whose role it is.
///
/// # Errors
/// [`Error::UnknownVariable`], [`Error::NoKey`] where no variable has the role.
pub(crate) fn keys(data: &Dataset, key: &[String]) -> Result<Keys, Error> {
    let given: Vec<String> = if key.is_empty() {
        let roles = data.codebook.roles.iter();
        let named = roles.filter(|role| role.kind == RoleKind::Case);
        named.map(|role| role.variable.clone()).collect()
    } else {
        key.to_vec()
    };
    if given.is_empty() {
        return Err(Error::NoKey {
            data: data.id.clone(),
        });
    }
    let columns: Vec<&Column> = given
        .iter()
        .map(|name| data.find(name).map(|(_, column)| column))
        .collect::<Result<_, _>>()?;
    let rows = (0..data.rows()).map(|row| {
        let parts = columns.iter().map(|column| {
            let value = column.value(row)?;
            Some(value.to_string().trim().to_owned())
        });
        // a character that no answer has keeps "1" and "12" from being "11" and "2"
        Some(parts.collect::<Option<Vec<_>>>()?.join("\u{1f}"))
    });
    Ok(Keys {
        rows: rows.collect(),
        variables: given,
    })
}

impl Keys {
    /// Rows without a key.
    pub(crate) fn missing(&self) -> u64 {
        self.rows.iter().filter(|key| key.is_none()).count() as u64
    }

    /// The row of every key.
    ///
    /// # Errors
    /// [`Error::RepeatedKey`] where two rows have one key.
    pub(crate) fn unique(&self, data: &Dataset) -> Result<HashMap<&str, usize>, Error> {
        let mut known = HashMap::new();
        for (row, key) in self.rows.iter().enumerate() {
            let Some(key) = key else { continue };
            if let Some(first) = known.insert(key.as_str(), row) {
                return Err(Error::RepeatedKey {
                    data: data.id.clone(),
                    key: shown(key),
                    first: first as u64 + 1,
                    second: row as u64 + 1,
                });
            }
        }
        Ok(known)
    }
}

/// A key as people write it.
pub(crate) fn shown(key: &str) -> String {
    key.replace('\u{1f}', " × ")
}
