//! TLS over a conversation that stands is taken down as everywhere; what differs is what is done without roots.

use arvak_probe::{Event, Net, Recorder};
use rustls::pki_types::TrustAnchor;

use crate::https::handshake;

/// The trusted roots; without any, no certificate leads to one, and the transcript says why.
pub(crate) fn find_roots(net: &Net, recorder: &mut Recorder<'_>) -> Vec<TrustAnchor<'static>> {
    handshake::trusted(net, recorder).unwrap_or_else(|error| {
        let detail = error.to_string();
        recorder.event(Event::Note { code: error.code().to_owned(), detail });
        Vec::new()
    })
}
