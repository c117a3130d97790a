//! Another program, with libraries of others, checks what we export: `independent.py` beside this
//! folder builds the tree again with `pymerkle` and checks the signatures with `cryptography`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use arvak_ledger::{NodeHash, Reader};

use crate::support::{NOON, copy, create, drafts, put};

/// None, one, less than a tile, a tile, one more, no round number, the first of tile 16.
const SIZES: [u64; 7] = [0, 1, 7, 256, 257, 1000, 4097];

/// The Python that has the libraries; `scripts/test` names it.
#[expect(clippy::disallowed_methods, reason = "only whoever starts the tests knows where it is")]
fn python() -> Option<PathBuf> {
    let python = std::env::var_os("ARVAK_PYTHON").map(PathBuf::from);
    if python.is_none() {
        println!("SKIPPED: ARVAK_PYTHON is not set; no other program checked the ledger's proofs");
    }
    python
}

fn run(python: &Path, given: &Path) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/independent.py");
    Command::new(python).arg(script).arg(given).output().unwrap()
}

/// One growing ledger, and at each size what it gives to others.
fn give(to: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    for size in SIZES {
        writer.append(&drafts(writer.size()..size), NOON).unwrap();
        writer.checkpoint().unwrap();
        let reader = Reader::open(folder.path()).unwrap();
        let place = to.join(size.to_string());
        reader.export(&place.join("export"), &|_, _| true).unwrap();
        for part in ["proofs", "consistency"] {
            std::fs::create_dir_all(place.join(part)).unwrap();
        }
        for id in some(size) {
            let path = place.join(format!("proofs/{id}.tlog-proof"));
            put(&path, reader.prove(id).unwrap().as_bytes());
        }
        for old in SIZES.into_iter().filter(|old| *old <= size) {
            let hashes = reader.prove_consistency(old).unwrap();
            let lines: Vec<_> = hashes.iter().map(NodeHash::to_string).collect();
            put(&place.join(format!("consistency/{old}")), lines.join("\n").as_bytes());
        }
    }
}

/// Entries worth proving: the first, the last, and those beside the ends of tiles.
fn some(size: u64) -> Vec<u64> {
    let wanted = [0, 1, 2, 6, 254, 255, 256, 511, 512, 998, 999, 3000, 4094, 4095, 4096];
    wanted.into_iter().filter(|id| *id < size).collect()
}

#[test]
fn another_program_finds_the_same_roots_proofs_signatures_and_tiles() {
    let Some(python) = python() else { return };
    let given = tempfile::tempdir().unwrap();
    give(given.path());
    let output = run(&python, given.path());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Counted here once more, so that it cannot have looked at nothing.
    let proofs: usize = SIZES.iter().map(|size| some(*size).len()).sum();
    assert!(said.contains("7 checkpoints"), "{said}");
    assert!(said.contains(&format!("{proofs} inclusions, 28 continuations")), "{said}");
}

#[test]
fn another_program_finds_what_was_changed() {
    let Some(python) = python() else { return };
    let given = tempfile::tempdir().unwrap();
    give(given.path());
    // Where, and which byte counted from the end.
    let changes = [
        ("257/export/checkpoint", 10),
        ("257/export/checkpoint", 150),
        ("257/export/vkey", 5),
        ("257/export/tile/0/000", 100),
        ("257/export/tile/1/000.p/1", 1),
        ("257/export/tile/entries/000", 20),
        ("257/export/tile/entries/001.p/1", 20),
        ("1000/proofs/511.tlog-proof", 400),
        ("1000/consistency/257", 50),
    ];
    for (name, from_end) in changes {
        let damaged = tempfile::tempdir().unwrap();
        // As far as the changed one, so that the run stays short.
        for size in SIZES.iter().filter(|size| **size <= 1000) {
            copy(&given.path().join(size.to_string()), &damaged.path().join(size.to_string()));
        }
        let path = damaged.path().join(name);
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.len() - from_end;
        bytes[at] ^= 1;
        put(&path, &bytes);
        let output = run(&python, damaged.path());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{name}: {said}");
        assert!(said.starts_with("wrong: "), "{name}: {said}");
    }
}
