//! What SAML providers send: responses, and metadata with certificates.

use arvak_mfa::saml::{Expected, canonical_text, keys_of, read_metadata, verify};
use bolero::check;

use crate::changed::Foreign;

const RESPONSES: [&[u8]; 2] = [
    br##"<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="r"><p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status><Assertion ID="a"><Issuer>i</Issuer><d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"><d:SignedInfo><d:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><d:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><d:Reference URI="#a"><d:Transforms><d:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><d:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></d:Transforms><d:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><d:DigestValue>AAAA</d:DigestValue></d:Reference></d:SignedInfo><d:SignatureValue>AAAA</d:SignatureValue></d:Signature></Assertion></p:Response>"##,
    b"<a xmlns='u' xmlns:p='v' p:b='1'><!-- c --><p:c xmlns=''>&amp;<![CDATA[x]]></p:c><?d e?></a>",
];

const METADATA: [&[u8]; 2] = [
    br#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="i"><IDPSSODescriptor><KeyDescriptor><d:X509Certificate xmlns:d="http://www.w3.org/2000/09/xmldsig#">MIIB</d:X509Certificate></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://i"/></IDPSSODescriptor></EntityDescriptor>"#,
    b"-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----",
];

#[test]
fn assertions_are_never_taken_without_a_key() {
    let expected = Expected {
        issuer: None,
        audience: "us",
        recipient: "https://us/acs",
        request: Some("_r"),
        now_s: 1_800_000_000,
    };
    check!().with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&RESPONSES);
        let text = String::from_utf8_lossy(&bytes);
        assert!(verify(&text, &[], &expected).is_err());
        if let Some(once) = canonical_text(&text) {
            assert_eq!(canonical_text(&once).as_deref(), Some(once.as_str()), "it stays as it is");
        }
    });
}

#[test]
fn metadata_of_providers() {
    check!().with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&METADATA);
        let text = String::from_utf8_lossy(&bytes);
        let _ = keys_of(&text);
        if let Ok(metadata) = read_metadata(&text) {
            assert!(metadata.keys.len() <= 400, "bounds hold");
        }
    });
}
