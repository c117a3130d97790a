//! `CycloneDX` as JSON (ECMA-424).

use super::mistake::Told;
use super::tree::{Node, parse};
use super::{DEPTH_MAX, Format, HASHES_MAX, PRODUCTS_MAX, Product, Sbom};

/// The versions that are read, of JSON and XML.
pub(super) const VERSIONS: [&str; 3] = ["1.4", "1.5", "1.6"];

pub(super) fn read(text: &str, told: &mut Told) -> Option<Sbom> {
    let value = parse(text, told)?;
    let top = Node::top(&value, told)?;
    let version = top.need("specVersion", told)?;
    if top.need("bomFormat", told)? != "CycloneDX" || !VERSIONS.contains(&version) {
        told.tell(top.place("specVersion"), "unknown_version", version);
        return None;
    }
    let metadata = top.object("metadata", told);
    let made_at = metadata.as_ref().and_then(|metadata| metadata.instant("timestamp", told));
    let about = metadata
        .and_then(|metadata| metadata.object("component", told))
        .and_then(|component| product(&component, told));
    let mut products = Vec::new();
    // Deeper ones are taken from the end of the list, so that they follow what they are in.
    let mut waiting: Vec<(Node<'_>, usize)> = Vec::new();
    waiting.extend(top.objects("components", told).into_iter().rev().map(|node| (node, 1)));
    while let Some((node, depth)) = waiting.pop() {
        if told.is_full() {
            return None;
        }
        if depth > DEPTH_MAX {
            told.tell(node.place("components"), "too_deep", "");
            return None;
        }
        if products.len() >= PRODUCTS_MAX {
            told.tell(top.place("components"), "too_many", "");
            return None;
        }
        products.extend(product(&node, told));
        let within = node.objects("components", told);
        waiting.extend(within.into_iter().rev().map(|node| (node, depth + 1)));
    }
    Some(Sbom {
        format: Format::CycloneDxJson,
        version: version.to_owned(),
        about,
        made_at,
        products,
    })
}

fn product(node: &Node<'_>, told: &mut Told) -> Option<Product> {
    let name = node.need("name", told);
    let group = node.text("group", told);
    let version = node.text("version", told).map(str::to_owned);
    let purl = node.purl("purl", told);
    let supplier = node.object("supplier", told);
    let supplier = supplier.and_then(|one| one.text("name", told)).or(node.text("publisher", told));
    let hashes = node.objects("hashes", told);
    if hashes.len() > HASHES_MAX {
        told.tell(node.place("hashes"), "too_many", "");
        return None;
    }
    let hashes = hashes.iter().filter_map(|one| one.hash(("alg", "content"), told)).collect();
    let name = super::cyclonedx_xml::full_name(group, name?);
    Some(Product { name, version, purl, supplier: supplier.map(str::to_owned), hashes })
}
