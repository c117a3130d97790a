//! `arvak import PATH`: all files are read and checked first; then what differs is recorded.

use std::collections::BTreeSet;

use arvak_core::change::{Change, Changed, Direction, changes};
use arvak_core::inventory::Item;
use arvak_core::{EntityId, assess};
use arvak_store::drafts::as_if_recorded;
use arvak_store::import::{Becomes, compare, drafts};
use arvak_words::{Say, Words};
use arvak_workbook::{self as workbook, File, Format};
use serde_json::json;

use crate::cli::Import;
use crate::exit::{BadInput, Exit};
use crate::render::changes::change_line;
use crate::settings::Settings;
use crate::wiring::files::{self, Read};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: &Import, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let known = reading.state().entities().map(|entity| entity.id().clone()).collect();
    let items = read(args, &known, &words)?;
    let texts = reading.texts(items.iter().map(|item| &item.entity.id)).await?;
    let verdicts = compare(&items, reading.state(), &texts);
    let by = Settings::role(args.by.as_ref())?;
    let drafts = drafts(&items, &verdicts, reading.state(), &by, args.reason.as_deref())?;

    let after = as_if_recorded(reading.state(), &drafts, reading.at)?;
    let after = assess(&after, &reading.catalogue, reading.at);
    let bettered = bettered(&changes(&reading.assess(), &after));
    let refused = !bettered.is_empty() && args.reason.is_none();
    let count = |wanted: Becomes| verdicts.iter().filter(|becomes| **becomes == wanted).count();
    let (new, changed, same) = (count(Becomes::New), count(Becomes::Changed), count(Becomes::Same));
    let recorded = !args.dry_run && !refused;
    if recorded {
        recording.append_all(drafts, &words).await?;
    }
    if settings.json {
        let report = json!({
            "new": new, "changed": changed, "same": same, "recorded": recorded,
            "betters_without_evidence": bettered,
        });
        super::print(&report.to_string())?;
    } else {
        list(&items, &verdicts, &words)?;
        let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let counts = [("new", number(new)), ("changed", number(changed)), ("same", number(same))];
        super::print(&words.say("import-summary", &counts))?;
        if !bettered.is_empty() {
            super::print(&words.plain("import-betters"))?;
            for change in &bettered {
                super::print(&format!("  {}", change_line(change, &words)))?;
            }
        }
        if recorded || args.dry_run {
            super::print(&words.plain(if recorded { "import-done" } else { "import-dry" }))?;
        }
    }
    recording.close().await?;
    if refused && !args.dry_run {
        return Err(BadInput(words.plain("import-reason-needed")).into());
    }
    Ok(Exit::Done)
}

fn read(args: &Import, known: &BTreeSet<EntityId>, words: &Words) -> anyhow::Result<Vec<Item>> {
    let read = files::below(&args.path, &["toml", "csv", "xlsx"], words)?;
    if read.is_empty() {
        let said = [("path", Say::Owned(args.path.display().to_string()))];
        return Err(BadInput(words.say("import-empty", &said)).into());
    }
    let format = |name: &str| Format::of(name).unwrap_or(Format::Toml);
    let files: Vec<_> = read
        .iter()
        .map(|Read { name, bytes }| File { name, bytes, format: format(name) })
        .collect();
    workbook::parse(&files, known, words).map_err(|mistakes| {
        let lines = mistakes.iter().map(|mistake| mistake.told(words)).collect();
        files::all_told(lines, words).into()
    })
}

/// Claims and subjects whose status became better (law 12).
fn bettered(all: &[Change]) -> Vec<Change> {
    let of_interest = |change: &&Change| {
        change.direction == Direction::Better && matches!(change.of, Changed::Subject(..))
    };
    all.iter().filter(of_interest).cloned().collect()
}

fn list(items: &[Item], verdicts: &[Becomes], words: &Words) -> std::io::Result<()> {
    for (item, becomes) in items.iter().zip(verdicts) {
        let id = match becomes {
            Becomes::New => "import-new",
            Becomes::Changed => "import-changed",
            Becomes::Same => continue,
        };
        let name = item.name.as_deref().unwrap_or_default();
        super::print(&format!("  {:8} {}  {name}", words.plain(id), item.entity.id))?;
    }
    Ok(())
}
