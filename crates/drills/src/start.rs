//! Starting: what this program does itself, and what is noted when a person did it.

use arvak_core::drill::{Stimulus, Way};
use arvak_core::{Draft, EntityId, Instant, State};
use arvak_monitoring::Way as Known;
use arvak_probe::Roots;
use arvak_store::Folder;

use crate::emit::{self, Sent};
use crate::{Arg, Kept, Refusal, Result, emissions, plan, sealing};

/// Whether this program does it itself, and no person.
pub fn is_by_program(stimulus: &Stimulus) -> bool {
    matches!(stimulus, Stimulus::Line(line) if !matches!(line.way, Way::ByHand))
}

/// Whether nobody can ever know that it arrived: what is sent by datagram may be lost on the way.
pub fn never_known(stimulus: &Stimulus) -> bool {
    matches!(stimulus, Stimulus::Line(line) if matches!(line.way, Way::Udp { .. }))
}

/// Neither stopped nor begun nor judged, and the window is open.
pub async fn may_begin(folder: &Folder, kept: &Kept, now: Instant) -> Result<()> {
    let (row, plan) = (&kept.row, &kept.secret.plan);
    let begun = emissions(folder.operation(), &row.id).await?;
    let sentence = match begun.first() {
        _ if row.stopped_at.is_some() => "drill-is-stopped",
        Some(one) if !one.is_done => "drill-maybe-begun",
        Some(_) => "drill-begun-already",
        None if !plan.is_open(now) => "drill-not-in-window",
        None => return Ok(()),
    };
    let refusal = Refusal::about(sentence, &row.id).with("from", Arg::When(plan.from));
    Err(refusal.with("to", Arg::When(plan.to)).into())
}

/// When this machine went down between sealing and recording, the hash goes into the ledger now, before anything happens: the draft, to
/// be recorded and noted with [`plan::noted`]. Nothing when it stands there.
pub fn sealed_first(kept: &Kept, state: &State, by: &EntityId) -> Result<Option<Draft>> {
    if kept.row.entry.is_some() {
        return Ok(None);
    }
    let about = plan::organisation(state)?;
    sealing(kept.row.seal, about, by, kept.row.made_at).map(Some)
}

/// Does what this program does, after [`may_begin`] and [`sealed_first`]. Nothing when a person must.
pub async fn begin(
    folder: &Folder,
    kept: &Kept,
    roots: &Roots,
    now: Instant,
) -> Result<Option<Sent>> {
    let stimulus = &kept.definition.stimulus;
    let Stimulus::Line(line) = stimulus else { return Ok(None) };
    if matches!(line.way, Way::ByHand) {
        return Ok(None);
    }
    let trace = emit::trace(stimulus, &kept.secret.plan, now);
    let place = (folder.operation(), kept.row.id.as_str());
    emit::send(line, &trace, place, roots, now).await.map(Some)
}

/// What somebody hears of something that this program did not do, or not for certain. Nothing when it was done.
pub fn told_of(id: &str, sent: Sent) -> std::result::Result<(), Refusal> {
    let (sentence, why) = match sent {
        Sent::Done | Sent::Cast => return Ok(()),
        Sent::Refused => ("drill-begun-already", String::new()),
        Sent::NotBegun(why) => ("drill-not-begun", why),
        Sent::Unsure(why) => ("drill-unsure", why),
    };
    Err(Refusal::about(sentence, id).with("why", Arg::Text(why)))
}

/// Whether something that was done at `at` was done after the plan was sealed, and is not still to come.
pub fn in_time(kept: &Kept, at: Instant, now: Instant) -> std::result::Result<(), Refusal> {
    if at > now {
        return Err(Refusal::new("drill-future"));
    }
    if at < kept.row.made_at {
        return Err(Refusal::about("drill-before-seal", &kept.row.id));
    }
    Ok(())
}

/// Whether a person may say that it was done at `at`. A restore drill is done in steps, each said by itself.
pub async fn may_be_done(folder: &Folder, kept: &Kept, at: Instant, now: Instant) -> Result<()> {
    let id = &kept.row.id;
    in_time(kept, at, now)?;
    if kept.definition.restore.is_some() {
        return Err(Refusal::about("drill-step-needed", id).into());
    }
    may_begin(folder, kept, at).await?;
    if is_by_program(&kept.definition.stimulus) {
        return Err(Refusal::about("drill-not-by-hand", id).into());
    }
    Ok(())
}

/// Notes that a person did it at `at`, after [`may_be_done`] and [`sealed_first`].
pub async fn done_by_hand(folder: &Folder, kept: &Kept, at: Instant) -> Result<()> {
    let trace = emit::trace(&kept.definition.stimulus, &kept.secret.plan, at);
    let note = serde_json::to_string(&trace.emission(at, Known::Told, true))?;
    let id = &kept.row.id;
    if folder.operation().add_emission(id, &note, true).await? {
        return Ok(());
    }
    Err(Refusal::about("drill-begun-already", id).into())
}
