//! Exclusive XML canonicalization without comments (W3C, 18 July 2002), of one element of a document.

use roxmltree::{Node, NodeId};

/// Deepest element that is written.
const DEPTH_MAX: usize = 100;

/// Most namespaces that are in force at one element.
const NAMESPACES_MAX: usize = 64;

/// What the names `xml:…` mean; it is never declared.
const XML: &str = "xml";

/// An element as bytes that are the same for everyone who reads it, without the node `without` (the signature within), and with
/// the prefixes of `inclusive` declared wherever they are in force. Nothing where the bounds are passed.
pub(crate) fn canonical(
    element: Node<'_, '_>,
    without: Option<NodeId>,
    inclusive: &[&str],
) -> Option<Vec<u8>> {
    let mut writer = Writer { out: String::new(), declared: Vec::new(), without, inclusive };
    writer.element(element, 0)?;
    Some(writer.out.into_bytes())
}

/// The outermost element of a document, canonical: for whoever holds this against another's.
pub fn canonical_text(xml: &str) -> Option<String> {
    let document = super::xml::parse(xml).ok()?;
    String::from_utf8(canonical(document.root_element(), None, &[])?).ok()
}

struct Writer<'l, 'n> {
    out: String,
    /// What the elements around declare, outermost first: a prefix (empty for the default) and its namespace.
    declared: Vec<(&'n str, &'n str)>,
    without: Option<NodeId>,
    inclusive: &'l [&'l str],
}

impl<'n> Writer<'_, 'n> {
    fn node(&mut self, node: Node<'n, '_>, depth: usize) -> Option<()> {
        if node.is_text() {
            content(&mut self.out, node.text().unwrap_or_default());
        } else if let Some(pi) = node.pi() {
            let data = pi.value.unwrap_or_default();
            let between = if data.is_empty() { "" } else { " " };
            self.out.extend(["<?", pi.target, between, data, "?>"]);
        } else if node.is_element() {
            self.element(node, depth)?;
        }
        Some(())
    }

    fn element(&mut self, node: Node<'n, '_>, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        let name = qualified(node)?;
        let outer = self.declared.len();
        self.out.extend(["<", name]);
        self.declare(node, name)?;
        let mut attributes = Vec::new();
        for attribute in node.attributes() {
            let name = node.document().input_text().get(attribute.range_qname())?;
            let order = (attribute.namespace().unwrap_or_default(), attribute.name());
            attributes.push((order, name, attribute.value()));
        }
        attributes.sort_unstable();
        for (_, name, text) in attributes {
            value(&mut self.out, name, text);
        }
        self.out.push('>');
        let without = self.without;
        for child in node.children().filter(|child| Some(child.id()) != without) {
            self.node(child, depth + 1)?;
        }
        self.out.extend(["</", name, ">"]);
        self.declared.truncate(outer);
        Some(())
    }

    /// Declares what the element itself uses and nothing around it has declared.
    fn declare(&mut self, node: Node<'n, '_>, name: &str) -> Option<()> {
        if node.namespaces().count() > NAMESPACES_MAX {
            return None;
        }
        let input = node.document().input_text();
        let mut used = vec![prefix(name)];
        for attribute in node.attributes() {
            let prefix = prefix(input.get(attribute.range_qname())?);
            used.extend(Some(prefix).filter(|prefix| !prefix.is_empty()));
        }
        let mut new = Vec::new();
        for namespace in node.namespaces() {
            let prefix = namespace.name().unwrap_or_default();
            let is_wanted = used.contains(&prefix) || self.inclusive.contains(&prefix);
            // What the default is stands by its lookup: it may be taken back by an empty one.
            if is_wanted && !prefix.is_empty() && prefix != XML {
                new.push((prefix, namespace.uri()));
            }
        }
        if used.contains(&"") || self.inclusive.contains(&"") {
            new.push(("", node.lookup_namespace_uri(None).unwrap_or_default()));
        }
        new.sort_unstable();
        new.dedup();
        for (prefix, uri) in new {
            let known = self.declared.iter().rev().find(|(known, _)| *known == prefix);
            let known = known.map(|(_, uri)| *uri);
            if known == Some(uri) || (known.is_none() && prefix.is_empty() && uri.is_empty()) {
                continue;
            }
            let name =
                if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            value(&mut self.out, &name, uri);
            self.declared.push((prefix, uri));
        }
        Some(())
    }
}

