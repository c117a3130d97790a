//! A supplier is asked, answers in the workbook, and what it says is a word and no more.

use std::path::PathBuf;

use rust_xlsxwriter::Workbook;

use crate::support::{Folder, stderr};

const INVENTORY: &str = "\
[[organisation]]
id = \"provedal\"
name = \"Prøvedal kommune\"

[[supplier]]
id = \"drift\"
name = \"Drift AS\"
operates_ict = true
conflict_country_link = \"no\"

[[supplier]]
id = \"kontor\"
name = \"Kontorrekvisita AS\"
operates_ict = false
critical = false
conflict_country_link = \"no\"
basis = \"document\"
";

fn asked(folder: &Folder) -> serde_json::Value {
    let out = folder.outside().join("ut");
    folder.json(&[
        "request",
        "supplier/drift",
        "--due",
        "2099-01-01",
        "--out",
        out.to_str().unwrap(),
    ])
}

fn answer(folder: &Folder, request: &str, supplier: &str, rows: &[(&str, &str)]) -> PathBuf {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Forespørsel").unwrap().write_string(0, 1, request).unwrap();
    sheet.write_string(1, 0, "Leverandør").unwrap().write_string(1, 1, supplier).unwrap();
    sheet.write_string(2, 0, "Kode").unwrap();
    for (row, (id, answer)) in (3..).zip(rows) {
        sheet.write_string(row, 0, *id).unwrap().write_string(row, 4, *answer).unwrap();
    }
    let file = folder.outside().join("svar.xlsx");
    workbook.save(&file).unwrap();
    file
}

fn state(folder: &Folder, claim: &str) -> String {
    let judged = folder.json(&["explain", claim]);
    let subjects = judged["subjects"].as_array().unwrap();
    let own = subjects.iter().find(|one| one["subject"] == "supplier/drift").unwrap();
    own["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_supplier_is_asked_what_concerns_it_and_the_answer_counts_as_stated() {
    let folder = Folder::with_inventory(INVENTORY);
    let report = asked(&folder);
    let request = report["request"].as_str().unwrap();
    let files: Vec<_> = report["files"].as_array().unwrap().iter().collect();
    let mail = std::fs::read_to_string(files[0].as_str().unwrap()).unwrap();
    assert!(mail.contains("Prøvedal kommune") && mail.contains("Drift AS"), "{mail}");
    let ids: Vec<_> = report["questions"].as_array().unwrap().iter().collect();
    assert!(ids.iter().any(|id| **id == "monitoring-done"));
    assert!(!ids.iter().any(|id| **id == "countries-measures"), "its link is known to be none");
    assert!(ids.len() <= 24);
    // Asked again the same day, it is the same request.
    let again =
        folder.json(&["request", "supplier/drift", "--out", folder.outside().to_str().unwrap()]);
    assert_eq!(
        (&again["request"], &again["entry"]),
        (&report["request"], &serde_json::Value::Null)
    );

    assert_eq!(state(&folder, "1c.1"), "missing");
    folder.said(&["request", "sent", request, "--file", files[0].as_str().unwrap()]);
    assert_eq!(state(&folder, "1c.1"), "verified");

    let rows = [
        ("monitoring-done", "ja"),
        ("monitoring-systems", "alle"),
        ("monitoring-watch", "Hele døgnet, alle dager"),
        ("preparedness-plan", "ja"),
        ("preparedness-duty", "nei"),
        ("countries-development", "NO"),
        ("countries-support", "vet ikke"),
    ];
    let file = answer(&folder, request, "supplier/drift", &rows);
    let file = file.to_str().unwrap();
    let before = folder.said(&["ledger", "list", "--ids"]);
    folder.said(&["request", "answer", file, "--dry-run"]);
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
    let taken = folder.json(&["request", "answer", file]);
    assert_eq!(taken["kinds"]["supplier.monitoring"], "supports");
    assert_eq!(taken["kinds"]["supplier.preparedness"], "refutes");
    assert_eq!(taken["kinds"]["supplier.countries"], "inconclusive");
    assert!(taken["kinds"]["supplier.answers"].is_null());
    assert_eq!(state(&folder, "1b.1"), "verified");
    assert_eq!(state(&folder, "1b.3"), "refuted");
    assert_eq!(state(&folder, "2d.1"), "missing");
    let explained = folder.json(&["explain", "1b.2", "supplier/drift"]).to_string();
    assert!(explained.contains("statement"), "{explained}");
    // The same file is taken in once, and the request is met.
    let all = folder.said(&["ledger", "list", "--ids"]);
    folder.said(&["request", "answer", file]);
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), all);
    let list = folder.json(&["request", "list"]);
    assert_eq!(list[0]["answered"], true);
    folder.said(&["ledger", "verify"]);
}

