//! Taking in a supplier's answers: the reply itself is documented, what it says is stated.

use std::collections::BTreeMap;
use std::path::Path;

use arvak_core::catalogue::guide::Question;
use arvak_core::{EntityId, Name, Outcome};
use arvak_web::workbooks::{Held, NotHeld, drafts, hold, noted};
use arvak_words::{Say, Words};
use arvak_workbook::{Answered, answers};
use serde_json::json;

use super::set;
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
    let held = hold(&answered, &reading.catalogue, reading.state(), reading.at);
    let held = held.map_err(|why| not_held(&answered, why, &words))?;
    let by = match by {
        Some(by) => Settings::role(Some(&by))?,
        None => held.by.clone(),
    };
    let Held { asked, found, at, .. } = &held;
    let mut entries = Vec::new();
    if !dry_run {
        let recording = Recording::open(settings).await?;
        let blob = recording.folder.blobs().put(&bytes)?;
        let drafts = drafts(&held, &bytes, &[blob], &by, &words)?;
        entries = recording.append_all(drafts, &words).await?;
        noted(&recording.folder, &held, (&bytes, blob), &entries).await?;
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
    tell(&answered, asked, found, &reading, &words)?;
    let end = if dry_run { words.plain("import-dry") } else { recorded(entries.len(), &words) };
    super::super::print(&end)?;
    Ok(Exit::Done)
}

fn recorded(count: usize, words: &Words) -> String {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    words.say("request-recorded", &[("count", Say::Number(count))])
}

fn not_held(answered: &Answered, why: NotHeld, words: &Words) -> BadInput {
    let request = ("request", Say::Text(answered.request.as_str()));
    BadInput(match why {
        NotHeld::Unknown => words.say("request-unknown", &[request]),
        NotHeld::OtherSupplier(supplier) => {
            let supplier = ("supplier", Say::Owned(supplier.to_string()));
            let said = ("answered", Say::Owned(answered.supplier.to_string()));
            words.say("request-other-supplier", &[request, supplier, said])
        }
        NotHeld::Later(date) => words.say("request-answered-later", &[("date", Say::Owned(date))]),
    })
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
