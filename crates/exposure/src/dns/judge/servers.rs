//! The domain's name servers: how many, where, and what they answer.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use arvak_probe::{DnsTransfer, Event, Grade, Host};

use super::{Seen, Told, above};
use crate::answers::{Answer, failure_code};
use crate::dns::sec::{Message, Name, kind};
use crate::dns::secure::message_of;
use crate::dns::servers::{SERVERS_MAX, VERSION_NAME, hosts};
use crate::findings::Findings;

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    let servers = Servers::of(seen);
    let mut note = |id, grade, judge: fn(&Servers<'_>) -> Told| {
        let told = match &servers {
            Ok(servers) => judge(servers),
            Err(None) => Told::nothing("dns.not_a_zone"),
            Err(Some(code)) => Told::unknown(code),
        };
        told.note(findings, id, grade);
    };
    note("dns.delegation", Grade::Should, delegation);
    note("dns.ipv6_servers", Grade::Must, ipv6);
    note("dns.lame", Grade::Should, lame);
    note("dns.recursion", Grade::Should, recursion);
    note("dns.servers", Grade::Should, several);
    note("dns.transfer", Grade::Should, transfer);
    note("dns.version", Grade::Info, version);
}

/// What was seen of each name server.
pub(super) struct Servers<'t> {
    pub(super) domain: &'t str,
    hosts: Vec<Host>,
    /// Servers that only the zone above names, with their addresses.
    above_addresses: BTreeMap<Host, Vec<IpAddr>>,
    addresses: BTreeMap<Host, Vec<IpAddr>>,
    /// Whether every question for their addresses was answered.
    addresses_known: bool,
    pub(super) answers: Vec<(&'t str, Message)>,
    transfers: Vec<&'t DnsTransfer>,
    failure: &'t str,
}

