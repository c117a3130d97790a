//! The map of personal data: every place that holds something about persons, told from the databases and the ledger as they are.

use std::ops::ControlFlow;
use std::sync::Arc;

use arvak_core::Actor;
use arvak_identity::Right;
use arvak_store::{Account, Reading};
use arvak_words::date_and_time;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::HERE;
use super::erase::noted;
use crate::accounts::frame::asked;
use crate::accounts::link::role_names;
use crate::failure::Failure;
use crate::visit::Visit;
use crate::{page, parts};

/// What the ledger holds about persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// Entries that persons recorded, by their opaque ids.
    pub(crate) by_persons: u64,
    /// Entries with a text that people wrote.
    pub(crate) texts: u64,
    /// Entries with documents that people attached.
    pub(crate) documents: u64,
}

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let operation = visit.app.folder().operation();
    let (tables, accounts) = (operation.personal_tables().await?, operation.accounts().await?);
    let counted = counted(&visit).await?;
    let title = visit.plain("rooms-personal");
    let is_done = asked(&visit, "sagt") == "slettet";
    let erasures = erasures(&visit).await?;
    let body = html! {
        h1 { (title) }
        @if is_done { p class="ds-alert" data-color="success" role="status" { (visit.plain("rooms-personal-done")) } }
        p class="a-lead" { (visit.plain("rooms-personal-lead")) }
        h2 { (visit.plain("rooms-personal-stored")) }
        (stored(&visit, &tables, counted))
        h2 { (visit.plain("rooms-personal-persons")) }
        (persons(&visit, &accounts))
        (erasures)
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// What the ledger holds about persons, told by reading all of it.
pub(crate) async fn counted(visit: &Visit) -> Result<Counted, Failure> {
    let reading = Arc::clone(visit.view.store.reading());
    let counted = tokio::task::spawn_blocking(move || count(&reading)).await;
    Ok(counted.map_err(|_| Failure::Inside)??)
}

/// The places of the ledger that hold something about persons, each with how much there is.
pub(crate) const fn in_ledger(counted: Counted) -> [(&'static str, u64); 3] {
    [
        ("ledger-ids", counted.by_persons),
        ("ledger-texts", counted.texts),
        ("ledger-documents", counted.documents),
    ]
}

fn count(reading: &Reading) -> Result<Counted, arvak_store::Error> {
    let mut counted = Counted::default();
    reading.for_each(0, |_, envelope, body| {
        let by_people = !matches!(envelope.actor, Actor::Program(_));
        counted.by_persons += u64::from(matches!(envelope.actor, Actor::Person(_)));
        counted.texts += u64::from(body.is_some());
        counted.documents += u64::from(by_people && !envelope.blobs.is_empty());
        ControlFlow::Continue(())
    })?;
    Ok(counted)
}

/// A line of the map: what it is, by the beginning of its sentences' ids; where; how many.
fn stored(visit: &Visit, tables: &[(String, u64)], counted: Counted) -> Markup {
    let heads =
        ["what", "where", "life", "count"].map(|id| visit.plain(&format!("rooms-personal-{id}")));
    let [what, place, life, number] = &heads;
    let ledger = visit.plain("rooms-personal-in-ledger");
    let tables =
        tables.iter().map(|(name, rows)| (name.as_str(), format!("operation.db: {name}"), *rows));
    let ledger = in_ledger(counted).into_iter().map(|(name, rows)| (name, ledger.clone(), rows));
    html! {
        table class="ds-table a-table" role="table" aria-label=(visit.plain("rooms-personal-stored")) {
            thead role="rowgroup" { tr role="row" { @for head in &heads { th role="columnheader" scope="col" { (head) } } } }
            tbody role="rowgroup" {
                @for (name, at, rows) in tables.chain(ledger) {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(what) { (told(visit, name, "")) }
                        td role="cell" data-l=(place) { (at) }
                        td role="cell" data-l=(life) { (told(visit, name, "-life")) }
                        td role="cell" data-l=(number) { (rows) }
                    }
                }
            }
        }
    }
}

/// The sentence about a place; its name where there is none, so that no place is left out.
pub(crate) fn told(visit: &Visit, name: &str, which: &str) -> String {
    let id = format!("rooms-personal-at-{name}{which}");
    if visit.words().has(&id) { visit.plain(&id) } else { name.to_owned() }
}

fn persons(visit: &Visit, accounts: &[Account]) -> Markup {
    html! {
        ul class="ds-list" {
            @for account in accounts {
                li {
                    (account.name) " (" (role_names(visit, &account.roles)) ") "
                    @if visit.may(Right::Erase) {
                        a class="ds-link" href={ (HERE) "/" (account.person.slug()) } { (visit.plain("rooms-personal-forget")) }
                    }
                }
            }
        }
    }
}

async fn erasures(visit: &Visit) -> Result<Markup, Failure> {
    let mut told = Vec::new();
    for one in noted(visit).await? {
        let by = visit.person(&one.by).await?;
        let at = date_and_time(visit.lang, one.at());
        let args = [
            ("at", arvak_words::Say::Owned(at)),
            ("by", arvak_words::Say::Owned(by)),
            ("count", parts::number(one.entries)),
        ];
        told.push((visit.say("rooms-personal-noted", &args), one.reason));
    }
    Ok(html! {
        @if !told.is_empty() {
            h2 { (visit.plain("rooms-personal-earlier")) }
            ul class="ds-list" {
                @for (sentence, reason) in told.iter().rev() { li { (sentence) " " q { (reason) } } }
            }
        }
    })
}
