//! From a judged observation to facts for the ledger.

use arvak_core::fact::{Evidence, Method};
use arvak_core::{Actor, Class, Digest, Draft, Fact};

use super::{Judgement, Observation, Verdict};

/// One evidence fact for each verdict. `transcript` is the digest of the transcript, which is already
/// durable as a blob.
///
/// The key is made of probe, subject, kind and beginning, so that a check that is delivered twice is
/// recorded once.
pub fn to_drafts(
    observation: &Observation,
    judgement: &Judgement,
    transcript: Digest,
) -> Vec<Draft> {
    judgement.verdicts.iter().map(|verdict| draft(observation, verdict, transcript)).collect()
}

fn draft(observation: &Observation, verdict: &Verdict, transcript: Digest) -> Draft {
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
        method: Some(Method { name: check.probe.clone(), version: observation.method_version }),
        vantage: Some(observation.vantage.clone()),
        attributes: verdict.attributes.clone(),
        code: verdict.code.clone(),
        transcript: Some(transcript),
        supersedes: None,
    };
    Draft {
        key: Digest::of(key.as_bytes()),
        actor: Actor::Program(check.probe.clone()),
        class: Class::Internal,
        body: None,
        blobs: vec![transcript],
        fact: Fact::Evidence(evidence),
    }
}

#[cfg(test)]
mod tests {
    use arvak_core::{Basis, Instant, Outcome};

    use super::*;
    use crate::{Check, Look};

    fn observed(at: i64) -> (Observation, Judgement) {
        let check = Check {
            probe: "https".parse().unwrap(),
            subject: "endpoint/www".parse().unwrap(),
            host: "www.nordvik.example".parse().unwrap(),
            port: Some(443),
            look: Look::Public,
            domain: "nordvik.example".to_owned(),
        };
        let verdict = |kind: &str| Verdict {
            kind: kind.parse().unwrap(),
            result: Outcome::Refutes,
            basis: Basis::Probe,
            code: Some("hsts.absent".parse().unwrap()),
            attributes: [("days_left".parse().unwrap(), 3)].into(),
            valid_until: None,
        };
        let observation = Observation {
            check,
            method_version: 2,
            started_at: Instant::from_millis(at),
            finished_at: Instant::from_millis(at + 50),
            vantage: "internet".parse().unwrap(),
            transcript: b"{}".to_vec(),
        };
        let verdicts = vec![verdict("web.hsts"), verdict("web.certificate")];
        (observation, Judgement { checks: Vec::new(), verdicts })
    }

    #[test]
    fn each_verdict_becomes_evidence_that_names_how_it_was_got() {
        let (observation, judgement) = observed(1_000);
        let digest = Digest::of(&observation.transcript);
        let drafts = to_drafts(&observation, &judgement, digest);
        assert_eq!(drafts.len(), 2);
        let Fact::Evidence(evidence) = &drafts[0].fact else { panic!("no evidence") };
        assert_eq!(evidence.collected_at, observation.started_at);
        assert_eq!(
            evidence.method.as_ref().map(|m| (m.name.as_str(), m.version)),
            Some(("https", 2))
        );
        assert_eq!(evidence.transcript, Some(digest));
        assert_eq!(drafts[0].blobs, [digest]);
        assert_eq!(drafts[0].actor, Actor::Program("https".parse().unwrap()));
        assert!(drafts[0].encode().is_ok());
    }

    #[test]
    fn the_same_look_has_the_same_key_and_another_has_another() {
        let keys = |at| {
            let (observation, judgement) = observed(at);
            let drafts = to_drafts(&observation, &judgement, Digest::of(b""));
            drafts.iter().map(|draft| draft.key).collect::<Vec<_>>()
        };
        assert_eq!(keys(1), keys(1));
        assert_ne!(keys(1), keys(2));
        assert_ne!(keys(1)[0], keys(1)[1]);
    }
}