#[test]
fn a_link_is_made_shown_once_and_taken_back() {
    let folder = Folder::with_inventory(INVENTORY);
    let made = folder.json(&["request", "link", "supplier/drift"]);
    let (request, link) = (made["request"].as_str().unwrap(), made["link"].as_str().unwrap());
    let (page, code) = link.split_once('#').unwrap();
    assert!(page.ends_with("/foresporsel") && code.len() == 43, "{link}");
    let list = folder.json(&["request", "list"]);
    assert_eq!((&list[0]["request"], &list[0]["stage"]), (&made["request"], &"draft".into()));
    // The code is kept nowhere.
    for file in folder.files() {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(code.len()).any(|part| part == code.as_bytes());
        assert!(!found, "{}", file.display());
    }
    let again = folder.json(&["request", "link", "supplier/drift"]);
    assert_eq!(again["request"], made["request"], "an open request gets a new link");
    assert_ne!(again["link"], made["link"]);
    folder.said(&["request", "revoke", request]);
    let list = folder.json(&["request", "list"]);
    assert_eq!(list[0]["stage"], "revoked");
    let output = folder.arvak(&["request", "revoke", request, "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("Link taken back"), "{}", stderr(&output));
    let output = folder.arvak(&["request", "revoke", "ukjent-2026-01-01", "--lang", "en"]);
    assert!(stderr(&output).contains("No link was made"), "{}", stderr(&output));
    let output = folder.arvak(&["request", "link", "supplier/finnes-ikke", "--lang", "en"]);
    assert!(stderr(&output).contains("supplier/drift"), "{}", stderr(&output));
    folder.said(&["ledger", "verify"]);
}

#[test]
fn who_is_no_supplier_or_answers_for_another_is_told_what_to_do() {
    let folder = Folder::with_inventory(INVENTORY);
    let report = asked(&folder);
    let request = report["request"].as_str().unwrap();
    let before = folder.said(&["ledger", "list", "--ids"]);
    let refused = |args: &[&str], why: &str| {
        let output = folder.arvak(&[args, &["--lang", "en"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(why), "{args:?}: {}", stderr(&output));
    };
    refused(&["request", "supplier/dritt"], "supplier/drift");
    refused(&["request", "supplier/kontor", "--due", "2020-01-01"], "past");
    refused(&["request", "supplier/drift", "--due", "2098-01-01"], "cannot be moved");
    refused(&["request"], "SUPPLIER");
    refused(&["request", "sent", "nobody-2026-01-01"], "request list");
    let other = answer(&folder, request, "supplier/kontor", &[("countries-support", "NO")]);
    refused(&["request", "answer", other.to_str().unwrap()], "supplier/drift");
    let unknown =
        answer(&folder, "nobody-2026-01-01", "supplier/drift", &[("countries-support", "NO")]);
    refused(&["request", "answer", unknown.to_str().unwrap()], "nobody-2026-01-01");
    let graded = folder.outside().join("brev.txt");
    std::fs::write(&graded, "BEGRENSET\n\nTil leverandøren\n").unwrap();
    refused(&["request", "sent", request, "--file", graded.to_str().unwrap()], "BEGRENSET");
    let wrong = [("countries-support", "Norge"), ("monitoring-done", "tja")];
    let wrong = answer(&folder, request, "supplier/drift", &wrong);
    refused(&["request", "answer", wrong.to_str().unwrap()], "E4");
    refused(&["request", "answer", wrong.to_str().unwrap()], "E5");
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
}
