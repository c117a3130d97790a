//! Resolvers: honest, forging, cutting, silent.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hickory_proto::op::{Message, Query};
use hickory_proto::rr::rdata::{A, NS};
use hickory_proto::rr::{RData, Record};
use tokio::net::UdpSocket;

use super::servers::{LOOPBACK, Zone, fqdn, name_server, zone_server, zone_server_over_tcp};
use super::*;
use crate::Event;

const NAME: &str = "www.nordvik.example";

async fn ask_with(
    resolvers: Vec<SocketAddr>,
    question: Question,
    limits: Limits,
) -> (Result<DnsAnswer, NetError>, Vec<Event>) {
    let bench = Bench::new();
    let resolver = ResolverConfig(resolvers);
    let net = bench.net(NetBuilder { resolver, limits, ..NetBuilder::default() });
    let mut recorder = bench.recorder(&net);
    let answer = net.ask(&question, &mut recorder).await;
    (answer, events(recorder))
}

async fn ask(resolver: SocketAddr, name: &str, record_type: RecordType) -> DnsAnswer {
    ask_with(vec![resolver], Question::new(name, record_type), limits()).await.0.unwrap()
}

fn data(answer: &DnsAnswer) -> Vec<&str> {
    answer.data(&answer.record_type).collect()
}

#[tokio::test]
async fn an_answer_is_read_and_recorded() {
    let (resolver, _) =
        zone_server(Zone::default().a(NAME, "192.0.2.1").a(NAME, "192.0.2.2")).await;
    let question = Question::new("WWW.nordvik.example.", RecordType::A);
    let (answer, events) = ask_with(vec![resolver], question, limits()).await;
    let answer = answer.unwrap();
    assert_eq!((&*answer.name, &*answer.record_type, &*answer.rcode), (NAME, "A", "NOERROR"));
    assert_eq!(data(&answer), ["192.0.2.1", "192.0.2.2"]);
    assert_eq!(events, [Event::Resolved(answer)]);
}

#[tokio::test]
async fn long_texts_are_joined_and_absent_names_are_absent() {
    let long = "v=spf1 ".to_owned() + &"include:a.example ".repeat(20);
    let (resolver, _) = zone_server(Zone::default().txt(NAME, &long)).await;
    assert_eq!(ask(resolver, NAME, RecordType::TXT).await.txt().collect::<Vec<_>>(), [long]);
    assert!(ask(resolver, "no.nordvik.example", RecordType::TXT).await.is_absent());
    let empty = ask(resolver, NAME, RecordType::MX).await;
    assert!(empty.is_ok() && data(&empty).is_empty());
}

#[tokio::test]
async fn dnssec_is_asked_for_and_checking_can_be_turned_off() {
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let (resolver, _) = name_server(move |question| {
        let wants = question.edns.as_ref().is_some_and(|edns| edns.flags().dnssec_ok);
        notes.lock().unwrap().push((wants, question.metadata.checking_disabled));
        let mut answer = Zone::default().a(NAME, "192.0.2.1").answer(question);
        answer.metadata.authentic_data = !question.metadata.checking_disabled;
        vec![answer.to_vec().unwrap()]
    })
    .await;
    let question = Question::new(NAME, RecordType::A);
    assert!(ask_with(vec![resolver], question.clone(), limits()).await.0.unwrap().authentic);
    let bare = Question { dnssec: false, checking_disabled: true, ..question };
    assert!(!ask_with(vec![resolver], bare, limits()).await.0.unwrap().authentic);
    assert_eq!(*seen.lock().unwrap(), [(true, false), (false, true)]);
}

#[tokio::test]
async fn forged_datagrams_are_passed_over() {
    let (resolver, _) = name_server(|question| {
        let truth = Zone::default().a(NAME, "192.0.2.1").answer(question);
        let lie = |change: &dyn Fn(&mut Message)| {
            let mut lie = truth.clone();
            lie.answers = vec![Record::from_rdata(fqdn(NAME), 60, RData::A(A::new(6, 6, 6, 6)))];
            change(&mut lie);
            lie.to_vec().unwrap()
        };
        vec![
            b"x".to_vec(),
            lie(&|lie| lie.metadata.id ^= 1),
            lie(&|lie| lie.queries = vec![Query::query(fqdn("evil.example"), RecordType::A)]),
            lie(&|lie| lie.queries = vec![Query::query(fqdn(NAME), RecordType::AAAA)]),
            lie(&|lie| lie.queries.clear()),
            question.to_vec().unwrap(),
            truth.to_vec().unwrap(),
        ]
    })
    .await;
    assert_eq!(data(&ask(resolver, NAME, RecordType::A).await), ["192.0.2.1"]);
}

