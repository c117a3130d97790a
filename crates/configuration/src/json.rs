//! JSON as consoles write it: some write names as the documentation has them (`includeUsers`), PowerShell writes
//! them with a capital (`IncludeUsers`). Names are compared without regard to case.

use serde_json::{Map, Value};

use crate::Place;
use crate::mistake::{Mistake, Told};

/// An object and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Object<'v> {
    fields: Option<&'v Map<String, Value>>,
}

impl<'v> Object<'v> {
    pub(crate) const fn of(fields: &'v Map<String, Value>) -> Self {
        Self { fields: Some(fields) }
    }

    /// A field that says something: neither absent nor null.
    pub(crate) fn get(self, name: &str) -> Option<&'v Value> {
        let mut found = self.fields?.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The fields that are no annotation of the protocol (`@odata.type`).
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'v str, &'v Value)> + use<'v> {
        let all = self.fields.into_iter().flatten();
        all.filter(|(key, _)| !key.contains('@')).map(|(key, value)| (key.as_str(), value))
    }

    pub(crate) fn text(self, name: &str) -> Option<&'v str> {
        self.get(name)?.as_str()
    }

    /// An object in it; an absent one is empty. Another type is told.
    pub(crate) fn object(self, name: &'static str, place: &Place, told: &mut Told) -> Self {
        match self.get(name) {
            None => Self { fields: None },
            Some(Value::Object(fields)) => Self::of(fields),
            Some(other) => {
                told.tell(wrong(other, name, "object", place));
                Self { fields: None }
            }
        }
    }

    /// A list of texts in it; an absent one is empty. Another type is told.
    pub(crate) fn texts(self, name: &'static str, place: &Place, told: &mut Told) -> Vec<&'v str> {
        let list = match self.get(name) {
            None => return Vec::new(),
            Some(Value::Array(list)) => list,
            // PowerShell writes a list of one as the one.
            Some(Value::String(text)) if !is_cut_off(text) => return one(text),
            Some(other) => {
                told.tell(wrong(other, name, "list", place));
                return Vec::new();
            }
        };
        let texts: Option<Vec<_>> = list.iter().map(Value::as_str).collect();
        texts.unwrap_or_else(|| {
            told.tell(wrong(&Value::Null, name, "list", place));
            Vec::new()
        })
    }
}

fn one(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { vec![text] }
}

fn wrong(found: &Value, field: &str, expected: &str, place: &Place) -> Mistake {
    match found {
        Value::String(text) if is_cut_off(text) => {
            Mistake::new(place.clone(), "cut_off").with("field", field)
        }
        _ => Mistake::new(place.clone(), "wrong_type")
            .with("field", field)
            .with("expected", expected),
    }
}

/// `ConvertTo-Json` writes what lies deeper than its depth as the name of its type, or in its own notation.
fn is_cut_off(text: &str) -> bool {
    text.starts_with("System.")
        || text.starts_with("Microsoft.")
        || text.starts_with("@{")
        || text.contains("PowerShell.Models")
}

/// Whether a value says nothing: null, empty, or made of such only.
pub(crate) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(_) => false,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_blank),
        Value::Object(fields) => {
            fields.iter().all(|(key, value)| key.contains('@') || is_blank(value))
        }
    }
}

/// The value in a text of any encoding.
pub(crate) fn parse(text: &str) -> Result<Value, Vec<Mistake>> {
    serde_json::from_str(text).map_err(|error| {
        let mistake = Mistake::new(Place::File, "no_json").with("line", &error.line());
        vec![mistake.with("column", &error.column())]
    })
}

/// The values of a text that holds one, or one a line as logs do.
pub(crate) fn stream(text: &str) -> Result<Vec<Value>, Vec<Mistake>> {
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        values.push(value.map_err(|error| {
            let mistake = Mistake::new(Place::File, "no_json").with("line", &error.line());
            vec![mistake.with("column", &error.column())]
        })?);
    }
    Ok(values)
}

/// A value as a table would have it: texts as they are, the entries of a list joined by `|`.
pub(crate) fn joined(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(list) => {
            let texts = list.iter().filter_map(Value::as_str);
            texts.collect::<Vec<_>>().join("|")
        }
    }
}

/// The objects of a list, or the one object that PowerShell writes when there is one.
pub(crate) fn rows<'v>(
    value: &'v Value,
    expected: &'static str,
    most: usize,
) -> Result<Vec<Object<'v>>, Vec<Mistake>> {
    match value {
        Value::Object(fields) if Object::of(fields).get("value").is_none() => {
            Ok(vec![Object::of(fields)])
        }
        other => objects(other, expected, most),
    }
}

/// The objects of a list, as it is or under `value`; and whether the list says that it goes on elsewhere.
pub(crate) fn objects<'v>(
    value: &'v Value,
    expected: &'static str,
    most: usize,
) -> Result<Vec<Object<'v>>, Vec<Mistake>> {
    let shape = || vec![Mistake::new(Place::File, "wrong_shape").with("expected", expected)];
    let list = match value {
        Value::Array(list) => list,
        Value::Object(fields) => {
            if fields.iter().any(|(key, value)| key.contains("nextLink") && !is_blank(value)) {
                return Err(vec![Mistake::new(Place::File, "not_whole")]);
            }
            let inner = Object::of(fields);
            match inner.get("value") {
                Some(Value::Array(list)) => list,
                // A list of one, as PowerShell writes it: the object itself.
                None if inner.get("id").is_some() => return Ok(vec![inner]),
                _ => return Err(shape()),
            }
        }
        _ => return Err(shape()),
    };
    if list.len() > most {
        return Err(vec![Mistake::new(Place::File, "too_many").with("most", &most)]);
    }
    let object = |value: &'v Value| value.as_object().map(Object::of);
    list.iter().map(object).collect::<Option<Vec<_>>>().ok_or_else(shape)
}
