//! The probe of a vendor's policies, whichever vendor it is: services are planned and asked about in the same way, and what
//! is said is configuration.

use std::collections::BTreeMap;

use arvak_core::{Basis, EntityId, Name, State};
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Clock, Context, Host, Judgement, Look, Observation, Outbound,
    Probe, ProbeError, Recorder, Roots, Target, Transcript,
};

/// What differs between vendors; it stands for one tenant.
pub trait Vendor: Send + Sync + 'static {
    /// The probe's name: the method of its evidence.
    const NAME: &'static str;
    /// The version of what it asks and how it judges.
    const VERSION: u32;
    /// The evidence kinds that it gives.
    const GIVES: &'static [&'static str];

    /// The host that answers for the tenant.
    fn host(&self) -> &Host;

    /// Every place that is asked.
    fn targets(&self) -> &[Target];

    /// Asks everything, and records what was said.
    fn ask<'a>(
        &'a self,
        door: Outbound,
        clock: &'a dyn Clock,
        recorder: &'a mut Recorder<'_>,
    ) -> impl Future<Output = ()> + Send;

    /// What a transcript amounts to.
    fn judge(transcript: &Transcript) -> Judgement;
}

/// Tenants of a vendor, by the services that people log in to through them.
pub struct Policy<V> {
    tenants: BTreeMap<EntityId, V>,
    roots: Roots,
}

impl<V: Vendor> Policy<V> {
    /// A probe with these tenants.
    pub const fn new(tenants: BTreeMap<EntityId, V>, roots: Roots) -> Self {
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
        let door = Outbound::new(tenant.targets().iter().cloned(), self.roots.clone());
        let mut recorder = Recorder::new(check, V::VERSION, context);
        tenant.ask(door, context.clock, &mut recorder).await;
        recorder.finish()
    }
}

impl<V: Vendor> Probe for Policy<V> {
    fn name(&self) -> &'static str {
        V::NAME
    }

    fn method_version(&self) -> u32 {
        V::VERSION
    }

    fn basis(&self) -> Basis {
        Basis::Configuration
    }

    fn gives(&self) -> &'static [&'static str] {
        V::GIVES
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        let listed = self.tenants.iter().filter(|(service, _)| is_listed(state, service));
        listed.filter_map(|(service, tenant)| planned(V::NAME, service, tenant.host())).collect()
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(self.carry_out(check, context))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        Ok(V::judge(&Transcript::of_probe(transcript, V::NAME)?))
    }
}

/// Whether a service is in the inventory and not retired.
fn is_listed(state: &State, service: &EntityId) -> bool {
    state.entity(service).is_some_and(|found| !found.is_retired())
}

/// A question about a service. It goes to the vendor alone, through the other door, so the gate has nothing to say.
fn planned(probe: &str, service: &EntityId, host: &Host) -> Option<Check> {
    Some(Check {
        probe: probe.parse::<Name>().ok()?,
        subject: service.clone(),
        host: host.clone(),
        port: None,
        look: Look::Public,
        domain: host.to_string(),
    })
}
