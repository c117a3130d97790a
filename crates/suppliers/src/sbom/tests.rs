//! Lists of real generators, and lists that are wrong on purpose.

use std::fmt::Write as _;

use super::*;

const NPM_CDX: &[u8] = include_bytes!("../../tests/files/npm.cdx.json");
const NPM_SPDX: &[u8] = include_bytes!("../../tests/files/npm.spdx.json");
const NPM_TAG: &[u8] = include_bytes!("../../tests/files/npm.spdx");
const CARGO_JSON: &[u8] = include_bytes!("../../tests/files/cargo.cdx.json");
const CARGO_XML: &[u8] = include_bytes!("../../tests/files/cargo.cdx.xml");
const PYTHON_JSON: &[u8] = include_bytes!("../../tests/files/python.cdx.json");
const PYTHON_XML: &[u8] = include_bytes!("../../tests/files/python.cdx.xml");

fn shown(sbom: &Sbom) -> Vec<String> {
    sbom.products.iter().map(ToString::to_string).collect()
}

fn wrong(bytes: &[u8]) -> Vec<(String, &'static str)> {
    let all = read(bytes).unwrap_err();
    all.into_iter().map(|one| (one.place.to_string(), one.code)).collect()
}

fn changed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1).into_bytes()
}

#[test]
fn what_npm_lists_is_the_same_in_each_form() {
    let cdx = read(NPM_CDX).unwrap();
    assert_eq!((cdx.format, cdx.version.as_str()), (Format::CycloneDxJson, "1.5"));
    assert_eq!(shown(&cdx), ["debug 4.3.4", "ms 2.1.2", "ms 2.1.3"]);
    assert_eq!(cdx.about.as_ref().unwrap().version.as_deref(), Some("1.2.0"));
    let debug = cdx.products.first().unwrap();
    assert_eq!(debug.purl.as_deref(), Some("pkg:npm/debug@4.3.4"));
    assert_eq!(debug.supplier, None, "the author is a person");
    assert_eq!(debug.hashes.first().unwrap().algorithm, "SHA512");
    assert!(debug.hashes.first().unwrap().value.starts_with("3d15851e"));
    let (json, tag) = (read(NPM_SPDX).unwrap(), read(NPM_TAG).unwrap());
    assert_eq!((json.format, json.version.as_str()), (Format::SpdxJson, "2.3"));
    assert_eq!((tag.format, tag.version.as_str()), (Format::SpdxTagValue, "2.3"));
    assert_eq!(json.products, tag.products);
    assert_eq!(json.products.get(1..), Some(&cdx.products[..]));
}

#[test]
fn what_cargo_lists_is_the_same_in_json_and_xml() {
    let (json, xml) = (read(CARGO_JSON).unwrap(), read(CARGO_XML).unwrap());
    assert_eq!((json.version.as_str(), xml.version.as_str()), ("1.5", "1.5"));
    assert_eq!((json.about.as_ref(), &json.products), (xml.about.as_ref(), &xml.products));
    assert_eq!(json.products.len(), 2);
    assert!(json.products.iter().all(|one| one.hashes.len() == 1 && one.purl.is_some()));
}

#[test]
fn the_oldest_and_the_newest_version_are_read() {
    let (json, xml) = (read(PYTHON_JSON).unwrap(), read(PYTHON_XML).unwrap());
    assert_eq!((json.version.as_str(), xml.version.as_str()), ("1.4", "1.6"));
    assert_eq!(json.products, xml.products);
    assert_eq!(shown(&xml), ["certifi 2026.1.4", "idna 3.11"]);
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let bad = changed(NPM_CDX, "\"pkg:npm/debug@4.3.4\"", "\"debug\"");
    let bad = changed(&bad, "\"name\": \"ms\"", "\"name\": 7");
    let bad = changed(&bad, "\"content\": \"3d15", "\"content\": \"xx15");
    assert_eq!(
        wrong(&bad),
        [
            ("components[0].purl".to_owned(), "bad_purl"),
            ("components[0].hashes[0].content".to_owned(), "bad_hash"),
            ("components[1].name".to_owned(), "wrong_type"),
        ]
    );
    let bad = changed(NPM_SPDX, "\"checksumValue\": \"3d15", "\"checksumValue\": \"15");
    assert_eq!(wrong(&bad), [("packages[1].checksums[0].checksumValue".to_owned(), "bad_hash")]);
    let bad = changed(NPM_TAG, "PackageName: debug", "PackageName:\nwithout a colon");
    assert_eq!(wrong(&bad), [("26:1".to_owned(), "missing"), ("27:1".to_owned(), "bad_line")]);
    let bad = changed(CARGO_XML, "<name>itoa</name>", "");
    assert_eq!(wrong(&bad), [("33:5".to_owned(), "missing")]);
    assert_eq!(
        wrong(b"{\"bomFormat\": \"CycloneDX\",\n \"a\": ]"),
        [("2:7".to_owned(), "not_json")]
    );
}

