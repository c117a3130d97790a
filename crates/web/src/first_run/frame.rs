//! What the pages of the first run have in common: where one is, the way back, and what an answer is.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::choices::{Choices, Step};
use super::gate::{self, Link};
use super::keep;
use crate::failure::Failure;
use crate::page;
pub(super) use crate::see_other::see_other as to;
use crate::visit::Visit;

/// One visit to the first run: what was chosen so far.
pub(super) struct Run {
    pub(super) visit: Visit,
    pub(super) choices: Choices,
}

impl Run {
    /// Opens `step` for whoever may; anybody else gets the answer that says what to do.
    pub(super) async fn open(
        visit: Visit,
        headers: &HeaderMap,
        step: Step,
    ) -> Result<Result<Self, Response>, Failure> {
        let link = gate::of(&visit, headers).await?;
        if link != Link::Good {
            return Ok(Err(closed(&visit, link)));
        }
        let choices = keep::load(visit.app.folder().operation()).await?;
        let run = Self { visit, choices };
        if !run.choices.may_show(step, run.has_administrator()) {
            return Ok(Err(to(&run.next().path())));
        }
        Ok(Ok(run))
    }

    /// Whoever is logged in here came with two factors: there is an administrator.
    pub(super) fn has_administrator(&self) -> bool {
        self.visit.who.is_some()
    }

    /// The first page that is not answered yet.
    pub(super) fn next(&self) -> Step {
        self.choices.next(self.has_administrator())
    }

    /// Keeps what was chosen, and goes on to the page after `step`.
    pub(super) async fn go_on(&self, step: Step) -> Result<Response, Failure> {
        keep::save(self.visit.app.folder().operation(), &self.choices).await?;
        let after = Step::ALL.into_iter().find(|one| *one > step);
        let after = after.map_or(self.next(), |after| after.min(self.next()));
        Ok(to(&after.path()))
    }

    /// A page of the first run.
    pub(super) fn page(&self, step: Step, summary: &Markup, body: &Markup) -> Markup {
        let visit = &self.visit;
        let title = visit.plain(&format!("first-run-{}-title", step.slug()));
        let body = html! {
            div class="a-narrow" {
                (steps(visit, step))
                @if let Some(before) = step.before() {
                    a class="a-back" href=(before.path()) { (visit.plain("first-run-back")) }
                }
                (summary)
                h1 { (title) }
                (body)
            }
        };
        page::page(visit, &title, &body)
    }
}

/// Where one is.
fn steps(visit: &Visit, current: Step) -> Markup {
    html! {
        ol class="a-steps" aria-label=(visit.plain("first-run-steps")) {
            @for step in Step::ALL {
                li data-done[step < current] aria-current=[(step == current).then_some("step")] {
                    (visit.plain(&format!("first-run-{}-step", step.slug())))
                }
            }
        }
    }
}

/// What to do with a link that opens nothing.
pub(super) fn closed(visit: &Visit, link: Link) -> Response {
    let code = match link {
        Link::Used => "used",
        Link::LogIn => "log-in",
        Link::Old => "old",
        Link::Good | Link::Wrong => "wrong",
    };
    let title = visit.plain(&format!("first-run-link-{code}-title"));
    let on = Step::Look.path();
    let log_in =
        if link == Link::LogIn { format!("/logg-inn?til={on}") } else { "/logg-inn".to_owned() };
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (visit.plain(&format!("first-run-link-{code}"))) }
            @if matches!(link, Link::Used | Link::LogIn) {
                p class="a-actions" {
                    a class="ds-button" href=(log_in) { (visit.plain("first-run-to-login")) }
                }
            }
        }
    };
    let status = if link == Link::Used { StatusCode::GONE } else { StatusCode::FORBIDDEN };
    (status, page::page(visit, &title, &body)).into_response()
}

/// The same page again, with what is wrong.
pub(super) fn again(page: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}
