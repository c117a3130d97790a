//! `evidence add --stdin`, erasure, proofs and exports.

use std::io::Write as _;
use std::process::Stdio;

use crate::support::{Folder, json_of, stderr, stdout};

const INVENTORY: &str = "[[plan]]\nid = \"p\"\nname = \"Plan\"\n";

fn feed(folder: &Folder, input: &str) -> std::process::Output {
    let mut child = folder
        .command(&["evidence", "add", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn line(key: &str) -> String {
    format!(
        "{{\"key\":\"{key}\",\"kind\":\"plan.current\",\"subject\":\"plan/p\",\"result\":\"supports\",\
         \"basis\":\"document\",\"collected_at\":\"2026-01-01T00:00:00Z\"}}\n"
    )
}

#[test]
fn each_line_is_answered_in_its_place() {
    let folder = Folder::with_inventory(INVENTORY);
    let unknown = line("c").replace("plan.current", "no.such_kind");
    let input = format!("{}{{\"nonsense\":1}}\n\n{}{unknown}{}", line("a"), line("b"), line("a"));
    let output = feed(&folder, &input);
    let said = stdout(&output);
    let answers: Vec<_> = said.lines().collect();
    assert_eq!(answers.len(), 5, "{said}");
    assert_eq!(answers[1], "!bad_line");
    assert!(answers[3].starts_with('!'), "{said}");
    let first: u64 = answers[0].parse().unwrap();
    assert_eq!(answers[2], (first + 1).to_string());
    assert_eq!(answers[4], answers[0], "the same key gives the same id again");
    let told = stderr(&output);
    assert!(told.contains("stdin:2:") && told.contains("stdin:5:"), "{told}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn ids_are_listed_in_order_and_every_entry_can_be_proved() {
    let folder = Folder::with_inventory(INVENTORY);
    feed(&folder, &(0..10).map(|n| line(&n.to_string())).collect::<String>());
    let ids = folder.said(&["ledger", "list", "--ids"]);
    let numbers: Vec<u64> = ids.lines().map(|id| id.parse().unwrap()).collect();
    assert_eq!(numbers, (0..numbers.len() as u64).collect::<Vec<_>>());
    let proof = folder.said(&["ledger", "prove", "7"]);
    assert!(proof.starts_with("c2sp.org/tlog-proof@v1\nindex 7\n"), "{proof}");
    let checkpoint = folder.said(&["ledger", "checkpoint"]);
    assert!(checkpoint.lines().nth(1).unwrap() == numbers.len().to_string(), "{checkpoint}");
    let to = folder.outside().join("export");
    folder.said(&["ledger", "export", to.to_str().unwrap()]);
    assert_eq!(
        std::fs::read_to_string(to.join("checkpoint")).unwrap().trim_end(),
        checkpoint.trim_end()
    );
    let public = folder.outside().join("public");
    let report = folder.json(&["ledger", "export", public.to_str().unwrap(), "--class", "public"]);
    assert_eq!(report["entries"], 1, "only the first entry, with the public key, is public");
}

#[test]
fn an_earlier_checkpoint_must_be_continued() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = folder.outside().join("checkpoint");
    std::fs::write(&file, format!("{}\n", folder.said(&["ledger", "checkpoint"]).trim_end()))
        .unwrap();
    feed(&folder, &line("later"));
    let verify = ["ledger", "verify", "--checkpoint", file.to_str().unwrap()];
    folder.said(&verify);
    let other = Folder::with_inventory(INVENTORY);
    let output = other.arvak(&verify);
    assert_eq!(output.status.code(), Some(1), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn erased_texts_are_gone_from_the_disk_and_the_ledger_is_whole() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = folder.outside().join("vedlegg.txt");
    std::fs::write(&file, "hemmelig-vedlegg-4711").unwrap();
    let added = folder.json(&[
        "evidence",
        "add",
        "plan.current",
        "plan/p",
        "supports",
        "--basis",
        "document",
        "--note",
        "hemmelig-notat-4712",
        "--file",
        file.to_str().unwrap(),
    ]);
    assert!(holds(&folder, b"hemmelig-notat-4712") && holds(&folder, b"hemmelig-vedlegg-4711"));
    let before = folder.json(&["status"])["points"].clone();
    folder.said(&["evidence", "erase", &added["id"].to_string()]);
    assert!(!holds(&folder, b"hemmelig-notat-4712"), "the note is still on the disk");
    assert!(!holds(&folder, b"hemmelig-vedlegg-4711"), "the attachment is still on the disk");
    folder.said(&["ledger", "verify"]);
    assert_eq!(folder.json(&["status"])["points"], before, "assess does not need what was erased");
}

/// Whether some file of the folder holds these bytes.
fn holds(folder: &Folder, needle: &[u8]) -> bool {
    folder.files().iter().any(|file| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

#[test]
fn doctor_finds_a_key_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::made();
    let key = folder.data().join("keys/ledger.key");
    let ok = json_of(&folder.arvak(&["doctor", "--json"]));
    let check = |report: &serde_json::Value| {
        let checks = report["checks"].as_array().unwrap().clone();
        checks.into_iter().find(|check| check["check"] == "permissions").unwrap()
    };
    assert_eq!(check(&ok)["ok"], true);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let output = folder.arvak(&["doctor", "--json"]);
    assert_eq!(check(&json_of(&output))["ok"], false);
    assert_eq!(output.status.code(), Some(1));
}
