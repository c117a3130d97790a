//! The name server, asked over UDP and TCP; signatures are verified with the keys it gives.

use std::time::Duration;

use hickory_proto::dnssec::rdata::{DNSKEY, DNSSECRData, DS, RRSIG};
use hickory_proto::dnssec::{PublicKey, TBS};
use hickory_proto::op::{Edns, Message, Query, ResponseCode};
use hickory_proto::rr::{DNSClass, Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use super::{day, world};
use crate::World;
use crate::sites::{SHELLS, SITES};

fn question(name: &str, kind: RecordType, dnssec: bool) -> Vec<u8> {
    let mut message = Message::query();
    message.metadata.id = 4711;
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(Name::from_ascii(name).unwrap(), kind));
    if dnssec {
        let mut edns = Edns::new();
        edns.set_max_payload(1232).set_dnssec_ok(true);
        message.set_edns(edns);
    }
    message.to_vec().unwrap()
}

async fn ask_with(world: &World, name: &str, kind: RecordType, dnssec: bool) -> Message {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    socket.send_to(&question(name, kind, dnssec), world.dns()).await.unwrap();
    let mut bytes = [0; 4096];
    let received = tokio::time::timeout(Duration::from_secs(30), socket.recv(&mut bytes)).await;
    let size = received.unwrap().unwrap();
    Message::from_vec(&bytes[..size]).unwrap()
}

async fn ask(world: &World, name: &str, kind: RecordType) -> Message {
    ask_with(world, name, kind, false).await
}

