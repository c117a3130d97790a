//! Answers as they should be, and changed in each way that must not be taken.

use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};

use super::*;
use crate::kinds::own_key::{own, strange};

const HIGH: &str = "https://refeds.org/profile/mfa";
const NOW_S: i64 = 1_795_000_000;

const EXPECTED: Expected<'_> = Expected {
    issuer: Some("https://id.example"),
    audience: "us",
    recipient: "https://us.example/acs",
    request: Some("_r1"),
    now_s: NOW_S,
};

fn saying() -> Saying<'static> {
    Saying {
        id: "_a1",
        issuer: "https://id.example",
        subject: "kanari",
        audience: "us",
        recipient: "https://us.example/acs",
        request: "_r1",
        class: HIGH,
        begin: "2026-11-18T11:05:00Z",
        end: "2026-11-18T11:15:00.5Z",
    }
}

fn keys() -> Vec<Key> {
    keys_of(&own().unwrap().certificate).unwrap()
}

fn signed(saying: &Saying<'_>) -> String {
    let (bare, own) = (assertion(saying), own().unwrap());
    with_signature(&bare, &sign(&bare, saying.id, &own.pair, &own.certificate).unwrap())
}

fn sound() -> String {
    response(&saying(), &signed(&saying()))
}

fn taken(xml: &str) -> Result<Assertion, Wrong> {
    verify(xml, &keys(), &EXPECTED)
}

fn refused(xml: &str) -> bool {
    matches!(taken(xml), Err(Wrong::Bad(_)))
}

#[test]
fn a_sound_assertion_tells_how_somebody_logged_in() {
    assert_eq!(taken(&sound()).unwrap().class.as_deref(), Some(HIGH));
}

#[test]
fn a_signature_over_the_whole_response_is_one_over_the_assertion() {
    let own = own().unwrap();
    let bare = response(&saying(), &assertion(&saying()));
    let signature = sign(&bare, "_a1r", &own.pair, &own.certificate).unwrap();
    assert!(taken(&with_signature(&bare, &signature)).is_ok());
    assert_eq!(taken(&bare), Err(Wrong::Bad("nothing is signed")));
}

#[test]
fn an_assertion_that_is_not_ours_is_refused() {
    for changed in [
        Saying { issuer: "https://evil.example", ..saying() },
        Saying { audience: "them", ..saying() },
        Saying { recipient: "https://them.example/acs", ..saying() },
        Saying { request: "_r0", ..saying() },
        Saying { end: "2026-11-18T10:58:00Z", ..saying() },
        Saying { begin: "2026-11-18T11:14:00Z", ..saying() },
        Saying { end: "soon", ..saying() },
    ] {
        // The response around it is as it should be: what counts stands in what is signed.
        assert!(refused(&response(&saying(), &signed(&changed))), "{changed:?}");
    }
    let unasked = Expected { request: None, ..EXPECTED };
    assert!(verify(&sound(), &keys(), &unasked).is_err());
}

#[test]
fn what_another_key_signed_or_was_changed_is_refused() {
    let (bare, strange) = (assertion(&saying()), strange().unwrap());
    let by_another = sign(&bare, "_a1", &strange.pair, &strange.certificate).unwrap();
    assert!(refused(&response(&saying(), &with_signature(&bare, &by_another))));
    for (from, to) in [
        (HIGH, "https://refeds.org/profile/sfa"),
        ("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha512"),
        ("2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1"),
        ("xmlenc#sha256", "xmlenc#sha512"),
        ("#_a1\"", "#_a1r\""),
        ("<ds:KeyInfo>", "<ds:Object/><ds:KeyInfo>"),
        ("</ds:Reference>", "</ds:Reference><ds:Reference URI=\"#x\"/>"),
    ] {
        let changed = sound().replacen(from, to, 1);
        assert_ne!(changed, sound());
        assert!(refused(&changed), "{from} {to}");
    }
}

#[test]
fn a_comment_or_white_space_in_a_tag_changes_nothing() {
    let xml = sound().replacen("refeds.org", "refeds.<!-- x -->org", 1).replacen(
        "<saml:Issuer>",
        "<saml:Issuer  >",
        2,
    );
    assert_eq!(taken(&xml).unwrap().class.as_deref(), Some(HIGH));
}

