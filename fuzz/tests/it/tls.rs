//! What TLS servers send: records, alerts, hellos, certificates, key exchanges.

use arvak_exposure::tls::{self, read_answer, talk_to_renegotiate};
use arvak_probe::Transcript;
use arvak_probe::transcript::TlsAnswer;
use bolero::check;

use crate::changed::Foreign;

/// A handshake record with one message.
fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let [_, high, middle, low] = u32::try_from(body.len()).unwrap().to_be_bytes();
    let record = u16::try_from(body.len() + 4).unwrap().to_be_bytes();
    [&[22, 3, 3], &record[..], &[kind, high, middle, low], body].concat()
}

fn hello(random: u8, suite: u16, extensions: &[u8]) -> Vec<u8> {
    let length = u16::try_from(extensions.len()).unwrap().to_be_bytes();
    let suite = suite.to_be_bytes();
    message(2, &[&[3, 3], &[random; 32][..], &[0], &suite, &[0], &length, extensions].concat())
}

/// A curve, a finite field, an alert, a hello with extensions.
fn seeds() -> Vec<Vec<u8>> {
    let chain = message(11, &[0, 0, 6, 0, 0, 3, 0x30, 1, 0]);
    let done = message(14, &[]);
    let curve = message(12, &[3, 0, 23, 1, 4, 4, 1, 0, 1, 9]);
    let field = message(12, &[0, 2, 0xff, 0xfb, 0, 1, 2, 0, 1, 5, 4, 1, 0, 1, 9]);
    let extensions = [0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0, 29, 0, 16, 0, 5, 0, 3, 2, b'h', b'2'];
    vec![
        [hello(1, 0xc02f, &[0xff, 1, 0, 1, 0]), chain.clone(), curve, done.clone()].concat(),
        [hello(1, 0x009e, &[]), chain, field, done].concat(),
        hello(2, 0x1302, &extensions),
        [&[21, 3, 3, 0, 2, 1, 112][..], &[21, 3, 3, 0, 2, 2, 40]].concat(),
    ]
}

#[test]
fn tls_answers() {
    let owned = seeds();
    let seeds: Vec<&[u8]> = owned.iter().map(Vec::as_slice).collect();
    let hellos = seeds.iter().filter(|seed| matches!(read_answer(seed), TlsAnswer::Hello(_)));
    assert_eq!(hellos.count(), 3);
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&seeds);
        let answer = read_answer(&bytes);
        assert_eq!(answer, read_answer(&bytes));
        match &answer {
            TlsAnswer::Hello(hello) => {
                assert!(hello.extensions.len() <= 32);
                assert!(hello.alpn.as_ref().is_none_or(|name| name.is_ascii()));
            }
            TlsAnswer::Unusable(code) => assert!(code.starts_with("tls."), "{code}"),
            _ => {}
        }
        let written = serde_json::to_vec(&answer).unwrap();
        assert_eq!(serde_json::from_slice::<TlsAnswer>(&written).unwrap(), answer);
    });
}

/// A server that agrees on X25519 with its base point, changes to what was agreed, and then knows no keys.
fn agreeing() -> Vec<u8> {
    let mut point = [0; 32];
    point[0] = 9;
    let curve = message(12, &[&[3, 0, 29, 32][..], &point, &[4, 1, 0, 1, 9]].concat());
    let sealed = [&[22, 3, 3, 0, 40][..], &[7; 40]].concat();
    let hello = hello(1, 0xc02f, &[0xff, 1, 0, 1, 0]);
    [hello, curve, message(14, &[]), vec![20, 3, 3, 0, 1, 1], sealed].concat()
}

#[test]
fn servers_that_are_asked_to_negotiate_again() {
    let seeds = [agreeing(), seeds().remove(0)];
    let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    check!().with_iterations(1_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&seeds);
        let answer = talk_to_renegotiate(&bytes, bytes.len());
        // Nobody who does not know the keys gets as far as the second hello.
        let TlsAnswer::Unusable(code) = &answer else { panic!("{answer:?}") };
        assert!(code.starts_with("tls."), "{code}");
        assert_eq!(answer, talk_to_renegotiate(&bytes, 1));
    });
}

const TRANSCRIPT: &str = r#"{"v":1,"probe":"tls","method_version":1,"subject":"endpoint/www","host":"www.nordvik.example","port":443,"domain":"nordvik.example","vantage":"inside","started_at":"2026-11-24T06:00:00Z","finished_at":"2026-11-24T06:00:05Z","events":[
{"at_ms":1,"event":"tls_try","question":"first","offered":0,"answer":{"hello":{"version":772,"suite":4866,"retry":true,"group":29,"extensions":[43,51]}}},
{"at_ms":2,"event":"tls_try","question":"suites.tls1_2.0","offered":112,"answer":{"hello":{"version":771,"suite":49199,"group":23,"scheme":1025,"extensions":[65281,23],"certificate":0}}},
{"at_ms":3,"event":"tls_try","question":"suites.tls1_2.0","offered":111,"answer":{"alert":40}},
{"at_ms":4,"event":"tls_try","question":"order.tls1_2","offered":2,"answer":{"failed":"net.timeout"}},
{"at_ms":5,"event":"tls_finished","alpn":"h2","tickets":2,"early_data_bytes":0,"ocsp":"MAMKAQA="}]}"#;

#[test]
fn transcripts_of_tls() {
    assert!(!tls::judge(&Transcript::decode(TRANSCRIPT.as_bytes()).unwrap()).checks.is_empty());
    check!().with_iterations(500).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&[TRANSCRIPT.as_bytes()]);
        let Ok(transcript) = Transcript::decode(&bytes) else { return };
        let judgement = tls::judge(&transcript);
        assert_eq!(judgement, tls::judge(&transcript));
        let mut ids: Vec<&str> = judgement.checks.iter().map(|check| check.id).collect();
        ids.sort_unstable();
        assert!(tls::CHECKS.iter().map(|check| check.id).eq(ids), "each check is judged once");
        assert_eq!(tls::seen(&transcript), tls::seen(&transcript));
    });
}
