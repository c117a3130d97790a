//! The visits of the HTTPS probe.

use arvak_probe::{
    Check, Context, Event, Host, Net, NetError, Observation, ProbeError, Purpose, Recorder, Target,
};
use rustls::pki_types::TrustAnchor;

use super::place::Place;
use super::{CLOSED_NOTE, PLAIN_NOTE, REDIRECTS_MAX, VERSION, handshake, visit};

/// Visits the front page over TLS, then (where TLS is at its usual port) over plain HTTP.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let port = check.port.unwrap_or(443);
    let mut visitor = Visitor { net: context.net, host: &check.host, recorder: &mut recorder };
    if let Some(roots) = visitor.roots() {
        visitor.follow(Place::root(true, check.host.as_str(), port), &roots).await;
    }
    if port == 443 {
        visitor.note(PLAIN_NOTE);
        visitor.follow(Place::root(false, check.host.as_str(), 80), &[]).await;
    }
    recorder.finish()
}

struct Visitor<'a, 'r> {
    net: &'a Net,
    host: &'a Host,
    recorder: &'a mut Recorder<'r>,
}

impl Visitor<'_, '_> {
    /// The trusted roots. Without them nothing can be said of a certificate, so nothing is visited.
    fn roots(&mut self) -> Option<Vec<TrustAnchor<'static>>> {
        let roots = self.net.roots();
        match roots.fingerprint().and_then(|print| Ok((print, roots.store()?))) {
            Ok((fingerprint, store)) => {
                self.recorder.trust(&fingerprint);
                Some(store.roots.clone())
            }
            Err(error) => {
                self.recorder.event(Event::Failed {
                    step: "tls".to_owned(),
                    code: error.code().to_owned(),
                    detail: error.to_string(),
                    transient: false,
                });
                None
            }
        }
    }

    /// Visits `start` and follows redirects as long as they stay on this host and its scheme.
    async fn follow(&mut self, start: Place, roots: &[TrustAnchor<'static>]) {
        let mut place = start.clone();
        for hops in 0..=REDIRECTS_MAX {
            let Some(target) = self.visit(&place, roots).await else { return };
            let code = match () {
                () if target.host != start.host => Some("redirect.other_host"),
                () if target.secure != start.secure => Some("redirect.other_scheme"),
                () if target.port != start.port => Some("redirect.other_port"),
                () if hops == REDIRECTS_MAX => Some("redirect.too_many"),
                () => None,
            };
            self.recorder.event(Event::Redirect {
                location: target.masked().to_string(),
                followed: code.is_none(),
                code: code.map(str::to_owned),
            });
            if code.is_some() {
                return;
            }
            place = target;
        }
    }

    /// One visit; says where it redirects to.
    async fn visit(&mut self, place: &Place, roots: &[TrustAnchor<'static>]) -> Option<Place> {
        let target = Target { host: self.host.clone(), port: place.port };
        let purpose = if place.secure { Purpose::Https } else { Purpose::Http };
        let stream = match self.net.connect(&target, purpose, self.recorder).await {
            Ok(stream) => stream,
            Err(error) => {
                if !place.secure && is_closed(&error) {
                    self.note(CLOSED_NOTE);
                }
                return None;
            }
        };
        if !place.secure {
            return visit::get(place, stream, self.recorder).await;
        }
        let stream = handshake::shake_hands(self.host, stream, roots, self.recorder).await?;
        visit::get(place, stream, self.recorder).await
    }

    fn note(&mut self, code: &str) {
        self.recorder.event(Event::Note { code: code.to_owned(), detail: String::new() });
    }
}

/// Whether the host itself said that nothing listens, as opposed to saying nothing.
fn is_closed(error: &NetError) -> bool {
    matches!(error, NetError::Unreachable { why, .. } if why.contains("refused"))
}
