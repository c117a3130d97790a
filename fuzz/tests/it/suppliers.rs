//! What suppliers send: lists of software, and files of any kind.

use arvak_suppliers::answer_set::AnswerSet;
use arvak_suppliers::file;
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::sbom::{self, BYTES_MAX, CODES, MISTAKES_MAX, PRODUCTS_MAX};
use bolero::check;

use crate::changed::Foreign;

/// What is read is bounded and no stranger than it says; what is refused says why, in words that are known.
fn lists(seeds: &[&str]) {
    for seed in seeds {
        assert!(sbom::read(seed.as_bytes()).is_ok());
    }
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(seeds);
        assert!(text.len() <= BYTES_MAX);
        match sbom::read(text.as_bytes()) {
            Ok(list) => {
                assert!(list.products.len() <= PRODUCTS_MAX);
                for one in list.products.iter().chain(&list.about) {
                    assert!(!one.name.trim().is_empty());
                    assert!(one.purl.as_ref().is_none_or(|purl| purl.starts_with("pkg:")));
                    let is_hex = |value: &str| value.bytes().all(|byte| byte.is_ascii_hexdigit());
                    assert!(one.hashes.iter().all(|hash| is_hex(&hash.value)));
                }
            }
            Err(mistakes) => {
                assert!((1..=MISTAKES_MAX).contains(&mistakes.len()));
                assert!(mistakes.iter().all(|one| CODES.contains(&one.code)));
                assert!(mistakes.iter().all(|one| !one.found.contains(char::is_control)));
            }
        }
    });
}

#[test]
fn software_lists_as_json() {
    lists(&[
        include_str!("../../../crates/suppliers/tests/files/npm.cdx.json"),
        include_str!("../../../crates/suppliers/tests/files/cargo.cdx.json"),
        include_str!("../../../crates/suppliers/tests/files/npm.spdx.json"),
    ]);
}

#[test]
fn software_lists_as_xml() {
    lists(&[
        include_str!("../../../crates/suppliers/tests/files/cargo.cdx.xml"),
        include_str!("../../../crates/suppliers/tests/files/python.cdx.xml"),
    ]);
}

#[test]
fn software_lists_as_tags() {
    lists(&[include_str!("../../../crates/suppliers/tests/files/npm.spdx")]);
}

#[test]
fn attached_files() {
    let seeds = [
        "%PDF-1.7\n",
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"}",
        "SPDXVersion: SPDX-2.3\n",
    ];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        let bytes = [b"PK\x03\x04".as_slice(), text.as_bytes()].concat();
        for (name, bytes) in
            [("a.pdf", text.as_bytes()), (text.as_str(), &bytes), ("a.docx", &bytes)]
        {
            if let Ok(kind) = file::taken(name, bytes) {
                assert!(kind.endings().iter().any(|ending| name.to_lowercase().ends_with(ending)));
            }
            let kept = file::kept_name(name);
            assert!(kept.chars().count() <= file::NAME_CHARS_MAX);
            assert!(!kept.contains(['/', '\\']) && !kept.contains(char::is_control));
        }
    });
}

#[test]
fn answers_that_came_as_files() {
    let catalogue = arvak_core::Catalogue::parse(arvak_core::catalogue::SHIPPED).unwrap();
    let questions: Vec<_> = catalogue.guide.questions.iter().collect();
    let answers = std::collections::BTreeMap::from([(
        "monitoring-done".parse().unwrap(),
        arvak_core::catalogue::guide::Answer::YesNo(true),
    )]);
    let about = ("Drift AS", "alt", "2026-11-29");
    let set = AnswerSet::of(about, &questions, &answers, &std::collections::BTreeMap::new());
    let reply = "{\"answers\":[{\"answer\":{\"yes\":true},\"comment\":null,\"question\":\"a\",\"type\":\"yes_no\"}],\"form\":\"arvak-supplier-reply/1\",\"further\":[],\"request\":\"r\",\"supplier\":\"supplier/s\"}";
    assert!(Reply::read(reply.as_bytes()).is_some());
    let seeds = [set.text(), reply.to_owned()];
    let seeds = seeds.each_ref().map(String::as_str);
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&seeds);
        if let Ok(set) = AnswerSet::read(text.as_bytes()) {
            // What was read is written and read again as the same, and answers no more than was asked.
            assert_eq!(AnswerSet::read(set.text().as_bytes()), Ok(set.clone()));
            let taken = set.taken(&questions);
            assert!(taken.typed.len() + taken.otherwise.len() <= questions.len());
        }
        let _ = Reply::read(text.as_bytes());
    });
}
