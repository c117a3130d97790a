//! The list of tasks, the worst first, for everybody or for one role.

use arvak_core::{EntityId, Instant, Span, Status};
use arvak_words::{Say, date};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::task::{Task, all};
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes, Typed};
use crate::inventory::escaped;
use crate::visit::Visit;
use crate::{page, parts};

/// Tasks on one page: few enough to be looked through on a telephone.
const PAGE: usize = 15;

/// What falls due within this is urgent.
const SOON: Span = Span::from_days(30);

/// How urgent a task is, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Urgency {
    Overdue,
    Refuted,
    Soon,
    Expired,
    Rest,
}

impl Urgency {
    fn of(task: &Task<'_>, now: Instant) -> Self {
        match (task.due, task.state) {
            (Some(due), _) if due <= now => Self::Overdue,
            (_, Status::Refuted) => Self::Refuted,
            (Some(due), _) if due <= now.plus(SOON) => Self::Soon,
            (_, Status::Stale) => Self::Expired,
            _ => Self::Rest,
        }
    }

    /// The id of its heading's sentence.
    const fn title(self) -> &'static str {
        match self {
            Self::Overdue => "tasks-urgent-overdue",
            Self::Refuted => "tasks-urgent-refuted",
            Self::Soon => "tasks-urgent-soon",
            Self::Expired => "tasks-urgent-expired",
            Self::Rest => "tasks-urgent-rest",
        }
    }
}

pub(super) async fn list(visit: Visit, Asked(asked): Asked) -> Result<Response, Failure> {
    let every = all(&visit.view);
    let roles = roles(&visit, &every);
    let of_role = |task: &&Task<'_>| {
        let slug = task.owner.as_ref().map(EntityId::slug).unwrap_or_default();
        let of_state = asked.get("status").is_empty() || task.state.name() == asked.get("status");
        (asked.get("rolle").is_empty() || slug == asked.get("rolle")) && of_state
    };
    let now = visit.view.at;
    let mut tasks: Vec<&Task<'_>> = every.iter().filter(of_role).collect();
    // Of equals the order stays: the worst, then what is due first.
    tasks.sort_by_key(|task| Urgency::of(task, now));
    let title = visit.plain("tasks-title");
    let count = Say::Number(i64::try_from(tasks.len()).unwrap_or(i64::MAX));
    let body = html! {
        h1 { (title) }
        p class="a-lead" { (visit.plain("tasks-lead")) }
        (filter(&visit, &asked, roles))
        p class="a-quiet" { (visit.say("tasks-count", &[("count", count)])) }
        (rows(&visit, &tasks, &asked))
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// The roles that have something to do, by title.
fn roles(visit: &Visit, tasks: &[Task<'_>]) -> Vec<(String, String)> {
    let owners = tasks.iter().filter_map(|task| task.owner.as_ref());
    let mut roles: Vec<(String, String)> =
        owners.map(|role| (role.slug().to_owned(), visit.thing(role))).collect();
    roles.sort_by(|a, b| a.1.cmp(&b.1));
    roles.dedup();
    roles
}

fn filter(visit: &Visit, asked: &Typed, roles: Vec<(String, String)>) -> Markup {
    let typed = Typed::of([
        ("rolle".to_owned(), asked.get("rolle").to_owned()),
        ("status".to_owned(), asked.get("status").to_owned()),
    ]);
    let mistakes = Mistakes::default();
    let fields = Fields::new(visit, &typed, &mistakes);
    let any = || (String::new(), visit.plain("tasks-any"));
    let roles: Vec<_> = [any()].into_iter().chain(roles).collect();
    let open = Status::ALL
        .into_iter()
        .rev()
        .filter(|state| !matches!(state, Status::Verified | Status::NotApplicable));
    let states = open
        .map(|state| (state.name().to_owned(), visit.plain(&format!("status-{}", state.name()))));
    let states: Vec<_> = [any()].into_iter().chain(states).collect();
    html! {
        form class="a-filter" method="get" action="/oppgaver" role="search" {
            (fields.select("rolle", &visit.plain("tasks-owner"), None, &roles))
            (fields.select("status", &visit.plain("tasks-state"), None, &states))
            button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("tasks-filter")) }
        }
    }
}

