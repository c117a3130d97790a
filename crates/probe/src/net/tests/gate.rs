//! Names that lie, and looks that go too far: refused, recorded, and no packet sent.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;

use super::servers::{Zone, silent_host, zone_server};
use super::*;
use crate::Event;

/// Tries to connect to `www.nordvik.example`; every address there may be leads to one listener.
/// Answers with the code of the refusal, the events, and how many connections the listener saw.
async fn knock(
    zone: Zone,
    scope: Scope,
    port: u16,
    purpose: Purpose,
) -> (String, Vec<Event>, usize) {
    let (resolver, _) = zone_server(zone.clone()).await;
    let (listener, seen) = silent_host().await;
    let ips = zone.0.values().flatten().filter_map(hickory_proto::rr::RData::ip_addr);
    let reroute = ips.map(|ip| (SocketAddr::new(ip, port), listener)).collect();
    let bench = Bench::new();
    let resolver = ResolverConfig(vec![resolver]);
    let net = bench.net(NetBuilder {
        scope,
        resolver,
        reroute,
        limits: limits(),
        ..NetBuilder::default()
    });
    let mut recorder = bench.recorder(&net);
    let connected = net.connect(&target("www.nordvik.example", port), purpose, &mut recorder).await;
    let code = connected.map_or_else(|error| error.code().to_owned(), |_| "connected".to_owned());
    (code, events(recorder), seen.count().await)
}

fn refusal(events: &[Event]) -> Option<&str> {
    events.iter().find_map(|event| match event {
        Event::Refused { code, .. } => Some(&**code),
        _ => None,
    })
}

#[tokio::test]
async fn a_name_that_points_inside_is_refused_and_nothing_is_sent() {
    let lies = [
        "127.0.0.1",
        "169.254.169.254",
        "10.1.2.3",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "172.31.0.1",
    ];
    for address in lies {
        let zone = Zone::default().a("www.nordvik.example", address);
        let (code, events, seen) = knock(zone, nordvik(), 443, Purpose::Https).await;
        assert_eq!((&*code, seen), ("scope.address", 0), "{address}");
        assert_eq!(refusal(&events), Some("scope.address"), "{address}");
        assert!(!events.iter().any(|event| matches!(event, Event::TcpConnected { .. })));
    }
}

#[tokio::test]
async fn so_is_one_that_points_inside_in_disguise() {
    for address in
        ["::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fd00:ec2::254", "fe80::1"]
    {
        let zone = Zone::default().aaaa("www.nordvik.example", address);
        let (code, _, seen) = knock(zone, nordvik(), 443, Purpose::Https).await;
        assert_eq!((&*code, seen), ("scope.address", 0), "{address}");
    }
}

#[tokio::test]
async fn one_bad_address_among_good_ones_refuses_the_host() {
    let zone = Zone::default()
        .a("www.nordvik.example", "93.184.216.34")
        .aaaa("www.nordvik.example", "::1");
    let (code, _, seen) = knock(zone, nordvik(), 443, Purpose::Https).await;
    assert_eq!((&*code, seen), ("scope.address", 0));
}

#[tokio::test]
async fn an_alias_to_an_inside_name_is_refused() {
    let zone = Zone::default()
        .alias("www.nordvik.example", "inside.example")
        .a("inside.example", "127.0.0.1");
    let (code, _, seen) = knock(zone, nordvik(), 443, Purpose::Https).await;
    assert_eq!((&*code, seen), ("scope.address", 0));
}

#[tokio::test]
async fn an_ordinary_visit_needs_no_proof_but_anything_else_does() {
    let zone = || Zone::default().a("www.nordvik.example", "93.184.216.34");
    let visit = knock(zone(), nordvik(), 443, Purpose::Https).await;
    assert_eq!((&*visit.0, visit.2), ("connected", 1));
    let odd_port = knock(zone(), nordvik(), 8443, Purpose::Https).await;
    assert_eq!((&*odd_port.0, odd_port.2), ("scope.unproved", 0));
    let ssh = knock(zone(), nordvik(), 22, Purpose::Other).await;
    assert_eq!((&*ssh.0, ssh.2), ("scope.unproved", 0));
    let proved = Scope { proved: nordvik().declared, ..nordvik() };
    let ssh = knock(zone(), proved, 22, Purpose::Other).await;
    assert_eq!((&*ssh.0, ssh.2), ("connected", 1));
}

