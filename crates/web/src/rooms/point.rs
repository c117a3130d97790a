//! *Punkt*: one point of the letter, claim by claim: what is asked, how it stands, why, what would change it.

use arvak_core::assess::{ClaimAssessment, SubjectAssessment};
use arvak_core::catalogue::Claim;
use arvak_core::{EntityId, Status};
use arvak_words::{Say, claim_counts};
use axum::extract::Path;
use maud::{Markup, html};

use super::READ;
use crate::failure::Failure;
use crate::form::Asked;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{page, parts};

/// How many things of a claim are shown before somebody asks for all of them.
const SHOWN_MOST: usize = 12;

/// From how many things on a claim's table is folded.
const FOLDED_FROM: usize = 4;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/punkt/{id}", READ, point)
}

async fn point(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Markup, Failure> {
    // A claim's id leads to its point.
    let id = super::status::point_of(&visit, &id);
    let mut points = visit.view.points();
    let found = points.find(|(point, _)| point.id.as_str() == id);
    let (point, judged) = found.ok_or(Failure::NotFound)?;
    let title = format!("{} {}", point.id, visit.lang.of(&point.title));
    let whole = asked.get("alle");
    let body = html! {
        a class="a-back" href="/status" { (visit.plain("rooms-status")) }
        div class="a-head" {
            div {
                h1 { (title) }
                p class="a-lead" { (visit.words().of_total(&claim_counts(&judged.claims))) }
            }
            (parts::tag(&visit, judged.state))
        }
        @for (claim, judged) in point.claims.iter().zip(&judged.claims) {
            @let whole = whole == claim.id.as_str();
            @let key = format!("claim {} {whole}", claim.id);
            (visit.once(&key, || claim_part(&visit, claim, judged, whole)))
        }
    };
    Ok(page::page(&visit, &title, &body))
}

fn claim_part(visit: &Visit, claim: &Claim, judged: &ClaimAssessment, whole: bool) -> Markup {
    let words = visit.words();
    let mut subjects: Vec<&SubjectAssessment> = judged.subjects.iter().collect();
    subjects.sort_by_key(|subject| subject.state);
    let most = if whole { usize::MAX } else { SHOWN_MOST };
    html! {
        section id={ "delkrav-" (claim.id) } {
            div class="a-head" {
                h2 { (claim.id) " " (visit.lang.of(&claim.title)) }
                (parts::how(visit, judged.state, judged.strength))
            }
            @let of_total = words.of_total(&judged.counts);
            @if !of_total.is_empty() { p class="a-quiet" { (of_total) } }
            @for reason in &judged.reasons { p { (words.reason(reason, &visit.naming())) "." } }
            @if let Some(next) = &judged.next {
                p { a class="ds-link" href={ "/oppgaver/" (claim.id) } { (words.next_line(next, &visit.naming())) } }
            }
            (guidance(visit, claim))
            @if subjects.len() >= FOLDED_FROM {
                details class="ds-details" open[whole] {
                    summary { (summary(visit, judged)) }
                    div { (subjects_table(visit, claim, &subjects, most)) }
                }
            } @else if !subjects.is_empty() {
                (subjects_table(visit, claim, &subjects, most))
            }
            (left_out(visit, &judged.excluded_by_statement))
        }
    }
}

/// How many things, and how they stand, the worst first.
fn summary(visit: &Visit, judged: &ClaimAssessment) -> String {
    let count = |state: Status| judged.counts.get(state);
    let mut states: Vec<Status> = Status::ALL.into_iter().filter(|one| count(*one) > 0).collect();
    states.sort();
    let told: Vec<String> = states
        .into_iter()
        .map(|state| {
            format!("{} {}", count(state), visit.plain(&format!("status-{}", state.name())))
        })
        .collect();
    let args =
        [("count", parts::number(judged.subjects.len())), ("states", Say::Owned(told.join(", ")))];
    visit.say("rooms-things-of-claim", &args)
}

/// The claim in plain words, the rule, and whose lists speak of the same.
fn guidance(visit: &Visit, claim: &Claim) -> Markup {
    let (words, guide) = (visit.words(), &visit.view.catalogue.guide);
    let parts = guide.guidance.get(&claim.id).map(|found| {
        [
            ("guidance-asked", &found.asked),
            ("guidance-why", &found.why),
            ("guidance-counts", &found.counts),
            ("guidance-refutes", &found.refutes),
            ("guidance-first", &found.first),
        ]
    });
    html! {
        details class="ds-details" {
            summary { (visit.plain("rooms-what-is-asked")) }
            div {
                @for (id, text) in parts.iter().flatten() {
                    p { (words.say(id, &[("text", Say::Text(visit.lang.of(text)))])) }
                }
                h3 { (visit.plain("rooms-rule")) }
                ul class="ds-list" {
                    @for line in words.rule(claim, &visit.view.catalogue) { li { (line.trim()) } }
                }
                @for (list, item) in guide.items_for(&claim.id).filter(|(_, item)| item.under.is_none()) {
                    p class="a-quiet" {
                        (words.say("guidance-list", &[
                            ("list", Say::Text(visit.lang.of(&list.title))),
                            ("item", Say::Text(visit.lang.of(&item.title))),
                        ]))
                    }
                }
            }
        }
    }
}

fn subjects_table(
    visit: &Visit,
    claim: &Claim,
    subjects: &[&SubjectAssessment],
    most: usize,
) -> Markup {
    let heads = ["rooms-thing", "rooms-why", "rooms-evidence", "rooms-next", "rooms-state"]
        .map(|id| visit.plain(id));
    let [thing, why, evidence, next, state] = &heads;
    let rest = subjects.len().saturating_sub(most);
    html! {
        table class="ds-table a-table" role="table" aria-label=(visit.lang.of(&claim.title)) {
            thead role="rowgroup" {
                tr role="row" { @for head in &heads { th role="columnheader" scope="col" { (head) } } }
            }
            tbody role="rowgroup" {
                @for subject in subjects.iter().take(most) {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(thing) { (parts::thing(visit, &subject.subject)) }
                        td role="cell" data-l=(why) { (reasons(visit, subject)) }
                        td role="cell" data-l=(evidence) {
                            @for id in &subject.evidence { (parts::evidence(visit, *id)) " " }
                            @if subject.evidence.is_empty() { "–" }
                        }
                        td role="cell" data-l=(next) { (next_cell(visit, claim, subject)) }
                        td role="cell" data-l=(state) { (parts::how(visit, subject.state, subject.strength)) }
                    }
                }
            }
        }
        @if rest > 0 {
            p {
                a class="ds-link" href={ "?alle=" (claim.id) "#delkrav-" (claim.id) } {
                    (visit.say("rooms-show-rest", &[("count", parts::number(rest))]))
                }
            }
        }
    }
}

