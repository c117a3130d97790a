//! Where suppliers' systems post, and what else comes in by itself. An address and its key belong to a supplier, for all its drills.

use arvak_core::{EntityId, Instant};
use arvak_drills::address;
use arvak_store::MailboxRow;
use arvak_words::{Say, date, date_and_time};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::HERE;
use super::known::failure;
use crate::accounts::frame::hidden;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::inbound;
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::{page, parts};

/// The address of the page.
const PAGE: &str = "/ovelser/adresser";

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let operation = visit.app.folder().operation();
    let all = operation.drill_addresses().await?;
    let counts = operation.inbound_counts().await?;
    let mailboxes = operation.mailboxes().await?;
    let suppliers = visit.view.state().entities_of("supplier").filter(|one| !one.is_retired());
    let options: Vec<(String, String)> =
        suppliers.map(|one| (one.id().to_string(), visit.thing(one.id()))).collect();
    let (typed, mistakes) = (Typed::default(), Mistakes::default());
    let fields = Fields::new(&visit, &typed, &mistakes);
    let mut sections = Vec::new();
    for row in all {
        sections.push(supplier(&visit, &row.supplier, &date(visit.lang, row.made_at)).await?);
    }
    let title = visit.plain("drills-addresses");
    let body = html! {
        a class="a-back" href=(HERE) { (visit.plain("rooms-drills")) }
        h1 { (title) }
        p class="a-lead" { (visit.plain("drills-addresses-lead")) }
        @for section in &sections { (section) }
        @if options.is_empty() { p { (visit.plain("suppliers-none")) } } @else {
            section class="a-now" {
                h2 { (visit.plain("drills-address-new")) }
                form class="a-form" method="post" action=(PAGE) {
                    (fields.select("leverandor", &visit.plain("drills-supplier"), Some(&visit.plain("drills-address-hint")), &options))
                    div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("drills-address-make")) } }
                }
            }
        }
        @if !mailboxes.is_empty() {
            h2 { (visit.plain("drills-mailbox")) }
            ul class="ds-list" { @for (name, row) in &mailboxes { li { (name) br; (mailbox(&visit, row)) } } }
        }
        h2 { (visit.plain("drills-inbound")) }
        @if counts.is_empty() { p { (visit.plain("drills-inbound-none")) } } @else {
            ul class="ds-list" {
                @for one in &counts {
                    @let args = [("count", Say::Number(i64::try_from(one.count).unwrap_or(i64::MAX))), ("at", Say::Owned(date_and_time(visit.lang, one.last_at)))];
                    li { (visit.say(&format!("drills-count-{}", one.what), &args)) }
                }
            }
        }
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// How far a mailbox was read, and why the last try came to nothing.
fn mailbox(visit: &Visit, row: &MailboxRow) -> Markup {
    let when = |at: Instant| ("at", Say::Owned(date_and_time(visit.lang, at)));
    html! {
        @if let Some(at) = row.read_at { (visit.say("drills-mailbox-read", &[when(at)])) br; }
        @if let (Some(why), Some(at)) = (&row.failed, row.tried_at) {
            (visit.say("drills-mailbox-failed", &[when(at), ("why", Say::Text(why))]))
        }
    }
}

async fn supplier(visit: &Visit, id: &EntityId, made: &str) -> Result<Markup, Failure> {
    let known = address::of(visit.app.folder(), id).await.map_err(failure)?;
    let Some(known) = known else { return Ok(html! {}) };
    let slug = id.slug();
    Ok(html! {
        section aria-labelledby={ "a-" (slug) } {
            h2 id={ "a-" (slug) } { (visit.thing(id)) }
            p { (visit.say("drills-address-made", &[("at", Say::Text(made))])) }
            p { (visit.plain("drills-address-url")) }
            (parts::copied(visit, &format!("u-{slug}"), &inbound::address(&visit.app.site().origin, &known.code)))
            details class="ds-details" {
                summary { (visit.plain("drills-address-key")) }
                div {
                    p { (visit.plain("drills-address-key-text")) }
                    (parts::copied(visit, &format!("k-{slug}"), &known.key_written()))
                }
            }
            form method="post" action={ (PAGE) "/trekk" } {
                (hidden("leverandor", id.as_str()))
                div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("drills-address-revoke")) } }
            }
        }
    })
}

/// The supplier that a form names, when there is one.
fn named(visit: &Visit, typed: &Typed) -> Result<EntityId, Failure> {
    let id: EntityId = typed.get("leverandor").parse().map_err(|_| Failure::NotFound)?;
    let known = visit.view.state().entity(&id).filter(|one| !one.is_retired());
    known.filter(|_| id.kind() == "supplier").map(|_| id.clone()).ok_or(Failure::NotFound)
}

pub(super) async fn make(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let id = named(&visit, &typed)?;
    address::make(visit.app.folder(), &id, visit.app.clock().now()).await.map_err(failure)?;
    Ok(see_other(PAGE))
}

pub(super) async fn revoke(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let id: EntityId = typed.get("leverandor").parse().map_err(|_| Failure::NotFound)?;
    address::revoke(visit.app.folder(), &id, visit.app.clock().now()).await.map_err(failure)?;
    Ok(see_other(PAGE))
}