#[tokio::test]
async fn an_allowed_inside_address_is_looked_at() {
    let zone = Zone::default().a("www.nordvik.example", "127.77.0.2");
    let scope = Scope { allow: vec!["127.77.0.0/16".parse().unwrap()], ..nordvik() };
    let (code, events, seen) = knock(zone, scope, 443, Purpose::Https).await;
    assert_eq!((&*code, seen), ("connected", 1));
    assert!(events.iter().any(|event| matches!(
        event,
        Event::TcpConnected { address, rerouted_to: Some(_) } if address == "127.77.0.2:443"
    )));
}

#[tokio::test]
async fn a_name_is_resolved_once_and_the_checked_address_is_used() {
    let zone = Zone::default().a("www.nordvik.example", "93.184.216.34");
    let (resolver, asked) = zone_server(zone).await;
    let (listener, seen) = silent_host().await;
    let reroute = [("93.184.216.34:443".parse().unwrap(), listener)].into();
    let bench = Bench::new();
    let resolver = ResolverConfig(vec![resolver]);
    let (scope, limits) = (nordvik(), limits());
    let net = bench.net(NetBuilder { scope, resolver, reroute, limits, ..NetBuilder::default() });
    let mut recorder = bench.recorder(&net);
    let host = target("www.nordvik.example", 443);
    let stream = net.connect(&host, Purpose::Https, &mut recorder).await.unwrap();
    assert_eq!(stream.peer().to_string(), "93.184.216.34:443");
    // A and AAAA, once each.
    assert_eq!((asked.load(Ordering::SeqCst), seen.count().await), (2, 1));
}

#[tokio::test]
async fn a_host_outside_every_declared_domain_is_not_even_resolved() {
    let (resolver, asked) = zone_server(Zone::default().a("evil.example", "93.184.216.34")).await;
    let bench = Bench::new();
    let resolver = ResolverConfig(vec![resolver]);
    let net = bench.net(NetBuilder { scope: nordvik(), resolver, ..NetBuilder::default() });
    let mut recorder = bench.recorder(&net);
    let error =
        net.connect(&target("evil.example", 443), Purpose::Https, &mut recorder).await.unwrap_err();
    assert_eq!((error.code(), asked.load(Ordering::SeqCst)), ("scope.undeclared", 0));
}

#[tokio::test]
async fn a_redirect_goes_through_the_same_gate() {
    let bench = Bench::new();
    let net = bench.net(NetBuilder { scope: nordvik(), ..NetBuilder::default() });
    let may = |host: &str| net.may_follow(&host.parse().unwrap()).map_err(|refusal| refusal.code());
    assert_eq!(may("innsyn.nordvik.example"), Ok(()));
    assert_eq!(may("login.elsewhere.example"), Err("scope.undeclared"));
    assert_eq!(may("127.0.0.1"), Err("scope.undeclared"));
    assert_eq!(may("169.254.169.254"), Err("scope.undeclared"));
}

