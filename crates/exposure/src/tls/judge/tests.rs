//! Judgements over answers that are made by hand: what is bad, what is good, and what nobody can tell.

use std::collections::BTreeMap;

use arvak_probe::transcript::{Timed, TlsAnswer, TlsFinished, TlsHello, TlsTry};
use arvak_probe::{CheckOutcome, DnsAnswer, DnsRecord, Event};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::*;
use crate::tls::Version;
use crate::tls::job::{COMPRESSION, FALLBACK, question, suites_question};
use crate::tls::tables::hellos;

const HANDSHAKE_FAILURE: u8 = 40;

fn transcript(events: Vec<Event>) -> Transcript {
    Transcript {
        v: 1,
        probe: "tls".parse().unwrap(),
        method_version: 1,
        subject: "endpoint/www".parse().unwrap(),
        host: "www.nordvik.example".parse().unwrap(),
        port: Some(443),
        domain: "nordvik.example".to_owned(),
        vantage: "inside".parse().unwrap(),
        started_at: "2026-11-24T06:00:00Z".parse().unwrap(),
        finished_at: "2026-11-24T06:00:05Z".parse().unwrap(),
        roots: None,
        truncated: false,
        events: events.into_iter().map(|event| Timed { at_ms: 0, event }).collect(),
    }
}

fn tried(question: &str, answer: TlsAnswer) -> Event {
    Event::TlsTry(TlsTry { question: question.to_owned(), offered: 9, answer })
}

/// Says of each answer in a line of suites how many were offered, as they were if none is missing.
fn counted(mut events: Vec<Event>) -> Vec<Event> {
    let mut left: BTreeMap<String, u16> = BTreeMap::new();
    for version in Version::CLASSIC.into_iter().chain([Version::Tls13]) {
        for (part, suites) in hellos(version).iter().enumerate() {
            left.insert(suites_question(version, part), u16::try_from(suites.len()).unwrap());
        }
    }
    for event in &mut events {
        let Event::TlsTry(tried) = event else { continue };
        let Some(left) = left.get_mut(&tried.question) else { continue };
        tried.offered = *left;
        *left -= u16::from(matches!(tried.answer, TlsAnswer::Hello(_)));
    }
    events
}

fn hello(version: Version, suite: u16) -> TlsAnswer {
    let extensions = vec![0xff01, 23];
    TlsAnswer::Hello(Box::new(TlsHello {
        version: version.code(),
        suite,
        group: Some(29),
        extensions,
        ..TlsHello::default()
    }))
}

/// Every part of the versions is refused in the end; before that these suites are accepted.
fn server(accepted: &[(Version, &[u16])]) -> Vec<Event> {
    let mut events = Vec::new();
    for version in Version::ALL {
        let parts = if version == Version::Ssl2 { 1 } else { hellos(version).len() };
        for part in 0..parts {
            let question = suites_question(version, part);
            for (of, suites) in accepted {
                let here =
                    |code: &&u16| hellos(version).get(part).is_some_and(|p| p.contains(code));
                let suites = suites.iter().filter(here).filter(|_| *of == version);
                events.extend(suites.map(|code| tried(&question, hello(version, *code))));
            }
            events.push(tried(&question, TlsAnswer::Alert(HANDSHAKE_FAILURE)));
        }
    }
    events
}

fn result(events: &[Event], id: &str) -> (CheckOutcome, String) {
    result_of(counted(events.to_vec()), id)
}

fn result_of(events: Vec<Event>, id: &str) -> (CheckOutcome, String) {
    let judgement = judge(&transcript(events));
    let found = judgement.checks.iter().find(|check| check.id == id).unwrap();
    (found.result, found.reason.clone())
}

fn told(outcome: CheckOutcome, reason: &str) -> (CheckOutcome, String) {
    (outcome, reason.to_owned())
}

const GOOD: [(Version, &[u16]); 2] =
    [(Version::Tls12, &[0xc02c, 0xc02b]), (Version::Tls13, &[0x1302, 0x1301])];

