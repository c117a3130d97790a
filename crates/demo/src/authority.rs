//! The demonstration's certificate authorities: one that is trusted, one that nobody knows.

use std::sync::Arc;
use std::time::Duration;

use arvak_core::Instant;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::PrivateKeyDer;

use crate::DemoError;
use crate::sites::{Certificate, Issuer};

const AUTHORITY_DAYS: i32 = 3650;

/// Both authorities; their dates are relative to the start of the simulation.
pub(crate) struct Authorities {
    from: Instant,
    trusted: CertifiedIssuer<'static, KeyPair>,
    unknown: CertifiedIssuer<'static, KeyPair>,
    provider: Arc<CryptoProvider>,
}

impl Authorities {
    /// Makes new keys and root certificates.
    pub(crate) fn new(from: Instant) -> Result<Self, DemoError> {
        Ok(Self {
            from,
            trusted: root(from, "Nordvik demonstrasjon rot-CA")?,
            unknown: root(from, "Lundetrygg intern CA")?,
            provider: Arc::new(rustls::crypto::ring::default_provider()),
        })
    }

    /// The trusted root as PEM.
    pub(crate) fn roots_pem(&self) -> String {
        self.trusted.pem()
    }

    /// A TLS configuration that serves `certificate` for the site `host`.
    pub(crate) fn tls(
        &self,
        host: &'static str,
        certificate: &Certificate,
    ) -> Result<Arc<ServerConfig>, DemoError> {
        let failed = |reason: String| DemoError::Certificate { host, reason };
        let name = certificate.host.unwrap_or(host);
        let mut params =
            CertificateParams::new([name.to_owned()]).map_err(|e| failed(e.to_string()))?;
        params.distinguished_name = named(name);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        valid(&mut params, self.from, certificate.issued_day, certificate.expires_day);
        let issuer = match certificate.issuer {
            Issuer::Trusted => &self.trusted,
            Issuer::Unknown => &self.unknown,
        };
        let key = KeyPair::generate().map_err(|e| failed(e.to_string()))?;
        let leaf = params.signed_by(&key, issuer).map_err(|e| failed(e.to_string()))?;
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .and_then(|b| b.with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key))
            .map(Arc::new)
            .map_err(|e| failed(e.to_string()))
    }
}

fn root(from: Instant, name: &'static str) -> Result<CertifiedIssuer<'static, KeyPair>, DemoError> {
    let failed = |e: rcgen::Error| DemoError::Certificate { host: name, reason: e.to_string() };
    let mut params = CertificateParams::default();
    params.distinguished_name = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid(&mut params, from, -AUTHORITY_DAYS, AUTHORITY_DAYS);
    CertifiedIssuer::self_signed(params, KeyPair::generate().map_err(failed)?).map_err(failed)
}

fn named(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

fn valid(params: &mut CertificateParams, from: Instant, first_day: i32, last_day: i32) {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let moment = |day: i32| {
        let millis = from.as_millis().saturating_add(i64::from(day).saturating_mul(86_400_000));
        epoch + Duration::from_secs(u64::try_from(millis / 1000).unwrap_or(0))
    };
    params.not_before = moment(first_day);
    params.not_after = moment(last_day);
}
