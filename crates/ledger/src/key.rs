//! The key that signs checkpoints, and its public half.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::LedgerError;
use crate::durable::{self, OsDisk};
use crate::layout::Layout;

/// The signature type byte of Ed25519 in C2SP signed-note.
const ED25519: u8 = 0x01;

const HEADING: &str = "arvak-ledger-key 1";

/// The signing key of a ledger. Its name is the origin of the checkpoints.
#[derive(Clone)]
pub struct Key {
    signing: SigningKey,
    public: PublicKey,
}

impl Key {
    /// From a name, such as `nordvik.kommune.no/arvak`, and 32 bytes from the operating system's
    /// random source.
    pub fn new(name: &str, seed: [u8; 32]) -> Result<Self, LedgerError> {
        let signing = SigningKey::from_bytes(&seed);
        let public = PublicKey::new(name, signing.verifying_key())?;
        Ok(Self { signing, public })
    }

    /// Reads `keys/ledger.key` of a data folder.
    pub fn load(data: &Path) -> Result<Self, LedgerError> {
        let path = Layout::new(data).key();
        let text = std::fs::read_to_string(&path).map_err(|e| LedgerError::read(&path, e))?;
        Self::parse(&text)
    }

    /// Reads the text of a key file (also one that comes from outside the data folder).
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let bad = || LedgerError::BadKey { why: "it is no arvak ledger key file".to_owned() };
        let rest = text.strip_prefix(HEADING).and_then(|rest| rest.strip_prefix('\n'));
        let (name, seed) = rest.and_then(|rest| rest.split_once('\n')).ok_or_else(bad)?;
        let seed = seed.strip_suffix('\n').ok_or_else(bad)?;
        let seed = STANDARD.decode(seed).map_err(|_| bad())?;
        Self::new(name, seed.try_into().map_err(|_| bad())?)
    }

    /// Writes `keys/ledger.key`, readable by its owner alone. A key that is there is not replaced.
    pub fn save(&self, data: &Path) -> Result<(), LedgerError> {
        let path = Layout::new(data).key();
        if path.exists() {
            return Err(LedgerError::BadKey {
                why: format!("{} is there already", path.display()),
            });
        }
        durable::make_dir(&OsDisk, &Layout::new(data).keys())?;
        self.save_as(&path)
    }

    /// Writes the key into a file of its own, readable by its owner alone; the key of whoever signs letters.
    pub fn save_as(&self, path: &Path) -> Result<(), LedgerError> {
        let seed = STANDARD.encode(self.signing.to_bytes());
        let text = format!("{HEADING}\n{}\n{seed}\n", self.name());
        durable::write_private(&OsDisk, path, text.as_bytes())
    }

    /// The key's name, which is the origin of the checkpoints.
    pub fn name(&self) -> &str {
        self.public.name()
    }

    /// The half that anyone may know.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.public)
    }
}

/// The public key of a ledger. Written `name+id+key`, as Go's sumdb/note writes a verifier key.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    verifying: VerifyingKey,
}

impl PublicKey {
    fn new(name: &str, verifying: VerifyingKey) -> Result<Self, LedgerError> {
        let unfit = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if name.is_empty() || name.len() > 255 || name.contains(unfit) {
            // The name is not quoted: in a damaged key file the seed may stand in its place (law 10).
            let why = "its name is empty, too long, or has a space or a plus sign".to_owned();
            return Err(LedgerError::BadKey { why });
        }
        Ok(Self { name: name.to_owned(), verifying })
    }

    /// The key's name, which is the origin of the checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The 32 bytes of the Ed25519 key.
    pub fn bytes(&self) -> [u8; 32] {
        self.verifying.to_bytes()
    }

    /// The key id of C2SP signed-note.
    pub fn id(&self) -> [u8; 4] {
        let mut hasher = Sha256::new();
        hasher.update(self.name.as_bytes());
        hasher.update([b'\n', ED25519]);
        hasher.update(self.verifying.as_bytes());
        let digest: [u8; 32] = hasher.finalize().into();
        let [a, b, c, d, ..] = digest;
        [a, b, c, d]
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.verifying.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519];
        key.extend(self.verifying.as_bytes());
        write!(f, "{}+{}+{}", self.name, crate::merkle::hex(&self.id()), STANDARD.encode(key))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PublicKey {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let bad = || LedgerError::BadKey { why: format!("{text:?} is no verifier key") };
        let (name, rest) = text.split_once('+').ok_or_else(bad)?;
        let (_, key) = rest.split_once('+').ok_or_else(bad)?;
        let key = STANDARD.decode(key).map_err(|_| bad())?;
        let key: [u8; 32] =
            key.strip_prefix(&[ED25519]).and_then(|key| key.try_into().ok()).ok_or_else(bad)?;
        let key = Self::new(name, VerifyingKey::from_bytes(&key).map_err(|_| bad())?)?;
        // Written again it must be the same: so the id was right, and nothing else was there.
        if key.to_string() == text { Ok(key) } else { Err(bad()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_key_reads_what_it_writes_and_nothing_else() {
        let key = Key::new("example.org/log", [3; 32]).unwrap();
        let text = key.public().to_string();
        assert_eq!(text.parse::<PublicKey>().unwrap(), *key.public());
        assert!(text.to_uppercase().parse::<PublicKey>().is_err());
        assert!(format!("{text}\n").parse::<PublicKey>().is_err());
    }

    #[test]
    fn a_name_with_a_space_or_a_plus_is_refused() {
        for name in ["", "a b", "a+b", "a\nb"] {
            assert!(Key::new(name, [0; 32]).is_err(), "{name:?}");
        }
    }

    #[test]
    fn the_key_file_is_private_and_never_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let key = Key::new("example.org/log", [3; 32]).unwrap();
        key.save(folder.path()).unwrap();
        let path = folder.path().join("keys/ledger.key");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o400);
        assert_eq!(Key::load(folder.path()).unwrap().public(), key.public());
        assert_eq!(key.save(folder.path()).unwrap_err().code(), "ledger.bad_key");
        assert!(!format!("{key:?}").contains(&STANDARD.encode([3; 32])));
    }
}
