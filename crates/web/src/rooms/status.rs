//! *Status*: the letter's points, each with its state and one sentence of evidence; what matters most now; what changed.

use std::sync::Arc;

use arvak_core::assess::{Counts, PointAssessment};
use arvak_core::catalogue::Point;
use arvak_core::change::{Change, Changed, changes};
use arvak_core::{Assessment, Status};
use arvak_identity::{Access, Right, Role};
use arvak_pictures::{Caption, Day, states_over_time};
use arvak_words::{Say, claim_counts, date};
use axum::response::Response;
use maud::{Markup, html};

use super::READ;
use crate::failure::Failure;
use crate::routes::Routes;
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::{first_run, page, parts, tasks, trend};

/// How many changes are told.
const CHANGES_MOST: usize = 6;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/", Access::Anyone, home).get("/status", READ, status)
}

/// Where a visitor begins: by the first run, by logging in, by the leader's page or by the status.
async fn home(visit: Visit) -> Result<Response, Failure> {
    let Some(who) = &visit.who else {
        let is_over = first_run::is_over(visit.app.folder().operation()).await?;
        return Ok(see_other(if is_over { "/logg-inn" } else { "/kom-i-gang" }));
    };
    let leads = !who.roles.is_empty() && who.roles.iter().all(|role| *role == Role::ChiefExecutive);
    Ok(see_other(if leads { "/leder" } else { "/status" }))
}

async fn status(visit: Visit) -> Result<Markup, Failure> {
    let week_ago = visit.week_ago().await?;
    let title = match visit.view.organisation() {
        Some(id) => visit.say("rooms-status-of", &[("name", Say::Owned(visit.thing(id)))]),
        None => visit.plain("rooms-status"),
    };
    let states = Counts::of(visit.view.assessment.points.iter().map(|point| point.state));
    let body = html! {
        div class="a-head" {
            div {
                h1 { (title) }
                p class="a-lead" { (lead(&visit, &states)) }
            }
            div class="a-actions" {
                @if visit.may(Right::Look) {
                    form method="post" action="/kjoringer" {
                        button class="ds-button" data-variant="secondary" type="submit" {
                            (visit.plain("rooms-look-now"))
                        }
                    }
                }
                a class="ds-button" href="/svar" { (visit.plain("rooms-to-reply")) }
            }
        }
        (parts::counts(&visit, &states, |state| format!("#{}", first_of(&visit, state))))
        (first_run::found(&visit).await?)
        (visit.once("status", || standing(&visit)))
        (visit.once(&format!("changed {}", week_ago.at), || changed(&visit, &week_ago.assessment)))
        (visit.once("expiry", || super::expiry::calendar(&visit)))
        (over_time(&visit))
    };
    Ok(page::page(&visit, &title, &body))
}

/// How it stands, point by point: the same for everybody who may see it.
fn standing(visit: &Visit) -> Markup {
    html! {
        (most_important(visit))
        h2 { (visit.plain("rooms-points")) }
        ul class="a-points" {
            @for (point, judged) in visit.view.points() { (point_line(visit, point, judged)) }
        }
        (beside(visit))
    }
}

/// The answer in one or two sentences, from the counts alone.
pub(crate) fn lead(visit: &Visit, states: &Counts) -> String {
    let number = |state| Say::Number(i64::from(states.get(state)));
    let total = states.total() - states.get(Status::NotApplicable);
    let args = [
        ("verified", number(Status::Verified)),
        ("total", Say::Number(i64::from(total))),
        ("refuted", number(Status::Refuted)),
        ("missing", number(Status::Missing)),
    ];
    visit.say("rooms-status-lead", &args)
}

/// The place on the page of the first point in a state.
fn first_of(visit: &Visit, state: Status) -> String {
    let first = visit.view.points().find(|(_, judged)| judged.state == state);
    first.map_or_else(|| "innhold".to_owned(), |(point, _)| format!("punkt-{}", point.id))
}

fn point_line(visit: &Visit, point: &Point, judged: &PointAssessment) -> Markup {
    html! {
        li id={ "punkt-" (point.id) } {
            span class="a-id" { (point.id) }
            div class="a-what" {
                a class="a-title" href={ "/punkt/" (point.id) } { (visit.lang.of(&point.title)) }
                p { (sentence(visit, judged)) }
            }
            (parts::tag(visit, judged.state))
        }
    }
}

/// How many of how many, and what says most about the worst.
pub(super) fn sentence(visit: &Visit, judged: &PointAssessment) -> String {
    let words = visit.words();
    let counts = claim_counts(&judged.claims);
    let refuted = counts.get(Status::Refuted);
    let refuted_too = [("count", Say::Number(i64::from(refuted)))];
    let applying = judged.claims.iter().filter(|claim| claim.state != Status::NotApplicable);
    let worst = applying.min_by_key(|claim| claim.state);
    let parts = [
        Some(words.of_total(&counts)).filter(|text| !text.is_empty()),
        (refuted > 0).then(|| visit.say("rooms-refuted-too", &refuted_too)),
        worst.and_then(|claim| words.why(claim, &visit.naming())),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(". ")) }
}

