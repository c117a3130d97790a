//! `arvak drill start ID`: shows what would be done; with `--for-real` it is done, or told to whoever does it by hand.

use arvak_core::Instant;
use arvak_core::drill::MARK;
use arvak_drills::act::Carried;
use arvak_drills::emit::Sent;
use arvak_drills::leave::{Lacks, Leave};
use arvak_drills::{Kept, plan, say as drill, start};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use super::restore;
use crate::cli::{DoneByHand, StartDrill};
use crate::exit::Exit;
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;
use crate::wiring::{acts, doors};

pub(super) async fn run(args: &StartDrill, settings: &Settings) -> anyhow::Result<Exit> {
    let (id, words) = (args.id.as_str(), Words::new(settings.lang));
    let recording = Recording::open(settings).await?;
    super::sweep(&recording, None, &words).await?;
    let kept = super::found(&recording, id, &words).await?;
    let now = recording.clock.now();
    if !args.for_real {
        let is_open = kept.secret.plan.is_open(now);
        let covered = match acts::deed(&kept) {
            Some(deed) => Some(acts::leave(&recording, deed, settings).await?),
            None => None,
        };
        recording.close().await?;
        return rehearse(&kept, (is_open, covered), settings, &words);
    }
    let folder = &recording.folder;
    let told_of = |error| super::told(error, &words);
    start::may_begin(folder, &kept, now).await.map_err(told_of)?;
    sealed_first(&recording, &kept, settings, &words).await?;
    let mut lacks = None;
    if let Some(deed) = acts::deed(&kept) {
        match acts::carry_out(&recording, (&kept, deed), &args.doors, settings, &words).await? {
            Ok(carried) => {
                recording.close().await?;
                return act_done(&kept, &carried, now, settings, &words);
            }
            Err(one) => lacks = Some(one),
        }
    }
    let roots = doors::roots(settings, &args.doors)?;
    let sent = start::begin(folder, &kept, &roots, now).await.map_err(told_of)?;
    recording.close().await?;
    match sent {
        None => by_a_person(&kept, lacks, settings, &words),
        Some(Sent::Cast) => said("drill-cast", &kept, now, settings, &words),
        Some(sent) => {
            start::told_of(id, sent).map_err(|refusal| super::not_now(&refusal, &words))?;
            told(&kept, now, settings, &words)
        }
    }
}

/// When this machine went down between sealing and recording, the hash goes into the ledger now: before anything happens.
async fn sealed_first(
    recording: &Recording,
    kept: &Kept,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<()> {
    let (reading, by) = (Reading::open(settings, None).await?, Settings::role(None)?);
    let Some(draft) = start::sealed_first(kept, reading.state(), &by)? else { return Ok(()) };
    let entry = recording.append(draft, words).await?;
    Ok(plan::noted(&recording.folder, &kept.row.id, entry).await?)
}

/// The leave that covers an act and the tries that it has left, or what is lacking.
type Covered = Result<(Leave, u32), Lacks>;

/// What would be done: the mark is not shown, for it is the seal.
fn rehearse(
    kept: &Kept,
    (is_open, covered): (bool, Option<Covered>),
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    if settings.json {
        let is_covered = covered.map(|covered| covered.is_ok());
        let plan = &kept.secret.plan;
        let does = drill::does(&kept.definition.stimulus, MARK, words);
        let said = json!({
            "id": kept.row.id, "for_real": false, "open": is_open, "from": plan.from, "to": plan.to,
            "level": plan.level, "does": does, "told": kept.definition.rules.told,
            "covered": is_covered,
        });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    super::super::print(&drill::agreed(&kept.definition, words))?;
    if let Some(itself) = acts::deed(kept).and_then(|deed| drill::itself(deed, words)) {
        super::super::print(&itself)?;
    }
    match covered {
        Some(Ok((leave, left))) => {
            let said = [
                ("by", Say::Text(&leave.given_by)),
                ("until", Say::Owned(super::leave::last_day(words, leave.until))),
                ("left", Say::Number(left.into())),
            ];
            super::super::print(&words.say("drill-leave-covers", &said))?;
        }
        Some(Err(lacks)) => lacking(lacks, words)?,
        None => {}
    }
    for line in drill::does(&kept.definition.stimulus, MARK, words) {
        super::super::print(&format!("    {line}"))?;
    }
    let sentence = if is_open { "drill-dry" } else { "drill-dry-closed" };
    super::super::print(&super::about(sentence, &kept.row.id, words))?;
    Ok(Exit::Done)
}

/// Why the program does not do it itself, and what to do.
fn lacking(lacks: Lacks, words: &Words) -> anyhow::Result<()> {
    super::super::print(&words.plain(lacks.sentence()))?;
    Ok(super::super::print(&words.plain("drill-leave-how"))?)
}

/// What came of an act that this program carried out. Whatever is not as agreed is told, and found by scripts.
fn act_done(
    kept: &Kept,
    carried: &Carried,
    at: Instant,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    if let Some(refusal) = carried.refusal(&kept.row.id) {
        return Err(super::not_now(&refusal, words));
    }
    let Carried::Done { done, of, answered, .. } = carried else { return Ok(Exit::Done) };
    if settings.json {
        let deadline = kept.secret.plan.deadline(at);
        let said = json!({
            "id": kept.row.id, "at": at, "deadline": deadline, "done": done, "of": of,
            "answered": answered,
        });
        super::super::print(&said.to_string())?;
    } else {
        for line in drill::carried(carried, words) {
            super::super::print(&line)?;
        }
        told(kept, at, settings, words)?;
    }
    Ok(if answered.is_expected() { Exit::Done } else { Exit::Found })
}

/// The steps, with the mark, for whoever carries them out.
fn by_a_person(
    kept: &Kept,
    lacks: Option<Lacks>,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    let mark = kept.secret.plan.mark();
    let does = drill::does(&kept.definition.stimulus, &mark, words);
    if settings.json {
        let said = json!({ "id": kept.row.id, "for_real": true, "by_hand": does, "mark": mark, "lacks": lacks.map(Lacks::sentence) });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    if let Some(lacks) = lacks {
        lacking(lacks, words)?;
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
    let told_of = |error| super::told(error, &words);
    if kept.definition.restore.is_some() {
        start::in_time(&kept, at, now).map_err(|refusal| told_of(refusal.into()))?;
        sealed_first(&recording, &kept, settings, &words).await?;
        return restore::step(args, (recording, &kept), at, settings).await;
    }
    if args.step.is_some() || args.restore_to.is_some() {
        return Err(super::refused("drill-no-steps", &args.id, &words));
    }
    start::may_be_done(&recording.folder, &kept, at, now).await.map_err(told_of)?;
    sealed_first(&recording, &kept, settings, &words).await?;
    start::done_by_hand(&recording.folder, &kept, at).await.map_err(told_of)?;
    recording.close().await?;
    told(&kept, at, settings, &words)
}

fn told(kept: &Kept, at: Instant, settings: &Settings, words: &Words) -> anyhow::Result<Exit> {
    said("drill-done", kept, at, settings, words)
}

fn said(
    sentence: &str,
    kept: &Kept,
    at: Instant,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
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
    super::super::print(&words.say(sentence, &said))?;
    Ok(Exit::Done)
}
