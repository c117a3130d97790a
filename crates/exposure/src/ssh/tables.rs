//! How good the algorithms of SSH are, by BSI TR-02102-4 (2025), NIST SP 800-131A, and RFC 9142 for the
//! agreement on keys. What is in no table is not graded.

use crate::tls::Strength::{self, Good, Insufficient, PhaseOut, Sufficient};

/// What a list of algorithms is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Kex,
    HostKeys,
    Ciphers,
    Macs,
}

/// How good an algorithm is; nothing when nobody knows.
pub(super) fn strength(list: List, name: &str) -> Option<Strength> {
    match list {
        List::Kex => kex(name),
        List::HostKeys => host_key(name),
        List::Ciphers => cipher(name),
        List::Macs => mac(name),
    }
}

/// Names among the ways to agree on a key that say what else a server can do (RFC 8308, strict exchange).
pub(super) fn is_signal(name: &str) -> bool {
    name.starts_with("ext-info-") || name.starts_with("kex-strict-") || name.contains("kexguess")
}

/// A way to agree on a key that withstands quantum computers.
pub(super) fn is_post_quantum(name: &str) -> bool {
    name.starts_with("sntrup761x25519-") || name.starts_with("mlkem")
}

fn kex(name: &str) -> Option<Strength> {
    if is_post_quantum(name) {
        return Some(Good);
    }
    match name {
        "curve25519-sha256"
        | "curve25519-sha256@libssh.org"
        | "curve448-sha512"
        | "ecdh-sha2-nistp256"
        | "ecdh-sha2-nistp384"
        | "ecdh-sha2-nistp521"
        | "diffie-hellman-group15-sha512"
        | "diffie-hellman-group16-sha512"
        | "diffie-hellman-group17-sha512"
        | "diffie-hellman-group18-sha512"
        | "diffie-hellman-group-exchange-sha256" => Some(Good),
        "diffie-hellman-group14-sha256" => Some(Sufficient),
        "diffie-hellman-group14-sha1" | "rsa2048-sha256" => Some(PhaseOut),
        "diffie-hellman-group1-sha1" | "diffie-hellman-group-exchange-sha1" | "rsa1024-sha1" => {
            Some(Insufficient)
        }
        _ => gss(name),
    }
}

/// The ways that Kerberos brings (RFC 4462, RFC 8732); behind the last dash stands the mechanism.
fn gss(name: &str) -> Option<Strength> {
    let way = name.strip_prefix("gss-")?.rsplit_once('-')?.0;
    match way {
        "group14-sha1" => Some(PhaseOut),
        "group1-sha1" | "gex-sha1" => Some(Insufficient),
        "group14-sha256" => Some(Sufficient),
        _ if way.contains("sha1") => None,
        _ if way.contains("sha256") || way.contains("sha384") || way.contains("sha512") => {
            Some(Good)
        }
        _ => None,
    }
}

fn host_key(name: &str) -> Option<Strength> {
    // A certificate of a key is as good as the key's signature.
    let plain = name.split("-cert-v0").next().unwrap_or(name);
    let plain = plain.split('@').next().unwrap_or(plain);
    match plain {
        "ssh-ed25519"
        | "ssh-ed448"
        | "ecdsa-sha2-nistp256"
        | "ecdsa-sha2-nistp384"
        | "ecdsa-sha2-nistp521"
        | "rsa-sha2-256"
        | "rsa-sha2-512"
        | "sk-ssh-ed25519"
        | "sk-ecdsa-sha2-nistp256" => Some(Good),
        "ssh-rsa" => Some(PhaseOut),
        "ssh-dss" => Some(Insufficient),
        _ => None,
    }
}

fn cipher(name: &str) -> Option<Strength> {
    match name {
        "chacha20-poly1305@openssh.com"
        | "aes128-gcm@openssh.com"
        | "aes256-gcm@openssh.com"
        | "AEAD_AES_128_GCM"
        | "AEAD_AES_256_GCM"
        | "aes128-ctr"
        | "aes192-ctr"
        | "aes256-ctr" => Some(Good),
        "camellia128-ctr" | "camellia192-ctr" | "camellia256-ctr" => Some(Sufficient),
        "aes128-cbc" | "aes192-cbc" | "aes256-cbc" | "rijndael-cbc@lysator.liu.se" => {
            Some(PhaseOut)
        }
        "none" => Some(Insufficient),
        _ => {
            const BROKEN: [&str; 9] = [
                "3des", "arcfour", "blowfish", "cast128", "des-", "idea", "serpent", "seed",
                "twofish",
            ];
            BROKEN.iter().any(|broken| name.starts_with(broken)).then_some(Insufficient)
        }
    }
}

fn mac(name: &str) -> Option<Strength> {
    let plain = name.split('@').next().unwrap_or(name);
    match plain.trim_end_matches("-etm") {
        "hmac-sha2-256" | "hmac-sha2-512" | "umac-128" if plain.ends_with("-etm") => Some(Good),
        "AEAD_AES_128_GCM" | "AEAD_AES_256_GCM" => Some(Good),
        "hmac-sha2-256" | "hmac-sha2-512" | "umac-128" => Some(Sufficient),
        "hmac-sha1" | "umac-64" | "hmac-ripemd160" | "hmac-sha2-256-96" | "hmac-sha2-512-96" => {
            Some(PhaseOut)
        }
        "hmac-md5" | "hmac-md5-96" | "hmac-sha1-96" | "none" => Some(Insufficient),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_is_insufficient_and_what_is_unknown_is_not_graded() {
        for (list, name, expected) in [
            (List::Kex, "diffie-hellman-group1-sha1", Some(Insufficient)),
            (List::Kex, "gss-gex-sha1-toWM5Slw5Ew8Mqkay+al2g==", Some(Insufficient)),
            (List::Kex, "gss-curve25519-sha256-toWM5Slw5Ew8Mqkay+al2g==", Some(Good)),
            (List::Kex, "mlkem768x25519-sha256", Some(Good)),
            (List::Kex, "something-new@nordvik.example", None),
            (List::HostKeys, "ssh-rsa-cert-v01@openssh.com", Some(PhaseOut)),
            (List::HostKeys, "ssh-dss", Some(Insufficient)),
            (List::Ciphers, "arcfour256", Some(Insufficient)),
            (List::Ciphers, "des-cbc@ssh.com", Some(Insufficient)),
            (List::Ciphers, "aes256-cbc", Some(PhaseOut)),
            (List::Macs, "hmac-sha2-256-etm@openssh.com", Some(Good)),
            (List::Macs, "umac-64-etm@openssh.com", Some(PhaseOut)),
            (List::Macs, "hmac-md5-96-etm@openssh.com", Some(Insufficient)),
        ] {
            assert_eq!(strength(list, name), expected, "{name}");
        }
    }
}
