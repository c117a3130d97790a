//! The keys of a connection of TLS 1.2 and what is encrypted with them: the pseudorandom function (RFC 5246 section 5),
//! AES-GCM (RFC 5288) and ChaCha20-Poly1305 (RFC 7905). Suites without these are not tried.

use ring::aead::{
    AES_128_GCM, AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey,
};
use ring::hmac;

use crate::tls::wire::vec16;

/// Bytes of the master secret.
const MASTER_BYTES: usize = 48;

/// Bytes of what a `Finished` says.
pub(super) const FINISHED_BYTES: usize = 12;

/// Bytes of a nonce.
const NONCE_BYTES: usize = 12;

/// Bytes of the nonce that stand in each record of AES-GCM.
const EXPLICIT_BYTES: usize = 8;

/// What a suite is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cipher {
    aead: &'static Algorithm,
    /// The hash of the pseudorandom function and of the handshake.
    pub(super) hash: Hash,
    /// Whether part of each nonce stands in the record.
    is_explicit: bool,
}

/// A hash function, for both of its uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
}

/// Suites that are tried, with key exchange over curves, the usual ones first.
pub(super) const SUITES: [u16; 6] = [0xc02f, 0xc02b, 0xc030, 0xc02c, 0xcca8, 0xcca9];

impl Cipher {
    /// Of a suite of [`SUITES`].
    pub(super) fn of(suite: u16) -> Option<Self> {
        let (aead, hash, is_explicit) = match suite {
            0xc02f | 0xc02b => (&AES_128_GCM, Hash::Sha256, true),
            0xc030 | 0xc02c => (&AES_256_GCM, Hash::Sha384, true),
            0xcca8 | 0xcca9 => (&CHACHA20_POLY1305, Hash::Sha256, false),
            _ => return None,
        };
        Some(Self { aead, hash, is_explicit })
    }

    /// Bytes of the nonce that come from the key block.
    const fn fixed_bytes(self) -> usize {
        if self.is_explicit { NONCE_BYTES - EXPLICIT_BYTES } else { NONCE_BYTES }
    }
}

impl Hash {
    /// The digest of some bytes.
    pub(super) fn of(self, bytes: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha256 => &ring::digest::SHA256,
            Self::Sha384 => &ring::digest::SHA384,
        };
        ring::digest::digest(algorithm, bytes).as_ref().to_vec()
    }

    /// The pseudorandom function, as many bytes as are wanted.
    fn expand(self, secret: &[u8], label: &[u8], seed: &[u8], bytes: usize) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha256 => hmac::HMAC_SHA256,
            Self::Sha384 => hmac::HMAC_SHA384,
        };
        let key = hmac::Key::new(algorithm, secret);
        let seed = [label, seed].concat();
        let mut chain = hmac::sign(&key, &seed);
        let mut out = Vec::new();
        while out.len() < bytes {
            out.extend(hmac::sign(&key, &[chain.as_ref(), &seed].concat()).as_ref());
            chain = hmac::sign(&key, chain.as_ref());
        }
        out.truncate(bytes);
        out
    }
}

/// The master secret of a connection.
pub(super) struct Master {
    cipher: Cipher,
    secret: Vec<u8>,
}

impl Master {
    /// From what was agreed and both randoms.
    pub(super) fn new(cipher: Cipher, agreed: &[u8], client: &[u8], server: &[u8]) -> Self {
        let seed = [client, server].concat();
        let secret = cipher.hash.expand(agreed, b"master secret", &seed, MASTER_BYTES);
        Self { cipher, secret }
    }

    /// What a `Finished` says: `label` is whose it is, `messages` the whole handshake so far.
    pub(super) fn finished(&self, label: &[u8], messages: &[u8]) -> Vec<u8> {
        let seed = self.cipher.hash.of(messages);
        self.cipher.hash.expand(&self.secret, label, &seed, FINISHED_BYTES)
    }

    /// What the client writes with and what it reads with.
    pub(super) fn directions(
        &self,
        client: &[u8],
        server: &[u8],
    ) -> Option<(Direction, Direction)> {
        let (key, fixed) = (self.cipher.aead.key_len(), self.cipher.fixed_bytes());
        let seed = [server, client].concat();
        let block =
            self.cipher.hash.expand(&self.secret, b"key expansion", &seed, 2 * (key + fixed));
        let (client_key, rest) = block.split_at_checked(key)?;
        let (server_key, rest) = rest.split_at_checked(key)?;
        let (client_fixed, server_fixed) = rest.split_at_checked(fixed)?;
        let writes = Direction::new(self.cipher, client_key, client_fixed)?;
        Some((writes, Direction::new(self.cipher, server_key, server_fixed)?))
    }
}

