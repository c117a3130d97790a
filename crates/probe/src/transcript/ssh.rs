//! What an SSH server offers and shows before anybody logs in, kept as the names of the protocol.

use serde::{Deserialize, Serialize};

/// The lists of an SSH server's `SSH_MSG_KEXINIT`, in its order (RFC 4253 section 7.1). The names are foreign
/// text: at most 64 characters each, and at most 128 in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshOffer {
    /// Ways to agree on a key.
    pub kex: Vec<String>,
    /// Kinds of host keys and of their signatures.
    pub host_keys: Vec<String>,
    /// Ciphers from us to the server.
    pub ciphers_in: Vec<String>,
    /// Ciphers from the server to us.
    pub ciphers_out: Vec<String>,
    /// Authentication codes from us to the server.
    pub macs_in: Vec<String>,
    /// Authentication codes from the server to us.
    pub macs_out: Vec<String>,
    /// Compression from us to the server.
    pub compression_in: Vec<String>,
    /// Compression from the server to us.
    pub compression_out: Vec<String>,
}

/// A key that an SSH server showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshHostKey {
    /// The algorithm that was asked for, such as `rsa-sha2-512`.
    pub asked: String,
    /// The type of the key, such as `ssh-rsa`.
    pub key_type: String,
    /// Bits of the modulus or of the curve; 0 when they could not be told.
    #[serde(default)]
    pub bits: u32,
    /// SHA-256 over the key, in hexadecimal, as SSHFP records have it (RFC 6594).
    pub sha256: String,
}

/// A group that an SSH server chose when it was asked for one of a certain size (RFC 4419).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshGroup {
    /// The key exchange, such as `diffie-hellman-group-exchange-sha256`.
    pub kex: String,
    /// Bits that were asked for at least and at most.
    pub asked_bits: u32,
    /// Bits of the prime that the server chose.
    pub bits: u32,
}
