//! One service: the verdict, what was tried and met, what people say, and what stands until two factors are in place.

use arvak_core::state::{EntityView, EvidenceView};
use arvak_core::{Basis, EntityId, Evidence, Fact, Outcome, Status};
use arvak_probe::transcript::LogInSeen;
use arvak_words::{Say, date, date_and_time};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::list::log_in;
use super::promised::{Promised, promised};
use super::{
    CLAIM, ENFORCED, LogIn, MEANWHILE, MEASURES, canary, measures, meets_the_internet, path, plan,
    stands, tried,
};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::recording::{NotTaken, Taken};
use crate::see_other::see_other;
use crate::view::View;
use crate::visit::Visit;
use crate::{page, parts};

/// Pieces of evidence of a kind on the page.
const SHOWN_MOST: usize = 10;

pub(super) async fn service(visit: Visit, Path(slug): Path<String>) -> Result<Markup, Failure> {
    shown(&visit, &slug, &Typed::default(), &Mistakes::default()).await
}

/// What the municipality says of the service itself, in one of the forms of its page.
pub(super) fn statement(visit: &Visit, kind: &str, id: &EntityId) -> Result<Evidence, Failure> {
    Ok(Evidence {
        kind: kind.parse().map_err(|_| Failure::Inside)?,
        subject: id.clone(),
        result: Outcome::Supports,
        basis: Basis::Statement,
        collected_at: visit.view.at,
        valid_until: None,
        method: None,
        vantage: None,
        attributes: [].into(),
        code: None,
        transcript: None,
        supersedes: None,
    })
}

/// What is shown after one of the forms was sent: the page with what was recorded, or with what is wrong.
pub(super) async fn after(
    visit: &Visit,
    id: &EntityId,
    typed: &Typed,
    taken: Taken,
) -> Result<Response, Failure> {
    match taken {
        Ok(_) => Ok(see_other(&path(id))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            Ok(shown(visit, id.slug(), typed, &mistakes).await?.into_response())
        }
    }
}

/// The page, with what was typed in its form and what is wrong with that.
pub(super) async fn shown(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let known = known(&visit.view, slug)?;
    let id = known.id().clone();
    let login = LogIn::of(&known);
    let name = visit.thing(&id);
    let now = stands(&visit.view, CLAIM, &id);
    let state = now.map_or(Status::Missing, |stands| stands.state);
    let body = html! {
        a class="a-back" href="/to-faktor" { (visit.plain("rooms-two-factor")) }
        div class="a-head" {
            h1 { (name) }
            (parts::how(visit, state, now.and_then(|stands| stands.strength)))
        }
        p class="a-lead" {
            @match now.and_then(|stands| stands.weightiest()).filter(|_| login != LogIn::Unsaid) {
                Some(reason) => { (visit.words().reason(reason, &visit.naming())) "." }
                None => (visit.plain("two-factor-login-unsaid-long")),
            }
        }
        p {
            (visit.plain("two-factor-head-login")) ": " (log_in(visit, &login)) ". "
            a class="ds-link" href=(parts::thing_path(&id)) { (visit.plain("internet-all-of-it")) }
        }
        (trial(visit, &id))
        (said_of(visit, &id, ENFORCED, "two-factor-known"))
        (canary::health(visit, &id, &login).await?)
        @if state != Status::Verified { (meanwhile(visit, &id, &promised(&visit.view, &id).await?, typed, mistakes)) }
    };
    Ok(page::page(visit, &name, &body))
}

/// The service of that address, when people come to it from the internet.
pub(crate) fn known<'v>(view: &'v View, slug: &str) -> Result<EntityView<'v>, Failure> {
    let id: EntityId = format!("service/{slug}").parse().map_err(|_| Failure::NotFound)?;
    let known = view.state().entity(&id).filter(|known| !known.is_retired());
    known.filter(meets_the_internet).ok_or(Failure::NotFound)
}

/// The newest trial whose transcript is kept, and what it met.
pub(crate) fn newest_trial<'v>(
    visit: &'v Visit,
    id: &EntityId,
) -> Option<(EvidenceView<'v>, Vec<LogInSeen>)> {
    let all = tried::recorded(&visit.view, id, ENFORCED);
    all.into_iter().find_map(|one| {
        let met = tried::met(&visit.view, one.entry);
        (!met.is_empty()).then_some((one, met))
    })
}

