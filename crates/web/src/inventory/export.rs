//! The inventory as a workbook: all of it, or what others may see; and an empty one to fill in.

use std::collections::BTreeSet;

use arvak_core::Class;
use arvak_store::drafts::Texts;
use arvak_store::export::{items, open_to};
use arvak_words::Say;
use arvak_workbook::CannotBeWritten;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::html;

use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes, Typed};
use crate::page;
use crate::visit::Visit;

/// The type of an xlsx workbook (ECMA-376).
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Without a class the page that asks for one; with it the workbook.
pub(super) async fn export(visit: Visit, Asked(asked): Asked) -> Result<Response, Failure> {
    let Some(class) = Class::from_name(asked.get("klasse")) else { return Ok(ask(&visit)) };
    open_workbook(&visit, class).await
}

/// What those may see who may see `class`, as a workbook.
pub(crate) async fn open_workbook(visit: &Visit, class: Class) -> Result<Response, Failure> {
    let ids: BTreeSet<_> = visit.view.state().entities().map(|view| view.id().clone()).collect();
    let texts = visit.view.store.texts_of(&ids).await?;
    let texts = texts.into_iter().map(|(id, body)| (id, Texts::from(body))).collect();
    let listed = open_to(items(visit.view.state(), texts), class);
    workbook(visit, arvak_workbook::export(&listed, visit.words()), "inventory-file")
}

/// An empty workbook.
pub(super) async fn template(visit: Visit) -> Result<Response, Failure> {
    empty_workbook(&visit)
}

/// An empty workbook.
pub(crate) fn empty_workbook(visit: &Visit) -> Result<Response, Failure> {
    workbook(visit, arvak_workbook::template(visit.words()), "inventory-template-file")
}

fn workbook(
    visit: &Visit,
    written: Result<Vec<u8>, CannotBeWritten>,
    name: &str,
) -> Result<Response, Failure> {
    let bytes = written.map_err(|error| match error {
        CannotBeWritten::Field { id, field } => {
            let args = [("id", Say::Owned(id)), ("field", Say::Owned(field))];
            Failure::Asked(visit.say("workbook-cannot_be_written", &args))
        }
        error => {
            tracing::error!(%error, "the inventory as a workbook");
            Failure::Inside
        }
    })?;
    let name = format!("attachment; filename=\"{}.xlsx\"", visit.plain(name));
    let name = HeaderValue::from_str(&name).map_err(|_| Failure::Inside)?;
    let kind = HeaderValue::from_static(XLSX);
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn ask(visit: &Visit) -> Response {
    let title = visit.plain("inventory-export-title");
    let (typed, mistakes) = (Typed::default(), Mistakes::default());
    let fields = Fields::new(visit, &typed, &mistakes).usual("klasse", Class::Internal.name());
    let classes = Class::ALL.map(|class| {
        let hint = visit.plain(&format!("inventory-export-{}", class.name()));
        (class.name().to_owned(), visit.plain(&format!("class-{}", class.name())), Some(hint))
    });
    let body = html! {
        div class="a-narrow" {
            a class="a-back" href="/tjenester" { (visit.plain("inventory-back")) }
            h1 { (title) }
            p class="a-lead" { (visit.plain("inventory-export-lead")) }
            form class="a-form" method="get" action="/tjenester/eksport" {
                (fields.radios("klasse", &visit.plain("inventory-export-for"), &classes))
                div class="a-actions" {
                    button class="ds-button" type="submit" { (visit.plain("inventory-export-do")) }
                }
            }
        }
    };
    page::page(visit, &title, &body).into_response()
}
