//! Packets against the examples of the RFCs, and bytes from anybody.

use proptest::prelude::*;

use super::*;

const SECRET: &[u8] = b"xyzzy5461";

/// RFC 2865 section 7.1.
const AUTHENTICATOR: [u8; 16] =
    *b"\x0f\x40\x3f\x94\x73\x97\x80\x57\xbd\x83\xd5\xcb\x98\xf4\x22\x7a";

fn sent() -> Sent {
    let drawn = Drawn { id: 0, authenticator: AUTHENTICATOR, challenges: [[1; 16], [2; 16]] };
    let request = Request { user: "nemo", proof: Proof::Pap("arctangent"), state: None };
    request.write(SECRET, &drawn).unwrap()
}

/// An answer as a server makes it, with a seal or without.
fn answer(code: u8, id: u8, sealed: bool, more: &[(u8, &[u8])], secret: &[u8]) -> Vec<u8> {
    let mut attributes = Attributes::default();
    if sealed {
        attributes.push(MESSAGE_AUTHENTICATOR, &[0; 16]).unwrap();
    }
    for (kind, value) in more {
        attributes.push(*kind, value).unwrap();
    }
    let mut bytes = packet(code, id, &AUTHENTICATOR, attributes.bytes()).unwrap();
    if sealed {
        let seal = seal(secret, &[&bytes]).unwrap();
        bytes[22..38].copy_from_slice(&seal);
    }
    let digest = Md5::new().chain_update(&bytes).chain_update(secret).finalize();
    bytes[4..20].copy_from_slice(&digest);
    bytes
}

#[test]
fn a_password_is_hidden_as_in_the_example_of_the_rfc() {
    let hidden = hide(b"arctangent", SECRET, &AUTHENTICATOR).unwrap();
    assert_eq!(hidden, *b"\x0d\xbe\x70\x8d\x93\xd4\x13\xce\x31\x96\xe4\x3f\x78\x2a\x0a\xee");
    let bytes = sent().bytes;
    assert!(!bytes.windows(10).any(|window| window == b"arctangent"));
    assert_eq!(bytes[20], MESSAGE_AUTHENTICATOR, "the seal stands first");
    assert_eq!(hide(&[b'x'; 129], SECRET, &AUTHENTICATOR), None);
    assert_eq!(hide(b"", SECRET, &AUTHENTICATOR).unwrap().len(), 16);
}

#[test]
fn an_accept_of_the_rfc_is_read() {
    let bytes = b"\x02\x00\x00\x26\x86\xfe\x22\x0e\x76\x24\xba\x2a\x10\x05\xf6\xbf\x9b\x55\xe0\xb2\x06\x06\x00\x00\x00\x01\x0f\x06\x00\x00\x00\x00\x0e\x06\xc0\xa8\x01\x03";
    let answer = sent().read(bytes, SECRET).unwrap();
    assert_eq!((answer.decision, answer.is_sealed), (Decision::Accept, false));
}

#[test]
fn a_challenge_comes_with_its_state_and_words() {
    let bytes = answer(11, 0, true, &[(STATE, b"\x01\x02"), (REPLY_MESSAGE, b"Code?\r\n")], SECRET);
    let read = sent().read(&bytes, SECRET).unwrap();
    assert_eq!(read.decision, Decision::Challenge);
    assert_eq!((read.state.as_deref(), &*read.text), (Some(&b"\x01\x02"[..]), "Code?"));
    assert!(read.is_sealed);
}

#[test]
fn what_was_not_made_with_our_secret_is_no_answer() {
    for sealed in [false, true] {
        let bytes = answer(2, 0, sealed, &[], b"another");
        assert_eq!(sent().read(&bytes, SECRET), Err(BadAnswer::Forged));
    }
    // The digest is right, and the seal is not.
    let mut bytes = answer(2, 0, true, &[], SECRET);
    bytes[30] ^= 1;
    bytes[4..20].copy_from_slice(&AUTHENTICATOR);
    let digest = Md5::new().chain_update(&bytes).chain_update(SECRET).finalize();
    bytes[4..20].copy_from_slice(&digest);
    assert_eq!(sent().read(&bytes, SECRET), Err(BadAnswer::Forged));
    assert_eq!(sent().read(&answer(2, 7, true, &[], SECRET), SECRET), Err(BadAnswer::Other));
    assert_eq!(sent().read(&answer(5, 0, true, &[], SECRET), SECRET), Err(BadAnswer::Code(5)));
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = (sent().read(&bytes, SECRET), Attributes::read(&bytes));
    }

    #[test]
    fn one_flipped_bit_makes_a_forgery(at in 4_usize..60, bit in 0_u8..8) {
        let mut bytes = answer(11, 0, true, &[(STATE, &[7; 20])], SECRET);
        prop_assume!(at < bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(sent().read(&bytes, SECRET).is_err());
    }
}
