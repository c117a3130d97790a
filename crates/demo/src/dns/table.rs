//! What the zones of Nordvik say, and from which day.

use arvak_core::Digest;

use crate::calendar::{Since, since};

/// A zone besides the addresses of its servers, which are in [`crate::sites`].
pub(super) struct ZoneTable {
    /// Where it begins.
    pub(super) origin: &'static str,
    /// Whether it is signed, with a DS record in the parent.
    pub(super) signed: bool,
    /// The first day on which its proof of control stands in it.
    pub(super) control_from_day: Option<u32>,
    /// Its mail server, where it has one.
    pub(super) mail: Option<&'static str>,
    /// Who alone may issue certificates for it (CAA, RFC 8659).
    pub(super) certificates_from: Option<&'static str>,
    /// TXT records: name within the zone (empty for the zone itself) and text by day.
    pub(super) texts: &'static [(&'static str, &'static [Since<&'static str>])],
    /// First and last day on which its server fails (SERVFAIL).
    pub(super) failing: Option<(u32, u32)>,
}

/// The zone that all others are delegated from.
pub(super) const PARENT: &str = "example.";

/// The name server of all zones.
pub(super) const NAME_SERVER: &str = "ns1.nordvikregionen-ikt.example.";

pub(super) const ZONES: &[ZoneTable] = &[
    ZoneTable {
        origin: "nordvik.example.",
        signed: true,
        control_from_day: Some(0),
        mail: Some("epost.nordvik.example."),
        certificates_from: Some("rot-ca.example."),
        texts: &[
            ("", &[since(0, "v=spf1 mx ip4:192.0.2.0/24 include:spf.krykkjepost.example -all")]),
            (
                "_dmarc",
                &[
                    since(0, "v=DMARC1; p=none; rua=mailto:dmarc@nordvik.example"),
                    since(28, "v=DMARC1; p=quarantine; rua=mailto:dmarc@nordvik.example"),
                    since(60, "v=DMARC1; p=reject; rua=mailto:dmarc@nordvik.example"),
                ],
            ),
        ],
        failing: None,
    },
    ZoneTable {
        origin: "nordvik-kulturhus.example.",
        signed: false,
        control_from_day: None,
        mail: None,
        certificates_from: None,
        texts: &[],
        failing: Some((44, 45)),
    },
    ZoneTable {
        origin: "nordvik-vann.example.",
        signed: false,
        control_from_day: Some(20),
        mail: Some("epost.nordvik.example."),
        certificates_from: None,
        texts: &[("", &[since(0, "v=spf1 +all")]), ("_dmarc", &[since(0, "v=DMARC1; p=none")])],
        failing: None,
    },
    ZoneTable {
        origin: "nordvikregionen-ikt.example.",
        signed: true,
        control_from_day: Some(6),
        mail: Some("kunde.nordvikregionen-ikt.example."),
        certificates_from: Some("rot-ca.example."),
        texts: &[
            ("", &[since(0, "v=spf1 mx -all")]),
            ("_dmarc", &[since(0, "v=DMARC1; p=reject")]),
        ],
        failing: None,
    },
    ZoneTable {
        origin: "krykkjepost.example.",
        signed: false,
        control_from_day: None,
        mail: None,
        certificates_from: None,
        texts: &[("spf", &[since(0, "v=spf1 ip4:198.51.100.0/25 -all")])],
        failing: None,
    },
];

/// The token that proves control of a domain of the demonstration, whether or not it is published.
pub(crate) fn control_token(domain: &str) -> Option<String> {
    let origin = format!("{}.", domain.trim_end_matches('.').to_ascii_lowercase());
    ZONES.iter().find(|zone| zone.origin == origin)?;
    let digest = Digest::of(format!("arvak demonstration {origin}").as_bytes()).to_string();
    digest.get(..32).map(str::to_owned)
}
