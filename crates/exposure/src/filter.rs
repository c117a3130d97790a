//! The probe of a filter before a web service (a web application firewall): does it stop what looks like an attack?
//!
//! It is asked for only where somebody claims that there is one (letter point 3: measures until two factors are in place).
//! Five requests of the front page: as usual, with three texts in the query that every such filter knows and that mean nothing
//! to the page, and as usual again. No text is a working attack; each stands in the first rules of OWASP's Core Rule Set. As a
//! filter writes such requests down and may bar who sent them, it needs proof of control or an address that the operator allowed.

mod checks;
mod judge;
mod observe;

use std::collections::BTreeSet;

use arvak_core::{EntityId, State};
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use checks::CHECKS;

use crate::https::Ways;
use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "attack-filter";

/// The version of what it asks for and how it judges.
const VERSION: u32 = 1;

/// The evidence kind that it gives, about an endpoint.
pub const ATTACK_FILTER: &str = "web.attack_filter";

/// Tries filters where somebody says that there is one.
#[derive(Clone, Debug, Default)]
pub struct AttackFilter {
    claimed: BTreeSet<EntityId>,
}

impl AttackFilter {
    /// A probe of these endpoints; of none, it judges what was seen and plans nothing.
    pub const fn new(claimed: BTreeSet<EntityId>) -> Self {
        Self { claimed }
    }
}

impl Probe for AttackFilter {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &[ATTACK_FILTER]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        let all = plan::endpoints(state, "https", NAME, 443);
        plan::proved(all.into_iter().filter(|check| self.claimed.contains(&check.subject)))
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(observe::observe(check, context, Ways::Usual(check.port.unwrap_or(443))))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge::judge(transcript)
    }
}
