//! Building a door.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use super::pace::Pace;
use super::{Inner, Limits, Net, ResolverConfig, Stop};
use crate::{Clock, Roots, Scope};

/// Everything that a door is made of.
#[derive(Clone, Debug, Default)]
pub struct NetBuilder {
    /// What may be looked at.
    pub scope: Scope,
    /// Whom to ask for names.
    pub resolver: ResolverConfig,
    /// The DNSSEC keys to trust: DS or DNSKEY records in presentation form. The root's own when absent.
    pub trust_anchor: Option<Arc<str>>,
    /// Where hosts (as [`crate::Host`] writes them) are, whatever DNS says and whatever port is asked
    /// for: `--connect`. The gate judges this address like one that a name resolved to.
    pub connect: BTreeMap<String, SocketAddr>,
    /// Addresses that really listen elsewhere: for the demonstration and tests. The gate judges the
    /// address that the name resolved to, before this.
    pub reroute: BTreeMap<SocketAddr, SocketAddr>,
    /// Whom to trust.
    pub roots: Roots,
    /// How much, how many and how long.
    pub limits: Limits,
    /// What stops it.
    pub stop: Stop,
}

impl NetBuilder {
    /// The door. The clock paces new connections; time-outs run on the runtime's timers, so that a
    /// simulated clock does not make a real host late.
    pub fn build(self, clock: Arc<dyn Clock>) -> Net {
        let Self { scope, resolver, trust_anchor, connect, reroute, roots, limits, stop } = self;
        let pace = Pace::new(limits.open, limits.open_per_host, limits.new_per_second_per_host);
        let dns_pace = Pace::new(limits.dns_open, limits.dns_open, limits.dns_per_second);
        Net {
            inner: Arc::new(Inner {
                scope,
                resolver,
                trust_anchor,
                connect,
                reroute,
                roots,
                limits,
                pace,
                dns_pace,
                clock,
                stop,
            }),
        }
    }
}
