//! Reading JSON objects strictly.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::{Map, Value};

mod misread;

pub(crate) use misread::Misread;

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

/// Reads a value of any type. As [`serde_json::from_value`], but errors say where they are (`analyses[3].rows`) and which name is
/// nearest; and a struct is read from an object alone and never from a list of its fields: the half of the code that would read
/// lists would be loaded by every browser.
///
/// # Errors
/// What is wrong, and where.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> Result<T, Misread> {
    T::deserialize(Reader(value))
}

struct Reader(Value);

impl<'de> Deserializer<'de> for Reader {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
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
                let mut items = Items(values.into_iter(), 0);
                let value = visitor.visit_seq(&mut items)?;
                if items.0.len() > 0 {
                    let fewer = &"fewer elements in array";
                    return Err(Misread::invalid_length(length, fewer));
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
    ) -> Result<V::Value, Misread> {
        match self.0 {
            Value::Object(fields) => visitor.visit_map(Fields(fields.into_iter(), None)),
            other => Err(unlike(&other, "an object with named fields")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misread> {
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
    ) -> Result<V::Value, Misread> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(word.into_deserializer()),
            Value::Object(fields) if fields.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(Fields(fields.into_iter(), None)))
            }
            other => Err(unlike(&other, "a word")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

/// The elements to come, and how many were read.
struct Items(std::vec::IntoIter<Value>, usize);

impl<'de> SeqAccess<'de> for Items {
    type Error = Misread;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misread> {
        let Some(value) = self.0.next() else {
            return Ok(None);
        };
        self.1 += 1;
        match seed.deserialize(Reader(value)) {
            Ok(read) => Ok(Some(read)),
            Err(error) => Err(self.blame(error)),
        }
    }
}

/// The fields to come, and the field that was read last with its value.
struct Fields(serde_json::map::IntoIter, Option<(String, Value)>);

impl<'de> MapAccess<'de> for Fields {
    type Error = Misread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misread> {
        let Some(name) = self.advance() else {
            return Ok(None);
        };
        seed.deserialize(Reader(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misread> {
        match seed.deserialize(Reader(self.value())) {
            Ok(read) => Ok(read),
            Err(error) => Err(self.blame(error)),
        }
    }
}

// What follows is the same for every type, and compiled once: the functions above are compiled for each of a hundred types.

/// Another form of value than the one that is needed.
#[inline(never)]
fn unlike(value: &Value, needed: &'static str) -> Misread {
    Misread::invalid_type(unexpected(value), &needed)
}

impl Items {
    /// The error with the place of the element that was read last.
    #[inline(never)]
    fn blame(&self, error: Misread) -> Misread {
        error.inside(&format!("[{}]", self.1 - 1))
    }
}

impl Fields {
    /// Goes on to the next field; its name.
    #[inline(never)]
    fn advance(&mut self) -> Option<Value> {
        let (name, value) = self.0.next()?;
        self.1 = Some((name.clone(), value));
        Some(Value::String(name))
    }

    /// The value of the field; there is one where a name was read before.
    #[inline(never)]
    fn value(&mut self) -> Value {
        let field = self.1.as_mut();
        field.map(|(_, value)| value.take()).unwrap_or_default()
    }

    /// The error with the name of the field that was read last.
    #[inline(never)]
    fn blame(&self, error: Misread) -> Misread {
        match &self.1 {
            Some((name, _)) => error.inside(name),
            None => error,
        }
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

    /// Both readers of a type read the same, and refuse the same.
    fn as_serde_json<T: DeserializeOwned + PartialEq + Debug>(value: &Value) {
        let ours = read::<T>(value.clone());
        let theirs = serde_json::from_value::<T>(value.clone());
        assert_eq!(ours.ok(), theirs.ok(), "{value}");
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
    fn errors_say_where_and_what_is_nearest() {
        for (value, message) in [
            (
                json!({"kind": "crosstab", "rows": "a", "colums": "b"}),
                "`colums`: unknown field, did you mean `columns`?",
            ),
            (
                json!({"kind": "crosstab", "rows": "a", "columns": "b", "titel": "c"}),
                "`titel`: unknown field, did you mean `title`?",
            ),
            (
                json!({"kind": "crosstab", "rows": "a"}),
                "the field `columns` is missing",
            ),
            (json!({"rows": "a"}), "the field `kind` is missing"),
            (
                json!({"kind": "crostab"}),
                "`kind`: unknown word `crostab`, did you mean `crosstab`?",
            ),
            (
                json!({"kind": "battery", "items": ["a", 5]}),
                "`items[1]`: expected a string, found the number 5",
            ),
            (
                json!({"kind": "frequencies", "variable": "a", "order": "up"}),
                "`order`: unknown word `up`: possible here are codebook, descending",
            ),
            (
                json!({"kind": "battery", "items": [], "filter": {"all": [{"variable": "a", "is": [true]}]}}),
                "`filter.all[0].is[0]`: expected a number or a text, found true",
            ),
            (
                json!({"kind": "battery", "items": [], "filter": {"vriable": "a", "is": [1]}}),
                "`filter.vriable`: unknown field, did you mean `variable`?",
            ),
            (
                json!({"kind": "battery", "items": [], "design": {"strata": 1}}),
                "`design.strata`: expected a string, found the number 1",
            ),
        ] {
            let error = read::<AnalysisSpec>(value.clone()).expect_err("is wrong");
            assert_eq!(error.to_string(), message, "{value}");
        }
    }

    #[test]
    fn a_list_is_no_struct() {
        let message = read::<Battery>(json!([["q1"], 2, 4])).expect_err("a list");
        assert!(
            message.to_string().contains("expected an object"),
            "{message}"
        );
    }
}