#[test]
fn every_check_of_the_list_is_judged_once_with_its_grade() {
    let silent =
        serde_json::json!({"event": "failed", "step": "tls", "code": "net.timeout", "detail": ""});
    let silent = vec![serde_json::from_value(silent).unwrap()];
    for events in [server(&GOOD), server(&[]), server(&[(Version::Ssl3, &[5])]), silent, vec![]] {
        let judgement = judge(&transcript(events));
        let mut ids: Vec<_> = judgement.checks.iter().map(|c| (c.id, c.grade)).collect();
        ids.sort_unstable();
        let listed: Vec<_> = CHECKS.iter().map(|check| (check.id, check.grade)).collect();
        assert_eq!(ids, listed);
        assert!(judgement.checks.iter().all(|check| !check.reason.is_empty()));
    }
}

#[test]
fn a_server_of_today_is_sufficient() {
    let events = server(&GOOD);
    assert_eq!(result(&events, "tls.versions"), told(CheckOutcome::Pass, "sufficient"));
    assert_eq!(result(&events, "tls.ciphers"), told(CheckOutcome::Pass, "sufficient"));
    assert_eq!(result(&events, "tls.key_exchange"), told(CheckOutcome::Pass, "good"));
    let one_grade = told(CheckOutcome::NotApplicable, "one_grade");
    assert_eq!(result(&events, "tls.cipher_order"), one_grade);
}

#[test]
fn something_bad_is_bad_also_when_the_rest_is_not_known_but_nothing_is_good() {
    let lost = |version| {
        let question = suites_question(version, 0);
        tried(&question, TlsAnswer::Failed("net.timeout".to_owned()))
    };
    // The last answer of a line decides whether all is known.
    let mut events = server(&[(Version::Tls10, &[0x002f]), GOOD[0]]);
    events.push(lost(Version::Tls12));
    assert_eq!(result(&events, "tls.ciphers"), told(CheckOutcome::Fail, "insufficient"));
    assert_eq!(result(&events, "tls.versions"), told(CheckOutcome::Fail, "insufficient"));
    let mut events = server(&GOOD);
    events.push(lost(Version::Tls12));
    assert_eq!(result(&events, "tls.ciphers"), told(CheckOutcome::Inconclusive, "net.timeout"));
    assert_eq!(
        result(&events, "tls.versions").0,
        CheckOutcome::Pass,
        "it has TLS 1.2 all the same"
    );
    events.push(lost(Version::Tls10));
    assert_eq!(result(&events, "tls.versions"), told(CheckOutcome::Inconclusive, "net.timeout"));
}

#[test]
fn a_line_that_lacks_an_answer_tells_of_nothing_good() {
    let weak = [(Version::Tls12, &[0xc02c, 0x000a, 0xc02b][..])];
    let events = counted(server(&weak));
    assert_eq!(result_of(events.clone(), "tls.ciphers"), told(CheckOutcome::Fail, "insufficient"));
    let is_weak = |event: &Event| match event {
        Event::TlsTry(TlsTry { answer: TlsAnswer::Hello(hello), .. }) => hello.suite == 0x000a,
        _ => false,
    };
    let less: Vec<Event> = events.into_iter().filter(|event| !is_weak(event)).collect();
    let missing = told(CheckOutcome::Inconclusive, "tls.answer_missing");
    assert_eq!(result_of(less, "tls.ciphers"), missing);
}

#[test]
fn a_connection_that_is_closed_once_is_no_refusal() {
    let question = suites_question(Version::Tls12, 0);
    let mut events = server(&GOOD);
    events.push(tried(&question, TlsAnswer::Closed));
    assert_eq!(result(&events, "tls.ciphers"), told(CheckOutcome::Inconclusive, "tls.closed"));
    events.push(tried(&question, TlsAnswer::Closed));
    assert_eq!(result(&events, "tls.ciphers").0, CheckOutcome::Pass);
}

