//! Each package that is built has an allowed licence, and none is banned: the part of `deny.toml`
//! that can be checked without cargo-deny, and so always is.

use toml::Value;
use xtask::graph::{duplicates, packages};
use xtask::{licence, root};

use crate::assert_none;

/// A list of texts in `deny.toml`.
fn listed(section: &str, name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join("deny.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let list = table[section][name].as_array().unwrap();
    list.iter().map(|value| Value::as_str(value).unwrap().to_owned()).collect()
}

#[test]
fn every_package_has_an_allowed_licence() {
    let allowed = listed("licenses", "allow");
    let packages = packages().unwrap();
    let refused =
        packages.iter().filter(|package| !licence::is_allowed(&package.licence, &allowed));
    let complaints: Vec<_> = refused
        .map(|p| format!("{} {}: {:?} is not allowed", p.name, p.version, p.licence))
        .collect();
    assert_none(&complaints);
    // Two versions of one crate are no mistake, but worth knowing.
    for (name, versions) in duplicates(&packages) {
        println!("twice: {name} {}", versions.join(", "));
    }
}

#[test]
fn no_banned_package_is_built() {
    let packages = packages().unwrap();
    for banned in listed("bans", "deny") {
        assert!(packages.iter().all(|package| package.name != banned), "{banned}");
    }
}

#[test]
fn licence_expressions_are_read_as_spdx_says() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned);
    for expression in [
        "MIT",
        "MIT OR GPL-3.0",
        "MIT/Apache-2.0",
        "(MIT OR GPL-3.0) AND Apache-2.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-3.0",
    ] {
        assert!(licence::is_allowed(expression, &allowed), "{expression}");
    }
    for expression in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "MIT OR",
        "(MIT",
        "MIT Apache-2.0",
        "MIT WITH LLVM-exception",
        "GPL-3.0 OR MIT AND GPL-3.0",
    ] {
        assert!(!licence::is_allowed(expression, &allowed), "{expression}");
    }
}
