//! The DNS probe: whether the domain resolves, whether it is signed, and proof of control.

mod above;
mod checks;
mod control_file;
mod judge;
mod master;
mod names;
mod observe;
pub(crate) mod sec;
pub(crate) mod secure;
mod servers;
mod targets;
mod transfer;
mod zonefile;

use std::collections::BTreeMap;

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;
pub(crate) use judge::judge;
pub(crate) use names::names_seen;
pub use sec::{BadTrustAnchor, TrustAnchor};
pub use zonefile::{BadZoneFile, ZoneNames, zone_names};

use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "dns";

/// The version of what it sees and how it judges.
pub(crate) const VERSION: u32 = 5;

/// Notes the control token that was expected.
pub(crate) const CONTROL_NOTE: &str = "control_expected";

/// A name below a domain that nobody has, to see how the zone says that something is not there.
pub(crate) const ABSENT_LABEL: &str = "arvak-no-such-name";

/// The names above a domain, nearest first, the root left out.
pub(crate) fn parents(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(domain.split_once('.').map(|(_, parent)| parent), |name| {
        name.split_once('.').map(|(_, parent)| parent)
    })
}

/// Looks at a domain's DNS.
#[derive(Clone, Debug, Default)]
pub struct Dns {
    control: BTreeMap<String, String>,
}

impl Dns {
    /// With the control token that each domain (lower-case ASCII, no final dot) should show.
    pub fn new(control: BTreeMap<String, String>) -> Self {
        Self { control }
    }
}

impl Probe for Dns {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &["dns.resolves", "dnssec.present", "dnssec.valid", "domain.control", "domain.site_control"]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        plan::domains(state, NAME)
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        let token = self.control.get(check.host.as_str()).map(String::as_str);
        Box::pin(observe::observe(check, context, token))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge(transcript)
    }
}
