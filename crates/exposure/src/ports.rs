//! Services that meet the internet and should not: which of some eighty usual ports of a host answer, and what
//! answers there. `docs/ssh-and-ports.md` lists them.
//!
//! Every question is one that anyone may ask and that changes nothing; nobody logs in. It is more than a
//! visit all the same: the gate asks for proof of control.

mod checks;
mod judge;
mod knock;
mod observe;
mod speech;
mod table;

use arvak_core::State;
use arvak_probe::transcript::ServiceSeen;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;
pub(crate) use judge::judge;
pub(crate) use table::checks_of_port;

use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "ports";

/// The version of what it asks and how it judges: ports and questions.
pub(crate) const VERSION: u32 = 1;

/// Looks at the ports of a host.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ports;

impl Probe for Ports {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &["surface.services_closed"]
    }

    /// Every host of the inventory once: each endpoint names one.
    fn plan(&self, state: &State) -> Vec<Check> {
        let mut checks: Vec<Check> = Vec::new();
        for kind in ["https", "ssh"] {
            let usual_port = if kind == "ssh" { 22 } else { 443 };
            for check in plan::endpoints(state, kind, NAME, usual_port) {
                if !checks.iter().any(|known| known.host == check.host) {
                    checks.push(Check { port: None, ..check });
                }
            }
        }
        plan::proved(checks)
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

/// What a service is that said this to the question of that name, each step in order; nothing when it is
/// something else, or when there is no such question.
pub fn hear(question: &str, said: &[Vec<u8>]) -> Option<ServiceSeen> {
    (speech::named(question)?.hear)(said)
}

/// The names of all questions, for tests of foreign bytes.
pub fn questions() -> impl Iterator<Item = &'static str> {
    speech::all().map(|speech| speech.name)
}
