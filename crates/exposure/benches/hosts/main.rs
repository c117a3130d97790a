//! How long looking at web servers takes, through 20 ms of delay: a thousand of them, and one beside sslyze and testssl.sh.
//!
//! Servers are nginx, in processes of their own. The way to them is a proxy (`delay`), in a process of its
//! own too, which waits 10 ms each way and writes down who came when: from that the manners of the
//! prober are asserted. Every look's result is asserted before its time is told, and the peer's too.
//!
//! `ARVAK_SSLYZE` and `ARVAK_TESTSSL` say where the peers are; without them there are none. Each line is a JSON object; CPU seconds are of
//! the process that looks alone.

mod delay;
mod figures;
mod peer;
mod servers;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arvak_core::{EntityId, Name};
use arvak_exposure::{Dns, Https, Tls};
use arvak_probe::{
    Check, CheckOutcome, Context, Limits, Look, Net, NetBuilder, Probe, ResolverConfig, Roots,
    Scope, SystemClock,
};
use tokio::task::JoinSet;

use figures::{Usage, load, tell};
use servers::Servers;

const HOSTS: u32 = 1_000;

/// Hosts that are looked at at the same time.
const AT_ONCE: usize = 160;

/// The door's limits for many hosts: manners towards each are the usual ones.
fn limits() -> Limits {
    // The resolver is our own; it may be asked more than a stranger's.
    Limits { open: 400, dns_open: 200, dns_per_second: 2_000, ..Limits::default() }
}

/// Manners left out, to compare with a peer that has none.
fn hasty() -> Limits {
    Limits { new_per_second_per_host: 10_000, ..limits() }
}

fn main() {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some("delay") {
        let Some(plan) = words.next() else { return };
        return delay::serve(&plan);
    }
    let Some(servers) = Servers::start() else { return };
    println!("{{\"bench\":\"hosts\",\"load\":\"{}\"}}", load());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| unreachable!("{error}"));
    for (kind, number) in [("good", 0), ("bad", 1)] {
        runtime.block_on(one_host(&servers, kind, number));
    }
    runtime.block_on(many_hosts(&servers));
}

/// One host in two paces, and the peer in between.
async fn one_host(servers: &Servers, kind: &str, number: u32) {
    // It takes a minute, and has one pace.
    let slow = peer::testssl(servers, number, kind == "bad");
    for (pace, limits) in [("polite", limits()), ("hasty", hasty())] {
        let net = Arc::new(net(servers, limits));
        let before = Usage::now();
        look_at(&net, number).await;
        let ours = before.until_now();
        let peer = peer::sslyze(servers, number, kind == "bad");
        let slow = slow.as_ref().map(|slow| {
            format!(
                ",\"testssl_wall_s\":{:.1},\"testssl_wall_ratio\":{:.1}",
                slow.wall,
                slow.wall / ours.wall
            )
        });
        let ratios = peer.map(|peer| {
            format!(
                ",\"sslyze_wall_s\":{:.2},\"sslyze_cpu_s\":{:.2},\"wall_ratio\":{:.2},\"cpu_ratio\":{:.1}",
                peer.wall,
                peer.children,
                peer.wall / ours.wall,
                peer.children / ours.own.max(0.01),
            )
        });
        tell(
            "one_host",
            &format!(
                "\"kind\":\"{kind}\",\"pace\":\"{pace}\",\"wall_s\":{:.2},\"cpu_s\":{:.2}{}{}",
                ours.wall,
                ours.own,
                ratios.unwrap_or_default(),
                slow.unwrap_or_default(),
            ),
        );
    }
}

