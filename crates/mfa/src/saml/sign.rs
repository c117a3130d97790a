//! Making an assertion and signing it: for the provider of our own that services are tried with.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::rand as chance;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

use super::c14n::canonical;
use super::names::{ASSERTION, DSIG, ENVELOPED, EXCLUSIVE, PROTOCOL};
use super::xml::{escaped, parse};

/// What an assertion says; every time is as in XML.
#[derive(Clone, Debug)]
pub(crate) struct Saying<'s> {
    pub(crate) id: &'s str,
    pub(crate) issuer: &'s str,
    pub(crate) subject: &'s str,
    pub(crate) audience: &'s str,
    pub(crate) recipient: &'s str,
    pub(crate) request: &'s str,
    pub(crate) class: &'s str,
    pub(crate) begin: &'s str,
    pub(crate) end: &'s str,
}

/// The assertion, unsigned.
pub(crate) fn assertion(saying: &Saying<'_>) -> String {
    let Saying { id, begin, end, .. } = saying;
    let [issuer, subject, audience, recipient, request, class] = [
        saying.issuer,
        saying.subject,
        saying.audience,
        saying.recipient,
        saying.request,
        saying.class,
    ]
    .map(escaped);
    format!(
        r#"<saml:Assertion xmlns:saml="{ASSERTION}" ID="{id}" IssueInstant="{begin}" Version="2.0"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">{subject}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{request}" NotOnOrAfter="{end}" Recipient="{recipient}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{begin}" NotOnOrAfter="{end}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{begin}" SessionIndex="{id}s"><saml:AuthnContext><saml:AuthnContextClassRef>{class}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement></saml:Assertion>"#
    )
}

/// A response with these assertions, or whatever else is to stand there.
pub(crate) fn response(saying: &Saying<'_>, inner: &str) -> String {
    let Saying { id, begin, .. } = saying;
    let [issuer, recipient, request] =
        [saying.issuer, saying.recipient, saying.request].map(escaped);
    format!(
        r#"<samlp:Response xmlns:samlp="{PROTOCOL}" ID="{id}r" Version="2.0" IssueInstant="{begin}" Destination="{recipient}" InResponseTo="{request}"><saml:Issuer xmlns:saml="{ASSERTION}">{issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{inner}</samlp:Response>"#
    )
}

/// A signature over the element `xml`, whose ID that is, to stand behind its issuer. `certificate` is base64, and only told.
pub(crate) fn signature(
    xml: &str,
    id: &str,
    key: &RsaKeyPair,
    certificate: &str,
) -> Option<String> {
    let document = parse(xml).ok()?;
    let hash = digest(&SHA256, &canonical(document.root_element(), None, &[])?);
    let hash = STANDARD.encode(hash.as_ref());
    let inner = format!(
        r##"<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#{id}"><ds:Transforms><ds:Transform Algorithm="{ENVELOPED}"></ds:Transform><ds:Transform Algorithm="{EXCLUSIVE}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>{hash}</ds:DigestValue></ds:Reference>"##
    );
    // As it stands here it is canonical: what is signed is what is written, with the namespace that is in force.
    let message = format!(r#"<ds:SignedInfo xmlns:ds="{DSIG}">{inner}</ds:SignedInfo>"#);
    let mut made = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &chance::SystemRandom::new(), message.as_bytes(), &mut made)
        .ok()?;
    let made = STANDARD.encode(made);
    Some(format!(
        r#"<ds:Signature xmlns:ds="{DSIG}"><ds:SignedInfo>{inner}</ds:SignedInfo><ds:SignatureValue>{made}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"#
    ))
}

/// The element with a signature behind its issuer.
pub(crate) fn with_signature(xml: &str, signature: &str) -> String {
    xml.replacen("</saml:Issuer>", &format!("</saml:Issuer>{signature}"), 1)
}
