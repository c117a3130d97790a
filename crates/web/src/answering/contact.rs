//! Whoever came with a link: the one request that it opens, and nothing else of this folder.

use arvak_core::catalogue::guide::Question;
use arvak_core::{EntityId, Instant, Name};
use arvak_identity::SecretHash;
use arvak_store::drafts::USUAL_ROLE;
use arvak_store::supplier::{EventRow, LinkRow, RequestRow};
use arvak_suppliers::life::{self, Event, Stage};
use arvak_words::last_day;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};

use super::enter::{self, Gone};
use crate::cookie::Cookie;
use crate::failure::Failure;
use crate::visit::Visit;

/// The cookie of a browser that came with a link. Links from elsewhere do not bring it along, and scripts do not see it.
pub(super) const COOKIE: Cookie =
    Cookie { secure: "__Host-arvak-foresporsel", plain: "arvak-foresporsel" };

/// Somebody of a supplier, at one request.
pub(super) struct Contact {
    pub(super) visit: Visit,
    pub(super) request: RequestRow,
    pub(super) events: Vec<EventRow>,
    pub(super) link: LinkRow,
    pub(super) stage: Stage,
}

/// Something that was asked further.
pub(super) struct Further<'c> {
    /// The question that its answer is kept at.
    pub(super) id: String,
    pub(super) text: &'c str,
    pub(super) at: Instant,
}

impl Contact {
    /// The request of a link, when the link is good.
    pub(super) async fn of(visit: Visit, link: LinkRow) -> Result<Result<Self, Gone>, Failure> {
        let operation = visit.app.folder().operation();
        let now = visit.app.real_clock().now();
        if link.revoked_at.is_some() {
            let newest = operation.supplier_link_of(&link.request).await?;
            let replaced = newest.is_some_and(|one| one.revoked_at.is_none());
            return Ok(Err(if replaced { Gone::Replaced } else { Gone::Revoked }));
        }
        let Some(request) = operation.supplier_request(&link.request).await? else {
            return Ok(Err(Gone::Unknown));
        };
        let events = operation.supplier_events_of(&request.id).await?;
        let stage = stage(&events, Some(&link), now);
        Ok(match stage {
            Stage::Closed => Err(Gone::Closed),
            Stage::Revoked => Err(Gone::Revoked),
            _ if link.ends_at <= now => Err(Gone::Expired),
            _ => Ok(Self { visit, request, events, link, stage }),
        })
    }

    /// The questions that were chosen, in the catalogue's order, as far as the catalogue in force has them.
    pub(super) fn questions(&self) -> Vec<&Question> {
        chosen(&self.visit, &self.request.questions)
    }

    /// What was asked further, oldest first.
    pub(super) fn further(&self) -> Vec<Further<'_>> {
        let asked = self.events.iter().filter(|one| one.event == Event::FollowUp.name());
        asked
            .map(|one| Further { id: format!("further-{}", one.id), text: &one.text, at: one.at })
            .collect()
    }

    /// Notes what happened, when it may happen now.
    pub(super) async fn note(&self, event: Event) -> Result<(), Failure> {
        if self.stage.allows(event) {
            let (operation, now) = (self.visit.app.folder().operation(), self.visit.app.clock());
            operation.add_supplier_event(&self.request.id, event.name(), "", now.now()).await?;
        }
        Ok(())
    }

    /// The role that speaks for the supplier.
    pub(super) fn role(&self) -> Result<EntityId, Failure> {
        let state = self.visit.view.state();
        match state.related(&self.request.supplier, "contact").first() {
            Some(role) => Ok((*role).clone()),
            None => USUAL_ROLE.parse().map_err(|_| Failure::Inside),
        }
    }

    /// Whether the request is met in the ledger.
    pub(super) fn is_met(&self) -> bool {
        self.visit.view.state().obligation(&self.request.id).is_some_and(|(_, met)| met)
    }

    /// Who asks, as people call it.
    pub(super) fn asked_by(&self) -> String {
        let organisation = self.visit.view.organisation();
        organisation.map(|id| self.visit.thing(id)).unwrap_or_default()
    }
}

/// Those of the catalogue's questions, in its order.
pub(crate) fn chosen<'v>(visit: &'v Visit, ids: &[Name]) -> Vec<&'v Question> {
    let all = visit.view.catalogue.guide.questions.iter();
    all.filter(|one| ids.contains(&one.id)).collect()
}

/// The day that an instant is the end of: what is due at midnight is due the day before.
pub(crate) fn by_day(visit: &Visit, at: Instant) -> String {
    last_day(visit.lang, at)
}

/// How far a request has come.
pub(crate) fn stage(events: &[EventRow], link: Option<&LinkRow>, now: Instant) -> Stage {
    let events: Vec<Event> = events.iter().filter_map(|one| Event::from_name(&one.event)).collect();
    life::stage(&events, link.map(|link| link.ends_at), now)
}

impl<S: Sync> FromRequestParts<S> for Contact {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, state).await;
        let visit = visit.map_err(axum::response::IntoResponse::into_response)?;
        let (app, is_secure) = (visit.app.clone(), visit.app.site().is_secure());
        let Some(shown) = COOKIE.get(&parts.headers, is_secure) else {
            return Err(enter::gone(&visit, Gone::NotHere));
        };
        let (operation, now) = (app.folder().operation(), app.real_clock().now());
        let link = operation.supplier_visit(SecretHash::of(shown).as_bytes(), now).await;
        match link {
            Err(error) => Err(Failure::from(error).into_response()),
            Ok(None) => Err(enter::gone(&visit, Gone::NotHere)),
            Ok(Some(link)) => match Self::of(visit.clone(), link).await {
                Ok(Ok(contact)) => Ok(contact),
                Ok(Err(why)) => Err(enter::gone(&visit, why)),
                Err(failure) => Err(failure.into_response()),
            },
        }
    }
}
