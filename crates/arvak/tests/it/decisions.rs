//! What people decide at the terminal: two for an exemption, a reply that lifts nothing, due dates, the situation.

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[plan]]
id = \"beredskapsplan\"
name = \"Beredskapsplan\"

[[function]]
id = \"legevakt\"
name = \"Legevakt\"
";

fn folder() -> Folder {
    Folder::with_inventory(INVENTORY)
}

fn id(said: &serde_json::Value) -> String {
    said["id"].to_string()
}

fn refused(folder: &Folder, args: &[&str], why: &str) {
    let before = folder.said(&["ledger", "list", "--ids"]);
    let output = folder.arvak(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
    assert!(stderr(&output).contains(why), "{args:?}: {}", stderr(&output));
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
}

#[test]
fn an_exemption_takes_two_and_shows_what_is_beneath() {
    let folder = folder();
    let subject = "function/legevakt";
    let ask = ["exemption", "request", "2a.2", subject, "--until", "2099-01-01", "--reason"];
    assert_eq!(folder.said(&["exemption", "list"]), "Ingen har søkt om unntak.\n");
    let asked = folder.json(&[&ask[..], &["Planen er til behandling"]].concat());
    let request = id(&asked);
    refused(&folder, &["exemption", "approve", &request], "annen");
    refused(&folder, &["exemption", "approve", "0", "--by", "role/chief_executive"], "Nr. 0");
    refused(&folder, &[&ask[..], &[" "]].concat(), "");
    let unknown =
        ["exemption", "request", "9.9", subject, "--until", "2099-01-01", "--reason", "x"];
    refused(&folder, &unknown, "9.9");
    let past = ["exemption", "request", "2a.2", subject, "--until", "2020-01-01", "--reason", "x"];
    refused(&folder, &past, "2020");
    assert!(folder.said(&["exemption", "list"]).contains("søkt om"));
    folder.said(&["exemption", "approve", &request, "--by", "role/chief_executive"]);
    let listed = folder.json(&["exemption", "list"]);
    assert_eq!(listed["exemptions"][0]["approved"]["by"]["role"], "role/chief_executive");
    let explained = folder.json(&["explain", "2a.2", subject]).to_string();
    assert!(explained.contains("\"exempt\"") && explained.contains("\"beneath\""), "{explained}");
    assert!(folder.said(&["report", "changes"]).contains("2a.2"));
}

#[test]
fn a_reply_stands_beside_a_refutation_and_lifts_nothing() {
    let folder = folder();
    let evidence = |result| ["evidence", "add", "impact.unavailable", "function/legevakt", result];
    let support = id(&folder.json(&evidence("supports")));
    let refutation = id(&folder.json(&evidence("refutes")));
    refused(&folder, &["evidence", "contest", &support, "--reason", "Feil"], &support);
    let explained = || folder.json(&["explain", "2a.2", "function/legevakt"]).to_string();
    let before = explained();
    assert!(before.contains("\"state\":\"refuted\""), "{before}");
    assert!(!before.contains("disputed"), "{before}");
    folder.said(&["evidence", "contest", &refutation, "--reason", "Vurderingen er ferdig"]);
    let after = explained();
    assert!(after.contains("\"state\":\"refuted\""), "{after}");
    assert!(after.contains("\"disputed\""), "{after}");
    folder.said(&["ledger", "verify"]);
}

#[test]
fn obligations_are_listed_by_their_due_dates() {
    let folder = folder();
    assert_eq!(folder.said(&["obligation", "list"]), "Ingen frister er registrert.\n");
    let add = |id, due| {
        folder.said(&[
            "obligation",
            "add",
            id,
            "plan.revision_due",
            "plan/beredskapsplan",
            "--due",
            due,
            "--owner",
            "role/emergency_coordinator",
        ])
    };
    add("sen", "2099-01-01");
    add("tidlig", "2020-01-01");
    let listed = folder.said(&["obligation", "list"]);
    let lines: Vec<&str> = listed.lines().collect();
    assert!(lines[0].contains("tidlig") && lines[0].contains("gått ut"), "{listed}");
    assert!(lines[1].contains("sen") && lines[1].contains("åpen"), "{listed}");
    folder.said(&["obligation", "met", "tidlig"]);
    assert!(folder.said(&["obligation", "list"]).contains("innfridd"));
    refused(&folder, &["obligation", "met", "tidlig"], "tidlig");
    refused(&folder, &["obligation", "met", "ukjent"], "ukjent");
}

#[test]
fn a_raised_situation_is_lowered_only_with_a_reason() {
    let folder = folder();
    folder.said(&["situation", "raise", "forhoyet", "--since", "2026-01-01"]);
    assert_eq!(folder.json(&["status"])["situation"]["raised"], true);
    refused(&folder, &["situation", "lower", "normal"], "");
    folder.said(&["situation", "lower", "normal", "--reason", "NSM har senket nivået"]);
    assert_eq!(folder.json(&["status"])["situation"]["raised"], false);
}

#[test]
fn a_thing_leaves_the_letter_with_a_reason_alone_and_never_comes_back_under_its_id() {
    let folder = folder();
    let subjects = |folder: &Folder| {
        let judged = folder.json(&["explain", "2a.2"]);
        let all = judged["subjects"].as_array().unwrap().iter();
        all.map(|one| one["subject"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let legevakt = "function/legevakt";
    assert_eq!(subjects(&folder), [legevakt]);
    refused(&folder, &["inventory", "scope", legevakt, "out"], "");
    refused(
        &folder,
        &["inventory", "scope", "function/ingen", "out", "--reason", "x"],
        "function/ingen",
    );
    folder.said(&["inventory", "scope", legevakt, "out", "--reason", "Nabokommunen har den"]);
    assert_eq!(subjects(&folder), Vec::<String>::new());
    folder.said(&["inventory", "scope", legevakt, "in"]);
    assert_eq!(subjects(&folder), [legevakt]);
    let add = ["evidence", "add", "impact.unavailable", legevakt, "refutes", "--basis", "document"];
    folder.said(&add);
    folder.said(&["inventory", "retire", legevakt, "--reason", "Lagt ned"]);
    assert_eq!(subjects(&folder), Vec::<String>::new());
    let open = folder.json(&["status"])["open_findings"].clone();
    assert_eq!(open[0]["subject"], legevakt);
    refused(&folder, &["inventory", "scope", legevakt, "in"], legevakt);
}
