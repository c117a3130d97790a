//! Values of a case, each with the path by which an error names it.

use serde_json::{Map, Value};

use super::CaseError;

/// Times and lengths of time lie between this and its negative, so that their sums are instants.
const TIME_MAX: i64 = i64::MAX / 4;

/// Most characters of a value in an error.
const SHOWN_CHARS_MAX: usize = 60;

type Read<T> = Result<T, CaseError>;

/// A value and where it stands.
#[derive(Clone)]
pub(super) struct Field<'v> {
    path: String,
    value: &'v Value,
}

/// An object and where it stands.
pub(super) struct Object<'v> {
    path: String,
    fields: &'v Map<String, Value>,
}

impl<'v> Field<'v> {
    /// The whole case.
    pub(super) fn root(value: &'v Value) -> Self {
        Self { path: String::new(), value }
    }

    /// An object with no other fields than these.
    pub(super) fn object(&self, allowed: &[&str]) -> Read<Object<'v>> {
        let object = self.open()?;
        match object.fields.keys().find(|name| !allowed.contains(&name.as_str())) {
            Some(name) => Err(CaseError::UnknownField {
                path: object.path_of(name),
                allowed: allowed.join(", "),
            }),
            None => Ok(object),
        }
    }

    /// An object; which fields it may have is not known yet.
    pub(super) fn open(&self) -> Read<Object<'v>> {
        match self.value {
            Value::Object(fields) => Ok(Object { path: self.path.clone(), fields }),
            _ => Err(self.bad("an object")),
        }
    }

    pub(super) fn list(&self) -> Read<Vec<Field<'v>>> {
        let Value::Array(values) = self.value else { return Err(self.bad("a list")) };
        let item = |(place, value)| Field { path: format!("{}[{place}]", self.path), value };
        Ok(values.iter().enumerate().map(item).collect())
    }

    pub(super) fn text(&self) -> Read<&'v str> {
        self.value.as_str().ok_or_else(|| self.bad("a text"))
    }

    pub(super) fn flag(&self) -> Read<bool> {
        self.value.as_bool().ok_or_else(|| self.bad("true or false"))
    }

    pub(super) fn time(&self) -> Read<i64> {
        let found = self.value.as_i64().filter(|time| (-TIME_MAX..=TIME_MAX).contains(time));
        found.ok_or_else(|| self.bad("a time as a whole number"))
    }

    pub(super) fn length(&self) -> Read<i64> {
        let found = self.value.as_i64().filter(|length| (0..=TIME_MAX).contains(length));
        found.ok_or_else(|| self.bad("a length of time as a whole number, not negative"))
    }

    pub(super) fn number(&self) -> Read<u64> {
        self.value.as_u64().ok_or_else(|| self.bad("a whole number, not negative"))
    }

    pub(super) fn strength(&self) -> Read<usize> {
        let found = self.value.as_u64().and_then(|number| usize::try_from(number).ok());
        found.filter(|number| (1..=5).contains(number)).ok_or_else(|| self.bad("1, 2, 3, 4 or 5"))
    }

    /// The value that `read` gives, or none for `null`.
    pub(super) fn or_null<T>(&self, read: impl FnOnce(&Self) -> Read<T>) -> Read<Option<T>> {
        if self.value.is_null() { Ok(None) } else { read(self).map(Some) }
    }

    /// An error about this value.
    pub(super) fn bad(&self, expected: impl Into<String>) -> CaseError {
        let written = self.value.to_string();
        let mut found: String = written.chars().take(SHOWN_CHARS_MAX).collect();
        if found.len() < written.len() {
            found.push('…');
        }
        let path = if self.path.is_empty() { "the case".to_owned() } else { self.path.clone() };
        CaseError::BadValue { path, found, expected: expected.into() }
    }
}

impl<'v> Object<'v> {
    /// A field that must be there.
    pub(super) fn get(&self, name: &str, expected: &str) -> Read<Field<'v>> {
        self.find(name).ok_or_else(|| CaseError::MissingField {
            path: self.path_of(name),
            expected: expected.to_owned(),
        })
    }

    /// A field that is as good as `null` when it is not there.
    pub(super) fn find(&self, name: &str) -> Option<Field<'v>> {
        self.fields.get(name).map(|value| Field { path: self.path_of(name), value })
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}
