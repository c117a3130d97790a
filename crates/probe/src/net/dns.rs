//! Asking DNS: the configured resolvers, over UDP, and over TCP when an answer does not fit.

mod answer;
mod direct;
mod exchange;

use std::net::{IpAddr, SocketAddr};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hickory_proto::op::{Edns, Message, Query};
use hickory_proto::rr::{DNSClass, Name, RecordType};

pub(super) use direct::{ask_above, ask_at, name_server_port};

use super::{Inner, NetError};
use crate::{DnsAnswer, DnsMessage, Event, Recorder};

/// Most aliases that are followed from one name.
const ALIASES_MAX: usize = 8;

/// The UDP size that passes everywhere without fragments (DNS flag day 2020).
const UDP_PAYLOAD_BYTES: u16 = 1232;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one flag of the message on the wire")]
pub struct Question {
    /// The name, with or without a final dot.
    pub name: String,
    /// The type.
    pub record_type: RecordType,
    /// Ask for DNSSEC records too (the DO bit). On by default.
    pub dnssec: bool,
    /// Ask the resolver not to validate (the CD bit), to see what a failing validation hides.
    pub checking_disabled: bool,
    /// Let whoever is asked ask others (the RD bit). On by default.
    pub recursion: bool,
    /// Ask in the class in which servers tell of themselves (CHAOS) instead of the internet's.
    pub about_server: bool,
    /// Keep the messages as received ([`Event::DnsMessage`]), so that a judge can check signatures.
    pub keep: bool,
}

impl Question {
    /// The ordinary question: with DNSSEC records, validated by the resolver if it can.
    pub fn new(name: &str, record_type: RecordType) -> Self {
        Self {
            name: name.to_owned(),
            record_type,
            dnssec: true,
            checking_disabled: false,
            recursion: true,
            about_server: false,
            keep: false,
        }
    }

    /// The question of somebody who checks signatures himself: nothing is hidden by a resolver that
    /// validates, and the messages are kept as received.
    pub fn unchecked(name: &str, record_type: RecordType) -> Self {
        Self { checking_disabled: true, keep: true, ..Self::new(name, record_type) }
    }

    fn message(&self, name: Name) -> Message {
        let mut edns = Edns::new();
        edns.set_max_payload(UDP_PAYLOAD_BYTES).set_dnssec_ok(self.dnssec);
        // `query` draws the id from the operating system's random source.
        let mut message = Message::query();
        let mut query = Query::query(name, self.record_type);
        if self.about_server {
            query.set_query_class(DNSClass::CH);
        }
        message.add_query(query).set_edns(edns);
        message.metadata.recursion_desired = self.recursion;
        message.metadata.authentic_data = true;
        message.metadata.checking_disabled = self.checking_disabled;
        message
    }
}

/// Asks, records the answer or the failure, and answers.
pub(super) async fn ask(
    net: &Inner,
    question: &Question,
    recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    let asked = ask_quietly(net, question, recorder).await;
    if let Err(error) = &asked {
        recorder.failed("dns", error);
    }
    asked
}

/// The same, leaving it to the caller to record a failure.
pub(super) async fn ask_quietly(
    net: &Inner,
    question: &Question,
    recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    let mut answer = ask_once(net, question, recorder).await?;
    for _ in 0..ALIASES_MAX {
        // A resolver answers with all aliases and their end; an authoritative server may stop short.
        let is_loose_end = answer.is_ok()
            && answer.canonical != answer.name
            && !answer.records.iter().any(|record| record.name == answer.canonical);
        if !is_loose_end {
            break;
        }
        let onward = Question { name: answer.canonical.clone(), ..question.clone() };
        answer.join(ask_once(net, &onward, recorder).await?);
    }
    recorder.event(Event::Resolved(answer.clone()));
    Ok(answer)
}

/// One question to the resolvers in turn, until one gives an answer that can be used.
async fn ask_once(
    net: &Inner,
    question: &Question,
    recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    let name = wire_name(question)?;
    let mut servers = net.resolver.0.iter().cycle();
    let (mut useless, mut failure) = (None, NetError::NoResolver);
    for _ in 0..net.limits.dns_tries.max(1) {
        let Some(&server) = servers.next() else { break };
        match ask_server(net, server, &question.message(name.clone())).await {
            Ok(received) => {
                let answer = answer::read(&question.name, question.record_type, &received.message);
                if matches!(&*answer.rcode, "NOERROR" | "NXDOMAIN") {
                    if question.keep {
                        recorder.event(kept(question, &received, None));
                    }
                    return Ok(answer);
                }
                useless = Some((answer, received));
            }
            Err(error @ NetError::Stopped { .. }) => return Err(error),
            Err(error) => failure = error,
        }
    }
    // That the resolver says "I cannot tell" is an answer too; a judge reads it from the code.
    let (answer, received) = useless.ok_or(failure)?;
    if question.keep {
        recorder.event(kept(question, &received, None));
    }
    Ok(answer)
}

fn wire_name(question: &Question) -> Result<Name, NetError> {
    let bad_name = || NetError::BadName { name: question.name.chars().take(120).collect() };
    let mut name = Name::from_ascii(&question.name).map_err(|_| bad_name())?;
    name.set_fqdn(true);
    Ok(name)
}

/// The message as it came, for the transcript; `from` is the name server and its address.
fn kept(question: &Question, received: &exchange::Received, from: Option<(&str, IpAddr)>) -> Event {
    Event::DnsMessage(DnsMessage {
        name: question.name.trim_end_matches('.').to_ascii_lowercase(),
        record_type: question.record_type.to_string(),
        server: from.map(|(server, _)| server.to_owned()),
        address: from.map(|(_, address)| address.to_string()),
        message: BASE64_STANDARD.encode(&received.bytes),
    })
}

async fn ask_server(
    net: &Inner,
    server: SocketAddr,
    message: &Message,
) -> Result<exchange::Received, NetError> {
    let name =
        || message.queries.first().map(|query| answer::plain(&query.name)).unwrap_or_default();
    let _places = tokio::select! {
        () = net.stop.stopped() => return Err(NetError::Stopped { host: name() }),
        places = net.dns_pace.enter(server.ip(), &*net.clock) => places,
    };
    tokio::select! {
        () = net.stop.stopped() => Err(NetError::Stopped { host: name() }),
        answered = exchange::exchange(server, message, net.limits.dns) => answered.map_err(|why| {
            match why {
                exchange::Failure::Silent(why) => {
                    NetError::ResolverSilent { name: name(), why: format!("{server}: {why}") }
                }
                exchange::Failure::Useless(why) => {
                    NetError::BadAnswer { server: server.to_string(), name: name(), why }
                }
            }
        }),
    }
}
