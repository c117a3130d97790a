//! Acts of drills that this program carries out: the leaves that are recorded, held against the act, and the doors that it goes through. A
//! command and a page do the same.

use std::sync::Arc;

use arvak_core::drill::{Deed, Stimulus};
use arvak_core::{Name, Outcome};
use arvak_drills::act::{self, Carried, Doors as ActDoors, Post};
use arvak_drills::leave::{LEAVE_KIND, Lacks, Leave, covering};
use arvak_drills::{Kept, swept};
use arvak_probe::Stop;
use arvak_words::{Say, Words};

use super::reading::Reading;
use super::recording::Recording;
use super::{channels, doors, trials};
use crate::cli::Doors;
use crate::settings::Settings;

/// The act of a drill that this program can do.
pub(crate) fn deed(kept: &Kept) -> Option<&Deed> {
    match &kept.definition.stimulus {
        Stimulus::Act(deed) if deed.door.is_some() => Some(deed),
        _ => None,
    }
}

/// The leaves for acts that are recorded. One that was withdrawn, or whose text was erased, is none.
fn recorded(reading: &Reading) -> Vec<Leave> {
    let Ok(kind) = LEAVE_KIND.parse::<Name>() else { return Vec::new() };
    let state = reading.state();
    let all = state.entities_of("organisation");
    let all = all.flat_map(|organisation| state.evidence(organisation.id(), &kind));
    let counts = all.filter(|one| one.result == Outcome::Supports && !one.withdrawn);
    counts.filter_map(|one| read(reading, one.entry)).collect()
}

fn read(reading: &Reading, entry: arvak_core::EntryId) -> Option<Leave> {
    let leave: Leave = serde_json::from_slice(&reading.transcript(entry)?).ok()?;
    // A leave without its signature is a word.
    reading.store.blobs().has(leave.document).then_some(leave)
}

/// The leave that covers an act now, and how many tries it has left; or what is lacking.
pub(crate) async fn leave(
    recording: &Recording,
    deed: &Deed,
    settings: &Settings,
) -> anyhow::Result<Result<(Leave, u32), Lacks>> {
    let reading = Reading::open(settings, None).await?;
    let leaves = recorded(&reading);
    let mut counted = Vec::new();
    for leave in &leaves {
        let uses = recording.folder.operation().drill_leave_uses(&leave.counted_as()).await?;
        counted.push((leave, uses));
    }
    let found = covering(counted.iter().copied(), deed, recording.clock.now());
    Ok(found.map(|found| {
        let used = counted.iter().find(|(one, _)| *one == found).map_or(0, |(_, used)| *used);
        (found.clone(), found.times.saturating_sub(used))
    }))
}

/// Carries out the act of a drill, when a leave covers it. The caller has seen that the drill may begin, and that its hash is recorded.
pub(crate) async fn carry_out(
    recording: &Recording,
    (kept, deed): (&Kept, &Deed),
    flags: &Doors,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Result<Carried, Lacks>> {
    let leave = match leave(recording, deed, settings).await? {
        Ok((leave, _)) => leave,
        Err(lacks) => return Ok(Err(lacks)),
    };
    let reading = Reading::open(settings, None).await?;
    let scope = trials::scope(&reading, flags, settings);
    let clock = Arc::clone(&recording.clock);
    let net = doors::open(settings, flags, scope, Stop::default(), Arc::clone(&clock))?;
    let channels = channels::of(settings, flags)?;
    let door = channels.door([]);
    let post = channels.relay.map(|relay| Post {
        relay,
        door,
        hello: hello(settings),
        text: words.plain("drill-eicar-mail"),
    });
    let vantage = doors::vantage_of(settings, recording.folder.operation()).await?;
    let folders = settings.file.drills.folders.clone();
    let doors = ActDoors { net, clock, vantage, post, folders };
    Ok(Ok(act::carry_out(&recording.folder, kept, (deed, &leave), &doors).await?))
}

/// What this installation calls itself to a mail server: the host of its pages.
fn hello(settings: &Settings) -> String {
    let origin = settings.file.web.origin.as_deref().unwrap_or_default();
    let host = origin.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    if host.is_empty() { "localhost".to_owned() } else { host.to_owned() }
}

/// Removes test files that were left behind, and says so: of all drills, or of one.
pub(crate) async fn sweep(
    recording: &Recording,
    only: Option<&str>,
    words: &Words,
) -> anyhow::Result<Vec<String>> {
    let told = swept(&recording.folder, only, recording.clock.now()).await?;
    let line = |(id, is_gone): (String, bool)| {
        let sentence = if is_gone { "drill-left-removed" } else { "drill-left-stays" };
        words.say(sentence, &[("id", Say::Owned(id))])
    };
    Ok(told.into_iter().map(line).collect())
}
