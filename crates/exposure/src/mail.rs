//! The mail probe: what the domain's records say of mail in its name, and whether its mail servers keep to
//! it.

mod checks;
mod dkim;
mod dmarc;
mod dmarc_walk;
mod exchangers;
mod foreign;
mod judge;
mod observe;
mod places;
mod policy_file;
mod spf;
mod spf_domain;
mod spf_void;
mod spf_walk;
mod sts;
mod tags;
mod tls_rpt;
mod tlsa;

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;
pub use foreign::read_record;
pub(crate) use judge::judge;
pub(crate) use observe::observe;

use crate::plan;

/// The mail servers that the data of MX records names, the preferred ones first.
pub(crate) fn exchangers_of<'a>(
    records: impl IntoIterator<Item = &'a str>,
) -> Vec<arvak_probe::Host> {
    exchangers::Exchangers::read(records).hosts
}

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "mail";

/// The version of what it sees and how it judges.
pub(crate) const VERSION: u32 = 3;

/// Where the DMARC record stands, before the domain.
pub(crate) const DMARC_LABEL: &str = "_dmarc";

/// Looks at the records of mail, and greets the mail servers that they name.
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
        &["mail.spf", "mail.dmarc", "mail.encrypted"]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        plan::domains(state, NAME)
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(observe(check, context, &[]))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge(transcript)
    }
}
