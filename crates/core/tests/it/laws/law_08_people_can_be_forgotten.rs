//! Law 8: an envelope holds no free text and no person.

use std::collections::BTreeMap;

use arvak_core::fact::{
    Approval, ApprovalStage, CatalogueAdoption, ClockKind, ENVELOPE_BYTES_MAX, Erasure, Genesis,
    KeyRotation,
};
use arvak_core::{Actor, Body, Class, Digest, Draft, EntryId, Envelope, Fact};
use proptest::prelude::*;
use serde_json::Value;

use crate::world::{config, moves, name, play};

/// What somebody might write about somebody.
const TEXT: &str = "Kari Nordmann er sykmeldt";

/// Facts that random histories do not have.
fn others() -> Vec<Fact> {
    let public_key = "arvak/4f1c+1a2b3c4d+AXN5bnRoZXRpYw==".to_owned();
    vec![
        Fact::Genesis(Genesis {
            origin: "arvak/4f1c".to_owned(),
            public_key: public_key.clone(),
            clock: ClockKind::Real,
        }),
        Fact::Catalogue(CatalogueAdoption {
            digest: Digest::of(b"catalogue"),
            letters: vec![name("letter")],
        }),
        Fact::Erasure(Erasure { of: EntryId(1), body: true, blobs: vec![Digest::of(b"blob")] }),
        Fact::KeyRotation(KeyRotation { public_key }),
        Fact::Approval(Approval {
            report: Digest::of(b"report"),
            edition: name("council"),
            stage: ApprovalStage::Approved,
        }),
    ]
}

fn texts<'v>(value: &'v mut Value, found: &mut Vec<&'v mut Value>) {
    match value {
        Value::String(_) => found.push(value),
        Value::Array(values) => values.iter_mut().for_each(|value| texts(value, found)),
        Value::Object(fields) => fields.values_mut().for_each(|value| texts(value, found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(config(10))]

    #[test]
    fn an_envelope_has_no_place_for_free_text(moves in moves()) {
        let mut envelopes: Vec<Envelope> = play(&moves).into_iter().map(|(_, one)| one).collect();
        let any = envelopes[0].clone();
        envelopes.extend(others().into_iter().map(|fact| Envelope { fact, ..any.clone() }));
        for mut envelope in envelopes {
            envelope.body = Some(Digest::of(b"body"));
            envelope.blobs = vec![Digest::of(b"blob")];
            let mut value = serde_json::to_value(&envelope).unwrap();
            let mut places = Vec::new();
            texts(&mut value, &mut places);
            let count = places.len();
            for place in 0..count {
                let mut changed = value.clone();
                let mut places = Vec::new();
                texts(&mut changed, &mut places);
                *places[place] = Value::from(TEXT);
                let bytes = serde_json::to_vec(&changed).unwrap();
                prop_assert!(Envelope::decode(&bytes).is_err(), "{} was read", changed);
            }
        }
    }

    #[test]
    fn nothing_of_the_body_is_hashed_but_its_digest(moves in moves(), person in any::<bool>()) {
        let body = Body {
            salt: "00112233445566778899aabbccddeeff".to_owned(),
            name: Some(TEXT.to_owned()),
            note: Some(TEXT.to_owned()),
            reason: Some(TEXT.to_owned()),
            texts: BTreeMap::from([("reply".to_owned(), TEXT.to_owned())]),
        };
        for (_, envelope) in play(&moves) {
            let actor =
                if person { Actor::Person("person/7f3a".parse().unwrap()) } else { envelope.actor };
            let draft = Draft {
                key: envelope.key,
                actor,
                class: Class::Internal,
                body: Some(body.clone()),
                blobs: Vec::new(),
                fact: envelope.fact,
            };
            let (hashed, kept) = draft.encode().unwrap();
            prop_assert!(hashed.len() < ENVELOPE_BYTES_MAX);
            let kept = kept.unwrap();
            let hashed = String::from_utf8(hashed).unwrap();
            prop_assert!(!hashed.contains("Kari") && !hashed.contains("sykmeldt"));
            prop_assert!(hashed.contains(&Digest::of(&kept).to_string()));
            prop_assert_eq!(serde_json::from_slice::<Body>(&kept).unwrap(), body.clone());
            // The ledger adds the time of receipt, and what it then hashes says nothing more.
            let mut stamped: Value = serde_json::from_str(&hashed).unwrap();
            stamped["received_at"] = Value::from("2026-02-01T12:00:00Z");
            let stamped = serde_json::to_vec(&stamped).unwrap();
            let read = Envelope::decode(&stamped).unwrap();
            prop_assert_eq!(read.fact, draft.fact);
        }
    }
}
