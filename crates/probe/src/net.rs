//! The door to hosts that the inventory names. Nothing gets out but through the scope gate, within
//! limits of number, pace, bytes and time; no proxy of the environment is heeded; each step is
//! recorded; and one touch stops everything.

mod again;
mod builder;
mod connect;
mod dns;
mod error;
mod limits;
mod pace;
mod ports_at;
mod resolver;
mod stop;
mod stream;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

pub use again::Again;
pub use builder::NetBuilder;
pub use dns::Question;
pub use error::NetError;
pub use hickory_proto::rr::RecordType;
pub use limits::Limits;
pub use ports_at::{Datagrams, Knock, PortsAt};
pub use resolver::ResolverConfig;
pub use stop::Stop;
pub use stream::NetStream;

use crate::{Clock, DnsAnswer, Host, Purpose, Recorder, Refusal, Roots, Scope};

/// How Årvåk presents itself to web servers.
pub const USER_AGENT: &str = concat!(
    "Arvak/",
    env!("CARGO_PKG_VERSION"),
    " (security self-check ordered by the owner of this domain)"
);

/// Where a connection goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The host.
    pub host: Host,
    /// The port.
    pub port: u16,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.as_str().contains(':') {
            return write!(f, "[{}]:{}", self.host, self.port);
        }
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// The door. Cheap to clone; clones share limits and the stop.
#[derive(Clone)]
pub struct Net {
    inner: Arc<Inner>,
}

struct Inner {
    scope: Scope,
    resolver: ResolverConfig,
    trust_anchor: Option<Arc<str>>,
    connect: BTreeMap<String, SocketAddr>,
    reroute: BTreeMap<SocketAddr, SocketAddr>,
    roots: Roots,
    limits: Limits,
    pace: pace::Pace,
    dns_pace: pace::Pace,
    clock: Arc<dyn Clock>,
    stop: Stop,
}

impl fmt::Debug for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Net").field("scope", &self.inner.scope).finish_non_exhaustive()
    }
}

impl Net {
    /// Asks the configured resolvers, with DNSSEC records, and follows aliases. Every response code
    /// is an answer; an error means that there was none. Both are recorded here.
    ///
    /// Names are not gated: the question goes to the operator's own resolver and touches no host, and
    /// a declared domain may point anywhere (aliases, MX, SPF). It is paced and recorded.
    pub async fn query(
        &self,
        name: &str,
        record_type: RecordType,
        recorder: &mut Recorder<'_>,
    ) -> Result<DnsAnswer, NetError> {
        self.ask(&Question::new(name, record_type), recorder).await
    }

    /// The same for exactly this question.
    pub async fn ask(
        &self,
        question: &Question,
        recorder: &mut Recorder<'_>,
    ) -> Result<DnsAnswer, NetError> {
        dns::ask(&self.inner, question, recorder).await
    }

    /// Asks a name server that `named_by`, the answer to the question for the NS records of a declared
    /// domain, names: at its own address, past the resolvers. The gate, the pace and the record are those of
    /// [`Net::connect_named`]; aliases are not followed, and the message is always kept as it came.
    pub async fn ask_at(
        &self,
        question: &Question,
        server: &Host,
        named_by: &DnsAnswer,
        recorder: &mut Recorder<'_>,
    ) -> Result<DnsAnswer, NetError> {
        dns::ask_at(&self.inner, question, server, named_by, recorder).await
    }

    /// Asks a server that `named_by`, the answer to the question for the NS records of a name above a declared domain, names:
    /// which name servers it hands out for the domain, and nothing else. Pace and record are those of [`Net::ask_at`].
    pub async fn ask_above(
        &self,
        domain: &Host,
        server: &Host,
        named_by: &DnsAnswer,
        recorder: &mut Recorder<'_>,
    ) -> Result<DnsAnswer, NetError> {
        dns::ask_above(&self.inner, domain, server, named_by, recorder).await
    }

    /// The port at which a name server at `address` is asked: 53, unless the operator names a resolver at
    /// that very address.
    pub fn name_server_port(&self, address: IpAddr) -> u16 {
        dns::name_server_port(&self.inner, address)
    }

    /// Opens a TCP connection: resolves once, checks every address, and goes to a checked one. The
    /// look that is needed follows from the purpose and the port. What happened is recorded here, a
    /// failure too.
    pub async fn connect(
        &self,
        target: &Target,
        purpose: Purpose,
        recorder: &mut Recorder<'_>,
    ) -> Result<NetStream, NetError> {
        connect::connect(&self.inner, target, purpose, None, recorder).await
    }

    /// Opens a connection as [`Net::connect`] does, to an IPv6 address alone; nothing when the host has none.
    /// A failure is not recorded here.
    pub async fn connect_v6(
        &self,
        target: &Target,
        purpose: Purpose,
        recorder: &mut Recorder<'_>,
    ) -> Result<Option<NetStream>, NetError> {
        connect::connect_v6(&self.inner, target, purpose, recorder).await
    }

    /// Opens a connection to a server that `named_by`, the answer to a question about a declared domain,
    /// names: a mail exchanger for [`Purpose::Smtp`], a name server for [`Purpose::Dns`]. It may be
    /// somebody else's, so nothing but what everyone does there is open: the usual port, and no private
    /// address.
    pub async fn connect_named(
        &self,
        target: &Target,
        purpose: Purpose,
        named_by: &DnsAnswer,
        recorder: &mut Recorder<'_>,
    ) -> Result<NetStream, NetError> {
        connect::connect(&self.inner, target, purpose, Some(named_by), recorder).await
    }

    /// Opens a connection as [`Net::connect`] does, and gives the leave to open more to the same checked
    /// address: for looks that need many. The name is not resolved again.
    pub async fn connect_often(
        &self,
        target: &Target,
        purpose: Purpose,
        recorder: &mut Recorder<'_>,
    ) -> Result<(NetStream, Again), NetError> {
        let stream = self.connect(target, purpose, recorder).await?;
        let look = purpose.look(target.port);
        let again = Again::new(Arc::clone(&self.inner), target.clone(), stream.peer(), look);
        Ok((stream, again))
    }

    /// Whether a redirect to `host` may be followed: only within the declared domains. The addresses
    /// are checked when the connection is made. The caller records what it did.
    pub fn may_follow(&self, host: &Host) -> Result<(), Refusal> {
        self.inner.scope.check_name(host)
    }

    /// The one place that connections to `host` go to, when the operator named one.
    pub fn connects_to(&self, host: &Host) -> Option<SocketAddr> {
        self.inner.connect.get(host.as_str()).copied()
    }

    /// The DNSSEC keys that the operator trusts, in presentation form; the root's own when none are named.
    pub fn trust_anchor(&self) -> Option<&str> {
        self.inner.trust_anchor.as_deref()
    }

    /// The trusted roots.
    pub fn roots(&self) -> &Roots {
        &self.inner.roots
    }

    /// What may be looked at.
    pub fn scope(&self) -> &Scope {
        &self.inner.scope
    }

    /// The limits in force.
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// The handle that stops everything that goes through this door.
    pub fn stop(&self) -> Stop {
        self.inner.stop.clone()
    }
}
