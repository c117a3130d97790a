//! A thing is gone: why, and what took its place. What was refuted of it stays an open finding.

use arvak_core::fact::Retirement;
use arvak_core::{EntityId, Fact};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::Say;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::edit::{REASON, listed};
use super::kinds::{self, path};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::page;
use crate::recording::{NotRecorded, NotTaken, Taken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

pub(super) async fn ask(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let id = kinds::id(&kind, &slug)?;
    listed(&visit, &id)?;
    Ok(form(&visit, &id, &Typed::default(), &Mistakes::default()).into_response())
}

pub(super) async fn retire(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = kinds::id(&kind, &slug)?;
    match take_out(&visit, &id, &typed).await {
        Ok(_) => Ok(see_other(&path(&id))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            let page = form(&visit, &id, &typed, &mistakes);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The same, from wherever it comes: `grunn`, `etterfolger` (of the same kind).
pub(crate) async fn take_out(visit: &Visit, id: &EntityId, typed: &Typed) -> Taken {
    listed(visit, id)?;
    let mut mistakes = Mistakes::default();
    if typed.some(REASON).is_none() {
        mistakes.tell(REASON, visit.plain("inventory-retire-reason-needed"));
    }
    let successor = match typed.some("etterfolger") {
        None => None,
        Some(slug) => match kinds::id(id.kind(), slug) {
            Ok(successor) if visit.view.state().is_listed(&successor) => Some(successor),
            _ => {
                mistakes.tell("etterfolger", visit.plain("inventory-successor-unknown"));
                None
            }
        },
    };
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let fact = Fact::Retirement(Retirement { subject: id.clone(), successor });
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let reason = typed.some(REASON).map(str::to_owned);
    let draft = draft(fact, &by, None, Texts { reason, ..Texts::default() })
        .map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
    Ok(record(visit, vec![draft]).await?)
}

fn form(visit: &Visit, id: &EntityId, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let name = visit.thing(id);
    let title = visit.say("inventory-retire-title", &[("name", Say::Text(&name))]);
    let fields = Fields::new(visit, typed, mistakes);
    let others = visit.view.state().entities_of(id.kind()).filter(|other| other.id() != id);
    let mut others: Vec<(String, String)> =
        others.map(|other| (other.id().slug().to_owned(), visit.thing(other.id()))).collect();
    others.sort_by_key(|(_, name)| name.to_lowercase());
    let none = (String::new(), visit.plain("inventory-successor-none"));
    let options: Vec<_> = [none].into_iter().chain(others).collect();
    let body = html! {
        div class="a-narrow" {
            a class="a-back" href=(path(id)) { (visit.plain("inventory-back")) }
            (fields.summary())
            h1 { (title) }
            p class="a-lead" { (visit.plain("inventory-retire-lead")) }
            form class="a-form" method="post" action={ (path(id)) "/avvikle" } {
                (fields.area(REASON, &visit.plain("inventory-reason"), None, 3))
                (fields.select("etterfolger", &visit.plain("inventory-successor"),
                    Some(&visit.plain("inventory-successor-hint")), &options))
                div class="a-actions" {
                    button class="ds-button" data-color="danger" type="submit" {
                        (visit.plain("inventory-retire-do"))
                    }
                    a class="ds-button" data-variant="tertiary" href=(path(id)) { (visit.plain("inventory-cancel")) }
                }
            }
        }
    };
    page::page(visit, &title, &body)
}
