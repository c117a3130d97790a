//! The probe `google_policy`: of how many accounts of a Google Workspace two-step verification is demanded.
//!
//! The Directory API of the Admin SDK (`users.list`) says of each account `isEnforcedIn2Sv` (it is demanded) and
//! `isEnrolledIn2Sv` (a method is registered, which is no demand). No other field is asked for but what tells whether the
//! account is in use, and, where accounts are named as kept for emergencies, its id. The Cloud Identity Policy API says how
//! that came about, but answers super administrators alone, and adds nothing to what each account says.

mod judge;
mod observe;
mod sign;

use arvak_probe::{Clock, Host, Judgement, Outbound, Recorder, Target, Transcript};

use crate::Google;
use crate::policy::{Policy, Vendor};

/// The probe's name: the method of its evidence.
pub const NAME: &str = "google_policy";

/// The version of what it asks and how it judges.
const VERSION: u32 = 1;

/// The evidence kinds that it gives.
const GIVES: &[&str] = &["mfa.enforced"];

/// Google Workspaces, by the services that people log in to through them.
pub type GooglePolicy = Policy<Google>;

impl Vendor for Google {
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
