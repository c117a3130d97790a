//! `arvak request …`: the letter's questions to one supplier, and what comes back. An answer is a word: it counts as a
//! statement and no more (law 5).

mod address;
mod answer;
mod ask;
mod bounced;
mod link;
mod set;
mod wave;

use std::path::Path;

use arvak_core::catalogue::guide::Question;
use arvak_core::fact::Obligation;
use arvak_core::{Basis, Digest, Draft, EntityId, Instant, Name};
use arvak_store::drafts::{Texts, draft};
use arvak_suppliers::DUE;
use arvak_suppliers::taking::{self, Taken};
use arvak_words::{Say, Words, last_day};
use arvak_workbook::questions_for;
use serde_json::json;

use crate::cli::{Request, RequestVerb};
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: Request, settings: &Settings) -> anyhow::Result<Exit> {
    match args.verb {
        None => ask::run(args.ask, settings).await,
        Some(RequestVerb::Sent { request, on, file, by }) => {
            sent(&request, on, file.as_deref(), by.as_ref(), settings).await
        }
        Some(RequestVerb::Answer { file, request, signer, dry_run, by }) => {
            let of = set::Of { request: request.as_ref(), signers: &signer };
            answer::run(&file, &of, dry_run, by, settings).await
        }
        Some(RequestVerb::Set(verb)) => set::run(&verb, settings),
        Some(RequestVerb::Link { supplier, due, by }) => {
            link::make(&supplier, due, by.as_ref(), settings).await
        }
        Some(RequestVerb::Revoke { request }) => link::revoke(&request, settings).await,
        Some(RequestVerb::Address(args)) => address::run(args, settings).await,
        Some(RequestVerb::Wave(args)) => wave::run(args, settings).await,
        Some(RequestVerb::Post) => wave::post(settings).await,
        Some(RequestVerb::Bounced { file }) => bounced::run(&file, settings).await,
        Some(RequestVerb::List) => list(settings).await,
    }
}

/// The request of that id, and whether it was answered.
fn known<'r>(
    reading: &'r Reading,
    request: &Name,
    words: &Words,
) -> anyhow::Result<(&'r Obligation, bool)> {
    let mut requests = requests(reading).filter(|(one, _)| one.id == *request);
    requests.next().ok_or_else(|| {
        let args = [("request", Say::Text(request.as_str()))];
        BadInput(words.say("request-unknown", &args)).into()
    })
}

fn requests(reading: &Reading) -> impl Iterator<Item = (&Obligation, bool)> {
    reading.state().obligations().filter(|(one, _)| one.kind.as_str() == DUE)
}

/// The questions that concern a supplier, in order.
fn questions<'r>(reading: &'r Reading, supplier: &EntityId) -> Vec<&'r Question> {
    questions_for(&reading.catalogue, reading.state(), supplier)
}

/// A fact that a role records, with what belongs to it.
fn drafted(taken: Taken, by: &EntityId, blobs: &[Digest]) -> anyhow::Result<Draft> {
    let texts = Texts { note: taken.note, ..Texts::default() };
    let mut draft = draft(taken.fact, by, Some(&taken.key), texts)?;
    if taken.with_files {
        draft.blobs.extend(blobs);
    }
    Ok(draft)
}

async fn sent(
    request: &Name,
    on: Option<Instant>,
    file: Option<&Path>,
    by: Option<&EntityId>,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(by)?;
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let supplier = known(&reading, request, &words)?.0.subject.clone();
    // The end of today is still to come.
    let at = on.unwrap_or(reading.at).min(reading.at);
    let attached = match file {
        Some(file) => Some(recording.folder.blobs().put(&read(file, &words)?)?),
        None => None,
    };
    let basis = if attached.is_some() { Basis::Document } else { Basis::Statement };
    let facts = taking::sent(request, &supplier, basis, at)?.into_iter();
    let drafts = facts.map(|fact| drafted(fact, &by, attached.as_slice()));
    let drafts = drafts.collect::<anyhow::Result<Vec<_>>>()?;
    let ids = recording.append_all(drafts, &words).await?;
    recording.close().await?;
    if settings.json {
        super::print(&json!({ "request": request, "entries": ids }).to_string())?;
    } else {
        let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
        let basis = words.plain(&format!("basis-{}", basis.name()));
        let args = [("ids", Say::Owned(ids.join(", "))), ("basis", Say::Owned(basis))];
        super::print(&words.say("request-sent", &args))?;
    }
    Ok(Exit::Done)
}

fn read(file: &Path, words: &Words) -> anyhow::Result<Vec<u8>> {
    let read = crate::wiring::files::below(file, &[], words)?;
    let bytes = read.into_iter().next().map(|one| one.bytes).unwrap_or_default();
    // Law 10: what bears a graded marking is kept nowhere here.
    Graded::check_file(&file.display().to_string(), &bytes)?;
    Ok(bytes)
}

async fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let mut all: Vec<_> = requests(&reading).collect();
    all.sort_by_key(|(one, met)| (*met, one.due, one.id.clone()));
    let overdue = |one: &Obligation, met: bool| !met && one.due <= reading.at;
    let stages = link::stages(settings).await?;
    if settings.json {
        let all = all.iter().map(|(one, met)| {
            let stage = stages.get(&one.id).map(|stage| stage.name());
            json!({
                "request": one.id, "supplier": one.subject, "due": one.due, "owner": one.owner,
                "answered": met, "overdue": overdue(one, *met), "stage": stage,
            })
        });
        super::print(&json!(all.collect::<Vec<_>>()).to_string())?;
        return Ok(Exit::Done);
    }
    if all.is_empty() {
        super::print(&words.plain("request-none"))?;
    }
    let pages = reading.pages(settings).await?;
    let page = pages.page();
    for (one, met) in all {
        let state = match (met, overdue(one, met)) {
            (true, _) => "request-state-answered",
            (false, true) => "request-state-overdue",
            (false, false) => "request-state-open",
        };
        let mut state = words.plain(state);
        if let Some(here) = stages.get(&one.id) {
            state = format!("{state} – {}", link::stage_said(*here, &words));
        }
        let owner = one.owner.as_ref().map(|owner| page.naming.thing(owner, &words));
        let args = [
            ("request", Say::Text(one.id.as_str())),
            ("supplier", Say::Owned(page.naming.thing(&one.subject, &words))),
            ("due", Say::Owned(last_day(words.lang(), one.due))),
            ("owner", Say::Owned(owner.unwrap_or_else(|| "–".to_owned()))),
            ("state", Say::Owned(state)),
        ];
        super::print(&words.say("request-line", &args))?;
    }
    Ok(Exit::Done)
}
