//! Every flipped bit is found by `ledger verify`, in every file of a data folder that is not listed as
//! rebuildable; in a rebuildable one it is found, or no answer changes.

use std::path::{Path, PathBuf};

use crate::support::Folder;

/// Rebuildable, as docs/data-folder.md lists them, and what is made anew at every start.
fn is_rebuildable(file: &Path) -> bool {
    let text = file.to_string_lossy();
    text.contains("/index.db") || text.contains("/tile/") || text.ends_with(".idx")
}

/// What is no record of anything: checked elsewhere or by nobody.
fn is_left_out(file: &Path) -> bool {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    // The lock is empty; the socket is gone; the configuration is a person's; SQLite's side files are
    // empty after a clean stop.
    ["lock", "arvak.toml"].contains(&name.as_str())
        || name.ends_with("-shm")
        || name.ends_with("-wal")
}

/// How many flips in files that nothing can make again; `make test-full` asks for more. (The ledger's
/// own files have ten thousand in the ledger's tests.)
fn flips() -> usize {
    std::env::var("ARVAK_FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000)
}

fn folder() -> Folder {
    let folder = Folder::with_inventory("[[plan]]\nid = \"p\"\nname = \"Plan\"\nnote = \"Hele\"\n");
    for number in 0..6 {
        let note = format!("notat {number}");
        folder.said(&["evidence", "add", "plan.current", "plan/p", "supports", "--note", &note]);
    }
    let file = folder.outside().join("plan.txt");
    std::fs::write(&file, "Planen i sin helhet.\n".repeat(20)).unwrap();
    folder.said(&[
        "evidence",
        "add",
        "plan.current",
        "plan/p",
        "supports",
        "--basis",
        "document",
        "--file",
        file.to_str().unwrap(),
    ]);
    folder
}

#[test]
fn every_flipped_bit_in_what_cannot_be_made_again_is_found() {
    let folder = folder();
    folder.said(&["ledger", "verify"]);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let is_sound = || {
        let verified = runtime.block_on(arvak_store::verify(&folder.data(), None));
        verified.is_ok_and(|verified| verified.problems.is_empty())
    };
    assert!(is_sound());
    let files = files(&folder, |file| !is_rebuildable(file));
    for (file, bit) in places(&files, flips()) {
        let kept = std::fs::read(&file).unwrap();
        write(&file, &flipped(&kept, bit));
        assert!(!is_sound(), "bit {bit} of {} was not found", file.display());
        write(&file, &kept);
    }
    folder.said(&["ledger", "verify"]);
}

#[test]
fn every_flipped_bit_in_what_can_be_made_again_is_found_or_changes_no_answer() {
    let folder = folder();
    let answers = || {
        let status = folder.arvak(&["status", "--json", "--as-of", "2030-01-01"]);
        (status.status.success(), status.stdout)
    };
    let whole = answers();
    let files = files(&folder, is_rebuildable);
    assert!(!files.is_empty());
    for (file, bit) in places(&files, (flips() / 50).min(2_000)) {
        let kept = std::fs::read(&file).unwrap();
        write(&file, &flipped(&kept, bit));
        if folder.arvak(&["ledger", "verify"]).status.success() {
            assert_eq!(answers(), whole, "bit {bit} of {} changed an answer", file.display());
        }
        write(&file, &kept);
    }
}

fn files(folder: &Folder, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    folder.files().into_iter().filter(|file| !is_left_out(file) && wanted(file)).collect()
}

/// A fixed sequence of files and bits, spread over all bits of all of them.
fn places(files: &[PathBuf], count: usize) -> Vec<(PathBuf, u64)> {
    let bits: u64 = files.iter().map(|file| std::fs::metadata(file).unwrap().len() * 8).sum();
    let mut seed = 20_220_303_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        place(files, (seed >> 11) % bits)
    };
    (0..count).map(|_| next()).collect()
}

fn place(files: &[PathBuf], mut bit: u64) -> (PathBuf, u64) {
    for file in files {
        let bits = std::fs::metadata(file).unwrap().len() * 8;
        if bit < bits {
            return (file.clone(), bit);
        }
        bit -= bits;
    }
    unreachable!("the bit is below the sum")
}

fn flipped(bytes: &[u8], bit: u64) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[usize::try_from(bit / 8).unwrap()] ^= 1 << (bit % 8);
    bytes
}

/// In place, whatever the file's permissions are.
fn write(file: &Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(file).unwrap().permissions();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(file, bytes).unwrap();
    std::fs::set_permissions(file, mode).unwrap();
}
