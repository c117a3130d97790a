//! The time that a look may take as a whole.

use arvak_probe::{Host, Net, NetError};

/// That the time which one connection may take was not enough for one way of the look: many short
/// waits, redirects or questions must not add up to a long one.
pub(crate) fn late(host: &Host, net: &Net) -> NetError {
    let limit_ms = u64::try_from(net.limits().total.as_millis()).unwrap_or(u64::MAX);
    NetError::TimedOut { host: host.to_string(), step: "the end", limit_ms }
}
