//! How an analysis is read: first what every kind has, then what its own kind knows; each refuses what it does not know.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

use super::{Analysis, AnalysisSpec, Design, Display};
use crate::Text;
use crate::filter::Filter;
use crate::json::{self, Misread, unique_fields};

/// Names of the fields that every analysis may have.
const COMMON: [&str; 11] = [
    "id",
    "section",
    "title",
    "note",
    "data",
    "filter",
    "weight",
    "frequency",
    "design",
    "confidence",
    "display",
];

impl<'de> Deserialize<'de> for AnalysisSpec {
    /// Splits the common fields from those of the kind, so that each part can refuse what it does not know.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Common {
            #[serde(default)]
            id: String,
            #[serde(default)]
            section: Text,
            #[serde(default)]
            title: Text,
            #[serde(default)]
            note: Text,
            #[serde(default)]
            data: String,
            filter: Option<Filter>,
            weight: Option<String>,
            frequency: Option<String>,
            design: Option<Design>,
            confidence: Option<f64>,
            #[serde(default)]
            display: Display,
        }

        let mut own = unique_fields(deserializer)?;
        let mut common = Map::new();
        for name in COMMON {
            if let Some(mut value) = own.remove(name) {
                if name == "weight" && value.is_null() {
                    value = super::super::defaults::NO_WEIGHT.into();
                }
                common.insert(name.to_owned(), value);
            }
        }
        let common: Common = json::read(Json::Object(common)).map_err(D::Error::custom)?;
        let analysis =
            Analysis::read(own).map_err(|error| D::Error::custom(error.or_one_of(&COMMON)))?;
        Ok(Self {
            id: common.id,
            section: common.section,
            title: common.title,
            note: common.note,
            data: common.data,
            filter: common.filter,
            weight: common.weight,
            frequency: common.frequency,
            design: common.design,
            confidence: common.confidence,
            display: common.display,
            analysis,
        })
    }
}

impl<'de> Deserialize<'de> for Analysis {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(unique_fields(deserializer)?).map_err(D::Error::custom)
    }
}

impl Analysis {
    /// Reads the fields of the kind that `kind` names. By hand: serde would copy them into a form of its own first and read
    /// every kind from that.
    fn read(mut fields: Map<String, Json>) -> Result<Self, Misread> {
        fn of<T: DeserializeOwned>(fields: Map<String, Json>) -> Result<T, Misread> {
            json::read(Json::Object(fields))
        }

        let kind = match fields.shift_remove("kind") {
            Some(kind) => json::read::<String>(kind).map_err(|error| error.inside("kind"))?,
            None => return Err(Misread::missing_field("kind")),
        };
        Ok(match kind.as_str() {
            "response" => Self::Response(of(fields)?),
            "frequencies" => Self::Frequencies(of(fields)?),
            "battery" => Self::Battery(of(fields)?),
            "crosstab" => Self::Crosstab(of(fields)?),
            "profile" => Self::Profile(of(fields)?),
            "multiple" => Self::Multiple(of(fields)?),
            "descriptives" => Self::Descriptives(of(fields)?),
            "ranking" => Self::Ranking(of(fields)?),
            "clusters" => Self::Clusters(of(fields)?),
            "compare_groups" => Self::CompareGroups(of(fields)?),
            "paired" => Self::Paired(of(fields)?),
            "correlation" => Self::Correlation(of(fields)?),
            "reliability" => Self::Reliability(of(fields)?),
            "agreement" => Self::Agreement(of(fields)?),
            "correspondence" => Self::Correspondence(of(fields)?),
            "components" => Self::Components(of(fields)?),
            "scaling" => Self::Scaling(of(fields)?),
            "permanova" => Self::Permanova(of(fields)?),
            "change" => Self::Change(of(fields)?),
            "attrition" => Self::Attrition(of(fields)?),
            "regression" => Self::Regression(of(fields)?),
            "estimate" => Self::Estimate(of(fields)?),
            "weighting" => Self::Weighting(of(fields)?),
            _ => return Err(Misread::unknown_variant(&kind, &Self::KINDS).inside("kind")),
        })
    }
}
