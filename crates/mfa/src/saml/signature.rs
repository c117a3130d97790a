//! One signature over the element that holds it (XML Signature 1.1, in the profile of SAML core section 5.4).

use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};
use roxmltree::Node;

use super::Key;
use super::c14n::canonical;
use super::names::{DSIG, ENVELOPED, EXCLUSIVE};
use super::xml::{children, decode_base64, is, only, text};

/// Most prefixes that a signer may name.
const PREFIXES_MAX: usize = 20;

/// Whether `signature`, a child of `element`, is one of these keys' over that element; the error says what is wrong.
///
/// What the signature says of its own key is not looked at: anybody can write a key there.
pub(super) fn check(
    element: Node<'_, '_>,
    signature: Node<'_, '_>,
    keys: &[Key],
) -> Result<(), &'static str> {
    if children(signature, DSIG, "Object").next().is_some() {
        return Err("the signature holds something besides itself");
    }
    let info = only(signature, DSIG, "SignedInfo").ok_or("it has no one SignedInfo")?;
    let method = only(info, DSIG, "CanonicalizationMethod");
    let method = method.ok_or("the signature names no canonicalization")?;
    if method.attribute("Algorithm") != Some(EXCLUSIVE) {
        return Err("the signature is not over exclusive canonical XML");
    }
    let reference = only(info, DSIG, "Reference").ok_or("it signs not just one thing")?;
    let id = element.attribute("ID").filter(|id| !id.is_empty()).ok_or("it has no ID")?;
    if reference.attribute("URI").and_then(|uri| uri.strip_prefix('#')) != Some(id) {
        return Err("the signature is over another element");
    }
    let inclusive = transforms(reference)?;
    let wanted =
        only(reference, DSIG, "DigestValue").and_then(text).as_deref().and_then(decode_base64);
    let hash = hash_of(reference)?;
    let signed = canonical(element, Some(signature.id()), &inclusive).ok_or("it is too deep")?;
    if wanted.as_deref() != Some(digest(hash, &signed).as_ref()) {
        return Err("it was changed after it was signed");
    }
    let algorithm =
        only(info, DSIG, "SignatureMethod").and_then(|node| node.attribute("Algorithm"));
    let algorithm = algorithm.ok_or("the signature names no algorithm")?;
    if algorithm.ends_with("sha1") {
        return Err("the signature is made with SHA-1, which is not taken");
    }
    let message = canonical(info, None, &prefixes(method)).ok_or("it is too deep")?;
    let value = only(signature, DSIG, "SignatureValue").and_then(text);
    let value = value.as_deref().and_then(decode_base64).ok_or("the signature has no value")?;
    if keys.iter().any(|key| key.made(algorithm, &message, &value)) {
        Ok(())
    } else {
        Err("no known key of the provider signed it")
    }
}

fn hash_of(reference: Node<'_, '_>) -> Result<&'static Algorithm, &'static str> {
    let method = only(reference, DSIG, "DigestMethod").and_then(|node| node.attribute("Algorithm"));
    match method {
        Some("http://www.w3.org/2001/04/xmlenc#sha256") => Ok(&SHA256),
        Some("http://www.w3.org/2001/04/xmldsig-more#sha384") => Ok(&SHA384),
        Some("http://www.w3.org/2001/04/xmlenc#sha512") => Ok(&SHA512),
        Some("http://www.w3.org/2000/09/xmldsig#sha1") => {
            Err("the signature is made with SHA-1, which is not taken")
        }
        _ => Err("the signature names a digest that is not known here"),
    }
}

/// The prefixes of the canonicalization; an error where there is any transform besides the two that SAML allows.
fn transforms<'d>(reference: Node<'d, '_>) -> Result<Vec<&'d str>, &'static str> {
    let all = only(reference, DSIG, "Transforms").ok_or("the signature names no transforms")?;
    let all: Vec<_> = children(all, DSIG, "Transform").collect();
    let names: Vec<_> = all.iter().map(|one| one.attribute("Algorithm")).collect();
    match (names.as_slice(), all.last()) {
        ([Some(ENVELOPED), Some(EXCLUSIVE)], Some(last)) => Ok(prefixes(*last)),
        _ => Err("the signature has other transforms than SAML allows"),
    }
}

fn prefixes<'d>(method: Node<'d, '_>) -> Vec<&'d str> {
    let named = method.children().find(|child| is(*child, EXCLUSIVE, "InclusiveNamespaces"));
    let list = named.and_then(|node| node.attribute("PrefixList")).unwrap_or_default();
    let all = list.split_ascii_whitespace().take(PREFIXES_MAX);
    all.map(|prefix| if prefix == "#default" { "" } else { prefix }).collect()
}
