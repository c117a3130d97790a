//! Answers as servers send them, made byte by byte.

use proptest::prelude::*;

use super::*;
use crate::tls::wire::vec16;

/// A record of the handshake with one message.
pub(crate) fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut message = vec![kind];
    message.extend(u32::try_from(body.len()).unwrap().to_be_bytes().into_iter().skip(1));
    message.extend(body);
    let mut record = vec![22, 3, 3];
    vec16(&mut record, &message);
    record
}

/// A `ServerHello`.
pub(crate) fn hello(version: u16, random: [u8; 32], suite: u16, extensions: &[u8]) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend(random);
    body.push(0);
    body.extend(suite.to_be_bytes());
    body.push(0);
    if !extensions.is_empty() {
        vec16(&mut body, extensions);
    }
    message(SERVER_HELLO, &body)
}

fn read(bytes: &[u8]) -> Option<Answer> {
    Reader::default().push(bytes)
}

fn seen(bytes: &[u8]) -> TlsHello {
    match read(bytes).unwrap().seen {
        TlsAnswer::Hello(hello) => *hello,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_retry_names_version_suite_and_group() {
    let extensions = [0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0, 29];
    let hello = seen(&hello(0x0303, RETRY_RANDOM, 0x1302, &extensions));
    assert_eq!((hello.version, hello.suite, hello.group), (0x0304, 0x1302, Some(29)));
    assert!(hello.retry);
    assert_eq!(hello.extensions, [43, 51]);
}

#[test]
fn a_whole_flight_shows_curve_signature_and_certificates() {
    let flight = [
        hello(
            0x0303,
            [1; 32],
            0xc02f,
            &[0xff, 1, 0, 1, 0, 0, 23, 0, 0, 0, 16, 0, 5, 0, 3, 2, b'h', b'2'],
        ),
        message(CERTIFICATE, &[0, 0, 6, 0, 0, 3, b'd', b'e', b'r']),
        message(CERTIFICATE_STATUS, &[1, 0, 0, 1, 0]),
        // A named curve, secp256r1, a point of one byte; rsa_pkcs1_sha256 and a signature of one byte.
        message(SERVER_KEY_EXCHANGE, &[3, 0, 23, 1, 4, 4, 1, 0, 1, 9]),
    ]
    .concat();
    assert_eq!(read(&flight), None, "it is not whole yet");
    let whole = [flight.clone(), message(14, &[])].concat();
    let answer = read(&whole).unwrap();
    assert_eq!(answer.chain, [b"der"]);
    let hello = seen(&whole);
    assert_eq!((hello.group, hello.scheme), (Some(23), Some(0x0401)));
    assert_eq!(hello.alpn.as_deref(), Some("h2"));
    assert!(hello.stapled && !hello.session_id && !hello.retry);
    // A server that breaks off after its choice has chosen.
    let mut reader = Reader::default();
    assert_eq!(reader.push(&flight), None);
    let TlsAnswer::Hello(cut) = reader.end_with(Answer::failed("net.timeout")).seen else {
        panic!()
    };
    assert_eq!(*cut, hello);
}

#[test]
fn the_size_of_a_prime_is_that_of_its_first_bit() {
    let mut body = Vec::new();
    vec16(&mut body, &[&[0, 0x40][..], &[1; 127]].concat());
    vec16(&mut body, &[2]);
    vec16(&mut body, &[5]);
    body.extend([2, 1, 0, 0]);
    let flight =
        [hello(0x0303, [1; 32], 0x009e, &[]), message(SERVER_KEY_EXCHANGE, &body)].concat();
    let whole = [flight, message(14, &[])].concat();
    let dh = seen(&whole).dh.unwrap();
    assert_eq!(dh.bits, 1023);
    assert_eq!(dh.prime_sha256.len(), 64);
}

#[test]
fn refusals_and_nonsense_are_told_apart() {
    let unusable = |code: &str| Some(Answer::unusable(code));
    assert_eq!(read(&[21, 3, 3, 0, 2, 2, 40]), Some(Answer::bare(TlsAnswer::Alert(40))));
    assert_eq!(read(b"HTTP/1.1 400 Bad Request"), unusable("tls.not_tls"));
    assert_eq!(read(&message(CERTIFICATE, &[0, 0, 0])), unusable("tls.out_of_order"));
    assert_eq!(read(&message(SERVER_HELLO, &[3, 3, 0])), unusable("tls.bad_hello"));
    assert_eq!(read(&[23, 3, 3, 0, 1, 0]), unusable("tls.out_of_order"));
    let bad_curve = [hello(0x0303, [1; 32], 0xc02f, &[]), message(SERVER_KEY_EXCHANGE, &[3, 0])];
    assert_eq!(read(&bad_curve.concat()), unusable("tls.bad_key_exchange"));
    let cut_extension = hello(0x0303, [1; 32], 0xc02f, &[0, 51, 0, 9, 1]);
    assert_eq!(read(&cut_extension), unusable("tls.bad_hello"));
}

proptest! {
    #[test]
    fn any_message_is_read_without_a_panic(
        kind in 0_u8..30,
        suite in prop::sample::select(vec![0xc02f_u16, 0x009e, 0x008f, 0xc035, 0x002f, 0xffff]),
        body in proptest::collection::vec(any::<u8>(), 0..120),
    ) {
        let bytes = [hello(0x0303, [1; 32], suite, &[]), message(kind, &body)].concat();
        let mut reader = Reader::default();
        if reader.push(&bytes).is_none() {
            reader.end_with(Answer::failed("net.broken"));
        }
        let _ = read(&message(SERVER_HELLO, &body));
    }
}