async fn texts(world: &World, name: &str, at: u32) -> Vec<String> {
    world.set_time(day(at));
    let answer = ask(world, name, RecordType::TXT).await;
    answer
        .answers
        .iter()
        .map(|record| match &record.data {
            RData::TXT(text) => {
                String::from_utf8(text.txt_data.iter().flat_map(|part| part.to_vec()).collect())
                    .unwrap()
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

fn rrsigs(records: &[Record]) -> Vec<(Name, RRSIG)> {
    let signature = |record: &Record| match &record.data {
        RData::DNSSEC(DNSSECRData::RRSIG(rrsig)) => Some((record.name.clone(), rrsig.clone())),
        _ => None,
    };
    records.iter().filter_map(signature).collect()
}

async fn dnskey(world: &World, zone: &str) -> DNSKEY {
    let answer = ask_with(world, zone, RecordType::DNSKEY, true).await;
    let key = answer.answers.iter().find_map(|record| match &record.data {
        RData::DNSSEC(DNSSECRData::DNSKEY(key)) => Some(key.clone()),
        _ => None,
    });
    let key = key.unwrap();
    check(&answer.answers, &key);
    key
}

/// Every set of records carries a signature that the key verifies.
fn check(records: &[Record], key: &DNSKEY) {
    let signatures = rrsigs(records);
    assert!(!signatures.is_empty(), "{records:?}");
    for record in records.iter().filter(|record| record.record_type() != RecordType::RRSIG) {
        let covered = signatures.iter().any(|(name, rrsig)| {
            *name == record.name && rrsig.input().type_covered == record.record_type()
        });
        assert!(covered, "no signature over {record:?}");
    }
    for (name, rrsig) in signatures {
        let tbs = TBS::from_input(&name, DNSClass::IN, rrsig.input(), records.iter()).unwrap();
        key.public_key().verify(tbs.as_ref(), rrsig.sig()).unwrap();
    }
}

#[tokio::test]
async fn every_host_resolves_to_its_virtual_address() {
    let world = world().await;
    let sites = SITES.iter().map(|site| (site.host, site.address, 443));
    for (host, address, port) in sites.chain(SHELLS.iter().map(|s| (s.host, s.address, 22))) {
        let answer = ask(&world, host, RecordType::A).await;
        let found: Vec<_> = answer.answers.iter().filter_map(|r| r.data.ip_addr()).collect();
        assert_eq!(found, [std::net::IpAddr::V4(address)], "{host}");
        assert!(world.reroute().contains_key(&(address, port).into()), "{host}");
    }
}

#[tokio::test]
async fn dmarc_moves_from_none_over_quarantine_to_reject() {
    let world = world().await;
    for (at, policy) in [(0, "none"), (28, "quarantine"), (59, "quarantine"), (60, "reject")] {
        let texts = texts(&world, "_dmarc.nordvik.example.", at).await;
        assert_eq!(texts.len(), 1);
        assert!(texts[0].starts_with(&format!("v=DMARC1; p={policy};")), "day {at}: {texts:?}");
    }
}

#[tokio::test]
async fn each_domain_has_its_own_mail_policy() {
    let world = world().await;
    assert!(texts(&world, "nordvik.example.", 0).await[0].ends_with(" -all"));
    assert!(texts(&world, "nordvik-kulturhus.example.", 0).await.is_empty());
    assert!(texts(&world, "_dmarc.nordvik-kulturhus.example.", 0).await.is_empty());
    assert_eq!(texts(&world, "nordvik-vann.example.", 0).await, ["v=spf1 +all"]);
    assert_eq!(texts(&world, "spf.krykkjepost.example.", 0).await.len(), 1);
}

#[tokio::test]
async fn proof_of_control_is_published_from_its_day_on() {
    let world = world().await;
    let record = |domain: &str| format!("_arvak.{domain}.");
    let token = |domain: &str| format!("arvak-control={}", world.token(domain).unwrap());
    for (domain, from) in
        [("nordvik.example", 0), ("nordvikregionen-ikt.example", 6), ("nordvik-vann.example", 20)]
    {
        assert_eq!(texts(&world, &record(domain), from).await, [token(domain)]);
        if from > 0 {
            assert!(texts(&world, &record(domain), from - 1).await.is_empty());
        }
    }
    assert!(texts(&world, &record("nordvik-kulturhus.example"), 90).await.is_empty());
    assert_eq!(world.token("elsewhere.example"), None);
}

#[tokio::test]
async fn a_chain_of_trust_leads_from_the_parent_to_an_address() {
    let world = world().await;
    let parent = dnskey(&world, "example.").await;
    let child = dnskey(&world, "nordvik.example.").await;
    let delegation = ask_with(&world, "nordvik.example.", RecordType::DS, true).await;
    check(&delegation.answers, &parent);
    let ds: Vec<DS> = delegation
        .answers
        .iter()
        .filter_map(|record| match &record.data {
            RData::DNSSEC(DNSSECRData::DS(ds)) => Some(ds.clone()),
            _ => None,
        })
        .collect();
    assert!(ds[0].covers(&Name::from_ascii("nordvik.example.").unwrap(), &child).unwrap());
    let address = ask_with(&world, "WWW.nordvik.example.", RecordType::A, true).await;
    check(&address.answers, &child);
}

#[tokio::test]
async fn signatures_are_valid_at_the_simulated_now() {
    let world = world().await;
    world.set_time(day(77));
    let answer = ask_with(&world, "www.nordvik.example.", RecordType::A, true).await;
    let now = u32::try_from(day(77).as_millis() / 1000).unwrap();
    for (_, rrsig) in rrsigs(&answer.answers) {
        assert!(rrsig.input().sig_inception.get() < now);
        assert!(rrsig.input().sig_expiration.get() > now);
    }
}

#[tokio::test]
async fn signatures_are_given_only_to_those_who_ask_for_them() {
    let world = world().await;
    let answer = ask(&world, "www.nordvik.example.", RecordType::A).await;
    assert!(rrsigs(&answer.answers).is_empty());
    assert!(answer.edns.is_none());
}

#[tokio::test]
async fn an_unsigned_zone_has_no_keys_and_its_parent_proves_it() {
    let world = world().await;
    let zone = "nordvik-kulturhus.example.";
    let keys = ask_with(&world, zone, RecordType::DNSKEY, true).await;
    assert!(keys.answers.is_empty());
    assert!(rrsigs(&keys.authorities).is_empty());
    let delegation = ask_with(&world, zone, RecordType::DS, true).await;
    assert!(delegation.answers.is_empty());
    assert_eq!(delegation.metadata.response_code, ResponseCode::NoError);
    check(&delegation.authorities, &dnskey(&world, "example.").await);
}

#[tokio::test]
async fn what_does_not_exist_is_denied_with_signed_proof() {
    let world = world().await;
    let key = dnskey(&world, "nordvik.example.").await;
    let missing = ask_with(&world, "nei.nordvik.example.", RecordType::A, true).await;
    assert_eq!(missing.metadata.response_code, ResponseCode::NXDomain);
    check(&missing.authorities, &key);
    let count = |answer: &Message, kind| {
        answer.authorities.iter().filter(|record| record.record_type() == kind).count()
    };
    assert_eq!(count(&missing, RecordType::SOA), 1);
    assert!((1..=2).contains(&count(&missing, RecordType::NSEC)));
    let empty = ask_with(&world, "www.nordvik.example.", RecordType::AAAA, true).await;
    assert_eq!(empty.metadata.response_code, ResponseCode::NoError);
    assert_eq!(count(&empty, RecordType::NSEC), 1);
    check(&empty.authorities, &key);
}

#[tokio::test]
async fn a_failing_server_says_so_and_foreign_names_are_refused() {
    let world = world().await;
    for (at, code) in [
        (43, ResponseCode::NoError),
        (44, ResponseCode::ServFail),
        (45, ResponseCode::ServFail),
        (46, ResponseCode::NoError),
    ] {
        world.set_time(day(at));
        let answer = ask(&world, "www.nordvik-kulturhus.example.", RecordType::A).await;
        assert_eq!(answer.metadata.response_code, code, "day {at}");
    }
    let answer = ask(&world, "www.elsewhere.test.", RecordType::A).await;
    assert_eq!(answer.metadata.response_code, ResponseCode::Refused);
}

#[tokio::test]
async fn tcp_gives_the_same_answers_one_after_another() {
    let world = world().await;
    let mut stream = TcpStream::connect(world.dns()).await.unwrap();
    for _ in 0..3 {
        let question = question("www.nordvik.example.", RecordType::A, true);
        let size = u16::try_from(question.len()).unwrap();
        stream.write_u16(size).await.unwrap();
        stream.write_all(&question).await.unwrap();
        let mut bytes = vec![0; usize::from(stream.read_u16().await.unwrap())];
        stream.read_exact(&mut bytes).await.unwrap();
        let answer = Message::from_vec(&bytes).unwrap();
        assert_eq!(answer.metadata.id, 4711);
        assert_eq!(answer.answers.len(), 2);
    }
}

#[tokio::test]
async fn garbage_is_not_answered_and_does_no_harm() {
    let world = world().await;
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    for garbage in [&b""[..], b"\x00", &[0xff; 12], &[0xc0; 600]] {
        socket.send_to(garbage, world.dns()).await.unwrap();
    }
    assert_eq!(ask(&world, "nordvik.example.", RecordType::MX).await.answers.len(), 1);
}