/// The one thing to do first.
fn most_important(visit: &Visit) -> Markup {
    let Some(task) = tasks::first(&visit.view) else {
        return html! {
            section class="a-now" data-color="success" {
                h2 { (visit.plain("rooms-now")) }
                p { (visit.plain("rooms-now-nothing")) }
            }
        };
    };
    let words = visit.words();
    let colour = if task.state == Status::Refuted { "danger" } else { "warning" };
    let why = task.why().map(|reason| words.reason(reason, &visit.naming()));
    let owner = task.owner.as_ref().map(|owner| visit.thing(owner));
    let owner = owner.map(|owner| visit.say("rooms-owner", &[("owner", Say::Owned(owner))]));
    let due = task.due.map(|due| date(visit.lang, due));
    let due = due.map(|due| visit.say("rooms-due", &[("due", Say::Owned(due))]));
    let beside: Vec<String> = [owner, due].into_iter().flatten().collect();
    html! {
        section class="a-now" data-color=(colour) {
            h2 { (visit.plain("rooms-now")) }
            p {
                @if let Some(id) = task.about() { (parts::thing(visit, id)) ": " }
                @if let Some(why) = why { (why) "." }
                @if let Some(next) = task.next() { " " (words.next(next)) "." }
            }
            @if !beside.is_empty() { p class="a-quiet" { (beside.join(" · ")) } }
            div class="a-actions" {
                a class="ds-button" data-size="sm" data-color=(colour) href=(task.path()) {
                    (visit.plain("rooms-see-how"))
                }
                a class="ds-button" data-size="sm" data-color=(colour) data-variant="secondary" href="/oppgaver" {
                    (visit.say("rooms-all-tasks", &[("count", parts::number(tasks::count(&visit.view)))]))
                }
            }
        }
    }
}

/// What stands beside the points: the situation level, what was left out on somebody's word, findings on what is retired.
fn beside(visit: &Visit) -> Markup {
    let assessment = &visit.view.assessment;
    let excluded: usize = assessment.claims().map(|claim| claim.excluded_by_statement.len()).sum();
    let raised = assessment.situation.as_ref().filter(|level| level.raised);
    html! {
        @if let Some(level) = raised {
            div class="ds-alert" data-color="warning" {
                p { (visit.say("rooms-raised", &[("since", Say::Owned(date(visit.lang, level.since)))])) }
            }
        }
        @if excluded > 0 {
            p class="a-quiet" {
                a class="ds-link" href="/endringer" {
                    (visit.say("rooms-excluded", &[("count", parts::number(excluded))]))
                }
            }
        }
        @if !assessment.open_findings.is_empty() {
            h2 { (visit.plain("status-open-findings")) }
            ul class="ds-list" {
                @for finding in &assessment.open_findings {
                    li {
                        (parts::thing(visit, &finding.subject)) ": "
                        (visit.words().kind_title(finding.kind.as_str(), &visit.view.catalogue)) " – "
                        (parts::evidence(visit, finding.entry))
                    }
                }
            }
        }
    }
}

/// Subjects whose state is another one than before, the worse first.
pub(crate) fn subjects_changed(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let mut all = changes(before, after);
    all.retain(|change| matches!(change.of, Changed::Subject(..)));
    all.sort_by_key(|change| change.to.unwrap_or(Status::NotApplicable));
    all
}

/// One change on one line.
pub(super) fn change_line(visit: &Visit, change: &Change) -> Markup {
    html! {
        @if let Changed::Subject(claim, subject) = &change.of {
            a class="ds-link" href={ "/punkt/" (point_of(visit, claim.as_str())) "#delkrav-" (claim) } { (claim) }
            " " (parts::thing(visit, subject)) ": "
        }
        (parts::from_to(visit, change.from, change.to))
    }
}

/// The point that a claim belongs to; the id itself when it is no claim.
pub(super) fn point_of(visit: &Visit, claim: &str) -> String {
    let mut points = visit.view.points();
    let point = points.find(|(point, _)| point.claims.iter().any(|one| one.id.as_str() == claim));
    point.map_or_else(|| claim.to_owned(), |(point, _)| point.id.to_string())
}

fn changed(visit: &Visit, before: &Assessment) -> Markup {
    let all = subjects_changed(before, &visit.view.assessment);
    let since = [("since", Say::Owned(date(visit.lang, before.assessed_at)))];
    html! {
        h2 { (visit.say("rooms-changed-since", &since)) }
        @if all.is_empty() {
            p { (visit.plain("verify-no-changes")) }
        } @else {
            ul class="ds-list" {
                @for change in all.iter().take(CHANGES_MOST) { li { (change_line(visit, change)) } }
            }
            p {
                a class="ds-link" href="/historikk" {
                    (visit.say("rooms-all-changes", &[("count", parts::number(all.len()))]))
                }
            }
        }
    }
}

/// The picture of the states, when the days are known and there is more than one.
pub(super) fn over_time(visit: &Visit) -> Markup {
    // The days are told of the whole municipality.
    let days = if visit.limits().is_some() { Arc::default() } else { visit.app.live().trend() };
    let [first, .., last] = days.as_slice() else { return html! {} };
    // They are found beside the view, and may come later than it.
    let key = format!("over time {} {} {}", days.len(), first.at, last.at);
    visit.once(&key, || drawn(visit, &days, first, last))
}

fn drawn(visit: &Visit, days: &[trend::Day], first: &trend::Day, last: &trend::Day) -> Markup {
    let args = [
        ("from", Say::Owned(date(visit.lang, first.at))),
        ("to", Say::Owned(date(visit.lang, last.at))),
    ];
    let title = visit.plain("pictures-states-title");
    let description = visit.say("pictures-states-description", &args);
    let told: Vec<Day> = days
        .iter()
        .map(|day| Day {
            label: date(visit.lang, day.at),
            counts: Status::ALL.iter().map(|state| (*state, day.points.get(*state))).collect(),
            href: Some(format!("/historikk?per={}", day.at)),
        })
        .collect();
    let words = Status::ALL.map(|state| (state, visit.plain(&format!("status-{}", state.name()))));
    let caption = Caption { title: &title, description: &description };
    let picture = states_over_time(caption, &told, &words);
    html! {
        h2 { (title) }
        (picture.figure(&visit.plain("pictures-as-list")))
    }
}