#[test]
fn other_versions_and_other_files_are_refused() {
    for (bytes, from, to) in [
        (NPM_CDX, "\"1.5\"", "\"1.3\""),
        (NPM_SPDX, "SPDX-2.3", "SPDX-3.0"),
        (NPM_TAG, "SPDX-2.3", "SPDX-1.0"),
        (CARGO_XML, "schema/bom/1.5", "schema/bom/2.0"),
    ] {
        assert_eq!(wrong(&changed(bytes, from, to))[0].1, "unknown_version", "{to}");
    }
    for bytes in [b"{}".as_slice(), b"<bom/>", b"", b"Hei", b"PK\x03\x04"] {
        assert_eq!(wrong(bytes), [(String::new(), "unknown_format")]);
    }
    assert_eq!(wrong(b"\xff\xfe{\0"), [(String::new(), "not_utf8")]);
}

#[test]
fn entities_that_read_files_or_grow_are_refused_unread() {
    let head = "<!DOCTYPE bom [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<bom ";
    let bad = changed(CARGO_XML, "<bom ", head);
    let bad = changed(&bad, "<name>itoa</name>", "<name>&a;</name>");
    assert_eq!(wrong(&bad)[0].1, "doctype");
    let mut laughs = "<!DOCTYPE bom [<!ENTITY a0 \"ha\">".to_owned();
    for level in 1..30 {
        let before = level - 1;
        write!(laughs, "<!ENTITY a{level} \"&a{before};&a{before};\">").unwrap();
    }
    let bad = changed(CARGO_XML, "<bom ", &format!("{laughs}]>\n<bom "));
    assert_eq!(wrong(&bad)[0].1, "doctype");
    let bad = changed(CARGO_XML, "<name>itoa</name>", "<name>&a;</name>");
    assert_eq!(wrong(&bad)[0].1, "not_xml");
}

#[test]
fn what_is_too_deep_too_many_or_too_large_is_refused() {
    let deep = |levels: usize| {
        let mut text = r#"{"bomFormat":"CycloneDX","specVersion":"1.6""#.to_owned();
        text += &r#","components":[{"name":"a""#.repeat(levels);
        text += &"}]".repeat(levels);
        text + "}"
    };
    assert_eq!(read(deep(DEPTH_MAX).as_bytes()).unwrap().products.len(), DEPTH_MAX);
    assert_eq!(wrong(deep(DEPTH_MAX + 1).as_bytes())[0].1, "too_deep");
    assert_eq!(wrong(deep(500).as_bytes())[0].1, "not_json");
    let xml = |levels: usize| {
        let open = "<components><component><name>a</name>".repeat(levels);
        let close = "</component></components>".repeat(levels);
        format!("<bom xmlns=\"{}1.6\">{open}{close}</bom>", cyclonedx_xml::NAMESPACE)
    };
    assert_eq!(read(xml(DEPTH_MAX).as_bytes()).unwrap().products.len(), DEPTH_MAX);
    assert_eq!(wrong(xml(DEPTH_MAX + 1).as_bytes())[0].1, "too_deep");
    assert_eq!(wrong(xml(100_000).as_bytes())[0].1, "too_deep");
    let many = |count: usize| {
        let one = r#"{"name":"a"}"#;
        let all = vec![one; count].join(",");
        format!(r#"{{"spdxVersion":"SPDX-2.3","packages":[{all}]}}"#)
    };
    assert_eq!(read(many(PRODUCTS_MAX).as_bytes()).unwrap().products.len(), PRODUCTS_MAX);
    assert_eq!(wrong(many(PRODUCTS_MAX + 1).as_bytes())[0].1, "too_many");
    let large = format!("{}{}", many(1), " ".repeat(BYTES_MAX));
    assert_eq!(wrong(large.as_bytes()), [(String::new(), "too_large")]);
    let names = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":["#.to_owned();
    let names = names + &vec!["{}"; 5_000].join(",") + "]}";
    assert_eq!(wrong(names.as_bytes()).len(), MISTAKES_MAX, "and no more");
}

#[test]
fn a_group_and_an_organisation_belong_to_a_product_and_a_person_does_not() {
    let text = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[
        {"name":"postgresql","group":"org.postgresql","supplier":{"name":"PGDG"},"author":"Kari"}]}"#;
    let product = read(text.as_bytes()).unwrap().products.remove(0);
    assert_eq!(product.name, "org.postgresql/postgresql");
    assert_eq!(product.supplier.as_deref(), Some("PGDG"));
    let organisation = |text| spdx::organisation(text);
    assert_eq!(
        organisation("Organization: Acme AS (post@acme.example)").as_deref(),
        Some("Acme AS")
    );
    for none in ["Person: Kari (kari@acme.example)", "NOASSERTION", "Organization: "] {
        assert_eq!(organisation(none), None);
    }
}

