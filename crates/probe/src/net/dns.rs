//! Asking DNS: the configured resolvers, over UDP, and over TCP when an answer does not fit.

mod answer;
mod exchange;

use std::net::SocketAddr;

use hickory_proto::op::{Edns, Message, Query};
use hickory_proto::rr::{Name, RecordType};

use super::{Inner, NetError};
use crate::{DnsAnswer, Event, Recorder};

/// Most aliases that are followed from one name.
const ALIASES_MAX: usize = 8;

/// The UDP size that passes everywhere without fragments (DNS flag day 2020).
const UDP_PAYLOAD_BYTES: u16 = 1232;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The name, with or without a final dot.
    pub name: String,
    /// The type.
    pub record_type: RecordType,
    /// Ask for DNSSEC records too (the DO bit). On by default.
    pub dnssec: bool,
    /// Ask the resolver not to validate (the CD bit), to see what a failing validation hides.
    pub checking_disabled: bool,
}

impl Question {
    /// The ordinary question: with DNSSEC records, validated by the resolver if it can.
    pub fn new(name: &str, record_type: RecordType) -> Self {
        Self { name: name.to_owned(), record_type, dnssec: true, checking_disabled: false }
    }

    fn message(&self, name: Name) -> Message {
        let mut edns = Edns::new();
        edns.set_max_payload(UDP_PAYLOAD_BYTES).set_dnssec_ok(self.dnssec);
        // `query` draws the id from the operating system's random source.
        let mut message = Message::query();
        message.add_query(Query::query(name, self.record_type)).set_edns(edns);
        message.metadata.recursion_desired = true;
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
    let mut answer = ask_once(net, question).await?;
    for _ in 0..ALIASES_MAX {
        // A resolver answers with all aliases and their end; an authoritative server may stop short.
        let is_loose_end = answer.is_ok()
            && answer.canonical != answer.name
            && !answer.records.iter().any(|record| record.name == answer.canonical);
        if !is_loose_end {
            break;
        }
        let onward = Question { name: answer.canonical.clone(), ..question.clone() };
        answer.join(ask_once(net, &onward).await?);
    }
    recorder.event(Event::Resolved(answer.clone()));
    Ok(answer)
}

/// One question to the resolvers in turn, until one gives an answer that can be used.
async fn ask_once(net: &Inner, question: &Question) -> Result<DnsAnswer, NetError> {
    let bad_name = || NetError::BadName { name: question.name.chars().take(120).collect() };
    let mut name = Name::from_ascii(&question.name).map_err(|_| bad_name())?;
    name.set_fqdn(true);
    let mut servers = net.resolver.0.iter().cycle();
    let (mut useless, mut failure) = (None, NetError::NoResolver);
    for _ in 0..net.limits.dns_tries.max(1) {
        let Some(&server) = servers.next() else { break };
        match ask_server(net, server, &question.message(name.clone())).await {
            Ok(message) => {
                let answer = answer::read(&question.name, question.record_type, &message);
                if matches!(&*answer.rcode, "NOERROR" | "NXDOMAIN") {
                    return Ok(answer);
                }
                useless = Some(answer);
            }
            Err(error @ NetError::Stopped { .. }) => return Err(error),
            Err(error) => failure = error,
        }
    }
    // That the resolver says "I cannot tell" is an answer too; a judge reads it from the code.
    useless.ok_or(failure)
}

async fn ask_server(
    net: &Inner,
    server: SocketAddr,
    message: &Message,
) -> Result<Message, NetError> {
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
