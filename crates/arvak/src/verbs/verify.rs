//! `arvak verify [POINT]`: looks for itself, records what it saw, and says what that changed.

use std::collections::BTreeSet;

use arvak_core::change::{Change, Changed, changes};
use arvak_core::{Catalogue, EntityId, Name, Outcome, State, Status};
use arvak_probe::schedule::{self, Asked, Due, Why, due_checks};
use arvak_probe::{Check, Look, Probe, RunSummary, Stop};
use arvak_words::{Say, Words};
use serde_json::json;
use tokio::sync::mpsc;

use crate::cli::{Doors, Verify};
use crate::exit::{BadInput, Exit};
use crate::render::changes::change_line;
use crate::render::progress::Progress;
use crate::settings::Settings;
use crate::wiring::areas;
use crate::wiring::discovery;
use crate::wiring::doors;
use crate::wiring::hours;
use crate::wiring::logins;
use crate::wiring::looking::{self, Keep};
use crate::wiring::outside;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;
use crate::wiring::{compared, conflict, holes, measures, milestones, placed, software};

pub(super) async fn run(args: &Verify, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let point = args.point.as_deref();
    let asked = Asking { point, all: args.all, proof_of: None, doors: &args.doors };
    carry_out_and_tell(&asked, settings, &words).await
}

/// Looks while somebody watches the terminal, and tells there what came of it.
pub(super) async fn carry_out_and_tell(
    asked: &Asking<'_>,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    let recording = Recording::open(settings).await?;
    let stop = Stop::default();
    let (sender, events) = mpsc::unbounded_channel();
    let watching = tokio::spawn(Progress::new(settings).watch(events));
    let listening = tokio::spawn(stop_at_interrupt(stop.clone()));
    let carried_out = carry_out(asked, &recording, settings, &sender, &stop, words).await;
    listening.abort();
    drop(sender);
    watching.await?;
    let done = carried_out?;

    let proved = doors::proved(done.after.state(), done.after.at);
    recording.close().await?;
    if settings.json {
        super::print(&report(&done.summary, &done.keep, &done.changed).to_string())?;
    } else {
        let records = looking::control_records(&done.tokens, &proved, words);
        say(&done.summary, &done.keep, &done.changed, &records, &done.after, words)?;
    }
    Ok(if done.summary.failed.is_empty() { Exit::Done } else { Exit::Found })
}

/// What a run is asked to look at.
pub(super) struct Asking<'a> {
    /// Only checks that feed this point or claim.
    pub(super) point: Option<&'a str>,
    /// All checks, also those that are not due.
    pub(super) all: bool,
    /// Only for the proof of control over this domain, due or not.
    pub(super) proof_of: Option<&'a EntityId>,
    pub(super) doors: &'a Doors,
}

/// What came of a run.
pub(super) struct CarriedOut {
    pub(super) summary: RunSummary,
    pub(super) keep: Keep,
    tokens: looking::Tokens,
    after: Reading,
    changed: Vec<Change>,
}

/// Looks, keeps what it finds, and tells what that changed.
pub(super) async fn carry_out(
    asked: &Asking<'_>,
    recording: &Recording,
    settings: &Settings,
    progress: &mpsc::UnboundedSender<schedule::Progress>,
    stop: &Stop,
    words: &Words,
) -> anyhow::Result<CarriedOut> {
    let before = Reading::open(settings, None).await?;
    let kinds = match asked.point {
        Some(point) => Some(kinds_of(point, &before.catalogue, words)?),
        None => None,
    };
    let tokens = looking::tokens(recording, &before).await?;
    let open = async |reading: &Reading| {
        looking::schedule(recording, reading, settings, asked.doors, tokens.clone(), stop).await
    };
    let schedule = open(&before).await?;
    let wanted = if asked.all { Asked::All } else { Asked::Nothing };
    let now = recording.clock.now();
    let mut due = due_checks(&schedule.probes, before.state(), &before.catalogue, now, &wanted);
    due.retain(|due| feeds(due, &schedule.probes, kinds.as_ref()));
    outside::keep_own(&mut due, settings)?;
    if hours::until(&settings.file.net, now)?.is_some_and(|until| until <= now) {
        // They stay due until the hours for them begin.
        due.retain(|due| due.check.look == Look::Public);
    }
    let keep = Keep::new(recording.folder.clone(), recording.clock.clone(), before.state());
    let proofs = match asked.proof_of {
        Some(domain) => {
            due.clear();
            looks_for_proof(&schedule.probes, before.state(), |check| check.subject == *domain)
        }
        None => proofs(&mut due, &schedule.probes, before.state()),
    };
    let mut summary = schedule.run(&proofs, &keep, Some(progress)).await?;
    let looked = Reading::open(settings, None).await?;
    add(&mut summary, open(&looked).await?.run(&due, &keep, Some(progress)).await?);
    let after = follow_up(recording, settings, words).await?;
    let changed = told(changes(&before.assess(), &after.assess()));
    Ok(CarriedOut { summary, keep, tokens, after, changed })
}