#[test]
fn a_version_that_is_refused_as_such_is_asked_for_only_once() {
    let question = suites_question(Version::Tls10, 0);
    let is_of_tls_1_0 = |event: &Event| match event {
        Event::TlsTry(tried) => tried.question.starts_with("suites.tls1_0"),
        _ => false,
    };
    let mut events = server(&GOOD);
    events.retain(|event| !is_of_tls_1_0(event));
    assert_eq!(result(&events, "tls.versions"), told(CheckOutcome::Inconclusive, "not_asked"));
    events.push(tried(&question, TlsAnswer::Alert(HANDSHAKE_FAILURE)));
    assert_eq!(result(&events, "tls.versions"), told(CheckOutcome::Inconclusive, "not_asked"));
    events.pop();
    events.push(tried(&question, TlsAnswer::Alert(70)));
    assert_eq!(result(&events, "tls.versions").0, CheckOutcome::Pass);
}

#[test]
fn a_transcript_that_lost_its_end_passes_nothing() {
    let mut cut = transcript(server(&GOOD));
    cut.truncated = true;
    let judgement = judge(&cut);
    assert!(judgement.checks.iter().all(|check| check.result != CheckOutcome::Pass));
}

#[test]
fn compression_fallback_and_early_data_are_told() {
    let mut events = server(&GOOD);
    assert_eq!(result(&events, "tls.compression"), told(CheckOutcome::Inconclusive, "not_asked"));
    let deflated = TlsHello { compression: 1, ..TlsHello::default() };
    events.push(tried(COMPRESSION, TlsAnswer::Hello(Box::new(deflated))));
    assert_eq!(result(&events, "tls.compression"), told(CheckOutcome::Fail, "compresses"));
    events.push(tried(FALLBACK, hello(Version::Tls12, 0xc02c)));
    let guarded = told(CheckOutcome::NotApplicable, "tls1_3_guards");
    assert_eq!(result(&events, "tls.fallback"), guarded);
    let mut older = server(&[GOOD[0], GOOD[1], (Version::Tls11, &[0xc014])]);
    older.push(tried(FALLBACK, hello(Version::Tls12, 0xc02c)));
    assert_eq!(result(&older, "tls.fallback"), told(CheckOutcome::Fail, "not_noticed"));
    events.push(tried(FALLBACK, TlsAnswer::Alert(86)));
    assert_eq!(result(&events, "tls.fallback"), told(CheckOutcome::Pass, "noticed"));
    for (bytes, outcome) in [
        (None, told(CheckOutcome::Inconclusive, "no_tickets")),
        (Some(0), told(CheckOutcome::Pass, "refused")),
        (Some(1), told(CheckOutcome::Fail, "accepted")),
    ] {
        let mut events = server(&GOOD);
        events.push(Event::TlsFinished(TlsFinished {
            early_data_bytes: bytes,
            ..TlsFinished::default()
        }));
        assert_eq!(result(&events, "tls.early_data"), outcome);
    }
}

#[test]
fn a_curve_or_prime_that_nobody_knows_is_not_good_enough() {
    let mut events = server(&GOOD);
    let odd = TlsHello {
        version: Version::Tls12.code(),
        suite: 0xc02b,
        group: Some(0xff01),
        ..TlsHello::default()
    };
    events.insert(0, tried(&suites_question(Version::Tls12, 0), TlsAnswer::Hello(Box::new(odd))));
    assert_eq!(result(&events, "tls.key_exchange"), told(CheckOutcome::Fail, "insufficient"));
}

#[test]
fn the_order_of_a_server_is_held_against_the_grades() {
    // AES-GCM with ECDHE is sufficient, CBC with SHA-256 is to be phased out.
    let (better, worse) = (0xc02b, 0xc023);
    let order = question("order", Version::Tls12);
    let mut events = server(&[(Version::Tls12, &[better, worse])]);
    events.push(tried(&order, hello(Version::Tls12, better)));
    assert_eq!(result(&events, "tls.cipher_order"), told(CheckOutcome::Pass, "servers_order"));
    events.push(tried(&order, hello(Version::Tls12, worse)));
    assert_eq!(result(&events, "tls.cipher_order"), told(CheckOutcome::Fail, "clients_order"));
    let mut events = server(&[(Version::Tls12, &[worse, better])]);
    events.push(tried(&order, hello(Version::Tls12, worse)));
    assert_eq!(result(&events, "tls.cipher_order"), told(CheckOutcome::Fail, "worse_first"));
}

