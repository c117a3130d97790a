//! `arvak drill start ID`: shows what would be done; with `--for-real` it is done, or told to whoever does it by hand.

use arvak_core::Instant;
use arvak_core::drill::{MARK, Stimulus, Way};
use arvak_monitoring::Way as Known;
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use super::plan::organisation;
use super::restore;
use crate::cli::DoneByHand;
use crate::exit::{BadInput, Exit};
use crate::render::drill;
use crate::settings::Settings;
use crate::wiring::drills::emit::{self, Sent};
use crate::wiring::drills::{Kept, emissions, sealing};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(id: &str, for_real: bool, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, id, &words).await?;
    let now = recording.clock.now();
    if !for_real {
        let is_open = kept.secret.plan.is_open(now);
        recording.close().await?;
        return rehearse(&kept, is_open, settings, &words);
    }
    may_begin(&recording, &kept, now, &words).await?;
    sealed_first(&recording, &kept, settings, &words).await?;
    let stimulus = &kept.definition.stimulus;
    let trace = emit::trace(stimulus, &kept.secret.plan, now);
    let line = match stimulus {
        Stimulus::Line(line) if !matches!(line.way, Way::ByHand) => line,
        _ => {
            recording.close().await?;
            return by_a_person(&kept, settings, &words);
        }
    };
    let sent = emit::send(line, &trace, (recording.folder.operation(), id), now).await?;
    recording.close().await?;
    let (sentence, why) = match sent {
        Sent::Done => return told(&kept, now, settings, &words),
        Sent::Refused => ("drill-begun-already", String::new()),
        Sent::NotBegun(why) => ("drill-not-begun", why),
        Sent::Unsure(why) => ("drill-unsure", why),
    };
    let said = [("id", Say::Text(id)), ("why", Say::Owned(why))];
    Err(BadInput(words.say(sentence, &said)).into())
}

/// Neither stopped nor begun nor judged, and the window is open.
async fn may_begin(
    recording: &Recording,
    kept: &Kept,
    now: Instant,
    words: &Words,
) -> anyhow::Result<()> {
    let (row, plan) = (&kept.row, &kept.secret.plan);
    let begun = emissions(recording.folder.operation(), &row.id).await?;
    let sentence = match begun.first() {
        _ if row.stopped_at.is_some() => "drill-is-stopped",
        Some(one) if !one.is_done => "drill-maybe-begun",
        Some(_) => "drill-begun-already",
        None if !plan.is_open(now) => "drill-not-in-window",
        None => return Ok(()),
    };
    let said = [
        ("id", Say::Text(&row.id)),
        ("from", Say::Owned(date_and_time(words.lang(), plan.from))),
        ("to", Say::Owned(date_and_time(words.lang(), plan.to))),
    ];
    Err(BadInput(words.say(sentence, &said)).into())
}

/// When this machine went down between sealing and recording, the hash goes into the ledger now: before anything happens.
async fn sealed_first(
    recording: &Recording,
    kept: &Kept,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<()> {
    if kept.row.entry.is_some() {
        return Ok(());
    }
    let reading = Reading::open(settings, None).await?;
    let (by, made_at) = (Settings::role(None)?, kept.row.made_at);
    let draft = sealing(kept.row.seal, organisation(&reading)?, &by, made_at)?;
    let entry = recording.append(draft, words).await?;
    Ok(recording.folder.operation().note_drill_entry(&kept.row.id, entry).await?)
}

/// What would be done: the mark is not shown, for it is the seal.
fn rehearse(
    kept: &Kept,
    is_open: bool,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    if settings.json {
        let plan = &kept.secret.plan;
        let does = drill::does(&kept.definition.stimulus, MARK, words);
        let said = json!({
            "id": kept.row.id, "for_real": false, "open": is_open, "from": plan.from, "to": plan.to,
            "level": plan.level, "does": does, "told": kept.definition.rules.told,
        });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    super::super::print(&drill::agreed(&kept.definition, words))?;
    for line in drill::does(&kept.definition.stimulus, MARK, words) {
        super::super::print(&format!("    {line}"))?;
    }
    let sentence = if is_open { "drill-dry" } else { "drill-dry-closed" };
    super::super::print(&super::about(sentence, &kept.row.id, words))?;
    Ok(Exit::Done)
}

/// The steps, with the mark, for whoever carries them out.
fn by_a_person(kept: &Kept, settings: &Settings, words: &Words) -> anyhow::Result<Exit> {
    let mark = kept.secret.plan.mark();
    let does = drill::does(&kept.definition.stimulus, &mark, words);
    if settings.json {
        let said = json!({ "id": kept.row.id, "for_real": true, "by_hand": does, "mark": mark });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    super::super::print(&words.plain("drill-by-hand"))?;
    for line in does {
        super::super::print(&format!("    {line}"))?;
    }
    let said = [("id", Say::Text(&kept.row.id)), ("stop", Say::Text(&kept.definition.rules.stop))];
    let is_restore = kept.definition.restore.is_some();
    let then = if is_restore { "drill-restore-then" } else { "drill-by-hand-then" };
    super::super::print(&words.say(then, &said))?;
    Ok(Exit::Done)
}

/// `arvak drill done ID`
pub(super) async fn by_hand(args: &DoneByHand, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, &args.id, &words).await?;
    let now = recording.clock.now();
    let at = args.at.unwrap_or(now);
    if at > now {
        return Err(BadInput(words.plain("drill-future")).into());
    }
    if at < kept.row.made_at {
        return Err(super::refused("drill-before-seal", &args.id, &words));
    }
    if kept.definition.restore.is_some() {
        sealed_first(&recording, &kept, settings, &words).await?;
        return restore::step(args, (recording, &kept), at, settings).await;
    }
    if args.step.is_some() || args.restore_to.is_some() {
        return Err(super::refused("drill-no-steps", &args.id, &words));
    }
    may_begin(&recording, &kept, at, &words).await?;
    sealed_first(&recording, &kept, settings, &words).await?;
    let stimulus = &kept.definition.stimulus;
    if matches!(stimulus, Stimulus::Line(line) if !matches!(line.way, Way::ByHand)) {
        return Err(super::refused("drill-not-by-hand", &args.id, &words));
    }
    let trace = emit::trace(stimulus, &kept.secret.plan, at);
    let note = serde_json::to_string(&trace.emission(at, Known::Told, true))?;
    let is_noted = recording.folder.operation().add_emission(&args.id, &note, true).await?;
    recording.close().await?;
    if !is_noted {
        return Err(super::refused("drill-begun-already", &args.id, &words));
    }
    told(&kept, at, settings, &words)
}

fn told(kept: &Kept, at: Instant, settings: &Settings, words: &Words) -> anyhow::Result<Exit> {
    let deadline = kept.secret.plan.deadline(at);
    if settings.json {
        let said = json!({ "id": kept.row.id, "at": at, "deadline": deadline });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    let said = [
        ("id", Say::Text(&kept.row.id)),
        ("at", Say::Owned(date_and_time(words.lang(), at))),
        ("deadline", Say::Owned(date_and_time(words.lang(), deadline))),
        ("stop", Say::Text(&kept.definition.rules.stop)),
    ];
    super::super::print(&words.say("drill-done", &said))?;
    Ok(Exit::Done)
}
