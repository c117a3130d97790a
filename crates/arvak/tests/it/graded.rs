//! What is marked as graded is refused, whichever way it comes (law 10).

use std::io::{Cursor, Write as _};
use std::process::Stdio;

use crate::support::{Folder, stderr, stdout};

const INVENTORY: &str = "[[plan]]\nid = \"p\"\nname = \"Plan\"\n\n[[system]]\nid = \"b\"\n";
const MARKED: &str = "Møtenotat\n\nBEGRENSET iht. sikkerhetsloven § 5-4\n\nHemmelighet 4711";

/// Refused with 2, in words that say what to do; nothing of it is anywhere in the folder.
fn refused(folder: &Folder, args: &[&str]) -> String {
    let before = folder.said(&["ledger", "list", "--ids"]);
    let kept = || {
        let blobs = folder.data().join("blobs");
        folder.files().iter().filter(|path| path.starts_with(&blobs)).count()
    };
    let files = kept();
    let output = folder.arvak(args);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {}{said}", stdout(&output));
    assert!(said.contains("BEGRENSET"), "{said}");
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "nothing was recorded");
    assert_eq!(kept(), files, "nothing was kept");
    let holds = |path: &std::path::PathBuf| {
        std::fs::read(path).unwrap().windows(4).any(|part| part == b"4711")
    };
    assert!(!folder.files().iter().any(holds), "nothing of it is in the folder");
    said
}

fn written(folder: &Folder, name: &str, bytes: &[u8]) -> String {
    let path = folder.outside().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

const ADD: [&str; 7] =
    ["evidence", "add", "plan.current", "plan/p", "supports", "--basis", "document"];

#[test]
fn a_note_or_attachment_in_a_marking_is_refused_and_the_words_say_what_to_do() {
    let folder = Folder::with_inventory(INVENTORY);
    for (lang, what) in
        [("nb", "uten det graderte"), ("nn", "utan det graderte"), ("en", "without what is graded")]
    {
        let args = [&ADD[..], &["--note", MARKED, "--lang", lang]].concat();
        assert!(refused(&folder, &args).contains(what));
    }
    let text = written(&folder, "notat.txt", MARKED.as_bytes());
    let said = refused(&folder, &[&ADD[..], &["--file", &text]].concat());
    assert!(said.contains("notat.txt"), "{said}");
    let pdf = "%PDF-1.7\n4 0 obj\n<< /Length 60 >>\nstream\nBT (BEGRENSET) Tj 0 -12 Td (Notat) Tj ET\nendstream\nendobj\n";
    let pdf = written(&folder, "notat.pdf", pdf.as_bytes());
    refused(&folder, &[&ADD[..], &["--file", &pdf]].concat());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/header1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<w:hdr><w:p><w:r><w:t>BEGRENSET</w:t></w:r></w:p></w:hdr>").unwrap();
    let docx = written(&folder, "notat.docx", &zip.finish().unwrap().into_inner());
    refused(&folder, &[&ADD[..], &["--file", &docx]].concat());
}

#[test]
fn reasons_exports_and_inventories_are_looked_at_as_well() {
    let folder = Folder::with_inventory(INVENTORY);
    let id = folder.json(&ADD)["id"].to_string();
    refused(&folder, &["evidence", "withdraw", &id, "--reason", MARKED]);
    refused(&folder, &["evidence", "erase", &id, "--reason", MARKED]);
    let rules = "BEGRENSET\nhandling;kilde;mål;tjeneste\nnekt;alle;alle;alle\n";
    let rules = written(&folder, "regler.csv", rules.as_bytes());
    let judge = ["evidence", "judge", "firewall", &rules, "--about", "system/b"];
    refused(&folder, &[&judge[..], &["--exported", "2026-01-01"]].concat());
    let toml = "# BEGRENSET\n[[system]]\nid = \"x\"\nname = \"X\"\n";
    refused(&folder, &["import", &written(&folder, "inventar.toml", toml.as_bytes())]);
    let toml = "[[system]]\nid = \"x\"\nname = \"X\"\nnote = \"\"\"\nBEGRENSET\"\"\"\n";
    refused(&folder, &["import", &written(&folder, "inventar.toml", toml.as_bytes())]);
    let csv = written(&folder, "systemer.csv", b"id;navn\nx;X\nBEGRENSET;\n");
    refused(&folder, &["import", &csv]);
}

#[test]
fn a_line_of_a_script_is_answered_in_its_place() {
    let folder = Folder::with_inventory(INVENTORY);
    let line = |note: &str| {
        let line = serde_json::json!({
            "kind": "plan.current", "subject": "plan/p", "result": "supports", "basis": "document",
            "collected_at": "2026-01-01", "note": note,
        });
        format!("{line}\n")
    };
    let mut child = folder
        .command(&["evidence", "add", "--stdin", "--lang", "nn"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = [line("Tilgangen er begrenset."), line(MARKED)].concat();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = stdout(&output);
    let answers: Vec<_> = said.lines().collect();
    assert!(answers[0].parse::<u64>().is_ok(), "{said}");
    assert_eq!(answers[1], "!graded");
    assert!(stderr(&output).contains("høyrer ikkje heime her"), "{}", stderr(&output));
}
