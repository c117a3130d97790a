//! XML as scanners write it, one element after the other. Bounded; it knows no entities but the five that XML has
//! and characters by number, so nothing a file declares is ever expanded.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Mistake, Place};

/// Most elements inside each other.
const DEPTH_MAX: usize = 64;

/// Most attributes of one element.
const ATTRIBUTES_MAX: usize = 64;

/// Most bytes of text that are kept of one element.
const TEXT_BYTES_MAX: usize = 16 * 1024;

/// An element, without its children.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    /// The text directly in it, so far.
    pub(super) text: String,
}

impl Element {
    /// The value of an attribute; empty when there is none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// What a walk hears.
pub(super) trait Listener {
    /// An element begins; `path` ends with it.
    fn begins(&mut self, path: &[Element], place: Place);
    /// An element ends, its text whole; `path` ends with it.
    fn ends(&mut self, path: &[Element], place: Place);
}

/// Walks through a document. `root` are the names that its first element may have.
pub(super) fn walk(text: &str, root: &[&str], listener: &mut impl Listener) -> Result<(), Mistake> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().trim_text(false);
    let mut path: Vec<Element> = Vec::new();
    let mut begun = false;
    let mut lines = Lines::default();
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let line = lines.up_to(text, at);
        let place = || Place::Line(line);
        let bad = |code, detail: &str| Mistake::new(code, place(), detail);
        let event = event.map_err(|error| bad("import.xml", &error.to_string()))?;
        match event {
            Event::Start(start) => {
                open(&mut path, &start, root, &mut begun)
                    .map_err(|code| bad(code, start.name().0))?;
                listener.begins(&path, place());
            }
            Event::Empty(start) => {
                open(&mut path, &start, root, &mut begun)
                    .map_err(|code| bad(code, start.name().0))?;
                listener.begins(&path, place());
                listener.ends(&path, place());
                path.pop();
            }
            Event::End(_) => {
                listener.ends(&path, place());
                path.pop();
            }
            Event::Text(said) => add(&mut path, &said),
            Event::CData(said) => add(&mut path, &said),
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().ok().flatten();
                match (character, resolve_predefined_entity(&name)) {
                    (Some(character), _) => add(&mut path, character.encode_utf8(&mut [0; 4])),
                    (None, Some(text)) => add(&mut path, text),
                    (None, None) => return Err(bad("import.xml_entity", &name)),
                }
            }
            // A document type may be named; what it would declare is not wanted.
            Event::DocType(said) if said.contains('[') => {
                return Err(bad("import.xml_declarations", ""));
            }
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if path.is_empty() && begun => return Ok(()),
            Event::Eof => return Err(bad("import.xml_cut", "")),
        }
    }
}

/// Counts lines as it goes on: from the beginning for each element would take for ever.
#[derive(Default)]
struct Lines {
    at: usize,
    ends: u32,
}

impl Lines {
    /// The line in which the first `at` bytes end.
    fn up_to(&mut self, text: &str, at: usize) -> u32 {
        let new = text.as_bytes().get(self.at..at).unwrap_or_default();
        let ends = new.split(|byte| *byte == b'\n').count().saturating_sub(1);
        self.ends = self.ends.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.at = self.at.max(at);
        self.ends.saturating_add(1)
    }
}

fn open(
    path: &mut Vec<Element>,
    start: &BytesStart<'_>,
    root: &[&str],
    begun: &mut bool,
) -> Result<(), &'static str> {
    let name = start.name().0.to_owned();
    if path.is_empty() && (*begun || !root.contains(&name.as_str())) {
        return Err("import.other_format");
    }
    if path.len() >= DEPTH_MAX {
        return Err("import.xml_too_deep");
    }
    *begun = true;
    let mut element = Element { name, ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| "import.xml_attribute")?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|_| "import.xml_entity")?.into_owned();
        if element.attributes.len() >= ATTRIBUTES_MAX {
            return Err("import.xml_attribute");
        }
        element.attributes.insert(attribute.key.0.to_owned(), value);
    }
    path.push(element);
    Ok(())
}

fn add(path: &mut [Element], said: &str) {
    let Some(element) = path.last_mut() else { return };
    let room = TEXT_BYTES_MAX.saturating_sub(element.text.len());
    let mut end = said.len().min(room);
    while !said.is_char_boundary(end) {
        end -= 1;
    }
    element.text.push_str(said.get(..end).unwrap_or_default());
}
