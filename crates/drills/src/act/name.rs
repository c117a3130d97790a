//! Looking up a canary name at the municipality's own resolver (RFC 1035). The mark is a label of it. One question, once: what is lost on the way
//! is not asked again, for then there would be two.

use std::net::SocketAddr;
use std::sync::Arc;

use arvak_monitoring::Answered;
use arvak_probe::{
    Context, Host, Limits, Net, NetBuilder, Question, RecordType, Recorder, ResolverConfig,
};

use super::{Ended, Hand};

/// The door to one resolver, and to nothing else.
pub(super) struct Ready {
    net: Net,
    at: SocketAddr,
}

pub(super) fn ready(hand: &Hand<'_>, at: SocketAddr) -> Ready {
    let limits = Limits { dns_tries: 1, ..Limits::default() };
    let building = NetBuilder {
        resolver: ResolverConfig(vec![at]),
        limits,
        stop: hand.doors.net.stop(),
        ..NetBuilder::default()
    };
    Ready { net: building.build(Arc::clone(&hand.doors.clock)), at }
}

pub(super) async fn ask(hand: &Hand<'_>, ready: Ready) -> Ended {
    let doors = hand.doors;
    let name: Host = hand.target().parse().map_err(|error| format!("{error}"))?;
    let check = hand.check(&name, ready.at.port())?;
    let context = Context { net: &ready.net, clock: &*doors.clock, vantage: &doors.vantage };
    let mut recorder = Recorder::new(&check, arvak_monitoring::METHOD_VERSION, &context);
    let question = Question { dnssec: false, ..Question::new(name.as_str(), RecordType::A) };
    let answer =
        ready.net.ask(&question, &mut recorder).await.map_err(|error| error.to_string())?;
    Ok(match () {
        () if answer.is_absent() => Answered::NoSuchName,
        () if answer.is_ok() && answer.records.is_empty() => Answered::NoSuchName,
        () if answer.is_ok() => Answered::Resolves,
        () => Answered::Other,
    })
}