/// Why, and what would change it.
pub(super) fn reasons(visit: &Visit, subject: &SubjectAssessment) -> Markup {
    let words = visit.words();
    let change = subject.weightiest().and_then(|reason| words.would_change(subject, reason));
    html! {
        @for reason in &subject.reasons { p { (words.reason(reason, &visit.naming())) "." } }
        @if let Some(change) = change { p class="a-quiet" { (change) "." } }
    }
}

fn next_cell(visit: &Visit, claim: &Claim, subject: &SubjectAssessment) -> Markup {
    let is_task = !matches!(subject.state, Status::Verified | Status::NotApplicable);
    let (kind, slug) = (subject.subject.kind(), subject.subject.slug());
    html! {
        @if let Some(next) = subject.next.as_ref().filter(|_| is_task) {
            a class="ds-link" href={ "/oppgaver/" (claim.id) "/" (kind) "/" (slug) } {
                (visit.words().next(next))
            }
            @if let Some(owner) = &next.owner { " (" (visit.thing(owner)) ")" }
        } @else {
            "–"
        }
    }
}

fn left_out(visit: &Visit, things: &[EntityId]) -> Markup {
    html! {
        @if !things.is_empty() {
            details class="ds-details" {
                summary { (visit.say("rooms-excluded", &[("count", parts::number(things.len()))])) }
                div { ul class="ds-list" { @for id in things { li { (parts::thing(visit, id)) } } } }
            }
        }
    }
}
