//! The probe `google_policy`: of how many accounts of a Google Workspace two-step verification is demanded.
//!
//! The Directory API of the Admin SDK (`users.list`) says of each account `isEnforcedIn2Sv` (it is demanded) and
//! `isEnrolledIn2Sv` (a method is registered, which is no demand). No other field is asked for but what tells whether the
//! account is in use, and, where accounts are named as kept for emergencies, its id. The Cloud Identity Policy API says how
//! that came about, but answers super administrators alone, and adds nothing to what each account says.

mod judge;
mod observe;
mod sign;

use std::collections::BTreeMap;

use arvak_core::{Basis, EntityId, State};
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Outbound, Probe, ProbeError,
    Recorder, Roots, Transcript,
};

use crate::Google;
use crate::entra::{is_listed, planned};

/// The probe's name: the method of its evidence.
pub const NAME: &str = "google_policy";

/// The version of what it asks and how it judges.
const VERSION: u32 = 1;

/// The evidence kinds that it gives.
const GIVES: &[&str] = &["mfa.enforced"];

/// Google Workspaces, by the services that people log in to through them.
pub struct GooglePolicy {
    tenants: BTreeMap<EntityId, Google>,
    roots: Roots,
}

impl GooglePolicy {
    /// A probe with these.
    pub const fn new(tenants: BTreeMap<EntityId, Google>, roots: Roots) -> Self {
        Self { tenants, roots }
    }

    /// A probe without any: it judges what was seen, and plans nothing.
    pub const fn judge_alone() -> Self {
        Self::new(BTreeMap::new(), Roots::Native)
    }

    async fn carry_out(
        &self,
        check: &Check,
        context: &Context<'_>,
    ) -> Result<Observation, ProbeError> {
        let tenant = self.tenants.get(&check.subject).ok_or_else(|| ProbeError::BadCheck {
            subject: check.subject.to_string(),
            why: "it has no tenant any more: add one with `arvak tenant add`".to_owned(),
        })?;
        let door = Outbound::new(tenant.place.targets.iter().cloned(), self.roots.clone());
        let mut recorder = Recorder::new(check, VERSION, context);
        observe::all(tenant, door, context.clock, &mut recorder).await;
        recorder.finish()
    }
}

impl Probe for GooglePolicy {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn basis(&self) -> Basis {
        Basis::Configuration
    }

    fn gives(&self) -> &'static [&'static str] {
        GIVES
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        let listed = self.tenants.iter().filter(|(service, _)| is_listed(state, service));
        listed.filter_map(|(service, tenant)| planned(NAME, service, &tenant.place.host)).collect()
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(self.carry_out(check, context))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        Ok(judge::judge(&Transcript::of_probe(transcript, NAME)?))
    }
}
