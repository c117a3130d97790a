//! Reading XML of others: no document type, bounded, and text that a comment cannot cut in two.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node, ParsingOptions};

/// Most bytes of a document.
const BYTES_MAX: usize = 2 * 1024 * 1024;

/// Most nodes of a document.
const NODES_MAX: u32 = 50_000;

/// Reads a document. A document type is refused: no entities, no default attributes.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, &'static str> {
    if text.len() > BYTES_MAX {
        return Err("the XML is too long");
    }
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|_| "it is no XML that is read here")
}

/// Whether an element has that name.
pub(super) fn is(node: Node<'_, '_>, namespace: &str, name: &str) -> bool {
    node.is_element()
        && node.tag_name().namespace() == Some(namespace)
        && node.tag_name().name() == name
}

/// The children of that name.
pub(super) fn children<'a, 'd>(
    node: Node<'a, 'd>,
    namespace: &'static str,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| is(*child, namespace, name))
}

/// The only child of that name; nothing when there is none, or another beside it.
pub(super) fn only<'a, 'd>(
    node: Node<'a, 'd>,
    namespace: &'static str,
    name: &'static str,
) -> Option<Node<'a, 'd>> {
    let mut all = children(node, namespace, name);
    all.next().filter(|_| all.next().is_none())
}

/// The text of an element that holds nothing but text. What stands on both sides of a comment is one text.
pub(super) fn text(node: Node<'_, '_>) -> Option<String> {
    if node.children().any(|child| child.is_element() || child.is_pi()) {
        return None;
    }
    let parts = node.children().filter(Node::is_text).filter_map(|child| child.text());
    Some(parts.collect::<String>().trim().to_owned())
}

/// The bytes of base64, whatever white space stands in it.
pub(crate) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let bare: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(bare).ok()
}

/// A text as it stands in XML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\t' | '\n') => {}
            c => out.push(c),
        }
    }
    out
}