#[tokio::test]
async fn records_that_were_slipped_in_do_not_count() {
    let (resolver, _) = name_server(|question| {
        let mut answer = Zone::default().a(NAME, "192.0.2.1").answer(question);
        answer.add_answer(Record::from_rdata(
            fqdn("evil.example"),
            60,
            RData::A(A::new(6, 6, 6, 6)),
        ));
        vec![answer.to_vec().unwrap()]
    })
    .await;
    let answer = ask(resolver, NAME, RecordType::A).await;
    assert_eq!((data(&answer), answer.records.len()), (vec!["192.0.2.1"], 2));
}

#[tokio::test]
async fn a_cut_answer_is_asked_for_again_over_tcp() {
    let (resolver, _) = name_server(|question| {
        let mut cut = Zone::default().a(NAME, "192.0.2.9").answer(question);
        cut.metadata.truncation = true;
        vec![cut.to_vec().unwrap()]
    })
    .await;
    zone_server_over_tcp(resolver, Zone::default().a(NAME, "192.0.2.1")).await;
    assert_eq!(data(&ask(resolver, NAME, RecordType::A).await), ["192.0.2.1"]);
}

#[tokio::test]
async fn aliases_are_followed_to_their_end_and_no_further() {
    let zone = Zone::default()
        .alias(NAME, "a.cloud.example")
        .alias("a.cloud.example", "b.cloud.example")
        .a("b.cloud.example", "192.0.2.1")
        .alias("round.example", "about.example")
        .alias("about.example", "round.example");
    let (resolver, asked) = zone_server(zone).await;
    let answer = ask(resolver, NAME, RecordType::A).await;
    assert_eq!((&*answer.canonical, data(&answer)), ("b.cloud.example", vec!["192.0.2.1"]));
    let before = asked.load(Ordering::SeqCst);
    let round = ask(resolver, "round.example", RecordType::A).await;
    assert!(data(&round).is_empty());
    assert!(asked.load(Ordering::SeqCst) - before <= 9);
}

#[tokio::test]
async fn a_silent_resolver_is_passed_over_for_the_next() {
    let silent = UdpSocket::bind(LOOPBACK).await.unwrap();
    let (honest, _) = zone_server(Zone::default().a(NAME, "192.0.2.1")).await;
    let resolvers = vec![silent.local_addr().unwrap(), honest];
    let short = Limits { dns: Duration::from_millis(300), ..limits() };
    let question = Question::new(NAME, RecordType::A);
    let (answer, _) = ask_with(resolvers, question, short).await;
    assert_eq!(data(&answer.unwrap()), ["192.0.2.1"]);
}

#[tokio::test]
async fn no_answer_at_all_names_the_host_and_the_resolver() {
    let silent = UdpSocket::bind(LOOPBACK).await.unwrap();
    let address = silent.local_addr().unwrap();
    let short = Limits { dns: Duration::from_millis(30), ..limits() };
    let (answer, events) = ask_with(vec![address], Question::new(NAME, RecordType::A), short).await;
    let error = answer.unwrap_err();
    assert_eq!(error.code(), "net.resolver_silent");
    let text = error.to_string();
    assert!(text.contains(NAME) && text.contains(&address.to_string()), "{text}");
    assert!(matches!(&*events, [Event::Failed { step, transient: true, .. }] if step == "dns"));
}