async fn many_hosts(servers: &Servers) {
    servers.forget_connections();
    let net = Arc::new(net(servers, limits()));
    let late = Arc::new(AtomicU64::new(0));
    let watch = tokio::spawn(delay::watch_lateness(Arc::clone(&late)));
    let before = Usage::now();
    let mut looks = JoinSet::new();
    for number in 0..HOSTS {
        if looks.len() >= AT_ONCE {
            done(looks.join_next().await);
        }
        let net = Arc::clone(&net);
        looks.spawn(async move { look_at(&net, number).await });
    }
    while let Some(look) = looks.join_next().await {
        done(Some(look));
    }
    let used = before.until_now();
    watch.abort();
    let manners = servers.manners(late.load(Ordering::Relaxed));
    assert!(manners.connections > u64::from(HOSTS) * 20, "the prober did not come: {manners:?}");
    assert!(manners.late_ms < 500, "too loaded to tell of manners: {manners:?}");
    assert!(manners.most_open <= 4, "too many open at once: {manners:?}");
    assert!(manners.most_in_a_second <= 10, "too many in a second: {manners:?}");
    tell(
        "many_hosts",
        &format!(
            "\"hosts\":{HOSTS},\"at_once\":{AT_ONCE},\"wall_s\":{:.1},\"cpu_s\":{:.1},\"cpu_s_per_host\":{:.4},\
             \"peak_mb\":{},\"connections\":{},\"most_open\":{},\"most_in_a_second\":{},\"late_ms\":{}",
            used.wall,
            used.own,
            used.own / f64::from(HOSTS),
            figures::peak_mb(),
            manners.connections,
            manners.most_open,
            manners.most_in_a_second,
            manners.late_ms,
        ),
    );
}

fn done(look: Option<Result<(), tokio::task::JoinError>>) {
    if let Some(Err(error)) = look {
        unreachable!("{error}");
    }
}

/// Everything that is looked at of a host, and whether it was seen.
async fn look_at(net: &Net, number: u32) {
    let host = host(number);
    let weak = number % 2 == 1;
    let versions = if weak { CheckOutcome::Fail } else { CheckOutcome::Pass };
    let tls: &[(&str, CheckOutcome)] =
        &[("tls.versions", versions), ("cert.chain", CheckOutcome::Pass)];
    let web: &[(&str, CheckOutcome)] =
        &[("http.reachable", CheckOutcome::Pass), ("http.redirect", CheckOutcome::Pass)];
    let names: &[(&str, CheckOutcome)] = &[("dns.resolves", CheckOutcome::Pass)];
    let dns = Dns::default();
    tokio::join!(
        carry_out(net, &Tls, &host, Some(443), tls),
        carry_out(net, &Https, &host, Some(443), web),
        carry_out(net, &dns, &host, None, names),
    );
}

async fn carry_out(
    net: &Net,
    probe: &dyn Probe,
    host: &str,
    port: Option<u16>,
    expected: &[(&str, CheckOutcome)],
) {
    let vantage: Name = parsed("inside");
    let context = Context { net, clock: &SystemClock, vantage: &vantage };
    let check = Check {
        probe: parsed(probe.name()),
        subject: parsed::<EntityId>(&format!("endpoint/{host}")),
        host: parsed(host),
        port,
        look: Look::Public,
        domain: host.to_owned(),
    };
    let observation = probe.observe(&check, &context).await;
    let observation = observation.unwrap_or_else(|error| unreachable!("{host}: {error}"));
    let judgement = probe.judge(&observation.transcript);
    let judgement = judgement.unwrap_or_else(|error| unreachable!("{host}: {error}"));
    for (id, result) in expected {
        let found = judgement.checks.iter().find(|check| check.id == *id);
        let seen = found.map(|check| check.result);
        assert_eq!(seen, Some(*result), "{host} {id}: {found:?}");
    }
}

fn net(servers: &Servers, limits: Limits) -> Net {
    let mut reroute = BTreeMap::new();
    for number in 0..HOSTS {
        let address = address(number);
        for (port, place) in [(443, servers.secure), (80, servers.plain)] {
            reroute.insert(SocketAddr::from((address, port)), SocketAddr::from((address, place)));
        }
    }
    NetBuilder {
        scope: Scope {
            declared: ["bench.example".to_owned()].into(),
            allow: vec![parsed("127.16.0.0/16")],
            ..Scope::default()
        },
        resolver: ResolverConfig(vec![servers.resolver]),
        reroute,
        roots: Roots::Pem(servers.roots.as_str().into()),
        limits,
        ..NetBuilder::default()
    }
    .build(Arc::new(SystemClock))
}

fn host(number: u32) -> String {
    format!("host-{number}.bench.example")
}

/// Even numbers are good servers, odd ones are bad; the third number of an address says the same.
fn address(number: u32) -> Ipv4Addr {
    Ipv4Addr::from(0x7f10_0000 | (number + 1))
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| unreachable!("{text}: {error:?}"))
}

/// How long the way takes, one way.
const ONE_WAY: Duration = Duration::from_millis(10);
