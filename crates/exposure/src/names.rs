//! Names that others hold of the declared domains: lists from certificate transparency, zone files, plain lists. Which of
//! them answer in DNS is looked at now and again, so that a name that is gone is no finding.

mod list;

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::State;
use arvak_probe::net::Question;
use arvak_probe::{
    BadTranscript, BoxFuture, Check, Context, DnsAnswer, Event, Host, Judgement, NetError,
    Observation, Probe, ProbeError, RecordType, Recorder, Transcript,
};
use tokio::time::timeout;

pub use list::{BadList, Listed, listed_names};

use crate::answers::failure_code;
use crate::dns::ABSENT_LABEL;
use crate::findings::{Findings, inconclusive, supports};
use crate::late::late;
use crate::plan;

/// Its name, in transcripts and evidence.
pub(crate) const NAME: &str = "names";

/// The version of what it asks and how it judges.
const VERSION: u32 = 1;

/// The evidence kind.
const KIND: &str = "domain.names";

/// Notes a name of the list.
const LISTED_NOTE: &str = "listed_name";

/// Most names of one domain: as many are asked for in the time of one check.
pub const NAMES_MAX: usize = 1_000;

/// After so many questions in a row without an answer the resolvers are left alone.
const FAILURES_MAX: usize = 3;

/// Asks DNS which of the names that others hold of a domain answer.
#[derive(Clone, Debug, Default)]
pub struct Names {
    listed: BTreeMap<String, BTreeSet<Host>>,
}

impl Names {
    /// With the names that are known of each declared domain (lower-case ASCII, no final dot).
    pub fn new(listed: BTreeMap<String, BTreeSet<Host>>) -> Self {
        Self { listed }
    }
}

impl Probe for Names {
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
        let mut checks = plan::domains(state, NAME);
        checks
            .retain(|check| self.listed.get(&check.domain).is_some_and(|names| !names.is_empty()));
        checks
    }

    fn observe<'a>(
        &'a self,
        check: &'a Check,
        context: &'a Context<'a>,
    ) -> BoxFuture<'a, Result<Observation, ProbeError>> {
        Box::pin(self.look(check, context))
    }

    fn judge(&self, transcript: &[u8]) -> Result<Judgement, BadTranscript> {
        judge(transcript)
    }
}

impl Names {
    async fn look(&self, check: &Check, context: &Context<'_>) -> Result<Observation, ProbeError> {
        let mut recorder = Recorder::new(check, VERSION, context);
        let names: Vec<&Host> =
            self.listed.get(&check.domain).into_iter().flatten().take(NAMES_MAX).collect();
        // All of them first: what is not asked this time is asked the next.
        for name in &names {
            let detail = name.to_string();
            recorder.event(Event::Note { code: LISTED_NOTE.to_owned(), detail });
        }
        let absent = format!("{ABSENT_LABEL}.{}", check.host);
        let limit = context.net.limits().total;
        let asked = async {
            let names = names.iter().map(|name| name.as_str());
            ask_all([&*absent].into_iter().chain(names), context, &mut recorder).await;
        };
        if timeout(limit, asked).await.is_err() {
            recorder.failed("dns", &late(&check.host, context.net));
        }
        recorder.finish()
    }
}

async fn ask_all(
    names: impl Iterator<Item = &str>,
    context: &Context<'_>,
    recorder: &mut Recorder<'_>,
) {
    let mut failures = 0;
    for name in names {
        for record_type in [RecordType::A, RecordType::AAAA] {
            if failures >= FAILURES_MAX {
                return;
            }
            // Nobody checks signatures here, so none are asked for: they would fill the transcript.
            let question = Question { dnssec: false, ..Question::new(name, record_type) };
            match context.net.ask(&question, recorder).await {
                Ok(answer) => {
                    failures = 0;
                    if !answer.is_ok() || has_data(&answer) {
                        break;
                    }
                }
                Err(NetError::BadName { .. }) => {}
                Err(_) => failures += 1,
            }
        }
    }
}

fn has_data(answer: &DnsAnswer) -> bool {
    answer.data(&answer.record_type).next().is_some()
}

/// The names that a transcript of this probe was about.
pub fn names_listed(transcript: &Transcript) -> BTreeSet<Host> {
    let noted = transcript.events().filter_map(|event| match event {
        Event::Note { code, detail } if code == LISTED_NOTE => detail.parse::<Host>().ok(),
        _ => None,
    });
    noted.take(NAMES_MAX).collect()
}

/// That the list was gone through: what the names mean is said by comparing them with the inventory.
fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let mut findings = Findings::default();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let answering = crate::dns::names_seen(&transcript).len();
    let found = match failure_code(&transcript) {
        Some(code) => inconclusive(KIND, code),
        None if transcript.truncated => inconclusive(KIND, "transcript.truncated"),
        None => supports(KIND),
    };
    let found = found.with("listed", count(names_listed(&transcript).len()));
    findings.verdict(found.with("answering", count(answering)));
    Ok(findings.into_judgement(&transcript))
}
