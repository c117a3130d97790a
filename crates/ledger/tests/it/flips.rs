//! Ten thousand flipped bits over every file of a ledger: each is found.

use std::path::PathBuf;

use arvak_ledger::{VerifyOptions, verify};

use crate::support::{NOON, drafts, ledger, open, put};

/// The numbers of Sebastiano Vigna's splitmix64.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn flip(seed: u64, rounds: usize) {
    let folder = ledger(256);
    let mut writer = open(folder.path());
    writer.append(&drafts(256..280), NOON).unwrap();
    writer.erase_body(9).unwrap();
    writer.close().unwrap();
    let erased = |id| id == 9;
    let options = VerifyOptions { erased: &erased, threads: 1, ..VerifyOptions::default() };
    assert_eq!(verify(folder.path(), &options).unwrap().problems, []);
    let files: Vec<PathBuf> = [
        "FORMAT",
        "ledger.last",
        "keys/ledger.key",
        "ledger/checkpoint",
        "ledger/vkey",
        "ledger/segments/0000.seg",
        "ledger/segments/0000.seg",
        "ledger/segments/0000.seg",
        "ledger/segments/0000.idx",
        "ledger/tile/0/000",
    ]
    .iter()
    .map(|name| folder.path().join(name))
    .collect();
    // The key is read-only; a flipped bit does not ask.
    let mut owner = std::fs::metadata(&files[2]).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut owner, 0o600);
    std::fs::set_permissions(&files[2], owner).unwrap();
    let whole: Vec<Vec<u8>> = files.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let mut state = seed;
    for round in 0..rounds {
        let file = round % files.len();
        let mut bytes = whole[file].clone();
        let bit = usize::try_from(random(&mut state)).unwrap() % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        put(&files[file], &bytes);
        // A newer format is refused outright; everything else stands in the report.
        let found = verify(folder.path(), &options).map_or(true, |report| !report.is_sound());
        assert!(found, "bit {bit} of {}", files[file].display());
        put(&files[file], &whole[file]);
    }
}

#[test]
fn a_first_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip(1, 2500);
}

#[test]
fn a_second_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip(2, 2500);
}

#[test]
fn a_third_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip(3, 2500);
}

#[test]
fn a_fourth_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip(4, 2500);
}
