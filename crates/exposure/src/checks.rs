//! The list of checks, for people and scripts.

use serde::Serialize;

/// A check that a probe of this room makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CheckInfo {
    /// Its stable id.
    pub id: &'static str,
    /// What it asks, in English.
    pub title: &'static str,
    /// Where it is written what is right.
    pub reference: &'static str,
}

const fn check(id: &'static str, title: &'static str, reference: &'static str) -> CheckInfo {
    CheckInfo { id, title, reference }
}

static CHECKS: [CheckInfo; 20] = [
    check("caa.present", "The domain says who may issue certificates for it", "RFC 8659"),
    check("cert.chain", "The certificate leads to a root that is trusted", "RFC 5280 section 6"),
    check("cert.expiry", "The certificate is within its time", "RFC 5280 section 4.1.2.5"),
    check("cert.hostname", "The certificate is made out to the host", "RFC 9525"),
    check("cert.key", "The certificate's key is strong enough", "NCSC-NL TLS guidelines 2.1"),
    check(
        "cert.signature",
        "The issuer's signature is strong enough",
        "NCSC-NL TLS guidelines 2.1",
    ),
    check(
        "dmarc.policy",
        "Mail that fails DMARC is quarantined or rejected",
        "RFC 7489 section 6.3",
    ),
    check(
        "dmarc.subdomain_policy",
        "Mail from subdomains that fails DMARC is quarantined or rejected",
        "RFC 7489 section 6.3",
    ),
    check("dns.resolves", "The domain exists in DNS", "RFC 1035"),
    check("dnssec.present", "The domain is signed and its parent vouches for it", "RFC 4035"),
    check("http.hsts", "Browsers are told to use https only, for 180 days or more", "RFC 6797"),
    check("http.reachable", "The front page answers over https", "RFC 9110"),
    check("http.redirect", "A visit over plain http is led to https", "RFC 9110 section 15.4"),
    check("mail.mx", "The domain says where its mail goes", "RFC 5321 section 5, RFC 7505"),
    check(
        "spf.lookups",
        "A receiver reads SPF with ten DNS lookups or fewer",
        "RFC 7208 section 4.6.4",
    ),
    check(
        "spf.policy",
        "Senders that SPF does not name are refused or suspected",
        "RFC 7208 section 5.1",
    ),
    check(
        "spf.valid",
        "There is one SPF record, and it and all it includes keep to the grammar",
        "RFC 7208 section 4",
    ),
    check("ssh.banner", "The SSH server speaks version 2", "RFC 4253 section 4.2"),
    check("ssh.methods", "SSH does not take passwords", "RFC 4252 section 5.2"),
    check("tls.reachable", "The host finishes a TLS 1.2 or 1.3 handshake", "RFC 8446, RFC 5246"),
];

/// Every check that the probes of this room make, by id.
pub fn checks() -> &'static [CheckInfo] {
    &CHECKS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_listed_once_in_order() {
        assert!(checks().is_sorted_by(|left, right| left.id < right.id));
    }
}
