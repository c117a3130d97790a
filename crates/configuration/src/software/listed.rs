//! Installed software held against a list of what a system is built from (SBOM). Only what both name can tell anything, and only
//! where both mean the same by the name.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Software};

/// The name under which the comparison is recorded, and its version.
pub const METHOD: &str = "software_comparison";

/// The version of what is compared with what.
pub const COMPARISON_VERSION: u32 = 1;

/// Package systems of machines (the types of package URLs, ECMA-427): what they name, an export of installed software names alike. A
/// library of a language's package system is another thing than an installed program of the same name.
const OF_MACHINES: [&str; 4] = ["deb", "rpm", "apk", "generic"];

/// Signs that end a version within a longer one: `3.0.15` in `1:3.0.15-1~deb12u1`.
const ENDS: [char; 5] = ['-', '+', '~', '_', ' '];

/// A product as a list names it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its version; one without is compared with nothing.
    pub version: Option<&'a str>,
    /// Its package URL.
    pub purl: Option<&'a str>,
}

/// A product that is installed in another version than the list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// Its name, in small letters.
    pub name: String,
    /// The versions in the list.
    pub listed: Vec<String>,
    /// The versions that are installed.
    pub installed: Vec<String>,
}

/// What came of the comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Names that stand in both with a version.
    pub compared: usize,
    /// Those of which no version is the same, by name.
    pub otherwise: Vec<Otherwise>,
}

impl Software {
    /// Holds what is installed against a list.
    pub fn against<'l>(&self, list: impl IntoIterator<Item = Listed<'l>>) -> Compared {
        let mut listed: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for one in list {
            if let (Some(version), true) = (one.version, is_of_machine(one.purl)) {
                listed.entry(one.name.to_lowercase()).or_default().insert(version);
            }
        }
        let mut installed: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (item, _) in &self.all {
            // The operating system is no product of a list by the name that it has here.
            if item.kind != Kind::System && !item.version.is_empty() {
                installed.entry(item.name.to_lowercase()).or_default().insert(&item.version);
            }
        }
        let mut found = Compared::default();
        for (name, versions) in listed {
            let Some(here) = installed.get(&name) else { continue };
            found.compared += 1;
            let agrees = versions.iter().any(|one| here.iter().any(|other| is_same(one, other)));
            if !agrees {
                let all = |set: &BTreeSet<&str>| set.iter().map(|one| (*one).to_owned()).collect();
                found.otherwise.push(Otherwise {
                    name,
                    listed: all(&versions),
                    installed: all(here),
                });
            }
        }
        found
    }
}

fn is_of_machine(purl: Option<&str>) -> bool {
    let Some(purl) = purl else { return true };
    let kind =
        purl.strip_prefix("pkg:").and_then(|rest| rest.trim_start_matches('/').split('/').next());
    kind.is_some_and(|kind| OF_MACHINES.iter().any(|one| one.eq_ignore_ascii_case(kind)))
}

/// Whether two versions are the same as far as both are written: an epoch, and what a distribution adds, may stand in one alone.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let within = |short: &str, long: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(ENDS))
    };
    within(one, other) || within(other, one)
}

/// Without the epoch of a package (`1:`) and a `v` before the number.
fn bare(version: &str) -> &str {
    let version = version.trim();
    let rest = match version.split_once(':') {
        Some((epoch, rest)) if epoch.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => version,
    };
    match rest.strip_prefix(['v', 'V']) {
        Some(number) if number.starts_with(|sign: char| sign.is_ascii_digit()) => number,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn software(rows: &str) -> Software {
        Software::read(&format!("kind,name,version\n{rows}")).unwrap()
    }

    fn listed<'a>(name: &'a str, version: &'a str, purl: &'a str) -> Listed<'a> {
        let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        Listed { name, version: some(version), purl: some(purl) }
    }

    #[test]
    fn another_version_of_the_same_product_is_told_and_the_same_one_agrees() {
        let here =
            software("deb,openssl,3.0.15-1~deb12u1\ndeb,curl,7.88.1-10\nprogram,PostgreSQL,16.4\n");
        let found = here.against([
            listed("OpenSSL", "3.0.15", "pkg:deb/debian/openssl@3.0.15"),
            listed("curl", "8.5.0", "pkg:generic/curl@8.5.0"),
            listed("postgresql", "16.4", ""),
            listed("zlib", "1.3", ""),
        ]);
        assert_eq!(found.compared, 3);
        let texts = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let curl = Otherwise {
            name: "curl".to_owned(),
            listed: texts(&["8.5.0"]),
            installed: texts(&["7.88.1-10"]),
        };
        assert_eq!(found.otherwise, [curl]);
    }

    #[test]
    fn a_library_of_a_language_an_unversioned_one_and_the_system_are_compared_with_nothing() {
        let here = software("program,debug,1.0\nprogram,ms,2\nos,Debian,12\n");
        let found = here.against([
            listed("debug", "4.3.4", "pkg:npm/debug@4.3.4"),
            listed("ms", "", ""),
            listed("Debian", "11", ""),
            listed("debug", "4", "no purl"),
        ]);
        assert_eq!(found, Compared::default());
    }

    #[test]
    fn one_version_of_several_is_enough_to_agree() {
        let here = software("deb,jre,17.0.1\ndeb,jre,21.0.2\n");
        let found = here.against([listed("jre", "21.0.2", ""), listed("jre", "8", "")]);
        assert_eq!((found.compared, found.otherwise.len()), (1, 0));
    }

    #[test]
    fn versions_are_the_same_up_to_epoch_and_what_a_distribution_adds() {
        for (one, other) in [
            ("9.2p1", "1:9.2p1-2+deb12u3"),
            ("v1.2.3", "1.2.3"),
            ("5.1", "5.1"),
            ("2.4.62-1", "2.4.62"),
        ] {
            assert!(is_same(one, other) && is_same(other, one), "{one} {other}");
        }
        for (one, other) in [("1.2", "1.20"), ("1.2", "1.2.3"), ("", "1"), ("3.0.15", "3.0.14-1")] {
            assert!(!is_same(one, other) && !is_same(other, one), "{one} {other}");
        }
    }
}
