use super::*;

const CASE: &str = r#"{"at": 10,
  "facts": [
    {"seq": 0, "received": 0, "fact": "subject", "subject": "s/1", "in_scope": true},
    {"seq": 1, "received": 2, "fact": "evidence", "kind": "a", "subject": "s/1", "result": "supports",
     "strength": 4, "collected": 1, "valid_until": null},
    {"seq": 2, "received": 3, "fact": "evidence", "kind": "b", "subject": "s/1", "result": "refutes",
     "strength": 3, "collected": 3, "valid_until": null},
    {"seq": 3, "received": 4, "fact": "exemption", "claim": "2", "subject": "s/1", "until": 11},
    {"seq": 4, "received": 11, "fact": "withdrawal", "of": 1}],
  "claims": [
    {"id": "1", "subject_kind": "s", "applies_if_worse": null, "any_of": [
      {"all_of": [{"kind": "a", "at_least": 4, "within": 10}], "compensates": false}]},
    {"id": "2", "subject_kind": "s", "applies_if_worse": ["1", "compensated"], "any_of": [
      {"all_of": [{"kind": "b", "at_least": 1, "within": null}], "compensates": false}]},
    {"id": "3", "subject_kind": "s", "applies_if_worse": null, "any_of": [
      {"all_of": [{"kind": "b", "at_least": 1, "within": null}], "compensates": false}]}]}"#;

/// The case with one text in it replaced.
fn changed(from: &str, to: &str) -> String {
    assert!(CASE.contains(from), "{from}");
    CASE.replacen(from, to, 1)
}

fn told(case: &str) -> String {
    judge_case(case).unwrap_err().to_string()
}

#[test]
fn a_case_is_answered_in_the_form_of_the_model() {
    let expected = r#"{
 "1": {
  "state": "verified",
  "subjects": {
   "s/1": {
    "beneath": "verified",
    "state": "verified"
   }
  }
 },
 "2": {
  "state": "not_applicable",
  "subjects": {}
 },
 "3": {
  "state": "refuted",
  "subjects": {
   "s/1": {
    "beneath": "refuted",
    "state": "refuted"
   }
  }
 }
}"#;
    assert_eq!(judge_case(CASE).unwrap(), expected);
}

