//! TLSA records for mail servers (RFC 7672): which certificate DNS says that a server has.

use arvak_core::Instant;
use rustls::pki_types::CertificateDer;

use crate::bytes::Base64;
use crate::https::trust::{self, Trust};
use crate::tlsa::Tlsa;

/// Whom a handshake showed, and for whom it was meant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'a> {
    /// The certificates as sent, leaf first.
    pub(crate) chain: &'a [Base64],
    /// The names that count: the server's, and the domain's (RFC 7672 section 3.2.2).
    pub(crate) names: &'a [&'a str],
    /// The present.
    pub(crate) now: Instant,
}

/// Where the records about a mail server stand.
pub(crate) fn place(host: &str, port: u16) -> String {
    format!("_{port}._tcp.{host}")
}

/// Reads the data of a record in presentation form.
pub(crate) fn read(text: &str) -> Option<Tlsa> {
    Tlsa::read(text).filter(|record| record.data.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

impl Tlsa {
    /// Whether a mail server that sends may rely on it: usages 2 and 3 (RFC 7672 section 3.1.3), and
    /// digests of the right length.
    pub(crate) fn is_usable(&self) -> bool {
        let length = match self.matching {
            0 => true,
            1 => self.data.len() == 64,
            2 => self.data.len() == 128,
            _ => false,
        };
        matches!(self.usage, 2 | 3) && self.selector <= 1 && length
    }

    /// Whether the server showed what the record names. Usage 3 is the leaf, whatever names and times
    /// stand in it (RFC 7672 section 3.1.1); usage 2 an issuer to which the chain must lead.
    pub(crate) fn matches(&self, shown: &Shown<'_>) -> bool {
        match self.usage {
            3 => shown.chain.first().is_some_and(|leaf| self.is(&leaf.0)),
            2 => shown
                .chain
                .iter()
                .skip(1)
                .any(|issuer| self.is(&issuer.0) && vouches(issuer, shown)),
            _ => false,
        }
    }
}

/// Whether the records let a certificate be changed without a gap: two for the leaf, or one for the
/// leaf and one for an issuer.
pub(crate) fn has_rollover(records: &[Tlsa]) -> bool {
    let usable = || records.iter().filter(|record| record.is_usable());
    let leaves = usable().filter(|record| record.usage == 3).count();
    let issuers = usable().filter(|record| record.usage == 2).count();
    leaves >= 2 || (leaves >= 1 && issuers >= 1)
}

fn vouches(issuer: &Base64, shown: &Shown<'_>) -> bool {
    let der = CertificateDer::from(&*issuer.0);
    let Ok(anchor) = webpki::anchor_from_trusted_cert(&der) else { return false };
    let Some(leaf) = shown.chain.first() else { return false };
    let named = shown.names.iter().any(|name| trust::names_host(leaf, name) == Some(true));
    let trust = trust::search(shown.chain, &[anchor], shown.now);
    let in_time = matches!(trust, Trust::Chain { window, .. }
        if window.from <= shown.now && shown.now <= window.until);
    named && in_time
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rcgen::generate_simple_self_signed;
    use sha2::{Digest as _, Sha256, Sha512};
    use x509_parser::prelude::{FromDer as _, X509Certificate};

    use super::*;
    use crate::bytes::hex;

    fn shown<'a>(chain: &'a [Base64], names: &'a [&'a str]) -> Shown<'a> {
        Shown { chain, names, now: Instant::from_millis(1_800_000_000_000) }
    }

    #[test]
    fn the_leaf_is_named_by_its_whole_or_its_key() {
        let made = generate_simple_self_signed(["mail.nordvik.example".to_owned()]).unwrap();
        let leaf = Base64(made.cert.der().to_vec());
        let (_, parsed) = X509Certificate::from_der(&leaf.0).unwrap();
        let key = hex(&Sha256::digest(parsed.public_key().raw));
        let whole = hex(&Sha512::digest(&leaf.0));
        let chain = [leaf.clone()];
        for (record, matches) in [
            (format!("3 1 1 {key}"), true),
            (format!("3 1 1 {}", key.to_uppercase()), true),
            (format!("3 0 2 {whole}"), true),
            (format!("3 0 0 {}", hex(&leaf.0)), true),
            (format!("3 0 1 {key}"), false),
            (format!("2 1 1 {key}"), false),
            (format!("1 1 1 {key}"), false),
        ] {
            let tlsa = read(&record).unwrap();
            assert_eq!(
                tlsa.matches(&shown(&chain, &["mail.nordvik.example"])),
                matches,
                "{record}"
            );
        }
    }

    #[test]
    fn only_records_that_mail_servers_may_rely_on_are_usable() {
        let (short, long) = ("ab".repeat(32), "ab".repeat(64));
        for (record, usable) in [
            (format!("3 1 1 {short}"), true),
            (format!("2 0 2 {long}"), true),
            (format!("3 1 1 {long}"), false),
            (format!("0 1 1 {short}"), false),
            (format!("1 1 1 {short}"), false),
            (format!("3 2 1 {short}"), false),
            (format!("3 1 3 {short}"), false),
        ] {
            assert_eq!(read(&record).unwrap().is_usable(), usable, "{record}");
        }
        for record in ["", "3 1 1", "3 1 1 xyz", "3 1 300 ab"] {
            assert_eq!(read(record), None, "{record}");
        }
    }

    #[test]
    fn a_certificate_can_be_changed_when_two_records_stand_side_by_side() {
        let record = |text: &str| read(&format!("{text} {}", "ab".repeat(32))).unwrap();
        assert!(has_rollover(&[record("3 1 1"), record("3 1 1")]));
        assert!(has_rollover(&[record("2 1 1"), record("3 1 1")]));
        assert!(!has_rollover(&[record("3 1 1")]));
        assert!(!has_rollover(&[record("2 1 1"), record("2 1 1"), record("1 1 1")]));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,80}", bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            if let Some(record) = read(&text) {
                let _ = record.matches(&shown(&[Base64(bytes.clone()), Base64(bytes)], &["a.example"]));
            }
        }
    }
}
