//! SPDX as JSON (ISO/IEC 5962; SPDX 2.3).

use super::mistake::Told;
use super::tree::{Node, parse};
use super::{Format, HASHES_MAX, PRODUCTS_MAX, Product, Sbom};

/// The versions that are read, of JSON and tag-value.
pub(super) const VERSIONS: [&str; 2] = ["SPDX-2.2", "SPDX-2.3"];

pub(super) fn read(text: &str, told: &mut Told) -> Option<Sbom> {
    let value = parse(text, told)?;
    let top = Node::top(&value, told)?;
    let spdx = top.need("spdxVersion", told)?;
    if !VERSIONS.contains(&spdx) {
        told.tell(top.place("spdxVersion"), "unknown_version", spdx);
        return None;
    }
    let creation = top.object("creationInfo", told);
    let made_at = creation.and_then(|creation| creation.instant("created", told));
    let packages = top.objects("packages", told);
    if packages.len() > PRODUCTS_MAX {
        told.tell(top.place("packages"), "too_many", "");
        return None;
    }
    let mut products = Vec::with_capacity(packages.len());
    for package in &packages {
        if told.is_full() {
            return None;
        }
        products.extend(product(package, told));
    }
    let version = spdx.trim_start_matches("SPDX-").to_owned();
    Some(Sbom { format: Format::SpdxJson, version, about: None, made_at, products })
}

fn product(node: &Node<'_>, told: &mut Told) -> Option<Product> {
    let name = node.need("name", told);
    let version = node.text("versionInfo", told).map(str::to_owned);
    let supplier = node.text("supplier", told).and_then(organisation);
    let hashes = node.objects("checksums", told);
    if hashes.len() > HASHES_MAX {
        told.tell(node.place("checksums"), "too_many", "");
        return None;
    }
    let fields = ("algorithm", "checksumValue");
    let hashes = hashes.iter().filter_map(|one| one.hash(fields, told)).collect();
    let mut purl = None;
    for reference in node.objects("externalRefs", told) {
        if reference.text("referenceType", told) == Some("purl") {
            let found = reference.purl("referenceLocator", told);
            purl = purl.or(found);
        }
    }
    Some(Product { name: name?.to_owned(), version, purl, supplier, hashes })
}

/// The organisation of `Organization: NAME (MAIL)`, without the mail; a person, and what is not asserted, are nothing.
pub(super) fn organisation(text: &str) -> Option<String> {
    let name = text.strip_prefix("Organization:")?;
    let name = name.split_once('(').map_or(name, |(name, _)| name).trim();
    (!name.is_empty()).then(|| name.to_owned())
}