#[tokio::test]
async fn a_resolver_that_cannot_tell_gives_an_answer_that_says_so() {
    let (resolver, asked) = name_server(|question| {
        let code = hickory_proto::op::ResponseCode::ServFail;
        let mut answer = Message::error_msg(question.metadata.id, question.metadata.op_code, code);
        answer.queries = question.queries.clone();
        vec![answer.to_vec().unwrap()]
    })
    .await;
    assert_eq!(ask(resolver, NAME, RecordType::A).await.rcode, "SERVFAIL");
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn without_a_resolver_or_a_name_nothing_is_asked() {
    let (answer, _) = ask_with(vec![], Question::new(NAME, RecordType::A), limits()).await;
    assert_eq!(answer.unwrap_err().code(), "net.no_resolver");
    for name in ["a..b", "ø.example", &"a".repeat(300)] {
        let somewhere = "127.0.0.1:9".parse().unwrap();
        let (answer, _) =
            ask_with(vec![somewhere], Question::new(name, RecordType::A), limits()).await;
        assert_eq!(answer.unwrap_err().code(), "net.bad_name", "{name}");
    }
}

/// Asks `server` for the domain itself; what it is named by, and what came and was recorded.
async fn ask_server_itself(
    server: &str,
    address: &str,
) -> (Result<DnsAnswer, NetError>, Vec<Event>) {
    let ns = RData::NS(NS(fqdn("ns.elsewhere.example")));
    let zone = Zone::default().with("nordvik.example", ns);
    let (resolver, _) = zone_server(zone.a("ns.elsewhere.example", address)).await;
    let (own, _) = zone_server(Zone::default().a("nordvik.example", "192.0.2.7")).await;
    let bench = Bench::new();
    let net = bench.net(NetBuilder {
        scope: nordvik(),
        resolver: ResolverConfig(vec![resolver]),
        reroute: [(SocketAddr::new(address.parse().unwrap(), 53), own)].into(),
        limits: limits(),
        ..NetBuilder::default()
    });
    let mut recorder = bench.recorder(&net);
    let named_by = net.query("nordvik.example", RecordType::NS, &mut recorder).await.unwrap();
    let question = Question::new("nordvik.example", RecordType::A);
    let server = server.parse().unwrap();
    let answer = net.ask_at(&question, &server, &named_by, &mut recorder).await;
    (answer, events(recorder))
}

#[tokio::test]
async fn a_name_server_that_the_domain_names_is_asked_itself_and_its_message_is_kept() {
    let (answer, events) = ask_server_itself("ns.elsewhere.example", "93.184.216.34").await;
    assert_eq!(data(&answer.unwrap()), ["192.0.2.7"]);
    let Some(Event::DnsMessage(kept)) = events.last() else { panic!("{events:?}") };
    assert_eq!(kept.server.as_deref(), Some("ns.elsewhere.example"));
    assert_eq!((&*kept.name, &*kept.record_type), ("nordvik.example", "A"));
    assert_eq!(kept.address.as_deref(), Some("93.184.216.34"));
}

/// Asks the server above for the name servers of `domain`, when the NS records of `above` name it; what came.
async fn ask_above(
    above: &str,
    domain: &str,
    server: &str,
    address: &str,
) -> Result<DnsAnswer, NetError> {
    let ns = RData::NS(NS(fqdn("ns.registry.example")));
    let zone = Zone::default().with(above, ns);
    let (resolver, _) = zone_server(zone.a("ns.registry.example", address)).await;
    let handed = RData::NS(NS(fqdn("ns.elsewhere.example")));
    let (own, _) = zone_server(Zone::default().with(domain, handed)).await;
    let bench = Bench::new();
    let net = bench.net(NetBuilder {
        scope: nordvik(),
        resolver: ResolverConfig(vec![resolver]),
        reroute: [(SocketAddr::new(address.parse().unwrap(), 53), own)].into(),
        limits: limits(),
        ..NetBuilder::default()
    });
    let mut recorder = bench.recorder(&net);
    let named_by = net.query(above, RecordType::NS, &mut recorder).await.unwrap();
    let (domain, server) = (domain.parse().unwrap(), server.parse().unwrap());
    net.ask_above(&domain, &server, &named_by, &mut recorder).await
}

#[tokio::test]
async fn the_zone_above_is_asked_about_a_declared_domain_and_nothing_else() {
    let (public, registry) = ("93.184.216.34", "ns.registry.example");
    let answer = ask_above("example", "nordvik.example", registry, public).await.unwrap();
    assert_eq!(answer.data("NS").collect::<Vec<_>>(), ["ns.elsewhere.example."]);
    for (above, domain, server, address, code) in [
        ("example", "annen.example", registry, public, "scope.undeclared"),
        ("example", "nordvik.example", "other.example", public, "scope.undeclared"),
        ("vik.example", "nordvik.example", registry, public, "scope.undeclared"),
        ("nordvik.example", "nordvik.example", registry, public, "scope.undeclared"),
        ("example", "nordvik.example", registry, "10.0.0.53", "scope.address"),
    ] {
        let refused = ask_above(above, domain, server, address).await.unwrap_err();
        assert_eq!(refused.code(), code, "{above} {domain} {server} {address}");
    }
}

#[tokio::test]
async fn a_server_that_the_domain_does_not_name_or_at_a_private_address_is_not_asked() {
    for (server, address, code) in [
        ("other.example", "93.184.216.34", "scope.undeclared"),
        ("ns.elsewhere.example", "10.0.0.53", "scope.address"),
    ] {
        let (answer, events) = ask_server_itself(server, address).await;
        assert_eq!(answer.unwrap_err().code(), code);
        let refused =
            |event: &Event| matches!(event, Event::Refused { code: said, .. } if said == code);
        assert!(events.iter().any(refused));
        assert!(!events.iter().any(|event| matches!(event, Event::DnsMessage(_))));
    }
}

#[tokio::test]
async fn messages_are_kept_as_they_came_when_the_question_says_so() {
    let (resolver, _) = zone_server(Zone::default().a(NAME, "192.0.2.1")).await;
    let question = Question::unchecked(NAME, RecordType::A);
    let (answer, events) = ask_with(vec![resolver], question, limits()).await;
    let [Event::DnsMessage(kept), Event::Resolved(shown)] = &*events else { panic!("{events:?}") };
    assert_eq!((&kept.server, shown), (&None, &answer.unwrap()));
}
