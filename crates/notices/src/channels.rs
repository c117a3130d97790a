//! How this installation sends, as the operator says.

use arvak_core::Span;
use arvak_probe::{Outbound, Roots, Target};

use crate::Relay;
use crate::sms::Gateway;

/// Days before its expiry that evidence is told of, unless the operator says otherwise.
const EXPIRING_DAYS: u32 = 14;

/// Days that a message is tried, unless the operator says otherwise. Mail servers keep trying for four to five days (RFC
/// 5321, 4.5.4.1).
const GIVE_UP_DAYS: u32 = 5;

/// Connections to the relay at once, unless the operator says otherwise.
const CONNECTIONS: u8 = 4;

/// How this installation sends.
#[derive(Clone, Debug)]
pub struct Channels {
    /// The mail relay; without one nobody gets mail.
    pub relay: Option<Relay>,
    /// The gateway for text messages; without one nobody gets any.
    pub sms: Option<Gateway>,
    /// Whom TLS trusts.
    pub roots: Roots,
    /// How long before its expiry evidence is told of.
    pub expiring: Span,
    /// How long a message is tried before it is a failure.
    pub give_up: Span,
    /// Mail to suppliers.
    pub suppliers: ToSuppliers,
}

/// What every mail to a supplier says, and how many go at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSuppliers {
    /// Whom to call to learn whether a mail is genuine; without it nothing is sent to suppliers.
    pub call: Option<String>,
    /// A sentence of the municipality's own.
    pub own: Option<String>,
    /// Most connections to the relay at once.
    pub connections: u8,
}

impl Default for ToSuppliers {
    fn default() -> Self {
        Self { call: None, own: None, connections: CONNECTIONS }
    }
}

impl Default for Channels {
    fn default() -> Self {
        Self {
            relay: None,
            sms: None,
            roots: Roots::Native,
            expiring: Span::from_days(EXPIRING_DAYS),
            give_up: Span::from_days(GIVE_UP_DAYS),
            suppliers: ToSuppliers::default(),
        }
    }
}

impl Channels {
    /// The door to the relay, the gateway and these webhooks, and to nothing else.
    pub fn door(&self, webhooks: impl IntoIterator<Item = Target>) -> Outbound {
        let relay = self.relay.iter().map(|relay| relay.target.clone());
        let sms = self.sms.iter().map(|sms| sms.target().clone());
        Outbound::new(relay.chain(sms).chain(webhooks), self.roots.clone())
    }
}
