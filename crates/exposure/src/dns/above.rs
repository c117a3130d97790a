//! What the zone above a domain hands out for it: its servers are asked which name servers the domain has, as every resolver
//! asks them, and nothing else.

use arvak_probe::net::{Question, RecordType};
use arvak_probe::{Context, DnsAnswer, Event, Host, NetError, Recorder};

use super::servers::hosts;

/// Most names above the domain that are tried until one is a zone.
const ZONES_MAX: usize = 8;

/// Most servers of that zone that are tried until one refers to the domain's name servers.
const SERVERS_MAX: usize = 3;

/// Asks; answers what the zone above refers to, as the answer of a server that has it. Nothing when nobody there says: a server
/// that has both zones answers for the lower one.
pub(super) async fn ask(
    domain: &Host,
    context: &Context<'_>,
    recorder: &mut Recorder<'_>,
) -> Option<DnsAnswer> {
    let above = zone_above(domain, context, recorder).await?;
    for server in hosts(&above).iter().take(SERVERS_MAX) {
        match context.net.ask_above(domain, server, &above, recorder).await {
            Ok(answer) => {
                let referral = answer.referral();
                if referral.is_some() {
                    return referral;
                }
            }
            Err(NetError::Stopped { .. }) => return None,
            Err(_) => {}
        }
    }
    None
}

/// The NS records of the nearest zone above the domain, the root left out.
async fn zone_above(
    domain: &Host,
    context: &Context<'_>,
    recorder: &mut Recorder<'_>,
) -> Option<DnsAnswer> {
    for parent in super::parents(domain.as_str()).take(ZONES_MAX) {
        let known = recorder.events().find_map(|event| match event {
            Event::Resolved(answer) if answer.name == parent && answer.record_type == "NS" => {
                Some(answer.clone())
            }
            _ => None,
        });
        let answer = if let Some(answer) = known {
            answer
        } else {
            let question = Question::unchecked(parent, RecordType::NS);
            context.net.ask(&question, recorder).await.ok()?
        };
        if answer.is_ok() && answer.data("NS").next().is_some() {
            return Some(answer);
        }
    }
    None
}
