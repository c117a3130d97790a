//! Entries of the ledger, snapshots of the state, and cases of the executable model.

use arvak_core::case::judge_case;
use arvak_core::{Catalogue, EntryId, Envelope, State, assess};
use bolero::check;
use sha2::{Digest as _, Sha256};

use crate::changed::Foreign;

const ENVELOPES: [&str; 5] = [
    r#"{"received_at":"2026-02-01T12:00:00Z","v":1,"key":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","actor":{"program":"init"},"class":"internal","fact":{"genesis":{"origin":"arvak/x","public_key":"x+1+y","clock":"real"}}}"#,
    r#"{"received_at":"2026-02-01T12:00:00Z","v":1,"key":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","actor":{"role":"role/ict_lead"},"class":"shared","fact":{"entity":{"id":"service/epj","attributes":{"criticality":{"value":{"int":5},"basis":"statement"}},"relations":[{"relation":"runs_on","to":["system/a","system/b"],"at_least":1,"grace_hours":4}]}}}"#,
    r#"{"received_at":"2026-02-02T12:00:00Z","v":1,"key":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","actor":{"program":"https"},"class":"internal","fact":{"evidence":{"kind":"web.certificate","subject":"service/epj","result":"refutes","basis":"probe","collected_at":"2026-02-01T11:00:00Z","valid_until":"2026-03-01T00:00:00Z","method":{"name":"https","version":1},"attributes":{"days_left":3},"code":"cert.expired","transcript":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}}"#,
    r#"{"received_at":"2026-02-03T12:00:00Z","v":1,"key":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","actor":{"role":"role/ict_lead"},"class":"internal","fact":{"exemption_request":{"claim":"3.1","subject":"service/epj","until":"2026-04-01T00:00:00Z"}}}"#,
    r#"{"received_at":"2026-02-04T12:00:00Z","v":1,"key":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","actor":{"role":"role/procurement"},"class":"internal","fact":{"obligation":{"id":"a","kind":"supplier.answer_due","subject":"service/epj","due":"2026-03-01T00:00:00Z","owner":"role/ict_lead"}}}"#,
];

const CASE: &str = r#"{"at": 10, "facts": [
    {"seq": 0, "received": 0, "fact": "subject", "subject": "s/1", "in_scope": true},
    {"seq": 1, "received": 2, "fact": "evidence", "kind": "a", "subject": "s/1", "result": "supports",
     "strength": 4, "collected": 1, "valid_until": null},
    {"seq": 2, "received": 4, "fact": "exemption", "claim": "1", "subject": "s/1", "until": 11}],
  "claims": [{"id": "1", "subject_kind": "s", "applies_if_worse": null, "any_of": [
      {"all_of": [{"kind": "a", "at_least": 4, "within": 10}], "compensates": false}]}]}"#;

fn folded() -> State {
    let mut state = State::new();
    for (number, text) in (0..).zip(ENVELOPES) {
        let envelope = Envelope::decode(text.as_bytes()).unwrap();
        state.apply(EntryId(number), &envelope).unwrap();
    }
    state
}

#[test]
fn envelopes() {
    let seeds = ENVELOPES.map(str::as_bytes);
    check!().with_type::<Foreign>().for_each(|foreign| {
        let Ok(envelope) = Envelope::decode(&foreign.bytes(&seeds)) else { return };
        let written = serde_json::to_vec(&envelope).unwrap();
        assert_eq!(Envelope::decode(&written).unwrap(), envelope);
        // Whatever was read can be folded after what was there, or is refused with a code.
        let mut state = folded();
        if let Err(error) = state.apply(EntryId(state.size()), &envelope) {
            assert!(!error.code().is_empty());
        }
    });
}

#[test]
fn snapshots() {
    let sound = folded().snapshot();
    let content = &sound[..sound.len() - 32];
    check!().with_type::<Foreign>().for_each(|foreign| {
        let mut bytes = foreign.bytes(&[content]);
        assert!(State::from_snapshot(&bytes).is_err(), "its digest is missing");
        // With the right digest the content itself is read.
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        if let Ok(state) = State::from_snapshot(&bytes) {
            let again = State::from_snapshot(&state.snapshot()).unwrap();
            let at = "2026-02-05T12:00:00Z".parse().unwrap();
            let catalogue = Catalogue::default();
            assert_eq!(assess(&again, &catalogue, at), assess(&state, &catalogue, at));
        }
    });
}

#[test]
fn cases() {
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&[CASE]);
        let answer = judge_case(&text);
        assert_eq!(answer, judge_case(&text));
        if let Err(error) = answer {
            assert!(!error.code().is_empty());
        }
    });
}
