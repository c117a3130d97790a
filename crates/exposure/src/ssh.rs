//! The SSH probe: who greets, which ways to log in it offers to a stranger, which algorithms, and which
//! keys. `docs/ssh-and-ports.md` says how it asks.

mod agree;
mod ask;
mod checks;
mod judge;
mod key;
mod observe;
mod offer;
mod sniff;
mod tables;
mod wire;

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;
pub(crate) use judge::judge;
pub use offer::read_offer;

use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "ssh";

/// The version of what it sees and how it judges.
pub(crate) const VERSION: u32 = 3;

/// The user that is named when asking; nobody has that name, and no password or key is tried.
pub(crate) const USER: &str = "arvak-probe";

/// Notes that the server let us in with nothing at all.
pub(crate) const ACCEPTED_NOTE: &str = "ssh_none_accepted";

/// Notes the server's key: algorithm and fingerprint.
pub(crate) const HOST_KEY_NOTE: &str = "ssh_host_key";

/// Looks at SSH servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ssh;

impl Probe for Ssh {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &["ssh.password_login_off"]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        plan::endpoints(state, "ssh", NAME, 22)
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(observe::observe(check, context))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge(transcript)
    }
}
