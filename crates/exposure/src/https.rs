//! The HTTPS probe: certificate, forced https, and what the answers tell browsers. One ordinary visit to
//! the front page over TLS, and one to port 80 as a browser makes when only a name is typed; then
//! `security.txt`, and the page once more as a script of another site would ask for it.

pub(crate) mod answer;
mod aside;
pub(crate) mod body;
mod checks;
pub(crate) mod cookie;
pub(crate) mod csp;
pub(crate) mod handshake;
mod hsts;
pub(crate) mod judge;
pub(crate) mod leaf;
pub(crate) mod line;
mod names;
mod observe;
pub(crate) mod page;
pub(crate) mod place;
pub(crate) mod security_txt;
pub(crate) mod trust;
pub(crate) mod visit;
mod ways;

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;
pub(crate) use judge::judge;
pub(crate) use names::names_seen;
pub(crate) use observe::observe;
pub(crate) use ways::Ways;

use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "https";

/// The version of what it sees and how it judges.
pub(crate) const VERSION: u32 = 2;

/// Most redirects that are followed.
pub(crate) const REDIRECTS_MAX: usize = 5;

/// Notes the root that the chain leads to, as JSON.
pub(crate) const ROOT_NOTE: &str = arvak_probe::transcript::mask::ROOT_NOTE;

/// Notes that what follows in the transcript is the way over TLS; so is what comes before any note.
pub(crate) const SECURE_NOTE: &str = "secure_http";

/// Notes that what follows in the transcript is the way without TLS.
pub(crate) const PLAIN_NOTE: &str = "plain_http";

/// Notes that the host refuses connections to the plain port.
pub(crate) const CLOSED_NOTE: &str = "plain_closed";

/// Looks at web servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Https;

impl Probe for Https {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &["web.certificate", "web.https_forced", "web.hsts"]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        plan::endpoints(state, "https", NAME, 443)
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(observe(check, context, Ways::Usual(check.port.unwrap_or(443))))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge(transcript)
    }
}
