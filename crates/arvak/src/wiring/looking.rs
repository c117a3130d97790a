//! A run of the probes over what is recorded: the schedule, and where its findings go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arvak_core::{Class, EntityId, Outcome, Span, State};
use arvak_probe::schedule::Settings as Pace;
use arvak_probe::{
    BoxFuture, Clock, Finished, Net, PortError, Schedule, Sink, Stop, control_record_name,
    control_text,
};
use arvak_store::{Answer, Blobs, Folder};
use arvak_words::{Say, Words};

use super::leaves;
use super::listed::{self, Listed};
use super::reading::Reading;
use super::recording::Recording;
use super::{canaries, doors, measures};
use crate::cli::Doors;
use crate::settings::Settings;

/// Tokens that prove control, by domain.
pub(crate) type Tokens = BTreeMap<String, String>;

/// What probes are told besides the inventory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Tokens that prove control.
    pub(crate) tokens: Tokens,
    /// Names that others hold of our domains.
    pub(crate) listed: Listed,
    /// Endpoints of which somebody says that a filter stands before them.
    pub(crate) filtered: BTreeSet<EntityId>,
}

impl Known {
    /// All of it, as it is recorded.
    pub(crate) fn of(tokens: Tokens, reading: &Reading) -> Self {
        let filtered = measures::filtered(reading);
        Self { tokens, listed: listed::known(reading), filtered }
    }
}

/// The token of every listed domain, made now where there is none yet.
pub(crate) async fn tokens(recording: &Recording, reading: &Reading) -> anyhow::Result<Tokens> {
    let mut tokens = Tokens::new();
    for domain in doors::domains(reading.state()) {
        let token =
            recording.folder.operation().control_token(&domain, recording.clock.now()).await?;
        tokens.insert(domain, token);
    }
    Ok(tokens)
}

/// The DNS records that would prove control where it is not proved, each on a line of its own.
pub(crate) fn control_records(tokens: &Tokens, proved: &[String], words: &Words) -> Vec<String> {
    let open = tokens.iter().filter(|(domain, _)| !proved.contains(domain));
    open.map(|(domain, token)| {
        let args = [
            ("name", Say::Owned(control_record_name(domain))),
            ("value", Say::Owned(control_text(token))),
        ];
        words.say("verify-control-record", &args)
    })
    .collect()
}

/// The schedule of a run through the door that the settings and flags describe.
pub(crate) async fn schedule(
    recording: &Recording,
    reading: &Reading,
    settings: &Settings,
    flags: &Doors,
    tokens: Tokens,
    stop: &Stop,
) -> anyhow::Result<Schedule> {
    let clock = Arc::clone(&recording.clock);
    let scope = leaves::open(doors::scope(reading.state(), reading.at), reading);
    let net = doors::open(settings, flags, scope, stop.clone(), Arc::clone(&clock))?;
    let vantage = doors::vantage_of(settings, recording.folder.operation()).await?;
    let known = Known::of(tokens, reading);
    of(&recording.folder, net, clock, vantage, known, stop).await
}

/// How long a check may take: a log-in may have to wait for its next code.
pub(crate) const CHECK: Duration = Duration::from_secs(110);

/// How long a check is held: longer than it may take, with the time to end in.
pub(crate) const LEASE: Span = Span::from_millis(130_000);

/// The schedule of a run through that door.
pub(crate) async fn of(
    folder: &Folder,
    net: Net,
    clock: Arc<dyn Clock>,
    vantage: arvak_core::Name,
    known: Known,
    stop: &Stop,
) -> anyhow::Result<Schedule> {
    let probes = canaries::probes(folder, known, net.roots().clone()).await?;
    let operation = Arc::new(folder.operation().clone());
    Ok(Schedule {
        probes: probes.into(),
        net,
        clock,
        queue: operation.clone(),
        permits: operation,
        vantage,
        settings: Pace {
            worker: format!("arvak-{}", std::process::id()),
            check: CHECK,
            lease: LEASE,
            ..Pace::default()
        },
        stop: stop.clone(),
    })
}

/// How long after its beginning a look may be received: what took longer is looked at again.
pub(crate) const LOOK_MOST: Span = Span::from_days(1);

/// Keeps what was found: first the transcript, then the evidence that names it.
pub(crate) struct Keep {
    folder: Folder,
    clock: Arc<dyn Clock>,
    /// Who may see what is found of a thing: those who may see the thing.
    classes: BTreeMap<EntityId, Class>,
    /// How many pieces of evidence support, refute and say nothing.
    kept: [AtomicU64; 3],
}

impl Keep {
    pub(crate) fn new(folder: Folder, clock: Arc<dyn Clock>, state: &State) -> Self {
        let classes = state.entities().filter(|view| view.class() != Class::Internal);
        let classes = classes.map(|view| (view.id().clone(), view.class())).collect();
        Self { folder, clock, classes, kept: Default::default() }
    }

    /// How many pieces of evidence of that result were kept.
    pub(crate) fn kept(&self, result: Outcome) -> u64 {
        self.kept.get(result as usize).map_or(0, |count| count.load(Ordering::Relaxed))
    }

    fn count(&self, finished: &Finished) {
        for verdict in &finished.judgement.verdicts {
            if let Some(count) = self.kept.get(verdict.result as usize) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

impl Sink for Keep {
    fn take<'a>(&'a self, finished: &'a Finished) -> BoxFuture<'a, Result<(), PortError>> {
        Box::pin(async move {
            let seen = &finished.observation;
            if self.clock.now().since(seen.started_at) > LOOK_MOST {
                return Ok(());
            }
            let blobs: &Blobs = self.folder.blobs();
            let transcript = arvak_probe::Blobs::put(blobs, &seen.transcript).await?;
            let mut drafts = finished.to_drafts(transcript);
            if let Some(class) = self.classes.get(&seen.check.subject) {
                for draft in &mut drafts {
                    draft.class = *class;
                }
            }
            let answers = self
                .folder
                .append(drafts)
                .await
                .map_err(|error| failed(&seen.check.subject, &error))?;
            let refused = answers.iter().find_map(|answer| match answer {
                Answer::Refused(refused) => Some(refused.reason.clone()),
                Answer::Taken(_) | Answer::Known(_) => None,
            });
            match refused {
                None => {
                    self.count(finished);
                    canaries::note(self.folder.operation(), finished)
                        .await
                        .map_err(|error| failed(&seen.check.subject, &error))
                }
                Some(why) => Err(PortError::Failed {
                    what: format!("recording what was seen of {}", seen.check.subject),
                    why,
                }),
            }
        })
    }
}

fn failed(subject: &EntityId, error: &arvak_store::Error) -> PortError {
    let what = format!("what was seen of {subject}");
    if error.is_full() {
        PortError::Full { what }
    } else {
        PortError::Failed { what: format!("recording {what}"), why: error.to_string() }
    }
}
