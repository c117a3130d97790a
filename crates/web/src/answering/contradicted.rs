//! What does not fit what others found, as the supplier sees it, and what the supplier says of it. It stands beside the finding
//! and lifts nothing; a new look does.

use arvak_core::fact::{Contest, ObligationMet};
use arvak_core::{Actor, Fact};
use arvak_store::drafts::{Texts, draft};
use arvak_suppliers::compare::reply_id;
use arvak_words::Say;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::contact::{Contact, by_day};
use super::page::leave;
use super::{FINDINGS, FORM};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::page;
use crate::recording::{NotRecorded, record_as};
use crate::see_other::see_other;
use crate::suppliers::contradicted::{Standing, list, replies, standing};

/// Most characters of a reply.
const REPLY_CHARS_MAX: usize = 4_000;

/// What the supplier was told of.
fn told(contact: &Contact) -> Option<Standing> {
    standing(&contact.visit, &contact.request.supplier).filter(|one| one.told.is_some())
}

/// A word about it on the supplier's other pages.
pub(super) fn notice(contact: &Contact) -> Markup {
    let visit = &contact.visit;
    html! {
        @if told(contact).is_some() {
            p class="ds-alert" data-color="warning" role="status" {
                (visit.plain("answering-findings-notice")) " "
                a class="ds-link" href=(FINDINGS) { (visit.plain("answering-findings-see")) }
            }
        }
    }
}

pub(super) async fn show(contact: Contact) -> Result<Response, Failure> {
    let Some(standing) = told(&contact) else { return Ok(see_other(FORM)) };
    Ok(whole(&contact, &standing, &Typed::default(), &Mistakes::default()).into_response())
}

fn whole(contact: &Contact, standing: &Standing, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let visit = &contact.visit;
    let title = visit.plain("answering-findings-title");
    let fields = Fields::new(visit, typed, mistakes);
    let from = [("from", Say::Owned(contact.asked_by()))];
    let body = html! {
        h1 { (title) }
        (fields.summary())
        p class="a-lead" { (visit.say("answering-findings-lead", &from)) }
        @if let Some((due, false)) = standing.told {
            p { (visit.say("answering-findings-until", &[("due", Say::Owned(by_day(visit, due)))])) }
        }
        (list(visit, &standing.compared, false))
        (replies(visit, standing))
        form class="a-form" method="post" action=(FINDINGS) {
            (fields.area("svar", &visit.plain("answering-findings-reply"), Some(&visit.plain("answering-findings-hint")), 6))
            div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("answering-findings-send")) } }
        }
        (leave(visit))
    };
    page::page(visit, &title, &body)
}

pub(super) async fn reply(contact: Contact, typed: Typed) -> Result<Response, Failure> {
    let Some(standing) = told(&contact) else { return Ok(see_other(FORM)) };
    let visit = &contact.visit;
    let mut mistakes = Mistakes::default();
    let text = typed.get("svar").replace("\r\n", "\n");
    if text.trim().is_empty() || text.chars().count() > REPLY_CHARS_MAX {
        mistakes.tell("svar", visit.plain("answering-findings-wrong"));
    } else {
        match said(&contact, &standing, text).await {
            Ok(()) => return Ok(see_other(FINDINGS)),
            Err(NotRecorded::Failure(failure)) => return Err(failure),
            Err(NotRecorded::Refused(sentence)) => mistakes.tell("svar", sentence),
        }
    }
    let body = whole(&contact, &standing, &typed, &mistakes);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
}

/// Records what the supplier says, and that the supplier has said something.
async fn said(contact: &Contact, standing: &Standing, text: String) -> Result<(), NotRecorded> {
    let visit = &contact.visit;
    let by = contact.role()?;
    let undrafted = |error| NotRecorded::undrafted(error, visit.words());
    let note = Texts { note: Some(text), ..Texts::default() };
    let contest = Fact::Contest(Contest { of: standing.entry });
    let mut drafts = vec![draft(contest, &by, None, note).map_err(undrafted)?];
    let state = visit.view.state();
    let open = reply_id(standing.entry)
        .filter(|id| state.obligation(id).is_some_and(|(_, is_met)| !is_met));
    if let Some(id) = open {
        let key = format!("reply given\n{id}");
        let met = Fact::ObligationMet(ObligationMet { id });
        drafts.push(draft(met, &by, Some(&key), Texts::default()).map_err(undrafted)?);
    }
    record_as(visit, &Actor::Role(by), drafts).await.map(drop)
}
