//! Taking in a supplier's answers: the reply itself is documented, what it says is stated.

use std::collections::BTreeMap;
use std::path::Path;

use arvak_core::catalogue::guide::{Question, outcomes};
use arvak_core::{Digest, EntityId, Instant, Name, Outcome};
use arvak_store::drafts::USUAL_ROLE;
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::taking::Taking;
use arvak_words::{Say, Words, end_of_day};
use arvak_workbook::{Answered, answers};
use serde_json::json;

use super::{drafted, known, questions, set};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::files;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(
    file: &Path,
    of: &set::Of<'_>,
    dry_run: bool,
    by: Option<EntityId>,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let bytes = super::read(file, &words)?;
    let answered = of_file(file, &bytes, of, &reading, &words)?;
    let (obligation, met) = known(&reading, &answered.request, &words)?;
    if obligation.subject != answered.supplier {
        let args = [
            ("request", Say::Text(answered.request.as_str())),
            ("supplier", Say::Owned(obligation.subject.to_string())),
            ("answered", Say::Owned(answered.supplier.to_string())),
        ];
        return Err(BadInput(words.say("request-other-supplier", &args)).into());
    }
    let at = answered_at(&answered, reading.at, &words)?;
    let asked = questions(&reading, &answered.supplier);
    let found = outcomes(&asked, &answered.answers);
    let by = match by {
        Some(by) => Settings::role(Some(&by))?,
        None => contact(&reading, &answered.supplier)?,
    };
    let mut entries = Vec::new();
    if !dry_run {
        let recording = Recording::open(settings).await?;
        let blob = recording.folder.blobs().put(&bytes)?;
        let reply = Reply {
            request: answered.request.clone(),
            supplier: answered.supplier.clone(),
            answers: answered.answers.clone(),
            comments: answered.comments.clone(),
            further: Vec::new(),
        };
        let taking = Taking {
            reply: &reply,
            asked: &asked,
            found: &found,
            at,
            // The same file is taken in once.
            digest: Digest::of(&bytes),
            is_met: met,
            words: &words,
        };
        let facts = taking.facts()?.into_iter();
        let drafts =
            facts.map(|fact| drafted(fact, &by, &[blob])).collect::<anyhow::Result<_>>()?;
        entries = recording.append_all(drafts, &words).await?;
        recording.close().await?;
    }
    if settings.json {
        let found: BTreeMap<_, _> =
            found.iter().map(|(kind, said)| (kind.as_str(), said)).collect();
        let report = json!({
            "request": answered.request, "supplier": answered.supplier, "collected_at": at,
            "answered": answered.answers.len(), "asked": asked.len(), "kinds": found,
            "entries": entries,
        });
        super::super::print(&report.to_string())?;
        return Ok(Exit::Done);
    }
    tell(&answered, &asked, &found, &reading, &words)?;
    let end = if dry_run { words.plain("import-dry") } else { recorded(entries.len(), &words) };
    super::super::print(&end)?;
    Ok(Exit::Done)
}

fn recorded(count: usize, words: &Words) -> String {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    words.say("request-recorded", &[("count", Say::Number(count))])
}

/// The role that speaks for the supplier.
fn contact(reading: &Reading, supplier: &EntityId) -> anyhow::Result<EntityId> {
    match reading.state().related(supplier, "contact").first() {
        Some(role) => Ok((*role).clone()),
        None => Ok(USUAL_ROLE.parse()?),
    }
}

/// The end of the day of the answer, or now when that is still to come.
fn answered_at(answered: &Answered, now: Instant, words: &Words) -> anyhow::Result<Instant> {
    let Some(date) = &answered.date else { return Ok(now) };
    let end = end_of_day(date).unwrap_or(now);
    if end > now.plus(arvak_core::Span::from_days(1)) {
        let args = [("date", Say::Text(date))];
        return Err(BadInput(words.say("request-answered-later", &args)).into());
    }
    Ok(end.min(now))
}

fn tell(
    answered: &Answered,
    asked: &[&Question],
    found: &BTreeMap<&Name, Outcome>,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<()> {
    let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [
        ("request", Say::Text(answered.request.as_str())),
        ("answered", number(answered.answers.len())),
        ("asked", number(asked.len())),
    ];
    super::super::print(&words.say("request-answered", &args))?;
    for (kind, said) in found {
        let said = match said {
            Outcome::Supports => "request-says-yes",
            Outcome::Refutes => "request-says-no",
            Outcome::Inconclusive => "request-says-nothing",
        };
        let kind = words.kind_title(kind.as_str(), &reading.catalogue);
        super::super::print(&format!("  {kind}: {}", words.plain(said)))?;
    }
    Ok(())
}

/// What a workbook answers, or a set of answers.
fn of_file(
    file: &Path,
    bytes: &[u8],
    of: &set::Of<'_>,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<Answered> {
    if set::is_set(bytes) {
        return set::answered(bytes, of, reading, words);
    }
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let answered = answers(&name, bytes, &reading.catalogue.guide.questions, words);
    answered.map_err(|mistakes| {
        let told = mistakes.iter().map(|mistake| mistake.told(words)).collect();
        files::all_told(told, words).into()
    })
}
