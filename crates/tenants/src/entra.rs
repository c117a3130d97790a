//! The probe `entra_policy`: what Microsoft Graph says of a tenant's conditional-access policies, security defaults, sign-ins
//! by old clients, registered methods and accounts for emergencies.

mod judge;
mod observe;
mod reduce;

use arvak_probe::{Clock, Host, Judgement, Outbound, Recorder, Target, Transcript};

use crate::Entra;
use crate::policy::{Policy, Vendor};

/// The probe's name: the method of its evidence.
pub const NAME: &str = "entra_policy";

/// The version of what it asks and how it judges.
const VERSION: u32 = 1;

/// The evidence kinds that it gives.
const GIVES: &[&str] = &["mfa.enforced", "access.legacy_login_blocked", "access.admins_two_factor"];

/// Tenants of Entra ID, by the services that people log in to through them.
pub type EntraPolicy = Policy<Entra>;

impl Vendor for Entra {
    const NAME: &'static str = NAME;
    const VERSION: u32 = VERSION;
    const GIVES: &'static [&'static str] = GIVES;

    fn host(&self) -> &Host {
        &self.place.host
    }

    fn targets(&self) -> &[Target] {
        &self.place.targets
    }

    fn ask<'a>(
        &'a self,
        door: Outbound,
        clock: &'a dyn Clock,
        recorder: &'a mut Recorder<'_>,
    ) -> impl Future<Output = ()> + Send {
        observe::all(self, door, clock, recorder)
    }

    fn judge(transcript: &Transcript) -> Judgement {
        judge::judge(transcript)
    }
}
