//! What SAML providers send: responses, and metadata with certificates; and what services ask them for.

use arvak_mfa::saml::{Expected, canonical_text, keys_of, read_metadata, read_request, verify};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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

const REQUESTS: [&[u8]; 2] = [
    br#"<p:AuthnRequest xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0" AssertionConsumerServiceURL="https://us/acs"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion"> https://us </Issuer></p:AuthnRequest>"#,
    b"<a ID='x'><Issuer>i</Issuer></a>",
];

/// Bytes as one block of DEFLATE that is stored and not packed (RFC 1951 section 3.2.4).
fn stored(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(bytes.len()).ok()?;
    let mut block = vec![1];
    block.extend(length.to_le_bytes());
    block.extend((!length).to_le_bytes());
    block.extend(bytes);
    Some(block)
}

#[test]
fn requests_of_services() {
    check!().with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&REQUESTS);
        // As text it may be no base64 at all; as base64 it may be no DEFLATE.
        let _ = read_request(&String::from_utf8_lossy(&bytes), false);
        let _ = read_request(&STANDARD.encode(&bytes), true);
        let plain = read_request(&STANDARD.encode(&bytes), false);
        if let Some(block) = stored(&bytes) {
            assert_eq!(
                read_request(&STANDARD.encode(block), true),
                plain,
                "packed it says the same"
            );
        }
    });
}

#[test]
fn a_request_is_read_in_either_form() {
    let plain = read_request(&STANDARD.encode(REQUESTS[0]), false).unwrap();
    assert_eq!((plain.id.as_str(), plain.issuer.as_str()), ("_r", "https://us"));
    assert_eq!(plain.acs.as_deref(), Some("https://us/acs"));
    let packed = stored(REQUESTS[0]).unwrap();
    assert_eq!(read_request(&STANDARD.encode(packed), true), Some(plain));
}