fn tlsa(data: &str) -> Event {
    let name = "_443._tcp.www.nordvik.example".to_owned();
    Event::Resolved(DnsAnswer {
        name: name.clone(),
        record_type: "TLSA".to_owned(),
        rcode: "NOERROR".to_owned(),
        authentic: true,
        canonical: name.clone(),
        records: vec![DnsRecord {
            name,
            record_type: "TLSA".to_owned(),
            ttl_s: 60,
            data: data.to_owned(),
        }],
        authority: vec![],
    })
}

#[test]
fn a_resolver_that_calls_a_record_secure_shows_nothing() {
    let events = [server(&GOOD), vec![tlsa("3 0 1 00ff")]].concat();
    assert_eq!(result(&events, "tls.dane"), told(CheckOutcome::Inconclusive, "not_asked"));
}

#[test]
fn usages_name_the_leaf_or_an_issuer() {
    use super::dane::{is_known, matches};
    use crate::tlsa::Tlsa;
    let chain = [crate::bytes::Base64(b"leaf".to_vec()), crate::bytes::Base64(b"issuer".to_vec())];
    let of = |bytes: &[u8]| crate::bytes::hex(&Sha256::digest(bytes)).to_uppercase();
    let record = |usage: u8, bytes| Tlsa::read(&format!("{usage} 0 1 {}", of(bytes))).unwrap();
    for usage in 0..4 {
        let names_leaf = matches!(usage, 1 | 3);
        assert_eq!(matches(&record(usage, b"leaf"), &chain), names_leaf, "{usage}");
        assert_eq!(matches(&record(usage, b"issuer"), &chain), !names_leaf, "{usage}");
        assert!(!matches(&record(usage, b"other"), &chain), "{usage}");
        assert!(is_known(&record(usage, b"leaf")));
    }
    assert!(!is_known(&record(9, b"leaf")));
}

#[test]
fn a_certificate_whose_key_nobody_proved_is_still_judged_by_its_strength() {
    let made = rcgen::generate_simple_self_signed(["www.nordvik.example".to_owned()]).unwrap();
    let sent = Event::Tls(arvak_probe::TlsSeen {
        server_name: "www.nordvik.example".to_owned(),
        version: None,
        cipher: None,
        chain_der: vec![crate::bytes::Base64(made.cert.der().to_vec()).into()],
        verify_error: None,
    });
    let none = server(&[(Version::Tls10, &[0x002f])]);
    assert_eq!(result(&none, "cert.others"), told(CheckOutcome::NotApplicable, "no_others"));
    let events = [none, vec![sent]].concat();
    assert_eq!(result(&events, "cert.others"), told(CheckOutcome::Pass, "good"));
    for id in ["cert.chain", "cert.key"] {
        assert_eq!(result(&events, id).0, CheckOutcome::Inconclusive, "{id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn exactly_what_was_accepted_is_read_from_the_answers(
        picks in proptest::collection::vec((0_usize..5, any::<prop::sample::Index>()), 0..40),
    ) {
        let versions = [Version::Ssl3, Version::Tls10, Version::Tls11, Version::Tls12, Version::Tls13];
        let mut sets = vec![std::collections::BTreeSet::new(); versions.len()];
        for (at, pick) in picks {
            let all = hellos(versions[at]).concat();
            sets[at].insert(all[pick.index(all.len())]);
        }
        let lists: Vec<Vec<u16>> = sets.iter().map(|set| set.iter().copied().collect()).collect();
        let accepted: Vec<(Version, &[u16])> =
            versions.iter().copied().zip(lists.iter().map(Vec::as_slice)).collect();
        let seen = crate::tls::seen(&transcript(server(&accepted)));
        for (version, list) in accepted {
            prop_assert_eq!(seen.suites(version), list.to_vec());
        }
    }
}
