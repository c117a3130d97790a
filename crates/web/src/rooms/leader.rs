//! *Leder*: one sheet of paper: the answer in plain words, three decisions with what they cost and what waiting means, and
//! whether it goes the right way. Hours and money are what somebody typed, with their name and the date.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::assess::Counts;
use arvak_core::{Instant, Status};
use arvak_identity::{Access, Right};
use arvak_words::{Say, date};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::READ;
use super::status::lead;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::recording::{NotTaken, Taken};
use crate::routes::Routes;
use crate::see_other::see_other;
use crate::tasks::{self, Task};
use crate::visit::Visit;
use crate::{page, parts};

/// How many decisions a leader is asked for at once.
const DECISIONS: usize = 3;

/// Where estimates are kept in the operation database: they change no status, so they are no facts.
const KEPT: &str = "estimates";

/// Most hours, and most kroner, of an estimate.
const HOURS_MOST: u32 = 100_000;
const KRONER_MOST: u32 = 1_000_000_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/leder", READ, leader).post("/leder/anslag", Access::May(Right::Record), estimate)
}

/// What somebody thinks a measure takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Estimate {
    pub(crate) hours: u32,
    pub(crate) kroner: u32,
    /// Who it was: the opaque id of the person.
    pub(crate) by: String,
    pub(crate) at_ms: i64,
}

pub(crate) type Estimates = BTreeMap<String, Estimate>;

/// All estimates, by what [`key`] names.
async fn estimates(visit: &Visit) -> Result<Estimates, Failure> {
    let text = visit.app.folder().operation().meta(KEPT).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// The same with the names of those who made them: kept is the opaque id alone.
pub(crate) async fn named(visit: &Visit) -> Result<Estimates, Failure> {
    let mut all = estimates(visit).await?;
    for one in all.values_mut() {
        if let Ok(person) = one.by.parse() {
            one.by = visit.person(&person).await?;
        }
    }
    Ok(all)
}

/// The worst tasks of different claims: what a decision is needed about.
pub(crate) fn decisions(visit: &Visit) -> Vec<Task<'_>> {
    let mut claims = BTreeSet::new();
    let mut all = tasks::all(&visit.view);
    all.retain(|task| claims.insert(task.claim.id.clone()));
    all.truncate(DECISIONS);
    all
}

async fn leader(visit: Visit) -> Result<Markup, Failure> {
    shown(&visit, &Typed::default(), &Mistakes::default()).await
}

async fn shown(visit: &Visit, typed: &Typed, mistakes: &Mistakes) -> Result<Markup, Failure> {
    let known = named(visit).await?;
    let week_ago = visit.week_ago().await?;
    let states = |points: &[arvak_core::assess::PointAssessment]| {
        Counts::of(points.iter().map(|point| point.state))
    };
    let now = states(&visit.view.assessment.points);
    let then = states(&week_ago.assessment.points);
    let title = match visit.view.letter() {
        Some(letter) => {
            visit.say("rooms-leader-title", &[("letter", Say::Text(visit.lang.of(&letter.title)))])
        }
        None => visit.plain("rooms-leader"),
    };
    let fields = Fields::new(visit, typed, mistakes);
    let decisions = decisions(visit);
    let body = html! {
        (fields.summary())
        article class="a-a4" {
            p class="a-quiet" {
                @if let Some(id) = visit.view.organisation() { (visit.thing(id)) " · " }
                (date(visit.lang, visit.view.at))
            }
            h1 { (title) }
            p class="a-lead" { (lead(visit, &now)) }
            p { (trend(visit, &then, &now)) }
            (parts::counts(visit, &now, |_| "/status".to_owned()))
            h2 { (visit.plain("rooms-decisions")) }
            @if decisions.is_empty() { p { (visit.plain("rooms-now-nothing")) } }
            ol class="a-decisions" {
                @for task in &decisions { (decision(visit, task, known.get(&key(task)))) }
            }
            p class="a-quiet" { (visit.plain("rooms-leader-basis")) }
        }
        div class="a-actions a-noprint" {
            a class="ds-button" href="/svar" { (visit.plain("rooms-to-reply")) }
            button class="ds-button" data-variant="secondary" type="button" data-print hidden { (visit.plain("rooms-print")) }
        }
        @if visit.may(Right::Record) && !decisions.is_empty() { (form(visit, &decisions, &fields)) }
    };
    Ok(page::page(visit, &title, &body))
}

/// What an estimate is of.
pub(crate) fn key(task: &Task<'_>) -> String {
    match task.about() {
        Some(id) => format!("{} {id}", task.claim.id),
        None => task.claim.id.to_string(),
    }
}

