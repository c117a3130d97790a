//! `arvak drill template FILE` and `arvak drill leave SIGNED`: the text with which somebody gives leave for an act, and taking it in signed. What it
//! is for is read from the definition, so that it is exactly what the drill asks.

use std::path::Path;

use arvak_core::drill::{Deed, Stimulus};
use arvak_core::{Digest, Draft, Fact, Instant, admit};
use arvak_drills::act::place;
use arvak_drills::leave::Leave;
use arvak_store::drafts::{Texts, draft};
use arvak_words::{Say, Words, date, drill_leave_text};
use serde_json::json;

use super::check;
use crate::cli::{DrillLeave, DrillTemplate};
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::verbs::evidence::{collected, whole};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Most bytes of a signed text.
const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Prints the text.
pub(super) fn template(args: &DrillTemplate, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (deed, towards) = deed(&args.file, &words)?;
    let act = words.plain(&format!("drill-act-{}", deed.act.name()));
    let place = words.plain(&format!("drill-place-{}", place(&deed)));
    let until = args.until.map(|until| last_day(&words, until));
    let what = (act.as_str(), towards.as_str(), place.as_str());
    super::super::print(&drill_leave_text(settings.lang, what, args.times, until.as_deref()))?;
    Ok(Exit::Done)
}

/// Keeps the signed text and what it is for, and records that there is leave.
pub(super) async fn record(args: &DrillLeave, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let (deed, towards) = deed(&args.definition, &words)?;
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let bytes = whole(&args.file, FILE_BYTES_MAX, &words)?;
    let name = args.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Graded::check_file(&name, &bytes)?;
    Graded::check(&args.given_by)?;
    let signed =
        collected("signed", &args.signed, reading.at).map_err(|bad| BadInput(bad.reason))?;
    // Until it is kept, the text has no digest of its own.
    let mut leave = Leave {
        v: 1,
        act: deed.act.name().to_owned(),
        towards,
        times: args.times,
        given_by: args.given_by.trim().to_owned(),
        signed,
        until: args.until,
        text: Digest::of(&bytes),
        document: Digest::of(&[]),
    };
    leave.check(reading.at).map_err(|objection| BadInput(words.plain(objection)))?;
    let by = Settings::role(args.by.as_ref())?;
    let organisation = reading.state().entities_of("organisation").next();
    let organisation = organisation.map(|found| found.id().clone());
    let organisation =
        organisation.ok_or_else(|| BadInput(words.plain("leave-no-organisation")))?;
    let drafted = |leave: &Leave, written: Digest| -> anyhow::Result<Draft> {
        let evidence = leave.evidence(organisation.clone(), written, reading.at)?;
        let draft = draft(Fact::Evidence(evidence), &by, None, Texts::default())?;
        Ok(Draft { blobs: vec![leave.document, written], ..draft })
    };
    let tried = drafted(&leave, leave.document)?;
    admit(reading.state(), Some(&reading.catalogue), &tried, recording.clock.now())
        .map_err(|refusal| BadInput(words.refusal(&refusal)))?;
    let blobs = recording.folder.blobs();
    leave.document = blobs.put(&bytes)?;
    let draft = drafted(&leave, blobs.put(&serde_json::to_vec(&leave)?)?)?;
    let entry = recording.append(draft, &words).await?;
    recording.close().await?;
    if settings.json {
        let said = json!({
            "entry": entry, "act": leave.act, "towards": leave.towards, "times": leave.times,
            "until": leave.until,
        });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    let said = [
        ("entry", Say::Owned(entry.to_string())),
        ("act", Say::Owned(words.plain(&format!("drill-act-{}", leave.act)))),
        ("towards", Say::Text(&leave.towards)),
        ("times", Say::Number(leave.times.into())),
        ("until", Say::Owned(last_day(&words, leave.until))),
    ];
    super::super::print(&words.say("drill-leave-recorded", &said))?;
    Ok(Exit::Done)
}

/// The act of a definition, and what it is done towards.
fn deed(file: &Path, words: &Words) -> anyhow::Result<(Deed, String)> {
    let (definition, _) = check::read(file, words)?;
    if let Stimulus::Act(deed) = definition.stimulus
        && let Some(towards) = deed.towards()
    {
        return Ok((deed, towards));
    }
    Err(super::refused("drill-leave-by-hand", definition.id.as_str(), words))
}

/// The end of a day counts as that day.
pub(super) fn last_day(words: &Words, until: Instant) -> String {
    date(words.lang(), Instant::from_millis(until.as_millis() - 1))
}