/// `--connect`: no resolver is asked, and the port that is asked for gives way to the given one.
#[tokio::test]
async fn a_host_whose_place_is_given_is_gated_by_that_place() {
    let (listener, seen) = silent_host().await;
    let bench = Bench::new();
    let connect = || [("www.nordvik.example".to_owned(), listener)].into();
    let allowed = Scope { allow: vec!["127.0.0.0/8".parse().unwrap()], ..nordvik() };
    for (scope, port, code) in [
        (allowed.clone(), 443, "connected"),
        (allowed, 22, "connected"),
        (nordvik(), 443, "scope.address"),
        (Scope::default(), 443, "scope.undeclared"),
    ] {
        let limits = limits();
        let net =
            bench.net(NetBuilder { scope, connect: connect(), limits, ..NetBuilder::default() });
        let mut recorder = bench.recorder(&net);
        let purpose = if port == 443 { Purpose::Https } else { Purpose::Other };
        let connected =
            net.connect(&target("www.nordvik.example", port), purpose, &mut recorder).await;
        let said = connected.map_or_else(|error| error.code(), |_| "connected");
        assert_eq!(said, code, "port {port}");
    }
    assert_eq!(seen.count().await, 2);
}

/// What the zone names as servers of nordvik.example.
async fn named(
    record_type: RecordType,
    zone: Zone,
    host: &str,
    port: u16,
    purpose: Purpose,
) -> String {
    let (resolver, _) = zone_server(zone).await;
    let bench = Bench::new();
    let (listener, _) = silent_host().await;
    let net = bench.net(NetBuilder {
        scope: nordvik(),
        resolver: ResolverConfig(vec![resolver]),
        reroute: [(SocketAddr::new("93.184.216.34".parse().unwrap(), port), listener)].into(),
        limits: limits(),
        ..NetBuilder::default()
    });
    let mut recorder = bench.recorder(&net);
    let answer = net.query("nordvik.example", record_type, &mut recorder).await.unwrap();
    let connected = net.connect_named(&target(host, port), purpose, &answer, &mut recorder).await;
    connected.map_or_else(|error| error.code().to_owned(), |_| "connected".to_owned())
}

#[tokio::test]
async fn a_mail_server_that_the_domain_names_is_greeted_and_nothing_more_is_open_there() {
    let zone = || {
        let mail = Zone::default().mx("nordvik.example", "mx.elsewhere.example");
        mail.a("mx.elsewhere.example", "93.184.216.34").a("other.example", "93.184.216.34")
    };
    let mx = "mx.elsewhere.example";
    for (host, port, purpose, expected) in [
        (mx, 25, Purpose::Smtp, "connected"),
        (mx, 587, Purpose::Smtp, "scope.undeclared"),
        (mx, 25, Purpose::Other, "scope.undeclared"),
        (mx, 53, Purpose::Dns, "scope.undeclared"),
        (mx, 443, Purpose::Https, "scope.undeclared"),
        ("other.example", 25, Purpose::Smtp, "scope.undeclared"),
    ] {
        let code = named(RecordType::MX, zone(), host, port, purpose).await;
        assert_eq!(code, expected, "{host}:{port} {purpose:?}");
    }
}

#[tokio::test]
async fn a_named_server_at_a_private_address_is_refused() {
    let zone = Zone::default().mx("nordvik.example", "mx.elsewhere.example");
    let zone = zone.a("mx.elsewhere.example", "10.0.0.25");
    let code = named(RecordType::MX, zone, "mx.elsewhere.example", 25, Purpose::Smtp).await;
    assert_eq!(code, "scope.address");
}

#[tokio::test]
async fn when_the_hours_are_over_a_visit_may_begin_and_nothing_else() {
    let bench = Bench::new();
    let now = bench.clock.now();
    for (until, code) in [
        (None, "connected"),
        (Some(now.plus(arvak_core::Span::from_days(1))), "connected"),
        (Some(now), "scope.hours"),
    ] {
        let zone = || Zone::default().a("www.nordvik.example", "8.8.8.8");
        let scope = Scope { proved: nordvik().declared, until, ..nordvik() };
        let (code_seen, events, seen) = knock(zone(), scope.clone(), 22, Purpose::Other).await;
        assert_eq!((&*code_seen, seen), (code, usize::from(code == "connected")), "{until:?}");
        assert_eq!(refusal(&events), Some(code).filter(|code| *code != "connected"));
        let (visit, _, _) = knock(zone(), scope, 443, Purpose::Https).await;
        assert_eq!(visit, "connected", "a visit has no hours");
    }
}
