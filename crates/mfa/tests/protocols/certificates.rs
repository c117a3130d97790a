//! Certificates of the test's own authority, and of a stranger's.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};

/// The name that the certificates are made out to.
pub(crate) const NAME: &str = "mail.nordvik.example";

/// A certificate as PEM, its key, and the root that it leads to.
pub(crate) struct Served {
    pub(crate) chain: String,
    pub(crate) key: String,
    pub(crate) root: String,
}

/// A certificate for [`NAME`] from a new authority.
pub(crate) fn served() -> Served {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, "Root");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let root = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut leaf = CertificateParams::new([NAME.to_owned()]).unwrap();
    leaf.distinguished_name.push(DnType::CommonName, NAME);
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.not_before = date_time_ymd(2020, 1, 1);
    leaf.not_after = date_time_ymd(2040, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&key, &root).unwrap();
    Served { chain: certificate.pem(), key: key.serialize_pem(), root: root.pem() }
}
