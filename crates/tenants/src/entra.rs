//! The probe `entra_policy`: what Microsoft Graph says of a tenant's conditional-access policies, security defaults, sign-ins
//! by old clients, registered methods and accounts for emergencies.

mod judge;
mod observe;
mod reduce;

use std::collections::BTreeMap;

use arvak_core::{Basis, EntityId, Name, State};
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Look, Observation, Outbound, Probe,
    ProbeError, Recorder, Roots, Transcript,
};

use crate::Entra;

/// The probe's name: the method of its evidence.
pub const NAME: &str = "entra_policy";

/// The version of what it asks and how it judges.
const VERSION: u32 = 1;

/// The evidence kinds that it gives.
const GIVES: &[&str] = &["mfa.enforced", "access.legacy_login_blocked", "access.admins_two_factor"];

/// Tenants of Entra ID, by the services that people log in to through them.
pub struct EntraPolicy {
    tenants: BTreeMap<EntityId, Entra>,
    roots: Roots,
}

impl EntraPolicy {
    /// A probe with these tenants.
    pub const fn new(tenants: BTreeMap<EntityId, Entra>, roots: Roots) -> Self {
        Self { tenants, roots }
    }

    /// A probe without tenants: it judges what was seen, and plans nothing.
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

impl Probe for EntraPolicy {
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

/// Whether a service is in the inventory and not retired.
pub(crate) fn is_listed(state: &State, service: &EntityId) -> bool {
    state.entity(service).is_some_and(|found| !found.is_retired())
}

/// A question about a service. It goes to the vendor alone, through the other door, so the gate has nothing to say.
pub(crate) fn planned(probe: &str, service: &EntityId, host: &arvak_probe::Host) -> Option<Check> {
    Some(Check {
        probe: probe.parse::<Name>().ok()?,
        subject: service.clone(),
        host: host.clone(),
        port: None,
        look: Look::Public,
        domain: host.to_string(),
    })
}
