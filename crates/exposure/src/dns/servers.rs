//! What is asked of the domain's name servers themselves.

use arvak_probe::net::{Question, RecordType};
use arvak_probe::{Context, DnsAnswer, Event, Host, NetError, Recorder};

use super::{above, transfer};

/// Most name servers of one domain that are asked.
pub(crate) const SERVERS_MAX: usize = 8;

/// The name under which name servers tell their version, in the class CHAOS.
pub(crate) const VERSION_NAME: &str = "version.bind";

/// Asks each name server for the zone, which name servers it has, whether it asks others for strangers, and its version; and, where
/// more than an ordinary question is allowed, for the whole zone.
pub(super) async fn ask(domain: &str, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    let Some(named_by) = name_servers(domain, recorder) else { return };
    let own = hosts(&named_by).into_iter().map(|server| (server, named_by.clone()));
    let mut all: Vec<(Host, DnsAnswer)> = own.collect();
    if let Ok(name) = domain.parse::<Host>()
        && let Some(referral) = above::ask(&name, context, recorder).await
    {
        for server in hosts(&referral) {
            if all.iter().any(|(known, _)| *known == server) {
                continue;
            }
            // The zone itself does not name it, so nobody asked for its addresses.
            for record_type in [RecordType::A, RecordType::AAAA] {
                let question = Question::unchecked(server.as_str(), record_type);
                let _ = context.net.ask(&question, recorder).await;
            }
            all.push((server, referral.clone()));
        }
    }
    for (server, named_by) in all {
        // A server that does not answer the first question is asked no other.
        let question =
            Question { recursion: false, ..Question::unchecked(domain, RecordType::SOA) };
        match context.net.ask_at(&question, &server, &named_by, recorder).await {
            Ok(_) => {}
            Err(NetError::Stopped { .. }) => return,
            Err(_) => continue,
        }
        let question = Question { recursion: false, ..Question::unchecked(domain, RecordType::NS) };
        let _ = context.net.ask_at(&question, &server, &named_by, recorder).await;
        let _ = context.net.ask_at(&stranger(), &server, &named_by, recorder).await;
        let _ = context.net.ask_at(&version(), &server, &named_by, recorder).await;
        transfer::ask(domain, &server, context, recorder).await;
    }
}

/// A question that only a server that works for everyone answers: for what lies outside all its zones.
fn stranger() -> Question {
    Question { dnssec: false, ..Question::unchecked(".", RecordType::NS) }
}

fn version() -> Question {
    Question {
        about_server: true,
        recursion: false,
        dnssec: false,
        ..Question::unchecked(VERSION_NAME, RecordType::TXT)
    }
}

fn name_servers(domain: &str, recorder: &Recorder<'_>) -> Option<DnsAnswer> {
    recorder.events().find_map(|event| match event {
        Event::Resolved(answer)
            if answer.name == domain && answer.record_type == "NS" && answer.is_ok() =>
        {
            Some(answer.clone())
        }
        _ => None,
    })
}

/// The name servers that an answer names, in order.
pub(crate) fn hosts(named_by: &DnsAnswer) -> Vec<Host> {
    let mut hosts: Vec<Host> =
        named_by.data("NS").filter_map(|data| data.parse().ok()).take(SERVERS_MAX).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}