impl<'t> Servers<'t> {
    /// The error is the code of what kept them from being known; none where there is nothing to know.
    fn of(seen: &Seen<'t>) -> Result<Self, Option<&'t str>> {
        match seen.answers.to(seen.domain, "NS") {
            Answer::Data(records) if !records.is_empty() => {}
            Answer::Data(_) | Answer::NoName => return Err(None),
            Answer::Unknown(code) => return Err(Some(code)),
        }
        let named_by = seen.transcript.events().find_map(|event| match event {
            Event::Resolved(answer) if answer.name == seen.domain && answer.record_type == "NS" => {
                Some(answer)
            }
            _ => None,
        });
        let hosts = named_by.map(hosts).unwrap_or_default();
        let told = |host: &Host| {
            ["A", "AAAA"]
                .into_iter()
                .all(|kind| seen.answers.to(host.as_str(), kind).unknown().is_none())
        };
        let answers = seen.transcript.events().filter_map(message_of);
        let of_server =
            |(server, message): (Option<&'t str>, Message)| server.map(|server| (server, message));
        let answers: Vec<(&'t str, Message)> = answers.filter_map(of_server).collect();
        let referred = answers.iter().flat_map(|(_, message)| above::named(message, seen.domain));
        let referred: BTreeSet<Host> = referred
            .filter_map(|data| text_of(&data)?.parse().ok())
            .filter(|host| !hosts.contains(host))
            .take(SERVERS_MAX)
            .collect();
        let all = || hosts.iter().chain(&referred);
        let addresses_known = all().all(told);
        let addresses_of = |host: &Host| (host.clone(), addresses(seen, host));
        let transfers = seen.transcript.events().filter_map(|event| match event {
            Event::DnsTransfer(transfer) => Some(transfer),
            _ => None,
        });
        Ok(Self {
            domain: seen.domain,
            above_addresses: referred.iter().map(addresses_of).collect(),
            addresses: hosts.iter().map(addresses_of).collect(),
            hosts,
            addresses_known,
            answers,
            transfers: transfers.collect(),
            failure: failure_code(seen.transcript).unwrap_or("not_asked"),
        })
    }

    /// The addresses of a name server, when they are known.
    pub(super) fn addresses_of(&self, name: &str) -> Option<&[IpAddr]> {
        let host: Host = name.parse().ok()?;
        self.addresses.get(&host).map(Vec::as_slice)
    }

    /// The answer of a server to a question.
    fn answer(&self, host: &Host, name: &str, kind: u16) -> Option<&Message> {
        let asked = (Name::from_text(name)?, kind);
        let own = |(server, message): &&(&str, Message)| {
            *server == host.as_str() && message.question == asked
        };
        self.answers.iter().find(own).map(|(_, message)| message)
    }

    /// Sorts the servers by what their answer to a question says; those without one are left out.
    fn sorted<T: Ord>(
        &self,
        name: &str,
        kind: u16,
        of: impl Fn(&Message) -> T,
    ) -> BTreeMap<T, Vec<&str>> {
        let mut sorted: BTreeMap<T, Vec<&str>> = BTreeMap::new();
        for host in self.hosts.iter().chain(self.above_addresses.keys()) {
            if let Some(message) = self.answer(host, name, kind) {
                sorted.entry(of(message)).or_default().push(host.as_str());
            }
        }
        sorted
    }
}

fn addresses(seen: &Seen<'_>, host: &Host) -> Vec<IpAddr> {
    ["A", "AAAA"]
        .into_iter()
        .flat_map(|record_type| match seen.answers.to(host.as_str(), record_type) {
            Answer::Data(records) => records,
            _ => Vec::new(),
        })
        .filter_map(|data| data.parse().ok())
        .collect()
}

/// Two name servers or more, in two networks or more (RFC 2182 section 3.1).
fn several(servers: &Servers<'_>) -> Told {
    let names: Vec<&str> = servers.hosts.iter().map(Host::as_str).collect();
    let shown = names.join(", ");
    let networks: BTreeSet<Vec<u8>> = servers.addresses.values().flatten().map(network).collect();
    match (names.len(), networks.len()) {
        (0 | 1, _) => Told::fail("dns.one_server", shown),
        (_, 0) => Told::unknown(servers.failure),
        (_, 1) => Told::notice("dns.one_network", shown),
        _ => Told::pass("dns.several_servers", shown),
    }
}

/// What is announced together: a /24 of IPv4, a /48 of IPv6.
fn network(address: &IpAddr) -> Vec<u8> {
    match address {
        IpAddr::V4(four) => four.octets().into_iter().take(3).collect(),
        IpAddr::V6(six) => six.octets().into_iter().take(6).collect(),
    }
}

fn ipv6(servers: &Servers<'_>) -> Told {
    let with_ipv6: Vec<&str> = servers
        .addresses
        .iter()
        .filter(|(_, addresses)| addresses.iter().any(IpAddr::is_ipv6))
        .map(|(host, _)| host.as_str())
        .collect();
    let shown = format!("{} of {}: {}", with_ipv6.len(), servers.hosts.len(), with_ipv6.join(", "));
    match with_ipv6.len() {
        _ if servers.addresses.values().all(Vec::is_empty) => Told::unknown(servers.failure),
        0 => Told::fail("ipv6.absent", shown),
        1 => Told::notice("ipv6.one_server", shown),
        _ => Told::pass("ipv6.present", shown),
    }
}

/// Each name server answers for the zone itself.
fn lame(servers: &Servers<'_>) -> Told {
    let sorted = servers.sorted(servers.domain, kind::SOA, |message| {
        let has_soa = message.answers.iter().any(|record| record.kind == kind::SOA);
        message.is_authoritative() && has_soa
    });
    let (lame, good) = (sorted.get(&false), sorted.get(&true));
    match (lame, good.map_or(0, Vec::len)) {
        (Some(lame), _) => Told::fail("dns.lame", lame.join(", ")),
        (None, good) if good < servers.hosts.len() + servers.above_addresses.len() => {
            Told::unknown(servers.failure)
        }
        (None, good) => Told::pass("dns.authoritative", format!("{good} servers")),
    }
}

/// Each name server names the same name servers as resolvers find, the zone above too, with the same addresses; and each of
/// them has an address.
fn delegation(servers: &Servers<'_>) -> Told {
    let without: Vec<&str> = servers
        .addresses
        .iter()
        .chain(&servers.above_addresses)
        .filter(|(_, addresses)| addresses.is_empty())
        .map(|(host, _)| host.as_str())
        .collect();
    if !without.is_empty() && servers.addresses_known {
        return Told::fail("delegation.no_address", without.join(", "));
    }
    let sorted = servers.sorted(servers.domain, kind::NS, |message| {
        let named = message.answers.iter().filter(|record| record.kind == kind::NS);
        named.map(|record| record.data.clone()).collect::<BTreeSet<_>>()
    });
    let found: BTreeSet<Vec<u8>> = servers
        .hosts
        .iter()
        .filter_map(|host| Some(Name::from_text(host.as_str())?.wire()))
        .collect();
    // A server that names none at all does not have the zone: that is told as such.
    let others = sorted.iter().filter(|(named, _)| !named.is_empty() && **named != found);
    let others: Vec<String> = others
        .map(|(named, hosts)| {
            let named: Vec<String> = named.iter().filter_map(|data| text_of(data)).collect();
            format!("{}: {}", hosts.join(", "), named.join(", "))
        })
        .collect();
    if !others.is_empty() {
        return Told::fail("delegation.other_servers", others.join("; "));
    }
    if let Some(told) = above::compare(servers, &found) {
        return told;
    }
    let same = sorted.get(&found).map_or(0, Vec::len);
    match () {
        // More than are asked: what is left over is in no set of ours.
        () if servers.hosts.len() >= SERVERS_MAX => Told::unknown("delegation.many"),
        () if same < servers.hosts.len() => Told::unknown(servers.failure),
        () => Told::pass("delegation.same", format!("{same} servers")),
    }
}

/// A name of the wire as text.
pub(super) fn text_of(data: &[u8]) -> Option<String> {
    let (mut rest, mut labels) = (data, Vec::new());
    loop {
        let (length, after) = rest.split_first()?;
        if *length == 0 {
            return Some(labels.join("."));
        }
        let (label, after) = after.split_at_checked(usize::from(*length))?;
        labels.push(String::from_utf8_lossy(label).into_owned());
        rest = after;
    }
}

/// A name server that works for everyone lends itself to attacks on others (RFC 5358).
fn recursion(servers: &Servers<'_>) -> Told {
    let sorted = servers.sorted(".", kind::NS, |message| {
        match (message.offers_recursion(), message.answers.is_empty()) {
            (true, false) => 2,
            (true, true) => 1,
            (false, _) => 0,
        }
    });
    match (sorted.get(&2), sorted.get(&1), sorted.get(&0)) {
        (Some(open), _, _) => Told::fail("dns.open_resolver", open.join(", ")),
        (None, Some(offers), _) => Told::notice("dns.offers_recursion", offers.join(", ")),
        (None, None, Some(closed)) if closed.len() == servers.hosts.len() => {
            Told::pass("dns.no_recursion", closed.join(", "))
        }
        _ => Told::unknown(servers.failure),
    }
}

fn version(servers: &Servers<'_>) -> Told {
    let sorted = servers.sorted(VERSION_NAME, kind::TXT, |message| {
        let record = message.answers.iter().find(|record| record.kind == kind::TXT);
        record.and_then(|record| record.data.get(1..)).map(<[u8]>::to_vec)
    });
    let told: Vec<String> = sorted
        .iter()
        .filter_map(|(text, hosts)| {
            let text = String::from_utf8_lossy(text.as_deref()?).into_owned();
            Some(format!("{}: {text}", hosts.join(", ")))
        })
        .collect();
    match () {
        () if !told.is_empty() => Told::notice("dns.version_told", told.join("; ")),
        () if sorted.is_empty() => Told::unknown(servers.failure),
        () => Told::pass("dns.version_kept", ""),
    }
}

/// The whole zone is only for the servers that copy it (RFC 5936 section 6).
fn transfer(servers: &Servers<'_>) -> Told {
    // The first SOA alone is what a server sends that has nothing else to say.
    let open: Vec<String> = servers
        .transfers
        .iter()
        .filter(|transfer| transfer.records > 1)
        .map(|transfer| {
            let DnsTransfer { server, records, names, .. } = transfer;
            format!("{server}: {records} records, {} names", names.len())
        })
        .collect();
    let said_no = servers.transfers.iter().filter(|transfer| transfer.rcode != "NONE").count();
    match () {
        () if !open.is_empty() => Told::fail("dns.open_transfer", open.join("; ")),
        () if servers.transfers.is_empty() => Told::nothing("dns.not_allowed"),
        () if said_no < servers.transfers.len() => Told::unknown("dns.no_answer"),
        () => Told::pass("dns.transfer_refused", format!("{said_no} servers")),
    }
}
