//! Making a connection: resolve once, check every address, go to a checked one.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use hickory_proto::rr::RecordType;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::stream::millis;
use super::{Inner, NetError, NetStream, Question, Target, dns};
use crate::{DnsAnswer, Event, Host, Look, Purpose, Recorder};

/// Most addresses of a host that are tried.
const TRIES_MAX: usize = 3;

pub(super) async fn connect(
    net: &Inner,
    target: &Target,
    purpose: Purpose,
    named_by: Option<&DnsAnswer>,
    recorder: &mut Recorder<'_>,
) -> Result<NetStream, NetError> {
    let connected = try_connect(net, target, purpose, named_by, recorder).await;
    if let Err(error) = &connected {
        recorder.failed("connect", error);
    }
    connected
}

async fn try_connect(
    net: &Inner,
    target: &Target,
    purpose: Purpose,
    named_by: Option<&DnsAnswer>,
    recorder: &mut Recorder<'_>,
) -> Result<NetStream, NetError> {
    let addresses = checked(net, target, purpose, named_by, recorder).await?;
    let mut failure = NetError::NoAddress { host: target.host.to_string() };
    for &address in addresses.iter().take(TRIES_MAX) {
        match open(net, target, SocketAddr::new(address, target.port)).await {
            Err(error) if error.is_transient() => failure = error,
            Err(error) => return Err(error),
            Ok((stream, really)) => {
                recorder.event(Event::TcpConnected {
                    address: stream.peer().to_string(),
                    rerouted_to: really.map(|address| address.to_string()),
                });
                return Ok(stream);
            }
        }
    }
    Err(failure)
}

/// Opens a connection to one of the IPv6 addresses of a host, when it has any. All its addresses are checked
/// as always; a failure is the caller's to record, for it says nothing of the host over IPv4.
pub(super) async fn connect_v6(
    net: &Inner,
    target: &Target,
    purpose: Purpose,
    recorder: &mut Recorder<'_>,
) -> Result<Option<NetStream>, NetError> {
    let addresses = checked(net, target, purpose, None, recorder).await?;
    let mut failure = None;
    let is_v6 = |address: &&IpAddr| address.to_canonical().is_ipv6();
    for &address in addresses.iter().filter(is_v6).take(TRIES_MAX) {
        match open(net, target, SocketAddr::new(address, target.port)).await {
            Ok((stream, _)) => return Ok(Some(stream)),
            Err(error) if error.is_transient() => failure = Some(error),
            Err(error) => return Err(error),
        }
    }
    failure.map_or(Ok(None), Err)
}

/// The addresses of a host that the gate has looked at and lets through: the host's own, or those of a
/// server that `named_by` names.
pub(super) async fn checked(
    net: &Inner,
    target: &Target,
    purpose: Purpose,
    named_by: Option<&DnsAnswer>,
    recorder: &mut Recorder<'_>,
) -> Result<Vec<IpAddr>, NetError> {
    let Target { host, port } = target;
    let Some(named_by) = named_by else {
        net.scope.check_name(host)?;
        let places = resolve(net, host, recorder).await?;
        for canonical in &places.canonical {
            let look = purpose.look(*port);
            net.scope.check_addresses(host, *port, look, canonical, &places.addresses)?;
        }
        in_time(net, host, purpose.look(*port))?;
        return Ok(places.addresses);
    };
    net.scope.check_named(host, *port, purpose, named_by)?;
    let places = resolve(net, host, recorder).await?;
    net.scope.check_ranges(host, &places.addresses)?;
    Ok(places.addresses)
}

/// The addresses of a server of a zone above the domain, all of which passed.
pub(super) async fn checked_above(
    net: &Inner,
    server: &Host,
    domain: &Host,
    named_by: &DnsAnswer,
    recorder: &mut Recorder<'_>,
) -> Result<Vec<IpAddr>, NetError> {
    net.scope.check_above(server, domain, named_by)?;
    let places = resolve(net, server, recorder).await?;
    net.scope.check_ranges(server, &places.addresses)?;
    Ok(places.addresses)
}

