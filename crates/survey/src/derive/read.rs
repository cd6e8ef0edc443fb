//! How a derived variable is read: first what every kind has, then what its own kind knows; each refuses what it does not know.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

use super::{Derivation, DerivedSpec};
use crate::Text;
use crate::codebook::{Level, ValueLabel};
use crate::json::{self, Misread, unique_fields};

const COMMON: [&str; 4] = ["name", "label", "level", "values"];

impl<'de> Deserialize<'de> for DerivedSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Common {
            name: String,
            #[serde(default)]
            label: Text,
            level: Option<Level>,
            #[serde(default)]
            values: Vec<ValueLabel>,
        }

        let mut own = unique_fields(deserializer)?;
        let mut common = Map::new();
        for name in COMMON {
            if let Some(value) = own.shift_remove(name) {
                common.insert(name.to_owned(), value);
            }
        }
        let common: Common = json::read(Json::Object(common)).map_err(D::Error::custom)?;
        let derivation =
            Derivation::read(own).map_err(|error| D::Error::custom(error.or_one_of(&COMMON)))?;
        Ok(Self {
            name: common.name,
            label: common.label,
            level: common.level,
            values: common.values,
            derivation,
        })
    }
}

impl Derivation {
    fn read(mut fields: Map<String, Json>) -> Result<Self, Misread> {
        let kind = match fields.shift_remove("kind") {
            Some(kind) => json::read::<String>(kind).map_err(|error| error.inside("kind"))?,
            None => return Err(Misread::missing_field("kind")),
        };
        let fields = Json::Object(fields);
        Ok(match kind.as_str() {
            "expression" => Self::Expression(json::read(fields)?),
            "recode" => Self::Recode(json::read(fields)?),
            "bands" => Self::Bands(json::read(fields)?),
            "top" => Self::Top(json::read(fields)?),
            "index" => Self::Index(json::read(fields)?),
            "interaction" => Self::Interaction(json::read(fields)?),
            "split" => Self::Split(json::read(fields)?),
            "change" => Self::Change(json::read(fields)?),
            "weight" => Self::Weight(json::read(fields)?),
            "coding" => Self::Coding(json::read(fields)?),
            _ => return Err(Misread::unknown_variant(&kind, &Self::KINDS).inside("kind")),
        })
    }
}