fn rows(visit: &Visit, tasks: &[&Task<'_>], asked: &Typed) -> Markup {
    let pages = tasks.len().div_ceil(PAGE).max(1);
    let side = asked.get("side").parse().unwrap_or(1_usize).clamp(1, pages);
    let shown = tasks.chunks(PAGE).nth(side - 1).unwrap_or_default();
    let to = |side: usize| {
        let (role, status) = (escaped(asked.get("rolle")), escaped(asked.get("status")));
        format!("/oppgaver?rolle={role}&status={status}&side={side}")
    };
    let number = |number: usize| Say::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let urgency = |task: &Task<'_>| Urgency::of(task, visit.view.at);
    html! {
        @if shown.is_empty() {
            p { (visit.plain("tasks-none")) }
        } @else {
            @for group in shown.chunk_by(|one, next| urgency(one) == urgency(next)) {
                @if let Some(first) = group.first() { (heading(visit, tasks, urgency(first))) }
                ul class="a-points" {
                    @for task in group { (row(visit, task)) }
                }
            }
        }
        @if pages > 1 {
            nav class="ds-pagination" aria-label=(visit.plain("tasks-pages")) {
                @if side > 1 {
                    a class="ds-button" data-variant="tertiary" href=(to(side - 1)) rel="prev" {
                        (visit.plain("tasks-previous"))
                    }
                }
                span { (visit.say("tasks-page", &[("page", number(side)), ("of", number(pages))])) }
                @if side < pages {
                    a class="ds-button" data-variant="tertiary" href=(to(side + 1)) rel="next" {
                        (visit.plain("tasks-next"))
                    }
                }
            }
        }
    }
}

/// A group's heading, with how many there are on all pages.
fn heading(visit: &Visit, tasks: &[&Task<'_>], urgency: Urgency) -> Markup {
    let all = tasks.iter().filter(|task| Urgency::of(task, visit.view.at) == urgency).count();
    html! { h2 { (visit.plain(urgency.title())) " " span class="a-quiet" { "(" (all) ")" } } }
}

fn row(visit: &Visit, task: &Task<'_>) -> Markup {
    html! {
        li {
            span class="a-id" { (task.claim.id) }
            div class="a-what" {
                a class="a-title" href=(task.path()) { (what(visit, task)) }
                @if let Some(reason) = task.why() {
                    p { (visit.words().reason(reason, &visit.naming())) }
                }
                p { (whose(visit, task)) }
            }
            (parts::tag(visit, task.state))
        }
    }
}

/// What it is about: the thing, and what is to be done.
pub(super) fn what(visit: &Visit, task: &Task<'_>) -> String {
    let about = match task.about() {
        Some(id) => visit.thing(id),
        None => claim_title(visit, task.claim.id.as_str()),
    };
    match task.next() {
        Some(next) => {
            let next = visit.words().next(next);
            visit.say("tasks-what", &[("about", Say::Text(&about)), ("next", Say::Owned(next))])
        }
        None => about,
    }
}

/// What a claim says.
pub(super) fn claim_title(visit: &Visit, claim: &str) -> String {
    let found = visit.view.claim(claim);
    found.map_or_else(|| claim.to_owned(), |claim| visit.lang.of(&claim.title).to_owned())
}

/// Whose turn it is, and by when.
pub(super) fn whose(visit: &Visit, task: &Task<'_>) -> String {
    let owner = task.owner.as_ref().map(|role| visit.thing(role));
    let owner = owner.unwrap_or_else(|| visit.plain("tasks-nobody"));
    let owner = ("owner", Say::Owned(owner));
    match task.due {
        None => visit.say("tasks-whose", &[owner]),
        Some(due) => {
            let id = if due <= visit.view.at { "tasks-whose-late" } else { "tasks-whose-by" };
            visit.say(id, &[owner, ("due", Say::Owned(date(visit.lang, due)))])
        }
    }
}
