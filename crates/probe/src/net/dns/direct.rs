//! Asking a name server itself, past the resolvers.

use std::net::{IpAddr, SocketAddr};

use super::super::connect::{checked, checked_above};
use super::super::{Inner, NetError, Target};
use super::{Question, answer, ask_server, kept, wire_name};
use crate::{DnsAnswer, Host, Purpose, RecordType, Recorder};

/// The port of DNS.
const PORT: u16 = 53;

/// Most addresses of a name server that are tried until one answers.
const ADDRESSES_MAX: usize = 3;

/// Asks, records the answer or what kept it from coming, and answers.
pub(in crate::net) async fn ask_at(
    net: &Inner,
    question: &Question,
    server: &Host,
    named_by: &DnsAnswer,
    recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    let asked = try_ask_at(net, question, server, named_by, recorder).await;
    if let Err(error) = &asked {
        recorder.failed("dns", error);
    }
    asked
}

async fn try_ask_at(
    net: &Inner,
    question: &Question,
    server: &Host,
    named_by: &DnsAnswer,
    recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    let target = Target { host: server.clone(), port: PORT };
    let addresses = checked(net, &target, Purpose::Dns, Some(named_by), recorder).await?;
    ask_there(net, question, server, &addresses, recorder).await
}

/// Asks a server of a zone above the domain which name servers the domain has; records and answers as [`ask_at`] does.
pub(in crate::net) async fn ask_above(
    net: &Inner,
    domain: &Host,
    server: &Host,
    named_by: &DnsAnswer,
    recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    let question =
        Question { recursion: false, ..Question::unchecked(domain.as_str(), RecordType::NS) };
    let asked = async {
        let addresses = checked_above(net, server, domain, named_by, recorder).await?;
        ask_there(net, &question, server, &addresses, recorder).await
    };
    let asked = asked.await;
    if let Err(error) = &asked {
        recorder.failed("dns", error);
    }
    asked
}

/// Asks at these addresses, one after another, until one answers.
async fn ask_there(
    net: &Inner,
    question: &Question,
    server: &Host,
    addresses: &[IpAddr],
    recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    let message = question.message(wire_name(question)?);
    let mut failure = NetError::NoAddress { host: server.to_string() };
    for &address in addresses.iter().take(ADDRESSES_MAX) {
        match ask_server(net, really(net, server, address), &message).await {
            Ok(received) => {
                recorder.event(kept(question, &received, Some((server.as_str(), address))));
                return Ok(answer::read(&question.name, question.record_type, &received.message));
            }
            Err(error @ NetError::Stopped { .. }) => return Err(error),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Where a name server with a checked address really listens.
fn really(net: &Inner, server: &Host, address: IpAddr) -> SocketAddr {
    let usual = SocketAddr::new(address, PORT);
    let given = net.connect.get(server.as_str()).or_else(|| net.reroute.get(&usual));
    given.copied().unwrap_or_else(|| SocketAddr::new(address, name_server_port(net, address)))
}

/// An operator who names a resolver at an odd port of an address says where DNS is at that address.
pub(in crate::net) fn name_server_port(net: &Inner, address: IpAddr) -> u16 {
    let named = net.resolver.0.iter().find(|resolver| resolver.ip() == address);
    named.map_or(PORT, SocketAddr::port)
}
