//! Ten thousand flipped bits over every file of a ledger: each is found. (`ARVAK_FLIPS` for more.)

use std::path::{Path, PathBuf};

use arvak_ledger::{LedgerError, NodeHash, Reader, VerifyOptions, verify};

use crate::support::{NOON, drafts, ledger, open, put};

/// What [`arvak_ledger::rebuild()`] makes again, and the lock, which says only who holds it.
const REBUILDABLE: [&str; 2] = ["ledger/tile/", ".idx"];
const MEANS_NOTHING: [&str; 1] = ["lock"];

/// The numbers of Sebastiano Vigna's splitmix64.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[expect(clippy::disallowed_methods, reason = "only whoever starts the tests knows how many")]
fn flips_in_all() -> usize {
    std::env::var("ARVAK_FLIPS").map_or(10_000, |count| count.parse().unwrap())
}

/// All files of a data folder, below it; so a new kind of file cannot be forgotten here.
fn files(data: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![data.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(data).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.retain(|name| !MEANS_NOTHING.contains(&name.as_str()));
    found.sort();
    found
}

fn is_rebuildable(name: &str) -> bool {
    REBUILDABLE.iter().any(|part| name.contains(part))
}

/// A file whose bits are flipped one at a time.
struct Target {
    name: String,
    path: PathBuf,
    whole: Vec<u8>,
}

impl Target {
    fn new(data: &Path, name: String) -> Self {
        let path = data.join(&name);
        // The key is read-only; a flipped bit does not ask.
        let mut rights = std::fs::metadata(&path).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut rights, 0o600);
        std::fs::set_permissions(&path, rights).unwrap();
        let whole = std::fs::read(&path).unwrap();
        Self { name, path, whole }
    }

    /// Flips a bit, asks `holds`, and flips it back.
    fn flip(&self, state: &mut u64, holds: impl Fn() -> bool) {
        let bit = usize::try_from(random(state)).unwrap() % (self.whole.len() * 8);
        let mut bytes = self.whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        put(&self.path, &bytes);
        assert!(holds(), "bit {bit} of {}", self.name);
        put(&self.path, &self.whole);
    }
}

/// A ledger with bodies, an erased one, a full tile and entries after it.
fn small() -> tempfile::TempDir {
    let folder = ledger(256);
    let mut writer = open(folder.path());
    writer.append(&drafts(256..280), NOON).unwrap();
    writer.erase_body(9).unwrap();
    writer.close().unwrap();
    folder
}

/// Whether a check finds something; a newer format is refused outright.
fn is_found(data: &Path) -> bool {
    let erased = |id| id == 9;
    let options = VerifyOptions { erased: &erased, threads: 1, ..VerifyOptions::default() };
    verify(data, &options).map_or(true, |report| !report.is_sound())
}

fn flip_quarter(seed: u64) {
    let folder = small();
    assert!(!is_found(folder.path()));
    let mut names = files(folder.path());
    names.retain(|name| !is_rebuildable(name));
    // The entries once for each of the other files: most bytes are theirs.
    let others = names.len() - 1;
    names.extend(std::iter::repeat_n("ledger/segments/0000.seg".to_owned(), others - 1));
    let targets: Vec<_> = names.into_iter().map(|name| Target::new(folder.path(), name)).collect();
    let mut state = seed;
    for target in targets.iter().cycle().take(flips_in_all() / 4) {
        target.flip(&mut state, || is_found(folder.path()));
    }
}

#[test]
fn a_first_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip_quarter(1);
}

#[test]
fn a_second_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip_quarter(2);
}

#[test]
fn a_third_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip_quarter(3);
}

#[test]
fn a_fourth_quarter_of_ten_thousand_flipped_bits_is_found() {
    flip_quarter(4);
}

#[test]
fn every_file_of_the_folder_is_one_that_the_flips_know() {
    let folder = small();
    let names = files(folder.path());
    let (again, kept): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| is_rebuildable(name));
    let wanted = [
        "FORMAT",
        "keys/ledger.key",
        "ledger.last",
        "ledger/checkpoint",
        "ledger/segments/0000.seg",
        "ledger/vkey",
    ];
    assert_eq!(kept, wanted);
    assert_eq!(again, ["ledger/segments/0000.idx", "ledger/tile/0/000"]);
}

/// All that a reader answers.
#[derive(PartialEq, Eq)]
struct Answers {
    root: NodeHash,
    envelopes: Vec<Vec<u8>>,
    proofs: Vec<String>,
}

/// The answers, or why they are refused.
fn answers(data: &Path) -> Result<Answers, LedgerError> {
    let reader = Reader::open(data)?;
    let mut envelopes = Vec::new();
    let mut entries = reader.entries(0..reader.size())?;
    while let Some(entry) = entries.next_entry()? {
        entry.body()?;
        envelopes.push(entry.envelope.to_vec());
    }
    // From the middle too, where the index is asked for the place.
    envelopes.push(reader.get(270, |entry| entry.envelope.to_vec())?);
    let mut proofs = vec![reader.prove(3)?, reader.prove(279)?];
    for old in [1, 255, 256, 279] {
        proofs.extend(reader.prove_consistency(old)?.iter().map(NodeHash::to_string));
    }
    Ok(Answers { root: reader.root(), envelopes, proofs })
}

#[test]
fn a_flipped_bit_in_what_can_be_rebuilt_is_found_and_changes_no_answer() {
    let folder = small();
    let right = answers(folder.path()).unwrap();
    let names = files(folder.path()).into_iter().filter(|name| is_rebuildable(name));
    let targets: Vec<_> = names.map(|name| Target::new(folder.path(), name)).collect();
    let mut state = 5;
    let refused = std::cell::Cell::new(0);
    for target in targets.iter().cycle().take(flips_in_all() / 20) {
        target.flip(&mut state, || {
            let now = answers(folder.path());
            refused.set(refused.get() + usize::from(now.is_err()));
            let same = now.map_or(true, |answers| answers == right);
            same && is_found(folder.path())
        });
    }
    // A tile is refused, an index is passed over: both happened.
    assert!((1..flips_in_all() / 20).contains(&refused.get()));
}

#[test]
fn flipped_bits_are_found_over_several_segments_and_levels_of_tiles() {
    let folder = ledger(65_536 + 300);
    let names = ["ledger/segments/0000.seg", "ledger/segments/0001.seg", "ledger/tile/1/000"];
    let targets = names.map(|name| Target::new(folder.path(), name.to_owned()));
    let mut state = 6;
    for target in targets.iter().cycle().take(30) {
        target.flip(&mut state, || is_found(folder.path()));
    }
}