#[test]
fn package_urls_and_hashes_are_what_they_should_be() {
    for good in
        ["pkg:npm/%40a/b@1", "pkg:deb/debian/curl@8?arch=amd64", "pkg:cargo/itoa#x", "pkg://gem/a"]
    {
        assert!(is_purl(good), "{good}");
    }
    for bad in [
        "npm/a",
        "pkg:npm",
        "pkg:npm/",
        "pkg:/a",
        "pkg:1x/a",
        "pkg:npm/a b",
        "pkg:np_m/a",
        "pkg:npm/@1",
    ] {
        assert!(!is_purl(bad), "{bad}");
    }
    assert_eq!(hash("SHA-256", &"AB".repeat(32)).unwrap().algorithm, "SHA256");
    for (algorithm, value) in [("SHA-256", "ab"), ("", "ab"), ("MD5", ""), ("X", "zz")] {
        assert_eq!(hash(algorithm, value), None, "{algorithm} {value}");
    }
}

#[test]
fn a_list_says_when_it_was_made_and_a_time_that_is_none_is_told() {
    let made = |bytes| read(bytes).unwrap().made_at.map(|at| at.to_string());
    assert_eq!(made(NPM_CDX).as_deref(), Some("2026-11-29T11:07:44.847Z"));
    assert_eq!(made(NPM_SPDX).as_deref(), Some("2026-11-29T11:07:45.19Z"));
    assert_eq!(made(NPM_TAG).as_deref(), Some("2026-11-29T11:07:45Z"));
    assert_eq!(made(CARGO_JSON).as_deref(), Some("2026-11-29T11:10:36.788Z"));
    assert_eq!(made(CARGO_XML).as_deref(), Some("2026-11-29T11:10:36.898Z"));
    assert_eq!(made(PYTHON_JSON), None);
    let late = "2026-11-29T11:07:44.847Z";
    assert_eq!(
        wrong(&changed(NPM_CDX, late, "yesterday")),
        [("metadata.timestamp".to_owned(), "bad_time")]
    );
    let bad = changed(NPM_SPDX, "2026-11-29T11:07:45.190Z", "2026-11-29");
    assert_eq!(wrong(&bad), [("creationInfo.created".to_owned(), "bad_time")]);
    let bad = changed(NPM_TAG, "Created: 2026", "Created: x2026");
    assert_eq!(wrong(&bad), [("10:1".to_owned(), "bad_time")]);
    let bad = changed(CARGO_XML, "<timestamp>", "<timestamp>x");
    assert_eq!(wrong(&bad), [("4:5".to_owned(), "bad_time")]);
}

#[test]
fn a_list_is_as_old_as_it_says_unless_that_is_still_to_come() {
    let mut list = read(NPM_CDX).unwrap();
    let (came, later) =
        ("2026-12-01T00:00:00Z".parse().unwrap(), "2026-12-02T00:00:00Z".parse().unwrap());
    assert_eq!(list.dated(came), list.made_at.unwrap());
    list.made_at = Some(later);
    assert_eq!(list.dated(came), came);
    list.made_at = None;
    assert_eq!(list.dated(came), came);
    assert_eq!(list.without_version(), 0);
    list.products.first_mut().unwrap().version = None;
    assert_eq!(list.without_version(), 1);
}
