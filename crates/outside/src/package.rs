//! What a worker sends home: the errand that it had, the transcripts, and a signed note that names both by their digests.
//! And how it asks for an errand.

use arvak_core::{Digest, Instant, Span};
use arvak_ledger::{Key, PublicKey, note};
use serde::{Deserialize, Serialize};

use crate::errand::CHECKS_MAX;
use crate::{below, signed};

/// The headings of the two notes.
const SEEN: &str = "arvak-seen/1";
const ASKING: &str = "arvak-ask/1";

/// Most bytes of one package. A transcript has at most 1 MiB.
pub const PACKAGE_BYTES_MAX: usize = 24 * 1024 * 1024;

/// How far the clocks of both may stand apart when an errand is asked for.
const CLOCKS: Span = Span::from_millis(10 * 60 * 1_000);

/// What is sent home.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The errand, as home signed it.
    pub errand: String,
    /// What the worker signed.
    pub seen: String,
    /// The transcripts, in the order of the note.
    pub transcripts: Vec<String>,
}

/// What the worker signs.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    errand: Digest,
    transcripts: Vec<Digest>,
}

impl Package {
    /// Of transcripts, signed by the worker.
    ///
    /// # Errors
    /// When something in it has no form in JSON.
    pub fn sign(errand: String, transcripts: Vec<String>, key: &Key) -> serde_json::Result<Self> {
        let manifest = Manifest {
            errand: Digest::of(errand.as_bytes()),
            transcripts: transcripts.iter().map(|one| Digest::of(one.as_bytes())).collect(),
        };
        Ok(Self { errand, seen: signed(SEEN, &manifest, key)?, transcripts })
    }

    /// Reads the bytes of one; who signed it is another question ([`Package::check`]).
    ///
    /// # Errors
    /// What is wrong with the bytes, and where.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > PACKAGE_BYTES_MAX {
            return Err(format!("> {PACKAGE_BYTES_MAX} bytes"));
        }
        let mut json = serde_json::Deserializer::from_slice(bytes);
        let package: Self =
            serde_path_to_error::deserialize(&mut json).map_err(|error| error.to_string())?;
        json.end().map_err(|error| error.to_string())?;
        if package.transcripts.len() > CHECKS_MAX {
            return Err(format!("> {CHECKS_MAX} transcripts"));
        }
        Ok(package)
    }

    /// Whether the worker signed exactly this.
    ///
    /// # Errors
    /// What differs.
    pub fn check(&self, worker: &PublicKey) -> Result<(), String> {
        let text = note::open(&self.seen, worker).map_err(|error| error.to_string())?;
        let manifest: Manifest = below(SEEN, text)?;
        let errand = Digest::of(self.errand.as_bytes());
        let own = self.transcripts.iter().map(|one| Digest::of(one.as_bytes()));
        if manifest.errand == errand && own.eq(manifest.transcripts) {
            Ok(())
        } else {
            Err("what was signed is something else".to_owned())
        }
    }
}

/// What a worker signs when it asks for an errand.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asking {
    at: Instant,
    home: String,
}

/// The words by which a worker asks `home` for an errand.
///
/// # Errors
/// When something in them has no form in JSON.
pub fn asking(home: &PublicKey, at: Instant, key: &Key) -> serde_json::Result<String> {
    signed(ASKING, &Asking { at, home: home.to_string() }, key)
}

/// Whether the worker asked this home, just now.
///
/// # Errors
/// Why it did not.
pub fn is_asking(
    signed: &str,
    worker: &PublicKey,
    home: &PublicKey,
    now: Instant,
) -> Result<(), String> {
    let text = note::open(signed, worker).map_err(|error| error.to_string())?;
    let asking: Asking = below(ASKING, text)?;
    if asking.home != home.to_string() {
        return Err("another ledger is asked".to_owned());
    }
    let apart = now.since(asking.at).as_millis().abs();
    if apart > CLOCKS.as_millis() {
        return Err(format!("it was asked at {}; here it is {now}: set the clocks", asking.at));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> Key {
        Key::new("ute", [seed; 32]).unwrap()
    }

    fn package() -> Package {
        let transcripts = vec!["{\"a\":1}".to_owned(), "{}".to_owned()];
        Package::sign("errand".to_owned(), transcripts, &key(1)).unwrap()
    }

    #[test]
    fn a_package_is_its_workers_and_stands_as_it_was_signed() {
        let ours = key(1);
        let bytes = serde_json::to_vec(&package()).unwrap();
        assert_eq!(Package::read(&bytes).unwrap().check(ours.public()), Ok(()));
        assert!(package().check(key(2).public()).is_err(), "another's key");
        let changes: [fn(&mut Package); 4] = [
            |package| package.errand.push('x'),
            |package| package.transcripts.reverse(),
            |package| package.transcripts.push("{}".to_owned()),
            |package| package.transcripts.truncate(1),
        ];
        for change in changes {
            let mut another = package();
            change(&mut another);
            assert!(another.check(ours.public()).is_err());
        }
    }

    #[test]
    fn every_flipped_bit_of_a_package_is_refused() {
        let bytes = serde_json::to_vec(&package()).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let taken = Package::read(&flipped).and_then(|read| read.check(key(1).public()));
            assert!(taken.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn an_errand_is_asked_for_by_the_worker_at_this_home_and_now() {
        let home = Key::new("nordvik.example/arvak", [7; 32]).unwrap();
        let other = Key::new("annen.example/arvak", [7; 32]).unwrap();
        let now: Instant = "2026-11-28T12:00:00Z".parse().unwrap();
        let signed = asking(home.public(), now, &key(1)).unwrap();
        let is = |worker: u8, home: &Key, now| {
            is_asking(&signed, key(worker).public(), home.public(), now).is_ok()
        };
        assert!(is(1, &home, now));
        assert!(!is(2, &home, now), "another worker's key");
        assert!(!is(1, &other, now), "another home");
        assert!(!is(1, &home, now.plus(CLOCKS).plus(Span::from_millis(1))), "said again later");
        assert!(package().check(key(1).public()).is_ok());
        assert!(is_asking(&package().seen, key(1).public(), home.public(), now).is_err());
    }

    #[test]
    fn what_is_no_package_is_told() {
        for bytes in [&b""[..], b"{}", b"[]", b"{\"errand\":1}", b"\xff"] {
            assert!(Package::read(bytes).is_err());
        }
    }
}
