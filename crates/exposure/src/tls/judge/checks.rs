//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

const NCSC: &str = "NCSC-NL TLS guidelines 2025-05";

/// Every check, by id.
pub static CHECKS: &[CheckInfo] = &[
    check(
        "cert.chain",
        Grade::Must,
        "The certificate leads to a root that is trusted",
        "RFC 5280 section 6",
    ),
    check(
        "cert.expiry",
        Grade::Must,
        "The certificate is within its time",
        "RFC 5280 section 4.1.2.5",
    ),
    check("cert.hostname", Grade::Must, "The certificate is made out to the host", "RFC 9525"),
    check("cert.key", Grade::Must, "The certificate's key is strong enough", NCSC),
    check(
        "cert.others",
        Grade::Must,
        "Keys and signatures of the issuers and of further certificates are strong enough",
        NCSC,
    ),
    check("cert.signature", Grade::Must, "The issuer's signature is strong enough", NCSC),
    check("cert.transparency", Grade::Info, "The certificate stands in public logs", "RFC 6962"),
    check(
        "tls.alpn",
        Grade::Info,
        "The application protocol is agreed in the handshake",
        "RFC 7301",
    ),
    check(
        "tls.cipher_order",
        Grade::Must,
        "The server takes the best suite that the client has",
        NCSC,
    ),
    check("tls.ciphers", Grade::Must, "Only suites that are strong enough are accepted", NCSC),
    check(
        "tls.client_renegotiation",
        Grade::Should,
        "Clients cannot make the server negotiate again",
        "RFC 5746, CVE-2011-1473",
    ),
    check("tls.compression", Grade::Must, "TLS does not compress", "CVE-2012-4929"),
    check(
        "tls.dane",
        Grade::Should,
        "The certificate is the one that DNS names",
        "RFC 6698, RFC 7671",
    ),
    check(
        "tls.early_data",
        Grade::Must,
        "No data is taken before the handshake ends, since it can be replayed",
        "RFC 8446 section 8",
    ),
    check(
        "tls.encrypt_then_mac",
        Grade::Info,
        "Suites with CBC encrypt first and authenticate then",
        "RFC 7366",
    ),
    check(
        "tls.extended_master_secret",
        Grade::Must,
        "Session keys are bound to the whole handshake",
        "RFC 7627",
    ),
    check(
        "tls.fallback",
        Grade::Should,
        "The server notices a client that was made to fall back",
        "RFC 7507",
    ),
    check(
        "tls.groups",
        Grade::Should,
        "Every group that a client can ask for is strong enough",
        NCSC,
    ),
    check(
        "tls.heartbeat",
        Grade::Info,
        "Heartbeats, which nobody needs over TCP, are not offered",
        "RFC 6520",
    ),
    check(
        "tls.key_exchange",
        Grade::Must,
        "The parameters of the key exchange are strong enough",
        NCSC,
    ),
    check(
        "tls.key_exchange_hash",
        Grade::Must,
        "The key exchange is signed with a strong hash function",
        NCSC,
    ),
    check(
        "tls.long_hello",
        Grade::Should,
        "A long hello, as keys of the time after quantum computers make it, is taken",
        "RFC 8446 section 4.1.2",
    ),
    check(
        "tls.no_name",
        Grade::Info,
        "What the server does when no name is said",
        "RFC 6066 section 3",
    ),
    check(
        "tls.ocsp_stapling",
        Grade::Should,
        "The state of the certificate is sent along",
        "RFC 6066 section 8",
    ),
    check(
        "tls.other_name",
        Grade::Info,
        "What the server does with a name that it does not have",
        "RFC 6066 section 3",
    ),
    check(
        "tls.post_quantum",
        Grade::Info,
        "A key exchange that withstands quantum computers is accepted",
        "draft-ietf-tls-ecdhe-mlkem",
    ),
    check(
        "tls.reachable",
        Grade::Must,
        "The host finishes a TLS 1.2 or 1.3 handshake",
        "RFC 8446, RFC 5246",
    ),
    check(
        "tls.resumption",
        Grade::Info,
        "How sessions are taken up again: ids and tickets",
        "RFC 5077, RFC 8446 section 4.6.1",
    ),
    check(
        "tls.secure_renegotiation",
        Grade::Must,
        "Negotiating again is bound to what went before",
        "RFC 5746",
    ),
    check(
        "tls.unknown_values",
        Grade::Should,
        "Values that the server does not know are passed over",
        "RFC 8701",
    ),
    check(
        "tls.unknown_version",
        Grade::Should,
        "A version that the server does not know is answered with one that it knows",
        "RFC 5246 appendix E.1",
    ),
    check(
        "tls.versions",
        Grade::Must,
        "Only versions of TLS that are strong enough are accepted",
        NCSC,
    ),
];
