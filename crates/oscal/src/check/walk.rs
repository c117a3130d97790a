//! One pass over the bytes of a document: every member with where it stands, and every object when it ends.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::facts::{Facts, Kind};
use super::fault::FaultCode;
use super::rules::{self, Object};

/// How deep a document may go.
const DEPTH_MAX: usize = 100;

/// Goes over a document.
pub(super) fn walk(bytes: &[u8], facts: &mut Facts<'_>) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let mut path = Path(Vec::new());
    Value { path: &mut path, facts, object: None }.deserialize(&mut reader)?;
    reader.end()
}

/// The members and places that lead to where we are.
pub(super) struct Path<'de>(Vec<Step<'de>>);

enum Step<'de> {
    Member(Cow<'de, str>),
    Item(usize),
}

impl Path<'_> {
    /// `results[0].findings`, without the root.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for step in self.0.iter().skip(1) {
            match step {
                Step::Member(name) if text.is_empty() => text.push_str(name),
                Step::Member(name) => {
                    text.push('.');
                    text.push_str(name);
                }
                Step::Item(number) => {
                    let _ = fmt::Write::write_fmt(&mut text, format_args!("[{number}]"));
                }
            }
        }
        text
    }

    /// The members that lead here, the nearest first.
    pub(super) fn members(&self) -> impl Iterator<Item = &str> {
        self.0.iter().rev().filter_map(|step| match step {
            Step::Member(name) => Some(name.as_ref()),
            Step::Item(_) => None,
        })
    }

    /// The nearest member.
    pub(super) fn member(&self) -> &str {
        self.members().next().unwrap_or_default()
    }

    /// How many steps lead here.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }
}

/// A value, and the object that it is a member of.
struct Value<'w, 'de, 'n> {
    path: &'w mut Path<'de>,
    facts: &'w mut Facts<'n>,
    object: Option<&'w mut Object<'de>>,
}

impl<'de> DeserializeSeed<'de> for Value<'_, 'de, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        rules::text(Cow::Borrowed(text), self.path, self.facts, self.object);
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        rules::text(Cow::Owned(text.to_owned()), self.path, self.facts, self.object);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self { path, facts, .. } = self;
        let mut count = 0;
        loop {
            path.0.push(Step::Item(count));
            let item = Value { path: &mut *path, facts: &mut *facts, object: None };
            let item = items.next_element_seed(item);
            path.0.pop();
            if item?.is_none() {
                break;
            }
            count += 1;
        }
        if count == 0 {
            facts.fault(&path.text(), FaultCode::EmptyArray, path.member());
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { path, facts, .. } = self;
        if path.depth() > DEPTH_MAX {
            return Err(A::Error::custom("too deep"));
        }
        let mut object = Object::default();
        while let Some(name) = members.next_key_seed(Word)? {
            if path.depth() == 0 {
                facts.kind = facts.kind.or_else(|| Kind::of_root(&name));
            }
            path.0.push(Step::Member(name));
            let value = Value { path: &mut *path, facts: &mut *facts, object: Some(&mut object) };
            let value = members.next_value_seed(value);
            path.0.pop();
            value?;
        }
        rules::object(&object, path, facts);
        Ok(())
    }
}

/// A member's name, borrowed when it holds no escapes.
struct Word;

impl<'de> DeserializeSeed<'de> for Word {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Word {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
