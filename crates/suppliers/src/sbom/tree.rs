//! JSON with the way to each value, so that a mistake is told where it is.

use arvak_core::Instant;
use serde_json::{Map, Value};

use super::mistake::{Place, Told};
use super::{Hash, PURL_CHARS_MAX, TEXT_CHARS_MAX, hash, is_purl};

/// An object and the way to it.
#[derive(Clone)]
pub(super) struct Node<'v> {
    fields: &'v Map<String, Value>,
    way: String,
}

/// The whole of a text. `serde_json` goes no deeper than 128 levels.
pub(super) fn parse(text: &str, told: &mut Told) -> Option<Value> {
    match serde_json::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            let place = Place::Line(number(error.line()), number(error.column()));
            told.tell(place, "not_json", "");
            None
        }
    }
}

impl<'v> Node<'v> {
    /// The outermost object.
    pub(super) fn top(value: &'v Value, told: &mut Told) -> Option<Self> {
        Self::of(value, String::new(), told)
    }

    fn of(value: &'v Value, way: String, told: &mut Told) -> Option<Self> {
        if let Value::Object(fields) = value {
            return Some(Self { fields, way });
        }
        told.tell(Place::Path(way), "wrong_type", kind(value));
        None
    }

    fn way(&self, field: &str) -> String {
        if self.way.is_empty() { field.to_owned() } else { format!("{}.{field}", self.way) }
    }

    pub(super) fn place(&self, field: &str) -> Place {
        Place::Path(self.way(field))
    }

    /// An object in a field that may be absent.
    pub(super) fn object(&self, field: &str, told: &mut Told) -> Option<Self> {
        Self::of(self.fields.get(field)?, self.way(field), told)
    }

    /// The objects of a list that may be absent.
    pub(super) fn objects(&self, field: &str, told: &mut Told) -> Vec<Self> {
        let list = match self.fields.get(field) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                told.tell(self.place(field), "wrong_type", kind(other));
                return Vec::new();
            }
        };
        let mut all = Vec::with_capacity(list.len());
        for (number, value) in list.iter().enumerate() {
            if told.is_full() {
                break;
            }
            all.extend(Self::of(value, format!("{}[{number}]", self.way(field)), told));
        }
        all
    }

    /// A text that may be absent; an empty one is none.
    pub(super) fn text(&self, field: &str, told: &mut Told) -> Option<&'v str> {
        self.text_of(field, TEXT_CHARS_MAX, told)
    }

    fn text_of(&self, field: &str, most: usize, told: &mut Told) -> Option<&'v str> {
        match self.fields.get(field)? {
            Value::Null => None,
            Value::String(text) if text.chars().count() > most => {
                told.tell(self.place(field), "too_long", text);
                None
            }
            Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            other => {
                told.tell(self.place(field), "wrong_type", kind(other));
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn need(&self, field: &str, told: &mut Told) -> Option<&'v str> {
        let is_told = matches!(self.fields.get(field), Some(Value::String(text)) if !text.trim().is_empty())
            || matches!(self.fields.get(field), Some(value) if !value.is_string() && !value.is_null());
        if !is_told {
            told.tell(self.place(field), "missing", "");
            return None;
        }
        self.text(field, told)
    }

    /// A package URL that may be absent.
    pub(super) fn purl(&self, field: &str, told: &mut Told) -> Option<String> {
        let text = self.text_of(field, PURL_CHARS_MAX, told)?;
        if is_purl(text) {
            return Some(text.to_owned());
        }
        told.tell(self.place(field), "bad_purl", text);
        None
    }

    /// An instant (RFC 3339) that may be absent.
    pub(super) fn instant(&self, field: &str, told: &mut Told) -> Option<Instant> {
        let text = self.text(field, told)?;
        let found = text.parse().ok();
        if found.is_none() {
            told.tell(self.place(field), "bad_time", text);
        }
        found
    }

    /// A hash from two fields.
    pub(super) fn hash(&self, (algorithm, value): (&str, &str), told: &mut Told) -> Option<Hash> {
        let shown = self.need(value, told);
        let (algorithm, shown) = (self.need(algorithm, told)?, shown?);
        let found = hash(algorithm, shown);
        if found.is_none() {
            told.tell(self.place(value), "bad_hash", &format!("{algorithm} {shown}"));
        }
        found
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true/false",
        Value::Number(_) => "123",
        Value::String(_) => "\"…\"",
        Value::Array(_) => "[…]",
        Value::Object(_) => "{…}",
    }
}