/// The newest trial, arm by arm.
fn trial(visit: &Visit, id: &EntityId) -> Markup {
    html! {
        h2 { (visit.plain("two-factor-tried")) }
        @match newest_trial(visit, id) {
            Some((one, met)) => {
                p {
                    (visit.say("two-factor-tried-at", &[("at", Say::Owned(date_and_time(visit.lang, one.collected_at)))]))
                    " · " (parts::evidence(visit, one.entry))
                }
                (tried::table(visit, &met))
                p class="a-quiet" { (visit.plain("two-factor-only-the-canary")) }
            }
            None => p { (visit.plain("two-factor-not-tried")) },
        }
    }
}

/// Everything that is known of a kind, the newest first.
fn said_of(visit: &Visit, id: &EntityId, kind: &str, title: &str) -> Markup {
    let all = tried::recorded(&visit.view, id, kind);
    html! {
        h2 { (visit.plain(title)) }
        @if all.is_empty() { p { (visit.plain("two-factor-nothing")) } }
        ul class="ds-list" {
            @for one in all.iter().take(SHOWN_MOST) { li { (line(visit, one)) } }
        }
        @if all.len() > SHOWN_MOST {
            p class="a-quiet" { (visit.say("internet-more", &[("count", parts::number(all.len() - SHOWN_MOST))])) }
        }
    }
}

/// When, how, and what it says.
fn line(visit: &Visit, one: &EvidenceView<'_>) -> Markup {
    let told =
        visit.view.store.entry(one.entry).ok().and_then(|recorded| match recorded.envelope.fact {
            Fact::Evidence(evidence) => {
                Some(visit.words().evidence_line(one.entry, &evidence, visit.view.at))
            }
            _ => None,
        });
    html! {
        a class="ds-link" href={ "/bevis/" (one.entry) } { (date(visit.lang, one.collected_at)) }
        @if let Some(told) = told { ": " (told) }
    }
}

/// The plan with its dates, the measures, and how the claims about them stand.
fn meanwhile(
    visit: &Visit,
    id: &EntityId,
    promised: &[Promised],
    typed: &Typed,
    mistakes: &Mistakes,
) -> Markup {
    // Two forms stand here: what was typed, and what is wrong with it, belongs to one of them.
    let nothing = (Typed::default(), Mistakes::default());
    let (planned, measured) = if measures::is_of(typed) {
        ((&nothing.0, &nothing.1), (typed, mistakes))
    } else {
        ((typed, mistakes), (&nothing.0, &nothing.1))
    };
    html! {
        h2 { (visit.plain("two-factor-meanwhile")) }
        ul class="a-points" {
            @for claim in MEANWHILE {
                @if let Some(subject) = stands(&visit.view, claim, id) {
                    li {
                        span class="a-id" { (claim) }
                        div class="a-what" {
                            a class="a-title" href={ "/punkt/3#delkrav-" (claim) } {
                                (visit.view.claim(claim).map_or("", |claim| visit.lang.of(&claim.title)))
                            }
                            @if let Some(reason) = subject.weightiest() {
                                p { (visit.words().reason(reason, &visit.naming())) "." }
                            }
                        }
                        (parts::how(visit, subject.state, subject.strength))
                    }
                }
            }
        }
        h3 { (visit.plain("two-factor-when")) }
        (dates(visit, promised))
        (plan::form(visit, id, planned.0, planned.1))
        (said_of(visit, id, MEASURES, "two-factor-measures"))
        (measures::table(visit, id))
        (measures::form(visit, id, measured.0, measured.1))
    }
}

/// The date that the newest plan names, and the earlier dates that it took the place of: each is a slip.
fn dates(visit: &Visit, all: &[Promised]) -> Markup {
    let Some((newest, earlier)) = all.split_first() else {
        return html! { p { (visit.plain("two-factor-no-date")) } };
    };
    html! {
        p {
            (visit.say("two-factor-planned", &[("at", Say::Owned(date(visit.lang, newest.until)))])) " · "
            (parts::evidence(visit, newest.entry))
        }
        (plan::details(visit, &newest.plan))
        @if !earlier.is_empty() {
            p { (visit.say("two-factor-slips", &[("count", parts::number(earlier.len()))])) }
            ul class="ds-list" {
                @for slip in earlier {
                    li {
                        (date(visit.lang, slip.until)) " · " (parts::evidence(visit, slip.entry))
                        @if let Some(decides) = &slip.plan.decides {
                            " · " (visit.plain(&format!("two-factor-decides-{decides}")))
                        }
                    }
                }
            }
        }
    }
}