/// Better, worse or as before, in words.
fn trend(visit: &Visit, then: &Counts, now: &Counts) -> String {
    let number = |counts: &Counts, state| Say::Number(i64::from(counts.get(state)));
    let args = [
        ("verified_then", number(then, Status::Verified)),
        ("verified", number(now, Status::Verified)),
        ("refuted_then", number(then, Status::Refuted)),
        ("refuted", number(now, Status::Refuted)),
    ];
    visit.say("rooms-trend", &args)
}

fn decision(visit: &Visit, task: &Task<'_>, estimate: Option<&Estimate>) -> Markup {
    let words = visit.words();
    let guide = visit.view.catalogue.guide.guidance.get(&task.claim.id);
    let next = task.next().map(|next| words.next(next));
    let owner = task.owner.as_ref().map(|owner| visit.thing(owner));
    html! {
        li {
            p {
                strong {
                    @if let Some(next) = next { (next) }
                    @if let Some(id) = task.about() { ": " (visit.thing(id)) }
                }
            }
            @if let Some(reason) = task.why() { p { (words.reason(reason, &visit.naming())) "." } }
            @if let Some(found) = guide { p { (visit.say("rooms-if-waiting", &[("text", Say::Text(visit.lang.of(&found.why)))])) } }
            p class="a-quiet" {
                @if let Some(owner) = owner { (visit.say("rooms-owner", &[("owner", Say::Owned(owner))])) " · " }
                (estimated(visit, estimate))
            }
        }
    }
}

fn estimated(visit: &Visit, estimate: Option<&Estimate>) -> String {
    let Some(estimate) = estimate else { return visit.plain("rooms-not-estimated") };
    let args = [
        ("hours", Say::Number(i64::from(estimate.hours))),
        ("kroner", Say::Number(i64::from(estimate.kroner))),
        ("by", Say::Text(&estimate.by)),
        ("at", Say::Owned(date(visit.lang, Instant::from_millis(estimate.at_ms)))),
    ];
    visit.say("rooms-estimated", &args)
}

fn form(visit: &Visit, decisions: &[Task<'_>], fields: &Fields<'_>) -> Markup {
    let choices: Vec<(String, String)> = decisions
        .iter()
        .map(|task| {
            let about = task.about().map_or_else(String::new, |id| format!(" {}", visit.thing(id)));
            (key(task), format!("{}{about}", task.claim.id))
        })
        .collect();
    html! {
        section class="a-narrow a-noprint" {
            h2 { (visit.plain("rooms-estimate")) }
            form class="a-form" method="post" action="/leder/anslag" {
                (fields.select("tiltak", &visit.plain("rooms-estimate-of"), None, &choices))
                div class="a-pair" {
                    (fields.input("number", "timer", &visit.plain("rooms-hours"), None))
                    (fields.input("number", "kroner", &visit.plain("rooms-kroner"), None))
                }
                div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("rooms-keep")) } }
            }
        }
    }
}

async fn estimate(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    match keep_estimate(&visit, &typed).await {
        Ok(_) => Ok(see_other("/leder")),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            let page = shown(&visit, &typed, &mistakes).await?;
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// The same, from wherever it comes: `tiltak` (as [`key`] names it), `timer`, `kroner`.
pub(crate) async fn keep_estimate(visit: &Visit, typed: &Typed) -> Taken {
    let mut mistakes = Mistakes::default();
    let mut number = |name: &str, most: u32| {
        let found = typed.get(name).parse().ok().filter(|number: &u32| *number <= most);
        if found.is_none() {
            let args = [("most", Say::Number(i64::from(most)))];
            mistakes.tell(name, visit.say("rooms-bad-number", &args));
        }
        found.unwrap_or_default()
    };
    let (hours, kroner) = (number("timer", HOURS_MOST), number("kroner", KRONER_MOST));
    let of = typed.get("tiltak");
    if !decisions(visit).iter().any(|task| key(task) == of) {
        mistakes.tell("tiltak", visit.plain("rooms-estimate-gone"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let by = visit.who.as_ref().map(|who| who.person.to_string()).unwrap_or_default();
    let mut known = estimates(visit).await?;
    known.insert(of.to_owned(), Estimate { hours, kroner, by, at_ms: visit.view.at.as_millis() });
    let text = serde_json::to_string(&known).unwrap_or_default();
    visit.app.folder().operation().set_meta(KEPT, &text).await?;
    Ok(Vec::new())
}
