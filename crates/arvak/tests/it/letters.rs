//! A further letter: what it asks is told, it is accepted only as its sender wrote it, and what is recorded already
//! is judged by it.

use std::path::PathBuf;

use crate::support::{Folder, stderr};

const INVENTORY: &str = "[[plan]]\nid = \"beredskapsplan\"\nname = \"Beredskapsplan\"\n";

const LATER: &str = r#"
[letter]
id = "oppfolging"
follows = "kdd-ks-2022"
title = { nb = "Oppfølging", nn = "Oppfølging", en = "Follow-up" }
source = "Us"
source_date = "2026-11-25"
provenance = "own"

[[claim]]
id = "5.2"
point = "5"
title = { nb = "Planen er ny.", nn = "Planen er ny.", en = "The plan is new." }
owner = "ict_lead"
for_each = "plan"
any_of = [{ evidence = "plan.current", at_least = "document", within = "30d" }]
source = "Us"
source_date = "2026-11-25"
provenance = "own"
"#;

fn folder() -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    std::fs::write(file(&folder, "later.toml"), LATER).unwrap();
    folder
}

fn file(folder: &Folder, name: &str) -> PathBuf {
    folder.outside().join(name)
}

fn path(folder: &Folder, name: &str) -> String {
    file(folder, name).to_str().unwrap().to_owned()
}

fn claims(folder: &Folder) -> usize {
    let status = folder.json(&["status"]);
    let points = status["points"].as_array().unwrap().iter();
    points.map(|point| point["claims"].as_array().unwrap().len()).sum()
}

#[test]
fn a_letter_that_follows_tells_what_is_new_and_judges_what_is_recorded_already() {
    let folder = folder();
    let evidence = ["evidence", "add", "plan.current", "plan/beredskapsplan", "supports"];
    folder.said(&[&evidence[..], &["--basis", "document"]].concat());
    let later = path(&folder, "later.toml");
    assert_eq!(
        folder.said(&["letters", "diff", "in-force", &later]),
        "Ett nytt krav.\n  5.2 (nytt): Planen er ny.\n"
    );
    assert_eq!(
        folder.said(&["letters", "diff", "in-force", &later, "--lang", "nn"]),
        "Eitt nytt krav.\n  5.2 (nytt): Planen er ny.\n"
    );
    let told = folder.json(&["letters", "diff", "in-force", &later]);
    assert_eq!(told["differences"][0]["direction"], "new");
    let args = ["letters", "accept", &later, "--unsigned", "--reason", "Muntlig varslet"];
    let accepted = folder.json(&args);
    assert_eq!(accepted["recorded"], true);
    assert_eq!(claims(&folder), 29);
    let explained = folder.json(&["explain", "5.2", "plan/beredskapsplan"]);
    assert!(explained.to_string().contains("\"verified\""), "{explained}");
    // Going back loosens, and the reason is asked for again.
    let back = folder.arvak(&["letters", "accept", "built-in"]);
    assert_eq!(back.status.code(), Some(2));
    assert!(stderr(&back).contains("--reason"), "{}", stderr(&back));
    assert_eq!(claims(&folder), 29);
    folder.said(&["letters", "accept", "built-in", "--reason", "Brevet er trukket tilbake"]);
    assert_eq!(claims(&folder), 28);
    folder.said(&["ledger", "verify"]);
}

#[test]
fn a_letter_is_accepted_as_its_sender_signed_it_and_not_otherwise() {
    let folder = folder();
    let (key, signed) = (path(&folder, "key"), path(&folder, "later.note"));
    let later = path(&folder, "later.toml");
    let public = folder.said(&["letters", "key", "kdd.example/brev", "--out", &key]);
    let public = public.trim();
    folder.said(&["letters", "sign", &later, "--key", &key, "--out", &signed]);
    for (args, why) in [
        (vec![later.as_str()], "Ingen har signert brevet"),
        (vec![later.as_str(), "--unsigned"], "Skriv hvorfor"),
        (vec![signed.as_str()], "letters.signers"),
    ] {
        let output = folder.arvak(&[&["letters", "accept"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
    let bytes = std::fs::read(&signed).unwrap();
    let changed = path(&folder, "changed.note");
    for place in [30, LATER.len() / 2, LATER.len() - 3, bytes.len() - 4] {
        let mut bytes = bytes.clone();
        bytes[place] ^= 1;
        std::fs::write(&changed, &bytes).unwrap();
        let output = folder.arvak(&["letters", "accept", &changed, "--signer", public]);
        assert_eq!(output.status.code(), Some(2), "byte {place}: {}", stderr(&output));
    }
    let other = folder.said(&["letters", "key", "other.example", "--out", &path(&folder, "other")]);
    let output = folder.arvak(&["letters", "accept", &signed, "--signer", other.trim()]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(claims(&folder), 28);
    let accepted = folder.json(&["letters", "accept", &signed, "--signer", public]);
    assert_eq!(accepted["signed_by"], "kdd.example/brev");
    assert_eq!(claims(&folder), 29);
    // A key is never replaced.
    let again = folder.arvak(&["letters", "key", "kdd.example/brev", "--out", &key]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn a_letter_with_mistakes_is_told_of_and_nothing_is_recorded() {
    let folder = folder();
    let bad =
        LATER.replace("plan.current", "plan.unheard_of").replace("kdd-ks-2022", "kdd-ks-2021");
    std::fs::write(file(&folder, "bad.toml"), bad).unwrap();
    let before = folder.said(&["ledger", "list", "--ids"]);
    let args = ["letters", "accept", &path(&folder, "bad.toml"), "--unsigned", "--reason", "Prøve"];
    let output = folder.arvak(&args);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("kdd-ks-2021") && said.contains("plan.unheard_of"), "{said}");
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
}
