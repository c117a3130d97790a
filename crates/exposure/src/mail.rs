//! The mail probe: what the domain's records say of mail in its name.

mod checks;
mod dmarc;
mod judge;
mod observe;
mod spf;
mod spf_domain;
mod spf_walk;

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;
pub(crate) use judge::judge;

use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "mail";

/// The version of what it sees and how it judges.
pub(crate) const VERSION: u32 = 1;

/// Where the DMARC record stands, before the domain.
pub(crate) const DMARC_LABEL: &str = "_dmarc";

/// Looks at MX, SPF and DMARC records.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mail;

impl Probe for Mail {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &["mail.spf", "mail.dmarc"]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        plan::domains(state, NAME)
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
