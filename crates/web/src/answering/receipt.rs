//! What was sent in: the receipt with its hash, and the proof that it stands in the municipality's ledger.

use arvak_core::EntryId;
use arvak_suppliers::life::Stage;
use arvak_words::{Say, date_and_time};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::contact::Contact;
use super::contradicted;
use super::page::leave;
use super::send::Receipt;
use super::{FORM, RECEIPT, reuse};
use crate::failure::Failure;
use crate::rooms::evidence::{download as handed, prove, whole};
use crate::see_other::see_other;
use crate::{page, parts};

pub(super) async fn show(contact: Contact) -> Result<Response, Failure> {
    let Some(receipt) = last(&contact) else { return Ok(see_other(FORM)) };
    let visit = &contact.visit;
    let title = visit.plain("answering-receipt-title");
    let args = [
        ("at", Say::Owned(date_and_time(visit.lang, receipt.at))),
        ("answered", parts::number(receipt.answered)),
        ("asked", parts::number(receipt.asked)),
        ("from", Say::Owned(contact.asked_by())),
    ];
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.say("answering-receipt-lead", &args)) }
        (contradicted::notice(&contact))
        @if contact.stage == Stage::FollowUp {
            p class="ds-alert" data-color="info" role="status" {
                (visit.plain("answering-receipt-further")) " "
                a class="ds-link" href=(FORM) { (visit.plain("answering-receipt-answer")) }
            }
        } @else { p { (visit.plain("answering-receipt-done")) } }
        dl class="a-facts" {
            div { dt { (visit.plain("answering-receipt-request")) } dd { (contact.request.id) } }
            div { dt { (visit.plain("answering-receipt-hash")) } dd { code class="a-hash" { (receipt.digest) } } }
            div { dt { (visit.plain("answering-receipt-blob")) } dd { code class="a-hash" { (receipt.blob) } } }
            div {
                dt { (visit.plain("answering-receipt-entries")) }
                dd { (receipt.entries.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")) }
            }
        }
        (files(&receipt, &contact))
        (reuse::take_along(&contact))
        h2 { (visit.plain("answering-receipt-keep")) }
        p { (visit.plain("answering-receipt-how")) }
        div class="a-actions" {
            @for (what, sentence) in [("svar", "answering-receipt-answers"), ("forseglet", "answering-receipt-sealed"), ("konvolutt", "answering-receipt-envelope"), ("bevis", "answering-receipt-proof")] {
                a class="ds-button" data-variant="secondary" href={ (RECEIPT) "/" (what) } { (visit.plain(sentence)) }
            }
            button class="ds-button" data-variant="tertiary" type="button" data-print hidden { (visit.plain("answering-receipt-print")) }
        }
        (leave(visit))
    };
    Ok(page::page(visit, &title, &body).into_response())
}

fn files(receipt: &Receipt, contact: &Contact) -> Markup {
    html! {
        @if !receipt.files.is_empty() {
            h2 { (contact.visit.plain("answering-receipt-files")) }
            ul class="ds-list" {
                @for file in &receipt.files { li { (file.name) br; code class="a-hash" { (file.digest) } } }
            }
        }
    }
}

pub(super) fn last(contact: &Contact) -> Option<Receipt> {
    serde_json::from_str(contact.request.receipt.as_deref()?).ok()
}

/// The answers as they were hashed, the entry that names the hash, and the proof that the entry stands in the ledger.
pub(super) async fn download(
    contact: Contact,
    Path(what): Path<String>,
) -> Result<Response, Failure> {
    let receipt = last(&contact).ok_or(Failure::NotFound)?;
    let replied: EntryId = *receipt.entries.first().ok_or(Failure::NotFound)?;
    let visit = &contact.visit;
    let name = &contact.request.id;
    match what.as_str() {
        "svar" => {
            let bytes = visit.app.folder().blobs().get(receipt.blob);
            let bytes = bytes.map_err(|_| Failure::NotFound)?;
            // A workbook that came by mail is the reply as it is.
            let ending = if bytes.starts_with(b"PK") { "xlsx" } else { "json" };
            Ok(handed(&format!("{name}.{ending}"), bytes))
        }
        "forseglet" => {
            let bytes = visit.app.folder().blobs().sealed(receipt.blob);
            let bytes = bytes.map_err(|_| Failure::NotFound)?;
            Ok(handed(&format!("{name}.sealed"), bytes))
        }
        "konvolutt" => {
            let bytes = whole(visit, replied)?.bytes;
            Ok(handed(&format!("{name}-{replied}.json"), bytes))
        }
        "bevis" => {
            let proof = prove(visit, replied).await?;
            Ok(handed(&format!("{name}-{replied}.tlog-proof"), proof.into_bytes()))
        }
        _ => Err(Failure::NotFound),
    }
}
