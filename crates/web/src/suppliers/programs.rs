//! A list of software (SBOM) that a supplier sent in: its products, or every mistake at its place; and putting it on a system.

use arvak_identity::Right;
use arvak_suppliers::sbom::{Mistake, Sbom, read};
use arvak_words::Say;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::path;
use super::sent::Sent;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::products::{Came, systems_of, take, told};
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::{page, parts};

/// Most products that the page lists; the file has them all.
const PRODUCTS_MOST: usize = 300;

type At = Path<(String, String)>;

pub(super) async fn show(visit: Visit, Path((slug, digest)): At) -> Result<Response, Failure> {
    let sent = Sent::of(&visit, &slug, &digest).await?;
    let page = whole(&visit, &sent, &Typed::default(), &Mistakes::default()).await?;
    Ok(page.into_response())
}

/// Puts the list on the system that was chosen.
pub(super) async fn put(
    visit: Visit,
    Path((slug, digest)): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let sent = Sent::of(&visit, &slug, &digest).await?;
    let system = typed.get("system");
    let offered = systems_of(visit.view.state(), &sent.supplier);
    let mut mistakes = Mistakes::default();
    if offered.iter().any(|one| one.as_str() == system) {
        let came = Came {
            name: sent.name.clone(),
            bytes: sent.bytes(&visit).await?,
            blob: Some(sent.digest),
            at: sent.receipt.at,
        };
        match take(&visit, system, Some(sent.supplier.as_str()), came).await {
            Ok(_) => return Ok(see_other(&format!("/ting/{system}#programvare"))),
            Err(NotTaken::Failure(failure)) => return Err(failure),
            Err(NotTaken::Mistakes(found)) => mistakes = found,
        }
    } else {
        mistakes.tell("system", visit.plain("products-take-wrong"));
    }
    let page = whole(&visit, &sent, &typed, &mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn whole(
    visit: &Visit,
    sent: &Sent,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let bytes = sent.bytes(visit).await?;
    let found = tokio::task::spawn_blocking(move || read(&bytes)).await;
    let found = found.map_err(|_| Failure::Inside)?;
    let fields = Fields::new(visit, typed, mistakes);
    let body = html! {
        a class="a-back" href=(path(sent.supplier.slug())) { (visit.thing(&sent.supplier)) }
        h1 { (sent.name) }
        p class="a-lead" { (visit.plain("suppliers-programs-lead")) }
        (fields.summary())
        @match &found {
            Ok(sbom) => {
                @if visit.may(Right::Record) { (form(visit, sent, &fields)) }
                (products(visit, sbom))
            }
            Err(mistakes) => (wrong(visit, mistakes)),
        }
    };
    Ok(page::page(visit, &sent.name, &body))
}

/// On which system it is to be put.
fn form(visit: &Visit, sent: &Sent, fields: &Fields<'_>) -> Markup {
    let systems = systems_of(visit.view.state(), &sent.supplier);
    let none = (String::new(), visit.plain("products-take-choose"));
    let named = systems.iter().map(|id| (id.to_string(), visit.thing(id)));
    let options: Vec<_> = std::iter::once(none).chain(named).collect();
    html! {
        h2 { (visit.plain("products-take")) }
        @if systems.is_empty() { p { (visit.plain("products-take-no-systems")) } }
        @else {
            p { (visit.plain("products-take-lead")) }
            form class="a-form" method="post" action={ (path(sent.supplier.slug())) "/program/" (sent.digest) } {
                (fields.select("system", &visit.plain("products-take-system"), None, &options))
                div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("products-take-go")) } }
            }
        }
    }
}

fn products(visit: &Visit, sbom: &Sbom) -> Markup {
    let args = [
        ("count", parts::number(sbom.products.len())),
        ("format", Say::Text(sbom.format.title())),
        ("version", Say::Text(&sbom.version)),
        ("shown", parts::number(sbom.products.len().min(PRODUCTS_MOST))),
    ];
    let heads = ["name", "version", "supplier", "purl"]
        .map(|id| visit.plain(&format!("suppliers-program-{id}")));
    let [name, version, supplier, purl] = &heads;
    html! {
        h2 { (visit.plain("suppliers-programs")) }
        p { (visit.say("suppliers-programs-count", &args)) }
        @if let Some(about) = &sbom.about {
            p { (visit.say("suppliers-programs-about", &[("product", Say::Owned(about.to_string()))])) }
        }
        table class="ds-table a-table" role="table" aria-label=(visit.plain("suppliers-programs")) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for one in sbom.products.iter().take(PRODUCTS_MOST) {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(name) { (one.name) }
                        td role="cell" data-l=(version) { (one.version.as_deref().unwrap_or("–")) }
                        td role="cell" data-l=(supplier) { (one.supplier.as_deref().unwrap_or("–")) }
                        td role="cell" data-l=(purl) { (one.purl.as_deref().unwrap_or("–")) }
                    }
                }
            }
        }
        @if sbom.products.len() > PRODUCTS_MOST { p { (visit.say("suppliers-programs-more", &args)) } }
    }
}

fn wrong(visit: &Visit, mistakes: &[Mistake]) -> Markup {
    html! {
        p class="ds-alert" data-color="warning" { (visit.plain("suppliers-programs-wrong")) }
        ul class="ds-list" { @for one in mistakes { li { (told(one, visit.words())) } } }
    }
}
