//! Passkeys against an authenticator made of software: what it answers rightly leads in, and nothing else.

use arvak_core::EntityId;
use arvak_identity::{Passkey, Passkeys};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

const ORIGIN: &str = "https://arvak.nordvik.example";
const HOST: &str = "arvak.nordvik.example";

/// Its user was there and was verified.
const VERIFIED: u8 = 0b0000_0101;
/// Its user was there; nobody knows who it was.
const PRESENT: u8 = 0b0000_0001;
/// The public key follows.
const WITH_KEY: u8 = 0b0100_0000;

/// An authenticator with one key.
struct Authenticator {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    user: Vec<u8>,
    counter: u32,
    flags: u8,
    origin: &'static str,
    host: &'static str,
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    fn new() -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        let id = digest(&SHA256, key.public_key().as_ref()).as_ref().to_vec();
        Self { key, id, user: Vec::new(), counter: 0, flags: VERIFIED, origin: ORIGIN, host: HOST }
    }

    fn client_data(&self, what: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        json!({ "type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    /// Host, flags and counter (`WebAuthn`, 6.1).
    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.host.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn register(&mut self, options: &Value) -> Value {
        let user = options["publicKey"]["user"]["id"].as_str().unwrap();
        self.user = URL_SAFE_NO_PAD.decode(user).unwrap();
        let mut data = self.data(self.flags | WITH_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: a key of the curve P-256, as CBOR.
        let (x, y) = self.key.public_key().as_ref()[1..].split_at(32);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(x);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(y);
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(&data);
        json!({
            "id": text(&self.id),
            "rawId": text(&self.id),
            "type": "public-key",
            "response": {
                "attestationObject": text(&object),
                "clientDataJSON": text(&self.client_data("webauthn.create", options)),
            },
            "extensions": { "credProps": { "rk": true } },
        })
    }

    fn show(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let (data, client) = (self.data(self.flags), self.client_data("webauthn.get", options));
        let signed = [&data[..], digest(&SHA256, &client).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": text(&self.id),
            "rawId": text(&self.id),
            "type": "public-key",
            "response": {
                "authenticatorData": text(&data),
                "clientDataJSON": text(&client),
                "signature": text(signature.as_ref()),
                "userHandle": text(&self.user),
            },
            "extensions": {},
        })
    }
}

fn kari() -> EntityId {
    "person/0123456789abcdef0123456789abcdef".parse().unwrap()
}

fn passkeys() -> Passkeys {
    Passkeys::new(ORIGIN, "Nordvik").unwrap()
}

fn register(authenticator: &mut Authenticator) -> arvak_identity::Result<Passkey> {
    let passkeys = passkeys();
    let (options, ours) = passkeys.start_registration(&kari(), "kari", "Kari", &[]).unwrap();
    passkeys.finish_registration(&authenticator.register(&options).to_string(), &ours)
}

fn log_in(authenticator: &mut Authenticator, kept: &Passkey) -> arvak_identity::Result<Passkey> {
    let passkeys = passkeys();
    let (options, ours) = passkeys.start_log_in().unwrap();
    let shown = passkeys.read(&authenticator.show(&options).to_string())?;
    assert_eq!((&shown.person, shown.id.as_slice()), (&kari(), kept.id()));
    passkeys.finish_log_in(&shown, ours, kept)
}

/// Registered, kept as text, read again.
fn registered() -> (Authenticator, Passkey) {
    let mut authenticator = Authenticator::new();
    let made = register(&mut authenticator).unwrap();
    let kept = Passkey::from_json(&made.to_json().unwrap()).unwrap();
    (authenticator, kept)
}

fn code<T>(result: arvak_identity::Result<T>) -> Option<&'static str> {
    result.err().map(|error| error.code())
}

const REFUSED: Option<&str> = Some("identity.bad_passkey");

#[test]
fn a_passkey_leads_in_without_a_name_again_and_again() {
    let (mut authenticator, mut kept) = registered();
    for _ in 0..3 {
        kept = log_in(&mut authenticator, &kept).unwrap();
    }
}

#[test]
fn a_passkey_that_did_not_verify_its_user_is_refused() {
    let mut careless = Authenticator { flags: PRESENT, ..Authenticator::new() };
    assert_eq!(code(register(&mut careless)), REFUSED);
    let (mut authenticator, kept) = registered();
    authenticator.flags = PRESENT;
    assert_eq!(code(log_in(&mut authenticator, &kept)), REFUSED);
}

#[test]
fn a_counter_that_goes_back_is_refused() {
    let (mut authenticator, kept) = registered();
    authenticator.counter = 10;
    let kept = log_in(&mut authenticator, &kept).unwrap();
    authenticator.counter = 9;
    assert_eq!(code(log_in(&mut authenticator, &kept)), REFUSED, "there is a copy of it somewhere");
}

#[test]
fn what_was_answered_to_another_site_is_refused() {
    for (origin, host) in [
        ("https://evil.example", HOST),
        ("https://arvak.nordvik.example.evil.example", HOST),
        ("http://arvak.nordvik.example", HOST),
        (ORIGIN, "evil.example"),
    ] {
        let (mut authenticator, kept) = registered();
        (authenticator.origin, authenticator.host) = (origin, host);
        assert_eq!(code(log_in(&mut authenticator, &kept)), REFUSED, "{origin} {host}");
    }
}

#[test]
fn an_answer_to_another_question_is_refused() {
    let (mut authenticator, kept) = registered();
    let passkeys = passkeys();
    let (earlier, _) = passkeys.start_log_in().unwrap();
    let (_, ours) = passkeys.start_log_in().unwrap();
    let shown = passkeys.read(&authenticator.show(&earlier).to_string()).unwrap();
    assert_eq!(code(passkeys.finish_log_in(&shown, ours, &kept)), REFUSED);
}

#[test]
fn anothers_key_is_refused() {
    let (first, kept) = registered();
    let mut other = Authenticator { id: first.id, user: first.user, ..Authenticator::new() };
    assert_eq!(code(log_in(&mut other, &kept)), REFUSED);
}

#[test]
fn a_passkey_that_needs_a_name_is_refused() {
    let passkeys = passkeys();
    let (options, ours) = passkeys.start_registration(&kari(), "kari", "Kari", &[]).unwrap();
    let mut answer = Authenticator::new().register(&options);
    answer["extensions"]["credProps"]["rk"] = Value::from(false);
    assert_eq!(code(passkeys.finish_registration(&answer.to_string(), &ours)), REFUSED);
}

#[test]
fn who_has_it_already_is_not_asked_for_a_second_one() {
    let (_, kept) = registered();
    let known = [kept.clone()];
    let (options, _) = passkeys().start_registration(&kari(), "kari", "Kari", &known).unwrap();
    assert_eq!(options["publicKey"]["excludeCredentials"][0]["id"], text(kept.id()));
}
