//! The nine mutants that were tried on other exporters; NIST's schema finds five of them.

use arvak_oscal::{Document, Fault, FaultCode, check};
use serde_json::{Value, json};

type Change = fn(&mut Value);

/// A mutant: what is planted, in which file, how, as what the check must find it, and whether the schema finds it too.
pub(crate) struct Mutant {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    change: Change,
    pub(crate) code: FaultCode,
    pub(crate) by_schema: bool,
}

pub(crate) const RESULTS: &str = "assessment-results.json";

pub(crate) const fn mutant(
    name: &'static str,
    file: &'static str,
    code: FaultCode,
    by_schema: bool,
    change: Change,
) -> Mutant {
    Mutant { name, file, change, code, by_schema }
}

/// The nine.
pub(crate) const NINE: [Mutant; 9] = [
    mutant("bad date", RESULTS, FaultCode::BadTime, true, |it| {
        *at(it, "/observations/0/collected") = json!("2026-13-45T00:00:00Z");
    }),
    mutant("bad state", RESULTS, FaultCode::UnknownState, true, |it| {
        *at(it, "/findings/0/target/status/state") = json!("mostly-satisfied");
    }),
    mutant("missing collected", RESULTS, FaultCode::Members, true, |it| {
        at(it, "/observations/0").as_object_mut().unwrap().remove("collected").unwrap();
    }),
    mutant("unknown member", RESULTS, FaultCode::Members, true, |it| {
        at(it, "/observations/0")["colour"] = json!("green");
    }),
    mutant("empty array", RESULTS, FaultCode::EmptyArray, true, |it| {
        *at(it, "/observations/0/props") = json!([]);
    }),
    mutant("unknown methods value", RESULTS, FaultCode::UnknownMethod, false, |it| {
        *at(it, "/observations/0/methods/0") = json!("GUESS");
    }),
    mutant("unknown reason", RESULTS, FaultCode::UnknownReason, false, |it| {
        *at(it, "/findings/0/target/status/reason") = json!("luck");
    }),
    mutant("dangling observation-uuid", RESULTS, FaultCode::DanglingUuid, false, |it| {
        *first_related(it) = json!("11111111-2222-4333-8444-555555555555");
    }),
    mutant("duplicate uuid", RESULTS, FaultCode::DuplicateUuid, false, |it| {
        let one = at(it, "/observations/0/uuid").clone();
        *at(it, "/observations/1/uuid") = one;
    }),
];

/// A place in a catalog, in a plan, or in the one result.
pub(crate) fn at<'v>(root: &'v mut Value, pointer: &str) -> &'v mut Value {
    let inside = if root.get("assessment-results").is_some() {
        "/assessment-results/results/0"
    } else if root.get("assessment-plan").is_some() {
        "/assessment-plan"
    } else {
        "/catalog"
    };
    let there = root.pointer_mut(&format!("{inside}{pointer}"));
    assert!(there.is_some(), "nothing at {pointer}");
    there.unwrap()
}

pub(crate) fn first_related(root: &mut Value) -> &mut Value {
    let findings = at(root, "/findings").as_array_mut().unwrap();
    let related = findings.iter_mut().find(|it| it.get("related-observations").is_some()).unwrap();
    &mut related["related-observations"][0]["observation-uuid"]
}

/// The faults of files of which one is changed, and the changed file.
pub(crate) fn planted(files: &[(&str, &[u8])], mutant: &Mutant) -> (Vec<Fault>, Vec<u8>) {
    let (_, bytes) = files.iter().find(|(name, _)| *name == mutant.file).unwrap();
    let root: Value = serde_json::from_slice(bytes).unwrap();
    let mut changed = root.clone();
    (mutant.change)(&mut changed);
    assert!(changed != root, "{}", mutant.name);
    let changed = serde_json::to_vec(&changed).unwrap();
    let documents: Vec<_> = files
        .iter()
        .map(|(name, bytes)| Document {
            name,
            bytes: if *name == mutant.file { &changed } else { bytes },
        })
        .collect();
    (check(&documents), changed)
}
