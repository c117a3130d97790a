//! Each thing that can be wrong is planted in an export, and must be found as what it is.

use arvak_oscal::{Document, Export, FaultCode, check};
use serde_json::json;

use crate::shared::nine::{Mutant, NINE, RESULTS, at, first_related, mutant, planted};
use crate::shared::schema::objections;
use crate::world::everything;

const PLAN: &str = "assessment-plan.json";
const CATALOG: &str = "catalog-nn.json";

/// Others, so that every code is reached and every sort of reference is tried.
const OTHERS: [Mutant; 31] = [
    mutant("a time without a zone", RESULTS, FaultCode::BadTime, true, |it| {
        *at(it, "/end") = json!("2026-06-21T08:00:00");
    }),
    mutant("expires before collected", RESULTS, FaultCode::ExpiresBeforeCollected, false, |it| {
        at(it, "/observations/0")["expires"] = json!("1999-01-01T00:00:00Z");
    }),
    mutant("a subject that is no component", RESULTS, FaultCode::DanglingUuid, false, |it| {
        let other = at(it, "/observations/0/uuid").clone();
        *at(it, "/observations/0/subjects/0/subject-uuid") = other;
    }),
    mutant("an actor that nobody knows", RESULTS, FaultCode::DanglingUuid, false, |it| {
        *at(it, "/observations/0/origins/0/actors/0/actor-uuid") =
            json!("11111111-2222-4333-8444-555555555555");
    }),
    mutant("a risk that is not there", RESULTS, FaultCode::DanglingUuid, false, |it| {
        let findings = at(it, "/findings").as_array_mut().unwrap();
        let with_risk = findings.iter_mut().find(|it| it.get("related-risks").is_some()).unwrap();
        with_risk["related-risks"][0]["risk-uuid"] = json!("11111111-2222-4333-8444-555555555555");
    }),
    mutant("an observation of the plan's", RESULTS, FaultCode::DanglingUuid, false, |it| {
        // It stands for something, but for no observation.
        let component = at(it, "/local-definitions/components/0/uuid").clone();
        *first_related(it) = component;
    }),
    mutant("an objective that no catalog has", RESULTS, FaultCode::UnknownControl, false, |it| {
        *at(it, "/findings/0/target/target-id") = json!("objective-9.9");
    }),
    mutant("a control that no catalog has", PLAN, FaultCode::UnknownControl, false, |it| {
        *at(
            it,
            "/local-definitions/activities/0/related-controls/control-selections/0/include-controls/0/control-id",
        ) = json!("claim-9.9");
    }),
    mutant("an activity that is not there", PLAN, FaultCode::DanglingUuid, false, |it| {
        *at(it, "/tasks/0/associated-activities/0/activity-uuid") =
            json!("11111111-2222-4333-8444-555555555555");
    }),
    mutant("a tool that is not there", PLAN, FaultCode::DanglingUuid, false, |it| {
        *at(it, "/assessment-assets/assessment-platforms/0/uses-components/0/component-uuid") =
            json!("11111111-2222-4333-8444-555555555555");
    }),
    mutant("a resource that is not there", PLAN, FaultCode::DanglingUuid, false, |it| {
        *at(it, "/import-ssp/href") = json!("#11111111-2222-4333-8444-555555555555");
    }),
    mutant("a role that is not listed", PLAN, FaultCode::UnknownRole, false, |it| {
        *at(it, "/tasks/0/responsible-roles/0/role-id") = json!("nobody");
    }),
    mutant("an activity's unknown method", PLAN, FaultCode::UnknownMethod, false, |it| {
        *at(it, "/local-definitions/activities/0/props/0/value") = json!("GUESS");
    }),
    mutant("a unit that is none", PLAN, FaultCode::UnknownWord, true, |it| {
        *at(it, "/tasks/0/timing/at-frequency/unit") = json!("fortnights");
    }),
    mutant("no period at all", PLAN, FaultCode::Members, true, |it| {
        *at(it, "/tasks/0/timing/at-frequency/period") = json!(-1);
    }),
    mutant("a catalog file that is not there", PLAN, FaultCode::UnknownFile, false, |it| {
        *at(it, "/back-matter/resources/0/rlinks/0/href") = json!("catalog-se.json");
    }),
    mutant("a state of a component that is none", PLAN, FaultCode::UnknownWord, true, |it| {
        *at(it, "/assessment-assets/components/0/status/state") = json!("tired");
    }),
    mutant("a risk's unknown status", RESULTS, FaultCode::UnknownWord, false, |it| {
        *at(it, "/risks/0/status") = json!("forgotten");
    }),
    mutant("a name space that is nobody's", RESULTS, FaultCode::UnknownWord, false, |it| {
        *at(it, "/observations/0/props/0/ns") = json!("https://elsewhere.example/ns");
    }),
    mutant("a UUID that is none", RESULTS, FaultCode::BadUuid, true, |it| {
        *at(it, "/findings/0/uuid") = json!("findings-0");
    }),
    mutant("a title of two lines", RESULTS, FaultCode::BadText, true, |it| {
        *at(it, "/title") = json!("one\ntwo");
    }),
    mutant("a value that ends with a blank", RESULTS, FaultCode::BadText, true, |it| {
        *at(it, "/props/0/value") = json!("arvak/4f1c ");
    }),
    mutant("a description without a word", RESULTS, FaultCode::BadText, false, |it| {
        *at(it, "/observations/0/description") = json!("  ");
    }),
    mutant("an id that begins with a digit", CATALOG, FaultCode::BadToken, true, |it| {
        *at(it, "/groups/0/id") = json!("1a");
    }),
    mutant("an id that stands twice", CATALOG, FaultCode::DuplicateId, false, |it| {
        let one = at(it, "/groups/0/id").clone();
        *at(it, "/groups/1/id") = one;
    }),
    mutant("one language that lacks a control", CATALOG, FaultCode::IdsDiffer, false, |it| {
        at(it, "/groups/0/controls").as_array_mut().unwrap().pop().unwrap();
    }),
    mutant("a part of another name", CATALOG, FaultCode::Members, true, |it| {
        at(it, "/groups/0/controls/0/parts/0").as_object_mut().unwrap().remove("name").unwrap();
    }),
    mutant("a list of nothing in a catalog", CATALOG, FaultCode::EmptyArray, true, |it| {
        *at(it, "/groups/0/controls") = json!([]);
    }),
    mutant("a method that is no method", CATALOG, FaultCode::UnknownMethod, false, |it| {
        let parts = at(it, "/groups/0/controls/0/parts").as_array_mut().unwrap();
        let method = parts.iter_mut().find(|part| part["name"] == "assessment-method").unwrap();
        method["props"][0]["value"] = json!("GUESS");
    }),
    mutant("a number for a text", RESULTS, FaultCode::Members, true, |it| {
        *at(it, "/title") = json!(7);
    }),
    mutant("a component of no type", RESULTS, FaultCode::Members, true, |it| {
        at(it, "/local-definitions/components/0").as_object_mut().unwrap().remove("type").unwrap();
    }),
];

