//! The probe of mail servers that the inventory names: where people hand in and read their mail.

use std::collections::BTreeSet;

use arvak_core::State;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, Grade, Host, Judgement, Observation, Probe,
    ProbeError, Recorder, Transcript,
};
use tokio::time::timeout;

use super::judge::{Scene, judge_servers};
use super::{Looker, NAME, Place, VERSION, find_roots, servers};
use crate::findings::{Findings, add_summed};
use crate::late::late;
use crate::plan;

/// The kinds of endpoints that are mail servers, and their usual ports, by the names of the registry of
/// IANA. An endpoint without a kind is taken for what its port says.
const KINDS: [(&str, u16); 7] = [
    ("smtp", 25),
    ("submission", 587),
    ("submissions", 465),
    ("imap", 143),
    ("imaps", 993),
    ("pop3", 110),
    ("pop3s", 995),
];

/// What all that must be so amounts to.
const KIND: &str = "mail.server_sound";

/// Looks at mail servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct MailServer;

impl Probe for MailServer {
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
        let of_kind = |(kind, port): (&str, u16)| plan::endpoints(state, kind, NAME, port);
        let mut checks: Vec<Check> = KINDS.into_iter().flat_map(of_kind).collect();
        checks.sort_unstable();
        checks
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(observe(check, context))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        let transcript = Transcript::of_probe(transcript, NAME)?;
        let mut findings = Findings::default();
        let scene = Scene {
            servers: servers(&transcript),
            none: None,
            is_cut_short: false,
            names: Vec::new(),
            promised: BTreeSet::new(),
            has_roots: transcript.roots.is_some(),
            now: transcript.started_at,
            domain: &transcript.domain,
        };
        judge_servers(&mut findings, &scene);
        let mut judgement = findings.into_judgement(&transcript);
        add_summed(&mut judgement, &transcript, KIND, "mail.server_open", |check| {
            check.grade == Grade::Must
        });
        Ok(judgement)
    }
}

async fn observe(check: &Check, context: &Context<'_>) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let roots = find_roots(context.net, &mut recorder);
    let place = Place { host: check.host.clone(), port: check.port.unwrap_or(25) };
    let mut looker = Looker {
        net: context.net,
        recorder: &mut recorder,
        roots: &roots,
        domain: domain_of(check),
    };
    let limit = context.net.limits().total;
    if timeout(limit, looker.named(&place)).await.is_err() {
        recorder.failed("mail", &late(&check.host, context.net));
    }
    recorder.finish()
}

/// The declared domain; the host itself where a look has none.
fn domain_of(check: &Check) -> &str {
    let host: &Host = &check.host;
    if check.domain.is_empty() { host.as_str() } else { &check.domain }
}
