//! What a program asks: parameters of the address, and bodies of JSON. Whatever is not known is refused by its name: a filter
//! that is silently passed over would answer another question than the one that was put.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, Query, Request};
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::problem::{Code, Problem, Wrong, named};
use crate::form::Typed;
use crate::recording::NotTaken;
use crate::visit::Visit;

/// The parameters of an address.
pub(super) struct Asked<'v> {
    visit: &'v Visit,
    pairs: BTreeMap<String, String>,
}

impl<'v> Asked<'v> {
    /// Those of this visit. Others than the `known` ones are refused, and so is one that stands twice.
    pub(super) fn of(visit: &'v Visit, known: &[&str]) -> Result<Self, Problem> {
        let query = Query::<Vec<(String, String)>>::try_from_uri(&visit.uri);
        let Query(found) = query.map_err(|_| Code::BadQuery)?;
        let mut pairs = BTreeMap::new();
        for (name, value) in found {
            if !known.contains(&name.as_str()) {
                let said = named(visit.words(), "api-query-unknown", &name);
                return Err(Problem::query(&name, "unknown", said));
            }
            if pairs.insert(name.clone(), value).is_some() {
                let said = named(visit.words(), "api-query-twice", &name);
                return Err(Problem::query(&name, "invalid", said));
            }
        }
        Ok(Self { visit, pairs })
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(name).map(String::as_str)
    }

    /// A parameter as what it must be.
    pub(super) fn read<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.read_with(name, |text| text.parse().ok())
    }

    /// A parameter, read by `read`.
    pub(super) fn read_with<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.get(name) else { return Ok(None) };
        read(text).map(Some).ok_or_else(|| self.wrong(name))
    }

    fn wrong(&self, name: &str) -> Problem {
        Problem::query(name, "invalid", named(self.visit.words(), "api-query-wrong", name))
    }
}

/// A body of JSON, as a `T`.
pub(super) struct Sent<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Code::MediaType.into());
        }
        read(&bytes(request, state).await?).map(Self)
    }
}

/// The bytes of a body, when it is not too large.
pub(super) async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|refused| {
        if refused.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Code::TooLarge.into()
        } else {
            Code::Malformed.into()
        }
    })
}

/// Reads JSON: what is no JSON is malformed; what has another shape is invalid, at the field that is named.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let inner = error.inner();
        if !inner.is_data() {
            return Problem::said(Code::Malformed, format!("{inner}."));
        }
        let said = inner.to_string();
        let code = if said.starts_with("missing field") {
            "missing"
        } else if said.starts_with("unknown field") {
            "unknown"
        } else {
            "invalid"
        };
        let mut pointer = pointer(error.path());
        // A field that is not there has no path of its own.
        if let Some(field) = said.strip_prefix("missing field `").and_then(|s| s.split('`').next())
        {
            pointer = format!("{pointer}/{field}");
        }
        Problem::invalid(vec![Wrong::at(&pointer, code, said)])
    })?;
    deserializer.end().map_err(|error| Problem::said(Code::Malformed, format!("{error}.")))?;
    Ok(read)
}

/// A path as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut out = String::new();
    for segment in path {
        out.push('/');
        match segment {
            Segment::Seq { index } => out.push_str(&index.to_string()),
            Segment::Map { key } => out.push_str(&escaped(key)),
            Segment::Enum { variant } => out.push_str(&escaped(variant)),
            Segment::Unknown => out.push('?'),
        }
    }
    out
}

/// A name as one step of a JSON pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A form, for the functions that the pages use too: pairs of their field, ours, and what it holds.
pub(super) struct Form(Vec<(&'static str, &'static str, Vec<String>)>);

impl Form {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// With a field of one value.
    pub(super) fn with(
        self,
        field: &'static str,
        ours: &'static str,
        value: impl ToString,
    ) -> Self {
        self.all(field, ours, [value])
    }

    /// With a field of one value, or none.
    pub(super) fn some(
        self,
        field: &'static str,
        ours: &'static str,
        value: Option<impl ToString>,
    ) -> Self {
        self.all(field, ours, value)
    }

    /// With a field of several values.
    pub(super) fn all(
        mut self,
        field: &'static str,
        ours: &'static str,
        values: impl IntoIterator<Item = impl ToString>,
    ) -> Self {
        self.0.push((field, ours, values.into_iter().map(|value| value.to_string()).collect()));
        self
    }

    /// As the pages read it.
    pub(super) fn typed(&self) -> Typed {
        let pairs = self.0.iter().flat_map(|(field, _, values)| {
            values.iter().map(|value| ((*field).to_owned(), value.clone()))
        });
        Typed::of(pairs)
    }

    /// What was wrong with it, at our names of its fields.
    pub(super) fn problem(&self, error: NotTaken) -> Problem {
        let mistakes = match error {
            NotTaken::Failure(failure) => return failure.into(),
            NotTaken::Mistakes(mistakes) => mistakes,
        };
        let typed = self.typed();
        let wrong = mistakes.iter().map(|(field, sentence)| {
            let ours = self.0.iter().find(|(known, ..)| *known == field).map(|(_, ours, _)| *ours);
            let code = match ours {
                None => "refused",
                Some(_) if typed.some(field).is_none() => "missing",
                Some(_) => "invalid",
            };
            let pointer = ours.map(|ours| format!("/{ours}")).unwrap_or_default();
            Wrong::at(&pointer, code, sentence)
        });
        Problem::invalid(wrong.collect())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only read")]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only read")]
        number: u8,
    }

    fn wrong(text: &str) -> (Code, Option<String>, String) {
        let problem = read::<Outer>(text.as_bytes()).unwrap_err();
        let first = problem.errors.first();
        let code = first.map(|wrong| wrong.code.clone()).unwrap_or_default();
        (problem.code, first.and_then(|wrong| wrong.pointer.clone()), code)
    }

    #[test]
    fn a_body_is_refused_at_the_field_that_is_wrong() {
        let at =
            |pointer: &str, code: &str| (Code::Invalid, Some(pointer.to_owned()), code.to_owned());
        assert_eq!(
            wrong(r#"{"inner":[{"number":1},{"number":300}]}"#),
            at("#/inner/1/number", "invalid")
        );
        assert_eq!(wrong(r#"{"inner":[{"a/b":1}]}"#), at("#/inner/0/a~1b", "unknown"));
        assert_eq!(wrong(r#"{"inner":[{}]}"#), at("#/inner/0/number", "missing"));
        assert_eq!(wrong("{}"), at("#/inner", "missing"));
        for malformed in ["", "{", r#"{"inner":[]} x"#, "\u{0}"] {
            assert_eq!(wrong(malformed).0, Code::Malformed, "{malformed}");
        }
    }
}
