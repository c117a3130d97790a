//! Certificates with one fault each.

use arvak_core::Instant;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// A root that is trusted, one beneath it, and one that nobody knows.
pub(crate) struct Authorities {
    root: Authority,
    middle: Authority,
    stranger: Authority,
}

/// A chain as PEM, leaf first, and its key as PEM.
pub(crate) struct Served {
    pub(crate) chain: String,
    pub(crate) key: String,
}

/// The end of the good certificates.
pub(crate) fn end() -> Instant {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

impl Authorities {
    pub(crate) fn new() -> Self {
        let root = Authority::self_signed(authority("Root"), KeyPair::generate().unwrap()).unwrap();
        let stranger = Authority::self_signed(authority("Nobody"), KeyPair::generate().unwrap());
        let middle = Authority::signed_by(authority("Middle"), KeyPair::generate().unwrap(), &root);
        Self { middle: middle.unwrap(), stranger: stranger.unwrap(), root }
    }

    /// The trusted root.
    pub(crate) fn roots_pem(&self) -> String {
        self.root.pem()
    }

    pub(crate) fn good(&self, name: &str) -> Served {
        issue(&leaf(name, (2026, 10), (2027, 1)), &self.middle)
    }

    pub(crate) fn expired(&self, name: &str) -> Served {
        issue(&leaf(name, (2026, 5), (2026, 11)), &self.middle)
    }

    pub(crate) fn not_yet_valid(&self, name: &str) -> Served {
        issue(&leaf(name, (2026, 12), (2027, 12)), &self.middle)
    }

    pub(crate) fn without_its_middle(&self, name: &str) -> Served {
        let served = self.good(name);
        let end = served.chain.find("-----END CERTIFICATE-----").unwrap();
        Served { chain: format!("{}-----END CERTIFICATE-----\n", &served.chain[..end]), ..served }
    }

    pub(crate) fn strangers(&self, name: &str) -> Served {
        issue(&leaf(name, (2026, 10), (2027, 1)), &self.stranger)
    }

    pub(crate) fn self_signed(name: &str) -> Served {
        let key = KeyPair::generate().unwrap();
        let certificate = leaf(name, (2026, 10), (2027, 1)).self_signed(&key).unwrap();
        Served { chain: certificate.pem(), key: key.serialize_pem() }
    }
}

/// A new key and a certificate for it; the chain holds the issuer too, as a server should send it.
fn issue(params: &CertificateParams, issuer: &Authority) -> Served {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    Served { chain: certificate.pem() + &issuer.pem(), key: key.serialize_pem() }
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2040, 1, 1);
    params
}

fn leaf(name: &str, from: (i32, u8), until: (i32, u8)) -> CertificateParams {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.not_before = date_time_ymd(from.0, from.1, 1);
    params.not_after = date_time_ymd(until.0, until.1, 1);
    params
}
