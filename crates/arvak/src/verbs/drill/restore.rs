//! `arvak drill done ID --step …`: the steps of a restore drill, each the word of whoever carried it out.

use arvak_core::drill::{MARK, Restore};
use arvak_core::{Digest, Instant, Span};
use arvak_drills::{Gathered, Kept};
use arvak_monitoring::{Emission, Step, Way};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use crate::cli::DoneByHand;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::recording::Recording;

/// One step: it follows the one before, and the marker stayed for as long as was agreed.
pub(super) async fn step(
    args: &DoneByHand,
    (recording, kept): (Recording, &Kept),
    at: Instant,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (Some(step), Some(restore)) = (args.step, &kept.definition.restore) else {
        return Err(super::refused("drill-step-needed", &args.id, &words));
    };
    let step = step.step();
    let gathered = Gathered::of(&recording.folder, kept, at).await?;
    let record = &gathered.record;
    let steps: Vec<_> =
        Step::ALL.into_iter().filter(|one| record.step_at(*one).is_some()).collect();
    let last = steps.last().and_then(|last| record.step_at(*last));
    let expected = Step::ALL.get(steps.len()).copied();
    let stays = Span::from_millis(record.plan.stays_ms.unwrap_or(0));
    let entered = record.step_at(Step::Entered);
    let sentence = match () {
        () if kept.row.stopped_at.is_some() => Some("drill-is-stopped"),
        () if kept.row.judged.is_some() => Some("drill-judged-already"),
        () if expected != Some(step) => Some("drill-step-order"),
        () if last.is_some_and(|last| at < last) => Some("drill-step-before"),
        () if step == Step::Entered && !record.plan.is_open(at) => Some("drill-step-window"),
        () if step == Step::Deleted && entered.is_some_and(|from| at < from.plus(stays)) => {
            Some("drill-step-too-soon")
        }
        () => None,
    };
    if let Some(sentence) = sentence {
        let said = [
            ("id", Say::Text(&args.id)),
            ("step", Say::Owned(expected.map(Step::name).unwrap_or_default().to_owned())),
            ("stays", Say::Owned(words.span(stays))),
            ("from", Say::Owned(date_and_time(words.lang(), record.plan.from))),
            ("to", Say::Owned(date_and_time(words.lang(), record.plan.to))),
        ];
        return Err(BadInput(words.say(sentence, &said)).into());
    }
    let deleted = record.step_at(Step::Deleted);
    let restore_to = args.restore_to.or(deleted).filter(|_| step == Step::Asked);
    let was_there = |to: Instant| Some(to) >= entered && Some(to) <= deleted;
    if restore_to.is_some_and(|to| !was_there(to))
        || (step != Step::Asked && args.restore_to.is_some())
    {
        return Err(super::refused("drill-restore-to", &args.id, &words));
    }
    let (text, place) = match step {
        Step::Entered => (mark_in(kept), "content"),
        Step::Deleted => (restore.delete.join("\n"), "none"),
        Step::Asked => (restore.record.clone(), "none"),
    };
    let emission = Emission {
        answered: None,
        at,
        host: String::new(),
        way: Way::Told,
        sha256: Digest::of(text.as_bytes()),
        place: place.to_owned(),
        is_done: true,
        step: Some(step),
        restore_to,
    };
    let number = u32::try_from(steps.len())?.saturating_add(1);
    let note = serde_json::to_string(&emission)?;
    let operation = recording.folder.operation();
    let is_noted = operation.add_drill_step(&args.id, number, &note).await?;
    recording.close().await?;
    if !is_noted {
        return Err(super::refused("drill-begun-already", &args.id, &words));
    }
    tell((kept, restore), (step, at), settings, &words)
}

/// The steps with the mark in them: what was entered.
fn mark_in(kept: &Kept) -> String {
    let mark = kept.secret.plan.mark();
    arvak_drills::say::does(&kept.definition.stimulus, &mark, &Words::new(arvak_words::Lang::En))
        .join("\n")
}

/// What comes next. What is told to the supplier never holds the mark: whoever knows it needs no backup.
fn tell(
    (kept, restore): (&Kept, &Restore),
    (step, at): (Step, Instant),
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    let plan = &kept.secret.plan;
    let day = |at: Instant| Say::Owned(date_and_time(words.lang(), at));
    if settings.json {
        let deadline = (step == Step::Asked).then(|| plan.deadline(at));
        let said = json!({ "id": kept.row.id, "step": step, "at": at, "deadline": deadline });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    let stays = Span::from_millis(plan.stays_ms.unwrap_or(0));
    let source = plan.source.as_ref().map(ToString::to_string).unwrap_or_default();
    let said = [
        ("id", Say::Text(&kept.row.id)),
        ("at", day(at)),
        ("until", day(at.plus(stays))),
        ("deadline", day(plan.deadline(at))),
        ("system", Say::Owned(source)),
        ("record", Say::Text(&restore.record)),
        ("within", Say::Owned(words.span(Span::from_millis(plan.within_ms)))),
        ("stop", Say::Text(&kept.definition.rules.stop)),
    ];
    super::super::print(&words.say(&format!("drill-step-{}", step.name()), &said))?;
    let next: &[String] = if step == Step::Entered { &restore.delete } else { &[] };
    for line in next {
        super::super::print(&format!("    {}", line.replace(MARK, &plan.mark())))?;
    }
    Ok(Exit::Done)
}
