//! The gate itself: names first, then addresses.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arvak_core::Instant;
use ipnet::IpNet;

use super::address::forbidden;
use super::{Look, Purpose, Refusal};
use crate::probe::is_within;
use crate::{DnsAnswer, Host};

/// Most addresses of one host that are looked at.
const ADDRESSES_MAX: usize = 64;

/// What may be looked at. Domains are lower-case ASCII without a final dot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Domains that an administrator declared: what any visitor may look at.
    pub declared: BTreeSet<String>,
    /// Domains over which control is proved.
    pub proved: BTreeSet<String>,
    /// Single hosts over which control is proved, or whose operator gave leave: they and nothing below them.
    pub hosts: BTreeSet<String>,
    /// Addresses that the operator allowed, inside ones too.
    pub allow: Vec<IpNet>,
    /// When looks that are more than a visit end; they have no end when this is absent.
    pub until: Option<Instant>,
}

impl Scope {
    /// The declared domain that `host` belongs to; the longest when there are several.
    pub fn domain_of(&self, host: &Host) -> Option<&str> {
        self.declared
            .iter()
            .chain(&self.proved)
            .filter(|domain| host.is_within(domain))
            .max_by_key(|domain| domain.len())
            .map(String::as_str)
    }

    /// Whether the operator allowed this address.
    pub fn allows(&self, address: IpAddr) -> bool {
        let plain = plain(address);
        self.allow.iter().any(|net| net.contains(&plain))
    }

    /// Whether `host` may be looked up and looked at in any way. A bare address is judged by
    /// [`Scope::check_addresses`] alone.
    pub fn check_name(&self, host: &Host) -> Result<(), Refusal> {
        let is_named = self.domain_of(host).is_some() || self.hosts.contains(host.as_str());
        let allowed = is_named || host.address().is_some_and(|address| self.allows(address));
        if allowed { Ok(()) } else { Err(Refusal::Undeclared { host: host.to_string() }) }
    }

    /// Whether `host` may be looked at as what `named_by` names it: a mail exchanger or name server of a
    /// declared domain. Such servers are often somebody else's, and everyone who writes to the domain, or
    /// asks for it, comes to them; so no more than that is open here, whatever is proved.
    pub fn check_named(
        &self,
        host: &Host,
        port: u16,
        purpose: Purpose,
        named_by: &DnsAnswer,
    ) -> Result<(), Refusal> {
        let undeclared = || Refusal::Undeclared { host: host.to_string() };
        let asked: Host = named_by.name.parse().map_err(|_| undeclared())?;
        self.check_name(&asked)?;
        let record_type = purpose.named_in().filter(|_| purpose.look(port) == Look::Public);
        let names = |data: &str| {
            let named = data.rsplit(' ').next().unwrap_or(data);
            named.parse::<Host>().is_ok_and(|named| named == *host)
        };
        let is_named = record_type.is_some_and(|kind| named_by.data(kind).any(names));
        if is_named { Ok(()) } else { Err(undeclared()) }
    }

    /// Whether `host` may be asked which name servers `domain` has, since `named_by`, the answer to the question for the NS
    /// records of a name above the domain, names it. Those servers are somebody else's, and every resolver asks them that.
    pub fn check_above(
        &self,
        host: &Host,
        domain: &Host,
        named_by: &DnsAnswer,
    ) -> Result<(), Refusal> {
        self.check_name(domain)?;
        let rest = domain.as_str().strip_suffix(named_by.name.as_str());
        let is_above = rest.is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'));
        let names = |data: &str| data.parse::<Host>().is_ok_and(|named| named == *host);
        if is_above && named_by.data("NS").any(names) {
            Ok(())
        } else {
            Err(Refusal::Undeclared { host: host.to_string() })
        }
    }

    /// Whether a connection may go to `host`, which resolved to `addresses` by way of the name
    /// `canonical`. All addresses must pass.
    pub fn check_addresses(
        &self,
        host: &Host,
        port: u16,
        look: Look,
        canonical: &str,
        addresses: &[IpAddr],
    ) -> Result<(), Refusal> {
        self.check_name(host)?;
        self.check_ranges(host, addresses)?;
        let all_allowed = !addresses.is_empty() && addresses.iter().all(|&a| self.allows(a));
        if look == Look::Public || all_allowed {
            return Ok(());
        }
        self.check_proof(host, port, canonical)
    }

    /// Whether every address that `host` resolved to is one that somebody outside can mean, or allowed.
    pub fn check_ranges(&self, host: &Host, addresses: &[IpAddr]) -> Result<(), Refusal> {
        let (count, most) = (addresses.len(), ADDRESSES_MAX);
        if count > most {
            return Err(Refusal::TooManyAddresses { host: host.to_string(), count, most });
        }
        for &address in addresses {
            if let Some(what) = forbidden(address).filter(|_| !self.allows(address)) {
                return Err(Refusal::Address { host: host.to_string(), address, what });
            }
        }
        Ok(())
    }

    /// Whether a look that is more than a visit may still begin at `now`.
    pub fn check_time(&self, host: &Host, now: Instant) -> Result<(), Refusal> {
        match self.until {
            Some(until) if until <= now => Err(Refusal::Hours { host: host.to_string() }),
            _ => Ok(()),
        }
    }

    fn check_proof(&self, host: &Host, port: u16, canonical: &str) -> Result<(), Refusal> {
        let proved = |name: &str| {
            self.proved.iter().any(|domain| is_within(name, domain))
                || self.hosts.contains(&name.trim_end_matches('.').to_ascii_lowercase())
        };
        if !proved(host.as_str()) {
            let domain = self.domain_of(host).unwrap_or(host.as_str()).to_owned();
            return Err(Refusal::Unproved { host: host.to_string(), port, domain });
        }
        if !proved(canonical) {
            let canonical = canonical.to_owned();
            return Err(Refusal::Foreign { host: host.to_string(), canonical });
        }
        Ok(())
    }
}

/// A mapped v4 address as what it is: packets to `::ffff:10.0.0.1` go to 10.0.0.1. No other spelling
/// is opened here, because packets to those go by way of somebody else.
fn plain(address: IpAddr) -> IpAddr {
    address.to_canonical()
}
