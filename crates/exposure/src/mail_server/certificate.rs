//! Whether the certificate that a server showed is one that a stranger would take.

use arvak_core::Instant;
use arvak_probe::TlsSeen;

use crate::bytes::Base64;
use crate::https::trust::{self, Root, Trust};

/// The chain of a handshake, leaf first; nothing when it cannot be read.
pub(crate) fn chain(seen: &TlsSeen) -> Option<Vec<Base64>> {
    seen.chain_der.iter().map(|text| Base64::try_from(text.clone()).ok()).collect()
}

/// What is wrong with the certificate at `now`, as a code; nothing when it leads to `root` and is made
/// out to one of `names`. `root` is what the look noted.
pub(crate) fn problem(
    seen: &TlsSeen,
    root: Option<&str>,
    names: &[&str],
    now: Instant,
) -> Option<&'static str> {
    let Some(chain) = chain(seen) else { return Some("tls.bad_chain") };
    let Some(leaf) = chain.first() else { return Some("tls.no_certificate") };
    let root = match root.map(serde_json::from_str::<Root>) {
        Some(Ok(root)) => Some(root),
        Some(Err(_)) => return Some("tls.not_verified"),
        None => None,
    };
    let anchors: Vec<_> = root.iter().map(Root::to_anchor).collect();
    match trust::search(&chain, &anchors, now) {
        Trust::None { reason } => Some(reason),
        Trust::Chain { window, .. } if window.until < now => Some("expired"),
        Trust::Chain { window, .. } if now < window.from => Some("not_yet_valid"),
        Trust::Chain { .. } => {
            let is_meant = names.iter().any(|name| trust::names_host(leaf, name) == Some(true));
            (!is_meant).then_some("other_name")
        }
    }
}
