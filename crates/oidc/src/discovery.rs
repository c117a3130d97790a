//! What a provider says of itself (OpenID Connect Discovery 1.0), and whether it leads where the operator meant.

use std::collections::BTreeSet;

use arvak_probe::Target;
use arvak_probe::outbound::target_of;
use hyper::Uri;
use serde::Deserialize;

use crate::error::bad_answer;
use crate::{OidcError, Result};

/// The discovery document, as far as it is used.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) end_session_endpoint: Option<String>,
    pub(crate) acr_values_supported: Option<Vec<String>>,
    /// Whether answers name their issuer (RFC 9207).
    #[serde(rename = "authorization_response_iss_parameter_supported")]
    pub(crate) answers_name_issuer: Option<bool>,
}

/// Where the document of an issuer stands.
pub(crate) fn address(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

impl Metadata {
    /// Refuses a document of another issuer, and one that leads to hosts that nobody allowed: people would be sent to them with
    /// their password, and we with our secret.
    pub(crate) fn check(&self, issuer: &str, allowed: &BTreeSet<Target>) -> Result<()> {
        if self.issuer != issuer {
            let found = self.issuer.chars().take(200).collect();
            return Err(if self.issuer.contains('{') {
                OidcError::ManyTenants { found }
            } else {
                OidcError::OtherIssuer { found }
            });
        }
        let endpoints = [
            ("authorization_endpoint", Some(&self.authorization_endpoint)),
            ("token_endpoint", Some(&self.token_endpoint)),
            ("jwks_uri", Some(&self.jwks_uri)),
            ("end_session_endpoint", self.end_session_endpoint.as_ref()),
        ];
        for (endpoint, address) in endpoints {
            let Some(address) = address else { continue };
            let uri: Uri = address.parse().map_err(|error| {
                bad_answer("discovery document", format_args!("{endpoint}: {error}"))
            })?;
            let target = target_of(&uri)?;
            if !allowed.contains(&target) {
                return Err(OidcError::ForeignHost { endpoint, host: target.to_string() });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://login.nordvik.example/t";

    fn metadata() -> Metadata {
        let at = |path: &str| format!("https://login.nordvik.example{path}");
        Metadata {
            issuer: ISSUER.to_owned(),
            authorization_endpoint: at("/authorize"),
            token_endpoint: at("/token"),
            jwks_uri: at("/keys"),
            end_session_endpoint: None,
            acr_values_supported: None,
            answers_name_issuer: None,
        }
    }

    fn target(host: &str, port: u16) -> Target {
        Target { host: host.parse().unwrap(), port }
    }

    fn code(metadata: &Metadata) -> &'static str {
        let allowed =
            BTreeSet::from([target("login.nordvik.example", 443), target("ut.example", 8443)]);
        metadata.check(ISSUER, &allowed).map_or_else(|error| error.code(), |()| "good")
    }

    #[test]
    fn the_document_stands_below_the_issuer() {
        let expected = "https://login.nordvik.example/t/.well-known/openid-configuration";
        assert_eq!(address(ISSUER), expected);
        assert_eq!(address("https://login.nordvik.example/t/"), expected);
    }

    #[test]
    fn a_document_of_another_issuer_or_of_all_is_refused() {
        assert_eq!(code(&metadata()), "good");
        for other in ["https://login.nordvik.example/t/", "https://evil.example/t", ""] {
            let other = Metadata { issuer: other.to_owned(), ..metadata() };
            assert_eq!(code(&other), "oidc.other_issuer");
        }
        let issuer = "https://login.nordvik.example/{tenantid}/v2.0".to_owned();
        assert_eq!(code(&Metadata { issuer, ..metadata() }), "oidc.many_tenants");
    }

    #[test]
    fn every_address_is_at_a_host_and_port_that_is_allowed() {
        let allowed = Some("https://ut.example:8443/slutt".to_owned());
        assert_eq!(code(&Metadata { end_session_endpoint: allowed, ..metadata() }), "good");
        let foreign = "https://login.nordvik.example.evil.example/x".to_owned();
        let other_port = "https://login.nordvik.example:8443/x".to_owned();
        let plain = "http://login.nordvik.example/x".to_owned();
        for (address, expected) in [
            (foreign, "oidc.foreign_host"),
            (other_port, "oidc.foreign_host"),
            (plain, "outbound.bad_url"),
            ("/x".to_owned(), "outbound.bad_url"),
        ] {
            for changed in [
                Metadata { authorization_endpoint: address.clone(), ..metadata() },
                Metadata { token_endpoint: address.clone(), ..metadata() },
                Metadata { jwks_uri: address.clone(), ..metadata() },
                Metadata { end_session_endpoint: Some(address.clone()), ..metadata() },
            ] {
                assert_eq!(code(&changed), expected, "{changed:?}");
            }
        }
    }
}
