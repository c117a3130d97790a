//! The prober as a probe of the inventory: every web and mail server that is listed, once a month.

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, CheckResult, Context, Grade, Judgement, Observation, Probe,
    ProbeError, Transcript,
};

use super::{NAME, Options, StartTls, VERSION, judge, observe};
use crate::findings::add_summed;
use crate::plan;

const KIND: &str = "web.tls";

/// Certificates are the evidence of the HTTPS probe, which sees them as a visitor does.
const OURS: &str = "tls.";

/// Looks at how strong the encryption of web and mail servers is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tls;

impl Probe for Tls {
    fn name(&self) -> &'static str {
        NAME
    }

    fn method_version(&self) -> u32 {
        VERSION
    }

    fn gives(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn plan(&self, state: &State) -> Vec<Check> {
        let web = plan::endpoints(state, "https", NAME, 443);
        let mail = plan::endpoints(state, "smtp", NAME, 25);
        // It takes dozens of connections, at any port.
        plan::proved(web.into_iter().chain(mail))
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        let start_tls = check.port.and_then(StartTls::of_port);
        let options = Options { start_tls, dane: true, ..Options::default() };
        Box::pin(async move { observe(check, context, &options).await })
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        let transcript = Transcript::of_probe(transcript, NAME)?;
        let mut judgement = judge(&transcript);
        add_summed(&mut judgement, &transcript, KIND, "tls.weak", |check| {
            check.grade == Grade::Must && check.id.starts_with(OURS) && decides(check)
        });
        Ok(judgement)
    }
}

/// Whether early data is taken cannot be told of a server that gives no tickets: nobody can send any then.
fn decides(check: &CheckResult) -> bool {
    check.reason != "no_tickets"
}
