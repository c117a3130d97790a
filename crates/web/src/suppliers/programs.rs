//! A list of software (SBOM) that a supplier sent in: its products, or every mistake at its place.

use arvak_core::Digest;
use arvak_suppliers::sbom::{Mistake, Sbom, read};
use arvak_words::Say;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::{asked, path};
use crate::failure::Failure;
use crate::visit::Visit;
use crate::{page, parts};

/// Most products that the page lists; the file has them all.
const PRODUCTS_MOST: usize = 300;

pub(super) async fn show(
    visit: Visit,
    Path((slug, digest)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    let digest: Digest = digest.parse().map_err(|_| Failure::NotFound)?;
    let requests = asked::of(&visit, &id).await?;
    let mut files = requests.iter().filter_map(asked::Asked::receipt).flat_map(|one| one.files);
    let name = files.find(|one| one.blob == digest).ok_or(Failure::NotFound)?.name;
    let blobs = visit.app.folder().blobs().clone();
    let work = move || blobs.get(digest).map(|bytes| read(&bytes));
    let found = tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Inside)?;
    let found = found.map_err(|_| Failure::NotFound)?;
    let body = html! {
        a class="a-back" href=(path(&slug)) { (visit.thing(&id)) }
        h1 { (name) }
        p class="a-lead" { (visit.plain("suppliers-programs-lead")) }
        @match &found {
            Ok(sbom) => (products(&visit, sbom)),
            Err(mistakes) => (wrong(&visit, mistakes)),
        }
    };
    Ok(page::page(&visit, &name, &body).into_response())
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
        ul class="ds-list" {
            @for one in mistakes {
                @let place = one.place.to_string();
                li {
                    @if !place.is_empty() { code { (place) } ": " }
                    (visit.say(&format!("sbom-{}", one.code.replace('_', "-")), &[("found", Say::Text(&one.found))]))
                }
            }
        }
    }
}
