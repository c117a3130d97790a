//! Secret links with which suppliers answer on a page: made, taken back, and how far each request has come.

use std::collections::BTreeMap;

use arvak_core::{EntityId, Instant, Name, Span};
use arvak_identity::TokenKind;
use arvak_probe::{Clock as _, SystemClock};
use arvak_store::supplier::{LinkRow, RequestRow};
use arvak_store::{Layout, Operation};
use arvak_suppliers::choose::{concerning, usual};
use arvak_suppliers::life::{DAYS_MOST, Event, Stage, link_ends, stage};
use arvak_suppliers::taking;
use arvak_words::{Say, Words, date};
use arvak_workbook::{ANSWER_DAYS, request_id};
use serde_json::json;

use super::super::serve::origin;
use super::{drafted, requests};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// A request, what happened to it, and its newest link.
type Known = (RequestRow, Vec<Event>, Option<LinkRow>);

pub(super) async fn make(
    supplier: &EntityId,
    due: Option<Instant>,
    by: Option<&EntityId>,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(by)?;
    let reading = Reading::open(settings, None).await?;
    let recording = Recording::open(settings).await?;
    let operation = recording.folder.operation();
    let now = SystemClock.now();
    let open = all(operation).await?.into_iter().rev().find(|(row, events, link)| {
        let here = stage(events, link.as_ref().map(|link| link.ends_at), now);
        row.supplier == *supplier && here.allows(Event::Renewed)
    });
    let (request, due, event) = if let Some((row, ..)) = open {
        (row.id, row.due, Event::Renewed)
    } else {
        let row = new(supplier, due, &reading, &words)?;
        let fixed = requests(&reading).any(|(one, _)| one.id == row.id);
        if !fixed {
            let fact = taking::due(reading.state(), &row.id, supplier, row.due, &by)?;
            recording.append(drafted(fact, &by, &[])?, &words).await?;
        }
        if !operation.add_supplier_request(&row).await? {
            return Err(not_now(&row.id, Stage::Closed, &words).into());
        }
        (row.id, row.due, Event::Made)
    };
    operation.add_supplier_event(&request, event.name(), "", reading.at).await?;
    let secret = TokenKind::Request.make()?;
    let ends = link_ends(due, reading.at, now);
    operation.add_supplier_link(secret.hash().as_bytes(), &request, (now, ends)).await?;
    recording.close().await?;
    let link = format!("{}/foresporsel#{}", origin(settings), secret.reveal());
    if settings.json {
        let report = json!({
            "request": request, "supplier": supplier, "due": due, "ends": ends, "link": link,
        });
        super::super::print(&report.to_string())?;
        return Ok(Exit::Done);
    }
    let pages = reading.pages(settings).await?;
    let said = [
        ("supplier", Say::Owned(pages.page().naming.thing(supplier, &words))),
        ("request", Say::Text(request.as_str())),
        ("ends", Say::Owned(date(words.lang(), ends))),
    ];
    super::super::print(&words.say("request-link-made", &said))?;
    super::super::print(&link)?;
    Ok(Exit::Done)
}

/// A new request, with the questions that the supplier is usually asked.
fn new(
    supplier: &EntityId,
    due: Option<Instant>,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<RequestRow> {
    let questions = usual(&concerning(&reading.catalogue, reading.state(), supplier, reading.at));
    if questions.is_empty() {
        let listed = reading.state().entities_of("supplier");
        let listed: Vec<_> = listed.map(|view| view.id().to_string()).collect();
        let known = if listed.is_empty() { "–".to_owned() } else { listed.join(", ") };
        let said = [("supplier", Say::Owned(supplier.to_string())), ("known", Say::Owned(known))];
        return Err(BadInput(words.say("request-not-listed", &said)).into());
    }
    let id = request_id(supplier, reading.at)?;
    let fixed = requests(reading).find(|(one, _)| one.id == id).map(|(one, _)| one.due);
    let due = fixed.or(due).unwrap_or_else(|| reading.at.plus(Span::from_days(ANSWER_DAYS)));
    if due <= reading.at || due > reading.at.plus(Span::from_days(DAYS_MOST)) {
        return Err(BadInput(words.plain("suppliers-due-wrong")).into());
    }
    let (made_by, receipt) = (None, None);
    let supplier = supplier.clone();
    Ok(RequestRow { id, supplier, questions, due, made_by, made_at: reading.at, receipt })
}

pub(super) async fn revoke(request: &Name, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let operation = recording.folder.operation();
    let now = SystemClock.now();
    let mut known = all(operation).await?.into_iter();
    let said = [("request", Say::Text(request.as_str()))];
    let unknown = || BadInput(words.say("request-link-unknown", &said));
    let (_, events, link) = known.find(|(row, ..)| row.id == *request).ok_or_else(unknown)?;
    let here = stage(&events, link.map(|link| link.ends_at), now);
    if !here.allows(Event::Revoked) {
        return Err(not_now(request, here, &words).into());
    }
    operation.revoke_supplier_links(request, now).await?;
    let at = recording.clock.now();
    operation.add_supplier_event(request, Event::Revoked.name(), "", at).await?;
    recording.close().await?;
    if settings.json {
        let report = json!({ "request": request, "stage": Stage::Revoked.name() });
        super::super::print(&report.to_string())?;
    } else {
        super::super::print(&words.say("request-link-revoked", &said))?;
    }
    Ok(Exit::Done)
}

fn not_now(request: &Name, here: Stage, words: &Words) -> BadInput {
    let stage = stage_said(here, words);
    let said = [("request", Say::Text(request.as_str())), ("stage", Say::Text(&stage))];
    BadInput(words.say("request-link-not-now", &said))
}

/// A stage in words.
pub(super) fn stage_said(stage: Stage, words: &Words) -> String {
    words.plain(&format!("suppliers-stage-{}", stage.name()))
}

/// How far each request with a link has come.
pub(super) async fn stages(settings: &Settings) -> anyhow::Result<BTreeMap<Name, Stage>> {
    let operation = Operation::open(&Layout::new(&settings.data).operation()).await?;
    let now = SystemClock.now();
    let known = all(&operation).await?;
    operation.close().await?;
    let stage =
        |(row, events, link): Known| (row.id, stage(&events, link.map(|link| link.ends_at), now));
    Ok(known.into_iter().map(stage).collect())
}

/// All requests, oldest first.
async fn all(operation: &Operation) -> anyhow::Result<Vec<Known>> {
    let mut events = operation.supplier_events().await?;
    let mut links: BTreeMap<Name, LinkRow> = BTreeMap::new();
    // They come oldest first.
    for link in operation.supplier_links().await? {
        links.insert(link.request.clone(), link);
    }
    let known = operation.supplier_requests().await?.into_iter().map(|row| {
        let happened = events.remove(&row.id).unwrap_or_default();
        let happened = happened.iter().filter_map(|one| Event::from_name(&one.event)).collect();
        let link = links.remove(&row.id);
        (row, happened, link)
    });
    Ok(known.collect())
}
