//! Which addresses belong to a domain, as DNS answered: the look asks for what is missing here, and the judge reads the same.

use std::collections::BTreeMap;
use std::net::IpAddr;

use arvak_probe::{DnsAnswer, Host};

use crate::answers::rcode_reason;
use crate::dns::parents;
use crate::mail::exchangers_of;

/// Most name servers of a zone, and most zones of mail servers.
const SERVERS_MAX: usize = 8;

/// A question: a name and a record type.
pub(super) type Asked = (String, &'static str);

/// What addresses are used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    Web,
    Servers,
    Mail,
    MailServers,
}

impl Use {
    pub(super) const ALL: [Self; 4] = [Self::Web, Self::Servers, Self::Mail, Self::MailServers];
}

/// What is known of the addresses for one use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// The addresses, with the host that has each.
    pub(super) found: Vec<(Host, IpAddr)>,
    /// Questions that were not answered, or not asked.
    pub(super) missing: Vec<Asked>,
    /// The code of an answer that says nothing.
    pub(super) why: Option<&'static str>,
}

/// DNS answers by question.
pub(super) struct Answers<'a>(BTreeMap<(&'a str, &'a str), &'a DnsAnswer>);

impl<'a> Answers<'a> {
    pub(super) fn of(answers: impl Iterator<Item = &'a DnsAnswer>) -> Self {
        let mut by_question = BTreeMap::new();
        for answer in answers {
            by_question.entry((&*answer.name, &*answer.record_type)).or_insert(answer);
        }
        Self(by_question)
    }

    /// The addresses for that use, and the questions that are still open.
    pub(super) fn places(&self, domain: &Host, r#use: Use) -> Places {
        let mut places = Places::default();
        match r#use {
            Use::Web => {
                let www = format!("www.{domain}").parse::<Host>().ok();
                for host in [Some(domain.clone()), www].into_iter().flatten() {
                    self.addresses(&host, &mut places);
                }
            }
            Use::Servers => {
                self.name_servers(domain.as_str(), &mut places);
            }
            Use::Mail => {
                for host in self.exchangers(domain, &mut places) {
                    self.addresses(&host, &mut places);
                }
            }
            Use::MailServers => {
                for host in self.exchangers(domain, &mut places) {
                    self.zone_servers(host.as_str(), &mut places);
                }
            }
        }
        places.found.sort();
        places.found.dedup();
        places
    }

    /// The data that answered; nothing, with the question noted, when none did.
    fn data(&self, name: &str, kind: &'static str, places: &mut Places) -> Option<Vec<&'a str>> {
        let answer = self.0.get(&(name, kind));
        let why = answer.and_then(|answer| rcode_reason(&answer.rcode));
        if let Some(answer) = answer.filter(|_| why.is_none()) {
            return Some(answer.data(kind).collect());
        }
        places.missing.push((name.to_owned(), kind));
        places.why = places.why.or(why);
        None
    }

    fn addresses(&self, host: &Host, places: &mut Places) {
        if let Some(address) = host.address() {
            places.found.push((host.clone(), address));
            return;
        }
        for kind in ["A", "AAAA"] {
            let data = self.data(host.as_str(), kind, places).unwrap_or_default();
            let read = data.iter().filter_map(|data| data.parse().ok());
            places.found.extend(read.map(|address| (host.clone(), address)));
        }
    }

    /// The name servers of a zone; whether it is one.
    fn name_servers(&self, zone: &str, places: &mut Places) -> bool {
        let Some(data) = self.data(zone, "NS", places) else { return true };
        let hosts: Vec<Host> = data.iter().filter_map(|data| data.parse().ok()).collect();
        for host in hosts.iter().take(SERVERS_MAX) {
            self.addresses(host, places);
        }
        !hosts.is_empty()
    }

    /// The name servers of the zone that a host stands in.
    fn zone_servers(&self, host: &str, places: &mut Places) {
        let names = [host].into_iter().chain(parents(host)).filter(|name| name.contains('.'));
        for name in names {
            if self.name_servers(name, places) {
                return;
            }
        }
    }

    fn exchangers(&self, domain: &Host, places: &mut Places) -> Vec<Host> {
        let data = self.data(domain.as_str(), "MX", places).unwrap_or_default();
        exchangers_of(data)
    }
}
