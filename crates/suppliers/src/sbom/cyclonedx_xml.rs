//! `CycloneDX` as XML (ECMA-424). A document type is refused, so there are no entities but the five of XML itself: none that
//! reads a file, and none that grows.

use arvak_core::Instant;
use roxmltree::{Document, Node, ParsingOptions};

use super::cyclonedx::VERSIONS;
use super::mistake::{Place, Told};
use super::{
    DEPTH_MAX, Format, HASHES_MAX, Hash, PRODUCTS_MAX, PURL_CHARS_MAX, Product, Sbom,
    TEXT_CHARS_MAX, hash, is_purl,
};

/// What the namespace of every version begins with.
pub(super) const NAMESPACE: &str = "http://cyclonedx.org/schema/bom/";

/// Most nodes of a document.
const NODES_MAX: u32 = 2_000_000;

/// Most elements within elements: what is deeper is refused before it is read, since reading goes down with it.
const NESTED_MAX: usize = 200;

pub(super) fn read(text: &str, told: &mut Told) -> Option<Sbom> {
    if nested(text) > NESTED_MAX {
        told.tell(Place::File, "too_deep", "");
        return None;
    }
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            let code = match error {
                roxmltree::Error::DtdDetected => "doctype",
                roxmltree::Error::NodesLimitReached => "too_many",
                _ => "not_xml",
            };
            let at = error.pos();
            told.tell(Place::Line(at.row, at.col), code, "");
            return None;
        }
    };
    let bom = document.root_element();
    let version = bom.tag_name().namespace().and_then(|name| name.strip_prefix(NAMESPACE));
    let version = version.filter(|version| VERSIONS.contains(version));
    let Some(version) = version.filter(|_| bom.tag_name().name() == "bom") else {
        let found = bom.tag_name().namespace().unwrap_or_default();
        told.tell(place(bom), "unknown_version", found);
        return None;
    };
    let metadata = child(bom, "metadata");
    let made_at = metadata.and_then(|metadata| instant(metadata, "timestamp", told));
    let about = metadata.and_then(|metadata| child(metadata, "component"));
    let about = about.and_then(|component| product(component, told));
    let mut products = Vec::new();
    let mut waiting: Vec<(Node<'_, '_>, usize)> = Vec::new();
    waiting.extend(components(bom).into_iter().rev().map(|node| (node, 1)));
    while let Some((node, depth)) = waiting.pop() {
        if told.is_full() {
            return None;
        }
        if depth > DEPTH_MAX {
            told.tell(place(node), "too_deep", "");
            return None;
        }
        if products.len() >= PRODUCTS_MAX {
            told.tell(place(node), "too_many", "");
            return None;
        }
        products.extend(product(node, told));
        waiting.extend(components(node).into_iter().rev().map(|node| (node, depth + 1)));
    }
    Some(Sbom {
        format: Format::CycloneDxXml,
        version: version.to_owned(),
        about,
        made_at,
        products,
    })
}

/// A name with its group before it, as `org.postgresql/postgresql`.
pub(super) fn full_name(group: Option<&str>, name: &str) -> String {
    group.map_or_else(|| name.to_owned(), |group| format!("{group}/{name}"))
}

/// How deep tags that open stand within each other, at most. What looks like a tag in a comment or a text counts too, which
/// only makes it deeper than it is.
fn nested(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    // The sign after the last `<` that is still open, and the sign before here.
    let (mut open, mut before) = (None, b' ');
    for (at, byte) in text.bytes().enumerate() {
        match (byte, open) {
            (b'<', _) => open = text.as_bytes().get(at + 1).copied(),
            (b'>', Some(b'/')) => (depth, open) = (depth.saturating_sub(1), None),
            (b'>', Some(b'?' | b'!')) => open = None,
            (b'>', Some(_)) => {
                // What closes itself goes no deeper.
                if before != b'/' {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                open = None;
            }
            _ => {}
        }
        before = byte;
    }
    deepest
}

fn place(node: Node<'_, '_>) -> Place {
    let at = node.document().text_pos_at(node.range().start);
    Place::Line(at.row, at.col)
}

/// The first child of that name, in the namespace of its parent.
fn child<'a, 'd>(node: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    let namespace = node.tag_name().namespace();
    let mut children = node.children().filter(Node::is_element);
    children.find(|one| one.tag_name().name() == name && one.tag_name().namespace() == namespace)
}

fn components<'a, 'd>(node: Node<'a, 'd>) -> Vec<Node<'a, 'd>> {
    let within = child(node, "components").into_iter().flat_map(|list| list.children());
    within.filter(|one| one.is_element() && one.tag_name().name() == "component").collect()
}

/// The text of a child; an empty one is none.
fn text(node: Node<'_, '_>, name: &str, most: usize, told: &mut Told) -> Option<String> {
    let found = child(node, name)?;
    let text: String =
        found.children().filter(Node::is_text).filter_map(|part| part.text()).collect();
    let text = text.trim();
    if text.chars().count() > most {
        told.tell(place(found), "too_long", text);
        return None;
    }
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// The instant (RFC 3339) in a child.
fn instant(node: Node<'_, '_>, name: &str, told: &mut Told) -> Option<Instant> {
    let text = text(node, name, TEXT_CHARS_MAX, told)?;
    let found = text.parse().ok();
    if found.is_none() {
        told.tell(child(node, name).map_or(Place::File, place), "bad_time", &text);
    }
    found
}

fn product(node: Node<'_, '_>, told: &mut Told) -> Option<Product> {
    let name = text(node, "name", TEXT_CHARS_MAX, told);
    if name.is_none() && !told.is_full() && child(node, "name").is_none_or(is_blank) {
        told.tell(place(node), "missing", "name");
    }
    let group = text(node, "group", TEXT_CHARS_MAX, told);
    let version = text(node, "version", TEXT_CHARS_MAX, told);
    let purl = text(node, "purl", PURL_CHARS_MAX, told);
    if let Some(bad) = purl.as_ref().filter(|purl| !is_purl(purl)) {
        told.tell(child(node, "purl").map_or(Place::File, place), "bad_purl", bad);
    }
    let supplier = child(node, "supplier");
    let supplier = supplier.and_then(|one| text(one, "name", TEXT_CHARS_MAX, told));
    let supplier = supplier.or_else(|| text(node, "publisher", TEXT_CHARS_MAX, told));
    let hashes = hashes(node, told)?;
    let name = full_name(group.as_deref(), &name?);
    Some(Product { name, version, purl, supplier, hashes })
}

fn is_blank(node: Node<'_, '_>) -> bool {
    node.text().is_none_or(|text| text.trim().is_empty())
}

fn hashes(node: Node<'_, '_>, told: &mut Told) -> Option<Vec<Hash>> {
    let Some(list) = child(node, "hashes") else { return Some(Vec::new()) };
    let mut found = Vec::new();
    for one in list.children().filter(Node::is_element) {
        if found.len() >= HASHES_MAX || told.is_full() {
            told.tell(place(list), "too_many", "");
            return None;
        }
        let (algorithm, value) = (one.attribute("alg"), one.text().unwrap_or_default());
        if let Some(hash) = hash(algorithm.unwrap_or_default(), value) {
            found.push(hash);
        } else {
            let shown = format!("{} {value}", algorithm.unwrap_or_default());
            told.tell(place(one), "bad_hash", &shown);
        }
    }
    Some(found)
}