/// Records what follows from what was seen, and gives what is known then.
pub(super) async fn follow_up(
    recording: &Recording,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Reading> {
    let mut after = Reading::open(settings, None).await?;
    // Suppliers' answers are held against these.
    if holes::record(recording, &after, words).await?
        + placed::record(recording, &after, words).await?
        > 0
    {
        after = Reading::open(settings, None).await?;
    }
    let recorded = discovery::record(recording, &after, words).await?
        + logins::record(recording, &after, words).await?
        + milestones::record(recording, &after, words).await?
        + measures::record(recording, &after, words).await?
        + compared::record(recording, &after, words).await?
        + conflict::record(recording, &after, words).await?
        + software::record(recording, &after, words).await?;
    if recorded > 0 {
        after = Reading::open(settings, None).await?;
    }
    let recorded = areas::record(recording, &after, words).await?;
    if recorded > 0 {
        after = Reading::open(settings, None).await?;
    }
    Ok(after)
}

/// The looks at DNS that say whether control over a domain is still shown, for each domain of which something is due that
/// needs it: they go first, and what they see decides what the rest may do.
pub(super) fn proofs(
    due: &mut Vec<Due>,
    probes: &[std::sync::Arc<dyn Probe>],
    state: &State,
) -> Vec<Due> {
    let needing = due.iter().filter(|due| due.check.look == Look::Proved);
    let domains: BTreeSet<String> = needing.map(|due| due.check.domain.clone()).collect();
    let first = looks_for_proof(probes, state, |check| domains.contains(&check.domain));
    due.retain(|due| !first.iter().any(|one| one.check == due.check));
    first
}

/// The looks for proof of control that are `wanted`, due or not.
fn looks_for_proof(
    probes: &[std::sync::Arc<dyn Probe>],
    state: &State,
    wanted: impl Fn(&Check) -> bool,
) -> Vec<Due> {
    let looks = probes.iter().filter(|probe| probe.gives().contains(&"domain.control"));
    let checks = looks.flat_map(|probe| probe.plan(state));
    checks.filter(wanted).map(|check| Due { check, why: Why::Asked }).collect()
}

fn add(sum: &mut RunSummary, other: RunSummary) {
    sum.planned += other.planned;
    sum.conclusive += other.conclusive;
    sum.inconclusive += other.inconclusive;
    sum.retried += other.retried;
    sum.no_permit += other.no_permit;
    sum.failed.extend(other.failed);
    sum.abandoned += other.abandoned;
    sum.stopped |= other.stopped;
}

/// The evidence kinds that a point or claim asks for.
fn kinds_of(point: &str, catalogue: &Catalogue, words: &Words) -> anyhow::Result<BTreeSet<Name>> {
    let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
    let claims = points.flat_map(|found| found.claims.iter().map(move |claim| (&found.id, claim)));
    let asked: Vec<_> = claims
        .filter(|(id, claim)| id.as_str() == point || claim.id.as_str() == point)
        .map(|(_, claim)| claim)
        .collect();
    if asked.is_empty() {
        let args = [("point", Say::Text(point))];
        return Err(BadInput(words.say("verify-unknown-point", &args)).into());
    }
    let leaves = asked.iter().flat_map(|claim| claim.requirement.leaves());
    Ok(leaves.map(|leaf| leaf.kind.clone()).collect())
}

fn feeds(due: &Due, probes: &[std::sync::Arc<dyn Probe>], kinds: Option<&BTreeSet<Name>>) -> bool {
    let Some(kinds) = kinds else { return true };
    let probe = probes.iter().find(|probe| probe.name() == due.check.probe.as_str());
    probe.is_some_and(|probe| {
        probe.gives().iter().any(|kind| kinds.iter().any(|wanted| wanted.as_str() == *kind))
    })
}

/// The first Ctrl-C (or SIGTERM) stops the run: what runs has a few seconds, and what it finds is
/// kept. A second Ctrl-C ends the program at once; nothing acknowledged is lost by that.
pub(super) async fn stop_at_interrupt(stop: Stop) {
    if crate::exit::interrupted().await {
        stop.stop();
        if crate::exit::interrupted().await {
            std::process::exit(130);
        }
    }
}

/// Subjects whose state changed, and claims without subjects.
fn told(mut all: Vec<Change>) -> Vec<Change> {
    all.retain(|change| matches!(change.of, Changed::Subject(..)));
    all
}

fn report(summary: &RunSummary, keep: &Keep, changed: &[Change]) -> serde_json::Value {
    let failed: Vec<_> = summary
        .failed
        .iter()
        .map(|(check, error)| {
            json!({
                "probe": check.probe, "subject": check.subject, "host": check.host.to_string(),
                "code": error.code(), "reason": error.to_string(),
            })
        })
        .collect();
    json!({
        "planned": summary.planned,
        "finished": summary.conclusive + summary.inconclusive,
        "supports": keep.kept(Outcome::Supports),
        "refutes": keep.kept(Outcome::Refutes),
        "inconclusive": keep.kept(Outcome::Inconclusive),
        "retried": summary.retried,
        "stopped": summary.stopped,
        "failed": failed,
        "changes": changed,
    })
}

fn say(
    summary: &RunSummary,
    keep: &Keep,
    changed: &[Change],
    records: &[String],
    after: &Reading,
    words: &Words,
) -> anyhow::Result<()> {
    if after.state().entities_of("domain").next().is_none() {
        super::print(&words.plain("verify-no-domain"))?;
        return Ok(());
    }
    if summary.planned == 0 && summary.conclusive + summary.inconclusive == 0 {
        super::print(&words.plain("verify-nothing-due"))?;
    } else {
        let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let kept = |result| Say::Number(i64::try_from(keep.kept(result)).unwrap_or(i64::MAX));
        let args = [
            ("finished", number(summary.conclusive + summary.inconclusive)),
            ("supports", kept(Outcome::Supports)),
            ("refutes", kept(Outcome::Refutes)),
            ("inconclusive", kept(Outcome::Inconclusive)),
        ];
        super::print(&words.say("verify-summary", &args))?;
    }
    for (check, error) in &summary.failed {
        super::print(&format!("  {} {}: {error}", check.probe, check.subject))?;
    }
    if !summary.failed.is_empty() {
        let count = i64::try_from(summary.failed.len()).unwrap_or(i64::MAX);
        super::print(&words.say("verify-failed", &[("count", Say::Number(count))]))?;
    }
    if summary.stopped {
        super::print(&words.plain("verify-stopped"))?;
    }
    if changed.is_empty() {
        super::print(&words.plain("verify-no-changes"))?;
    } else {
        super::print(&words.plain("verify-changes"))?;
        for change in worst_first(changed) {
            super::print(&format!("  {}", change_line(change, words)))?;
        }
    }
    if !records.is_empty() {
        super::print(&format!("\n{}", words.plain("verify-control")))?;
        for record in records {
            super::print(&format!("  {record}"))?;
        }
    }
    Ok(())
}

fn worst_first(changed: &[Change]) -> Vec<&Change> {
    let mut sorted: Vec<_> = changed.iter().collect();
    sorted.sort_by_key(|change| change.to.unwrap_or(Status::NotApplicable));
    sorted
}