fn files(export: &Export) -> Vec<(&'static str, &[u8])> {
    export.files.iter().map(|file| (file.name, &*file.bytes)).collect()
}

#[test]
fn all_nine_mutants_are_caught_of_which_the_schema_catches_five() {
    let export = everything().export();
    for mutant in &NINE {
        let (faults, changed) = planted(&files(&export), mutant);
        assert!(faults.iter().any(|it| it.code == mutant.code), "{}: {faults:#?}", mutant.name);
        assert_eq!(!objections(&changed).is_empty(), mutant.by_schema, "{}", mutant.name);
    }
    assert_eq!(NINE.iter().filter(|mutant| mutant.by_schema).count(), 5);
}

#[test]
fn every_other_thing_that_is_planted_is_caught_as_what_it_is() {
    let export = everything().export();
    for mutant in &OTHERS {
        let (faults, changed) = planted(&files(&export), mutant);
        assert!(faults.iter().any(|it| it.code == mutant.code), "{}: {faults:#?}", mutant.name);
        assert_eq!(!objections(&changed).is_empty(), mutant.by_schema, "{}", mutant.name);
    }
}

#[test]
fn every_code_is_reached_by_something() {
    let mut reached: Vec<FaultCode> =
        NINE.iter().chain(&OTHERS).map(|mutant| mutant.code).collect();
    // These are about whole files.
    let code = |name: &str, bytes: &[u8]| check(&[Document { name, bytes }])[0].code;
    reached.push(code("a.json", b"{\"assessment-plan\": "));
    reached.push(code("a.json", b"{\"profile\": {}}"));
    for expected in FaultCode::ALL {
        assert!(reached.contains(expected), "{}", expected.name());
    }
}

#[test]
fn the_same_uuid_for_two_documents_and_a_plan_that_is_no_plan_are_caught() {
    let export = everything().export();
    let plan = export.files.iter().find(|file| file.name == PLAN).unwrap();
    let twice: Vec<_> = ["assessment-plan.json", "again.json"]
        .map(|name| Document { name, bytes: &plan.bytes })
        .into_iter()
        .chain(export.files[..3].iter().map(|it| Document { name: it.name, bytes: &it.bytes }))
        .collect();
    assert!(check(&twice).iter().all(|fault| fault.code == FaultCode::DuplicateUuid));
    assert_eq!(check(&twice).len(), 2);

    let results = export.files.iter().find(|file| file.name == RESULTS).unwrap();
    let catalog = &export.files[0];
    let wrong = [
        Document { name: PLAN, bytes: &catalog.bytes },
        Document { name: RESULTS, bytes: &results.bytes },
    ];
    assert!(check(&wrong).iter().any(|it| it.code == FaultCode::UnknownFile && it.file == RESULTS));
}

#[test]
fn what_is_no_document_is_told_and_nothing_panics() {
    let deep = format!("{{\"catalog\":{}", "[".repeat(5_000));
    let deeper = format!("{{\"catalog\":{}", "{\"a\":".repeat(5_000));
    for bytes in ["", "null", "[]", "{}", "{\"catalog\":7}", "\u{feff}{}", &deep, &deeper, "{} {}"]
    {
        let faults = check(&[Document { name: "a.json", bytes: bytes.as_bytes() }]);
        assert!(!faults.is_empty(), "{bytes:.40}");
    }
    assert!(check(&[]).is_empty());
}