/// One direction of a connection.
pub(super) struct Direction {
    cipher: Cipher,
    key: LessSafeKey,
    fixed: Vec<u8>,
    sequence: u64,
}

impl Direction {
    fn new(cipher: Cipher, key: &[u8], fixed: &[u8]) -> Option<Self> {
        let key = LessSafeKey::new(UnboundKey::new(cipher.aead, key).ok()?);
        Some(Self { cipher, key, fixed: fixed.to_vec(), sequence: 0 })
    }

    /// A record with that content, whole.
    pub(super) fn seal(&mut self, kind: u8, content: &[u8]) -> Option<Vec<u8>> {
        let explicit = self.sequence.to_be_bytes();
        let (nonce, aad) = self.around(kind, content.len(), explicit)?;
        let mut sealed = content.to_vec();
        self.key.seal_in_place_append_tag(nonce, aad, &mut sealed).ok()?;
        self.sequence += 1;
        let body = if self.cipher.is_explicit { [&explicit[..], &sealed].concat() } else { sealed };
        let mut record = vec![kind, 3, 3];
        vec16(&mut record, &body);
        Some(record)
    }

    /// The content of a record's body; nothing when it was not written with this key.
    pub(super) fn open(&mut self, kind: u8, body: &[u8]) -> Option<Vec<u8>> {
        let (explicit, sealed) = if self.cipher.is_explicit {
            let (explicit, sealed) = body.split_first_chunk::<EXPLICIT_BYTES>()?;
            (*explicit, sealed)
        } else {
            (self.sequence.to_be_bytes(), body)
        };
        let length = sealed.len().checked_sub(self.cipher.aead.tag_len())?;
        let (nonce, aad) = self.around(kind, length, explicit)?;
        let mut opened = sealed.to_vec();
        let content = self.key.open_in_place(nonce, aad, &mut opened).ok()?.len();
        opened.truncate(content);
        self.sequence += 1;
        Some(opened)
    }

    /// The nonce, and what is authenticated beside the content (RFC 5246 section 6.2.3.3).
    fn around(&self, kind: u8, length: usize, explicit: [u8; 8]) -> Option<(Nonce, Aad<Vec<u8>>)> {
        let mut nonce = self.fixed.clone();
        if self.cipher.is_explicit {
            nonce.extend(explicit);
        } else {
            let sequence = self.sequence.to_be_bytes();
            for (byte, mask) in nonce.iter_mut().rev().zip(sequence.iter().rev()) {
                *byte ^= mask;
            }
        }
        let mut aad = self.sequence.to_be_bytes().to_vec();
        aad.extend([kind, 3, 3]);
        aad.extend(u16::try_from(length).ok()?.to_be_bytes());
        Some((Nonce::try_assume_unique_for_key(&nonce).ok()?, Aad::from(aad)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_function_gives_what_others_publish() {
        // From the mailing list of the working group (M. Ray, 2009), "PRF Testvector for TLS 1.2 with SHA-256".
        let secret = [
            0x9b, 0xbe, 0x43, 0x6b, 0xa9, 0x40, 0xf0, 0x17, 0xb1, 0x76, 0x52, 0x84, 0x9a, 0x71,
            0xdb, 0x35,
        ];
        let seed = [
            0xa0, 0xba, 0x9f, 0x93, 0x6c, 0xda, 0x31, 0x18, 0x27, 0xa6, 0xf7, 0x96, 0xff, 0xd5,
            0x19, 0x8c,
        ];
        let out = Hash::Sha256.expand(&secret, b"test label", &seed, 100);
        assert_eq!(out.len(), 100);
        assert_eq!(out[..8], [0xe3, 0xf2, 0x29, 0xba, 0x72, 0x7b, 0xe1, 0x7b]);
    }

    #[test]
    fn what_is_sealed_opens_once_and_in_order_alone() {
        for suite in SUITES {
            let cipher = Cipher::of(suite).unwrap();
            let master = Master::new(cipher, &[1; 32], &[2; 32], &[3; 32]);
            let (mut writes, _) = master.directions(&[2; 32], &[3; 32]).unwrap();
            let (mut reads, _) = master.directions(&[2; 32], &[3; 32]).unwrap();
            let records = [b"one".as_slice(), b"two"].map(|text| writes.seal(22, text).unwrap());
            let mut late = master.directions(&[2; 32], &[3; 32]).unwrap().0;
            assert_eq!(late.open(22, &records[1][5..]), None, "{suite:#06x}");
            assert_eq!(reads.open(22, &records[0][5..]).unwrap(), b"one");
            assert_eq!(reads.open(21, &records[1][5..]), None);
            assert_eq!(reads.open(22, &records[1][5..]).unwrap(), b"two");
        }
        assert!(Cipher::of(0x002f).is_none());
    }
}
