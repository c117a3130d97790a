//! Asking a name server for a whole zone, as only its secondaries should (RFC 5936).

use std::collections::BTreeSet;
use std::net::IpAddr;

use arvak_probe::{
    Context, DnsAnswer, DnsTransfer, Event, Host, NetStream, Purpose, Recorder, Target,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::sec::{Message, Name, kind};

/// The type that stands for a whole zone.
const AXFR: u16 = 252;

/// Most messages that are read of one transfer, and most names that are kept: enough to show that it is
/// open, and what a zone of a municipality holds.
const MESSAGES_MAX: usize = 200;
const NAMES_MAX: usize = 4_000;

/// Asks, when the gate lets more than an ordinary question through, and records what came.
pub(super) async fn ask(
    domain: &str,
    server: &Host,
    context: &Context<'_>,
    recorder: &mut Recorder<'_>,
) {
    let Some(zone) = Name::from_text(domain) else { return };
    let Some(target) = place(server, context, recorder) else { return };
    // A refusal by the network stands in the transcript.
    let Ok(stream) = context.net.connect(&target, Purpose::Other, recorder).await else { return };
    let transferred = transfer(stream, &zone).await;
    recorder.event(Event::DnsTransfer(DnsTransfer {
        zone: domain.to_owned(),
        server: server.to_string(),
        rcode: transferred.rcode,
        records: transferred.records,
        names: transferred.names.iter().map(ToString::to_string).collect(),
    }));
}

/// The server by its address, where the operator allowed that address; else by its name, over which
/// control is proved. Nothing when it is neither: the server is often somebody else's, and the gate
/// would refuse.
fn place(server: &Host, context: &Context<'_>, recorder: &Recorder<'_>) -> Option<Target> {
    let of_server = |answer: &&DnsAnswer| answer.name == server.as_str() && answer.is_ok();
    let address = recorder
        .events()
        .filter_map(|event| match event {
            Event::Resolved(answer) => Some(answer),
            _ => None,
        })
        .filter(of_server)
        .flat_map(|answer| answer.data(&answer.record_type))
        .find_map(|data| data.parse::<IpAddr>().ok());
    let scope = context.net.scope();
    if let Some(address) = address.filter(|address| scope.allows(*address)) {
        let host = address.to_string().parse().ok()?;
        return Some(Target { host, port: context.net.name_server_port(address) });
    }
    let is_proved = scope.proved.iter().any(|domain| server.is_within(domain));
    is_proved.then(|| Target { host: server.clone(), port: 53 })
}

#[derive(Default)]
struct Transferred {
    rcode: String,
    records: u32,
    names: BTreeSet<Name>,
}

async fn transfer(mut stream: NetStream, zone: &Name) -> Transferred {
    let mut seen = Transferred { rcode: "NONE".to_owned(), ..Transferred::default() };
    // An answer is told from any other by its question; nothing else comes over this connection.
    let question = [
        &[0x41, 0x72, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0][..],
        &zone.wire(),
        &AXFR.to_be_bytes(),
        &[0, 1],
    ]
    .concat();
    let length = u16::try_from(question.len()).unwrap_or_default();
    if stream.write_all(&[&length.to_be_bytes(), &*question].concat()).await.is_err() {
        return seen;
    }
    let mut starts = 0;
    for _ in 0..MESSAGES_MAX {
        let Ok(length) = stream.read_u16().await else { break };
        let mut bytes = vec![0; usize::from(length)];
        if stream.read_exact(&mut bytes).await.is_err() {
            break;
        }
        let Some(message) = Message::read(&bytes) else { break };
        seen.rcode = rcode(message.rcode());
        for record in &message.answers {
            seen.records = seen.records.saturating_add(1);
            starts += usize::from(record.kind == kind::SOA);
            let is_own = record.name.is_within(zone) && record.kind != kind::NSEC3;
            if is_own && record.kind != kind::RRSIG && seen.names.len() < NAMES_MAX {
                seen.names.insert(record.name.clone());
            }
        }
        // A zone begins and ends with its SOA.
        if starts >= 2 || message.answers.is_empty() {
            break;
        }
    }
    seen
}

fn rcode(code: u16) -> String {
    match code {
        0 => "NOERROR".to_owned(),
        5 => "REFUSED".to_owned(),
        9 => "NOTAUTH".to_owned(),
        other => format!("RCODE{other}"),
    }
}
