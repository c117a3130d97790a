//! What a provider says of itself (SAML metadata). Its own signature is not looked at: it comes from whoever wrote it into the
//! file, or over TLS from the host that was named.

use super::names::{DSIG, METADATA};
use super::xml::{children, is, parse, text};
use super::{Key, keys_of};

const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/// Most keys of a provider.
const KEYS_MAX: usize = 20;

/// What is read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Its name.
    pub entity_id: String,
    /// Where it takes requests by redirect.
    pub sso: Option<String>,
    /// The keys that it signs with.
    pub keys: Vec<Key>,
}

/// Reads the metadata of one provider; the error says what is wrong.
pub fn read_metadata(xml: &str) -> Result<Metadata, &'static str> {
    let document = parse(xml)?;
    let mut all = document.descendants().filter(|node| is(*node, METADATA, "IDPSSODescriptor"));
    let provider = all.next().ok_or("the metadata is not that of a provider")?;
    if all.next().is_some() {
        return Err("the metadata is that of several providers: take the part of one");
    }
    let entity = provider.parent().and_then(|entity| entity.attribute("entityID"));
    let sso = children(provider, METADATA, "SingleSignOnService")
        .find(|service| service.attribute("Binding") == Some(REDIRECT))
        .and_then(|service| service.attribute("Location"));
    let descriptors = children(provider, METADATA, "KeyDescriptor")
        .filter(|key| key.attribute("use").is_none_or(|purpose| purpose == "signing"));
    let certificates = descriptors
        .flat_map(|key| key.descendants())
        .filter(|node| is(*node, DSIG, "X509Certificate"));
    let keys = certificates.filter_map(text).take(KEYS_MAX).map(|base64| keys_of(&base64));
    // One that is not understood may stand beside others that are.
    let keys: Vec<Key> = keys.filter_map(Result::ok).flatten().collect();
    Ok(Metadata {
        entity_id: entity.ok_or("the metadata names nobody")?.to_owned(),
        sso: sso.map(str::to_owned),
        keys,
    })
}
