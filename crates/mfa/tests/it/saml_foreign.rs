//! Canonical XML held against lxml's, and signatures that signxml made.

use std::path::PathBuf;
use std::process::Command;

use arvak_mfa::saml::{Expected, Wrong, canonical_text, keys_of, verify};
use serde_json::Value;

/// What the others made; nothing where they are not here.
fn made() -> Option<Value> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = root.join(".venv/bin/python");
    let has = Command::new(&python).args(["-c", "import signxml"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: signxml is not in .venv; our signatures are not held against another's");
        return None;
    }
    let output = Command::new(python).arg(root.join("tests/saml/foreign.py")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn what_others_call_canonical_and_sign_is_the_same_here() {
    let Some(made) = made() else { return };
    let pairs = made["canonical"].as_array().unwrap();
    assert!(pairs.len() >= 7);
    for pair in pairs {
        assert_eq!(canonical_text(pair[0].as_str().unwrap()).as_deref(), pair[1].as_str());
    }
    let expected = Expected {
        issuer: Some("https://id.example"),
        audience: "us",
        recipient: "https://us.example/acs",
        request: Some("_r1"),
        now_s: made["now_s"].as_i64().unwrap(),
    };
    let all = made["signed"].as_array().unwrap();
    assert_eq!(all.len(), 6);
    for one in all {
        let keys = keys_of(one["certificate"].as_str().unwrap()).unwrap();
        let response = one["response"].as_str().unwrap();
        let said = verify(response, &keys, &expected);
        let said = said.unwrap_or_else(|wrong| panic!("{}: {wrong:?}", one["name"]));
        assert_eq!(said.class.as_deref(), Some("https://refeds.org/profile/mfa"));
        let changed = response.replacen("kanari", "kanarifugl", 1);
        let why = Wrong::Bad("it was changed after it was signed");
        assert_eq!(verify(&changed, &keys, &expected), Err(why));
    }
}
