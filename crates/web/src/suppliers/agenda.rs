//! The agenda for the next meeting with a supplier, to be printed, and dates for people's calendars.

use arvak_core::{EntityId, Instant, Span, Status};
use arvak_suppliers::calendar::{Entry, When, calendar};
use arvak_suppliers::life::{Event, Stage};
use arvak_suppliers::remind::{Step, steps};
use arvak_words::{Say, date, date_and_time, iso_last_day, written_moment};
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::asked::{self, Asked as Request};
use super::contradicted::{list, standing};
use super::path;
use crate::answering::{by_day, chosen};
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes};
use crate::visit::Visit;
use crate::{page, parts};

/// How long a meeting is unless people say otherwise.
const MEETING: Span = Span::from_millis(3_600_000);

pub(super) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Asked(typed): Asked,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    let requests = asked::of(&visit, &id).await?;
    let name = visit.thing(&id);
    let title = visit.say("agenda-title", &[("supplier", Say::Text(&name))]);
    let now = visit.app.clock().now();
    let day = typed.some("dag").and_then(arvak_words::end_of_day).and_then(iso_last_day);
    let mistakes = Mistakes::default();
    let fields = Fields::new(&visit, &typed, &mistakes);
    let open: Vec<_> = requests.iter().filter(|one| one.stage.is_waiting()).collect();
    let closed: Vec<_> = requests.iter().filter(|one| one.receipt().is_some()).collect();
    let body = html! {
        a class="a-back" href=(path(&slug)) { (name) }
        h1 { (title) }
        p {
            @if let Some(day) = &day { (visit.say("agenda-held", &[("day", Say::Text(day))])) " " }
            (visit.say("agenda-made", &[("at", Say::Owned(date(visit.lang, now)))]))
        }
        div class="a-actions" {
            form class="a-form" method="get" action={ (path(&slug)) "/saksliste" } {
                (fields.input("date", "dag", &visit.plain("agenda-day"), None))
                (fields.input("time", "kl", &visit.plain("agenda-time"), None))
                button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("agenda-set")) }
            }
            button class="ds-button" type="button" data-print hidden { (visit.plain("agenda-print")) }
            @if let Some(day) = &day {
                a class="ds-button" data-variant="tertiary" href={ (path(&slug)) "/kalender?dag=" (day) "&kl=" (time(typed.get("kl"))) } { (visit.plain("agenda-calendar")) }
            }
        }
        ol class="ds-list" {
            li { (visit.plain("agenda-since")) (actions_since(&visit, &requests)) }
            @for one in &open { li { (waiting(&visit, one, now)) } }
            @for one in &closed { li { (answered(&visit, one)) } }
            (refuted(&visit, &id))
            li { (visit.plain("agenda-next")) (lines()) }
        }
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// Hours and minutes as they may stand in an address.
fn time(typed: &str) -> String {
    let plain = |sign: &char| sign.is_ascii_digit() || *sign == ':';
    let time: String = typed.chars().filter(plain).take(5).collect();
    if time.len() == 5 { time } else { "09:00".to_owned() }
}

/// Room to write by hand.
fn lines() -> Markup {
    html! { br; span class="a-quiet" { "……………………………………………………" } br; span class="a-quiet" { "……………………………………………………" } }
}

fn actions_since(visit: &Visit, requests: &[Request]) -> Markup {
    let count = requests.len();
    html! { " " (visit.say("agenda-requests", &[("count", parts::number(count))])) (lines()) }
}

fn waiting(visit: &Visit, one: &Request, now: Instant) -> Markup {
    let late = one.row.due <= now;
    let questions = chosen(visit, &one.row.questions);
    html! {
        (visit.say("agenda-waiting", &[
            ("request", Say::Text(one.row.id.as_str())), ("due", Say::Owned(by_day(visit, one.row.due))),
            ("late", Say::Text(if late { "yes" } else { "no" })),
        ]))
        ul class="ds-list" { @for question in &questions { li { (visit.lang.of(&question.text)) } } }
        (lines())
    }
}

fn answered(visit: &Visit, one: &Request) -> Markup {
    let at = one.when(Event::SentIn).unwrap_or(one.row.made_at);
    let further = one.events.iter().filter(|event| event.event == Event::FollowUp.name());
    let further: Vec<_> = further.collect();
    html! {
        (visit.say("agenda-answered", &[("request", Say::Text(one.row.id.as_str())), ("at", Say::Owned(date_and_time(visit.lang, at)))]))
        @if !further.is_empty() { ul class="ds-list" { @for event in further { li { (visit.plain("suppliers-further-asked")) " " q { (event.text) } } } } }
        (lines())
    }
}