#[test]
fn what_is_received_later_than_the_instant_is_not_known() {
    // At 11 the support expires and is withdrawn besides; the exemption of claim 2 ends.
    let answer = judge_case(&changed(r#""at": 10"#, r#""at": 11"#)).unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["1"]["state"], "missing");
    assert_eq!(answer["2"]["state"], "refuted");
}

#[test]
fn an_exemption_overlays_what_is_beneath() {
    let case = changed(r#""claim": "2""#, r#""claim": "3""#);
    let answer: serde_json::Value = serde_json::from_str(&judge_case(&case).unwrap()).unwrap();
    assert_eq!(answer["3"]["state"], "exempt");
    assert_eq!(answer["3"]["subjects"]["s/1"]["beneath"], "refuted");
}

#[test]
fn a_withdrawal_may_be_numbered_before_what_it_withdraws() {
    let early = r#"{"seq": 4, "received": 2, "fact": "withdrawal", "of": 9}"#;
    let case = changed(r#"{"seq": 4, "received": 11, "fact": "withdrawal", "of": 1}"#, early);
    let case = case.replacen(r#""seq": 1,"#, r#""seq": 9,"#, 1);
    let answer: serde_json::Value = serde_json::from_str(&judge_case(&case).unwrap()).unwrap();
    assert_eq!(answer["1"]["state"], "missing");
}

#[test]
fn texts_that_are_no_names_of_ours_come_back_as_they_were() {
    let case = CASE.replace("s/1", "Sak/Én/1").replace("\"s\"", "\"Sak\"");
    let case = case.replace("\"1\"", "\"Krav 1\"").replace("\"a\"", "\"case.0\"");
    let answer: serde_json::Value = serde_json::from_str(&judge_case(&case).unwrap()).unwrap();
    assert_eq!(answer["Krav 1"]["subjects"]["Sak/Én/1"]["state"], "verified");
}

#[test]
fn nothing_listed_is_missing_unless_the_inventory_is_shown_to_be_complete() {
    let nothing = CASE.replace("\"in_scope\": true", "\"in_scope\": false");
    let state = |case: &str| {
        let answer: serde_json::Value = serde_json::from_str(&judge_case(case).unwrap()).unwrap();
        answer["1"]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&nothing), "missing");
    let about_inventory = r#""kind": "inventory.complete", "subject": "inventory/s""#;
    let complete = nothing.replacen(r#""kind": "a", "subject": "s/1""#, about_inventory, 1);
    assert_eq!(state(&complete), "not_applicable");
    assert_eq!(state(&complete.replacen("\"strength\": 4", "\"strength\": 1", 1)), "missing");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_mistake_names_its_field() {
    let mistakes = [
        (r#""at": 10"#, r#""at": 1.5"#, "at: 1.5 is not a time as a whole number"),
        (r#""at": 10,"#, "", "at: missing, expected a time"),
        (
            r#""at": 10"#,
            r#""att": 1, "at": 10"#,
            "att: there is no such field; here there may be at, facts, claims",
        ),
        (
            r#""in_scope": true"#,
            r#""in_scope": "yes""#,
            "facts[0].in_scope: \"yes\" is not true or false",
        ),
        (
            r#""in_scope": true"#,
            r#""in_scope": true, "of": 1"#,
            "facts[0].of: there is no such field; here there may be seq, received, fact, subject, in_scope",
        ),
        (
            r#""fact": "subject""#,
            r#""fact": "status""#,
            "facts[0].fact: \"status\" is not evidence, withdrawal, exemption or subject",
        ),
        (
            r#""subject": "s/1", "in_scope""#,
            r#""subject": "s", "in_scope""#,
            "facts[0].subject: \"s\" is not a thing such as service/epj",
        ),
        (r#""seq": 1,"#, r#""seq": -1,"#, "facts[1].seq: -1 is not a whole number, not negative"),
        (
            r#""result": "supports""#,
            r#""result": "maybe""#,
            "facts[1].result: \"maybe\" is not supports, refutes or inconclusive",
        ),
        (r#""strength": 4"#, r#""strength": 6"#, "facts[1].strength: 6 is not 1, 2, 3, 4 or 5"),
        (r#""strength": 4"#, r#""strength": 0"#, "facts[1].strength: 0 is not 1, 2, 3, 4 or 5"),
        (
            r#""collected": 1"#,
            r#""collected": 3"#,
            "facts[1].collected: 3 is not at or before 2, when it was received",
        ),
        (
            r#""valid_until": null"#,
            r#""valid_until": "soon""#,
            "facts[1].valid_until: \"soon\" is not a time as a whole number",
        ),
        (
            r#""within": 10"#,
            r#""within": -1"#,
            "claims[0].any_of[0].all_of[0].within: -1 is not a length of time as a whole number, not negative",
        ),
        (
            r#""at_least": 4"#,
            r#""at_least": null"#,
            "claims[0].any_of[0].all_of[0].at_least: null is not 1, 2, 3, 4 or 5",
        ),
        (
            r#"["1", "compensated"]"#,
            r#"["3", "compensated"]"#,
            "claims[1].applies_if_worse[0]: \"3\" is not the id of an earlier claim",
        ),
        (
            r#"["1", "compensated"]"#,
            r#"["1", "not_applicable"]"#,
            "claims[1].applies_if_worse[1]: \"not_applicable\" is not one of verified, compensated, exempt, partial, stale, missing, refuted",
        ),
        (
            r#"["1", "compensated"]"#,
            r#"["1"]"#,
            "claims[1].applies_if_worse: [\"1\"] is not the id of another claim and a state",
        ),
        (r#""id": "2""#, r#""id": "1""#, "claims[1].id: \"1\" is not an id of its own"),
        (
            r#""subject_kind": "s""#,
            r#""subject_kind": "s/1""#,
            "claims[0].subject_kind: \"s/1\" is not the part of an id before its slash",
        ),
        (
            r#"[{"kind": "a", "at_least": 4, "within": 10}]"#,
            "[]",
            "claims[0].any_of[0].all_of: [] is not a list with a leaf or more",
        ),
        (
            r#", "compensates": false"#,
            "",
            "claims[0].any_of[0].compensates: missing, expected true or false",
        ),
    ];
    for (from, to, expected) in mistakes {
        assert_eq!(told(&changed(from, to)), expected);
    }
    assert!(told(&changed(r#""seq": 4"#, r#""seq": 3"#)).starts_with("facts[4]: "));
    assert_eq!(told("[]"), "the case: [] is not an object");
    assert!(told("{").starts_with("the case is no JSON: "));
}
