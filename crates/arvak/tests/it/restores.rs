//! Restore drills on the command line: three steps in their order, a question that does not tell the marker, and what comes back.

use arvak_core::Instant;
use serde_json::Value;

use crate::support::{Folder, stderr, stdout};

const INVENTORY: &str = "[[organisation]]\nid = \"provedal\"\n\n[[supplier]]\nid = \"norsk-drift\"\noperates_ict = true\n\n[[system]]\nid = \"fagsystem\"\ncriticality = 4\n";
const EXAMPLE: &str = include_str!("../../../../examples/drills/norsk-drift-gjenoppretting.toml");
const ID: &str = "fagsystem-gjenoppretting-1";

fn day(days: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let at = Instant::from_millis(i64::try_from(now.as_millis()).unwrap() + days * 86_400_000);
    at.to_string().split_once('T').unwrap().0.to_owned()
}

#[test]
fn a_marker_is_entered_deleted_asked_for_and_read_off_a_picture() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = folder.outside().join("drill.toml");
    let text = EXAMPLE
        .replace("from = 2026-03-01", &format!("from = {}", day(-3)))
        .replace("to = 2026-03-15", &format!("to = {}", day(30)))
        .replace("stays = \"3d\"", "stays = \"3s\"");
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let refused = |args: &[&str], part: &str| {
        let output = folder.arvak(args);
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert!(output.status.code() == Some(2) && said.contains(part), "{args:?}: {said}");
    };
    folder.json(&["drill", "plan", path]);
    let shown = folder.json(&["drill", "start", ID, "--for-real"]);
    let mark = shown["mark"].as_str().unwrap().to_owned();
    refused(&["drill", "done", ID], "--step entered");
    refused(&["drill", "done", ID, "--step", "deleted"], "entered");
    folder.json(&["drill", "done", ID, "--step", "entered"]);
    refused(&["drill", "done", ID, "--step", "asked"], "deleted");
    // So long that a backup can have it; until then it is refused.
    let deleted = ["drill", "done", ID, "--step", "deleted"];
    let told = loop {
        let output = folder.arvak(&deleted);
        if output.status.success() {
            break stdout(&output);
        }
        assert!(stderr(&output).contains("sikkerhetskopi"), "{}", stderr(&output));
        std::thread::sleep(std::time::Duration::from_millis(200));
    };
    assert!(told.contains("Testbrukeren ØVELSE") && !told.contains(&mark), "{told}");
    let tomorrow = format!("{}T00:00:00Z", day(1));
    refused(&["drill", "done", ID, "--step", "asked", "--restore-to", &tomorrow], "--restore-to");
    folder.json(&["drill", "done", ID, "--step", "asked"]);
    let picture = folder.outside().join("skjerm.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n\xff\xfe\x00").unwrap();
    let picture = picture.to_str().unwrap();
    folder.json(&[
        "drill",
        "receive",
        ID,
        "--file",
        picture,
        "--read",
        &format!("Merknad: {mark}"),
    ]);
    let judged: Value = folder.json(&["drill", "verdict", ID, "--record"]);
    assert_eq!(judged["judged"]["verdict"], "seen", "{judged}");
    assert_eq!(judged["shows"][0]["kind"], "restore.drill");
    assert_eq!(judged["shows"][0]["subject"], "system/fagsystem");
    assert_eq!(judged["shows"][0]["basis"], "statement", "what a person reads is a word");
    let export = folder.outside().join("export");
    folder.json(&["drill", "export", ID, export.to_str().unwrap()]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/peers/drill_verdict.py");
    let Ok(output) = std::process::Command::new("python3").arg(script).arg(&export).output() else {
        println!("SKIPPED: no python3; scripts/test-tools installs it");
        return;
    };
    assert!(output.status.success(), "{}", stdout(&output));
    let listed = folder.json(&["drill", "list"]);
    assert_eq!(listed["figures"], serde_json::json!([]), "a restore is no time to detect");
}
