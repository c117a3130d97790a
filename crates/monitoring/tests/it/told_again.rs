//! Somebody else tells every verdict again: a program in Python that shares no line with ours.

use std::path::Path;
use std::process::Command;

use arvak_monitoring::files;

use crate::parties::{DEFINITION, Drill, KEY};
use crate::restores;
use crate::simulated::simulated;

fn export(drill: &Drill, to: &Path) {
    export_of(drill, DEFINITION, to);
}

fn export_of(drill: &Drill, definition: &str, to: &Path) {
    let judged = drill.judged();
    let raw = |digest: &arvak_core::Digest| drill.raw.get(digest).map(Vec::as_slice);
    for (name, bytes) in files(&drill.record, &judged, definition, raw) {
        let file = to.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

/// Runs the verifier; none when there is no Python.
fn verify(
    folders: &[std::path::PathBuf],
    key: Option<&Path>,
) -> Option<(bool, Vec<serde_json::Value>)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers/drill_verdict.py");
    let mut command = Command::new("python3");
    command.arg(script);
    if let Some(key) = key {
        command.arg("--key").arg(key);
    }
    let Ok(output) = command.args(folders).output() else {
        println!("SKIPPED: no python3; scripts/test-tools installs it");
        return None;
    };
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), folders.len(), "{}", String::from_utf8_lossy(&output.stderr));
    Some((output.status.success(), lines))
}

#[test]
fn a_verifier_of_its_own_tells_the_same_of_a_thousand_drills() {
    let root = tempfile::tempdir().unwrap();
    let mut folders = Vec::new();
    for seed in 1..=1_000 {
        let folder = root.path().join(seed.to_string());
        export(&simulated(seed).0, &folder);
        folders.push(folder);
    }
    let key = root.path().join("key");
    std::fs::write(&key, KEY).unwrap();
    let Some((is_right, told)) = verify(&folders, Some(&key)) else { return };
    for (seed, line) in (1..).zip(&told) {
        assert_eq!(line["wrong"], serde_json::json!([]), "seed {seed}: {line}");
        assert_eq!(line["signatures"], "checked");
        assert_eq!(line["verdict"], simulated(seed).1.verdict.name(), "seed {seed}");
    }
    assert!(is_right);
}

#[test]
fn a_verifier_of_its_own_tells_the_same_of_restore_drills() {
    let root = tempfile::tempdir().unwrap();
    let mut folders = Vec::new();
    for seed in 1..=300 {
        let folder = root.path().join(seed.to_string());
        export_of(&restores::simulated(seed).0, &restores::definition(), &folder);
        folders.push(folder);
    }
    let Some((is_right, told)) = verify(&folders, None) else { return };
    for (seed, line) in (1..).zip(&told) {
        assert_eq!(line["wrong"], serde_json::json!([]), "seed {seed}: {line}");
        assert_eq!(line["verdict"], restores::simulated(seed).1.name(), "seed {seed}");
    }
    assert!(is_right);
}

#[test]
fn the_verifier_finds_what_was_changed() {
    let root = tempfile::tempdir().unwrap();
    let seed = (1..=1_000)
        .find(|seed| simulated(*seed).1.verdict == arvak_monitoring::Verdict::SeenLate)
        .unwrap();
    let change = |name: &str, from: &str, to: &str| {
        let folder = root.path().join(format!("{name}-{from}"));
        export(&simulated(seed).0, &folder);
        let file = folder.join(name);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{name} lacks {from}");
        std::fs::write(file, text.replace(from, to)).unwrap();
        folder
    };
    let folders = [
        change("verdict.json", "\"seen_late\"", "\"seen\""),
        change("record.json", "\"within_ms\":1800000", "\"within_ms\":90000000"),
        change("plan.json", "L1", "L2"),
        change("definition.toml", "30m", "90m"),
    ];
    let Some((is_right, told)) = verify(&folders, None) else { return };
    assert!(!is_right);
    for line in told {
        assert_ne!(line["wrong"], serde_json::json!([]), "{line}");
        assert_eq!(line["signatures"], "told");
    }
}
