//! From a judged observation to facts for the ledger.

use arvak_core::fact::{Evidence, Method};
use arvak_core::{Actor, Class, Digest, Draft, Fact};

use super::{Judgement, Observation, Verdict};

/// One evidence fact for each verdict. `digest` is that of the transcript, already durable as a blob.
///
/// The key is made of probe, subject, kind and beginning, so that a check that is delivered twice is
/// recorded once.
pub fn to_drafts(
    observation: &Observation,
    judgement: &Judgement,
    method_version: u32,
    digest: Digest,
) -> Vec<Draft> {
    judgement
        .verdicts
        .iter()
        .map(|verdict| draft(observation, verdict, method_version, digest))
        .collect()
}

fn draft(observation: &Observation, verdict: &Verdict, version: u32, digest: Digest) -> Draft {
    let check = &observation.check;
    let key = format!(
        "evidence\n{}\n{}\n{}\n{}\n",
        check.probe,
        check.subject,
        verdict.kind,
        observation.started_at.as_millis()
    );
    let evidence = Evidence {
        kind: verdict.kind.clone(),
        subject: check.subject.clone(),
        result: verdict.result,
        basis: verdict.basis,
        collected_at: observation.started_at,
        valid_until: verdict.valid_until,
        method: Some(Method { name: check.probe.clone(), version }),
        vantage: Some(observation.vantage.clone()),
        attributes: verdict.attributes.clone(),
        code: verdict.code.clone(),
        transcript: Some(digest),
        supersedes: None,
    };
    Draft {
        key: Digest::of(key.as_bytes()),
        actor: Actor::Program(check.probe.clone()),
        class: Class::Internal,
        body: None,
        blobs: vec![digest],
        fact: Fact::Evidence(evidence),
    }
}
