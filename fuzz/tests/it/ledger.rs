//! Keys, checkpoints and proofs: nothing forged is taken.

use std::sync::OnceLock;

use arvak_ledger::{Checkpoint, Draft, Key, Lock, PublicKey, Reader, Writer, verify_proof};
use bolero::check;

use crate::changed::Foreign;

/// 2026-02-01T12:00:00Z.
const NOON_MILLIS: i64 = 1_769_947_200_000;

fn key() -> Key {
    Key::new("nordvik.example/arvak", [42; 32]).unwrap()
}

/// What a small ledger hands out.
struct Signed {
    checkpoint: Checkpoint,
    proof: String,
    envelope: Vec<u8>,
}

fn signed() -> &'static Signed {
    static SIGNED: OnceLock<Signed> = OnceLock::new();
    SIGNED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        key().save(folder.path()).unwrap();
        let mut writer = Writer::create(Lock::take(folder.path()).unwrap(), key()).unwrap();
        let draft = |number| Draft {
            unstamped: format!(r#"{{"v":1,"n":{number}}}"#).into_bytes(),
            body: None,
        };
        writer.append(&(0..5).map(draft).collect::<Vec<_>>(), NOON_MILLIS).unwrap();
        writer.close().unwrap();
        let reader = Reader::open(folder.path()).unwrap();
        let envelope = reader.get(3, |entry| entry.envelope.to_vec()).unwrap();
        let proof = reader.prove(3).unwrap();
        Signed { checkpoint: reader.checkpoint().clone(), proof, envelope }
    })
}

#[test]
fn keys() {
    let public = key().public().to_string();
    let private = "arvak-ledger-key 1\nnordvik.example/arvak\n\
                   KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=\n";
    assert!(Key::parse(private).is_ok());
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&[&public, private]);
        if let Ok(key) = text.parse::<PublicKey>() {
            assert_eq!(key.to_string(), text);
        }
        if let Err(error) = Key::parse(&text) {
            assert!(
                !error.to_string().contains("KioqKioqKioqKioqKioq"),
                "a secret is told: {error}"
            );
        }
    });
}

#[test]
fn checkpoints() {
    let sound = &signed().checkpoint;
    let key = key();
    check!().with_type::<Foreign>().for_each(|foreign| {
        let text = foreign.text(&[sound.note()]);
        if let Ok(read) = Checkpoint::open(&text, key.public()) {
            assert_eq!((read.size(), read.root()), (sound.size(), sound.root()), "{text}");
        }
    });
}

#[test]
fn proofs() {
    let Signed { checkpoint, proof, envelope } = signed();
    let key = key();
    assert!(verify_proof(proof, envelope, key.public()).is_ok());
    check!().with_type::<(Foreign, Foreign)>().for_each(|(proof_changed, envelope_changed)| {
        let text = proof_changed.text(&[proof]);
        if let Ok(proven) = verify_proof(&text, envelope, key.public()) {
            assert_eq!((proven.id, proven.checkpoint.root()), (3, checkpoint.root()));
        }
        let bytes = envelope_changed.bytes(&[envelope]);
        let proven = verify_proof(proof, &bytes, key.public()).is_ok();
        assert_eq!(proven, bytes == *envelope, "another entry was proven");
    });
}