/// Whether a connection that needs this look may begin now.
pub(super) fn in_time(net: &Inner, host: &Host, look: Look) -> Result<(), NetError> {
    match look {
        Look::Public => Ok(()),
        Look::Proved => Ok(net.scope.check_time(host, net.clock.now())?),
    }
}

/// Where a host is.
struct Places {
    /// All its addresses, v4 first.
    addresses: Vec<IpAddr>,
    /// The ends of its aliases: one, unless v4 and v6 differ.
    canonical: Vec<String>,
}

async fn resolve(
    net: &Inner,
    host: &Host,
    recorder: &mut Recorder<'_>,
) -> Result<Places, NetError> {
    let given = net.connect.get(host.as_str()).map(SocketAddr::ip);
    // This very machine, which nobody is asked for (RFC 6761 section 6.3); the gate judges the address as always.
    let here = (host.as_str() == "localhost").then_some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let given = given.or(here);
    if let Some(address) = given.or_else(|| host.address()) {
        return Ok(Places { addresses: vec![address], canonical: vec![host.to_string()] });
    }
    let mut places = Places { addresses: Vec::new(), canonical: Vec::new() };
    let mut failure = NetError::NoAddress { host: host.to_string() };
    for record_type in [RecordType::A, RecordType::AAAA] {
        let question = Question::new(host.as_str(), record_type);
        match dns::ask_quietly(net, &question, recorder).await {
            Ok(answer) if answer.is_ok() || answer.is_absent() => {
                let kind = answer.record_type.as_str();
                places
                    .addresses
                    .extend(answer.data(kind).filter_map(|data| data.parse::<IpAddr>().ok()));
                places.canonical.push(answer.canonical);
            }
            Ok(answer) => {
                failure = NetError::ServerFailure { host: host.to_string(), rcode: answer.rcode };
            }
            Err(error @ NetError::Stopped { .. }) => return Err(error),
            Err(error) => failure = error,
        }
    }
    places.canonical.dedup();
    if places.addresses.is_empty() {
        return Err(failure);
    }
    Ok(places)
}

/// Opens a connection to a checked address; also says where it really went, when that is elsewhere.
pub(super) async fn open(
    net: &Inner,
    target: &Target,
    peer: SocketAddr,
) -> Result<(NetStream, Option<SocketAddr>), NetError> {
    let (host, limit) = (target.to_string(), net.limits.connect);
    match dial(net, target, peer, limit).await? {
        Dialled::Stream(stream, really) => Ok((*stream, really)),
        Dialled::Silent => {
            Err(NetError::TimedOut { host, step: "a connection", limit_ms: millis(limit) })
        }
        Dialled::Failed(error) => Err(NetError::Unreachable { host, why: error.to_string() }),
    }
}

/// What became of a try to connect.
pub(super) enum Dialled {
    /// It stands; and where it really went, when that is elsewhere.
    Stream(Box<NetStream>, Option<SocketAddr>),
    /// Nobody answered in time.
    Silent,
    /// The host, or somebody on the way, said no.
    Failed(io::Error),
}

/// Tries to connect to a checked address, for `limit` at most.
pub(super) async fn dial(
    net: &Inner,
    target: &Target,
    peer: SocketAddr,
    limit: Duration,
) -> Result<Dialled, NetError> {
    let stopped = || NetError::Stopped { host: target.to_string() };
    let places = tokio::select! {
        () = net.stop.stopped() => return Err(stopped()),
        places = net.pace.enter(peer.ip().to_canonical(), &*net.clock) => places,
    };
    let given = net.connect.get(target.host.as_str());
    let really = given.or_else(|| net.reroute.get(&peer)).copied();
    let opened = tokio::select! {
        () = net.stop.stopped() => return Err(stopped()),
        opened = timeout(limit, TcpStream::connect(really.unwrap_or(peer))) => opened,
    };
    Ok(match opened {
        Err(_) => Dialled::Silent,
        Ok(Err(error)) => Dialled::Failed(error),
        Ok(Ok(tcp)) => {
            let (host, stop) = (target.to_string(), net.stop.clone());
            let stream = NetStream::new(tcp, host, peer, &net.limits, stop, places);
            Dialled::Stream(Box::new(stream), really)
        }
    })
}
