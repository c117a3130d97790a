//! The probe of what a web server shows that nobody should see: files that were left behind, lists of
//! folders, methods that change things, panels of administrators, pages for developers.
//!
//! It asks for some eighty names, one after the other, over few connections. That is more than a visitor
//! does, so it needs proof of control or an address that the operator allowed. Nothing that is found is
//! kept: only which pattern it fits, and how long it is.

mod asker;
mod checks;
mod judge;
mod listing;
mod observe;
mod pages;
mod patterns;
mod table;

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Judgement, Observation, Probe, ProbeError,
};

pub(crate) use asker::{Answer, Asker};
pub(crate) use checks::CHECKS;
pub(crate) use observe::{observe, places};

use crate::https::Ways;
use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "web-exposed";

/// The version of what it asks for and how it judges.
pub(crate) const VERSION: u32 = 1;

/// Looks for what web servers should not show.
#[derive(Clone, Copy, Debug, Default)]
pub struct WebExposed;

impl Probe for WebExposed {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &["web.files_closed"]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        plan::proved(plan::endpoints(state, "https", NAME, 443))
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(observe(check, context, Ways::Usual(check.port.unwrap_or(443))))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge::judge(transcript)
    }
}
