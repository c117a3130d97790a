//! What an export says is what was judged.

use std::collections::BTreeSet;

use arvak_core::{Fact, Outcome, Status};
use arvak_oscal::{Edition, NS};
use arvak_words::Lang;
use serde_json::Value;

use crate::world::{everything, now, results};

fn prop<'v>(of: &'v Value, name: &str) -> Option<&'v str> {
    let props = of["props"].as_array()?;
    let found = props.iter().find(|prop| prop["name"] == name && prop["ns"] == NS)?;
    found["value"].as_str()
}

fn list<'v>(of: &'v Value, name: &str) -> &'v [Value] {
    of[name].as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn only_what_is_verified_is_satisfied() {
    let world = everything();
    let (result, assessment) = (results(&world.export()), world.assess(now()));
    let mut seen = BTreeSet::new();
    for finding in list(&result, "findings") {
        let state = Status::from_name(prop(finding, "state").unwrap()).unwrap();
        let status = &finding["target"]["status"];
        assert_eq!(status["state"] == "satisfied", state == Status::Verified, "{finding}");
        assert_eq!(status["reason"] == "fail", state == Status::Refuted);
        assert_eq!(status["reason"] == "pass", state == Status::Verified);
        seen.insert(state);
        // And the state is the one that was judged.
        let claim = assessment.claim(prop(finding, "claim").unwrap()).unwrap();
        let judged = match prop(finding, "thing") {
            Some(thing) => {
                let judged = claim.subjects.iter().find(|it| it.subject.as_str() == thing);
                judged.unwrap().state
            }
            None => claim.state,
        };
        assert_eq!(judged, state);
    }
    for state in Status::ALL.into_iter().filter(|state| *state != Status::NotApplicable) {
        assert!(seen.contains(&state), "{state:?} does not occur: {seen:?}");
    }
}

#[test]
fn every_claim_and_every_thing_it_is_about_has_a_finding_or_is_set_apart() {
    let world = everything();
    let (result, assessment) = (results(&world.export()), world.assess(now()));
    let findings = list(&result, "findings");
    let of_claims = findings.iter().filter(|it| prop(it, "level") == Some("claim")).count();
    let selection = &result["reviewed-controls"]["control-selections"][0];
    assert_eq!(of_claims + list(selection, "exclude-controls").len(), 28);
    let things: usize = assessment
        .claims()
        .map(|claim| claim.subjects.iter().filter(|it| it.state != Status::NotApplicable).count())
        .sum();
    assert_eq!(findings.len() - of_claims, things);
}

#[test]
fn an_observation_is_the_evidence_that_lies_in_the_ledger() {
    let world = everything();
    let result = results(&world.export());
    let observations = list(&result, "observations");
    let mut seen = BTreeSet::new();
    for observation in observations {
        let entry = prop(observation, "ledger-entry").unwrap().parse().unwrap();
        let Fact::Evidence(evidence) = &world.envelopes[&entry].fact else { panic!("{entry}") };
        assert_eq!(observation["collected"], evidence.collected_at.to_string());
        assert_eq!(prop(observation, "basis"), Some(evidence.basis.name()));
        let method = match evidence.basis.name() {
            "statement" => "INTERVIEW",
            "document" | "configuration" => "EXAMINE",
            _ => "TEST",
        };
        assert_eq!(observation["methods"], serde_json::json!([method]));
        if evidence.result != Outcome::Supports {
            assert!(observation.get("expires").is_none(), "a refutation does not expire");
        }
        let digest = evidence.transcript.map(|digest| digest.to_string());
        let told = observation["relevant-evidence"][0]["description"].as_str();
        assert_eq!(told.is_some(), digest.is_some());
        assert!(digest.is_none_or(|digest| told.unwrap().contains(&digest)));
        seen.insert(evidence.result);
    }
    assert_eq!(seen.len(), 3, "all three outcomes occur");
    // Support counts for as long as the rule lets it, seven days here.
    let mfa = |it: &&Value| {
        prop(it, "evidence-kind") == Some("mfa.enforced") && it.get("expires").is_some()
    };
    let mfa = observations.iter().find(mfa).unwrap();
    let days = |name: &str| mfa[name].as_str().unwrap().parse::<arvak_core::Instant>().unwrap();
    assert!(days("expires").since(days("collected")).as_days() <= 7);
}

#[test]
fn what_was_set_aside_or_compensated_is_a_risk_with_its_end_and_what_stays_open_is_one_too() {
    let result = results(&everything().export());
    let risks = list(&result, "risks");
    let risk = |status: &str| risks.iter().find(|it| it["status"] == status).unwrap();
    let exempt = risk("deviation-approved");
    assert_eq!(exempt["deadline"], "2026-08-30T08:00:00Z");
    assert_eq!(prop(exempt, "thing"), Some("service/ferie"));
    assert_eq!(list(risk("remediating"), "mitigating-factors").len(), 1);
    let open = risk("open");
    assert_eq!(prop(open, "thing"), Some("service/gammel"));
    let gone = list(&result["local-definitions"], "components");
    let gone = gone.iter().find(|it| prop(it, "thing") == Some("service/gammel")).unwrap();
    assert_eq!(gone["status"]["state"], "disposition");
}

#[test]
fn the_same_thing_has_the_same_uuid_in_every_export() {
    let mut world = everything();
    let before = results(&world.export());
    assert_eq!(world.export(), world.export(), "the same input gives the same bytes");
    let more = crate::world::evidence(
        "mfa.enforced",
        "service/x",
        Outcome::Supports,
        arvak_core::Basis::Probe,
        19,
    );
    world.record(Fact::Evidence(more));
    let after = results(&world.export_as(Edition::Internal, Lang::En, now()));
    for (list_name, key) in [("observations", "ledger-entry"), ("findings", "claim")] {
        let uuid = |it: &Value| {
            let thing = prop(it, "thing").unwrap_or_default();
            (prop(it, key).unwrap().to_owned(), thing.to_owned(), it["uuid"].clone())
        };
        let kept: Vec<_> = list(&after, list_name).iter().map(uuid).collect();
        for one in list(&before, list_name) {
            assert!(kept.contains(&uuid(one)), "{one}");
        }
    }
    assert_eq!(list(&after, "observations").len(), list(&before, "observations").len() + 1);
}

#[test]
fn the_three_catalogs_have_the_same_ids_and_different_texts() {
    fn ids(of: &Value, found: &mut Vec<String>) {
        match of {
            Value::Object(members) => {
                found.extend(members.get("id").map(|id| id.as_str().unwrap().to_owned()));
                members.values().for_each(|it| ids(it, found));
            }
            Value::Array(items) => items.iter().for_each(|it| ids(it, found)),
            _ => {}
        }
    }
    let export = everything().export();
    let catalogs: Vec<Value> =
        export.files[..3].iter().map(|it| serde_json::from_slice(&it.bytes).unwrap()).collect();
    let all: Vec<Vec<String>> = catalogs
        .iter()
        .map(|catalog| {
            let mut found = Vec::new();
            ids(catalog, &mut found);
            found
        })
        .collect();
    assert!(all[0] == all[1] && all[1] == all[2]);
    assert_eq!(all[0].iter().filter(|id| id.starts_with("claim-")).count(), 28);
    assert_eq!(all[0].iter().filter(|id| id.starts_with("point-")).count(), 11);
    let title = |catalog: &Value| catalog["catalog"]["groups"][0]["title"].clone();
    assert!(
        title(&catalogs[0]) != title(&catalogs[1]) && title(&catalogs[1]) != title(&catalogs[2])
    );
}