#[test]
fn a_signature_that_is_wrapped_is_refused() {
    let low =
        Saying { id: "_low", class: "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", ..saying() };
    let (low, evil) = (signed(&low), assertion(&saying()));
    let own = own().unwrap();
    let of_low = sign(&low, "_low", &own.pair, "").unwrap();
    let inside = |what: &str, place: &str| evil.replacen(place, &format!("{what}{place}"), 1);
    for inner in [
        format!("{evil}{low}"),
        format!("{low}{evil}"),
        inside(&low, "</saml:Assertion>"),
        inside(&low, "<saml:AuthnStatement"),
        with_signature(&inside(&low, "</saml:Assertion>"), &of_low),
        format!("{evil}<samlp:Extensions>{low}</samlp:Extensions>"),
        format!("<samlp:Extensions>{}</samlp:Extensions>", signed(&saying())),
        low.replacen("<ds:KeyInfo>", &format!("<ds:Object>{evil}</ds:Object><ds:KeyInfo>"), 1),
        // Two elements of one ID: which of them is meant?
        format!("{}<x ID='_a1'/>", signed(&saying())),
    ] {
        assert!(refused(&response(&saying(), &inner)), "{inner}");
    }
}

#[test]
fn what_is_no_answer_is_told_apart() {
    assert!(refused(&format!("<!DOCTYPE x>{}", sound())));
    assert!(refused(&signed(&saying())));
    let encrypted =
        r#"<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>"#;
    assert_eq!(taken(&response(&saying(), encrypted)), Err(Wrong::Encrypted));
    let failed = response(&saying(), "").replacen("Success", "Responder", 1);
    assert!(matches!(taken(&failed), Err(Wrong::Refused(code)) if code.ends_with("Responder")));
    assert!(refused(&sound().replacen("Success", "Responder", 1)));
}

#[test]
fn an_elliptic_key_signs_too() {
    let random = SystemRandom::new();
    let signs = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let der = signs.serialize_der();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der, &random).unwrap();
    let said = rcgen::CertificateParams::new(vec!["id.example".to_owned()]).unwrap();
    let keys = keys_of(&said.self_signed(&signs).unwrap().pem()).unwrap();
    let made = pair.sign(&random, b"text").unwrap();
    let name = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    assert!(keys[0].made(name, b"text", made.as_ref()));
    assert!(!keys[0].made(name, b"taxt", made.as_ref()));
    assert!(!keys[0].made(
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        b"text",
        made.as_ref()
    ));
}

#[test]
fn metadata_names_the_place_the_name_and_the_keys() {
    let certificate = &own().unwrap().certificate;
    let descriptor = |purpose: &str| {
        format!(
            r#"<KeyDescriptor{purpose}><k:KeyInfo xmlns:k="http://www.w3.org/2000/09/xmldsig#"><k:X509Data><k:X509Certificate>{certificate}</k:X509Certificate></k:X509Data></k:KeyInfo></KeyDescriptor>"#
        )
    };
    let xml = format!(
        r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://id.example"><IDPSSODescriptor>{}{}<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://id.example/post"/><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://id.example/go"/></IDPSSODescriptor></EntityDescriptor>"#,
        descriptor(" use=\"encryption\""),
        descriptor("")
    );
    let read = read_metadata(&xml).unwrap();
    assert_eq!(
        (read.entity_id.as_str(), read.sso.as_deref()),
        ("https://id.example", Some("https://id.example/go"))
    );
    assert_eq!(read.keys, keys());
    assert!(
        read_metadata("<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\"/>")
            .is_err()
    );
}

proptest! {
    /// Whatever one character of a sound answer becomes: it is refused, or it still says the same.
    #[test]
    fn a_change_of_one_character_never_says_something_else(at in 0.0..1.0_f64, to in "[ -~]") {
        let sound = sound();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in the text")]
        let at = (at * sound.len() as f64) as usize;
        let mut changed = sound.clone();
        changed.replace_range(at..=at, &to);
        if let Ok(said) = taken(&changed) {
            prop_assert_eq!(said.class.as_deref(), Some(HIGH));
            prop_assert_eq!(said.methods.len(), 0);
        }
    }

    #[test]
    fn any_text_is_read_without_a_panic(xml in ".{0,200}") {
        prop_assert!(taken(&xml).is_err());
        let _ = (read_metadata(&xml), keys_of(&xml));
    }
}
