//! Proofs that stand by themselves.

use arvak_ledger::merkle::verify_consistency;
use arvak_ledger::{Reader, verify_proof};

use crate::support::{NOON, create, drafts, key, ledger};

#[test]
fn every_entry_of_a_ledger_is_proved_and_no_other_entry_by_its_proof() {
    let folder = ledger(600);
    let reader = Reader::open(folder.path()).unwrap();
    for id in [0, 1, 255, 256, 300, 511, 512, 598, 599] {
        let proof = reader.prove(id).unwrap();
        let envelope = reader.get(id, |entry| entry.envelope.to_vec()).unwrap();
        let proven = verify_proof(&proof, &envelope, key().public()).unwrap();
        assert_eq!((proven.id, proven.checkpoint.size()), (id, 600));
        let other = reader.get((id + 1) % 600, |entry| entry.envelope.to_vec()).unwrap();
        assert_eq!(
            verify_proof(&proof, &other, key().public()).unwrap_err().code(),
            "ledger.bad_proof"
        );
    }
}

#[test]
fn every_flipped_bit_of_a_proof_is_refused() {
    let folder = ledger(300);
    let reader = Reader::open(folder.path()).unwrap();
    let envelope = reader.get(299, |entry| entry.envelope.to_vec()).unwrap();
    let proof = reader.prove(299).unwrap().into_bytes();
    for bit in 0..proof.len() * 8 {
        let mut flipped = proof.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(flipped) = String::from_utf8(flipped) else { continue };
        assert!(verify_proof(&flipped, &envelope, key().public()).is_err(), "bit {bit}");
    }
}

#[test]
fn an_older_checkpoint_is_proved_to_be_the_beginning() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    let mut known = Vec::new();
    for (from, to) in [(0, 1), (1, 255), (255, 256), (256, 511), (511, 700)] {
        writer.append(&drafts(from..to), NOON).unwrap();
        known.push(writer.checkpoint().unwrap().clone());
    }
    let reader = Reader::open(folder.path()).unwrap();
    let now = reader.checkpoint();
    for old in known {
        let proof = reader.prove_consistency(old.size()).unwrap();
        assert!(verify_consistency(old.size(), &old.root(), now.size(), &now.root(), &proof));
        assert_eq!(reader.root_at(old.size()).unwrap(), old.root());
        assert!(
            old.size() == 700
                || !verify_consistency(old.size(), &now.root(), now.size(), &now.root(), &proof)
        );
    }
}

#[test]
fn what_is_not_signed_yet_is_not_proved() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = create(folder.path());
    writer.append(&drafts(0..2), NOON).unwrap();
    let mut reader = Reader::open(folder.path()).unwrap();
    assert_eq!(reader.prove(1).unwrap_err().code(), "ledger.not_signed");
    writer.checkpoint().unwrap();
    reader.refresh().unwrap();
    reader.prove(1).unwrap();
}
