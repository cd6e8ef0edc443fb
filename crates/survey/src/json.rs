//! Reading JSON objects strictly.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::{Map, Value};

/// A value in which no object has a field twice, at any depth.
pub(crate) struct Unique(pub(crate) Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Unique;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E: Error>(self) -> Result<Unique, E> {
                Ok(Unique(Value::Null))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Unique, E> {
                Ok(Unique(value.into()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Unique, E> {
                Ok(Unique(number.into()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Unique, E> {
                Ok(Unique(number.into()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Unique, E> {
                Ok(Unique(number.into()))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Unique, E> {
                Ok(Unique(text.into()))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<Unique, E> {
                Ok(Unique(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Unique, A::Error> {
                let mut values = Vec::new();
                while let Some(Unique(value)) = items.next_element()? {
                    values.push(value);
                }
                Ok(Unique(values.into()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Unique, A::Error> {
                let mut fields = Map::new();
                while let Some(name) = map.next_key::<String>()? {
                    let Unique(value) = map.next_value()?;
                    if fields.contains_key(&name) {
                        return Err(A::Error::custom(format!("the field `{name}` stands twice")));
                    }
                    fields.insert(name, value);
                }
                Ok(Unique(fields.into()))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// The fields of an object, none of them twice.
pub(crate) fn unique_fields<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Map<String, Value>, D::Error> {
    match Unique::deserialize(deserializer)?.0 {
        Value::Object(fields) => Ok(fields),
        other => Err(D::Error::invalid_type(
            unexpected(&other),
            &"an object with named fields, such as {\"kind\": ...}",
        )),
    }
}

/// What may be written as a text or as an object.
pub(crate) enum TextOrFields {
    /// A text.
    Text(String),
    /// The fields of an object, none of them twice.
    Fields(Map<String, Value>),
}

/// A text, or the fields of an object.
pub(crate) fn text_or_fields<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<TextOrFields, D::Error> {
    match Unique::deserialize(deserializer)?.0 {
        Value::String(text) => Ok(TextOrFields::Text(text)),
        Value::Object(fields) => Ok(TextOrFields::Fields(fields)),
        other => Err(D::Error::invalid_type(
            unexpected(&other),
            &"a text or an object with named fields",
        )),
    }
}

fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), ..) => Unexpected::Unsigned(number),
            (_, Some(number), _) => Unexpected::Signed(number),
            (.., Some(number)) => Unexpected::Float(number),
            _ => Unexpected::Other("number"),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

/// Reads a value of any type. As [`serde_json::from_value`], but a struct is read from an object alone and never from a list
/// of its fields: the half of the code that would read lists would be loaded by every browser.
///
/// # Errors
/// What is wrong, in the words of serde.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
    T::deserialize(Reader(value))
}

struct Reader(Value);

impl Reader {
    fn unlike(&self, expected: &dyn Expected) -> serde_json::Error {
        serde_json::Error::invalid_type(unexpected(&self.0), expected)
    }
}

impl<'de> Deserializer<'de> for Reader {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., number) => visitor.visit_f64(number.unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(values) => {
                let length = values.len();
                let mut items = Items(values.into_iter());
                let value = visitor.visit_seq(&mut items)?;
                if items.0.len() > 0 {
                    let fewer = &"fewer elements in array";
                    return Err(serde_json::Error::invalid_length(length, fewer));
                }
                Ok(value)
            }
            Value::Object(fields) => visitor.visit_map(Fields(fields.into_iter(), None)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields(fields.into_iter(), None)),
            _ => Err(self.unlike(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(word.into_deserializer()),
            _ => Err(self.unlike(&"a word")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = serde_json::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Self::Error> {
        self.0
            .next()
            .map(|value| seed.deserialize(Reader(value)))
            .transpose()
    }
}

/// The fields to come, and the value of the field whose name was read last.
struct Fields(serde_json::map::IntoIter, Option<Value>);

impl<'de> MapAccess<'de> for Fields {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        let Some((name, value)) = self.0.next() else {
            return Ok(None);
        };
        self.1 = Some(value);
        seed.deserialize(Reader(Value::String(name))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        seed.deserialize(Reader(self.1.take().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::analysis::{Analysis, AnalysisSpec, Battery, Display, Multiple};
    use crate::filter::Filter;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};
    use std::fmt::Debug;

    /// Both readers of a type say the same, of what is right and of what is wrong.
    fn as_serde_json<T: DeserializeOwned + PartialEq + Debug>(value: &Value) {
        let ours = read::<T>(value.clone()).map_err(|error| error.to_string());
        let theirs = serde_json::from_value::<T>(value.clone()).map_err(|error| error.to_string());
        assert_eq!(ours, theirs, "{value}");
    }

    #[test]
    fn reads_what_serde_json_reads() {
        for battery in [
            json!({"items": ["q1", "q2"], "top": 2, "sort_by": 4}),
            json!({"items": ["q1"], "top": null}),
            json!({"items": ["q1"], "sort_by": "a"}),
            json!({"items": "q1"}),
            json!({"items": [1]}),
            json!({"items": [], "top": -1}),
            json!({"items": [], "top": 1.5}),
            json!({"items": [], "topp": 1}),
            json!({"top": 1}),
            json!(3),
            json!(null),
            json!(true),
        ] {
            as_serde_json::<Battery>(&battery);
        }
        for multiple in [
            json!({"items": ["q1"], "mentioned": true}),
            json!({"items": ["q1"], "several": {"de": "mehrere", "en": "several"}, "order": "descending"}),
            json!({"items": ["q1"], "order": "falling"}),
        ] {
            as_serde_json::<Multiple>(&multiple);
        }
        for display in [
            json!({"axis": [0, 1.5], "decimals": 2, "reverse_legend": true, "chart": "pie"}),
            json!({"axis": [0]}),
            json!({"axis": [0, 1, 2]}),
            json!({"decimals": 300}),
        ] {
            as_serde_json::<Display>(&display);
        }
        as_serde_json::<Filter>(&json!({"not": {"variable": "q1", "is": [1, "a"]}}));
        as_serde_json::<Option<Filter>>(&json!(null));
        as_serde_json::<AnalysisSpec>(&json!({"kind": "crosstab", "rows": "a", "columns": "b"}));
        as_serde_json::<AnalysisSpec>(&json!({"kind": "crosstabs"}));
    }

    #[test]
    fn every_kind_of_analysis_is_read() {
        for kind in Analysis::KINDS {
            let bare = read::<AnalysisSpec>(json!({"kind": kind, "nothing": 1}));
            let message = bare.expect_err("fields are missing").to_string();
            assert!(message.contains("unknown field"), "{kind}: {message}");
        }
    }

    #[test]
    fn a_list_is_no_struct() {
        let message = read::<Battery>(json!([["q1"], 2, 4])).expect_err("a list");
        assert!(
            message.to_string().contains("expected struct Battery"),
            "{message}"
        );
    }
}