/// The element's name as it is written: the tree holds no prefixes.
fn qualified<'d>(node: Node<'_, 'd>) -> Option<&'d str> {
    let written = node.document().input_text().get(node.range())?.strip_prefix('<')?;
    written.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next()
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

fn content(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}

fn value(out: &mut String, name: &str, text: &str) {
    out.extend([" ", name, "=\""]);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_means_the_same_is_written_the_same() {
        for (xml, canonical) in [
            ("<a/>", "<a></a>"),
            (
                "<?xml version='1.0'?>\n<a  z='1' b = \"2\"><!-- x --></a >",
                r#"<a b="2" z="1"></a>"#,
            ),
            (
                "<n:a xmlns:n='u' xmlns:m='v'><m:b/><m:c><n:d xmlns:n='w'/></m:c></n:a>",
                r#"<n:a xmlns:n="u"><m:b xmlns:m="v"></m:b><m:c xmlns:m="v"><n:d xmlns:n="w"></n:d></m:c></n:a>"#,
            ),
            (
                "<a xmlns='u'><b xmlns=''><c/></b><d xmlns='u'/></a>",
                r#"<a xmlns="u"><b xmlns=""><c></c></b><d></d></a>"#,
            ),
            (
                "<a xmlns:y='2' xmlns:x='9' x:b='1' y:b='2' b='3' xml:lang='nb'/>",
                r#"<a xmlns:x="9" xmlns:y="2" b="3" y:b="2" x:b="1" xml:lang="nb"></a>"#,
            ),
            (
                "<a b='&lt;&#9;&quot;&gt;'>x&amp;<![CDATA[<y>]]>&#13;</a>",
                "<a b=\"&lt;&#x9;&quot;>\">x&amp;&lt;y&gt;&#xD;</a>",
            ),
            ("<a>\r\n<?p  q ?></a>", "<a>\n<?p q ?></a>"),
        ] {
            assert_eq!(canonical_text(xml).as_deref(), Some(canonical), "{xml}");
        }
    }

    #[test]
    fn a_prefix_that_is_named_is_declared_where_it_is_in_force() {
        let document = super::super::xml::parse("<a xmlns:xs='s'><b><c/></b></a>").unwrap();
        let b = document.root_element().first_element_child().unwrap();
        let bytes = canonical(b, None, &["xs"]).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), r#"<b xmlns:xs="s"><c></c></b>"#);
        let bytes = canonical(b, b.first_child().map(|c| c.id()), &[]).unwrap();
        assert_eq!(bytes, b"<b></b>");
    }

    #[test]
    fn what_is_too_deep_or_has_too_many_names_is_not_written() {
        let deep = "<a>".repeat(200) + &"</a>".repeat(200);
        let names: Vec<_> = (0..100).map(|n| format!(" xmlns:p{n}='u{n}'")).collect();
        let names = names.concat();
        assert_eq!(canonical_text(&deep), None);
        assert_eq!(canonical_text(&format!("<a{names}/>")), None);
        assert_eq!(canonical_text("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"), None);
    }

    proptest! {
        #[test]
        fn what_is_canonical_stays_as_it_is(
            xml in "<(p:|)a xmlns:p='u'( xmlns='[vw]?'| p:x='[^<&']{0,4}'){0,2}>([a-zæ&&[^<&]]|<(p:|)b xmlns:p='[uv]'( y='1')?/>|<!--c-->|<c xmlns=''>|</c>){0,6}</(p:|)a>",
        ) {
            if let Some(once) = canonical_text(&xml) {
                prop_assert_eq!(canonical_text(&once), Some(once.clone()), "{}", xml);
            }
        }
    }
}