/// What was found to be otherwise about the supplier, and stands.
fn refuted(visit: &Visit, id: &EntityId) -> Markup {
    let claims = visit.view.assessment.points.iter().flat_map(|point| &point.claims);
    let found: Vec<_> = claims
        .filter(|claim| {
            let mut own = claim.subjects.iter().filter(|one| one.subject == *id);
            own.any(|one| one.state == Status::Refuted)
        })
        .collect();
    let standing = standing(visit, id);
    html! {
        @if let Some(standing) = &standing {
            li { (visit.plain("agenda-contradicted")) (list(visit, &standing.compared, false)) (lines()) }
        }
        @for claim in found {
            @let title = visit.view.claim(claim.id.as_str()).map(|one| visit.lang.of(&one.title).to_owned()).unwrap_or_default();
            li { (visit.say("agenda-refuted", &[("claim", Say::Text(claim.id.as_str())), ("title", Say::Owned(title))])) (lines()) }
        }
    }
}

/// What is due about one supplier, and a meeting when the address names its day.
pub(super) async fn of_one(
    visit: Visit,
    Path(slug): Path<String>,
    Asked(typed): Asked,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    let requests = asked::of(&visit, &id).await?;
    let mut entries: Vec<Entry> = requests.iter().flat_map(|one| dates(&visit, one)).collect();
    if let Some(day) = typed.some("dag") {
        let hours = time(typed.get("kl"));
        let at = written_moment(&format!("{day} {hours}")).ok_or(Failure::Bad)?;
        let name = visit.thing(&id);
        entries.push(Entry {
            uid: format!(
                "meeting-{slug}-{}@{}",
                iso_last_day(at.plus(Span::from_millis(1))).unwrap_or_default(),
                host(&visit)
            ),
            when: When::Time(at, at.plus(MEETING)),
            summary: visit.say("calendar-meeting", &[("supplier", Say::Text(&name))]),
            description: visit.plain("calendar-meeting-text"),
            url: Some(format!("{}{}/saksliste", visit.app.site().origin, path(&slug))),
        });
    }
    Ok(file(&visit, &entries))
}

/// What is due about all suppliers that the visitor sees.
pub(super) async fn of_all(visit: Visit) -> Result<Response, Failure> {
    let all = asked::all(&visit).await?;
    let entries: Vec<Entry> = all.values().flatten().flat_map(|one| dates(&visit, one)).collect();
    Ok(file(&visit, &entries))
}

/// The due date and what comes before and after it, while an answer is waited for.
fn dates(visit: &Visit, one: &Request) -> Vec<Entry> {
    if !one.stage.is_waiting() || one.stage == Stage::FollowUp {
        return Vec::new();
    }
    let name = visit.thing(&one.row.supplier);
    let entry = |what: &str, day: Instant, sentence: &str| {
        let day = iso_last_day(day)?;
        Some(Entry {
            uid: format!("{what}-{}@{}", one.row.id, host(visit)),
            when: When::Day(day),
            summary: visit.say(sentence, &[("supplier", Say::Text(&name))]),
            description: visit.say("calendar-text", &[("request", Say::Text(one.row.id.as_str()))]),
            url: Some(format!("{}{}", visit.app.site().origin, path(one.row.supplier.slug()))),
        })
    };
    let sent = one.when(Event::Sent).unwrap_or(one.row.made_at);
    let due = entry("due", one.row.due, "calendar-due");
    let more = steps(sent, one.row.due).into_iter().map(|(at, step)| {
        let sentence = match step {
            Step::Before(_) => "calendar-before",
            Step::Leader => "calendar-leader",
            Step::Silent => "calendar-silent",
        };
        entry(&step.name(), at, sentence)
    });
    due.into_iter().chain(more.flatten()).collect()
}

fn host(visit: &Visit) -> String {
    let origin = visit.app.site().origin.as_str();
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    host.split([':', '/']).next().unwrap_or("arvak").to_owned()
}

fn file(visit: &Visit, entries: &[Entry]) -> Response {
    let text = calendar(&visit.plain("calendar-name"), entries, visit.app.clock().now());
    let kind = (CONTENT_TYPE, "text/calendar; charset=utf-8");
    let name = (CONTENT_DISPOSITION, "attachment; filename=\"arvak.ics\"");
    ([kind, name], text).into_response()
}
