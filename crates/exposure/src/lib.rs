//! Looks at what meets the internet: DNS, HTTPS, mail records, SSH, and ports that should be closed.
//!
//! Each room holds one probe. Its `observe` goes through the [`arvak_probe::Net`] door and takes down
//! what it saw; its `judge` is a pure function over those bytes. What a judge cannot tell for certain
//! is inconclusive: a host that is silent, out of scope or in disorder never counts as support.
//!
//! A look at a bare target, outside any inventory, is [`look`].

mod answers;
mod bytes;
mod checks;
mod dns;
mod exposed;
mod filter;
mod findings;
pub mod foreign;
mod https;
pub mod imports;
mod late;
mod look;
mod mail;
mod mail_server;
mod names;
pub mod places;
mod plan;
pub mod ports;
pub mod rpki;
mod ssh;
pub mod tls;
mod tlsa;

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::EntityId;
use arvak_probe::{Host, Probe, Transcript};

pub use checks::{CheckInfo, checks};
pub use dns::{BadTrustAnchor, BadZoneFile, Dns, TrustAnchor, ZoneNames, zone_names};
pub use exposed::WebExposed;
pub use filter::{ATTACK_FILTER, AttackFilter};
pub use https::Https;
pub use look::{
    LOOKS, LookError, Looked, host_of_target, look, look_mail, look_routes, look_whole,
};
pub use mail::{Mail, read_record};
pub use mail_server::MailServer;
pub use names::{BadList, Listed, NAMES_MAX, Names, listed_names, names_listed};
pub use plan::endpoint_hosts;
pub use ports::Ports;
pub use rpki::Rpki;
pub use ssh::{Ssh, read_offer as read_ssh_offer};
pub use tls::Tls;

/// The hosts inside the declared domain that a look came across besides the one it was about: aliases, mail
/// exchangers, redirects, names in certificates. Whoever keeps an inventory should know them.
pub fn names_seen(transcript: &Transcript) -> BTreeSet<Host> {
    match transcript.probe.as_str() {
        dns::NAME | names::NAME => dns::names_seen(transcript),
        https::NAME | exposed::NAME | tls::NAME => https::names_seen(transcript),
        _ => BTreeSet::new(),
    }
}

/// All probes of this room. `control` holds the token that each declared domain should show in its
/// TXT record at `_arvak.<domain>` (domain in lower-case ASCII without a final dot).
pub fn probes(control: BTreeMap<String, String>) -> Vec<Box<dyn Probe>> {
    probes_knowing(control, BTreeMap::new(), Rpki::default(), BTreeSet::new())
}

/// The same, with the names that others hold of each declared domain, with imported tables of routes, and with the endpoints of
/// which somebody says that a filter stands before them.
pub fn probes_knowing(
    control: BTreeMap<String, String>,
    listed: BTreeMap<String, BTreeSet<Host>>,
    rpki: Rpki,
    filtered: BTreeSet<EntityId>,
) -> Vec<Box<dyn Probe>> {
    vec![
        Box::new(AttackFilter::new(filtered)),
        Box::new(Dns::new(control)),
        Box::new(Https),
        Box::new(Mail),
        Box::new(MailServer),
        Box::new(Names::new(listed)),
        Box::new(Ports),
        Box::new(rpki),
        Box::new(Ssh),
        Box::new(Tls),
        Box::new(WebExposed),
    ]
}
