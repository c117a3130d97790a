//! What the zone above hands out for the domain, beside what the domain's own servers say.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::Told;
use super::servers::{Servers, text_of};
use crate::dns::sec::{Message, Name, kind};

/// The name servers to which a message refers whoever asks for those of the domain (RFC 1034 section 4.3.2), as they stand on the
/// wire; none when it is no such message.
pub(super) fn named(message: &Message, domain: &str) -> BTreeSet<Vec<u8>> {
    let Some(domain) = Name::from_text(domain) else { return BTreeSet::new() };
    let is_referral = message.question == (domain.clone(), kind::NS)
        && message.rcode() == 0
        && message.answers.is_empty()
        && !message.is_authoritative();
    let own = message
        .authorities
        .iter()
        .filter(|record| is_referral && record.kind == kind::NS && record.name == domain);
    own.map(|record| record.data.clone()).collect()
}

/// What is wrong: other name servers than the zone has, or other addresses of those below the domain, or none, without which
/// nobody finds them. `found` are the name servers of the zone.
pub(super) fn compare(servers: &Servers<'_>, found: &BTreeSet<Vec<u8>>) -> Option<Told> {
    let shown = |named: &BTreeSet<Vec<u8>>| {
        let texts: BTreeSet<String> = named.iter().filter_map(|data| text_of(data)).collect();
        texts.into_iter().collect::<Vec<_>>().join(", ")
    };
    for (server, message) in &servers.answers {
        let named = named(message, servers.domain);
        if named.is_empty() {
            continue;
        }
        if named != *found {
            let seen = format!("{server}: {}; {}: {}", shown(&named), servers.domain, shown(found));
            return Some(Told::fail("delegation.parent_differs", seen));
        }
        let told = named.iter().find_map(|data| glue(servers, server, message, data));
        if told.is_some() {
            return told;
        }
    }
    None
}

/// What is wrong with the addresses that come along for one name server below the domain.
fn glue(servers: &Servers<'_>, server: &str, message: &Message, data: &[u8]) -> Option<Told> {
    let name = text_of(data)?;
    let below = name.strip_suffix(servers.domain)?;
    if !(below.is_empty() || below.ends_with('.')) {
        return None;
    }
    let own: BTreeSet<IpAddr> = servers.addresses_of(&name)?.iter().copied().collect();
    let handed = message.additional.iter().filter(|record| record.name.wire() == data);
    let handed: BTreeSet<IpAddr> = handed.filter_map(address).collect();
    if handed.is_empty() {
        return Some(Told::fail("delegation.no_glue", format!("{server}: {name}")));
    }
    let stale: Vec<String> = handed.difference(&own).map(ToString::to_string).collect();
    let own: Vec<String> = own.iter().map(ToString::to_string).collect();
    let seen =
        format!("{server}: {name} {}; {}: {}", stale.join(", "), servers.domain, own.join(", "));
    (!stale.is_empty() && !own.is_empty()).then(|| Told::fail("delegation.other_addresses", seen))
}

fn address(record: &crate::dns::sec::Record) -> Option<IpAddr> {
    match record.kind {
        kind::A => <[u8; 4]>::try_from(record.data.as_slice()).ok().map(IpAddr::from),
        kind::AAAA => <[u8; 16]>::try_from(record.data.as_slice()).ok().map(IpAddr::from),
        _ => None,
    }
}
