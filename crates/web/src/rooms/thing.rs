//! *Ting*: all that is known of one thing: what it is, how it stands, what depends on what, its evidence in time.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::{Attribute, Value};
use arvak_core::state::EntityView;
use arvak_core::{EntityId, EntryId, Envelope, Evidence, Fact, Instant, Span, Status, vocabulary};
use arvak_identity::Right;
use arvak_pictures::{Caption, Dependency, Piece, Thing, Tick, Times, dependencies, time_line};
use arvak_words::{Say, date, date_and_time};
use axum::extract::Path;
use maud::{Markup, html};

use super::READ;
use super::status::point_of;
use crate::failure::Failure;
use crate::routes::Routes;
use crate::visit::Visit;
use crate::{page, parts, products};

/// How far from the thing the picture reaches.
const STEPS_MOST: usize = 2;

/// How many pieces of evidence are listed.
const EVIDENCE_MOST: usize = 100;

/// How much of the past the time line shows.
const PAST: Span = Span::from_days(90);

/// Relations along which one thing needs another.
const NEEDS: [&str; 3] = ["needs", "runs_on", "operated_by"];

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/ting/{kind}/{slug}", READ, thing)
}

async fn thing(
    visit: Visit,
    Path((kind, slug)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let id: EntityId = format!("{kind}/{slug}").parse().map_err(|_| Failure::NotFound)?;
    let known = visit.view.state().entity(&id).ok_or(Failure::NotFound)?;
    let title = visit.thing(&id);
    let note = visit.view.store.texts_of(&BTreeSet::from([id.clone()])).await?;
    let note = note.into_values().next().and_then(|body| body.note);
    let about: BTreeSet<EntryId> = visit.view.store.about(&id).await?.into_iter().collect();
    let envelopes = visit.view.store.envelopes(&about).await?;
    let built_from = products::section(&visit, &id).await?;
    let may_edit = visit.may(Right::EditInventory) && !known.is_retired();
    let body = html! {
        a class="a-back" href={ "/tjenester/" (kind) } { (visit.plain(&format!("things-{kind}"))) }
        div class="a-head" {
            div {
                h1 { (title) }
                p class="a-lead" {
                    (visit.plain(&format!("thing-{kind}")))
                    @if known.is_retired() { " · " (visit.plain("rooms-retired")) }
                    @if !known.in_scope() { " · " (visit.plain("rooms-out-of-scope")) }
                }
            }
            @if may_edit {
                div class="a-actions" {
                    a class="ds-button" data-variant="secondary" href={ (parts::thing_path(&id)) "/endre" } { (visit.plain("rooms-edit")) }
                    a class="ds-button" data-variant="tertiary" href={ (parts::thing_path(&id)) "/avvikle" } { (visit.plain("rooms-retire")) }
                }
            }
        }
        @if let Some(note) = note { p { (note) } }
        (facts(&visit, &known))
        (judged(&visit, &id))
        (around(&visit, &id))
        (built_from)
        (in_time(&visit, &id, &envelopes))
        (evidence(&visit, &envelopes))
    };
    Ok(page::page(&visit, &title, &body))
}

/// Its attributes and relations, each with how it is known.
fn facts(visit: &Visit, known: &EntityView<'_>) -> Markup {
    let row = vocabulary::kind(known.id().kind());
    let steps: Vec<_> = row.map(|row| row.step_names().collect()).unwrap_or_default();
    html! {
        dl class="a-facts" {
            @for (name, attribute) in known.attributes() {
                div {
                    dt { (visit.plain(&format!("attribute-{name}"))) }
                    dd {
                        (value(visit, name.as_str(), attribute)) " "
                        span class="a-quiet" { "(" (visit.plain(&format!("basis-{}", attribute.basis.name()))) ")" }
                    }
                }
            }
            @for step in steps {
                @let others = known.related(step);
                @if !others.is_empty() {
                    div {
                        dt { (visit.plain(&format!("relation-{step}"))) }
                        dd {
                            @for (number, other) in others.iter().enumerate() {
                                @if number > 0 { ", " }
                                (parts::thing(visit, other))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn value(visit: &Visit, name: &str, attribute: &Attribute) -> Markup {
    let words = visit.words();
    match &attribute.value {
        Value::Bool(yes) => html! { (visit.plain(if *yes { "flag-yes" } else { "flag-no" })) },
        Value::Int(number) => html! { (number) },
        Value::Word(word) => {
            let term = format!("word.{name}-{word}");
            html! { (if words.has(&term) { words.plain(&term) } else { word.to_string() }) }
        }
        Value::Host(host) => html! { (host) },
        Value::Id(id) => parts::thing(visit, id),
        Value::Time(at) => html! { (date_and_time(visit.lang, *at)) },
    }
}

/// How every claim stands for it.
fn judged(visit: &Visit, id: &EntityId) -> Markup {
    let mut all: Vec<_> = visit.view.judged_of(id).collect();
    all.sort_by_key(|(_, subject)| subject.state);
    html! {
        h2 { (visit.plain("rooms-how-it-stands")) }
        @if all.is_empty() { p { (visit.plain("rooms-asked-nothing")) } }
        ul class="a-points" {
            @for (claim, subject) in all {
                li {
                    span class="a-id" { (claim.id) }
                    div class="a-what" {
                        a class="a-title" href={ "/punkt/" (point_of(visit, claim.id.as_str())) "#delkrav-" (claim.id) } {
                            (visit.view.claim(claim.id.as_str()).map_or("", |claim| visit.lang.of(&claim.title)))
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
}

/// What it needs and what needs it, drawn.
fn around(visit: &Visit, id: &EntityId) -> Markup {
    let state = visit.view.state();
    let (mut things, mut lines) = (BTreeSet::from([id.clone()]), BTreeSet::new());
    let mut edge = vec![id.clone()];
    for _ in 0..STEPS_MOST {
        let mut next = Vec::new();
        for one in &edge {
            for name in NEEDS {
                let inverse = vocabulary::inverse(name).unwrap_or_default();
                let needed = state.related(one, name).into_iter();
                lines.extend(needed.map(|other| (one.clone(), other.clone())));
                let needing = state.related(one, inverse).into_iter();
                lines.extend(needing.map(|other| (other.clone(), one.clone())));
            }
        }
        for (from, to) in &lines {
            for end in [from, to] {
                if things.insert(end.clone()) {
                    next.push(end.clone());
                }
            }
        }
        edge = next;
    }
    if lines.is_empty() {
        return html! {};
    }
    let worst = |id: &EntityId| {
        let states = visit.view.judged_of(id).map(|(_, subject)| subject.state);
        states.filter(|state| *state != Status::NotApplicable).min()
    };
    let boxes: Vec<Thing> = things
        .iter()
        .map(|id| {
            let (kind, state) = (visit.plain(&format!("thing-{}", id.kind())), worst(id));
            let word = state.map(|state| visit.plain(&format!("status-{}", state.name())));
            let note = word.map_or_else(|| kind.clone(), |word| format!("{kind} · {word}"));
            Thing { id: id.to_string(), label: visit.thing(id), note, status: state }
        })
        .collect();
    let arrows: Vec<Dependency> = lines
        .iter()
        .map(|(from, to)| {
            let args =
                [("from", Say::Owned(visit.thing(from))), ("to", Say::Owned(visit.thing(to)))];
            Dependency {
                from: from.to_string(),
                to: to.to_string(),
                label: visit.say("pictures-dependency", &args),
                href: Some(parts::thing_path(if to == id { from } else { to })),
            }
        })
        .collect();
    let name = Say::Owned(visit.thing(id));
    let title = visit.say("pictures-dependencies-title", &[("thing", name.clone())]);
    let needs = lines.iter().filter(|(from, _)| from == id).count();
    let needed = lines.iter().filter(|(_, to)| to == id).count();
    let args =
        [("thing", name), ("needs", parts::number(needs)), ("needed", parts::number(needed))];
    let description = visit.say("pictures-dependencies-description", &args);
    let caption = Caption { title: &title, description: &description };
    let picture = dependencies(caption, id.as_str(), &boxes, &arrows);
    html! {
        h2 { (title) }
        (picture.figure(&visit.plain("pictures-as-list")))
    }
}

fn evidence_of(envelope: &Envelope) -> Option<&Evidence> {
    if let Fact::Evidence(evidence) = &envelope.fact { Some(evidence) } else { None }
}

fn in_time(visit: &Visit, id: &EntityId, envelopes: &BTreeMap<EntryId, Envelope>) -> Markup {
    let words = visit.words();
    let now = visit.view.at;
    let pieces: Vec<Piece> = envelopes
        .iter()
        .filter_map(|(id, envelope)| Some((id, evidence_of(envelope)?)))
        .map(|(id, evidence)| Piece {
            lane: words.kind_title(evidence.kind.as_str(), &visit.view.catalogue),
            at: evidence.collected_at,
            until: evidence.valid_until,
            outcome: evidence.result,
            label: words.evidence_line(*id, evidence, now),
            href: Some(format!("/bevis/{id}")),
        })
        .collect();
    if pieces.is_empty() {
        return html! {};
    }
    let back =
        |days: i64| Instant::from_millis(now.as_millis() - days * Span::from_days(1).as_millis());
    let ticks: Vec<Tick> = [90, 60, 30, 0]
        .map(|days| Tick { at: back(days), label: date(visit.lang, back(days)) })
        .into();
    let from = Instant::from_millis(now.as_millis() - PAST.as_millis());
    let times = Times { from, to: now.plus(Span::from_days(30)), now, ticks: &ticks };
    let name = Say::Owned(visit.thing(id));
    let title = visit.say("pictures-time-title", &[("thing", name)]);
    let description =
        visit.say("pictures-time-description", &[("count", parts::number(pieces.len()))]);
    let caption = Caption { title: &title, description: &description };
    let picture = time_line(caption, &pieces, times);
    html! {
        h2 { (title) }
        (picture.figure(&visit.plain("pictures-as-list")))
    }
}

/// The newest evidence, and everything else that was recorded about it.
fn evidence(visit: &Visit, envelopes: &BTreeMap<EntryId, Envelope>) -> Markup {
    html! {
        h2 { (visit.plain("rooms-evidence")) }
        @if envelopes.is_empty() { p { (visit.plain("rooms-no-evidence")) } }
        ol class="a-timeline" {
            @for (id, envelope) in envelopes.iter().rev().take(EVIDENCE_MOST) {
                (super::evidence::line(visit, *id, envelope))
            }
        }
    }
}
